//! Backups of logs with personal values: the values in one file, the keys in another.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::json;
use youwei_ledger::{
    AppendError, BackupError, Broken, Contents, Keys, Ledger, LedgerError, MasterKey, Opened, Part,
    PersonId, Personal, Reader, Unwrapped, Values, check_backup,
};

use crate::tools::{Site, dice, event, fill, id, signer};

const MASTER: &str = "8f3c0a5d9e7b1264c8f0a1b2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f507";

fn master() -> MasterKey {
    MASTER.parse().unwrap()
}

fn keys(site: &Site) -> Keys {
    Keys::new(signer(site.origin)).with_master(master())
}

fn open(site: &Site) -> Ledger {
    Ledger::open(&site.place(), keys(site)).unwrap()
}

fn person() -> PersonId {
    PersonId::random().unwrap()
}

fn apply(ledger: &Ledger, number: u32, person: PersonId) -> Result<Vec<u64>, AppendError> {
    let value = Personal {
        pointer: "/name".to_owned(),
        person,
        value: json!(format!("章小满 {number}")),
    };
    let event = event(number, "allowance/017", json!({"sum": "400.00"}));
    ledger.append_sealed(vec![(event, vec![value])], &[])
}

fn erase(ledger: &Ledger, number: u32, person: PersonId) -> u64 {
    let time = Timestamp::from_second(1_768_450_000).unwrap();
    let erased = ledger.erase(person, id(number), time, "档案室").unwrap();
    assert_eq!(erased.remains, None);
    erased.index
}

/// A backup and the file of persons of the same moment.
fn backup(ledger: &Ledger, site: &Site, name: &str) -> (PathBuf, PathBuf, Contents) {
    let archive = site.folder.path().join(format!("{name}.youwei-backup"));
    let people = site.folder.path().join(format!("{name}.youwei-people"));
    let mut out = File::create(&people).unwrap();
    let file = File::create(&archive).unwrap();
    let contents = ledger
        .backup(file, Some(&mut out), None, &mut |_, _| {})
        .unwrap();
    assert_eq!(
        check_backup(File::open(&archive).unwrap(), &mut |_, _| {}),
        Ok(contents)
    );
    (archive, people, contents)
}

fn restore(archive: &Path, people: Option<&Path>, to: &Site) -> Result<Contents, BackupError> {
    Ledger::restore(archive, people, &to.place(), keys(to), None, &mut |_, _| {})
}

/// The value of an entry, none if it was erased.
fn value(reader: &Reader, index: u64) -> Option<String> {
    let entry = reader.entries(index, 1).unwrap().remove(0);
    match reader.open_personal(&entry).unwrap().remove(0).1 {
        Opened::Value { disclosure, .. } => disclosure.value.as_str().map(str::to_owned),
        Opened::Erased => None,
    }
}

fn checked(reader: &Reader) -> u64 {
    let verified = reader.verify(None, &mut |_, _| {}).unwrap();
    assert_eq!(verified.findings, []);
    match verified.values {
        Values::Checked(values) => values,
        Values::Unchecked(_) => panic!("{verified:?}"),
    }
}

fn named(number: u32) -> Option<String> {
    Some(format!("章小满 {number}"))
}

on_each_store! {
    fn values_come_back_with_their_keys_and_the_erased_do_not(site) {
        let (ledger, gone, stays) = (open(site), person(), person());
        fill(&ledger, 3);
        apply(&ledger, 10, gone).unwrap();
        apply(&ledger, 11, stays).unwrap();
        erase(&ledger, 20, gone);
        let (archive, people, contents) = backup(&ledger, site, "a");
        assert_eq!((contents.head.size, contents.values), (6, 1));
        // The same log gives the same files.
        let (again, people_again, _) = backup(&ledger, site, "b");
        assert_eq!(fs::read(&archive).unwrap(), fs::read(again).unwrap());
        assert_eq!(fs::read(&people).unwrap(), fs::read(people_again).unwrap());

        let other = site.another();
        assert_eq!(restore(&archive, Some(&people), &other), Ok(contents));
        // Asked again, nothing is done again.
        assert_eq!(restore(&archive, Some(&people), &other), Ok(contents));
        let restored = open(&other);
        assert_eq!((value(&restored, 3), value(&restored, 4)), (None, named(11)));
        assert_eq!(checked(&restored), 1);
        assert_eq!(restored.checkpoint().unwrap(), ledger.checkpoint().unwrap());
        assert!(apply(&restored, 30, gone).is_err());
        assert_eq!(apply(&restored, 11, stays), Ok(vec![4]));
        assert_eq!(apply(&restored, 31, stays), Ok(vec![6]));
        assert_eq!(erase(&restored, 21, stays), 7);
        assert_eq!(checked(&restored), 0);
    }

    fn who_was_erased_after_a_backup_is_erased_again_by_the_same_event(site) {
        let (ledger, gone, stays) = (open(site), person(), person());
        apply(&ledger, 10, gone).unwrap();
        apply(&ledger, 11, stays).unwrap();
        let (archive, old_people, contents) = backup(&ledger, site, "a");
        apply(&ledger, 12, gone).unwrap();
        let index = erase(&ledger, 20, gone);
        let erased = ledger.entries(index, 1).unwrap().remove(0);
        let (newer, people, _) = backup(&ledger, site, "b");

        let other = site.another();
        assert_eq!(restore(&archive, Some(&people), &other), Ok(contents));
        let restored = open(&other);
        assert_eq!((value(&restored, 0), value(&restored, 1)), (None, named(11)));
        let again = restored.entries(2, 1).unwrap().remove(0);
        assert_eq!((again.event, again.bytes), (erased.event, erased.bytes));
        assert_eq!((restored.size(), checked(&restored)), (Ok(3), 1));
        assert!(apply(&restored, 30, gone).is_err());

        // A file of persons from before could undo the erasure; it is not taken.
        let third = site.another();
        let older = BackupError::PeopleOlder { size: 2, needed: 4 };
        assert_eq!(restore(&newer, Some(&old_people), &third), Err(older));
        assert!(Reader::open(&third.place()).is_err(), "nothing was written");
    }

    fn without_the_keys_the_log_comes_back_and_no_value(site) {
        let (ledger, someone) = (open(site), person());
        apply(&ledger, 10, someone).unwrap();
        let (archive, _, contents) = backup(&ledger, site, "a");
        let other = site.another();
        assert_eq!(restore(&archive, None, &other), Ok(contents));
        let restored = open(&other);
        assert_eq!(restored.head(), Ok(contents.head));
        assert_eq!(value(&restored, 0), None);
        // What was lost is said for ever.
        let findings = restored.verify(None, &mut |_, _| {}).unwrap().findings;
        let parts: Vec<&Part> = findings.iter().map(|broken| &broken.part).collect();
        assert_eq!(parts, [&Part::Values]);
    }

    fn only_the_right_file_and_the_right_keys_are_taken(site) {
        let (ledger, someone) = (open(site), person());
        apply(&ledger, 10, someone).unwrap();
        let gone = person();
        apply(&ledger, 11, gone).unwrap();
        erase(&ledger, 20, gone);
        let (archive, people, contents) = backup(&ledger, site, "a");
        let refused = |people: &Path, keys: Keys| {
            let other = site.another();
            let place = other.place();
            let refused = Ledger::restore(&archive, Some(people), &place, keys, None, &mut |_, _| {});
            assert!(Reader::open(&place).is_err(), "nothing was written");
            refused.unwrap_err()
        };
        let plain = Keys::new(signer(site.origin));
        assert_eq!(refused(&people, plain), LedgerError::NoMasterKey.into());
        let other = Keys::new(signer(site.origin)).with_master(MasterKey::random().unwrap());
        let wrapped = LedgerError::Unwrapped(Unwrapped::OtherMasterKey);
        assert_eq!(refused(&people, other), wrapped.into());
        assert_eq!(refused(&archive, keys(site)), BackupError::NotPeople);
        // Every change of a byte and every cut is noticed.
        let bytes = fs::read(&people).unwrap();
        let changed = site.folder.path().join("changed");
        let mut dice = dice();
        for turn in 0..30 {
            let mut other = bytes.clone();
            let at = dice.below(bytes.len() as u64 - 1) as usize;
            if turn % 2 == 0 { other.truncate(at) } else { other[at] ^= 1 << dice.below(8) }
            fs::write(&changed, &other).unwrap();
            // The size and the event's own words are vouched for by nobody.
            let line = bytes[..at].rsplit(|byte| *byte == b'\n').next().unwrap();
            if turn % 2 == 1 && (line.contains(&b'{') || line.starts_with(b"size")) {
                continue;
            }
            refused(&changed, keys(site));
        }
        // One that was made for another log.
        let others = site.another();
        let ledger = open(&others);
        drop(ledger);
        let signer = youwei_tlog::SignerKey::from_seed("youwei:other", &[7; 32]).unwrap();
        let third = site.another();
        let ledger = Ledger::open(&third.place(), Keys::new(signer).with_master(master())).unwrap();
        apply(&ledger, 10, person()).unwrap();
        let (_, foreign, _) = backup(&ledger, &third, "c");
        assert_eq!(refused(&foreign, keys(site)), BackupError::NotPeople);
        assert_eq!(restore(&archive, Some(&people), &site.another()), Ok(contents));
    }
}

#[test]
fn neither_file_holds_a_value_in_the_clear_and_the_archive_no_key() {
    let site = Site::sqlite();
    let (ledger, someone) = (open(&site), person());
    apply(&ledger, 10, someone).unwrap();
    let (archive, people, _) = backup(&ledger, &site, "a");
    let (archive, people) = (
        fs::read(archive).unwrap(),
        fs::read_to_string(people).unwrap(),
    );
    let row = people.lines().nth(4).unwrap();
    let (named, row) = row.split_once(' ').unwrap();
    assert_eq!((named, row.len()), (&someone.to_string()[..], 2 * 69));
    let holds = |bytes: &[u8], text: &str| {
        let mut places = bytes.windows(text.len());
        places.any(|place| place == text.as_bytes())
    };
    assert!(holds(&archive, named), "the search finds what is there");
    assert!(!holds(&archive, &row[18..82]) && !holds(&archive, "章小满"));
    assert!(!holds(people.as_bytes(), "章小满"));
}

#[test]
fn a_value_that_was_changed_in_the_archive_is_told() {
    let site = Site::sqlite();
    let ledger = open(&site);
    apply(&ledger, 10, person()).unwrap();
    let (archive, people, _) = backup(&ledger, &site, "a");
    let mut bytes = fs::read(&archive).unwrap();
    let label = b"\"bytes\":\"";
    let at = bytes
        .windows(label.len())
        .position(|it| it == label)
        .unwrap();
    let digit = &mut bytes[at + 60];
    *digit = if *digit == b'0' { b'1' } else { b'0' };
    fs::write(&archive, bytes).unwrap();
    let refused = restore(&archive, Some(&people), &Site::sqlite()).unwrap_err();
    assert!(
        matches!(
            refused,
            BackupError::Ledger(LedgerError::Broken(Broken {
                part: Part::Sealed(0),
                ..
            }))
        ),
        "{refused}"
    );
}

#[test]
fn what_one_store_wrote_the_other_reads() {
    let sites = Site::each();
    for (from, to) in [(0, 1), (1, 0)] {
        let (Some(from), Some(to)) = (sites.get(from), sites.get(to)) else {
            return;
        };
        let (from, to) = (from.another(), to.another());
        let (ledger, someone, gone) = (open(&from), person(), person());
        apply(&ledger, 10, someone).unwrap();
        apply(&ledger, 11, gone).unwrap();
        erase(&ledger, 20, gone);
        let (archive, people, contents) = backup(&ledger, &from, "a");
        assert_eq!(restore(&archive, Some(&people), &to), Ok(contents));
        let restored = open(&to);
        assert_eq!(
            (value(&restored, 0), value(&restored, 1)),
            (named(10), None)
        );
        assert_eq!(checked(&restored), 1);
        let (again, people_again, _) = backup(&restored, &to, "b");
        assert_eq!(fs::read(archive).unwrap(), fs::read(again).unwrap());
        assert_eq!(fs::read(people).unwrap(), fs::read(people_again).unwrap());
    }
}
