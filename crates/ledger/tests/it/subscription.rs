//! Following the log from where one stopped.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;
use youwei_ledger::Reader;

use crate::tools::{event, fill_fast};

const PATIENCE: Duration = Duration::from_secs(20);

on_each_store! {
    fn every_entry_comes_once_and_in_order_whoever_appends_it(site) {
        let ledger = site.open();
        fill_fast(&ledger, 0, 10);
        let reader = Reader::open(&site.place()).unwrap();
        thread::scope(|scope| {
            // One in the appending process, one in another.
            for reader in [&*ledger, &reader] {
                scope.spawn(move || {
                    let mut next = 4;
                    while next < 60 {
                        // Resumed anew each time, from where the last one stopped.
                        let mut subscription = reader.subscribe(next);
                        for entry in subscription.take(7, PATIENCE).unwrap() {
                            assert_eq!(entry.index, next);
                            next += 1;
                        }
                        assert_eq!(subscription.next(), next);
                    }
                });
            }
            for number in 10..60 {
                ledger.append(vec![event(number, "s", json!(1))], &[]).unwrap();
            }
        });
    }

    fn who_waits_in_vain_is_told_so_in_time(site) {
        let ledger = site.open();
        fill_fast(&ledger, 0, 3);
        let begun = Instant::now();
        let mut subscription = ledger.subscribe(3);
        assert_eq!(subscription.take(9, Duration::from_millis(30)).unwrap(), []);
        assert!(begun.elapsed() >= Duration::from_millis(30));
        assert_eq!(subscription.next(), 3);
        assert_eq!(ledger.subscribe(1).take(9, PATIENCE).unwrap().len(), 2);
    }
}
