//! A person's row opens with the one master key, for the one person of the one log.

use proptest::prelude::*;

use super::super::master::MasterKey;
use super::super::wrap::{Unwrapped, rewrap, unwrap, wrap};
use super::*;
use crate::Chance;

fn masters() -> [MasterKey; 3] {
    [(); 3].map(|()| MasterKey::random().unwrap())
}

fn shown(kept: &Kept) -> (Option<[u8; 32]>, Option<u64>) {
    match kept {
        Kept::Key(key) => (Some(*key.0.bytes()), None),
        Kept::Erased { values } => (None, Some(*values)),
    }
}

#[test]
fn a_row_is_read_with_its_master_key_for_its_person_in_its_log() {
    let [master, other, _] = masters();
    for origin in ORIGINS {
        for kept in [Kept::Key(key(5)), Kept::Erased { values: u64::MAX }] {
            let row = wrap(&Chance::system(), origin, person(1), &kept, &master).unwrap();
            let read = unwrap(origin, person(1), &row, &master).unwrap();
            assert_eq!(shown(&read), shown(&kept));

            let fails = |origin, of, master| unwrap(origin, of, &row, master).err();
            let log = origin.replace("yunze", "other");
            assert_eq!(
                fails(origin, person(1), &other),
                Some(Unwrapped::OtherMasterKey)
            );
            assert_eq!(fails(origin, person(2), &master), Some(Unwrapped::Changed));
            assert_eq!(fails(&log, person(1), &master), Some(Unwrapped::Changed));
            for bit in 0..row.len() * 8 {
                let row = flipped(&row, bit);
                assert!(
                    unwrap(origin, person(1), &row, &master).is_err(),
                    "bit {bit}"
                );
            }
            for end in 0..row.len() {
                assert!(
                    unwrap(origin, person(1), &row[..end], &master).is_err(),
                    "{end}"
                );
            }
        }
    }
}

#[test]
fn a_change_of_master_keys_keeps_everything_and_can_be_run_again() {
    let [old, new, third] = masters();
    for origin in ORIGINS {
        for kept in [Kept::Key(key(5)), Kept::Erased { values: 3 }] {
            let row = wrap(&Chance::system(), origin, person(1), &kept, &old).unwrap();
            let changed = rewrap(origin, person(1), &row, &old, &new)
                .unwrap()
                .unwrap();
            let read = unwrap(origin, person(1), &changed, &new).unwrap();
            assert_eq!(shown(&read), shown(&kept));
            let gone = unwrap(origin, person(1), &changed, &old).err();
            assert_eq!(gone, Some(Unwrapped::OtherMasterKey));

            assert_eq!(rewrap(origin, person(1), &changed, &old, &new), Ok(None));
            assert_eq!(
                rewrap(origin, person(1), &row, &third, &new),
                Err(Unwrapped::OtherMasterKey)
            );
            // What is damaged is not taken for what is still to be done.
            for row in [&row, &changed] {
                let last = row.len() * 8 - 1;
                let result = rewrap(origin, person(1), &flipped(row, last), &old, &new);
                assert_eq!(result, Err(Unwrapped::Changed));
            }
        }
    }
}

proptest! {
    #[test]
    fn every_key_and_every_count_comes_back(
        bytes: [u8; 32],
        values: u64,
        of in 0..1_u128 << 48,
        origin in prop::sample::select(&ORIGINS[..]),
    ) {
        let master = MasterKey::random().unwrap();
        for kept in [Kept::Key(PersonKey(Secret::new(bytes))), Kept::Erased { values }] {
            let row = wrap(&Chance::system(), origin, person(of), &kept, &master).unwrap();
            let read = unwrap(origin, person(of), &row, &master).unwrap();
            prop_assert_eq!(shown(&read), shown(&kept));
            // No two wrappings are alike, so equal keys cannot be seen.
            prop_assert_ne!(wrap(&Chance::system(), origin, person(of), &kept, &master).unwrap(), row);
        }
    }
}
