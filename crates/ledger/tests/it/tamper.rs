//! What someone does who holds the file and has dropped its triggers.

use std::fs;

use youwei_ledger::{Broken, Entry, Head, Keys, Ledger, LedgerError, Part, Verified};
use youwei_tlog::{Frontier, Suite};

use crate::tools::{ORIGIN, Site, dice, fill, id, proved, signer};

const SIZE: u32 = 9;

/// A ledger of nine entries that went through this SQL without its guards; and the
/// head that it had before.
fn forged(sql: &str) -> (Site, Head) {
    let site = Site::sqlite();
    let ledger = site.open();
    fill(&ledger, SIZE);
    let head = proved(&ledger);
    drop(ledger);
    let raw = site.raw();
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
    (site, head)
}

/// What verification finds, part by part; or why the file could not even be read.
fn found(site: &Site) -> Vec<(Option<Part>, String)> {
    let signer = signer(ORIGIN);
    let read = Ledger::open(&site.place(), Keys::new(signer))
        .and_then(|ledger| ledger.verify(None, &mut |_, _| {}));
    match read {
        Ok(Verified { findings, .. }) => findings
            .into_iter()
            .map(|Broken { part, what }| (Some(part), what.en))
            .collect(),
        Err(error) => vec![(None, error.to_string())],
    }
}

/// Exchanges everything but the place of two entries.
const SWAP: &str = "CREATE TABLE held AS SELECT * FROM entries WHERE entry_index IN (3, 6);
    DELETE FROM entries WHERE entry_index IN (3, 6);
    INSERT INTO entries
    SELECT 9 - entry_index, id, subject, version, kind, time, leaf, bytes FROM held;";

#[test]
fn a_forgery_is_found_and_its_place_is_named() {
    let entry = |index| Some(Part::Entry(index));
    let head = Some(Part::Head);
    let cases = [
        // One byte of the text, of the hash, of each column.
        (
            "UPDATE entries SET bytes = CAST(replace(CAST(bytes AS TEXT), '58.18', '98.18') AS BLOB)
             WHERE entry_index = 4",
            entry(4),
            "its hash",
        ),
        ("UPDATE entries SET leaf = zeroblob(32) WHERE entry_index = 4", entry(4), "its hash"),
        ("UPDATE entries SET id = randomblob(16) WHERE entry_index = 4", entry(4), "columns"),
        ("UPDATE entries SET subject = 'commitment/7' WHERE entry_index = 4", entry(4), "columns"),
        ("UPDATE entries SET kind = 'other' WHERE entry_index = 4", entry(4), "columns"),
        ("UPDATE entries SET time = time + 1 WHERE entry_index = 4", entry(4), "columns"),
        ("UPDATE entries SET version = 7 WHERE entry_index = 4", entry(4), "place in its stream"),
        // A column of another type or length.
        ("UPDATE entries SET leaf = x'00' WHERE entry_index = 4", None, "damaged"),
        ("UPDATE entries SET id = x'00' WHERE entry_index = 4", None, "damaged"),
        ("UPDATE entries SET bytes = x'' WHERE entry_index = 4", entry(4), "its hash"),
        // Removed, moved, exchanged.
        ("DELETE FROM entries WHERE entry_index = 0", entry(0), "missing"),
        ("DELETE FROM entries WHERE entry_index = 4", entry(4), "missing"),
        ("DELETE FROM entries WHERE entry_index >= 7", entry(7), "missing"),
        (
            "DELETE FROM entries WHERE entry_index = 4;
             UPDATE entries SET entry_index = entry_index - 1 WHERE entry_index > 4",
            entry(6),
            "place in its stream",
        ),
        ("UPDATE entries SET entry_index = 11 WHERE entry_index = 8", entry(8), "missing"),
        (SWAP, entry(3), "place in its stream"),
        // The head.
        ("UPDATE head SET size = 8", head.clone(), "stored Merkle tree"),
        ("UPDATE head SET frontier = zeroblob(64)", head.clone(), "stored Merkle tree"),
        (
            "UPDATE head SET checkpoint = replace(checkpoint, char(10) || '9' || char(10), char(10) || '8' || char(10))",
            head.clone(),
            "signature",
        ),
        ("UPDATE head SET checkpoint = 'x'", head, "not a signed note"),
        ("DELETE FROM head", None, "returned no rows"),
        // Things that the log never had.
        ("INSERT INTO nodes VALUES (1, 0, zeroblob(32))", Some(Part::Lookup("nodes")), "agree"),
        ("INSERT INTO cosigned VALUES (3, 'x', '')", Some(Part::Cosigned(3)), "not a signed note"),
        (
            "INSERT INTO cosigned SELECT 3, checkpoint, '' FROM head",
            Some(Part::Cosigned(3)),
            "another size",
        ),
        (
            "INSERT INTO snapshots VALUES ('s', 1, 3, x'00', 'x')",
            Some(Part::Snapshot("s".to_owned())),
            "rebuild",
        ),
        // Written for another log.
        ("UPDATE log SET origin = 'youwei:other'", Some(Part::Head), "public key"),
        ("UPDATE log SET key = replace(key, 'A', 'B')", Some(Part::Head), "public key"),
    ];
    for (sql, part, word) in cases {
        let (site, _) = forged(sql);
        let found = found(&site);
        let named = match &part {
            // A finding of the whole file is an error of its own.
            Some(Part::Head) => found.iter().any(|(_, what)| what.contains(word)),
            part => found
                .iter()
                .any(|(where_, what)| where_.as_ref() == part.as_ref() && what.contains(word)),
        };
        assert!(named, "{sql}: {found:?}");
    }
}

#[test]
fn a_change_of_content_alone_is_found_in_its_entry_and_nowhere_else() {
    let (site, _) = forged(
        "UPDATE entries SET bytes = CAST(replace(CAST(bytes AS TEXT), '58.18', '98.18') AS BLOB)
         WHERE entry_index = 4",
    );
    let found = found(&site);
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn nothing_changed_is_nothing_found() {
    let (site, head) = forged("");
    assert_eq!(proved(&site.open()), head);
}

#[test]
fn nothing_is_appended_to_a_log_whose_end_is_not_proved() {
    for sql in [
        "DELETE FROM entries WHERE entry_index >= 7",
        "UPDATE head SET frontier = zeroblob(64)",
        "UPDATE head SET checkpoint = 'x'",
    ] {
        let (site, _) = forged(sql);
        let ledger = site.open();
        let event = crate::tools::event(50, "s", serde_json::json!(1));
        let refused = ledger.append(vec![event], &[]).unwrap_err();
        assert!(
            matches!(refused, youwei_ledger::AppendError::Broken(_)),
            "{sql}: {refused}"
        );
    }
}

#[test]
fn a_log_put_back_to_an_older_copy_shows_against_a_noted_checkpoint() {
    let site = Site::sqlite();
    fill(&site.open(), 7);
    let older = fs::read(site.path()).unwrap();
    let ledger = site.open();
    fill_from(&ledger, 7, 9);
    let noted = checkpoint(&ledger);
    drop(ledger);
    fs::write(site.path(), older).unwrap();
    let ledger = site.open();
    assert_eq!(proved(&ledger).size, 7, "it is whole in itself");
    let verified = ledger.verify(Some(&noted), &mut |_, _| {}).unwrap();
    let [broken] = &verified.findings[..] else {
        panic!("{verified:?}")
    };
    assert_eq!(broken.part, Part::Noted(9));
    assert!(broken.what.en.contains("cut off"), "{broken}");
    // And a history of the same length that is another one.
    let other = crate::tools::event(70, "s", serde_json::json!(1));
    ledger.append(vec![other.clone()], &[]).unwrap();
    ledger
        .append(
            vec![crate::tools::event(71, "s", serde_json::json!(1))],
            &[],
        )
        .unwrap();
    let verified = ledger.verify(Some(&noted), &mut |_, _| {}).unwrap();
    assert!(
        verified.findings[0].what.en.contains("rewritten"),
        "{verified:?}"
    );
}

fn fill_from(ledger: &Ledger, from: u32, to: u32) {
    for number in from..to {
        let event = crate::tools::event(number, "s", serde_json::json!(number));
        ledger.append(vec![event], &[]).unwrap();
    }
}

fn checkpoint(ledger: &Ledger) -> youwei_tlog::Checkpoint {
    let note = ledger.checkpoint().unwrap();
    let note = youwei_tlog::Note::parse(note.as_bytes()).unwrap();
    note.text.parse().unwrap()
}

/// What becomes of an entry's text.
type Change = fn(String) -> String;

/// Writes entry 8 anew with these bytes, the hash that belongs to them and, having the
/// log's key, a checkpoint of the new tree.
fn rewritten(change: Change) -> Vec<(Option<Part>, String)> {
    let (site, _) = forged("");
    let entries = site.open().entries(0, 9).unwrap();
    let text = change(String::from_utf8(entries[8].bytes.clone()).unwrap());
    let leaf = Suite::International.leaf_hash(text.as_bytes());
    let mut frontier = Frontier::default();
    for entry in &entries[..8] {
        frontier.push(Suite::International, entry.leaf, |_| {});
    }
    frontier.push(Suite::International, leaf, |_| {});
    let text_of_head = youwei_tlog::Checkpoint {
        origin: ORIGIN.to_owned(),
        size: 9,
        root: frontier.root(Suite::International),
        extensions: Vec::new(),
    }
    .to_string();
    let signature = signer(ORIGIN).sign(&text_of_head);
    let checkpoint = youwei_tlog::Note {
        text: text_of_head,
        signatures: vec![signature],
    };
    let raw = site.raw();
    raw.execute(
        "UPDATE entries SET bytes = ?1, leaf = ?2 WHERE entry_index = 8",
        (text.as_bytes(), leaf),
    )
    .unwrap();
    raw.execute(
        "UPDATE head SET frontier = ?1, checkpoint = ?2",
        (frontier.to_bytes(), checkpoint.to_string()),
    )
    .unwrap();
    found(&site)
}

#[test]
fn bytes_that_hash_well_but_are_no_canonical_event_are_found() {
    let cases: [(Change, &str); 8] = [
        (|text| text + " ", "more follows"),
        (
            |text| text.replace("58.18", "58.\\u00318"),
            "no such escape",
        ),
        (|text| text.replace("Z\"", "+00:00\""), "its time"),
        (
            |text| text.replace(":\"1.0\"", ":\"1.1\""),
            "may stand here",
        ),
        (
            |text| text.replace("\"actor\"", "\"aktor\""),
            "may stand here",
        ),
        (|text| text.replace("李敏", ""), "is empty"),
        (
            |text| text.replace("\"58.18\"", "9007199254740993"),
            "this number",
        ),
        (|text| text[1..].to_owned(), "may stand here"),
    ];
    for (change, word) in cases {
        let found = rewritten(change);
        assert_eq!(found[0].0, Some(Part::Entry(8)));
        assert!(found[0].1.contains(word), "{found:?}");
    }
    // Whoever has the log's key too can sign another end: a checkpoint noted elsewhere,
    // not the log, is what finds that.
    assert_eq!(rewritten(|text| text.replace("58.18", "98.18")), []);
}

#[test]
fn ordinary_reads_do_not_hand_out_a_forged_entry() {
    let (site, _) = forged(
        "UPDATE entries SET bytes = CAST(replace(CAST(bytes AS TEXT), '58.18', '98.18') AS BLOB)
         WHERE entry_index = 4",
    );
    let ledger = site.open();
    let named = |read: Result<Vec<Entry>, LedgerError>| match read {
        Err(LedgerError::Broken(Broken {
            part: Part::Entry(index),
            ..
        })) => index,
        other => panic!("{other:?}"),
    };
    assert_eq!(named(ledger.entries(0, 9)), 4);
    assert_eq!(named(ledger.stream("commitment/1")), 4);
    assert!(ledger.by_id(id(4)).is_err());
    assert_eq!(ledger.entries(0, 4).unwrap().len(), 4);
    assert_eq!(ledger.stream("commitment/0").unwrap().len(), 3);

    // Content and hash changed together, so that the row agrees with itself.
    let (site, _) = forged("");
    let bytes = String::from_utf8(site.open().entries(4, 1).unwrap()[0].bytes.clone()).unwrap();
    let bytes = bytes.replace("58.18", "98.18").into_bytes();
    site.raw()
        .execute(
            "UPDATE entries SET bytes = ?1, leaf = ?2 WHERE entry_index = 4",
            (&bytes, Suite::International.leaf_hash(&bytes)),
        )
        .unwrap();
    let ledger = site.open();
    // Its whole tile gives another root, so none of it is handed out.
    assert!(ledger.entries(4, 1).is_err());
    assert!(ledger.entries(0, 1).is_err());
    assert!(ledger.stream("commitment/1").is_err());
    assert!(ledger.by_id(id(4)).is_err());

    let (site, _) = forged("DELETE FROM entries WHERE entry_index = 4");
    let ledger = site.open();
    assert_eq!(named(ledger.entries(0, 9)), 4);
    assert_eq!(named(ledger.stream("commitment/1")), 7);
}

/// Tells the database that its look-up by id leaves these entries out, does something
/// meanwhile, and takes it back: the look-up and the entries no longer agree.
fn with_lookup_without(site: &Site, left_out: &str, sql: &str) {
    let rename = |from: &str, to: &str| {
        let change = "UPDATE sqlite_schema SET sql = replace(sql, ?1, ?2)
                      WHERE name = 'entries_by_id'";
        let raw = site.raw();
        raw.execute_batch("PRAGMA writable_schema = on").unwrap();
        assert_eq!(raw.execute(change, (from, to)), Ok(1));
    };
    let partial = format!("(id) WHERE {left_out}");
    rename("(id)", &partial);
    site.raw().execute_batch(sql).unwrap();
    rename(&partial, "(id)");
}

#[test]
fn a_lookup_that_does_not_agree_with_the_entries_is_found() {
    let (site, _) = forged("");
    with_lookup_without(&site, "entry_index <> 4", "REINDEX entries_by_id");
    let ledger = site.open();
    assert_eq!(ledger.by_id(id(4)), Ok(None), "the forgery works");
    drop(ledger);
    let broken = found(&site);
    assert_eq!(broken[0].0, Some(Part::Entry(4)));
    assert!(broken[0].1.contains("does not find it"), "{broken:?}");

    let (site, _) = forged("");
    let remove = "DELETE FROM entries WHERE entry_index = 8";
    with_lookup_without(&site, "entry_index < 0", remove);
    let broken = found(&site);
    let extra = |(part, what): &(Option<Part>, String)| {
        *part == Some(Part::Entry(8)) && what.contains("does not have")
    };
    assert!(broken.iter().any(extra), "{broken:?}");
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
    let site = Site::sqlite();
    let ledger = site.open();
    fill(&ledger, SIZE);
    let (head, all) = (proved(&ledger), everything(&ledger).unwrap());
    assert_eq!(all.len(), 3 * SIZE as usize);
    drop(ledger);
    let file = fs::read(site.path()).unwrap();
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
        let site = Site::sqlite();
        fs::write(site.path(), flipped).unwrap();
        let signer = signer(ORIGIN);
        let Ok(ledger) = Ledger::open(&site.place(), Keys::new(signer)) else {
            found += 1;
            continue;
        };
        match ledger.verify(None, &mut |_, _| {}) {
            Ok(verified) if verified.findings.is_empty() => {
                assert_eq!(verified.head, head, "byte {at}");
                assert_eq!(everything(&ledger).as_ref(), Ok(&all), "byte {at}");
            }
            _ => found += 1,
        }
    }
    assert!(found > 100, "only {found} of 400 flips were found");
}
