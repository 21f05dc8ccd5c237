//! Opening: what is made, what is kept, what is refused and left untouched.

use std::fs;

use serde_json::json;
use youwei_ledger::{Head, Ledger, LedgerError, StorageError};

use crate::tools::{ORIGIN, Place, event, expect, fill};

/// `Ledger` has no `Debug`, so `unwrap_err` is of no use.
fn refusal(place: &Place) -> LedgerError {
    match Ledger::open(&place.path(), ORIGIN) {
        Ok(_) => panic!("it was opened"),
        Err(error) => error,
    }
}

#[test]
fn a_ledger_that_exists_keeps_its_entries_and_its_origin() {
    let place = Place::new();
    let head = {
        let ledger = place.open();
        assert_eq!(ledger.verify(), Ok(Head::EMPTY));
        fill(&ledger, 5);
        ledger.head().unwrap()
    };
    let again = Ledger::open(&place.path(), "youwei:another").unwrap();
    assert_eq!(again.origin(), ORIGIN);
    assert_eq!(again.head().unwrap(), head);
    assert_eq!(again.verify(), Ok(head));
    again
        .append(vec![event(99, "s", json!(1))], &[expect("s", 0)])
        .unwrap();
    assert_eq!(again.entries(5, 1).unwrap()[0].event.source, ORIGIN);
}

#[test]
fn a_closed_ledger_is_one_file() {
    let place = Place::new();
    let ledger = place.open();
    fill(&ledger, 5);
    ledger.verify().unwrap();
    drop(ledger);
    let files = fs::read_dir(place.folder.path()).unwrap().count();
    assert_eq!(files, 1, "no -wal and no -shm stays");
}

#[test]
fn reads_find_what_they_are_asked_for() {
    let place = Place::new();
    let ledger = place.open();
    fill(&ledger, 10);
    let indexes = |entries: Vec<youwei_ledger::Entry>| -> Vec<u64> {
        entries.iter().map(|entry| entry.index).collect()
    };
    assert_eq!(indexes(ledger.entries(3, 4).unwrap()), [3, 4, 5, 6]);
    assert_eq!(indexes(ledger.entries(8, usize::MAX).unwrap()), [8, 9]);
    assert_eq!(indexes(ledger.entries(10, 5).unwrap()), [0; 0]);
    assert_eq!(indexes(ledger.entries(u64::MAX, 5).unwrap()), [0; 0]);
    assert_eq!(indexes(ledger.stream("commitment/1").unwrap()), [1, 4, 7]);
    assert_eq!(indexes(ledger.stream("commitment/9").unwrap()), [0; 0]);
    let found = ledger.by_id(crate::tools::id(6)).unwrap().unwrap();
    assert_eq!(found.index, 6);
    assert_eq!(ledger.by_id(crate::tools::id(10)).unwrap(), None);
    assert_eq!(ledger.size().unwrap(), 10);
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_untouched() {
    for content in ["工作报告", &"no database ".repeat(500)] {
        let place = Place::new();
        fs::write(place.path(), content).unwrap();
        let path = place.path();
        assert_eq!(refusal(&place), LedgerError::NotALedger { path });
        assert_eq!(fs::read_to_string(place.path()).unwrap(), content);
    }
}

#[test]
fn the_database_of_another_program_is_refused_and_left_untouched() {
    for sql in [
        "CREATE TABLE entries (a)",
        "PRAGMA user_version = 1",
        "PRAGMA application_id = 77; CREATE TABLE entries (a)",
    ] {
        let place = Place::new();
        place.raw().execute_batch(sql).unwrap();
        let before = fs::read(place.path()).unwrap();
        let path = place.path();
        assert_eq!(refusal(&place), LedgerError::NotALedger { path });
        assert_eq!(fs::read(place.path()).unwrap(), before);
    }
}

#[test]
fn an_empty_file_becomes_a_ledger() {
    let place = Place::new();
    fs::write(place.path(), "").unwrap();
    fill(&place.open(), 1);
    assert_eq!(place.open().size().unwrap(), 1);
}

#[test]
fn a_newer_shape_is_refused() {
    let place = Place::new();
    fill(&place.open(), 1);
    place
        .raw()
        .execute_batch("PRAGMA user_version = 2")
        .unwrap();
    let newer = LedgerError::Newer { found: 2, known: 1 };
    assert_eq!(refusal(&place), newer);
}

#[test]
fn a_missing_folder_is_refused() {
    let place = Place::new();
    let path = place.folder.path().join("no/such/folder");
    let opened = Ledger::open(&path, ORIGIN).map(|_| ());
    assert_eq!(opened, Err(LedgerError::Storage(StorageError::CannotOpen)));
}

#[test]
fn the_database_itself_refuses_to_change_or_remove_an_entry() {
    let place = Place::new();
    fill(&place.open(), 3);
    let raw = place.raw();
    for sql in [
        "UPDATE entries SET bytes = x'00' WHERE entry_index = 1",
        "UPDATE entries SET entry_index = 9 WHERE entry_index = 1",
        "DELETE FROM entries",
        "DELETE FROM entries WHERE entry_index = 2",
        "INSERT OR REPLACE INTO entries VALUES (1, 'x', 'x', 0, x'00', x'00')",
        "INSERT OR REPLACE INTO entries SELECT 3, id, 'x', 0, bytes, hash FROM entries LIMIT 1",
        "INSERT OR REPLACE INTO entries SELECT 3, 'x', subject, version, bytes, hash FROM entries LIMIT 1",
        "INSERT INTO entries VALUES (4, 'x', 'x', 0, x'00', x'00')",
        "INSERT INTO entries VALUES (NULL, 'x', 'x', 0, x'00', x'00')",
        "UPDATE log SET origin = 'youwei:other'",
        "DELETE FROM log",
    ] {
        let refused = raw.execute(sql, []).unwrap_err().to_string();
        assert!(refused.contains("账本"), "{sql}: {refused}");
    }
    assert_eq!(place.open().verify().unwrap().size, 3);
}
