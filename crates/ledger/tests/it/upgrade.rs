//! A file of shape 1, as the program wrote it before there were checkpoints.

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use youwei_ledger::{Keys, Ledger, LedgerError, Reader};

use crate::tools::{ORIGIN, Site, fill, fill_fast, proved, signer};

/// The tables of shape 1.
const CHAIN: &str = "
    CREATE TABLE log (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), origin TEXT NOT NULL) STRICT;
    CREATE TABLE entries (
        entry_index INTEGER PRIMARY KEY, id TEXT NOT NULL, subject TEXT NOT NULL,
        version INTEGER NOT NULL, bytes BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
    CREATE UNIQUE INDEX entries_by_id ON entries (id);
    CREATE UNIQUE INDEX entries_by_stream ON entries (subject, version);
    CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'x'); END;
    CREATE TRIGGER entries_are_never_removed BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'x'); END;
    CREATE TRIGGER entries_only_follow BEFORE INSERT ON entries
        WHEN NEW.entry_index IS NOT (SELECT coalesce(max(entry_index) + 1, 0) FROM entries)
        BEGIN SELECT RAISE(ABORT, 'x'); END;
    CREATE TRIGGER log_is_never_changed BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'x'); END;
    CREATE TRIGGER log_is_never_removed BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'x'); END;
    INSERT INTO log VALUES (1, 'youwei:yunze');
    PRAGMA application_id = 0x59574C47; PRAGMA user_version = 1; PRAGMA journal_mode = wal;";

/// A chain with the entries of another log.
fn chain(site: &Site, of: &Ledger) {
    let raw = Connection::open(site.path()).unwrap();
    raw.execute_batch(CHAIN).unwrap();
    let mut before = [0; 32];
    for entry in of.entries(0, usize::MAX).unwrap() {
        let input = [&[0], &before[..], &entry.bytes].concat();
        before = Sha256::digest(input).into();
        let version = "SELECT count(*) FROM entries WHERE subject = ?1";
        let subject = &entry.event.subject;
        let version: i64 = raw.query_row(version, [subject], |row| row.get(0)).unwrap();
        let (index, id) = (entry.index as i64, entry.event.id.to_string());
        raw.execute(
            "INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![index, id, subject, version, entry.bytes, before],
        )
        .unwrap();
    }
}

#[test]
fn its_entries_keep_their_bytes_and_places_under_a_key_of_its_origin() {
    let model = Site::sqlite();
    let log = model.open();
    fill(&log, 9);
    fill_fast(&log, 9, 300);
    let site = Site::sqlite();
    assert_eq!(Ledger::unsigned(&site.place()), Ok(None));
    chain(&site, &log);
    assert_eq!(Ledger::unsigned(&site.place()), Ok(Some(ORIGIN.to_owned())));
    let shape = LedgerError::Shape { found: 1, known: 2 };
    assert_eq!(Reader::open(&site.place()).map(|_| ()), Err(shape));

    let other = Keys::new(signer("youwei:another"));
    let origin = ORIGIN.to_owned();
    let refused = Ledger::open(&site.place(), other).map(|_| ());
    assert_eq!(refused, Err(LedgerError::OtherKey { origin }));
    assert_eq!(Ledger::unsigned(&site.place()), Ok(Some(ORIGIN.to_owned())));

    let ledger = site.open();
    assert_eq!(proved(&ledger), proved(&log));
    assert_eq!(
        ledger.entries(0, 999).unwrap(),
        log.entries(0, 999).unwrap()
    );
    assert_eq!(Ledger::unsigned(&site.place()), Ok(None));
    fill_fast(&ledger, 300, 310);
    drop(ledger);
    assert_eq!(proved(&site.open()).size, 310);
}

#[test]
fn a_broken_chain_is_refused_and_left_as_it_is() {
    let model = Site::sqlite();
    fill(&model.open(), 9);
    let site = Site::sqlite();
    chain(&site, &model.open());
    site.raw()
        .execute_batch(
            "DROP TRIGGER entries_are_never_changed;
             UPDATE entries SET hash = zeroblob(32) WHERE entry_index = 4;
             CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'x'); END;",
        )
        .unwrap();
    let keys = Keys::new(signer(ORIGIN));
    let refused = Ledger::open(&site.place(), keys).map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("entry 4"), "{refused}");
    assert_eq!(Ledger::unsigned(&site.place()), Ok(Some(ORIGIN.to_owned())));
}
