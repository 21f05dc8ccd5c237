//! From the value that a caller gives to the one that a stranger checks.

mod sealing;
mod sentences;
mod stranger;
mod vectors;
mod wrapping;

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::person::{PersonId, PersonKey, Personal};
use super::sealing::Sealed;
use super::secret::Secret;
use super::wrap::Kept;
use crate::Event;

/// One log of each suite.
const ORIGINS: [&str; 2] = ["youwei:yunze", "youwei:yunze/sm2-sm3"];
const EVENT: Uuid = Uuid::from_u128(0x0197_f3a4_5b00_7c31_8d2e_3f4a_5b6c_7d8e);

fn person(number: u128) -> PersonId {
    let version_4 = 0x6f1c_2a4e_0b1d_4c3e_9a5f_0000_0000_0000;
    PersonId::new(Uuid::from_u128(version_4 | number)).unwrap()
}

fn key(byte: u8) -> PersonKey {
    PersonKey(Secret::new([byte; 32]))
}

/// Persons 1 and 2 with their keys, and 3, who was erased.
fn people() -> BTreeMap<PersonId, Kept> {
    BTreeMap::from([
        (person(1), Kept::Key(key(1))),
        (person(2), Kept::Key(key(2))),
        (person(3), Kept::Erased { values: 7 }),
    ])
}

fn personal(pointer: &str, of: u128, value: impl Into<Value>) -> Personal {
    Personal {
        pointer: pointer.to_owned(),
        person: person(of),
        value: value.into(),
    }
}

fn event(origin: &str, id: Uuid, data: Value) -> Event {
    Event {
        id,
        source: origin.to_owned(),
        kind: "allowance.applied".to_owned(),
        subject: "allowance/017".to_owned(),
        time: "2026-03-02T01:30:00Z".parse().unwrap(),
        actor: "民政局".to_owned(),
        data,
    }
}

fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[bit / 8] ^= 1 << (bit % 8);
    bytes
}

fn unhex(digits: &str) -> Vec<u8> {
    let pair = |at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    (0..digits.len()).step_by(2).map(pair).collect()
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (-1e9..1e9).prop_map(|number: f64| Value::from(number)),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn only(sealed: Vec<Sealed>) -> Sealed {
    let [one] = sealed.try_into().unwrap();
    one
}
