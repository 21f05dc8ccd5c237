//! Claims held against the facts of their own time, and not against today's figure.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::json;
use youwei_base::Decimal;

use super::commands::refused;
use super::contradictions::{MEASURES, found};
use crate::town::{Town, day};
use crate::{
    About, Account, BindTo, Book, Claim, ClaimedAmount, Command, Contradiction, Measures, Recorded,
    RefusalKind, Source, Stands, Who, held_claim,
};

/// A claim: made on, amount, up to which day if the unit says so.
type Claimed<'a> = (&'a str, Option<i64>, Option<&'a str>);
/// A fact: known on, record, value if it stands, counting for.
type Told<'a> = (&'a str, u32, Option<&'a str>, &'a str);

/// A city that claims and whose systems tell, entry by entry in the order of the days.
struct City {
    town: Town,
    book: Book,
    id: String,
}

fn city(measure: &str, claims: &[Claimed<'_>], facts: &[Told<'_>]) -> City {
    let mut town = Town::with_report();
    let text = format!(
        "{MEASURES}\n[last]\nname = {{ zh = \"最近\", en = \"last\" }}\nmetric = \"share.last\"\nhow = \"last\"\nunit = \"个\"\nper = \"year\"\nsource = \"测试\"\n"
    );
    let source = Source {
        text: &text,
        file: "key-projects/measures.toml",
    };
    let measures = Arc::new(Measures::read(&[source], None).unwrap());
    let bind = Command::Bind {
        id: town.id("新开工").as_str().into(),
        to: BindTo::Target(0),
        measure: measures.get(measure).unwrap().clone(),
        record: None,
        why: String::new(),
    };
    town.act(bind).unwrap();
    town.assign("新开工", "市发展改革委", &[]);
    let id = town.id("新开工");
    let subject = crate::subject_of(crate::town::REPORT, Some(&id));
    let entry = |on: &str, kind: &str, subject: String, data| Recorded {
        index: 0,
        time: format!("{on}T03:00:00Z").parse().unwrap(),
        actor: "李静".into(),
        kind: kind.into(),
        subject,
        data,
    };
    let metric = match measure {
        "starts" => "project.started",
        _ => "share.last",
    };
    let mut log = town.log.clone();
    for (made, value, on) in claims {
        let mut amount = json!({"target": 0});
        if let Some(value) = value {
            amount["value"] = json!(value.to_string());
        }
        if let Some(on) = on {
            amount["on"] = json!(on);
        }
        let data = json!({"amounts": [amount]});
        log.push(entry(made, "commitment.claimed", subject.clone(), data));
    }
    for (known, record, value, on) in facts {
        let data = json!({"facts": [{"metric": metric, "value": value, "on": on}]});
        let subject = format!("key-projects/{record}");
        log.push(entry(known, "key-projects.told", subject, data));
    }
    log.sort_by_key(|it| it.time);
    let mut book = Book::new(measures);
    for (at, it) in log.iter_mut().enumerate() {
        it.index = at as u64;
        book.evolve(it);
    }
    town.account = Account::fold(log.iter().cloned());
    town.log = log;
    City { town, book, id }
}

impl City {
    /// One more entry, at eleven in the morning of a day.
    fn tell(&mut self, on: &str, kind: &str, subject: &str, data: serde_json::Value) {
        let entry = Recorded {
            index: self.town.log.len() as u64,
            time: format!("{on}T03:00:00Z").parse().unwrap(),
            actor: "李静".into(),
            kind: kind.into(),
            subject: subject.into(),
            data,
        };
        self.book.evolve(&entry);
        self.town.account.evolve(&entry);
        self.town.log.push(entry);
    }

    fn found(&self, today: &str) -> Option<Contradiction> {
        found(&self.town, &self.book, today).into_iter().next()
    }

    /// Since when, and by when.
    fn since(&self, today: &str) -> Option<(String, Stands)> {
        let one = self.found(today)?;
        Some((one.since.unwrap().to_string(), one.stands))
    }
}

/// So many starts of a day, known on a day.
fn starts<'a>(first: u32, count: u32, known: &'a str, on: &'a str) -> Vec<Told<'a>> {
    let records = first..first + count;
    records.map(|at| (known, at, Some("1"), on)).collect()
}

fn waits(since: &str, due: &str) -> Option<(String, Stands)> {
    Some((since.to_owned(), Stands::Waiting(day(due))))
}

fn late(since: &str, due: &str) -> Option<(String, Stands)> {
    Some((since.to_owned(), Stands::Overdue(day(due))))
}

#[test]
fn a_figure_that_has_grown_past_an_honest_claim_is_no_contradiction() {
    let twelve = starts(0, 12, "2026-03-06", "2026-03-06");
    let grown = [twelve, starts(20, 100, "2026-09-01", "2026-08-20")].concat();
    for (claim, honest) in [
        (("2026-03-09", Some(12), None), true),
        (("2026-03-09", Some(15), None), false),
        (("2026-09-02", Some(112), None), true),
        // What has been done since covers no false claim.
        (("2026-03-09", Some(112), None), false),
        // Last month's end may be spoken of, and is where no day is said: none by February.
        (("2026-03-09", Some(0), None), true),
        (("2026-03-09", Some(0), Some("2026-02-28")), true),
        (("2026-03-09", Some(12), Some("2026-02-28")), false),
        (("2026-03-09", Some(0), Some("2026-03-09")), false),
        // In October of the first half.
        (("2026-10-12", Some(12), Some("2026-06-30")), true),
        (("2026-10-12", Some(112), Some("2026-06-30")), false),
        // Nothing is claimed any more.
        (("2026-03-09", None, None), true),
    ] {
        let city = city("starts", &[claim], &grown);
        assert_eq!(city.found("2026-12-01").is_none(), honest, "{claim:?}");
    }
}

#[test]
fn what_arrives_late_makes_a_claim_right_and_what_is_taken_back_makes_it_wrong() {
    let claim = [("2026-03-09", Some(12), None)];
    let ten = starts(0, 10, "2026-03-06", "2026-03-05");
    // By what the log held on the 9th it were wrong; of its facts two came on the 12th.
    let late_facts = [ten.clone(), starts(10, 2, "2026-03-12", "2026-03-05")].concat();
    let one = city("starts", &claim, &late_facts);
    assert_eq!(one.since("2026-03-20"), None);
    // Two that were told by then are taken back in September: from then on it is explained.
    let whole = [ten.clone(), starts(10, 2, "2026-03-06", "2026-03-05")].concat();
    let back = [
        ("2026-09-08", 10, None, "2026-03-05"),
        ("2026-09-08", 11, None, "2026-03-05"),
    ];
    let fallen = [whole.clone(), back.to_vec()].concat();
    let one = city("starts", &claim, &fallen);
    assert_eq!(one.since("2026-09-09"), waits("2026-09-08", "2026-09-15"));
    // Or it turns out that they were starts of another month.
    let moved = [
        ("2026-09-08", 10, Some("1"), "2026-05-05"),
        ("2026-09-08", 11, Some("1"), "2026-05-05"),
    ];
    let fallen = [whole, moved.to_vec()].concat();
    let one = city("starts", &claim, &fallen);
    assert_eq!(one.since("2026-09-09"), waits("2026-09-08", "2026-09-15"));
    let stands = |record: u32, entry: usize| {
        let entry = one.town.log.iter().rev().nth(entry).unwrap().index;
        let record = format!("key-projects/{record}");
        one.book.still_stands(&record, entry)
    };
    // The last entry restates record 11; the fourth last is of the start that it replaced.
    assert_eq!((stands(11, 0), stands(10, 0)), (Some(true), None));
    assert_eq!(stands(11, 3), Some(false));
    let shown = one.found("2026-09-09").unwrap();
    let [said, is] = shown.sides.unwrap();
    assert_eq!((said.value, is.value), (12.into(), 10.into()));
    assert_eq!((said.on, is.on), (day("2026-03-09"), day("2026-03-09")));
    assert_eq!(shown.who, Who::Named("市发展改革委".to_owned()));
    let about = About::Claim {
        commitment: one.id,
        target: 0,
        record: None,
    };
    assert_eq!(shown.about, about);
}

#[test]
fn the_clock_runs_from_the_day_on_which_they_came_apart() {
    let ten = starts(0, 10, "2026-03-06", "2026-03-05");
    let first = ("2026-03-09", Some(12), None);
    // Without a fact there is nothing to be held against; the first came on the 11th.
    assert_eq!(city("starts", &[first], &[]).since("2026-03-20"), None);
    let silent = starts(0, 10, "2026-03-11", "2026-03-05");
    let one = city("starts", &[first], &silent);
    assert_eq!(one.since("2026-03-12"), waits("2026-03-11", "2026-03-18"));
    // It stood from the day of the claim on, whatever is claimed again.
    let again = [first, ("2026-03-11", Some(13), None)];
    let one = city("starts", &again, &ten);
    assert_eq!(one.since("2026-03-12"), waits("2026-03-09", "2026-03-16"));
    assert_eq!(one.since("2026-03-17"), late("2026-03-09", "2026-03-16"));
    // An honest one between, and the clock begins anew.
    let mended = [
        first,
        ("2026-03-11", Some(10), None),
        ("2026-04-02", Some(30), None),
    ];
    let one = city("starts", &mended, &ten);
    assert_eq!(one.since("2026-04-03"), waits("2026-04-02", "2026-04-10"));
    // They met on the 12th, when two came, and parted on the 20th, when these were taken back.
    let met = [
        ten,
        starts(10, 2, "2026-03-12", "2026-03-05"),
        vec![
            ("2026-03-20", 10, None, "2026-03-05"),
            ("2026-03-20", 11, None, "2026-03-05"),
        ],
    ];
    let one = city("starts", &[first], &met.concat());
    assert_eq!(one.since("2026-03-23"), waits("2026-03-20", "2026-03-27"));
}

#[test]
fn what_does_not_add_up_is_held_against_the_last_value_of_its_time() {
    let told = [
        ("2026-04-16", 1, Some("50"), "2026-03-31"),
        ("2026-07-16", 2, Some("58"), "2026-06-30"),
    ];
    for (claim, since) in [
        (("2026-04-20", Some(50), None), None),
        (("2026-04-20", Some(58), None), Some("2026-04-20")),
        // Said of a month that was not told when it was said, and was in July.
        (("2026-06-20", Some(58), None), None),
        (("2026-06-20", Some(66), None), Some("2026-07-16")),
        (("2026-07-20", Some(50), Some("2026-05-31")), None),
    ] {
        let one = city("last", &[claim], &told);
        let found = one
            .found("2026-08-01")
            .map(|it| it.since.unwrap().to_string());
        assert_eq!(found.as_deref(), since, "{claim:?}");
    }
}

#[test]
fn a_month_told_at_its_end_is_shared_by_the_days_within() {
    let told = [
        starts(0, 10, "2026-03-06", "2026-03-05"),
        starts(10, 10, "2026-04-07", "2026-03-31"),
    ]
    .concat();
    for (value, honest) in [(9, false), (10, true), (16, true), (20, true), (21, false)] {
        let claim = ("2026-03-20", Some(value), Some("2026-03-20"));
        let one = city("starts", &[claim], &told);
        assert_eq!(one.found("2026-05-01").is_none(), honest, "{value}");
    }
}

#[test]
fn an_explanation_stands_beside_them_until_they_come_apart_anew() {
    let ten = starts(0, 10, "2026-03-05", "2026-03-05");
    let claim = [("2026-03-05", Some(12), None)];
    let mut one = city("starts", &claim, &ten);
    let about = format!("claim:{}:0", one.id);
    let explain = |why: &str| Command::Explain {
        about: about.clone(),
        by: "development-reform".to_owned(),
        unit: "市发展改革委".to_owned(),
        why: why.to_owned(),
    };
    let town = &mut one.town;
    refused(town, explain(" "), RefusalKind::Invalid, "必须说明理由");
    let done = town.act(explain("两个项目正在核查")).unwrap();
    assert_eq!(done.events[0].kind, "report.explained");
    let again = town.act(explain("两个项目正在核查")).unwrap();
    assert!(again.events.is_empty());
    one.book.evolve(town.log.last().unwrap());
    let said = &town.account.report_history().last().unwrap().what;
    assert!(
        said.zh.contains("市发展改革委对两处不一致作出说明"),
        "{said}"
    );
    let stands = |it: &City, today| it.found(today).map(|it| it.stands);
    assert!(
        matches!(stands(&one, "2026-03-30"), Some(Stands::Explained(it)) if it.why == "两个项目正在核查")
    );
    // A claim of April that is wrong by itself was not explained in March.
    let april = [claim[0], ("2026-03-10", Some(10), None)];
    let anew = [april[0], april[1], ("2026-04-02", Some(30), None)];
    let mut other = city("starts", &anew, &ten);
    let entry = one.town.account.explanations_of(&about)[0].clone();
    assert!(other.town.account.explanations_of(&about).is_empty());
    let since = other.found("2026-04-03").unwrap().since.unwrap();
    assert!(one.book.day_of_entry(entry.entry).unwrap() < since);
    other.town.account.evolve(&Recorded {
        time: "2026-03-06T03:00:00Z".parse().unwrap(),
        ..one.town.log.last().unwrap().clone()
    });
    assert_eq!(
        stands(&other, "2026-04-03"),
        Some(Stands::Waiting(day("2026-04-10")))
    );
}

#[test]
fn an_explanation_speaks_of_the_claim_that_stood_then() {
    let ten = starts(0, 10, "2026-03-05", "2026-03-05");
    let first = ("2026-03-09", Some(12), Some("2026-03-05"));
    for (second, stands) in [
        // The same once more was explained.
        (("2026-04-02", Some(12), Some("2026-03-05")), None),
        // Another number, or the same of another day, was not.
        (
            ("2026-04-02", Some(15), Some("2026-03-05")),
            Some("2026-04-02"),
        ),
        (
            ("2026-04-02", Some(12), Some("2026-03-31")),
            Some("2026-04-02"),
        ),
    ] {
        let mut one = city("starts", &[first], &ten);
        let about = format!("claim:{}:0", one.id);
        let (unit, why) = ("市发展改革委", "两个项目正在核查");
        let explain = || Command::Explain {
            about: about.clone(),
            by: "development-reform".to_owned(),
            unit: unit.to_owned(),
            why: why.to_owned(),
        };
        let explained = json!({"about": about, "unit": unit, "why": why});
        let report = crate::subject_of(crate::town::REPORT, None);
        one.tell("2026-03-10", "report.explained", &report, explained.clone());
        assert!(one.town.act(explain()).unwrap().events.is_empty());
        let its = crate::subject_of(crate::town::REPORT, Some(&one.id));
        let (made, value, on) = second;
        let amount = json!({"target": 0, "value": value.map(|it| it.to_string()), "on": on});
        one.tell(
            made,
            "commitment.claimed",
            &its,
            json!({"amounts": [amount]}),
        );
        let found = one.found("2026-04-03").unwrap();
        let since = stands.unwrap_or("2026-03-09");
        assert_eq!(found.since, Some(day(since)), "{second:?}");
        let is_explained = |it: &Contradiction| matches!(it.stands, Stands::Explained(_));
        assert_eq!(is_explained(&found), stands.is_none(), "{second:?}");
        // The same words explain it anew.
        one.tell("2026-04-07", "report.explained", &report, explained);
        assert!(
            is_explained(&one.found("2026-04-08").unwrap()),
            "{second:?}"
        );
        assert!(one.town.act(explain()).unwrap().events.is_empty());
    }
}

#[test]
fn a_day_that_is_still_to_come_is_not_claimed_and_a_later_day_is_another_claim() {
    let mut town = Town::with_report();
    let id = town.id("新开工");
    let claim = |on: Option<&str>| Command::Claim {
        id: id.as_str().into(),
        claim: Claim {
            amounts: vec![ClaimedAmount {
                target: 0,
                value: Some(12.into()),
                on: on.map(day),
            }],
            ..Claim::default()
        },
        why: String::new(),
    };
    // It is 5 March in China.
    let later = claim(Some("2026-03-06"));
    refused(&mut town, later, RefusalKind::Invalid, "这一天还没有到");
    for (on, events) in [
        (Some("2026-02-28"), 1),
        (Some("2026-02-28"), 0),
        (None, 0),
        (Some("2026-03-05"), 1),
    ] {
        let done = town.act(claim(on)).unwrap();
        assert_eq!(done.events.len(), events, "{on:?}");
    }
    let days: Vec<_> = town.get("新开工").claims.iter().map(|it| it.on).collect();
    assert_eq!(days, [Some(day("2026-02-28")), Some(day("2026-03-05"))]);
    let said = &town.account.history(&id).last().unwrap().what.zh;
    let was = "指标1自报数：12个（截至 2026-02-28） → 12个（截至 2026-03-05）";
    assert!(said.contains(was), "{said}");
}

proptest! {
    /// Facts that count for later months than the claim's never move what is said of it.
    #[test]
    fn what_counts_for_later_months_moves_no_claim(
        told in prop::collection::vec((1_u32..28, 0_i64..30), 1..8),
        later in prop::collection::vec((4_u32..12, 1_u32..28), 0..8),
        value in 0_i64..20,
    ) {
        let days: Vec<String> = told.iter().map(|(day, _)| format!("2026-03-{day:02}")).collect();
        let mut facts: Vec<Told<'_>> = Vec::new();
        for (at, on) in days.iter().enumerate() {
            facts.push(("2026-03-30", at as u32, Some("1"), on.as_str()));
        }
        let afterwards: Vec<String> =
            later.iter().map(|(month, day)| format!("2026-{month:02}-{day:02}")).collect();
        let claim = [("2026-03-31", Some(value), Some("2026-03-31"))];
        let before = city("starts", &claim, &facts);
        for (at, on) in afterwards.iter().enumerate() {
            facts.push(("2026-12-30", 100 + at as u32, Some("1"), on.as_str()));
        }
        let after = city("starts", &claim, &facts);
        let held = |city: &City| {
            let commitment = city.town.get("新开工").clone();
            held_claim(&city.town.account, &city.book, &commitment, 0, day("2026-12-31"))
        };
        let (one, other) = (held(&before).unwrap(), held(&after).unwrap());
        prop_assert_eq!(&one, &other);
        prop_assert_eq!(one.figure, Decimal::from(told.len()));
        prop_assert_eq!(one.off, Decimal::from(value) - Decimal::from(told.len()));
        prop_assert_eq!(before.since("2026-12-31"), after.since("2026-12-31"));
    }
}
