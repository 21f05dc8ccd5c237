//! Small models of every version and every kind of expression; what is wrong, and where.

mod expressions;
mod faults;
mod hostile;
mod models;
mod places;

use super::read;
use crate::diagnostic::{Diagnostic, Severity};
use crate::dmn::raw::{Boxed, Decision, Definitions, Version};

/// A model with this inside.
fn model(body: &str) -> String {
    format!(
        "<definitions xmlns=\"{}\" name=\"m\" namespace=\"urn:m\">{body}</definitions>",
        Version::V1_5.namespace()
    )
}

/// What is read from a text that is a model, and what is wrong with it.
fn take(text: &str) -> (Definitions, Vec<Diagnostic>) {
    read(text.as_bytes(), "m.dmn").unwrap()
}

/// What is read from a model that nothing is wrong with.
fn clean(body: &str) -> Definitions {
    let (model, found) = take(&model(body));
    assert_eq!(found, [], "{body}");
    model
}

/// The expression of the one decision of a model that nothing is wrong with.
fn boxed(expression: &str) -> Boxed {
    let model = clean(&format!("<decision name=\"d\">{expression}</decision>"));
    let [Decision { expression, .. }] = model.decisions.try_into().unwrap();
    expression.unwrap()
}

/// The codes of what is wrong with a model, with the words at fault.
fn faults(body: &str) -> Vec<(Severity, &'static str, String)> {
    let text = model(body);
    let (_, found) = take(&text);
    let words = |found: &Diagnostic| {
        let line = text.lines().nth(found.place.line as usize - 1).unwrap();
        let from = line.chars().skip(found.place.column as usize - 1);
        from.take(found.place.length as usize).collect()
    };
    found
        .iter()
        .map(|found| (found.severity, found.code, words(found)))
        .collect()
}
