//! A report comes in.

use crate::event::EVENT_BYTES_MAX;
use crate::town::{Line, Town, id_of, lines, promise, reading, sentence};
use crate::{Account, Accounts, Kind, RefusalKind, report_id};

#[test]
fn the_account_holds_the_whole_text_and_every_commitment_in_its_place() {
    let town = Town::with_report();
    let read = reading(&lines());
    let report = town.account.report().unwrap();
    assert_eq!(report.text(), read.text);
    assert_eq!(report.sentences.len(), read.sentences.len());
    assert_eq!(report.headings, read.outline);
    assert_eq!(report.numbers, read.numbers);
    assert_eq!((report.year, report.place.as_str()), (Some(2026), "云泽市"));
    let texts: Vec<_> = town
        .account
        .commitments()
        .map(|it| it.text.clone())
        .collect();
    let expected: Vec<_> = read.commitments.iter().map(|it| it.text.clone()).collect();
    assert_eq!(texts, expected);
    for commitment in town.account.commitments() {
        assert_eq!(report.words(commitment.span), commitment.text);
        for target in &commitment.targets {
            assert_eq!(report.slice(target.span), target.mention);
        }
    }
    assert_eq!(report.coverage().commitment, 7);
}

#[test]
fn the_same_file_or_the_same_text_again_gives_no_events() {
    let mut town = Town::with_report();
    let again = town.take_in(&lines()).unwrap();
    assert_eq!(again.events, []);
    assert_eq!(again.expected, []);
}

#[test]
fn commitments_stand_under_their_headings_and_fall_into_classes() {
    let town = Town::with_report();
    let sections = |words: &str| -> Vec<String> {
        let sections = town.account.sections_of(town.get(words));
        sections.into_iter().map(|section| section.title).collect()
    };
    assert_eq!(
        sections("新开工"),
        ["二、2026年重点任务", "（一）扩大有效投资"]
    );
    assert_eq!(
        sections("严格"),
        ["二、2026年重点任务", "（四）加强自身建设"]
    );
    for (words, kind) in [
        ("新开工", Kind::Indicator),
        ("6月底前", Kind::Works),
        ("推进", Kind::Reform),
        ("改造", Kind::Livelihood),
        ("新建公办", Kind::Indicator),
        ("严格", Kind::Task),
    ] {
        assert_eq!(town.get(words).kind, kind, "{words}");
    }
}

#[test]
fn a_report_longer_than_one_event_comes_back_whole() {
    let mut long = lines();
    for number in 0..3_000 {
        let text = format!(
            "第{number}句，“引号”与\\反斜线都照样留存，{}",
            "字".repeat(number % 40)
        );
        long.push(sentence(&text, vec![]));
    }
    // One sentence that no event can hold, promising a hundred and fifty things.
    let words: String = (0..1_500)
        .map(|n| format!("新建第{n}类设施若干并投入使用，"))
        .collect();
    long.push(sentence(
        &words,
        vec![promise(&words).counts("第7类", "设施", "7", "类")],
    ));
    let mut read = reading(&long);
    let last = read.targets.len() - 1;
    for _ in 0..800 {
        read.targets.push(read.targets[last].clone());
    }
    let all = (last..read.targets.len()).collect();
    read.commitments.last_mut().unwrap().targets = all;

    let mut town = Town::default();
    let file = crate::FileFacts {
        report: "2026-云泽市".into(),
        ..Default::default()
    };
    let decision = town
        .act(crate::Command::TakeIn {
            file,
            reading: Box::new(read.clone()),
        })
        .unwrap();
    for event in &decision.events {
        let size = serde_json::to_vec(&event.data).unwrap().len();
        assert!(size <= EVENT_BYTES_MAX, "{} takes {size}", event.kind);
    }
    let report = town.account.report().unwrap();
    assert!(report.text() == read.text, "the text came back changed");
    assert_eq!(report.sentences.len(), read.sentences.len());
    let long = town.account.commitments().last().unwrap();
    assert_eq!(long.text, words);
    assert_eq!(long.targets.len(), 801);
}

#[test]
fn an_id_that_comes_twice_is_made_distinct() {
    let mut town = Town::default();
    let same = || sentence("修缮河堤", vec![promise("修缮河堤")]);
    town.take_in(&[same(), same(), same()]).unwrap();
    let ids: Vec<_> = town.account.commitments().map(|it| it.id.clone()).collect();
    let id = id_of("修缮河堤");
    assert_eq!(ids, [id.clone(), format!("{id}-2"), format!("{id}-3")]);
}

#[test]
fn what_is_no_report_or_another_one_is_refused_with_a_next_step() {
    let mut town = Town::default();
    let refusal = town
        .act(crate::Command::TakeIn {
            file: crate::FileFacts {
                report: "x".into(),
                ..Default::default()
            },
            reading: Box::new(crate::town::reading(&[])).clone_empty(),
        })
        .unwrap_err();
    assert_eq!(refusal.kind, RefusalKind::Invalid);
    assert!(refusal.sentence.zh.contains("请"));

    let mut town = Town::with_report();
    let mut other = reading(&lines());
    other.year = Some(2027);
    other.text.push('！');
    let file = |report: &str| crate::FileFacts {
        report: report.into(),
        ..Default::default()
    };
    for report in ["2026-云泽市", "2027-云泽市"] {
        let command = crate::Command::TakeIn {
            file: file(report),
            reading: Box::new(other.clone()),
        };
        assert_eq!(
            town.act(command).unwrap_err().kind,
            RefusalKind::Conflict,
            "{report}"
        );
    }
}

trait CloneEmpty {
    fn clone_empty(self) -> Self;
}

impl CloneEmpty for Box<youwei_report::Reading> {
    fn clone_empty(mut self) -> Self {
        self.text = " \n".to_owned();
        self
    }
}

#[test]
fn a_report_without_commitments_is_taken_in_all_the_same() {
    let mut town = Town::default();
    town.take_in(&[
        Line::Heading(1, "一、", "回顾"),
        sentence("去年不易", vec![]),
    ])
    .unwrap();
    assert_eq!(town.account.commitments().count(), 0);
    assert_eq!(town.account.report().unwrap().sentences.len(), 1);
}

#[test]
fn one_log_keeps_the_reports_of_many_years_apart() {
    let mut town = Town::with_report();
    let mut next = reading(&lines());
    next.year = Some(2027);
    let file = crate::FileFacts {
        report: report_id(&next, ""),
        ..Default::default()
    };
    assert_eq!(file.report, "2027-云泽市");
    let decision = crate::decide(
        &Account::default(),
        crate::Command::TakeIn {
            file,
            reading: Box::new(next),
        },
        &crate::Context {
            now: crate::town::now(),
            actor: "王敏".into(),
        },
    )
    .unwrap();
    for event in decision.events {
        town.log.push(crate::Recorded {
            index: town.log.len() as u64,
            time: crate::town::now(),
            actor: "王敏".into(),
            kind: event.kind,
            subject: event.subject,
            data: event.data,
        });
    }
    let accounts = Accounts::fold(town.log.clone());
    assert_eq!(
        accounts.iter().map(|(id, _)| id).collect::<Vec<_>>(),
        ["2026-云泽市", "2027-云泽市"]
    );
    assert_eq!(accounts.get("2026-云泽市"), Some(&town.account));
    assert_eq!(
        accounts.get("2027-云泽市").unwrap().commitments().count(),
        10
    );
}
