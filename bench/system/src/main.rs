//! Declared systems side by side with workflow engines, the served program beside the
//! bare ledger, and a large city served, in one run. See README.md.

mod acts;
mod city;
#[path = "../../decision/src/cpu.rs"]
mod cpu;
#[path = "../../ledger/src/figures.rs"]
mod figures;
mod http;
mod kit;
mod pages;
mod project;
mod promises;
mod served;
mod sessions;
mod steps;

use std::path::PathBuf;
use std::time::Duration;

/// The program's allocator, so that a step costs here what it costs there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const USAGE: &str = "usage: system-bench [--folder FOLDER] [steps] [acts] [city]
  --folder   where the files lie while they are measured (the present folder)
  steps      a step of a life cycle, beside workflow engines
  acts       actions a second through HTTP, beside the bare ledger
  city       the pages of a large city; without a word, all three
What run.sh says of environment variables holds here too.";

fn main() {
    let mut folder = PathBuf::from(".");
    let mut parts = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--folder" => folder = PathBuf::from(arguments.next().unwrap_or_default()),
            "steps" | "acts" | "city" => parts.push(argument),
            _ => {
                eprintln!("{USAGE}");
                std::process::exit(2);
            }
        }
    }
    let asked = |part: &str| parts.is_empty() || parts.iter().any(|it| it == part);
    let rounds = number("ROUNDS", 5);
    if asked("steps") {
        steps::compare(&folder, rounds);
    }
    let time = Duration::from_secs(number("SECONDS_EACH", 5) as u64);
    if asked("acts") {
        acts::compare(&folder, rounds, time);
    }
    if asked("city") {
        let size = city::Size {
            commitments: number("COMMITMENTS", 1_000),
            records: number("RECORDS", 200_000),
            facts: number("FACTS", 5_000_000),
        };
        pages::measure(&folder, size, time);
    }
}

/// A number from the environment.
fn number(name: &str, usual: usize) -> usize {
    let Ok(said) = std::env::var(name) else {
        return usual;
    };
    said.parse()
        .unwrap_or_else(|_| panic!("{name}={said} is no number"))
}
