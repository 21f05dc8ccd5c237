//! Texts that know where they stand in their file.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The line, from 1; 0 if there is no such place.
    pub line: u32,
    /// The column, in characters, from 1.
    pub column: u32,
    /// How many characters of the line belong to it; 0 is a point.
    pub length: u32,
}

/// A text of a model: the content of an element or the value of an attribute, with
/// references resolved.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Text {
    text: Arc<str>,
    /// Where it begins.
    start: Place,
    /// Where its characters do not follow one another in the file: at a new line, after a
    /// reference, around CDATA and comments. Most texts have none.
    breaks: Option<Arc<[Segment]>>,
}

/// A stretch of a text whose characters follow one another in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Its first byte in the text.
    pub byte: u32,
    /// The line in the file, from 1.
    pub line: u32,
    /// The column in the file, from 1.
    pub column: u32,
}

impl Text {
    /// A text that begins at a place, with the segments after the first in order.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>, start: Place, breaks: Vec<Segment>) -> Text {
        Text {
            text: text.into(),
            start,
            breaks: (!breaks.is_empty()).then(|| breaks.into()),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text, shared.
    #[must_use]
    pub fn shared(&self) -> &Arc<str> {
        &self.text
    }

    /// The line and the column in the file of a byte of the text.
    #[must_use]
    pub fn position(&self, byte: u32) -> (u32, u32) {
        let breaks = self.breaks.as_deref().unwrap_or_default();
        let after = breaks.partition_point(|segment| segment.byte <= byte);
        let segment = after.checked_sub(1).and_then(|at| breaks.get(at));
        let (from, line, column) = match segment {
            Some(segment) => (segment.byte, segment.line, segment.column),
            None => (0, self.start.line, self.start.column),
        };
        let before = self.slice(from, byte).chars().count();
        (line, column.saturating_add(count(before)))
    }

    /// The place in the file of a part of the text, the end not included. A part of more
    /// than one line ends with its first.
    #[must_use]
    pub fn place(&self, start: u32, end: u32) -> Place {
        let (line, column) = self.position(start);
        let first = self.slice(start, end).trim_end();
        let first = first.split('\n').next().unwrap_or_default();
        let length = match first.char_indices().next_back() {
            None => 0,
            Some((last, _)) => {
                // The last character may be a reference, but never spans lines.
                let (last_line, last) = self.position(start.saturating_add(count(last)));
                if last_line == line && last >= column {
                    last - column + 1
                } else {
                    count(first.chars().count())
                }
            }
        };
        Place {
            line,
            column,
            length,
        }
    }

    /// The place of the whole text.
    #[must_use]
    pub fn whole(&self) -> Place {
        let start = self.text.len() - self.text.trim_start().len();
        self.place(count(start), count(self.text.len()))
    }

    /// The part of the text between two bytes, moved to the characters they belong to.
    fn slice(&self, start: u32, end: u32) -> &str {
        let mut start = (start as usize).min(self.text.len());
        let mut end = (end as usize).min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        self.text.get(start..end).unwrap_or_default()
    }
}

/// Files have at most 32 MiB.
fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { line, column, .. } = self.start;
        write!(out, "{:?}@{line}:{column}", self.text)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.line, self.column)
    }
}
