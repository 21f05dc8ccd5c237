//! What several rules have in common.

use super::grid::{Grid, Region};
use super::runs;
use super::word::{LIST, ends, interval, intervals};

/// An intersection of rules: like the words of a rule, with lists of its own.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    words: Vec<u64>,
    lists: Vec<Vec<(u32, u32)>>,
}

impl Shape {
    /// All of the space.
    fn everything(grid: &Grid) -> Shape {
        Shape {
            words: grid.columns.iter().map(|column| column.whole).collect(),
            lists: Vec::new(),
        }
    }

    /// What these rules have in common; they must have something.
    pub(super) fn common(grid: &Grid, rules: &[u32]) -> Shape {
        rules.iter().fold(Shape::everything(grid), |shape, rule| {
            shape.and(grid, *rule)
        })
    }

    /// What it has in common with a rule that it touches.
    pub(super) fn and(&self, grid: &Grid, rule: u32) -> Shape {
        let mut both = Shape {
            words: Vec::with_capacity(self.words.len()),
            lists: Vec::new(),
        };
        let words = self.words.iter().zip(grid.words(rule));
        for (column, (mine, cell)) in grid.columns.iter().zip(words) {
            if column.masks {
                both.words.push(mine & cell);
                continue;
            }
            if (mine | cell) & LIST == 0 {
                let ((a, b), (c, d)) = (ends(*mine), ends(*cell));
                both.words.push(interval(a.max(c), b.min(d)));
                continue;
            }
            let common = runs::intersection(
                intervals(&self.lists, *mine, &mut [(0, 0)]),
                grid.intervals(*cell, &mut [(0, 0)]),
            );
            both.words.push(match *common.as_slice() {
                [(from, to)] => interval(from, to),
                _ => LIST | both.lists.len() as u64,
            });
            if common.len() != 1 {
                both.lists.push(common);
            }
        }
        both
    }

    /// Whether a rule has something in common with it.
    pub(super) fn meets(&self, grid: &Grid, rule: u32) -> bool {
        let words = self.words.iter().zip(grid.words(rule));
        grid.columns
            .iter()
            .zip(words)
            .all(|(column, (mine, cell))| {
                if column.masks || (mine | cell) & LIST == 0 {
                    return grid.meet(column.masks, *mine, *cell);
                }
                runs::meet(
                    intervals(&self.lists, *mine, &mut [(0, 0)]),
                    grid.intervals(*cell, &mut [(0, 0)]),
                )
            })
    }

    /// Whether a rule holds all of it.
    pub(super) fn within(&self, grid: &Grid, rule: u32) -> bool {
        self.part_outside(grid, rule, |_, _, _| false)
    }

    /// Whether a rule that meets it holds all of it or a single class in each column but
    /// those where all cells are unbroken. Then rules that meet each other and this rule
    /// within it all meet in one point (Helly's theorem in one dimension, column by column).
    pub(super) fn is_pivot(&self, grid: &Grid, rule: u32, unbroken: u128) -> bool {
        self.part_outside(grid, rule, |at, mine, cell| {
            if unbroken >> at & 1 == 1 {
                return true;
            }
            if grid.columns.get(at).is_some_and(|column| column.masks) {
                return (mine & cell).count_ones() == 1;
            }
            let common = runs::intersection(
                intervals(&self.lists, mine, &mut [(0, 0)]),
                grid.intervals(cell, &mut [(0, 0)]),
            );
            matches!(*common.as_slice(), [(from, to)] if to - from == 1)
        })
    }

    /// Whether each column that a rule does not hold wholly is excused.
    fn part_outside(
        &self,
        grid: &Grid,
        rule: u32,
        excused: impl Fn(usize, u64, u64) -> bool,
    ) -> bool {
        let words = self.words.iter().zip(grid.words(rule));
        let mut columns = grid.columns.iter().zip(words).enumerate();
        columns.all(|(at, (column, (mine, cell)))| {
            let held = if column.masks {
                mine & !cell == 0
            } else {
                runs::cover(
                    grid.intervals(*cell, &mut [(0, 0)]),
                    intervals(&self.lists, *mine, &mut [(0, 0)]),
                )
            };
            held || excused(at, *mine, *cell)
        })
    }

    /// The same in atoms.
    pub(super) fn region(&self, grid: &Grid) -> Region {
        grid.region(&self.words, &self.lists)
    }
}
