//! How fast facts are folded and figures made of them, and how much room they take.
//!
//! `cargo test --release -p youwei-account --test five_million -- --ignored --nocapture`

#![allow(clippy::unwrap_used, reason = "a test")]
#![allow(clippy::print_stdout, reason = "what is measured is printed")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use youwei_account::{Book, Measures, Recorded, Source};
use youwei_base::Day;

const MEASURES: &str = r#"
[made]
name = { zh = "完成投资", en = "investment made" }
metric = "m0"
how = "sum"
where = "level != \"county\""
unit = "元"
per = "year"
source = "测试"

[started]
name = { zh = "开工数", en = "started" }
metric = "m1"
how = "count"
unit = "个"
per = "year"
source = "测试"

[rate]
name = { zh = "完成率", en = "rate" }
metric = "m0"
how = "share"
where = "level = \"city\""
of = { metric = "m0" }
unit = "%"
per = "year"
source = "测试"
"#;

const ROUNDS: u64 = 5_000;
const RECORDS: u64 = 200_000;

#[test]
#[ignore = "takes half a gigabyte and some seconds"]
fn five_million_facts_are_folded_and_asked() {
    let source = Source {
        text: MEASURES,
        file: "measures.toml",
    };
    let measures = Measures::read(&[source], None).unwrap();
    let mut book = Book::new(Arc::new(measures));
    let mut events: Vec<Recorded> = (0..1_000_u64).map(event).collect();
    let before = resident();
    let mut spent = Duration::ZERO;
    for round in 0..ROUNDS {
        // A thousand facts of a thousand records; every record has 25 of them.
        for (at, event) in (0..).zip(&mut events) {
            event.index = round * 1_000 + at;
            let record = (round * 1_000 + at) % RECORDS;
            event.subject = format!("key-projects/2026-{record:06}");
            let key = round * 1_000 / RECORDS;
            event.data["facts"][0]["key"] = format!("month-{key}").into();
        }
        let start = Instant::now();
        for event in &events {
            book.evolve(event);
        }
        spent += start.elapsed();
    }
    let room = resident().saturating_sub(before) / 1_000;
    let rate = u128::from(ROUNDS) * 1_000 * 1_000 / spent.as_millis().max(1);
    let day = Day::new(2026, 9, 30).unwrap();
    let start = Instant::now();
    let ids = ["made", "started", "rate"];
    let asked = ids.iter().cycle().take(30_000);
    let seen: u64 = asked.map(|id| book.figure(id, day).unwrap().facts).sum();
    let figure = start.elapsed() / 30_000;
    println!(
        "{} facts, {rate} a second, {room} MB, {figure:?} a figure ({seen})",
        book.len()
    );
    assert_eq!(book.len() as u64, ROUNDS * 1_000);
}

fn event(at: u64) -> Recorded {
    let levels = ["city", "county", "province"];
    let month = at % 12 + 1;
    Recorded {
        index: at,
        time: "2026-03-05T02:20:00Z".parse().unwrap(),
        actor: "测试".to_owned(),
        kind: "key-projects.report-month".to_owned(),
        subject: String::new(),
        data: json!({"facts": [{
            "metric": format!("m{}", at % 2),
            "key": "",
            "value": format!("{}.5", at % 977),
            "on": format!("2026-{month:02}-28"),
            "area": 990_100 + at % 20,
            "labels": {"level": levels[at as usize % 3], "unit": format!("unit-{}", at % 40)},
        }]}),
    }
}

/// Kilobytes that this process has in memory.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|it| it.starts_with("VmRSS:"));
    let number = line.and_then(|it| it.split_whitespace().nth(1));
    number.and_then(|it| it.parse().ok()).unwrap_or(0)
}
