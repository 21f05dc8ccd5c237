//! Runs of numerals, and ordinary words that hold one and count nothing.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::lexicon::lexicon;
use crate::text::is_han_numeral;

/// The length in bytes of the run of numerals that opens `text`.
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
