//! Answers as they are printed: for people, as CSV, as JSON.

use std::io::{self, BufWriter, Stdout, Write};

use serde_json::Value as Json;
use youwei_base::Bilingual;
use youwei_decision::model::Answer;
use youwei_decision::types::Type;
use youwei_decision::value::json::to_json_text;
use youwei_decision::value::{Name, Value};

use crate::decide::rows::Row;
use crate::decide::{Deciding, Format};
use crate::failure::Failure;
use crate::file;

/// Where answers go.
pub struct Output {
    out: Sink,
    trace: bool,
    /// The columns of CSV: the entries of the answer, or only the answer.
    entries: Option<Vec<Name>>,
}

enum Sink {
    Text(BufWriter<Stdout>),
    Json(BufWriter<Stdout>),
    Csv(Box<csv::Writer<Stdout>>),
}

impl Output {
    /// Begins; CSV with its first line.
    pub fn new(format: Format, deciding: &Deciding<'_>) -> Result<Output, Failure> {
        let node = deciding.model.nodes().get(deciding.decision);
        let entries = match node.map(|it| &it.of) {
            Some(Type::Context(entries)) => {
                Some(entries.iter().map(|(name, _)| name.clone()).collect())
            }
            _ => None,
        };
        let buffered = || BufWriter::new(io::stdout());
        let out = match format {
            Format::Text => Sink::Text(buffered()),
            Format::Json => Sink::Json(buffered()),
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(io::stdout());
                let own: Vec<Name> = node.map(|it| it.name.clone()).into_iter().collect();
                let names = entries.as_ref().unwrap_or(&own).iter().map(|it| &**it);
                written(csv_io(writer.write_record(
                    ["row"].into_iter().chain(names).chain(["reason"]),
                )))?;
                Sink::Csv(Box::new(writer))
            }
        };
        Ok(Output {
            out,
            trace: deciding.trace,
            entries,
        })
    }

    /// Prints the answer to a row.
    pub fn answer(&mut self, row: u64, answer: &Answer) -> Result<(), Failure> {
        let reasons = answer.value.reasons();
        let trace = self.trace;
        let done = match &mut self.out {
            Sink::Text(out) => text(out, row, answer, &reasons, trace),
            Sink::Json(out) => json(out, row, answer, &reasons, trace),
            Sink::Csv(writer) => {
                let cells = match &self.entries {
                    None => vec![cell(&answer.value)],
                    Some(names) => names.iter().map(|it| entry(&answer.value, it)).collect(),
                };
                csv_io(record(writer, row, cells, &joined(&reasons)))
            }
        };
        written(done)
    }

    /// Says what is wrong with a row, on standard error and in its place.
    pub fn fault(&mut self, row: Row, fault: &Bilingual) -> Result<(), Failure> {
        let number = row.number;
        let line = row.line.map_or_else(Default::default, |it| {
            (
                format!("（文件第 {it} 行）"),
                format!(" (line {it} of the file)"),
            )
        });
        let said = Bilingual::new(
            format!("第 {number} 行{}：{}", line.0, fault.zh),
            format!("row {number}{}: {}", line.1, fault.en),
        );
        eprintln!("youwei: {}", file::shown(said.zh.as_bytes()));
        eprintln!("youwei: {}", file::shown(said.en.as_bytes()));
        let done = match &mut self.out {
            Sink::Text(out) => writeln!(out, "{number}  错误 error"),
            Sink::Json(out) => {
                writeln!(out, "{{\"row\":{number},\"error\":{}}}", sentence(fault))
            }
            Sink::Csv(writer) => {
                let count = self.entries.as_ref().map_or(1, Vec::len);
                let cells = vec![String::new(); count];
                csv_io(record(
                    writer,
                    number,
                    cells,
                    &joined(std::slice::from_ref(fault)),
                ))
            }
        };
        written(done)
    }

    /// Ends: what is held back is written.
    pub fn end(&mut self) -> Result<(), Failure> {
        written(match &mut self.out {
            Sink::Text(out) | Sink::Json(out) => out.flush(),
            Sink::Csv(writer) => writer.flush(),
        })
    }
}

fn record(
    writer: &mut csv::Writer<Stdout>,
    row: u64,
    cells: Vec<String>,
    reason: &str,
) -> Result<(), csv::Error> {
    let mut all = vec![row.to_string()];
    all.extend(cells);
    all.push(reason.to_owned());
    writer.write_record(all)
}

fn text(
    out: &mut impl Write,
    row: u64,
    answer: &Answer,
    reasons: &[Bilingual],
    trace: bool,
) -> io::Result<()> {
    match trace {
        true => {
            writeln!(out, "{row}")?;
            answer
                .steps
                .iter()
                .try_for_each(|it| writeln!(out, "{}", it.to_text()))
        }
        false => {
            let shown = file::shown(answer.value.literal().as_bytes());
            match joined(reasons) {
                // That it is unknown is the reason itself.
                reason if matches!(answer.value, Value::Unknown(_)) => {
                    writeln!(out, "{row}  {}", file::shown(reason.as_bytes()))
                }
                reason if reason.is_empty() => writeln!(out, "{row}  {shown}"),
                reason => writeln!(out, "{row}  {shown}  [{}]", file::shown(reason.as_bytes())),
            }
        }
    }
}

fn json(
    out: &mut impl Write,
    row: u64,
    answer: &Answer,
    reasons: &[Bilingual],
    trace: bool,
) -> io::Result<()> {
    write!(
        out,
        "{{\"row\":{row},\"answer\":{}",
        to_json_text(&answer.value)
    )?;
    if !reasons.is_empty() {
        let said: Vec<String> = reasons.iter().map(sentence).collect();
        write!(out, ",\"reasons\":[{}]", said.join(","))?;
    }
    if trace {
        let steps: Vec<String> = answer.steps.iter().map(|it| it.to_json_text()).collect();
        write!(out, ",\"steps\":[{}]", steps.join(","))?;
    }
    writeln!(out, "}}")
}

fn sentence(said: &Bilingual) -> String {
    let (zh, en) = (Json::from(said.zh.as_str()), Json::from(said.en.as_str()));
    format!("{{\"zh\":{zh},\"en\":{en}}}")
}

fn joined(reasons: &[Bilingual]) -> String {
    let said = reasons.iter().map(|it| format!("{} / {}", it.zh, it.en));
    said.collect::<Vec<_>>().join("; ")
}

fn entry(value: &Value, name: &Name) -> String {
    match value {
        Value::Context(entries) => entries.get(name).map(cell).unwrap_or_default(),
        _ => String::new(),
    }
}

/// A value in a cell: what is null or unknown is empty, what has parts is JSON.
fn cell(value: &Value) -> String {
    match value {
        Value::Null(_) | Value::Unknown(_) => String::new(),
        Value::List(_) | Value::Context(_) => to_json_text(value),
        other => other.to_string(),
    }
}

fn csv_io(done: Result<(), csv::Error>) -> io::Result<()> {
    done.map_err(|error| match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    })
}

/// A closed pipe (`| head`) ends the work in peace; anything else is an error.
fn written(done: io::Result<()>) -> Result<(), Failure> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => Err(file::unwritten(&error)),
        Ok(()) => Ok(()),
    }
}
