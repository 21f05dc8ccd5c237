//! Every stretch of a sentence that could name a work.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
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

/// What a known word is.
#[derive(Clone, Copy, Default)]
struct Known {
    verb: bool,
    head: bool,
    tail: bool,
    place: bool,
}

/// Every known word in one automaton.
struct KnownWords {
    automaton: Option<AhoCorasick>,
    known: Vec<Known>,
}

static WORDS: LazyLock<KnownWords> = LazyLock::new(|| {
    let mut all: BTreeMap<&'static str, Known> = BTreeMap::new();
    let (target, project) = (&lexicon().target, &lexicon().project);
    let verbs = target.verbs.iter().chain(&target.adverbs);
    for verb in verbs.chain(&project.verbs) {
        if verb.chars().count() >= 2 {
            all.entry(verb).or_default().verb = true;
        }
    }
    for head in &project.heads {
        all.entry(head).or_default().head = true;
    }
    for tail in &project.tails {
        all.entry(tail).or_default().tail = true;
    }
    for area in Area::all() {
        all.entry(area.name).or_default().place = true;
        all.entry(area.short_name()).or_default().place = true;
    }
    all.retain(|word, _| word.chars().count() <= WORD_CHARS_MAX);
    KnownWords {
        // Built at every start and used on one report: building must be cheap.
        automaton: AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .build(all.keys())
            .ok(),
        known: all.into_values().collect(),
    }
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
        let Some(automaton) = &WORDS.automaton else {
            return out;
        };
        let mut place_of = vec![0; sentence.len() + 1];
        for (place, byte) in out.bytes.iter().enumerate() {
            place_of[*byte] = place;
        }
        for found in automaton.find_overlapping_iter(sentence) {
            let (from, to) = (place_of[found.start()], place_of[found.end()]);
            let length = to - from;
            let word = WORDS.known[found.pattern().as_usize()];
            let longest = |known: &mut usize| *known = (*known).max(length);
            if word.verb {
                longest(&mut out.verb_ends[to]);
                longest(&mut out.verb_starts[from]);
            }
            if word.head {
                longest(&mut out.head_ends[to]);
            }
            if word.tail {
                longest(&mut out.tail_starts[from]);
            }
            if word.place && length >= 2 {
                longest(&mut out.place_starts[from]);
            }
        }
        out
    }

    /// The bytes of a stretch.
    pub fn span(&self, stretch: Stretch) -> Span {
        Span::new(self.bytes[stretch.from], self.bytes[stretch.to])
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
    let ends: Vec<bool> = (0..=words.chars.len())
        .map(|at| may_end(words, at))
        .collect();
    for from in 0..words.chars.len() {
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
