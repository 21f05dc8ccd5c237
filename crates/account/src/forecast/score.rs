//! Past forecasts against what came: each made anew from what the log held at the end of a
//! month, so that none can be made to look better afterwards.

use std::sync::Arc;

use youwei_base::{Day, Decimal};

use super::delay::closed;
use super::{Forecast, ForecastRules, Hidden, as_known};
use crate::Book;
use crate::book::Flow;
use crate::measure::{How, Measure, Per};
use crate::month::Month;

/// How many past months are looked at.
const MONTHS_MOST: i32 = 36;

/// A past forecast and what came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// The forecast as it would have been shown.
    pub forecast: Forecast,
    /// What came, as known by today.
    pub truth: Decimal,
    /// Going on at the pace of the days so far, from the figure of the day it was made.
    pub naive: Decimal,
    /// By how many per cent of what came the forecast was off; none if nothing came.
    pub error: Option<Decimal>,
    /// The same of going on at the same pace.
    pub naive_error: Option<Decimal>,
    /// Whether what came lay in the range.
    pub inside: bool,
    /// Whether it was about the end of the year.
    pub year_end: bool,
}

/// All past forecasts of a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scores {
    /// The measure.
    pub measure: Arc<Measure>,
    /// Those that could be made and whose day is past and told, the earliest first.
    pub scored: Vec<Score>,
    /// How many could not be made for want of data.
    pub hidden: usize,
}

impl Scores {
    /// The mean error in per cent; none where nothing was scored.
    #[must_use]
    pub fn mean_error(&self) -> Option<Decimal> {
        mean(self.scored.iter().filter_map(|it| it.error))
    }

    /// The mean error of going on at the same pace.
    #[must_use]
    pub fn mean_naive_error(&self) -> Option<Decimal> {
        mean(self.scored.iter().filter_map(|it| it.naive_error))
    }

    /// How many had what came in their range.
    #[must_use]
    pub fn inside(&self) -> usize {
        self.scored.iter().filter(|it| it.inside).count()
    }
}

/// Every forecast of a measure that could have been made at past month ends, some months
/// ahead and for the year's end, from what was known then; none if the measure is of a kind
/// that is never forecast.
#[must_use]
pub fn scores(book: &Book, measure: &Arc<Measure>, today: Day) -> Option<Scores> {
    let rules = ForecastRules::on(today)?;
    let flow = book.flow_of(measure).filter(|it| it.is_whole())?;
    let mut scores = Scores {
        measure: Arc::clone(measure),
        scored: Vec::new(),
        hidden: 0,
    };
    let closed = closed(today);
    let begun = Month::of(flow.first_known()?);
    let first = begun.max(closed.plus(-MONTHS_MOST));
    for at in 0..=closed.since(first) {
        let made = first.plus(at).last_day();
        let ahead = first.plus(at + rules.scored_ahead).last_day();
        let end = Month::january(made.year()).plus(11).last_day();
        let mut asked = vec![(end, true)];
        if ahead < end {
            asked.insert(0, (ahead, false));
        }
        for (due, year_end) in asked {
            let told = Month::of(due).plus(rules.settled_after).last_day();
            if due <= made || told > today {
                continue;
            }
            match score(book, measure, flow, made, due, today) {
                Ok(score) => scores.scored.push(Score { year_end, ..score }),
                Err(Hidden::Zero | Hidden::AtOnce | Hidden::Kind) => return None,
                Err(_) => scores.hidden += 1,
            }
        }
    }
    Some(scores)
}

fn score(
    book: &Book,
    measure: &Measure,
    flow: &Flow,
    made: Day,
    due: Day,
    today: Day,
) -> Result<Score, Hidden> {
    let count = measure.how == How::Count;
    let january = Month::january(made.year());
    let first = match measure.per {
        Per::Year => january,
        Per::Cumulative => flow.first_month().map_or(january, |it| it.min(january)),
    };
    let reached = flow.known(first, Month::of(made), made, count);
    let forecast = as_known(book, measure, reached, made, due, None)?;
    let truth = flow.known(first, Month::of(due), today, count);
    let before = flow.known(first, january.plus(-1), made, count);
    let (gone, all) = (made.day_of_year(), due.day_of_year());
    let naive = reached
        .checked_sub(before)
        .and_then(|it| it.checked_mul(Decimal::from(all)))
        .and_then(|it| it.checked_div(Decimal::from(gone)))
        .and_then(|it| it.checked_add(before))
        .ok_or(Hidden::Unfit)?;
    let off = |value: Decimal| {
        let off = value.checked_sub(truth)?.abs();
        let share = off
            .checked_mul(Decimal::ONE_HUNDRED)?
            .checked_div(truth.abs())?;
        Some(share.round_dp(2).normalize())
    };
    Ok(Score {
        error: off(forecast.point),
        naive_error: off(naive),
        inside: (forecast.low..=forecast.high).contains(&truth),
        naive: naive.round_dp(4).normalize(),
        year_end: false,
        truth,
        forecast,
    })
}

/// The mean, to a tenth.
pub(super) fn mean(values: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    let (mut sum, mut count) = (Decimal::ZERO, 0_i64);
    for value in values {
        sum = sum.checked_add(value)?;
        count += 1;
    }
    let mean = sum.checked_div(Decimal::from(count))?;
    Some(mean.round_dp(1).normalize())
}
