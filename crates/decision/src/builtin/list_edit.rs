//! Lists changed at a place: what comes out is a new list (DMN 1.5, table 74).

use super::tools::{item_of, join, refuse, same_list, too_much, unfit};
use super::{Builtin, Parameter, Signature, Takes};
use crate::machine::Machine;
use crate::number::Number;
use crate::types::Type;
use crate::value::{Function, Value};

const LIST: Parameter = Parameter::needed("list", Takes::List);
const POSITION: Parameter = Parameter::needed("position", Takes::Number);
const NEW_ITEM: Parameter = Parameter::needed("newItem", Takes::Any);

pub(super) static FAMILY: &[Builtin] = &[
    Builtin {
        name: "append",
        signatures: &[Signature::new(
            &[LIST, Parameter::rest("item", Takes::Any)],
            |types| with_items(types, 1),
            append,
        )
        .carrying()],
    },
    Builtin {
        name: "insert before",
        signatures: &[Signature::new(
            &[LIST, POSITION, NEW_ITEM],
            |types| with_items(types, 2),
            insert_before,
        )
        .carrying()],
    },
    Builtin {
        name: "remove",
        signatures: &[Signature::new(&[LIST, POSITION], same_list, remove).carrying()],
    },
    Builtin {
        name: "sublist",
        signatures: &[Signature::new(
            &[
                LIST,
                Parameter::needed("start position", Takes::Number),
                Parameter::optional("length", Takes::Number),
            ],
            same_list,
            sublist,
        )
        .carrying()],
    },
    Builtin {
        name: "list replace",
        signatures: &[
            Signature::new(
                &[LIST, POSITION, NEW_ITEM],
                |types| with_items(types, 2),
                replace_at,
            )
            .carrying(),
            Signature::new(
                &[LIST, Parameter::needed("match", Takes::Function), NEW_ITEM],
                |types| with_items(types, 2),
                replace_matches,
            ),
        ],
    },
];

/// `list<T | U>` of a list of T and items, from this argument on, of U.
fn with_items(types: &[Type], from: usize) -> Type {
    let mut items: Vec<Type> = types.first().map(item_of).into_iter().collect();
    items.extend(types.iter().skip(from).cloned());
    Type::list(join(&items))
}

/// Where a position points: 1 is the first of so many, -1 the last. Decimals are cut off.
pub(super) fn place(position: Number, length: usize) -> Option<usize> {
    let position = position.truncate().to_i64()?;
    let length = i64::try_from(length).ok()?;
    let place = match position {
        1.. if position <= length => position - 1,
        ..=-1 if position >= -length => length + position,
        _ => return None,
    };
    usize::try_from(place).ok()
}

/// Null: no such position.
fn nowhere(function: &str, parameter: &str, position: Number, length: usize) -> Value {
    refuse(
        function,
        parameter,
        format!("是 {position}，而列表有 {length} 项；位置从 1 或 -1 数起，不能越过两端。"),
        format!(
            "is {position} and the list has {length} items; positions count from 1 or -1 and \
             stay within the list."
        ),
    )
}

fn append(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    match arguments {
        [Value::List(items), more @ ..] => {
            if !machine.afford(items.len().saturating_add(more.len())) {
                return too_much();
            }
            items.iter().chain(more).cloned().collect()
        }
        _ => unfit("append"),
    }
}

fn insert_before(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let [Value::List(items), Value::Number(position), item] = arguments else {
        return unfit("insert before");
    };
    let Some(place) = place(*position, items.len()) else {
        return nowhere("insert before", "position", *position, items.len());
    };
    if !machine.afford(items.len().saturating_add(1)) {
        return too_much();
    }
    let (before, after) = items.split_at_checked(place).unwrap_or((items, &[]));
    let all = before.iter().chain([item]).chain(after);
    all.cloned().collect()
}

fn remove(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let [Value::List(items), Value::Number(position)] = arguments else {
        return unfit("remove");
    };
    let Some(place) = place(*position, items.len()) else {
        return nowhere("remove", "position", *position, items.len());
    };
    if !machine.afford(items.len()) {
        return too_much();
    }
    let others = items.iter().enumerate().filter(|(at, _)| *at != place);
    others.map(|(_, item)| item.clone()).collect()
}

fn sublist(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let (items, start, length) = match arguments {
        [Value::List(items), Value::Number(start)] => (items, start, None),
        [
            Value::List(items),
            Value::Number(start),
            Value::Number(length),
        ] => (items, start, Some(length)),
        _ => return unfit("sublist"),
    };
    let Some(from) = place(*start, items.len()) else {
        return nowhere("sublist", "start position", *start, items.len());
    };
    let left = items.len() - from;
    let count = match length {
        None => left,
        Some(length) => match length.truncate().to_usize() {
            Some(count) if (1..=left).contains(&count) => count,
            _ => {
                return refuse(
                    "sublist",
                    "length",
                    format!("是 {length}，应为 1 到 {left}。"),
                    format!("is {length} and should be 1 to {left}."),
                );
            }
        },
    };
    if !machine.afford(count) {
        return too_much();
    }
    items.iter().skip(from).take(count).cloned().collect()
}

fn replace_at(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let [Value::List(items), Value::Number(position), item] = arguments else {
        return unfit("list replace");
    };
    let Some(place) = place(*position, items.len()) else {
        return nowhere("list replace", "position", *position, items.len());
    };
    if !machine.afford(items.len()) {
        return too_much();
    }
    let mut all = items.to_vec();
    if let Some(old) = all.get_mut(place) {
        *old = item.clone();
    }
    Value::list(all)
}

fn replace_matches(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let [Value::List(items), Value::Function(function), new] = arguments else {
        return unfit("list replace");
    };
    if let Some(problem) = takes_two("list replace", "match", function) {
        return problem;
    }
    if !machine.afford(items.len()) {
        return too_much();
    }
    let mut all = Vec::with_capacity(items.len());
    for item in items.iter() {
        match machine.call(function, &[item.clone(), new.clone()]) {
            Value::Boolean(true) => all.push(new.clone()),
            Value::Boolean(false) => all.push(item.clone()),
            other => return undecided("list replace", "match", other),
        }
    }
    Value::list(all)
}

/// Null, if a function cannot be called with two arguments.
pub(super) fn takes_two(name: &str, parameter: &str, function: &Function) -> Option<Value> {
    let fits = match function {
        Function::Builtin(builtin) => builtin.choose(2).is_ok(),
        other => other.signature().is_some_and(|of| of.parameters.len() == 2),
    };
    (!fits).then(|| {
        refuse(
            name,
            parameter,
            "应为有两个参数的函数。",
            "should be a function of two parameters.",
        )
    })
}

/// What comes of a function that should have said true or false and said this.
pub(super) fn undecided(name: &str, parameter: &str, found: Value) -> Value {
    match found {
        Value::Unknown(missing) => Value::Unknown(missing),
        Value::Null(null) if null.reason().is_some() => Value::Null(null),
        other => refuse(
            name,
            parameter,
            format!(
                "应得出是非值，却得出了{}。",
                crate::value::kind_zh(other.kind())
            ),
            format!("should give a boolean and gave a {}.", other.kind()),
        ),
    }
}
