//! `youwei serve` as a process of its own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::kit;

/// The master key, under which passwords are sealed.
pub const MASTER: &str = "6a09e667f3bcc908bb67ae8584caa73b3c6ef372fe94f82ba54ff53a5f1d36f1";

/// A running server; it is stopped when this is dropped.
pub struct Served {
    child: Child,
    pub address: String,
    /// From the start of the process until it said where it listens.
    pub started: Duration,
    data: PathBuf,
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
            .arg("--city")
            .arg(kit::root().join("cities/yunze"))
            .args(rest)
            .env("YOUWEI_MASTER_KEY", MASTER)
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
            data: data.to_owned(),
        }
    }

    /// A figure of the process in kilobytes: `VmRSS` is its memory, `VmHWM` the most that
    /// it had.
    pub fn memory(&self, name: &str) -> f64 {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let line = status
            .lines()
            .find_map(|it| it.strip_prefix(name)?.strip_prefix(':'));
        let number = line.and_then(|it| it.split_whitespace().next()?.parse().ok());
        number.expect("Linux says it")
    }

    /// The seconds of CPU that it has used.
    pub fn cpu(&self) -> f64 {
        let stat =
            std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // What follows the name, which may hold anything, in brackets.
        let rest = stat.rsplit_once(") ").map_or("", |it| it.1);
        let ticks = rest
            .split(' ')
            .skip(11)
            .take(2)
            .filter_map(|it| it.parse::<f64>().ok());
        // Linux counts hundredths for programs, whatever it counts in.
        ticks.sum::<f64>() / 100.0
    }

    /// The password with which a user of the invented city begins, from the file that the
    /// server made beside the log.
    pub fn password(&self, user: &str) -> String {
        let file = std::fs::read_to_string(self.data.join("passwords.txt")).expect("passwords");
        let mut lines = file
            .lines()
            .map(|line| line.split('\t').collect::<Vec<_>>());
        let line = lines.find(|line| line.first() == Some(&user));
        let password = line.as_ref().and_then(|line| line.get(1));
        (*password.unwrap_or_else(|| panic!("no password of {user}"))).to_owned()
    }

    /// Asks it to stop and waits for it.
    pub fn stop(mut self) {
        let asked = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        assert!(
            asked.is_ok_and(|it| it.success()),
            "it could not be asked to stop"
        );
        self.child.wait().expect("it stops");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
