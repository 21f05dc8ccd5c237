//! Every stretch of a sentence that could name a work.

use std::collections::HashSet;
use std::sync::LazyLock;

use youwei_base::Area;

use crate::lexicon::lexicon;
use crate::text::{Span, ends_clause};

/// First and one past the last character of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Stretch {
    pub from: usize,
    pub to: usize,
}

/// Longest name of a work, in characters; joint names are long.
const NAME_CHARS_MAX: usize = 42;
/// The longest word looked up, in characters.
const WORD_CHARS_MAX: usize = 6;

static VERBS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let words = &lexicon().target;
    words
        .verbs
        .iter()
        .chain(&words.adverbs)
        .chain(&lexicon().project.verbs)
        .map(String::as_str)
        .filter(|word| word.chars().count() >= 2)
        .collect()
});
static HEADS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| lexicon().project.heads.iter().map(String::as_str).collect());
static TAILS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| lexicon().project.tails.iter().map(String::as_str).collect());
static PLACES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    Area::all()
        .iter()
        .flat_map(|area| [area.name, area.short_name()])
        .collect()
});

/// A sentence by characters, with the known words in it.
pub(crate) struct Words {
    pub chars: Vec<char>,
    /// Byte position of each character, and of the end.
    bytes: Vec<usize>,
    /// Length of the longest known verb that ends before this place, 0 for none.
    pub verb_ends: Vec<usize>,
    /// … that starts here.
    pub verb_starts: Vec<usize>,
    /// Length of the longest head noun that ends before this place.
    pub head_ends: Vec<usize>,
    /// Whether a word that follows names (建设, 功能, 等) starts here.
    pub tail_starts: Vec<usize>,
    /// Whether the name of a place starts here.
    pub place_starts: Vec<usize>,
    /// Start and end of the clause of each character.
    pub clause: Vec<(usize, usize)>,
}

impl Words {
    pub fn of(sentence: &str) -> Words {
        let chars: Vec<char> = sentence.chars().collect();
        let bytes: Vec<usize> = sentence
            .char_indices()
            .map(|(at, _)| at)
            .chain([sentence.len()])
            .collect();
        let size = chars.len() + 1;
        let mut out = Words {
            bytes,
            verb_ends: vec![0; size],
            verb_starts: vec![0; size],
            head_ends: vec![0; size],
            tail_starts: vec![0; size],
            place_starts: vec![0; size],
            clause: clauses(&chars),
            chars,
        };
        for from in 0..out.chars.len() {
            let to_max = (from + WORD_CHARS_MAX).min(out.chars.len());
            for to in from + 1..=to_max {
                let word = &sentence[out.bytes[from]..out.bytes[to]];
                let length = to - from;
                if VERBS.contains(word) {
                    out.verb_ends[to] = out.verb_ends[to].max(length);
                    out.verb_starts[from] = length;
                }
                if HEADS.contains(word) {
                    out.head_ends[to] = out.head_ends[to].max(length);
                }
                if TAILS.contains(word) {
                    out.tail_starts[from] = length;
                }
                if length >= 2 && PLACES.contains(word) {
                    out.place_starts[from] = length;
                }
            }
        }
        out
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// The bytes of a stretch.
    pub fn span(&self, stretch: Stretch) -> Span {
        Span::new(self.bytes[stretch.from], self.bytes[stretch.to])
    }

    /// The characters from one place to another, as far as they exist.
    pub fn text(&self, from: usize, to: usize) -> String {
        let to = to.min(self.chars.len());
        self.chars[from.min(to)..to].iter().collect()
    }
}

/// The clause of each character; brackets and quotes hold clauses together.
fn clauses(chars: &[char]) -> Vec<(usize, usize)> {
    let mut out = vec![(0, chars.len()); chars.len() + 1];
    let mut start = 0;
    for at in 0..=chars.len() {
        if at == chars.len() || ends_clause(chars[at]) {
            for place in &mut out[start..=at] {
                *place = (start, at);
            }
            start = at + 1;
        }
    }
    out
}

pub(crate) fn separates(ch: char) -> bool {
    matches!(
        ch,
        '、' | '和' | '与' | '及' | '以' | '的' | '“' | '”' | '（' | '）' | ' '
    )
}

/// Every stretch that begins where a name can and ends where one can.
pub(crate) fn candidates(words: &Words) -> Vec<Stretch> {
    let mut out = Vec::new();
    let ends: Vec<bool> = (0..=words.len()).map(|at| may_end(words, at)).collect();
    for from in 0..words.len() {
        if !may_begin(words, from) {
            continue;
        }
        let (_, clause_end) = words.clause[from];
        let to_max = clause_end.min(from + NAME_CHARS_MAX);
        let possible = ends.iter().enumerate().take(to_max + 1).skip(from + 2);
        for (to, ends_here) in possible {
            if *ends_here && balanced(&words.chars[from..to]) {
                out.push(Stretch { from, to });
            }
        }
    }
    out
}

fn may_begin(words: &Words, at: usize) -> bool {
    let ch = words.chars[at];
    if matches!(ch, '、' | '的' | '等' | '”' | '）' | ')' | ' ' | '》') || ends_clause(ch) {
        return false;
    }
    let Some(before) = at.checked_sub(1).map(|before| words.chars[before]) else {
        return true;
    };
    if ch == '“' || ch == '《' {
        return true;
    }
    ends_clause(before)
        || matches!(
            before,
            '、' | '和'
                | '与'
                | '及'
                | '的'
                | '“'
                | '在'
                | '将'
                | '对'
                | '好'
                | '到'
                | '”'
                | ' '
        )
        || words.verb_ends[at] > 0
        || words.place_starts[at] > 0 && words.head_ends[at] > 0
}

fn may_end(words: &Words, at: usize) -> bool {
    if at == 0 {
        return false;
    }
    let before = words.chars[at - 1];
    if matches!(
        before,
        '、' | '和' | '与' | '及' | '的' | '“' | '（' | '(' | '等' | ' '
    ) || ends_clause(before)
    {
        return false;
    }
    let Some(next) = words.chars.get(at) else {
        return true;
    };
    ends_clause(*next)
        || matches!(
            next,
            '、' | '和'
                | '与'
                | '及'
                | '等'
                | '”'
                | '的'
                | '“'
                | '以'
                | '为'
                | '在'
                | '（'
                | '均'
        )
        || before == '”'
        || words.head_ends[at] > 0
        || words.verb_starts[at] > 0
        || words.tail_starts[at] > 0
        || next.is_ascii_digit()
}

/// Whether quotes and brackets inside a stretch open and close in it.
fn balanced(chars: &[char]) -> bool {
    let mut depth = 0_i32;
    for ch in chars {
        match ch {
            '“' | '（' | '(' | '《' => depth += 1,
            '”' | '）' | ')' | '》' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_behind_a_verb_and_between_separators_are_candidates() {
        let sentence = "加快推进东岭大桥、城南水厂等重点项目建设";
        let words = Words::of(sentence);
        let found: Vec<&str> = candidates(&words)
            .into_iter()
            .map(|stretch| words.span(stretch).of(sentence))
            .collect();
        for want in ["东岭大桥", "城南水厂", "东岭大桥、城南水厂"] {
            assert!(found.contains(&want), "{want} in {found:?}");
        }
    }
}
