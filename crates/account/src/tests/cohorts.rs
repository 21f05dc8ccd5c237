//! Signings by cohort: the worked example of the rules, and that no rate of a cohort moves
//! by signing more.

use std::sync::Arc;

use serde_json::{Value, json};
use youwei_base::{Day, Decimal};

use crate::town::{day, now};
use crate::{Book, Measures, Recorded, Source};

/// The measures of the system as it is declared.
fn measures() -> Arc<Measures> {
    let file = "systems/investment/measures.toml";
    let text = include_str!("../../../../systems/investment/measures.toml");
    Arc::new(Measures::read(&[Source { text, file }], None).unwrap())
}

/// A book with what was signed, as the system states it.
struct Signings {
    book: Book,
    entry: u64,
}

/// What became of a project.
struct One {
    signed: Day,
    agreed: &'static str,
    registered: bool,
    started: Option<Day>,
    arrived: Option<&'static str>,
}

impl Signings {
    fn new() -> Signings {
        Signings {
            book: Book::new(measures()),
            entry: 0,
        }
    }

    fn add(&mut self, one: &One) {
        self.entry += 1;
        let cohort = one.signed.strftime("%Y-%m").to_string();
        let labels = json!({ "cohort": cohort, "cohort_year": one.signed.year().to_string(), "size": "one", "channel": "chain" });
        let first = Day::new(one.signed.year() + 1, one.signed.month(), 1).unwrap();
        let matured = first.last_of_month();
        let fact = |metric: &str, value: &str, on: Day| json!({ "metric": format!("investment.{metric}"), "value": value, "on": on, "labels": labels });
        let mut facts = vec![
            fact("signed", "1", one.signed),
            fact("agreed", one.agreed, one.signed),
            fact("matured", "1", matured),
            fact("agreed-matured", one.agreed, matured),
        ];
        if one.registered {
            facts.push(fact("registered", "1", one.signed));
            facts.push(fact("registered-in-time", "1", matured));
        }
        if let Some(started) = one.started {
            facts.push(fact("started", "1", started));
            if started <= matured {
                facts.push(fact("started-in-time", "1", matured));
            }
        }
        if let Some(arrived) = one.arrived {
            facts.push(fact("arrived", arrived, one.signed));
            facts.push(fact("arrived-in-time", arrived, matured));
        }
        self.book.evolve(&Recorded {
            index: self.entry,
            time: now(),
            actor: "测试".into(),
            kind: "investment.sign".into(),
            subject: format!("investment/{}", self.entry),
            data: json!({ "facts": Value::Array(facts) }),
        });
    }

    fn rate(&self, measure: &str, on: &str) -> Option<Decimal> {
        let figure = self.book.figure(measure, day(on)).unwrap();
        figure.value.map(|it| it.round_dp(1).normalize())
    }

    fn part(&self, measure: &str, label: &str, value: &str, on: &str) -> Option<Decimal> {
        let figure = self.book.part(measure, label, value, day(on)).unwrap();
        figure.value.map(|it| it.round_dp(1).normalize())
    }
}

/// 520 signed in 2024 for 260 billion yuan: 437 registered, 301 started within a year, 46.8
/// billion arrived.
fn cohort_2024() -> Signings {
    let mut all = Signings::new();
    for at in 0..520_i16 {
        let signed = Day::new(2024, (at % 12 + 1) as i8, (at % 28 + 1) as i8).unwrap();
        all.add(&One {
            signed,
            agreed: "500000000",
            registered: at < 437,
            started: (at < 301).then(|| Day::new(2025, 1, 20).unwrap()),
            arrived: (at < 468).then_some("100000000"),
        });
    }
    all
}

fn percent(text: &str) -> Option<Decimal> {
    text.parse().ok()
}

#[test]
fn the_worked_cohort_of_2024_comes_out() {
    let all = cohort_2024();
    for (measure, expected) in [
        ("registered-in-time", "84.0"),
        ("started-in-time", "57.9"),
        ("arrived-in-time", "18.0"),
    ] {
        let expected = percent(expected).map(|it| it.normalize());
        assert_eq!(all.rate(measure, "2025-12-31"), expected, "{measure}");
    }
    for (measure, expected) in [
        ("registered-so-far", "84.0"),
        ("started-so-far", "57.9"),
        ("arrived-so-far", "18.0"),
    ] {
        let expected = percent(expected).map(|it| it.normalize());
        let got = all.part(measure, "cohort_year", "2024", "2025-12-31");
        assert_eq!(got, expected, "{measure}");
    }
    assert_eq!(all.rate("investments-signed", "2024-12-31"), percent("520"));
    assert_eq!(
        all.rate("investment-agreed", "2024-12-31"),
        percent("260000000000")
    );
}

#[test]
fn no_amount_of_new_signings_moves_a_cohort() {
    let mut all = cohort_2024();
    let rates = |all: &Signings| {
        let complete = ["registered-in-time", "started-in-time", "arrived-in-time"];
        let parted = ["registered-so-far", "started-so-far", "arrived-so-far"];
        let complete = complete.map(|it| all.rate(it, "2025-12-31"));
        let parted = parted.map(|it| all.part(it, "cohort", "2024-03", "2025-12-31"));
        (complete, parted)
    };
    let before = rates(&all);
    // Hundreds are signed at the end of the next year, some of them started at once.
    for at in 0..300_i16 {
        all.add(&One {
            signed: Day::new(2025, 12, (at % 28 + 1) as i8).unwrap(),
            agreed: "100000000",
            registered: at % 2 == 0,
            started: (at % 3 == 0).then(|| Day::new(2025, 12, 31).unwrap()),
            arrived: (at % 5 == 0).then_some("90000000"),
        });
    }
    assert_eq!(rates(&all), before);
    // They are a row of their own, with a denominator of their own.
    let parts = all
        .book
        .parts("started-so-far", "cohort", day("2025-12-31"));
    let december = parts.iter().find(|it| it.value == "2025-12").unwrap();
    assert_eq!(december.of, Some((100.into(), 300.into())));
    assert_eq!(parts.len(), 13);
    // What is said of this year's signings does move, and is called what it is.
    assert_eq!(all.rate("started-this-year", "2025-12-31"), percent("33.3"));
}

#[test]
fn a_cohort_of_which_nothing_started_is_at_zero_and_not_unknown() {
    let mut all = Signings::new();
    all.add(&One {
        signed: day("2024-05-20"),
        agreed: "100000000",
        registered: false,
        started: Some(day("2025-08-01")),
        arrived: None,
    });
    // Before the cohort is complete there is nothing to say.
    assert_eq!(all.rate("started-in-time", "2025-05-30"), None);
    assert_eq!(all.rate("started-in-time", "2025-05-31"), percent("0"));
    // What starts late stays late; the cohort's row says so.
    assert_eq!(all.rate("started-in-time", "2025-12-31"), percent("0"));
    let part = |on| all.part("started-so-far", "cohort", "2024-05", on);
    assert_eq!(part("2025-07-31"), percent("0"));
    assert_eq!(part("2025-12-31"), percent("100"));
}
