//! A decision table, typed (DMN 1.5, clause 8).

pub mod checks;

use std::sync::Arc;

use crate::dmn::raw::{Aggregation, HitPolicy};
use crate::tree::{Expr, Test};
use crate::types::Type;
use crate::value::{Name, Value};

/// A decision table.
#[derive(Debug)]
pub struct Table {
    /// The name of what it decides.
    pub name: Name,
    /// The id of the element it stands in.
    pub element: Arc<str>,
    /// What counts when several rules match.
    pub hit: HitPolicy,
    /// What is made of what a collecting table collects.
    pub aggregation: Option<Aggregation>,
    /// The columns that are looked at.
    pub inputs: Vec<Input>,
    /// The columns that are answered.
    pub outputs: Vec<Output>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// What is wrong with the rules, as far as it can be known beforehand.
    pub faults: checks::Faults,
}

/// A column that is looked at.
#[derive(Debug)]
pub struct Input {
    /// The expression as written, or the label.
    pub name: Name,
    /// What is looked at.
    pub expr: Expr,
    /// Where the tests find it, as `?`.
    pub slot: usize,
    /// The values it may have.
    pub allowed: Option<InputValues>,
    /// The type of what is looked at, as far as declared.
    pub of: Type,
}

/// The values that a column may have (`inputValues`).
#[derive(Debug)]
pub struct InputValues {
    /// The test, about the slot of the column.
    pub test: Test,
    /// As it is written.
    pub text: Arc<str>,
}

/// A column that is answered.
#[derive(Debug)]
pub struct Output {
    /// Its name; none where it is the only one.
    pub name: Option<Name>,
    /// The type of its values.
    pub of: Type,
    /// The values that it may have, the most important first; empty if any.
    pub values: Vec<Value>,
    /// The value if no rule matches.
    pub default: Option<Expr>,
}

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its id, or its number from 1.
    pub id: Arc<str>,
    /// The tests, one for each input.
    pub cells: Vec<Test>,
    /// The answers, one for each output.
    pub answers: Vec<Expr>,
    /// What they make together, if it is known beforehand.
    pub known: Option<Value>,
}

impl Table {
    /// The type of what the table gives.
    #[must_use]
    pub fn result(&self) -> Type {
        let one = match self.outputs.as_slice() {
            [one] => one.of.clone(),
            many => Type::context(many.iter().map(|output| {
                let name = output.name.clone().unwrap_or_else(|| "".into());
                (name, output.of.clone())
            })),
        };
        match (self.hit, self.aggregation) {
            (HitPolicy::Collect, Some(Aggregation::Count)) => Type::Number,
            (HitPolicy::Collect, Some(_)) => one,
            (HitPolicy::Collect | HitPolicy::RuleOrder | HitPolicy::OutputOrder, None) => {
                // The default stands for the whole list.
                match self.outputs.iter().any(|output| output.default.is_some()) {
                    true => Type::Any,
                    false => Type::list(one),
                }
            }
            (HitPolicy::RuleOrder | HitPolicy::OutputOrder, Some(_)) => Type::Any,
            _ => one,
        }
    }

    /// Shows every expression in the table.
    pub fn walk(&self, see: &mut dyn FnMut(&Expr)) {
        for input in &self.inputs {
            input.expr.walk(see);
        }
        for rule in &self.rules {
            rule.cells.iter().for_each(|cell| cell.walk(see));
            rule.answers.iter().for_each(|answer| answer.walk(see));
        }
    }
}
