//! The law: scanning takes bytes exactly if reading them into an event and writing that
//! gives the same bytes.

use proptest::prelude::*;

use super::events::any_event;
use super::sloppy::{broken, write};
use super::{accepted, attributes};
use crate::scan;

/// Many, and as many more as PROPTEST_CASES asks for.
fn many() -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig {
        cases: config.cases.max(1_000),
        ..config
    }
}

proptest! {
    #![proptest_config(many())]

    #[test]
    fn every_entry_that_the_log_writes_is_read_with_its_attributes(event in any_event()) {
        if let Ok(bytes) = event.bytes() {
            let scanned = scan(&bytes).unwrap();
            prop_assert_eq!(scanned, attributes(&event));
            prop_assert!(accepted(&bytes));
            let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            prop_assert_eq!(&serde_json_canonicalizer::to_vec(&value).unwrap(), &bytes);
            prop_assert_eq!(write(&event, 0, usize::MAX), bytes, "the sloppy writer can be neat");
        }
    }

    #[test]
    fn what_slips_in_writing_is_noticed_unless_nothing_is_changed_by_it(
        event in any_event(),
        seed: u64,
        odds in prop::sample::select(vec![10_usize, 60, 200, 600]),
    ) {
        accepted(&write(&event, seed, odds));
    }

    #[test]
    fn what_breaks_is_noticed_unless_it_is_another_entry(event in any_event(), seed: u64) {
        if let Ok(bytes) = event.bytes() {
            accepted(&broken(bytes, seed));
        }
    }

    #[test]
    fn what_slips_and_breaks_is_noticed(event in any_event(), seeds: [u64; 2]) {
        accepted(&broken(write(&event, seeds[0], 300), seeds[1]));
    }

    #[test]
    fn bytes_of_no_meaning_are_refused(bytes: Vec<u8>) {
        prop_assert!(!accepted(&bytes));
    }
}
