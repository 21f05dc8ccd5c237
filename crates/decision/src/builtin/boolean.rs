//! `not`, `is`, `all` and `any` (DMN 1.5, tables 74, 77 and 80).

use super::tools::{self, fails, refuse, unfit};
use super::{Builtin, Parameter, Signature, Takes};
use crate::machine::Machine;
use crate::value::{Missing, Value, equal};

pub(super) static FAMILY: &[Builtin] = &[
    Builtin {
        name: "not",
        signatures: &[Signature::new(
            &[Parameter::needed("negand", Takes::Boolean)],
            tools::boolean,
            not,
        )],
    },
    Builtin {
        name: "is",
        signatures: &[Signature::new(
            &[
                Parameter::needed("value1", Takes::Any),
                Parameter::needed("value2", Takes::Any),
            ],
            tools::boolean,
            is,
        )],
    },
    Builtin {
        name: "all",
        signatures: &[
            Signature::new(
                &[Parameter::needed("list", Takes::List)],
                tools::boolean,
                |_, arguments| decisive("all", items(arguments), false),
            )
            .carrying(),
            Signature::new(
                &[Parameter::rest("b", Takes::Any)],
                tools::boolean,
                |_, arguments| decisive("all", arguments, false),
            )
            .carrying(),
        ],
    },
    Builtin {
        name: "any",
        signatures: &[
            Signature::new(
                &[Parameter::needed("list", Takes::List)],
                tools::boolean,
                |_, arguments| decisive("any", items(arguments), true),
            )
            .carrying(),
            Signature::new(
                &[Parameter::rest("b", Takes::Any)],
                tools::boolean,
                |_, arguments| decisive("any", arguments, true),
            )
            .carrying(),
        ],
    },
];

fn items(arguments: &[Value]) -> &[Value] {
    match arguments {
        [Value::List(items)] => items,
        _ => &[],
    }
}

fn not(_: &mut Machine<'_>, arguments: &[Value]) -> Value {
    match arguments {
        [Value::Boolean(it)] => Value::Boolean(!it),
        _ => unfit("not"),
    }
}

/// Whether both are the same element of the semantic domain: other than with `=`, days and
/// times in different zones are different, and so are kinds.
fn is(_: &mut Machine<'_>, arguments: &[Value]) -> Value {
    match arguments {
        [one, other] => Value::Boolean(identical(one, other)),
        _ => unfit("is"),
    }
}

fn identical(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Time(one), Value::Time(other)) => one == other,
        (Value::DateTime(one), Value::DateTime(other)) => one == other,
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other.iter())
                    .all(|(one, other)| identical(one, other))
        }
        (Value::Context(one), Value::Context(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, one)| {
                    let other = other.get(name);
                    other.is_some_and(|other| identical(one, other))
                })
        }
        (Value::Range(one), Value::Range(other)) => {
            one.start_included == other.start_included
                && one.end_included == other.end_included
                && identical(&one.start, &other.start)
                && identical(&one.end, &other.end)
        }
        _ => equal(one, other) == Some(true),
    }
}

/// `any` (the decisive value is true) and `all` (it is false): one decisive item settles
/// it; else whatever is not a boolean makes it null, and what was not given unknown.
fn decisive(function: &str, items: &[Value], decisive: bool) -> Value {
    let mut odd: Option<&Value> = None;
    let mut missing: Option<Missing> = None;
    for item in items {
        match item {
            Value::Boolean(it) if *it == decisive => return Value::Boolean(decisive),
            Value::Boolean(_) => {}
            Value::Unknown(found) => {
                missing = Some(missing.map_or(found.clone(), |it| it.and(found)));
            }
            other => odd = odd.or(Some(other)),
        }
    }
    match (odd, missing) {
        (None, None) => Value::Boolean(!decisive),
        // What was not given could be the decisive value.
        (_, Some(missing)) => Value::Unknown(missing),
        (Some(Value::Null(null)), None) if null.reason().is_some() => Value::Null(null.clone()),
        (Some(Value::Null(_)), None) => fails(
            function,
            "的各项里有空值（null），定不下来。",
            "has a null among its items and cannot be settled.",
        ),
        (Some(other), None) => refuse(
            function,
            "list",
            format!("里有{}，应为是非值。", crate::value::kind_zh(other.kind())),
            format!("has a {} in it and should have booleans.", other.kind()),
        ),
    }
}
