//! What someone does who owns the database and has switched its guards off.

use std::fs;
use std::os::unix::fs::FileExt;

use serde_json::json;
use youwei_ledger::{AppendError, Broken, Keys, Ledger, LedgerError, Part, Verified};

use crate::server::{self, Stop};
use crate::tools::{ORIGIN, Site, dice, event, fill, fill_fast, id, proved, signer};

const SIZE: u32 = 9;

/// A ledger of nine entries that went through this SQL without its guards.
fn forged(sql: &str) -> Option<Site> {
    let site = Site::postgres()?;
    fill(&site.open(), SIZE);
    forge(&site, sql);
    Some(site)
}

fn forge(site: &Site, sql: &str) {
    // As replication would write: no trigger fires.
    let sql = format!("SET session_replication_role = replica; {sql}");
    site.client().batch_execute(&sql).unwrap();
}

/// What verification finds, part by part; or why the database could not even be read.
fn found(site: &Site) -> Vec<(Option<Part>, String)> {
    let signer = signer(ORIGIN);
    let read = Ledger::open(&site.place(), Keys::new(signer))
        .and_then(|ledger| ledger.verify(None, &mut |_, _| {}));
    match read {
        Ok(Verified { findings, .. }) => findings
            .into_iter()
            .map(|Broken { part, what }| (Some(part), what.en))
            .collect(),
        Err(LedgerError::Broken(Broken { part, what })) => vec![(Some(part), what.en)],
        Err(error) => vec![(None, error.to_string())],
    }
}

/// Exchanges everything but the place of two entries.
const SWAP: &str = "CREATE TEMP TABLE held AS
        SELECT * FROM youwei.entries WHERE entry_index IN (3, 6);
    DELETE FROM youwei.entries WHERE entry_index IN (3, 6);
    INSERT INTO youwei.entries
    SELECT 9 - entry_index, version, time, id, leaf, subject, kind, bytes FROM held";

#[test]
fn a_forgery_is_found_and_its_place_is_named() {
    let entry = |index| Some(Part::Entry(index));
    let lookup = |name| Some(Part::Lookup(name));
    let head = || Some(Part::Head);
    let cases = [
        // One byte of the text, of the hash, of each column.
        (
            "UPDATE youwei.entries SET bytes = convert_to(
                 replace(convert_from(bytes, 'UTF8'), '58.18', '98.18'), 'UTF8')
             WHERE entry_index = 4",
            entry(4),
            "its hash",
        ),
        (
            "UPDATE youwei.entries SET leaf = sha256('x') WHERE entry_index = 4",
            entry(4),
            "its hash",
        ),
        (
            "UPDATE youwei.entries SET id = gen_random_uuid() WHERE entry_index = 4",
            entry(4),
            "columns",
        ),
        (
            "UPDATE youwei.entries SET subject = 'commitment/7' WHERE entry_index = 4",
            entry(4),
            "columns",
        ),
        (
            "UPDATE youwei.entries SET kind = 'other' WHERE entry_index = 4",
            entry(4),
            "columns",
        ),
        (
            "UPDATE youwei.entries SET time = time + 1 WHERE entry_index = 4",
            entry(4),
            "columns",
        ),
        (
            "UPDATE youwei.entries SET version = 7 WHERE entry_index = 4",
            entry(4),
            "place in its stream",
        ),
        // A hash of another length, a number below 0.
        (
            "UPDATE youwei.entries SET leaf = 'x' WHERE entry_index = 4",
            None,
            "damaged",
        ),
        (
            "UPDATE youwei.entries SET version = -1 WHERE entry_index = 4",
            None,
            "damaged",
        ),
        (
            "UPDATE youwei.entries SET bytes = '' WHERE entry_index = 4",
            entry(4),
            "its hash",
        ),
        // Removed, moved, exchanged.
        (
            "DELETE FROM youwei.entries WHERE entry_index = 0",
            entry(0),
            "missing",
        ),
        (
            "DELETE FROM youwei.entries WHERE entry_index = 4",
            entry(4),
            "missing",
        ),
        (
            "DELETE FROM youwei.entries WHERE entry_index >= 7",
            entry(7),
            "missing",
        ),
        (
            "DELETE FROM youwei.entries WHERE entry_index = 8;
             DELETE FROM youwei.entries WHERE entry_index = 4;
             UPDATE youwei.entries SET entry_index = 4 WHERE entry_index = 7",
            entry(4),
            "place in its stream",
        ),
        (
            "UPDATE youwei.entries SET entry_index = 11 WHERE entry_index = 8",
            entry(8),
            "missing",
        ),
        (SWAP, entry(3), "place in its stream"),
        // The head.
        (
            "UPDATE youwei.head SET size = 8",
            head(),
            "stored Merkle tree",
        ),
        (
            "UPDATE youwei.head SET frontier = ''",
            head(),
            "stored Merkle tree",
        ),
        (
            "UPDATE youwei.head SET checkpoint = replace(checkpoint, E'\\n9\\n', E'\\n8\\n')",
            head(),
            "signature",
        ),
        (
            "UPDATE youwei.head SET checkpoint = 'x'",
            head(),
            "not a signed note",
        ),
        ("DELETE FROM youwei.head", None, "damaged"),
        // Things that the log never had.
        (
            "INSERT INTO youwei.nodes VALUES (1, 0, sha256('x'))",
            lookup("nodes"),
            "agree",
        ),
        (
            "INSERT INTO youwei.cosigned VALUES (3, 'x', '')",
            Some(Part::Cosigned(3)),
            "not a signed note",
        ),
        (
            "INSERT INTO youwei.cosigned SELECT 3, checkpoint, '' FROM youwei.head",
            Some(Part::Cosigned(3)),
            "another size",
        ),
        (
            "INSERT INTO youwei.snapshots VALUES ('s', 1, 3, 'x', 'x')",
            Some(Part::Snapshot("s".to_owned())),
            "rebuild",
        ),
        // The look-ups.
        (
            "DROP INDEX youwei.entries_by_kind",
            lookup("entries_by_kind"),
            "agree",
        ),
        (
            "DROP INDEX youwei.entries_by_id;
             CREATE UNIQUE INDEX entries_by_id ON youwei.entries (id) INCLUDE (entry_index)
             WHERE entry_index <> 4",
            lookup("entries_by_id"),
            "agree",
        ),
        // Written for another log; gone.
        (
            "UPDATE youwei.log SET origin = 'youwei:other'",
            head(),
            "public key",
        ),
        (
            "UPDATE youwei.log SET key = replace(key, 'A', 'B')",
            head(),
            "public key",
        ),
        ("DROP TABLE youwei.nodes", None, "damaged"),
    ];
    for (sql, part, word) in cases {
        let Some(site) = forged(sql) else { return };
        let found = found(&site);
        let named = found
            .iter()
            .any(|(place, what)| *place == part && what.contains(word));
        assert!(named, "{sql}: {found:?}");
    }
}

#[test]
fn a_node_that_does_not_follow_is_found_and_named() {
    let Some(site) = Site::postgres() else { return };
    fill_fast(&site.open(), 0, 600);
    assert_eq!(proved(&site.open()).size, 600);
    forge(
        &site,
        "UPDATE youwei.nodes SET hash = sha256('x') WHERE node_index = 1",
    );
    let found = found(&site);
    let [(Some(Part::Node { level: 1, index: 1 }), _)] = &found[..] else {
        panic!("{found:?}")
    };
    forge(&site, "DELETE FROM youwei.nodes WHERE node_index = 1");
    assert_eq!(self::found(&site).len(), 1);
}

/// While it holds, new entries are left out of this index.
fn with_index_off(site: &Site, index: &str, sql: impl FnOnce()) {
    let ready = |ready: bool| {
        let set = format!(
            "UPDATE pg_index SET indisready = {ready}, indisvalid = {ready}
             WHERE indexrelid = 'youwei.{index}'::regclass"
        );
        site.client().batch_execute(&set).unwrap();
    };
    ready(false);
    sql();
    ready(true);
}

#[test]
fn a_lookup_that_leaves_an_entry_out_is_found_and_the_entry_named() {
    for (index, place) in [
        ("entries_by_id", Part::Entry(9)),
        ("entries_by_stream", Part::Entry(9)),
        ("entries_by_kind", Part::Entry(9)),
        // Without its place it is not in the log at all.
        ("entries_in_order", Part::Entry(9)),
    ] {
        let Some(site) = forged("") else { return };
        with_index_off(&site, index, || {
            let event = event(9, "commitment/0", json!(1));
            site.open().append(vec![event], &[]).unwrap();
        });
        if index == "entries_by_id" {
            assert_eq!(site.open().by_id(id(9)), Ok(None), "the forgery works");
        }
        let found = found(&site);
        let named = found.iter().any(|(part, _)| part.as_ref() == Some(&place));
        assert!(named, "{index}: {found:?}");
    }
}

#[test]
fn nothing_is_appended_to_a_log_whose_end_is_not_proved() {
    for sql in [
        "DELETE FROM youwei.entries WHERE entry_index >= 7",
        "UPDATE youwei.head SET frontier = ''",
        "UPDATE youwei.head SET checkpoint = 'x'",
        "DELETE FROM youwei.head",
    ] {
        let Some(site) = forged(sql) else { return };
        let refused = site.open().append(vec![event(50, "s", json!(1))], &[]);
        assert!(
            matches!(refused, Err(AppendError::Broken(_))),
            "{sql}: {refused:?}"
        );
    }
}

#[test]
fn a_log_that_is_put_back_to_an_older_copy_under_a_running_writer_is_not_written_on() {
    let Some(site) = Site::postgres() else { return };
    let ledger = site.open();
    fill(&ledger, 7);
    forge(
        &site,
        "CREATE TABLE public.older AS SELECT * FROM youwei.head",
    );
    fill_fast(&ledger, 7, 9);
    forge(
        &site,
        "DELETE FROM youwei.entries WHERE entry_index >= 7;
         DELETE FROM youwei.head; INSERT INTO youwei.head SELECT * FROM public.older",
    );
    assert_eq!(proved(&ledger).size, 7, "it is whole in itself");
    let refused = ledger.append(vec![event(50, "s", json!(1))], &[]);
    let Err(AppendError::Broken(broken)) = refused else {
        panic!("{refused:?}")
    };
    assert!(
        broken.what.en.contains("shorter than a moment ago"),
        "{broken}"
    );
}

/// All that the ledger gives out.
fn everything(ledger: &Ledger) -> Result<Vec<youwei_ledger::Entry>, LedgerError> {
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
fn no_flipped_bit_of_the_files_changes_what_is_read_from_a_verified_ledger() {
    let Some(server) = server::start() else {
        return;
    };
    let site = Site::on(&server);
    let ledger = site.open();
    fill(&ledger, SIZE);
    let (head, all) = (proved(&ledger), everything(&ledger).unwrap());
    drop(ledger);
    let mut client = site.client();
    let files = "SELECT pg_relation_filepath(oid) FROM pg_class
                 WHERE relnamespace = 'youwei'::regnamespace AND relkind IN ('r', 'i')
                   AND (relname LIKE 'entries%' OR relname IN ('log', 'head'))
                 ORDER BY relname";
    let files: Vec<String> = client
        .query(files, &[])
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    drop(client);
    assert_eq!(files.len(), 7, "three tables, four indexes");
    server.stop(Stop::Fast);
    let mut dice = dice();
    let mut flip = |file: &String| -> bool {
        let path = server.data().join(file);
        let whole = fs::read(&path).unwrap();
        let written: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != 0).collect();
        let at = written[dice.below(written.len() as u64) as usize];
        let flipped = whole[at] ^ (1 << dice.below(8));
        let open = fs::OpenOptions::new().write(true).open(&path).unwrap();
        open.write_all_at(&[flipped], at as u64).unwrap();
        server.start_again();
        let signer = signer(ORIGIN);
        let read = Ledger::open(&site.place(), Keys::new(signer))
            .and_then(|ledger| Ok((ledger.verify(None, &mut |_, _| {})?, everything(&ledger)?)));
        server.stop(Stop::Fast);
        open.write_all_at(&whole, 0).unwrap();
        match read {
            Ok((
                Verified {
                    head: verified,
                    findings,
                    ..
                },
                read,
            )) if findings.is_empty() => {
                assert_eq!(verified, head, "{file} {at}");
                assert_eq!(read, all, "{file} {at}");
                false
            }
            _ => true,
        }
    };
    // Where the server keeps checksums of its pages, it says so itself.
    let found = files.iter().filter(|file| flip(file)).count();
    assert_eq!(found, files.len());
    // Where it keeps none, what it reads is held against the tree.
    server.forget_checksums();
    let found = files
        .iter()
        .cycle()
        .take(21)
        .filter(|file| flip(file))
        .count();
    assert!(found >= 5, "only {found} of 21 flips were found");
}
