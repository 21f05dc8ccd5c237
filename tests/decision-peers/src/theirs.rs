//! What the other engine makes of an expression.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dsntk_feel::FeelScope;
use dsntk_feel::values::Value;
use youwei_decision::number::Number;

use crate::Outcome;

/// What an expression without free names is worth.
#[must_use]
pub fn decide(text: &str) -> Outcome {
    let work = || {
        let scope = FeelScope::default();
        match dsntk_feel_parser::parse_expression(&scope, text, false) {
            Ok(tree) => Outcome::Value(plain(&dsntk_feel_evaluator::evaluate(&scope, &tree))),
            Err(why) => Outcome::Unread(why.to_string()),
        }
    };
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Outcome::Panic)
}

/// A value in the form that is compared.
#[must_use]
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null(_) => "null".into(),
        Value::Boolean(it) => format!("boolean {it}"),
        Value::Number(it) => {
            let text = it.to_string();
            let number = text.parse::<Number>();
            number.map_or(text, |it| it.canonical().to_string())
        }
        Value::String(it) => format!("{it:?}"),
        Value::Date(it) => format!("date {it}"),
        Value::Time(it) => format!("time {it}"),
        Value::DateTime(it) => format!("date and time {it}"),
        Value::DaysAndTimeDuration(it) => format!("days and time duration {it}"),
        Value::YearsAndMonthsDuration(it) => format!("years and months duration {it}"),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(plain).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Context(entries) => {
            let entries = entries.iter();
            context(
                entries
                    .map(|(name, it)| (name.to_string(), plain(it)))
                    .collect(),
            )
        }
        Value::Range(start, start_type, end, end_type) => {
            let text = |it: &Value| match it.is_null() {
                true => String::new(),
                false => plain(it),
            };
            range(
                &text(start),
                start_type.closed(),
                &text(end),
                end_type.closed(),
            )
        }
        Value::FunctionDefinition(..) | Value::BuiltInFunction(_) => "function".into(),
        other => format!("? {other}"),
    }
}

/// Entries by name, as their order does not matter.
pub(crate) fn context(mut entries: Vec<(String, String)>) -> String {
    entries.sort();
    let entries: Vec<String> = entries
        .iter()
        .map(|(name, value)| format!("{name:?}: {value}"))
        .collect();
    format!("{{{}}}", entries.join(", "))
}

/// An end without bound is open, however it is written.
pub(crate) fn range(start: &str, start_included: bool, end: &str, end_included: bool) -> String {
    format!(
        "{}{start}..{end}{}",
        if start_included && !start.is_empty() {
            '['
        } else {
            '('
        },
        if end_included && !end.is_empty() {
            ']'
        } else {
            ')'
        }
    )
}
