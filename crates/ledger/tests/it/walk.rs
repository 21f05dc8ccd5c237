//! Walking through the whole log, and following it.

use youwei_ledger::{Entry, Followed, Head, Ledger, LedgerError, Part};

use crate::tools::{ORIGIN, Site, empty, fill, proved};

type Shown = (u64, String, String, String, serde_json::Value);

/// What a walk shows.
fn walked(ledger: &Ledger) -> Result<(Vec<Shown>, Head), LedgerError> {
    let mut shown = Vec::new();
    let head = ledger.walk(&mut |index, it, data| {
        assert_eq!(it.source, ORIGIN);
        let data = serde_json::from_str(data).unwrap();
        let (kind, subject) = (
            it.kind.clone().into_owned(),
            it.subject.clone().into_owned(),
        );
        let actor = format!("{} {} {}", it.actor, it.id, it.time);
        shown.push((index, kind, subject, actor, data));
    })?;
    Ok((shown, head))
}

fn of_entry(entry: Entry) -> Shown {
    let it = entry.event;
    let actor = format!("{} {} {}", it.actor, it.id, it.time);
    (entry.index, it.kind, it.subject, actor, it.data)
}

#[test]
fn a_walk_shows_what_reading_gives() {
    for site in Site::each() {
        let ledger = site.open();
        assert_eq!(walked(&ledger).unwrap(), (Vec::new(), empty()));
        fill(&ledger, 700);
        let read = ledger.entries(0, 1_000).unwrap();
        let read: Vec<Shown> = read.into_iter().map(of_entry).collect();
        assert_eq!(walked(&ledger).unwrap(), (read, proved(&ledger)));
    }
}

#[test]
fn following_gives_what_reading_gives_whoever_appended() {
    for site in Site::each() {
        let ledger = site.open();
        assert_eq!(ledger.written(), None);
        assert!(ledger.follow(0, 10).unwrap().is_empty());
        fill(&ledger, 20);
        assert_eq!(ledger.written(), Some(ledger.head().unwrap()));
        // Another process appends; this one does after it.
        let other = site.open();
        fill(&other, 30);
        fill(&ledger, 45);
        let all = ledger.entries(0, 1_000).unwrap();
        assert_eq!(all.len(), 45);
        assert_eq!(ledger.written(), Some(ledger.head().unwrap()));
        for limit in [1, 7, 1_000] {
            let mut followed: Vec<Followed> = Vec::new();
            loop {
                let next = ledger.follow(followed.len() as u64, limit).unwrap();
                assert!(next.len() <= limit);
                if next.is_empty() {
                    break;
                }
                followed.extend(next);
            }
            assert_eq!(followed.len(), all.len(), "{limit}");
            for (followed, entry) in followed.iter().zip(&all) {
                assert_eq!(followed.index(), entry.index, "{limit}");
                assert_eq!(followed.bytes(), entry.bytes, "{limit}");
                let (said, data) = followed.told().unwrap();
                let data: serde_json::Value = serde_json::from_str(data).unwrap();
                assert_eq!(
                    (&*said.kind, &data),
                    (&*entry.event.kind, &entry.event.data)
                );
            }
        }
    }
}

#[test]
fn a_walk_through_a_log_that_was_changed_ends_in_an_error_that_names_the_place() {
    let leaf = "UPDATE entries SET leaf = (SELECT leaf FROM entries WHERE entry_index = 3)
        WHERE entry_index = 4";
    for (sql, part) in [
        ("DELETE FROM entries WHERE entry_index = 4", Part::Entry(4)),
        ("DELETE FROM entries WHERE entry_index = 8", Part::Entry(8)),
        (
            "UPDATE entries SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"data\":{', '\"data\":{\"a\":1,')
             AS BLOB) WHERE entry_index = 4",
            Part::Entry(4),
        ),
        // Canonical, of this log, and agreeing with all its columns; not in the tree.
        (
            "UPDATE entries SET bytes = e.bytes, leaf = e.leaf, kind = e.kind, time = e.time
             FROM (SELECT * FROM entries WHERE entry_index = 3) AS e WHERE entries.entry_index = 4",
            Part::Entry(4),
        ),
        ("UPDATE entries SET bytes = x'7b' WHERE entry_index = 0", Part::Entry(0)),
    ] {
        let site = Site::sqlite();
        let ledger = site.open();
        fill(&ledger, 9);
        drop(ledger);
        let raw = site.raw();
        for guard in ["changed", "removed"] {
            raw.execute_batch(&format!("DROP TRIGGER entries_are_never_{guard}"))
                .unwrap();
        }
        raw.execute_batch(sql).unwrap();
        match walked(&site.open()) {
            Err(LedgerError::Broken(broken)) => assert_eq!(broken.part, part, "{sql}"),
            other => panic!("{sql}: {other:?}"),
        }
    }
    // The bytes are what is proved; a hash beside them that says otherwise is for `verify`.
    let site = Site::sqlite();
    let ledger = site.open();
    fill(&ledger, 9);
    let right = walked(&ledger).unwrap();
    drop(ledger);
    let raw = site.raw();
    raw.execute_batch("DROP TRIGGER entries_are_never_changed")
        .unwrap();
    raw.execute_batch(leaf).unwrap();
    assert_eq!(walked(&site.open()).unwrap(), right);
}
