//! What the tests share.

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;
use youwei_ledger::{Expected, Head, Keys, Ledger, NewEvent, Place, Reader, Verified};
use youwei_tlog::{SignerKey, Suite};

use crate::server::Server;

pub const ORIGIN: &str = "youwei:yunze";
pub const NATIONAL: &str = "youwei:yunze/sm2-sm3";

/// The key of a log with this origin; always the same, so that logs can be compared.
pub fn signer(origin: &str) -> SignerKey {
    SignerKey::from_seed(origin, &[7; 32]).unwrap()
}

/// A place for one log, which goes away with the test.
pub struct Site {
    pub folder: tempfile::TempDir,
    /// Where the log lies in a database and not in the folder.
    url: Option<String>,
    pub origin: &'static str,
}

impl Site {
    pub fn sqlite() -> Site {
        Site {
            folder: tempfile::tempdir().unwrap(),
            url: None,
            origin: ORIGIN,
        }
    }

    /// An empty database, where PostgreSQL is installed.
    pub fn postgres() -> Option<Site> {
        crate::server::shared().map(Site::on)
    }

    /// An empty database on this server.
    pub fn on(server: &Server) -> Site {
        Site {
            url: Some(server.database()),
            ..Site::sqlite()
        }
    }

    /// One of each kind that there is here.
    pub fn each() -> Vec<Site> {
        [Some(Site::sqlite()), Site::postgres()]
            .into_iter()
            .flatten()
            .collect()
    }

    pub fn national(self) -> Site {
        let origin = NATIONAL;
        Site { origin, ..self }
    }

    /// Another place of the same kind, in a folder of its own.
    pub fn another(&self) -> Site {
        let site = match &self.url {
            Some(_) => crate::server::shared().map(Site::on),
            None => None,
        };
        Site {
            origin: self.origin,
            ..site.unwrap_or_else(Site::sqlite)
        }
    }

    pub fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("ledger.sqlite3")
    }

    /// The place as a command line names it.
    pub fn name(&self) -> String {
        match &self.url {
            Some(url) => url.clone(),
            None => self.path().display().to_string(),
        }
    }

    pub fn place(&self) -> Place {
        Place::named(&self.name())
    }

    pub fn open(&self) -> Ledger {
        let signer = signer(self.origin);
        Ledger::open(&self.place(), Keys::new(signer)).unwrap()
    }

    /// The file as any program would open it.
    pub fn raw(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path()).unwrap()
    }

    /// Waits until the server has ended the connections of killed programs. What such a
    /// program had asked for is still done, or not, after its death.
    pub fn settle(&self) {
        if self.url.is_none() {
            return;
        }
        let mut client = self.client();
        let others = "SELECT count(*) FROM pg_stat_activity \
                      WHERE datname = current_database() AND backend_type = 'client backend' \
                      AND pid <> pg_backend_pid()";
        while client.query_one(others, &[]).unwrap().get::<_, i64>(0) > 0 {
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
    }

    /// The database as any program would connect to it.
    pub fn client(&self) -> postgres::Client {
        postgres::Client::connect(&self.name(), postgres::NoTls).unwrap()
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
