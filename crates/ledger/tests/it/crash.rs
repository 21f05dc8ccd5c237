//! Killed at any moment, nothing that was answered is gone.
//!
//! The parent runs this test binary again as its child, twice at once on the same
//! file; each child appends from several threads, prints every answered entry, and
//! is killed with SIGKILL at a random moment, opening and recovery included.
//!
//! What this cannot show is a power cut: the operating system lives on and keeps
//! what was written but not flushed. That every commit is flushed rests on SQLite's
//! `synchronous=FULL`, which opening the ledger insists on.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use serde_json::json;
use uuid::Uuid;
use youwei_ledger::{AppendError, Entry, Keys, Ledger, Place};

use crate::tools::{ORIGIN, Site, dice, event, expect, proved, signer};

const ROUNDS: u64 = 30;
/// A new file every so many rounds, so that young and old files are killed alike.
const ROUNDS_OF_A_FILE: u64 = 5;
const KILLED_BEFORE_MS: u64 = 200;
const CHILD_THREADS: u64 = 3;

/// Appends batches of 1 to 5 events to one of four streams until it is killed, or as
/// often as `LEDGER_TURNS` says.
#[test]
#[ignore = "run as a child by the tests below"]
fn child() {
    let place = Place::named(&std::env::var("LEDGER_PLACE").unwrap());
    let signer = signer(ORIGIN);
    let ledger = Ledger::open(&place, Keys::new(signer)).unwrap();
    let turns: u64 = std::env::var("LEDGER_TURNS").unwrap().parse().unwrap();
    thread::scope(|scope| {
        for thread in 0..CHILD_THREADS {
            let ledger = &ledger;
            scope.spawn(move || (0..turns).for_each(|turn| append(ledger, thread + turn)));
        }
    });
}

fn append(ledger: &Ledger, turn: u64) {
    let subject = format!("case/{}", turn % 4);
    let (batch, size) = (Uuid::now_v7(), 1 + turn % 5);
    let ids: Vec<Uuid> = (0..size).map(|_| Uuid::now_v7()).collect();
    let mut version = 0;
    let indexes = loop {
        let events = (0..).zip(&ids).map(|(part, id)| {
            let data = json!({"batch": batch, "part": part, "of": size, "after": version});
            youwei_ledger::NewEvent {
                id: *id,
                ..event(0, &subject, data)
            }
        });
        match ledger.append(events.collect(), &[expect(&subject, version)]) {
            Ok(indexes) => break indexes,
            Err(AppendError::Stale { actual, .. }) => version = actual,
            Err(other) => panic!("{other}"),
        }
    };
    let mut lines = String::new();
    for (id, index) in ids.iter().zip(indexes) {
        lines += &format!("answered {id} {index}\n");
    }
    // One call, so that the lines of two threads do not mix.
    std::io::stdout()
        .lock()
        .write_all(lines.as_bytes())
        .unwrap();
}

fn start(path: &Path, turns: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["crash::child", "--exact", "--ignored", "--nocapture"])
        .env("LEDGER_PLACE", path)
        .env("LEDGER_TURNS", turns.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What the child was answered. Its last line may be cut off; that one nobody read.
fn answered(stdout: &[u8]) -> Vec<(Uuid, u64)> {
    let stdout = String::from_utf8_lossy(stdout);
    stdout
        .split_inclusive('\n')
        .filter_map(|line| line.strip_suffix('\n')?.strip_prefix("answered "))
        .map(|line| {
            let (id, index) = line.split_once(' ').unwrap();
            (id.parse().unwrap(), index.parse().unwrap())
        })
        .collect()
}

/// Kills the child this long after its start, or after its first answer; takes what
/// it had printed.
fn kill(mut child: Child, at_work: bool, after_ms: u64) -> Vec<(Uuid, u64)> {
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let (first, answers) = channel();
    // Read while it runs: a full pipe would stop it.
    let reader = thread::spawn(move || {
        let (mut printed, mut line) = (Vec::new(), Vec::new());
        while stdout.read_until(b'\n', &mut line).unwrap() > 0 {
            if line.starts_with(b"answered ") {
                let _ = first.send(());
            }
            printed.append(&mut line);
        }
        printed
    });
    if at_work {
        // A child that ends before it answers says why below.
        let _ = answers.recv();
    }
    thread::sleep(Duration::from_millis(after_ms));
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked"), "{said}");
    assert!(!output.status.success(), "it was killed, it did not end");
    answered(&reader.join().unwrap())
}

/// Every batch is there as a whole, in one piece, where its expectation said.
fn check_batches(entries: &[Entry]) {
    let mut versions: HashMap<&str, u64> = HashMap::new();
    let mut rest = entries;
    while let Some(first) = rest.first() {
        let of = first.event.data["of"].as_u64().unwrap();
        let version = versions.entry(&first.event.subject).or_default();
        assert!(rest.len() as u64 >= of, "half a batch at the end");
        let (batch, after) = rest.split_at(of as usize);
        for (part, entry) in batch.iter().enumerate() {
            assert_eq!(entry.event.subject, first.event.subject);
            assert_eq!(entry.event.data["batch"], first.event.data["batch"]);
            assert_eq!(entry.event.data["part"], part, "entry {}", entry.index);
            assert_eq!(entry.event.data["after"], *version);
        }
        *version += of;
        rest = after;
    }
}

/// The ledger after a crash: proved, whole batches, every answer kept.
fn check(site: &Site, promised: &HashMap<Uuid, u64>) -> usize {
    let ledger = site.open();
    let head = proved(&ledger);
    let entries = ledger.entries(0, usize::MAX).unwrap();
    assert_eq!(entries.len() as u64, head.size);
    check_batches(&entries);
    for (id, index) in promised {
        let kept = entries.get(*index as usize).map(|entry| entry.event.id);
        assert_eq!(kept, Some(*id), "entry {index} was answered");
    }
    entries.len()
}

#[test]
fn no_answered_entry_is_lost_when_its_program_is_killed() {
    let mut dice = dice();
    let (mut answers, mut unanswered) = (0, 0);
    for _ in 0..ROUNDS / ROUNDS_OF_A_FILE {
        let site = Site::sqlite();
        let mut promised = HashMap::new();
        let mut stored = 0;
        for _ in 0..ROUNDS_OF_A_FILE {
            let killed = thread::scope(|scope| {
                // One is sure to have begun its work, the other may still be opening.
                let children = [true, false].map(|at_work| {
                    let child = start(&site.path(), u64::MAX);
                    let after = dice.below(KILLED_BEFORE_MS);
                    scope.spawn(move || kill(child, at_work, after))
                });
                children.map(|child| child.join().unwrap())
            });
            promised.extend(killed.into_iter().flatten());
            stored = check(&site, &promised);
        }
        answers += promised.len();
        unanswered += stored - promised.len();
    }
    assert!(
        answers as u64 >= ROUNDS,
        "{answers} answered, {unanswered} stored without"
    );
}

#[test]
fn two_programs_make_and_fill_one_ledger_together() {
    for _ in 0..4 {
        let site = Site::sqlite();
        let turns = 10;
        let children = [(); 3].map(|()| start(&site.path(), turns));
        let mut promised = HashMap::new();
        for child in children {
            let output = child.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{said}");
            promised.extend(answered(&output.stdout));
        }
        let stored = check(&site, &promised);
        assert_eq!(stored, promised.len(), "all was answered, and once");
    }
}
