//! What is wrong with a model, said as a good compiler says it: where, what, and what to
//! write instead.

mod render;

use std::fmt;
use std::sync::Arc;

use youwei_base::Bilingual;

use crate::dmn::raw::Place;

/// Something that is wrong with a model, or worth knowing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What kind of thing it is: lower-case words with hyphens, never changed once given.
    pub code: &'static str,
    /// What is wrong, as a sentence.
    pub message: Bilingual,
    /// The file.
    pub file: Arc<str>,
    /// The id of the nearest element that has one.
    pub element: Option<Arc<str>>,
    /// The name of the nearest element that has one.
    pub element_name: Option<Arc<str>>,
    /// Where; line 0 is the file as a whole.
    pub place: Place,
    /// What else is to be known, a sentence each.
    pub notes: Vec<Bilingual>,
    /// What to write.
    pub help: Option<Bilingual>,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The model cannot be relied on.
    Error,
    /// The model runs, and likely not as it was meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl Diagnostic {
    /// A diagnostic of a place in a file.
    #[must_use]
    pub fn new(
        severity: Severity,
        code: &'static str,
        file: &Arc<str>,
        place: Place,
        message: Bilingual,
    ) -> Diagnostic {
        Diagnostic {
            severity,
            code,
            message,
            file: file.clone(),
            element: None,
            element_name: None,
            place,
            notes: Vec::new(),
            help: None,
        }
    }

    /// With the id and the name of the element it stands in.
    #[must_use]
    pub fn of(mut self, id: Option<&Arc<str>>, name: Option<&Arc<str>>) -> Diagnostic {
        self.element = id.cloned();
        self.element_name = name.cloned();
        self
    }

    /// With something else to know.
    #[must_use]
    pub fn note(mut self, note: Bilingual) -> Diagnostic {
        self.notes.push(note);
        self
    }

    /// With what to write.
    #[must_use]
    pub fn help(mut self, help: Bilingual) -> Diagnostic {
        self.help = Some(help);
        self
    }
}

/// Puts diagnostics in order: by file and place, at the same place the worse first.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|one, other| {
        let file = one.file.cmp(&other.file);
        let place = file.then_with(|| one.place.cmp(&other.place));
        place
            .then_with(|| one.severity.cmp(&other.severity))
            .then_with(|| one.code.cmp(other.code))
    });
}

impl fmt::Display for Diagnostic {
    /// One line, without the words of the file.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.file, self.place, self.message)
    }
}
