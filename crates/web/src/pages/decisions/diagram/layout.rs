//! Where the nodes of a diagram stand: layers, few crossings, short lines (Sugiyama's
//! method). Pure and without chance, so that a page looks the same every time.

use super::{Graph, Sort};

/// The most nodes beside one another; further inputs go to the layer below.
const WIDTH_MAX: usize = 7;
/// How often the layers are swept to put nodes near what they are joined with.
const SWEEPS: usize = 40;

/// A layout in units of a node's place: `x` in halves of columns, layers from the top.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// By node: its middle, in thousandths of a column, and its layer.
    pub at: Vec<(i64, usize)>,
    /// By line: the middles it passes in the layers between, from its upper end down.
    pub ways: Vec<Vec<i64>>,
    /// How many columns wide it is, in thousandths.
    pub width: i64,
    pub layers: usize,
}

/// One column.
pub(super) const COLUMN: i64 = 1000;
/// A line that passes between nodes takes less room.
const PASSING: i64 = 130;

/// A place in a layer: a node, or a line that passes.
struct Slot {
    layer: usize,
    real: bool,
    up: Vec<usize>,
    down: Vec<usize>,
}

pub(super) fn layout(graph: &Graph) -> Layout {
    let layer = layers(graph);
    let count = layer.iter().max().map_or(0, |it| it + 1);
    let mut slots: Vec<Slot> = layer
        .iter()
        .map(|layer| Slot {
            layer: *layer,
            real: true,
            up: Vec::new(),
            down: Vec::new(),
        })
        .collect();
    // Long lines are cut into pieces of one layer each.
    let mut chains = Vec::new();
    for line in &graph.lines {
        let (upper, lower) = match layer[line.from] < layer[line.to] {
            true => (line.from, line.to),
            false => (line.to, line.from),
        };
        let mut chain = Vec::new();
        let mut above = upper;
        for between in layer[upper] + 1..layer[lower] {
            let slot = slots.len();
            slots.push(Slot {
                layer: between,
                real: false,
                up: vec![above],
                down: Vec::new(),
            });
            slots[above].down.push(slot);
            chain.push(slot);
            above = slot;
        }
        if layer[upper] != layer[lower] {
            slots[above].down.push(lower);
            slots[lower].up.push(above);
        }
        chains.push(chain);
    }
    let mut order = vec![Vec::new(); count];
    for (at, slot) in slots.iter().enumerate() {
        order[slot.layer].push(at);
    }
    let order = fewest_crossings(&slots, order);
    let x = straighten(&slots, &order);
    let width = order
        .iter()
        .filter_map(|row| row.last())
        .map(|last| x[*last] + COLUMN / 2)
        .max()
        .unwrap_or(0);
    Layout {
        at: (0..graph.nodes.len())
            .map(|at| (x[at], layer[at]))
            .collect(),
        ways: chains
            .iter()
            .map(|chain| chain.iter().map(|slot| x[*slot]).collect())
            .collect(),
        width,
        layers: count,
    }
}

/// The layer of each node: below all that needs it, the answers on top. Inputs fill up
/// the layers below where one is full. A circle, which is an error of the model, is cut.
fn layers(graph: &Graph) -> Vec<usize> {
    let count = graph.nodes.len();
    let mut layer = vec![0; count];
    for round in 0..=count {
        let mut moved = false;
        for line in &graph.lines {
            let below = layer[line.to] + 1;
            if layer[line.from] < below && below <= count && round < count {
                layer[line.from] = below;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    // A source has nothing below it: it stands at the foot, away from the decisions.
    let foot = layer.iter().max().copied().unwrap_or(0);
    let sources: Vec<usize> = (0..count)
        .filter(|at| graph.nodes[*at].sort == Sort::Source)
        .collect();
    let inputs = |at: &usize| matches!(graph.nodes[*at].sort, Sort::Input | Sort::Parameter);
    let mut held = vec![0_usize; foot + count + 2];
    for at in (0..count).filter(|at| !inputs(at) && !sources.contains(at)) {
        held[layer[at]] += 1;
    }
    let mut free: Vec<usize> = (0..count).filter(inputs).collect();
    free.sort_by_key(|at| layer[*at]);
    for at in free {
        let mut level = layer[at];
        while held.get(level).is_some_and(|held| *held >= WIDTH_MAX) {
            level += 1;
        }
        layer[at] = level;
        if let Some(held) = held.get_mut(level) {
            *held += 1;
        }
    }
    let foot = (0..count)
        .filter(|at| !sources.contains(at))
        .map(|at| layer[at] + 1)
        .max()
        .unwrap_or(0);
    for at in sources {
        layer[at] = foot;
    }
    // A circle may have pushed its nodes far down; empty layers are taken out.
    let mut used: Vec<usize> = layer.clone();
    used.sort_unstable();
    used.dedup();
    layer
        .into_iter()
        .map(|it| used.binary_search(&it).unwrap_or(0))
        .collect()
}

/// Orders each layer by the middles of what its slots are joined with, down and up again,
/// and keeps the best.
fn fewest_crossings(slots: &[Slot], mut order: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut place = vec![0_usize; slots.len()];
    let note = |order: &[Vec<usize>], place: &mut Vec<usize>| {
        for row in order {
            for (at, slot) in row.iter().enumerate() {
                place[*slot] = at;
            }
        }
    };
    note(&order, &mut place);
    let mut best = (crossings(slots, &order, &place), order.clone());
    for sweep in 0..SWEEPS {
        let down = sweep % 2 == 0;
        let rows: Vec<usize> = match down {
            true => (0..order.len()).collect(),
            false => (0..order.len()).rev().collect(),
        };
        for row in rows {
            let mut keyed: Vec<(i64, usize, usize)> = order[row]
                .iter()
                .enumerate()
                .map(|(at, slot)| {
                    let near = match down {
                        true => &slots[*slot].up,
                        false => &slots[*slot].down,
                    };
                    let key = match near.len() {
                        0 => at as i64 * 1000,
                        n => near.iter().map(|it| place[*it] as i64 * 1000).sum::<i64>() / n as i64,
                    };
                    (key, at, *slot)
                })
                .collect();
            keyed.sort_unstable();
            order[row] = keyed.into_iter().map(|(_, _, slot)| slot).collect();
            note(&order, &mut place);
        }
        swap_neighbours(slots, &mut order, &mut place);
        let count = crossings(slots, &order, &place);
        if count < best.0 {
            best = (count, order.clone());
        }
    }
    best.1
}

/// Swaps neighbours where that saves crossings.
fn swap_neighbours(slots: &[Slot], order: &mut [Vec<usize>], place: &mut [usize]) {
    for row in order {
        for at in 1..row.len() {
            let (one, other) = (row[at - 1], row[at]);
            let now = between(slots, place, one, other);
            let then = between(slots, place, other, one);
            if then < now {
                row.swap(at - 1, at);
                place[one] = at;
                place[other] = at - 1;
            }
        }
    }
}

/// The crossings of the lines of two slots of a layer, the first standing left.
fn between(slots: &[Slot], place: &[usize], left: usize, right: usize) -> usize {
    let side = |left: &[usize], right: &[usize]| {
        let pairs = left
            .iter()
            .flat_map(|l| right.iter().map(move |r| (*l, *r)));
        pairs.filter(|(l, r)| place[*l] > place[*r]).count()
    };
    side(&slots[left].up, &slots[right].up) + side(&slots[left].down, &slots[right].down)
}

fn crossings(slots: &[Slot], order: &[Vec<usize>], place: &[usize]) -> usize {
    let mut count = 0;
    for row in order {
        let lines: Vec<(usize, usize)> = row
            .iter()
            .flat_map(|slot| {
                slots[*slot]
                    .down
                    .iter()
                    .map(|it| (place[*slot], place[*it]))
            })
            .collect();
        for (at, one) in lines.iter().enumerate() {
            let crossed = |other: &&(usize, usize)| {
                (one.0 < other.0 && one.1 > other.1) || (one.0 > other.0 && one.1 < other.1)
            };
            count += lines[at + 1..].iter().filter(crossed).count();
        }
    }
    count
}

/// Where each slot of a row stands: near the middle of what it is joined with, the order
/// kept and nothing on top of another.
fn straighten(slots: &[Slot], order: &[Vec<usize>]) -> Vec<i64> {
    let room = |slot: usize| match slots[slot].real {
        true => COLUMN,
        false => PASSING,
    };
    let wide = |row: &[usize]| row.iter().map(|slot| room(*slot)).sum::<i64>();
    let whole = order.iter().map(|row| wide(row)).max().unwrap_or(0);
    let mut x = vec![0_i64; slots.len()];
    for row in order {
        let mut left = (whole - wide(row)) / 2;
        for slot in row {
            x[*slot] = left + room(*slot) / 2;
            left += room(*slot);
        }
    }
    for round in 0..30 {
        let rows: Vec<usize> = match round % 2 == 0 {
            true => (0..order.len()).collect(),
            false => (0..order.len()).rev().collect(),
        };
        for row in rows {
            let row = &order[row];
            let wanted: Vec<i64> = row
                .iter()
                .map(|slot| {
                    let near = slots[*slot].up.iter().chain(&slots[*slot].down);
                    let (sum, n) = near.fold((0, 0), |(sum, n), it| (sum + x[*it], n + 1));
                    if n == 0 { x[*slot] } else { sum / n }
                })
                .collect();
            let gaps: Vec<i64> = row
                .windows(2)
                .map(|pair| (room(pair[0]) + room(pair[1])) / 2)
                .collect();
            // No row reaches beyond the widest one.
            let mut left = row.first().map_or(0, |slot| room(*slot) / 2);
            let taken: i64 = gaps.iter().sum();
            let spare = whole - taken - row.last().map_or(0, |slot| room(*slot) / 2) - left;
            for (nth, (slot, at)) in row.iter().zip(nearest(&wanted, &gaps)).enumerate() {
                x[*slot] = at.clamp(left, left + spare.max(0));
                left += gaps.get(nth).copied().unwrap_or(0);
            }
        }
    }
    let least = (0..slots.len())
        .map(|slot| x[slot] - room(slot) / 2)
        .min()
        .unwrap_or(0);
    x.iter().map(|it| it - least).collect()
}

/// The places nearest to those wanted, by squares, that keep these gaps (pool adjacent
/// violators).
fn nearest(wanted: &[i64], gaps: &[i64]) -> Vec<i64> {
    let mut offset = vec![0_i64; wanted.len()];
    for at in 1..wanted.len() {
        offset[at] = offset[at - 1] + gaps[at - 1];
    }
    let mut pools: Vec<(i64, i64)> = Vec::new();
    for (want, offset) in wanted.iter().zip(&offset) {
        pools.push((want - offset, 1));
        while let [.., before, last] = pools.as_slice() {
            if before.0 * last.1 <= last.0 * before.1 {
                break;
            }
            let joined = (before.0 + last.0, before.1 + last.1);
            pools.truncate(pools.len() - 2);
            pools.push(joined);
        }
    }
    let values = pools
        .iter()
        .flat_map(|(sum, n)| std::iter::repeat_n(sum / n, usize::try_from(*n).unwrap_or(0)));
    values.zip(offset).map(|(at, offset)| at + offset).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::decisions::diagram::{Line, Node};
    use youwei_decision::dmn::raw::RequirementKind;

    fn graph(sorts: &[Sort], lines: &[(usize, usize)]) -> Graph {
        let node = |sort: &Sort| Node {
            sort: *sort,
            name: String::new(),
            anchor: String::new(),
            worth: None,
            open: false,
            idle: false,
        };
        let kind = RequirementKind::Decision;
        Graph {
            nodes: sorts.iter().map(node).collect(),
            lines: lines
                .iter()
                .map(|(from, to)| Line {
                    from: *from,
                    to: *to,
                    kind,
                })
                .collect(),
        }
    }

    #[test]
    fn what_is_needed_stands_below_what_needs_it_and_nothing_on_top_of_another() {
        let mut sorts = vec![Sort::Decision; 12];
        sorts.extend(vec![Sort::Input; 25]);
        let mut lines: Vec<(usize, usize)> = (1..12).map(|at| (at, (at - 1) / 2)).collect();
        lines.extend((12..37).map(|at| (at, at % 12)));
        lines.push((11, 0));
        let graph = graph(&sorts, &lines);
        let layout = layout(&graph);
        for line in &graph.lines {
            assert!(layout.at[line.from].1 > layout.at[line.to].1, "{line:?}");
        }
        for (at, one) in layout.at.iter().enumerate() {
            for other in &layout.at[at + 1..] {
                assert!(one.1 != other.1 || (one.0 - other.0).abs() >= COLUMN - 1);
            }
            assert!(one.0 >= COLUMN / 2 && one.0 <= layout.width - COLUMN / 2);
        }
        let widest = (0..layout.layers)
            .map(|row| layout.at.iter().filter(|it| it.1 == row).count())
            .max();
        assert!(widest <= Some(WIDTH_MAX));
    }

    #[test]
    fn lines_that_need_not_cross_do_not() {
        // 3 and 4 are written in the order in which their lines would cross.
        let graph = graph(&[Sort::Decision; 5], &[(1, 0), (2, 0), (3, 2), (4, 1)]);
        let layout = layout(&graph);
        let left = |at: usize| layout.at[at].0;
        assert_eq!(left(1) < left(2), left(4) < left(3));
    }

    #[test]
    fn a_circle_is_drawn_all_the_same() {
        let graph = graph(&[Sort::Decision; 3], &[(0, 1), (1, 2), (2, 0)]);
        assert_eq!(layout(&graph).at.len(), 3);
        assert_eq!(layout(&super::Graph::default()).layers, 0);
    }
}
