//! Closings 销号: facts which say that somebody checked a commitment's task and found it done.
//!
//! A measure names the label that holds the commitment (`closes`), so the record itself says
//! what it closes and nobody has to bind anything.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};
use youwei_base::Day;

use super::Book;
use crate::measure::{Measure, Measures};

/// The closing of a commitment that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The measure that counts it.
    pub measure: Arc<Measure>,
    /// The record that closed it, such as `task-closing/2026-00003`.
    pub record: String,
    /// The day on which the task was done, as it was checked.
    pub on: Day,
    /// The log entry that states it.
    pub entry: u64,
}

/// The rows that close something, by what they close.
#[derive(Debug, Clone, Default)]
pub(super) struct Closings {
    /// The selections whose facts are closings, each with the label of the commitment.
    from: Vec<(usize, Arc<str>)>,
    by_commitment: BTreeMap<String, Vec<(u32, usize)>>,
}

impl Closings {
    pub fn of(measures: &Measures) -> Closings {
        let from = measures.iter().filter_map(|it| {
            let label = it.closes.clone()?;
            Some((it.own, label))
        });
        Closings {
            from: from.collect(),
            by_commitment: BTreeMap::new(),
        }
    }

    /// Takes a row that stands in or out, with the selections that it may be in.
    pub fn note(
        &mut self,
        selected: &[(usize, bool)],
        labels: &Map<String, Value>,
        row: u32,
        add: bool,
    ) {
        // Of nearly all facts there is nothing to do.
        for (selection, label) in &self.from {
            if !selected.iter().any(|(it, _)| it == selection) {
                continue;
            }
            let Some(of) = labels.get(&**label).and_then(Value::as_str) else {
                continue;
            };
            match add {
                true => {
                    let rows = self.by_commitment.entry(of.to_owned()).or_default();
                    rows.push((row, *selection));
                }
                false => {
                    if let Some(rows) = self.by_commitment.get_mut(of) {
                        rows.retain(|it| *it != (row, *selection));
                    }
                }
            }
        }
    }
}

impl Book {
    /// The first checked closing of a commitment of a report that stands on a day; none if
    /// it was not closed, or the closing was taken back.
    #[must_use]
    pub fn closed(&self, report: &str, commitment: &str, day: Day) -> Option<Closed> {
        if self.closed.by_commitment.is_empty() {
            return None;
        }
        let rows = self
            .closed
            .by_commitment
            .get(&format!("{report}/{commitment}"))?;
        let found = rows.iter().filter_map(|(at, selection)| {
            let row = self.rows.get(*at)?;
            let stands = row.value.is_some() && row.on <= day && self.is_in(row, *selection);
            stands.then_some((row.on, *at, *selection))
        });
        let (on, at, selection) = found.min()?;
        let seen = self.seen(at, self.rows.get(at)?)?;
        Some(Closed {
            measure: self.measures.closing(selection)?.0.clone(),
            record: seen.record.to_owned(),
            on,
            entry: seen.entry,
        })
    }
}
