//! The diagram as SVG: each element in the shape that the standard gives it, each a link
//! to its section. Places are attributes, because the page allows no inline style.

use maud::{Markup, html};
use youwei_decision::dmn::raw::RequirementKind;

use super::layout::{COLUMN, layout};
use super::{Graph, Node, Sort};
use crate::words::Lang;

const WIDE: i64 = 122;
const HIGH: i64 = 50;
/// A column and a layer, in pixels.
const ACROSS: i64 = WIDE + 12;
const DOWN: i64 = HIGH + 42;
const MARGIN: i64 = 8;
/// A wider picture is fitted into its frame.
const BROAD: i64 = 900;
/// The width of a line of a name, in twentieths of a Chinese character.
const LINE: usize = 180;

/// The picture. `key` makes the names of its markers its own.
pub(in crate::pages::decisions) fn picture(lang: Lang, graph: &Graph, key: &str) -> Markup {
    let layout = layout(graph);
    let rows = i64::try_from(layout.layers).unwrap_or(0);
    let width = layout.width * ACROSS / COLUMN + 2 * MARGIN;
    let height = rows * DOWN - (DOWN - HIGH) + 2 * MARGIN;
    let x = |at: i64| at * ACROSS / COLUMN + MARGIN;
    let y = |layer: usize| i64::try_from(layer).unwrap_or(0) * DOWN + MARGIN;
    let label = lang.pick("决策需求图", "Decision requirements diagram");
    let lines = graph.lines.iter().zip(&layout.ways).map(|(line, way)| {
        let (low, high) = (layout.at[line.from], layout.at[line.to]);
        let mut points = vec![(x(high.0), y(high.1) + HIGH)];
        for (nth, at) in way.iter().enumerate() {
            points.push((x(*at), y(high.1 + 1 + nth) + HIGH / 2));
        }
        points.push((x(low.0), y(low.1)));
        let idle = graph.nodes[line.from].idle || graph.nodes[line.to].idle;
        (line.kind, path(&points), idle)
    });
    html! {
        div.drd tabindex="0" role="region" aria-label=(label) {
            svg.broad[width > BROAD] role="group" aria-label=(label) width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) } {
                defs {
                    marker id={ (key) "-arrow" } viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" orient="auto" {
                        path d="M0 0.5 8 4 0 7.5Z" {}
                    }
                    marker id={ (key) "-open" } viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="9" markerHeight="9" orient="auto" {
                        path.open d="M0.5 0.5 7.5 4 0.5 7.5" {}
                    }
                    marker id={ (key) "-dot" } viewBox="0 0 8 8" refX="4" refY="4" markerWidth="6" markerHeight="6" {
                        circle cx="4" cy="4" r="3.5" {}
                    }
                }
                g.lines {
                    @for (kind, way, idle) in lines {
                        @let (class, end) = match kind {
                            RequirementKind::Decision | RequirementKind::Input => ("needs", "arrow"),
                            RequirementKind::Knowledge => ("calls", "open"),
                            RequirementKind::Authority => ("rests", "dot"),
                        };
                        path class={ (class) @if idle { " idle" } } d=(way) marker-end={ "url(#" (key) "-" (end) ")" } {}
                    }
                }
                @for (node, at) in graph.nodes.iter().zip(&layout.at) {
                    (drawn(node, x(at.0) - WIDE / 2, y(at.1)))
                }
            }
        }
    }
}

/// A smooth way through points, drawn from the last, which is the lower end, to the
/// first, where the arrow is. It leaves and arrives upright.
fn path(points: &[(i64, i64)]) -> String {
    let mut way = String::new();
    let mut before: Option<(i64, i64)> = None;
    for (x, y) in points.iter().rev() {
        match before {
            None => way.push_str(&format!("M{x} {y}")),
            Some((from_x, from_y)) => {
                let middle = (from_y + y) / 2;
                way.push_str(&format!("C{from_x} {middle} {x} {middle} {x} {y}"));
            }
        }
        before = Some((*x, *y));
    }
    way
}

fn drawn(node: &Node, x: i64, y: i64) -> Markup {
    let class = match node.sort {
        Sort::Decision => "decision",
        Sort::Input => "input",
        Sort::Parameter => "input parameter",
        Sort::Knowledge => "knowledge",
        Sort::Source => "source",
    };
    let lines = folded(&node.name);
    let middle = x + WIDE / 2;
    let all = lines.len() + usize::from(node.worth.is_some());
    let first = y + HIGH / 2 + 5 - 8 * (i64::try_from(all).unwrap_or(1) - 1);
    let (right, low) = (x + WIDE, y + HIGH);
    html! {
        a href={ "#" (node.anchor) } class={ "node " (class) @if node.idle { " idle" } @if node.open { " open" } @else if node.worth.is_some() { " lit" } } {
            @match node.sort {
                Sort::Decision => rect x=(x) y=(y) width=(WIDE) height=(HIGH) {},
                Sort::Input | Sort::Parameter => rect x=(x) y=(y) width=(WIDE) height=(HIGH) rx=(HIGH / 2) {},
                // Two corners cut off, across from each other.
                Sort::Knowledge => path d={ "M" (x + 14) " " (y) "H" (right) "V" (low - 14) "L" (right - 14) " " (low) "H" (x) "V" (y + 14) "Z" } {},
                // Three sides straight, the foot a wave.
                Sort::Source => path d={ "M" (x) " " (y) "H" (right) "V" (low - 5) "C" (x + WIDE * 3 / 4) " " (low - 17) " " (middle - WIDE / 8) " " (low + 9) " " (x) " " (low - 4) "Z" } {},
            }
            @for (nth, line) in lines.iter().enumerate() {
                text.name x=(middle) y=(first + 16 * i64::try_from(nth).unwrap_or(0)) { (line) }
            }
            @if let Some(worth) = &node.worth {
                text.worth x=(middle) y=(first + 16 * i64::try_from(lines.len()).unwrap_or(0)) { (worth) }
            }
        }
    }
}

/// A name on at most two lines.
fn folded(name: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut long = 0;
    // English breaks between words, Chinese between characters.
    for piece in pieces(name) {
        // Latin letters are a little wider than half a Chinese character.
        let wide = width(piece) * if piece.is_ascii() { 11 } else { 10 };
        if long > 0 && long + wide > LINE {
            lines.push(String::new());
            long = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if long == 0 { piece.trim_start() } else { piece });
        }
        long += wide;
    }
    if lines.len() > 2 {
        lines.truncate(2);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

fn pieces(name: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let mut before = ' ';
    for (at, char) in name.char_indices() {
        if at > 0 && (char == ' ' || !char.is_ascii() || !before.is_ascii()) {
            cuts.push(at);
        }
        before = char;
    }
    cuts.push(name.len());
    cuts.windows(2)
        .filter_map(|pair| name.get(pair[0]..pair[1]))
        .collect()
}

/// In halves of a Chinese character.
pub(in crate::pages::decisions) fn width(text: &str) -> usize {
    text.chars()
        .map(|it| if it.is_ascii() { 1 } else { 2 })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded_where_people_fold_them() {
        for (name, expected) in [
            ("救助类别", vec!["救助类别"]),
            (
                "边缘因病致贫救助起付比例",
                vec!["边缘因病致贫救助起", "付比例"],
            ),
            ("Own share of the year", vec!["Own share of the", "year"]),
            (
                "Assets within limits for unavoidable spending",
                vec!["Assets within", "limits for…"],
            ),
        ] {
            assert_eq!(folded(name), expected);
        }
    }
}
