//! `youwei serve` as a process of its own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running server; it is stopped when this is dropped.
pub struct Served {
    child: Child,
    pub address: String,
    /// From the start of the process until it said where it listens.
    pub started: Duration,
    /// What it said until then.
    pub said: Vec<String>,
}

/// The program that is measured.
pub fn program() -> PathBuf {
    let named = std::env::var_os("YOUWEI").map(PathBuf::from);
    named.expect("YOUWEI names the program; run.sh sets it")
}

impl Served {
    /// Serves the account in this folder on a free port.
    pub fn start(data: &Path, rest: &[&str]) -> Served {
        let begun = Instant::now();
        let mut child = Command::new(program())
            .args(["serve", "--port", "0", "--data"])
            .arg(data)
            .args(rest)
            .stdout(Stdio::piped())
            .stdin(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let mut said = Vec::new();
        let address = loop {
            let Some(Ok(line)) = lines.next() else {
                let _ = child.kill();
                panic!("the server ended: {}", said.join("\n"));
            };
            let there = line.split_once("http://").map(|it| it.1.to_owned());
            said.push(line);
            if let Some(there) = there {
                break there.split('/').next().unwrap_or_default().to_owned();
            }
        };
        let started = begun.elapsed();
        // Whatever else it says must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Served {
            child,
            address,
            started,
            said,
        }
    }

    /// A figure of the process in kilobytes: `VmRSS` is its memory, `VmHWM` the most that
    /// it had.
    pub fn memory(&self, name: &str) -> f64 {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let line = status.lines().find_map(|it| it.strip_prefix(name)?.strip_prefix(':'));
        let number = line.and_then(|it| it.split_whitespace().next()?.parse().ok());
        number.expect("Linux says it")
    }

    /// Asks it to stop and waits for it.
    pub fn stop(mut self) {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(asked.is_ok_and(|it| it.success()), "it could not be asked to stop");
        self.child.wait().expect("it stops");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
