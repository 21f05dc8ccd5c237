//! Durable appends a second, side by side.

use std::ops::Range;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use youwei_ledger::{Keys, Ledger, Place};
use youwei_tlog::SignerKey;

use crate::callers::run;
use crate::figures::{Figures, met};
use crate::plain;
use crate::queue::{Commit, Queue};
use crate::sample::{Append, ORIGIN, appends, bytes};

/// How many callers append at the same time.
const CALLERS: [usize; 4] = [1, 8, 64, 256];

/// How many appends are made beforehand for each second, by callers: more than a disk
/// takes; a side that has done all of them is done earlier.
const MADE_A_SECOND: [usize; 4] = [20_000, 60_000, 120_000, 320_000];

/// Which callers fill a new store before the clock starts, each with how many events, and
/// for how long: until its write-ahead log is used again from its beginning, as that of a
/// store in use is. They have other streams than those who are measured.
const WARMERS: Range<usize> = 256..512;
const WARMTH: usize = 64;
const WARM: Duration = Duration::from_millis(300);

/// How much is to be measured, where and with what.
pub struct Setting<'a> {
    pub folder: &'a Path,
    pub rounds: usize,
    pub time: Duration,
    /// The server that both sides use, if there is one.
    pub server: Option<&'a crate::server::Server>,
    /// The Python that has `eventsourcing`, if there is one.
    pub python: Option<&'a Path>,
}

/// Who appends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Sqlite,
    PlainSqlite,
    Postgres,
    PlainPostgres,
    Eventsourcing,
}

/// The appends a second of one side with so many callers, a figure a round.
struct Measured {
    side: Side,
    callers: usize,
    rates: Vec<f64>,
}

impl Setting<'_> {
    fn sides(&self) -> Vec<Side> {
        let mut sides = vec![Side::Sqlite, Side::PlainSqlite];
        if self.server.is_some() {
            sides.extend([Side::Postgres, Side::PlainPostgres]);
        }
        if self.python.is_some() {
            sides.push(Side::Eventsourcing);
        }
        sides
    }

    /// Appends to a new store for a while; appends a second.
    fn measure(&self, side: Side, step: usize) -> f64 {
        let callers = CALLERS[step];
        let each = (MADE_A_SECOND[step] as f64 * self.time.as_secs_f64()) as usize / callers;
        let folder = tempfile::tempdir_in(self.folder).expect("a folder for one run");
        let file = folder.path().join("log.sqlite3");
        let database = || self.server.map(|it| it.database()).expect("a server");
        match side {
            Side::Sqlite => self.ours(&Place::File(file), callers, each),
            Side::Postgres => self.ours(&Place::Postgres(database()), callers, each),
            Side::PlainSqlite => self.plain(plain::Sqlite::new(&file), callers, each),
            Side::PlainPostgres => self.plain(plain::Postgres::new(&database()), callers, each),
            Side::Eventsourcing => self.eventsourcing(&file, callers),
        }
    }

    fn ours(&self, place: &Place, callers: usize, each: usize) -> f64 {
        let signer = SignerKey::from_seed(ORIGIN, &[7; 32]).expect("a key");
        let ledger = Ledger::open(
            place,
            Keys {
                signer,
                master: None,
            },
        )
        .expect("a new log");
        let append = |(events, expected): Append| {
            ledger.append(events, &expected).expect("an answer");
        };
        let warm = run(WARMERS, |caller| appends(caller, WARMTH), WARM, append);
        let run = run(
            0..callers,
            |caller| appends(caller, each),
            self.time,
            append,
        );
        let size = ledger.size().expect("a head");
        let answered = (warm.appends + run.appends) as u64;
        assert_eq!(size, answered, "an answered append is missing");
        run.per_second()
    }

    fn plain(&self, writer: impl Commit, callers: usize, each: usize) -> f64 {
        let queue = Queue::start(writer);
        let plain = |caller, count| -> Vec<Vec<u8>> {
            let own = appends(caller, count).into_iter();
            own.map(|(events, _)| bytes(&events[0])).collect()
        };
        let append = |bytes| {
            queue.append(bytes);
        };
        run(WARMERS, |caller| plain(caller, WARMTH), WARM, append);
        let run = run(0..callers, |caller| plain(caller, each), self.time, append);
        run.per_second()
    }

    fn eventsourcing(&self, file: &Path, callers: usize) -> f64 {
        let python = self.python.expect("a Python");
        let output = Command::new(python)
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/peer.py"))
            .arg(file)
            .arg(callers.to_string())
            .arg(self.time.as_secs_f64().to_string())
            .output()
            .expect("Python runs");
        let said = String::from_utf8_lossy(&output.stdout);
        let failed = || String::from_utf8_lossy(&output.stderr).into_owned();
        said.trim()
            .parse()
            .unwrap_or_else(|_| panic!("peer.py: {}", failed()))
    }
}

/// Measures all sides turn by turn and prints the tables.
pub fn compare(setting: &Setting<'_>) {
    let sides = setting.sides();
    let mut measured: Vec<Measured> = Vec::new();
    for callers in CALLERS {
        measured.extend(sides.iter().map(|side| Measured {
            side: *side,
            callers,
            rates: Vec::new(),
        }));
    }
    for round in 0..setting.rounds {
        for step in 0..CALLERS.len() {
            let mut turn: Vec<usize> = (0..sides.len()).collect();
            // Whoever comes first finds the disk in another state than whoever follows.
            if round % 2 == 1 {
                turn.chunks_mut(2).for_each(<[usize]>::reverse);
            }
            for place in turn {
                let rate = setting.measure(sides[place], step);
                measured[step * sides.len() + place].rates.push(rate);
            }
            eprint!(".");
        }
    }
    eprintln!();
    let rates = |side, callers| {
        let mut found = measured.iter();
        found
            .find(|it| it.side == side && it.callers == callers)
            .map(|it| &it.rates[..])
    };
    println!("### Durable appends a second\n");
    println!(
        "{} rounds of {:.1} s each, all sides turn by turn; median (least – most). \
         A ratio is taken within each round.",
        setting.rounds,
        setting.time.as_secs_f64()
    );
    for (ours, theirs, name, goal) in [
        (
            Side::Sqlite,
            Side::PlainSqlite,
            "(a) plain SQLite table",
            0.85,
        ),
        (
            Side::Postgres,
            Side::PlainPostgres,
            "(b) plain PostgreSQL table",
            0.85,
        ),
        (
            Side::Sqlite,
            Side::Eventsourcing,
            "(c) `eventsourcing` on SQLite",
            20.0,
        ),
    ] {
        if rates(ours, 1).is_none() || rates(theirs, 1).is_none() {
            continue;
        }
        println!("\n| callers | ledger | {name} | ratio |\n| ---: | ---: | ---: | ---: |");
        let mut last = 0.0;
        for callers in CALLERS {
            let (ours, theirs) = (rates(ours, callers), rates(theirs, callers));
            let (ours, theirs) = (ours.unwrap_or_default(), theirs.unwrap_or_default());
            let ratio = ratios(ours, theirs);
            last = ratio.median();
            let (ours, theirs) = (of(ours), of(theirs));
            println!("| {callers} | {ours:.0} | {theirs:.0} | {ratio:.2} |");
        }
        println!(
            "\nGoal: at least {goal} with 256 callers: {}.",
            met(last, goal)
        );
    }
    for (side, name) in [(Side::Sqlite, "SQLite"), (Side::Postgres, "PostgreSQL")] {
        if let (Some(many), Some(one)) = (rates(side, 256), rates(side, 1)) {
            let ratio = ratios(many, one);
            let met = met(ratio.median(), 5.0);
            println!("\n{name}: 256 callers to one: {ratio:.1}. Goal: at least 5: {met}.");
        }
    }
    println!();
}

fn of(runs: &[f64]) -> Figures {
    Figures::of(runs.iter().copied())
}

fn ratios(ours: &[f64], theirs: &[f64]) -> Figures {
    Figures::of(ours.iter().zip(theirs).map(|(ours, theirs)| ours / theirs))
}
