use serde_json::json;

use super::*;

fn read_back(json: &Json, of: &Type) -> String {
    from_json(json, of).map_or_else(|problem| problem.to_string(), |value| value.literal())
}

fn person() -> Type {
    Type::context([
        ("name".into(), Type::String),
        ("born".into(), Type::Date),
        ("incomes".into(), Type::list(Type::Number)),
    ])
}

#[test]
fn json_is_read_as_its_type_says() {
    let cases = [
        (json!(0.1), Type::Number, "0.1"),
        (
            json!("123456789012345678901234567890.1234"),
            Type::Number,
            "123456789012345678901234567890.1234",
        ),
        (
            json!(18446744073709551615u64),
            Type::Number,
            "18446744073709551615",
        ),
        (json!("2026-03-02"), Type::Date, "@\"2026-03-02\""),
        (json!("2026-03-02"), Type::Any, "\"2026-03-02\""),
        (json!("09:30:00Z"), Type::Time, "@\"09:30:00Z\""),
        (
            json!("2026-03-02T09:30:00"),
            Type::DateTime,
            "@\"2026-03-02T09:30:00\"",
        ),
        (json!("P1D"), Type::DaysDuration, "@\"P1D\""),
        (json!("P14M"), Type::MonthsDuration, "@\"P1Y2M\""),
        (json!([1]), Type::Number, "1"),
        (json!(1), Type::list(Type::Number), "[1]"),
        (json!(null), Type::Number, "null"),
        (
            json!({"name": "李四", "born": "1950-01-31", "incomes": [1.5, 2], "more": {"a": [true]}}),
            person(),
            "{name: \"李四\", born: @\"1950-01-31\", incomes: [1.5, 2], more: {a: [true]}}",
        ),
    ];
    for (json, of, expected) in cases {
        assert_eq!(read_back(&json, &of), expected, "{json} as {of}");
    }
}

#[test]
fn json_of_another_type_is_told_where() {
    let cases = [
        (
            json!("x"),
            Type::Number,
            "输入应为 number，实为文字。 / the input should be number and is a string.",
        ),
        (
            json!({"name": "李四", "incomes": [1, "x"]}),
            person(),
            "输入里的“incomes[2]”应为 number，实为文字。 / “incomes[2]” in the input should be \
             number and is a string.",
        ),
        (
            json!({"born": "1950-02-30"}),
            person(),
            "输入里的“born”有误：1950 年 2 月没有 30 日。 / “born” in the input is no day: month 2 \
             of the year 1950 has no day 30.",
        ),
    ];
    for (json, of, expected) in cases {
        assert_eq!(read_back(&json, &of), expected);
    }
}

#[test]
fn an_entry_that_is_not_there_is_null_because_it_is_missing() {
    let Ok(Value::Context(entries)) = from_json(&json!({"name": "李四"}), &person()) else {
        panic!("no context");
    };
    match entries.get("born") {
        Some(Value::Null(null)) => {
            assert_eq!(null.reason().unwrap().why, Why::Missing("born".into()));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_number_is_written_with_all_its_digits() {
    let long = Value::Number("0.1234567890123456789012345678901234".parse().unwrap());
    assert_eq!(
        to_json(&long),
        json!("0.1234567890123456789012345678901234")
    );
    assert_eq!(to_json_text(&long), "0.1234567890123456789012345678901234");
    assert_eq!(to_json(&Value::Number("1.50".parse().unwrap())), json!(1.5));
    let unknown = Value::Unknown(Missing::one("income".into()));
    assert_eq!(to_json_text(&unknown), r#"{"unknown":["income"]}"#);
}
