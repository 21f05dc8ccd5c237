//! Checking proofs that others made, RFC 9162 § 2.1.3.2 and § 2.1.4.2.

use super::ProofError;
use crate::{Hash, Suite};

/// Checks that `leaf` is leaf number `index` of the tree of `size` leaves under `root`.
///
/// `proof` has the sibling of the leaf first. The `size` and `root` must come from a
/// checkpoint whose signature was checked.
pub fn verify_inclusion(
    suite: Suite,
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::NoSuchEntry { index, size });
    }
    let mut climb = Climb::new(index, size);
    let mut hash = *leaf;
    for sibling in proof {
        hash = match climb.step()? {
            Side::Left => suite.node_hash(sibling, &hash),
            Side::Right => suite.node_hash(&hash, sibling),
        };
    }
    climb.at_root()?;
    if hash != *root {
        return Err(ProofError::Root);
    }
    Ok(())
}

/// Checks that the tree of `new_size` leaves under `new_root` begins with the tree of
/// `old_size` leaves under `old_root`.
///
/// An old tree without leaves is refused: it is the beginning of every tree, so a proof
/// from it would say nothing.
pub fn verify_consistency(
    suite: Suite,
    old_size: u64,
    old_root: &Hash,
    new_size: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    ordered(old_size, new_size)?;
    if old_size == new_size {
        return match (proof.is_empty(), old_root == new_root) {
            (false, _) => Err(ProofError::Length),
            (true, false) => Err(ProofError::Root),
            (true, true) => Ok(()),
        };
    }
    // The proof starts at the largest subtree that ends where the old tree ends; where
    // this is the old tree itself, its root is known and not sent.
    let whole = old_size.is_power_of_two();
    let (start, siblings) = match proof.split_first() {
        None => return Err(ProofError::Length),
        Some(_) if whole => (old_root, proof),
        Some((start, siblings)) => (start, siblings),
    };
    let mut climb = Climb::new(old_size - 1, new_size);
    climb.rise_while_right();
    let (mut old, mut new) = (*start, *start);
    for sibling in siblings {
        match climb.step()? {
            Side::Left => {
                old = suite.node_hash(sibling, &old);
                new = suite.node_hash(sibling, &new);
            }
            Side::Right => new = suite.node_hash(&new, sibling),
        }
    }
    climb.at_root()?;
    if old != *old_root {
        return Err(ProofError::OldRoot);
    }
    if new != *new_root {
        return Err(ProofError::Root);
    }
    Ok(())
}

/// Whether a consistency proof between two sizes says anything.
pub(super) fn ordered(old: u64, new: u64) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::Shrunk { old, new });
    }
    if old == 0 {
        return Err(ProofError::FromNothing);
    }
    Ok(())
}

/// On which side a sibling stands.
enum Side {
    Left,
    Right,
}

/// The way from a node to the root: the node's number in its row and the row's last
/// number (`fn` and `sn` in RFC 9162).
struct Climb {
    number: u64,
    last: u64,
}

impl Climb {
    /// From leaf `index` of a tree of `size` leaves; `index` < `size`.
    fn new(index: u64, size: u64) -> Self {
        Climb {
            number: index,
            last: size - 1,
        }
    }

    fn rise(&mut self) {
        self.number >>= 1;
        self.last >>= 1;
    }

    fn rise_while_right(&mut self) {
        while self.number & 1 == 1 {
            self.rise();
        }
    }

    /// One sibling upwards. A last node without right sibling rises until it has a left one.
    fn step(&mut self) -> Result<Side, ProofError> {
        if self.last == 0 {
            return Err(ProofError::Length);
        }
        let side = if self.number & 1 == 1 || self.number == self.last {
            while self.number & 1 == 0 && self.number != 0 {
                self.rise();
            }
            Side::Left
        } else {
            Side::Right
        };
        self.rise();
        Ok(side)
    }

    fn at_root(&self) -> Result<(), ProofError> {
        if self.last == 0 {
            Ok(())
        } else {
            Err(ProofError::Length)
        }
    }
}
