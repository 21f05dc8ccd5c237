//! What came to be known when: amounts by the month they count for and the day on which
//! the log came to hold them, so that any past day's knowledge is an addition and never
//! counted anew.

use std::collections::BTreeMap;

use jiff::Timestamp;
use youwei_base::{Day, Decimal};

use super::Book;
use super::tally::{amount, decimal};
use crate::measure::{How, Measure};
use crate::month::Month;

/// Seconds of a day, and by how many of them China is ahead.
const DAY: i64 = 86_400;
const AHEAD: i64 = 8 * 3_600;

/// On which day in China entries were appended: for each day the first entry of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Calendar {
    /// First entry and day, counted from 1970-01-01; both rise.
    days: Vec<(u64, i64)>,
}

impl Calendar {
    /// Notes when an entry was appended. A clock that stepped back is passed over: what is
    /// in the log after something was known after it.
    pub fn note(&mut self, entry: u64, time: Timestamp) {
        let day = (time.as_second() + AHEAD).div_euclid(DAY);
        if self.days.last().is_none_or(|(_, last)| *last < day) {
            self.days.push((entry, day));
        }
    }

    /// The day on which an entry was appended; none if that was not noted.
    pub fn day_of(&self, entry: u64) -> Option<Day> {
        let after = self.days.partition_point(|(first, _)| *first <= entry);
        let (_, day) = self.days.get(after.checked_sub(1)?)?;
        let epoch = Day::new(1970, 1, 1).ok()?;
        epoch
            .checked_add(jiff::Span::new().try_days(*day).ok()?)
            .ok()
    }
}

/// What some facts come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Sum {
    /// In units of the tallies.
    amount: i128,
    facts: i64,
}

/// The facts of a selection by month and by the day on which they came to be known. What is
/// corrected or taken back goes, on the day of the correction, from where it was.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    months: BTreeMap<Month, BTreeMap<Day, Sum>>,
    /// Facts of which is not known when they came, or that are too large to be added up.
    unfit: u64,
    /// The first day on which a fact below 0 was known.
    negative: Option<Day>,
}

impl Flow {
    /// Adds a fact that came to be known on a day, or takes one away with a sign of −1.
    pub fn add(&mut self, on: Day, value: Option<Decimal>, known: Option<Day>, sign: i64) {
        let Some(value) = value else { return };
        let Some((known, amount)) = known.zip(amount(value)) else {
            self.unfit += 1;
            return;
        };
        if amount < 0 && sign > 0 {
            self.negative = Some(self.negative.map_or(known, |it| it.min(known)));
        }
        let sum = self.months.entry(Month::of(on)).or_default();
        let sum = sum.entry(known).or_default();
        sum.amount += amount * i128::from(sign);
        sum.facts += sign;
    }

    /// Whether all that is in it can be told by month and day.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.unfit == 0
    }

    /// Whether no fact that was known by a day was ever below 0: what adds up only grows but
    /// for corrections.
    #[must_use]
    pub fn only_adds(&self, by: Day) -> bool {
        self.negative.is_none_or(|first| first > by)
    }

    /// The first month that something counts for.
    #[must_use]
    pub fn first_month(&self) -> Option<Month> {
        self.months.keys().next().copied()
    }

    /// The first day on which something was known.
    #[must_use]
    pub fn first_known(&self) -> Option<Day> {
        let firsts = self.months.values().filter_map(|it| it.keys().next());
        firsts.min().copied()
    }

    /// The days after `from` up to and with `to` on which knowledge of some month changed,
    /// in order.
    #[must_use]
    pub fn news(&self, from: Day, to: Day) -> Vec<Day> {
        let mut days: Vec<Day> = Vec::new();
        for known in self.months.values() {
            days.extend(
                known
                    .range(..=to)
                    .map(|(day, _)| *day)
                    .filter(|it| *it > from),
            );
        }
        days.sort_unstable();
        days.dedup();
        days
    }

    /// What facts of the months from one to another, both counted, come to as known at the
    /// end of a day: how many, or their sum.
    #[must_use]
    pub fn known(&self, from: Month, to: Month, day: Day, count: bool) -> Decimal {
        let sum = self.sum(from, to, day);
        match count {
            true => Decimal::from(sum.facts),
            false => decimal(sum.amount).unwrap_or_default(),
        }
    }

    /// How many facts that are.
    #[must_use]
    pub fn facts(&self, from: Month, to: Month, day: Day) -> u64 {
        u64::try_from(self.sum(from, to, day).facts).unwrap_or(0)
    }

    fn sum(&self, from: Month, to: Month, day: Day) -> Sum {
        let mut all = Sum::default();
        if from > to {
            return all;
        }
        for known in self.months.range(from..=to).map(|(_, it)| it) {
            for (_, sum) in known.range(..=day) {
                all.amount += sum.amount;
                all.facts += sum.facts;
            }
        }
        all
    }
}

impl Book {
    /// What came to be known when of the facts that a measure adds up or counts; none of
    /// other kinds, or if there is no such measure.
    #[must_use]
    pub fn flow(&self, measure: &str) -> Option<&Flow> {
        self.flow_of(self.measures.get(measure)?)
    }

    pub(crate) fn flow_of(&self, measure: &Measure) -> Option<&Flow> {
        match measure.how {
            How::Count | How::Sum => self.flows.get(measure.own),
            _ => None,
        }
    }

    /// The day in China on which an entry was appended; none if the book was not told.
    #[must_use]
    pub fn day_of_entry(&self, entry: u64) -> Option<Day> {
        self.calendar.day_of(entry)
    }

    /// Moves the flows by a row that came, and by the one whose place it took.
    pub(super) fn flow_by(&mut self, at: u32) {
        let Some(row) = self.rows.get(at).copied() else {
            return;
        };
        let known = self.calendar.day_of(row.entry());
        for (row, sign) in [(Some(row), 1), (self.rows.get(row.before).copied(), -1)] {
            let Some(row) = row else { continue };
            let Some(tag) = self.tags.get(row.tag as usize) else {
                continue;
            };
            for (selection, ask) in &tag.selected {
                if (!ask || self.passes(&row, tag, *selection))
                    && let Some(flow) = self.flows.get_mut(*selection)
                {
                    flow.add(row.on, row.value, known, sign);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn an_entry_is_of_the_day_in_china_on_which_it_was_appended() {
        let mut calendar = Calendar::default();
        for (entry, time) in [
            (0, "2026-03-01T15:59:59Z"),
            (1, "2026-03-01T16:00:00Z"),
            (2, "2026-03-02T10:00:00Z"),
            // The clock stepped back.
            (3, "2026-02-01T00:00:00Z"),
            (7, "2026-03-05T00:00:00Z"),
        ] {
            calendar.note(entry, time.parse().unwrap());
        }
        for (entry, on) in [
            (0, "2026-03-01"),
            (1, "2026-03-02"),
            (3, "2026-03-02"),
            (6, "2026-03-02"),
            (7, "2026-03-05"),
            (99, "2026-03-05"),
        ] {
            assert_eq!(calendar.day_of(entry), Some(day(on)), "{entry}");
        }
        assert_eq!(Calendar::default().day_of(0), None);
    }

    #[test]
    fn what_is_corrected_goes_on_the_day_of_the_correction() {
        let mut flow = Flow::default();
        let known = |it: &str| Some(day(it));
        let ten = Some(Decimal::TEN);
        flow.add(day("2026-03-31"), ten, known("2026-04-05"), 1);
        flow.add(day("2026-03-31"), ten, known("2026-05-02"), -1);
        flow.add(
            day("2026-03-31"),
            Some(Decimal::ONE),
            known("2026-05-02"),
            1,
        );
        let march = Month::of(day("2026-03-01"));
        let at = |on: &str, count| flow.known(march, march, day(on), count).to_string();
        assert_eq!(at("2026-04-04", false), "0");
        assert_eq!(
            (at("2026-04-05", false), at("2026-04-05", true)),
            ("10".into(), "1".into())
        );
        assert_eq!(
            (at("2026-05-02", false), at("2026-05-02", true)),
            ("1".into(), "1".into())
        );
        assert_eq!(flow.first_known(), Some(day("2026-04-05")));
        assert_eq!(
            flow.news(day("2026-04-05"), day("2026-12-31")),
            [day("2026-05-02")]
        );
        assert!(flow.is_whole() && flow.only_adds(day("2026-12-31")));
        flow.add(day("2026-03-31"), Some(-Decimal::ONE), None, 1);
        assert!(!flow.is_whole());
    }
}
