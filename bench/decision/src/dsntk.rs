//! dsntk 0.3.0.

use std::sync::Arc;

use dsntk_feel::context::FeelContext;
use dsntk_feel::values::Value;
use dsntk_feel::{FeelNumber, Name};
use dsntk_model_evaluator::ModelEvaluator;

use crate::models::NAMESPACE;
use crate::rows::Person;

/// A model from its text.
pub fn load(text: &str) -> Arc<ModelEvaluator> {
    let definitions = dsntk_model::parse(text).unwrap_or_else(|why| panic!("{why}"));
    ModelEvaluator::new(&[definitions]).unwrap_or_else(|why| panic!("{why}"))
}

/// Decides a case with the decision `D`.
pub fn decide(model: &ModelEvaluator, case: &FeelContext) -> Value {
    model.evaluate_invocable(NAMESPACE, "six", "D", case)
}

/// A person as a case.
pub fn person(person: &Person) -> FeelContext {
    let mut case = FeelContext::default();
    case.set_entry(&Name::from("Age"), number(person.age));
    case.set_entry(&Name::from("Income"), number(person.income));
    case.set_entry(
        &Name::from("Status"),
        Value::String(person.status.to_owned()),
    );
    case
}

/// Numbers as a case.
pub fn numbers(names: &[String], row: &[u64]) -> FeelContext {
    let mut case = FeelContext::default();
    for (name, it) in names.iter().zip(row) {
        case.set_entry(&Name::from(name.as_str()), number(*it));
    }
    case
}

fn number(it: u64) -> Value {
    Value::Number(FeelNumber::from(it))
}

/// The tier of an answer.
pub fn tier(answer: &Value) -> String {
    match answer {
        Value::Context(entries) => match entries.get_entry(&Name::from("Tier")) {
            Some(Value::String(tier)) => tier.clone(),
            _ => "none".into(),
        },
        _ => "none".into(),
    }
}
