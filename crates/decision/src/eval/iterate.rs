//! Filters, `for`, `some` and `every`.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::eval::operator;
use crate::feel::ast::Quantifier;
use crate::machine::Machine;
use crate::number::Number;
use crate::temporal::Date;
use crate::tree::{Binding, Expr, Filter, Over};
use crate::types::Type;
use crate::value::{List, Null, Range, Value, Why};

impl Machine<'_> {
    pub(super) fn filter(&mut self, filter: &Filter) -> Value {
        let list = self.eval(&filter.list);
        if let Value::List(items) = &list
            && filter.test.of != Type::Number
            && !self.work(items.len())
        {
            return self.exhausted();
        }
        let items: Vec<Value> = match list {
            Value::Unknown(_) => return list,
            Value::Null(ref null) if null.reason().is_some() => return list,
            Value::Null(_) => Vec::new(),
            Value::List(items) => {
                if filter.test.of == Type::Number {
                    return self.item_at(&items, filter);
                }
                items.to_vec()
            }
            other => vec![other],
        };
        if filter.test.of == Type::Number {
            return self.item_at(&items, filter);
        }
        let mut passed = Vec::new();
        let mut unknown = None;
        for (at, item) in items.iter().enumerate() {
            if !self.step() {
                return self.exhausted();
            }
            self.put(filter.slot, item.clone());
            match self.eval(&filter.test) {
                Value::Boolean(true) => passed.push(item.clone()),
                Value::Number(position) if at == 0 => return nth(&items, position),
                Value::Unknown(missing) => unknown = Some(missing),
                Value::Boolean(false) | Value::Null(_) => {}
                other => {
                    return Value::null(Why::Operands {
                        operator: "[ ]",
                        kinds: vec![other.kind()],
                    });
                }
            }
        }
        if items.is_empty()
            && let Value::Number(position) = self.eval(&filter.test)
        {
            return nth(&items, position);
        }
        match unknown {
            Some(missing) => Value::Unknown(missing),
            None if !self.afford(passed.len()) => self.exhausted(),
            None => Value::list(passed),
        }
    }

    /// The position may speak of the first item only where it does not matter.
    fn item_at(&mut self, items: &[Value], filter: &Filter) -> Value {
        let first = items.first().cloned();
        self.put(filter.slot, first.unwrap_or(Value::Null(Null::WRITTEN)));
        match self.eval(&filter.test) {
            Value::Number(position) => nth(items, position),
            other => other,
        }
    }

    pub(super) fn iterate(
        &mut self,
        bindings: &[Binding],
        partial: Option<usize>,
        body: &Expr,
    ) -> Value {
        if let Some(slot) = partial {
            return self.iterate_knowing(bindings, slot, body);
        }
        let mut results: Vec<Value> = Vec::new();
        let ended = self.each(bindings, &mut |machine| {
            let value = machine.eval(body);
            if !machine.afford(1) {
                return ControlFlow::Break(machine.exhausted());
            }
            results.push(value);
            ControlFlow::Continue(())
        });
        match ended {
            ControlFlow::Break(value) => value,
            ControlFlow::Continue(()) => Value::list(results),
        }
    }

    /// The same, where the body looks at the results so far, in `slot`.
    fn iterate_knowing(&mut self, bindings: &[Binding], slot: usize, body: &Expr) -> Value {
        let mut results: Arc<List> = Arc::default();
        let ended = self.each(bindings, &mut |machine| {
            // The results are lent to the body and taken back.
            machine.put(slot, Value::List(std::mem::take(&mut results)));
            let value = machine.eval(body);
            let Value::List(so_far) = machine.take(slot) else {
                return ControlFlow::Break(machine.exhausted());
            };
            let copied = match Arc::strong_count(&so_far) {
                1 => 0,
                _ => so_far.len(),
            };
            if !machine.afford(copied + 1) {
                return ControlFlow::Break(machine.exhausted());
            }
            match Value::list_with(so_far, value) {
                Value::List(list) => results = list,
                too_much => return ControlFlow::Break(too_much),
            }
            ControlFlow::Continue(())
        });
        match ended {
            ControlFlow::Break(value) => value,
            ControlFlow::Continue(()) => Value::List(results),
        }
    }

    pub(super) fn quantified(
        &mut self,
        quantifier: Quantifier,
        bindings: &[Binding],
        test: &Expr,
    ) -> Value {
        let wins = quantifier == Quantifier::Some;
        let mut so_far = Value::Boolean(!wins);
        let ended = self.each(bindings, &mut |machine| {
            let held = machine.eval(test);
            so_far = match wins {
                true => operator::or(&so_far, &held),
                false => operator::and(&so_far, &held),
            };
            match so_far {
                Value::Boolean(it) if it == wins => ControlFlow::Break(Value::Boolean(wins)),
                _ => ControlFlow::Continue(()),
            }
        });
        match ended {
            ControlFlow::Break(value) => value,
            ControlFlow::Continue(()) => so_far,
        }
    }

    /// Runs through all combinations of what the bindings run over, the last fastest.
    fn each(
        &mut self,
        bindings: &[Binding],
        work: &mut dyn FnMut(&mut Self) -> ControlFlow<Value>,
    ) -> ControlFlow<Value> {
        let Some((binding, others)) = bindings.split_first() else {
            return work(self);
        };
        let run = match &binding.over {
            Over::Items(list) => match self.eval(list) {
                Value::List(items) if !self.work(items.len()) => {
                    return ControlFlow::Break(self.exhausted());
                }
                Value::List(items) => Run::Items(items.to_vec()),
                Value::Range(range) => match of_range(&range) {
                    Ok(run) => run,
                    Err(why) => return ControlFlow::Break(Value::null(why)),
                },
                it @ (Value::Null(_) | Value::Unknown(_)) => return ControlFlow::Break(it),
                other => Run::Items(vec![other]),
            },
            Over::Count(from, to) => {
                let (from, to) = (self.eval(from), self.eval(to));
                match count(&from, &to, false) {
                    Ok(run) => run,
                    Err(value) => return ControlFlow::Break(value),
                }
            }
        };
        let length = run.length();
        for at in 0..length {
            if !self.step() {
                return ControlFlow::Break(self.exhausted());
            }
            self.put(binding.slot, run.at(at));
            self.each(others, work)?;
        }
        ControlFlow::Continue(())
    }
}

/// The item at a position: from 1, or from the end if negative.
fn nth(items: &[Value], position: Number) -> Value {
    let Some(at) = position.to_i64() else {
        return Value::null(Why::Operands {
            operator: "[ ]",
            kinds: vec!["number"],
        });
    };
    let index = match at {
        1.. => usize::try_from(at - 1).ok(),
        ..0 => usize::try_from(at.unsigned_abs())
            .ok()
            .and_then(|back| items.len().checked_sub(back)),
        0 => None,
    };
    match index.and_then(|index| items.get(index)) {
        Some(item) => item.clone(),
        None => Value::null(Why::NoItem(at)),
    }
}

/// What a variable runs over; numbers and days are not written out beforehand.
enum Run {
    Items(Vec<Value>),
    Numbers(i64, i64),
    Days(Date, i64),
}

impl Run {
    fn length(&self) -> i64 {
        match self {
            Run::Items(items) => i64::try_from(items.len()).unwrap_or(i64::MAX),
            Run::Numbers(from, to) => from.abs_diff(*to).try_into().unwrap_or(i64::MAX - 1) + 1,
            Run::Days(_, last) => last.saturating_abs().saturating_add(1),
        }
    }

    fn at(&self, at: i64) -> Value {
        let missing = || Value::null(Why::OutOfRange("date"));
        match self {
            Run::Items(items) => usize::try_from(at)
                .ok()
                .and_then(|at| items.get(at))
                .cloned()
                .unwrap_or_else(missing),
            Run::Numbers(from, to) => {
                let step = if to < from { -at } else { at };
                Value::Number(Number::from(from.saturating_add(step)))
            }
            Run::Days(from, last) => {
                let step = if *last < 0 { -at } else { at };
                Date::from_epoch_day(from.epoch_day().saturating_add(step))
                    .map_or_else(missing, Value::Date)
            }
        }
    }
}

/// From one end to the other; whole numbers or days.
fn count(from: &Value, to: &Value, up_only: bool) -> Result<Run, Value> {
    match (from, to) {
        (Value::Number(one), Value::Number(other)) => match (one.to_i64(), other.to_i64()) {
            (Some(one), Some(other)) if up_only && other < one => {
                let _ = (one, other);
                Ok(Run::Items(Vec::new()))
            }
            (Some(one), Some(other)) => Ok(Run::Numbers(one, other)),
            _ => Err(not_counted(from, to)),
        },
        (Value::Date(one), Value::Date(other)) => {
            let days = other.epoch_day().saturating_sub(one.epoch_day());
            match up_only && days < 0 {
                true => Ok(Run::Items(Vec::new())),
                false => Ok(Run::Days(*one, days)),
            }
        }
        _ => Err(operator::unknown(from, to).unwrap_or_else(|| not_counted(from, to))),
    }
}

fn not_counted(from: &Value, to: &Value) -> Value {
    operator::null_of("..", from, to)
}

/// The whole numbers or days in a range (DMN 1.5, clause 10.3.2.14).
fn of_range(range: &Range) -> Result<Run, Why> {
    let fault = || Why::Operands {
        operator: "in",
        kinds: vec!["range"],
    };
    let inner = |end: &Value, included: bool, step: i64| match end {
        _ if included => Some(end.clone()),
        Value::Number(it) => it.checked_add(Number::from(step)).map(Value::Number),
        Value::Date(it) => Date::from_epoch_day(it.epoch_day() + step).map(Value::Date),
        _ => None,
    };
    let start = inner(&range.start, range.start_included, 1).ok_or_else(fault)?;
    let end = inner(&range.end, range.end_included, -1).ok_or_else(fault)?;
    // `[3..1]` runs down, as `3..1` does; open ends that leave nothing run over nothing.
    let open = !(range.start_included && range.end_included);
    count(&start, &end, open).map_err(|_| fault())
}
