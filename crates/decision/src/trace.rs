//! The derivation of a decision: what was decided from what, which rules fired, which
//! cells held.

mod json;
mod text;

use std::sync::Arc;

use crate::temporal::Date;
use crate::value::{Name, Value};

/// What happened in an evaluation, as a tree: the innermost unfinished step last.
#[derive(Debug, Default)]
pub struct Trace {
    open: Vec<Step>,
    done: Vec<Step>,
}

/// One step of a derivation.
#[derive(Debug, Clone)]
pub struct Step {
    /// What it is.
    pub kind: StepKind,
    /// The name of the element.
    pub name: Name,
    /// The id of the element.
    pub element: Arc<str>,
    /// What came out.
    pub value: Value,
    /// What it was worked out from.
    pub parts: Vec<Step>,
}

/// What a step is.
#[derive(Debug, Clone)]
pub enum StepKind {
    /// An input, as given.
    Input,
    /// An input that was not given and is a dated parameter.
    Parameter {
        /// The first day of its value.
        from: Date,
        /// The unit of its value; empty if it has none.
        unit: Arc<str>,
        /// Where its value is laid down.
        source: Arc<str>,
    },
    /// A decision.
    Decision,
    /// A decision that was made before and is used again.
    Again,
    /// A call of a knowledge model or a service, with its arguments.
    Call(Vec<(Name, Value)>),
    /// An expression, as it is written.
    Expression(Arc<str>),
    /// A decision table.
    Table(TableTrace),
}

/// How a table came to its answer.
#[derive(Debug, Clone)]
pub struct TableTrace {
    /// The values looked at, by column.
    pub inputs: Vec<(Name, Value)>,
    /// What became of each rule.
    pub rules: Vec<RuleTrace>,
    /// The rules that the answer is from, from 0.
    pub fired: Vec<usize>,
}

/// What became of a rule.
#[derive(Debug, Clone)]
pub struct RuleTrace {
    /// Its id.
    pub id: Arc<str>,
    /// For each cell: true, false, unknown, or null where it cannot be said.
    pub cells: Vec<Value>,
    /// The answers, if it matches.
    pub answers: Vec<Value>,
}

impl Trace {
    /// Begins a step.
    pub(crate) fn begin(&mut self, kind: StepKind, name: &Name, element: &Arc<str>) {
        self.open.push(Step {
            kind,
            name: name.clone(),
            element: element.clone(),
            value: Value::Null(crate::value::Null::WRITTEN),
            parts: Vec::new(),
        });
    }

    /// Ends the step begun last.
    pub(crate) fn end(&mut self, value: &Value) {
        if let Some(mut step) = self.open.pop() {
            step.value = value.clone();
            self.add(step);
        }
    }

    /// A step that is done at once.
    pub(crate) fn add(&mut self, step: Step) {
        match self.open.last_mut() {
            Some(around) => around.parts.push(step),
            None => self.done.push(step),
        }
    }

    /// The steps that were asked for.
    #[must_use]
    pub fn steps(self) -> Vec<Step> {
        self.done
    }
}
