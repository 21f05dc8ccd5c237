//! Our engine.

use std::sync::Arc;

use youwei_decision::dmn::read::read;
use youwei_decision::model::{Case, Model};
use youwei_decision::number::Number;
use youwei_decision::value::Value;

use crate::rows::Person;

/// A model from its text.
pub fn load(text: &str) -> Model {
    match read(text.as_bytes(), "bench.dmn") {
        Ok((definitions, _)) => Model::new(vec![Arc::new(definitions)]),
        Err(why) => panic!("{why:?}"),
    }
}

/// The number of the decision `D`.
pub fn decision(model: &Model) -> usize {
    model.node("D").unwrap_or_else(|| panic!("no decision"))
}

/// A person as a case.
pub fn person(model: &Model, person: &Person) -> Case {
    let values = [
        ("Age", Value::Number(Number::from(person.age))),
        ("Income", Value::Number(Number::from(person.income))),
        ("Status", Value::from(person.status)),
    ];
    given(model, values.into_iter())
}

/// Numbers as a case.
pub fn numbers(model: &Model, names: &[String], row: &[u64]) -> Case {
    let values = row.iter().map(|it| Value::Number(Number::from(*it)));
    given(model, names.iter().map(String::as_str).zip(values))
}

fn given<'a>(model: &Model, values: impl Iterator<Item = (&'a str, Value)>) -> Case {
    Case {
        nodes: values
            .filter_map(|(name, value)| Some((model.node(name)?, value)))
            .collect(),
        ..Case::default()
    }
}

/// The tier of an answer.
pub fn tier(answer: &Value) -> String {
    match answer {
        Value::Context(entries) => entries
            .get("Tier")
            .map_or("none".into(), ToString::to_string),
        _ => "none".into(),
    }
}
