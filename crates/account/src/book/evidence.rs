//! The facts behind a figure, each with its entry in the log.

use serde_json::{Map, Value};
use youwei_base::{AreaCode, Day, Decimal};

use super::rows::Row;
use super::{Book, hash, is};
use crate::measure::{How, Measure, Per};

/// A fact as it stands.
#[derive(Debug, Clone, Copy)]
pub struct FactSeen<'b> {
    /// The record that it is about, such as `key-projects/2026-00017`.
    pub record: &'b str,
    /// The metric.
    pub metric: &'b str,
    /// Which of the record's facts of the metric; empty where it has one.
    pub key: &'b str,
    /// The amount; none if it was taken back.
    pub value: Option<Decimal>,
    /// The day it counts for.
    pub on: Day,
    /// Where.
    pub area: Option<AreaCode>,
    /// Its labels.
    pub labels: &'b Map<String, Value>,
    /// The log entry that states it.
    pub entry: u64,
    /// Whether it took the place of another version: see [`Book::versions`].
    pub corrected: bool,
    pub(super) row: u32,
}

/// What was stated of a fact at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// The amount; none where it was taken back.
    pub value: Option<Decimal>,
    /// The day it counted for.
    pub on: Day,
    /// The log entry.
    pub entry: u64,
}

/// Which facts of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Those that it counts.
    Own,
    /// Those that it holds them against: the denominator of a share, the period before or
    /// the base of a growth, the benchmark of a gap.
    Against,
}

impl Book {
    /// The facts behind a figure up to and with a day, the latest day first; those that
    /// were taken back are among them, with no value. One record's alone if one is named.
    /// Empty if there is no such measure. Take a page of it with `skip` and `take`.
    pub fn evidence<'b>(
        &'b self,
        measure: &str,
        side: Side,
        record: Option<&str>,
        day: Day,
    ) -> impl Iterator<Item = FactSeen<'b>> + use<'b> {
        let found = self.measures.get(measure);
        let sought = found.and_then(|it| self.sought(it, side, day));
        let of_record = record.zip(sought).map(|(record, (selection, from, to))| {
            let rows = self.rows_of(record).filter(move |(at, row)| {
                (from..=to).contains(&row.on) && self.is_in(row, selection) && self.stands(*at, row)
            });
            let mut rows: Vec<(u32, &Row)> = rows.collect();
            rows.sort_by_key(|(at, row)| std::cmp::Reverse((row.on, *at)));
            rows
        });
        let of_record = of_record.into_iter().flatten();
        let of_record = of_record.filter_map(|(at, row)| self.seen(at, row));
        let sought = sought.filter(|_| record.is_none());
        let of_all = sought.into_iter().flat_map(move |(selection, from, to)| {
            let metric = self.measures.selections.get(selection);
            let metric = metric.and_then(|it| self.metrics.find(&it.metric));
            let metric = metric.and_then(|it| self.of_metric.get(it as usize));
            let days = metric
                .filter(|_| from <= to)
                .map(|it| it.days.range(from..=to).rev());
            let rows = days
                .into_iter()
                .flatten()
                .flat_map(|(_, rows)| rows.iter().rev());
            rows.filter_map(move |at| {
                let row = self.rows.get(*at)?;
                let wanted = self.is_in(row, selection) && self.stands(*at, row);
                wanted.then(|| self.seen(*at, row)).flatten()
            })
        });
        of_record.chain(of_all)
    }

    /// The selection of a measure's side and the days that it looks at.
    fn sought(&self, measure: &Measure, side: Side, day: Day) -> Option<(usize, Day, Day)> {
        let first = |day: Day| match measure.per {
            Per::Year => Day::new(day.year(), 1, 1).unwrap_or(Day::MIN),
            Per::Cumulative => Day::MIN,
        };
        match (side, &measure.how) {
            (Side::Own, _) => Some((measure.own, first(day), day)),
            (Side::Against, How::Growth { .. }) => {
                let to = self.compared(measure, day)?;
                Some((measure.against.unwrap_or(measure.own), first(to), to))
            }
            (Side::Against, _) => Some((measure.against?, first(day), day)),
        }
    }

    /// What a record states of a metric under a key, as it stands.
    #[must_use]
    pub fn fact(&self, record: &str, metric: &str, key: &str) -> Option<FactSeen<'_>> {
        let (record, of, key) = (
            self.records.find(record)?,
            self.metrics.find(metric)?,
            self.keys.find(key)?,
        );
        let (rows, tags) = (&self.rows, &self.tags);
        let at = *self.standing.find(hash(record, of, key), |at| {
            is(rows, tags, *at, record, of, key)
        })?;
        self.seen(at, self.rows.get(at)?)
    }

    /// Everything that a record states, the latest statement first; what stands only.
    pub fn of_record<'b>(&'b self, record: &str) -> impl Iterator<Item = FactSeen<'b>> + use<'b> {
        self.rows_of(record)
            .filter(|(at, row)| self.stands(*at, row))
            .filter_map(|(at, row)| self.seen(at, row))
    }

    /// All rows of a record, the latest first.
    pub(super) fn rows_of<'b>(
        &'b self,
        record: &str,
    ) -> impl Iterator<Item = (u32, &'b Row)> + use<'b> {
        let record = self.records.find(record);
        let head = record
            .and_then(|it| self.of_record.get(it as usize))
            .copied();
        let first = head.and_then(|at| Some((at, self.rows.get(at)?)));
        std::iter::successors(first, |(_, row)| {
            Some((row.record_before, self.rows.get(row.record_before)?))
        })
    }

    /// All that was ever stated of a fact, the latest first.
    pub fn versions<'b>(&'b self, fact: &FactSeen<'_>) -> impl Iterator<Item = Version> + use<'b> {
        std::iter::successors(self.rows.get(fact.row), |row| self.rows.get(row.before)).map(|row| {
            Version {
                value: row.value,
                on: row.on,
                entry: row.entry(),
            }
        })
    }

    pub(super) fn seen(&self, at: u32, row: &Row) -> Option<FactSeen<'_>> {
        let tag = self.tags.get(row.tag as usize)?;
        Some(FactSeen {
            record: self.records.get(row.record),
            metric: self.metrics.get(tag.metric),
            key: self.keys.get(row.key),
            value: row.value,
            on: row.on,
            area: tag.area,
            labels: &tag.labels,
            entry: row.entry(),
            corrected: row.corrects(),
            row: at,
        })
    }
}
