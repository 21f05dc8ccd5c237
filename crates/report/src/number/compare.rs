//! Words beside a number that compare: 以上, 不低于, 控制在…以内, 左右.

use std::sync::LazyLock;

use crate::lexicon::lexicon;
use crate::reading::Op;

type Words = Vec<(&'static str, Op)>;

/// Longest first, so that 不超过 is found before 超过.
static BEFORE: LazyLock<Words> = LazyLock::new(|| longest_first(&lexicon().number.before));
static AFTER: LazyLock<Words> = LazyLock::new(|| longest_first(&lexicon().number.after));

fn longest_first(lists: &'static [crate::lexicon::Comparison]) -> Words {
    let mut words: Words = lists
        .iter()
        .flat_map(|list| list.words.iter().map(|word| (word.as_str(), list.op)))
        .collect();
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    words
}

/// How long the comparing words right behind a number are, in bytes, and what
/// they mean.
pub(crate) fn after_words(text: &str) -> (usize, Option<Op>) {
    let blank = text.len() - text.trim_start().len();
    AFTER
        .iter()
        .find(|(word, _)| text[blank..].starts_with(word))
        .map_or((0, None), |(word, op)| (blank + word.len(), Some(*op)))
}

/// How long the comparing words right before a number are, in bytes, and what
/// they mean.
pub(crate) fn before_words(text: &str) -> (usize, Option<Op>) {
    let trimmed = text.trim_end();
    let blank = text.len() - trimmed.len();
    BEFORE
        .iter()
        .find(|(word, _)| trimmed.ends_with(word))
        .map_or((0, None), |(word, op)| (blank + word.len(), Some(*op)))
}

/// What a number must be compared by, from the words before and behind it. What
/// stands behind is nearer to it in Chinese and decides.
pub(crate) fn comparison(before: &str, after: &str, many: bool) -> Op {
    if let (_, Some(op)) = after_words(after) {
        return op;
    }
    if let (_, Some(op)) = before_words(before) {
        return op;
    }
    if many { Op::AtLeast } else { Op::Equal }
}
