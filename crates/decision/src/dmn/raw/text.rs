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

    /// A part of the text, the end not included, with its own place.
    #[must_use]
    pub fn part(&self, start: u32, end: u32) -> Text {
        let (line, column) = self.position(start);
        let breaks = self.breaks.as_deref().unwrap_or_default().iter();
        let breaks = breaks
            .filter(|segment| start < segment.byte && segment.byte < end)
            .map(|segment| Segment {
                byte: segment.byte - start,
                ..*segment
            });
        let place = Place {
            line,
            column,
            length: 0,
        };
        Text::new(self.slice(start, end), place, breaks.collect())
    }

    /// The text without the spaces around it.
    #[must_use]
    pub fn trimmed(self) -> Text {
        let start = self.text.len() - self.text.trim_start().len();
        let end = start + self.text.trim().len();
        if end - start == self.text.len() {
            return self;
        }
        self.part(count(start), count(end))
    }

    /// The text as a name: no spaces around it, single spaces in it.
    #[must_use]
    pub fn as_name(self) -> Text {
        let text = self.trimmed();
        let mut words = text.split_whitespace();
        let mut end = 0;
        let single = words.all(|word| {
            let from = end;
            end += word.len() + 1;
            text.get(from..from + word.len()) == Some(word)
        });
        let plain = text.matches(char::is_whitespace).all(|space| space == " ");
        if single && plain {
            return text;
        }
        let (mut name, mut breaks) = (String::with_capacity(text.len()), Vec::new());
        let mut skipped = false;
        let mut places = text.places();
        for char in text.chars() {
            let (line, column, apart) = places.next().unwrap_or_default();
            if char.is_whitespace() && name.ends_with(' ') {
                skipped = true;
                continue;
            }
            if skipped || apart {
                breaks.push(Segment {
                    byte: count(name.len()),
                    line,
                    column,
                });
                skipped = false;
            }
            name.push(if char.is_whitespace() { ' ' } else { char });
        }
        Text::new(name, text.start, breaks)
    }

    /// The line and column of each character, and whether it stands apart from the one
    /// before it.
    fn places(&self) -> impl Iterator<Item = (u32, u32, bool)> {
        let mut breaks = self.breaks.as_deref().unwrap_or_default().iter().peekable();
        let (mut line, mut column) = (self.start.line, self.start.column);
        self.text.char_indices().map(move |(byte, _)| {
            let apart = breaks.next_if(|segment| segment.byte as usize == byte);
            if let Some(segment) = apart {
                (line, column) = (segment.line, segment.column);
            }
            column += 1;
            (line, column - 1, apart.is_some())
        })
    }

    /// Another text that stands for this one in the model, at its place.
    #[must_use]
    pub(crate) fn instead(&self, text: impl Into<Arc<str>>) -> Text {
        Text::new(text, self.start, Vec::new())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Text {
        // `  a &lt; b` at 3:10, then `低保 > 1` on line 4 from column 1.
        let start = Place {
            line: 3,
            column: 10,
            length: 0,
        };
        let segment = |byte, line, column| Segment { byte, line, column };
        Text::new(
            "  a < b\n低保 > 1",
            start,
            vec![segment(5, 3, 18), segment(8, 4, 1)],
        )
    }

    #[test]
    fn a_byte_has_its_line_and_column_in_the_file() {
        let text = sample();
        for (byte, position) in [
            (0, (3, 10)),
            (2, (3, 12)),
            (4, (3, 14)),
            (5, (3, 18)),
            (6, (3, 19)),
            (8, (4, 1)),
            (9, (4, 1)),
            (11, (4, 2)),
            (15, (4, 4)),
            (99, (4, 7)),
        ] {
            assert_eq!(text.position(byte), position, "byte {byte}");
        }
    }

    #[test]
    fn a_part_covers_the_characters_of_its_first_line() {
        let text = sample();
        let place = |start, end| {
            let Place {
                line,
                column,
                length,
            } = text.place(start, end);
            (line, column, length)
        };
        assert_eq!(place(2, 7), (3, 12, 8));
        assert_eq!(place(2, 18), (3, 12, 8));
        assert_eq!(place(8, 14), (4, 1, 2));
        assert_eq!(place(8, 8), (4, 1, 0));
        assert_eq!(text.whole(), text.place(2, 18));
        assert_eq!(Text::default().whole(), Place::default());
    }

    #[test]
    fn a_part_keeps_its_places() {
        let part = sample().trimmed();
        assert_eq!(&*part, "a < b\n低保 > 1");
        assert_eq!(part.position(0), (3, 12));
        assert_eq!(part.position(3), (3, 18));
        assert_eq!(part.position(9), (4, 2));
    }

    #[test]
    fn a_name_has_single_spaces() {
        let name = Text::new(
            " 月  收入\t合计 ",
            Place {
                line: 1,
                column: 5,
                length: 0,
            },
            vec![],
        );
        let name = name.as_name();
        assert_eq!(&*name, "月 收入 合计");
        assert_eq!(name.position(4), (1, 9));
        let plain = Text::new("Monthly income", Place::default(), vec![]);
        assert_eq!(plain.clone().as_name(), plain);
    }
}
