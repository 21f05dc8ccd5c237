//! How fast entries are folded, decisions made and lists found. Run it in a release
//! build: `cargo test -p youwei-system --release --test it speed -- --ignored --nocapture`.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};
use youwei_system::records::{Filter, Order, Records};
use youwei_system::wish::Wish;

use crate::play::{Play, actor, morning, systems};

const CLERK: &str = "housing-construction/project-clerk";
const INSPECTOR: &str = "development-reform/project-inspector";

/// One project with its inputs, from proposal through nine monthly reports.
fn life() -> Vec<(&'static str, &'static str, &'static str, Json)> {
    let photo = json!({ "sha256": "a".repeat(64), "name": "a.jpg", "taken": "2026-01-12", "at": "114.5,38.04" });
    let mut steps = vec![
        (
            "2026-01-05",
            CLERK,
            "propose",
            json!({
                "name": "望澜大桥", "code": "2603-990102-04-01-123456", "level": "city", "industry": "infrastructure",
                "unit": "housing-construction", "area": "990102", "total": "12.5亿", "plan_start": "2026-01-10"
            }),
        ),
        ("2026-01-06", INSPECTOR, "admit", json!({})),
        (
            "2026-01-07",
            CLERK,
            "record-permit",
            json!({ "kind": "construction", "number": "1", "issued_on": "2026-01-06" }),
        ),
        (
            "2026-01-12",
            CLERK,
            "apply-start",
            json!({ "started_on": "2026-01-12" }),
        ),
        (
            "2026-01-13",
            INSPECTOR,
            "confirm-start",
            json!({ "started_on": "2026-01-12", "permit": "1", "photo": photo }),
        ),
    ];
    let days = [
        "2026-02-03",
        "2026-03-03",
        "2026-04-02",
        "2026-05-06",
        "2026-06-03",
        "2026-07-02",
        "2026-08-03",
        "2026-09-02",
        "2026-10-09",
    ];
    for (month, day) in (1..).zip(days) {
        let input = json!({ "month": format!("2026-{month:02}"), "amount": "1234567.89", "progress_now": month });
        steps.push((day, CLERK, "report-month", input));
    }
    steps
}

/// What this thread has cost so far: its time on a processor where the system tells it,
/// so that a busy machine does not spoil the measure, else the time of day.
struct Clock {
    start: Instant,
    spent: Option<Duration>,
}

impl Clock {
    fn start() -> Clock {
        Clock {
            start: Instant::now(),
            spent: Clock::spent(),
        }
    }

    fn spent() -> Option<Duration> {
        let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        Some(Duration::from_nanos(text.split(' ').next()?.parse().ok()?))
    }

    fn elapsed(&self) -> Duration {
        match (self.spent, Clock::spent()) {
            (Some(before), Some(now)) => now - before,
            _ => self.start.elapsed(),
        }
    }
}

fn rate(what: &str, count: usize, took: Duration) {
    let each = took / u32::try_from(count).unwrap();
    let per_second = count as u128 * 1_000_000_000 / took.as_nanos().max(1);
    eprintln!("{what}: {count} in {took:?}, {each:?} each, {per_second} a second");
}

#[test]
#[ignore = "measures; run it in a release build"]
fn folding_deciding_and_finding() {
    const RECORDS: usize = 10_000;
    /// Records read before they are folded: few, as what was just read lies near.
    const PIECE: usize = 5;
    let mut play = Play::of_the_city();
    let mut it = "key-projects".to_owned();
    for (day, who, action, input) in life() {
        it = play.done(day, who, &it, action, input);
    }
    // As the log has it: text, read and folded a piece at a time.
    let mut records = Records::new(systems());
    let (mut reading, mut folding) = (Duration::ZERO, Duration::ZERO);
    let (mut index, mut bytes) = (0u64, 0usize);
    for piece in 0..RECORDS / PIECE {
        let mut texts = Vec::new();
        for number in piece * PIECE..(piece + 1) * PIECE {
            for (kind, _, time, data) in &play.log {
                let mut data = data.clone();
                if kind.ends_with("propose") {
                    data["set"]["code"] = format!("2603-990102-04-01-{number:06}").into();
                }
                let subject = format!("key-projects/2026-{number:05}");
                texts.push((kind, subject, *time, data.to_string()));
            }
        }
        bytes += texts.iter().map(|it| it.3.len()).sum::<usize>();
        let start = Clock::start();
        let read: Vec<Json> = texts
            .iter()
            .map(|it| serde_json::from_str(&it.3).unwrap())
            .collect();
        reading += start.elapsed();
        let start = Clock::start();
        for ((kind, subject, time, _), data) in texts.iter().zip(&read) {
            records.evolve(index, kind, subject, *time, data);
            index += 1;
        }
        folding += start.elapsed();
    }
    let count = RECORDS * play.log.len();
    eprintln!("{} bytes of data an entry", bytes / count);
    rate("JSON read", count, reading);
    rate("folded", count, folding);

    let book = records.book("key-projects").unwrap();
    assert_eq!(book.len(), RECORDS);
    let building = [book.system().stage("building").unwrap()];
    let filter = Filter {
        stages: &building,
        ..Filter::default()
    };
    let start = Clock::start();
    for _ in 0..100 {
        assert_eq!(book.find(&filter, Order::Due, 0, 50).total, RECORDS);
    }
    rate("lists of 10,000 by due day", 100, start.elapsed());

    let system = book.system();
    let wish = Wish {
        action: system.action("report-month").unwrap(),
        input: json!({ "month": "2026-10", "amount": "5", "progress_now": 12 })
            .as_object()
            .unwrap()
            .clone(),
        seen: None,
    };
    let (who, at) = (actor(&play.town, CLERK), morning("2026-11-02"));
    let start = Clock::start();
    for record in book.iter() {
        youwei_system::decide::decide(system, Some(record), &wish, &who, &play.town, at, &records)
            .unwrap();
    }
    rate("monthly reports decided", book.len(), start.elapsed());
}
