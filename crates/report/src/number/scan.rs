//! Finds every number of a sentence, with its unit.

use super::arabic::arabic;
use super::found::Number;
use super::han::{doubling, han, ranked, roman};
use super::ordinary::{han_run, ordinary_word};
use crate::text::is_han_numeral;

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
