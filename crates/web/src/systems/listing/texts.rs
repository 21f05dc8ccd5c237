//! The words of all records in one stretch of memory, so that a search runs through it
//! once.

use memchr::memmem;

/// What stands between texts, and where one was taken away. No word holds it.
const GAP: u8 = b'\n';

/// The texts of records by their numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    bytes: Vec<u8>,
    /// Where each text begins and whose it is, in the order of the bytes.
    begins: Vec<(usize, u32)>,
    /// Where the text of each number stands.
    spans: Vec<(usize, usize)>,
    /// How many bytes belong to nobody any more.
    dead: usize,
}

impl Texts {
    /// Puts the text of a number in place of the one before.
    pub fn put(&mut self, number: u32, text: &str) {
        let folded = text.to_lowercase();
        let place = number as usize;
        if self.spans.len() <= place {
            self.spans.resize(place + 1, (0, 0));
        }
        let (from, to) = self.spans.get(place).copied().unwrap_or((0, 0));
        if self.bytes.get(from..to) == Some(folded.as_bytes()) && from < to {
            return;
        }
        if let Some(old) = self.bytes.get_mut(from..to) {
            old.fill(GAP);
            self.dead += to - from;
        }
        self.append(number, folded.as_bytes());
        if self.dead > self.bytes.len() / 2 {
            self.pack();
        }
    }

    fn append(&mut self, number: u32, text: &[u8]) {
        let from = self.bytes.len();
        self.begins.push((from, number));
        self.bytes.extend_from_slice(text);
        if let Some(span) = self.spans.get_mut(number as usize) {
            *span = (from, self.bytes.len());
        }
        self.bytes.push(GAP);
    }

    /// Leaves out what belongs to nobody.
    fn pack(&mut self) {
        let old = std::mem::take(&mut self.bytes);
        self.begins.clear();
        self.dead = 0;
        for place in 0..self.spans.len() {
            let (from, to) = self.spans.get(place).copied().unwrap_or((0, 0));
            let number = u32::try_from(place).unwrap_or(u32::MAX);
            if let Some(text) = old.get(from..to).filter(|it| !it.is_empty()) {
                self.append(number, text);
            }
        }
    }

    /// For each number whether its text has all these words; none if there are no words.
    pub fn having(&self, words: &str, numbers: usize) -> Option<Vec<bool>> {
        let folded = words.to_lowercase();
        let mut all: Option<Vec<bool>> = None;
        for word in folded.split_whitespace() {
            let one = self.with(word, numbers);
            all = Some(match all {
                None => one,
                Some(all) => all.iter().zip(&one).map(|(a, b)| *a && *b).collect(),
            });
        }
        all
    }

    fn with(&self, word: &str, numbers: usize) -> Vec<bool> {
        let mut has = vec![false; numbers];
        for hit in memmem::find_iter(&self.bytes, word.as_bytes()) {
            let after = self.begins.partition_point(|(from, _)| *from <= hit);
            let text = after.checked_sub(1).and_then(|it| self.begins.get(it));
            if let Some(slot) = text.and_then(|(_, number)| has.get_mut(*number as usize)) {
                *slot = true;
            }
        }
        has
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(texts: &Texts, words: &str, numbers: usize) -> Vec<usize> {
        let has = texts.having(words, numbers).unwrap();
        (0..numbers).filter(|at| has[*at]).collect()
    }

    #[test]
    fn words_are_found_whatever_their_case_and_all_of_them() {
        let mut texts = Texts::default();
        for (at, text) in ["望澜大桥\nBridge", "望澜路", "Ring ROAD bridge"]
            .iter()
            .enumerate()
        {
            texts.put(at as u32, text);
        }
        for (words, expected) in [
            ("望澜", vec![0, 1]),
            ("bridge", vec![0, 2]),
            ("望澜 BRIDGE", vec![0]),
            ("路", vec![1]),
            ("没有", vec![]),
        ] {
            assert_eq!(found(&texts, words, 3), expected, "{words}");
        }
        assert!(texts.having("  ", 3).is_none());
    }

    proptest! {
        #[test]
        fn a_text_that_was_replaced_is_found_as_it_is_now(
            puts in prop::collection::vec((0_u32..6, "[ab桥路]{0,6}"), 0..60),
            word in "[ab桥路]{1,2}",
        ) {
            let mut texts = Texts::default();
            let mut plain = vec![String::new(); 6];
            for (number, text) in puts {
                texts.put(number, &text);
                plain[number as usize] = text;
            }
            let expected: Vec<usize> = (0..6).filter(|at| plain[*at].contains(&word)).collect();
            prop_assert_eq!(found(&texts, &word, 6), expected);
        }
    }
}
