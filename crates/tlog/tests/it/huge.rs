//! Trees of any size up to the largest: all leaves are alike, so that the root of a
//! perfect subtree depends on its height only and nothing need be stored.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::prelude::*;
use youwei_tlog::{
    Hash, Hashes, ProofError, SIZE_MAX, Suite, consistency_proof, inclusion_proof, root,
    verify_consistency, verify_inclusion,
};

struct Alike {
    suite: Suite,
    size: u64,
    /// The root of a perfect subtree, by its height.
    roots: Vec<Hash>,
    /// How often each level was read.
    reads: RefCell<BTreeMap<u8, usize>>,
}

impl Alike {
    fn new(suite: Suite, size: u64) -> Alike {
        let mut roots = vec![suite.leaf_hash(b"alike")];
        for height in 0..63 {
            roots.push(suite.node_hash(&roots[height], &roots[height]));
        }
        Alike {
            suite,
            size,
            roots,
            reads: RefCell::default(),
        }
    }
}

impl Hashes for Alike {
    type Error = ProofError;

    fn hashes(&self, level: u8, from: u64, count: usize) -> Result<Vec<Hash>, ProofError> {
        let stored = self.size >> (8 * level);
        assert!(from + count as u64 <= stored, "not in a tree of this size");
        *self.reads.borrow_mut().entry(level).or_default() += 1;
        Ok(vec![self.roots[8 * usize::from(level)]; count])
    }
}

fn sizes() -> impl Strategy<Value = u64> {
    prop_oneof![
        (1..=SIZE_MAX, 0_u32..63).prop_map(|(size, shift)| (size >> shift).max(1)),
        (0_u32..63, 0_u64..3).prop_map(|(bit, near)| ((1_u64 << bit) + near - 1).max(1)),
    ]
}

proptest! {
    #[test]
    fn proofs_hold_in_trees_of_any_size_and_read_two_tiles_a_level(size in sizes(), at in any::<u64>()) {
        let log = Alike::new(Suite::International, size);
        let (suite, index) = (log.suite, at % size);
        let top = root(suite, &log, size).unwrap();
        prop_assert!(log.reads.take().values().all(|reads| *reads == 1));

        let proof = inclusion_proof(suite, &log, index, size).unwrap();
        prop_assert_eq!(verify_inclusion(suite, &log.roots[0], index, size, &proof, &top), Ok(()));
        prop_assert!(log.reads.take().values().all(|reads| *reads <= 2));

        let old = index + 1;
        let old_top = root(suite, &log, old).unwrap();
        log.reads.take();
        let proof = consistency_proof(suite, &log, old, size).unwrap();
        prop_assert!(log.reads.take().values().all(|reads| *reads <= 2));
        prop_assert_eq!(verify_consistency(suite, old, &old_top, size, &top, &proof), Ok(()));
    }
}

#[test]
fn a_proof_among_ten_million_reads_at_most_six_tiles() {
    let log = Alike::new(Suite::International, 10_000_000);
    inclusion_proof(log.suite, &log, 1_234_567, log.size).unwrap();
    let reads = log.reads.take();
    assert_eq!(
        reads.into_iter().collect::<Vec<_>>(),
        [(0, 2), (1, 2), (2, 1)]
    );
}
