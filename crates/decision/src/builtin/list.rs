//! Lists looked at and put together (DMN 1.5, table 74).

use super::tools::{self, fails, item_of, join, list, same_list, too_much, unfit};
use super::{Builtin, Parameter, Signature, Takes};
use crate::machine::Machine;
use crate::number::Number;
use crate::types::Type;
use crate::value::{Distinct, Value, Why, same};

const LIST: Parameter = Parameter::needed("list", Takes::List);

pub(super) static FAMILY: &[Builtin] = &[
    Builtin {
        name: "list contains",
        signatures: &[Signature::new(
            &[LIST, Parameter::needed("element", Takes::Any)],
            tools::boolean,
            contains,
        )
        .carrying()],
    },
    Builtin {
        name: "count",
        signatures: &[Signature::new(&[LIST], tools::number, count).carrying()],
    },
    Builtin {
        name: "reverse",
        signatures: &[Signature::new(&[LIST], same_list, reverse).carrying()],
    },
    Builtin {
        name: "index of",
        signatures: &[Signature::new(
            &[LIST, Parameter::needed("match", Takes::Any)],
            tools::numbers,
            index_of,
        )],
    },
    Builtin {
        name: "concatenate",
        signatures: &[Signature::new(
            &[Parameter::rest("list", Takes::List)],
            joined_lists,
            concatenate,
        )
        .carrying()],
    },
    Builtin {
        name: "union",
        signatures: &[Signature::new(
            &[Parameter::rest("list", Takes::List)],
            joined_lists,
            |machine, arguments| distinct(machine, "union", arguments),
        )],
    },
    Builtin {
        name: "distinct values",
        signatures: &[Signature::new(&[LIST], same_list, |machine, arguments| {
            distinct(machine, "distinct values", arguments)
        })],
    },
    Builtin {
        name: "flatten",
        signatures: &[Signature::new(&[LIST], flat_type, flatten)],
    },
];

fn joined_lists(types: &[Type]) -> Type {
    let items: Vec<Type> = types.iter().map(item_of).collect();
    Type::list(join(&items))
}

fn flat_type(types: &[Type]) -> Type {
    let mut of = types.first().cloned().unwrap_or(Type::Any);
    while let Type::List(item) = &of {
        of = (**item).clone();
    }
    Type::list(of)
}

/// True if it is found, whatever was not given.
fn contains(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let [list, element] = arguments else {
        return unfit("list contains");
    };
    if !machine.work(list.weight()) {
        return Value::null(Why::Limit("steps"));
    }
    let Value::List(items) = list else {
        return unfit("list contains");
    };
    let missing = element.missing();
    if missing.is_none() && items.iter().any(|item| same(item, element)) {
        return Value::Boolean(true);
    }
    let missing = match (missing, list.missing()) {
        (Some(one), Some(other)) => Some(one.and(&other)),
        (one, other) => one.or(other),
    };
    match missing {
        Some(missing) if !items.is_empty() => Value::Unknown(missing),
        _ => Value::Boolean(false),
    }
}

fn count(_: &mut Machine<'_>, arguments: &[Value]) -> Value {
    match arguments {
        [Value::List(items)] => Value::Number(Number::from(items.len() as u64)),
        _ => unfit("count"),
    }
}

fn reverse(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    match arguments {
        [Value::List(items)] if machine.afford(items.len()) => {
            items.iter().rev().cloned().collect()
        }
        [Value::List(_)] => too_much(),
        _ => unfit("reverse"),
    }
}

fn index_of(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let [Value::List(items), element] = arguments else {
        return unfit("index of");
    };
    let found = items
        .iter()
        .zip(1u64..)
        .filter(|(item, _)| same(item, element))
        .map(|(_, at)| Value::Number(Number::from(at)))
        .collect();
    list(machine, found)
}

/// Appends the items of each list, as far as they can be afforded.
fn gather(
    machine: &mut Machine<'_>,
    function: &str,
    lists: &[Value],
    mut each: impl FnMut(&Value),
) -> Option<Value> {
    for list in lists {
        let Value::List(items) = list else {
            return Some(unfit(function));
        };
        if !machine.afford(items.len()) {
            return Some(too_much());
        }
        items.iter().for_each(&mut each);
    }
    None
}

fn concatenate(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let mut all = Vec::new();
    let failed = gather(machine, "concatenate", arguments, |item| {
        all.push(item.clone());
    });
    failed.unwrap_or_else(|| Value::list(all))
}

fn distinct(machine: &mut Machine<'_>, function: &str, arguments: &[Value]) -> Value {
    let mut distinct = Distinct::default();
    let failed = gather(machine, function, arguments, |item| {
        distinct.add(item);
    });
    failed.unwrap_or_else(|| Value::list(distinct.into_values()))
}

fn flatten(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let [Value::List(items)] = arguments else {
        return unfit("flatten");
    };
    let mut flat = Vec::new();
    let mut open = vec![items.iter()];
    while let Some(items) = open.last_mut() {
        match items.next() {
            None => {
                open.pop();
            }
            Some(Value::List(inner)) => open.push(inner.iter()),
            Some(item) => {
                // A list can hold one large list many times.
                if !machine.afford(1) {
                    return too_much();
                }
                flat.push(item.clone());
            }
        }
        if open.len() > 1_000 {
            return fails(
                "flatten",
                "的列表嵌套太深。",
                "was given lists nested too deep.",
            );
        }
    }
    Value::list(flat)
}
