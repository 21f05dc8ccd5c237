//! A long log: proofs, verification, and the memory that both take.
//!
//! What memory is asked of runs in a process of its own, which is this program again.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use youwei_ledger::{Keys, Ledger, Place, Reader};
use youwei_tlog::SignerKey;

use crate::figures::{Figures, grouped, met};
use crate::sample::{ORIGIN, event, mixed};

/// How many events one append holds while the log grows: as many as one commit may.
const AT_ONCE: u64 = 4096;

/// How many events a stream gets.
const IN_A_STREAM: u64 = 100;

/// How many proofs are timed.
const PROOFS: u64 = 1000;

/// Grows a log to a tenth of `entries` and then to all of them, verifying it each time,
/// and prints what that took.
pub fn measure(folder: &Path, entries: u64) {
    let folder = tempfile::tempdir_in(folder).expect("a folder for the long log");
    let file = folder.path().join("log.sqlite3");
    let count = |number: u64| grouped(&number.to_string());
    let mut steps = Vec::new();
    for size in [entries / 10, entries] {
        eprintln!("growing to {size} entries");
        let [grown, grow_seconds, grow_memory] = child("grow", &file, size);
        eprintln!("verifying {size} entries");
        let [verified, verify_seconds, verify_memory] = child("verify", &file, size);
        let before = steps.last().map_or(0.0, |step: &[f64; 6]| step[0]);
        assert!(grown == size as f64 && verified == size as f64);
        let (append_rate, verify_rate) = ((grown - before) / grow_seconds, grown / verify_seconds);
        let bytes = file.metadata().map_or(0.0, |it| it.len() as f64);
        steps.push([
            size as f64,
            append_rate,
            grow_memory,
            verify_rate,
            verify_memory,
            bytes,
        ]);
    }
    println!("### A long log (SQLite, one process each)\n");
    println!(
        "| entries | file, MiB | appended a second, {AT_ONCE} at once | memory of appending, MiB \
         | verified a second, one thread | memory of verifying, MiB |\n\
         | ---: | ---: | ---: | ---: | ---: | ---: |"
    );
    for [
        size,
        append_rate,
        grow_memory,
        verify_rate,
        verify_memory,
        bytes,
    ] in &steps
    {
        let whole = |value: f64| grouped(&format!("{value:.0}"));
        println!(
            "| {} | {} | {} | {grow_memory:.1} | {} | {verify_memory:.1} |",
            whole(*size),
            whole(bytes / 1024.0 / 1024.0),
            whole(*append_rate),
            whole(*verify_rate),
        );
    }
    let rate = steps[1][3];
    println!(
        "\nVerify. Goal: at least 500,000 entries a second on one core: {}.",
        met(rate, 500_000.0)
    );
    let prove = prove(&file, entries);
    println!(
        "\nProof of one entry of {}, {PROOFS} entries anywhere: {prove:.3} ms. \
         Goal: less than 1 ms: {}.\n",
        count(entries),
        met(1.0, prove.median()),
    );
}

/// Runs this program again for one thing; the size, the seconds, the most memory in MiB.
fn child(what: &str, file: &Path, size: u64) -> [f64; 3] {
    let output = Command::new(std::env::current_exe().expect("this program"))
        .args(["child", what])
        .arg(file)
        .arg(size.to_string())
        .output()
        .expect("this program runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = said.split_whitespace().flat_map(str::parse).collect();
    let failed = || String::from_utf8_lossy(&output.stderr).into_owned();
    numbers
        .try_into()
        .unwrap_or_else(|_| panic!("{what}: {}", failed()))
}

/// What [`child`] runs.
pub fn run_child(what: &str, file: &Path, size: u64) {
    let started = Instant::now();
    let place = Place::File(file.to_owned());
    let size = match what {
        "grow" => grow(&place, size),
        _ => verify(&place),
    };
    println!(
        "{size} {} {}",
        started.elapsed().as_secs_f64(),
        most_memory()
    );
}

/// Two callers append by turns what the log does not have yet.
fn grow(place: &Place, size: u64) -> u64 {
    let signer = SignerKey::from_seed(ORIGIN, &[7; 32]).expect("a key");
    let ledger = Ledger::open(place, Keys { signer, master: None }).expect("a log");
    let next = AtomicU64::new(ledger.size().expect("a head"));
    let append = || {
        loop {
            let first = next.fetch_add(AT_ONCE, Ordering::Relaxed);
            let numbers = first..(first + AT_ONCE).min(size);
            if numbers.is_empty() {
                break;
            }
            let stream = |number| format!("commitment/{:06}", number / IN_A_STREAM);
            let events = numbers
                .map(|number| event(number, stream(number)))
                .collect();
            ledger.append(events, &[]).expect("an answer");
        }
    };
    thread::scope(|scope| {
        scope.spawn(append);
        scope.spawn(append);
    });
    ledger.size().expect("a head")
}

fn verify(place: &Place) -> u64 {
    let reader = Reader::open(place).expect("a log");
    let verified = reader.verify(None, &mut |_, _| {}).expect("it can be read");
    assert_eq!(verified.findings, []);
    verified.head.size
}

/// Milliseconds of single proofs.
fn prove(file: &Path, entries: u64) -> Figures {
    let reader = Reader::open(&Place::File(file.to_owned())).expect("a log");
    Figures::of((0..PROOFS).map(|number| {
        let index = mixed(number) % entries;
        let started = Instant::now();
        let proof = reader
            .prove(index)
            .expect("it can be read")
            .expect("it is there");
        let elapsed = started.elapsed();
        let entry = proof.extra.clone().expect("the entry's bytes");
        proof
            .check(std::slice::from_ref(reader.key()), &entry)
            .expect("it proves the entry");
        elapsed.as_secs_f64() * 1000.0
    }))
}

/// The most memory that this process has had (`VmHWM`), in MiB.
fn most_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}
