//! The right edge of a growing tree: all that is needed to add a leaf and to know the root.

use crate::{Hash, Suite};

/// The largest tree that is stored: what a signed 64-bit number in a database holds.
pub const SIZE_MAX: u64 = i64::MAX as u64;

/// The roots of the perfect subtrees that a tree of `size` leaves is made of, from the
/// left and largest to the right and smallest, one for each bit set in `size`.
///
/// ```
/// use youwei_tlog::{Frontier, Suite};
/// let suite = Suite::International;
/// let mut frontier = Frontier::default();
/// frontier.push(suite, suite.leaf_hash(b"first"), |_| {});
/// assert_eq!(frontier.root(suite), suite.leaf_hash(b"first"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    roots: Vec<Hash>,
}

/// The root of a perfect subtree of `256^level` leaves, just completed: a hash to keep
/// for the tiles (C2SP tlog-tiles).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// The tile level, from 1 on; level 0 are the leaf hashes.
    pub level: u8,
    /// Which one of its level, from the left, from 0 on.
    pub index: u64,
    /// The root of the subtree.
    pub hash: Hash,
}

impl Frontier {
    /// Adds one leaf hash at the right. `completed` is called for every tile-level
    /// subtree that this leaf completes, lowest level first.
    ///
    /// It costs one node hash a leaf on average.
    pub fn push(&mut self, suite: Suite, leaf: Hash, mut completed: impl FnMut(Node)) {
        let mut hash = leaf;
        // Each subtree whose right brother is now complete becomes one with it.
        let joined = self.size.trailing_ones() as usize;
        let lefts = self.roots.split_off(self.roots.len() - joined);
        for (height, left) in (1..).zip(lefts.iter().rev()) {
            hash = suite.node_hash(left, &hash);
            if height % 8 == 0 {
                completed(Node {
                    level: height / 8,
                    index: self.size >> height,
                    hash,
                });
            }
        }
        self.roots.push(hash);
        self.size += 1;
    }

    /// The root of the tree, RFC 6962 § 2.1 (`MTH`).
    pub fn root(&self, suite: Suite) -> Hash {
        let mut from_right = self.roots.iter().rev();
        let Some(last) = from_right.next() else {
            return suite.empty_root();
        };
        from_right.fold(*last, |right, left| suite.node_hash(left, &right))
    }

    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The hashes one after another, largest subtree first; 32 bytes a bit set in the size.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.roots.concat()
    }

    /// The frontier of a tree of `size` leaves from what [`Frontier::to_bytes`] wrote;
    /// none where the length does not fit the size, or the size is beyond
    /// [`SIZE_MAX`].
    pub fn from_bytes(size: u64, bytes: &[u8]) -> Option<Frontier> {
        let (roots, rest) = bytes.as_chunks();
        let fits = rest.is_empty() && roots.len() == size.count_ones() as usize;
        (fits && size <= SIZE_MAX).then(|| Frontier {
            size,
            roots: roots.to_vec(),
        })
    }

    /// `roots` must be one for each bit of `size`, as the reader of stored hashes has them.
    pub(crate) fn of(size: u64, roots: Vec<Hash>) -> Frontier {
        debug_assert_eq!(roots.len(), size.count_ones() as usize);
        Frontier { size, roots }
    }
}
