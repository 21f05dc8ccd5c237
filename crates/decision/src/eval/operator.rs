//! Operators on values (DMN 1.5, tables 38, 45 and 48 to 56).

use std::sync::Arc;

use crate::feel::ast::Operator;
use crate::machine::Machine;
use crate::number::Number;
use crate::temporal::{DaysDuration, MonthsDuration};
use crate::value::{Value, Why};

/// Unknown if one side is and the other is no null, which would decide alone.
pub(super) fn unknown(left: &Value, right: &Value) -> Option<Value> {
    match (left, right) {
        (Value::Unknown(one), Value::Unknown(other)) => Some(Value::Unknown(one.and(other))),
        (Value::Unknown(_), _) => Some(left.clone()),
        (_, Value::Unknown(_)) => Some(right.clone()),
        _ => None,
    }
}

/// The null that an operator gives: an operand's own, else that it does not take these.
pub(super) fn null_of(operator: &'static str, left: &Value, right: &Value) -> Value {
    for operand in [left, right] {
        if let Value::Null(null) = operand
            && null.reason().is_some()
        {
            return operand.clone();
        }
    }
    Value::null(Why::Operands {
        operator,
        kinds: vec![left.kind(), right.kind()],
    })
}

/// `and` of three truths: false wins, what is not known stays so.
pub(super) fn and(left: &Value, right: &Value) -> Value {
    connect("and", left, right, false)
}

/// `or` of three truths: true wins.
pub(super) fn or(left: &Value, right: &Value) -> Value {
    connect("or", left, right, true)
}

fn connect(operator: &'static str, left: &Value, right: &Value, wins: bool) -> Value {
    match (left, right) {
        (Value::Boolean(it), _) | (_, Value::Boolean(it)) if *it == wins => Value::Boolean(wins),
        (Value::Boolean(_), Value::Boolean(_)) => Value::Boolean(!wins),
        _ => unknown(left, right).unwrap_or_else(|| null_of(operator, left, right)),
    }
}

pub(super) fn negate(value: &Value) -> Value {
    let negated = match value {
        Value::Number(it) => Some(Value::Number(-*it)),
        Value::DaysDuration(it) => it.negate().map(Value::DaysDuration),
        Value::MonthsDuration(it) => it.negate().map(Value::MonthsDuration),
        Value::Null(_) | Value::Unknown(_) => return value.clone(),
        other => {
            return Value::null(Why::Operands {
                operator: "-",
                kinds: vec![other.kind()],
            });
        }
    };
    negated.unwrap_or_else(|| Value::null(Why::OutOfRange(value.kind())))
}

impl Machine<'_> {
    /// `+`, `-`, `*`, `/`, `**`
    pub(super) fn arithmetic(&mut self, operator: Operator, left: &Value, right: &Value) -> Value {
        let out_of_range = |kind| Value::null(Why::OutOfRange(kind));
        if let (Value::Number(one), Value::Number(other)) = (left, right) {
            let number = match operator {
                Operator::Add => one.checked_add(*other),
                Operator::Subtract => one.checked_sub(*other),
                Operator::Multiply => one.checked_mul(*other),
                Operator::Divide if other.is_zero() => return Value::null(Why::ZeroDivision),
                Operator::Divide => one.checked_div(*other),
                _ => one.power(*other),
            };
            return number.map_or_else(|| out_of_range("number"), Value::Number);
        }
        if let (Operator::Add, Value::String(one), Value::String(other)) = (operator, left, right) {
            if !self.afford(one.len() + other.len()) {
                return self.exhausted();
            }
            return Value::String([&**one, &**other].concat().into());
        }
        // Null decides alone: whatever the other side is, the result is null.
        if left.is_null() || right.is_null() {
            return null_of(operator.sign(), left, right);
        }
        if let Some(unknown) = unknown(left, right) {
            return unknown;
        }
        match temporal(operator, left, right) {
            Some(Ok(value)) => value,
            Some(Err(why)) => Value::null(why),
            None => null_of(operator.sign(), left, right),
        }
    }
}

/// Arithmetic of days, times and durations; none if the operator does not take these.
fn temporal(operator: Operator, left: &Value, right: &Value) -> Option<Result<Value, Why>> {
    use Value::{Date, DateTime, DaysDuration as Days, MonthsDuration as Months, Number, Time};
    let add = operator == Operator::Add;
    let subtract = operator == Operator::Subtract;
    let sum = add || subtract;
    let value: Option<Value> = match (left, right) {
        (Date(day), Days(by)) if sum => signed(by, subtract)
            .and_then(|by| day.plus_days(by))
            .map(Date),
        (Date(day), Months(by)) if sum => signed_months(by, subtract)
            .and_then(|by| day.plus_months(by))
            .map(Date),
        (DateTime(at), Days(by)) if sum => signed(by, subtract)
            .and_then(|by| at.plus_days(by))
            .map(|it| DateTime(Arc::new(it))),
        (DateTime(at), Months(by)) if sum => signed_months(by, subtract)
            .and_then(|by| at.plus_months(by))
            .map(|it| DateTime(Arc::new(it))),
        (Time(at), Days(by)) if sum => signed(by, subtract).map(|by| Time(at.plus_days(by))),
        (Days(_), Date(_) | DateTime(_) | Time(_)) | (Months(_), Date(_) | DateTime(_)) if add => {
            return temporal(operator, right, left);
        }
        (Date(_) | DateTime(_), Date(_) | DateTime(_)) if subtract => {
            return Some(difference(left, right));
        }
        (Time(one), Time(other)) if subtract => match one.since(*other) {
            Some(it) => Some(Days(it)),
            None => return None,
        },
        (Days(one), Days(other)) if add => one.plus(*other).map(Days),
        (Days(one), Days(other)) if subtract => one.minus(*other).map(Days),
        (Months(one), Months(other)) if add => one.plus(*other).map(Months),
        (Months(one), Months(other)) if subtract => one.minus(*other).map(Months),
        (Days(it), Number(by)) | (Number(by), Days(it)) if operator == Operator::Multiply => {
            scaled_days(it, |nanos| nanos.checked_mul(*by))
        }
        (Months(it), Number(by)) | (Number(by), Months(it)) if operator == Operator::Multiply => {
            scaled_months(it, |months| months.checked_mul(*by))
        }
        (Days(_) | Months(_), Number(by)) if operator == Operator::Divide && by.is_zero() => {
            return Some(Err(Why::ZeroDivision));
        }
        (Days(it), Number(by)) if operator == Operator::Divide => {
            scaled_days(it, |nanos| nanos.checked_div(*by))
        }
        (Months(it), Number(by)) if operator == Operator::Divide => {
            scaled_months(it, |months| months.checked_div(*by))
        }
        (Days(one), Days(other)) if operator == Operator::Divide => {
            return Some(ratio(one.nanos(), other.nanos()));
        }
        (Months(one), Months(other)) if operator == Operator::Divide => {
            return Some(ratio(
                i128::from(one.total_months()),
                i128::from(other.total_months()),
            ));
        }
        _ => return None,
    };
    Some(value.ok_or(Why::OutOfRange(left.kind())))
}

fn signed(by: &DaysDuration, negative: bool) -> Option<DaysDuration> {
    match negative {
        true => by.negate(),
        false => Some(*by),
    }
}

fn signed_months(by: &MonthsDuration, negative: bool) -> Option<MonthsDuration> {
    match negative {
        true => by.negate(),
        false => Some(*by),
    }
}

/// A day counts from its midnight in UTC where the other side has a time.
fn difference(left: &Value, right: &Value) -> Result<Value, Why> {
    let moment = |value: &Value| match value {
        Value::Date(date) => crate::builtin::midnight(*date),
        other => other.clone(),
    };
    let days = match (left, right) {
        (Value::Date(one), Value::Date(other)) => one.since(*other),
        _ => match (&moment(left), &moment(right)) {
            (Value::DateTime(one), Value::DateTime(other)) => one.since(**other),
            _ => None,
        },
    };
    match days {
        Some(days) => Ok(Value::DaysDuration(days)),
        None => Err(Why::Operands {
            operator: "-",
            kinds: vec![left.kind(), right.kind()],
        }),
    }
}

fn scaled_days(it: &DaysDuration, by: impl FnOnce(Number) -> Option<Number>) -> Option<Value> {
    let nanos = Number::try_from(it.nanos()).ok()?;
    let nanos = by(nanos)?.truncate().to_i128()?;
    DaysDuration::from_nanos(nanos).map(Value::DaysDuration)
}

fn scaled_months(it: &MonthsDuration, by: impl FnOnce(Number) -> Option<Number>) -> Option<Value> {
    let months = by(Number::from(it.total_months()))?.truncate().to_i64()?;
    Some(Value::MonthsDuration(MonthsDuration::from_months(months)))
}

fn ratio(one: i128, other: i128) -> Result<Value, Why> {
    if other == 0 {
        return Err(Why::ZeroDivision);
    }
    let parts = (Number::try_from(one).ok(), Number::try_from(other).ok());
    match parts {
        (Some(one), Some(other)) => one
            .checked_div(other)
            .map(Value::Number)
            .ok_or(Why::OutOfRange("number")),
        _ => Err(Why::OutOfRange("number")),
    }
}
