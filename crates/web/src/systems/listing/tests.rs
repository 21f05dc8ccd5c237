use std::sync::Arc;
use std::time::Instant;

use youwei_base::Day;
use youwei_decision::value::Value;
use youwei_system::declaration::System;
use youwei_system::record::{ClockState, Record};

use super::{Listing, Query};
use crate::ground::Ground;

fn system() -> Arc<System> {
    Ground::built_in().system("key-projects").unwrap().clone()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn record(system: &System, number: u32) -> Record {
    let mut values =
        vec![Value::null(youwei_decision::value::Why::Given("".into())); system.fields.len()];
    let mut put =
        |name: &str, value: String| values[system.field(name).unwrap()] = Value::string(value);
    put("name", format!("项目{number}号桥"));
    put(
        "level",
        ["province", "city", "county"][number as usize % 3].to_owned(),
    );
    put("unit", format!("unit-{}", number % 40));
    put("content", "改造老旧小区及配套管网".to_owned());
    Record {
        id: format!("2026-{number:05}").into(),
        version: 1,
        stage: Some(number as usize % system.stages.len()),
        since: day("2026-03-01"),
        opened: day("2026-03-01"),
        values,
        sealed: Vec::new(),
        clocks: vec![ClockState {
            clock: "entry-review".into(),
            started: day("2026-03-01"),
            due: day("2026-03-01")
                .checked_add(jiff::Span::new().days(i64::from(number % 300)))
                .unwrap(),
            remind: None,
            reminded: false,
            suspended: None,
            extended: false,
            ran_out: None,
            escalated: number.is_multiple_of(7).then(|| "city-government".into()),
            stopped: number.is_multiple_of(2).then(|| day("2026-03-02")),
        }],
        notices: Vec::new(),
        samples: Vec::new(),
        facts: Vec::new(),
        took: Vec::new(),
        flags: Vec::new(),
        entries: vec![u64::from(number)],
        touched: "2026-03-01T00:00:00Z".parse().unwrap(),
    }
}

fn listing(system: &System, count: u32) -> Listing {
    let mut listing = Listing::new(system);
    (1..=count).for_each(|number| listing.put(system, &record(system, number)));
    listing
}

#[test]
fn a_list_is_what_looking_at_every_record_gives() {
    let system = system();
    let all: Vec<Record> = (1..=500).map(|number| record(&system, number)).collect();
    let listing = listing(&system, 500);
    let level = system.field("level").unwrap();
    let unit = system.field("unit").unwrap();
    for (query, lets) in [
        (
            Query::default(),
            Box::new(|_: u32| true) as Box<dyn Fn(u32) -> bool>,
        ),
        (
            Query {
                stage: Some(2),
                ..Query::default()
            },
            Box::new(|_| true),
        ),
        (
            Query {
                is: vec![(level, "city".into())],
                ..Query::default()
            },
            Box::new(|it| it % 3 == 1),
        ),
        (
            Query {
                is: vec![(level, "city".into()), (unit, "unit-7".into())],
                stage: Some(3),
                ..Query::default()
            },
            Box::new(|it| it % 3 == 1 && it % 40 == 7),
        ),
        (
            Query {
                words: "项目12 号桥".into(),
                ..Query::default()
            },
            Box::new(|it| it.to_string().starts_with("12")),
        ),
        (
            Query {
                is: vec![(unit, "no-such".into())],
                ..Query::default()
            },
            Box::new(|_| false),
        ),
        (
            Query {
                due_by: Some(day("2026-03-10")),
                ..Query::default()
            },
            Box::new(|it| it % 2 == 1 && it % 300 <= 9),
        ),
    ] {
        let let_through = |it: &&Record| lets(it.id[5..].parse().unwrap());
        let mut stages = vec![0; system.stages.len()];
        all.iter()
            .filter(let_through)
            .for_each(|it| stages[it.stage.unwrap()] += 1);
        let in_stage = |it: &&Record| query.stage.is_none() || it.stage == query.stage;
        let mut ids: Vec<&str> = all
            .iter()
            .filter(let_through)
            .filter(in_stage)
            .map(|it| &*it.id)
            .collect();
        ids.reverse();
        let found = listing.find(&system, &query, 0, usize::MAX);
        assert_eq!(found.stages, stages, "{query:?}");
        assert_eq!(
            found.page.iter().map(|it| &**it).collect::<Vec<_>>(),
            ids,
            "{query:?}"
        );
        assert_eq!(found.total, ids.len());
        let second = listing.find(&system, &query, 50, 50);
        assert_eq!(second.page.len(), ids.len().saturating_sub(50).min(50));
    }
}

#[test]
fn a_record_that_changed_is_found_as_it_is_now() {
    let system = system();
    let mut listing = listing(&system, 3);
    let mut changed = record(&system, 2);
    changed.stage = Some(5);
    changed.values[system.field("name").unwrap()] = Value::string("望澜大桥");
    changed.clocks[0].stopped = None;
    listing.put(&system, &changed);
    let find = |words: &str| {
        listing.find(
            &system,
            &Query {
                words: words.into(),
                ..Query::default()
            },
            0,
            9,
        )
    };
    assert_eq!(find("望澜").page, ["2026-00002".into()]);
    assert_eq!(find("项目2号").total, 0);
    assert_eq!(listing.count(system.stages.len(), |_| true)[5], 1);
    let clock = system
        .clocks
        .iter()
        .position(|it| &*it.id == "entry-review")
        .unwrap();
    assert_eq!(listing.waiting(clock).count(), 3);
    changed.clocks[0].stopped = Some(day("2026-04-01"));
    listing.put(&system, &changed);
    assert_eq!(listing.waiting(clock).count(), 2);
}

/// Prints how long queries take over 200,000 records; `--ignored`, since it is slow to
/// fill without optimisation.
#[test]
#[ignore = "measures; run with --ignored --nocapture"]
#[allow(clippy::print_stdout)]
fn two_hundred_thousand_records_are_searched() {
    let system = system();
    let started = Instant::now();
    let listing = listing(&system, 200_000);
    println!("filled in {:?}", started.elapsed());
    let level = system.field("level").unwrap();
    for query in [
        Query::default(),
        Query {
            words: "9号桥".into(),
            ..Query::default()
        },
        Query {
            is: vec![(level, "city".into())],
            stage: Some(3),
            by_due: true,
            ..Query::default()
        },
    ] {
        let started = Instant::now();
        let found = listing.find(&system, &query, 0, 50);
        println!("{:?} {} of {query:?}", started.elapsed(), found.total);
    }
}
