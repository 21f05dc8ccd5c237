//! Unary tests on values (DMN 1.5, clause 7.3.3 and table 55).

use std::cmp::Ordering;

use crate::eval::{compare_values, operator};
use crate::feel::ast::Operator;
use crate::machine::Machine;
use crate::tree::Test;
use crate::value::{Range, Value, compare, equal};

impl Machine<'_> {
    /// Whether a value passes a test: true, false, unknown, or null where it cannot be
    /// said.
    pub(crate) fn test(&mut self, value: &Value, test: &Test) -> Value {
        match test {
            Test::Any => Value::Boolean(true),
            Test::OneOf(of) => one_of(value, of),
            Test::Between(low, high) => between(value, low.as_ref(), high.as_ref()),
            Test::Compare(operator, operand) => {
                let operand = self.eval(operand);
                if !self.work(operand.weight()) {
                    return self.exhausted();
                }
                compare_values(*operator, value, &operand)
            }
            Test::Holds(expr) => match self.eval(expr) {
                // `count(?)` and the like: a value to be equal to, not a truth.
                it @ (Value::Boolean(_) | Value::Null(_) | Value::Unknown(_)) => it,
                other => matches(value, &other),
            },
            Test::Matches(expr) => {
                let of = self.eval(expr);
                if !self.work(of.weight()) {
                    return self.exhausted();
                }
                matches(value, &of)
            }
            Test::Either(tests) => {
                let mut so_far = Value::Boolean(false);
                for test in tests {
                    let passed = self.test(value, test);
                    so_far = operator::or(&so_far, &passed);
                    if so_far.is_true() {
                        break;
                    }
                }
                so_far
            }
            Test::Not(test) => match self.test(value, test) {
                Value::Boolean(passed) => Value::Boolean(!passed),
                other => other,
            },
        }
    }
}

/// Whether a value passes a test that needs no more than a look: most cells of tables.
#[inline]
pub(super) fn at_once(value: &Value, test: &Test) -> Option<bool> {
    match (test, value) {
        (Test::Any, _) => Some(true),
        (Test::OneOf(of), Value::String(it)) => match of.as_slice() {
            [Value::String(only)] => Some(only == it),
            _ => None,
        },
        (Test::Between(low, high), Value::Number(it)) => {
            let above = match low {
                None => true,
                Some((Value::Number(low), included)) => match it.cmp(low) {
                    Ordering::Equal => *included,
                    order => order.is_gt(),
                },
                Some(_) => return None,
            };
            let below = match high {
                _ if !above => return Some(false),
                None => true,
                Some((Value::Number(high), included)) => match it.cmp(high) {
                    Ordering::Equal => *included,
                    order => order.is_lt(),
                },
                Some(_) => return None,
            };
            Some(below)
        }
        _ => None,
    }
}

#[inline]
fn one_of(value: &Value, of: &[Value]) -> Value {
    if let Value::Unknown(_) = value {
        return value.clone();
    }
    Value::Boolean(of.iter().any(|it| is(value, it)))
}

/// Equal, or a list of one that is.
fn is(value: &Value, of: &Value) -> bool {
    match (value, of) {
        (Value::String(one), Value::String(other)) => one == other,
        (Value::Number(one), Value::Number(other)) => one == other,
        _ => match equal(value, of) {
            Some(same) => same,
            None => match value {
                Value::List(items) if items.len() == 1 => equal(&items[0], of) == Some(true),
                _ => false,
            },
        },
    }
}

#[inline]
fn between(value: &Value, low: Option<&(Value, bool)>, high: Option<&(Value, bool)>) -> Value {
    if let Value::Unknown(_) = value {
        return value.clone();
    }
    if let Some((low, included)) = low {
        match compare(value, low) {
            Some(order) if order.is_gt() || (*included && order.is_eq()) => {}
            Some(_) => return Value::Boolean(false),
            None => return operator::null_of("in", value, low),
        }
    }
    if let Some((high, included)) = high {
        match compare(value, high) {
            Some(order) if order.is_lt() || (*included && order.is_eq()) => {}
            Some(_) => return Value::Boolean(false),
            None => return operator::null_of("in", value, high),
        }
    }
    Value::Boolean(true)
}

/// Whether a value is in a range.
pub(crate) fn in_range(value: &Value, range: &Range) -> Value {
    let end = |end: &Value, included: bool| (!end.is_null()).then(|| (end.clone(), included));
    between(
        value,
        end(&range.start, range.start_included).as_ref(),
        end(&range.end, range.end_included).as_ref(),
    )
}

/// Equal to a value, or in it.
fn matches(value: &Value, of: &Value) -> Value {
    if let Some(unknown) = operator::unknown(value, of) {
        return unknown;
    }
    match of {
        Value::Null(null) if null.reason().is_some() => of.clone(),
        Value::Range(range) if !matches!(value, Value::Range(_)) => in_range(value, range),
        Value::List(items) => {
            if equal(value, of) == Some(true) {
                return Value::Boolean(true);
            }
            let mut so_far = Value::Boolean(false);
            for item in items.iter() {
                let passed = match item {
                    Value::Range(range) if !matches!(value, Value::Range(_)) => {
                        in_range(value, range)
                    }
                    item => match (
                        equal(value, item),
                        item.missing().or_else(|| value.missing()),
                    ) {
                        (Some(true), _) | (_, None) => {
                            Value::Boolean(equal(value, item) == Some(true))
                        }
                        (_, Some(missing)) => Value::Unknown(missing),
                    },
                };
                so_far = operator::or(&so_far, &passed);
            }
            match so_far {
                Value::Null(_) => Value::Boolean(false),
                other => other,
            }
        }
        _ => match compare_values(Operator::Equal, value, of) {
            Value::Null(_) if is(value, of) => Value::Boolean(true),
            other => other,
        },
    }
}
