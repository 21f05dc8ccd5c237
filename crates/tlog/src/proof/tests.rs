use super::*;

/// What a log stores: leaf hashes and, level by level, the roots of full tiles.
struct Stored(Vec<Vec<Hash>>);

impl Hashes for Stored {
    type Error = ProofError;

    fn hashes(&self, level: u8, from: u64, count: usize) -> Result<Vec<Hash>, ProofError> {
        let from = from as usize;
        assert!(count > 0, "a read of nothing");
        assert_eq!(
            from / TILE_WIDTH,
            (from + count - 1) / TILE_WIDTH,
            "one tile"
        );
        let row = self.0.get(level as usize).map_or(&[][..], Vec::as_slice);
        Ok(row.iter().skip(from).take(count).copied().collect())
    }
}

/// RFC 6962 § 2.1, word for word.
fn mth(suite: Suite, leaves: &[Hash]) -> Hash {
    match leaves {
        [] => suite.empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len() as u64) as usize);
            suite.node_hash(&mth(suite, left), &mth(suite, right))
        }
    }
}

fn leaves(suite: Suite, count: usize) -> Vec<Hash> {
    (0..count)
        .map(|number| suite.leaf_hash(format!("entry {number}").as_bytes()))
        .collect()
}

fn stored(suite: Suite, leaves: &[Hash]) -> (Stored, Frontier) {
    let mut frontier = Frontier::default();
    let mut rows = vec![leaves.to_vec()];
    for leaf in leaves {
        frontier.push(suite, *leaf, |node| {
            if rows.len() <= node.level as usize {
                rows.push(Vec::new());
            }
            let row = &mut rows[node.level as usize];
            assert_eq!(row.len() as u64, node.index);
            row.push(node.hash);
        });
    }
    (Stored(rows), frontier)
}

#[test]
fn every_proof_of_a_small_tree_holds() -> Result<(), ProofError> {
    for suite in [Suite::International, Suite::National] {
        let all = leaves(suite, 40);
        for size in 0..=all.len() {
            let (hashes, frontier) = stored(suite, &all[..size]);
            let size = size as u64;
            let root = mth(suite, &all[..size as usize]);
            assert_eq!(frontier.root(suite), root);
            assert_eq!(super::root(suite, &hashes, size)?, root);
            for index in 0..size {
                let proof = inclusion_proof(suite, &hashes, index, size)?;
                let leaf = &all[index as usize];
                verify_inclusion(suite, leaf, index, size, &proof, &root)?;
                let old = index + 1;
                let old_root = mth(suite, &all[..old as usize]);
                let proof = consistency_proof(suite, &hashes, old, size)?;
                verify_consistency(suite, old, &old_root, size, &root, &proof)?;
            }
        }
    }
    Ok(())
}
