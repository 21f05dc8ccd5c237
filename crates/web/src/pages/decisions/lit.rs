//! A decided case, by element: what each node was worth, which rules fired, which cells
//! held, which parameter was used.

use std::collections::{HashMap, HashSet};

use youwei_decision::temporal::Date;
use youwei_decision::trace::{Step, StepKind, TableTrace};
use youwei_decision::value::Value;

use super::value::brief;
use crate::words::Lang;

/// The width of a value in a node of the diagram, in halves of a Chinese character.
const BRIEF: usize = 16;

/// A case that was decided.
#[derive(Debug, Default)]
pub(super) struct Lit {
    /// Inputs and decisions by id.
    values: HashMap<String, Value>,
    /// The inputs that were not given, by id.
    blank: HashSet<String>,
    /// The runs of each table, by the id of the table, in order.
    runs: HashMap<String, Vec<Run>>,
    /// The parameters used, by the id of their input: their first day and source.
    dated: HashMap<String, (Date, String)>,
    /// How often each knowledge model and service was called, by id.
    calls: HashMap<String, usize>,
    /// The decisions in the order in which they were settled.
    pub order: Vec<String>,
}

/// A run of a table.
#[derive(Debug)]
pub(super) struct Run {
    pub trace: TableTrace,
    pub answer: Value,
    /// The decision in which it ran.
    pub within: String,
}

/// What can be said of a rule or a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    Yes,
    No,
    /// It cannot be said, for want of an input or because of a null.
    Unsaid,
}

impl Lit {
    pub fn of(steps: Vec<Step>) -> Lit {
        let mut lit = Lit::default();
        for step in steps {
            lit.take(step, "");
        }
        lit
    }

    /// The depth is bounded by the limits of the evaluation.
    fn take(&mut self, step: Step, within: &str) {
        let id = step.element.to_string();
        let decision = matches!(step.kind, StepKind::Decision);
        let inner = if decision { id.as_str() } else { within };
        for part in step.parts {
            self.take(part, inner);
        }
        match step.kind {
            StepKind::Decision => {
                self.values.insert(id.clone(), step.value);
                self.order.push(id);
            }
            StepKind::Input | StepKind::Again => {
                if matches!(
                    (&step.kind, &step.value),
                    (StepKind::Input, Value::Unknown(_))
                ) {
                    self.blank.insert(id.clone());
                }
                self.values.entry(id).or_insert(step.value);
            }
            StepKind::Parameter { from, source, .. } => {
                self.values.entry(id.clone()).or_insert(step.value);
                self.dated.insert(id, (from, source.to_string()));
            }
            StepKind::Table(trace) => self.runs.entry(id).or_default().push(Run {
                trace,
                answer: step.value,
                within: within.to_owned(),
            }),
            StepKind::Call(_) => *self.calls.entry(id).or_default() += 1,
            StepKind::Expression(_) => {}
        }
    }

    /// What an input or a decision is worth; none if it was not needed.
    pub fn value(&self, id: &str) -> Option<&Value> {
        self.values.get(id)
    }

    /// The runs of a table; none if it was not needed.
    pub fn runs(&self, table: &str) -> &[Run] {
        self.runs.get(table).map_or(&[], Vec::as_slice)
    }

    /// The runs in a decision, of its own tables and of those that it called: by table, in
    /// the order of the ids, so that a page looks the same every time.
    pub fn within(&self, decision: &str) -> Vec<(&str, Vec<&Run>)> {
        let mut found: Vec<(&str, Vec<&Run>)> = self
            .runs
            .iter()
            .map(|(table, runs)| {
                let here = runs.iter().filter(|it| it.within == decision);
                (table.as_str(), here.collect())
            })
            .filter(|(_, runs): &(&str, Vec<&Run>)| !runs.is_empty())
            .collect();
        found.sort_by_key(|it| it.0);
        found
    }

    /// From which day on the used value of a parameter holds, and where that is laid down.
    pub fn dated(&self, id: &str) -> Option<&(Date, String)> {
        self.dated.get(id)
    }

    /// The value of a node in a few characters; of what is called, how often.
    pub fn brief(&self, id: &str, lang: Lang) -> Option<String> {
        if let Some(times) = self.calls.get(id) {
            return Some(lang.pick(format!("用 {times} 次"), format!("used {times} ×")));
        }
        if self.blank.contains(id) {
            return Some(lang.pick("未填", "not given").to_owned());
        }
        Some(brief(self.value(id)?, lang, BRIEF))
    }

    /// Whether something of it cannot be said.
    pub fn is_open(&self, id: &str) -> bool {
        self.value(id)
            .is_some_and(|it| it.missing().is_some() || it.is_null())
    }
}

impl Run {
    pub fn cell(&self, rule: usize, column: usize) -> Held {
        let cell = self
            .trace
            .rules
            .get(rule)
            .and_then(|it| it.cells.get(column));
        match cell {
            Some(Value::Boolean(true)) => Held::Yes,
            Some(Value::Boolean(false)) => Held::No,
            _ => Held::Unsaid,
        }
    }

    /// A rule holds if all its cells do, and fails if one does not.
    pub fn rule(&self, rule: usize) -> Held {
        let Some(trace) = self.trace.rules.get(rule) else {
            return Held::Unsaid;
        };
        let cells = || (0..trace.cells.len()).map(|at| self.cell(rule, at));
        if cells().any(|it| it == Held::No) {
            Held::No
        } else if cells().all(|it| it == Held::Yes) {
            Held::Yes
        } else {
            Held::Unsaid
        }
    }

    pub fn fired(&self, rule: usize) -> bool {
        self.trace.fired.contains(&rule)
    }
}
