//! Killed at any moment, nothing that was answered is gone.
//!
//! The parent runs this test binary again as its child, twice at once on the same
//! log; each child appends from several threads, prints every answered entry, and
//! is killed with SIGKILL at a random moment, opening and recovery included. An ordinary
//! run kills a few; `LEDGER_KILLS=2000` kills as many on each store (`make crash`).
//!
//! What this cannot show is a power cut: the operating system lives on and keeps
//! what was written but not flushed. That every commit is flushed rests on SQLite's
//! `synchronous=FULL`, which opening the ledger insists on.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use serde_json::json;
use uuid::Uuid;
use youwei_ledger::{AppendError, Entry, Keys, Ledger, Place};

use crate::tools::{ORIGIN, Site, dice, event, expect, proved, signer};

/// How many programs are killed on each store if nobody says otherwise.
const KILLS: u64 = 60;
/// How many are killed at once.
const KILLS_OF_A_ROUND: u64 = 2;
/// A new log every so many rounds, so that young and old ones are killed alike.
const ROUNDS_OF_A_LOG: u64 = 10;
/// Most are killed young; some live long enough to see a log's own housekeeping.
const KILLED_BEFORE_MS: [u64; 4] = [10, 20, 40, 200];
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

fn start(site: &Site, turns: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["crash::child", "--exact", "--ignored", "--nocapture"])
        .env("LEDGER_PLACE", site.name())
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
    site.settle();
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

/// Kills programs at their work; nothing that one of them was answered may be gone.
fn kill_many(store: &str, new_site: impl Fn() -> Site) {
    let kills = match std::env::var("LEDGER_KILLS") {
        Ok(kills) => kills.parse().unwrap(),
        Err(_) => KILLS,
    };
    let mut dice = dice();
    let (mut killed, mut answers, mut unanswered) = (0, 0, 0);
    while killed < kills {
        let site = &new_site();
        let mut promised = HashMap::new();
        let mut stored = 0;
        for _ in 0..ROUNDS_OF_A_LOG {
            let before = KILLED_BEFORE_MS[dice.below(4) as usize];
            let printed = thread::scope(|scope| {
                // One is sure to have begun its work, the other may still be opening.
                let children = [true, false].map(|at_work| {
                    let child = start(site, u64::MAX);
                    let after = dice.below(before);
                    scope.spawn(move || kill(child, at_work, after))
                });
                children.map(|child| child.join().unwrap())
            });
            promised.extend(printed.into_iter().flatten());
            stored = check(site, &promised);
            killed += KILLS_OF_A_ROUND;
        }
        answers += promised.len();
        unanswered += stored - promised.len();
    }
    #[expect(clippy::print_stderr, reason = "a long run tells what it did")]
    {
        eprintln!(
            "{store}: {killed} killed; {answers} entries answered and kept, {unanswered} kept unanswered in whole batches, every log proved"
        );
    }
    assert!(answers as u64 >= killed / KILLS_OF_A_ROUND);
}

#[test]
fn no_answered_entry_is_lost_when_its_program_is_killed_on_sqlite() {
    kill_many("SQLite", Site::sqlite);
}

#[test]
fn no_answered_entry_is_lost_when_its_program_is_killed_on_postgres() {
    if let Some(server) = crate::server::shared() {
        kill_many("PostgreSQL", || Site::on(server));
    }
}

#[test]
fn three_programs_make_and_fill_one_ledger_together() {
    for site in (0..4).flat_map(|_| Site::each()) {
        let site = &site;
        let turns = 10;
        let children = [(); 3].map(|()| start(site, turns));
        let mut promised = HashMap::new();
        for child in children {
            let output = child.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{said}");
            promised.extend(answered(&output.stdout));
        }
        let stored = check(site, &promised);
        assert_eq!(stored, promised.len(), "all was answered, and once");
    }
}
