//! A refusal is a sentence, or a clause of one, with a next step, in both languages.

use std::path::PathBuf;

use youwei_base::Bilingual;

use super::super::sealing::Unopened;
use super::super::{CipherFault, DisclosureError, MasterKeyError, Unsealable, Unwrapped};
use super::*;
use crate::Unfit;

#[test]
fn every_refusal_says_what_is_wrong_and_then_what_to_do() {
    let pointer = || "/applicant/name".to_owned();
    let text = || "reason".to_owned();
    let path = || PathBuf::from("master.key");
    let unfit = || Unfit::TooDeep { limit: 64 };
    let clauses: Vec<Bilingual> = [
        Unsealable::Pointer { pointer: pointer() },
        Unsealable::NoPlace { pointer: pointer() },
        Unsealable::Occupied { pointer: pointer() },
        Unsealable::Twice { pointer: pointer() },
        Unsealable::Copied { pointer: pointer() },
        Unsealable::NamesPerson { pointer: pointer() },
        Unsealable::Value {
            pointer: pointer(),
            unfit: unfit(),
        },
        Unsealable::TooLarge {
            size: 70_000,
            limit: 65_535,
        },
        Unsealable::Erased { pointer: pointer() },
        Unsealable::NoMasterKey,
    ]
    .iter()
    .map(Unsealable::sentence)
    .chain(
        [
            Unopened::NoSeal { pointer: pointer() },
            Unopened::Newer { pointer: pointer() },
            Unopened::Changed { pointer: pointer() },
            Unopened::Differs { pointer: pointer() },
        ]
        .iter()
        .map(Unopened::sentence),
    )
    .collect();
    let faults = [CipherFault::NoRandomness, CipherFault::Refused];
    let sentences: Vec<Bilingual> = faults
        .iter()
        .map(CipherFault::sentence)
        .chain(
            [
                Unwrapped::OtherMasterKey,
                Unwrapped::Changed,
                Unwrapped::Cipher(CipherFault::Refused),
            ]
            .iter()
            .map(Unwrapped::sentence),
        )
        .chain(
            [
                MasterKeyError::NotAKey,
                MasterKeyError::NotRandom,
                MasterKeyError::Unreadable {
                    path: path(),
                    reason: text(),
                },
                MasterKeyError::Exposed {
                    path: path(),
                    mode: 0o644,
                },
                MasterKeyError::Unwritable {
                    path: path(),
                    reason: text(),
                },
                MasterKeyError::Cipher(CipherFault::NoRandomness),
            ]
            .iter()
            .map(MasterKeyError::sentence),
        )
        .chain(
            [
                DisclosureError::NotAnEntry(unfit()),
                DisclosureError::NotCanonical,
                DisclosureError::OtherEvent {
                    disclosed: EVENT,
                    entry: EVENT,
                },
                DisclosureError::NotSealed { pointer: pointer() },
                DisclosureError::Value(unfit()),
                DisclosureError::Differs { pointer: pointer() },
            ]
            .iter()
            .map(DisclosureError::sentence),
        )
        .collect();
    for Bilingual { zh, en } in clauses.iter().chain(&sentences) {
        let chinese = zh.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
        assert!(chinese.count() > 8, "{zh}");
        assert!(zh.contains([';', ',']), "no next step: {zh}");
        assert!(en.contains([';', ',']), "no next step: {en}");
        assert!(!en.contains(|c: char| !c.is_ascii()), "{en}");
    }
    for Bilingual { zh, en } in &sentences {
        assert!(zh.ends_with('。') && en.ends_with('.'), "{zh} {en}");
    }
    for Bilingual { zh, en } in &clauses {
        assert!(!zh.ends_with('。') && !en.ends_with('.'), "{zh} {en}");
    }
}
