//! The decision models that the city runs: a folder a system, with its models, its dated
//! parameters, its example cases and a page that introduces it.
//!
//! Those of the repository are in the program; others are read from a folder at start.

pub(crate) mod listing;
mod model;
mod names;
mod readme;

use std::sync::{Arc, LazyLock};

use youwei_base::Bilingual;
use youwei_decision::cases::{self, WorkedCase};
use youwei_decision::diagnostic::{Diagnostic, Severity};
use youwei_decision::dmn::raw::Definitions;
use youwei_decision::dmn::read::read;
use youwei_decision::parameters::Parameters;

use crate::folders::{Folder, extension};

pub(crate) use model::{Entry, walk};
pub(crate) use names::{Book, Named, Names};

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
    /// What is wrong with files that could not be read at all.
    pub unread: Vec<Diagnostic>,
}

impl Systems {
    /// The systems that are in the program, compiled when first asked for.
    #[must_use]
    pub fn built_in() -> &'static Systems {
        static COMPILED: LazyLock<Systems> = LazyLock::new(Systems::compiled);
        &COMPILED
    }

    fn compiled() -> Systems {
        Systems::of(&Folder::systems())
    }

    /// The systems of these folders.
    #[must_use]
    pub fn of(folders: &[Folder]) -> Systems {
        let systems = folders
            .iter()
            .map(|it| System::new(it.name.clone(), &it.files));
        // A folder without a model has no decisions to show.
        let some = systems.filter(|it| !it.models.is_empty() || !it.unread.is_empty());
        Systems {
            all: some.collect(),
        }
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
            unread,
        }
    }

    /// A model by the name of its file, without `.dmn`.
    pub fn model(&self, key: &str) -> Option<&Entry> {
        self.models.iter().find(|it| it.key == key)
    }

    /// Whether an input is a dated parameter.
    pub fn is_parameter(&self, name: &str) -> bool {
        let parameters = self.parameters.as_ref();
        parameters.is_some_and(|it| it.all().iter().any(|it| &*it.name == name))
    }
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
