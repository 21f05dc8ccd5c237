//! The values of all records of one field beside each other, as small numbers, so that a
//! filter runs over a hundred thousand records in a fraction of a millisecond.

use std::collections::HashMap;
use std::sync::Arc;

use youwei_decision::value::Value;

use crate::declaration::{FieldAt, FieldType};

/// Texts by number. Number 0 is nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    by_text: HashMap<Arc<str>, u32>,
    /// More than this many are no choices any more and not numbered.
    full: bool,
}

/// The most texts that get numbers.
const NAMES_MAX: usize = 1_000_000;

impl Names {
    /// The number of a text, which gets one.
    pub fn number(&mut self, text: &str) -> (u32, Arc<str>) {
        if let Some((known, number)) = self.by_text.get_key_value(text) {
            return (*number, known.clone());
        }
        let text: Arc<str> = text.into();
        let next = u32::try_from(self.by_text.len() + 1).unwrap_or(0);
        self.full |= self.by_text.len() >= NAMES_MAX;
        match self.full {
            true => (0, text),
            false => {
                self.by_text.insert(text.clone(), next);
                (next, text)
            }
        }
    }

    /// The number of a text that has one.
    pub fn known(&self, text: &str) -> Option<u32> {
        self.by_text.get(text).copied()
    }

    /// Whether every text has its number.
    pub fn complete(&self) -> bool {
        !self.full
    }
}

/// One field of all records, by row.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub field: FieldAt,
    pub numbers: Vec<u32>,
}

impl Column {
    /// Whether a field of this type has few values and gets a column.
    pub fn fits(of: &FieldType) -> bool {
        matches!(
            of,
            FieldType::Choice(_)
                | FieldType::YesNo
                | FieldType::Area
                | FieldType::Unit
                | FieldType::Person
                | FieldType::Month
        )
    }
}

/// The text by which a value of a field with a column is numbered.
pub(super) fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Boolean(true) => Some("true"),
        Value::Boolean(false) => Some("false"),
        _ => None,
    }
}
