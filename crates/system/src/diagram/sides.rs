//! The two sides of the column: which moves take lanes, which lane each takes, and where
//! on its boxes it is joined.

use super::graph::{Graph, Move};
use super::plan::{LABEL_MOST, Lines, Words, folded, line};

/// A move along one side of the column.
pub struct Bus {
    pub of: usize,
    pub right: bool,
    /// Rows; row 0 is the beginning, stage n is row n + 1.
    pub from: Vec<usize>,
    pub to: usize,
    pub lane: usize,
}

/// What is joined to a box at one height of one side.
pub struct Port {
    pub bus: usize,
    pub lines: Lines,
    pub leaves: bool,
    pub y: i64,
}

/// By row the moves that lead straight down from it, and those that take a lane.
pub fn split(graph: &Graph, rows: usize) -> (Vec<Vec<usize>>, Vec<Bus>) {
    let mut downs = vec![Vec::new(); rows];
    let mut buses = Vec::new();
    for (at, it) in graph.moves.iter().enumerate() {
        let to = it.to + 1;
        if to >= rows {
            continue;
        }
        let (mut ahead, mut back) = (Vec::new(), Vec::new());
        for from in sources(it, rows) {
            if from + 1 == to {
                if let Some(moves) = downs.get_mut(from) {
                    moves.push(at);
                }
            } else if from < to {
                ahead.push(from);
            } else {
                back.push(from);
            }
        }
        for (right, from) in [(true, ahead), (false, back)] {
            if !from.is_empty() {
                buses.push(Bus {
                    of: at,
                    right,
                    from,
                    to,
                    lane: 0,
                });
            }
        }
    }
    (downs, buses)
}

fn sources(it: &Move, rows: usize) -> Vec<usize> {
    let mut from: Vec<usize> = it.from.iter().map(|at| at.map_or(0, |at| at + 1)).collect();
    from.sort_unstable();
    from.dedup();
    from.retain(|row| *row < rows && *row != it.to + 1);
    from
}

/// Gives each bus a lane, short ones next to the column, and says how many lanes there
/// are on the left and on the right.
pub fn assign(buses: &mut [Bus]) -> [usize; 2] {
    let span = |bus: &Bus| {
        let all = bus.from.iter().copied().chain([bus.to]);
        let (low, high) = all.fold((usize::MAX, 0), |(low, high), row| {
            (low.min(row), high.max(row))
        });
        (low, high)
    };
    let mut order: Vec<usize> = (0..buses.len()).collect();
    order.sort_by_key(|at| buses.get(*at).map(|it| (span(it).1 - span(it).0, *at)));
    let mut taken: [Vec<Vec<(usize, usize)>>; 2] = [Vec::new(), Vec::new()];
    for at in order {
        let Some(bus) = buses.get_mut(at) else {
            continue;
        };
        let (low, high) = span(bus);
        let lanes = &mut taken[usize::from(bus.right)];
        let free = |lane: &Vec<(usize, usize)>| lane.iter().all(|it| it.1 < low || high < it.0);
        let lane = lanes.iter().position(free).unwrap_or(lanes.len());
        if lane == lanes.len() {
            lanes.push(Vec::new());
        }
        if let Some(lane) = lanes.get_mut(lane) {
            lane.push((low, high));
        }
        bus.lane = lane;
    }
    [taken[0].len(), taken[1].len()]
}

/// What is joined to one side of a box, from its head down, so that lines of one box do
/// not cross one another.
pub fn ports_of(graph: &Graph, buses: &[Bus], row: usize, right: bool) -> Vec<Port> {
    let mut leaving = Vec::new();
    let mut coming = Vec::new();
    for (nth, bus) in buses.iter().enumerate().filter(|(_, it)| it.right == right) {
        if bus.from.contains(&row) {
            let label = graph.moves.get(bus.of).map(|it| &it.label);
            let lines = label
                .map(|it| folded(it, LABEL_MOST, Words::Name))
                .unwrap_or_default();
            leaving.push((bus.lane, port(nth, lines, true)));
        }
        if bus.to == row {
            coming.push((bus.lane, port(nth, Lines::new(), false)));
        }
    }
    leaving.sort_by_key(|(lane, _)| *lane);
    coming.sort_by_key(|(lane, _)| *lane);
    let bare = |all: Vec<(usize, Port)>| all.into_iter().map(|(_, port)| port);
    if right {
        leaving.reverse();
        bare(coming).chain(bare(leaving)).collect()
    } else {
        coming.reverse();
        bare(leaving).chain(bare(coming)).collect()
    }
}

fn port(bus: usize, lines: Lines, leaves: bool) -> Port {
    Port {
        bus,
        lines,
        leaves,
        y: 0,
    }
}

/// The room of a port above its line and below.
fn room(port: &Port) -> (i64, i64) {
    if port.lines.is_empty() {
        return (7, 7);
    }
    let part = |name: bool| {
        let lines = port.lines.iter().filter(|it| (it.0 == Words::Name) == name);
        lines.map(|it| line(it.0)).sum::<i64>()
    };
    (part(true) + 4, part(false) + 4)
}

pub fn stacked(ports: &[Port]) -> i64 {
    ports.iter().map(|it| room(it).0 + room(it).1).sum()
}

/// Spreads the ports over the height of their box.
pub fn place(ports: &mut [Port], y: i64, high: i64) {
    let slack = (high - stacked(ports)).max(0);
    let share = slack / (i64::try_from(ports.len()).unwrap_or(0) + 1);
    let mut at = y;
    for port in ports {
        let (above, below) = room(port);
        at += share + above;
        port.y = at;
        at += below;
    }
}
