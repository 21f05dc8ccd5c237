//! All versions of all facts, in the order of the log: 52 bytes each.

use youwei_base::{Day, Decimal};

/// No row.
pub(super) const NONE: u32 = u32::MAX;

/// How many rows lie together. A chunk is made at once and never moved, so that the book
/// never needs twice its room to grow.
const CHUNK: usize = 1 << 16;

/// One version of a fact.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// The amount; none where it was taken back.
    pub value: Option<Decimal>,
    /// The log entry, low half and high half.
    entry: [u32; 2],
    /// The number of the record.
    pub record: u32,
    /// The number of the key.
    pub key: u32,
    /// The day it counts for; of a retraction, the day of what it takes back.
    pub on: Day,
    /// Metric, place and labels; of a retraction, those of what it takes back.
    pub tag: u32,
    /// The version before it, or [`NONE`].
    pub before: u32,
    /// The row of the same record before it, or [`NONE`].
    pub record_before: u32,
}

impl Row {
    pub fn new(
        entry: u64,
        value: Option<Decimal>,
        record: u32,
        key: u32,
        on: Day,
        tag: u32,
    ) -> Row {
        Row {
            value,
            entry: [entry as u32, (entry >> 32) as u32],
            record,
            key,
            on,
            tag,
            before: NONE,
            record_before: NONE,
        }
    }

    /// The log entry that states it.
    pub fn entry(&self) -> u64 {
        u64::from(self.entry[1]) << 32 | u64::from(self.entry[0])
    }

    /// Whether it took the place of another.
    pub fn corrects(&self) -> bool {
        self.before != NONE
    }
}

/// Rows by number.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    chunks: Vec<Vec<Row>>,
}

impl Rows {
    pub fn get(&self, at: u32) -> Option<&Row> {
        let at = at as usize;
        self.chunks.get(at / CHUNK)?.get(at % CHUNK)
    }

    pub fn len(&self) -> usize {
        let full = self.chunks.len().saturating_sub(1) * CHUNK;
        full + self.chunks.last().map_or(0, Vec::len)
    }

    /// Adds a row and gives its number; none if there are more rows than numbers.
    pub fn push(&mut self, row: Row) -> Option<u32> {
        let at = u32::try_from(self.len()).ok().filter(|at| *at != NONE)?;
        if self.chunks.last().is_none_or(|chunk| chunk.len() == CHUNK) {
            self.chunks.push(Vec::with_capacity(CHUNK));
        }
        self.chunks.last_mut()?.push(row);
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_takes_52_bytes_and_is_found_by_its_number() {
        assert!(size_of::<Row>() <= 52, "{}", size_of::<Row>());
        let mut rows = Rows::default();
        for at in 0..(2 * CHUNK as u64 + 3) {
            let row = Row::new(at << 20, None, 0, 0, Day::MIN, 0);
            assert_eq!(rows.push(row), Some(at as u32));
        }
        assert_eq!(rows.len(), 2 * CHUNK + 3);
        let last = rows.get(2 * CHUNK as u32 + 2).unwrap();
        assert_eq!(last.entry(), (2 * CHUNK as u64 + 2) << 20);
        assert!(rows.get(2 * CHUNK as u32 + 3).is_none());
    }
}
