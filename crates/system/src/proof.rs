//! What can be proved of declared systems before anybody works with them.
//!
//! The reader refuses what cannot mean anything; here stands what can be read and cannot
//! work: a stage that nobody comes to, a clock that nobody can stop, a field that nothing
//! fills, a metric that no measure reads, a guard that is never true. Nothing is run; every
//! sentence holds for all records there will ever be.

mod clocks;
mod cycle;
mod evidence;
mod filled;
mod guards;
mod measured;
mod notices;
mod open;
mod rights;

use std::collections::BTreeSet;
use std::sync::Arc;

use youwei_base::Bilingual;
use youwei_decision::diagnostic::{self, Diagnostic, Severity};
use youwei_decision::dmn::raw::Place;
use youwei_decision::span::Span;

use crate::city::City;
use crate::declaration::{Action, ActionAt, StageAt, System};
use crate::formula::Formula;
use crate::read::page::{Page, bytes};

/// A metric that a measure reads.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The measure's id.
    pub measure: Arc<str>,
    /// The metric's id.
    pub metric: Arc<str>,
    /// The labels that it looks at or is broken down by; `area`, which every fact of a
    /// system with a place has, is none.
    pub labels: Vec<Arc<str>>,
    /// The file that declares the measure.
    pub file: Arc<str>,
    /// Where in it.
    pub place: Place,
}

/// What is wrong or odd with systems that read well. `city` tells who exists; without it
/// nothing is said of people. `measured` is what all measures of the city read. `text` has
/// the text of a system's declaration, for the places.
#[must_use]
pub fn check<'t>(
    systems: &[&System],
    city: Option<&City>,
    measured: &[Measured],
    text: impl Fn(&System) -> &'t str,
) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    for system in systems {
        let mut proof = Proof::new(system, text(system));
        cycle::check(&mut proof);
        clocks::check(&mut proof);
        evidence::check(&mut proof);
        filled::check(&mut proof);
        guards::check(&mut proof);
        notices::check(&mut proof);
        open::check(&mut proof, systems);
        measured::stated(&mut proof, measured);
        if let Some(city) = city {
            rights::check(&mut proof, city);
        }
        said.extend(proof.page.document.faults);
    }
    measured::unstated(systems, measured, &mut said);
    measured::labelled(systems, measured, &mut said);
    diagnostic::sort(&mut said);
    said.dedup();
    said
}

/// A system that is looked at.
struct Proof<'a> {
    system: &'a System,
    page: Page<'a>,
    /// The stages that a record can come to.
    reached: BTreeSet<StageAt>,
}

impl<'a> Proof<'a> {
    fn new(system: &'a System, text: &'a str) -> Proof<'a> {
        Proof {
            system,
            page: Page::read(text, &system.file).0,
            reached: cycle::reached(system),
        }
    }

    /// Notes what cannot work, and what to write.
    fn wrong(&mut self, code: &'static str, at: Span, message: Bilingual, help: Bilingual) {
        self.page
            .grave(Severity::Error, code, bytes(at), message, help);
    }

    /// Notes what is likely not meant.
    fn odd(&mut self, code: &'static str, at: Span, message: Bilingual, help: Bilingual) {
        self.page
            .grave(Severity::Warning, code, bytes(at), message, help);
    }

    /// Where a formula stands that belongs to what is declared here.
    fn formula(&self, of: Span, formula: &Formula) -> Span {
        let start = usize::try_from(of.start).unwrap_or(0);
        let text = self.page.text();
        let rest = text.get(start..).unwrap_or("");
        let escaped = formula.text.replace('\\', "\\\\").replace('"', "\\\"");
        let forms = [escaped.as_str(), &formula.text];
        let found = forms
            .into_iter()
            .find_map(|it| rest.find(it).map(|at| (start + at, it.len())));
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        found.map_or(of, |(at, long)| Span {
            start: number(at),
            end: number(at + long),
        })
    }

    /// The actions that people take in the life cycle, without those about notices, which
    /// come by themselves and can be taken in every stage.
    fn actions(&self) -> impl Iterator<Item = (ActionAt, &'a Action)> + use<'a> {
        let system = self.system;
        let all = system.actions.iter().enumerate();
        all.filter(move |(at, _)| {
            !system
                .notices
                .iter()
                .any(|it| it.object == *at || it.answer == *at)
        })
    }

    /// Whether an action can ever be taken, as far as stages go.
    fn possible(&self, at: ActionAt) -> bool {
        let action = self.system.actions.get(at);
        action.is_some_and(|it| {
            it.from.is_empty() || it.from.iter().any(|it| self.reached.contains(it))
        })
    }
}

/// The stages that an action leaves the record in.
fn results(action: &Action) -> Vec<StageAt> {
    match action.to {
        Some(to) => vec![to],
        None => action.from.clone(),
    }
}
