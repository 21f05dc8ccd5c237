//! How points and ranges lie to each other (DMN 1.5, clause 10.3.4.9).

use std::cmp::Ordering;

use super::tools::{self, fails, unfit};
use super::{Builtin, Parameter, Signature, Takes};
use crate::value::{Range, Value, compare};

const POINT: Parameter = Parameter::needed("point", Takes::Point);
const POINT_1: Parameter = Parameter::needed("point1", Takes::Point);
const POINT_2: Parameter = Parameter::needed("point2", Takes::Point);
const RANGE: Parameter = Parameter::needed("range", Takes::Range);
const RANGE_1: Parameter = Parameter::needed("range1", Takes::Range);
const RANGE_2: Parameter = Parameter::needed("range2", Takes::Range);

macro_rules! relations {
    ($($name:literal: $relation:ident($($parameters:expr),+);)+) => {
        &[$(Builtin {
            name: $name,
            signatures: &[$(Signature::new(&$parameters, tools::boolean, |_, arguments| {
                run($name, arguments, $relation)
            })),+],
        }),+]
    };
}

pub(super) static FAMILY: &[Builtin] = relations! {
    "before": before([POINT_1, POINT_2], [POINT, RANGE], [RANGE, POINT], [RANGE_1, RANGE_2]);
    "after": after([POINT_1, POINT_2], [POINT, RANGE], [RANGE, POINT], [RANGE_1, RANGE_2]);
    "meets": meets([RANGE_1, RANGE_2]);
    "met by": met_by([RANGE_1, RANGE_2]);
    "overlaps": overlaps([RANGE_1, RANGE_2]);
    "overlaps before": overlaps_before([RANGE_1, RANGE_2]);
    "overlaps after": overlaps_after([RANGE_1, RANGE_2]);
    "finishes": finishes([POINT, RANGE], [RANGE_1, RANGE_2]);
    "finished by": finished_by([RANGE, POINT], [RANGE_1, RANGE_2]);
    "includes": includes([RANGE, POINT], [RANGE_1, RANGE_2]);
    "during": during([POINT, RANGE], [RANGE_1, RANGE_2]);
    "starts": starts([POINT, RANGE], [RANGE_1, RANGE_2]);
    "started by": started_by([RANGE, POINT], [RANGE_1, RANGE_2]);
    "coincides": coincides([POINT_1, POINT_2], [RANGE_1, RANGE_2]);
};

/// An end of a span: a value, or without bound on its side; and whether it belongs to it.
#[derive(Clone, Copy)]
struct End<'a> {
    at: Option<&'a Value>,
    upper: bool,
    included: bool,
}

/// A range, or a point as the range from itself to itself.
#[derive(Clone, Copy)]
struct Span<'a> {
    start: End<'a>,
    end: End<'a>,
}

/// Two ends have no order.
struct Incomparable;

type Answer = Result<bool, Incomparable>;

impl<'a> Span<'a> {
    fn of(value: &'a Value) -> Span<'a> {
        let end = |at, upper, included| End {
            at,
            upper,
            included,
        };
        match value {
            Value::Range(range) => {
                let Range {
                    start,
                    start_included,
                    end: last,
                    end_included,
                } = &**range;
                Span {
                    start: end(some(start), false, *start_included && !start.is_null()),
                    end: end(some(last), true, *end_included && !last.is_null()),
                }
            }
            point => Span {
                start: end(Some(point), false, true),
                end: end(Some(point), true, true),
            },
        }
    }
}

fn some(end: &Value) -> Option<&Value> {
    (!end.is_null()).then_some(end)
}

/// Which of two ends lies further up, whether or not they belong to their spans.
fn order(one: End<'_>, other: End<'_>) -> Result<Ordering, Incomparable> {
    match (one.at, other.at) {
        (Some(one), Some(other)) => compare(one, other).ok_or(Incomparable),
        (None, None) => Ok(one.upper.cmp(&other.upper)),
        (None, Some(_)) if one.upper => Ok(Ordering::Greater),
        (None, Some(_)) => Ok(Ordering::Less),
        (Some(_), None) if other.upper => Ok(Ordering::Less),
        (Some(_), None) => Ok(Ordering::Greater),
    }
}

fn run(name: &str, arguments: &[Value], relation: fn(Span<'_>, Span<'_>) -> Answer) -> Value {
    let [one, other] = arguments else {
        return unfit(name);
    };
    match relation(Span::of(one), Span::of(other)) {
        Ok(answer) => Value::Boolean(answer),
        Err(Incomparable) => fails(
            name,
            "的两个参数不是同一种值，没有先后。",
            "was given values of two kinds, which have no order.",
        ),
    }
}

/// All of one lies below all of the other.
fn before(one: Span<'_>, other: Span<'_>) -> Answer {
    Ok(match order(one.end, other.start)? {
        Ordering::Less => true,
        Ordering::Equal => !one.end.included || !other.start.included,
        Ordering::Greater => false,
    })
}

fn after(one: Span<'_>, other: Span<'_>) -> Answer {
    before(other, one)
}

fn meets(one: Span<'_>, other: Span<'_>) -> Answer {
    Ok(order(one.end, other.start)?.is_eq() && one.end.included && other.start.included)
}

fn met_by(one: Span<'_>, other: Span<'_>) -> Answer {
    meets(other, one)
}

/// Some point lies in both.
fn overlaps(one: Span<'_>, other: Span<'_>) -> Answer {
    Ok(!before(one, other)? && !before(other, one)?)
}

/// Whether one begins with a point that lies below all of the other.
fn begins_first(one: Span<'_>, other: Span<'_>) -> Answer {
    Ok(match order(one.start, other.start)? {
        Ordering::Less => true,
        Ordering::Equal => one.start.included && !other.start.included,
        Ordering::Greater => false,
    })
}

/// Whether one ends with a point that lies above all of the other.
fn ends_last(one: Span<'_>, other: Span<'_>) -> Answer {
    Ok(match order(one.end, other.end)? {
        Ordering::Greater => true,
        Ordering::Equal => one.end.included && !other.end.included,
        Ordering::Less => false,
    })
}

fn overlaps_before(one: Span<'_>, other: Span<'_>) -> Answer {
    Ok(begins_first(one, other)? && !before(one, other)? && !ends_last(one, other)?)
}

fn overlaps_after(one: Span<'_>, other: Span<'_>) -> Answer {
    overlaps_before(other, one)
}

fn same_end(one: End<'_>, other: End<'_>) -> Answer {
    Ok(order(one, other)?.is_eq() && one.included == other.included)
}

/// A point finishes a range that it is the last of; a range one that has the same end and
/// does not begin later.
fn finishes(one: Span<'_>, other: Span<'_>) -> Answer {
    Ok(same_end(one.end, other.end)? && !begins_first(one, other)?)
}

fn finished_by(one: Span<'_>, other: Span<'_>) -> Answer {
    finishes(other, one)
}

fn includes(one: Span<'_>, other: Span<'_>) -> Answer {
    Ok(!begins_first(other, one)? && !ends_last(other, one)?)
}

fn during(one: Span<'_>, other: Span<'_>) -> Answer {
    includes(other, one)
}

fn starts(one: Span<'_>, other: Span<'_>) -> Answer {
    Ok(same_end(one.start, other.start)? && !ends_last(one, other)?)
}

fn started_by(one: Span<'_>, other: Span<'_>) -> Answer {
    starts(other, one)
}

fn coincides(one: Span<'_>, other: Span<'_>) -> Answer {
    Ok(same_end(one.start, other.start)? && same_end(one.end, other.end)?)
}
