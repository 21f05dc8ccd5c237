//! The book of facts: what the events of all systems state, folded, and the figures that
//! measures make of it.
//!
//! A fact is known by record, metric and key. What states it again takes the place of what
//! was stated before and both are kept; a value of none takes it back. The totals behind
//! every measure move with each fact, so that a figure of any day is a few steps away and
//! never counted anew.
//!
//! Start at [`Book::figure`]; [`Book::evidence`] gives the facts behind it, each with its
//! entry in the log, and [`Book::versions`] what each said before.

mod between;
mod closed;
mod evidence;
mod figure;
mod flow;
mod names;
mod parts;
mod rows;
mod stated;
mod tally;

use std::collections::BTreeMap;
use std::sync::Arc;

use hashbrown::HashTable;
use jiff::Timestamp;
use serde_json::{Map, Value};
use youwei_base::{AreaCode, Day, Stated, Told};

use crate::Recorded;
use crate::measure::Measures;
use crate::measure::select::Looked;
use names::Names;
use rows::{NONE, Row, Rows};
use stated::Read;
use tally::{Piece, Tally};

pub use closed::Closed;
pub use evidence::{FactSeen, Side, Version};
pub use figure::{Clearing, Figure};
pub use flow::Flow;
pub use parts::Part;

/// All facts, and the totals of the measures.
#[derive(Debug, Clone, Default)]
pub struct Book {
    measures: Arc<Measures>,
    rows: Rows,
    records: Names,
    /// The last row of each record.
    of_record: Vec<u32>,
    keys: Names,
    metrics: Names,
    of_metric: Vec<Metric>,
    /// Metric, place and labels as one word each.
    tag_words: Names,
    tags: Vec<Tag>,
    /// The version that stands of each fact, by record, metric and key.
    standing: HashTable<u32>,
    /// By index of the selection.
    tallies: Vec<Tally>,
    /// The same by month and by the day of knowledge.
    flows: Vec<Flow>,
    /// When entries were appended.
    calendar: flow::Calendar,
    /// Closings of commitments that stand.
    closed: closed::Closings,
    /// Written to and emptied again.
    word: String,
}

/// What is known of a metric.
#[derive(Debug, Clone, Default)]
struct Metric {
    /// All versions by the day they count for, each day's in the order of the log.
    days: BTreeMap<Day, Vec<u32>>,
    /// The selections that look at it.
    selections: Vec<usize>,
    /// The last entry that stated something of it, and when.
    last: Option<(u64, Timestamp)>,
}

/// A metric with a place and labels: what most tests look at, and all facts share.
#[derive(Debug, Clone)]
struct Tag {
    metric: u32,
    area: Option<AreaCode>,
    labels: Arc<Map<String, Value>>,
    /// The selections that such facts may be in, and whether each fact is asked.
    selected: Vec<(usize, bool)>,
}

impl Book {
    /// An empty book for these measures.
    #[must_use]
    pub fn new(measures: Arc<Measures>) -> Book {
        Book::default().with_measures(measures)
    }

    /// The same facts under other measures: every total is made anew.
    #[must_use]
    pub fn with_measures(mut self, measures: Arc<Measures>) -> Book {
        self.tallies = measures.selections.iter().map(empty).collect();
        self.flows = vec![Flow::default(); measures.selections.len()];
        self.closed = closed::Closings::of(&measures);
        for metric in &mut self.of_metric {
            metric.selections.clear();
        }
        for (at, selection) in measures.selections.iter().enumerate() {
            let metric = self.metrics.find(&selection.metric);
            if let Some(metric) = metric.and_then(|it| self.of_metric.get_mut(it as usize)) {
                metric.selections.push(at);
            }
        }
        self.measures = measures;
        for at in 0..self.tags.len() {
            let selected = self.tags.get(at).map(|tag| self.selected(tag));
            if let (Some(tag), Some(selected)) = (self.tags.get_mut(at), selected) {
                tag.selected = selected;
            }
        }
        let standing: Vec<u32> = self.standing.iter().copied().collect();
        for at in standing {
            self.count(at, true);
        }
        for at in 0..self.rows.len() {
            self.flow_by(u32::try_from(at).unwrap_or(NONE));
        }
        self
    }

    /// The measures.
    #[must_use]
    pub fn measures(&self) -> &Arc<Measures> {
        &self.measures
    }

    /// Takes the facts of an event in: `facts` of its data, about the record that is its
    /// subject. What there is no fact is passed over.
    pub fn evolve(&mut self, event: &Recorded) {
        let facts = event.data.get("facts").map(Told::from);
        self.evolve_told(event.index, event.time, &event.subject, facts.as_ref());
    }

    /// The same of an event's index, time and subject, and of the facts in its data.
    pub fn evolve_told(
        &mut self,
        index: u64,
        time: Timestamp,
        subject: &str,
        facts: Option<&Told<'_>>,
    ) {
        self.calendar.note(index, time);
        for fact in facts.map_or(&[][..], Told::items) {
            if let Some(fact) = stated::read(fact)
                && let Some(metric) = self.take(index, subject, &fact)
                && let Some(metric) = self.of_metric.get_mut(metric as usize)
            {
                metric.last = Some((index, time));
            }
        }
    }

    /// Takes one fact of an entry in. When it was appended is not known, so no forecast is
    /// made of it.
    pub fn state(&mut self, entry: u64, record: &str, fact: &Stated) {
        self.take(entry, record, &Read::from(fact));
    }

    /// The last entry that stated something of a metric, and when.
    #[must_use]
    pub fn last_entry(&self, metric: &str) -> Option<(u64, Timestamp)> {
        let metric = self.metrics.find(metric)?;
        self.of_metric.get(metric as usize)?.last
    }

    /// How many versions of facts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing was ever stated.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes a fact in; the number of its metric. Words run out after four milliards of them;
    /// the log holds what is passed over.
    fn take(&mut self, entry: u64, record: &str, fact: &Read<'_>) -> Option<u32> {
        let row = self.row(entry, record, fact)?;
        let metric = self.metric_of(&row);
        let hash = hash(row.record, metric, row.key);
        let before = {
            let (rows, tags) = (&self.rows, &self.tags);
            self.standing
                .find(hash, |at| is(rows, tags, *at, row.record, metric, row.key))
                .copied()
        };
        let mut row = row;
        if let Some(at) = before
            && let Some(old) = self.rows.get(at)
        {
            row.before = at;
            if row.value.is_none() {
                (row.on, row.tag) = (old.on, old.tag);
            }
        }
        let head = self.of_record.get(row.record as usize).copied();
        row.record_before = head.unwrap_or(NONE);
        let on = row.on;
        let record = row.record as usize;
        let at = self.rows.push(row)?;
        match self.of_record.get_mut(record) {
            Some(head) => *head = at,
            None => self.of_record.push(at),
        }
        if let Some(old) = before {
            self.count(old, false);
        }
        let (rows, tags) = (&self.rows, &self.tags);
        let (record, key) = (record as u32, row.key);
        let same = |it: &u32| is(rows, tags, *it, record, metric, key);
        let rehash = |it: &u32| hash_of(rows, tags, *it);
        match self.standing.find_mut(hash, same) {
            Some(standing) => *standing = at,
            None => {
                self.standing.insert_unique(hash, at, rehash);
            }
        }
        if let Some(metric) = self.of_metric.get_mut(metric as usize) {
            metric.days.entry(on).or_default().push(at);
        }
        self.count(at, true);
        self.flow_by(at);
        Some(metric)
    }

    /// The row of a fact, its words numbered.
    fn row(&mut self, entry: u64, record: &str, fact: &Read<'_>) -> Option<Row> {
        let (record, _) = self.records.number(record)?;
        let (key, _) = self.keys.number(fact.key)?;
        let mut word = std::mem::take(&mut self.word);
        fact.tag(&mut word);
        let tag = self.tag_words.number(&word);
        self.word = word;
        let (tag, fresh) = tag?;
        if fresh {
            let (metric, unheard) = self.metrics.number(fact.metric)?;
            if unheard {
                let selections = self.measures.selections.iter().enumerate();
                let selections = selections.filter(|(_, it)| *it.metric == *fact.metric);
                self.of_metric.push(Metric {
                    selections: selections.map(|(at, _)| at).collect(),
                    ..Metric::default()
                });
            }
            let mut made = Tag {
                metric,
                area: fact.area,
                labels: Arc::new(fact.labels_owned()),
                selected: Vec::new(),
            };
            made.selected = self.selected(&made);
            self.tags.push(made);
        }
        Some(Row::new(entry, fact.value, record, key, fact.on, tag))
    }

    /// The selections that facts of a tag may be in.
    fn selected(&self, tag: &Tag) -> Vec<(usize, bool)> {
        let metric = self.of_metric.get(tag.metric as usize);
        let selections = metric.into_iter().flat_map(|it| &it.selections);
        let verdict = |at: &usize| {
            let test = self.measures.selections.get(*at)?.test.as_ref();
            match test {
                Some(test) if test.by_fact => Some((*at, true)),
                Some(test) => {
                    let looked = Looked {
                        on: Day::MIN,
                        key: "",
                        area: tag.area,
                        labels: &tag.labels,
                    };
                    test.passes(&looked).then_some((*at, false))
                }
                None => Some((*at, false)),
            }
        };
        selections.filter_map(verdict).collect()
    }

    /// Whether a row is in a selection.
    fn is_in(&self, row: &Row, selection: usize) -> bool {
        let Some(tag) = self.tags.get(row.tag as usize) else {
            return false;
        };
        match tag.selected.iter().find(|(at, _)| *at == selection) {
            Some((_, false)) => true,
            Some((_, true)) => self.passes(row, tag, selection),
            None => false,
        }
    }

    fn passes(&self, row: &Row, tag: &Tag, selection: usize) -> bool {
        let selection = self.measures.selections.get(selection);
        let test = selection.and_then(|it| it.test.as_ref());
        test.is_none_or(|test| {
            test.passes(&Looked {
                on: row.on,
                key: self.keys.get(row.key),
                area: tag.area,
                labels: &tag.labels,
            })
        })
    }

    /// Adds a row to the totals that it is in, or takes it out of them.
    fn count(&mut self, at: u32, add: bool) {
        let Some(row) = self.rows.get(at) else { return };
        let Some(tag) = self.tags.get(row.tag as usize) else {
            return;
        };
        let Tag {
            labels, selected, ..
        } = tag;
        self.closed.note(selected, labels, at, add);
        let piece = Piece {
            row: at,
            entry: row.entry(),
            on: row.on,
            value: row.value,
            corrected: row.corrects(),
        };
        // Nearly always none or a few, and most of them need no test.
        let mut inside = Vec::new();
        for (selection, ask) in &tag.selected {
            if !ask || self.passes(row, tag, *selection) {
                inside.push(*selection);
            }
        }
        for selection in inside {
            if let Some(tally) = self.tallies.get_mut(selection) {
                match add {
                    true => tally.add(&piece),
                    false => tally.take(&piece),
                }
            }
        }
    }

    fn metric_of(&self, row: &Row) -> u32 {
        metric(&self.tags, row.tag)
    }

    /// Whether a row is the version that stands.
    fn stands(&self, at: u32, row: &Row) -> bool {
        let metric = self.metric_of(row);
        let (rows, tags) = (&self.rows, &self.tags);
        self.standing
            .find(hash(row.record, metric, row.key), |it| {
                is(rows, tags, *it, row.record, metric, row.key)
            })
            .is_some_and(|standing| *standing == at)
    }
}

fn empty(selection: &crate::measure::select::Selection) -> Tally {
    match selection.last {
        true => Tally::with_last(),
        false => Tally::default(),
    }
}

fn metric(tags: &[Tag], tag: u32) -> u32 {
    tags.get(tag as usize).map_or(NONE, |tag| tag.metric)
}

/// Whether a row is a version of this fact.
fn is(rows: &Rows, tags: &[Tag], at: u32, record: u32, of: u32, key: u32) -> bool {
    let row = rows.get(at);
    row.is_some_and(|it| it.record == record && it.key == key && metric(tags, it.tag) == of)
}

fn hash_of(rows: &Rows, tags: &[Tag], at: u32) -> u64 {
    let row = rows.get(at);
    row.map_or(0, |it| hash(it.record, metric(tags, it.tag), it.key))
}

/// Mixes three numbers that we gave ourselves (the finaliser of SplitMix64, Vigna 2015).
fn hash(record: u32, metric: u32, key: u32) -> u64 {
    let mut mixed = u64::from(record) << 32 | u64::from(key);
    mixed ^= u64::from(metric).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}
