//! What is said of one file while it is compiled.

use std::sync::Arc;

use youwei_base::Bilingual;

use crate::diagnostic::{Diagnostic, Severity};
use crate::dmn::raw::{Definitions, Head, Place, Text};
use crate::resolve::Finding;

/// Collects what is said of one file.
pub(super) struct Reporter<'a> {
    file: Arc<str>,
    element: Option<Arc<str>>,
    name: Option<Arc<str>>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Reporter<'a> {
    pub(super) fn new(file: &Definitions, diagnostics: &'a mut Vec<Diagnostic>) -> Reporter<'a> {
        Reporter {
            file: file.file.clone(),
            element: None,
            name: None,
            diagnostics,
        }
    }

    /// From here on it is about this element.
    pub(super) fn about(&mut self, head: &Head) {
        self.element = head.id.clone();
        self.name = Some(head.name.shared().clone());
    }

    pub(super) fn say(
        &mut self,
        severity: Severity,
        code: &'static str,
        place: Place,
        message: Bilingual,
    ) {
        let mut said = Diagnostic::new(severity, code, &self.file, place, message);
        said = said.of(self.element.as_ref(), self.name.as_ref());
        self.diagnostics.push(said);
    }

    pub(super) fn error(&mut self, code: &'static str, place: Place, message: Bilingual) {
        self.say(Severity::Error, code, place, message);
    }

    /// What to write instead of what was said last.
    pub(super) fn help(&mut self, help: Option<Bilingual>) {
        if let Some(last) = self.diagnostics.last_mut() {
            last.help = help;
        }
    }

    /// What was found in a text.
    pub(super) fn findings(&mut self, findings: Vec<Finding>, text: &Text) {
        for finding in findings {
            let place = text.place(finding.span.start, finding.span.end);
            self.say(finding.severity, finding.code, place, finding.message);
            self.help(finding.help);
        }
    }
}
