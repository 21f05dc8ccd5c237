//! Rules that could be written as one.

use std::collections::HashMap;

use super::grid::Grid;

/// Two rules of the same outcome that differ in one column only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Joinable {
    /// The rule that comes first.
    pub rule: usize,
    /// The rule that could be put into it.
    pub with: usize,
    /// The column in which the cells must be put together.
    pub column: usize,
}

/// An outcome, and the cells before and behind a column.
type Rest<'a> = (Option<&'a u32>, &'a [u64], &'a [u64]);

impl Grid {
    /// Pairs of rules with the same outcome that could be one rule without a change of any
    /// decision: they differ in one column only, and no rule between them that overlaps the
    /// latter decides otherwise. Each rule is in at most one pair for each column.
    #[must_use]
    pub fn joinable(&self, outcomes: &[u32], shown: usize) -> Vec<Joinable> {
        let mut found = Vec::new();
        for column in 0..self.columns.len() {
            let mut open: HashMap<Rest, u32> = HashMap::new();
            for rule in &self.live {
                let (before, rest) = self.words(*rule).split_at(column);
                let key = (
                    outcomes.get(*rule as usize),
                    before,
                    rest.get(1..).unwrap_or_default(),
                );
                let Some(first) = open.remove(&key) else {
                    open.insert(key, *rule);
                    continue;
                };
                let same = self.words(first) == self.words(*rule);
                if same || !self.may_move(first, *rule, outcomes) {
                    open.insert(key, *rule);
                    continue;
                }
                if found.len() == shown {
                    return found;
                }
                found.push(Joinable {
                    rule: first as usize,
                    with: *rule as usize,
                    column,
                });
            }
        }
        found
    }

    /// Whether a rule may move up to another of the same outcome.
    fn may_move(&self, to: u32, rule: u32, outcomes: &[u32]) -> bool {
        let outcome = |rule: u32| outcomes.get(rule as usize);
        let mut between = self
            .live
            .iter()
            .copied()
            .filter(|it| *it > to && *it < rule);
        between.all(|it| outcome(it) == outcome(rule) || !self.overlap(it, rule))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Runs;

    #[test]
    fn rules_that_differ_in_one_column_can_be_joined() {
        let row = |a, b| vec![Runs::new([a]), Runs::new([b])];
        let rules = [
            row((0, 2), (0, 3)),
            row((1, 3), (1, 2)),
            row((2, 4), (0, 3)),
        ];
        let grid = Grid::new(&[4, 3], &rules).unwrap();
        let joinable = Joinable {
            rule: 0,
            with: 2,
            column: 0,
        };
        assert_eq!(grid.joinable(&[7, 7, 7], 9), [joinable]);
        assert_eq!(grid.joinable(&[7, 8, 7], 9), []);
        assert_eq!(grid.joinable(&[7, 7, 8], 9), []);
    }
}
