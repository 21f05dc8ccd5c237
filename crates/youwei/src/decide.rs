//! `youwei decide`: decides the rows of a file by a decision model, and says why.

mod output;
mod rows;

use std::cell::Cell;
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::Zoned;
use youwei_base::Bilingual;
use youwei_decision::model::{Answer, Case, Model};
use youwei_decision::parameters::{LastDay, Parameters};
use youwei_decision::row::Given;
use youwei_decision::temporal::{Date, DateTime};

use crate::failure::Failure;
use crate::{model, progress};
use output::Output;

/// The arguments of `youwei decide`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The model, a .dmn file. The models that it imports are found in its folder.
    model: PathBuf,
    /// The decision, by its name or its id.
    #[arg(long, value_name = "NAME")]
    decision: String,
    /// The rows: CSV with the names of inputs in its first line (an empty cell is not
    /// given), or JSON, an array or lines of objects; - is standard input.
    #[arg(long, value_name = "FILE|-")]
    input: PathBuf,
    /// The day of the cases, which decides which dated parameters hold; else each row
    /// gives its own.
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// The dated parameters, if not parameters.toml beside the model.
    #[arg(long, value_name = "FILE")]
    parameters: Option<PathBuf>,
    /// A model that is imported and lies elsewhere.
    #[arg(long = "import", value_name = "FILE")]
    imports: Vec<PathBuf>,
    /// Says how each answer came about: which rules fired, on which values and parameters.
    #[arg(long)]
    trace: bool,
    /// How to print: for people, CSV (a row each), or JSON (one object a line).
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Takes an input that is not given for null, as the standard has it, instead of
    /// answering that the outcome is unknown.
    #[arg(long)]
    null_if_missing: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Csv,
    Json,
}

/// What all rows have in common.
struct Deciding<'a> {
    model: &'a Model,
    decision: usize,
    parameters: Option<Parameters>,
    on: Option<Date>,
    now: Option<DateTime>,
    trace: bool,
    third_answer: bool,
}

/// Decides all rows, in order. A row that cannot be read, or that gives a value that its
/// declared type does not allow, is said and the others are decided all the same; the
/// command then fails.
///
/// # Errors
/// The model, the decision or the parameters are not as they should be, or a row is not.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.trace && arguments.format == Format::Csv {
        return Err(Failure::bad_input(Bilingual::new(
            "推导过程写不进 CSV；请用 --format json，或去掉 --trace。",
            "A derivation does not fit into CSV; use --format json, or leave out --trace.",
        )));
    }
    let path = &arguments.model;
    let model = model::open(path, &arguments.imports)?;
    warn(&model, path);
    let deciding = Deciding {
        decision: decision(&model, &arguments.decision)?,
        model: &model,
        parameters: model::parameters(arguments.parameters.as_deref(), path)?,
        on: arguments.on.as_deref().map(day).transpose()?,
        now: now(),
        trace: arguments.trace,
        third_answer: !arguments.null_if_missing,
    };
    let mut output = Output::new(arguments.format, &deciding)?;
    let mut wrong = 0_u64;
    let mut last = LastDay::default();
    progress::watched(|tell| {
        let (source, size) = open(&arguments.input)?;
        let done = Cell::new(0);
        let source = Counted {
            source,
            done: &done,
        };
        // Where the answers run over the screen, a bar would only be in their way.
        let told = !io::stdout().is_terminal();
        rows::each(source, &model, |row, read| {
            if told && row.number % 256 == 0 {
                tell(done.get().min(size), size);
            }
            match read.and_then(|given| deciding.decide(given, &mut last)) {
                Ok(answer) => output.answer(row.number, &answer),
                Err(fault) => {
                    wrong += 1;
                    output.fault(row, &fault)
                }
            }
        })
    })?;
    output.end()?;
    match wrong {
        0 => Ok(()),
        _ => Err(Failure::broken(Bilingual::new(
            format!("有 {wrong} 行没有判定，原因见上；其余各行已照常判定。"),
            format!("{wrong} rows were not decided, for the reasons above; the others were."),
        ))),
    }
}

impl Deciding<'_> {
    /// The answer to a row, or what is wrong with the values that it gives.
    fn decide(&self, given: Given, last: &mut LastDay) -> Result<Answer, Bilingual> {
        let mut case = Case {
            given,
            now: self.now,
            trace: self.trace,
            third_answer: self.third_answer,
            ..Case::default()
        };
        if let Some(parameters) = &self.parameters {
            case.date_among(parameters, self.on, last);
        }
        let refused = self.model.refused(&case);
        if !refused.is_empty() {
            let said = refused.iter().map(|(_, why)| why);
            return Err(Bilingual::new(
                said.clone().map(|it| it.zh.as_str()).collect::<String>(),
                said.map(|it| it.en.as_str()).collect::<Vec<_>>().join(" "),
            ));
        }
        Ok(self.model.decide(self.decision, &case))
    }
}

/// Says that a model is wrong; what is not wrong with it runs all the same.
fn warn(model: &Model, path: &Path) {
    let (errors, _) = model::counted(model.diagnostics.iter());
    if errors > 0 {
        let path = path.display();
        eprintln!(
            "youwei: 模型有 {errors} 处错误，涉及的结果会是空值；请运行 youwei check {path} 查看。"
        );
        eprintln!(
            "youwei: The model has {errors} errors, and what they touch will be null; run youwei check {path} to see them."
        );
    }
}

fn decision(model: &Model, name: &str) -> Result<usize, Failure> {
    let name = name.trim();
    let found = model.node(name);
    let decided = |at: &usize| model.nodes().get(*at).is_some_and(|it| it.is_decision());
    found.filter(decided).ok_or_else(|| {
        let names: Vec<&str> = model.decisions().map(|it| &**it).collect();
        Failure::bad_input(Bilingual::new(
            format!(
                "模型没有名为“{name}”的决策；可选的有：{}。",
                names.join("、")
            ),
            format!(
                "The model has no decision “{name}”; choose one of: {}.",
                names.join(", ")
            ),
        ))
    })
}

fn day(text: &str) -> Result<Date, Failure> {
    Date::parse(text.trim()).map_err(|fault| {
        let said = fault.sentence();
        Failure::bad_input(Bilingual::new(
            format!("--on“{text}”{}请写成 2026-07-01 的样子。", said.zh),
            format!("--on “{text}” {} Write it as 2026-07-01.", said.en),
        ))
    })
}

fn now() -> Option<DateTime> {
    let now = Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    DateTime::parse(&now).ok()
}

/// The rows and how many bytes they have, if that is known.
fn open(path: &Path) -> Result<(Box<dyn Read>, u64), Failure> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin().lock()), 0));
    }
    let failed = |error: io::Error| Failure::unreadable_file(path, &error);
    let file = File::open(path).map_err(failed)?;
    let about = file.metadata().map_err(failed)?;
    if about.is_dir() {
        return Err(failed(io::ErrorKind::IsADirectory.into()));
    }
    Ok((Box::new(file), about.len()))
}

/// A source that tells how many bytes were read of it.
struct Counted<'a> {
    source: Box<dyn Read>,
    done: &'a Cell<u64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(into)?;
        self.done.set(self.done.get() + read as u64);
        Ok(read)
    }
}
