//! A stranger's check: the formula of docs/decisions/0002-personal-data.md, written
//! again with a hash function and nothing of ours.

use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sm3::Sm3;

use super::super::sealing::{open, seal};
use super::super::{Disclosure, DisclosureError};
use super::*;
use crate::Chance;

/// Whether the value was sealed in this entry. `value` is its canonical JSON.
fn was_sealed(entry: &[u8], disclosure: &Value, value: &str) -> bool {
    let entry: Value = serde_json::from_slice(entry).unwrap();
    let origin = entry["source"].as_str().unwrap();
    let pointer = disclosure["pointer"].as_str().unwrap();
    let salt = unhex(disclosure["salt"].as_str().unwrap());
    let mut message = b"youwei/personal/v1/seal\n".to_vec();
    for part in [
        origin.as_bytes(),
        entry["id"].as_str().unwrap().as_bytes(),
        pointer.as_bytes(),
        &salt,
        value.as_bytes(),
    ] {
        message.extend((part.len() as u64).to_be_bytes());
        message.extend(part);
    }
    let digest = if origin.ends_with("/sm2-sm3") {
        Sm3::digest(&message).to_vec()
    } else {
        Sha256::digest(&message).to_vec()
    };
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    entry["data"].pointer(pointer) == Some(&json!({"sealed": digits}))
}

fn disclosed(origin: &str, pointer: &str, value: &Value) -> (Event, Disclosure) {
    let given = [personal(pointer, 1, value.clone())];
    let (data, stored) = seal(
        &Chance::system(),
        origin,
        EVENT,
        json!({"l": [null]}),
        &given,
        &people(),
    )
    .unwrap();
    let event = event(origin, EVENT, data);
    let disclosure = open(&event, &only(stored), &key(1)).unwrap();
    (event, disclosure)
}

#[test]
fn a_stranger_is_convinced_of_the_value_and_of_no_other() {
    for origin in ORIGINS {
        let (event, disclosure) = disclosed(origin, "/l/0", &json!("章小满"));
        let entry = event.bytes().unwrap();
        let file = serde_json::to_value(&disclosure).unwrap();
        assert!(was_sealed(&entry, &file, "\"章小满\""));
        assert!(!was_sealed(&entry, &file, "\"章大满\""));
        for bit in 0..256 {
            let mut other = disclosure.clone();
            other.salt = flipped(&disclosure.salt, bit).try_into().unwrap();
            let file = serde_json::to_value(&other).unwrap();
            assert!(!was_sealed(&entry, &file, "\"章小满\""));
            let pointer = "/l/0".to_owned();
            assert_eq!(
                other.check(&entry),
                Err(DisclosureError::Differs { pointer })
            );
        }
    }
}

#[test]
fn each_way_a_disclosure_can_be_wrong_is_told() {
    let (event, disclosure) = disclosed(ORIGINS[0], "/name", &json!("章小满"));
    let entry = event.bytes().unwrap();
    let with = |change: fn(&mut Disclosure)| {
        let mut other = disclosure.clone();
        change(&mut other);
        other.check(&entry).unwrap_err()
    };
    assert_eq!(
        with(|it| it.value = json!("章大满")),
        DisclosureError::Differs {
            pointer: "/name".to_owned()
        }
    );
    assert_eq!(
        with(|it| it.pointer = "/other".to_owned()),
        DisclosureError::NotSealed {
            pointer: "/other".to_owned()
        }
    );
    assert_eq!(
        with(|it| it.pointer = "/l".to_owned()),
        DisclosureError::NotSealed {
            pointer: "/l".to_owned()
        }
    );
    assert!(matches!(
        with(|it| it.event = Uuid::nil()),
        DisclosureError::OtherEvent { .. }
    ));
    assert!(matches!(
        with(|it| it.value = json!(u64::MAX)),
        DisclosureError::Value(_)
    ));

    let spaced = [b" ", &entry[..]].concat();
    assert_eq!(
        disclosure.check(&spaced),
        Err(DisclosureError::NotCanonical)
    );
    let text = String::from_utf8(entry.clone()).unwrap();
    let twice = text.replacen("\"data\":", "\"data\":{},\"data\":", 1);
    assert!(matches!(
        disclosure.check(twice.as_bytes()),
        Err(DisclosureError::NotAnEntry(_) | DisclosureError::NotCanonical)
    ));
    for cut in 0..entry.len() {
        assert!(matches!(
            disclosure.check(&entry[..cut]),
            Err(DisclosureError::NotAnEntry(_))
        ));
    }

    // The same seal in another event or log proves nothing there.
    let mut copy = event.clone();
    copy.source = "youwei:other".to_owned();
    let pointer = "/name".to_owned();
    assert_eq!(
        disclosure.check(&copy.bytes().unwrap()),
        Err(DisclosureError::Differs { pointer })
    );
}

#[test]
fn a_disclosure_is_four_members_of_json_and_is_not_printed() {
    let (_, disclosure) = disclosed(ORIGINS[0], "/name", &json!("章小满"));
    let written = serde_json::to_value(&disclosure).unwrap();
    let members: Vec<_> = written.as_object().unwrap().keys().collect();
    assert_eq!(members, ["event", "pointer", "salt", "value"]);
    let printed = format!("{disclosure:?}");
    assert!(
        !printed.contains("小满") && !printed.contains("salt"),
        "{printed}"
    );

    for (member, wrong) in [
        ("salt", json!("00")),
        ("salt", json!(7)),
        ("event", json!("first")),
        ("more", json!(1)),
    ] {
        let mut other = written.clone();
        other[member] = wrong;
        assert!(
            serde_json::from_value::<Disclosure>(other).is_err(),
            "{member}"
        );
    }
}

proptest! {
    #[test]
    fn a_stranger_and_we_agree_on_every_value(
        value in any_json(),
        guess in any_json(),
        origin in prop::sample::select(&ORIGINS[..]),
    ) {
        let (event, mut disclosure) = disclosed(origin, "/v", &value);
        let entry = event.bytes().unwrap();
        let canonical = |value| String::from_utf8(crate::canonical::bytes(value).unwrap()).unwrap();
        let file = serde_json::to_value(&disclosure).unwrap();
        prop_assert!(was_sealed(&entry, &file, &canonical(&value)));
        prop_assert_eq!(disclosure.check(&entry), Ok(()));

        let same = canonical(&value) == canonical(&guess);
        prop_assert_eq!(was_sealed(&entry, &file, &canonical(&guess)), same);
        disclosure.value = guess;
        prop_assert_eq!(disclosure.check(&entry).is_ok(), same);
    }

    #[test]
    fn any_bytes_are_judged_and_nothing_panics(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        text in "[{}\\[\\]\":,a-z0-9/~ ]{0,80}",
        pointer in ".{0,10}",
        bit in 0..2000_usize,
    ) {
        let (event, mut disclosure) = disclosed(ORIGINS[0], "/v", &json!("章小满"));
        prop_assert!(disclosure.check(&bytes).is_err());
        prop_assert!(disclosure.check(text.as_bytes()).is_err());
        let entry = event.bytes().unwrap();
        // It may still be an entry with this seal (another actor); that the log's proof tells.
        let _ = disclosure.check(&flipped(&entry, bit % (entry.len() * 8)));
        disclosure.pointer = pointer;
        prop_assert!(disclosure.check(&entry).is_err());
        prop_assert!(serde_json::from_slice::<Disclosure>(&bytes).is_err());
        prop_assert!(serde_json::from_str::<Disclosure>(&text).is_err());
    }
}
