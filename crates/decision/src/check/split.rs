//! Splitting a region along the edges of rules until each part is simple.

use super::grid::{Grid, Relation};
use super::word::{below, ends, interval};

/// So many rules, counted in every region that waits, are kept in memory.
const HELD_MAX: usize = 4 << 20;

/// What is left to do of a bounded piece of work.
#[derive(Debug)]
pub(super) struct Work(pub(super) u64);

impl Work {
    /// Takes so many steps off; false once there are none left.
    pub(super) fn spend(&mut self, steps: usize) -> bool {
        self.0 = self.0.saturating_sub(steps as u64);
        self.0 > 0
    }
}

/// A rule that touches a region.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) rule: u32,
    /// The columns in which it does not cover the region.
    pub(super) partial: u128,
}

/// What becomes of a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing more to find out in it.
    Done,
    /// It must be split.
    Split,
    /// Nothing more to find out anywhere.
    Quit,
}

/// The two parts of a region: in this column, these words.
struct Halves {
    column: usize,
    words: [u64; 2],
}

/// Splits a region until the judge is content with every part; the judge may take away
/// rules that do not matter in the part. False if the work did not suffice.
pub(super) fn divide(
    grid: &Grid,
    root: Vec<u64>,
    rules: impl IntoIterator<Item = u32>,
    work: &mut Work,
    judge: &mut dyn FnMut(&[u64], &mut Vec<Entry>) -> Verdict,
) -> bool {
    let entries: Vec<_> = rules
        .into_iter()
        .filter_map(|rule| enter(grid, rule, &root))
        .collect();
    let mut held = entries.len();
    let mut open: Vec<(Vec<u64>, Vec<Entry>)> = vec![(root, entries)];
    let mut scratch = Scratch::default();
    while let Some((mut region, mut entries)) = open.pop() {
        held -= entries.len();
        if held > HELD_MAX || !work.spend(entries.len() + 1) {
            return false;
        }
        match judge(&region, &mut entries) {
            Verdict::Done => continue,
            Verdict::Quit => return true,
            Verdict::Split => {}
        }
        let (halves, cost) = scratch.choose(grid, &region, &entries);
        if !work.spend(cost) {
            return false;
        }
        let Some(Halves {
            column,
            words: [low, high],
        }) = halves
        else {
            continue;
        };
        let of_low = narrowed(grid, column, low, entries.iter().copied());
        held += of_low.len();
        let mut of_low_region = region.clone();
        of_low_region[column] = low;
        open.push((of_low_region, of_low));
        let of_high = narrowed(grid, column, high, entries.iter().copied());
        held += of_high.len();
        region[column] = high;
        open.push((region, of_high));
    }
    true
}

/// The rules of a region that touch a part of it, which differs in one column.
fn narrowed(
    grid: &Grid,
    column: usize,
    word: u64,
    entries: impl Iterator<Item = Entry>,
) -> Vec<Entry> {
    let (masks, bit) = (grid.columns[column].masks, 1 << column);
    let narrow = |mut entry: Entry| {
        if entry.partial & bit == 0 {
            return Some(entry);
        }
        match grid.relation(masks, grid.words(entry.rule)[column], word) {
            Relation::Apart => return None,
            Relation::Covers => entry.partial &= !bit,
            Relation::Partial => {}
        }
        Some(entry)
    };
    entries.filter_map(narrow).collect()
}

/// How a rule stands to a region; `None` if they have nothing in common.
fn enter(grid: &Grid, rule: u32, region: &[u64]) -> Option<Entry> {
    let mut partial = 0;
    let cells = grid.words(rule).iter().zip(region);
    for (at, (column, (cell, region))) in grid.columns.iter().zip(cells).enumerate() {
        match grid.relation(column.masks, *cell, *region) {
            Relation::Apart => return None,
            Relation::Covers => {}
            Relation::Partial => partial |= 1 << at,
        }
    }
    Some(Entry { rule, partial })
}

/// The rules' edges within a region, in one column.
#[derive(Default)]
struct Scratch {
    starts: Vec<u32>,
    ends: Vec<u32>,
    /// Edges of holes.
    inner: Vec<u32>,
    /// Sets that are no stretch of the region.
    sets: Vec<u64>,
}

/// Of sets with holes, so many are tried in each column.
const SETS_MAX: usize = 4;

impl Scratch {
    /// The cut that parts the rules best, and how many steps it took to find.
    ///
    /// A part with n rules in it is taken to cost n log n more: right if they can be
    /// parted evenly without splitting one, as in a table that is a decision tree.
    fn choose(
        &mut self,
        grid: &Grid,
        region: &[u64],
        entries: &[Entry],
    ) -> (Option<Halves>, usize) {
        let mut columns = entries.iter().fold(0, |all, entry| all | entry.partial);
        let mut steps = 0;
        let mut best: Option<(u64, Halves)> = None;
        while columns != 0 {
            let column = columns.trailing_zeros() as usize;
            columns &= columns - 1;
            let masks = grid.columns[column].masks;
            self.edges(grid, column, region[column], entries);
            steps += entries.len() + 4 * (self.starts.len() + self.ends.len());
            let word = region[column];
            let mut offer = |cost: u64, low: u64, high: u64| {
                if low != 0 && high != 0 && best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    best = Some((
                        cost,
                        Halves {
                            column,
                            words: [low, high],
                        },
                    ));
                }
            };
            let at = |cut: u32| {
                if masks {
                    return (word & below(cut), word & !below(cut));
                }
                let (low, high) = ends(word);
                (interval(low, cut), interval(cut, high))
            };
            self.each_cut(entries.len(), |cut, cost| {
                let (low, high) = at(cut);
                offer(cost, low, high);
            });
            for set in &self.sets {
                let cells = entries
                    .iter()
                    .map(|entry| grid.words(entry.rule)[column] & word);
                let (mut with, mut without) = (0, 0);
                for cell in cells {
                    with += usize::from(cell & set != 0);
                    without += usize::from(cell & !set != 0);
                }
                steps += entries.len();
                offer(weight(with) + weight(without), *set, word & !set);
            }
            if entries.len() == 1 && best.is_some() {
                break;
            }
        }
        (best.map(|(_, halves)| halves), steps)
    }

    /// Collects the edges of the rules within a word of a column.
    fn edges(&mut self, grid: &Grid, column: usize, word: u64, entries: &[Entry]) {
        self.starts.clear();
        self.ends.clear();
        self.inner.clear();
        self.sets.clear();
        let masks = grid.columns[column].masks;
        let (low, high) = if masks { hull_of(word) } else { ends(word) };
        for entry in entries
            .iter()
            .filter(|entry| entry.partial >> column & 1 == 1)
        {
            let cell = grid.words(entry.rule)[column];
            let (from, to) = if masks {
                let cell = cell & word;
                let (from, to) = hull_of(cell);
                let stretch = word & below(to) & !below(from);
                if cell != stretch && self.sets.len() < SETS_MAX && !self.sets.contains(&cell) {
                    self.sets.push(cell);
                }
                (from, to)
            } else {
                let (from, to) = ends(grid.hull(false, cell));
                let holes = grid.list(cell);
                let within = |edge: &u32| *edge > low && *edge < high;
                self.inner.extend(
                    holes
                        .iter()
                        .flat_map(|(from, to)| [*from, *to])
                        .find(within),
                );
                (from, to)
            };
            if from > low {
                self.starts.push(from);
            }
            if to < high {
                self.ends.push(to);
            }
        }
        self.starts.sort_unstable();
        self.ends.sort_unstable();
        self.inner.sort_unstable();
        self.inner.dedup();
    }

    /// Visits every edge with what a cut there costs.
    fn each_cut(&self, rules: usize, mut visit: impl FnMut(u32, u64)) {
        let (mut starts, mut ends) = (0, 0);
        loop {
            let next = (self.starts.get(starts), self.ends.get(ends));
            let cut = match next {
                (Some(start), Some(end)) => *start.min(end),
                (Some(edge), None) | (None, Some(edge)) => *edge,
                (None, None) => break,
            };
            let right = self.starts.len() - starts;
            while self.ends.get(ends) == Some(&cut) {
                ends += 1;
            }
            visit(cut, weight(rules - right) + weight(rules - ends));
            while self.starts.get(starts) == Some(&cut) {
                starts += 1;
            }
        }
        for cut in &self.inner {
            let right = self.starts.len() - self.starts.partition_point(|start| start < cut);
            let left = self.ends.partition_point(|end| end <= cut);
            visit(*cut, weight(rules - right) + weight(rules - left));
        }
    }
}

/// From the first to behind the last member of a mask.
fn hull_of(mask: u64) -> (u32, u32) {
    (mask.trailing_zeros(), 64 - mask.leading_zeros())
}

/// n (1 + log₂ n), in 256ths.
fn weight(rules: usize) -> u64 {
    let rules = rules as u64;
    let Some(log) = rules.checked_ilog2() else {
        return 0;
    };
    let fraction = ((rules << 8) >> log) - 256;
    rules * (256 + 256 * u64::from(log) + fraction)
}
