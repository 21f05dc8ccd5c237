//! What a table answers when some of its inputs were not given: the answer, if it is the
//! same whatever they are; else unknown, because of those that matter.
//!
//! The values of a missing input fall into few classes, which the cells of its column
//! cannot tell apart further: one value of each class is tried.

use std::collections::HashSet;

use crate::eval::same;
use crate::machine::Machine;
use crate::number::Number;
use crate::table::Table;
use crate::temporal::{Date, DaysDuration};
use crate::tree::Test;
use crate::value::{Missing, Value, compare};

/// More combinations than this are not tried; the answer is unknown then.
const COMBINATIONS_MAX: usize = 4096;

impl Machine<'_> {
    /// The answer for all values of the columns that are unknown.
    pub(super) fn whatever_is_missing(
        &mut self,
        table: &Table,
        unknown: &[(usize, Missing)],
    ) -> Value {
        let all = || {
            let missing = unknown.iter().map(|(_, missing)| missing.clone());
            missing.reduce(|one, other| one.and(&other))
        };
        let answer_unknown = |missing: Option<Missing>| match missing {
            Some(missing) => Value::Unknown(missing),
            None => Value::null(crate::value::Why::NoRule(table.name.clone())),
        };
        let mut tried = Vec::new();
        for (column, _) in unknown {
            match self.representatives(table, *column) {
                Some(values) => tried.push(values),
                None => return answer_unknown(all()),
            }
        }
        let combinations = tried
            .iter()
            .try_fold(1_usize, |product, values| product.checked_mul(values.len()));
        if !combinations.is_some_and(|it| (1..=COMBINATIONS_MAX).contains(&it)) {
            return answer_unknown(all());
        }
        let trace = self.trace.take();
        let mut answers: Vec<Value> = Vec::new();
        let mut at = vec![0; tried.len()];
        loop {
            for (nth, (column, _)) in unknown.iter().enumerate() {
                let value = tried[nth][at[nth]].clone();
                self.put(table.inputs[*column].slot, value);
            }
            answers.push(self.known(table));
            if !advance(&mut at, &tried) {
                break;
            }
        }
        for (column, missing) in unknown {
            self.put(table.inputs[*column].slot, Value::Unknown(missing.clone()));
        }
        self.trace = trace;
        let first = &answers[0];
        if answers.iter().all(|it| agree(it, first)) {
            return first.clone();
        }
        // A column matters if changing it alone changes the answer; and where the answer
        // itself is unknown, that for which it is.
        let mut matters: Option<Missing> = None;
        let mut add = |missing: &Missing| {
            matters = Some(match matters.take() {
                Some(so_far) => so_far.and(missing),
                None => missing.clone(),
            });
        };
        for answer in &answers {
            if let Value::Unknown(missing) = answer {
                add(missing);
            }
        }
        let mut stride = answers.len();
        for (nth, (_, missing)) in unknown.iter().enumerate() {
            let values = tried[nth].len();
            stride /= values;
            let alone = (0..answers.len()).any(|index| {
                let place = index / stride % values;
                place > 0 && !agree(&answers[index], &answers[index - place * stride])
            });
            if alone {
                add(missing);
            }
        }
        answer_unknown(matters)
    }

    /// One value of each class that the cells of a column can tell apart; none if they
    /// hold what is not known beforehand.
    fn representatives(&mut self, table: &Table, column: usize) -> Option<Vec<Value>> {
        let input = &table.inputs[column];
        let mut points = Vec::new();
        for rule in &table.rules {
            collect(rule.cells.get(column)?, &mut points)?;
        }
        if let Some(allowed) = &input.allowed {
            collect(&allowed.test, &mut points)?;
        }
        let mut values = classes(points)?;
        if let Some(allowed) = &input.allowed {
            values.retain(|value| self.test(value, &allowed.test).is_true());
        }
        (!values.is_empty()).then_some(values)
    }
}

/// Counts the places of the digits up, the last fastest; false when all were had.
fn advance(at: &mut [usize], tried: &[Vec<Value>]) -> bool {
    for (digit, values) in at.iter_mut().zip(tried).rev() {
        *digit += 1;
        if *digit < values.len() {
            return true;
        }
        *digit = 0;
    }
    false
}

fn agree(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Unknown(one), Value::Unknown(other)) => one == other,
        _ => same(one, other),
    }
}

/// The values that a test compares with.
fn collect(test: &Test, points: &mut Vec<Value>) -> Option<()> {
    match test {
        Test::Any => {}
        Test::OneOf(values) => points.extend(values.iter().cloned()),
        Test::Between(low, high) => {
            points.extend([low, high].into_iter().flatten().map(|end| end.0.clone()));
        }
        Test::Either(tests) => {
            for test in tests {
                collect(test, points)?;
            }
        }
        Test::Not(test) => collect(test, points)?,
        Test::Compare(..) | Test::Holds(_) | Test::Matches(_) => return None,
    }
    Some(())
}

/// The points, and a value in each gap before, between and after them.
fn classes(points: Vec<Value>) -> Option<Vec<Value>> {
    let Some(first) = points.first() else {
        // Every cell takes anything: any value will do.
        return Some(vec![Value::Boolean(true)]);
    };
    match first {
        Value::Boolean(_) => Some(vec![Value::Boolean(true), Value::Boolean(false)]),
        Value::String(_) => {
            let mut seen = HashSet::new();
            let mut values: Vec<Value> = Vec::new();
            for point in points {
                let Value::String(text) = &point else {
                    return None;
                };
                if seen.insert(text.clone()) {
                    // What is just after it in order, for cells such as `< "m"`.
                    values.push(Value::string(format!("{text}\u{1}")));
                    values.push(point);
                }
            }
            values.push(Value::string(""));
            Some(values)
        }
        Value::Number(_) | Value::Date(_) | Value::DaysDuration(_) => {
            let mut ordered = points;
            let mut comparable = true;
            ordered.sort_by(|one, other| {
                compare(one, other).unwrap_or_else(|| {
                    comparable = false;
                    std::cmp::Ordering::Equal
                })
            });
            if !comparable {
                return None;
            }
            ordered.dedup_by(|one, other| same(one, other));
            let mut values = vec![step(ordered.first()?, -1)?];
            for pair in ordered.windows(2) {
                values.push(pair[0].clone());
                values.extend(between(&pair[0], &pair[1])?);
            }
            let last = ordered.last()?;
            values.push(last.clone());
            values.push(step(last, 1)?);
            Some(values)
        }
        _ => None,
    }
}

fn step(value: &Value, by: i64) -> Option<Value> {
    Some(match value {
        Value::Number(it) => Value::Number(it.checked_add(Number::from(by))?),
        Value::Date(it) => Value::Date(Date::from_epoch_day(it.epoch_day() + by)?),
        Value::DaysDuration(it) => Value::DaysDuration(it.plus(DaysDuration::from_seconds(by))?),
        _ => return None,
    })
}

/// A value strictly between two; none inside if there is none, such as between two days.
fn between(low: &Value, high: &Value) -> Option<Option<Value>> {
    Some(match (low, high) {
        (Value::Number(low), Value::Number(high)) => {
            let half = low.checked_add(*high)?.checked_div(Number::from(2))?;
            Some(Value::Number(half))
        }
        (Value::Date(low), Value::Date(high)) => {
            let next = low.epoch_day() + 1;
            match next < high.epoch_day() {
                true => Date::from_epoch_day(next).map(Value::Date),
                false => None,
            }
        }
        (Value::DaysDuration(low), Value::DaysDuration(high)) => {
            let nanos = low.nanos() + (high.nanos() - low.nanos()) / 2;
            match nanos > low.nanos() {
                true => DaysDuration::from_nanos(nanos).map(Value::DaysDuration),
                false => None,
            }
        }
        _ => return None,
    })
}
