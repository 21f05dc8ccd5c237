//! The account: events folded into the report and its commitments.

mod apply;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use youwei_base::Bilingual;
use youwei_report::Reading;

use crate::commitment::Commitment;
use crate::contradiction::Explanation;
use crate::event::Event;
use crate::history::{Change, describe};
use crate::printed::Report;

/// An event as the log holds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its place in the log.
    pub index: u64,
    /// When it was appended.
    pub time: Timestamp,
    /// Who did it.
    pub actor: String,
    /// Its kind.
    pub kind: String,
    /// The stream it belongs to.
    pub subject: String,
    /// What it says.
    pub data: Value,
}

/// A report as a live account.
///
/// Its serialised form is for the program that wrote it and no other: see
/// [`Accounts::SHAPE`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Account {
    pub(crate) report: Option<Report>,
    pub(crate) commitments: BTreeMap<String, Commitment>,
    /// Ids in the order of the text.
    order: Vec<String>,
    /// What happened, by subject.
    histories: BTreeMap<String, Vec<Change>>,
    /// What units said of sources that disagree, by what it explains, the earliest first.
    #[serde(default)]
    pub(crate) explanations: BTreeMap<String, Vec<Explanation>>,
}

/// All accounts of one log, by report id: one for each year's report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Accounts {
    by_report: BTreeMap<String, Account>,
}

/// The subject of a report's stream, or of a commitment's in it.
pub fn subject_of(report: &str, commitment: Option<&str>) -> String {
    match commitment {
        Some(id) => format!("{report}/{id}"),
        None => report.to_owned(),
    }
}

/// The id under which a reading is kept, such as 2026-云泽市. The same for every
/// revision of one report, as long as its title page says whose it is and of
/// which year; otherwise made from the file's hash.
pub fn report_id(reading: &Reading, sha256: &str) -> String {
    // The slash parts a report from its commitments in subjects.
    let place = reading.place.replace('/', "-");
    match (reading.year, place.is_empty()) {
        (Some(year), false) => format!("{year}-{place}"),
        _ => {
            let short: String = sha256.chars().take(12).collect();
            format!("report-{short}")
        }
    }
}

impl Account {
    /// Folds the events of one report; those of other subjects are passed over.
    pub fn fold(events: impl IntoIterator<Item = Recorded>) -> Account {
        let mut account = Account::default();
        for event in events {
            account.evolve(&event);
        }
        account
    }

    /// Takes one event in. An event of a kind not known here, or whose data
    /// cannot be read, is kept in the history and changes nothing else.
    pub fn evolve(&mut self, event: &Recorded) {
        let parsed = Event::parse(&event.kind, &event.data);
        if let (None, Ok(Some(Event::TakenIn(taken)))) = (&self.report, &parsed)
            && event.subject == taken.report
        {
            self.report = Some(Report {
                id: taken.report.clone(),
                ..Report::default()
            });
        }
        let Some(report) = &self.report else { return };
        let Some(id) = id_in(&report.id, &event.subject) else {
            return;
        };
        let id = id.map(str::to_owned);
        let what = match &parsed {
            Ok(Some(known)) => describe(self, id.as_deref(), known),
            Ok(None) => Bilingual::new(
                format!("本版程序不认识的事件“{}”，已原样留存", event.kind),
                format!(
                    "an event “{}” that this version does not know; kept as it is",
                    event.kind
                ),
            ),
            Err(error) => Bilingual::new(
                format!("事件“{}”的内容无法解读，已原样留存（{error}）", event.kind),
                format!(
                    "an event “{}” whose data cannot be read; kept as it is ({error})",
                    event.kind
                ),
            ),
        };
        let why = event.data.get("why").and_then(Value::as_str);
        self.histories
            .entry(event.subject.clone())
            .or_default()
            .push(Change {
                index: event.index,
                time: event.time,
                actor: event.actor.clone(),
                kind: event.kind.clone(),
                what,
                why: why.filter(|why| !why.is_empty()).map(str::to_owned),
            });
        if let Ok(Some(known)) = parsed {
            self.apply(id.as_deref(), known, event.index);
        }
        let version = self.version(&event.subject);
        if let Some(id) = id
            && let Some(commitment) = self.commitments.get_mut(&id)
        {
            commitment.version = version;
        }
    }

    /// The report, once one was taken in.
    pub fn report(&self) -> Option<&Report> {
        self.report.as_ref()
    }

    /// The commitments whose words stand as their own, in the order of the text:
    /// read, confirmed and rejected ones.
    pub fn commitments(&self) -> impl Iterator<Item = &Commitment> {
        self.all().filter(|commitment| commitment.is_shown())
    }

    /// Every commitment ever, in the order of the text, those that went into
    /// others and those that are gone among them.
    pub fn all(&self) -> impl Iterator<Item = &Commitment> {
        self.order.iter().filter_map(|id| self.commitments.get(id))
    }

    /// What units said of sources that disagree, by the name of what it explains, the
    /// earliest first.
    pub fn explanations_of(&self, about: &str) -> &[Explanation] {
        self.explanations.get(about).map_or(&[], Vec::as_slice)
    }

    /// The commitment of this id, whatever became of it.
    pub fn commitment(&self, id: &str) -> Option<&Commitment> {
        self.commitments.get(id)
    }

    /// What happened to a commitment, oldest first; empty if there is none.
    pub fn history(&self, id: &str) -> &[Change] {
        match &self.report {
            Some(report) => self.history_of(&subject_of(&report.id, Some(id))),
            None => &[],
        }
    }

    /// What happened to the report as a whole, oldest first.
    pub fn report_history(&self) -> &[Change] {
        match &self.report {
            Some(report) => self.history_of(&report.id),
            None => &[],
        }
    }

    /// Everything that happened, in the order of the log, with the commitment's
    /// id where it was one.
    pub fn changes(&self) -> Vec<(Option<&str>, &Change)> {
        let Some(report) = &self.report else {
            return Vec::new();
        };
        let mut all: Vec<_> = self
            .histories
            .iter()
            .flat_map(|(subject, changes)| {
                let id = id_in(&report.id, subject).flatten();
                changes.iter().map(move |change| (id, change))
            })
            .collect();
        all.sort_by_key(|(_, change)| change.index);
        all
    }

    fn history_of(&self, subject: &str) -> &[Change] {
        self.histories.get(subject).map_or(&[], Vec::as_slice)
    }

    /// How many events a stream has.
    pub fn version(&self, subject: &str) -> u64 {
        self.history_of(subject).len() as u64
    }

    /// The sections over a commitment, outermost first.
    pub fn sections_of(&self, commitment: &Commitment) -> Vec<crate::Section> {
        let Some(report) = &self.report else {
            return Vec::new();
        };
        commitment
            .section
            .iter()
            .filter_map(|&index| report.section(index))
            .collect()
    }

    /// The titles over a commitment, outermost first.
    pub(crate) fn titles_of(&self, section: &[usize]) -> Vec<&str> {
        let Some(report) = &self.report else {
            return Vec::new();
        };
        section
            .iter()
            .filter_map(|&index| report.headings.get(index))
            .map(|heading| heading.title.as_str())
            .collect()
    }

    /// Puts one in its place in the order of the text.
    fn put(&mut self, commitment: Commitment) {
        self.order.retain(|id| *id != commitment.id);
        let key = (commitment.span, commitment.id.as_str());
        let at = self.order.partition_point(|id| {
            let known = self.commitments.get(id);
            known.is_some_and(|known| (known.span, known.id.as_str()) < key)
        });
        self.order.insert(at, commitment.id.clone());
        self.commitments.insert(commitment.id.clone(), commitment);
    }

    fn put_in_order(&mut self) {
        let mut order: Vec<String> = self.commitments.keys().cloned().collect();
        order.sort_by_key(|id| {
            self.commitments
                .get(id)
                .map(|commitment| (commitment.span, id.clone()))
        });
        self.order = order;
    }
}

impl Accounts {
    /// Stands for everything that decides how events are folded and how accounts are
    /// written: it changes with the sources and data of this crate and those below it,
    /// so that accounts which another version folded are never mistaken for ours.
    pub const SHAPE: u32 = shape(env!("YOUWEI_ACCOUNT_SHAPE"));

    /// Folds every report's events; those of other systems are passed over.
    pub fn fold(events: impl IntoIterator<Item = Recorded>) -> Accounts {
        let mut accounts = Accounts::default();
        for event in events {
            accounts.evolve(&event);
        }
        accounts
    }

    /// Hands one event to the account it belongs to.
    pub fn evolve(&mut self, event: &Recorded) {
        let report = event
            .subject
            .split_once('/')
            .map_or(event.subject.as_str(), |(report, _)| report);
        if let Some(account) = self.by_report.get_mut(report) {
            account.evolve(event);
        } else if event.kind == "report.taken-in" {
            let mut account = Account::default();
            account.evolve(event);
            if account.report.is_some() {
                self.by_report.insert(report.to_owned(), account);
            }
        }
    }

    /// The account of one report.
    pub fn get(&self, report: &str) -> Option<&Account> {
        self.by_report.get(report)
    }

    /// All of them, by id, which begins with the year where it is known.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &Account)> {
        self.by_report
            .iter()
            .map(|(id, account)| (id.as_str(), account))
    }
}

/// A number from its decimal digits.
const fn shape(digits: &str) -> u32 {
    match u32::from_str_radix(digits, 10) {
        Ok(shape) => shape,
        Err(_) => 0,
    }
}

/// Whether a subject belongs to the report, and to which commitment of it.
fn id_in<'a>(report: &str, subject: &'a str) -> Option<Option<&'a str>> {
    let rest = subject.strip_prefix(report)?;
    if rest.is_empty() {
        return Some(None);
    }
    rest.strip_prefix('/').map(Some)
}
