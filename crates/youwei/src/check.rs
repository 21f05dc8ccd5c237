//! `youwei check`: says what is wrong with decision models and declared systems, as a
//! compiler does, and runs the cases beside them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;
use serde_json::json;
use youwei_base::Bilingual;
use youwei_decision::cases;
use youwei_decision::diagnostic::{Diagnostic, Severity};
use youwei_decision::dmn::raw::{Definitions, Place};
use youwei_decision::model::Model;
use youwei_decision::parameters::Parameters;
use youwei_web::{Folder, House, NoHouse};

use crate::failure::Failure;
use crate::model::{self, Source};
use crate::{file, house, rehearse};

/// The file that declares a system.
const DECLARATION: &str = "system.toml";

/// The file of worked cases beside models.
const CASES: &str = "cases.toml";

/// The code of a table that says nothing of some of what may be given.
const GAP: &str = "rules-gap";

/// How deep folders are looked into.
const DEPTH_MAX: usize = 16;

/// The arguments of `youwei check`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The models: .dmn files, or folders with all that lies in them. Of a folder the
    /// dated parameters (parameters.toml), the worked cases (cases.toml), declared systems
    /// (system.toml) and their examples (cases.md) count too.
    #[arg(required_unless_present = "city")]
    paths: Vec<PathBuf>,
    /// The city that runs the declared systems (system.toml): its folder, or the id of one
    /// in the program. Named alone, it is checked with the systems in the program.
    #[arg(long, value_name = "DIR|ID")]
    city: Option<PathBuf>,
    /// How to print: for people, or JSON (one object a line).
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// What was looked at and found so far.
struct Found {
    format: Format,
    systems: usize,
    models: usize,
    cases: usize,
    errors: usize,
    warnings: usize,
}

/// Checks all models and prints what is found.
///
/// # Errors
/// A model has errors, or a file cannot be read.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut found = Found {
        format: arguments.format,
        systems: 0,
        models: 0,
        cases: 0,
        errors: 0,
        warnings: 0,
    };
    for path in &arguments.paths {
        match path.is_dir() {
            true => found.folder(path, DEPTH_MAX)?,
            false => {
                let sources = sources(model::folder(path), Some(path))?;
                found.model(path, &sources)?;
            }
        }
    }
    found.declared(arguments)?;
    found.sum()
}

/// The folders among these, and in them, that declare systems.
fn folders(paths: &[PathBuf]) -> Result<Vec<Folder>, Failure> {
    let failed = |(at, error): (PathBuf, std::io::Error)| Failure::unreadable_file(&at, &error);
    let mut all = Vec::new();
    for path in paths.iter().filter(|it| it.is_dir()) {
        match path.join(DECLARATION).is_file() {
            true => all.push(Folder::read(path).map_err(failed)?),
            false => {
                let inner = Folder::read_all(path).map_err(failed)?;
                all.extend(
                    inner
                        .into_iter()
                        .filter(|it| it.text(DECLARATION).is_some()),
                );
            }
        }
    }
    Ok(all)
}

/// The models of a folder, read; the one asked for must open, and comes even if its name
/// is another.
fn sources(folder: &Path, asked: Option<&Path>) -> Result<Vec<Source>, Failure> {
    let mut all = Vec::new();
    if let Some(path) = asked {
        all.push(Source::open(path)?);
        // The neighbours count only for what is imported.
        let imports = |it: &Source| {
            it.definitions
                .as_ref()
                .is_some_and(|it| !it.imports.is_empty())
        };
        if !all.iter().any(imports) {
            return Ok(all);
        }
    }
    for path in model::beside(folder)? {
        if all.iter().all(|it| it.path.file_name() != path.file_name()) {
            all.push(Source::open(&path)?);
        }
    }
    Ok(all)
}

impl Found {
    /// All models of a folder and of those in it, with parameters and cases.
    fn folder(&mut self, folder: &Path, depth: usize) -> Result<(), Failure> {
        let failed = |error: std::io::Error| Failure::unreadable_file(folder, &error);
        let sources = sources(folder, None)?;
        let mut compiled = Vec::new();
        for source in &sources {
            let model = self.model(&source.path, &sources)?;
            let name = source.path.file_name().unwrap_or_default();
            compiled.extend(model.map(|model| (name.to_owned(), model)));
        }
        let parameters = self.read(&folder.join(model::PARAMETERS), Parameters::read)?;
        // Those of a declared system are read by its formulas.
        let declared = folder.join(DECLARATION).is_file();
        if let (Some(parameters), false) = (&parameters, declared) {
            self.unused(parameters, folder, &compiled)?;
        }
        if let Some(cases) = self.read(&folder.join(CASES), cases::read)? {
            self.cases += cases.len();
            for case in cases {
                let model = compiled
                    .iter()
                    .find(|(name, _)| name.to_str() == Some(&*case.model));
                let judged = match model {
                    Some((_, model)) => case.judge(model, parameters.as_ref()),
                    None => Err(Bilingual::new(
                        format!("没有模型文件 {}。", case.model),
                        format!("there is no model {}.", case.model),
                    )),
                };
                if let Err(said) = judged {
                    let path: Arc<str> = folder.join(CASES).display().to_string().into();
                    let message = Bilingual::new(
                        format!("算例“{}”：{}", case.name.zh, said.zh),
                        format!("the case “{}”: {}", case.name.en, said.en),
                    );
                    let found =
                        Diagnostic::new(Severity::Error, "case", &path, case.place, message).help(
                            Bilingual::new(
                                "核对出处：算例错了改算例，规则错了改模型。",
                                "look at the source: correct the case, or the rules in the model.",
                            ),
                        );
                    self.say(&found, &found.render(""))?;
                }
            }
        }
        if depth == 0 {
            return Ok(());
        }
        let mut inner = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            // A link to a folder may lead back to where it lies.
            if entry.file_type().map_err(failed)?.is_dir() {
                inner.push(entry.path());
            }
        }
        inner.sort();
        inner.iter().try_for_each(|it| self.folder(it, depth - 1))
    }

    /// Says which parameters are inputs of no model: their names may be misspelt.
    fn unused(
        &mut self,
        parameters: &Parameters,
        folder: &Path,
        models: &[(OsString, Model)],
    ) -> Result<(), Failure> {
        let path: Arc<str> = folder.join(model::PARAMETERS).display().to_string().into();
        for parameter in parameters.all() {
            let name = &parameter.name;
            let mut nodes = models.iter().flat_map(|(_, model)| model.nodes());
            if nodes.any(|node| node.name == *name && !node.is_decision()) {
                continue;
            }
            let message = Bilingual::new(
                format!("参数“{name}”不是任何模型的输入。"),
                format!("the parameter “{name}” is no input of any model."),
            );
            let help = Bilingual::new(
                "写成模型里输入的名称；不用了就删去。",
                "write the name of an input of a model, or take it out.",
            );
            let whole = Place::default();
            let found =
                Diagnostic::new(Severity::Warning, "unused-parameter", &path, whole, message)
                    .help(help);
            self.say(&found, &found.render(""))?;
        }
        Ok(())
    }

    /// A file of parameters or cases, if it is there and right.
    fn read<T>(
        &mut self,
        path: &Path,
        read: impl Fn(&str, &str) -> Result<T, Vec<Diagnostic>>,
    ) -> Result<Option<T>, Failure> {
        if !path.is_file() {
            return Ok(None);
        }
        let text = model::text(path)?;
        match read(&text, &path.display().to_string()) {
            Ok(read) => Ok(Some(read)),
            Err(faults) => {
                for found in faults {
                    self.say(&found, &found.render(&text))?;
                }
                Ok(None)
            }
        }
    }

    /// One model, with what it imports of the others.
    fn model(&mut self, path: &Path, sources: &[Source]) -> Result<Option<Model>, Failure> {
        let Some(main) = sources.iter().find(|it| it.path == path) else {
            return Ok(None);
        };
        self.models += 1;
        for found in &main.faults {
            self.say(found, &main.render(found))?;
        }
        let Some(definitions) = &main.definitions else {
            return Ok(None);
        };
        let others = sources.iter().filter(|it| it.path != path);
        let others = others.filter_map(|it| it.definitions.clone());
        let files: Vec<Arc<Definitions>> =
            [definitions.clone()].into_iter().chain(others).collect();
        let model = Model::new(files);
        // What is wrong with an imported file is said where that file is looked at.
        let own = model
            .diagnostics
            .iter()
            .filter(|it| it.file == definitions.file);
        // What a declared system asks must be answered whatever is given.
        let declared = model::folder(path).join(DECLARATION).is_file();
        for found in own {
            let mut found = found.clone();
            if declared && found.code == GAP {
                found.severity = Severity::Error;
            }
            self.say(&found, &main.render(&found))?;
        }
        Ok(Some(model))
    }

    /// The declared systems of the paths, in their city: what is wrong, what can be proved
    /// of them together, and their examples.
    fn declared(&mut self, arguments: &Arguments) -> Result<(), Failure> {
        let mut folders = folders(&arguments.paths)?;
        if folders.is_empty() && arguments.city.is_none() {
            return Ok(());
        }
        if folders.is_empty() {
            folders = Folder::systems();
            folders.retain(|it| it.text(DECLARATION).is_some());
        }
        self.systems += folders.len();
        let city = arguments.city.as_deref();
        let sample = Path::new(house::SAMPLE);
        let Some(house) = self.house(folders.clone(), city.unwrap_or(sample))? else {
            return Ok(());
        };
        let files = house.sources();
        self.say_all(&house.said, &files)?;
        self.say_all(&house.proved(), &files)?;
        // The examples are about the units and places of the sample's city.
        let rehearsed = match city {
            Some(_) => self.house(folders, sample)?,
            None => Some(house),
        };
        let Some(house) = rehearsed else {
            return Ok(());
        };
        for system in &house.systems {
            let (cases, faults) = rehearse::faults(&house, &system.id);
            self.cases += cases;
            self.say_all(&faults, &files)?;
        }
        Ok(())
    }

    /// What these folders declare, in this city, unless it is wrong.
    fn house(&mut self, folders: Vec<Folder>, city: &Path) -> Result<Option<House>, Failure> {
        match House::of(folders, &house::city(city)?) {
            Ok(house) => Ok(Some(house)),
            Err(NoHouse::Faults { said, files }) => {
                self.say_all(&said, &files)?;
                Ok(None)
            }
            Err(why) => Err(house::refused(&why)),
        }
    }

    fn say_all(&mut self, all: &[Diagnostic], files: &[(String, String)]) -> Result<(), Failure> {
        all.iter()
            .try_for_each(|it| self.say(it, &house::rendered(it, files)))
    }

    fn say(&mut self, found: &Diagnostic, rendered: &str) -> Result<(), Failure> {
        let (errors, warnings) = model::counted(std::iter::once(found));
        self.errors += errors;
        self.warnings += warnings;
        match self.format {
            Format::Text => file::print(&format!("{rendered}\n")),
            Format::Json => file::print(&format!("{}\n", as_json(found))),
        }
    }

    fn sum(&self) -> Result<(), Failure> {
        let Found {
            systems,
            models,
            cases,
            errors,
            warnings,
            ..
        } = self;
        if self.format == Format::Text {
            let ran = match cases {
                0 => (String::new(), String::new()),
                _ => (
                    format!("，算例 {cases} 个"),
                    format!(", {cases} worked cases"),
                ),
            };
            let declared = match systems {
                0 => (String::new(), String::new()),
                _ => (
                    format!("{systems} 个系统、"),
                    format!("{systems} systems and "),
                ),
            };
            file::say(
                &format!(
                    "检查了 {}{models} 个模型{}：错误 {errors}，警告 {warnings}。",
                    declared.0, ran.0
                ),
                &format!(
                    "Checked {}{models} models{}: {errors} errors, {warnings} warnings.",
                    declared.1, ran.1
                ),
            )?;
        }
        match (systems + models, errors) {
            (0, _) => Err(Failure::bad_input(Bilingual::new(
                "没有找到 .dmn 文件，也没有声明的系统（system.toml）；请给出模型文件，或系统所在的文件夹。",
                "No .dmn files and no declared systems (system.toml) were found; name a model, or the folder of systems.",
            ))),
            (_, 0) => Ok(()),
            _ => Err(Failure::broken(Bilingual::new(
                format!("共有 {errors} 处错误，见上；请改正后再检查。"),
                format!("There are {errors} errors, see above; correct them and check again."),
            ))),
        }
    }
}

fn as_json(found: &Diagnostic) -> serde_json::Value {
    let severity = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let both = |it: &Bilingual| json!({ "zh": it.zh, "en": it.en });
    json!({
        "severity": severity,
        "code": found.code,
        "message": both(&found.message),
        "file": &*found.file,
        "line": found.place.line,
        "column": found.place.column,
        "length": found.place.length,
        "element": found.element.as_deref(),
        "name": found.element_name.as_deref(),
        "notes": found.notes.iter().map(both).collect::<Vec<_>>(),
        "help": found.help.as_ref().map(both),
    })
}
