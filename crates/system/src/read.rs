//! From the text of `system.toml` to a [`System`].
//!
//! All systems of a city are read together, since they refer to each other: first what
//! each of them has, then what they say about it. Everything that is wrong is said at once,
//! each with its line, the words at fault and what to write.

mod action;
mod body;
mod change;
mod clock;
mod compile;
mod computed;
mod fact;
mod feel_type;
mod field;
mod handover;
mod kind;
mod listing;
mod look;
mod lookup;
mod models;
mod notice;
mod outline;
pub(crate) mod page;
mod quoted;
mod reads;
mod samples;

use std::collections::BTreeMap;

use youwei_base::Bilingual;
use youwei_decision::diagnostic::{self, Diagnostic, Severity};
use youwei_decision::parameters::Parameters;
use youwei_decision::span::Span;

use crate::declaration::System;
use page::{Page, bytes};

pub use feel_type::feel_type;

/// The files of a system's folder that say what it is.
#[derive(Debug, Clone, Copy)]
pub struct Source<'t> {
    /// The name of the folder, which is the system's id.
    pub id: &'t str,
    /// The name of `system.toml` in what is said about it.
    pub file: &'t str,
    /// Its text.
    pub text: &'t str,
    /// `parameters.toml`, if there is one.
    pub parameters: Option<File<'t>>,
    /// The city's parameters for this system, if it has some.
    pub overlay: Option<File<'t>>,
}

/// A file.
#[derive(Debug, Clone, Copy)]
pub struct File<'t> {
    /// Its name in what is said about it.
    pub name: &'t str,
    /// Its text.
    pub text: &'t str,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// The systems in which there is no error, in the order of their sources.
    pub systems: Vec<System>,
    /// What is wrong or odd, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads one system that refers to no other.
#[must_use]
pub fn one(id: &str, file: &str, text: &str) -> Reading {
    all(&[Source {
        id,
        file,
        text,
        parameters: None,
        overlay: None,
    }])
}

/// Reads systems that may refer to each other.
#[must_use]
pub fn all(sources: &[Source<'_>]) -> Reading {
    all_with_models(sources, &[])
}

/// As [`all`], with the decision models (`*.dmn`) that lie in the folders of the systems:
/// the system's id and the file, one after the other. Formulas of a system call their
/// decisions by name, with all that a decision rests on by name.
#[must_use]
pub fn all_with_models(sources: &[Source<'_>], models: &[(&str, File<'_>)]) -> Reading {
    let read = sources.iter().map(|it| Page::read(it.text, it.file));
    let (mut pages, tables): (Vec<Page<'_>>, Vec<_>) = read.unzip();
    let mut diagnostics = Vec::new();
    let mut sound = Vec::with_capacity(sources.len());
    let mut outlines = Vec::with_capacity(sources.len());
    for ((source, page), table) in sources.iter().zip(&mut pages).zip(&tables) {
        let before = diagnostics.len();
        let parameters = parameters(source, &mut diagnostics);
        let own = models.iter().filter(|it| it.0 == source.id).map(|it| it.1);
        let models = models::read(own, &mut diagnostics);
        sound.push(without_errors(&diagnostics, before) && table.is_some());
        let table = table.as_ref();
        outlines.push(table.map(|it| outline::read(page, it, source, parameters, models)));
    }
    shared_metrics(&outlines, &mut pages);
    // What cannot be read at all is still there to be linked to.
    let ids: Vec<&str> = sources.iter().map(|it| it.id).collect();
    let mut systems = Vec::with_capacity(sources.len());
    for ((outline, page), sound) in outlines.iter().zip(&mut pages).zip(sound) {
        let Some(outline) = outline else {
            continue;
        };
        let around = lookup::Around {
            ids: &ids,
            outlines: &outlines,
        };
        let system = body::read(page, outline, &around);
        if sound && page.is_sound() {
            systems.push(system);
        }
    }
    diagnostics.extend(pages.into_iter().flat_map(|it| it.document.faults));
    diagnostic::sort(&mut diagnostics);
    diagnostics.dedup();
    Reading {
        systems,
        diagnostics,
    }
}

/// Whether none of the diagnostics from `first` on is an error.
fn without_errors(diagnostics: &[Diagnostic], first: usize) -> bool {
    let mut new = diagnostics.iter().skip(first);
    new.all(|it| it.severity != Severity::Error)
}

/// The parameters of a system, overlaid by the city's.
fn parameters(source: &Source<'_>, said: &mut Vec<Diagnostic>) -> Option<Parameters> {
    let mut read = |file: File<'_>| {
        let parameters = Parameters::read(file.text, file.name);
        let parameters = parameters.map_err(|faults| said.extend(faults)).ok()?;
        if &**parameters.case_date() != "today" {
            let message = Bilingual::new(
                "系统的参数按办理当天取值。",
                "a system's parameters are those of the day of acting.",
            );
            let help = Bilingual::new("写 case_date = \"today\"。", "write case_date = \"today\".");
            let place = Page::read(file.text, file.name).0.document.place(0..9);
            let name = file.name.into();
            let fault = Diagnostic::new(Severity::Error, "case-date", &name, place, message);
            said.push(fault.help(help));
        }
        Some(parameters)
    };
    let ours = source.parameters.and_then(&mut read);
    let theirs = source.overlay.and_then(&mut read);
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => Some(ours.overlaid(theirs)),
        (ours, theirs) => ours.or(theirs),
    }
}

/// Says of metrics that two systems declare.
fn shared_metrics(outlines: &[Option<outline::Outline<'_, '_>>], pages: &mut [Page<'_>]) {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    for (outline, page) in outlines.iter().zip(pages) {
        let Some(system) = outline.as_ref().map(|it| &it.system) else {
            continue;
        };
        for metric in &system.metrics {
            match first.get(&*metric.id) {
                Some(other) => metric_twice(page, &metric.id, other, metric.span),
                None => {
                    first.insert(&metric.id, &system.id);
                }
            }
        }
    }
}

fn metric_twice(page: &mut Page<'_>, id: &str, other: &str, at: Span) {
    let message = Bilingual::new(
        format!("指标“{id}”系统“{other}”已经有了。"),
        format!("the system “{other}” has a metric “{id}” already."),
    );
    let help = Bilingual::new(
        "一个指标只归一个系统；换一个代号。",
        "a metric belongs to one system; take another id.",
    );
    page.say("metric-twice", bytes(at), message, help);
}
