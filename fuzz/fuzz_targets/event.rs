//! The bytes of an entry: scanning takes them exactly if reading them into an event and
//! writing that gives them again, and it finds the same attributes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use youwei_ledger::{Event, scan};

fuzz_target!(|bytes: &[u8]| {
    let event = Event::from_bytes(bytes).ok();
    let event = event.filter(|event| event.bytes().is_ok_and(|written| written == bytes));
    match (scan(bytes), event) {
        (Ok(scanned), Some(event)) => {
            assert_eq!(scanned.id, event.id);
            assert_eq!(scanned.source, event.source);
            assert_eq!(scanned.kind, event.kind);
            assert_eq!(scanned.subject, event.subject);
            assert_eq!(scanned.time, event.time);
            assert_eq!(scanned.actor, event.actor);
        }
        (Err(flaw), None) => assert!(flaw.at <= bytes.len()),
        (scanned, event) => panic!("{scanned:?} but {event:?}"),
    }
});
