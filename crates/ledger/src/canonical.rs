//! Canonical JSON: one value, one row of bytes (RFC 8785, JCS).
//!
//! The scheme writes every number as an IEEE 754 double, so `9007199254740993`
//! would silently become `9007199254740992`. What would change is refused here,
//! before it is written.

mod write;

use serde::Serialize;
use serde_json::Value;

pub(crate) use write::{string, value};

use crate::Unfit;

/// The largest whole number that a double holds with all its neighbours, 2^53 − 1
/// (RFC 7493 §2.2). Larger ones, and whole numbers below its negative, are refused.
pub const INTEGER_MAX: u64 = (1 << 53) - 1;

/// How many arrays and objects may lie inside one another in an event's data.
/// Common JSON readers stop at about 128; an entry must stay readable by them.
pub const DATA_DEPTH_MAX: usize = 64;

/// How member names begin that serde_json, with features that any crate of a program
/// can switch on, reads not as a name but as an order to read something else.
pub(crate) const RESERVED_NAMES: &str = "$serde_json::private::";

/// Refuses a value that canonical JSON cannot give back unchanged.
pub(crate) fn check(value: &Value) -> Result<(), Unfit> {
    // A stack of our own: a value nested without end must not overflow the thread's.
    let mut waiting = vec![(value, 0)];
    while let Some((value, depth)) = waiting.pop() {
        match value {
            Value::Number(number) if !is_safe(number) => {
                let number = number.to_string();
                return Err(Unfit::Number { number });
            }
            Value::Array(_) | Value::Object(_) if depth == DATA_DEPTH_MAX => {
                let limit = DATA_DEPTH_MAX;
                return Err(Unfit::TooDeep { limit });
            }
            Value::Array(items) => waiting.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(fields) => {
                if let Some(name) = fields.keys().find(|it| it.starts_with(RESERVED_NAMES)) {
                    let name = name.clone();
                    return Err(Unfit::ReservedName { name });
                }
                waiting.extend(fields.values().map(|item| (item, depth + 1)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    Ok(())
}

/// Whether a double holds the number, and it alone.
fn is_safe(number: &serde_json::Number) -> bool {
    if let Some(whole) = number.as_i64() {
        return whole.unsigned_abs() <= INTEGER_MAX;
    }
    match number.as_f64() {
        // `as_u64` numbers that are no `as_i64` lie beyond 2^63 and fall out here too.
        Some(float) if float.fract() == 0.0 => float.abs() <= INTEGER_MAX as f64,
        Some(float) => float.is_finite(),
        None => false,
    }
}

/// The canonical bytes of a value that [`check`] has taken.
pub(crate) fn bytes(value: &Value) -> Result<Vec<u8>, Unfit> {
    let mut bytes = Vec::new();
    write::value(value, &mut bytes)?;
    Ok(bytes)
}

/// A number as ECMAScript writes it (RFC 8785 §3.2.2.3).
pub(crate) fn number(number: &impl Serialize) -> Result<Vec<u8>, Unfit> {
    serde_json_canonicalizer::to_vec(number).map_err(|error| Unfit::NotJson {
        reason: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn text(value: &Value) -> String {
        String::from_utf8(bytes(value).unwrap()).unwrap()
    }

    #[test]
    fn keys_stand_in_the_order_of_their_utf_16_units() {
        // The example of RFC 8785 §3.2.3: 😀 (D83D DE00) comes before דּ (FB33).
        let value = json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5,
            "\u{80}": 6, "\u{f6}": 7});
        assert_eq!(
            text(&value),
            "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}"
        );
    }

    #[test]
    fn text_is_escaped_only_where_it_must_be() {
        let value = json!("\u{20ac}$\u{f}\nA'B\"\\/\u{7f}有为");
        assert_eq!(text(&value), "\"€$\\u000f\\nA'B\\\"\\\\/\u{7f}有为\"");
    }

    #[test]
    fn numbers_are_written_as_ecmascript_writes_them() {
        for (given, written) in [
            ("0", "0"),
            ("-0.0", "0"),
            ("1.0", "1"),
            ("4.50", "4.5"),
            ("2e-3", "0.002"),
            ("1e-27", "1e-27"),
            ("333333333.33333329", "333333333.3333333"),
        ] {
            assert_eq!(text(&serde_json::from_str(given).unwrap()), written);
        }
    }

    #[test]
    fn a_number_that_a_double_would_change_is_refused() {
        for (given, fits) in [
            ("9007199254740991", true),
            ("9007199254740992", false),
            ("9007199254740993", false),
            ("-9007199254740991", true),
            ("-9007199254740992", false),
            ("18446744073709551615", false),
            ("9007199254740991.0", true),
            ("1e300", false),
            ("0.1", true),
            ("5e-324", true),
        ] {
            let value: Value = serde_json::from_str(given).unwrap();
            assert_eq!(check(&json!({"deep": [value]})).is_ok(), fits, "{given}");
        }
    }

    #[test]
    fn data_nested_without_end_is_refused_before_it_is_written() {
        let nested = |depth: usize| (0..depth).fold(json!("x"), |inner, _| json!([inner]));
        assert_eq!(check(&nested(DATA_DEPTH_MAX)), Ok(()));
        let limit = DATA_DEPTH_MAX;
        assert_eq!(
            check(&nested(DATA_DEPTH_MAX + 1)),
            Err(Unfit::TooDeep { limit })
        );
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_was_read_back_is_written_the_same(value in any_json()) {
            prop_assume!(check(&value).is_ok());
            let once = bytes(&value).unwrap();
            let again: Value = serde_json::from_slice(&once).unwrap();
            prop_assert_eq!(check(&again), Ok(()));
            prop_assert_eq!(once, bytes(&again).unwrap());
        }

        #[test]
        fn a_canonicalizer_that_is_not_ours_writes_the_same(value in any_json()) {
            prop_assume!(check(&value).is_ok());
            let theirs = serde_json_canonicalizer::to_vec(&value).unwrap();
            prop_assert_eq!(bytes(&value).unwrap(), theirs);
        }
    }
}
