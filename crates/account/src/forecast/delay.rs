//! How much of a month is known how long after it: a chain ladder as in the reserving of
//! insurers, over the days on which facts came to be known.
//!
//! A month's age counts in months up to the day of asking: on 20 May, April is at age 0 and
//! March at age 1. What a month grows by from one age to the next is read off all months
//! that were watched at both ages, the sum of the one by the sum of the other; the share
//! that is known at an age is what all later steps would still multiply.

use youwei_base::{Day, Decimal};

use crate::book::Flow;
use crate::month::Month;

/// How many months back are looked at.
const MONTHS_MOST: i32 = 60;

/// The share of a month that is known, by its age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Delay {
    shares: Vec<Decimal>,
    /// How many months were watched from age 0 to age 1 with something to be seen.
    pub watched: i32,
}

impl Delay {
    /// The share that is known at an age; all of it when nothing arrives any more.
    pub fn known(&self, age: i32) -> Decimal {
        let at = usize::try_from(age).unwrap_or(0);
        self.shares.get(at).copied().unwrap_or(Decimal::ONE)
    }
}

/// The last month that was over by a day, which is over itself at its end.
pub(super) fn closed(today: Day) -> Month {
    let month = Month::of(today);
    match today == today.last_of_month() {
        true => month,
        false => month.plus(-1),
    }
}

/// The day on which a month had this age, counted as on `today`.
fn aged(month: Month, age: i32, today: Day) -> Day {
    match today == today.last_of_month() {
        true => month.plus(age).last_day(),
        false => month.plus(1 + age).day(today.day()),
    }
}

pub(super) fn delay(flow: &Flow, count: bool, today: Day, late_most: i32) -> Delay {
    let closed = closed(today);
    let begun = flow.first_known().unwrap_or(Day::MAX);
    let first = flow.first_month().unwrap_or(closed);
    let first = first.max(closed.plus(-MONTHS_MOST));
    let mut watched = 0;
    // By age: what months grow by, none where nothing of them was known before.
    let mut steps: Vec<Option<Decimal>> = Vec::new();
    for age in 0..late_most {
        let (mut before, mut after) = (Decimal::ZERO, Decimal::ZERO);
        let months = closed.plus(-age).since(first);
        for month in (1..=months).map(|it| closed.plus(-age - it)) {
            // Of what was over when the book began is brought in what happened before, over
            // weeks maybe, which says nothing of how facts arrive.
            if month.last_day() < begun {
                continue;
            }
            let known = |age| flow.known(month, month, aged(month, age, today), count);
            let (one, other) = (known(age), known(age + 1));
            before += one;
            after += other;
            watched += i32::from(age == 0 && !other.is_zero());
        }
        steps.push(match before.is_zero() {
            false => after.checked_div(before),
            true if after.is_zero() => Some(Decimal::ONE),
            true => None,
        });
    }
    let mut shares = Vec::new();
    let mut known = Some(Decimal::ONE);
    for step in steps.iter().rev() {
        known = known
            .zip(*step)
            .filter(|(_, step)| *step > Decimal::ZERO)
            .and_then(|(known, step)| known.checked_div(step));
        shares.push(known.unwrap_or_default());
    }
    shares.reverse();
    Delay { shares, watched }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// Each fact: the day it counts for, the day it came to be known, its value.
    fn flow(facts: &[(&str, &str, i64)]) -> Flow {
        let mut flow = Flow::default();
        for (on, known, value) in facts {
            flow.add(day(on), Some(Decimal::from(*value)), Some(day(known)), 1);
        }
        flow
    }

    #[test]
    fn the_age_of_a_month_is_counted_from_the_day_of_asking() {
        for (today, last, month, age, on) in [
            ("2026-05-20", "2026-04-30", "2026-04-01", 0, "2026-05-20"),
            ("2026-05-20", "2026-04-30", "2026-02-01", 0, "2026-03-20"),
            ("2026-05-31", "2026-05-31", "2026-05-01", 0, "2026-05-31"),
            ("2026-05-31", "2026-05-31", "2026-01-01", 1, "2026-02-28"),
            ("2026-05-30", "2026-04-30", "2026-01-01", 0, "2026-02-28"),
        ] {
            assert_eq!(closed(day(today)).last_day(), day(last), "{today}");
            assert_eq!(aged(Month::of(day(month)), age, day(today)), day(on));
        }
    }

    #[test]
    fn what_arrives_late_is_read_off_the_months_before() {
        // Each month 8 are known by the 20th of the next and 2 more a month later.
        let mut facts = Vec::new();
        for (on, soon, late) in [
            ("2026-01-31", "2026-02-05", "2026-03-10"),
            ("2026-02-28", "2026-03-05", "2026-04-10"),
            ("2026-03-31", "2026-04-05", "2026-05-10"),
            ("2026-04-30", "2026-05-05", "2026-06-10"),
        ] {
            facts.push((on, soon, 8));
            facts.push((on, late, 2));
        }
        let flow = flow(&facts);
        let delay = delay(&flow, false, day("2026-05-20"), 6);
        // February and March grew from 16 to 20; February from 10 to 10. January was over when
        // the first of it came.
        assert_eq!(
            (delay.known(0), delay.known(1)),
            (Decimal::new(8, 1), Decimal::ONE)
        );
        assert_eq!((delay.known(99), delay.watched), (Decimal::ONE, 2));
        // On the 3rd nothing of the month before was ever known.
        let early = super::delay(&flow, false, day("2026-05-03"), 6);
        assert_eq!(early.known(0), Decimal::ZERO);
        assert_eq!(early.known(1), Decimal::new(8, 1));
    }

    #[test]
    fn what_was_brought_in_at_the_beginning_is_not_taken_for_late() {
        let facts = [
            ("2026-01-31", "2026-04-10", 50),
            ("2026-02-28", "2026-04-10", 50),
            ("2026-03-31", "2026-04-10", 50),
            ("2026-04-30", "2026-05-05", 10),
        ];
        let delay = delay(&flow(&facts), false, day("2026-06-20"), 6);
        assert_eq!(
            (delay.known(0), delay.known(1)),
            (Decimal::ONE, Decimal::ONE)
        );
        assert_eq!(delay.watched, 1);
    }

    #[test]
    fn history_that_is_brought_in_over_weeks_is_not_taken_for_late() {
        // Two years before the book, typed in from 13 January to 14 February; from then on
        // all of a month is known by the 5th of the next.
        let mut facts = Vec::new();
        let months: Vec<(String, String)> = (0..24)
            .map(|at| {
                let month = Month::january(2024).plus(at);
                let typed = day("2026-01-13").checked_add(jiff::Span::new().days(at * 4 / 3));
                (month.day(15).to_string(), typed.unwrap().to_string())
            })
            .collect();
        for (on, known) in &months {
            facts.push((on.as_str(), known.as_str(), 9));
        }
        for (on, known) in [
            ("2026-01-20", "2026-02-05"),
            ("2026-02-20", "2026-03-05"),
            ("2026-03-20", "2026-04-05"),
            ("2026-04-20", "2026-05-05"),
        ] {
            facts.push((on, known, 10));
        }
        let delay = delay(&flow(&facts), false, day("2026-05-20"), 6);
        for age in 0..6 {
            assert_eq!(delay.known(age), Decimal::ONE, "{age}");
        }
        assert_eq!(delay.watched, 3);
    }
}
