//! The program, run as a person runs it, and what it said.

use std::io::Write;
use std::process::{Command, Stdio};

/// What a run said.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub wrong: String,
}

/// The program with these arguments, not yet started.
pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_youwei"));
    command.args(arguments);
    command
}

/// Runs it to its end with this text to read.
pub fn said(command: &mut Command, input: &str) -> Said {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let done = child.wait_with_output().unwrap();
    Said {
        code: done.status.code().unwrap(),
        out: String::from_utf8(done.stdout).unwrap(),
        wrong: String::from_utf8(done.stderr).unwrap(),
    }
}

impl Said {
    /// It went well, and said nothing else.
    pub fn well(self) -> String {
        assert_eq!((self.code, self.wrong.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// It left with this code and one sentence in both languages, which gives this reason.
    pub fn refused(&self, code: i32, why: &str) {
        assert_eq!(self.code, code, "{self:?}");
        let lines: Vec<&str> = self.wrong.lines().collect();
        let [zh, en] = lines[..] else {
            panic!("not one sentence in two languages: {self:?}");
        };
        assert!(
            zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
            "{zh}"
        );
        assert!(en.contains(why), "{en:?} does not say {why:?}");
    }
}
