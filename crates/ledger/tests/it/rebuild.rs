//! Everything derived can be thrown away and made anew.

use youwei_ledger::{Broken, LedgerError, Part, Snapshot};

use crate::tools::{Site, fill_fast, proved};

fn snapshot(size: u64) -> Snapshot {
    Snapshot {
        size,
        bytes: b"state".to_vec(),
    }
}

on_each_store! {
    fn a_snapshot_is_kept_replaced_and_passed_over_where_it_does_not_fit(site) {
        let ledger = site.open();
        fill_fast(&ledger, 0, 5);
        assert_eq!(ledger.snapshot("accounts", 1).unwrap(), None);
        ledger.keep_snapshot("accounts", 1, snapshot(3)).unwrap();
        ledger.keep_snapshot("accounts", 1, snapshot(5)).unwrap();
        assert_eq!(ledger.snapshot("accounts", 1).unwrap(), Some(snapshot(5)));
        assert_eq!(ledger.snapshot("accounts", 2).unwrap(), None);
        assert_eq!(ledger.snapshot("others", 1).unwrap(), None);
        ledger.keep_snapshot("ahead", 1, snapshot(6)).unwrap();
        assert_eq!(ledger.snapshot("ahead", 1).unwrap(), None);
    }

    fn rebuilding_keeps_the_log_and_drops_snapshots(site) {
        let ledger = site.open();
        fill_fast(&ledger, 0, 700);
        let head = proved(&ledger);
        ledger.keep_snapshot("accounts", 1, snapshot(700)).unwrap();
        let mut told = Vec::new();
        ledger.rebuild(&mut |done, of| told.push((done, of))).unwrap();
        assert_eq!(told.last(), Some(&(700, 700)));
        assert_eq!(ledger.snapshot("accounts", 1).unwrap(), None);
        assert_eq!(proved(&ledger), head);
        fill_fast(&ledger, 700, 800);
        assert_eq!(proved(&ledger).size, 800);
    }
}

#[test]
fn a_forged_snapshot_is_passed_over() {
    let site = Site::sqlite();
    let ledger = site.open();
    fill_fast(&ledger, 0, 5);
    for sql in [
        "UPDATE snapshots SET bytes = x'00'",
        "UPDATE snapshots SET size = 4",
        "UPDATE snapshots SET name = 'figures'",
        "UPDATE snapshots SET signature = (SELECT checkpoint FROM head)",
    ] {
        site.raw().execute_batch("DELETE FROM snapshots").unwrap();
        ledger.keep_snapshot("accounts", 1, snapshot(5)).unwrap();
        site.raw().execute_batch(sql).unwrap();
        for name in ["accounts", "figures"] {
            assert_eq!(ledger.snapshot(name, 1).unwrap(), None, "{sql}");
        }
    }
}

#[test]
fn wrong_nodes_and_look_ups_are_made_right_and_a_forged_entry_is_not() {
    let site = Site::sqlite();
    fill_fast(&site.open(), 0, 700);
    let head = proved(&site.open());
    let raw = site.raw();
    raw.execute_batch(
        "UPDATE nodes SET hash = zeroblob(32) WHERE node_index = 1;
         INSERT INTO nodes VALUES (2, 0, zeroblob(32));
         PRAGMA writable_schema = on;
         UPDATE sqlite_schema SET sql = replace(sql, '(id)', '(id) WHERE entry_index <> 4')
         WHERE name = 'entries_by_id';",
    )
    .unwrap();
    drop(raw);
    let raw = site.raw();
    raw.execute_batch(
        "REINDEX entries_by_id; PRAGMA writable_schema = on;
         UPDATE sqlite_schema SET sql = replace(sql, ' WHERE entry_index <> 4', '')
         WHERE name = 'entries_by_id';",
    )
    .unwrap();
    drop(raw);
    let ledger = site.open();
    let verified = ledger.verify(None, &mut |_, _| {}).unwrap();
    assert_eq!(verified.findings.len(), 3, "{:?}", verified.findings);
    ledger.rebuild(&mut |_, _| {}).unwrap();
    assert_eq!(proved(&ledger), head);

    site.raw()
        .execute_batch(
            "DROP TRIGGER entries_are_never_changed;
             UPDATE entries SET bytes = x'00' WHERE entry_index = 5;",
        )
        .unwrap();
    let refused = ledger.rebuild(&mut |_, _| {}).unwrap_err();
    let LedgerError::Broken(Broken { part, .. }) = refused else {
        panic!("{refused}")
    };
    assert_eq!(part, Part::Entry(5));
}
