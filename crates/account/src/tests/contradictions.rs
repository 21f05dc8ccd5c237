//! Two sources that disagree: since when, who must explain it, by when.

use std::sync::Arc;

use youwei_base::{Day, WorkCalendar};

use super::commands::refused;
use super::forecasts::book as book_of;
use super::lights::bind;
use crate::town::{Town, day};
use crate::{
    About, Book, Claim, ClaimedAmount, Command, Contradiction, ContradictionRules, Measures,
    RefusalKind, Source, Stands, Who, contradictions,
};

const MEASURES: &str = r#"
[starts]
name = { zh = "开工", en = "starts" }
metric = "project.started"
how = "count"
unit = "个"
per = "year"
source = "测试"

[finishes]
name = { zh = "竣工", en = "finishes" }
metric = "project.finished"
how = "count"
unit = "个"
per = "year"
source = "测试"

[told]
name = { zh = "月报投资", en = "told" }
metric = "invested.told"
how = "sum"
unit = "元"
per = "year"
source = "测试"

[paid]
name = { zh = "支付投资", en = "paid" }
metric = "invested.paid"
how = "sum"
unit = "万元"
per = "year"
source = "测试"

[rate]
name = { zh = "完成率", en = "rate" }
metric = "invested.told"
how = "share"
of = { metric = "invested.paid" }
unit = "%"
per = "year"
source = "测试"
"#;

const PAIRS: &str = r#"
[disagree.finished-started]
name = { zh = "竣工不应多于开工", en = "no more finished than started" }
left = "finishes"
is = "at-most"
right = "starts"
source = "测试"

[disagree.told-paid]
name = { zh = "月报与支付应当一致", en = "told and paid agree" }
left = "told"
is = "equal"
right = "paid"
tolerance = 5
who = "finance"
source = "测试"
"#;

/// Facts: known on, record, metric with value, on.
fn book(facts: &[(&str, &str, &str, &str)]) -> Book {
    book_of(&format!("{MEASURES}{PAIRS}"), 1_000, facts)
}

fn found(town: &Town, book: &Book, today: &str) -> Vec<Contradiction> {
    let calendar = WorkCalendar::official();
    contradictions(&town.account, book, day(today), calendar)
}

#[test]
fn every_number_of_the_rule_is_set() {
    let rules = ContradictionRules::on(day("2026-01-01")).unwrap();
    assert_eq!((rules.claim_tolerance, rules.explain_within), (2.into(), 5));
}

#[test]
fn measures_that_ought_to_agree_are_held_against_one_another() {
    let town = Town::with_report();
    let (a, b) = ("key-projects/1", "key-projects/2");
    for (facts, today, expected) in [
        // Where one has said nothing there is nothing to compare.
        (
            &[("2026-03-02", a, "project.finished", "2026-03-01")][..],
            "2026-03-20",
            None,
        ),
        (
            &[
                ("2026-03-02", a, "project.started", "2026-03-01"),
                ("2026-03-10", a, "project.finished", "2026-03-09"),
            ],
            "2026-03-20",
            None,
        ),
        // Two finished of one started, since the 12th, a Thursday: five work days on is the
        // 19th.
        (
            &[
                ("2026-03-02", a, "project.started", "2026-03-01"),
                ("2026-03-10", a, "project.finished", "2026-03-09"),
                ("2026-03-12", b, "project.finished", "2026-03-11"),
            ],
            "2026-03-19",
            Some((
                "finished-started",
                "2026-03-12",
                Stands::Waiting(day("2026-03-19")),
            )),
        ),
        // The start that was missing came, so they agree.
        (
            &[
                ("2026-03-02", a, "project.started", "2026-03-01"),
                ("2026-03-10", a, "project.finished", "2026-03-09"),
                ("2026-03-12", b, "project.finished", "2026-03-11"),
                ("2026-03-16", b, "project.started", "2026-03-01"),
            ],
            "2026-03-20",
            None,
        ),
        // 100万元 in 元 and 96 in 万元 are 4 per cent apart.
        (
            &[
                ("2026-04-02", a, "invested.told=1000000", "2026-03-31"),
                ("2026-04-03", a, "invested.paid=96", "2026-03-31"),
            ],
            "2026-04-20",
            None,
        ),
        // 94 is 6 apart, since 3 April, a Friday before the festival: 7, 8, 9, 10 and 13.
        (
            &[
                ("2026-04-02", a, "invested.told=1000000", "2026-03-31"),
                ("2026-04-03", a, "invested.paid=94", "2026-03-31"),
            ],
            "2026-04-20",
            Some((
                "told-paid",
                "2026-04-03",
                Stands::Overdue(day("2026-04-13")),
            )),
        ),
    ] {
        let got = found(&town, &book(facts), today);
        let said = got.iter().map(|it| match &it.about {
            About::Pair(pair) => (pair.id.to_string(), it.since, it.stands.clone()),
            other => panic!("{other:?}"),
        });
        let expected =
            expected.map(|(id, since, stands)| (id.to_owned(), Some(day(since)), stands));
        assert_eq!(
            said.collect::<Vec<_>>(),
            Vec::from_iter(expected),
            "{facts:?}"
        );
    }
}

/// A town that claims 12 starts, at the entry of 5 March.
fn claiming() -> (Town, String) {
    let mut town = Town::with_report();
    bind(&mut town, "新开工", 0, "starts");
    town.assign("新开工", "市发展改革委", &[]);
    let id = town.id("新开工");
    claim(&mut town, &id, 12);
    (town, id)
}

fn claim(town: &mut Town, id: &str, amount: i64) {
    let amount = ClaimedAmount {
        target: 0,
        value: Some(amount.into()),
    };
    let claim = Claim {
        amounts: vec![amount],
        ..Claim::default()
    };
    let id = id.into();
    let why = String::new();
    town.act(Command::Claim { id, claim, why }).unwrap();
}

/// A book that knows the town's entries too, with so many starts known on a day each.
fn with_log(town: &Town, days: &[&str]) -> Book {
    let source = Source {
        text: MEASURES,
        file: "key-projects/measures.toml",
    };
    let mut book = Book::new(Arc::new(Measures::read(&[source], None).unwrap()));
    town.log.iter().for_each(|it| book.evolve(it));
    let started = |(index, known): (usize, &&str)| crate::Recorded {
        index: 1_000 + index as u64,
        time: format!("{known}T02:00:00Z").parse().unwrap(),
        actor: "李静".into(),
        kind: "key-projects.confirm-start".into(),
        subject: format!("key-projects/{index}"),
        data: serde_json::json!({"facts": [
            {"metric": "project.started", "value": "1", "on": known}
        ]}),
    };
    days.iter()
        .enumerate()
        .map(started)
        .for_each(|it| book.evolve(&it));
    book
}

#[test]
fn a_claim_is_held_against_the_figure_from_the_day_on_which_they_came_apart() {
    let (town, id) = claiming();
    let one = |days: &[&str], today: &str| {
        let all = found(&town, &with_log(&town, days), today);
        all.into_iter()
            .next()
            .map(|it| (it.since, it.stands, it.who))
    };
    let lead = Who::Named("市发展改革委".to_owned());
    // Without a fact there is no figure to be held against.
    assert_eq!(one(&[], "2026-03-06"), None);
    // 10 of 12 on 9 March; 12 on 10 March; 13, more than 2 per cent, on 20 March.
    let ten = ["2026-03-09"; 10];
    let twelve = [&ten[..], &["2026-03-10"; 2]].concat();
    let more = [&twelve[..], &["2026-03-20"]].concat();
    // The claim stood alone since the 5th: five work days on is the 12th.
    let since = |it: &str| Some(day(it));
    assert_eq!(
        one(&ten, "2026-03-09"),
        Some((
            since("2026-03-05"),
            Stands::Waiting(day("2026-03-12")),
            lead.clone()
        ))
    );
    assert_eq!(one(&twelve, "2026-03-11"), None);
    assert_eq!(
        one(&more, "2026-03-30"),
        Some((
            since("2026-03-20"),
            Stands::Overdue(day("2026-03-27")),
            lead
        ))
    );
    assert_eq!(
        About::Claim {
            commitment: id.clone(),
            target: 0
        }
        .key(),
        format!("claim:{id}:0")
    );
}

#[test]
fn an_explanation_stands_beside_them_until_they_come_apart_anew() {
    let (mut town, id) = claiming();
    let about = format!("claim:{id}:0");
    let explain = |why: &str| Command::Explain {
        about: about.clone(),
        by: "development-reform".to_owned(),
        unit: "市发展改革委".to_owned(),
        why: why.to_owned(),
    };
    refused(
        &mut town,
        explain(" "),
        RefusalKind::Invalid,
        "必须说明理由",
    );
    let done = town.act(explain("两个项目正在核查")).unwrap();
    assert_eq!(done.events[0].kind, "report.explained");
    assert!(
        town.act(explain("两个项目正在核查"))
            .unwrap()
            .events
            .is_empty()
    );
    let ten = ["2026-03-09"; 10];
    let stands = |days: &[&str], today: &str| {
        let all = found(&town, &with_log(&town, days), today);
        all.into_iter().next().map(|it| it.stands)
    };
    assert!(
        matches!(stands(&ten, "2026-03-30"), Some(Stands::Explained(it)) if it.why == "两个项目正在核查")
    );
    // They met on the 10th and came apart again on the 20th: what was said is of before.
    let again = [&ten[..], &["2026-03-10"; 2], &["2026-03-20"]].concat();
    let due: Day = day("2026-03-27");
    assert_eq!(stands(&again, "2026-03-23"), Some(Stands::Waiting(due)));
    // It was said on the day on which they came apart; what is said on the 16th is four days
    // late, five work days having ended on the 12th.
    let late = |town: &Town| {
        let book = with_log(town, &["2026-03-16"; 10]);
        let all = found(town, &book, "2026-03-30");
        all[0].explained_late(&book, WorkCalendar::official())
    };
    assert_eq!(late(&town), None);
    town.act_on("2026-03-16", explain("核查完毕")).unwrap();
    assert_eq!(late(&town), Some(4));
    let said = &town.account.report_history().last().unwrap().what;
    assert!(
        said.zh.contains("市发展改革委对两处不一致作出说明"),
        "{said}"
    );
}

#[test]
fn pairs_that_cannot_be_compared_are_refused() {
    let pair = |lines: &str| {
        format!(
            "{MEASURES}\n[disagree.x]\nname = {{ zh = \"甲\", en = \"a\" }}\nsource = \"测试\"\n{lines}"
        )
    };
    for (lines, code) in [
        (
            "left = \"gone\"\nis = \"equal\"\nright = \"starts\"",
            "unknown-measure",
        ),
        (
            "left = \"rate\"\nis = \"equal\"\nright = \"starts\"",
            "pair-of-totals",
        ),
        (
            "left = \"told\"\nis = \"equal\"\nright = \"starts\"",
            "pair-unlike",
        ),
        (
            "left = \"told\"\nis = \"same\"\nright = \"paid\"",
            "entry-kind",
        ),
        (
            "left = \"told\"\nis = \"equal\"\nright = \"paid\"\ntolerance = 101",
            "entry-kind",
        ),
    ] {
        let text = pair(lines);
        let source = Source {
            text: &text,
            file: "a/measures.toml",
        };
        let said = Measures::read(&[source], None).unwrap_err();
        assert_eq!(said.len(), 1, "{lines}: {said:?}");
        assert_eq!(said[0].code, code, "{lines}");
    }
    let text = format!("{MEASURES}{PAIRS}");
    let source = Source {
        text: &text,
        file: "a/measures.toml",
    };
    let measures = Measures::read(&[source], None).unwrap();
    let ids: Vec<&str> = measures.pairs().map(|it| &*it.id).collect();
    assert_eq!(ids, ["finished-started", "told-paid"]);
    assert!(measures.get("disagree").is_none());
}
