//! Proofs from stored hashes: that an entry is in the tree, that the tree only grew.
//!
//! RFC 6962 § 2.1 and RFC 9162 § 2.1 give the tree and what a proof holds. Stored are
//! only the leaf hashes and the roots of subtrees of 256, 256², … leaves (the hashes in
//! the tiles of C2SP tlog-tiles); all between is hashed again, a tile at a time.

mod check;
mod error;

use std::collections::BTreeMap;
use std::ops::Range;

pub use check::{verify_consistency, verify_inclusion};
pub use error::ProofError;

use crate::{Frontier, Hash, Suite};

/// How many hashes a full tile holds, and how many entries a full bundle.
pub const TILE_WIDTH: usize = 256;

/// Where stored hashes come from: a database, a folder of tiles, a server.
pub trait Hashes {
    /// What can go wrong in reading, besides what the proof itself finds wrong.
    type Error: From<ProofError>;

    /// `count` stored hashes of tile level `level`, from number `from` on. Level 0 are
    /// the leaf hashes; hash `i` of level `l` is the root over the leaves
    /// `i * 256^l .. (i + 1) * 256^l`.
    ///
    /// Asked for is never more than one tile (`from / 256` and the last one's are equal).
    /// Fewer or more hashes than asked for are reported as [`ProofError::Missing`].
    fn hashes(&self, level: u8, from: u64, count: usize) -> Result<Vec<Hash>, Self::Error>;
}

/// The frontier of the first `size` leaves: at most 255 hashes a level are read, in one
/// read a level.
pub fn frontier<H: Hashes>(suite: Suite, hashes: &H, size: u64) -> Result<Frontier, H::Error> {
    let roots = Tiles::new(suite, hashes, size).perfect_roots(0..size)?;
    Ok(Frontier::of(size, roots))
}

/// The root of the first `size` leaves; reads as [`frontier`] does.
pub fn root<H: Hashes>(suite: Suite, hashes: &H, size: u64) -> Result<Hash, H::Error> {
    Ok(frontier(suite, hashes, size)?.root(suite))
}

/// The hashes that lead from entry `index` to the root of the first `size` entries,
/// sibling of the leaf first (RFC 6962 § 2.1.1, `PATH`). At most two tiles a level are read.
pub fn inclusion_proof<H: Hashes>(
    suite: Suite,
    hashes: &H,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, H::Error> {
    if index >= size {
        return Err(ProofError::NoSuchEntry { index, size }.into());
    }
    Tiles::new(suite, hashes, size).roots(inclusion_ranges(index, size))
}

/// The hashes that show the tree of the first `new` entries to begin with the tree of the
/// first `old` ones (RFC 6962 § 2.1.2, `PROOF`). At most two tiles a level are read.
pub fn consistency_proof<H: Hashes>(
    suite: Suite,
    hashes: &H,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, H::Error> {
    check::ordered(old, new)?;
    Tiles::new(suite, hashes, new).roots(consistency_ranges(old, new))
}

/// The largest power of two below `size`, where RFC 6962 divides a tree; `size` > 1.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

/// The subtrees whose roots make an inclusion proof, lowest first.
fn inclusion_ranges(index: u64, size: u64) -> Vec<Range<u64>> {
    let mut ranges = Vec::new();
    let mut tree = 0..size;
    while tree.end - tree.start > 1 {
        let middle = tree.start + split(tree.end - tree.start);
        if index < middle {
            ranges.push(middle..tree.end);
            tree.end = middle;
        } else {
            ranges.push(tree.start..middle);
            tree.start = middle;
        }
    }
    ranges.reverse();
    ranges
}

/// The subtrees whose roots make a consistency proof, lowest first.
fn consistency_ranges(old: u64, new: u64) -> Vec<Range<u64>> {
    let mut ranges = Vec::new();
    let mut tree = 0..new;
    while tree.end != old {
        let middle = tree.start + split(tree.end - tree.start);
        if old <= middle {
            ranges.push(middle..tree.end);
            tree.end = middle;
        } else {
            ranges.push(tree.start..middle);
            tree.start = middle;
        }
    }
    // A subtree from leaf 0 on is the whole old tree, whose root the checker has.
    if tree.start != 0 {
        ranges.push(tree);
    }
    ranges.reverse();
    ranges
}

/// Reads stored hashes tile by tile and remembers the tiles for one proof.
struct Tiles<'a, H> {
    suite: Suite,
    hashes: &'a H,
    size: u64,
    read: BTreeMap<(u8, u64), Vec<Hash>>,
}

impl<'a, H: Hashes> Tiles<'a, H> {
    fn new(suite: Suite, hashes: &'a H, size: u64) -> Self {
        Tiles {
            suite,
            hashes,
            size,
            read: BTreeMap::new(),
        }
    }

    fn roots(&mut self, ranges: Vec<Range<u64>>) -> Result<Vec<Hash>, H::Error> {
        let suite = self.suite;
        ranges
            .into_iter()
            .map(|range| {
                let size = range.end - range.start;
                Ok(Frontier::of(size, self.perfect_roots(range)?).root(suite))
            })
            .collect()
    }

    /// The roots of the perfect subtrees of `range`, largest first; it starts where the
    /// division of a tree starts a subtree.
    fn perfect_roots(&mut self, range: Range<u64>) -> Result<Vec<Hash>, H::Error> {
        let mut roots = Vec::new();
        let mut start = range.start;
        while start < range.end {
            let height = (range.end - start).ilog2();
            roots.push(self.perfect_root(height, start)?);
            start += 1 << height;
        }
        Ok(roots)
    }

    /// The root of the `2^height` leaves from `start` on.
    fn perfect_root(&mut self, height: u32, start: u64) -> Result<Hash, H::Error> {
        let level = (height / 8) as u8;
        let stored = start >> (8 * level);
        let (suite, width) = (self.suite, 1 << (height % 8));
        let tile = self.tile(level, stored / TILE_WIDTH as u64)?;
        let first = stored as usize % TILE_WIDTH;
        Ok(fold(suite, &tile[first..first + width]))
    }

    /// The part of a tile that exists in a tree of this size.
    fn tile(&mut self, level: u8, index: u64) -> Result<&[Hash], H::Error> {
        let from = index * TILE_WIDTH as u64;
        let stored = self.size >> (8 * level);
        let count = (stored - from).min(TILE_WIDTH as u64) as usize;
        let tile = match self.read.entry((level, index)) {
            std::collections::btree_map::Entry::Occupied(read) => read.into_mut(),
            std::collections::btree_map::Entry::Vacant(free) => {
                let hashes = self.hashes.hashes(level, from, count)?;
                if hashes.len() != count {
                    return Err(ProofError::Missing { level, from, count }.into());
                }
                free.insert(hashes)
            }
        };
        Ok(tile)
    }
}

/// The root over a power of two of hashes.
fn fold(suite: Suite, hashes: &[Hash]) -> Hash {
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        for pair in 0..row.len() / 2 {
            row[pair] = suite.node_hash(&row[2 * pair], &row[2 * pair + 1]);
        }
        row.truncate(row.len() / 2);
    }
    row[0]
}
