//! What is done, what was done late, and what no fact speaks of when its day has passed.

use std::sync::Arc;

use youwei_base::{Light, Stated};

use super::lights::{bind, bound_town, state, wait_for};
use crate::town::{Line, Town, day, promise, sentence};
use crate::{Because, Book, Command, Measures, Source, Standing, how_light, standing};

const MORE: &str = r#"
[tasks-done]
name = { zh = "核验完成", en = "found done" }
metric = "closing.done"
how = "count"
unit = "件"
per = "year"
closes = "commitment"
source = "测试"

[hazards-open]
name = { zh = "未销号隐患", en = "hazards open" }
metric = "hazard.open"
how = "sum"
unit = "个"
per = "cumulative"
zero = true
late = "hazard.late"
source = "测试"
"#;

fn measures() -> Arc<Measures> {
    let sources = [super::lights::MEASURES, MORE].map(|text| Source {
        text,
        file: "measures.toml",
    });
    Arc::new(Measures::read(&sources, None).unwrap())
}

fn book() -> Book {
    Book::new(measures())
}

fn close(book: &mut Book, town: &Town, words: &str, on: &str, value: Option<&str>) {
    let report = &town.account.report().unwrap().id;
    let id = format!("{report}/{}", town.get(words).id);
    let mut labels = serde_json::Map::new();
    labels.insert("commitment".to_owned(), id.into());
    let fact = Stated {
        metric: "closing.done".to_owned(),
        key: String::new(),
        value: value.map(|it| it.parse().unwrap()),
        on: day(on),
        area: None,
        labels,
    };
    book.state(book.len() as u64, "task-closing/2026-00001", &fact);
}

fn confirm(town: &mut Town, words: &str) {
    let ids = vec![town.id(words).into()];
    town.act(Command::Confirm { ids }).unwrap();
}

fn stands(town: &Town, book: &Book, words: &str, on: &str) -> Standing {
    standing(&town.account, book, town.get(words), day(on))
}

fn how(town: &Town, book: &Book, words: &str, on: &str) -> String {
    how_light(&town.account, book, town.get(words), day(on)).zh
}

#[test]
fn a_checked_closing_is_the_fact_that_a_bare_milestone_waits_for() {
    let mut town = Town::with_report();
    confirm(&mut town, "6月底前");
    let mut book = book();
    assert_eq!(
        stands(&town, &book, "6月底前", "2026-07-20").light,
        Light::Red
    );
    close(&mut book, &town, "6月底前", "2026-06-28", Some("1"));
    let now = stands(&town, &book, "6月底前", "2026-07-20");
    assert_eq!(now.light, Light::Blue);
    assert_eq!(now.milestone.as_ref().unwrap().because, Because::Closed);
    assert_eq!(
        (now.late(), now.closed.unwrap().record.as_str()),
        (None, "task-closing/2026-00001")
    );
    let said = how(&town, &book, "6月底前", "2026-07-20");
    assert!(
        said.contains("task-closing/2026-00001 核验它在 2026-06-28 完成"),
        "{said}"
    );
    // Another's closing is not its own, and before it was done it was not.
    assert_eq!(
        stands(&town, &book, "改造背街", "2026-07-20").light,
        Light::Grey
    );
    assert_eq!(stands(&town, &book, "6月底前", "2026-06-27").closed, None);
    // The same facts under measures read anew, and the closing taken back.
    let mut book = book.with_measures(measures());
    assert_eq!(
        stands(&town, &book, "6月底前", "2026-07-20").light,
        Light::Blue
    );
    close(&mut book, &town, "6月底前", "2026-06-28", None);
    assert_eq!(
        stands(&town, &book, "6月底前", "2026-07-20").light,
        Light::Red
    );
    // Closed as done after its day.
    close(&mut book, &town, "6月底前", "2026-07-11", Some("1"));
    let late = stands(&town, &book, "6月底前", "2026-07-20");
    assert_eq!((late.light, late.late()), (Light::Blue, Some(11)));
    assert!(how(&town, &book, "6月底前", "2026-07-20").contains("比时限晚 11 天"));
}

#[test]
fn the_record_of_the_business_goes_before_the_closing() {
    let mut town = Town::with_report();
    confirm(&mut town, "6月底前");
    wait_for(&mut town, "6月底前", "finished", Some("key-projects/1"));
    let mut book = book();
    close(&mut book, &town, "6月底前", "2026-06-28", Some("1"));
    assert_eq!(
        stands(&town, &book, "6月底前", "2026-07-20").light,
        Light::Red
    );
    let said = how(&town, &book, "6月底前", "2026-07-20");
    assert!(
        said.contains("它已销号") && said.contains("不按销号算"),
        "{said}"
    );
    state(&mut book, "key-projects/1", "finished", "2026-07-05", "1");
    let done = stands(&town, &book, "6月底前", "2026-07-20");
    assert_eq!((done.light, done.late()), (Light::Blue, Some(5)));
}

/// A report with one number that has a day.
fn dated(confirmed: bool, words: &str, due: &'static str) -> Town {
    let mut town = Town::default();
    let one = promise(words)
        .counts("43个", "水库", "43", "个")
        .due(due, "2026-05-31");
    let lines = [Line::Heading(1, "一、", "目标"), sentence(words, vec![one])];
    town.take_in(&lines).unwrap();
    if confirmed {
        confirm(&mut town, words);
    }
    town
}

#[test]
fn a_number_without_facts_is_red_past_its_day_and_says_so_if_it_was_closed() {
    const WORDS: &str = "5月底前完成43个水库除险加固";
    const STRIVEN: &str = "力争5月底前完成43个水库除险加固";
    for (words, confirmed, on, light, because) in [
        (WORDS, true, "2026-05-31", Light::Grey, Because::Unbound),
        (WORDS, true, "2026-06-01", Light::Red, Because::Overdue),
        (
            WORDS,
            false,
            "2026-06-01",
            Light::Grey,
            Because::OverdueUnconfirmed,
        ),
        (STRIVEN, true, "2026-06-01", Light::Yellow, Because::Stretch),
    ] {
        let town = dated(confirmed, words, "5月底前");
        let now = stands(&town, &book(), words, on);
        assert_eq!(
            (now.light, now.numbers[0].because),
            (light, because),
            "{words} {on}"
        );
    }
    // Bound, and still no fact.
    let mut town = dated(true, WORDS, "5月底前");
    assert!(how(&town, &book(), WORDS, "2026-06-01").contains("还没有对应的口径"));
    bind(&mut town, WORDS, 0, "starts");
    let mut book = book();
    let now = stands(&town, &book, WORDS, "2026-06-01");
    assert_eq!(
        (now.light, now.numbers[0].because),
        (Light::Red, Because::Overdue)
    );
    close(&mut book, &town, WORDS, "2026-05-30", Some("1"));
    let now = stands(&town, &book, WORDS, "2026-06-20");
    assert_eq!(
        (now.light, now.numbers[0].because),
        (Light::Grey, Because::ClosedWithoutFacts)
    );
    let said = how(&town, &book, WORDS, "2026-06-20");
    assert!(said.contains("已销号，但没有业务台账的事实"), "{said}");
}

#[test]
fn what_was_reached_after_its_day_says_how_late() {
    let mut town = bound_town();
    for (on, value, expected) in [
        ("2026-05-31", "700", None),
        ("2026-12-30", "1000", None),
        ("2027-01-08", "1000", None),
    ] {
        let mut book = book();
        state(&mut book, "r/1", "trains", "2026-05-01", value);
        assert_eq!(
            stands(&town, &book, "开行", on).late(),
            expected,
            "{on} {value}"
        );
    }
    town.act(Command::Schedule {
        ids: vec![town.id("开行").into()],
        due: crate::Edit::To(day("2026-06-30")),
        nodes: Default::default(),
        why: String::new(),
    })
    .unwrap();
    let mut book = book();
    state(&mut book, "r/1", "trains", "2026-06-30", "900");
    state(&mut book, "r/1", "trains", "2026-07-04", "60");
    state(&mut book, "r/1", "trains", "2026-07-12", "40");
    state(&mut book, "r/1", "trains", "2026-09-12", "1");
    assert_eq!(stands(&town, &book, "开行", "2026-07-11").late(), None);
    assert_eq!(stands(&town, &book, "开行", "2026-07-12").late(), Some(12));
    assert_eq!(stands(&town, &book, "开行", "2026-10-01").late(), Some(12));
}

#[test]
fn what_must_be_zero_is_red_only_past_its_limit_where_the_limit_is_known() {
    let mut town = Town::with_report();
    let command = Command::Bind {
        id: town.id("改造背街").into(),
        to: crate::BindTo::Milestone,
        measure: measures().get("hazards-open").unwrap().clone(),
        record: None,
        why: String::new(),
    };
    town.act(command).unwrap();
    let mut book = book();
    // Found on 2 March with 30 days: 1 April is in time, 2 April is not.
    state(&mut book, "lists/1", "hazard.open", "2026-03-02", "1");
    state(&mut book, "lists/1", "hazard.late", "2026-04-02", "1");
    state(&mut book, "lists/1", "hazard.open", "2026-04-20", "-1");
    state(&mut book, "lists/1", "hazard.late", "2026-04-20", "-1");
    for (on, light) in [
        ("2026-03-01", Light::Grey),
        ("2026-03-02", Light::Yellow),
        ("2026-04-01", Light::Yellow),
        ("2026-04-02", Light::Red),
        ("2026-04-19", Light::Red),
        ("2026-04-20", Light::Green),
    ] {
        assert_eq!(stands(&town, &book, "改造背街", on).light, light, "{on}");
    }
    let said = how(&town, &book, "改造背街", "2026-04-02");
    for words in ["有一个过了期限还没有清零即为红", "其中超过期限的 1个"] {
        assert!(said.contains(words), "{said}");
    }
    assert!(!said.contains("请排定完成时限"), "{said}");
}

#[test]
fn late_belongs_to_what_must_be_zero() {
    let text = MORE.replace("zero = true\n", "");
    let source = Source {
        text: &text,
        file: "measures.toml",
    };
    let faults = Measures::read(&[source], None).unwrap_err();
    assert!(faults[0].to_string().contains("late") || faults[0].code == "idle-entry");
}
