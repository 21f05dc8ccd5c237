//! Cases of the DMN Technology Compatibility Kit: reading its test files and judging a
//! model by them (testCases.xsd of github.com/dmn-tck/tck).

mod expected;
mod read;

use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::{Case, Model};
use crate::temporal::DateTime;
use crate::value::{Name, Value};

pub use read::read;

/// What stands in a test file.
#[derive(Debug, Clone)]
pub struct Tests {
    /// The file of the model, by its name; empty if none was named.
    pub model: String,
    /// The cases.
    pub cases: Vec<TestCase>,
}

/// A case.
#[derive(Debug, Clone)]
pub struct TestCase {
    /// Its id in its file.
    pub id: String,
    /// The knowledge model or service that is called; none where decisions are asked.
    pub invocable: Option<Name>,
    /// What is given: namespace if named, name, value.
    pub given: Vec<(Option<Arc<str>>, Name, Value)>,
    /// What is asked for, and the value expected.
    pub results: Vec<Expected>,
}

/// A result that is expected.
#[derive(Debug, Clone)]
pub struct Expected {
    /// The decision.
    pub name: Name,
    /// Its value.
    pub value: Value,
    /// Whether an error is expected: null is right then.
    pub error: bool,
}

/// What became of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Every result is as expected.
    Passed,
    /// Some are not; which, and how.
    Failed(String),
}

impl TestCase {
    /// Judges a model by this case.
    #[must_use]
    pub fn judge(&self, model: &Model, now: DateTime) -> Outcome {
        let mut case = Case {
            now: Some(now),
            ..Case::default()
        };
        for (namespace, name, value) in &self.given {
            let at = match namespace {
                Some(namespace) => model.node_in(namespace, name),
                None => None,
            };
            match at {
                Some(at) => case.nodes.push((at, value.clone())),
                None => drop(case.given.insert(name.clone(), value.clone())),
            }
        }
        let called = match &self.invocable {
            None => None,
            Some(name) => match model.knowledge(name) {
                Some(at) => Some(model.invoke(at, &case).value),
                None => return Outcome::Failed(format!("nothing is called “{name}”")),
            },
        };
        let mut faults = Vec::new();
        for expected in &self.results {
            let found = match &called {
                // A service of one decision gives its value, of several a context.
                Some(Value::Context(entries)) if entries.contains_key(&expected.name) => {
                    entries.get(&expected.name).cloned()
                }
                Some(value) => Some(value.clone()),
                None => model
                    .node(&expected.name)
                    .map(|at| model.decide(at, &case).value),
            };
            let Some(found) = found else {
                faults.push(format!("nothing is called “{}”", expected.name));
                continue;
            };
            let right = match expected.error {
                true => found.is_null() || expected::same(&expected.value, &found),
                false => expected::same(&expected.value, &found),
            };
            if !right {
                let why = match &found {
                    Value::Null(null) => null
                        .reason()
                        .map(|it| format!(" ({})", it.why.sentence().en))
                        .unwrap_or_default(),
                    _ => String::new(),
                };
                faults.push(format!(
                    "{}: expected {}, found {}{why}",
                    expected.name,
                    expected.value.literal(),
                    found.literal()
                ));
            }
        }
        match faults.is_empty() {
            true => Outcome::Passed,
            false => Outcome::Failed(faults.join("; ")),
        }
    }
}

/// The values of a context, by name.
type Entries = IndexMap<Name, Value>;
