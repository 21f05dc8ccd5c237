//! From one kind of value to another (DMN 1.5, table 72).

use std::sync::Arc;

use super::number_text;
use super::range_literal;
use super::temporal::{day, midnight};
use super::tools::{self, refuse, too_much, unfit};
use super::{Builtin, Parameter, Signature, Takes};
use crate::machine::Machine;
use crate::number::Number;
use crate::temporal::{Date, DateTime, Duration, Fault, MonthsDuration, Time, Zone};
use crate::types::Type;
use crate::value::{Value, Why};

const fn number(name: &'static str) -> Parameter {
    Parameter::needed(name, Takes::Number)
}

const FROM_STRING: Parameter = Parameter::needed("from", Takes::String);
const FROM_DAY: Parameter = Parameter::needed("from", Takes::Day);
const YEAR: Parameter = number("year");
const MONTH: Parameter = number("month");
const DAY: Parameter = number("day");
const HOUR: Parameter = number("hour");
const MINUTE: Parameter = number("minute");
const SECOND: Parameter = number("second");

pub(super) static FAMILY: &[Builtin] = &[
    Builtin {
        name: "date",
        signatures: &[
            Signature::new(&[FROM_STRING], tools::date, |_, arguments| {
                parsed("date", arguments, Date::parse, Value::Date)
            }),
            Signature::new(&[FROM_DAY], tools::date, |_, arguments| {
                let day = arguments.first().and_then(day);
                day.map_or_else(|| unfit("date"), Value::Date)
            }),
            Signature::new(&[YEAR, MONTH, DAY], tools::date, date_of_parts),
        ],
    },
    Builtin {
        name: "time",
        signatures: &[
            Signature::new(&[FROM_STRING], tools::time, |_, arguments| {
                parsed("time", arguments, Time::parse, Value::Time)
            }),
            Signature::new(&[FROM_DAY], tools::time, |_, arguments| match arguments {
                [Value::Date(date)] => Value::Time(date.at_midnight_utc().time()),
                [Value::DateTime(moment)] => Value::Time(moment.time()),
                _ => unfit("time"),
            }),
            Signature::new(
                &[Parameter::needed("from", Takes::Time)],
                tools::time,
                |_, arguments| arguments.first().cloned().unwrap_or_else(|| unfit("time")),
            ),
            Signature::new(
                &[
                    HOUR,
                    MINUTE,
                    SECOND,
                    Parameter::optional("offset", Takes::NullableDaysDuration),
                ],
                tools::time,
                time_of_parts,
            ),
        ],
    },
    Builtin {
        name: "date and time",
        signatures: &[
            Signature::new(&[FROM_STRING], tools::date_time, |_, arguments| {
                parsed("date and time", arguments, DateTime::parse, moment)
            }),
            Signature::new(
                &[FROM_DAY],
                tools::date_time,
                |_, arguments| match arguments {
                    [Value::Date(date)] => midnight(*date),
                    [moment @ Value::DateTime(_)] => moment.clone(),
                    _ => unfit("date and time"),
                },
            ),
            Signature::new(
                &[
                    Parameter::needed("date", Takes::Day),
                    Parameter::needed("time", Takes::Time),
                ],
                tools::date_time,
                |_, arguments| match arguments {
                    [date, Value::Time(time)] => day(date).map_or_else(
                        || unfit("date and time"),
                        |date| moment(DateTime::new(date, *time)),
                    ),
                    _ => unfit("date and time"),
                },
            ),
            Signature::new(
                &[
                    YEAR,
                    MONTH,
                    DAY,
                    HOUR,
                    MINUTE,
                    SECOND,
                    Parameter::optional("offset", Takes::NullableDaysDuration),
                ],
                tools::date_time,
                moment_of_parts,
            ),
            Signature::new(
                &[
                    YEAR,
                    MONTH,
                    DAY,
                    HOUR,
                    MINUTE,
                    SECOND,
                    Parameter::needed("timezone", Takes::String),
                ],
                tools::date_time,
                moment_of_parts,
            ),
        ],
    },
    Builtin {
        name: "number",
        signatures: &[Signature::new(
            &[
                FROM_STRING,
                Parameter::needed("grouping separator", Takes::NullableString),
                Parameter::needed("decimal separator", Takes::NullableString),
            ],
            tools::number,
            number_text::number,
        )],
    },
    Builtin {
        name: "string",
        signatures: &[Signature::new(
            &[Parameter::needed("from", Takes::Any)],
            tools::string,
            string,
        )],
    },
    Builtin {
        name: "duration",
        signatures: &[Signature::new(
            &[FROM_STRING],
            tools::any,
            |_, arguments| {
                parsed("duration", arguments, Duration::parse, |it| match it {
                    Duration::Days(it) => Value::DaysDuration(it),
                    Duration::Months(it) => Value::MonthsDuration(it),
                })
            },
        )],
    },
    Builtin {
        name: "years and months duration",
        signatures: &[Signature::new(
            &[FROM_DAY, Parameter::needed("to", Takes::Day)],
            tools::months_duration,
            |_, arguments| match arguments {
                [from, to] => day(from).zip(day(to)).map_or_else(
                    || unfit("years and months duration"),
                    |(from, to)| Value::MonthsDuration(MonthsDuration::between(from, to)),
                ),
                _ => unfit("years and months duration"),
            },
        )],
    },
    Builtin {
        name: "range",
        signatures: &[Signature::new(
            &[FROM_STRING],
            |_| Type::range(Type::Any),
            |_, arguments| match arguments {
                [Value::String(text)] => range_literal::read(text),
                _ => unfit("range"),
            },
        )],
    },
];

fn moment(it: DateTime) -> Value {
    Value::DateTime(Arc::new(it))
}

/// What is wrong with an argument, said by whoever read it.
fn faulty(function: &str, parameter: &str, fault: &Fault) -> Value {
    let problem = fault.sentence();
    refuse(function, parameter, problem.zh, problem.en)
}

fn parsed<T>(
    function: &str,
    arguments: &[Value],
    parse: fn(&str) -> Result<T, Fault>,
    wrap: fn(T) -> Value,
) -> Value {
    match arguments {
        [Value::String(text)] => {
            parse(text).map_or_else(|fault| faulty(function, "from", &fault), wrap)
        }
        _ => unfit(function),
    }
}

/// A whole number; decimals are cut off. What does not fit is far outside every calendar.
fn whole(value: Number) -> i64 {
    let beyond = if value.is_negative() {
        i64::MIN
    } else {
        i64::MAX
    };
    value.truncate().to_i64().unwrap_or(beyond)
}

/// The parameter that a fault of parts is about.
fn part(fault: &Fault) -> &'static str {
    match fault {
        Fault::Year => "year",
        Fault::Month(_) => "month",
        Fault::Day { .. } => "day",
        Fault::Offset => "offset",
        Fault::Region(_) => "timezone",
        _ => "hour",
    }
}

fn date_of_parts(_: &mut Machine<'_>, arguments: &[Value]) -> Value {
    match arguments {
        [
            Value::Number(year),
            Value::Number(month),
            Value::Number(day),
        ] => Date::new(whole(*year), whole(*month), whole(*day))
            .map_or_else(|fault| faulty("date", part(&fault), &fault), Value::Date),
        _ => unfit("date"),
    }
}

/// A time of its parts: hour, minute, seconds with a fraction, and an offset or region.
fn clock(parts: &[Value]) -> Result<Time, Fault> {
    let [
        Value::Number(hour),
        Value::Number(minute),
        Value::Number(second),
        zone @ ..,
    ] = parts
    else {
        return Err(Fault::Clock);
    };
    let zone = match zone {
        [Value::DaysDuration(offset)] => Some(Zone::from_duration(*offset)?),
        [Value::String(region)] => Some(Zone::region(region)?),
        _ => None,
    };
    if second.is_negative() && !second.is_zero() {
        return Err(Fault::Clock);
    }
    let (seconds, nanos) = second.split(9).ok_or(Fault::Clock)?;
    let nanos = u32::try_from(nanos).map_err(|_| Fault::Clock)?;
    Time::new(whole(*hour), whole(*minute), seconds, nanos, zone)
}

fn time_of_parts(_: &mut Machine<'_>, arguments: &[Value]) -> Value {
    clock(arguments).map_or_else(|fault| faulty("time", part(&fault), &fault), Value::Time)
}

fn moment_of_parts(_: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let [
        Value::Number(year),
        Value::Number(month),
        Value::Number(day),
        parts @ ..,
    ] = arguments
    else {
        return unfit("date and time");
    };
    let date = Date::new(whole(*year), whole(*month), whole(*day));
    date.and_then(|date| Ok(DateTime::new(date, clock(parts)?)))
        .map_or_else(
            |fault| faulty("date and time", part(&fault), &fault),
            moment,
        )
}

fn string(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    match arguments {
        [Value::Null(null)] if null.reason().is_some() => Value::Null(null.clone()),
        [Value::Null(_)] => refuse("string", "from", "是空值（null）。", "is null."),
        [text @ Value::String(_)] => text.clone(),
        [value] => {
            // Shared parts can make a small value a long text: measured first.
            let size = value.text_size(TEXT_MAX);
            if size > TEXT_MAX {
                return Value::null(Why::Limit("text"));
            }
            if !machine.afford(size) {
                return too_much();
            }
            Value::string(value.to_string())
        }
        _ => unfit("string"),
    }
}

/// Bytes of a text made of a value.
const TEXT_MAX: usize = 100_000_000;
