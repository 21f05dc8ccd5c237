//! Contexts (DMN 1.5, table 81, and `context` of table 72).

use indexmap::IndexMap;

use super::tools::{self, refuse, too_much, unfit};
use super::{Builtin, Parameter, Signature, Takes};
use crate::machine::Machine;
use crate::types::Type;
use crate::value::{Name, Value, Why};

pub(super) static FAMILY: &[Builtin] = &[
    Builtin {
        name: "get value",
        signatures: &[Signature::new(
            &[
                Parameter::needed("m", Takes::Context),
                Parameter::needed("key", Takes::String),
            ],
            tools::any,
            get_value,
        )
        .carrying()],
    },
    Builtin {
        name: "get entries",
        signatures: &[Signature::new(
            &[Parameter::needed("m", Takes::Context)],
            entries_type,
            get_entries,
        )
        .carrying()],
    },
    Builtin {
        name: "context",
        signatures: &[Signature::new(
            &[Parameter::needed("entries", Takes::ListOfContexts)],
            tools::any_context,
            context,
        )
        .carrying()],
    },
    Builtin {
        name: "context put",
        signatures: &[
            Signature::new(
                &[
                    Parameter::needed("context", Takes::Context),
                    Parameter::needed("key", Takes::String),
                    Parameter::needed("value", Takes::Any),
                ],
                tools::any_context,
                put_key,
            )
            .carrying(),
            Signature::new(
                &[
                    Parameter::needed("context", Takes::Context),
                    Parameter::needed("keys", Takes::ListOfStrings),
                    Parameter::needed("value", Takes::Any),
                ],
                tools::any_context,
                put_keys,
            )
            .carrying(),
        ],
    },
    Builtin {
        name: "context merge",
        signatures: &[Signature::new(
            &[Parameter::needed("contexts", Takes::ListOfContexts)],
            merged_type,
            merge,
        )
        .carrying()],
    },
];

/// The items all have what the join of the entries' types says; a context may have more
/// entries than its type names, so that nothing is known of those.
fn entries_type(_: &[Type]) -> Type {
    Type::list(Type::context([
        ("key".into(), Type::String),
        ("value".into(), Type::Any),
    ]))
}

/// A context alone stays what it is; of a list nothing is known, which may be empty.
fn merged_type(types: &[Type]) -> Type {
    match types {
        [of @ Type::Context(_)] => of.clone(),
        _ => Type::context([]),
    }
}

fn get_value(_: &mut Machine<'_>, arguments: &[Value]) -> Value {
    match arguments {
        [Value::Context(entries), Value::String(key)] => {
            let found = entries.get(&**key).cloned();
            found.unwrap_or_else(|| {
                Value::null(Why::NoMember {
                    kind: "context",
                    name: key.clone(),
                })
            })
        }
        _ => unfit("get value"),
    }
}

fn get_entries(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let [Value::Context(entries)] = arguments else {
        return unfit("get entries");
    };
    if !machine.afford(entries.len().saturating_mul(3)) {
        return too_much();
    }
    let (key, value): (Name, Name) = ("key".into(), "value".into());
    entries
        .iter()
        .map(|(name, entry)| {
            Value::context(IndexMap::from([
                (key.clone(), Value::String(name.clone())),
                (value.clone(), entry.clone()),
            ]))
        })
        .collect()
}

fn context(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let [Value::List(items)] = arguments else {
        return unfit("context");
    };
    if !machine.afford(items.len()) {
        return too_much();
    }
    let mut made: IndexMap<Name, Value> = IndexMap::with_capacity(items.len());
    for item in items.iter() {
        let entry = match item {
            Value::Context(entry) => entry,
            Value::Unknown(missing) => return Value::Unknown(missing.clone()),
            _ => return unfit("context"),
        };
        let key = match entry.get("key") {
            Some(Value::String(key)) => key,
            Some(Value::Unknown(missing)) => return Value::Unknown(missing.clone()),
            _ => {
                return refuse(
                    "context",
                    "entries",
                    "有一项没有文字的“key”。",
                    "has an item without a “key” that is a string.",
                );
            }
        };
        let Some(value) = entry.get("value") else {
            return refuse(
                "context",
                "entries",
                format!("有一项（“{key}”）没有“value”。"),
                format!("has an item, “{key}”, without a “value”."),
            );
        };
        if made.insert(key.clone(), value.clone()).is_some() {
            return refuse(
                "context",
                "entries",
                format!("里“{key}”出现了两次。"),
                format!("has “{key}” twice."),
            );
        }
    }
    Value::context(made)
}

fn put_key(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    match arguments {
        [context, Value::String(key), value] => {
            put(machine, context, std::slice::from_ref(key), value)
        }
        _ => unfit("context put"),
    }
}

fn put_keys(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let [context, Value::List(keys), value] = arguments else {
        return unfit("context put");
    };
    let mut path: Vec<Name> = Vec::with_capacity(keys.len());
    for key in keys.iter() {
        match key {
            Value::String(key) => path.push(key.clone()),
            Value::Unknown(missing) => return Value::Unknown(missing.clone()),
            _ => return unfit("context put"),
        }
    }
    // Contexts nest no deeper than values may.
    if path.is_empty() || path.len() > 500 {
        return refuse(
            "context put",
            "keys",
            "至少要有一个键，至多 500 个。",
            "should have at least one key and at most 500.",
        );
    }
    put(machine, context, &path, value)
}

/// The context with the value where the path leads.
fn put(machine: &mut Machine<'_>, context: &Value, path: &[Name], value: &Value) -> Value {
    let Some((key, rest)) = path.split_first() else {
        return value.clone();
    };
    let entries = match context {
        Value::Context(entries) => entries,
        Value::Unknown(missing) => return Value::Unknown(missing.clone()),
        other => {
            return refuse(
                "context put",
                "keys",
                format!(
                    "在“{key}”之前遇到的是{}，不是上下文。",
                    crate::value::kind_zh(other.kind())
                ),
                format!("meets a {} before “{key}”, not a context.", other.kind()),
            );
        }
    };
    if !machine.afford(entries.len().saturating_add(1)) {
        return too_much();
    }
    let inner = if rest.is_empty() {
        value.clone()
    } else {
        let next = entries.get(key).cloned();
        let next = next.unwrap_or_else(|| {
            Value::null(Why::NoMember {
                kind: "context",
                name: key.clone(),
            })
        });
        match put(machine, &next, rest, value) {
            Value::Context(inner) => Value::Context(inner),
            failed => return failed,
        }
    };
    let mut made: IndexMap<Name, Value> = (***entries).clone();
    made.insert(key.clone(), inner);
    Value::context(made)
}

fn merge(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let [Value::List(contexts)] = arguments else {
        return unfit("context merge");
    };
    let mut made: IndexMap<Name, Value> = IndexMap::new();
    for context in contexts.iter() {
        let entries = match context {
            Value::Context(entries) => entries,
            Value::Unknown(missing) => return Value::Unknown(missing.clone()),
            _ => return unfit("context merge"),
        };
        if !machine.afford(entries.len()) {
            return too_much();
        }
        for (name, entry) in entries.iter() {
            made.insert(name.clone(), entry.clone());
        }
    }
    Value::context(made)
}
