//! Two sources that disagree: since when, who must explain it, by when.

use youwei_base::WorkCalendar;

use super::forecasts::book as book_of;
use crate::town::{Town, day};
use crate::{
    About, Book, Contradiction, ContradictionRules, Measures, Source, Stands, contradictions,
};

pub(super) const MEASURES: &str = r#"
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

pub(super) fn found(town: &Town, book: &Book, today: &str) -> Vec<Contradiction> {
    let calendar = WorkCalendar::official();
    contradictions(&town.account, book, day(today), calendar)
}

#[test]
fn every_number_of_the_rule_is_set() {
    let rules = ContradictionRules::on(day("2026-01-01")).unwrap();
    assert_eq!((rules.claim_tolerance, rules.explain_within), (2.into(), 5));
    assert_eq!(rules.told_within, 1);
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
        // The one tells by months, and June is not told yet: what the other paid in June is
        // held against nothing.
        (
            &[
                ("2026-06-05", a, "invested.told=1000000", "2026-05-31"),
                ("2026-06-02", a, "invested.paid=100", "2026-05-29"),
                ("2026-06-20", b, "invested.paid=60", "2026-06-20"),
            ],
            "2026-07-20",
            None,
        ),
        // Once June is told they are held against one another at its end: 150 and 160.
        (
            &[
                ("2026-06-05", a, "invested.told=1000000", "2026-05-31"),
                ("2026-06-02", a, "invested.paid=100", "2026-05-29"),
                ("2026-06-20", b, "invested.paid=60", "2026-06-20"),
                ("2026-07-06", a, "invested.told=500000", "2026-06-30"),
                ("2026-07-15", b, "invested.paid=70", "2026-07-15"),
            ],
            "2026-07-20",
            Some((
                "told-paid",
                "2026-07-06",
                Stands::Overdue(day("2026-07-13")),
            )),
        ),
        // Whoever is silent for more than a month has told nothing of it: 100 and 160 at the
        // end of June.
        (
            &[
                ("2026-06-05", a, "invested.told=1000000", "2026-05-31"),
                ("2026-06-02", a, "invested.paid=100", "2026-05-29"),
                ("2026-06-20", b, "invested.paid=60", "2026-06-20"),
            ],
            "2026-08-03",
            Some((
                "told-paid",
                "2026-08-01",
                Stands::Waiting(day("2026-08-07")),
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
