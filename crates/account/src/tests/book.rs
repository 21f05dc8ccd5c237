//! The book against a model that counts everything anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use youwei_base::{AreaCode, Day, Decimal, Stated};

use crate::town::{day, now};
use crate::{Book, Figure, Measures, Recorded, Side, Source};

/// One measure of every kind, with every kind of test.
const MEASURES: &str = r#"
[count]
name = { zh = "甲", en = "a" }
metric = "m0"
how = "count"
where = "level != \"county\""
unit = "个"
per = "year"
source = "测试"

[sum]
name = { zh = "乙", en = "b" }
metric = "m0"
how = "sum"
unit = "元"
per = "cumulative"
source = "测试"

[summer]
name = { zh = "丙", en = "c" }
metric = "m0"
how = "sum"
where = "on >= date(\"2026-06-01\") and key = \"k1\""
unit = "元"
per = "year"
source = "测试"

[last]
name = { zh = "丁", en = "d" }
metric = "m1"
how = "last"
where = "area = \"990101\""
unit = "%"
per = "year"
source = "测试"

[growth]
name = { zh = "戊", en = "e" }
metric = "m0"
how = "growth"
where = "level = \"city\""
unit = "%"
per = "year"
source = "测试"

[against-base]
name = { zh = "己", en = "f" }
metric = "m0"
how = "growth"
base = "m1"
unit = "%"
per = "year"
source = "测试"

[share]
name = { zh = "庚", en = "g" }
metric = "m0"
how = "share"
where = "level = \"city\""
of = { metric = "m0" }
unit = "%"
per = "year"
source = "测试"

[gap]
name = { zh = "辛", en = "h" }
metric = "m0"
how = "gap"
benchmark = "m1"
unit = "百分点"
per = "cumulative"
source = "测试"
"#;

const ALL: [&str; 8] = [
    "count",
    "sum",
    "summer",
    "last",
    "growth",
    "against-base",
    "share",
    "gap",
];

fn measures() -> Arc<Measures> {
    let source = Source {
        text: MEASURES,
        file: "measures.toml",
    };
    Arc::new(Measures::read(&[source], None).unwrap())
}

fn stated() -> impl Strategy<Value = (String, Stated)> {
    let value = prop_oneof![
        1 => Just(None),
        4 => (-500..5_000_i64, 0..3_u32).prop_map(|(digits, scale)| Some(Decimal::new(digits, scale))),
    ];
    let on = (2024..2028_i16, 0..366_i64).prop_map(|(year, at)| {
        let first = Day::new(year, 1, 1).unwrap();
        first.checked_add(jiff::Span::new().days(at)).unwrap()
    });
    let labels = proptest::option::of(prop_oneof![Just("city"), Just("county"), Just("province")]);
    let area = proptest::option::of(990_100..990_103_u32);
    (0..4_u8, 0..2_u8, 0..2_u8, value, on, labels, area).prop_map(
        |(record, metric, key, value, on, level, area)| {
            let mut labels = Map::new();
            if let Some(level) = level {
                labels.insert("level".to_owned(), level.into());
            }
            let fact = Stated {
                metric: format!("m{metric}"),
                key: format!("k{key}"),
                value,
                on,
                area: area.map(AreaCode),
                labels,
            };
            (format!("sys/{record}"), fact)
        },
    )
}

/// A fact as the model keeps it.
#[derive(Clone)]
struct Known {
    fact: Stated,
    entry: u64,
    corrected: bool,
}

#[derive(Default)]
struct Model {
    facts: BTreeMap<(String, String, String), Known>,
}

impl Model {
    fn state(&mut self, entry: u64, record: &str, fact: &Stated) {
        let id = (record.to_owned(), fact.metric.clone(), fact.key.clone());
        let before = self.facts.get(&id);
        let mut fact = fact.clone();
        if let (Some(before), None) = (before, fact.value) {
            fact = Stated {
                value: None,
                ..before.fact.clone()
            };
        }
        let known = Known {
            fact,
            entry,
            corrected: before.is_some(),
        };
        self.facts.insert(id, known);
    }

    /// Of the facts with this level alone; "" are those without.
    fn of(&self, level: &str) -> Model {
        let facts = self.facts.iter().filter(|(_, it)| {
            let found = it.fact.labels.get("level").and_then(Value::as_str);
            found.unwrap_or("") == level
        });
        Model {
            facts: facts.map(|(id, it)| (id.clone(), it.clone())).collect(),
        }
    }

    fn chosen(
        &self,
        record: Option<&str>,
        metric: &str,
        test: &str,
        from: Day,
        to: Day,
    ) -> Vec<&Known> {
        let passes = |it: &Stated| {
            let level = it.labels.get("level").and_then(Value::as_str);
            match test {
                "not county" => level != Some("county"),
                "city" => level == Some("city"),
                "summer" => it.on >= day("2026-06-01") && it.key == "k1",
                "here" => it.area == Some(AreaCode(990_101)),
                _ => true,
            }
        };
        let mut found: Vec<&Known> = self
            .facts
            .iter()
            .filter(|((of, _, _), it)| {
                record.is_none_or(|record| record == of)
                    && it.fact.metric == metric
                    && from <= it.fact.on
                    && it.fact.on <= to
                    && passes(&it.fact)
            })
            .map(|(_, it)| it)
            .collect();
        found.sort_by_key(|it| (it.fact.on, it.entry));
        found
    }

    fn figure(&self, measure: &str, record: Option<&str>, on: Day) -> Figure {
        let year = Day::new(on.year(), 1, 1).unwrap();
        let all = |metric, test, from, to| self.chosen(record, metric, test, from, to);
        let standing = |facts: &[&Known]| -> Vec<Decimal> {
            facts.iter().filter_map(|it| it.fact.value).collect()
        };
        let sum = |facts: &[&Known]| standing(facts).iter().sum::<Decimal>();
        let last_day = |facts: &[&Known]| {
            let valued = facts.iter().filter(|it| it.fact.value.is_some());
            valued.map(|it| it.fact.on).max()
        };
        let (metric, test, from, unit) = match measure {
            "count" => ("m0", "not county", year, "个"),
            "sum" => ("m0", "", Day::MIN, "元"),
            "summer" => ("m0", "summer", year, "元"),
            "last" => ("m1", "here", year, "%"),
            "growth" | "share" => ("m0", "city", year, "%"),
            "against-base" => ("m0", "", year, "%"),
            _ => ("m0", "", Day::MIN, "百分点"),
        };
        let own = all(metric, test, from, on);
        let values = standing(&own);
        let growth = |before: Vec<&Known>| {
            let (now, before) = (sum(&own), sum(&before));
            (before > Decimal::ZERO).then(|| (now - before) * Decimal::ONE_HUNDRED / before)
        };
        let value = match measure {
            _ if values.is_empty() && measure != "share" => None,
            "count" => Some(Decimal::from(values.len())),
            "sum" | "summer" => Some(sum(&own)),
            "last" => values.last().copied(),
            "growth" => {
                let last = last_day(&own).unwrap();
                let before = last.year() - 1;
                let month = Day::new(before, last.month(), 1).unwrap();
                let to = match last == last.last_of_month() {
                    true => month.last_of_month(),
                    false => Day::new(before, last.month(), last.day()).unwrap(),
                };
                growth(all("m0", "city", Day::new(before, 1, 1).unwrap(), to))
            }
            "against-base" => {
                let last = last_day(&own).unwrap();
                growth(all("m1", "", Day::new(last.year(), 1, 1).unwrap(), last))
            }
            "share" => {
                let whole = sum(&all("m0", "", year, on));
                (sum(&own) * Decimal::ONE_HUNDRED).checked_div(whole)
            }
            _ => {
                let theirs = standing(&all("m1", "", Day::MIN, on)).last().copied();
                values
                    .last()
                    .zip(theirs)
                    .map(|(ours, theirs)| ours - theirs)
            }
        };
        Figure {
            value: value.map(|it| it.normalize()),
            unit: unit.into(),
            facts: values.len() as u64,
            corrected: own.iter().filter(|it| it.corrected).count() as u64,
            as_of: last_day(&own),
            day: on,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is stated, corrected and taken back in whatever order: the figures of any
    /// day are those of counting anew.
    #[test]
    fn figures_are_what_counting_anew_gives(
        facts in proptest::collection::vec(stated(), 0..60),
        days in proptest::collection::vec((2024..2028_i16, 1..13_i8, 1..29_i8), 1..4),
    ) {
        let (mut book, mut model) = (Book::new(measures()), Model::default());
        let mut late = Book::default();
        for (entry, (record, fact)) in facts.iter().enumerate() {
            book.state(entry as u64, record, fact);
            late.state(entry as u64, record, fact);
            model.state(entry as u64, record, fact);
        }
        let late = late.with_measures(measures());
        prop_assert_eq!(book.len(), facts.len());
        let ends = [Day::new(2025, 2, 28).unwrap(), Day::new(2028, 12, 31).unwrap()];
        let days = days.iter().map(|(y, m, d)| Day::new(*y, *m, *d).unwrap());
        for on in days.chain(ends) {
            for measure in ALL {
                let expected = model.figure(measure, None, on);
                prop_assert_eq!(book.figure(measure, on), Some(expected.clone()), "{} {}", measure, on);
                prop_assert_eq!(late.figure(measure, on), Some(expected.clone()), "{} {}", measure, on);
                let own = book.evidence(measure, Side::Own, None, on);
                let (mut count, mut corrected) = (0, 0);
                for fact in own {
                    count += u64::from(fact.value.is_some());
                    corrected += u64::from(fact.corrected);
                    let versions: Vec<_> = book.versions(&fact).collect();
                    prop_assert_eq!(versions[0].entry, fact.entry);
                    prop_assert_eq!(versions.len() > 1, fact.corrected);
                }
                prop_assert_eq!((count, corrected), (expected.facts, expected.corrected));
                let parts = book.parts(measure, "level", on);
                for level in ["", "city", "county", "province"] {
                    let expected = model.of(level).figure(measure, None, on);
                    let part = parts.iter().find(|it| it.value == level);
                    let says = expected.facts > 0 || expected.value.is_some();
                    prop_assert_eq!(part.is_some(), says, "{} {} {}", measure, level, on);
                    if let Some(part) = part {
                        prop_assert_eq!(&part.figure, &expected, "{} {} {}", measure, level, on);
                    }
                    prop_assert_eq!(book.part(measure, "level", level, on), Some(expected));
                }
                for record in ["sys/0", "sys/3", "sys/none"] {
                    let one = model.figure(measure, Some(record), on);
                    let got = book.figure_of_record(measure, record, on);
                    prop_assert_eq!(got, Some(one), "{} {} {}", measure, record, on);
                }
            }
        }
    }
}

fn entry(index: u64, subject: &str, facts: Value) -> Recorded {
    Recorded {
        index,
        time: now(),
        actor: "测试".into(),
        kind: "sys.act".into(),
        subject: subject.into(),
        data: json!({ "facts": facts }),
    }
}

#[test]
fn facts_are_folded_from_events_and_both_values_of_a_correction_are_kept() {
    let mut book = Book::new(measures());
    let fact = |value: Option<&str>, on: &str| json!([{"metric": "m0", "key": "k1", "value": value, "on": on, "labels": {"level": "city"}}]);
    book.evolve(&entry(3, "sys/1", fact(Some("10"), "2026-06-30")));
    book.evolve(&entry(5, "sys/1", fact(Some("12.5"), "2026-05-31")));
    book.evolve(&entry(6, "sys/2", json!("no facts")));
    book.evolve(&entry(
        7,
        "sys/2",
        json!([7, {"metric": "m0"}, {"metric": "m0", "on": "2026-13-01"}]),
    ));
    assert_eq!(book.len(), 2);
    let at = |book: &Book, measure: &str, on: &str| {
        let figure = book.figure(measure, day(on)).unwrap();
        (
            figure.value.map(|it| it.to_string()),
            figure.facts,
            figure.corrected,
        )
    };
    assert_eq!(at(&book, "sum", "2026-05-31"), (Some("12.5".into()), 1, 1));
    assert_eq!(at(&book, "sum", "2026-05-30"), (None, 0, 0));
    assert_eq!(at(&book, "summer", "2026-12-31"), (None, 0, 0));
    let fact_now = book.fact("sys/1", "m0", "k1").unwrap();
    let versions: Vec<_> = book
        .versions(&fact_now)
        .map(|it| (it.value.unwrap().to_string(), it.on.to_string(), it.entry))
        .collect();
    assert_eq!(
        versions,
        [
            ("12.5".to_owned(), "2026-05-31".to_owned(), 5),
            ("10".to_owned(), "2026-06-30".to_owned(), 3)
        ]
    );
    // Taken back: no figure, and the page can still show what was there.
    book.evolve(&entry(9, "sys/1", fact(None, "2026-08-01")));
    assert_eq!(at(&book, "sum", "2026-12-31"), (None, 0, 1));
    let back: Vec<_> = book
        .evidence("sum", Side::Own, None, day("2026-12-31"))
        .map(|it| (it.record, it.value, it.entry, it.on.to_string()))
        .collect();
    assert_eq!(back, [("sys/1", None, 9, "2026-05-31".to_owned())]);
    // And stated again.
    book.evolve(&entry(11, "sys/1", fact(Some("1"), "2026-07-01")));
    assert_eq!(at(&book, "summer", "2026-12-31"), (Some("1".into()), 1, 1));
    assert_eq!(book.of_record("sys/1").count(), 1);
}

#[test]
fn growth_compares_with_the_period_that_the_facts_reach_to() {
    let mut book = Book::new(measures());
    let mut at = 0;
    let mut add = |book: &mut Book, on: &str, value: i64| {
        at += 1;
        let facts = json!([{"metric": "m0", "key": on, "value": value.to_string(), "on": on, "labels": {"level": "city"}}]);
        book.evolve(&entry(at, "sys/1", facts));
    };
    for (on, value) in [
        ("2025-01-31", 100),
        ("2025-02-28", 100),
        ("2025-03-31", 300),
        ("2026-01-31", 110),
        ("2026-02-28", 130),
    ] {
        add(&mut book, on, value);
    }
    let value = |book: &Book, on: &str| {
        let figure = book.figure("growth", day(on)).unwrap();
        figure.value.map(|it| it.to_string())
    };
    // In April the month of March has not been reported yet: it is not compared with.
    assert_eq!(value(&book, "2026-04-10").as_deref(), Some("20"));
    assert_eq!(value(&book, "2026-01-31").as_deref(), Some("10"));
    assert_eq!(value(&book, "2025-12-31"), None);
    let against: Vec<_> = book
        .evidence("growth", Side::Against, None, day("2026-04-10"))
        .map(|it| it.key)
        .collect();
    assert_eq!(against, ["2025-02-28", "2025-01-31"]);
}

#[test]
fn amounts_too_large_to_add_up_are_not_added_wrongly() {
    let mut book = Book::new(measures());
    let huge =
        json!([{"metric": "m0", "key": "k0", "value": "1000000000000000000", "on": "2026-01-01"}]);
    book.evolve(&entry(1, "sys/1", huge));
    let small = json!([{"metric": "m0", "key": "k1", "value": "1", "on": "2026-01-01"}]);
    book.evolve(&entry(2, "sys/1", small));
    let figure = book.figure("sum", day("2026-12-31")).unwrap();
    assert_eq!((figure.value, figure.facts), (None, 2));
    let taken_back = json!([{"metric": "m0", "key": "k0", "value": null, "on": "2026-01-01"}]);
    book.evolve(&entry(3, "sys/1", taken_back));
    let figure = book.figure("sum", day("2026-12-31")).unwrap();
    assert_eq!(figure.value, Some(Decimal::ONE));
}

#[test]
fn a_gap_is_points_above_the_city() {
    let mut book = Book::new(measures());
    // Foreign trade grows by 6.2 % in the city and by 11.5 % in the zone: 5.3 points more.
    for (index, metric, value) in [(1, "m0", "11.5"), (2, "m1", "6.2")] {
        let facts = json!([{"metric": metric, "value": value, "on": "2026-09-30"}]);
        book.evolve(&entry(index, "sys/1", facts));
    }
    let gap = book.figure("gap", day("2026-09-30")).unwrap().value;
    assert_eq!(gap, Some("5.3".parse().unwrap()));
}

#[test]
fn mean_growth_a_year_is_the_root_of_the_growth() {
    let text = MEASURES.replace("base = \"m1\"", "since = 2025");
    let source = Source {
        text: &text,
        file: "measures.toml",
    };
    let measures = Measures::read(&[source], None).unwrap();
    let mut book = Book::new(Arc::new(measures));
    for (index, on, value) in [
        (1, "2025-12-31", "200"),
        (2, "2026-12-31", "210"),
        (3, "2030-12-31", "280"),
    ] {
        let facts = json!([{"metric": "m0", "key": on, "value": value, "on": on}]);
        book.evolve(&entry(index, "sys/1", facts));
    }
    let value = |on: &str| book.figure("against-base", day(on)).unwrap().value;
    // 200 grown to 280 in five years: 6.96 % a year.
    let mean = value("2030-12-31").unwrap();
    assert_eq!(mean.round_dp(2).to_string(), "6.96");
    assert_eq!(value("2026-12-31"), Some(5.into()));
    assert_eq!(value("2025-12-31"), None);
}
