//! Where two tables over the same columns decide differently.

use std::ops::Range;

use super::boxes::join;
use super::grid::{Grid, Region};
use super::split::{Entry, Verdict, Work, divide};
use super::{Effort, Found};

/// A search that has found so many pieces stops.
const PIECES_MAX: usize = 20_000;

/// One of two tables whose rules stand in the same grid.
#[derive(Debug, Clone)]
pub struct Side {
    /// Its rules.
    pub rules: Range<usize>,
    /// The outcome of each of them, as numbers that mean the same on both sides.
    pub outcomes: Vec<u32>,
    /// Of the rules that hold a row the one of the least number decides; of equal ones the
    /// first. Empty means the order of the rules.
    pub order: Vec<u32>,
    /// The outcome where no rule holds, if there is one.
    pub otherwise: Option<u32>,
}

impl Side {
    /// A table in which the first rule that holds a row decides (and so any table in which
    /// rules that overlap agree).
    #[must_use]
    pub fn new(rules: Range<usize>, outcomes: Vec<u32>) -> Side {
        Side {
            rules,
            outcomes,
            order: Vec::new(),
            otherwise: None,
        }
    }

    fn outcome(&self, rule: u32) -> Option<u32> {
        let at = (rule as usize).checked_sub(self.rules.start)?;
        self.outcomes.get(at).copied()
    }

    fn place(&self, rule: u32) -> (u32, u32) {
        let at = (rule as usize).checked_sub(self.rules.start);
        (
            at.and_then(|at| self.order.get(at)).copied().unwrap_or(0),
            rule,
        )
    }

    fn has(&self, rule: u32) -> bool {
        self.rules.contains(&(rule as usize))
    }

    /// Takes away the rules of this side that do not matter in a region, and tells the
    /// outcome if it is the same in all of it.
    fn settle(&self, rules: &mut Vec<Entry>) -> Settled {
        let mine = || rules.iter().filter(|entry| self.has(entry.rule));
        let holding = mine()
            .filter(|entry| entry.partial == 0)
            .map(|it| self.place(it.rule))
            .min();
        let matters = |entry: &Entry| {
            !self.has(entry.rule) || holding.is_none_or(|first| self.place(entry.rule) <= first)
        };
        rules.retain(matters);
        let mut outcomes = rules
            .iter()
            .filter(|it| self.has(it.rule))
            .map(|it| self.outcome(it.rule));
        let first = match holding {
            Some(_) => outcomes.next().flatten(),
            None => self.otherwise,
        };
        if !outcomes.all(|outcome| outcome == first) {
            return Settled::No;
        }
        // One rule may stand for all of them, as though it held the whole region.
        let mut stands = holding.is_none();
        rules.retain_mut(|entry| {
            if !self.has(entry.rule) {
                return true;
            }
            entry.partial = 0;
            !std::mem::replace(&mut stands, true)
        });
        Settled::To(first)
    }
}

/// Whether the outcome is the same in all of a region.
enum Settled {
    To(Option<u32>),
    No,
}

/// Which differences count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// Only where both tables have an outcome: contradictions.
    BothDecide,
    /// Also where one has an outcome and the other has none: what a new version changes.
    Everywhere,
}

/// Rows for which two tables decide differently, everywhere in the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The rows.
    pub region: Region,
    /// What the one table says.
    pub one: Option<u32>,
    /// What the other table says.
    pub other: Option<u32>,
    /// The rules with these outcomes that hold rows of the region.
    pub rules: Vec<usize>,
}

impl Grid {
    /// The regions in which two tables decide differently; no two of them overlap.
    #[must_use]
    pub fn differences(
        &self,
        one: &Side,
        other: &Side,
        which: Where,
        effort: Effort,
    ) -> Found<Difference> {
        let mut work = Work(effort.steps);
        let Some(root) = self.everything() else {
            return Found {
                items: Vec::new(),
                count: 0,
                complete: true,
            };
        };
        let mut pieces = Vec::new();
        let mut whole = true;
        let rules = self
            .live
            .iter()
            .copied()
            .filter(|rule| one.has(*rule) || other.has(*rule));
        let complete = divide(self, root, rules, &mut work, &mut |region, rules| {
            let settled = (one.settle(rules), other.settle(rules));
            let (Settled::To(a), Settled::To(b)) = settled else {
                return Verdict::Split;
            };
            if a == b || which == Where::BothDecide && (a.is_none() || b.is_none()) {
                return Verdict::Done;
            }
            if pieces.len() == PIECES_MAX {
                whole = false;
                return Verdict::Quit;
            }
            pieces.push(((a, b), region.to_vec()));
            Verdict::Done
        });
        let joined = join(self, pieces, &mut work);
        let count = joined.len() as u64;
        let items = joined
            .into_iter()
            .take(effort.shown)
            .map(|((a, b), words)| {
                let says = |rule: u32| {
                    one.has(rule) && a.is_some() && one.outcome(rule) == a
                        || other.has(rule) && b.is_some() && other.outcome(rule) == b
                };
                let rules = self
                    .live
                    .iter()
                    .filter(|rule| says(**rule) && self.touches(**rule, &words));
                Difference {
                    region: self.region(&words, &[]),
                    one: a,
                    other: b,
                    rules: rules.map(|rule| *rule as usize).collect(),
                }
            });
        Found {
            items: items.collect(),
            count,
            complete: complete && whole,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Runs;

    #[test]
    fn two_versions_differ_where_a_threshold_moved() {
        let cells = [(0, 18), (18, 99), (0, 21), (21, 90)];
        let rules: Vec<_> = cells.iter().map(|run| vec![Runs::new([*run])]).collect();
        let grid = Grid::new(&[99], &rules).unwrap();
        let (old, new) = (Side::new(0..2, vec![1, 2]), Side::new(2..4, vec![1, 2]));
        let both = grid.differences(&old, &new, Where::BothDecide, Effort::default());
        assert!(both.complete);
        let moved = Difference {
            region: Region {
                columns: vec![Runs::new([(18, 21)])],
            },
            one: Some(2),
            other: Some(1),
            rules: vec![1, 2],
        };
        assert_eq!(both.items, std::slice::from_ref(&moved));
        let all = grid.differences(&old, &new, Where::Everywhere, Effort::default());
        assert_eq!(all.count, 2);
        assert!(all.items.contains(&moved));
        assert_eq!(all.items.iter().filter(|it| it.other.is_none()).count(), 1);
        let otherwise = Side {
            otherwise: Some(2),
            ..new
        };
        let all = grid.differences(&old, &otherwise, Where::Everywhere, Effort::default());
        assert_eq!(all.items, [moved]);
    }
}
