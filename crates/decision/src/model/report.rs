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
        help: Bilingual,
    ) {
        let said = Diagnostic::new(severity, code, &self.file, place, message).help(help);
        let said = said.of(self.element.as_ref(), self.name.as_ref());
        self.diagnostics.push(said);
    }

    pub(super) fn error(
        &mut self,
        code: &'static str,
        place: Place,
        message: Bilingual,
        help: Bilingual,
    ) {
        self.say(Severity::Error, code, place, message, help);
    }

    /// What was found at a place.
    pub(super) fn one(&mut self, finding: Finding, place: Place) {
        let Finding {
            severity,
            code,
            message,
            help,
            ..
        } = finding;
        self.say(severity, code, place, message, help);
    }

    /// What was found in a text.
    pub(super) fn findings(&mut self, findings: Vec<Finding>, text: &Text) {
        for finding in findings {
            let place = text.place(finding.span.start, finding.span.end);
            self.one(finding, place);
        }
    }
}
