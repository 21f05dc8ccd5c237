//! Putting boxes together to fewer and larger ones.

use super::grid::{Grid, Relation};
use super::split::Work;
use super::word::{ends, interval};

/// A box with a mark; only boxes of the same mark are put together.
pub(super) type Marked<T> = (T, Vec<u64>);

/// Joins disjoint boxes that differ in one column only, until no two do or the work does
/// not suffice: then there are just more boxes.
pub(super) fn join<T: Ord + Copy>(
    grid: &Grid,
    mut boxes: Vec<Marked<T>>,
    work: &mut Work,
) -> Vec<Marked<T>> {
    loop {
        let count = boxes.len();
        for column in 0..grid.columns.len() {
            if boxes.len() < 2 || !work.spend(boxes.len() * 8) {
                return boxes;
            }
            boxes = join_along(grid, boxes, column);
        }
        if boxes.len() == count {
            return boxes;
        }
    }
}

fn join_along<T: Ord + Copy>(
    grid: &Grid,
    mut boxes: Vec<Marked<T>>,
    column: usize,
) -> Vec<Marked<T>> {
    boxes.sort_unstable_by(|one, other| {
        let marks = one.0.cmp(&other.0);
        marks
            .then_with(|| one.1[..column].cmp(&other.1[..column]))
            .then_with(|| one.1[column + 1..].cmp(&other.1[column + 1..]))
            .then_with(|| one.1[column].cmp(&other.1[column]))
    });
    let masks = grid.columns[column].masks;
    let mut joined: Vec<Marked<T>> = Vec::with_capacity(boxes.len());
    for it in boxes {
        if let Some(last) = joined.last_mut()
            && last.0 == it.0
            && last.1[..column] == it.1[..column]
            && last.1[column + 1..] == it.1[column + 1..]
            && let Some(both) = union(masks, last.1[column], it.1[column])
        {
            last.1[column] = both;
            continue;
        }
        joined.push(it);
    }
    joined
}

/// Both words as one, if they are one.
fn union(masks: bool, one: u64, other: u64) -> Option<u64> {
    if masks {
        return Some(one | other);
    }
    let ((low, cut), (next, high)) = (ends(one), ends(other));
    (cut == next).then(|| interval(low, high))
}

/// Whether a region holds another; neither has a list.
pub(super) fn within(grid: &Grid, whole: &[u64], part: &[u64]) -> bool {
    let words = whole.iter().zip(part);
    grid.columns
        .iter()
        .zip(words)
        .all(|(column, (whole, part))| {
            grid.relation(column.masks, *whole, *part) == Relation::Covers
        })
}

/// The largest box around a gap that is still a gap: it is made wider column by column
/// as far as no rule is touched.
pub(super) fn widen(grid: &Grid, gap: &mut [u64]) {
    // In which columns each rule keeps apart from the gap: where it is one only, the rule
    // is what stops the gap there.
    let apart = |rule: u32, gap: &[u64]| {
        let cells = grid
            .words(rule)
            .iter()
            .zip(gap)
            .zip(&grid.columns)
            .enumerate();
        cells.fold(0_u128, |apart, (at, ((cell, gap), column))| {
            let is = grid.relation(column.masks, *cell, *gap) == Relation::Apart;
            apart | u128::from(is) << at
        })
    };
    let mut rules: Vec<(u32, u128)> = grid
        .live
        .iter()
        .map(|rule| (*rule, apart(*rule, gap)))
        .collect();
    for (at, column) in grid.columns.iter().enumerate() {
        let bit = 1_u128 << at;
        let stops = rules.iter().filter(|(_, apart)| *apart == bit);
        let cells = stops.map(|(rule, _)| grid.words(*rule)[at]);
        let wide = if column.masks {
            column.whole & !cells.fold(0, |all, cell| all | cell)
        } else {
            let (low, high) = ends(gap[at]);
            let (mut least, mut most) = ends(column.whole);
            for cell in cells {
                for (from, to) in grid.intervals(cell, &mut [(0, 0)]) {
                    if *to <= low {
                        least = least.max(*to);
                    } else if *from >= high {
                        most = most.min(*from);
                    }
                }
            }
            interval(least, most)
        };
        if wide == gap[at] {
            continue;
        }
        gap[at] = wide;
        for (rule, apart) in rules.iter_mut().filter(|(_, apart)| apart & bit != 0) {
            if grid.relation(column.masks, grid.words(*rule)[at], wide) != Relation::Apart {
                *apart &= !bit;
            }
        }
    }
}
