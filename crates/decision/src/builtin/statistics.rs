//! Numbers of many numbers, and the least and greatest of many (DMN 1.5, table 74).

use std::cmp::Ordering;

use super::tools::{self, fails, item_of, join, list, unfit};
use super::{Builtin, Parameter, Signature, Takes};
use crate::machine::Machine;
use crate::number::Number;
use crate::types::Type;
use crate::value::{Value, Why, compare};

/// A function of a list of numbers, or of the numbers themselves.
macro_rules! of_numbers {
    ($name:literal, $result:expr, $run:expr) => {
        Builtin {
            name: $name,
            signatures: &[
                Signature::new(
                    &[Parameter::needed("list", Takes::ListOfNumbers)],
                    $result,
                    |machine, arguments| match arguments {
                        [Value::List(items)] => over($name, machine, items, $run),
                        _ => unfit($name),
                    },
                ),
                Signature::new(
                    &[Parameter::rest("n", Takes::Number)],
                    $result,
                    |machine, arguments| over($name, machine, arguments, $run),
                ),
            ],
        }
    };
}

/// The first or the last in order.
macro_rules! extreme {
    ($name:literal, $wanted:expr) => {
        Builtin {
            name: $name,
            signatures: &[
                Signature::new(
                    &[Parameter::needed("list", Takes::List)],
                    |types| types.first().map_or(Type::Any, item_of),
                    |_, arguments| match arguments {
                        [Value::List(items)] => extreme($name, items, $wanted),
                        _ => unfit($name),
                    },
                ),
                Signature::new(
                    &[Parameter::rest("c", Takes::Point)],
                    singles,
                    |_, arguments| extreme($name, arguments, $wanted),
                ),
            ],
        }
    };
}

pub(super) static FAMILY: &[Builtin] = &[
    extreme!("min", Ordering::Less),
    extreme!("max", Ordering::Greater),
    of_numbers!("sum", tools::number, |name, _, numbers| {
        some(name, numbers).unwrap_or_else(|| number(Number::sum(numbers.iter().copied())))
    }),
    of_numbers!("mean", tools::number, |name, _, numbers| {
        some(name, numbers).unwrap_or_else(|| number(Number::mean(numbers.iter().copied())))
    }),
    of_numbers!("product", tools::number, |name, _, numbers| {
        some(name, numbers).unwrap_or_else(|| number(Number::product(numbers.iter().copied())))
    }),
    of_numbers!("median", tools::number, |name, _, numbers| {
        some(name, numbers).unwrap_or_else(|| number(median(numbers)))
    }),
    of_numbers!("stddev", tools::number, |_, _, numbers| stddev(numbers)),
    of_numbers!("mode", tools::numbers, |_, machine, numbers| {
        let numbers = mode(numbers).into_iter().map(Value::Number).collect();
        list(machine, numbers)
    }),
];

fn singles(types: &[Type]) -> Type {
    let types: Vec<Type> = types.iter().map(item_of).collect();
    join(&types)
}

fn over(
    name: &str,
    machine: &mut Machine<'_>,
    items: &[Value],
    run: fn(&str, &mut Machine<'_>, &[Number]) -> Value,
) -> Value {
    let mut numbers = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Value::Number(number) => numbers.push(*number),
            _ => return unfit(name),
        }
    }
    run(name, machine, &numbers)
}

/// Null, if there is nothing to reckon with.
fn some<T>(name: &str, items: &[T]) -> Option<Value> {
    items
        .is_empty()
        .then(|| fails(name, "得到的列表是空的。", "was given an empty list."))
}

fn number(number: Option<Number>) -> Value {
    number.map_or_else(|| Value::null(Why::OutOfRange("number")), Value::Number)
}

fn extreme(name: &str, items: &[Value], wanted: Ordering) -> Value {
    let Some((first, rest)) = items.split_first() else {
        return fails(name, "得到的列表是空的。", "was given an empty list.");
    };
    let mut best = first;
    // The first is compared with itself, lest it has no order and stands alone.
    for item in std::iter::once(first).chain(rest) {
        match (compare(item, best), item, best) {
            (Some(order), ..) if order == wanted => best = item,
            (Some(_), ..) => {}
            (None, Value::Null(null), _) | (None, _, Value::Null(null))
                if null.reason().is_some() =>
            {
                return Value::Null(null.clone());
            }
            (None, one, other) => {
                let (one, other) = (one.kind(), other.kind());
                return fails(
                    name,
                    format!(
                        "不能比较{}和{}的先后。",
                        crate::value::kind_zh(one),
                        crate::value::kind_zh(other)
                    ),
                    format!("cannot put a {one} and a {other} in order."),
                );
            }
        }
    }
    best.clone()
}

fn median(numbers: &[Number]) -> Option<Number> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    let upper = sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(*upper);
    }
    let lower = sorted.get((sorted.len() / 2).checked_sub(1)?)?;
    lower.checked_add(*upper)?.checked_div(Number::TWO)
}

/// The standard deviation of a sample: the divisor is one less than how many there are.
fn stddev(numbers: &[Number]) -> Value {
    let Some(freedom) = numbers.len().checked_sub(1).filter(|it| *it > 0) else {
        return fails(
            "stddev",
            "至少要有两个数字。",
            "needs at least two numbers.",
        );
    };
    let deviation = || {
        let mean = Number::mean(numbers.iter().copied())?;
        let mut squares = Number::ZERO;
        for number in numbers {
            let apart = number.checked_sub(mean)?;
            squares = squares.checked_add(apart.checked_mul(apart)?)?;
        }
        squares.checked_div(Number::from(freedom as u64))?.sqrt()
    };
    number(deviation())
}

/// The numbers that are there most often, the least first.
fn mode(numbers: &[Number]) -> Vec<Number> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    let runs: Vec<&[Number]> = sorted.chunk_by(|one, other| one == other).collect();
    let most = runs.iter().map(|run| run.len()).max().unwrap_or(0);
    let often = runs.iter().filter(|run| run.len() == most);
    often.filter_map(|run| run.first().copied()).collect()
}
