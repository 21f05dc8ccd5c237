//! How a year usually goes: what share of it is reached by a day.

use youwei_base::{Day, Decimal};

use super::ForecastRules;
use super::delay::{Delay, closed};
use crate::book::Flow;
use crate::month::Month;
use crate::pace::on_line;

/// How many months of an earlier year must have had something.
const MONTHS_LEAST: usize = 6;

/// Where the course of the year is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// The earlier years that the book holds whole.
    Years(Vec<i16>),
    /// The declared quarter nodes.
    Nodes,
    /// None is known: each day as the other.
    Even,
}

/// What share of a year is reached by the end of each month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    pub basis: Basis,
    year: i16,
    /// By months over, 0 to 12; never falls.
    shares: [Decimal; 13],
}

impl Shape {
    /// The share reached by the end of a day of the year, straight within a month.
    pub fn by(&self, day: Day) -> Decimal {
        let month = Month::of(day);
        let over = month.since(Month::january(self.year));
        if over < 0 {
            return Decimal::ZERO;
        }
        let at = |months: i32| {
            let at = usize::try_from(months).unwrap_or(0).min(12);
            self.shares.get(at).copied().unwrap_or(Decimal::ONE)
        };
        let part = Decimal::from(day.day()) / Decimal::from(month.last_day().day());
        at(over) + (at(over + 1) - at(over)) * part
    }
}

/// The course of a year: that of the years before it as known by now, else the declared
/// nodes, else an even one.
pub(super) fn shape(
    flow: &Flow,
    count: bool,
    year: i16,
    today: Day,
    delay: &Delay,
    nodes: Option<&[Decimal; 4]>,
    rules: &ForecastRules,
) -> Shape {
    let made = |basis, shares| Shape {
        basis,
        year,
        shares,
    };
    if let Some((years, shares)) = of_years(flow, count, year, today, delay, rules) {
        return made(Basis::Years(years), shares);
    }
    let ends = (1..=12).map(|month| Month::january(year).plus(month - 1).last_day());
    let mut shares = [Decimal::ZERO; 13];
    let nodes = nodes.filter(|it| it.is_sorted() && it.iter().any(|it| *it > Decimal::ZERO));
    for (share, end) in shares.iter_mut().skip(1).zip(ends) {
        let declared = nodes.and_then(|nodes| on_line(nodes, year, end));
        *share = declared.unwrap_or_else(|| {
            let days = i32::from(Month::january(year).plus(11).last_day().day_of_year());
            Decimal::from(end.day_of_year()) / Decimal::from(days)
        });
    }
    match nodes {
        Some(_) => made(Basis::Nodes, shares),
        None => made(Basis::Even, shares),
    }
}

/// The shares of the years that the book holds whole, all of them together.
fn of_years(
    flow: &Flow,
    count: bool,
    year: i16,
    today: Day,
    delay: &Delay,
    rules: &ForecastRules,
) -> Option<(Vec<i16>, [Decimal; 13])> {
    let first = flow.first_month()?;
    let closed = closed(today);
    let (mut years, mut facts) = (Vec::new(), 0);
    let mut sums = [Decimal::ZERO; 13];
    for earlier in (year.saturating_sub(rules.years_most)..year).rev() {
        let january = Month::january(earlier);
        if january < first {
            break;
        }
        let months: Vec<Decimal> = (0..12)
            .map(|at| january.plus(at))
            .map(|month| {
                let known = flow.known(month, month, today, count);
                let share = delay.known(closed.since(month));
                known.checked_div(share).unwrap_or(known)
            })
            .collect();
        let busy = months.iter().filter(|it| **it > Decimal::ZERO).count();
        if busy < MONTHS_LEAST || months.iter().any(|it| *it < Decimal::ZERO) {
            continue;
        }
        let mut sum = Decimal::ZERO;
        for (all, month) in sums.iter_mut().skip(1).zip(months) {
            sum = sum.checked_add(month)?;
            *all = all.checked_add(sum)?;
        }
        facts += flow.facts(january, january.plus(11), today);
        years.push(earlier);
    }
    let whole = *sums.last()?;
    if years.is_empty() || facts < rules.shape_facts_least || whole <= Decimal::ZERO {
        return None;
    }
    let mut shares = [Decimal::ZERO; 13];
    for (share, sum) in shares.iter_mut().zip(sums) {
        *share = sum.checked_div(whole)?;
    }
    Some((years, shares))
}

#[cfg(test)]
mod tests {
    use super::super::delay::delay;
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn made(flow: &Flow, nodes: Option<&[Decimal; 4]>) -> Shape {
        let today = day("2026-05-31");
        let rules = ForecastRules::on(today).unwrap();
        let delay = delay(flow, true, today, 6);
        shape(flow, true, 2026, today, &delay, nodes, &rules)
    }

    #[test]
    fn the_course_is_that_of_whole_years_else_of_the_nodes_else_even() {
        let mut flow = Flow::default();
        let nodes = [20, 55, 80, 100].map(|it| Decimal::new(it, 2));
        let even = made(&flow, None);
        assert_eq!(even.basis, Basis::Even);
        assert_eq!(
            even.by(day("2026-01-31")),
            Decimal::from(31) / Decimal::from(365)
        );
        assert_eq!(even.by(day("2026-12-31")), Decimal::ONE);
        let by_nodes = made(&flow, Some(&nodes));
        assert_eq!(by_nodes.basis, Basis::Nodes);
        assert_eq!(by_nodes.by(day("2026-06-30")), Decimal::new(55, 2));
        assert_eq!(by_nodes.by(day("2025-12-31")), Decimal::ZERO);
        // Two a month in 2025, and six more in June: 30 in all.
        for month in 1..=12 {
            let on = Day::new(2025, month, 10).unwrap();
            let times = if month == 6 { 8 } else { 2 };
            for _ in 0..times {
                flow.add(on, Some(Decimal::ONE), Some(on), 1);
            }
        }
        let by_years = made(&flow, Some(&nodes));
        assert_eq!(by_years.basis, Basis::Years(vec![2025]));
        assert_eq!(
            by_years.by(day("2026-05-31")),
            Decimal::from(10) / Decimal::from(30)
        );
        // Half of June's eight.
        assert_eq!(
            by_years.by(day("2026-06-15")),
            Decimal::from(14) / Decimal::from(30)
        );
    }
}
