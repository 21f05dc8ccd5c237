//! What our engine makes of an expression.

use std::collections::BTreeSet;

use youwei_decision::limits::Limits;
use youwei_decision::machine::Machine;
use youwei_decision::resolve::{NoTypes, Resolver};
use youwei_decision::value::Value;

use crate::Outcome;

/// What an expression without free names is worth.
#[must_use]
pub fn decide(text: &str) -> Outcome {
    match value(text) {
        Ok(value) => Outcome::Value(plain(&value)),
        Err(why) => Outcome::Unread(why),
    }
}

/// Its value, or why it was not read.
///
/// # Errors
/// It is no expression.
pub fn value(text: &str) -> Result<Value, String> {
    let mut resolver = Resolver::new(&NoTypes, Vec::new(), BTreeSet::new());
    let expr = resolver.text(text);
    if let Some(finding) = resolver.findings().iter().find(|it| it.code == "syntax") {
        return Err(finding.message.en.clone());
    }
    let limits = Limits::default();
    let mut machine = Machine::new(None, &limits);
    Ok(machine.evaluate(&expr, resolver.slots()))
}

/// A value in the form that is compared.
#[must_use]
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null(_) => "null".into(),
        Value::Number(it) => it.canonical().to_string(),
        Value::String(it) => format!("{it:?}"),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(plain).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Context(entries) => {
            let entries = entries
                .iter()
                .map(|(name, it)| (name.to_string(), plain(it)));
            crate::theirs::context(entries.collect())
        }
        Value::Range(range) => {
            let end = |it: &Value| match it.is_null() {
                true => String::new(),
                false => plain(it),
            };
            let (start, last) = (end(&range.start), end(&range.end));
            crate::theirs::range(&start, range.start_included, &last, range.end_included)
        }
        Value::Function(_) => "function".into(),
        other => format!("{} {other}", other.kind()),
    }
}
