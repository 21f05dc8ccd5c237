//! A year's figures as a small line, drawn by the server: it needs no script.

use maud::{Markup, html};
use youwei_base::Decimal;

const WIDTH: i64 = 420;
const HEIGHT: i64 = 176;
const LEFT: i64 = 12;
const RIGHT: i64 = 408;
const TOP: i64 = 26;
const FOOT: i64 = 150;

/// The figure at the end of each month that has one, with what is to be reached.
pub(super) struct Curve {
    /// Month, 1 to 12, and value.
    pub points: Vec<(i8, Decimal)>,
    /// The number that was promised, and how it is written.
    pub target: Option<(Decimal, String)>,
    /// How the last figure is written.
    pub last: String,
    /// Where it is expected at the ends of later months, each with its range.
    pub fan: Vec<Expected>,
}

/// What is expected at the end of a month.
pub(super) struct Expected {
    pub month: i8,
    pub low: Decimal,
    pub point: Decimal,
    pub high: Decimal,
}

/// The line; nothing where less than two months have a figure. It is hidden from readers
/// of the table beside it.
pub(super) fn draw(curve: &Curve) -> Markup {
    let values = || {
        let target = curve.target.iter().map(|(value, _)| *value);
        let fan = curve.fan.iter().flat_map(|it| [it.low, it.high]);
        curve
            .points
            .iter()
            .map(|(_, value)| *value)
            .chain(target)
            .chain(fan)
    };
    let most = values().max().unwrap_or_default().max(Decimal::ZERO);
    let least = values().min().unwrap_or_default().min(Decimal::ZERO);
    if curve.points.len() < 2 || most == least {
        return html! {};
    }
    let x = |month: i8| LEFT + (RIGHT - LEFT) * (i64::from(month) - 1) / 11;
    let y = |value: Decimal| {
        let share = value
            .checked_sub(least)
            .zip(most.checked_sub(least))
            .and_then(|(part, whole)| part.checked_div(whole))
            .and_then(|share| share.checked_mul(Decimal::from(FOOT - TOP)));
        let up = share.and_then(|it| i64::try_from(it.round()).ok());
        FOOT - up.unwrap_or(0)
    };
    let line: Vec<String> = curve
        .points
        .iter()
        .map(|(month, value)| format!("{},{}", x(*month), y(*value)))
        .collect();
    let goal = curve.target.as_ref().map(|(value, _)| y(*value));
    let last = curve
        .points
        .last()
        .map(|(month, value)| (x(*month), y(*value)));
    let (said_goal, said_last) = labels(goal, last);
    html! {
        svg.curve viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } aria-hidden="true" {
            line.axis x1=(LEFT) y1=(y(Decimal::ZERO)) x2=(RIGHT) y2=(y(Decimal::ZERO)) {}
            @if let Some((value, said)) = &curve.target {
                line.target x1=(LEFT) y1=(y(*value)) x2=(RIGHT) y2=(y(*value)) {}
                // What is expected runs to the right end, so the words stand at the left one.
                @if curve.fan.is_empty() { text x=(RIGHT) y=(said_goal) text-anchor="end" { (said) } }
                @else { text x=(LEFT) y=(y(*value) - 8) { (said) } }
            }
            @if let (Some((month, value)), false) = (curve.points.last(), curve.fan.is_empty()) {
                polygon.fan points=(fan(&curve.fan, (x(*month), y(*value)), x, y)) {}
                polyline.expected points=(expected(&curve.fan, (x(*month), y(*value)), x, y)) {}
            }
            polyline points=(line.join(" ")) {}
            @if let Some((month, value)) = curve.points.last() {
                circle cx=(x(*month)) cy=(y(*value)) r="4" {}
                text.now x=(x(*month)) y=(said_last) text-anchor=(if *month > 10 || (*month > 3 && !curve.fan.is_empty()) { "end" } else { "middle" }) { (curve.last) }
            }
            @for month in [1, 4, 7, 10, 12_i8] {
                text x=(x(month)) y=(HEIGHT - 8) text-anchor=(match month { 1 => "start", 12 => "end", _ => "middle" }) { (month) "月" }
            }
        }
    }
}

/// The outline of the range: out along its lower ends and back along its upper ones.
fn fan(
    all: &[Expected],
    (from_x, from_y): (i64, i64),
    x: impl Fn(i8) -> i64,
    y: impl Fn(Decimal) -> i64,
) -> String {
    let start = format!("{from_x},{from_y}");
    let low = all
        .iter()
        .map(|it| format!("{},{}", x(it.month), y(it.low)));
    let high = all.iter().rev();
    let high = high.map(|it| format!("{},{}", x(it.month), y(it.high)));
    let points: Vec<String> = std::iter::once(start).chain(low).chain(high).collect();
    points.join(" ")
}

fn expected(
    all: &[Expected],
    (from_x, from_y): (i64, i64),
    x: impl Fn(i8) -> i64,
    y: impl Fn(Decimal) -> i64,
) -> String {
    let start = format!("{from_x},{from_y}");
    let points = all
        .iter()
        .map(|it| format!("{},{}", x(it.month), y(it.point)));
    let points: Vec<String> = std::iter::once(start).chain(points).collect();
    points.join(" ")
}

/// Where the words about the goal and about the last figure stand, so that the goal's line
/// crosses neither and they do not meet.
fn labels(goal: Option<i64>, last: Option<(i64, i64)>) -> (i64, i64) {
    /// A line of words with the room around it.
    const ROOM: i64 = 26;
    let (above, below) = (|at: i64| at - 8, |at: i64| at + 18);
    let (Some(goal), Some((x, last))) = (goal, last) else {
        let alone = goal.or(last.map(|(_, y)| y)).unwrap_or(TOP);
        return (above(alone), above(alone));
    };
    let right = x > RIGHT - 150;
    match last - goal {
        // Just under the line.
        0..ROOM => (above(goal), below(last)),
        // Just over it, where the goal's words stand too.
        near if near < 0 && -near < ROOM && right => (below(goal), above(last)),
        _ => (above(goal), above(last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_words_are_crossed_by_the_goals_line_or_by_each_other() {
        for goal in TOP..=FOOT {
            for last in TOP..=FOOT {
                for x in [LEFT, 200, RIGHT] {
                    let (first, second) = labels(Some(goal), Some((x, last)));
                    // Words stand on their line and reach some 12 up from it.
                    let crossed = |foot: i64| (foot - 12..=foot).contains(&goal);
                    assert!(!crossed(first) && !crossed(second), "{goal} {last} {x}");
                    let meet = (first - second).abs() < 12;
                    assert!(!(meet && x > RIGHT - 150), "{goal} {last} {x}");
                }
            }
        }
    }

    #[test]
    fn a_line_goes_through_its_months_and_none_is_drawn_through_one() {
        let of = |points: &[(i8, i64)], target: Option<i64>| {
            let points = points.iter().map(|(at, it)| (*at, Decimal::from(*it)));
            let curve = Curve {
                points: points.collect(),
                target: target.map(|it| (Decimal::from(it), "目标".to_owned())),
                last: "5个".to_owned(),
                fan: Vec::new(),
            };
            draw(&curve).into_string()
        };
        assert!(of(&[(1, 0), (12, 10)], None).contains(r#"points="12,150 408,26""#));
        assert!(of(&[(1, 5), (7, 5)], Some(10)).contains(r#"points="12,88 228,88""#));
        assert!(of(&[(1, -5), (7, 5)], None).contains(r#"points="12,150 228,26""#));
        let curve = Curve {
            points: vec![(1, Decimal::ZERO), (7, Decimal::from(5))],
            target: None,
            last: String::new(),
            fan: vec![Expected {
                month: 12,
                low: Decimal::from(6),
                point: Decimal::from(8),
                high: Decimal::from(10),
            }],
        };
        let drawn = draw(&curve).into_string();
        assert!(
            drawn.contains(r#"points="228,88 408,76 408,26""#),
            "{drawn}"
        );
        assert!(drawn.contains(r#"points="228,88 408,51""#), "{drawn}");
        assert_eq!(of(&[(1, 5)], Some(10)), "");
        assert_eq!(of(&[(1, 0), (2, 0)], None), "");
    }
}
