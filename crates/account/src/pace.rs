//! Pace 序时: what share of a number should have been reached by a day.

use youwei_base::{Day, Decimal};
use youwei_report::{Measure as Quantity, Op};

use crate::Target;
use crate::commitment::{Commitment, Node};
use crate::measure::unit::is_rate;
use crate::measure::{Course, Measure};
use crate::{Account, Book};

/// What share of a target should have been reached by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The share, 0 to 1.
    pub share: Decimal,
    /// Whether the commitment's quarter nodes or the measure's give it; otherwise the
    /// calendar does.
    pub by_nodes: bool,
    /// Days gone since the year began, up to the due day.
    pub days_gone: i32,
    /// Days from the year's first to the due day, both counted.
    pub days: i32,
}

/// How a number is held against facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// It grows over the year.
    Paced,
    /// It comes at once, some day before it is due.
    AtDue,
    /// A rate: reached or not, within a band.
    Rate,
    /// Something not to be exceeded.
    Ceiling,
}

/// How a number is held against the facts of a measure, if one is bound.
pub(crate) fn way(target: &Target, measure: Option<&Measure>) -> Way {
    let rate = matches!(target.measure, Quantity::Growth | Quantity::Share)
        || target.unit.contains('%')
        || target.unit.contains('‰')
        || is_rate(&target.unit);
    match (target.op, rate, target.measure) {
        _ if measure.is_some_and(|it| it.zero) => Way::Ceiling,
        (Op::AtMost | Op::Below, false, _) | (_, _, Quantity::Rank) => Way::Ceiling,
        (_, true, _) => Way::Rate,
        _ if measure.is_some_and(|it| it.course == Course::Due) => Way::AtDue,
        _ => Way::Paced,
    }
}

/// The year in which a commitment runs: the report's, else the day's.
pub(crate) fn year_of(account: &Account, today: Day) -> i16 {
    let year = account.report().and_then(|report| report.year);
    year.unwrap_or_else(|| today.year())
}

pub(crate) fn first_day(year: i16) -> Day {
    Day::new(year, 1, 1).unwrap_or(Day::MIN)
}

pub(crate) fn last_day(year: i16) -> Day {
    Day::new(year, 12, 31).unwrap_or(Day::MAX)
}

/// The last days of a year's quarters.
pub(crate) fn quarter_ends(year: i16) -> [Day; 4] {
    [(3, 31), (6, 30), (9, 30), (12, 31)]
        .map(|(month, day)| Day::new(year, month, day).unwrap_or(Day::MAX))
}

pub(crate) fn days_between(from: Day, to: Day) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// Days gone and days in all of the report's year; today counts as gone.
pub(crate) fn year_gone(year: i16, today: Day) -> (i32, i32) {
    let days = days_between(first_day(year), last_day(year)) + 1;
    (
        (days_between(first_day(year), today) + 1).clamp(0, days),
        days,
    )
}

/// What is promised for a year without a day is due on its last.
pub(crate) fn due_or_year_end(account: &Account, commitment: &Commitment, today: Day) -> Day {
    let end = || last_day(year_of(account, today));
    commitment.due_day().unwrap_or_else(end)
}

/// The pace of one number of a commitment; none where it has none (growth rates, shares,
/// ceilings, what comes at once) or the target is zero. The commitment's own nodes go
/// before those of the measure it is bound to, and the calendar holds where neither are.
#[must_use]
pub fn pace(
    account: &Account,
    book: &Book,
    commitment: &Commitment,
    index: usize,
    today: Day,
) -> Option<Pace> {
    let then = commitment.on(today);
    let commitment = &*then;
    let target = commitment.targets.get(index).filter(|it| !it.dropped)?;
    let bound = target.bound.as_ref();
    let measure = bound.and_then(|it| book.measures().get(&it.measure));
    let measure = measure.map(|it| &**it);
    if way(target, measure) != Way::Paced || target.value.is_zero() {
        return None;
    }
    let year = year_of(account, today);
    let due = due_or_year_end(account, commitment, today);
    let days = (days_between(first_day(year), due) + 1).max(1);
    let days_gone = (days_between(first_day(year), today) + 1).clamp(0, days);
    let calendar = Decimal::from(days_gone) / Decimal::from(days);
    let own = (index == 0)
        .then(|| own_nodes(&commitment.nodes, target))
        .flatten();
    // What the measure declares is the course of a whole year.
    let declared = || match measure.map(|it| &it.course) {
        Some(Course::Quarters(shares)) if due == last_day(year) => {
            Some(shares.map(|it| it / Decimal::ONE_HUNDRED))
        }
        _ => None,
    };
    let nodes = own.or_else(declared);
    let share = nodes.and_then(|nodes| on_line(&nodes, year, today));
    Some(Pace {
        share: share.unwrap_or(calendar),
        by_nodes: share.is_some(),
        days_gone,
        days,
    })
}

/// The shares of a commitment's four quarter nodes, which speak for the first number
/// only, and only if all four are amounts.
pub(crate) fn own_nodes(nodes: &[Option<Node>; 4], target: &Target) -> Option<[Decimal; 4]> {
    let mut shares = [Decimal::ZERO; 4];
    for (share, node) in shares.iter_mut().zip(nodes) {
        *share = node.as_ref()?.value?.checked_div(target.value)?;
    }
    Some(shares)
}

/// The share on the line through the four quarter nodes.
pub(crate) fn on_line(nodes: &[Decimal; 4], year: i16, today: Day) -> Option<Decimal> {
    let mut points = vec![(0, Decimal::ZERO)];
    let (gone, _) = year_gone(year, today);
    for (share, end) in nodes.iter().zip(quarter_ends(year)) {
        points.push((days_between(first_day(year), end) + 1, *share));
    }
    let next = points.iter().position(|(at, _)| gone <= *at)?;
    let (to, upper) = *points.get(next)?;
    let Some((from, lower)) = next.checked_sub(1).and_then(|i| points.get(i)).copied() else {
        return Some(upper);
    };
    Some(lower + (upper - lower) * Decimal::from(gone - from) / Decimal::from(to - from))
}
