//! The inputs that were not given, wherever they lie in a value.

use crate::value::{Missing, Value};

impl Value {
    /// The inputs that this value, or one inside it, depends on and that were not given.
    #[must_use]
    pub fn missing(&self) -> Option<Missing> {
        if !self.has_unknown() {
            return None;
        }
        match self {
            Value::Unknown(missing) => Some(missing.clone()),
            Value::List(items) => all(items.iter()),
            Value::Context(entries) => all(entries.values()),
            Value::Range(range) => all([&range.start, &range.end].into_iter()),
            _ => None,
        }
    }
}

fn all<'a>(values: impl Iterator<Item = &'a Value>) -> Option<Missing> {
    values
        .filter_map(Value::missing)
        .reduce(|one, other| one.and(&other))
}
