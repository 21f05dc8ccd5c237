//! A log to run commands on, and what runs them.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use tempfile::TempDir;
use uuid::Uuid;
use youwei_ledger::{Keys, Ledger, NewEvent, Place};
use youwei_tlog::{SignerKey, VerifierKey};

use crate::common::{Said, program, said};

pub const INTERNATIONAL: &str = "youwei:yunze";
pub const NATIONAL: &str = "youwei:yunze/sm2-sm3";
pub const ORIGINS: [&str; 2] = [INTERNATIONAL, NATIONAL];

/// A data folder with a log of some entries, and a folder for what is carried away.
pub struct Site {
    pub folder: TempDir,
    pub key: VerifierKey,
}

pub fn event(number: u64) -> NewEvent {
    NewEvent {
        id: Uuid::now_v7(),
        kind: "note.taken".into(),
        subject: format!("note/{}", number % 3),
        time: Timestamp::now(),
        actor: "王芳（督查室）".into(),
        data: serde_json::json!({ "text": format!("第{number}件") }),
    }
}

impl Site {
    pub fn new(origin: &str, seed: u8, entries: u64) -> Site {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        let signer = SignerKey::from_seed(origin, &[seed; 32]).unwrap();
        let secret = format!("{}\n", *signer.secret_text());
        fs::write(folder.path().join("data/log.key"), secret).unwrap();
        let site = Site {
            folder,
            key: signer.verifier(),
        };
        site.append(signer, 0..entries);
        site
    }

    pub fn signer(&self) -> SignerKey {
        let text = fs::read_to_string(self.path("data/log.key")).unwrap();
        text.trim().parse().unwrap()
    }

    pub fn append(&self, signer: SignerKey, numbers: std::ops::Range<u64>) {
        let place = Place::File(self.path("data/ledger.sqlite3"));
        let ledger = Ledger::open(&place, Keys::new(signer)).unwrap();
        let events: Vec<NewEvent> = numbers.map(event).collect();
        if !events.is_empty() {
            ledger.append(events, &[]).unwrap();
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A file beside the data.
    pub fn keep(&self, name: &str, text: &str) -> PathBuf {
        fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    /// Runs the program over this log.
    pub fn run(&self, arguments: &[&str]) -> Said {
        let data = self.path("data");
        run(&[arguments, &["--data", data.to_str().unwrap()]].concat())
    }

    pub fn key(&self) -> String {
        self.key.to_string()
    }
}

/// Runs the program.
pub fn run(arguments: &[&str]) -> Said {
    said(&mut program(arguments), "")
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
