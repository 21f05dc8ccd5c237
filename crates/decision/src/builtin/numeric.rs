//! Numbers (DMN 1.5, table 75).

use super::tools::{self, refuse, unfit};
use super::{Builtin, Parameter, Signature, Takes};
use crate::machine::Machine;
use crate::number::{Number, Rounding};
use crate::types::Type;
use crate::value::{Value, Why};

const N: Parameter = Parameter::needed("n", Takes::Number);
const NUMBER: Parameter = Parameter::needed("number", Takes::Number);
const SCALE: Parameter = Parameter::needed("scale", Takes::Number);

/// A rounding function; with `?` the scale may be left out.
macro_rules! rounding {
    ($name:literal, $scale:expr, $how:ident) => {
        Builtin {
            name: $name,
            signatures: &[Signature::new(
                &[N, $scale],
                tools::number,
                |_, arguments| round($name, arguments, Rounding::$how),
            )],
        }
    };
}

macro_rules! of_one {
    ($name:literal, $result:expr, $run:expr) => {
        Builtin {
            name: $name,
            signatures: &[Signature::new(
                &[NUMBER],
                $result,
                |_, arguments| match arguments {
                    [Value::Number(it)] => {
                        let run: fn(Number) -> Value = $run;
                        run(*it)
                    }
                    _ => unfit($name),
                },
            )],
        }
    };
}

pub(super) static FAMILY: &[Builtin] = &[
    rounding!("decimal", SCALE, HalfEven),
    rounding!("floor", Parameter::optional("scale", Takes::Number), Floor),
    rounding!(
        "ceiling",
        Parameter::optional("scale", Takes::Number),
        Ceiling
    ),
    rounding!("round up", SCALE, Up),
    rounding!("round down", SCALE, Down),
    rounding!("round half up", SCALE, HalfUp),
    rounding!("round half down", SCALE, HalfDown),
    Builtin {
        name: "abs",
        signatures: &[
            Signature::new(&[N], tools::number, abs),
            Signature::new(
                &[Parameter::needed("n", Takes::Duration)],
                |types| types.first().map_or(Type::Any, tools::item_of),
                abs,
            ),
        ],
    },
    Builtin {
        name: "modulo",
        signatures: &[Signature::new(
            &[
                Parameter::needed("dividend", Takes::Number),
                Parameter::needed("divisor", Takes::Number),
            ],
            tools::number,
            modulo,
        )],
    },
    of_one!("sqrt", tools::number, |it| {
        it.sqrt().map_or_else(
            || refuse("sqrt", "number", "不能是负数。", "must not be negative."),
            Value::Number,
        )
    }),
    of_one!("log", tools::number, |it| {
        it.ln().map_or_else(
            || refuse("log", "number", "必须大于零。", "must be above zero."),
            Value::Number,
        )
    }),
    of_one!("exp", tools::number, |it| number(it.exp())),
    of_one!("odd", tools::boolean, |it| Value::Boolean(it.is_odd())),
    of_one!("even", tools::boolean, |it| Value::Boolean(it.is_even())),
];

fn number(number: Option<Number>) -> Value {
    number.map_or_else(|| Value::null(Why::OutOfRange("number")), Value::Number)
}

fn round(function: &str, arguments: &[Value], how: Rounding) -> Value {
    let (n, scale) = match arguments {
        [Value::Number(n)] => (n, Number::ZERO),
        [Value::Number(n), Value::Number(scale)] => (n, *scale),
        _ => return unfit(function),
    };
    let places = scale.truncate().to_i64();
    let places = places.and_then(|places| i32::try_from(places).ok());
    let rounded = places.and_then(|places| n.round(places, how));
    rounded.map_or_else(
        || {
            refuse(
                function,
                "scale",
                format!("是 {scale}，应为 -6111 到 6176。"),
                format!("is {scale} and should be -6111 to 6176."),
            )
        },
        Value::Number,
    )
}

fn abs(_: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let found = match arguments {
        [Value::Number(it)] => Some(Value::Number(it.abs())),
        [Value::DaysDuration(it)] => it.abs().map(Value::DaysDuration),
        [Value::MonthsDuration(it)] => it.abs().map(Value::MonthsDuration),
        _ => return unfit("abs"),
    };
    let kind = arguments.first().map_or("number", Value::kind);
    found.unwrap_or_else(|| Value::null(Why::OutOfRange(kind)))
}

fn modulo(_: &mut Machine<'_>, arguments: &[Value]) -> Value {
    match arguments {
        [Value::Number(_), Value::Number(divisor)] if divisor.is_zero() => {
            Value::null(Why::ZeroDivision)
        }
        [Value::Number(dividend), Value::Number(divisor)] => number(dividend.modulo(*divisor)),
        _ => unfit("modulo"),
    }
}
