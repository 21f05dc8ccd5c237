//! The systems that the city runs: a folder a system, with what it declares, its decision
//! models, its dated parameters, its cases and a page that introduces it.
//!
//! Those of the repository are in the program; others are read from a folder at start.

pub(crate) mod listing;
mod model;
mod names;
mod readme;

use std::path::Path;
use std::sync::Arc;

use youwei_base::Bilingual;
use youwei_decision::cases::{self, WorkedCase};
use youwei_decision::diagnostic::{Diagnostic, Severity};
use youwei_decision::dmn::raw::Definitions;
use youwei_decision::dmn::read::read;
use youwei_decision::parameters::Parameters;
use youwei_system::city::City;
use youwei_system::declaration;
use youwei_system::read::{File, Source};

pub(crate) use model::{Entry, walk};
pub(crate) use names::{Book, Named, Names};

/// A folder in the program: its name, and its files with their names.
type Embedded = (&'static str, &'static [(&'static str, &'static [u8])]);

/// A folder that was read: its name, and its files with their names; those of a folder
/// within are `<folder>/<name>`.
pub(crate) type Folder = (String, Vec<(String, Vec<u8>)>);

include!(concat!(env!("OUT_DIR"), "/systems.rs"));
include!(concat!(env!("OUT_DIR"), "/cities.rs"));

/// No file of a system is larger.
const FILE_BYTES_MAX: u64 = 32 << 20;

/// All systems.
#[derive(Debug)]
pub struct Systems {
    pub(crate) all: Vec<System>,
}

/// A system.
#[derive(Debug)]
pub(crate) struct System {
    /// The name of its folder.
    pub key: String,
    pub title: Bilingual,
    pub intro: Bilingual,
    pub models: Vec<Entry>,
    /// Its parameters, if it has any.
    pub parameters: Option<Parameters>,
    pub cases: Vec<WorkedCase>,
    /// What `system.toml` declares, if it is there and sound.
    pub declared: Option<Arc<declaration::System>>,
    /// What is wrong with what it declares, or odd.
    pub misdeclared: Vec<Diagnostic>,
    /// How its facts become figures: the text of `measures.toml`.
    pub measures: Option<String>,
    /// Its cases in words: the text of `cases.md`.
    pub told: Option<String>,
    /// Its page: the text of `README.md`.
    pub about: String,
    /// What is wrong with files that could not be read at all.
    pub unread: Vec<Diagnostic>,
}

impl Systems {
    /// The systems of a folder: each of its folders is one.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn read(folder: &Path) -> std::io::Result<Systems> {
        Ok(Systems::of(folders_of(folder)?, None))
    }

    /// The systems of these folders, under the parameters of a city.
    pub(crate) fn of(folders: Vec<Folder>, city: Option<&City>) -> Systems {
        let declared = declared(&folders, city);
        let systems = folders
            .into_iter()
            .map(|(key, files)| System::new(key, &files));
        let mut all: Vec<System> = systems.collect();
        for system in &mut all {
            system.declared = declared.systems.iter().find(|it| *it.id == *system.key).cloned();
            let own = format!("{}/", system.key);
            let found = declared.diagnostics.iter().filter(|it| it.file.starts_with(&own));
            system.misdeclared = found.cloned().collect();
        }
        // A folder without a model or a declaration is no system.
        all.retain(|it| it.decides() || it.declared.is_some() || !it.misdeclared.is_empty());
        Systems { all }
    }

    /// Those that are declared, in their order.
    pub(crate) fn declared(&self) -> impl Iterator<Item = &Arc<declaration::System>> {
        self.all.iter().filter_map(|it| it.declared.as_ref())
    }

    /// A system by the name of its folder.
    pub(crate) fn get(&self, key: &str) -> Option<&System> {
        self.all.iter().find(|it| it.key == key)
    }
}

impl System {
    fn new(key: String, files: &[(String, Vec<u8>)]) -> System {
        let text = |name: &str| {
            let (_, bytes) = files.iter().find(|it| it.0 == name)?;
            Some(String::from_utf8_lossy(bytes).into_owned())
        };
        let mut unread = Vec::new();
        let parameters = text("parameters.toml")
            .and_then(|text| kept(Parameters::read(&text, "parameters.toml"), &mut unread));
        let readable: Vec<(Arc<Definitions>, Vec<Diagnostic>)> = files
            .iter()
            .filter(|(name, _)| extension(name) == "dmn")
            .filter_map(|(name, bytes)| match read(bytes, name) {
                Ok((definitions, found)) => Some((Arc::new(definitions), found)),
                Err(found) => {
                    unread.extend(found);
                    None
                }
            })
            .collect();
        let all: Vec<Arc<Definitions>> = readable.iter().map(|it| it.0.clone()).collect();
        let mut models: Vec<Entry> = readable
            .into_iter()
            .map(|(file, found)| Entry::new(file, found, &all))
            .collect();
        let cases =
            text("cases.toml").and_then(|text| kept(cases::read(&text, "cases.toml"), &mut unread));
        let about = text("README.md").unwrap_or_default();
        let (title, intro) = readme::read(&about, &key);
        // In the order in which they are introduced.
        models.sort_by_key(|it| about.find(&*it.file.file).unwrap_or(usize::MAX));
        System {
            key,
            title,
            intro,
            models,
            parameters,
            cases: cases.unwrap_or_default(),
            declared: None,
            misdeclared: Vec::new(),
            measures: text("measures.toml"),
            told: text("cases.md"),
            about,
            unread,
        }
    }

    /// A model by the name of its file, without `.dmn`.
    pub fn model(&self, key: &str) -> Option<&Entry> {
        self.models.iter().find(|it| it.key == key)
    }

    /// Whether it has decision models.
    pub fn decides(&self) -> bool {
        !self.models.is_empty() || !self.unread.is_empty()
    }

    /// Whether an input is a dated parameter.
    pub fn is_parameter(&self, name: &str) -> bool {
        let parameters = self.parameters.as_ref();
        parameters.is_some_and(|it| it.all().iter().any(|it| &*it.name == name))
    }
}

/// What the folders declare, all read together since they refer to each other.
struct Declared {
    systems: Vec<Arc<declaration::System>>,
    diagnostics: Vec<Diagnostic>,
}

fn declared(folders: &[Folder], city: Option<&City>) -> Declared {
    /// The texts of a folder, with their names in what is said about them.
    struct Texts {
        key: String,
        system: (String, String),
        parameters: Option<(String, String)>,
        overlay: Option<(String, String)>,
    }
    let texts: Vec<Texts> = folders
        .iter()
        .filter_map(|(key, files)| {
            let text = |name: &str| {
                let (_, bytes) = files.iter().find(|it| it.0 == name)?;
                Some((format!("{key}/{name}"), String::from_utf8_lossy(bytes).into_owned()))
            };
            let own = city.and_then(|it| it.parameters.get(key.as_str()));
            Some(Texts {
                key: key.clone(),
                system: text("system.toml")?,
                parameters: text("parameters.toml"),
                overlay: own.map(|it| (format!("{key}/{}", it.file), it.text.to_string())),
            })
        })
        .collect();
    fn file(it: &(String, String)) -> File<'_> {
        File { name: &it.0, text: &it.1 }
    }
    let sources: Vec<Source<'_>> = texts
        .iter()
        .map(|it| Source {
            id: &it.key,
            file: &it.system.0,
            text: &it.system.1,
            parameters: it.parameters.as_ref().map(file),
            overlay: it.overlay.as_ref().map(file),
        })
        .collect();
    let reading = youwei_system::read::all(&sources);
    Declared {
        systems: reading.systems.into_iter().map(Arc::new).collect(),
        diagnostics: reading.diagnostics,
    }
}

/// The systems' folders that are in the program.
pub(crate) fn built_in() -> Vec<Folder> {
    let folders = BUILT_IN.iter().map(|(name, files)| {
        let files = files
            .iter()
            .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()));
        ((*name).to_owned(), files.collect())
    });
    folders.collect()
}

/// The folders of a folder.
pub(crate) fn folders_of(folder: &Path) -> std::io::Result<Vec<Folder>> {
    let mut folders = Vec::new();
    for path in listed(folder)? {
        if path.is_dir() {
            folders.push((name_of(&path), files_of(&path)?));
        }
    }
    Ok(folders)
}

/// The files of a folder that say something, and those of the folders in it.
pub(crate) fn files_of(folder: &Path) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for path in listed(folder)? {
        if path.is_dir() {
            for file in listed(&path)? {
                let name = format!("{}/{}", name_of(&path), name_of(&file));
                take_file(&file, name, &mut files)?;
            }
        } else {
            take_file(&path, name_of(&path), &mut files)?;
        }
    }
    Ok(files)
}

fn take_file(file: &Path, name: String, files: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    let wanted = matches!(extension(&name), "dmn" | "toml" | "md");
    if wanted && file.is_file() && file.metadata()?.len() <= FILE_BYTES_MAX {
        files.push((name, std::fs::read(file)?));
    }
    Ok(())
}

/// How many errors and how many warnings.
pub(crate) fn counts<'a>(found: impl IntoIterator<Item = &'a Diagnostic>) -> (usize, usize) {
    found
        .into_iter()
        .fold((0, 0), |(errors, warnings), it| match it.severity {
            Severity::Error => (errors + 1, warnings),
            Severity::Warning => (errors, warnings + 1),
            Severity::Note => (errors, warnings),
        })
}

/// What was read; what is wrong with it goes to the others.
fn kept<T>(read: Result<T, Vec<Diagnostic>>, unread: &mut Vec<Diagnostic>) -> Option<T> {
    read.map_err(|found| unread.extend(found)).ok()
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn listed(folder: &Path) -> std::io::Result<Vec<std::path::PathBuf>> {
    let entries = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = entries.collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
