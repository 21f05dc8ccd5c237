//! A table as boxes over atoms.
//!
//! Atoms that no rule tells apart are put into one class. A column of few classes keeps
//! its cells as bit masks; a column of many keeps them as intervals, which they are in all
//! but odd tables (the others point to a list of intervals).

use std::collections::HashMap;

use thiserror::Error;

use super::runs::{self, Runs};
use super::word::{LIST, below, ends, interval, intervals, list_of};

/// The most columns of a table that is checked.
pub const COLUMNS_MAX: usize = 128;

/// Why a table cannot be checked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GridError {
    /// More columns than [`COLUMNS_MAX`].
    #[error("a table of {0} columns is not checked")]
    Columns(usize),
    /// A rule has more or fewer cells than there are columns, or a cell atoms that its
    /// column has not.
    #[error("rule {0} does not fit the columns")]
    Rule(usize),
}

/// A part of the table's space: of each column some atoms, in every combination.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Region {
    /// The atoms of each column; none of the sets is empty.
    pub columns: Vec<Runs>,
}

impl Region {
    /// Whether a row (an atom of each column) lies in it.
    #[must_use]
    pub fn contains(&self, row: &[u32]) -> bool {
        self.columns
            .iter()
            .zip(row)
            .all(|(runs, atom)| runs.contains(*atom))
    }
}

/// A column. A word of it is a mask of classes, or an interval `from << 32 | to` of them.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) masks: bool,
    /// All classes, as a word.
    pub(super) whole: u64,
    classes: Vec<Runs>,
    atoms: u32,
}

/// How a cell stands to a region, in one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Apart,
    Covers,
    Partial,
}

/// A table, ready to be checked.
#[derive(Debug, Clone)]
pub struct Grid {
    pub(super) columns: Vec<Column>,
    rules: usize,
    /// The words of all rules, one rule after another.
    cells: Vec<u64>,
    pub(super) lists: Vec<Vec<(u32, u32)>>,
    never: Vec<(usize, usize)>,
    /// The rules that can fire.
    pub(super) live: Vec<u32>,
}

impl Grid {
    /// The table of these rules; `atoms` is how many atoms each column has, and each rule
    /// has a cell for each column.
    ///
    /// # Errors
    /// If there are too many columns, or a rule does not fit them.
    pub fn new(atoms: &[u32], rules: &[Vec<Runs>]) -> Result<Grid, GridError> {
        Grid::with_masks(atoms, rules, 64)
    }

    /// The same, with masks only in columns of at most so many classes (64 at most).
    pub(super) fn with_masks(
        atoms: &[u32],
        rules: &[Vec<Runs>],
        masks_max: usize,
    ) -> Result<Grid, GridError> {
        if atoms.len() > COLUMNS_MAX {
            return Err(GridError::Columns(atoms.len()));
        }
        let fits = |rule: &Vec<Runs>| {
            rule.len() == atoms.len() && rule.iter().zip(atoms).all(|(it, most)| it.end() <= *most)
        };
        if let Some(at) = rules.iter().position(|rule| !fits(rule)) {
            return Err(GridError::Rule(at));
        }
        let width = atoms.len();
        let mut grid = Grid {
            columns: Vec::with_capacity(width),
            rules: rules.len(),
            cells: vec![0; rules.len() * width],
            lists: Vec::new(),
            never: Vec::new(),
            live: Vec::new(),
        };
        for (at, atoms) in atoms.iter().enumerate() {
            let cells: Vec<&Runs> = rules.iter().filter_map(|rule| rule.get(at)).collect();
            grid.add_column(at, width, *atoms, &cells, masks_max);
        }
        grid.live = (0..rules.len() as u32).collect();
        grid.never.sort_unstable();
        grid.live.retain(|rule| {
            let dead = grid
                .never
                .binary_search_by_key(&(*rule as usize), |(rule, _)| *rule);
            dead.is_err()
        });
        Ok(grid)
    }

    fn add_column(&mut self, at: usize, width: usize, atoms: u32, cells: &[&Runs], masks: usize) {
        let mut numbers: HashMap<&Runs, usize> = HashMap::new();
        let mut distinct: Vec<&Runs> = Vec::new();
        let kinds: Vec<usize> = cells
            .iter()
            .map(|cell| {
                *numbers.entry(cell).or_insert_with(|| {
                    distinct.push(cell);
                    distinct.len() - 1
                })
            })
            .collect();
        let (classes, sets) = super::classes::classes(atoms, &distinct);
        let masks = classes.len() <= masks.min(64);
        let words: Vec<u64> = sets.into_iter().map(|set| self.word(masks, set)).collect();
        for (rule, kind) in kinds.iter().enumerate() {
            self.cells[rule * width + at] = words[*kind];
            if cells[rule].is_empty() {
                self.never.push((rule, at));
            }
        }
        let whole = if masks {
            below(classes.len() as u32)
        } else {
            interval(0, classes.len() as u32)
        };
        self.columns.push(Column {
            masks,
            whole,
            classes,
            atoms,
        });
    }

    fn word(&mut self, masks: bool, set: Vec<(u32, u32)>) -> u64 {
        if masks {
            return set
                .iter()
                .map(|(from, to)| below(*to) & !below(*from))
                .sum();
        }
        match *set.as_slice() {
            [] => 0,
            [(from, to)] => interval(from, to),
            _ => {
                self.lists.push(set);
                LIST | (self.lists.len() - 1) as u64
            }
        }
    }

    /// How many rules there are.
    #[must_use]
    pub fn rules(&self) -> usize {
        self.rules
    }

    /// The rules that can never fire, each with a column of which it accepts no allowed
    /// value.
    #[must_use]
    pub fn never(&self) -> &[(usize, usize)] {
        &self.never
    }

    /// The rules that hold a row (an atom of each column).
    #[must_use]
    pub fn rules_at(&self, row: &[u32]) -> Vec<usize> {
        let find = |(column, atom): (&Column, &u32)| {
            column
                .classes
                .iter()
                .position(|class| class.contains(*atom))
        };
        let point: Option<Vec<u64>> = self
            .columns
            .iter()
            .zip(row)
            .map(|it| {
                let class = find(it)? as u32;
                Some(if it.0.masks {
                    1 << class
                } else {
                    interval(class, class + 1)
                })
            })
            .collect();
        let Some(point) = point.filter(|point| point.len() == self.columns.len()) else {
            return Vec::new();
        };
        let live = self.live.iter().map(|rule| *rule as usize);
        live.filter(|rule| self.touches(*rule as u32, &point))
            .collect()
    }

    /// The region of these words, which point to these lists.
    pub(super) fn region(&self, words: &[u64], lists: &[Vec<(u32, u32)>]) -> Region {
        let columns = self.columns.iter().zip(words).map(|(column, word)| {
            let part = |class: u32| column.classes.get(class as usize);
            let classes: Vec<u32> = if column.masks {
                (0..64).filter(|class| word >> class & 1 == 1).collect()
            } else {
                intervals(lists, *word, &mut [(0, 0)])
                    .iter()
                    .flat_map(|(a, b)| *a..*b)
                    .collect()
            };
            if classes.len() == column.classes.len() {
                return Runs::all(column.atoms);
            }
            let parts = classes.into_iter().filter_map(part);
            Runs::new(parts.flat_map(|part| part.as_slice().iter().copied()))
        });
        Region {
            columns: columns.collect(),
        }
    }

    /// All of the space; none if a column has no value at all.
    pub(super) fn everything(&self) -> Option<Vec<u64>> {
        let some = self.columns.iter().all(|column| column.atoms > 0);
        some.then(|| self.columns.iter().map(|column| column.whole).collect())
    }

    /// The words of a rule.
    pub(super) fn words(&self, rule: u32) -> &[u64] {
        let width = self.columns.len();
        let from = rule as usize * width;
        self.cells.get(from..from + width).unwrap_or_default()
    }

    /// How a cell stands to a region of one column. The region has no list.
    #[inline]
    pub(super) fn relation(&self, masks: bool, cell: u64, region: u64) -> Relation {
        if masks {
            return match cell & region {
                0 => Relation::Apart,
                both if both == region => Relation::Covers,
                _ => Relation::Partial,
            };
        }
        let (low, high) = ends(region);
        let (from, to) = if cell & LIST == 0 {
            ends(cell)
        } else {
            let list = self.list(cell);
            let at = list.partition_point(|(_, to)| *to <= low);
            list.get(at).copied().unwrap_or((high, high))
        };
        if to <= low || from >= high {
            Relation::Apart
        } else if from <= low && to >= high {
            Relation::Covers
        } else {
            Relation::Partial
        }
    }

    /// Whether a rule holds some point of a region.
    pub(super) fn touches(&self, rule: u32, region: &[u64]) -> bool {
        let cells = self.words(rule).iter().zip(region);
        self.columns
            .iter()
            .zip(cells)
            .all(|(column, (cell, region))| {
                self.relation(column.masks, *cell, *region) != Relation::Apart
            })
    }

    /// Whether two cells of a column have something in common.
    #[inline]
    pub(super) fn meet(&self, masks: bool, one: u64, other: u64) -> bool {
        if masks {
            return one & other != 0;
        }
        if (one | other) & LIST == 0 {
            let ((a, b), (c, d)) = (ends(one), ends(other));
            return a.max(c) < b.min(d);
        }
        runs::meet(
            self.intervals(one, &mut [(0, 0)]),
            self.intervals(other, &mut [(0, 0)]),
        )
    }

    /// Whether two rules have something in common.
    pub(super) fn overlap(&self, one: u32, other: u32) -> bool {
        let cells = self.words(one).iter().zip(self.words(other));
        self.columns
            .iter()
            .zip(cells)
            .all(|(column, (a, b))| self.meet(column.masks, *a, *b))
    }

    /// Whether one rule holds all that another holds.
    pub(super) fn holds(&self, whole: u32, part: u32) -> bool {
        let cells = self.words(whole).iter().zip(self.words(part));
        self.columns
            .iter()
            .zip(cells)
            .all(|(column, (whole, part))| {
                if column.masks {
                    return part & !whole == 0;
                }
                let part = self.intervals(*part, &mut [(0, 0)]).to_vec();
                runs::cover(self.intervals(*whole, &mut [(0, 0)]), &part)
            })
    }

    /// The intervals of a word of a column of intervals; `single` has room for one.
    pub(super) fn intervals<'a>(
        &'a self,
        word: u64,
        single: &'a mut [(u32, u32); 1],
    ) -> &'a [(u32, u32)] {
        intervals(&self.lists, word, single)
    }

    /// The list of intervals that a word points to; none if it is an interval.
    pub(super) fn list(&self, word: u64) -> &[(u32, u32)] {
        list_of(&self.lists, word)
    }

    /// The narrowest word without a list that holds a cell.
    pub(super) fn hull(&self, masks: bool, cell: u64) -> u64 {
        if masks || cell & LIST == 0 {
            return cell;
        }
        let list = self.list(cell);
        match (list.first(), list.last()) {
            (Some(first), Some(last)) => interval(first.0, last.1),
            _ => 0,
        }
    }

    /// How many classes a word holds.
    pub(super) fn size(&self, masks: bool, word: u64) -> u32 {
        if masks {
            return word.count_ones();
        }
        self.intervals(word, &mut [(0, 0)])
            .iter()
            .map(|(from, to)| to - from)
            .sum()
    }
}
