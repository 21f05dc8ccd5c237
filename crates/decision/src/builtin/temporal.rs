//! Days in the calendar, and the moment of the evaluation (DMN 1.5, tables 78 and 82).

use std::sync::Arc;

use super::tools::{self, fails, unfit};
use super::{Builtin, Parameter, Signature, Takes};
use crate::number::Number;
use crate::temporal::Date;
use crate::value::Value;

macro_rules! of_day {
    ($name:literal, $result:expr, $run:expr) => {
        Builtin {
            name: $name,
            signatures: &[Signature::new(
                &[Parameter::needed("date", Takes::Day)],
                $result,
                |_, arguments| {
                    let run: fn(Date) -> Value = $run;
                    arguments
                        .first()
                        .and_then(day)
                        .map_or_else(|| unfit($name), run)
                },
            )],
        }
    };
}

pub(super) static FAMILY: &[Builtin] = &[
    of_day!("day of year", tools::number, |date| {
        Value::Number(Number::from(u64::from(date.day_of_year())))
    }),
    of_day!("day of week", tools::string, |date| {
        Value::from(date.weekday_name())
    }),
    of_day!("month of year", tools::string, |date| {
        Value::from(date.month_name())
    }),
    of_day!("week of year", tools::number, |date| {
        Value::Number(Number::from(u64::from(date.week_of_year())))
    }),
    Builtin {
        name: "now",
        signatures: &[Signature::new(&[], tools::date_time, |machine, _| {
            machine
                .now()
                .map_or_else(|| no_clock("now"), |now| Value::DateTime(Arc::new(*now)))
        })],
    },
    Builtin {
        name: "today",
        signatures: &[Signature::new(&[], tools::date, |machine, _| {
            machine
                .now()
                .map_or_else(|| no_clock("today"), |now| Value::Date(now.date()))
        })],
    },
];

/// The day of a date or of a date and time.
pub(super) fn day(value: &Value) -> Option<Date> {
    match value {
        Value::Date(date) => Some(*date),
        Value::DateTime(moment) => Some(moment.date()),
        _ => None,
    }
}

/// The date and time that a day is where one is needed: its midnight in UTC.
pub(crate) fn midnight(date: Date) -> Value {
    Value::DateTime(Arc::new(date.at_midnight_utc()))
}

fn no_clock(function: &str) -> Value {
    fails(
        function,
        "不知道现在的时刻：计算时没有给出。",
        "does not know the time: the evaluation was not given one.",
    )
}
