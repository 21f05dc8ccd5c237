//! The ledger side by side with what else people would use, in one run. See README.md.

mod appends;
mod callers;
mod figures;
mod long;
mod machine;
mod plain;
mod queue;
mod sample;

#[path = "../../../crates/ledger/tests/it/server.rs"]
#[allow(unused_imports)]
mod server;

use std::path::{Path, PathBuf};
use std::time::Duration;

const USAGE: &str = "usage: ledger-bench [--folder FOLDER] [--rounds N] [--seconds S] [--entries N]
  --folder   where the files of all sides lie while they are measured (the present folder)
  --rounds   how often each side takes its turn (7; 0 leaves the comparison out)
  --seconds  how long a turn is (0.5)
  --entries  how long the long log is (10000000; 0 leaves it out)
PEER_PYTHON names the Python that has `eventsourcing`; run.sh sets it.";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [child, what, file, size] = &arguments[..]
        && child == "child"
    {
        return long::run_child(what, Path::new(file), size.parse().expect("a size"));
    }
    let mut folder = PathBuf::from(".");
    let (mut rounds, mut seconds, mut entries) = (7, 0.5, 10_000_000);
    let mut rest = arguments.iter();
    while let Some(name) = rest.next() {
        let value = rest.next().map(String::as_str).unwrap_or_default();
        let understood = match name.as_str() {
            "--folder" => {
                folder = PathBuf::from(value);
                Some(())
            }
            "--rounds" => value.parse().ok().map(|it| rounds = it),
            "--seconds" => value.parse().ok().map(|it| seconds = it),
            "--entries" => value.parse().ok().map(|it| entries = it),
            _ => None,
        };
        if understood.is_none() {
            eprintln!("{USAGE}");
            std::process::exit(2);
        }
    }
    let python = std::env::var_os("PEER_PYTHON").map(PathBuf::from);
    let server = server::start();
    machine::describe(&folder, python.as_deref(), server.as_ref());
    if rounds > 0 {
        appends::compare(&appends::Setting {
            folder: &folder,
            rounds,
            time: Duration::from_secs_f64(seconds),
            server: server.as_ref(),
            python: python.as_deref(),
        });
    }
    if entries > 0 {
        long::measure(&folder, entries);
    }
}
