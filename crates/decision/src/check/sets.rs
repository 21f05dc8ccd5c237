//! The largest sets of rules that hold a common row.

use super::Found;
use super::grid::Grid;
use super::overlaps::Pairs;
use super::shape::Shape;
use super::split::Work;
use super::word::LIST;

/// More sets are counted but not kept.
const SETS_MAX: usize = 10_000;

/// Of the rules that could stand at a fork, so many are tried.
const PIVOTS_MAX: usize = 64;

impl Grid {
    /// The largest sets of rules that hold a common row (of two rules or more).
    ///
    /// This is the search of Bron and Kerbosch for largest cliques, but in place of "all
    /// know each other" it asks "all hold a common row", which is not the same for cells
    /// with holes.
    pub(super) fn largest_sets(&self, pairs: &Pairs, work: &mut Work) -> Found<Vec<u32>> {
        let all_kept = pairs.all_kept();
        let mut near: Vec<Vec<u32>> = vec![Vec::new(); self.rules()];
        for (one, other) in &pairs.kept {
            near[*one as usize].push(*other);
            near[*other as usize].push(*one);
        }
        let sizes: Vec<u32> = (0..self.rules() as u32)
            .map(|rule| self.log_size(rule))
            .collect();
        let place = |rule: u32| (sizes[rule as usize], rule);
        let mut order: Vec<u32> = self.live.clone();
        order.retain(|rule| !all_kept || !near[*rule as usize].is_empty());
        order.sort_unstable_by_key(|rule| place(*rule));

        let unbroken = self.unbroken();
        let mut found = Found {
            items: Vec::new(),
            count: 0,
            complete: true,
        };
        for rule in order {
            let mut met = std::mem::take(&mut near[rule as usize]);
            if !all_kept {
                work.spend(self.live.len());
                let others = self.live.iter().filter(|other| **other != rule);
                met = others
                    .copied()
                    .filter(|other| self.overlap(rule, *other))
                    .collect();
            }
            let (done, open) = met
                .into_iter()
                .partition(|other| place(*other) < place(rule));
            let shape = Shape::common(self, &[rule]);
            let mut forks: Vec<Fork> = Vec::new();
            let mut next = Some(Fork {
                rules: vec![rule],
                shape,
                open,
                done,
                ways: Vec::new(),
            });
            loop {
                if let Some(fork) = next.take() {
                    forks.extend(fork.settle(self, unbroken, work, &mut found));
                }
                if work.0 == 0 {
                    found.complete = false;
                    return found;
                }
                let Some(last) = forks.last_mut() else { break };
                next = last.step(self, work);
                if next.is_none() {
                    forks.pop();
                }
            }
        }
        found
    }

    /// About how large a rule is.
    fn log_size(&self, rule: u32) -> u32 {
        let words = self.columns.iter().zip(self.words(rule));
        words
            .map(|(column, word)| self.size(column.masks, *word).max(1).ilog2())
            .sum()
    }

    /// The columns in which every cell is one run of classes.
    fn unbroken(&self) -> u128 {
        let one_run = |at: usize| {
            let masks = self.columns[at].masks;
            self.live
                .iter()
                .map(|rule| self.words(*rule)[at])
                .all(|cell| {
                    if !masks {
                        return cell & LIST == 0;
                    }
                    let cell = cell >> cell.trailing_zeros().min(63);
                    cell & cell.wrapping_add(1) == 0
                })
        };
        (0..self.columns.len())
            .filter(|at| one_run(*at))
            .fold(0, |all, at| all | 1 << at)
    }
}

/// A set of rules with a common shape that is being made larger.
struct Fork {
    rules: Vec<u32>,
    shape: Shape,
    /// Rules that meet the shape and may be added.
    open: Vec<u32>,
    /// Rules that meet the shape, of which all sets were found before.
    done: Vec<u32>,
    /// The open rules of which one is in every largest set still to be found.
    ways: Vec<u32>,
}

impl Fork {
    /// Adds what holds the whole shape, keeps the set if it is one of the largest, and
    /// finds the ways on; `None` if there are none.
    fn settle(
        mut self,
        grid: &Grid,
        unbroken: u128,
        work: &mut Work,
        found: &mut Found<Vec<u32>>,
    ) -> Option<Fork> {
        work.spend(6 * (self.open.len() + self.done.len()) + 2 * grid.columns.len());
        if self.done.iter().any(|rule| self.shape.within(grid, *rule)) {
            return None;
        }
        let (shape, rules) = (&self.shape, &mut self.rules);
        self.open.retain(|rule| {
            let holds = shape.within(grid, *rule);
            if holds {
                rules.push(*rule);
            }
            !holds
        });
        if self.open.is_empty() {
            if self.done.is_empty() && self.rules.len() > 1 {
                found.count += 1;
                if found.items.len() < SETS_MAX {
                    self.rules.sort_unstable();
                    found.items.push(self.rules);
                }
            }
            return None;
        }
        // A largest set has the pivot in it or a rule that does not meet it.
        let pivots = self.open.iter().chain(&self.done).take(PIVOTS_MAX);
        let mut ways: Option<Vec<u32>> = None;
        for pivot in pivots.filter(|it| self.shape.is_pivot(grid, **it, unbroken)) {
            work.spend(3 * self.open.len() + grid.columns.len());
            let with = self.shape.and(grid, *pivot);
            let apart = |rule: &&u32| *rule == pivot || !with.meets(grid, **rule);
            let rest: Vec<u32> = self.open.iter().filter(apart).copied().collect();
            let fewer = ways.as_ref().is_none_or(|ways| rest.len() < ways.len());
            if fewer {
                let enough = rest.len() <= 1;
                ways = Some(rest);
                if enough {
                    break;
                }
            }
        }
        self.ways = ways.unwrap_or_else(|| self.open.clone());
        Some(self)
    }

    /// The next way on.
    fn step(&mut self, grid: &Grid, work: &mut Work) -> Option<Fork> {
        let rule = self.ways.pop()?;
        work.spend(3 * (self.open.len() + self.done.len()) + grid.columns.len());
        self.open.retain(|other| *other != rule);
        let shape = self.shape.and(grid, rule);
        let meeting = |rules: &[u32]| {
            let met = rules
                .iter()
                .copied()
                .filter(|other| shape.meets(grid, *other));
            met.collect::<Vec<u32>>()
        };
        let (open, done) = (meeting(&self.open), meeting(&self.done));
        let mut rules = self.rules.clone();
        rules.push(rule);
        self.done.push(rule);
        Some(Fork {
            rules,
            shape,
            open,
            done,
            ways: Vec::new(),
        })
    }
}
