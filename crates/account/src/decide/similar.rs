//! How alike two wordings are: the part of their letter pairs that they share
//! (Dice's coefficient), in thousandths, so that it is exact.

use std::collections::HashMap;

/// Thousandths from which two wordings at a near place are taken for one
/// commitment put differently. Below it more than two fifths of the letter
/// pairs differ, and a person should see it as gone and new.
pub(super) const SIMILAR_PERMILLE_MIN: u32 = 600;

/// Letter pairs of a wording, counted.
pub(crate) struct Pairs {
    counts: HashMap<(char, char), u32>,
    total: u32,
}

impl Pairs {
    pub fn of(words: &str) -> Self {
        let chars: Vec<char> = words.chars().filter(|c| !c.is_whitespace()).collect();
        let mut counts = HashMap::new();
        for pair in chars.windows(2) {
            if let [first, second] = pair {
                *counts.entry((*first, *second)).or_insert(0) += 1;
            }
        }
        let total = counts.values().sum();
        Self { counts, total }
    }

    /// How many there are.
    pub fn count(&self) -> u32 {
        self.total
    }

    /// How alike the two are, 0 to 1000.
    pub fn permille(&self, other: &Pairs) -> u32 {
        let all = self.total + other.total;
        if all == 0 {
            return 0;
        }
        2_000 * self.shared(other) / all
    }

    /// How many of these the other has, 0 to 1000.
    pub fn within(&self, other: &Pairs) -> u32 {
        match self.total {
            0 => 0,
            all => 1_000 * self.shared(other) / all,
        }
    }

    fn shared(&self, other: &Pairs) -> u32 {
        let counts = self.counts.iter();
        counts
            .map(|(pair, count)| (*count).min(other.counts.get(pair).copied().unwrap_or(0)))
            .sum()
    }
}

/// Thousandths as a decimal string, such as 0.875.
pub(super) fn as_decimal(permille: u32) -> String {
    youwei_base::Decimal::new(i64::from(permille), 3)
        .normalize()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_symmetric_and_whole_only_for_the_same_pairs() {
        for (one, other, expected) in [
            ("新建学校20所", "新建学校20所", 1000),
            ("新建学校20所", "新建 学校20所", 1000),
            ("新建学校20所", "新建学校25所", 666),
            ("新建学校20所", "修缮河堤", 0),
            ("", "", 0),
            ("学", "学", 0),
        ] {
            let (a, b) = (Pairs::of(one), Pairs::of(other));
            assert_eq!(a.permille(&b), expected, "{one} / {other}");
            assert_eq!(b.permille(&a), expected);
        }
        assert_eq!(as_decimal(714), "0.714");
    }
}
