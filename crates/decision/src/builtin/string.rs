//! Strings, counted in Unicode characters (DMN 1.5, table 73).

use super::list_edit::place;
use super::tools::{self, refuse, text, too_much, unfit};
use super::{Builtin, Parameter, Signature, Takes, regex};
use crate::machine::Machine;
use crate::number::Number;
use crate::value::Value;

const STRING: Parameter = Parameter::needed("string", Takes::String);
const MATCH: Parameter = Parameter::needed("match", Takes::String);
const INPUT: Parameter = Parameter::needed("input", Takes::String);
const PATTERN: Parameter = Parameter::needed("pattern", Takes::String);
const FLAGS: Parameter = Parameter::optional("flags", Takes::NullableString);

/// Of a string and what is looked for in it.
macro_rules! of_two {
    ($name:literal, $result:expr, $run:expr) => {
        Builtin {
            name: $name,
            signatures: &[Signature::new(
                &[STRING, MATCH],
                $result,
                |machine, arguments| match arguments {
                    [Value::String(string), Value::String(sought)] => {
                        let run: fn(&mut Machine<'_>, &str, &str) -> Value = $run;
                        run(machine, string, sought)
                    }
                    _ => unfit($name),
                },
            )],
        }
    };
}

macro_rules! of_one {
    ($name:literal, $result:expr, $run:expr) => {
        Builtin {
            name: $name,
            signatures: &[Signature::new(
                &[STRING],
                $result,
                |machine, arguments| match arguments {
                    [Value::String(string)] => {
                        let run: fn(&mut Machine<'_>, &str) -> Value = $run;
                        run(machine, string)
                    }
                    _ => unfit($name),
                },
            )],
        }
    };
}

pub(super) static FAMILY: &[Builtin] = &[
    Builtin {
        name: "substring",
        signatures: &[Signature::new(
            &[
                STRING,
                Parameter::needed("start position", Takes::Number),
                Parameter::optional("length", Takes::Number),
            ],
            tools::string,
            substring,
        )],
    },
    of_one!("string length", tools::number, |_, string| {
        Value::Number(Number::from(string.chars().count() as u64))
    }),
    of_one!("upper case", tools::string, |machine, string| {
        text(machine, &string.to_uppercase())
    }),
    of_one!("lower case", tools::string, |machine, string| {
        text(machine, &string.to_lowercase())
    }),
    of_two!(
        "substring before",
        tools::string,
        |machine, string, sought| {
            let before = string.split_once(sought).map_or("", |(before, _)| before);
            text(machine, before)
        }
    ),
    of_two!(
        "substring after",
        tools::string,
        |machine, string, sought| {
            let after = string.split_once(sought).map_or("", |(_, after)| after);
            text(machine, after)
        }
    ),
    of_two!("contains", tools::boolean, |_, string, sought| {
        Value::Boolean(string.contains(sought))
    }),
    of_two!("starts with", tools::boolean, |_, string, sought| {
        Value::Boolean(string.starts_with(sought))
    }),
    of_two!("ends with", tools::boolean, |_, string, sought| {
        Value::Boolean(string.ends_with(sought))
    }),
    Builtin {
        name: "matches",
        signatures: &[Signature::new(
            &[INPUT, PATTERN, FLAGS],
            tools::boolean,
            |_, arguments| match arguments {
                [Value::String(input), Value::String(pattern), flags @ ..] => {
                    regex::matches(input, pattern, flags_of(flags))
                }
                _ => unfit("matches"),
            },
        )],
    },
    Builtin {
        name: "replace",
        signatures: &[Signature::new(
            &[
                INPUT,
                PATTERN,
                Parameter::needed("replacement", Takes::String),
                FLAGS,
            ],
            tools::string,
            |machine, arguments| match arguments {
                [
                    Value::String(input),
                    Value::String(pattern),
                    Value::String(replacement),
                    flags @ ..,
                ] => regex::replace(machine, input, pattern, replacement, flags_of(flags)),
                _ => unfit("replace"),
            },
        )],
    },
    Builtin {
        name: "split",
        signatures: &[Signature::new(
            &[STRING, Parameter::needed("delimiter", Takes::String)],
            tools::strings,
            |machine, arguments| match arguments {
                [Value::String(string), Value::String(delimiter)] => {
                    regex::split(machine, string, delimiter)
                }
                _ => unfit("split"),
            },
        )],
    },
    Builtin {
        name: "string join",
        signatures: &[Signature::new(
            &[
                Parameter::needed("list", Takes::List),
                Parameter::optional("delimiter", Takes::NullableString),
            ],
            tools::string,
            string_join,
        )],
    },
];

fn flags_of(flags: &[Value]) -> &str {
    match flags {
        [Value::String(flags)] => flags,
        _ => "",
    }
}

fn substring(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let (string, start, length) = match arguments {
        [Value::String(string), Value::Number(start)] => (string, start, None),
        [
            Value::String(string),
            Value::Number(start),
            Value::Number(length),
        ] => (string, start, Some(length)),
        _ => return unfit("substring"),
    };
    let size = string.chars().count();
    let Some(from) = place(*start, size) else {
        return refuse(
            "substring",
            "start position",
            format!("是 {start}，而文字有 {size} 个字符；位置从 1 或 -1 数起，不能越过两端。"),
            format!(
                "is {start} and the string has {size} characters; positions count from 1 or \
                 -1 and stay within the string."
            ),
        );
    };
    let count = match length {
        None => size,
        Some(length) if length.truncate().is_positive() => {
            // Longer than the string is as long as it is.
            length.truncate().to_usize().unwrap_or(size)
        }
        Some(length) => {
            return refuse(
                "substring",
                "length",
                format!("是 {length}，应至少为 1。"),
                format!("is {length} and should be at least 1."),
            );
        }
    };
    let byte = |text: &str, characters: usize| {
        let found = text.char_indices().nth(characters);
        found.map_or(text.len(), |(at, _)| at)
    };
    let rest = string.get(byte(string, from)..).unwrap_or("");
    text(machine, rest.get(..byte(rest, count)).unwrap_or(rest))
}

fn string_join(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let (items, delimiter) = match arguments {
        [Value::List(items)] => (items, ""),
        [Value::List(items), Value::String(delimiter)] => (items, &**delimiter),
        [Value::List(items), Value::Null(_)] => (items, ""),
        _ => return unfit("string join"),
    };
    let mut joined = String::new();
    let mut first = true;
    for item in items.iter() {
        let item = match item {
            Value::String(item) => item,
            Value::Null(_) => continue,
            other => {
                return refuse(
                    "string join",
                    "list",
                    format!(
                        "里有{}，应为文字或空值。",
                        crate::value::kind_zh(other.kind())
                    ),
                    format!("has a {} in it and should have strings.", other.kind()),
                );
            }
        };
        if !machine.afford(item.len().saturating_add(delimiter.len())) {
            return too_much();
        }
        if !first {
            joined.push_str(delimiter);
        }
        joined.push_str(item);
        first = false;
    }
    Value::string(joined)
}
