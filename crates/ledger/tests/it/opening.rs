//! Opening: what is made, what is kept, what is refused and left untouched.

use std::fs;

use serde_json::json;
use youwei_ledger::{Filter, Keys, Ledger, LedgerError, Place, Reader, StorageError};

use crate::tools::{ORIGIN, Site, empty, event, expect, fill, proved, signer};

/// `Ledger` has no `Debug`, so `unwrap_err` is of no use.
fn refusal(site: &Site) -> LedgerError {
    let signer = signer(ORIGIN);
    match Ledger::open(&site.place(), Keys::new(signer)) {
        Ok(_) => panic!("it was opened"),
        Err(error) => error,
    }
}

on_each_store! {
    fn a_ledger_that_exists_keeps_its_entries_and_its_origin(site) {
        let head = {
            let ledger = site.open();
            assert_eq!(proved(&ledger), empty());
            fill(&ledger, 5);
            proved(&ledger)
        };
        let again = site.open();
        assert_eq!(again.origin(), ORIGIN);
        assert_eq!(proved(&again), head);
        again
            .append(vec![event(99, "s", json!(1))], &[expect("s", 0)])
            .unwrap();
        assert_eq!(again.entries(5, 1).unwrap()[0].event.source, ORIGIN);
    }

    fn a_ledger_is_opened_only_with_the_key_that_it_was_made_with(site) {
        fill(&site.open(), 2);
        let origin = ORIGIN.to_owned();
        for signer in [
            signer("youwei:another"),
            youwei_tlog::SignerKey::from_seed(ORIGIN, &[8; 32]).unwrap(),
        ] {
            let opened = Ledger::open(&site.place(), Keys::new(signer)).map(|_| ());
            let origin = origin.clone();
            assert_eq!(opened, Err(LedgerError::OtherKey { origin }));
        }
        // Without any key it can be read and proved.
        let reader = Reader::open(&site.place()).unwrap();
        assert_eq!(proved(&reader).size, 2);
    }

    fn where_there_is_no_ledger_a_reader_makes_none(site) {
        for _ in 0..2 {
            let opened = Reader::open(&site.place()).map(|_| ());
            assert!(matches!(opened, Err(LedgerError::Absent { .. })), "{opened:?}");
        }
    }

    fn entries_are_found_by_type_and_time(site) {
        let ledger = site.open();
        for number in 0..12 {
            let mut event = event(number, "s", json!(1));
            if number % 3 == 0 {
                event.kind = "report.taken-in".to_owned();
            }
            // The clock goes back and forth, and below a microsecond.
            event.time = format!("2026-01-01T00:00:0{}.00000000{}Z", number % 4, number % 3)
                .parse()
                .unwrap();
            ledger.append(vec![event], &[]).unwrap();
        }
        let find = |kind, since: &str, until: &str, from, limit| -> Vec<u64> {
            let moment = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
            let (since, until) = (moment(since), moment(until));
            let filter = Filter { kind, since, until, from, limit };
            let found = ledger.find(&filter).unwrap();
            found.iter().map(|entry| entry.index).collect()
        };
        let taken = Some("report.taken-in");
        assert_eq!(find(taken, "", "", 0, 9), [0, 3, 6, 9]);
        assert_eq!(find(taken, "", "", 1, 2), [3, 6]);
        assert_eq!(find(taken, "2026-01-01T00:00:02Z", "", 0, 9), [3, 6]);
        assert_eq!(find(None, "", "2026-01-01T00:00:00Z", 0, 9), [0]);
        assert_eq!(find(None, "", "2026-01-01T00:00:00.000000001Z", 0, 9), [0, 4]);
        assert_eq!(find(None, "2026-01-01T00:00:03Z", "2026-01-01T00:00:03.1Z", 4, 9), [7, 11]);
        assert_eq!(find(Some("no.such"), "", "", 0, 9), [0; 0]);
    }

    fn reads_find_what_they_are_asked_for(site) {
        let ledger = site.open();
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
}

#[test]
fn a_closed_ledger_is_one_file() {
    let site = Site::sqlite();
    let ledger = site.open();
    fill(&ledger, 5);
    proved(&ledger);
    drop(ledger);
    let files = fs::read_dir(site.folder.path()).unwrap().count();
    assert_eq!(files, 1, "no -wal and no -shm stays");
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_untouched() {
    for content in ["工作报告", &"no database ".repeat(500)] {
        let site = Site::sqlite();
        fs::write(site.path(), content).unwrap();
        let place = site.path().display().to_string();
        assert_eq!(refusal(&site), LedgerError::NotALedger { place });
        assert_eq!(fs::read_to_string(site.path()).unwrap(), content);
    }
}

#[test]
fn the_database_of_another_program_is_refused_and_left_untouched() {
    for sql in [
        "CREATE TABLE entries (a)",
        "PRAGMA user_version = 1",
        "PRAGMA application_id = 77; CREATE TABLE entries (a)",
    ] {
        let site = Site::sqlite();
        site.raw().execute_batch(sql).unwrap();
        let before = fs::read(site.path()).unwrap();
        let place = site.path().display().to_string();
        assert_eq!(refusal(&site), LedgerError::NotALedger { place });
        assert_eq!(fs::read(site.path()).unwrap(), before);
    }
}

#[test]
fn an_empty_file_becomes_a_ledger() {
    let site = Site::sqlite();
    fs::write(site.path(), "").unwrap();
    fill(&site.open(), 1);
    assert_eq!(site.open().size().unwrap(), 1);
}

#[test]
fn another_shape_is_refused() {
    let site = Site::sqlite();
    fill(&site.open(), 1);
    site.raw().execute_batch("PRAGMA user_version = 9").unwrap();
    let other = LedgerError::Shape { found: 9, known: 2 };
    assert_eq!(refusal(&site), other);
}

#[test]
fn a_missing_folder_is_refused() {
    let site = Site::sqlite();
    let path = site.folder.path().join("no/such/folder");
    let signer = signer(ORIGIN);
    let opened = Ledger::open(&Place::File(path), Keys::new(signer)).map(|_| ());
    assert_eq!(opened, Err(LedgerError::Storage(StorageError::CannotOpen)));
}

#[test]
fn the_database_itself_refuses_to_change_or_remove_an_entry() {
    let site = Site::sqlite();
    fill(&site.open(), 3);
    let raw = site.raw();
    for sql in [
        "UPDATE entries SET bytes = x'00' WHERE entry_index = 1",
        "UPDATE entries SET entry_index = 9 WHERE entry_index = 1",
        "DELETE FROM entries",
        "DELETE FROM entries WHERE entry_index = 2",
        "INSERT OR REPLACE INTO entries VALUES (1, x'01', 'x', 0, 'k', 0, x'00', x'00')",
        "INSERT OR REPLACE INTO entries SELECT 3, id, 'x', 0, kind, time, leaf, bytes FROM entries LIMIT 1",
        "INSERT OR REPLACE INTO entries SELECT 3, x'01', subject, version, kind, time, leaf, bytes FROM entries LIMIT 1",
        "INSERT INTO entries VALUES (4, x'01', 'x', 0, 'k', 0, x'00', x'00')",
        "INSERT INTO entries VALUES (NULL, x'01', 'x', 0, 'k', 0, x'00', x'00')",
        "UPDATE log SET origin = 'youwei:other'",
        "DELETE FROM log",
    ] {
        let refused = raw.execute(sql, []).unwrap_err().to_string();
        assert!(refused.contains("账本"), "{sql}: {refused}");
    }
    assert_eq!(proved(&site.open()).size, 3);
}
