//! When two values are the same, and which comes first (DMN 1.5, tables 42 to 45).

use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::value::{Range, Value};

/// Whether two values are equal. None if they are of different kinds and neither is null,
/// so that `=` is null, and where an input that was not given decides.
///
/// Lists are equal item by item, contexts entry by entry in whatever order, ranges end by
/// end; items of different kinds are not equal.
#[must_use]
pub fn equal(one: &Value, other: &Value) -> Option<bool> {
    Some(match (one, other) {
        (Value::Unknown(_), _) | (_, Value::Unknown(_)) => return None,
        (Value::Null(_), Value::Null(_)) => true,
        (Value::Null(_), _) | (_, Value::Null(_)) => false,
        (Value::Boolean(one), Value::Boolean(other)) => one == other,
        (Value::Number(one), Value::Number(other)) => one == other,
        (Value::String(one), Value::String(other)) => one == other,
        (Value::Date(one), Value::Date(other)) => one == other,
        (Value::Time(one), Value::Time(other)) => return one.same(other),
        (Value::DateTime(one), Value::DateTime(other)) => return one.same(other),
        (Value::DaysDuration(one), Value::DaysDuration(other)) => one == other,
        (Value::MonthsDuration(one), Value::MonthsDuration(other)) => one == other,
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other.iter())
                    .all(|(one, other)| same(one, other))
        }
        (Value::Context(one), Value::Context(other)) => {
            one.len() == other.len()
                && one.iter().enumerate().all(|(at, (name, one))| {
                    // Nearly always both are in the same order.
                    let there = other.get_index(at).filter(|it| it.0 == name);
                    let other = there.map(|it| it.1).or_else(|| other.get(name));
                    other.is_some_and(|other| same(one, other))
                })
        }
        (Value::Range(one), Value::Range(other)) => ranges(one, other),
        (Value::Function(one), Value::Function(other)) if Arc::ptr_eq(one, other) => true,
        _ => return None,
    })
}

/// Whether two values are equal, those of different kinds not being so.
#[must_use]
pub fn same(one: &Value, other: &Value) -> bool {
    equal(one, other).unwrap_or(false)
}

fn ranges(one: &Range, other: &Range) -> bool {
    let end = |one: (&Value, bool), other: (&Value, bool)| {
        // An end without bound is open, however it is written.
        same(one.0, other.0) && (one.1 == other.1 || one.0.is_null())
    };
    end(
        (&one.start, one.start_included),
        (&other.start, other.start_included),
    ) && end(
        (&one.end, one.end_included),
        (&other.end, other.end_included),
    )
}

/// Which of two values comes first. None if they have no order: values of different kinds,
/// booleans, lists, contexts, ranges, functions and null, and times of which only one has
/// a zone.
#[must_use]
pub fn compare(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => Some(one.cmp(other)),
        (Value::String(one), Value::String(other)) => Some(one.cmp(other)),
        (Value::Date(one), Value::Date(other)) => Some(one.cmp(other)),
        (Value::Time(one), Value::Time(other)) => one.compare(other),
        (Value::DateTime(one), Value::DateTime(other)) => one.compare(other),
        (Value::DaysDuration(one), Value::DaysDuration(other)) => Some(one.cmp(other)),
        (Value::MonthsDuration(one), Value::MonthsDuration(other)) => Some(one.cmp(other)),
        _ => None,
    }
}

/// A hash that equal values share.
#[must_use]
pub fn hash(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    feed(value, &mut hasher);
    hasher.finish()
}

fn feed(value: &Value, hasher: &mut DefaultHasher) {
    value.kind().hash(hasher);
    match value {
        Value::Null(_) | Value::Unknown(_) | Value::Function(_) => {}
        Value::Boolean(it) => it.hash(hasher),
        Value::Number(it) => it.hash(hasher),
        Value::String(it) => it.hash(hasher),
        Value::Date(it) => it.hash(hasher),
        Value::Time(it) => {
            let offset = it.zone().and_then(|zone| zone.steady_offset());
            let offset = i128::from(offset.unwrap_or(0)) * 1_000_000_000;
            (i128::from(it.nanos_of_day()) - offset).hash(hasher);
        }
        Value::DateTime(it) => match it.instant() {
            Some(instant) => instant.hash(hasher),
            None => (it.date(), it.time()).hash(hasher),
        },
        Value::DaysDuration(it) => it.hash(hasher),
        Value::MonthsDuration(it) => it.hash(hasher),
        Value::List(items) => items.iter().for_each(|item| feed(item, hasher)),
        // The order of entries does not matter.
        Value::Context(entries) => entries
            .iter()
            .map(|(name, entry)| {
                let mut hasher = DefaultHasher::new();
                name.hash(&mut hasher);
                feed(entry, &mut hasher);
                hasher.finish()
            })
            .fold(0u64, u64::wrapping_add)
            .hash(hasher),
        Value::Range(range) => {
            feed(&range.start, hasher);
            feed(&range.end, hasher);
        }
    }
}

/// The different values among many, each with its number in order of first coming; found
/// by hash, so that a long list takes no longer than it must.
#[derive(Debug, Default)]
pub struct Distinct {
    values: Vec<Value>,
    by_hash: HashMap<u64, Vec<usize>>,
}

impl Distinct {
    /// The number of a value, and whether it is new.
    pub fn add(&mut self, value: &Value) -> (usize, bool) {
        let values = &mut self.values;
        let bucket = self.by_hash.entry(hash(value)).or_default();
        let known = bucket.iter().copied().find(|at| {
            let known = values.get(*at);
            known.is_some_and(|known| same(known, value))
        });
        match known {
            Some(at) => (at, false),
            None => {
                let at = values.len();
                values.push(value.clone());
                bucket.push(at);
                (at, true)
            }
        }
    }

    /// The values in order of first coming.
    #[must_use]
    pub fn into_values(self) -> Vec<Value> {
        self.values
    }
}
