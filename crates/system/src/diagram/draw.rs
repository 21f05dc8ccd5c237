//! The planned picture as SVG. Everything is said by attributes, because pages allow no
//! inline style, and in the colour of the text around it.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::graph::Graph;
use super::plan::{DOT, ICON, Plan, Text, Way, Words};

/// How round the corners of lanes are.
const CORNER: i64 = 5;
/// The length of an arrowhead.
const HEAD: i64 = 6;

/// The picture.
pub fn draw(graph: &Graph, plan: &Plan) -> String {
    let mut out = String::new();
    let (wide, high) = (plan.wide, plan.high);
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"life-cycle\" role=\"img\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" fill=\"none\" stroke=\"none\" font-family=\"system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif\"><title>{}</title><desc>{}</desc>",
        escaped(&graph.title),
        escaped(&graph.told),
    );
    let mut by_move: BTreeMap<usize, Vec<&Way>> = BTreeMap::new();
    for (at, way) in &plan.ways {
        by_move.entry(*at).or_default().push(way);
    }
    for (at, ways) in by_move {
        let Some(it) = graph.moves.get(at) else {
            continue;
        };
        let (class, dashes) = match it.lapse {
            true => ("lapse", " stroke-dasharray=\"4 3\""),
            false => ("move", ""),
        };
        let told = escaped(&graph.told(it));
        let _ = write!(
            out,
            "<g class=\"{class}\" stroke=\"currentColor\" opacity=\"0.65\"{dashes}><title>{told}</title>"
        );
        for way in ways {
            line(&mut out, plan, way);
        }
        out.push_str("</g>");
    }
    if plan.boxes.len() > 1 || !plan.ways.is_empty() {
        let _ = write!(
            out,
            "<circle class=\"start\" cx=\"{}\" cy=\"{}\" r=\"{DOT}\" fill=\"currentColor\"/>",
            plan.middle, plan.dot
        );
    }
    for (stage, it) in graph.stages.iter().zip(&plan.boxes) {
        let (x, y, wide, high) = (it.x, it.y, it.wide, it.high);
        let class = if stage.ends { "stage end" } else { "stage" };
        let _ = write!(
            out,
            "<g class=\"{class}\"><title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\" rx=\"8\" fill=\"currentColor\" fill-opacity=\"0.06\" stroke=\"currentColor\" stroke-width=\"1.2\"/>",
            escaped(&stage.name)
        );
        if stage.ends {
            let _ = write!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"5.5\" stroke=\"currentColor\"/>",
                x + 3,
                y + 3,
                wide - 6,
                high - 6
            );
        }
        out.push_str("</g>");
    }
    for it in &plan.texts {
        text(&mut out, it);
    }
    out.push_str("</svg>");
    out
}

fn line(out: &mut String, plan: &Plan, way: &Way) {
    match way {
        Way::Down { from, to } => {
            let x = plan.middle;
            let _ = write!(out, "<path d=\"M{x} {from}V{}\"/>", to - HEAD);
            head(out, (x, *to), (0, 1));
        }
        Way::Lane { lane, starts, end } => {
            // Out of the box, along the lane, into the other box.
            let out_of = |x: i64| if *lane > x { 1 } else { -1 };
            for (x, y) in starts {
                let side = out_of(*x);
                let along = if end.1 > *y { 1 } else { -1 };
                if *x == plan.middle {
                    let _ = write!(out, "<path d=\"M{x} {}V{y}\"/>", plan.dot);
                }
                let _ = write!(
                    out,
                    "<path d=\"M{x} {y}H{}Q{lane} {y} {lane} {}V{}Q{lane} {} {} {}H{}\"/>",
                    lane - side * CORNER,
                    y + along * CORNER,
                    end.1 - along * CORNER,
                    end.1,
                    lane - side * CORNER,
                    end.1,
                    end.0 + side * HEAD,
                );
            }
            head(out, *end, (-out_of(end.0), 0));
        }
    }
}

/// An arrowhead whose point is here.
fn head(out: &mut String, (x, y): (i64, i64), (right, down): (i64, i64)) {
    let (back_x, back_y) = (x - right * (HEAD + 1), y - down * (HEAD + 1));
    let (half_x, half_y) = (down * 4, right * 4);
    let _ = write!(
        out,
        "<path fill=\"currentColor\" stroke=\"none\" d=\"M{x} {y}L{} {}L{} {}Z\"/>",
        back_x + half_x,
        back_y + half_y,
        back_x - half_x,
        back_y - half_y,
    );
}

fn text(out: &mut String, it: &Text) {
    let (class, weight, faint) = match it.words {
        Words::Stage => ("name", " font-weight=\"600\"", "1"),
        Words::Inside => ("inside", "", "0.8"),
        Words::Name => ("label", "", "1"),
        Words::Clock => ("clock", "", "0.7"),
        Words::Notice | Words::More => ("notice", "", "0.7"),
    };
    let size = it.size();
    let (mut x, mut long) = (it.x, it.wide);
    if matches!(it.words, Words::Clock | Words::Notice | Words::More) {
        if it.words != Words::More {
            icon(out, it);
        }
        x += ICON;
        long -= ICON;
    }
    // Where a font is wider than reckoned, it is drawn together and not over its room.
    let _ = write!(
        out,
        "<text class=\"{class}\" x=\"{x}\" y=\"{}\" textLength=\"{long}\" lengthAdjust=\"spacingAndGlyphs\" font-size=\"{size}\"{weight} fill=\"currentColor\" fill-opacity=\"{faint}\">{}</text>",
        it.y,
        escaped(&it.text)
    );
}

/// A clock face, or a sheet of paper.
fn icon(out: &mut String, it: &Text) {
    let (x, y) = (it.x + 5, it.y - 4);
    let _ = match it.words {
        Words::Clock => write!(
            out,
            "<path class=\"clock\" stroke=\"currentColor\" stroke-opacity=\"0.7\" d=\"M{} {y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0M{x} {}v3h2\"/>",
            x - 4,
            y - 3
        ),
        _ => write!(
            out,
            "<path class=\"notice\" stroke=\"currentColor\" stroke-opacity=\"0.7\" d=\"M{} {}h7v8h-7zm2 2.5h3m-3 2.5h3\"/>",
            x - 4,
            y - 4
        ),
    };
}

/// A text between tags or in an attribute.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
