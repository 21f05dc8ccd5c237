//! Whether the signed head covers what was read.
//!
//! A row whose content and hash were both changed agrees with itself. So nothing is
//! handed out before its leaf was proved to be in the tree that the log's key signed:
//! one proof for each tile of 256 entries, since the proof of one leaf is made from all
//! leaves of its tile. What this process has proved before is not proved again
//! ([`crate::seen`]).

use std::cell::RefCell;
use std::collections::BTreeMap;

use youwei_tlog::{Hash, Hashes, inclusion_proof, verify_inclusion};

use crate::{Broken, Entry, Head, LedgerError, Reader};

/// Entries of a tile.
const TILE: u64 = 256;

/// Refuses entries that are not in the tree of the head.
pub(crate) fn check(reader: &Reader, entries: &[Entry]) -> Result<(), LedgerError> {
    let seen = &reader.seen;
    if entries.iter().all(|it| seen.knows(it.index, &it.leaf)) {
        return Ok(());
    }
    // Read after the entries, so that it is not older than they are.
    let head = reader.head()?;
    let mut tiles: BTreeMap<u64, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        tiles.entry(entry.index / TILE).or_default().push(entry);
    }
    tiles
        .values()
        .try_for_each(|tile| prove(reader, &head, tile))?;
    seen.proved(entries.iter().map(|it| (it.index, &it.leaf)));
    Ok(())
}

/// Proves entries of one tile.
fn prove(reader: &Reader, head: &Head, tile: &[&Entry]) -> Result<(), LedgerError> {
    let Some(first) = tile.first() else {
        return Ok(());
    };
    let not_covered = |entry: &Entry| {
        LedgerError::Broken(Broken::entry(
            entry.index,
            "不在签名检查点涵盖的默克尔树中",
            "it is not in the tree that the signed checkpoint covers",
        ))
    };
    if first.index >= head.size {
        return Err(not_covered(first));
    }
    let leaves = Leaves {
        reader,
        read: RefCell::default(),
    };
    let (suite, size) = (reader.suite(), head.size);
    let proof = inclusion_proof(suite, &leaves, first.index, size)?;
    verify_inclusion(suite, &first.leaf, first.index, size, &proof, &head.root)
        .map_err(|_| not_covered(first))?;
    let leaves = leaves.read.into_inner();
    match tile[1..]
        .iter()
        .find(|entry| leaves.get(&entry.index) != Some(&entry.leaf))
    {
        None => Ok(()),
        Some(entry) => Err(not_covered(entry)),
    }
}

/// Remembers the leaves that a proof was made from.
struct Leaves<'a> {
    reader: &'a Reader,
    read: RefCell<BTreeMap<u64, Hash>>,
}

impl Hashes for Leaves<'_> {
    type Error = LedgerError;

    fn hashes(&self, level: u8, from: u64, count: usize) -> Result<Vec<Hash>, LedgerError> {
        let hashes = self.reader.hashes(level, from, count)?;
        if level == 0 {
            let numbered = (from..).zip(hashes.iter().copied());
            self.read.borrow_mut().extend(numbered);
        }
        Ok(hashes)
    }
}
