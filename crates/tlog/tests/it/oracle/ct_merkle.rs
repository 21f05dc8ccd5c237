use ct_merkle::digest::Digest;
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use proptest::prelude::*;
use sha2::Sha256;
use sm3::Sm3;
use youwei_tlog::{
    Hash, Suite, consistency_proof, inclusion_proof, verify_consistency, verify_inclusion,
};

use crate::log::{LARGE, Log, entry};

/// Ours and theirs over the same entries.
fn agree<H: Digest>(suite: Suite, old: usize, new: usize, index: usize) {
    let log = Log::new(suite, (0..new).map(entry));
    let mut theirs = MemoryBackedTree::<H, Vec<u8>>::new();
    (0..old).for_each(|number| theirs.push(entry(number)));
    let old_root = theirs.root();
    (old..new).for_each(|number| theirs.push(entry(number)));
    let new_root = theirs.root();
    let top: Hash = new_root.as_bytes()[..].try_into().unwrap();
    let old_top: Hash = old_root.as_bytes()[..].try_into().unwrap();
    assert_eq!(top, log.frontier.root(suite));

    let (size, number) = (new as u64, index as u64);
    let ours = inclusion_proof(suite, &log, number, size).unwrap();
    let proof = theirs.prove_inclusion(index);
    assert_eq!(proof.as_bytes(), ours.concat());
    let proof = InclusionProof::<H>::try_from_bytes(ours.concat()).unwrap();
    new_root
        .verify_inclusion(&entry(index), number, &proof)
        .unwrap();
    let leaf = suite.leaf_hash(&entry(index));
    verify_inclusion(suite, &leaf, number, size, &ours, &top).unwrap();

    let ours = consistency_proof(suite, &log, old as u64, size).unwrap();
    let proof = theirs.prove_consistency(new - old);
    assert_eq!(proof.as_bytes(), ours.concat());
    let proof = ConsistencyProof::<H>::try_from_bytes(ours.concat()).unwrap();
    new_root.verify_consistency(&old_root, &proof).unwrap();
    verify_consistency(suite, old as u64, &old_top, size, &top, &ours).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn ct_merkle_makes_and_takes_the_same_proofs(
        old in 1_usize..400, more in 0_usize..400, at in any::<usize>(), national in any::<bool>(),
    ) {
        let new = old + more;
        if national {
            agree::<Sm3>(Suite::National, old, new, at % new);
        } else {
            agree::<Sha256>(Suite::International, old, new, at % new);
        }
    }

    /// Right or spoilt, both say the same of a proof.
    #[test]
    fn ct_merkle_judges_proofs_alike(
        size in 1_u64..3_000, at in any::<u64>(), said in any::<u64>(), size_said in 1_u64..3_000,
        flip in prop::option::of((any::<usize>(), 0_usize..256)), cut in prop::option::weighted(0.2, 0_usize..8),
    ) {
        let log = &LARGE[0];
        let (suite, index) = (log.suite, at % size);
        let mut proof = inclusion_proof(suite, log, index, size).unwrap();
        if let Some((place, bit)) = flip && !proof.is_empty() {
            let place = place % proof.len();
            proof[place][bit / 8] ^= 1 << (bit % 8);
        }
        proof.truncate(cut.unwrap_or(usize::MAX));
        let top = youwei_tlog::root(suite, log, size).unwrap();
        for (index, size) in [(index, size), (said % size, size), (index, size_said)] {
            let leaf = log.leaves()[at as usize % log.leaves().len()];
            let leaf = if index < size { log.leaves()[index as usize] } else { leaf };
            let ours = verify_inclusion(suite, &leaf, index, size, &proof, &top);
            let theirs = RootHash::<Sha256>::new(top.into(), size).verify_inclusion(
                &entry(index as usize), index, &InclusionProof::from_bytes(proof.concat()),
            );
            prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{} of {}: {:?} {:?}", index, size, ours, theirs);
        }
    }
}
