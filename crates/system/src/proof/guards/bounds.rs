//! Numbers and days that are only compared: a few of them stand for all.
//!
//! Where every place that reads a number compares it with numbers that are written there, or
//! with others of that kind, the answer can only change at those numbers. So one value
//! below, one at and one above each of them say what all say; of several that are compared
//! with one another as many, for every order that they can be in. The same holds of days.

use std::collections::{BTreeMap, BTreeSet};

use youwei_base::{Day, Decimal};
use youwei_decision::limits::Limits;
use youwei_decision::machine::Machine;
use youwei_decision::temporal::Date;
use youwei_decision::tree::{Expr, Kind, Test};
use youwei_decision::types::Type;
use youwei_decision::value::Value;

use crate::formula::Formula;

/// So many values stand for all at most.
const VALUES_MAX: usize = 64;

/// The day around which days lie that no formula writes down.
const SOME_DAY: (i16, i8, i8) = (2026, 6, 15);

/// What is known of the slots of one kind.
#[derive(Default)]
struct Kinds {
    /// How often each slot is read, and how often it is compared and nothing else.
    read: BTreeMap<usize, (usize, usize)>,
    numbers: BTreeSet<Decimal>,
    days: BTreeSet<Day>,
    of: BTreeMap<usize, Kindred>,
    /// Slots that are held against two values at once.
    ranged: BTreeSet<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kindred {
    Number,
    Day,
}

/// The values that stand for all of each slot that these formulas only compare.
pub fn domains(formulas: &[&Formula]) -> BTreeMap<usize, Vec<Value>> {
    let mut seen = Kinds::default();
    for formula in formulas {
        formula.expr.walk(&mut |it| seen.look(it, &formula.needs));
    }
    let compared: Vec<(usize, Kindred)> = seen
        .of
        .iter()
        .filter(|(slot, _)| seen.tells(**slot))
        .map(|(slot, kind)| (*slot, *kind))
        .collect();
    let count = |of: Kindred| compared.iter().filter(|(_, kind)| *kind == of).count();
    let numbers = numbers(&seen.numbers, count(Kindred::Number));
    let days = days(&seen.days, count(Kindred::Day));
    let domain = |kind| match kind {
        Kindred::Number => &numbers,
        Kindred::Day => &days,
    };
    compared
        .into_iter()
        .map(|(slot, kind)| (slot, domain(kind).clone()))
        .filter(|(_, values)| !values.is_empty() && values.len() <= VALUES_MAX)
        .collect()
}

impl Kinds {
    /// Whether the slot is compared and nothing else, and twice or between two values: what
    /// is compared once can be so or otherwise, and tells nothing.
    fn tells(&self, slot: usize) -> bool {
        let read = self.read.get(&slot);
        let twice = |read: usize| read > 1 || self.ranged.contains(&slot);
        read.is_some_and(|(read, compared)| read == compared && twice(*read))
    }

    fn look(&mut self, expr: &Expr, needs: &[usize]) {
        match &expr.kind {
            Kind::Slot(at) => {
                if let Some(slot) = needs.get(*at) {
                    self.read.entry(*slot).or_default().0 += 1;
                }
            }
            Kind::Compare(_, one, other) => self.compared(&[one, other], needs),
            Kind::Between(value, from, to) => {
                if let Kind::Slot(at) = &value.kind {
                    self.ranged.extend(needs.get(*at));
                }
                self.compared(&[value, from, to], needs);
            }
            Kind::In { value, tests, .. } => self.tested(value, tests, needs),
            _ => {}
        }
    }

    /// The sides of a comparison, if each is something read or written down.
    fn compared(&mut self, sides: &[&Expr], needs: &[usize]) {
        let slot = |it: &Expr| match &it.kind {
            Kind::Slot(at) => needs.get(*at).copied(),
            _ => None,
        };
        let found: Option<Vec<_>> = sides
            .iter()
            .map(|side| match (slot(side), known(side)) {
                (None, None) => None,
                (slot, value) => Some((*side, slot, value)),
            })
            .collect();
        for (side, slot, value) in found.unwrap_or_default() {
            match (slot, value) {
                (Some(slot), _) => self.compares(slot, &side.of),
                (_, Some(value)) => self.written(&value),
                _ => {}
            }
        }
    }

    /// A value that is tested against what is written down: in [1..5].
    fn tested(&mut self, value: &Expr, tests: &Test, needs: &[usize]) {
        let written: Vec<&Value> = match tests {
            Test::Between(from, to) => from.iter().chain(to).map(|(value, _)| value).collect(),
            Test::OneOf(values) => values.iter().collect(),
            _ => return,
        };
        let Kind::Slot(at) = &value.kind else { return };
        if let Some(slot) = needs.get(*at) {
            self.compares(*slot, &value.of);
            written.into_iter().for_each(|it| self.written(it));
        }
    }

    fn compares(&mut self, slot: usize, of: &Type) {
        let kind = match of {
            Type::Number => Kindred::Number,
            Type::Date => Kindred::Day,
            _ => return,
        };
        self.of.insert(slot, kind);
        self.read.entry(slot).or_default().1 += 1;
    }

    fn written(&mut self, value: &Value) {
        match value {
            Value::Number(number) => self.numbers.extend(Decimal::try_from(*number)),
            Value::Date(date) => self.days.extend(Day::try_from(*date)),
            _ => {}
        }
    }
}

/// What is written down: a value, or a call such as date("2026-03-01") of values.
fn known(expr: &Expr) -> Option<Value> {
    if let Some(value) = expr.constant() {
        return Some(value.clone());
    }
    match &expr.kind {
        Kind::CallBuiltin(_, parts)
            if !parts.is_empty() && parts.iter().all(|it| it.constant().is_some()) =>
        {
            let limits = Limits::default();
            let mut machine = Machine::new(None, &limits);
            Some(machine.evaluate_given(expr, 0, std::iter::empty()))
        }
        _ => None,
    }
}

/// Numbers below, at and above those that are written, so many between two neighbours.
fn numbers(written: &BTreeSet<Decimal>, each: usize) -> Vec<Value> {
    let mut all: BTreeSet<Decimal> = written.clone();
    let steps = Decimal::from(each + 1);
    let bounds: Vec<Decimal> = written.iter().copied().collect();
    for at in 1..=each {
        let at = Decimal::from(at);
        match (bounds.first(), bounds.last()) {
            (Some(first), Some(last)) => {
                all.extend(first.checked_sub(at));
                all.extend(last.checked_add(at));
            }
            _ => drop(all.insert(at)),
        }
        for pair in bounds.windows(2) {
            if let [from, to] = pair {
                let step = to.checked_sub(*from).and_then(|it| it.checked_div(steps));
                let between = step.and_then(|it| it.checked_mul(at));
                all.extend(between.and_then(|it| from.checked_add(it)));
            }
        }
    }
    all.into_iter().map(|it| Value::Number(it.into())).collect()
}

/// The same of days; between two that follow one another there is none.
fn days(written: &BTreeSet<Day>, each: usize) -> Vec<Value> {
    let mut all: BTreeSet<Day> = written.clone();
    let bounds: Vec<Day> = match (
        written.is_empty(),
        Day::new(SOME_DAY.0, SOME_DAY.1, SOME_DAY.2),
    ) {
        (true, Ok(day)) => vec![day],
        _ => written.iter().copied().collect(),
    };
    for at in 1..=i64::try_from(each).unwrap_or(0) {
        let span = jiff::Span::new().try_days(at);
        let Ok(span) = span else { continue };
        for bound in &bounds {
            all.extend(bound.checked_sub(span));
            all.extend(bound.checked_add(span));
        }
    }
    all.into_iter()
        .map(|it| Value::Date(Date::from(it)))
        .collect()
}
