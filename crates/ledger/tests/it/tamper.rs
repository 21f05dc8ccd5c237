//! What someone does who holds the file and has dropped its triggers.

use std::fs;

use youwei_ledger::{Broken, EMPTY_HASH, Entry, Head, Ledger, LedgerError, entry_hash};

use crate::tools::{ORIGIN, Place, dice, fill, id};

const SIZE: u32 = 9;

/// A ledger of nine entries that went through this SQL without its guards; and the
/// head that it had before.
fn forged(sql: &str) -> (Place, Head) {
    let place = Place::new();
    let ledger = place.open();
    fill(&ledger, SIZE);
    let head = ledger.verify().unwrap();
    drop(ledger);
    let raw = place.raw();
    for trigger in [
        "entries_are_never_changed",
        "entries_are_never_removed",
        "entries_only_follow",
        "log_is_never_changed",
    ] {
        raw.execute_batch(&format!("DROP TRIGGER {trigger}"))
            .unwrap();
    }
    raw.execute_batch(sql).unwrap();
    (place, head)
}

fn verify(sql: &str) -> Result<Head, (u64, String)> {
    let (place, _) = forged(sql);
    let verified = place.open().verify();
    verified.map_err(|Broken { index, what }| (index, what.en))
}

/// Exchanges everything but the place of two entries.
const SWAP: &str = "CREATE TABLE held AS SELECT * FROM entries WHERE entry_index IN (3, 6);
    DELETE FROM entries WHERE entry_index IN (3, 6);
    INSERT INTO entries SELECT 9 - entry_index, id, subject, version, bytes, hash FROM held;";

#[test]
fn a_forgery_is_found_and_its_entry_is_named() {
    let cases = [
        // One byte of the text, of the hash, of each column.
        (
            "UPDATE entries SET bytes = CAST(replace(CAST(bytes AS TEXT), '58.18', '98.18') AS BLOB)
             WHERE entry_index = 4",
            4,
            "its hash",
        ),
        (
            "UPDATE entries SET hash = zeroblob(32) WHERE entry_index = 4",
            4,
            "its hash",
        ),
        (
            "UPDATE entries SET id = replace(id, '4', '5') WHERE entry_index = 4",
            4,
            "id column",
        ),
        (
            "UPDATE entries SET subject = 'commitment/7' WHERE entry_index = 4",
            4,
            "subject column",
        ),
        (
            "UPDATE entries SET version = 7 WHERE entry_index = 4",
            4,
            "place in its stream",
        ),
        // A hash or bytes of another length.
        (
            "UPDATE entries SET hash = x'00' WHERE entry_index = 4",
            4,
            "damaged",
        ),
        (
            "UPDATE entries SET bytes = x'' WHERE entry_index = 4",
            4,
            "its hash",
        ),
        // Removed, moved, exchanged.
        ("DELETE FROM entries WHERE entry_index = 0", 0, "missing"),
        ("DELETE FROM entries WHERE entry_index = 4", 4, "missing"),
        (
            "DELETE FROM entries WHERE entry_index = 4;
             UPDATE entries SET entry_index = entry_index - 1 WHERE entry_index > 4",
            4,
            "its hash",
        ),
        (
            "UPDATE entries SET entry_index = 11 WHERE entry_index = 8",
            8,
            "missing",
        ),
        (SWAP, 3, "its hash"),
        // Written for another log.
        ("UPDATE log SET origin = 'youwei:other'", 0, "its source"),
    ];
    for (sql, index, word) in cases {
        let (found, what) = verify(sql).unwrap_err();
        assert_eq!(found, index, "{sql}");
        assert!(what.contains(word), "{sql}: {what}");
    }
}

#[test]
fn nothing_changed_is_nothing_found() {
    let (place, head) = forged("");
    assert_eq!(place.open().verify(), Ok(head));
}

#[test]
fn a_log_cut_short_is_whole_in_itself_and_shows_against_a_noted_head() {
    let (place, noted) = forged("DELETE FROM entries WHERE entry_index >= 7");
    let head = place.open().verify().unwrap();
    assert_eq!((noted.size, head.size), (9, 7));
    assert_ne!(noted, head);
}

/// What becomes of an entry's text.
type Change = fn(String) -> String;

/// Writes entry 8 anew with these bytes and the hash that belongs to them.
fn rewritten(change: Change) -> Result<Head, (u64, String)> {
    let (place, _) = forged("");
    let entries = place.open().entries(7, 2).unwrap();
    let text = change(String::from_utf8(entries[1].bytes.clone()).unwrap());
    let hash = entry_hash(&entries[0].hash, text.as_bytes());
    place
        .raw()
        .execute(
            "UPDATE entries SET bytes = ?1, hash = ?2 WHERE entry_index = 8",
            (text.as_bytes(), hash),
        )
        .unwrap();
    let verified = place.open().verify();
    verified.map_err(|Broken { index, what }| (index, what.en))
}

#[test]
fn bytes_that_hash_well_but_are_no_canonical_event_are_found() {
    let cases: [(Change, &str); 8] = [
        (|text| text + " ", "not canonical"),
        (|text| text.replace("58.18", "58.\\u00318"), "not canonical"),
        (|text| text.replace("Z\"", "+00:00\""), "not canonical"),
        (|text| text.replace(":\"1.0\"", ":\"1.1\""), "not an event"),
        (
            |text| text.replace("\"actor\"", "\"aktor\""),
            "not an event",
        ),
        (|text| text.replace("李敏", ""), "is empty"),
        (
            |text| text.replace("\"58.18\"", "9007199254740993"),
            "change the number",
        ),
        (|text| text[1..].to_owned(), "not an event"),
    ];
    for (change, word) in cases {
        let (index, what) = rewritten(change).unwrap_err();
        assert_eq!(index, 8);
        assert!(what.contains(word), "{what}");
    }
    // The end of a chain can be written anew by who holds the file: the noted head,
    // not the chain, is what finds that.
    assert!(rewritten(|text| text.replace("58.18", "98.18")).is_ok());
}

#[test]
fn ordinary_reads_do_not_hand_out_a_forged_entry() {
    let (place, _) = forged(
        "UPDATE entries SET bytes = CAST(replace(CAST(bytes AS TEXT), '58.18', '98.18') AS BLOB)
         WHERE entry_index = 4",
    );
    let ledger = place.open();
    let named = |read: Result<Vec<Entry>, LedgerError>| match read {
        Err(LedgerError::Broken(broken)) => broken.index,
        other => panic!("{other:?}"),
    };
    assert_eq!(named(ledger.entries(0, 9)), 4);
    assert_eq!(named(ledger.stream("commitment/1")), 4);
    assert!(ledger.by_id(id(4)).is_err());
    assert_eq!(ledger.entries(0, 4).unwrap().len(), 4);
    assert_eq!(ledger.stream("commitment/0").unwrap().len(), 3);

    let (place, _) = forged("DELETE FROM entries WHERE entry_index = 4");
    let ledger = place.open();
    assert_eq!(named(ledger.entries(0, 9)), 4);
    assert_eq!(named(ledger.stream("commitment/1")), 7);
}

/// Tells the database that its look-up by id leaves these entries out, does something
/// meanwhile, and takes it back: the look-up and the entries no longer agree.
fn with_lookup_without(place: &Place, left_out: &str, sql: &str) {
    let rename = |from: &str, to: &str| {
        let change = "UPDATE sqlite_schema SET sql = replace(sql, ?1, ?2)
                      WHERE name = 'entries_by_id'";
        let raw = place.raw();
        raw.execute_batch("PRAGMA writable_schema = on").unwrap();
        assert_eq!(raw.execute(change, (from, to)), Ok(1));
    };
    let partial = format!("(id) WHERE {left_out}");
    rename("(id)", &partial);
    place.raw().execute_batch(sql).unwrap();
    rename(&partial, "(id)");
}

#[test]
fn a_lookup_that_does_not_agree_with_the_entries_is_found() {
    let (place, _) = forged("");
    with_lookup_without(&place, "entry_index <> 4", "REINDEX entries_by_id");
    let ledger = place.open();
    assert_eq!(ledger.by_id(id(4)), Ok(None), "the forgery works");
    let broken = ledger.verify().unwrap_err();
    assert_eq!(broken.index, 4);
    assert!(broken.what.en.contains("does not find it"), "{broken}");

    let (place, _) = forged("");
    let remove = "DELETE FROM entries WHERE entry_index = 8";
    with_lookup_without(&place, "entry_index < 0", remove);
    let broken = place.open().verify().unwrap_err();
    assert_eq!(broken.index, 8);
    assert!(broken.what.en.contains("does not have"), "{broken}");
}

/// All that the ledger gives out.
fn everything(ledger: &Ledger) -> Result<Vec<Entry>, LedgerError> {
    let mut all = ledger.entries(0, usize::MAX)?;
    for stream in 0..3 {
        all.extend(ledger.stream(&format!("commitment/{stream}"))?);
    }
    for number in 0..SIZE {
        all.extend(ledger.by_id(id(number))?);
    }
    Ok(all)
}

#[test]
fn no_flipped_bit_of_the_file_changes_what_is_read_from_a_verified_ledger() {
    let mut dice = dice();
    let place = Place::new();
    let ledger = place.open();
    fill(&ledger, SIZE);
    let (head, all) = (ledger.verify().unwrap(), everything(&ledger).unwrap());
    assert_eq!(all.len(), 3 * SIZE as usize);
    drop(ledger);
    let file = fs::read(place.path()).unwrap();
    // Where nothing is written a flip means nothing, so most throws go elsewhere.
    let written: Vec<usize> = (0..file.len()).filter(|at| file[*at] != 0).collect();
    let mut found = 0;
    for turn in 0..400 {
        let at = match turn % 8 {
            0 => dice.below(file.len() as u64) as usize,
            _ => written[dice.below(written.len() as u64) as usize],
        };
        let mut flipped = file.clone();
        flipped[at] ^= 1 << dice.below(8);
        let place = Place::new();
        fs::write(place.path(), flipped).unwrap();
        let Ok(ledger) = Ledger::open(&place.path(), ORIGIN) else {
            found += 1;
            continue;
        };
        match ledger.verify() {
            Err(_) => found += 1,
            Ok(verified) => {
                assert_eq!(verified, head, "byte {at}");
                assert_eq!(everything(&ledger).as_ref(), Ok(&all), "byte {at}");
            }
        }
    }
    assert!(found > 100, "only {found} of 400 flips were found");
    assert_ne!(head.hash, EMPTY_HASH);
}
