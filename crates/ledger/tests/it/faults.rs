//! What goes wrong around a log on SQLite: full disks, disks that may not be written,
//! locks, power cuts that took the end of the write-ahead log, clocks that step back.
//!
//! Disks are tmpfs mounts in a mount namespace of the test's own, where this binary runs
//! again as a child: only there is a full disk a full disk.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::json;
use uuid::Uuid;
use youwei_ledger::{AppendError, Keys, Ledger, LedgerError, Part, Place, StorageError};
use youwei_tlog::{Checkpoint, Note};

use crate::tools::{ORIGIN, Site, dice, event, fill, id, proved, signer};

/// Runs a test of this file on a disk of its own of so many kilobytes, mounted at a
/// folder that the variable `LEDGER_DISK` names.
fn on_a_disk(child: &str, kilobytes: u32) {
    let folder = tempfile::tempdir().unwrap();
    let mount =
        format!("mount -t tmpfs -o size={kilobytes}k tmpfs \"$LEDGER_DISK\" && exec \"$0\" \"$@\"");
    let namespace = |arguments: &[&str]| {
        let mut command = Command::new("unshare");
        command.args(arguments).env("LEDGER_DISK", folder.path());
        command
    };
    // Whoever is not root becomes so in a user namespace.
    let kinds: [&[&str]; 2] = [&["--mount"], &["--user", "--map-root-user", "--mount"]];
    let possible = kinds.into_iter().find(|kind| {
        let mut probe = namespace(kind);
        probe.args([
            "sh",
            "-c",
            "mount -t tmpfs -o size=64k tmpfs \"$LEDGER_DISK\"",
        ]);
        let probe = probe.stdout(Stdio::null()).stderr(Stdio::null()).status();
        probe.is_ok_and(|status| status.success())
    });
    let Some(kind) = possible else {
        let said = "没有运行：需要 unshare 与 tmpfs。 Not run: full and read-only disks need unshare (apt-get install util-linux) and the right to mount tmpfs.";
        assert!(env::var_os("REQUIRE_DISKS").is_none(), "{said}");
        #[expect(
            clippy::print_stderr,
            reason = "who runs the tests must see what did not run"
        )]
        {
            eprintln!("{child}: {said}");
        }
        return;
    };
    let output = namespace(kind)
        .args(["sh", "-c", &mount])
        .arg(env::current_exe().unwrap())
        .args([
            &format!("faults::{child}"),
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let loud = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{loud}");
    assert!(said.contains("1 passed"), "{said}{loud}");
}

fn disk() -> PathBuf {
    env::var_os("LEDGER_DISK").unwrap().into()
}

fn open(path: &Path) -> Result<Ledger, LedgerError> {
    let signer = signer(ORIGIN);
    Ledger::open(&Place::File(path.to_owned()), Keys::new(signer))
}

#[test]
fn a_full_disk_is_a_clear_refusal_and_nothing_is_lost() {
    on_a_disk("until_the_disk_is_full", 6_000);
}

#[test]
#[ignore = "run on a disk of its own by the test above"]
fn until_the_disk_is_full() {
    let path = disk().join("ledger.sqlite3");
    let ballast = disk().join("ballast");
    fs::write(&ballast, vec![1; 3_500_000]).unwrap();
    let ledger = open(&path).unwrap();
    let large = |number| event(number, "s", json!("x".repeat(50_000)));
    let mut stored = 0;
    let refused = loop {
        match ledger.append(vec![large(stored)], &[]) {
            Ok(indexes) => assert_eq!(indexes, [u64::from(stored)]),
            Err(refused) => break refused,
        }
        stored += 1;
    };
    assert_eq!(refused, AppendError::Storage(StorageError::DiskFull));
    assert!(stored > 5, "{stored}");
    assert_eq!(proved(&ledger).size, u64::from(stored));
    // The same event is asked again, in vain and then with room.
    assert!(ledger.append(vec![large(stored)], &[]).is_err());
    fs::remove_file(ballast).unwrap();
    let index = u64::from(stored);
    assert_eq!(ledger.append(vec![large(stored)], &[]), Ok(vec![index]));
    drop(ledger);
    assert_eq!(proved(&open(&path).unwrap()).size, index + 1);
}

#[test]
fn a_disk_that_may_not_be_written_is_a_clear_refusal() {
    on_a_disk("on_a_disk_that_may_not_be_written", 3_000);
}

#[test]
#[ignore = "run on a disk of its own by the test above"]
fn on_a_disk_that_may_not_be_written() {
    let path = disk().join("ledger.sqlite3");
    fill(&open(&path).unwrap(), 3);
    let remount = |how: &str| {
        let mount = Command::new("mount")
            .arg("-o")
            .arg(how)
            .arg(disk())
            .status();
        assert!(mount.unwrap().success());
    };
    remount("remount,ro");
    let refused = open(&path).map(|_| ()).unwrap_err();
    assert!(
        matches!(
            refused,
            LedgerError::Storage(StorageError::ReadOnly | StorageError::CannotOpen)
        ),
        "{refused}"
    );
    let absent = open(&disk().join("another.sqlite3")).map(|_| ());
    assert_eq!(absent, Err(LedgerError::Storage(StorageError::CannotOpen)));
    remount("remount,rw");
    assert_eq!(proved(&open(&path).unwrap()).size, 3);
}

#[test]
fn a_file_that_another_program_locks_is_waited_for_and_then_refused() {
    let site = Site::sqlite();
    let ledger = site.open();
    fill(&ledger, 2);
    let other = site.raw();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    thread::scope(|scope| {
        let appended = scope.spawn(|| ledger.append(vec![event(9, "s", json!(1))], &[]));
        thread::sleep(Duration::from_millis(300));
        assert!(!appended.is_finished(), "it waits");
        let refused = appended.join().unwrap();
        assert_eq!(refused, Err(AppendError::Storage(StorageError::Locked)));
    });
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(
        ledger.append(vec![event(9, "s", json!(1))], &[]),
        Ok(vec![2])
    );
    assert_eq!(proved(&ledger).size, 3);
}

/// What a power cut can do to a disk that lied about flushing: the write-ahead log ends
/// earlier. The log is then a shorter one, whole in itself, and a checkpoint that was
/// noted elsewhere says what is gone.
#[test]
fn a_truncated_write_ahead_log_gives_an_earlier_state_and_a_noted_checkpoint_shows_it() {
    let mut dice = dice();
    let site = Site::sqlite();
    let ledger = site.open();
    let mut notes = Vec::new();
    for number in 0..40 {
        ledger
            .append(vec![event(number, "s", json!(number))], &[])
            .unwrap();
        let note = Note::parse(ledger.checkpoint().unwrap().as_bytes()).unwrap();
        notes.push(Checkpoint::trusted(&note, &[ledger.key().clone()]).unwrap());
    }
    // Copied while it is open, so that the write-ahead log is there.
    let wal = |path: PathBuf| path.with_extension("sqlite3-wal");
    let (main, log) = (
        fs::read(site.path()).unwrap(),
        fs::read(wal(site.path())).unwrap(),
    );
    let (mut shorter, mut whole) = (0, 0);
    for _ in 0..60 {
        let cut = Site::sqlite();
        let length = dice.below(log.len() as u64 + 1) as usize;
        fs::write(cut.path(), &main).unwrap();
        fs::write(wal(cut.path()), &log[..length]).unwrap();
        // Before the first page of the log there is no ledger in the main file yet.
        let ledger = cut.open();
        let size = proved(&ledger).size;
        match size.checked_sub(1) {
            Some(last) => assert_eq!(ledger.head().unwrap().root, notes[last as usize].root),
            None => shorter += 1,
        }
        let verified = ledger.verify(notes.last(), &mut |_, _| {}).unwrap();
        if size < 40 {
            shorter += 1;
            assert_eq!(verified.findings[0].part, Part::Noted(40));
        } else {
            whole += 1;
            assert_eq!(verified.findings, []);
        }
        // It goes on from there.
        ledger.append(vec![event(99, "s", json!(1))], &[]).unwrap();
        assert_eq!(proved(&ledger).size, size + 1);
    }
    assert!(shorter > 10, "{shorter} shorter, {whole} whole");
}

#[test]
fn a_server_whose_file_is_replaced_by_an_older_copy_appends_no_more() {
    let site = Site::sqlite();
    fill(&site.open(), 3);
    let older = fs::read(site.path()).unwrap();
    let ledger = site.open();
    ledger.append(vec![event(50, "s", json!(1))], &[]).unwrap();
    // As a restore over a running server would, table by table.
    let copy = Site::sqlite();
    fs::write(copy.path(), older).unwrap();
    let raw = site.raw();
    for trigger in ["entries_are_never_changed", "entries_are_never_removed"] {
        raw.execute_batch(&format!("DROP TRIGGER {trigger}"))
            .unwrap();
    }
    raw.execute("ATTACH ?1 AS older", [copy.path().to_str().unwrap()])
        .unwrap();
    raw.execute_batch(
        "BEGIN; DELETE FROM entries WHERE entry_index >= 3;
         DELETE FROM head; INSERT INTO head SELECT * FROM older.head; COMMIT",
    )
    .unwrap();
    let refused = ledger
        .append(vec![event(51, "s", json!(1))], &[])
        .unwrap_err();
    assert!(refused.to_string().contains("shorter"), "{refused}");
}

#[test]
fn a_server_appends_no_more_to_a_file_whose_last_entry_is_not_the_one_its_head_says() {
    for (what, change) in [
        (
            "a row by hand",
            "INSERT INTO entries SELECT entry_index + 1, randomblob(16), 'by hand', 0,
                 kind, time, leaf, bytes FROM entries WHERE entry_index = 2",
        ),
        (
            "a row too few",
            "DROP TRIGGER entries_are_never_removed; DELETE FROM entries WHERE entry_index = 2",
        ),
    ] {
        let site = Site::sqlite();
        let ledger = site.open();
        fill(&ledger, 3);
        site.raw().execute_batch(change).unwrap();
        let count = || -> i64 {
            let rows = site.raw();
            rows.query_row("SELECT count(*) FROM entries", [], |row| row.get(0))
                .unwrap()
        };
        let before = count();
        let refused = ledger.append(vec![event(50, "s", json!(1))], &[]);
        assert!(
            matches!(refused, Err(AppendError::Broken(_))),
            "{what}: {refused:?}"
        );
        assert_eq!(count(), before, "{what}");
        assert_eq!(ledger.size(), Ok(3), "{what}");
    }
}

on_each_store! {
    fn a_clock_that_steps_back_changes_neither_order_nor_answers(site) {
        let ledger = site.open();
        let at = |number: u32, millis: u64| {
            let mut event = event(number, "s", json!(number));
            // Ids of version 7 are made from the clock, so they step back with it.
            let number = id(number);
            let random = number.as_bytes()[6..].try_into().unwrap();
            event.id = uuid::Builder::from_unix_timestamp_millis(millis, random).into_uuid();
            event.time = jiff::Timestamp::from_millisecond(millis as i64).unwrap();
            event
        };
        let times = [5_000, 4_000, 9_000, 1, 9_000, 3_999];
        for (number, millis) in (0..).zip(times) {
            let event = at(number, millis);
            let index = u64::from(number);
            assert_eq!(ledger.append(vec![event.clone()], &[]), Ok(vec![index]));
            assert_eq!(ledger.append(vec![event], &[]), Ok(vec![index]), "asked again");
        }
        let stream = ledger.stream("s").unwrap();
        let order: Vec<Uuid> = stream.iter().map(|entry| entry.event.id).collect();
        let given: Vec<Uuid> = (0..).zip(times).map(|(number, ms)| at(number, ms).id).collect();
        assert_eq!(order, given);
        assert_eq!(proved(&ledger).size, 6);
    }
}
