//! A server that goes away, is full, is locked or is shared: nothing that was answered
//! is lost, nothing is there twice, and whoever is refused is told why.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;
use uuid::Uuid;
use youwei_ledger::{AppendError, Ledger, StorageError};

use crate::server::{self, Server, Stop};
use crate::tools::{Site, event, expect, fill, proved};

const THREADS: u64 = 6;

/// Appends from several threads while `meanwhile` runs; each event is asked for until
/// it is answered with an index. Then everything must be there once, in its place.
fn append_while(site: &Site, meanwhile: impl FnOnce() + Send) {
    let ledger = &site.open();
    fill(ledger, 3);
    let over = &AtomicBool::new(false);
    let answered: HashMap<Uuid, u64> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| scope.spawn(move || append_until(ledger, thread, over)))
            .collect();
        scope.spawn(move || {
            meanwhile();
            over.store(true, Ordering::Relaxed);
        });
        let answers = threads.into_iter().flat_map(|it| it.join().unwrap());
        answers.collect()
    });
    assert!(answered.len() > 10, "only {} were answered", answered.len());
    let entries = ledger.entries(3, usize::MAX).unwrap();
    assert_eq!(entries.len(), answered.len(), "each once");
    for entry in entries {
        assert_eq!(answered.get(&entry.event.id), Some(&entry.index));
    }
    proved(ledger);
}

fn append_until(ledger: &Ledger, thread: u64, over: &AtomicBool) -> Vec<(Uuid, u64)> {
    let subject = format!("case/{thread}");
    let mut answered = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let version = answered.len() as u64;
        let event = youwei_ledger::NewEvent {
            id: Uuid::now_v7(),
            ..event(0, &subject, json!({"turn": version}))
        };
        let index = loop {
            match ledger.append(vec![event.clone()], &[expect(&subject, version)]) {
                Ok(indexes) => break indexes[0],
                Err(AppendError::Storage(StorageError::Unreachable { .. })) => {}
                Err(other) => panic!("{other}"),
            }
        };
        answered.push((event.id, index));
    }
    answered
}

fn pause() {
    thread::sleep(Duration::from_millis(300));
}

#[test]
fn a_server_that_is_stopped_and_started_loses_nothing() {
    let Some(server) = server::start() else {
        return;
    };
    append_while(&Site::on(&server), || {
        for how in [Stop::Fast, Stop::Immediate, Stop::Immediate] {
            pause();
            server.stop(how);
            pause();
            server.start_again();
        }
        pause();
    });
}

#[test]
fn a_connection_that_is_cut_in_the_middle_loses_nothing_and_doubles_nothing() {
    let Some(server) = server::start() else {
        return;
    };
    append_while(&Site::on(&server), || {
        for turn in 0..60 {
            thread::sleep(Duration::from_millis(turn % 7 * 5));
            server.cut_connections();
        }
        pause();
    });
}

#[test]
fn a_server_that_stays_away_is_an_error_in_bounded_time_and_the_writer_lives_on() {
    let Some(server) = server::start() else {
        return;
    };
    let site = Site::on(&server);
    let ledger = site.open();
    fill(&ledger, 2);
    server.stop(Stop::Fast);
    let asked = event(9, "s", json!(1));
    let begun = Instant::now();
    let refused = ledger.append(vec![asked.clone()], &[]).unwrap_err();
    let unreachable = AppendError::Storage(StorageError::Unreachable {
        reason: String::new(),
    });
    assert_eq!(
        std::mem::discriminant(&refused),
        std::mem::discriminant(&unreachable)
    );
    assert!(
        refused.to_string().contains("cannot be reached"),
        "{refused}"
    );
    assert!(begun.elapsed() < Duration::from_secs(60));
    assert!(ledger.head().is_err());
    server.start_again();
    assert_eq!(ledger.append(vec![asked], &[]), Ok(vec![2]));
    assert_eq!(proved(&ledger).size, 3);
}

#[test]
fn a_full_disk_stores_nothing_and_the_same_batch_fits_when_there_is_room() {
    let Some(site) = Site::postgres() else { return };
    let ledger = site.open();
    fill(&ledger, 2);
    site.client()
        .batch_execute(
            "CREATE FUNCTION public.full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
             CREATE TRIGGER full_disk AFTER INSERT ON youwei.entries
                 EXECUTE FUNCTION public.full()",
        )
        .unwrap();
    let batch = || vec![event(8, "s", json!(1)), event(9, "s", json!(2))];
    for _ in 0..2 {
        let refused = ledger.append(batch(), &[]);
        assert_eq!(refused, Err(AppendError::Storage(StorageError::DiskFull)));
        assert_eq!(proved(&ledger).size, 2);
    }
    site.client()
        .batch_execute("DROP TRIGGER full_disk ON youwei.entries")
        .unwrap();
    assert_eq!(ledger.append(batch(), &[expect("s", 0)]), Ok(vec![2, 3]));
    assert_eq!(proved(&ledger).size, 4);
}

#[test]
fn a_head_that_another_program_locks_is_a_refusal_and_readers_do_not_wait() {
    let Some(site) = Site::postgres() else { return };
    let ledger = site.open();
    fill(&ledger, 2);
    let mut other = site.client();
    let mut holding = other.transaction().unwrap();
    holding
        .query("SELECT * FROM youwei.head FOR UPDATE", &[])
        .unwrap();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| ledger.append(vec![event(9, "s", json!(1))], &[]));
        assert_eq!(proved(&ledger).size, 2);
        assert!(!waiting.is_finished());
        assert_eq!(
            waiting.join().unwrap(),
            Err(AppendError::Storage(StorageError::Locked))
        );
    });
    holding.rollback().unwrap();
    let again = ledger.append(vec![event(9, "s", json!(1))], &[]);
    assert_eq!(again, Ok(vec![2]));
}

/// Two logs open on one database, as in two processes, each of which remembers.
fn two(server: &Server) -> (Site, Ledger, Ledger) {
    let site = Site::on(server);
    let (one, other) = (site.open(), site.open());
    fill(&one, 3);
    let seen = other.append(vec![event(90, "s", json!(1))], &[]);
    assert_eq!(seen, Ok(vec![3]));
    (site, one, other)
}

#[test]
fn what_another_process_appended_is_known_before_anybody_is_refused() {
    let Some(server) = server::shared() else {
        return;
    };
    let (_site, one, other) = two(server);
    // `other` remembers "s" as it was after its own append.
    let again = one.append(vec![event(91, "s", json!(1))], &[expect("s", 1)]);
    assert_eq!(again, Ok(vec![4]));
    // An expectation that holds by now holds, whatever was remembered.
    let next = other.append(vec![event(92, "s", json!(1))], &[expect("s", 2)]);
    assert_eq!(next, Ok(vec![5]));
    // A refusal names what is there now, also in a batch without events.
    one.append(vec![event(93, "s", json!(1))], &[]).unwrap();
    let stale = |expected| AppendError::Stale {
        subject: "s".to_owned(),
        expected,
        actual: 4,
    };
    let batch = vec![event(94, "s", json!(1))];
    assert_eq!(other.append(batch, &[expect("s", 3)]), Err(stale(3)));
    assert_eq!(other.append(vec![], &[expect("s", 2)]), Err(stale(2)));
    assert_eq!(other.append(vec![], &[expect("s", 4)]), Ok(vec![]));
}

#[test]
fn an_id_of_another_process_is_answered_or_refused_by_its_content() {
    let Some(server) = server::shared() else {
        return;
    };
    let (_site, one, other) = two(server);
    let first = event(95, "t", json!(1));
    assert_eq!(
        one.append(vec![first.clone()], &[expect("t", 0)]),
        Ok(vec![4])
    );
    assert_eq!(
        other.append(vec![first.clone()], &[expect("t", 0)]),
        Ok(vec![4])
    );
    let mut changed = first.clone();
    changed.actor = "王强".to_owned();
    let taken = AppendError::IdTaken {
        id: first.id,
        index: 4,
    };
    assert_eq!(other.append(vec![changed.clone()], &[]), Err(taken.clone()));
    // Its own memory is as good as that of the other.
    assert_eq!(one.append(vec![changed], &[]), Err(taken));
    assert_eq!(proved(&one).size, 5);
}

#[test]
fn streams_that_a_writer_has_forgotten_are_looked_up_and_not_assumed() {
    let Some(server) = server::shared() else {
        return;
    };
    let site = Site::on(server);
    fill(&site.open(), 9);
    // It remembers the head after its first append, but of the streams only "s".
    let ledger = site.open();
    ledger.append(vec![event(90, "s", json!(1))], &[]).unwrap();
    let unexpected = ledger.append(vec![event(91, "commitment/0", json!(1))], &[]);
    assert_eq!(unexpected, Ok(vec![10]));
    let events = |number| vec![event(number, "commitment/1", json!(1))];
    let too_few = ledger.append(events(92), &[expect("commitment/1", 2)]);
    let too_many = ledger.append(events(93), &[expect("commitment/2", 4)]);
    for (refused, given) in [(too_few, 2), (too_many, 4)] {
        let Err(AppendError::Stale {
            expected, actual, ..
        }) = refused
        else {
            panic!("{refused:?}")
        };
        assert_eq!((expected, actual), (given, 3));
    }
    let right = ledger.append(events(94), &[expect("commitment/1", 3)]);
    assert_eq!(right, Ok(vec![11]));
    assert_eq!(ledger.stream("commitment/0").unwrap().len(), 4);
    proved(&ledger);
}

#[test]
fn two_processes_race_for_every_entry_and_the_order_has_no_gap() {
    let Some(server) = server::shared() else {
        return;
    };
    let (_site, one, other) = two(server);
    let answered: Vec<(Uuid, u64)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8_u32)
            .map(|thread| {
                let ledger = if thread % 2 == 0 { &one } else { &other };
                scope.spawn(move || race(ledger, thread))
            })
            .collect();
        let answers = threads.into_iter().flat_map(|it| it.join().unwrap());
        answers.collect()
    });
    assert_eq!(proved(&one).size, 4 + answered.len() as u64);
    let entries = other.entries(0, usize::MAX).unwrap();
    for (id, index) in answered {
        assert_eq!(entries[index as usize].event.id, id);
    }
    for stream in 0..2 {
        let stream = one.stream(&format!("race/{stream}")).unwrap();
        for (version, entry) in stream.iter().enumerate() {
            assert_eq!(entry.event.data["decided_on"], version);
        }
    }
}

/// Appends 40 events, each decided on the version that it names.
fn race(ledger: &Ledger, thread: u32) -> Vec<(Uuid, u64)> {
    let subject = format!("race/{}", thread / 4);
    let mut version = 0;
    let mut answered = Vec::new();
    for turn in 0..40 {
        loop {
            let event = event(
                1000 + thread * 40 + turn,
                &subject,
                json!({"decided_on": version}),
            );
            let id = event.id;
            match ledger.append(vec![event], &[expect(&subject, version)]) {
                Ok(indexes) => {
                    answered.push((id, indexes[0]));
                    version += 1;
                    break;
                }
                Err(AppendError::Stale { actual, .. }) => version = actual,
                Err(other) => panic!("{other}"),
            }
        }
    }
    answered
}

#[test]
fn a_follower_hears_of_what_another_process_appends() {
    let Some(server) = server::shared() else {
        return;
    };
    let (site, one, other) = two(server);
    let mut followed = one.subscribe(4);
    assert_eq!(followed.take(9, Duration::ZERO), Ok(vec![]));
    let listening = "SELECT count(*) FROM pg_stat_activity
                     WHERE datname = current_database() AND query = 'LISTEN youwei'";
    let mut client = site.client();
    let mut listens = || client.query_one(listening, &[]).unwrap().get::<_, i64>(0) == 1;
    assert!((0..500).any(|_| {
        thread::sleep(Duration::from_millis(10));
        listens()
    }));
    for number in 100..105 {
        let event = event(number, "s", json!(1));
        let index = other.append(vec![event], &[]).unwrap()[0];
        let heard = followed.take(9, Duration::from_secs(20)).unwrap();
        let indexes: Vec<u64> = heard.iter().map(|entry| entry.index).collect();
        assert_eq!(indexes, [index]);
    }
    assert_eq!(followed.next(), 9);
}
