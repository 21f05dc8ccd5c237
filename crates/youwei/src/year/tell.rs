//! What is told of the year at its end: what was noticed, what was refused, how much was
//! written and how fast.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use serde::Serialize;
use youwei_account::light;
use youwei_base::{Bilingual, Day, Light};
use youwei_ledger::Place;
use youwei_web::App;

use super::diary::Fraud;
use super::live::Told;
use crate::failure::Failure;
use crate::file;
use crate::place;

/// How many entries are read at a time.
const READ_AT_ONCE: usize = 1_000;

/// Says how far the year has come.
///
/// # Errors
/// It cannot be printed.
pub fn month(day: Day, entries: u64, done: u64) -> Result<(), Failure> {
    let (year, month) = (day.year(), day.month());
    file::print(&format!(
        "{year:04}-{month:02}  {entries} 条 entries  {done} 件 deeds\n"
    ))
}

/// A deceit and who noticed it.
#[derive(Debug, Serialize)]
struct Noticed {
    id: &'static str,
    what: Bilingual,
    /// Day, words or flag, entry; none if nobody noticed.
    caught: Option<super::live::Caught>,
}

/// The year in numbers.
#[derive(Debug, Serialize)]
pub struct Summary {
    origin: String,
    entries: u64,
    facts: u64,
    records: u64,
    root: String,
    bytes: Option<u64>,
    bytes_per_entry: Option<u64>,
    milliseconds: u64,
    entries_per_second: u64,
    done: u64,
    signed_in: u64,
    unpublished: u64,
    frauds: Vec<Noticed>,
    refused: BTreeMap<String, u64>,
    lights: BTreeMap<&'static str, u64>,
    otherwise: Vec<String>,
    otherwise_count: u64,
}

impl Summary {
    /// Counts what the log holds.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn of(
        app: &App,
        at: &Place,
        told: Told,
        frauds: &[Fraud],
        took: Duration,
    ) -> Result<Summary, Failure> {
        let log = app.log();
        let failed = |error| place::refused(&error);
        let head = log.head().map_err(failed)?;
        let (mut facts, mut next) = (0, 0);
        let mut last = None;
        while next < head.size {
            let entries = log.entries(next, READ_AT_ONCE).map_err(failed)?;
            next += entries.len() as u64;
            if entries.is_empty() {
                break;
            }
            for entry in entries {
                let stated = entry.event.data.get("facts").and_then(|it| it.as_array());
                facts += stated.map_or(0, Vec::len) as u64;
                last = Some(entry.event.time);
            }
        }
        let caught = |fraud: &Fraud| told.caught.iter().find(|it| it.fraud == fraud.id).cloned();
        let noticed = |fraud: &Fraud| Noticed {
            id: fraud.id,
            what: Bilingual::new(fraud.zh, fraud.en),
            caught: caught(fraud),
        };
        let bytes = match at {
            Place::File(path) => std::fs::metadata(path).ok().map(|it| it.len()),
            Place::Postgres(_) => None,
        };
        let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        Ok(Summary {
            origin: log.origin().to_owned(),
            entries: head.size,
            facts,
            records: app.records(),
            root: head.root.iter().map(|byte| format!("{byte:02x}")).collect(),
            bytes,
            bytes_per_entry: bytes.and_then(|it| it.checked_div(head.size)),
            milliseconds,
            entries_per_second: head.size.saturating_mul(1_000) / milliseconds.max(1),
            done: told.done,
            signed_in: told.signed_in,
            unpublished: told.unpublished,
            frauds: frauds.iter().map(noticed).collect(),
            refused: told.refused,
            lights: lights(app, last.map(day)),
            otherwise: told.otherwise,
            otherwise_count: told.otherwise_count,
        })
    }

    /// As JSON.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// As text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        // Writing to a string does not fail.
        let _ = writeln!(out, "\n识破的弄虚作假 Deceits noticed");
        for it in &self.frauds {
            let by = match &it.caught {
                Some(caught) => match caught.entry {
                    Some(entry) => format!("{} 第{entry}条 entry：{}", caught.day, caught.by),
                    None => format!("{} 拒绝 refused：{}", caught.day, caught.by),
                },
                None => "没有识破 UNNOTICED".to_owned(),
            };
            let _ = writeln!(out, "  {}\n  {}\n    ↳ {by}", it.what.zh, it.what.en);
        }
        let _ = writeln!(out, "\n拒绝的 Refused");
        for (kind, count) in &self.refused {
            let _ = writeln!(out, "  {count:>5}  {kind}");
        }
        if self.unpublished > 0 {
            let _ = writeln!(
                out,
                "  其中 {} 件要等下一年的放假安排公布 of these wait for the next year's work days",
                self.unpublished
            );
        }
        let lights: Vec<String> = self
            .lights
            .iter()
            .map(|(it, n)| format!("{it} {n}"))
            .collect();
        let _ = writeln!(out, "\n灯 Lights：{}", lights.join("，"));
        if self.otherwise_count > 0 {
            let _ = writeln!(
                out,
                "\n与剧本不同 Otherwise than written：{}",
                self.otherwise_count
            );
            for line in &self.otherwise {
                let _ = writeln!(out, "  {line}");
            }
        }
        let per = self.bytes_per_entry.map_or(String::new(), |it| {
            format!("，每条 {it} 字节 bytes an entry")
        });
        let _ = writeln!(
            out,
            "\n{} 条 entries，{} 个事实 facts，{} 条台账 records；{} 毫秒 ms，每秒 {} 条 entries a second{per}\n{}\n{}",
            self.entries,
            self.facts,
            self.records,
            self.milliseconds,
            self.entries_per_second,
            self.origin,
            self.root,
        );
        out
    }

    /// Whether every deceit was noticed.
    ///
    /// # Errors
    /// One was not.
    pub fn verdict(&self) -> Result<(), Failure> {
        let missed: Vec<&str> = self
            .frauds
            .iter()
            .filter(|it| it.caught.is_none())
            .map(|it| it.id)
            .collect();
        match missed.is_empty() {
            true => Ok(()),
            false => Err(Failure::broken(Bilingual::new(
                format!(
                    "有弄虚作假没有识破：{}；请补上核对规则。",
                    missed.join("、")
                ),
                format!(
                    "Deceits went unnoticed: {}; add the checks that find them.",
                    missed.join(", ")
                ),
            ))),
        }
    }
}

fn day(moment: jiff::Timestamp) -> Day {
    use jiff::tz::{Offset, TimeZone};
    moment.to_zoned(TimeZone::fixed(Offset::constant(8))).date()
}

/// How many commitments have which light on a day.
fn lights(app: &App, day: Option<Day>) -> BTreeMap<&'static str, u64> {
    let mut counted = BTreeMap::new();
    let Some(day) = day else {
        return counted;
    };
    app.look(|accounts, book| {
        // Of the report that the year is about, the last by its year.
        if let Some((_, account)) = accounts.iter().next_back() {
            for it in account.commitments() {
                let name = match light(account, book, it, day) {
                    Light::Blue => "blue",
                    Light::Green => "green",
                    Light::Yellow => "yellow",
                    Light::Red => "red",
                    Light::Grey => "grey",
                };
                *counted.entry(name).or_default() += 1;
            }
        }
    });
    counted
}
