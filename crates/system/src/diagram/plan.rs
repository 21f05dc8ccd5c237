//! Where everything stands, in pixels. Collisions are impossible by construction: labels
//! of lanes stand in a column of their own beside the box they leave, at a height that
//! only they have; lanes run outside of that column; labels of arrows between two
//! neighbours stand between the two boxes.

use super::fold::{NAME, SMALL, fold, width};
use super::graph::{Graph, Label};
use super::sides::{Port, assign, place, ports_of, split, stacked};

/// The margin around the picture.
const MARGIN: i64 = 6;
/// From lane to lane.
const LANE: i64 = 11;
/// Lines of names, and of clocks and notices.
const NAME_LINE: i64 = 16;
const SMALL_LINE: i64 = 15;
/// The room of an icon before a small line.
pub const ICON: i64 = 12;
/// Labels are folded to this width.
pub const LABEL_MOST: i64 = 74;
const INSIDE_MOST: i64 = 100;
const STAGE_MOST: i64 = 100;
/// Room for an arrowhead beside a box that nothing leaves.
const ARROW: i64 = 16;
/// The size of the letters of a stage's name.
pub const STAGE: i64 = 14;
const STAGE_LINE: i64 = 19;
/// The dot at the beginning.
pub const DOT: i64 = 6;

/// What kind of words they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// The name of a stage, in the middle of its box.
    Stage,
    /// What is done in a stage, in the middle of its box.
    Inside,
    /// The name of a move.
    Name,
    /// A time limit.
    Clock,
    /// A public notice.
    Notice,
    /// The next line of either.
    More,
}

/// Words at a place: the left end of the base line, and how wide they are.
#[derive(Debug, Clone)]
pub struct Text {
    pub words: Words,
    pub text: String,
    pub x: i64,
    pub y: i64,
    pub wide: i64,
}

impl Text {
    pub fn size(&self) -> i64 {
        match self.words {
            Words::Stage => STAGE,
            Words::Name => NAME,
            Words::Inside => NAME - 1,
            Words::Clock | Words::Notice | Words::More => SMALL,
        }
    }
}

/// The box of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rect {
    pub x: i64,
    pub y: i64,
    pub wide: i64,
    pub high: i64,
}

/// One way that a move is drawn: from these heights at the side of the column along a
/// lane to one, or straight down.
#[derive(Debug, Clone)]
pub enum Way {
    /// From the foot of a box to the head of the next.
    Down { from: i64, to: i64 },
    /// Along a lane at `lane`; `starts` are points at boxes, `end` is where the arrow is.
    Lane {
        lane: i64,
        starts: Vec<(i64, i64)>,
        end: (i64, i64),
    },
}

/// A planned picture.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub wide: i64,
    pub high: i64,
    /// The middle of the column.
    pub middle: i64,
    /// The middle of the dot at the beginning.
    pub dot: i64,
    /// The boxes of the stages.
    pub boxes: Vec<Rect>,
    /// The ways of each move.
    pub ways: Vec<(usize, Way)>,
    pub texts: Vec<Text>,
}

/// Folded words of a label with their kinds.
pub type Lines = Vec<(Words, String)>;

/// Plans the picture of a life cycle.
pub fn plan(graph: &Graph) -> Plan {
    let rows = graph.stages.len() + 1;
    let (downs, mut buses) = split(graph, rows);
    let lanes = assign(&mut buses);
    let mut ports: Vec<[Vec<Port>; 2]> = (0..rows)
        .map(|row| {
            [
                ports_of(graph, &buses, row, false),
                ports_of(graph, &buses, row, true),
            ]
        })
        .collect();
    let inside: Vec<Lines> = graph
        .stages
        .iter()
        .map(|stage| {
            let labels = stage.inside.iter();
            labels
                .flat_map(|it| folded(it, INSIDE_MOST, Words::Inside))
                .collect()
        })
        .collect();
    let names: Vec<Vec<String>> = graph
        .stages
        .iter()
        .map(|stage| fold(&stage.name, STAGE, STAGE_MOST))
        .collect();
    let spine: Vec<Lines> = downs
        .iter()
        .map(|moves| {
            let labels = moves.iter().filter_map(|at| graph.moves.get(*at));
            labels
                .flat_map(|it| folded(&it.label, LABEL_MOST + 24, Words::Name))
                .collect()
        })
        .collect();

    let widest = |lines: &Lines| lines.iter().map(|(words, text)| wide(*words, text)).max();
    let inner = inside.iter().filter_map(widest).max().unwrap_or(0);
    let named = names
        .iter()
        .flatten()
        .map(|it| width(it, STAGE))
        .max()
        .unwrap_or(0);
    let box_wide = (inner.max(named) + 18).max(84) / 2 * 2;
    let side = |right: usize| {
        let ports = ports.iter().filter_map(|it| it.get(right)).flatten();
        let labels = ports.filter_map(|it| Some((widest(&it.lines)? + 14).max(ARROW)));
        labels
            .max()
            .unwrap_or(if lanes[right] > 0 { ARROW } else { 0 })
    };
    let left_zone = side(0);
    let along = spine.iter().filter_map(widest).max().unwrap_or(0);
    let right_zone = side(1).max(along + 14 - box_wide / 2);
    let lane_room = |count: usize| LANE * i64::try_from(count).unwrap_or(0);
    let left = MARGIN + lane_room(lanes[0]) + left_zone;
    let right = left + box_wide;
    let middle = left + box_wide / 2;

    let mut plan = Plan {
        wide: right + right_zone + lane_room(lanes[1]) + MARGIN,
        middle,
        ..Plan::default()
    };
    let mut y = MARGIN;
    let mut edges = Vec::with_capacity(rows);
    for row in 0..rows {
        let stage = row.checked_sub(1);
        let none = Lines::new();
        let content = stage.and_then(|at| inside.get(at)).unwrap_or(&none);
        let name = stage.and_then(|at| names.get(at)).map_or(0, Vec::len);
        let name = i64::try_from(name).unwrap_or(0) * STAGE_LINE;
        let held = name + content.iter().map(|(words, _)| line(*words)).sum::<i64>() + 14;
        let sides = ports
            .get(row)
            .map_or(0, |it| it.iter().map(|it| stacked(it)).max().unwrap_or(0));
        let high = match stage {
            None => sides + 2 * DOT,
            Some(_) => held.max(sides).max(38),
        };
        if let Some(sides) = ports.get_mut(row) {
            for side in sides {
                match stage {
                    // The lanes leave the line below the dot.
                    None => place(side, y + 2 * DOT, high - 2 * DOT),
                    Some(_) => place(side, y, high),
                }
            }
        }
        match stage {
            None => plan.dot = y + DOT,
            Some(at) => {
                plan.boxes.push(Rect {
                    x: left,
                    y,
                    wide: box_wide,
                    high,
                });
                let mut base = y + (high - held) / 2 + 7 + STAGE;
                for text in names.get(at).into_iter().flatten() {
                    let wide = width(text, STAGE);
                    plan.texts.push(Text {
                        words: Words::Stage,
                        text: text.clone(),
                        x: middle - wide / 2,
                        y: base,
                        wide,
                    });
                    base += STAGE_LINE;
                }
                base -= STAGE - NAME + 1;
                for (words, text) in content {
                    let long = wide(*words, text);
                    plan.texts
                        .push(text_at(*words, text, middle - long / 2, base));
                    base += line(*words);
                }
            }
        }
        edges.push((
            if stage.is_none() {
                plan.dot + DOT
            } else {
                y + high
            },
            y,
        ));
        y += high;
        // What leads down to the next stage.
        let labels = spine.get(row).unwrap_or(&none);
        let goes = downs.get(row).is_some_and(|it| !it.is_empty());
        let gap = labels.iter().map(|(words, _)| line(*words)).sum::<i64>();
        let gap = if goes { gap + 18 } else { 16 };
        let mut base = y + 6 + NAME;
        for (words, text) in labels {
            plan.texts.push(text_at(*words, text, middle + 8, base));
            base += line(*words);
        }
        if row + 1 < rows {
            y += gap;
        }
    }
    plan.high = y + MARGIN;

    for (row, moves) in downs.iter().enumerate() {
        let from = edges.get(row).map_or(0, |it| it.0);
        let to = edges.get(row + 1).map_or(0, |it| it.1);
        for at in moves {
            plan.ways.push((*at, Way::Down { from, to }));
        }
    }
    for (nth, bus) in buses.iter().enumerate() {
        let out = lane_room(bus.lane) + LANE / 2;
        let (edge, lane) = match bus.right {
            true => (right, right + right_zone + out),
            false => (left, left - left_zone - out),
        };
        let side = usize::from(bus.right);
        let mut starts = Vec::new();
        let mut end = (edge, 0);
        for (row, sides) in ports.iter().enumerate() {
            let edge = if row == 0 { middle } else { edge };
            let mine = sides.get(side).into_iter().flatten();
            for port in mine.filter(|it| it.bus == nth) {
                match port.leaves {
                    true => starts.push((edge, port.y)),
                    false => end = (edge, port.y),
                }
            }
        }
        plan.ways.push((bus.of, Way::Lane { lane, starts, end }));
    }
    for sides in &ports {
        for (right_side, ports) in [(false, &sides[0]), (true, &sides[1])] {
            for port in ports {
                let small = |words: Words| words != Words::Name;
                let names = port.lines.iter().filter(|it| !small(it.0)).count();
                // The name stands on the line, clock and notice below it.
                let mut base = port.y - 4 - NAME_LINE * (i64::try_from(names).unwrap_or(0) - 1);
                let mut under = port.y + 2 + SMALL;
                for (words, text) in &port.lines {
                    let long = wide(*words, text);
                    let x = if right_side {
                        right + 5
                    } else {
                        left - 5 - long
                    };
                    match small(*words) {
                        false => {
                            plan.texts.push(text_at(*words, text, x, base));
                            base += NAME_LINE;
                        }
                        true => {
                            plan.texts.push(text_at(*words, text, x, under));
                            under += SMALL_LINE;
                        }
                    }
                }
            }
        }
    }
    plan
}

fn text_at(words: Words, text: &str, x: i64, y: i64) -> Text {
    Text {
        words,
        text: text.to_owned(),
        x,
        y,
        wide: wide(words, text),
    }
}

/// The width of words with their icon.
fn wide(words: Words, text: &str) -> i64 {
    match words {
        Words::Stage => width(text, STAGE),
        Words::Name => width(text, NAME),
        Words::Inside => width(text, NAME - 1),
        Words::Clock | Words::Notice | Words::More => width(text, SMALL) + ICON,
    }
}

/// The height of a line of these words.
pub fn line(words: Words) -> i64 {
    match words {
        Words::Clock | Words::Notice | Words::More => SMALL_LINE,
        _ => NAME_LINE,
    }
}

/// A label folded to this width.
pub fn folded(label: &Label, most: i64, name: Words) -> Lines {
    let size = if name == Words::Name { NAME } else { NAME - 1 };
    let mut lines: Lines = fold(&label.name, size, most)
        .into_iter()
        .map(|it| (name, it))
        .collect();
    let clocks = label.clocks.iter().map(|it| (Words::Clock, it));
    let notices = label.notice.iter().map(|it| (Words::Notice, it));
    for (words, text) in clocks.chain(notices) {
        let folds = fold(text, SMALL, most - ICON).into_iter().enumerate();
        let first = |nth: usize| if nth == 0 { words } else { Words::More };
        lines.extend(folds.map(|(nth, it)| (first(nth), it)));
    }
    lines
}
