//! From what is known of the months so far to the end.
//!
//! Each month that is over is taken as what will be known of it: what is known, divided by
//! the share that usually is by its age. All of them together, divided by the share of the
//! year that they usually are, are the year; its part up to the due day is the forecast.
//!
//! The range takes the months for what they are: the amounts of month i scatter about their
//! share wᵢ of the year μ with variance φ·wᵢ·μ, where φ is the mean of (xᵢ − wᵢμ)²/(wᵢμ) over
//! the months so far, one less than they are; things that are counted scatter at least as
//! independent arrivals do, φ ≥ 1. What is still to come then has the variance
//! φ·(late + W·μ + W²·μ/S), with S the share that is over and W that to come: of arrivals, of
//! months to come, and of μ itself.

use youwei_base::{Day, Decimal};

use super::delay::{Delay, closed, delay};
use super::root::root;
use super::shape::{Basis, Shape, shape};
use super::{ForecastRules, Hidden};
use crate::book::Flow;
use crate::month::Month;
use crate::pace::first_day;

/// What is to be forecast, and from what.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// What came to be known when.
    pub flow: &'a Flow,
    /// Whether facts are counted; otherwise they are added up.
    pub count: bool,
    /// Whether the figure goes on from the years before.
    pub cumulative: bool,
    /// The figure of today.
    pub reached: Decimal,
    /// The day of asking: nothing later is looked at.
    pub today: Day,
    /// The day that is asked for, in the year of today.
    pub due: Day,
    /// The declared shares of the year at the ends of its quarters.
    pub nodes: Option<&'a [Decimal; 4]>,
    /// The numbers in force.
    pub rules: &'a ForecastRules,
}

/// A figure to come, with its range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// The day on which it was made.
    pub made: Day,
    /// The day that it is about.
    pub due: Day,
    /// Whether things are counted, which come whole.
    pub count: bool,
    /// The figure on the day it was made.
    pub reached: Decimal,
    /// Of months that are over, what is still expected to arrive; below 0 where corrections
    /// usually take away.
    pub late: Decimal,
    /// The forecast, never outside of the range.
    pub point: Decimal,
    /// The lower end of its range.
    pub low: Decimal,
    /// The upper end of its range.
    pub high: Decimal,
    /// How many months of the year it rests on.
    pub months: i32,
    /// What came in each of them, what is expected to arrive late included, on average.
    pub a_month: Decimal,
    /// The share of the year that they usually are, 0 to 1.
    pub share: Decimal,
    /// Where the course of the year is from.
    pub basis: Basis,
    /// How much of the last of these months is usually known by now, 0 to 1.
    pub known: Decimal,
}

/// Forecasts a figure.
///
/// # Errors
/// Why the data do not carry it.
pub fn project(question: &Question<'_>) -> Result<Forecast, Hidden> {
    let Question {
        flow,
        count,
        today,
        due,
        rules,
        ..
    } = *question;
    let year = today.year();
    if due < today {
        return Err(Hidden::Over);
    }
    if due.year() != year {
        return Err(Hidden::OtherYear);
    }
    if !flow.is_whole() {
        return Err(Hidden::Undated);
    }
    if !flow.only_adds(today) {
        return Err(Hidden::Stock);
    }
    let january = Month::january(year);
    let late = delay(flow, count, today, rules.late_most);
    let last = last_month(&late, today, january, rules);
    let months = last.since(january) + 1;
    if months < rules.months_least {
        return Err(Hidden::FewMonths {
            have: months.max(0),
            need: rules.months_least,
        });
    }
    let facts = flow.facts(january, last, today);
    if facts < rules.facts_least {
        return Err(Hidden::FewFacts {
            have: facts,
            need: rules.facts_least,
        });
    }
    if late.watched < rules.watched_least {
        return Err(Hidden::DelayUnknown {
            have: late.watched,
            need: rules.watched_least,
        });
    }
    let shape = shape(flow, count, year, today, &late, question.nodes, rules);
    let share = shape.by(last.last_day());
    if share < rules.share_least || share <= Decimal::ZERO {
        return Err(Hidden::Early);
    }
    let so_far = SoFar {
        months: (0..months).map(|at| january.plus(at)).collect(),
        share,
        late,
        shape,
    };
    reckon(question, so_far).ok_or(Hidden::Unfit)?
}

/// The last month of which enough is usually known to count it as over.
fn last_month(late: &Delay, today: Day, january: Month, rules: &ForecastRules) -> Month {
    let closed = closed(today);
    let mut last = closed;
    while last >= january && late.known(closed.since(last)) < rules.known_least {
        last = last.plus(-1);
    }
    last
}

/// What is known of the year up to the last month that counts as over.
struct SoFar {
    months: Vec<Month>,
    share: Decimal,
    late: Delay,
    shape: Shape,
}

/// None where a number is too large.
fn reckon(question: &Question<'_>, so_far: SoFar) -> Option<Result<Forecast, Hidden>> {
    let Question {
        flow, count, today, ..
    } = *question;
    let (closed, share) = (closed(today), so_far.share);
    // Of each month: what is known, and what will be.
    let mut amounts = Vec::new();
    let (mut known, mut whole) = (Decimal::ZERO, Decimal::ZERO);
    for month in &so_far.months {
        let now = flow.known(*month, *month, today, count);
        let all = now.checked_div(so_far.late.known(closed.since(*month)))?;
        known = known.checked_add(now)?;
        whole = whole.checked_add(all)?;
        amounts.push((*month, all));
    }
    if whole <= Decimal::ZERO {
        return Some(Err(Hidden::NotRising));
    }
    if has_stopped(&amounts, &so_far.shape, question.rules.stopped_after) {
        return Some(Err(Hidden::Stopped));
    }
    // In thousand-millionths, so that squares fit.
    let scale = scale(whole.max(question.reached.abs()));
    let year = whole.checked_div(share)?;
    let to_come = so_far.shape.by(question.due).checked_sub(share)?;
    let to_come = to_come.max(Decimal::ZERO);
    let phi = scatter(&amounts, &so_far.shape, year, scale, count)?;
    let late = whole.checked_sub(known)?;
    let mean = year.checked_div(scale)?;
    let spread = to_come
        .checked_mul(to_come)?
        .checked_div(share)?
        .checked_add(to_come)?
        .checked_mul(mean)?
        .checked_add(late.abs().checked_div(scale)?)?
        .checked_mul(phi)?;
    let half = root(spread)?
        .checked_mul(question.rules.range_width)?
        .checked_mul(scale)?;
    // What the months that are not over have already is at least a part of what they bring.
    let before = match question.cumulative {
        true => {
            let earlier = Month::of(first_day(today.year())).plus(-1);
            let first = flow.first_month().unwrap_or(earlier);
            flow.known(first, earlier, today, count)
        }
        false => Decimal::ZERO,
    };
    let open = question.reached.checked_sub(before)?.checked_sub(known)?;
    let more = to_come.checked_mul(year)?.max(open);
    let point = before.checked_add(whole)?.checked_add(more)?;
    let (mut low, mut high) = (point.checked_sub(half)?, point.checked_add(half)?);
    let mut point = point;
    (point, low) = (point.max(question.reached), low.max(question.reached));
    if count {
        (point, low, high) = (point.round(), low.floor(), high.ceil());
    }
    let months = i32::try_from(so_far.months.len()).ok()?;
    Some(Ok(Forecast {
        made: today,
        due: question.due,
        count,
        reached: question.reached,
        late: late.round_dp(4).normalize(),
        point: point.round_dp(4).normalize(),
        low: low.min(point).round_dp(4).normalize(),
        high: high.max(point).round_dp(4).normalize(),
        months,
        a_month: whole
            .checked_div(Decimal::from(months))?
            .round_dp(4)
            .normalize(),
        share: share.round_dp(6).normalize(),
        basis: so_far.shape.basis,
        known: so_far
            .months
            .last()
            .map_or(Decimal::ONE, |it| so_far.late.known(closed.since(*it)))
            .round_dp(6)
            .normalize(),
    }))
}

/// Whether the last months brought nothing though the year usually goes on in them, or half
/// of the months did: going on as before is no guess at what comes then.
fn has_stopped(amounts: &[(Month, Decimal)], shape: &Shape, after: usize) -> bool {
    let usual = |month: Month| shape.by(month.last_day()) - shape.by(month.plus(-1).last_day());
    let expected = amounts.iter().filter(|(it, _)| usual(*it) > Decimal::ZERO);
    let empty: Vec<bool> = expected.map(|(_, it)| it.is_zero()).collect();
    let last = empty.iter().rev().take(after);
    let stopped = empty.len() >= after && last.clone().all(|it| *it);
    let half = empty.iter().filter(|it| **it).count() * 2 >= empty.len();
    stopped || half
}

/// The largest power of ten by which an amount still has nine digits before its point.
fn scale(amount: Decimal) -> Decimal {
    let most = Decimal::from(1_000_000_000);
    let mut scale = Decimal::ONE;
    // An amount has 29 digits at most.
    for _ in 0..29 {
        if amount.checked_div(scale).is_none_or(|it| it < most) {
            break;
        }
        scale *= Decimal::TEN;
    }
    scale
}

/// φ of the months so far, in units of the scale.
fn scatter(
    amounts: &[(Month, Decimal)],
    shape: &Shape,
    year: Decimal,
    scale: Decimal,
    count: bool,
) -> Option<Decimal> {
    let (mut sum, mut months) = (Decimal::ZERO, 0);
    for (month, amount) in amounts {
        let usual = shape.by(month.last_day()) - shape.by(month.plus(-1).last_day());
        let due = usual.checked_mul(year)?.checked_div(scale)?;
        if due <= Decimal::ZERO {
            continue;
        }
        let off = amount.checked_div(scale)?.checked_sub(due)?;
        sum = sum.checked_add(off.checked_mul(off)?.checked_div(due)?)?;
        months += 1;
    }
    let mean = match months {
        0 | 1 => Decimal::ZERO,
        _ => sum.checked_div(Decimal::from(months - 1))?,
    };
    Some(match count {
        true => mean.max(Decimal::ONE.checked_div(scale)?),
        false => mean,
    })
}
