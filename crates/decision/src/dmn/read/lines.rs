//! From bytes of a file to lines and columns, at a small cost however long the lines are.

use crate::dmn::raw::Place;

/// How many bytes lie between two counts of characters.
const STEP: usize = 64;

/// Where the lines of a file begin.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    source: &'a str,
    /// The first byte of each line.
    starts: Vec<u32>,
    /// How many characters begin before each multiple of `STEP` bytes.
    counts: Vec<u32>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(source: &'a str) -> Lines<'a> {
        let mut starts = vec![0];
        let mut counts = Vec::with_capacity(source.len() / STEP + 1);
        let mut characters = 0;
        for (at, byte) in source.bytes().enumerate() {
            if at % STEP == 0 {
                counts.push(characters);
            }
            characters += u32::from(begins(byte));
            if byte == b'\n' {
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        Lines {
            source,
            starts,
            counts,
        }
    }

    /// The line and the column of a byte.
    pub(super) fn position(&self, byte: usize) -> (u32, u32) {
        let byte = byte.min(self.source.len());
        let line = self.starts.partition_point(|start| *start as usize <= byte);
        let start = line.checked_sub(1).and_then(|at| self.starts.get(at));
        let start = start.copied().unwrap_or_default() as usize;
        let column = self.characters(byte) - self.characters(start) + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), column)
    }

    /// The place of some bytes, as far as their first line goes.
    pub(super) fn place(&self, start: usize, end: usize) -> Place {
        let (line, column) = self.position(start);
        let next = self.starts.get(line as usize);
        let line_end = next.map_or(self.source.len(), |next| (*next as usize).saturating_sub(1));
        let end = end.min(line_end).max(start);
        Place {
            line,
            column,
            length: self.characters(end) - self.characters(start),
        }
    }

    /// How many characters begin before a byte.
    fn characters(&self, byte: usize) -> u32 {
        let step = (byte / STEP).min(self.counts.len().saturating_sub(1));
        let known = self.counts.get(step).copied().unwrap_or_default();
        let rest = self.source.as_bytes().get(step * STEP..byte);
        let rest = rest.unwrap_or_default();
        known
            + rest
                .iter()
                .map(|byte| u32::from(begins(*byte)))
                .sum::<u32>()
    }
}

/// Whether a byte is the first of a character.
fn begins(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_the_position_that_counting_gives() {
        let text = format!("第一行\r\n{}\n\n末行{}", "低保x".repeat(50), "é".repeat(99));
        let lines = Lines::new(&text);
        let (mut line, mut column) = (1, 1);
        for (at, char) in text.char_indices() {
            assert_eq!(lines.position(at), (line, column));
            column += 1;
            if char == '\n' {
                (line, column) = (line + 1, 1);
            }
        }
        assert_eq!(lines.position(text.len()), (line, column));
        assert_eq!(lines.place(0, text.len()).length, 4);
        assert_eq!(Lines::new("").position(7), (1, 1));
    }
}
