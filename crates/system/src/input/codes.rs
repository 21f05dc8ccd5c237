//! Identifiers with a structure of their own.

use youwei_base::{Bilingual, ids};
use youwei_decision::value::Value;

/// An organisation's unified social credit code.
pub(super) fn enterprise(text: &str) -> Result<Value, Bilingual> {
    ids::credit_code::check(text).map(|it| Value::from(it.text.as_str()))
}

/// A citizen's identity number.
pub(super) fn citizen(text: &str) -> Result<Value, Bilingual> {
    ids::citizen::check(text).map(|it| Value::from(it.text.as_str()))
}

/// The national code of an investment project.
pub(super) fn project(text: &str) -> Result<Value, Bilingual> {
    ids::project_code::check(text).map(|it| Value::from(it.text.as_str()))
}

/// The number of a freight container.
pub(super) fn container(text: &str) -> Result<Value, Bilingual> {
    ids::container::check(text).map(|it| Value::from(it.text.as_str()))
}
