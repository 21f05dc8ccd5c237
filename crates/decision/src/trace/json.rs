//! A derivation as JSON, for programs.

use serde_json::Value as Json;

use crate::trace::{RuleTrace, Step, StepKind, TableTrace};
use crate::value::json::to_json_text;
use crate::value::{Name, Value};

impl Step {
    /// The step with all its parts, on one line: `kind`, `name`, `element`, `value`, the
    /// sentences of `reasons` where it is null or unknown, what belongs to its kind, and
    /// `parts`.
    #[must_use]
    pub fn to_json_text(&self) -> String {
        let mut out = String::new();
        write(self, &mut out);
        out
    }
}

fn write(step: &Step, out: &mut String) {
    let kind = match &step.kind {
        StepKind::Input => "input",
        StepKind::Parameter { .. } => "parameter",
        StepKind::Decision => "decision",
        StepKind::Again => "again",
        StepKind::Call(_) => "call",
        StepKind::Expression(_) => "expression",
        StepKind::Table(_) => "table",
    };
    out.push('{');
    text(out, "kind", kind);
    text(out, "name", &step.name);
    text(out, "element", &step.element);
    field(out, "value", &to_json_text(&step.value));
    let reasons = step.value.reasons();
    if !reasons.is_empty() {
        let said = reasons.iter().map(|it| {
            let (zh, en) = (Json::from(it.zh.as_str()), Json::from(it.en.as_str()));
            format!("{{\"zh\":{zh},\"en\":{en}}}")
        });
        field(out, "reasons", &list(said));
    }
    match &step.kind {
        StepKind::Parameter { from, unit, source } => {
            text(out, "from", &from.to_string());
            text(out, "unit", unit);
            text(out, "source", source);
        }
        StepKind::Call(arguments) => field(out, "arguments", &named(arguments)),
        StepKind::Expression(written) => text(out, "text", written),
        StepKind::Table(table) => write_table(table, out),
        StepKind::Input | StepKind::Decision | StepKind::Again => {}
    }
    if !step.parts.is_empty() {
        comma(out);
        out.push_str("\"parts\":[");
        for part in &step.parts {
            comma(out);
            write(part, out);
        }
        out.push(']');
    }
    out.push('}');
}

fn write_table(table: &TableTrace, out: &mut String) {
    field(out, "inputs", &named(&table.inputs));
    let fired = table.fired.iter().map(|at| (at + 1).to_string());
    field(out, "fired", &list(fired));
    field(out, "rules", &list(table.rules.iter().map(rule)));
}

fn rule(rule: &RuleTrace) -> String {
    let values = |of: &[Value]| list(of.iter().map(to_json_text));
    let mut out = "{".to_owned();
    text(&mut out, "id", &rule.id);
    field(&mut out, "cells", &values(&rule.cells));
    if !rule.answers.is_empty() {
        field(&mut out, "answers", &values(&rule.answers));
    }
    out.push('}');
    out
}

fn named(values: &[(Name, Value)]) -> String {
    list(values.iter().map(|(name, value)| {
        let name = Json::from(&**name);
        format!("{{\"name\":{name},\"value\":{}}}", to_json_text(value))
    }))
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

fn text(out: &mut String, name: &str, value: &str) {
    field(out, name, &Json::from(value).to_string());
}

fn field(out: &mut String, name: &str, json: &str) {
    comma(out);
    out.push('"');
    out.push_str(name);
    out.push_str("\":");
    out.push_str(json);
}

fn comma(out: &mut String) {
    if !out.ends_with(['{', '[']) {
        out.push(',');
    }
}
