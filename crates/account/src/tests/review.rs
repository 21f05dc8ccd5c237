//! What a report says was done, beside what was promised and what was counted.

use std::sync::Arc;

use youwei_report::read_text;

use super::lights::MEASURES;
use crate::event::File;
use crate::town::Town;
use crate::{BindTo, Book, Command, FileFacts, Measures, Reviewed, Source, SpokenFor, review};

const LAST: &str = "云泽市2025年政府工作报告\n各位代表：\n一、2024年工作回顾\n去年，全市经济平稳运行。\n二、2025年重点工作\n（一）扩大投资\n全年安排重点项目280项，年度完成投资600亿元以上，开行中欧班列260列以上。\n改造老旧小区118个。\n地区生产总值增长6%左右。\n";
const THIS: &str = "云泽市2026年政府工作报告\n各位代表：\n一、2025年工作回顾\n全市地区生产总值达到2386亿元，增长5.4%。实施重点项目286项，年度完成投资612亿元，云泽国际陆港开行中欧班列168列。改造老旧小区121个，新登记经营主体5.1万户。\n二、2026年重点工作\n（一）扩大投资\n全年安排重点项目300项，年度完成投资650亿元以上，开行中欧班列200列以上。\n";

fn take_in(text: &str, report: &str) -> Town {
    let mut town = Town::default();
    let file = FileFacts {
        report: report.to_owned(),
        file: File {
            name: "report.txt".to_owned(),
            sha256: crate::town::id_of(text),
            bytes: text.len() as u64,
            format: "txt".to_owned(),
            reader: "1".to_owned(),
        },
    };
    let reading = Box::new(read_text(text));
    town.act(Command::TakeIn { file, reading }).unwrap();
    town
}

fn bind(town: &mut Town, words: &str, measures: &Measures, measure: &str) {
    let found = town
        .account
        .commitments()
        .find(|it| it.text.contains(words));
    let found = found.unwrap_or_else(|| panic!("{words}"));
    let index = found
        .targets
        .iter()
        .position(|it| words.contains(&it.mention));
    let command = Command::Bind {
        id: found.id.as_str().into(),
        to: BindTo::Target(index.unwrap_or_else(|| panic!("{words}: {:?}", found.targets))),
        measure: measures.get(measure).unwrap().clone(),
        record: None,
        why: String::new(),
    };
    town.act(command).unwrap();
}

fn fact(book: &mut Book, metric: &str, on: &str, value: i64) {
    super::lights::state(
        book,
        &format!("r/{metric}-{on}"),
        metric,
        on,
        &value.to_string(),
    );
}

struct Two {
    last: Town,
    this: Town,
    book: Book,
}

fn two() -> Two {
    let words = "[trains]\nwords = [\"中欧班列\"]\nverbs = [\"开行\"]\n";
    let text = MEASURES.replace("[trains]\n", words);
    let source = Source {
        text: &text,
        file: "measures.toml",
    };
    let measures = Arc::new(Measures::read(&[source], None).unwrap());
    let mut last = take_in(LAST, "2025-云泽市");
    let mut this = take_in(THIS, "2026-云泽市");
    bind(&mut last, "开行中欧班列260列", &measures, "trains");
    bind(&mut this, "年度完成投资650亿元", &measures, "investment");
    let mut book = Book::new(measures);
    // Of 2025 there are 150 trains; the investment that is told is of 2026.
    fact(&mut book, "trains", "2025-06-30", 90);
    fact(&mut book, "trains", "2025-12-31", 60);
    fact(&mut book, "trains", "2026-01-31", 30);
    fact(&mut book, "invested", "2026-01-31", 5_000_000_000);
    Two { last, this, book }
}

fn found<'a>(all: &'a [Reviewed], mention: &str) -> &'a Reviewed {
    let it = all.iter().find(|it| it.mention == mention);
    it.unwrap_or_else(|| panic!("{mention}: {all:#?}"))
}

#[test]
fn each_number_of_the_review_stands_beside_its_promise_and_the_facts_of_its_year() {
    let Two { last, this, book } = two();
    let (all, others) = review(Some(&last.account), &this.account, &book);
    for (mention, promised, kept, by, figure, more) in [
        // A person bound last year's promise; 30 of 2026 are not of 2025.
        (
            "168列",
            Some("260"),
            Some(false),
            Some(SpokenFor::LastYear),
            Some(150),
            Some(18),
        ),
        // Or this year's of the same; there are no facts of that year.
        (
            "612亿元",
            Some("60000000000"),
            Some(true),
            Some(SpokenFor::ThisYear),
            None,
            None,
        ),
        // Nobody bound a measure, and none is like it.
        ("121个", Some("118"), Some(true), None, None, None),
        ("5.4%", Some("6"), Some(false), None, None, None),
    ] {
        let it = found(&all, mention);
        let aim = it.promised.as_ref().and_then(|(it, _)| it.aim);
        assert_eq!(
            aim.map(|it| it.value.to_string()).as_deref(),
            promised,
            "{mention}"
        );
        assert_eq!((it.kept, it.year), (kept, 2025), "{mention}");
        let counted = it.counted.as_ref();
        assert_eq!(counted.map(|it| it.by), by, "{mention}");
        let value = counted.and_then(|it| it.figure.as_ref()?.value);
        assert_eq!(value, figure.map(Into::into), "{mention}");
        assert_eq!(
            counted.and_then(|it| it.more),
            more.map(Into::into),
            "{mention}"
        );
    }
    // What nobody promised and nothing counts is only counted itself.
    assert!(!all.iter().any(|it| it.mention == "5.1万户"));
    assert!(others >= 2, "{others}");
    // A growth is no amount: 2386亿元 is not last year's 6%.
    assert!(all.iter().all(|it| it.mention != "2386亿元"));
}

#[test]
fn without_last_years_report_the_measures_speak_alone_and_a_proposal_says_so() {
    let Two { mut this, book, .. } = two();
    let (all, _) = review(None, &this.account, &book);
    assert!(all.iter().all(|it| it.promised.is_none()));
    let trains = found(&all, "168列").counted.as_ref().unwrap();
    assert!(matches!(trains.by, SpokenFor::Proposed(sure) if sure >= 70));
    assert_eq!(trains.more, Some(18.into()));
    let invested = found(&all, "612亿元").counted.as_ref().unwrap();
    assert_eq!(
        (invested.by, &invested.figure),
        (SpokenFor::ThisYear, &None)
    );
    // Of a text that looks back on nothing there is nothing.
    this.account = take_in(LAST, "2025-云泽市").account;
    assert_eq!(review(None, &this.account, &book), (Vec::new(), 0));
}
