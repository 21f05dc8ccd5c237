//! The seal: what the log holds in place of a value. Cryptographers call it a
//! commitment.
//!
//! `H(labelled("youwei/personal/v1/seal", [origin, event id, pointer, salt,
//! value]))` with the hash of the log's suite. It binds: no other value and salt have
//! the same hash. It hides: without the 32 bytes of salt no guess can be checked. And
//! it holds for its place only, so that nobody can pass a copy of it elsewhere for a
//! value of that place.

use serde_json::{Map, Value};
use uuid::Uuid;
use youwei_tlog::Suite;

use super::person::PersonKey;
use super::secret::{Secret, labelled};
use super::{hex, pointer};

const SEAL: &str = "youwei/personal/v1/seal";
const SALT: &str = "youwei/personal/v1/salt";

/// The only member of a sealed value's object.
const SEALED: &str = "sealed";

/// A field: a place in the data of one event of one log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field<'a> {
    pub(crate) origin: &'a str,
    pub(crate) event: Uuid,
    pub(crate) pointer: &'a str,
}

/// The hash that stands in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seal([u8; 32]);

impl Field<'_> {
    pub(crate) fn suite(&self) -> Suite {
        Suite::of_origin(self.origin)
    }

    /// Hands `[origin, event id, pointer]` and `more` to `use_parts`: what belongs to
    /// this place. The id is written as in the entry, so that they are made of text.
    pub(crate) fn with<R>(&self, more: &[&[u8]], use_parts: impl FnOnce(&[&[u8]]) -> R) -> R {
        let id = self.event.hyphenated().to_string();
        let field = [
            self.origin.as_bytes(),
            id.as_bytes(),
            self.pointer.as_bytes(),
        ];
        use_parts(&[&field[..], more].concat())
    }

    /// The salt of a value in this place.
    ///
    /// Worked out and not thrown: asking again to append the same event gives the same
    /// entry. From the value too: if an id is ever used again with another value, the
    /// salt of the one, once disclosed, says nothing about the other.
    pub(crate) fn salt(&self, key: &PersonKey, value: &[u8]) -> Secret {
        self.with(&[value], |parts| key.0.derive(self.suite(), SALT, parts))
    }

    /// The seal of a value, given as canonical JSON, with this salt.
    pub(crate) fn seal(&self, salt: &[u8; 32], value: &[u8]) -> Seal {
        let bytes = self.with(&[salt, value], |parts| labelled(SEAL, parts));
        Seal(self.suite().hash(&bytes))
    }
}

impl Seal {
    /// `{"sealed": "…"}` with 64 lower-case hexadecimal digits.
    pub(crate) fn to_json(self) -> Value {
        let mut object = Map::new();
        object.insert(SEALED.to_owned(), Value::String(hex::encode(&self.0)));
        Value::Object(object)
    }

    /// The seal if the value is exactly such an object.
    pub(crate) fn from_json(value: &Value) -> Option<Seal> {
        let members = value.as_object()?;
        let digits = members.get(SEALED)?.as_str()?;
        let lower = !digits.contains(|c: char| c.is_ascii_uppercase());
        let bytes = hex::decode(digits)?;
        (members.len() == 1 && lower).then_some(Seal(bytes))
    }

    /// The seal that the data holds at this place.
    pub(crate) fn at(data: &Value, pointer: &str) -> Option<Seal> {
        if !pointer::is_pointer(pointer) {
            return None;
        }
        Seal::from_json(data.pointer(pointer)?)
    }
}

/// Where the data holds seals, as JSON pointers.
pub(crate) fn places(data: &Value) -> Vec<String> {
    let mut found = Vec::new();
    if !holds_any(data) {
        return found;
    }
    let mut waiting = vec![(String::new(), data)];
    while let Some((place, value)) = waiting.pop() {
        let below = |part: &str| format!("{place}/{}", pointer::escape(part));
        match value {
            _ if Seal::from_json(value).is_some() => found.push(place),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                waiting.extend(items.map(|(at, item)| (below(&at.to_string()), item)));
            }
            Value::Object(members) => {
                waiting.extend(members.iter().map(|(name, item)| (below(name), item)));
            }
            _ => {}
        }
    }
    found.sort_unstable();
    found
}

/// Nearly all data holds none; this finds that out without writing pointers.
fn holds_any(data: &Value) -> bool {
    let mut waiting = vec![data];
    while let Some(value) = waiting.pop() {
        match value {
            _ if Seal::from_json(value).is_some() => return true,
            Value::Array(items) => waiting.extend(items),
            Value::Object(members) => waiting.extend(members.values()),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const DIGITS: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    #[test]
    fn only_one_shape_is_a_seal() {
        let seal = Seal::from_json(&json!({"sealed": DIGITS})).unwrap();
        assert_eq!(seal.to_json(), json!({"sealed": DIGITS}));
        for other in [
            json!({"sealed": DIGITS, "by": "me"}),
            json!({"sealed": DIGITS.to_uppercase()}),
            json!({"sealed": &DIGITS[1..]}),
            json!({"sealed": 1}),
            json!({"Sealed": DIGITS}),
            json!({}),
            json!(DIGITS),
            json!([DIGITS]),
            json!(null),
        ] {
            assert_eq!(Seal::from_json(&other), None, "{other}");
        }
    }

    #[test]
    fn seals_are_found_wherever_they_stand() {
        let sealed = json!({"sealed": DIGITS});
        let data = json!({"a/b": sealed, "list": [1, {"~": sealed}], "sealed": DIGITS});
        assert_eq!(places(&data), ["/a~1b", "/list/1/~0"]);
        for place in places(&data) {
            assert!(Seal::at(&data, &place).is_some(), "{place}");
        }
        assert_eq!(places(&sealed), [""]);
        assert_eq!(places(&json!({"a": [1, null]})), [""; 0]);
        for elsewhere in ["/a", "/list", "/list/1", "/sealed", "list/1/~", ""] {
            assert_eq!(Seal::at(&data, elsewhere), None, "{elsewhere}");
        }
    }

    fn field<'a>(origin: &'a str, event: u128, pointer: &'a str) -> Field<'a> {
        Field {
            origin,
            event: Uuid::from_u128(event),
            pointer,
        }
    }

    #[test]
    fn field_key_and_value_each_give_another_salt_and_seal() {
        let key = |byte| PersonKey(Secret::new([byte; 32]));
        for last in ["log", "sm2-sm3"] {
            let origin = format!("youwei:yunze/{last}");
            let other = format!("youwei:other/{last}");
            let given = [
                (field(&origin, 1, "/a"), key(1), "\"v\""),
                (field(&origin, 1, "/a"), key(2), "\"v\""),
                (field(&origin, 1, "/a"), key(1), "\"w\""),
                (field(&origin, 1, "/b"), key(1), "\"v\""),
                (field(&origin, 2, "/a"), key(1), "\"v\""),
                (field(&other, 1, "/a"), key(1), "\"v\""),
            ];
            let made = |which: &(Field<'_>, PersonKey, &str)| {
                let (field, key, value) = which;
                let salt = *field.salt(key, value.as_bytes()).bytes();
                (salt, field.seal(&salt, value.as_bytes()))
            };
            for (at, one) in given.iter().enumerate() {
                assert_eq!(made(one), made(one));
                for two in &given[at + 1..] {
                    assert_ne!(made(one).0, made(two).0, "{:?} {:?}", one.0, two.0);
                    assert_ne!(made(one).1, made(two).1, "{:?} {:?}", one.0, two.0);
                }
            }
            // With one salt too, the place and the value tell seals apart.
            let salt = [9; 32];
            let field = given[0].0;
            let seal = field.seal(&salt, b"1");
            assert_ne!(seal, field.seal(&salt, b"2"));
            assert_ne!(seal, given[3].0.seal(&salt, b"1"));
            assert_ne!(seal, given[4].0.seal(&salt, b"1"));
            assert_ne!(seal, given[5].0.seal(&salt, b"1"));
            assert_ne!(seal, field.seal(&[8; 32], b"1"));
        }
    }
}
