//! Laws of trees and proofs.

use proptest::prelude::*;
use youwei_tlog::{
    Frontier, Hash, Hashes, Node, ProofError, SIZE_MAX, Suite, consistency_proof, frontier,
    inclusion_proof, root, verify_consistency, verify_inclusion,
};

use crate::log::{LARGE, Log, SUITES, entry, mth};

#[test]
fn every_proof_in_every_small_tree_holds() {
    for suite in SUITES {
        let all = Log::new(suite, (0..40).map(entry));
        for size in 0..=40_u64 {
            let log = Log::new(suite, (0..size as usize).map(entry));
            let top = mth(suite, log.leaves());
            assert_eq!(log.frontier.root(suite), top);
            assert_eq!(root(suite, &all, size), Ok(top));
            for index in 0..size {
                let proof = inclusion_proof(suite, &all, index, size).unwrap();
                let leaf = &log.leaves()[index as usize];
                verify_inclusion(suite, leaf, index, size, &proof, &top).unwrap();
                let old = index + 1;
                let old_top = mth(suite, &log.leaves()[..old as usize]);
                let proof = consistency_proof(suite, &all, old, size).unwrap();
                verify_consistency(suite, old, &old_top, size, &top, &proof).unwrap();
            }
        }
    }
}

#[test]
fn a_proof_that_cannot_be_is_refused() {
    let log = Log::new(Suite::International, (0..5).map(entry));
    let proof = |index, size| inclusion_proof(log.suite, &log, index, size);
    assert!(proof(4, 5).is_ok());
    for (index, size) in [(5, 5), (0, 0), (u64::MAX, 5)] {
        assert_eq!(
            proof(index, size),
            Err(ProofError::NoSuchEntry { index, size })
        );
    }
    let proof = |old, new| consistency_proof(log.suite, &log, old, new);
    assert_eq!(proof(5, 5), Ok(vec![]));
    assert_eq!(proof(0, 5), Err(ProofError::FromNothing));
    assert_eq!(proof(5, 4), Err(ProofError::Shrunk { old: 5, new: 4 }));
}

#[test]
fn a_store_with_too_few_or_too_many_hashes_is_named() {
    struct Wrong(Log, isize);
    impl Hashes for Wrong {
        type Error = ProofError;
        fn hashes(&self, level: u8, from: u64, count: usize) -> Result<Vec<Hash>, ProofError> {
            let mut hashes = self.0.hashes(level, from, count)?;
            let changed = hashes.len().checked_add_signed(self.1).unwrap();
            hashes.resize(changed, [0; 32]);
            Ok(hashes)
        }
    }
    for wrong in [-1, 1] {
        let store = Wrong(Log::new(Suite::International, (0..300).map(entry)), wrong);
        let missing = Err(ProofError::Missing {
            level: 0,
            from: 0,
            count: 256,
        });
        assert_eq!(inclusion_proof(store.0.suite, &store, 3, 300), missing);
        let missing = Err(ProofError::Missing {
            level: 1,
            from: 0,
            count: 1,
        });
        assert_eq!(
            root(store.0.suite, &store, 300),
            missing.map(|_: Vec<Hash>| [0; 32])
        );
    }
}

#[test]
fn the_frontier_of_a_size_has_one_hash_a_bit() {
    for (size, bytes, fits) in [
        (0, 0, true),
        (0, 32, false),
        (1, 32, true),
        (1, 31, false),
        (1, 33, false),
        (5, 64, true),
        (5, 96, false),
        (SIZE_MAX, 63 * 32, true),
        (SIZE_MAX + 1, 32, false),
        (u64::MAX, 64 * 32, false),
    ] {
        let read = Frontier::from_bytes(size, &vec![7; bytes]);
        assert_eq!(read.is_some(), fits, "{size} {bytes}");
    }
}

#[test]
fn a_leaf_that_completes_several_tiles_reports_each_from_the_lowest() {
    let suite = Suite::International;
    let mut frontier = Frontier::default();
    let mut last = Vec::new();
    for number in 0..65_536 {
        last.clear();
        frontier.push(suite, suite.leaf_hash(&entry(number)), |node| {
            last.push(node)
        });
    }
    let places: Vec<_> = last
        .iter()
        .map(|node: &Node| (node.level, node.index))
        .collect();
    assert_eq!(places, [(1, 255), (2, 0)]);
    assert_eq!(last[1].hash, frontier.root(suite));
}

/// One way of spoiling a list of hashes.
fn spoil(proof: &[Hash], how: u8, at: usize, bit: usize) -> Option<Vec<Hash>> {
    let mut spoilt = proof.to_vec();
    let place = at.checked_rem(proof.len());
    match how {
        0 => spoilt[place?][bit / 8] ^= 1 << (bit % 8),
        1 => drop(spoilt.remove(place?)),
        2 => spoilt.insert(at % (proof.len() + 1), [bit as u8; 32]),
        3 => spoilt.swap(place?, (place? + 1) % proof.len()),
        _ => spoilt.insert(place?, proof[place?]),
    }
    (spoilt != proof).then_some(spoilt)
}

fn sizes() -> impl Strategy<Value = u64> {
    prop_oneof![1_u64..600, 1_u64..70_000, 65_500_u64..65_600]
}

proptest! {
    #[test]
    fn the_root_is_that_of_the_definition(size in 0_usize..700, national in any::<bool>()) {
        let log = &LARGE[usize::from(national)];
        let suite = log.suite;
        let short = Log::new(suite, (0..size).map(entry));
        let top = mth(suite, &log.leaves()[..size]);
        prop_assert_eq!(short.frontier.root(suite), top);
        prop_assert_eq!(root(suite, log, size as u64), Ok(top));
        prop_assert_eq!(short.frontier.size(), size as u64);
        let read = Frontier::from_bytes(size as u64, &short.frontier.to_bytes());
        prop_assert_eq!(read.as_ref(), Some(&short.frontier));
        prop_assert_eq!(frontier(suite, log, size as u64), Ok(short.frontier));
    }

    #[test]
    fn a_stored_frontier_goes_on_as_if_it_had_never_stopped(size in 0_usize..800, more in 0_usize..300) {
        let suite = Suite::International;
        let mut once = Log::new(suite, (0..size).map(entry));
        let bytes = once.frontier.to_bytes();
        let mut again = Frontier::from_bytes(size as u64, &bytes).unwrap();
        for number in size..size + more {
            once.push(&entry(number));
            again.push(suite, suite.leaf_hash(&entry(number)), |_| {});
        }
        prop_assert_eq!(again, once.frontier);
    }

    #[test]
    fn an_inclusion_proof_holds_and_a_spoilt_one_does_not(
        size in sizes(), at in any::<u64>(), national in any::<bool>(),
        how in 0_u8..5, place in 0_usize..64, bit in 0_usize..256,
    ) {
        let log = &LARGE[usize::from(national)];
        let (suite, index) = (log.suite, at % size);
        let top = root(suite, log, size).unwrap();
        let leaf = log.leaves()[index as usize];
        let proof = inclusion_proof(suite, log, index, size).unwrap();
        let check = |leaf: &Hash, index, proof: &[Hash], top: &Hash| {
            verify_inclusion(suite, leaf, index, size, proof, top)
        };
        prop_assert_eq!(check(&leaf, index, &proof, &top), Ok(()));
        if let Some(spoilt) = spoil(&proof, how, place, bit) {
            prop_assert!(check(&leaf, index, &spoilt, &top).is_err());
        }
        let mut other = leaf;
        other[bit / 8] ^= 1 << (bit % 8);
        prop_assert_eq!(check(&other, index, &proof, &top), Err(ProofError::Root));
        let mut other = top;
        other[bit / 8] ^= 1 << (bit % 8);
        prop_assert_eq!(check(&leaf, index, &proof, &other), Err(ProofError::Root));
        let other = (index + 1 + place as u64) % size;
        if other != index {
            prop_assert!(check(&leaf, other, &proof, &top).is_err());
        }
        let wrong = match suite {
            Suite::International => Suite::National,
            Suite::National => Suite::International,
        };
        let answer = verify_inclusion(wrong, &leaf, index, size, &proof, &top);
        prop_assert_eq!(answer.is_ok(), size == 1, "a tree of one leaf is its leaf's hash");
    }

    #[test]
    fn a_consistency_proof_holds_and_a_spoilt_one_does_not(
        new in sizes(), at in any::<u64>(), national in any::<bool>(),
        how in 0_u8..5, place in 0_usize..64, bit in 0_usize..256,
    ) {
        let log = &LARGE[usize::from(national)];
        let (suite, old) = (log.suite, at % new + 1);
        let old_top = root(suite, log, old).unwrap();
        let new_top = root(suite, log, new).unwrap();
        let proof = consistency_proof(suite, log, old, new).unwrap();
        let check = |old_top: &Hash, proof: &[Hash], new_top: &Hash| {
            verify_consistency(suite, old, old_top, new, new_top, proof)
        };
        prop_assert_eq!(check(&old_top, &proof, &new_top), Ok(()));
        if let Some(spoilt) = spoil(&proof, how, place, bit) {
            prop_assert!(check(&old_top, &spoilt, &new_top).is_err());
        }
        let flip = |hash: &Hash| {
            let mut other = *hash;
            other[bit / 8] ^= 1 << (bit % 8);
            other
        };
        prop_assert!(check(&flip(&old_top), &proof, &new_top).is_err());
        prop_assert!(check(&old_top, &proof, &flip(&new_top)).is_err());
        if old != new {
            let answer = verify_consistency(suite, new, &new_top, old, &old_top, &proof);
            prop_assert_eq!(answer, Err(ProofError::Shrunk { old: new, new: old }));
        }
    }

    #[test]
    fn a_rewritten_entry_shows_between_two_heads(old in 1_u64..400, more in 0_u64..400, at in any::<u64>()) {
        let suite = Suite::International;
        let (new, index) = (old + more, (at % old) as usize);
        let honest = Log::new(suite, (0..old as usize).map(entry));
        let rewritten = Log::new(suite, (0..new as usize).map(|number| {
            if number == index { b"another entry".to_vec() } else { entry(number) }
        }));
        let proof = consistency_proof(suite, &rewritten, old, new).unwrap();
        let answer = verify_consistency(
            suite, old, &honest.frontier.root(suite), new, &rewritten.frontier.root(suite), &proof,
        );
        prop_assert!(matches!(answer, Err(ProofError::OldRoot | ProofError::Root)));
    }
}
