//! Worked cases of a policy: what is given, and what has to come out.
//!
//! ```toml
//! [[case]]
//! name = { zh = "三口之家", en = "A family of three" }
//! model = "tiers.dmn"
//! decision = "低保金月额"
//! on = 2026-05-20
//! expected = 806
//! source = "示例条款第三条"
//! [case.input]
//! "月收入" = "1894.00"
//! ```
//!
//! A number with a fraction is a decimal in quotes. `expected_feel` is for what TOML cannot
//! say, such as null; `expected_unknown` names the inputs for want of which nothing can be
//! said; `why` is a remark.

mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value as Json};
use youwei_base::Bilingual;

use crate::diagnostic::Diagnostic;
use crate::dmn::raw::Place;
use crate::model::{Case, Model};
use crate::parameters::Parameters;
use crate::temporal::Date;
use crate::value::json::from_json;
use crate::value::{Name, Value, same};

/// A worked case.
#[derive(Debug, Clone)]
pub struct WorkedCase {
    /// What it is about.
    pub name: Bilingual,
    /// The file of the model, by its name.
    pub model: Arc<str>,
    /// The decision that is asked for.
    pub decision: Name,
    /// The day of the case.
    pub on: Option<Date>,
    /// What is given, by the names of inputs.
    pub input: Map<String, Json>,
    /// What has to come out.
    pub expected: Expected,
    /// Where that is laid down.
    pub source: Arc<str>,
    /// A remark.
    pub why: Option<Arc<str>>,
    /// Where the case stands in its file.
    pub place: Place,
}

/// What has to come out.
#[derive(Debug, Clone)]
pub enum Expected {
    /// A value, to be read as the decision is declared.
    Json(Json),
    /// A value.
    Value(Value),
    /// Nothing can be said, for want of just these inputs.
    Unknown(BTreeSet<Name>),
}

/// Reads a file of cases; `file` is its name in what is said about it.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(text: &str, file: &str) -> Result<Vec<WorkedCase>, Vec<Diagnostic>> {
    read::read(text, file)
}

impl WorkedCase {
    /// The case as it is decided: what is given, with the parameters of its day; what is
    /// not given makes unknown what depends on it.
    ///
    /// # Errors
    /// The input is not what the model takes.
    pub fn case(&self, model: &Model, parameters: Option<&Parameters>) -> Result<Case, Bilingual> {
        let mut case = Case {
            given: model.given(&self.input)?,
            third_answer: true,
            ..Case::default()
        };
        if let Some(parameters) = parameters {
            case.date(parameters, self.on);
        }
        Ok(case)
    }

    /// Judges a model by this case.
    ///
    /// # Errors
    /// What came out instead of what was expected, and why; or an input that its declared
    /// type does not allow, unless that is what the case is about and null is expected.
    pub fn judge(&self, model: &Model, parameters: Option<&Parameters>) -> Result<(), Bilingual> {
        let name = &self.decision;
        let found = model
            .node(name)
            .and_then(|at| Some((at, model.nodes().get(at)?)));
        let Some((decision, node)) = found else {
            let names: Vec<&str> = model.decisions().map(|it| &**it).collect();
            return Err(Bilingual::new(
                format!(
                    "模型没有名为“{name}”的决策；可写的有：{}。",
                    names.join("、")
                ),
                format!(
                    "the model has no decision “{name}”; write one of: {}.",
                    names.join(", ")
                ),
            ));
        };
        let case = self.case(model, parameters)?;
        // A slip of the pen would pass where a table does not look at the input.
        let expects_null = matches!(&self.expected, Expected::Value(Value::Null(_)));
        if let Some((_, why)) = model.refused(&case).into_iter().next()
            && !expects_null
        {
            return Err(why);
        }
        let value = model.decide(decision, &case).value;
        let (right, expected) = match &self.expected {
            Expected::Unknown(names) => {
                let missing = value.missing();
                let right = missing.is_some_and(|it| *it.0 == *names);
                let names: Vec<&str> = names.iter().map(|it| &**it).collect();
                (right, format!("unknown({})", names.join(", ")))
            }
            Expected::Value(expected) => (same(expected, &value), expected.literal()),
            Expected::Json(json) => {
                let expected = from_json(json, &node.of)?;
                (same(&expected, &value), expected.literal())
            }
        };
        if right {
            return Ok(());
        }
        let why = value.reasons();
        let zh: String = why.iter().map(|it| it.zh.as_str()).collect();
        let en: Vec<&str> = why.iter().map(|it| it.en.as_str()).collect();
        let found = value.literal();
        Err(Bilingual::new(
            format!("“{name}”应为 {expected}，实为 {found}。{zh}"),
            format!(
                "“{name}” should be {expected} and is {found}. {}",
                en.join(" ")
            ),
        ))
    }
}
