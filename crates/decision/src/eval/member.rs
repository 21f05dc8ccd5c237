//! Entries of contexts and properties of values (DMN 1.5, table 65).

use crate::number::Number;
use crate::temporal::{DateTime, Time};
use crate::value::{Name, Null, Value, Why};

/// `from.name`; of a list the list of its items' members.
pub(crate) fn member(from: &Value, name: &Name) -> Value {
    match from {
        Value::Null(_) | Value::Unknown(_) => from.clone(),
        Value::Context(entries) => match entries.get(name) {
            Some(value) => value.clone(),
            None => absent(from, name),
        },
        Value::List(items) => items.iter().map(|item| member(item, name)).collect(),
        _ => property(from, name).unwrap_or_else(|| absent(from, name)),
    }
}

fn absent(from: &Value, name: &Name) -> Value {
    Value::null(Why::NoMember {
        kind: from.kind(),
        name: name.clone(),
    })
}

fn property(from: &Value, name: &str) -> Option<Value> {
    let number = |it: i64| Value::Number(Number::from(it));
    Some(match from {
        Value::Date(day) => match name {
            "year" => number(day.year()),
            "month" => number(i64::from(day.month())),
            "day" => number(i64::from(day.day())),
            "weekday" => number(i64::from(day.weekday())),
            _ => return None,
        },
        Value::Time(time) => of_time(time, name)?,
        Value::DateTime(at) => of_moment(at, name)?,
        Value::DaysDuration(it) => match name {
            "days" => number(it.days()),
            "hours" => number(it.hours()),
            "minutes" => number(it.minutes()),
            "seconds" => seconds(it.seconds(), i64::from(it.fraction())),
            _ => return None,
        },
        Value::MonthsDuration(it) => match name {
            "years" => number(it.years()),
            "months" => number(it.months()),
            _ => return None,
        },
        Value::Range(range) => match name {
            "start" => range.start.clone(),
            "end" => range.end.clone(),
            "start included" => Value::Boolean(range.start_included),
            "end included" => Value::Boolean(range.end_included),
            _ => return None,
        },
        _ => return None,
    })
}

fn of_moment(at: &DateTime, name: &str) -> Option<Value> {
    match name {
        "year" | "month" | "day" | "weekday" => property(&Value::Date(at.date()), name),
        "time offset" => Some(offset(at.time_offset())),
        _ => of_time(&at.time(), name),
    }
}

fn of_time(time: &Time, name: &str) -> Option<Value> {
    let number = |it: u8| Value::Number(Number::from(i64::from(it)));
    Some(match name {
        "hour" => number(time.hour()),
        "minute" => number(time.minute()),
        "second" => seconds(i64::from(time.second()), i64::from(time.nanos())),
        "time offset" => offset(time.time_offset()),
        "timezone" => match time.timezone() {
            Some(name) => Value::string(name),
            None => Value::Null(Null::WRITTEN),
        },
        _ => return None,
    })
}

fn offset(of: Option<crate::temporal::DaysDuration>) -> Value {
    of.map_or(Value::Null(Null::WRITTEN), Value::DaysDuration)
}

/// Whole seconds and their fraction as one number.
fn seconds(whole: i64, nanos: i64) -> Value {
    let nanos = i128::from(whole) * 1_000_000_000 + i128::from(nanos);
    let number = Number::try_from(nanos)
        .ok()
        .and_then(|it| it.checked_div(Number::from(1_000_000_000_i64)));
    number.map_or_else(|| Value::null(Why::OutOfRange("number")), Value::Number)
}
