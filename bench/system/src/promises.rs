//! A report that makes so many promises, and what speaks for each of them.

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;
use youwei_account::{
    Accounts, BindTo, Command, Context, Measures, Pick, Recorded, Source, decide, propose,
};
use youwei_ledger::{Expected, Ledger, NewEvent};

use crate::kit;
use crate::project::AREAS;

/// What is promised, in an area, of so many.
const PROMISES: [&str; 4] = [
    "新开工重点项目{}个",
    "竣工重点项目{}个",
    "投产重点项目{}个",
    "重点项目完成投资{}亿元",
];

const CHAPTERS: [&str; 5] = [
    "扩大有效投资",
    "壮大产业",
    "建设城乡",
    "治理生态",
    "改善民生",
];

/// The text of the report.
pub fn report(commitments: usize, year: i16) -> String {
    let mut text = format!(
        "政府工作报告\n——{year}年1月14日在云泽市第九届人民代表大会第五次会议上\n云泽市市长　卫明川\n\n各位代表：\n\n\
         我代表云泽市人民政府，向大会报告工作，请予审议。\n\n一、{}年工作回顾\n\n全市地区生产总值增长5.4%。\n\n二、{year}年重点工作\n\n",
        year - 1
    );
    let chapter = commitments.div_ceil(CHAPTERS.len()).max(1);
    for number in 0..commitments {
        if number % chapter == 0 {
            let at = number / chapter;
            let count = ["一", "二", "三", "四", "五"][at];
            text.push_str(&format!("\n（{count}）{}\n", CHAPTERS[at]));
        }
        let (_, place) = AREAS[number % AREAS.len()];
        let promise = PROMISES[number / AREAS.len() % PROMISES.len()];
        let amount = (number % 97 + 3).to_string();
        text.push_str(&format!("{place}{}。", promise.replace("{}", &amount)));
        if number % 10 == 9 {
            text.push('\n');
        }
    }
    text.push_str("\n\n各位代表！让我们携手努力！\n");
    text
}

/// Confirms every commitment of the report that was taken in and binds each to the measure
/// that is proposed first, at a moment; how many were bound.
pub fn bind(ledger: &Ledger, now: Timestamp) -> usize {
    let texts: Vec<String> = ["key-projects", "dynamic-lists"]
        .iter()
        .map(|id| kit::root().join("systems").join(id).join("measures.toml"))
        .map(|path| std::fs::read_to_string(path).expect("measures"))
        .collect();
    let sources: Vec<Source<'_>> = texts
        .iter()
        .map(|text| Source {
            text,
            file: "measures.toml",
        })
        .collect();
    let measures = Measures::read(&sources, None).unwrap_or_else(|said| panic!("{said:#?}"));
    let entries = ledger.entries(0, usize::MAX).expect("the log");
    let accounts = Accounts::fold(entries.into_iter().map(|entry| Recorded {
        index: entry.index,
        time: entry.event.time,
        actor: entry.event.actor,
        kind: entry.event.kind,
        subject: entry.event.subject,
        data: entry.event.data,
    }));
    let (_, account) = accounts.iter().next_back().expect("a report was taken in");
    let mut commands = Vec::new();
    let mut bound = 0;
    for commitment in account.commitments() {
        let pick = || Pick::from(commitment.id.as_str());
        commands.push(Command::Confirm { ids: vec![pick()] });
        let to = BindTo::Target(0);
        if let Some(first) = propose(&measures, commitment, to).into_iter().next() {
            bound += 1;
            commands.push(Command::Bind {
                id: pick(),
                to,
                measure: first.measure,
                record: None,
                why: String::new(),
            });
        }
    }
    let actor = "云泽市政府督查室 王芳".to_owned();
    let context = Context {
        now,
        actor: actor.clone(),
    };
    let decided = decide(account, Command::Several(commands), &context);
    let decided = decided.unwrap_or_else(|refusal| panic!("{refusal:?}"));
    let event = |kind, subject, data: Value| NewEvent {
        id: Uuid::now_v7(),
        kind,
        subject,
        time: now,
        actor: actor.clone(),
        data,
    };
    let events = decided
        .events
        .into_iter()
        .map(|it| event(it.kind, it.subject, it.data));
    let expected = decided.expected.into_iter();
    let expected: Vec<Expected> = expected
        .map(|(subject, version)| Expected { subject, version })
        .collect();
    ledger.append(events.collect(), &expected).expect("bound");
    bound
}
