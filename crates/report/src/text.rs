//! Places in a text and the small questions asked of its characters.

/// A stretch of a text in bytes; always on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start..self.end]
    }

    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    pub fn holds(&self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same stretch without white space at either end.
    pub fn trimmed(&self, text: &str) -> Span {
        let inner = self.of(text);
        let start = self.start + (inner.len() - inner.trim_start().len());
        let end = start + inner.trim().len();
        Span { start, end }
    }
}

/// Turns byte positions into character positions.
pub(crate) struct CharIndex {
    at: Vec<u32>,
}

impl CharIndex {
    pub fn new(text: &str) -> Self {
        let mut at = vec![0; text.len() + 1];
        let mut count = 0;
        for (byte, ch) in text.char_indices() {
            for inside in &mut at[byte..byte + ch.len_utf8()] {
                *inside = count;
            }
            count += 1;
        }
        at[text.len()] = count;
        Self { at }
    }

    pub fn char_at(&self, byte: usize) -> usize {
        self.at[byte] as usize
    }
}

/// Marks that end a sentence.
pub(crate) const ENDS: [char; 6] = ['。', '！', '？', '!', '?', '．'];

pub(crate) fn ends_sentence(ch: char) -> bool {
    ch != '．' && ENDS.contains(&ch)
}

/// Marks between clauses of one sentence.
pub(crate) fn ends_clause(ch: char) -> bool {
    matches!(ch, '，' | ',' | '；' | ';' | '：' | ':')
}

/// The numerals of Chinese counting.
pub(crate) fn is_han_numeral(ch: char) -> bool {
    "〇零一二两三四五六七八九十百千万亿".contains(ch)
}

/// How many characters are not white space.
pub(crate) fn inked(text: &str) -> usize {
    text.chars().filter(|ch| !ch.is_whitespace()).count()
}

pub(crate) fn starts_with_any(text: &str, heads: &[String]) -> bool {
    heads.iter().any(|head| text.starts_with(head.as_str()))
}

pub(crate) fn contains_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

/// Whether a year stands in the text: four digits before 年.
pub(crate) fn names_year(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars
        .windows(5)
        .any(|window| window[4] == '年' && window[..4].iter().all(char::is_ascii_digit))
}
