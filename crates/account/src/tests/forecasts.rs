//! Forecasts of a book with entries of their own days: what a number of the report is told,
//! and how past forecasts did.

use std::sync::Arc;

use serde_json::json;
use youwei_base::{Day, Decimal};

use super::lights::bind;
use crate::forecast::{Basis, Hidden, Verdict, forecast, outlook, scores};
use crate::month::Month;
use crate::town::{Town, day};
use crate::{Book, Measures, Recorded, Source, light};

const MEASURES: &str = r#"
[starts]
name = { zh = "开工", en = "starts" }
metric = "project.started"
how = "count"
unit = "个"
per = "year"
pace = [25, 50, 75, 100]
source = "测试"

[rate]
name = { zh = "完成率", en = "rate" }
metric = "project.started"
how = "share"
of = { metric = "project.planned" }
unit = "%"
per = "year"
source = "测试"

[opened]
name = { zh = "开通", en = "opened" }
metric = "project.started"
how = "count"
unit = "个"
per = "year"
pace = "due"
source = "测试"

[open]
name = { zh = "未清零", en = "open" }
metric = "project.started"
how = "sum"
unit = "个"
per = "cumulative"
zero = true
source = "测试"
"#;

pub(super) fn book(text: &str, first: u64, facts: &[(&str, &str, &str, &str)]) -> Book {
    let source = Source {
        text,
        file: "key-projects/measures.toml",
    };
    let measures = Measures::read(&[source], None).unwrap();
    let mut book = Book::new(Arc::new(measures));
    for (index, (known, record, metric, on)) in (first..).zip(facts) {
        let (metric, value) = metric.split_once('=').unwrap_or((*metric, "1"));
        book.evolve(&Recorded {
            index,
            time: format!("{known}T02:00:00Z").parse().unwrap(),
            actor: "李静".into(),
            kind: "key-projects.fact".into(),
            subject: (*record).into(),
            data: json!({"facts": [{"metric": metric, "key": on, "value": value, "on": on}]}),
        });
    }
    book
}

/// So many starts in each month of a year, each known on its last day.
fn started(amounts: &[usize]) -> Book {
    let mut facts = Vec::new();
    for (at, amount) in amounts.iter().enumerate() {
        let month = Month::january(2026).plus(i32::try_from(at).unwrap());
        for number in 0..*amount {
            let on = month.last_day().to_string();
            facts.push((on.clone(), format!("key-projects/{at}-{number}"), on));
        }
    }
    let facts: Vec<_> = facts
        .iter()
        .map(|(known, record, on)| (&**known, &**record, "project.started", &**on))
        .collect();
    book(MEASURES, 100, &facts)
}

fn end() -> Day {
    day("2026-12-31")
}

#[test]
fn a_bound_number_is_told_where_it_will_stand_and_what_must_happen() {
    let mut town = Town::with_report();
    let today = day("2026-06-30");
    let book = started(&[10; 6]);
    bind(&mut town, "新开工", 0, "starts");
    let commitment = town.get("新开工");
    let made = outlook(&town.account, &book, commitment, 0, today).unwrap();
    let forecast = made.forecast.as_ref().unwrap();
    assert_eq!(
        (forecast.point, forecast.low, forecast.high),
        (120.into(), 105.into(), 135.into())
    );
    assert_eq!((forecast.months, &forecast.basis), (6, &Basis::Nodes));
    // 124 of 184 are missing with 184 days to go: 20.5 a month, and nobody starts half.
    let need = made.need.unwrap();
    assert_eq!((need.amount, need.a_month), (124.into(), Some(21.into())));
    assert_eq!(made.verdict, Some(Verdict::Unlikely));
    let said = forecast.how(&|it| format!("{it}个"));
    assert!(said.zh.contains("前 6 个月（平均每月 10个）"), "{said}");
    assert!(said.zh.contains("季度节点，到此应有全年的 50%"), "{said}");
    // The light knows nothing of it.
    let before = light(&town.account, &book, commitment, today);
    assert_eq!(before, light(&town.account, &book, commitment, today));
}

#[test]
fn what_does_not_add_up_is_never_forecast() {
    let book = started(&[10; 6]);
    for (id, expected) in [
        ("rate", Hidden::Kind),
        ("opened", Hidden::AtOnce),
        ("open", Hidden::Zero),
    ] {
        let measure = book.measures().get(id).unwrap().clone();
        let got = forecast(&book, &measure, day("2026-06-30"), end(), None);
        assert_eq!(got, Err(expected), "{id}");
    }
}

#[test]
fn past_forecasts_are_made_anew_from_what_was_known_then() {
    let book = started(&[10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 22]);
    let measure = book.measures().get("starts").unwrap().clone();
    let all = scores(&book, &measure, day("2027-02-10")).unwrap();
    // January and February carry none, of two horizons each.
    assert_eq!((all.hidden, all.scored.len()), (4, 15));
    let june: Vec<_> = all
        .scored
        .iter()
        .filter(|it| it.forecast.made == day("2026-06-30"))
        .collect();
    let [ahead, year] = june[..] else {
        panic!("{june:?}")
    };
    // 90 by September, and 90 came.
    assert_eq!(
        (ahead.forecast.due, ahead.truth),
        (day("2026-09-30"), 90.into())
    );
    assert_eq!(
        (ahead.forecast.point, ahead.error),
        (90.into(), Some(Decimal::ZERO))
    );
    // 120 by the year's end, and 132 came: 12 of 132 is 9.09 per cent, within 105 to 135.
    assert!(year.year_end && year.inside);
    assert_eq!(year.error, Some(Decimal::new(909, 2)));
    // Going on at the pace of 181 days: 60 × 365 ÷ 181 = 120.99.
    assert_eq!(year.naive.round_dp(2), Decimal::new(12_099, 2));
    // What was known in June does not change with what came later.
    let then = scores(&started(&[10; 9]), &measure, day("2026-11-10")).unwrap();
    let then = then
        .scored
        .iter()
        .find(|it| it.forecast.made == day("2026-06-30"));
    assert_eq!(then.map(|it| &it.forecast), Some(&ahead.forecast));
}
