//! Actions a second through HTTP, durable, beside the bare ledger with the same events.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use hyper::body::Bytes;
use hyper::{Method, StatusCode};
use serde_json::json;
use youwei_base::Day;
use youwei_ledger::{Entry, Expected, Keys, Ledger, NewEvent, Place, Reader};
use youwei_tlog::SignerKey;

use crate::figures::{Figures, met};
use crate::http::Caller;
use crate::project::{self, SYSTEM};
use crate::served::Served;
use crate::sessions::{Sessions, sign_in};

/// How many ask at the same time.
const CALLERS: usize = 64;

/// The months of a project's life: 33 actions, the first of them with a code that no other
/// project may bear.
const MONTHS: usize = 11;

/// How many lives are written before the callers begin.
const LIVES: usize = 2_000;

/// How long the callers ask before it is measured.
const WARM: Duration = Duration::from_millis(500);

/// What a caller of the bare ledger appends at once, and what it knows of the streams.
type Append = (Vec<NewEvent>, Vec<Expected>);

/// Runs both sides turn by turn and prints the table.
pub fn compare(folder: &Path, rounds: usize, time: Duration) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let (mut through, mut bare, mut shares) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let data = tempfile::tempdir_in(folder).expect("a folder");
        let served = Served::start(data.path(), &[]);
        let address = served.address.clone();
        let (acts, cpu) = runtime.block_on(async {
            let sessions = sign_in(&served).await;
            through_http(&address, &sessions, time, || served.cpu()).await
        });
        served.stop();
        through.push(acts);
        shares.push(cpu);
        bare.push(bare_ledger(folder, data.path()));
        eprint!(".");
    }
    eprintln!();
    let ratios = Figures::of(through.iter().zip(&bare).map(|(http, bare)| http / bare));
    println!("### Actions a second, durable, {CALLERS} callers\n");
    println!(
        "{rounds} rounds of {:.1} s, turn by turn; median (least – most). A ratio is taken within each round.\n",
        time.as_secs_f64()
    );
    println!(
        "| through HTTP | the same events by the bare ledger | ratio | CPU of the server an action, ms |\n| ---: | ---: | ---: | ---: |"
    );
    println!(
        "| {:.0} | {:.0} | {ratios:.2} | {:.3} |",
        Figures::of(through),
        Figures::of(bare),
        Figures::of(shares),
    );
    println!("\nGoal: at least 0.6: {}.\n", met(ratios.median(), 0.6));
}

/// Lets the callers live projects through until the time is over: what was accepted a
/// second, and the server's CPU time for each, in milliseconds.
async fn through_http(
    address: &str,
    sessions: &Sessions,
    time: Duration,
    cpu: impl Fn() -> f64,
) -> (f64, f64) {
    let (count, over) = (
        Arc::new(AtomicU64::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let next = Arc::new(AtomicU64::new(0));
    let today = jiff::Zoned::now().date();
    // Written before, as callers elsewhere would have: it takes nothing from the server.
    let lives = Arc::new((0..LIVES).map(|it| written(it, today)).collect::<Vec<_>>());
    let tasks: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (count, over, next) = (Arc::clone(&count), Arc::clone(&over), Arc::clone(&next));
            let (address, sessions) = (address.to_owned(), sessions.clone());
            let lives = Arc::clone(&lives);
            tokio::spawn(async move {
                let mut caller = Caller::new(&address).await;
                while !over.load(Ordering::Relaxed) {
                    let number = next.fetch_add(1, Ordering::Relaxed) as usize;
                    match lives.get(number) {
                        Some(life) => live(&mut caller, &sessions, life, &count, &over).await,
                        None => {
                            let life = written(number, today);
                            live(&mut caller, &sessions, &life, &count, &over).await;
                        }
                    }
                }
            })
        })
        .collect();
    tokio::time::sleep(WARM).await;
    let (before, cpu_before, begun) = (count.load(Ordering::Relaxed), cpu(), Instant::now());
    tokio::time::sleep(time).await;
    let acts = (count.load(Ordering::Relaxed) - before) as f64;
    let (elapsed, used) = (begun.elapsed().as_secs_f64(), cpu() - cpu_before);
    over.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await.expect("no panic");
    }
    (acts / elapsed, used * 1000.0 / acts)
}

/// A step of a life as it is sent: the role, the action, the body.
type Sent = (&'static str, &'static str, Bytes);

/// What a project's life asks for.
fn written(number: usize, today: Day) -> Vec<Sent> {
    let steps = project::life(number, MONTHS, true, today).into_iter();
    let sent = steps.map(|step| {
        let body = json!({ "input": step.input }).to_string();
        (step.role, step.action, Bytes::from(body))
    });
    sent.collect()
}

/// Does what a project's life asks for until it has ended or the time is over.
async fn live(
    caller: &mut Caller,
    sessions: &Sessions,
    life: &[Sent],
    count: &AtomicU64,
    over: &AtomicBool,
) {
    let mut id = String::new();
    for (role, action, body) in life {
        let path = match id.is_empty() {
            true => format!("/api/systems/{SYSTEM}/actions/{action}"),
            false => format!("/api/systems/{SYSTEM}/records/{id}/actions/{action}"),
        };
        let body = Some(("application/json", body.clone()));
        let answer = caller
            .ask(Method::POST, &path, sessions.of(role), body)
            .await;
        let fits = matches!(answer.status, StatusCode::OK | StatusCode::CREATED);
        assert!(fits, "{path}: {} {}", answer.status, answer.text());
        if id.is_empty() {
            let made = answer.json();
            id = made["id"].as_str().expect("an id").to_owned();
        }
        count.fetch_add(1, Ordering::Relaxed);
        if over.load(Ordering::Relaxed) {
            return;
        }
    }
}

/// Appends the events that a server appended to a new log, by as many callers, each with
/// records of its own: appends a second until the first of them has no more.
fn bare_ledger(folder: &Path, data: &Path) -> f64 {
    let by_caller = of_log(data);
    let signer = SignerKey::from_seed("youwei:bench", &[7; 32]).expect("a key");
    let file = tempfile::tempdir_in(folder).expect("a folder");
    let place = Place::File(file.path().join("ledger.sqlite3"));
    let keys = Keys {
        signer,
        master: None,
    };
    let ledger = &Ledger::open(&place, keys).expect("a new log");
    let (warm, over) = (&Barrier::new(CALLERS + 1), &AtomicBool::new(false));
    thread::scope(|scope| {
        let callers: Vec<_> = by_caller
            .into_iter()
            .map(|all| {
                scope.spawn(move || {
                    // As the server was warm, so is this: a tenth of it is not measured.
                    let (first, mut count) = (all.len() / 10, 0);
                    for (at, (events, expected)) in all.into_iter().enumerate() {
                        if at == first {
                            warm.wait();
                        }
                        if at >= first && over.load(Ordering::Relaxed) {
                            break;
                        }
                        ledger.append(events, &expected).expect("an answer");
                        count += usize::from(at >= first);
                    }
                    over.store(true, Ordering::Relaxed);
                    (count, Instant::now())
                })
            })
            .collect();
        warm.wait();
        let begun = Instant::now();
        let done: Vec<_> = callers
            .into_iter()
            .map(|it| it.join().expect("no panic"))
            .collect();
        let last = done.iter().map(|it| it.1).max().expect("callers");
        let appends: usize = done.iter().map(|it| it.0).sum();
        appends as f64 / (last - begun).as_secs_f64()
    })
}

/// What the server appended for each action, by record, the records dealt to the callers.
fn of_log(data: &Path) -> Vec<Vec<Append>> {
    let reader = Reader::open(&Place::File(data.join("ledger.sqlite3"))).expect("the server's log");
    let mut batches: Vec<Vec<Entry>> = Vec::new();
    let mut next = 0;
    loop {
        let entries = reader.entries(next, 1_000).expect("entries");
        let Some(last) = entries.last() else { break };
        next = last.index + 1;
        for entry in entries {
            let of_system = entry.event.subject.starts_with(SYSTEM);
            match batches.last_mut() {
                // What is taken with an event was appended right after it.
                Some(batch) if entry.event.subject.starts_with("unique/") => batch.push(entry),
                _ if of_system => batches.push(vec![entry]),
                _ => {}
            }
        }
    }
    let mut by_record: BTreeMap<String, Vec<Append>> = BTreeMap::new();
    for batch in batches {
        let subject = batch[0].event.subject.clone();
        let before = by_record.entry(subject.clone()).or_default();
        let version = before.len() as u64;
        let expected = batch.iter().map(|it| Expected {
            subject: it.event.subject.clone(),
            version: if it.event.subject == subject {
                version
            } else {
                0
            },
        });
        let expected = expected.collect();
        let events = batch.into_iter().map(|it| NewEvent {
            id: it.event.id,
            kind: it.event.kind,
            subject: it.event.subject,
            time: it.event.time,
            actor: it.event.actor,
            data: it.event.data,
        });
        before.push((events.collect(), expected));
    }
    let mut by_caller = vec![Vec::new(); CALLERS];
    for (number, (_, all)) in by_record.into_iter().enumerate() {
        by_caller[number % CALLERS].extend(all);
    }
    by_caller
}
