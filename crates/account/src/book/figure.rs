//! Figures 数: what the facts come to under a measure on a day.

use std::collections::BTreeMap;
use std::sync::Arc;

use youwei_base::{Bilingual, Day, Decimal};

use super::Book;
use super::rows::Row;
use super::tally::{Total, amount};
use crate::measure::unit::is_rate;
use crate::measure::{How, Measure, Per};

/// What the facts come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The value; none where no fact stands, where there is nothing to hold it against, or
    /// where a fact is too large to be reckoned with.
    pub value: Option<Decimal>,
    /// Its unit.
    pub unit: Arc<str>,
    /// How many facts of [`Side::Own`](crate::Side::Own) stand behind it.
    pub facts: u64,
    /// How many facts of [`Side::Own`](crate::Side::Own) were corrected or taken back.
    pub corrected: u64,
    /// The day of the last fact behind it.
    pub as_of: Option<Day>,
    /// The day that was asked for.
    pub day: Day,
}

/// How long it takes until what was found is cleared, of a measure whose facts are above 0
/// where something is found and below where it is cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clearing {
    /// Records with something open.
    pub open: u64,
    /// How often something was cleared.
    pub cleared: u64,
    /// The days of all clearings together: divided by `cleared` they are the mean.
    pub days: i64,
    /// The most days that something has been open without being cleared.
    pub longest_open: i64,
}

impl Book {
    /// The figure of a measure on a day, from the facts that count up to and with it; none
    /// if there is no such measure.
    #[must_use]
    pub fn figure(&self, measure: &str, day: Day) -> Option<Figure> {
        let measure = self.measures.get(measure)?;
        Some(self.figure_of(measure, day))
    }

    /// The same of one record's facts alone.
    #[must_use]
    pub fn figure_of_record(&self, measure: &str, record: &str, day: Day) -> Option<Figure> {
        let measure = self.measures.get(measure)?;
        let own = |day| self.total_of(record, measure.own, measure.per, day);
        let against = |selection, day| self.total_of(record, selection, measure.per, day);
        let last = |selection, day| {
            let rows = self.rows_of(record).filter(|(at, row)| {
                row.value.is_some()
                    && row.on <= day
                    && self.is_in(row, selection)
                    && self.stands(*at, row)
            });
            rows.max_by_key(|(at, row)| (row.on, row.entry(), *at))
                .and_then(|(_, row)| Some((row.on, row.value?)))
        };
        Some(self.made(measure, day, own, against, last))
    }

    fn figure_of(&self, measure: &Measure, day: Day) -> Figure {
        let total = |selection: usize, day: Day| self.total(selection, measure.per, day);
        let last = |selection: usize, day| {
            let row = self.tallies.get(selection)?.last(day)?;
            let row = self.rows.get(row)?;
            Some((row.on, row.value?))
        };
        self.made(measure, day, |day| total(measure.own, day), total, last)
    }

    /// Makes the figure of totals, whoever added them up.
    pub(super) fn made(
        &self,
        measure: &Measure,
        day: Day,
        own: impl Fn(Day) -> Total,
        against: impl Fn(usize, Day) -> Total,
        last: impl Fn(usize, Day) -> Option<(Day, Decimal)>,
    ) -> Figure {
        let total = own(day);
        let in_period =
            |found: &(Day, Decimal)| measure.per == Per::Cumulative || found.0.year() == day.year();
        let last = |selection| last(selection, day).filter(in_period);
        let value = match (&measure.how, measure.against) {
            // None of something is a share of 0; nothing of nothing is no figure.
            _ if total.facts == 0 && !matches!(measure.how, How::Share { .. }) => None,
            (How::Count, _) => Some(Decimal::from(total.facts)),
            (How::Sum, _) => total.sum(),
            (How::Last, _) => last(measure.own).map(|(_, value)| value),
            (How::Growth { .. }, held) => {
                let held = held.unwrap_or(measure.own);
                let compared = same_period(measure, total.last);
                let before = compared.and_then(|day| against(held, day).sum());
                let years = total.last.and_then(|last| years_back(&measure.how, last));
                total
                    .sum()
                    .zip(before)
                    .zip(years)
                    .and_then(|((now, before), years)| growth(now, before, years))
            }
            (How::Share { .. }, Some(of)) => {
                let whole = against(of, day).sum();
                total.sum().zip(whole).and_then(|(part, whole)| {
                    let part = match is_rate(&measure.unit) {
                        true => part.checked_mul(per_unit(&measure.unit))?,
                        false => part,
                    };
                    part.checked_div(whole)
                })
            }
            (How::Gap { .. }, Some(benchmark)) => {
                let (ours, theirs) = (last(measure.own), last(benchmark));
                ours.zip(theirs)
                    .and_then(|((_, ours), (_, theirs))| ours.checked_sub(theirs))
            }
            (How::Share { .. } | How::Gap { .. }, None) => None,
        };
        Figure {
            value: value.map(|it| it.normalize()),
            unit: measure.unit.clone(),
            facts: total.facts,
            corrected: total.corrected,
            as_of: total.last,
            day,
        }
    }

    /// How much is open past its limit on a day, of a measure that must be 0 and tells it;
    /// of one record alone if one is named.
    #[must_use]
    pub fn late(&self, measure: &str, record: Option<&str>, day: Day) -> Option<Decimal> {
        let measure = self.measures.get(measure)?;
        let selection = measure.late?;
        let total = match record {
            Some(record) => self.total_of(record, selection, measure.per, day),
            None => self.total(selection, measure.per, day),
        };
        total.sum().or(Some(Decimal::ZERO))
    }

    /// Up to which day the facts count that a growth is compared with.
    pub(super) fn compared(&self, measure: &Measure, day: Day) -> Option<Day> {
        same_period(measure, self.total(measure.own, measure.per, day).last)
    }

    /// What all facts in a selection come to.
    fn total(&self, selection: usize, per: Per, day: Day) -> Total {
        let tally = self.tallies.get(selection);
        tally.map_or_else(Total::default, |it| match per {
            Per::Year => it.of_year(day),
            Per::Cumulative => it.all(day),
        })
    }

    /// What one record's facts in a selection come to.
    fn total_of(&self, record: &str, selection: usize, per: Per, day: Day) -> Total {
        let rows = self.rows_of(record);
        let rows = rows.filter(|(at, row)| self.is_in(row, selection) && self.stands(*at, row));
        added(rows.map(|(_, row)| row), per, day)
    }

    /// How long clearing takes under a measure, up to and with a day; none if there is no
    /// such measure. It looks at every fact of the measure, so it is for the page of one
    /// commitment and not for a list of them.
    #[must_use]
    pub fn clearing(&self, measure: &str, day: Day) -> Option<Clearing> {
        let mut by_record: BTreeMap<&str, Vec<(Day, u64, i128)>> = BTreeMap::new();
        let known = self.measures.get(measure)?;
        // What was found in an earlier year may be open still.
        let found = self.rows_in(known.own, day);
        for fact in found {
            if let Some(amount) = fact.value.and_then(amount) {
                let moves = by_record.entry(fact.record).or_default();
                moves.push((fact.on, fact.entry, amount));
            }
        }
        let mut clearing = Clearing::default();
        for moves in by_record.values_mut() {
            moves.sort_unstable();
            let mut balance = 0_i128;
            let mut since = None;
            for (on, _, amount) in moves {
                balance += *amount;
                match since {
                    None if balance > 0 => since = Some(*on),
                    Some(found) if balance <= 0 => {
                        clearing.cleared += 1;
                        clearing.days += days_between(found, *on);
                        since = None;
                    }
                    _ => {}
                }
            }
            if let Some(found) = since {
                clearing.open += 1;
                clearing.longest_open = clearing.longest_open.max(days_between(found, day));
            }
        }
        Some(clearing)
    }

    /// All facts of a selection that stand, up to and with a day.
    fn rows_in(&self, selection: usize, day: Day) -> impl Iterator<Item = super::FactSeen<'_>> {
        let metric = self.measures.selections.get(selection);
        let metric = metric.and_then(|it| self.metrics.find(&it.metric));
        let metric = metric.and_then(|it| self.of_metric.get(it as usize));
        let days = metric.map(|it| it.days.range(..=day));
        let rows = days.into_iter().flatten().flat_map(|(_, rows)| rows);
        rows.filter_map(move |at| {
            let row = self.rows.get(*at)?;
            let wanted = self.is_in(row, selection) && self.stands(*at, row);
            wanted.then(|| self.seen(*at, row)).flatten()
        })
    }
}

impl Clearing {
    /// The mean days until something is cleared, to a tenth; none if nothing was yet.
    #[must_use]
    pub fn mean(&self) -> Option<Decimal> {
        let mean = Decimal::from(self.days).checked_div(Decimal::from(self.cleared))?;
        Some(mean.round_dp(1).normalize())
    }

    /// It in a sentence, to stand beside the figure.
    #[must_use]
    pub fn say(&self) -> Bilingual {
        let (open, longest) = (self.open, self.longest_open);
        match self.mean() {
            Some(mean) => Bilingual::new(
                format!("未清零 {open} 个，最长 {longest} 天；已清零的平均用 {mean} 天。"),
                format!(
                    "{open} open, the longest for {longest} days; those cleared took {mean} days on average."
                ),
            ),
            None => Bilingual::new(
                format!("未清零 {open} 个，最长 {longest} 天。"),
                format!("{open} open, the longest for {longest} days."),
            ),
        }
    }
}

/// What rows that stand come to, of those of the period up to and with a day.
pub(super) fn added<'r>(rows: impl Iterator<Item = &'r Row>, per: Per, day: Day) -> Total {
    let mut total = Total::default();
    for row in rows {
        if row.on > day || (per == Per::Year && row.on.year() != day.year()) {
            continue;
        }
        total.corrected += u64::from(row.corrects());
        let Some(value) = row.value else { continue };
        total.facts += 1;
        total.last = total.last.max(Some(row.on));
        match amount(value) {
            Some(amount) => total.amount += amount,
            None => total.too_large += 1,
        }
    }
    total
}

/// Up to which day facts count that are compared with those up to `last`: a year before or
/// the years since the one that is named, the end of a month for the end of a month; the
/// same day for a base, whose facts bear the days of the period they are compared with.
fn same_period(measure: &Measure, last: Option<Day>) -> Option<Day> {
    let last = last?;
    if measure.against.is_some() {
        return Some(last);
    }
    let years = i16::try_from(years_back(&measure.how, last)?).ok()?;
    let first = Day::new(last.year().checked_sub(years)?, last.month(), 1).ok()?;
    match last == last.last_of_month() {
        true => Some(first.last_of_month()),
        false => Day::new(first.year(), last.month(), last.day()).ok(),
    }
}

/// Over how many years a growth is looked at; none before there is one.
fn years_back(how: &How, last: Day) -> Option<u16> {
    match how {
        How::Growth {
            since: Some(since), ..
        } => {
            let years = last.year().checked_sub(*since)?;
            u16::try_from(years).ok().filter(|it| *it > 0)
        }
        _ => Some(1),
    }
}

/// How much more the one is than the other, in per cent a year; none against nothing, or
/// against less than nothing, where a per cent says nothing.
fn growth(now: Decimal, before: Decimal, years: u16) -> Option<Decimal> {
    if before <= Decimal::ZERO {
        return None;
    }
    if years > 1 {
        let times = root(now.checked_div(before)?, years)?;
        let growth = (times - Decimal::ONE).checked_mul(Decimal::ONE_HUNDRED)?;
        return Some(growth.round_dp(4));
    }
    let more = now.checked_sub(before)?;
    more.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(before)
}

/// The number whose `n`th power this is, to ten decimals, found by halving; none below 0.
fn root(of: Decimal, n: u16) -> Option<Decimal> {
    /// Each halves what is not known yet.
    const STEPS: u32 = 96;
    if of.is_sign_negative() && !of.is_zero() {
        return None;
    }
    let (mut low, mut high) = (Decimal::ZERO, of.max(Decimal::ONE));
    for _ in 0..STEPS {
        let middle = ((low + high) / Decimal::TWO).round_dp(14);
        // A power too large to be held is too large.
        let power = (1..n).try_fold(middle, |power, _| power.checked_mul(middle));
        match power.is_some_and(|power| power <= of) {
            true => low = middle,
            false => high = middle,
        }
    }
    Some(low.round_dp(10))
}

fn per_unit(unit: &str) -> Decimal {
    match unit.trim() {
        "‰" => Decimal::ONE_THOUSAND,
        _ => Decimal::ONE_HUNDRED,
    }
}

fn days_between(from: Day, to: Day) -> i64 {
    from.until(to).map_or(0, |span| span.get_days().into())
}
