//! Whether a value is the one that a case expects.

use crate::number::Number;
use crate::value::{Value, equal};

/// Whether two values are the same for the kit: numbers to eight places after the point,
/// as the cases write them so far only.
pub(super) fn same(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Null(_), Value::Null(_)) => true,
        (Value::Number(one), Value::Number(other)) => near(*one, *other),
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other.iter()).all(|(a, b)| same(a, b))
        }
        (Value::Context(one), Value::Context(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, a)| other.get(name).is_some_and(|b| same(a, b)))
        }
        _ => equal(expected, found) == Some(true),
    }
}

fn near(one: Number, other: Number) -> bool {
    if one == other {
        return true;
    }
    let limit = Number::from_parts(false, 1, -8);
    match (one.checked_sub(other), limit) {
        (Some(difference), Some(limit)) => difference.abs() < limit,
        _ => false,
    }
}
