//! A refusal is a sentence with a next step, in both languages.

use jiff::Timestamp;
use uuid::Uuid;
use youwei_base::Bilingual;
use youwei_ledger::{AppendError, Broken, LedgerError, Part, StorageError, Unfit};

#[test]
fn every_error_says_what_is_wrong_and_then_what_to_do() {
    let reason = || "reason".to_owned();
    let unfit = [
        Unfit::TooLarge {
            size: 70_000,
            limit: 65_535,
        },
        Unfit::Number { number: reason() },
        Unfit::TooDeep { limit: 64 },
        Unfit::EmptyAttribute { attribute: "actor" },
        Unfit::Character {
            attribute: "actor",
            character: '\n',
        },
        Unfit::Source { origin: reason() },
        Unfit::IdVersion { id: Uuid::nil() },
        Unfit::Year {
            time: Timestamp::MIN,
        },
        Unfit::NotJson { reason: reason() },
    ];
    let storage = [
        StorageError::DiskFull,
        StorageError::Locked,
        StorageError::CannotOpen,
        StorageError::ReadOnly,
        StorageError::Damaged { reason: reason() },
        StorageError::Stopped,
        StorageError::Unreachable { reason: reason() },
        StorageError::Denied { reason: reason() },
        StorageError::NoDatabase { reason: reason() },
        StorageError::Unfit {
            setting: reason(),
            needed: reason(),
        },
        StorageError::Tls,
        StorageError::Url { reason: reason() },
        StorageError::Other { reason: reason() },
    ];
    let what = Bilingual::new("缺少该条;请比对", "it is missing; compare");
    let broken = Broken {
        part: Part::Entry(4),
        what,
    };
    let append = [
        AppendError::Unfit {
            subject: reason(),
            unfit: unfit[0].clone(),
        },
        AppendError::Stale {
            subject: reason(),
            expected: 1,
            actual: 2,
        },
        AppendError::IdTaken {
            id: Uuid::nil(),
            index: 3,
        },
        AppendError::Storage(StorageError::DiskFull),
        AppendError::Broken(broken.clone()),
    ];
    let ledger = [
        LedgerError::NotALedger { place: reason() },
        LedgerError::Absent { place: reason() },
        LedgerError::Shape { found: 9, known: 2 },
        LedgerError::OtherKey { origin: reason() },
        LedgerError::NoRehearsal { origin: reason() },
        LedgerError::Origin(unfit[5].clone()),
        LedgerError::Storage(StorageError::Locked),
        LedgerError::Broken(broken),
    ];
    let sentences = unfit
        .iter()
        .map(Unfit::sentence)
        .chain(storage.iter().map(StorageError::sentence))
        .chain(append.iter().map(AppendError::sentence))
        .chain(ledger.iter().map(LedgerError::sentence));
    for Bilingual { zh, en } in sentences {
        assert!(en.contains("; ") || en.contains(", name"), "{en}");
        assert!(en.is_ascii(), "{en}");
        assert!(zh.contains(";请") || zh.contains(",请"), "{zh}");
    }
}

#[test]
fn a_size_a_limit_and_both_versions_are_named() {
    let large = AppendError::Unfit {
        subject: "report/2026".to_owned(),
        unfit: Unfit::TooLarge {
            size: 70_000,
            limit: 65_535,
        },
    };
    let stale = AppendError::Stale {
        subject: "report/2026".to_owned(),
        expected: 3,
        actual: 5,
    };
    for (sentence, words) in [
        (large.sentence(), ["report/2026", "70000", "65535"]),
        (stale.sentence(), ["report/2026", "3", "5"]),
    ] {
        for word in words {
            assert!(sentence.zh.contains(word), "{}", sentence.zh);
            assert!(sentence.en.contains(word), "{}", sentence.en);
        }
    }
}
