//! What the tests share.

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;
use youwei_ledger::{Expected, Head, Keys, Ledger, NewEvent, Place, Reader, Verified};
use youwei_tlog::{SignerKey, Suite};

pub const ORIGIN: &str = "youwei:yunze";
pub const NATIONAL: &str = "youwei:yunze/sm2-sm3";

/// The key of a log with this origin; always the same, so that logs can be compared.
pub fn signer(origin: &str) -> SignerKey {
    SignerKey::from_seed(origin, &[7; 32]).unwrap()
}

/// A place for one log, which goes away with the test.
pub struct Site {
    pub folder: tempfile::TempDir,
    pub origin: &'static str,
}

impl Site {
    pub fn sqlite() -> Site {
        let folder = tempfile::tempdir().unwrap();
        let origin = ORIGIN;
        Site { folder, origin }
    }

    pub fn national(self) -> Site {
        let origin = NATIONAL;
        Site { origin, ..self }
    }

    pub fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("ledger.sqlite3")
    }

    pub fn place(&self) -> Place {
        Place::File(self.path())
    }

    pub fn open(&self) -> Ledger {
        let signer = signer(self.origin);
        Ledger::open(&self.place(), Keys::new(signer)).unwrap()
    }

    /// The file as any program would open it.
    pub fn raw(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path()).unwrap()
    }
}

/// The head of a log that is proved from end to end.
pub fn proved(reader: &Reader) -> Head {
    let Verified { head, findings, .. } = reader.verify(None, &mut |_, _| {}).unwrap();
    assert_eq!(findings, []);
    assert_eq!(reader.head().unwrap(), head);
    head
}

/// The head of a log without entries.
pub fn empty() -> Head {
    Head::empty(Suite::International)
}

/// The UUID version 7 with this number.
pub fn id(number: u32) -> Uuid {
    let mut random = [0; 10];
    random[6..].copy_from_slice(&number.to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(1_768_440_600_000, &random).into_uuid()
}

pub fn event(number: u32, subject: &str, data: Value) -> NewEvent {
    NewEvent {
        id: id(number),
        kind: "commitment.confirmed".to_owned(),
        subject: subject.to_owned(),
        time: Timestamp::from_second(1_768_440_600 + i64::from(number)).unwrap(),
        actor: "李敏".to_owned(),
        data,
    }
}

pub fn expect(subject: &str, version: u64) -> Expected {
    Expected {
        subject: subject.to_owned(),
        version,
    }
}

/// A ledger of `size` entries in three streams.
pub fn fill(ledger: &Ledger, size: u32) {
    for number in 0..size {
        let subject = format!("commitment/{}", number % 3);
        let data = json!({"number": number, "amount": "58.18"});
        ledger
            .append(vec![event(number, &subject, data)], &[])
            .unwrap();
    }
}

/// Appends events of these numbers in one batch.
pub fn fill_fast(ledger: &Ledger, from: u32, to: u32) {
    let events = (from..to).map(|number| {
        let subject = format!("commitment/{}", number % 3);
        event(
            number,
            &subject,
            json!({"number": number, "amount": "58.18"}),
        )
    });
    ledger.append(events.collect(), &[]).unwrap();
}

/// Dice that a printed seed throws again (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % limit
    }
}

/// The seed in `LEDGER_SEED`, or a new one; shown when a test fails.
pub fn dice() -> Dice {
    let seed = match std::env::var("LEDGER_SEED") {
        Ok(seed) => seed.parse().unwrap(),
        Err(_) => Uuid::now_v7().as_u64_pair().1,
    };
    #[expect(clippy::print_stderr, reason = "libtest shows it when the test fails")]
    {
        eprintln!("to replay: LEDGER_SEED={seed}");
    }
    Dice(seed)
}
