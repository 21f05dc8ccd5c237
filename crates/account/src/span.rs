//! A stretch of text, and text that can be cut by characters.

use serde::{Deserialize, Serialize};

/// A stretch of text: Unicode characters from `start` up to, not including, `end`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
pub struct Span {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

impl Span {
    /// The stretch from `start` up to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// How many characters it has; none if its ends are the wrong way round.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it has no characters.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `inner` lies wholly in it.
    pub fn contains(self, inner: Span) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }

    /// Whether the two share a character.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest stretch that holds both.
    pub fn hull(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same stretch, counted from `origin` characters further to the left.
    pub(crate) fn moved_right(self, origin: usize) -> Span {
        Span::new(
            self.start.saturating_add(origin),
            self.end.saturating_add(origin),
        )
    }
}

/// A text that is cut by character places, as reports are, at no cost that
/// grows with its length.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub(crate) struct CharText {
    text: String,
    /// The byte at which each character begins.
    bytes: Vec<u32>,
}

impl From<String> for CharText {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl From<CharText> for String {
    fn from(text: CharText) -> Self {
        text.text
    }
}

impl CharText {
    pub fn new(text: &str) -> Self {
        let mut made = Self::default();
        made.push_str(text);
        made
    }

    pub fn push_str(&mut self, more: &str) {
        let base = self.text.len();
        self.bytes.extend(
            more.char_indices()
                .filter_map(|(byte, _)| u32::try_from(base + byte).ok()),
        );
        self.text.push_str(more);
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How many characters it has.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The words of a stretch; what lies outside the text is left out.
    pub fn slice(&self, span: Span) -> &str {
        let byte = |place: usize| {
            self.bytes
                .get(place)
                .map_or(self.text.len(), |&byte| byte as usize)
        };
        let (start, end) = (byte(span.start), byte(span.end));
        self.text.get(start..end).unwrap_or("")
    }
}

/// Where the stretch `inner` of `words` stands in `printed`, the same words as
/// they are printed: a line break or space inside them is passed over.
/// None if the two are not the same words.
pub(crate) fn in_print(words: &str, printed: &str, inner: Span) -> Option<Span> {
    let printed: Vec<char> = printed.chars().collect();
    let mut place = 0;
    let mut found = Span::default();
    for (index, word) in words.chars().enumerate() {
        while *printed.get(place)? != word {
            if !printed.get(place)?.is_whitespace() {
                return None;
            }
            place += 1;
        }
        if index == inner.start {
            found.start = place;
        }
        place += 1;
        if index + 1 == inner.end {
            found.end = place;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The first place of `needle` in `words` at or after character `from`.
pub(crate) fn find_chars(words: &str, needle: &str, from: usize) -> Option<Span> {
    let start_byte = words.char_indices().nth(from).map_or_else(
        || (from == words.chars().count()).then_some(words.len()),
        |(byte, _)| Some(byte),
    )?;
    let at = words.get(start_byte..)?.find(needle)? + start_byte;
    let start = words.get(..at)?.chars().count();
    Some(Span::new(start, start + needle.chars().count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_by_characters_and_never_fails() {
        let text = CharText::new("云泽市a新建");
        for (start, end, words) in [
            (0, 3, "云泽市"),
            (3, 4, "a"),
            (4, 99, "新建"),
            (5, 2, ""),
            (50, 60, ""),
        ] {
            assert_eq!(text.slice(Span::new(start, end)), words);
        }
        assert_eq!(text.len(), 6);
    }

    #[test]
    fn a_stretch_of_the_words_is_found_in_print_across_a_line_break() {
        let (words, printed) = ("新建学校二十所", "新建学\n校二 十所");
        let found = in_print(words, printed, Span::new(2, 5));
        assert_eq!(found, Some(Span::new(2, 6)));
        assert_eq!(in_print(words, "新建医院", Span::new(0, 2)), None);
        assert_eq!(in_print(words, printed, Span::new(3, 3)), None);
    }

    #[test]
    fn a_needle_is_found_from_a_place_on() {
        assert_eq!(find_chars("新建新建", "新建", 1), Some(Span::new(2, 4)));
        assert_eq!(find_chars("新建", "新建", 1), None);
        assert_eq!(find_chars("新建", "", 2), Some(Span::new(2, 2)));
        assert_eq!(find_chars("新建", "建", 9), None);
    }
}
