//! A value goes into an event and comes out again, and nothing else does.

use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::person::{PERSONAL_BYTES_MAX, Personal};
use super::super::sealing::{Sealed, Unopened, check_unnamed, open, seal};
use super::super::unsealable::Unsealable;
use super::super::{Disclosure, places};
use super::*;
use crate::{Chance, INTEGER_MAX, Unfit};

fn sealed(origin: &str, id: Uuid, data: Value, values: &[Personal]) -> (Event, Vec<Sealed>) {
    let (data, stored) = seal(&Chance::system(), origin, id, data, values, &people()).unwrap();
    (event(origin, id, data), stored)
}

#[test]
fn the_log_gets_seals_and_the_table_the_values() {
    for origin in ORIGINS {
        let data = json!({"applicant": {"town": "柳河镇"}, "household": [null, {}]});
        let values = [
            personal("/applicant/name", 1, "章小满"),
            personal("/applicant/id", 1, "000000190001010000"),
            personal("/household/0", 2, json!({"name": "章大有", "kin": "父"})),
        ];
        let (event, stored) = sealed(origin, EVENT, data, &values);
        assert_eq!(
            places(&event.data),
            ["/applicant/id", "/applicant/name", "/household/0"]
        );
        assert_eq!(
            event.data.pointer("/applicant/town"),
            Some(&json!("柳河镇"))
        );
        let bytes = String::from_utf8(event.bytes().unwrap()).unwrap();
        for secret in ["小满", "大有", "19000101", "父"] {
            assert!(!bytes.contains(secret), "{bytes}");
        }
        assert_eq!(check_unnamed(bytes.as_bytes(), &stored), Ok(()));
        // Name and number have one length, so the table does not tell them apart.
        assert_eq!(stored[0].bytes.len(), stored[1].bytes.len());

        for (given, sealed) in values.iter().zip(&stored) {
            assert_eq!(
                (&given.pointer, given.person),
                (&sealed.pointer, sealed.person)
            );
            let of = if given.person == person(1) { 1 } else { 2 };
            let opened = open(&event, sealed, &key(of)).unwrap();
            assert_eq!(opened.value, given.value);
            assert_eq!(opened.check(&event.bytes().unwrap()), Ok(()));
            // The keys of others open nothing.
            let pointer = given.pointer.clone();
            assert_eq!(
                open(&event, sealed, &key(3)),
                Err(Unopened::Changed { pointer })
            );
        }
    }
}

#[test]
fn the_same_event_again_is_the_same_and_any_other_is_another() {
    for origin in ORIGINS {
        let make = |id: Uuid, pointer: &str, of: u128, value: &str| {
            let values = [personal(pointer, of, value)];
            let (event, mut stored) = sealed(origin, id, json!({}), &values);
            let seal = event.data.pointer(pointer).unwrap().clone();
            (seal, stored.remove(0).bytes)
        };
        let other_id = Uuid::from_u128(EVENT.as_u128() + 1);
        let (first, box_1) = make(EVENT, "/a", 1, "章小满");
        let (again, box_2) = make(EVENT, "/a", 1, "章小满");
        assert_eq!(first, again);
        // Only the nonce was thrown anew.
        assert_ne!(box_1, box_2);
        for (id, pointer, of, value) in [
            (other_id, "/a", 1, "章小满"),
            (EVENT, "/b", 1, "章小满"),
            (EVENT, "/a", 2, "章小满"),
            (EVENT, "/a", 1, "章大满"),
        ] {
            assert_ne!(
                first,
                make(id, pointer, of, value).0,
                "{id} {pointer} {value}"
            );
        }
    }
}

#[test]
fn a_stored_value_opens_in_its_own_place_only() {
    for origin in ORIGINS {
        let values = [personal("/a", 1, "same"), personal("/b", 1, "same")];
        let (event, stored) = sealed(origin, EVENT, json!({}), &values);
        let [a, b] = stored.try_into().unwrap();
        let changed = |pointer: &str| {
            let pointer = pointer.to_owned();
            Err(Unopened::Changed { pointer })
        };
        let moved = Sealed {
            bytes: b.bytes.clone(),
            ..a.clone()
        };
        assert_eq!(open(&event, &moved, &key(1)), changed("/a"));
        let of_another = Sealed {
            person: person(2),
            ..a.clone()
        };
        assert_eq!(open(&event, &of_another, &key(1)), changed("/a"));

        let mut other_event = event.clone();
        other_event.id = Uuid::from_u128(EVENT.as_u128() + 1);
        assert_eq!(open(&other_event, &a, &key(1)), changed("/a"));
        let mut other_log = event.clone();
        other_log.source = origin.replace("yunze", "other");
        assert_eq!(open(&other_log, &a, &key(1)), changed("/a"));

        // The bytes are whole and the log says another thing.
        let mut other_seal = event.clone();
        other_seal.data["a"] = event.data["b"].clone();
        let pointer = "/a".to_owned();
        assert_eq!(
            open(&other_seal, &a, &key(1)),
            Err(Unopened::Differs { pointer })
        );
        let mut no_seal = event.clone();
        no_seal.data["a"] = json!("same");
        let pointer = "/a".to_owned();
        assert_eq!(
            open(&no_seal, &a, &key(1)),
            Err(Unopened::NoSeal { pointer })
        );

        let newer = Sealed {
            bytes: [&[2], &a.bytes[1..]].concat(),
            ..a.clone()
        };
        let pointer = "/a".to_owned();
        assert_eq!(
            open(&event, &newer, &key(1)),
            Err(Unopened::Newer { pointer })
        );
        for end in 0..a.bytes.len() {
            let cut = Sealed {
                bytes: a.bytes[..end].to_vec(),
                ..a.clone()
            };
            assert_eq!(open(&event, &cut, &key(1)), changed("/a"), "{end}");
        }
    }
}

#[test]
fn what_cannot_be_sealed_is_refused_and_nothing_is_put() {
    let pointer = || "/a".to_owned();
    let number = json!(INTEGER_MAX + 1);
    let long = "x".repeat(PERSONAL_BYTES_MAX - 2);
    let copied = json!({"sealed": "0f".repeat(32)});
    for (data, values, expected) in [
        (
            json!({}),
            vec![personal("/a", 1, "x"), personal("/a", 1, "x")],
            Some(Unsealable::Twice { pointer: pointer() }),
        ),
        (
            json!({"a": 1}),
            vec![personal("/a", 1, "x")],
            Some(Unsealable::Occupied { pointer: pointer() }),
        ),
        (
            json!([]),
            vec![personal("/a", 1, "x")],
            Some(Unsealable::NoPlace { pointer: pointer() }),
        ),
        (
            json!({}),
            vec![personal("a", 1, "x")],
            Some(Unsealable::Pointer {
                pointer: "a".to_owned(),
            }),
        ),
        // No place within another, in either order.
        (
            json!({}),
            vec![personal("/a", 1, "x"), personal("/a/b", 1, "x")],
            Some(Unsealable::NoPlace {
                pointer: "/a/b".to_owned(),
            }),
        ),
        (
            json!({}),
            vec![personal("/a", 1, "x"), personal("/a/sealed", 1, "x")],
            Some(Unsealable::NoPlace {
                pointer: "/a/sealed".to_owned(),
            }),
        ),
        (
            json!({"a": {}}),
            vec![personal("/a/b", 1, "x"), personal("/a", 1, "x")],
            Some(Unsealable::Occupied { pointer: pointer() }),
        ),
        (
            json!({}),
            vec![personal("/a", 3, "x")],
            Some(Unsealable::Erased { pointer: pointer() }),
        ),
        (
            json!({}),
            vec![personal("/a", 4, "x")],
            Some(Unsealable::NoMasterKey),
        ),
        (
            json!({"q": [copied]}),
            vec![],
            Some(Unsealable::Copied {
                pointer: "/q/0".to_owned(),
            }),
        ),
        (
            json!({"q": copied}),
            vec![personal("/a", 1, "x")],
            Some(Unsealable::Copied {
                pointer: "/q".to_owned(),
            }),
        ),
        (
            json!({}),
            vec![personal("/a", 1, number.clone())],
            Some(Unsealable::Value {
                pointer: pointer(),
                unfit: Unfit::Number {
                    number: number.to_string(),
                },
            }),
        ),
        (json!({}), vec![personal("/a", 1, long.clone())], None),
        (
            json!({}),
            vec![personal("/a", 1, long.clone() + "x")],
            Some(Unsealable::TooLarge {
                size: PERSONAL_BYTES_MAX + 1,
                limit: PERSONAL_BYTES_MAX,
            }),
        ),
        (
            json!({}),
            vec![personal("/a", 1, long.clone()), personal("/b", 2, 1)],
            Some(Unsealable::TooLarge {
                size: PERSONAL_BYTES_MAX + 1,
                limit: PERSONAL_BYTES_MAX,
            }),
        ),
        (json!({}), vec![], None),
        (Value::Null, vec![personal("", 1, "x")], None),
    ] {
        for origin in ORIGINS {
            let result = seal(
                &Chance::system(),
                origin,
                EVENT,
                data.clone(),
                &values,
                &people(),
            );
            assert_eq!(result.err(), expected, "{data}");
        }
    }
}

#[test]
fn an_entry_may_not_name_the_person_it_is_about() {
    let values = [
        personal("/name", 1, "章小满"),
        personal("/father", 2, "章大有"),
    ];
    let data = json!({"see": person(2).to_string()});
    let (event, stored) = sealed(ORIGINS[0], EVENT, data, &values);
    let bytes = event.bytes().unwrap();
    let pointer = "/father".to_owned();
    assert_eq!(
        check_unnamed(&bytes, &stored),
        Err(Unsealable::NamesPerson { pointer })
    );
    assert_eq!(check_unnamed(&bytes, &stored[..1]), Ok(()));
}

proptest! {
    // Each case flips every bit.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_was_sealed_is_opened_and_no_bit_of_it_may_change(
        value in any_json(),
        origin in prop::sample::select(&ORIGINS[..]),
        key_bytes: [u8; 32],
        name in ".{0,8}",
    ) {
        let key = PersonKey(Secret::new(key_bytes));
        let kept = BTreeMap::from([(person(1), Kept::Key(key.clone()))]);
        let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        let given = [personal(&pointer, 1, value.clone())];
        let (data, stored) = seal(&Chance::system(), origin, EVENT, json!({}), &given, &kept).unwrap();
        let event = event(origin, EVENT, data);
        let stored = only(stored);
        prop_assert_eq!((stored.bytes.len() - 29) % 64, 0);

        let opened = open(&event, &stored, &key).unwrap();
        prop_assert_eq!(crate::canonical::bytes(&opened.value), crate::canonical::bytes(&value));
        let entry = event.bytes().unwrap();
        prop_assert_eq!(opened.check(&entry), Ok(()));
        let written = serde_json::to_vec(&opened).unwrap();
        let read: Disclosure = serde_json::from_slice(&written).unwrap();
        prop_assert_eq!(read.check(&entry), Ok(()));

        for bit in 0..stored.bytes.len() * 8 {
            let changed = Sealed { bytes: flipped(&stored.bytes, bit), ..stored.clone() };
            prop_assert!(open(&event, &changed, &key).is_err(), "bit {}", bit);
        }
        let committed = event.data.pointer(&pointer).unwrap()["sealed"].as_str().unwrap();
        let committed = unhex(committed);
        for bit in 0..256 {
            let other = crate::personal::hex::encode(&flipped(&committed, bit));
            let mut changed = event.clone();
            *changed.data.pointer_mut(&pointer).unwrap() = json!({"sealed": other});
            let pointer = pointer.clone();
            prop_assert_eq!(open(&changed, &stored, &key), Err(Unopened::Differs { pointer }));
        }
    }
}
