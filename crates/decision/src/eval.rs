//! The evaluator: a typed tree and a machine to a value. It never fails; what cannot be
//! worked out is a null with its reason, or unknown.

mod iterate;
mod member;
mod operator;
mod table;
mod test;

use std::sync::Arc;

use indexmap::IndexMap;

use crate::feel::ast::Operator;
use crate::machine::Machine;
use crate::trace::StepKind;
use crate::tree::{Code, Expr, Kind, Site};
use crate::types::Type;
use crate::value::nested::NESTING_MAX;
use crate::value::{Closure, Function, Missing, Name, Null, Range, Value, Why, compare, equal};

pub(crate) use member::member;

impl Machine<'_> {
    /// What an expression is worth.
    pub(crate) fn eval(&mut self, expr: &Expr) -> Value {
        match &expr.kind {
            Kind::Constant(value) => value.clone(),
            Kind::Slot(slot) => self.slot(*slot).clone(),
            _ if !self.step() => self.exhausted(),
            _ => match self.deeper(|machine| machine.eval_inner(expr)) {
                Value::Null(null) => Value::Null(null.in_words(expr.span)),
                value => value,
            },
        }
    }

    fn eval_inner(&mut self, expr: &Expr) -> Value {
        match &expr.kind {
            Kind::Constant(value) => value.clone(),
            Kind::Slot(slot) => self.slot(*slot).clone(),
            Kind::Node(number) => self.node(*number),
            Kind::Knowledge(number) => self.knowledge(*number),
            Kind::Member(from, name) => {
                let from = self.eval(from);
                if let Value::List(_) = from
                    && !self.work(from.weight())
                {
                    return self.exhausted();
                }
                member(&from, name)
            }
            Kind::EntryOr(slot, name, outside) => match self.slot(*slot) {
                Value::Context(entries) if entries.contains_key(name) => entries
                    .get(name)
                    .cloned()
                    .unwrap_or(Value::Null(Null::WRITTEN)),
                _ => self.eval(outside),
            },
            Kind::Filter(filter) => self.filter(filter),
            Kind::CallBuiltin(builtin, given) => {
                let given = self.eval_all(given);
                builtin.call(self, &given)
            }
            Kind::CallBuiltinNamed(builtin, given) => {
                let given = self.eval_named(given);
                builtin.call_named(self, &given)
            }
            Kind::CallExternal(external, given) => {
                let given = self.eval_all(given);
                external.call(&given)
            }
            Kind::Call(function, given) => {
                let function = self.eval(function);
                let given = self.eval_all(given);
                match function {
                    Value::Function(function) => self.call(&function, &given),
                    other => not_called(other),
                }
            }
            Kind::CallNamed(function, given) => {
                let function = self.eval(function);
                let given = self.eval_named(given);
                match function {
                    Value::Function(function) => self.call_named(&function, &given),
                    other => not_called(other),
                }
            }
            Kind::Negate(operand) => operator::negate(&self.eval(operand)),
            Kind::Arithmetic(operator, left, right) => {
                let left = self.eval(left);
                let right = self.eval(right);
                self.arithmetic(*operator, &left, &right)
            }
            Kind::Compare(operator, left, right) => {
                let left = self.eval(left);
                let right = self.eval(right);
                if !self.work(left.weight().min(right.weight())) {
                    return self.exhausted();
                }
                compare_values(*operator, &left, &right)
            }
            Kind::And(left, right) => self.both(left, right),
            Kind::Or(left, right) => self.either(left, right),
            Kind::Between(value, low, high) => {
                let value = self.eval(value);
                let (low, high) = (self.eval(low), self.eval(high));
                let above = compare_values(Operator::GreaterOrEqual, &value, &low);
                let below = compare_values(Operator::LessOrEqual, &value, &high);
                operator::and(&above, &below)
            }
            Kind::In { value, slot, tests } => {
                let value = self.eval(value);
                if !self.work(value.weight()) {
                    return self.exhausted();
                }
                self.put(*slot, value.clone());
                self.test(&value, tests)
            }
            Kind::InstanceOf(value, of) => {
                let value = self.eval(value);
                if !self.work(value.weight()) {
                    return self.exhausted();
                }
                instance_of(&value, of)
            }
            Kind::If(test, then, otherwise) => match self.eval(test) {
                Value::Boolean(true) => self.eval(then),
                // What is no truth makes the whole null, and null takes the other branch.
                unknown @ Value::Unknown(_) if !test.of.meets(&Type::Boolean) => unknown,
                Value::Unknown(missing) => {
                    let (then, otherwise) = (self.eval(then), self.eval(otherwise));
                    same_either_way(then, otherwise, missing)
                }
                Value::Boolean(false) | Value::Null(_) => self.eval(otherwise),
                other => Value::null(Why::Operands {
                    operator: "if",
                    kinds: vec![other.kind()],
                }),
            },
            Kind::For {
                bindings,
                partial,
                body,
            } => self.iterate(bindings, *partial, body),
            Kind::Quantified(quantifier, bindings, test) => {
                self.quantified(*quantifier, bindings, test)
            }
            Kind::List(items) => {
                let items = self.eval_all(items);
                match self.afford(items.len()) {
                    true => Value::list(items),
                    false => self.exhausted(),
                }
            }
            Kind::Context(entries) => {
                let mut made = IndexMap::with_capacity(entries.len());
                if !self.afford(entries.len()) {
                    return self.exhausted();
                }
                for (name, slot, value) in entries {
                    let value = self.eval(value);
                    self.put(*slot, value.clone());
                    made.insert(name.clone(), value);
                }
                Value::context(made)
            }
            Kind::Let(entries, result) => {
                for (slot, value) in entries {
                    let value = self.eval(value);
                    self.put(*slot, value);
                }
                self.eval(result)
            }
            Kind::Range { start, end } => self.range(start, end),
            Kind::Function(code, taken) => {
                let captured = self.eval_all(taken);
                closure(code, captured)
            }
            Kind::Table(table) => self.table(table),
            Kind::Conform(inner, shape, name) => {
                let value = self.eval(inner);
                shape.conform(value, name, self)
            }
            Kind::Site(site, inner) => self.site(site, inner),
            Kind::Wrong(null) => Value::Null(null.clone()),
        }
    }

    /// The expression of an element: its nulls arose there, and it is a step of the
    /// derivation if it is one text.
    fn site(&mut self, site: &Site, inner: &Expr) -> Value {
        let traced = self.trace.is_some() && !site.text.is_empty();
        if let Some(trace) = self.trace.as_mut().filter(|_| traced) {
            let kind = StepKind::Expression(site.text.clone());
            trace.begin(kind, &site.name, &site.element);
        }
        let value = match self.eval(inner) {
            Value::Null(null) => Value::Null(null.at(&site.text, &site.element)),
            value => value,
        };
        if traced {
            self.end_step(&value);
        }
        value
    }

    fn eval_all(&mut self, exprs: &[Expr]) -> Vec<Value> {
        exprs.iter().map(|expr| self.eval(expr)).collect()
    }

    fn eval_named(&mut self, exprs: &[(Name, Expr)]) -> Vec<(Name, Value)> {
        exprs
            .iter()
            .map(|(name, expr)| (name.clone(), self.eval(expr)))
            .collect()
    }

    fn both(&mut self, left: &Expr, right: &Expr) -> Value {
        match self.eval(left) {
            Value::Boolean(false) => Value::Boolean(false),
            left => {
                let right = self.eval(right);
                operator::and(&left, &right)
            }
        }
    }

    fn either(&mut self, left: &Expr, right: &Expr) -> Value {
        match self.eval(left) {
            Value::Boolean(true) => Value::Boolean(true),
            left => {
                let right = self.eval(right);
                operator::or(&left, &right)
            }
        }
    }

    fn range(
        &mut self,
        start: &(Option<Box<Expr>>, bool),
        end: &(Option<Box<Expr>>, bool),
    ) -> Value {
        let mut ends = [start, end].map(|end| end.0.as_ref().map(|expr| self.eval(expr)));
        for value in ends.iter().flatten() {
            match value {
                Value::Unknown(_) => return value.clone(),
                Value::Null(null) if null.reason().is_some() => return value.clone(),
                value if compare(value, value).is_none() => {
                    return Value::null(Why::Operands {
                        operator: "..",
                        kinds: vec![value.kind()],
                    });
                }
                _ => {}
            }
        }
        if let [Some(low), Some(high)] = &ends
            && compare(low, high).is_none()
        {
            return operator::null_of("..", low, high);
        }
        let [low, high] = &mut ends;
        let unbounded = || Value::Null(Null::WRITTEN);
        Value::Range(Arc::new(Range {
            start_included: start.1 && low.is_some(),
            end_included: end.1 && high.is_some(),
            start: low.take().unwrap_or_else(unbounded),
            end: high.take().unwrap_or_else(unbounded),
        }))
    }
}

/// A function with what it took along.
fn closure(code: &Arc<Code>, captured: Vec<Value>) -> Value {
    let closure = Closure {
        code: code.clone(),
        captured,
    };
    let function = Value::function(Function::Closure(closure));
    match function.nesting() > NESTING_MAX {
        true => Value::null(Why::Limit("nesting")),
        false => function,
    }
}

fn not_called(other: Value) -> Value {
    match other {
        Value::Null(_) | Value::Unknown(_) => other,
        other => Value::null(Why::Operands {
            operator: "( )",
            kinds: vec![other.kind()],
        }),
    }
}

/// What both branches agree on, though the test is not known.
fn same_either_way(then: Value, otherwise: Value, missing: Missing) -> Value {
    match (&then, &otherwise) {
        (Value::Unknown(one), Value::Unknown(other)) => Value::Unknown(missing.and(one).and(other)),
        (Value::Unknown(one), _) | (_, Value::Unknown(one)) => Value::Unknown(missing.and(one)),
        (one, other) if same(one, other) => then,
        _ => Value::Unknown(missing),
    }
}

/// Whether two answers are the same one.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Null(_), Value::Null(_)) => true,
        _ => equal(one, other) == Some(true),
    }
}

/// `=`, `<` and the like.
pub(crate) fn compare_values(operator: Operator, left: &Value, right: &Value) -> Value {
    // Null has no order, whatever the other side is.
    let equality = matches!(operator, Operator::Equal | Operator::NotEqual);
    if !equality && (left.is_null() || right.is_null()) {
        return operator::null_of(operator.sign(), left, right);
    }
    if let Some(unknown) = operator::unknown(left, right) {
        return unknown;
    }
    // What was not given may lie inside a list or a context.
    if let (Some(missing), None) | (None, Some(missing)) = (left.missing(), right.missing()) {
        return Value::Unknown(missing);
    }
    if let (Some(one), Some(other)) = (left.missing(), right.missing()) {
        return Value::Unknown(one.and(&other));
    }
    let truth = match operator {
        Operator::Equal => equal(left, right),
        Operator::NotEqual => equal(left, right).map(|it| !it),
        _ => compare(left, right).map(|order| match operator {
            Operator::Less => order.is_lt(),
            Operator::LessOrEqual => order.is_le(),
            Operator::Greater => order.is_gt(),
            _ => order.is_ge(),
        }),
    };
    match truth {
        Some(truth) => Value::Boolean(truth),
        None => operator::null_of(operator.sign(), left, right),
    }
}

fn instance_of(value: &Value, of: &Type) -> Value {
    match value {
        Value::Unknown(_) => value.clone(),
        Value::Null(_) => Value::Boolean(*of == Type::Null),
        value => Value::Boolean(of.accepts(value)),
    }
}
