//! Forecasts reckoned by hand, and what holds of all of them.

use proptest::prelude::*;
use youwei_base::{Day, Decimal};

use super::{Basis, Forecast, ForecastRules, Hidden, Question, project};
use crate::book::Flow;
use crate::month::Month;

/// Day it counts for, day it came to be known, value.
type Fact = (Day, Day, Decimal);

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn flow(facts: &[Fact]) -> Flow {
    let mut flow = Flow::default();
    for (on, known, value) in facts {
        flow.add(*on, Some(*value), Some(*known), 1);
    }
    flow
}

/// Amounts of the months of a year from January on, each known on its last day; of counts,
/// so many facts of one.
fn months(year: i16, amounts: &[i64], count: bool) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (at, amount) in amounts.iter().enumerate() {
        let month = Month::january(year).plus(i32::try_from(at).unwrap());
        let on = month.last_day();
        match count {
            true => (0..*amount).for_each(|_| facts.push((on, on, Decimal::ONE))),
            false => facts.push((on, on, Decimal::from(*amount))),
        }
    }
    facts
}

/// The figure of a year as the book would say it.
fn reached(facts: &[Fact], today: Day, count: bool) -> Decimal {
    let counted = |it: &&Fact| it.0.year() == today.year() && it.0 <= today && it.1 <= today;
    let known = facts.iter().filter(counted);
    match count {
        true => Decimal::from(known.count()),
        false => known.map(|it| it.2).sum(),
    }
}

fn made(
    facts: &[Fact],
    count: bool,
    today: Day,
    due: Day,
    nodes: Option<[i64; 4]>,
) -> Result<Forecast, Hidden> {
    let rules = ForecastRules {
        facts_least: 3,
        ..ForecastRules::on(today).unwrap()
    };
    let nodes = nodes.map(|it| it.map(|it| Decimal::new(it, 2)));
    project(&Question {
        flow: &flow(facts),
        count,
        cumulative: false,
        reached: reached(facts, today, count),
        today,
        due,
        nodes: nodes.as_ref(),
        rules: &rules,
    })
}

const EVEN: Option<[i64; 4]> = Some([25, 50, 75, 100]);
const SEASONS: Option<[i64; 4]> = Some([20, 55, 80, 100]);

#[test]
fn forecasts_are_as_reckoned_by_hand() {
    let end = "2026-12-31";
    let steady = [10, 10, 10, 10, 10, 10];
    let uneven = [5, 15, 5, 15, 5, 15];
    let seasons = [2, 4, 6, 20, 21, 19];
    for (count, amounts, nodes, due, expected) in [
        // 60 at half of the year are 120. The months hardly stray, so φ is 1: the variance
        // is 60 to come and 60 of the year itself, √120 × 1.28 = 14.02.
        (true, steady, EVEN, end, ["120", "105", "135"]),
        // φ = 3.3784, √(3.3784 × 120) × 1.28 = 25.77.
        (false, uneven, EVEN, end, ["120", "94.2275", "145.7725"]),
        // 72 at 55 per cent are 130.9; φ = 2.607.
        (true, seasons, SEASONS, end, ["131", "109", "153"]),
        (true, seasons, SEASONS, "2026-09-30", ["105", "90", "119"]),
        // What is asked for of today is today's.
        (true, seasons, SEASONS, "2026-06-30", ["72", "72", "72"]),
    ] {
        let facts = months(2026, &amounts, count);
        let got = made(&facts, count, day("2026-06-30"), day(due), nodes).unwrap();
        let said = [got.point, got.low, got.high].map(|it| it.to_string());
        assert_eq!(said, expected, "{amounts:?} {due}");
        assert_eq!((got.months, &got.basis), (6, &Basis::Nodes));
    }
    // Money is reckoned with in the same way, however much it is.
    let large: Vec<i64> = uneven.iter().map(|it| it * 1_000_000_000).collect();
    let facts = months(2026, &large, false);
    let got = made(&facts, false, day("2026-06-30"), day(end), EVEN).unwrap();
    assert_eq!(got.low.round_dp(0).to_string(), "94227457042");
}

#[test]
fn what_is_still_to_arrive_is_added() {
    let mut facts = Vec::new();
    for (on, soon, late) in [
        ("2026-01-31", "2026-02-05", "2026-03-10"),
        ("2026-02-28", "2026-03-05", "2026-04-10"),
        ("2026-03-31", "2026-04-05", "2026-05-10"),
        ("2026-04-30", "2026-05-05", "2026-06-10"),
    ] {
        facts.push((day(on), day(soon), Decimal::from(8)));
        facts.push((day(on), day(late), Decimal::from(2)));
    }
    let end = day("2026-12-31");
    // By 20 May 38 are known, and the 8 of April will be 10: 40 at 33.24 per cent.
    let got = made(&facts, false, day("2026-05-20"), end, EVEN).unwrap();
    assert_eq!((got.reached, got.late), (Decimal::from(38), Decimal::TWO));
    assert_eq!(got.known.to_string(), "0.8");
    assert_eq!(got.point.round_dp(2).to_string(), "120.33");
    assert_eq!((got.months, got.a_month), (4, Decimal::TEN));
    // On 3 May nothing of April is ever known: it counts as a month to come.
    let got = made(&facts, false, day("2026-05-03"), end, EVEN).unwrap();
    assert_eq!(got.months, 3);
    assert_eq!((got.reached, got.late), (Decimal::from(28), Decimal::TWO));
    assert_eq!(got.point.round_dp(2).to_string(), "120");
}

#[test]
fn an_earlier_year_lends_its_course() {
    // Two a month in 2025 and eight in June: May is at a third of the year.
    let mut facts = months(2025, &[2, 2, 2, 2, 2, 8, 2, 2, 2, 2, 2, 2], true);
    facts.extend(months(2026, &[3, 3, 3, 3, 3], true));
    let got = made(&facts, true, day("2026-05-31"), day("2026-12-31"), EVEN).unwrap();
    assert_eq!(got.basis, Basis::Years(vec![2025]));
    let said = [got.point, got.low, got.high].map(|it| it.to_string());
    assert_eq!(said, ["45", "32", "58"]);
}

#[test]
fn a_complete_year_forecasts_itself() {
    let facts = months(2026, &[5, 15, 5, 15, 5, 15, 5, 15, 5, 15, 5, 15], false);
    let end = day("2026-12-31");
    for nodes in [EVEN, SEASONS, None] {
        let got = made(&facts, false, end, end, nodes).unwrap();
        let all = Decimal::from(120);
        assert_eq!((got.point, got.low, got.high), (all, all, all));
    }
}

#[test]
fn what_the_data_do_not_carry_is_hidden_and_says_why() {
    let year = months(2026, &[10; 12], false);
    for (today, due, expected) in [
        (
            "2026-02-28",
            "2026-12-31",
            Hidden::FewMonths { have: 2, need: 3 },
        ),
        (
            "2026-03-30",
            "2026-12-31",
            Hidden::FewMonths { have: 2, need: 3 },
        ),
        ("2026-06-30", "2026-06-29", Hidden::Over),
        ("2026-06-30", "2027-12-31", Hidden::OtherYear),
    ] {
        let got = made(&year, false, day(today), day(due), EVEN);
        assert_eq!(got, Err(expected.clone()), "{today} {due}");
        let said = expected.say();
        assert!(said.zh.ends_with('。') && said.en.ends_with('.'), "{said}");
    }
    let end = day("2026-12-31");
    let few = months(2026, &[0, 1, 0, 1, 0, 0], true);
    let got = made(&few, true, day("2026-06-30"), end, EVEN);
    assert_eq!(got, Err(Hidden::FewFacts { have: 2, need: 3 }));
    // All brought in at once: how facts arrive is not known.
    let known = day("2026-05-10");
    let brought: Vec<Fact> = year.iter().map(|it| (it.0, known, it.2)).collect();
    let got = made(&brought, false, day("2026-05-20"), end, EVEN);
    assert_eq!(got, Err(Hidden::DelayUnknown { have: 0, need: 2 }));
    let late = Some([0, 5, 50, 100]);
    let got = made(&year, false, day("2026-06-30"), end, late);
    assert_eq!(got, Err(Hidden::Early));
    let falling: Vec<Fact> = year.iter().map(|it| (it.0, it.1, -it.2)).collect();
    let got = made(&falling, false, day("2026-06-30"), end, EVEN);
    assert_eq!(got, Err(Hidden::Stock));
    // What rises and falls is a stock, however much it rises.
    let mut both = year.clone();
    both.push((day("2026-06-20"), day("2026-06-20"), Decimal::NEGATIVE_ONE));
    let got = made(&both, false, day("2026-06-30"), end, EVEN);
    assert_eq!(got, Err(Hidden::Stock));
    // As long as nobody knew of it, nobody could say so.
    assert!(made(&both, false, day("2026-05-31"), end, EVEN).is_ok());
}

#[test]
fn a_list_that_is_complete_does_not_grow_on() {
    let end = day("2026-12-31");
    for (amounts, today, hidden) in [
        // All 300 in February: neither in April nor in November are there more to come.
        (vec![3, 297, 0, 0], "2026-04-30", true),
        (vec![3, 297, 0, 0, 0, 0, 0, 0, 0, 0], "2026-10-31", true),
        // Stopped after half a year; a pause of two months is none.
        (vec![10, 10, 10, 10, 10, 10, 0, 0, 0], "2026-09-30", true),
        (vec![10, 10, 10, 10, 10, 10, 0, 0], "2026-08-31", false),
        (vec![10, 0, 10, 10, 0, 10], "2026-06-30", false),
        (vec![10, 0, 0, 0, 10, 0, 10], "2026-07-31", true),
    ] {
        let got = made(&months(2026, &amounts, true), true, day(today), end, EVEN);
        match hidden {
            true => assert_eq!(got, Err(Hidden::Stopped), "{amounts:?}"),
            false => assert!(got.is_ok(), "{amounts:?} {got:?}"),
        }
    }
    // A year that had all of it in February lends no course.
    let year = |year| months(year, &[3, 297, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], true);
    let both = [year(2025), year(2026)].concat();
    let got = made(&both, true, day("2026-06-30"), end, None);
    assert_eq!(got, Err(Hidden::Stopped));
}

/// Facts of two years, each known on its day or later.
fn facts(least: i64) -> impl Strategy<Value = Vec<Fact>> {
    let one = (0..730_i64, 0..120_i64, least..5_000_i64, 0..3_u32).prop_map(
        |(on, late, digits, scale)| {
            let on = day("2025-01-01")
                .checked_add(jiff::Span::new().days(on))
                .unwrap();
            let known = on.checked_add(jiff::Span::new().days(late)).unwrap();
            (on, known, Decimal::new(digits, scale))
        },
    );
    proptest::collection::vec(one, 0..150)
}

fn question() -> impl Strategy<Value = (bool, Day, Option<[i64; 4]>)> {
    let nodes = prop_oneof![Just(None), Just(EVEN), Just(SEASONS)];
    (any::<bool>(), 0..365_i64, nodes).prop_map(|(count, at, nodes)| {
        let today = day("2026-01-01").checked_add(jiff::Span::new().days(at));
        (count, today.unwrap(), nodes)
    })
}

proptest! {
    #[test]
    fn the_range_holds_the_point_and_never_falls_below_what_is_there(
        facts in facts(0),
        (count, today, nodes) in question(),
    ) {
        if let Ok(it) = made(&facts, count, today, day("2026-12-31"), nodes) {
            prop_assert!(it.low <= it.point && it.point <= it.high, "{it:?}");
            prop_assert!(it.low >= it.reached.round_dp(4), "{it:?}");
            prop_assert!(it.late >= Decimal::ZERO, "{it:?}");
        }
    }

    #[test]
    fn corrections_and_things_below_zero_leave_the_range_whole(
        facts in facts(-3_000),
        (count, today, nodes) in question(),
    ) {
        if let Ok(it) = made(&facts, count, today, day("2026-12-31"), nodes) {
            prop_assert!(it.low <= it.point && it.point <= it.high, "{it:?}");
        }
    }

    #[test]
    fn nothing_later_than_the_day_of_asking_is_looked_at(
        facts in facts(0),
        (count, today, nodes) in question(),
    ) {
        let due = day("2026-12-31");
        let later = |it: &&Fact| it.0 <= today && it.1 <= today;
        let known: Vec<Fact> = facts.iter().filter(later).copied().collect();
        prop_assert_eq!(
            made(&facts, count, today, due, nodes),
            made(&known, count, today, due, nodes)
        );
    }

    #[test]
    fn the_order_of_facts_is_nothing_to_it(
        (facts, shuffled) in facts(-3_000).prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        (count, today, nodes) in question(),
    ) {
        let due = day("2026-12-31");
        prop_assert_eq!(
            made(&facts, count, today, due, nodes),
            made(&shuffled, count, today, due, nodes)
        );
    }
}
