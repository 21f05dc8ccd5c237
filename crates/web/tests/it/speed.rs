//! The report page stays light: a long report with 300 commitments.

use std::time::Instant;

use youwei_report::{Commitment, Label, Measure, Op, Part, Sentence, Target};

use crate::reading::read;
use crate::town::Town;

/// The most that the report page may weigh, in bytes.
const PAGE_BYTES_MAX: usize = 700_000;

#[tokio::test]
async fn a_report_of_twenty_thousand_characters_stays_below_its_weight() {
    let mut text = String::from(
        "政府工作报告\n一、2025年工作回顾\n略。\n二、2026年重点工作\n（一）扩大有效投资\n",
    );
    let mut reading = read(&text);
    let mut at = text.chars().count();
    for number in 0..300 {
        let words = format!(
            "第{number}批重点项目年内开工建设{}项以上，全部按期完成年度投资任务并及时公开进展",
            number + 10
        );
        let filler = "各部门要把责任落到岗位、把进度落到月份，做到件件有着落、事事有回音";
        let sentence = format!(
            "{words}。{filler}。{}",
            if number % 4 == 3 { "\n" } else { "" }
        );
        let end = at + words.chars().count();
        reading.sentences.push(Sentence {
            text: words.clone(),
            part: Part::Forward,
            label: Label::Commitment,
            commitment: true,
            start: at,
            end,
        });
        let mention = format!("{}项", number + 10);
        let start = at
            + words
                .find(&mention)
                .map(|byte| words[..byte].chars().count())
                .unwrap();
        reading.commitments.push(Commitment {
            id: format!("{number:012x}"),
            sentence: reading.sentences.len() - 1,
            text: words,
            action: "开工".into(),
            due: None,
            places: Vec::new(),
            units: Vec::new(),
            targets: vec![reading.targets.len()],
            projects: Vec::new(),
            start: at,
            end,
        });
        reading.targets.push(Target {
            sentence: String::new(),
            mention: mention.clone(),
            subject: "重点项目".into(),
            op: Op::AtLeast,
            value: (number + 10).into(),
            value2: None,
            unit: "项".into(),
            measure: Measure::Level,
            action: "开工".into(),
            due: String::new(),
            start,
            end: start + mention.chars().count(),
        });
        at += sentence.chars().count();
        text.push_str(&sentence);
    }
    assert!(text.chars().count() >= 20_000, "{}", text.chars().count());
    reading.text = text;
    let town = Town::with(reading);
    let page = town.page("/").await;
    assert_eq!(page.values("article a.c", "id").len(), 300);
    assert!(
        page.bytes.len() < PAGE_BYTES_MAX,
        "{} bytes",
        page.bytes.len()
    );
    let times = 20;
    let start = Instant::now();
    for _ in 0..times {
        town.page("/").await;
    }
    let took = start.elapsed() / times;
    #[allow(clippy::print_stdout)] // It says what it measured.
    {
        println!("report page: {} bytes in {took:?}", page.bytes.len());
    }
}
