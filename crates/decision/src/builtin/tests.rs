//! Every built-in function, case by case, and laws that hold for all of them.

mod cases_lists;
mod cases_strings;
mod cases_values;
mod laws;
mod unknowns;

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::builtin::{self, range_literal};
use crate::limits::Limits;
use crate::machine::Machine;
use crate::temporal::{DateTime, Temporal};
use crate::value::{Function, Missing, Name, Null, Value};

/// A function, its arguments (an array, or an object for a call by name) and what comes of
/// it as it is written in FEEL. In the arguments text that begins with `@` is a literal of
/// that kind, with `#` a range, with `?` an input that was not given.
type Case = (&'static str, &'static str, &'static str);

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null(Null::WRITTEN),
        Json::Bool(it) => Value::Boolean(*it),
        Json::Number(it) => Value::Number(it.to_string().parse().unwrap()),
        Json::String(text) => match text.split_at_checked(1) {
            Some(("@", text)) => match Temporal::parse(text).unwrap() {
                Temporal::Date(it) => Value::Date(it),
                Temporal::Time(it) => Value::Time(it),
                Temporal::DateTime(it) => Value::DateTime(Arc::new(it)),
                Temporal::DaysDuration(it) => Value::DaysDuration(it),
                Temporal::MonthsDuration(it) => Value::MonthsDuration(it),
            },
            Some(("#", text)) => range_literal::read(text),
            Some(("?", name)) => Value::Unknown(Missing::one(name.into())),
            _ => Value::from(text.as_str()),
        },
        Json::Array(items) => items.iter().map(value).collect(),
        Json::Object(entries) => Value::context(
            entries
                .iter()
                .map(|(name, json)| (Name::from(name.as_str()), value(json)))
                .collect::<IndexMap<_, _>>(),
        ),
    }
}

fn call(name: &str, arguments: &str) -> Value {
    let limits = Limits::default();
    let now = DateTime::parse("2026-03-02T09:30:00+08:00").unwrap();
    let mut machine = Machine::new(Some(&now), &limits);
    let function = builtin::find(name).unwrap_or_else(|| panic!("no function {name}"));
    match serde_json::from_str(arguments).unwrap_or_else(|_| panic!("{arguments}")) {
        Json::Array(items) => {
            let arguments: Vec<_> = items.iter().map(value).collect();
            function.call(&mut machine, &arguments)
        }
        Json::Object(entries) => {
            let arguments: Vec<_> = entries
                .iter()
                .map(|(name, json)| (Name::from(name.as_str()), value(json)))
                .collect();
            function.call_named(&mut machine, &arguments)
        }
        other => panic!("{other} is no arguments"),
    }
}

fn run(cases: &[Case]) {
    for (name, arguments, expected) in cases {
        let found = call(name, arguments);
        let shown = found.literal();
        let why = match &found {
            Value::Null(null) => {
                let reason = null.reason();
                if *name != "get value" && *name != "min" {
                    assert!(
                        reason.is_some(),
                        "{name}({arguments}) is null and says no why"
                    );
                }
                reason.map(|it| it.why.sentence().to_string())
            }
            _ => None,
        };
        assert_eq!(
            shown,
            *expected,
            "{name}({arguments}) {}",
            why.unwrap_or_default()
        );
    }
}

fn tables() -> Vec<&'static [Case]> {
    let mut tables = cases_values::TABLES.to_vec();
    tables.extend(cases_strings::TABLES);
    tables.extend(cases_lists::TABLES);
    tables
}

#[test]
fn every_builtin_does_what_its_cases_say() {
    for table in tables() {
        run(table);
    }
}

/// Those that call functions are tried where functions are made.
#[test]
fn every_builtin_has_cases() {
    let tried: BTreeSet<&str> = tables()
        .into_iter()
        .flatten()
        .map(|(name, ..)| *name)
        .collect();
    let all: BTreeSet<&str> = builtin::names().collect();
    let untried: Vec<_> = all.difference(&tried).collect();
    assert!(untried.is_empty(), "{untried:?}");
    assert_eq!(all.len(), 86);
}

#[test]
fn of_signatures_with_the_same_names_the_order_decides() {
    let limits = Limits::default();
    let mut machine = Machine::new(None, &limits);
    let point = (Name::from("point"), value(&Json::from(4)));
    let range = (Name::from("range"), range_literal::read("[2..3]"));
    let before = builtin::find("before").unwrap();
    let found = before.call_named(&mut machine, &[range.clone(), point.clone()]);
    assert_eq!(found.literal(), "true");
    let found = before.call_named(&mut machine, &[point, range]);
    assert_eq!(found.literal(), "false");
}

#[test]
fn functions_are_called_to_sort_and_to_replace() {
    let limits = Limits::default();
    let mut machine = Machine::new(None, &limits);
    let function = |name| Value::function(Function::Builtin(builtin::find(name).unwrap()));
    let list = value(&serde_json::json!([3, 1, 2]));
    let mut call = |name: &str, arguments: &[Value]| {
        let builtin = builtin::find(name).unwrap();
        builtin.call(&mut machine, arguments).literal()
    };
    let sorted = call("sort", &[list.clone(), function("before")]);
    assert_eq!(sorted, "[1, 2, 3]");
    let sorted = call("sort", &[list.clone(), function("after")]);
    assert_eq!(sorted, "[3, 2, 1]");
    let two = value(&Json::from(2));
    let replaced = call(
        "list replace",
        &[list.clone(), function("before"), two.clone()],
    );
    assert_eq!(replaced, "[3, 2, 2]");
    // One that takes one argument, and one that does not say true or false.
    assert_eq!(call("sort", &[list.clone(), function("not")]), "null");
    assert_eq!(call("sort", &[list.clone(), function("modulo")]), "null");
    assert_eq!(
        call("list replace", &[list, function("modulo"), two]),
        "null"
    );
}

#[test]
fn no_name_stands_twice() {
    let count: usize = builtin::FAMILIES.iter().map(|family| family.len()).sum();
    assert_eq!(count, builtin::names().count());
}

#[test]
fn a_wrong_call_says_what_would_be_right() {
    let cases = [
        (
            "abs",
            "[]",
            "函数 abs 要 1 个参数，给了 0 个。",
            "abs takes 1 arguments and was given 0.",
        ),
        (
            "abs",
            r#"["x"]"#,
            "函数 abs 的参数“n”应为数字或时长，实为文字。",
            "the argument “n” of abs should be a number or a duration and is a string.",
        ),
        (
            "abs",
            r#"{"m": 1}"#,
            "函数 abs 没有名为“m”的参数；写法是 abs(n)、abs(n)。",
            "abs has no parameter called “m”; it is called as abs(n) or abs(n).",
        ),
        (
            "sum",
            r#"[[1, "x"]]"#,
            "函数 sum 的参数“list”应为数字的列表，其中却有文字。",
            "the argument “list” of sum should be a list of numbers and has a string in it.",
        ),
        (
            "substring",
            r#"["x", null]"#,
            "函数 substring 的参数“start position”应为数字，不能是空值（null）。",
            "the argument “start position” of substring should be a number and must not be null.",
        ),
        (
            "date",
            "[2025, 2, 29]",
            "函数 date 的参数“day”有误：2025 年 2 月没有 29 日。",
            "the argument “day” of date is no day: month 2 of the year 2025 has no day 29.",
        ),
        (
            "date",
            "[true]",
            "函数 date 的参数“from”应为文字或日期或日期时刻，实为是非值。",
            "the argument “from” of date should be a string or a date or a date and time and is \
             a boolean.",
        ),
    ];
    for (name, arguments, zh, en) in cases {
        let Value::Null(null) = call(name, arguments) else {
            panic!("{name}({arguments}) is not null");
        };
        let sentence = null.reason().unwrap().why.sentence();
        assert_eq!((sentence.zh.as_str(), sentence.en.as_str()), (zh, en));
    }
}
