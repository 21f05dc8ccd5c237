//! What the figures were taken on.

use std::path::Path;
use std::process::Command;

/// Prints the processor, the disk, and the versions of what is compared.
pub fn describe(folder: &Path, python: Option<&Path>, server: Option<&crate::server::Server>) {
    let information = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let of = |name: &str| {
        let line = information.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_once(": "))
            .map_or("?", |(_, value)| value.trim())
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "- processor: {} (family {}, model {}), {cores} cores",
        of("model name"),
        of("cpu family"),
        of("model")
    );
    let disk = said("df", &["--output=source,fstype", &folder.to_string_lossy()]);
    println!(
        "- disk: {}",
        disk.lines()
            .last()
            .unwrap_or("?")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(", ")
    );
    println!("- flush of 4 KiB to that disk: {:.3} ms", flush(folder));
    println!("- system: {}", said("uname", &["-sr"]));
    println!("- SQLite {}", rusqlite::version());
    if let Some(server) = server {
        let version = server.admin().query_one("SHOW server_version", &[]);
        let version: String = version.map_or_else(|_| "?".to_owned(), |row| row.get(0));
        println!("- PostgreSQL {version}");
    }
    if let Some(python) = python {
        let versions = "import platform, sqlite3, importlib.metadata as m; \
                        print(f\"Python {platform.python_version()}, eventsourcing \
                        {m.version('eventsourcing')}, its SQLite {sqlite3.sqlite_version}\")";
        println!("- {}", said(&python.to_string_lossy(), &["-c", versions]));
    }
    println!();
}

fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map_or_else(
        |_| "?".to_owned(),
        |it| String::from_utf8_lossy(&it.stdout).trim().to_owned(),
    )
}

/// Milliseconds that a write of one page and its flush take, median.
fn flush(folder: &Path) -> crate::figures::Figures {
    use std::io::{Seek, SeekFrom, Write};
    let mut file = tempfile::tempfile_in(folder).expect("a file");
    crate::figures::Figures::of((0..200).map(|_| {
        file.seek(SeekFrom::Start(0)).expect("its start");
        file.write_all(&[7; 4096]).expect("a page");
        let started = std::time::Instant::now();
        file.sync_data().expect("a flush");
        started.elapsed().as_secs_f64() * 1000.0
    }))
}
