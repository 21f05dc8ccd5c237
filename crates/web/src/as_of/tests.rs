use std::sync::Arc;

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;
use youwei_base::Day;
use youwei_ledger::{Keys, Ledger, NewEvent, Place};
use youwei_tlog::{Frontier, SignerKey};

use super::{DAYS_KEPT_MAX, ENTRIES_KEPT_MAX, MONTHS_KEPT_MAX, Past, planned};
use crate::app::{App, Settings, State, day_in_china, recorded};
use crate::house::House;
use crate::state::Days;

const SOURCES: &str = include_str!("../../../account/tests/events.jsonl");

fn noon() -> Timestamp {
    "2026-06-30T12:00:00+08:00".parse().unwrap()
}

/// An app over a new log of these events.
fn app(events: Vec<NewEvent>) -> (tempfile::TempDir, App) {
    let folder = tempfile::tempdir().unwrap();
    let signer = SignerKey::from_seed("youwei:test", &[7; 32]).unwrap();
    let place = Place::File(folder.path().join("log.sqlite3"));
    let keys = Keys {
        signer,
        master: None,
    };
    let ledger = Ledger::open(&place, keys).unwrap();
    ledger.append(events, &[]).unwrap();
    let settings = Settings {
        files: folder.path().join("files"),
        clock: Arc::new(noon),
        hosts: Vec::new(),
    };
    let house = Arc::new(House::built_in().unwrap());
    let app = App::open_in(ledger, settings, house).unwrap();
    (folder, app)
}

/// What the lines of a log say, and projects that are opened and report money.
fn events(times: &[i64]) -> Vec<NewEvent> {
    let lines = SOURCES.lines().map(|line| {
        let line: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| line[name].as_str().unwrap().to_owned();
        (text("kind"), text("subject"), line["data"].clone())
    });
    let projects = (0..).map(|number| {
        let data = json!({
            "to": if number < 20 { "proposed" } else { "approved" },
            "set": { "name": format!("项目{number}") },
            "facts": [{ "metric": "project.invested", "key": format!("{number}"),
                "value": "12.5", "on": "2026-03-31", "labels": { "level": "city" } }],
        });
        let subject = format!("key-projects/2026-{:05}", number % 20);
        ("key-projects.report-month".to_owned(), subject, data)
    });
    // One of each in turn, so that both are there wherever a day ends.
    let mut lines = lines.fuse();
    let mut projects = projects;
    let what = std::iter::from_fn(move || {
        let next = lines.next().or_else(|| projects.next())?;
        Some([next, projects.next()?])
    });
    let start = "2025-12-20T00:00:00+08:00".parse::<Timestamp>().unwrap();
    times
        .iter()
        .zip(what.flatten())
        .map(|(seconds, (kind, subject, data))| NewEvent {
            id: Uuid::now_v7(),
            kind,
            subject,
            time: Timestamp::from_second(start.as_second() + seconds).unwrap(),
            actor: "李静（市水利局）".into(),
            data,
        })
        .collect()
}

/// Everything that a state says, in a form that can be compared.
fn said(app: &App, state: &State) -> String {
    let systems = app.ground.systems();
    let books = systems.iter().filter_map(|system| {
        let book = state.running.records.book(&system.id)?;
        let lists = state.running.listing(&system.id)?.len();
        let facts = book.iter().map(|record| {
            let subject = format!("{}/{}", system.id, record.id);
            format!("{:?}", state.book.of_record(&subject).collect::<Vec<_>>())
        });
        let facts: Vec<String> = facts.collect();
        Some(format!(
            "{lists} {:?} {facts:?}",
            book.iter().collect::<Vec<_>>()
        ))
    });
    let books: Vec<String> = books.collect();
    let figures = app.state().book.measures().clone();
    let day: Day = "2026-12-31".parse().unwrap();
    let figures = figures.iter().map(|it| state.book.figure(&it.id, day));
    format!(
        "{:?}\n{:?}\n{books:?}\n{:?}\n{:?} {:?}",
        state.accounts,
        state.users,
        figures.collect::<Vec<_>>(),
        state.head,
        state.days,
    )
}

/// The state of the first `size` entries, folded from nothing.
fn folded(app: &App, size: usize) -> State {
    let mut state = app.before_all();
    let suite = app.ledger.suite();
    let mut tree = Frontier::default();
    for entry in app.ledger.entries(0, size).unwrap() {
        tree.push(suite, entry.leaf, |_| {});
        state.take(&recorded(entry));
    }
    state.running.settle();
    state.head.root = tree.root(suite);
    state
}

/// How many entries count for a day and those before it.
fn counted(events: &[NewEvent], day: Day) -> usize {
    let mut latest = Day::MIN;
    events
        .iter()
        .take_while(|event| {
            latest = latest.max(day_in_china(event.time));
            latest <= day
        })
        .count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn as_of_a_day_is_what_was_folded_then(
        // Hours between one entry and the next; some clocks were set back.
        steps in proptest::collection::vec(-30..200_i64, 1..90),
        asked in proptest::collection::vec(-3..240_i64, 1..12),
    ) {
        let times: Vec<i64> = steps
            .iter()
            .scan(0, |at, step| { *at += step * 3_600; Some(*at) })
            .collect();
        let events = events(&times);
        let (_folder, app) = app(events.clone());
        let first: Day = "2025-12-20".parse().unwrap();
        prop_assert_eq!(said(&app, &app.state()), said(&app, &folded(&app, events.len())));
        for day in asked {
            let day = first.checked_add(jiff::Span::new().days(day)).unwrap();
            let size = counted(&events, day);
            let then = app.state_as_of(day).unwrap();
            prop_assert_eq!(said(&app, &then), said(&app, &folded(&app, size)), "{}", day);
        }
    }
}

#[test]
fn before_the_first_entry_there_is_nothing_and_in_days_to_come_the_present() {
    let (_folder, app) = app(events(&[0, 86_400, 2 * 86_400]));
    let at = |day: &str| app.state_as_of(day.parse().unwrap()).unwrap();
    let before = at("2025-12-19");
    assert_eq!(before.head, youwei_ledger::Head::empty(app.ledger.suite()));
    assert!(before.newest().is_none() && before.book.is_empty());
    for day in ["2025-12-22", "2026-06-30", "9999-12-31"] {
        assert_eq!(said(&app, &at(day)), said(&app, &app.state()), "{day}");
    }
    // What is appended later is not in it, whatever it says of that day.
    let late = events(&[200 * 86_400]);
    app.ledger.append(late, &[]).unwrap();
    assert_eq!(at("2026-06-30").head.size, 3);
    assert_eq!(at("9999-12-31").head.size, 4);
}

#[test]
fn ends_of_months_are_kept_and_days_that_were_asked_for_last() {
    let days: Vec<i64> = (0..200).map(|day| day * 86_400).collect();
    let (_folder, app) = app(events(&days));
    let sizes = || {
        let past = app.past.lock().unwrap();
        let months: Vec<u64> = past.months.keys().copied().collect();
        let days: Vec<u64> = past.days.iter().map(|it| it.head.size).collect();
        (months, days)
    };
    let at = |day: &str| app.state_as_of(day.parse().unwrap()).unwrap();
    at("2026-03-15");
    assert_eq!(sizes(), (vec![12, 43, 71], vec![86]));
    let one = at("2026-02-28");
    assert!(
        Arc::ptr_eq(&one, &at("2026-02-28")),
        "it is not folded twice"
    );
    for day in 1..31 {
        at(&format!("2026-03-{day:02}"));
    }
    assert_eq!(sizes(), (vec![12, 43, 71], vec![99, 100, 101]));
    // Asked for again, it is the last to go.
    at("2026-03-28");
    at("2026-03-02");
    assert_eq!(sizes().1, [101, 99, 73]);
    app.remember().unwrap();
    assert_eq!(sizes().0, [12, 43, 71, 102, 132, 163, 193]);
    let months = sizes().0;
    app.remember().unwrap();
    assert_eq!(sizes().0, months);
}

#[test]
fn as_many_ends_of_months_are_kept_as_there_is_room_for_and_evenly() {
    for (ends, kept) in [
        (vec![], vec![]),
        (vec![2_000, 4_000, 6_000], vec![2_000, 4_000, 6_000]),
        (
            vec![100_000, 200_000, 300_000, 390_000],
            vec![100_000, 200_000, 390_000],
        ),
        (
            vec![700_000, 1_400_000, 2_000_000],
            vec![700_000, 2_000_000],
        ),
    ] {
        let planned: Vec<u64> = planned(&months(&ends)).into_iter().collect();
        assert_eq!(planned, kept, "{ends:?}");
    }
}

/// So many entries at the end of each month, and one on the day that goes on.
fn months(ends: &[u64]) -> Days {
    let mut days = Days::default();
    let first: Day = "2020-01-31".parse().unwrap();
    for (month, end) in (0..).zip(ends.iter().chain(&ends.last().map(|it| it + 1))) {
        let day = first.checked_add(jiff::Span::new().months(month)).unwrap();
        days.take(end - 1, crate::past::end_of(day).unwrap());
    }
    days
}

proptest! {
    #[test]
    fn room_and_the_last_month_are_kept(steps in proptest::collection::vec(1..40_000_u64, 0..150)) {
        let ends = steps.iter().scan(0, |at, step| { *at += step; Some(*at) });
        let ends: Vec<u64> = ends.collect();
        let kept = planned(&months(&ends));
        let room = ENTRIES_KEPT_MAX.max(2 * ends.last().map_or(0, |it| it + 1));
        prop_assert!(kept.len() <= MONTHS_KEPT_MAX && kept.iter().sum::<u64>() <= room);
        prop_assert!(kept.iter().all(|it| ends.contains(it)));
        prop_assert!(ends.last().is_none_or(|it| kept.contains(it)));
    }
}

#[test]
fn memory_is_bounded_by_entries() {
    let (_folder, app) = app(events(&[0]));
    let of = |size: u64| {
        let mut state = app.state().clone();
        state.head.size = size;
        Arc::new(state)
    };
    let mut past = Past::default();
    let sizes = |past: &Past| past.days.iter().map(|it| it.head.size).collect::<Vec<_>>();
    past.keep(of(ENTRIES_KEPT_MAX / 2));
    past.keep(of(ENTRIES_KEPT_MAX / 4));
    past.keep(of(ENTRIES_KEPT_MAX / 3));
    assert_eq!(sizes(&past), [ENTRIES_KEPT_MAX / 4, ENTRIES_KEPT_MAX / 3]);
    past.keep(of(2 * ENTRIES_KEPT_MAX));
    assert_eq!(sizes(&past).len(), 1, "the last one is kept, however long");
    for size in 0..9 {
        past.keep(of(size));
    }
    assert_eq!(sizes(&past).len(), DAYS_KEPT_MAX);
}
