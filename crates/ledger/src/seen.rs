//! Which entries this process has proved already.
//!
//! An entry that was once proved to be in the tree that the log's key signed stays proved:
//! the log only grows. So of each a hash is remembered, 8 bytes, and an entry that is read
//! again and still gives it is handed out without another proof. One that gives another
//! was changed since, and goes the whole way.

use std::hash::{BuildHasher, RandomState};
use std::sync::{PoisonError, RwLock};

use youwei_tlog::Hash;

/// Hashes of the leaf hashes of the first entries of the log, without a gap.
#[derive(Default)]
pub(crate) struct Seen {
    /// Nobody who changes a file knows it, so that nobody can aim at 64 bits.
    key: RandomState,
    hashes: RwLock<Vec<u64>>,
}

impl Seen {
    /// What is remembered of a leaf.
    pub(crate) fn hash(&self, leaf: &Hash) -> u64 {
        self.key.hash_one(leaf)
    }

    /// Whether an entry with this leaf hash was proved to be in this place.
    pub(crate) fn knows(&self, index: u64, leaf: &Hash) -> bool {
        let hashes = self.hashes.read().unwrap_or_else(PoisonError::into_inner);
        let known = usize::try_from(index).ok().and_then(|at| hashes.get(at));
        known.is_some_and(|known| *known == self.hash(leaf))
    }

    /// Remembers entries that were proved, as far as they follow on those that are known.
    pub(crate) fn proved<'a>(&self, entries: impl Iterator<Item = (u64, &'a Hash)>) {
        let mut hashes = self.hashes.write().unwrap_or_else(PoisonError::into_inner);
        for (index, leaf) in entries {
            if index == hashes.len() as u64 {
                hashes.push(self.hash(leaf));
            }
        }
    }

    /// Remembers the first entries of the log, all of which were proved.
    pub(crate) fn proved_all(&self, all: Vec<u64>) {
        let mut hashes = self.hashes.write().unwrap_or_else(PoisonError::into_inner);
        if hashes.len() < all.len() {
            *hashes = all;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_proved_is_known_in_its_place_and_as_it_was() {
        let seen = Seen::default();
        let leaf = |number: u8| [number; 32];
        assert!(!seen.knows(0, &leaf(0)));
        let leaves = [leaf(0), leaf(1), leaf(2)];
        seen.proved((0..).zip(&leaves));
        // Not what lies behind a gap.
        seen.proved([(5, &leaf(5))].into_iter());
        for (index, number, known) in [
            (0, 0, true),
            (2, 2, true),
            (1, 2, false),
            (3, 3, false),
            (5, 5, false),
            (u64::MAX, 0, false),
        ] {
            assert_eq!(seen.knows(index, &leaf(number)), known, "{index} {number}");
        }
        let all = (0..9).map(|it| seen.hash(&leaf(it))).collect();
        seen.proved_all(all);
        assert!(seen.knows(8, &leaf(8)));
        seen.proved_all(Vec::new());
        assert!(seen.knows(8, &leaf(8)), "nothing is forgotten");
    }
}
