//! What somebody wants to do, what it is decided on, and the answer.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};
use youwei_base::{Bilingual, Day};
use youwei_decision::value;

use crate::declaration::{ActionAt, Shared, System};
use crate::happened::Happened;
use crate::record::Record;

/// What somebody wants to do.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The action.
    pub action: ActionAt,
    /// What is given, by name, as JSON or as text of a form.
    pub input: Map<String, Value>,
    /// The version of the record that the asking page showed; none asks for no check.
    pub seen: Option<u64>,
}

/// When it is decided: the moment, and the day of it in China.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The moment.
    pub now: Timestamp,
    /// The day.
    pub today: Day,
}

/// The other records and words of the city that a decision may look at.
pub trait World {
    /// A record of any system.
    fn record(&self, system: &str, id: &str) -> Option<(&System, &Record)>;
    /// The records of a system whose field of this name holds this.
    fn holding(&self, system: &str, field: &str, value: &value::Value) -> Vec<(&System, &Record)>;
    /// The records of a system that have something of this list in theirs, with what.
    fn sharing(&self, system: &str, shared: &Shared, list: &value::Value) -> Vec<InCommon<'_>>;
    /// The record that holds this value in this unique field of any action or record of
    /// the system.
    fn taken(&self, system: &str, field: &str, value: &str) -> Option<&str>;
    /// The record that a photograph of this hash was first handed in with, in whichever
    /// system and input, and that system: what shows one thing proves no other.
    fn photograph(&self, hash: &str) -> Option<(&System, &str)> {
        let _ = hash;
        None
    }
    /// The last number that was given in a series of official numbers of this field, such
    /// as `督办〔2026〕`; 0 if none was.
    fn last_number(&self, system: &str, field: usize, series: &str) -> u32 {
        let _ = (system, field, series);
        0
    }
}

/// A record with what it has in common with another one.
pub type InCommon<'a> = (&'a System, &'a Record, Vec<Arc<str>>);

/// Under what the hashes of all photographs of the city are taken.
pub const PHOTOGRAPHS: &str = "photo";

/// The answer to an accepted wish: one event.
#[derive(Debug, Clone)]
pub struct Decision {
    /// What happened.
    pub happened: Happened,
    /// The values about persons, each with its place in the event's data, such as
    /// `/set/applicant`.
    pub personal: Vec<(String, Value)>,
    /// Values that no other record may hold from now on: whose they are and the value. Each
    /// becomes an event in a stream of its own, `unique/<whose>/<value>`, whose first entry
    /// it must be. Whose is `<system>.<field>` of the field or input, and [`PHOTOGRAPHS`] of
    /// the hash of every photograph, since the whole city has one key of them.
    pub unique: Vec<(String, String)>,
}

/// Why it cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What kind of refusal it is.
    pub kind: RefusalKind,
    /// Everything that is wrong, each with its next step; never empty.
    pub said: Vec<(Option<String>, Bilingual)>,
}

/// Why something was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalKind {
    /// The actor's role, unit or area may not.
    Forbidden,
    /// Not in this stage, or not yet; or another record has what must be new.
    Conflict,
    /// Somebody changed it since the page was made.
    Stale,
    /// The input itself is wrong; each sentence names its input.
    Invalid,
    /// The city's calendar, units or areas do not have what is needed.
    Unknown,
}

impl Refusal {
    /// A refusal for one reason that is about no input in particular.
    #[must_use]
    pub fn of(kind: RefusalKind, zh: impl Into<String>, en: impl Into<String>) -> Refusal {
        Refusal {
            kind,
            said: vec![(None, Bilingual::new(zh, en))],
        }
    }
}

impl std::fmt::Display for Refusal {
    /// All of its sentences, each in both languages, for a terminal.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, (input, sentence)) in self.said.iter().enumerate() {
            let gap = if at == 0 { "" } else { "\n" };
            match input {
                Some(input) => write!(out, "{gap}{input}: {sentence}")?,
                None => write!(out, "{gap}{sentence}")?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}
