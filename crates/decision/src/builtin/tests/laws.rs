//! What holds of every built-in function, whatever it is given.

use std::sync::Arc;

use indexmap::IndexMap;
use proptest::prelude::*;

use crate::builtin::{self, Builtin, range_literal, tools};
use crate::limits::Limits;
use crate::machine::Machine;
use crate::number::Number;
use crate::temporal::{Date, DateTime, DaysDuration, MonthsDuration, Time};
use crate::types::Type;
use crate::value::{Distinct, Function, Name, Null, Value, Why, compare, equal, hash, json};

fn leaf() -> impl Strategy<Value = Value> {
    let words = [
        "",
        "a",
        "b;c",
        "[a-z]",
        "2026-01-05",
        "P1D",
        "1.5",
        ",",
        "[1..3]",
        "key",
        "值",
    ];
    let times = [
        "10:00:00",
        "10:00:00Z",
        "12:00:00+02:00",
        "12:00:00@Europe/Paris",
    ];
    prop_oneof![
        2 => Just(Value::Null(Null::WRITTEN)),
        2 => any::<bool>().prop_map(Value::Boolean),
        6 => (-3i64..5).prop_map(|it| Value::Number(Number::from(it))),
        2 => (any::<i32>(), -5i32..3).prop_map(|(digits, exponent)| {
            let digits = format!("{digits}e{exponent}").parse().unwrap();
            Value::Number(digits)
        }),
        4 => prop::sample::select(words.to_vec()).prop_map(Value::from),
        2 => (2024i64..2027, 1i64..13, 1i64..29)
            .prop_map(|(year, month, day)| Value::Date(Date::new(year, month, day).unwrap())),
        2 => prop::sample::select(times.to_vec())
            .prop_map(|text| Value::Time(Time::parse(text).unwrap())),
        2 => (prop::sample::select(times.to_vec()), 1i64..29).prop_map(|(text, day)| {
            let date = Date::new(2026, 3, day).unwrap();
            Value::DateTime(Arc::new(DateTime::new(date, Time::parse(text).unwrap())))
        }),
        1 => (-3i64..3).prop_map(|it| {
            Value::DaysDuration(DaysDuration::from_seconds(it * 3_600))
        }),
        1 => (-3i64..3).prop_map(|it| Value::MonthsDuration(MonthsDuration::from_months(it))),
        2 => (0i64..4, 4i64..6, 0usize..4).prop_map(|(from, to, kind)| {
            let (open, close) = [("[", "]"), ("(", ")"), ("[", ")"), ("(", "]")][kind];
            range_literal::read(&format!("{open}{from}..{to}{close}"))
        }),
        1 => prop::sample::select(vec!["is", "before", "not", "list contains"]).prop_map(|name| {
            Value::Function(Arc::new(Function::Builtin(builtin::find(name).unwrap())))
        }),
    ]
}

fn a_value() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(3, 24, 5, |inner| {
        let entry = prop::sample::select(vec!["key", "value", "a b", "in"]);
        prop_oneof![
            3 => prop::collection::vec(inner.clone(), 0..5).prop_map(Value::list),
            1 => prop::collection::vec((entry, inner), 0..4).prop_map(|entries| {
                let entries = entries.into_iter();
                let entries = entries.map(|(name, value)| (Name::from(name), value));
                Value::context(entries.collect::<IndexMap<_, _>>())
            }),
        ]
    })
}

fn type_of(value: &Value) -> Type {
    match value {
        Value::Null(_) | Value::Unknown(_) => Type::Null,
        Value::Boolean(_) => Type::Boolean,
        Value::Number(_) => Type::Number,
        Value::String(_) => Type::String,
        Value::Date(_) => Type::Date,
        Value::Time(_) => Type::Time,
        Value::DateTime(_) => Type::DateTime,
        Value::DaysDuration(_) => Type::DaysDuration,
        Value::MonthsDuration(_) => Type::MonthsDuration,
        Value::List(items) => {
            let types: Vec<_> = items.iter().map(type_of).collect();
            Type::list(tools::join(&types))
        }
        Value::Context(entries) => {
            let entries = entries.iter();
            Type::context(entries.map(|(name, value)| (name.clone(), type_of(value))))
        }
        Value::Range(range) => Type::range(type_of(&range.start)),
        Value::Function(function) => function.of_type(),
    }
}

fn builtins() -> Vec<&'static Builtin> {
    builtin::names().filter_map(builtin::find).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn types_promised_are_types_delivered(
        arguments in prop::collection::vec(a_value(), 0..4),
    ) {
        let limits = Limits::default();
        let now = DateTime::parse("2026-03-02T09:30:00Z").unwrap();
        let types: Vec<Type> = arguments.iter().map(type_of).collect();
        for builtin in builtins() {
            let mut machine = Machine::new(Some(&now), &limits);
            let found = builtin.call(&mut machine, &arguments);
            match builtin.result(&types) {
                Ok(promised) => prop_assert!(
                    promised.accepts(&found),
                    "{}({}) promised {promised} and gave {found}",
                    builtin.name,
                    Value::list(arguments.clone()),
                ),
                Err(_) => prop_assert!(
                    found.is_null(),
                    "{}({}) was refused and gave {found}",
                    builtin.name,
                    Value::list(arguments.clone()),
                ),
            }
        }
    }

    #[test]
    fn a_wider_type_promises_no_less(arguments in prop::collection::vec(a_value(), 0..4)) {
        let types: Vec<Type> = arguments.iter().map(|_| Type::Any).collect();
        let limits = Limits::default();
        for builtin in builtins() {
            let mut machine = Machine::new(None, &limits);
            let found = builtin.call(&mut machine, &arguments);
            if let Ok(promised) = builtin.result(&types) {
                prop_assert!(promised.accepts(&found), "{} gave {found}", builtin.name);
            }
        }
    }

    #[test]
    fn nothing_is_made_that_cannot_be_afforded(
        arguments in prop::collection::vec(a_value(), 0..4),
    ) {
        let limits = Limits { items_max: 0, ..Limits::default() };
        for builtin in builtins() {
            let mut machine = Machine::new(None, &limits);
            let found = builtin.call(&mut machine, &arguments);
            let given = arguments.iter().any(|it| {
                equal(it, &found) == Some(true)
                    || matches!(it, Value::List(items) if items.iter().any(|it| equal(it, &found) == Some(true)))
            });
            if let Value::List(items) = &found {
                prop_assert!(
                    items.is_empty() || given || builtin.name == "get value",
                    "{} gave {found}",
                    builtin.name,
                );
            }
        }
    }

    #[test]
    fn equal_values_hash_alike(one in a_value(), other in a_value()) {
        prop_assert_eq!(equal(&one, &other), equal(&other, &one));
        if equal(&one, &other) == Some(true) {
            prop_assert_eq!(hash(&one), hash(&other));
        }
        if let Some(order) = compare(&one, &other) {
            prop_assert_eq!(compare(&other, &one), Some(order.reverse()));
            prop_assert_eq!(order.is_eq(), equal(&one, &other) == Some(true));
        }
    }

    #[test]
    fn distinct_values_are_those_that_equality_tells_apart(
        values in prop::collection::vec(a_value(), 0..12),
    ) {
        let mut distinct = Distinct::default();
        let mut slow: Vec<Value> = Vec::new();
        for value in &values {
            distinct.add(value);
            if !slow.iter().any(|it| equal(it, value) == Some(true)) {
                slow.push(value.clone());
            }
        }
        prop_assert_eq!(
            Value::list(distinct.into_values()).literal(),
            Value::list(slow).literal()
        );
    }

    #[test]
    fn json_written_is_json_read(value in a_value()) {
        let text = json::to_json_text(&value);
        prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{}", text);
        let of = type_of(&value);
        let plain = !text.contains("..") && !format!("{of}").contains("Any");
        if plain {
            let back = json::from_json(&json::to_json(&value), &of).unwrap();
            prop_assert_eq!(json::to_json(&back), json::to_json(&value));
        }
    }

    #[test]
    fn no_pattern_panics_or_hangs(
        pattern in "[ab(){}|*+?.^$\\\\\\[\\]1-3,\\-:pPdLu]{0,12}",
        text in "[ab1\n]{0,20}",
        flags in "[smixq]{0,2}",
    ) {
        let limits = Limits::default();
        let mut machine = Machine::new(None, &limits);
        for name in ["matches", "replace", "split"] {
            let builtin = builtin::find(name).unwrap();
            let mut arguments = vec![Value::from(text.as_str()), Value::from(pattern.as_str())];
            match name {
                "matches" => arguments.push(Value::from(flags.as_str())),
                "replace" => arguments.push(Value::from("-")),
                _ => {}
            }
            let found = builtin.call(&mut machine, &arguments);
            // What the translation lets through, the engine takes.
            if let Value::Null(null) = &found {
                let refused = matches!(
                    null.reason().map(|it| &it.why),
                    Some(Why::Argument { .. })
                );
                prop_assert!(refused, "{name} {pattern:?} {:?}", null.reason());
            }
        }
    }
}

#[test]
fn a_value_that_holds_itself_many_times_is_refused() {
    let mut value = Value::list(vec![Value::Boolean(true); 100]);
    for _ in 0..3 {
        value = Value::list(vec![value; 100]);
    }
    assert!(value.is_null());
}

#[test]
fn looking_at_long_lists_counts() {
    let limits = Limits {
        steps_max: 1_000,
        ..Limits::default()
    };
    let mut machine = Machine::new(None, &limits);
    let list = Value::list(vec![Value::Number(Number::ONE); 10_000]);
    let sum = builtin::find("sum").unwrap();
    let first = sum.call(&mut machine, std::slice::from_ref(&list));
    assert_eq!(first.literal(), "10000");
    assert!(sum.call(&mut machine, &[list]).is_null());
    assert_eq!(machine.spent(), Some("steps"));
}

#[test]
fn a_hostile_pattern_ends() {
    let limits = Limits::default();
    let mut machine = Machine::new(None, &limits);
    let text = Value::string("a".repeat(5_000));
    for pattern in [r"^(a+)+\1b$", r"(a*)*(\1)c", r"((a{1,100}){1,100}){1,100}b"] {
        let found = builtin::find("matches").unwrap();
        let found = found.call(&mut machine, &[text.clone(), Value::from(pattern)]);
        assert!(!found.is_true(), "{pattern}");
    }
}

#[test]
fn long_lists_take_no_time() {
    let limits = Limits::default();
    let mut machine = Machine::new(None, &limits);
    let many: Value = (0..100_000i64)
        .map(|it| Value::Number(Number::from(it % 70_000)))
        .collect();
    for (name, expected) in [
        ("distinct values", 70_000),
        ("union", 70_000),
        ("mode", 30_000),
    ] {
        let found = builtin::find(name).unwrap();
        match found.call(&mut machine, std::slice::from_ref(&many)) {
            Value::List(items) => assert_eq!(items.len(), expected, "{name}"),
            other => panic!("{name} gave {other}"),
        }
    }
}
