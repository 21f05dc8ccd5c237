//! A record 台账条目 as folded from its events.

use std::sync::Arc;

use jiff::Timestamp;
use youwei_base::{Day, Decimal};
use youwei_decision::value::Value;

use crate::declaration::{ActionAt, MetricAt, StageAt};

/// One thing that a system keeps.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its id in the system, such as `2026-00017`.
    pub id: Arc<str>,
    /// How many events it has: what a form carries as `seen`.
    pub version: u64,
    /// Where it stands; none if the present declaration no longer has that stage.
    pub stage: Option<StageAt>,
    /// The day on which it came there.
    pub since: Day,
    /// The day on which it was opened.
    pub opened: Day,
    /// What it holds, by index of the field. Null where nothing is known, and where a
    /// personal value lies sealed beside the log.
    pub values: Vec<Value>,
    /// The personal fields that are filled, with the entry that seals the value.
    pub sealed: Vec<(usize, u64)>,
    /// Its clocks that were ever started.
    pub clocks: Vec<ClockState>,
    /// Its public notices that were ever opened.
    pub notices: Vec<NoticeState>,
    /// The random samples that were drawn, or are to be.
    pub samples: Vec<SampleState>,
    /// Its facts that stand: stated, and neither replaced nor taken back since.
    pub facts: Vec<StandingFact>,
    /// Who took the actions whose takers may not take some other one, each once.
    pub took: Vec<(ActionAt, Arc<str>)>,
    /// Oddities that were seen: the flag's id and the entry.
    pub flags: Vec<(Arc<str>, u64)>,
    /// Its entries in the log, the first one first.
    pub entries: Vec<u64>,
    /// The moment of its last event.
    pub touched: Timestamp,
}

/// A fact of a record that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingFact {
    /// What is measured.
    pub metric: MetricAt,
    /// Which of the record's facts of this metric; empty where it has one.
    pub key: Arc<str>,
    /// How much.
    pub value: Decimal,
    /// The day that it counts for.
    pub on: Day,
    /// The entry that states it.
    pub entry: u64,
}

/// A clock of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockState {
    /// The clock's id.
    pub clock: Arc<str>,
    /// The day on which it was started.
    pub started: Day,
    /// The last day in time.
    pub due: Day,
    /// The day on which the unit is to be reminded.
    pub remind: Option<Day>,
    /// Whether it was reminded.
    pub reminded: bool,
    /// The first day that does not count, while it stands still.
    pub suspended: Option<Day>,
    /// Whether it was extended.
    pub extended: bool,
    /// The day on which it was found to have run out.
    pub ran_out: Option<Day>,
    /// The unit that the case went up to.
    pub escalated: Option<Arc<str>>,
    /// The day on which what it is for was done.
    pub stopped: Option<Day>,
}

/// A random sample of a record, see [`crate::sample`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleState {
    /// The sample's id.
    pub sample: Arc<str>,
    /// The entry of the application.
    pub entry: u64,
    /// The share that is chosen, in per cent.
    pub share: Decimal,
    /// Whether it is drawn only once a number was entered.
    pub waits: bool,
    /// The number that was entered, with the entry.
    pub number: Option<(Arc<str>, u64)>,
    /// What was drawn, once it was.
    pub drawn: Option<DrawnState>,
}

impl SampleState {
    /// Whether nothing can be drawn before a number is entered.
    #[must_use]
    pub fn awaits_number(&self) -> bool {
        self.waits && self.number.is_none() && self.drawn.is_none()
    }
}

/// What was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnState {
    /// The entry that says so.
    pub entry: u64,
    /// The root, in hexadecimal digits.
    pub root: Arc<str>,
    /// The lot, below 2³².
    pub lot: u32,
    /// Whether it is looked into.
    pub chosen: bool,
}

/// A public notice of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeState {
    /// The notice's id.
    pub notice: Arc<str>,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub until: Day,
    /// What was objected.
    pub objections: Vec<ObjectionState>,
}

/// An objection 异议.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectionState {
    /// Its number on this record, from 1.
    pub number: u32,
    /// The entry that holds it.
    pub entry: u64,
    /// The last day for an answer.
    pub due: Day,
    /// The entry of the answer, and whether the objection was found right.
    pub answered: Option<(u64, bool)>,
}
