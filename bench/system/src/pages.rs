//! The pages of a large city, under so many requests a second.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::json;
use youwei_base::Day;
use youwei_ledger::{Place, Reader};

use crate::city::{self, Made, Size};
use crate::figures::{Figures, grouped, met};
use crate::http::{Caller, paced, quantile};
use crate::project::{self, SYSTEM};
use crate::promises;
use crate::served::Served;
use crate::sessions::{Sessions, sign_in};

/// The log's name.
const ORIGIN: &str = "youwei:rehearsal/bench";

/// How many pages are asked for a second.
const A_SECOND: usize = 200;

/// How many facts are stated to see a figure move.
const MOVES: usize = 30;

/// Makes the city, unless one was kept, serves it and prints what was found.
pub fn measure(folder: &Path, size: Size, time: Duration) {
    let today = jiff::Zoned::now().date();
    let new;
    let data = match std::env::var_os("CITY").map(PathBuf::from) {
        Some(kept) => kept,
        None => {
            new = tempfile::tempdir_in(folder).expect("a folder");
            new.path().to_owned()
        }
    };
    let data = data.as_path();
    if !data.join("ledger.sqlite3").exists() {
        let made = make(folder, data, size, today);
        describe(size, &made, data);
        folding(data, made.entries);
    }
    let served = Served::start(data, &[]);
    let first = served.started;
    let most = served.memory("VmHWM") / 1024.0;
    served.stop();
    let again = Instant::now();
    let served = Served::start(data, &[]);
    println!("\n| starting | |\n| --- | ---: |");
    let reader = Reader::open(&Place::File(data.join("ledger.sqlite3"))).expect("the log");
    let rate = reader.size().expect("a size") as f64 / first.as_secs_f64();
    println!(
        "| for the first time, from entry 0 | {:.1} s, {} entries a second |",
        first.as_secs_f64(),
        grouped(&format!("{rate:.0}"))
    );
    println!("| again | {:.1} s |", served.started.as_secs_f64());
    println!(
        "| the most memory while starting | {} MiB |",
        grouped(&format!("{most:.0}"))
    );
    println!(
        "| memory once started | {} MiB |",
        grouped(&format!("{:.0}", served.memory("VmRSS") / 1024.0))
    );

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(async {
        let sessions = sign_in(&served).await;
        println!("\nWhile the past is folded behind the pages, right after the start:");
        looking(&served, &sessions, size, time).await;
        remembering(&served).await;
        println!(
            "\nThe past is folded {:.0} s after the server was started. From then on:",
            again.elapsed().as_secs_f64()
        );
        looking(&served, &sessions, size, time).await;
        moving(&served, &sessions, size).await;
    });
    println!(
        "\nMemory after that: {} MiB.\n",
        grouped(&format!("{:.0}", served.memory("VmRSS") / 1024.0))
    );
}

/// Takes a report in and lives the projects.
fn make(folder: &Path, data: &Path, size: Size, today: Day) -> Made {
    let report = folder.join("report-of-the-bench.txt");
    std::fs::write(&report, promises::report(size.commitments, today.year())).expect("a file");
    // The log grows from before the first project on, as logs do. Only that of a rehearsal
    // may be served as of another day.
    let begun = size.begins(today);
    let (report, first_day) = (report.to_string_lossy(), begun.to_string());
    let past = ["--origin", ORIGIN, "--today", &first_day, &report];
    Served::start(data, &past).stop();
    city::make(data, size, (begun, today))
}

fn describe(size: Size, made: &Made, data: &Path) {
    let file = std::fs::metadata(data.join("ledger.sqlite3")).map_or(0, |it| it.len());
    let text = |number: usize| grouped(&number.to_string());
    println!("### A large city\n");
    println!(
        "{} commitments, {} of them bound to a measure; {} records, built {} months each; {} facts in {} entries, {} MiB; made and appended in {:.0} s.",
        text(size.commitments),
        text(made.bound),
        text(size.records),
        made.months,
        text(made.facts),
        text(made.entries as usize),
        text((file >> 20) as usize),
        made.time.as_secs_f64(),
    );
}

/// What folding takes without a server: reading alone, then with records and facts.
fn folding(data: &Path, entries: u64) {
    let reader = Reader::open(&Place::File(data.join("ledger.sqlite3"))).expect("the log");
    let begun = Instant::now();
    let mut next = 0;
    while next < entries {
        let read = reader.entries(next, 1_000).expect("entries");
        next += read.len() as u64;
    }
    let rate = entries as f64 / begun.elapsed().as_secs_f64();
    println!(
        "\nReading and proving the entries alone, one thread: {} a second.",
        grouped(&format!("{rate:.0}"))
    );
}

/// Lists, records and the report, so many a second.
async fn looking(served: &Served, sessions: &Sessions, size: Size, time: Duration) {
    let year = jiff::Zoned::now().date().year() - 1;
    let clerk = sessions.of("project-clerk").to_owned();
    let list = |query: &str| (format!("/systems/{SYSTEM}{query}"), String::new());
    let record = |number: usize| {
        let serial = 1 + number * 7_919 % size.records.min(1_000);
        (
            format!("/systems/{SYSTEM}/records/{year}-{serial:05}"),
            clerk.clone(),
        )
    };
    let kinds: [(&str, Vec<(String, String)>); 3] = [
        (
            "list",
            vec![
                list(""),
                list("?page=200"),
                list("?stage=building"),
                list("?f.area=990121&f.level=city"),
                list("?q=%E5%82%A8%E8%83%BD%E7%94%B5%E7%AB%99"),
                list("?sort=due"),
            ],
        ),
        ("record", (0..50).map(record).collect()),
        ("report", vec![("/".to_owned(), String::new())]),
    ];
    println!(
        "\n| page | one at a time, ms | 50th percentile, ms | 99th | most |\n| --- | ---: | ---: | ---: | ---: |"
    );
    let mut caller = Caller::new(&served.address).await;
    let mut mixed: Vec<(String, String)> = Vec::new();
    let mut alone = Vec::new();
    for ((_, paths), shows) in kinds.iter().zip(["/records/", "current", "完成投资"]) {
        let mut took = Vec::new();
        for at in 0..30 {
            let (path, cookie) = &paths[at % paths.len()];
            let begun = Instant::now();
            let answer = caller.get(path, cookie).await;
            assert!(
                answer.status.is_success(),
                "{path}: {} {}",
                answer.status,
                answer.text()
            );
            assert!(answer.text().contains(shows), "{path} shows no {shows}");
            took.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        alone.push(Figures::of(took));
    }
    // Turn by turn a list, a record, the report.
    for at in 0..150 {
        let (_, paths) = &kinds[at % 3];
        mixed.push(paths[at / 3 % paths.len()].clone());
    }
    let took = paced(&served.address, &mixed, A_SECOND, time).await;
    let mut worst: f64 = 0.0;
    for (kind, (name, _)) in kinds.iter().enumerate() {
        let of_kind = took.iter().skip(kind).step_by(3).flatten().copied();
        let millis: Vec<f64> = of_kind.collect();
        worst = worst.max(quantile(&millis, 0.99));
        println!(
            "| {name} | {:.1} | {:.1} | {:.1} | {:.1} |",
            alone[kind],
            quantile(&millis, 0.5),
            quantile(&millis, 0.99),
            quantile(&millis, 1.0)
        );
    }
    println!(
        "\n{A_SECOND} a second, a third of them each, for {:.0} s, from the moment of asking to the last byte. Goal: at most 20 ms at the 99th percentile: {}.",
        time.as_secs_f64(),
        met(20.0, worst)
    );
}

/// Waits until the report says what changed since the end of last month, and the server has
/// nothing to do any more.
async fn remembering(served: &Served) {
    const REST: Duration = Duration::from_secs(1);
    let mut caller = Caller::new(&served.address).await;
    while !caller
        .get("/", "")
        .await
        .text()
        .contains("class=\"turned\"")
    {
        tokio::time::sleep(REST).await;
    }
    loop {
        let before = served.cpu();
        tokio::time::sleep(REST).await;
        if served.cpu() - before < 0.1 {
            return;
        }
    }
}

/// A new fact until the figure has moved on the commitment's page.
async fn moving(served: &Served, sessions: &Sessions, size: Size) {
    let mut caller = Caller::new(&served.address).await;
    let commitments = caller.get("/api/commitments", "").await.json();
    let all = commitments
        .as_array()
        .or_else(|| commitments["commitments"].as_array())
        .expect("a list");
    let of_money = all.iter().find(|it| {
        it["text"]
            .as_str()
            .is_some_and(|it| it.contains("完成投资"))
    });
    let id = of_money
        .and_then(|it| it["id"].as_str())
        .expect("a commitment of money");
    let path = format!("/commitments/{id}");
    let built = caller
        .get(
            &format!("/api/systems/{SYSTEM}/records?stage=building&f.level=city"),
            sessions.of("project-clerk"),
        )
        .await
        .json();
    let built: Vec<String> = built["records"]
        .as_array()
        .expect("records")
        .iter()
        .filter_map(|it| it["id"].as_str().map(str::to_owned))
        .collect();
    let (mut took, mut on_page) = (Vec::new(), Vec::new());
    for record in built.iter().take(MOVES.min(size.records)) {
        let before = part(&caller.get(&path, "").await.text(), "n1");
        let card = format!("k-{id}");
        let card_before = part(&caller.get("/", "").await.text(), &card);
        let its = format!("/api/systems/{SYSTEM}/records/{record}");
        let record = caller.get(&its, sessions.of("project-clerk")).await.json();
        let last = record["fields"]["monthly"]
            .as_array()
            .and_then(|it| it.last());
        let body = json!({ "input": project::corrected(last.expect("a month")) });
        let act = format!("{its}/actions/correct-month");
        let begun = Instant::now();
        let answer = caller
            .post_json(&act, sessions.of("project-clerk"), &body)
            .await;
        assert!(
            answer.status.is_success(),
            "{act}: {} {}",
            answer.status,
            answer.text()
        );
        let shown = part(&caller.get(&path, "").await.text(), "n1");
        took.push(begun.elapsed().as_secs_f64() * 1000.0);
        let page = part(&caller.get("/", "").await.text(), &card);
        on_page.push(begun.elapsed().as_secs_f64() * 1000.0);
        assert_ne!(page, card_before, "the report does not show the new figure");
        assert_ne!(shown, before, "the commitment does not show the new figure");
    }
    let (took, on_page) = (Figures::of(took), Figures::of(on_page));
    println!(
        "\nFrom asking to state a new fact until the commitment's page shows it, {} times: {took:.1} ms; until the whole report's page shows it too, made anew: {on_page:.1} ms. Goal: at most 100 ms: {}.",
        built.len().min(MOVES),
        met(100.0, on_page.most())
    );
}

/// The section of this id on a page.
fn part(page: &str, id: &str) -> String {
    let from = page.find(&format!("id=\"{id}\"")).expect("its section");
    let part = &page[from..];
    part[..part.find("</section>").expect("its end")].to_owned()
}
