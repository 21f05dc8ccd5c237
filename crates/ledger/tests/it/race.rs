//! Many callers at once.

use std::collections::BTreeMap;
use std::thread;

use serde_json::json;
use uuid::Uuid;
use youwei_ledger::{AppendError, Ledger};

use crate::tools::{Site, event, expect, fill, proved};

const THREADS: u32 = 16;
const APPENDS: u32 = 50;
const STREAMS: u32 = 3;

/// Appends 50 events, each decided on the version that it names in its data; answers
/// the ids with their indexes, and how often another was faster.
fn work(ledger: &Ledger, thread: u32) -> (Vec<(Uuid, u64)>, u64) {
    let mut versions = [0; STREAMS as usize];
    let (mut answered, mut races) = (Vec::new(), 0);
    for turn in 0..APPENDS {
        let place = (turn + thread) % STREAMS;
        let subject = format!("commitment/{place}");
        let version = &mut versions[place as usize];
        let index = loop {
            let number = thread * APPENDS + turn;
            let event = event(number, &subject, json!({"decided_on": *version}));
            let id = event.id;
            match ledger.append(vec![event], &[expect(&subject, *version)]) {
                Ok(indexes) => {
                    *version += 1;
                    answered.push((id, indexes[0]));
                    break indexes[0];
                }
                Err(AppendError::Stale {
                    subject: named,
                    expected,
                    actual,
                }) => {
                    assert_eq!((named, expected), (subject.clone(), *version));
                    assert!(actual > expected, "a stream only grows");
                    races += 1;
                    *version = actual;
                }
                Err(other) => panic!("{other}"),
            }
        };
        // Whoever was answered reads their own entry, while others write.
        let read = ledger.entries(index, 1).unwrap();
        assert_eq!(read[0].event.id, answered[answered.len() - 1].0);
    }
    (answered, races)
}

on_each_store! {
    fn sixteen_threads_get_one_order_and_each_its_own_answer(site) {
        let ledger = site.open();
        let ledger = &ledger;
        let answers: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> = (0..THREADS)
                .map(|thread| scope.spawn(move || work(ledger, thread)))
                .collect();
            threads.into_iter().map(|it| it.join().unwrap()).collect()
        });
        assert!(answers.iter().map(|(_, races)| races).sum::<u64>() > 0);
        let mut order = BTreeMap::new();
        for (answered, _) in &answers {
            assert!(answered.is_sorted_by_key(|(_, index)| *index));
            for (id, index) in answered {
                assert_eq!(order.insert(*index, *id), None, "an index is given once");
            }
        }
        let entries = ledger.entries(0, usize::MAX).unwrap();
        assert_eq!(entries.len(), (THREADS * APPENDS) as usize);
        for (index, entry) in (0..).zip(&entries) {
            assert_eq!(entry.index, index);
            assert_eq!(order[&index], entry.event.id);
        }
        for stream in 0..STREAMS {
            let stream = ledger.stream(&format!("commitment/{stream}")).unwrap();
            for (version, entry) in stream.iter().enumerate() {
                assert_eq!(entry.event.data["decided_on"], version);
            }
        }
        assert_eq!(proved(ledger).size, 800);
    }
}

on_each_store! {
    fn who_asks_again_among_many_is_answered_as_before(site) {
        let ledger = site.open();
        fill(&ledger, 6);
        let ledger = &ledger;
        thread::scope(|scope| {
            for thread in 1..=8 {
                scope.spawn(move || {
                    let subject = format!("other/{thread}");
                    for turn in 0..40 {
                        let fresh = event(thread * 1_000 + turn, &subject, json!({}));
                        ledger.append(vec![fresh], &[]).unwrap();
                        // Entry 0, whose own success made this expectation stale.
                        let data = json!({"number": 0, "amount": "58.18"});
                        let again = event(0, "commitment/0", data);
                        let answer = ledger.append(vec![again], &[expect("commitment/0", 0)]);
                        assert_eq!(answer, Ok(vec![0]));
                    }
                });
            }
        });
        assert_eq!(proved(ledger).size, 6 + 8 * 40);
    }
}

#[test]
fn a_reader_does_not_wait_for_a_writer_that_holds_the_lock() {
    let site = Site::sqlite();
    let ledger = site.open();
    fill(&ledger, 3);
    let other = site.raw();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| ledger.append(vec![event(9, "s", json!(1))], &[]));
        // All of this answers although the append above cannot.
        assert_eq!(proved(&ledger).size, 3);
        assert_eq!(ledger.entries(0, 9).unwrap().len(), 3);
        assert_eq!(ledger.stream("commitment/0").unwrap().len(), 1);
        assert!(!waiting.is_finished());
        other.execute_batch("ROLLBACK").unwrap();
        assert_eq!(waiting.join().unwrap(), Ok(vec![3]));
    });
}

#[test]
fn a_ledger_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Ledger>();
}
