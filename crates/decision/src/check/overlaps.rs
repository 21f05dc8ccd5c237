//! Rows that several rules hold.

use super::grid::{Grid, Region};
use super::shape::Shape;
use super::split::Work;
use super::{Effort, Found};

/// More pairs are counted but not kept; the largest sets then take longer to find.
const PAIRS_MAX: usize = 1 << 20;

/// Rules that hold the same rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Overlap {
    /// The rules, in order.
    pub rules: Vec<usize>,
    /// All rows that every one of them holds.
    pub region: Region,
}

/// The overlaps of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlaps {
    /// The pairs of rules that hold a common row, the lower one first.
    pub pairs: Found<(usize, usize)>,
    /// The largest sets of rules that hold a common row: every overlap is part of one.
    pub sets: Found<Overlap>,
}

/// Pairs of rules, as far as they were kept, and how many there are.
pub(super) struct Pairs {
    pub(super) kept: Vec<(u32, u32)>,
    count: u64,
    pub(super) complete: bool,
}

impl Pairs {
    pub(super) fn all_kept(&self) -> bool {
        self.complete && self.count == self.kept.len() as u64
    }
}

impl Grid {
    /// The rules that overlap.
    #[must_use]
    pub fn overlaps(&self, effort: Effort) -> Overlaps {
        let (pairs, mut work) = self.pairs_by_half(effort, |_, _| true);
        let mut sets = self.largest_sets(&pairs, &mut work);
        sets.items.sort_unstable();
        sets.items.truncate(effort.shown);
        let shown = sets.items.into_iter().map(|rules| Overlap {
            region: Shape::common(self, &rules).region(self),
            rules: rules.iter().map(|rule| *rule as usize).collect(),
        });
        let sets = Found {
            items: shown.collect(),
            count: sets.count,
            complete: sets.complete,
        };
        let first = pairs.kept.iter().take(effort.shown);
        let first = first
            .map(|(one, other)| (*one as usize, *other as usize))
            .collect();
        let pairs = Found {
            items: first,
            count: pairs.count,
            complete: pairs.complete,
        };
        Overlaps { pairs, sets }
    }

    /// The pairs of rules that hold a common row and differ in their outcome, of which
    /// there is one number for each rule: two rules contradict each other.
    #[must_use]
    pub fn conflicts(&self, outcomes: &[u32], effort: Effort) -> Found<Overlap> {
        let outcome = |rule: u32| outcomes.get(rule as usize);
        let differ = |one, other| outcome(one) != outcome(other);
        let pairs = self.pairs(&mut Work(effort.steps), differ);
        let first = pairs.kept.iter().take(effort.shown);
        let first = first.map(|(one, other)| Overlap {
            region: Shape::common(self, &[*one, *other]).region(self),
            rules: vec![*one as usize, *other as usize],
        });
        Found {
            items: first.collect(),
            count: pairs.count,
            complete: pairs.complete,
        }
    }

    /// The pairs, found with at most half of an effort, and the work that is left.
    pub(super) fn pairs_by_half(
        &self,
        effort: Effort,
        wanted: impl Fn(u32, u32) -> bool,
    ) -> (Pairs, Work) {
        let mut half = Work(effort.steps / 2);
        let pairs = self.pairs(&mut half, wanted);
        (pairs, Work(effort.steps - effort.steps / 2 + half.0))
    }

    /// The pairs of rules that hold a common row, of those that are of interest.
    pub(super) fn pairs(&self, work: &mut Work, wanted: impl Fn(u32, u32) -> bool) -> Pairs {
        let order = self.most_selective_first();
        let columns: Vec<(bool, Vec<u64>)> = order
            .into_iter()
            .map(|at| {
                let words = self.live.iter().map(|rule| self.words(*rule)[at]).collect();
                (self.columns[at].masks, words)
            })
            .collect();
        let mut pairs = Pairs {
            kept: Vec::new(),
            count: 0,
            complete: true,
        };
        let mut met: Vec<u32> = Vec::with_capacity(self.live.len());
        for (at, rule) in self.live.iter().enumerate() {
            met.clear();
            met.extend(at as u32 + 1..self.live.len() as u32);
            if !work.spend(met.len()) {
                pairs.complete = false;
                return pairs;
            }
            for (masks, words) in &columns {
                work.spend(met.len());
                let mine = words[at];
                met.retain(|other| self.meet(*masks, mine, words[*other as usize]));
            }
            for other in &met {
                let other = self.live[*other as usize];
                if wanted(*rule, other) {
                    pairs.count += 1;
                    if pairs.kept.len() < PAIRS_MAX {
                        pairs.kept.push((*rule, other));
                    }
                }
            }
        }
        pairs
    }

    /// The columns that tell the most rules apart first, judged by a sample. Columns in
    /// which all meet are left out if every rule holds all of them.
    fn most_selective_first(&self) -> Vec<usize> {
        let count = self.live.len().max(1);
        let sample = |number: usize, step: usize| self.live.get(number * step % count);
        let met = |at: usize| {
            let masks = self.columns[at].masks;
            let pairs = (1..512).filter_map(|it| Some((sample(it, 7919)?, sample(it, 104_729)?)));
            pairs
                .filter(|(a, b)| self.meet(masks, self.words(**a)[at], self.words(**b)[at]))
                .count()
        };
        let mut order: Vec<usize> = (0..self.columns.len()).collect();
        order.retain(|at| {
            let whole = self.columns[*at].whole;
            !self.live.iter().all(|rule| self.words(*rule)[*at] == whole)
        });
        order.sort_by_cached_key(|at| met(*at));
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Runs;

    #[test]
    fn rules_that_meet_two_by_two_need_not_meet_in_one_row() {
        let cells = [Runs::of([0, 1]), Runs::of([1, 2]), Runs::of([0, 2])];
        let rules: Vec<_> = cells.into_iter().map(|cell| vec![cell]).collect();
        for masks in [0, 64] {
            let grid = Grid::with_masks(&[3], &rules, masks).unwrap();
            let overlaps = grid.overlaps(Effort::default());
            let sets: Vec<_> = overlaps.sets.items.into_iter().map(|it| it.rules).collect();
            assert_eq!(sets, [vec![0, 1], vec![0, 2], vec![1, 2]]);
            assert_eq!(overlaps.pairs.count, 3);
        }
    }

    #[test]
    fn nested_rules_are_one_set() {
        let rules: Vec<_> = (0..2000)
            .map(|it| vec![Runs::new([(it, 4000 - it)])])
            .collect();
        let grid = Grid::new(&[4000], &rules).unwrap();
        let overlaps = grid.overlaps(Effort::default());
        assert_eq!(overlaps.sets.count, 1);
        assert_eq!(overlaps.sets.items[0].rules.len(), 2000);
        assert_eq!(
            overlaps.sets.items[0].region.columns[0],
            Runs::new([(1999, 2001)])
        );
        assert_eq!(overlaps.pairs.count, 1999 * 1000);
        assert!(overlaps.pairs.complete);
    }

    #[test]
    fn only_different_outcomes_conflict() {
        let rules: Vec<_> = [(0, 5), (3, 8), (4, 9)]
            .map(|run| vec![Runs::new([run])])
            .into();
        let grid = Grid::new(&[9], &rules).unwrap();
        let conflicts = grid.conflicts(&[1, 1, 2], Effort::default());
        let pairs: Vec<_> = conflicts
            .items
            .iter()
            .map(|it| it.rules.as_slice())
            .collect();
        assert_eq!(pairs, [[0, 2], [1, 2]]);
        assert_eq!(conflicts.items[0].region.columns, [Runs::of([4])]);
    }
}
