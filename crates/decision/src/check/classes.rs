//! Which atoms of a column no cell tells apart.

use std::collections::HashMap;

use super::runs::Runs;

/// Above so many words of memory, only neighbouring atoms are put together.
const WORDS_MAX: usize = 8 << 20;

/// The classes of atoms, in the order of their first atoms, and each cell as runs of
/// classes. A cell that was one run of atoms is one run of classes: to leave atoms out of
/// an order breaks no run.
pub(super) fn classes(atoms: u32, cells: &[&Runs]) -> (Vec<Runs>, Vec<Vec<(u32, u32)>>) {
    let runs = cells.iter().flat_map(|cell| cell.as_slice());
    let mut edges: Vec<u32> = runs.flat_map(|(from, to)| [*from, *to]).collect();
    edges.extend([0, atoms]);
    edges.sort_unstable();
    edges.dedup();
    // Between two edges nothing can be told apart.
    let segments = edges.len() - 1;
    let segment = |edge: &u32| edges.binary_search(edge).unwrap_or(segments);
    let spans: Vec<Vec<(usize, usize)>> = cells
        .iter()
        .map(|cell| {
            cell.as_slice()
                .iter()
                .map(|(a, b)| (segment(a), segment(b)))
                .collect()
        })
        .collect();

    let alike = alike(segments, &spans);
    let mut numbers = Vec::with_capacity(segments + 1);
    let mut classes: Vec<Vec<(u32, u32)>> = Vec::new();
    let mut class_of = vec![0; segments];
    for at in 0..segments {
        numbers.push(classes.len() as u32);
        let run = (edges[at], edges[at + 1]);
        if alike[at] == at {
            class_of[at] = classes.len();
            classes.push(vec![run]);
        } else {
            class_of[at] = class_of[alike[at]];
            classes[class_of[at]].push(run);
        }
    }
    numbers.push(classes.len() as u32);
    let cells = spans.iter().map(|spans| {
        let runs = spans
            .iter()
            .map(|(from, to)| (numbers[*from], numbers[*to]));
        Runs::new(runs).as_slice().to_vec()
    });
    let cells = cells.collect();
    (classes.into_iter().map(Runs::new).collect(), cells)
}

/// For each segment the first one that lies in the same cells.
fn alike(segments: usize, cells: &[Vec<(usize, usize)>]) -> Vec<usize> {
    let words = cells.len().div_ceil(64);
    if segments.saturating_mul(words) > WORDS_MAX {
        return (0..segments).collect();
    }
    let mut turns: Vec<Vec<u32>> = vec![Vec::new(); segments + 1];
    for (cell, spans) in cells.iter().enumerate() {
        for (from, to) in spans {
            turns[*from].push(cell as u32);
            turns[*to].push(cell as u32);
        }
    }
    let mut members = vec![0_u64; words];
    let mut first: HashMap<Vec<u64>, usize> = HashMap::with_capacity(segments);
    let mut alike = Vec::with_capacity(segments);
    for (at, turns) in turns.iter().take(segments).enumerate() {
        for cell in turns {
            members[*cell as usize / 64] ^= 1 << (cell % 64);
        }
        match first.get(&members) {
            Some(first) => alike.push(*first),
            None => {
                first.insert(members.clone(), at);
                alike.push(at);
            }
        }
    }
    alike
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn atoms_in_the_same_cells_are_one_class() {
        let (outer, inner) = (Runs::new([(2, 8)]), Runs::new([(4, 5)]));
        let (classes, cells) = classes(10, &[&outer, &inner]);
        let expected = [vec![(0, 2), (8, 10)], vec![(2, 4), (5, 8)], vec![(4, 5)]];
        assert_eq!(classes, expected.map(Runs::new));
        assert_eq!(cells, [vec![(1, 3)], vec![(2, 3)]]);
    }

    #[test]
    fn a_column_without_atoms_has_no_classes() {
        let (classes, cells) = classes(0, &[&Runs::none()]);
        assert!(classes.is_empty());
        assert_eq!(cells, [vec![]]);
    }
}
