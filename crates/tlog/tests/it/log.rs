//! A log in memory, and the tree as RFC 6962 defines it.

use std::sync::LazyLock;

use youwei_tlog::{Frontier, Hash, Hashes, ProofError, Suite, TILE_WIDTH};

pub const SUITES: [Suite; 2] = [Suite::International, Suite::National];

/// What a log stores: leaf hashes and, level by level, the roots of full tiles.
pub struct Log {
    pub suite: Suite,
    pub rows: Vec<Vec<Hash>>,
    pub frontier: Frontier,
}

impl Log {
    pub fn new(suite: Suite, entries: impl IntoIterator<Item = Vec<u8>>) -> Log {
        let mut log = Log {
            suite,
            rows: vec![Vec::new()],
            frontier: Frontier::default(),
        };
        for entry in entries {
            log.push(&entry);
        }
        log
    }

    pub fn push(&mut self, entry: &[u8]) {
        let leaf = self.suite.leaf_hash(entry);
        self.rows[0].push(leaf);
        let rows = &mut self.rows;
        self.frontier.push(self.suite, leaf, |node| {
            let level = usize::from(node.level);
            if rows.len() == level {
                rows.push(Vec::new());
            }
            assert_eq!(rows[level].len() as u64, node.index, "no node is left out");
            rows[level].push(node.hash);
        });
    }

    pub fn leaves(&self) -> &[Hash] {
        &self.rows[0]
    }
}

impl Hashes for Log {
    type Error = ProofError;

    fn hashes(&self, level: u8, from: u64, count: usize) -> Result<Vec<Hash>, ProofError> {
        let from = usize::try_from(from).unwrap();
        assert!(count > 0, "nothing is asked for");
        let last = from + count - 1;
        assert_eq!(from / TILE_WIDTH, last / TILE_WIDTH, "more than one tile");
        let row = self.rows.get(usize::from(level));
        let row = row.map_or(&[][..], Vec::as_slice);
        Ok(row.iter().skip(from).take(count).copied().collect())
    }
}

/// Entry number `number` of every log here.
pub fn entry(number: usize) -> Vec<u8> {
    format!("entry {number} of Yunze").into_bytes()
}

/// A log of 70,000 entries: three tile levels.
pub static LARGE: LazyLock<[Log; 2]> =
    LazyLock::new(|| SUITES.map(|suite| Log::new(suite, (0..70_000).map(entry))));

/// `MTH` of RFC 6962 § 2.1, as it is written there.
pub fn mth(suite: Suite, leaves: &[Hash]) -> Hash {
    match leaves {
        [] => suite.hash(b""),
        [leaf] => *leaf,
        _ => {
            let mut k = 1;
            while k * 2 < leaves.len() {
                k *= 2;
            }
            let (left, right) = leaves.split_at(k);
            let both = [mth(suite, left), mth(suite, right)].concat();
            suite.hash(&[&[1][..], &both].concat())
        }
    }
}
