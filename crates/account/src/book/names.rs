//! Words by number: records, metrics and keys occur in millions of facts, and each word is
//! kept once, one after the other in one text.

use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

/// Words, each with a number counted from 0 in the order in which they came.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    text: String,
    /// The byte after each word.
    ends: Vec<u64>,
    index: HashTable<u32>,
    /// What a word hashes to is nobody's business and never leaves this table.
    hasher: RandomState,
}

impl Names {
    /// The number of a word, if it is known.
    pub fn find(&self, word: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(word);
        let same = |at: &u32| self.get(*at) == word;
        self.index.find(hash, same).copied()
    }

    /// The number of a word, which is kept if it is new, and whether it is; none if there
    /// are more words than numbers.
    pub fn number(&mut self, word: &str) -> Option<(u32, bool)> {
        if let Some(known) = self.find(word) {
            return Some((known, false));
        }
        let next = u32::try_from(self.ends.len()).ok()?;
        self.text.push_str(word);
        self.ends.push(self.text.len() as u64);
        let (text, ends, hasher) = (&self.text, &self.ends, &self.hasher);
        let rehash = |at: &u32| hasher.hash_one(slice(text, ends, *at));
        self.index
            .insert_unique(self.hasher.hash_one(word), next, rehash);
        Some((next, true))
    }

    /// The word of a number; empty if there is none.
    pub fn get(&self, at: u32) -> &str {
        slice(&self.text, &self.ends, at)
    }
}

fn slice<'t>(text: &'t str, ends: &[u64], at: u32) -> &'t str {
    let at = at as usize;
    let end = |at: usize| ends.get(at).and_then(|end| usize::try_from(*end).ok());
    let start = at.checked_sub(1).map_or(Some(0), end);
    start
        .zip(end(at))
        .and_then(|(start, end)| text.get(start..end))
        .unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn a_word_keeps_its_number() {
        let mut names = Names::default();
        let words: Vec<String> = (0..2_000).map(|it| format!("词{it}")).collect();
        for (at, word) in words.iter().enumerate() {
            assert_eq!(names.number(word), Some((at as u32, true)));
        }
        assert_eq!(names.number(""), Some((2_000, true)));
        for (at, word) in words.iter().enumerate() {
            assert_eq!(names.number(word), Some((at as u32, false)));
            assert_eq!(names.get(at as u32), word);
        }
        assert_eq!((names.find("没有"), names.get(9_999)), (None, ""));
        assert_eq!(names.find(""), Some(2_000));
    }
}
