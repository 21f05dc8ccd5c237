//! Finds every number of a sentence, with its unit.

use std::collections::HashSet;
use std::sync::LazyLock;

use youwei_base::Decimal;

use super::arabic::arabic;
use super::han::{doubling, han, ranked, roman};
use crate::lexicon::lexicon;
use crate::text::is_han_numeral;

/// A number as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Number {
    /// First byte of the mention in the sentence.
    pub start: usize,
    /// One past its last byte: number and unit, without 以上 and the like.
    pub end: usize,
    /// Value in base units.
    pub value: Decimal,
    /// The upper end of a range.
    pub value2: Option<Decimal>,
    /// Base unit; empty if none follows.
    pub unit: String,
    /// 多 or 余 stands between number and unit: at least so many.
    pub many: bool,
    /// How it is written.
    pub kind: Kind,
}

/// How a number is written, as far as that tells what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Digits with or without a unit.
    Arabic,
    /// Chinese numerals before a measure word.
    Han,
    /// A year, month or day.
    Date,
    /// 第三, or a list marker.
    Ordinal,
    /// Part of a word of letters or a longer code: G60, PM2.5, 12345.
    Code,
    /// 翻一番, 半, 三分之一, 零.
    Figure,
    /// 第3位, 前十, Ⅲ类.
    Rank,
}

/// Every number of `sentence`, in order.
pub(crate) fn scan(sentence: &str) -> Vec<Number> {
    let mut out: Vec<Number> = Vec::new();
    let mut at = 0;
    while let Some(ch) = sentence[at..].chars().next() {
        let found = if ch.is_ascii_digit() || ('０'..='９').contains(&ch) {
            Some(arabic(sentence, at))
        } else if ('Ⅰ'..='Ⅻ').contains(&ch) {
            roman(sentence, at, ch)
        } else if ch == '翻' {
            doubling(sentence, at)
        } else if ch == '前' || ch == '第' {
            ranked(sentence, at, ch)
        } else if ch == '半' || is_han_numeral(ch) {
            han(sentence, at)
        } else {
            None
        };
        match found {
            Some(number) => {
                at = number.end.max(at + ch.len_utf8());
                out.push(number);
            }
            None => at += skip(sentence, at, ch),
        }
    }
    out
}

/// How far to go on where no number starts: over a whole run of numerals, so
/// that the tail of a word is not taken for a number of its own.
fn skip(sentence: &str, at: usize, ch: char) -> usize {
    if let Some(word) = ordinary_word(sentence, at) {
        return word;
    }
    if is_han_numeral(ch) {
        return han_run(&sentence[at..]);
    }
    ch.len_utf8()
}

pub(super) fn han_run(text: &str) -> usize {
    text.chars()
        .take_while(|ch| is_han_numeral(*ch))
        .map(char::len_utf8)
        .sum()
}

/// The characters that ordinary words with a numeral begin with.
static ORDINARY_FIRST: LazyLock<HashSet<char>> = LazyLock::new(|| {
    let words = &lexicon().number.not_numbers;
    words
        .iter()
        .filter_map(|word| word.chars().next())
        .collect()
});

/// The length of an ordinary word with a numeral that starts at `at`.
pub(super) fn ordinary_word(sentence: &str, at: usize) -> Option<usize> {
    let first = sentence[at..].chars().next()?;
    if !ORDINARY_FIRST.contains(&first) {
        return None;
    }
    let words = &lexicon().number.not_numbers;
    words
        .iter()
        .filter(|word| sentence[at..].starts_with(word.as_str()))
        .map(String::len)
        .max()
}
