//! `youwei rehearse --year SEED`: a year in the sample city, lived through the ordinary
//! actions. The same seed gives the same log, byte for byte.
//!
//! The story is data: `story/` writes a [`diary::Diary`], `live` does what it says day by
//! day, under everybody's own rights, and counts what was refused and what was noticed.
//!
//! **Invariant:** only here does anything draw from a seed, and only into a log whose
//! origin says that it is a rehearsal.

mod cast;
mod days;
mod diary;
mod dice;
mod flags;
mod live;
mod people;
mod photo;
mod said;
mod story;
mod tell;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use youwei_base::{Bilingual, Day};
use youwei_ledger::{Chance, Keys, Ledger, LedgerError, MasterKey, REHEARSAL, Reader};
use youwei_tlog::SignerKey;
use youwei_web::{App, House, Settings};

use crate::failure::Failure;
use crate::{file, keyfile, master, place};
use live::{Living, StoryClock, Told};

/// A report of the sample city: month and day on which it is taken in, its file.
type Report = ((i8, i8), &'static str, &'static str);

/// Last year's, to be compared with, and that of the year that is lived.
const REPORTS: [Report; 2] = [
    (
        (1, 5),
        "云泽市2025年政府工作报告.txt",
        include_str!("../../../../samples/云泽市2025年政府工作报告.txt"),
    ),
    (
        (1, 16),
        "云泽市2026年政府工作报告.txt",
        include_str!("../../../../samples/云泽市2026年政府工作报告.txt"),
    ),
];

/// The day on which the log begins.
const FIRST: (i8, i8) = (1, 4);

/// What is lived, and where.
pub struct Asked<'a> {
    pub seed: u64,
    pub place: &'a place::Arguments,
    pub through: Option<Day>,
    pub json: bool,
}

/// Lives the year and tells what came of it.
///
/// # Errors
/// There is a log already, the ledger cannot be written, or a deceit went unnoticed.
pub fn run(asked: &Asked<'_>, house: House) -> Result<(), Failure> {
    let began = Instant::now();
    let (first, last) = (days::on(FIRST.0, FIRST.1), days::on(12, 31));
    let through = asked.through.unwrap_or(last);
    if through < first || through > last {
        return Err(Failure::bad_input(Bilingual::new(
            format!(
                "演练只过 {first} 到 {last} 这一年，没有 {through}。请把 --through 写成其中的一天，或不写。"
            ),
            format!(
                "The rehearsal lives the year from {first} to {last} and knows no {through}. Give --through a day of it, or leave it out."
            ),
        )));
    }
    let ledger = opened(asked)?;
    let clock = StoryClock::default();
    clock.set(days::on(FIRST.0, FIRST.1), 9, 0);
    let settings = Settings {
        files: asked.place.data.join("files"),
        clock: clock.clock(),
        hosts: Vec::new(),
    };
    let house = Arc::new(house);
    let app = App::open_in(ledger, settings, Arc::clone(&house));
    let app = app.map_err(|error| place::refused(&error))?;
    let app = app.with_people(house.people());
    let mut passwords = people::Passwords::found(&app, &house.city)?;
    let mut living = Living {
        app: &app,
        clock,
        records: Default::default(),
        actors: people::actors(&app),
        told: Told::default(),
        flags: Default::default(),
    };
    let diary = story::of(asked.seed);
    let from = days::on(FIRST.0, FIRST.1 + 1);
    living.days(&diary, (from, through), |living, day| {
        for ((month, of_month), name, text) in REPORTS {
            if day == days::on(month, of_month) {
                let taken = app.take_in(name, text.as_bytes(), None, "youwei rehearse");
                taken.map_err(Failure::bad_input)?;
            }
        }
        passwords.changed(&app, day)?;
        let last = day == through || days::later(day, 1).month() != day.month();
        if last && !asked.json {
            tell::month(day, app.log().size().unwrap_or_default(), living.told.done)?;
        }
        Ok(())
    })?;
    let told = std::mem::take(&mut living.told);
    passwords.keep(&asked.place.data)?;
    let place = asked.place.place();
    let found = tell::Summary::of(&app, &place, told, &diary.frauds(through), began.elapsed())?;
    match asked.json {
        true => file::print(&format!("{}\n", found.json()))?,
        false => {
            file::print(&found.text())?;
            passwords.print()?;
        }
    }
    found.verdict()
}

/// A new log with keys of the seed; they are kept beside it, as of any log.
fn opened(asked: &Asked<'_>) -> Result<Ledger, Failure> {
    let place = asked.place.place();
    match Reader::open(&place) {
        Err(LedgerError::Absent { .. } | LedgerError::NotALedger { .. }) => {}
        Ok(reader) => return Err(there(reader.origin())),
        Err(error) => return Err(place::refused(&error)),
    }
    let data = &asked.place.data;
    std::fs::create_dir_all(data).map_err(|error| Failure::unreadable_file(data, &error))?;
    let keys = Chance::seeded("youwei rehearsal: keys", asked.seed);
    let origin = format!("{REHEARSAL}yunze/{}", asked.seed);
    let mut seed = zeroize::Zeroizing::new([0; 32]);
    let drawn = keys.fill(&mut *seed);
    drawn.map_err(|fault| Failure::broken(fault.sentence()))?;
    let signer =
        SignerKey::from_seed(&origin, &seed).map_err(|it| Failure::broken(it.sentence()))?;
    let master = MasterKey::drawn(&keys).map_err(|it| Failure::broken(it.sentence()))?;
    let master = master.keep_in(&master_path(data));
    let master = master.map_err(|it| Failure::bad_input(it.sentence()))?;
    keyfile::keep(&data.join("log.key"), &signer)?;
    let keys = Keys::new(signer).with_master(master);
    let ledger = Ledger::open(&place, keys).map_err(|it| place::refused(&it))?;
    let chance = Chance::seeded("youwei rehearsal: log", asked.seed);
    ledger.rehearsing(chance).map_err(|it| place::refused(&it))
}

fn master_path(data: &Path) -> std::path::PathBuf {
    master::beside(data)
}

fn there(origin: &str) -> Failure {
    Failure::bad_input(Bilingual::new(
        format!("这里已有账本 {origin}；演练只写新账本，请用 --data 另选文件夹。"),
        format!(
            "There is the ledger {origin} already; a rehearsal writes a new one, name another folder with --data."
        ),
    ))
}
