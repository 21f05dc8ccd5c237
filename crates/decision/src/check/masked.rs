//! Rules that earlier ones leave nothing to, and rules written twice.

use std::collections::HashMap;

use super::gaps::open_question;
use super::grid::Grid;
use super::split::{Verdict, Work, divide};
use super::{Effort, Found};

/// A rule that never decides, since the rules before it hold all of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked {
    /// The rule.
    pub rule: usize,
    /// What masks it.
    pub by: By,
}

/// What masks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// This rule has the same cells.
    Duplicate(usize),
    /// This rule holds all of its rows and more.
    Wider(usize),
    /// These rules together hold all of its rows, and none of them can be left out (unless
    /// there are very many).
    Together(Vec<usize>),
}

/// To leave rules out one by one is tried with so many.
const TOGETHER_MAX: usize = 32;

impl Grid {
    /// The rules that are masked. `order` has a number for each rule; of the rules that
    /// hold a row, the one of the least number decides, and rules of the same number do
    /// not mask each other. For the policy FIRST these are 0, 1, 2, …; for PRIORITY the
    /// places of the rules' outputs in the list of output values.
    #[must_use]
    pub fn masked(&self, order: &[u32], effort: Effort) -> Found<Masked> {
        let place = |rule: u32| order.get(rule as usize).copied().unwrap_or(rule);
        let mut found = Found {
            items: Vec::new(),
            count: 0,
            complete: true,
        };
        let differ = |one, other| place(one) != place(other);
        let (pairs, mut work) = self.pairs_by_half(effort, differ);
        let mut near: Vec<Vec<u32>> = vec![Vec::new(); self.rules()];
        for (one, other) in &pairs.kept {
            let (first, last) = if place(*one) < place(*other) {
                (one, other)
            } else {
                (other, one)
            };
            if let Some(near) = near.get_mut(*last as usize) {
                near.push(*first);
            }
        }
        for rule in &self.live {
            let near = if pairs.all_kept() {
                near.get_mut(*rule as usize)
                    .map(std::mem::take)
                    .unwrap_or_default()
            } else {
                work.spend(self.live.len());
                let before = self
                    .live
                    .iter()
                    .copied()
                    .filter(|it| place(*it) < place(*rule));
                before.filter(|other| self.overlap(*rule, *other)).collect()
            };
            if !work.spend(near.len()) {
                found.complete = false;
                break;
            }
            match self.masked_by(*rule, near, &mut work) {
                Some(Some(by)) => {
                    found.count += 1;
                    if found.items.len() < effort.shown {
                        found.items.push(Masked {
                            rule: *rule as usize,
                            by,
                        });
                    }
                }
                Some(None) => {}
                None => found.complete = false,
            }
        }
        found
    }

    /// What of these rules masks a rule; `None` if the work does not suffice to know.
    fn masked_by(&self, rule: u32, mut near: Vec<u32>, work: &mut Work) -> Option<Option<By>> {
        if let Some(by) = near.iter().find(|by| self.words(**by) == self.words(rule)) {
            return Some(Some(By::Duplicate(*by as usize)));
        }
        if let Some(by) = near.iter().find(|by| self.holds(**by, rule)) {
            return Some(Some(By::Wider(*by as usize)));
        }
        if near.len() < 2 || !self.is_covered(rule, &near, work)? {
            return Some(None);
        }
        if near.len() <= TOGETHER_MAX {
            for at in (0..near.len()).rev() {
                let mut fewer = near.clone();
                fewer.remove(at);
                if self.is_covered(rule, &fewer, work) == Some(true) {
                    near = fewer;
                }
            }
        }
        Some(Some(By::Together(
            near.into_iter().map(|it| it as usize).collect(),
        )))
    }

    /// Whether these rules together hold all rows of a rule; `None` if the work does not
    /// suffice to know.
    fn is_covered(&self, rule: u32, by: &[u32], work: &mut Work) -> Option<bool> {
        let cells = self.columns.iter().zip(self.words(rule));
        let root = cells
            .map(|(column, cell)| self.hull(column.masks, *cell))
            .collect();
        let mut covered = true;
        let known = divide(
            self,
            root,
            by.iter().copied(),
            work,
            &mut |region, rules| {
                // The rule's own cells may have holes.
                if !self.touches(rule, region) {
                    return Verdict::Done;
                }
                if rules.is_empty() {
                    covered = false;
                    return Verdict::Quit;
                }
                open_question(rules)
            },
        );
        known.then_some(covered)
    }

    /// The rules with the same cells as others, in groups.
    #[must_use]
    pub fn duplicates(&self) -> Vec<Vec<usize>> {
        let mut groups: HashMap<&[u64], Vec<usize>> = HashMap::new();
        for rule in &self.live {
            groups
                .entry(self.words(*rule))
                .or_default()
                .push(*rule as usize);
        }
        let mut groups: Vec<_> = groups
            .into_values()
            .filter(|group| group.len() > 1)
            .collect();
        groups.sort_unstable();
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Runs;

    fn masked(cells: &[Runs], order: &[u32]) -> Vec<(usize, By)> {
        let rules: Vec<_> = cells.iter().map(|cell| vec![cell.clone()]).collect();
        let grid = Grid::new(&[10], &rules).unwrap();
        let found = grid.masked(order, Effort::default());
        assert!(found.complete);
        found.items.into_iter().map(|it| (it.rule, it.by)).collect()
    }

    #[test]
    fn a_rule_is_masked_by_one_or_by_several() {
        let cells = [
            Runs::new([(0, 4)]),
            Runs::new([(4, 8)]),
            Runs::new([(2, 6)]),
            Runs::new([(1, 3)]),
            Runs::new([(0, 4)]),
            Runs::new([(7, 9)]),
        ];
        let found = masked(&cells, &[0, 1, 2, 3, 4, 5]);
        let expected = [
            (2, By::Together(vec![0, 1])),
            (3, By::Wider(0)),
            (4, By::Duplicate(0)),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn only_rules_of_a_higher_place_mask() {
        let cells = [
            Runs::new([(1, 3)]),
            Runs::new([(0, 4)]),
            Runs::new([(0, 9)]),
        ];
        assert_eq!(masked(&cells, &[1, 0, 1]), [(0, By::Wider(1))]);
        assert_eq!(masked(&cells, &[0, 0, 0]), []);
    }

    #[test]
    fn holes_of_a_rule_need_no_cover() {
        let split = Runs::new([(0, 2), (5, 7)]);
        let found = masked(
            &[Runs::new([(0, 3)]), Runs::new([(4, 7)]), split],
            &[0, 1, 2],
        );
        assert_eq!(found, [(2, By::Together(vec![0, 1]))]);
    }
}
