//! Evaluating single expressions, for the tests.

use std::collections::BTreeSet;

use youwei_decision::feel::ast::Span;
use youwei_decision::limits::Limits;
use youwei_decision::machine::Machine;
use youwei_decision::resolve::{NoTypes, Resolver};
use youwei_decision::temporal::DateTime;
use youwei_decision::tree::{Expr, Kind, Test};
use youwei_decision::types::Type;
use youwei_decision::value::{Value, Why};

/// What `now()` says in tests.
pub(crate) fn now() -> DateTime {
    DateTime::parse("2026-11-22T10:00:00+08:00").unwrap()
}

/// An expression with its type and the slots it needs.
pub(crate) struct Typed {
    pub(crate) expr: Expr,
    pub(crate) slots: usize,
}

/// Puts the entries of a context, as it is written, in scope of what `inner` resolves.
fn within(context: &str, inner: impl FnOnce(&mut Resolver<'_>) -> Expr) -> Typed {
    let mut resolver = Resolver::new(&NoTypes, Vec::new(), BTreeSet::new());
    let given = resolver.text(context);
    let of = given.of.clone();
    let mut entries = Vec::new();
    let whole = resolver.slot();
    entries.push((whole, given));
    if let Type::Context(names) = &of {
        for (name, entry) in names.iter() {
            let from = Expr {
                kind: Kind::Slot(whole),
                of: of.clone(),
                span: Span::default(),
            };
            let member = Expr {
                kind: Kind::Member(Box::new(from), name.clone()),
                of: entry.clone(),
                span: Span::default(),
            };
            let slot = resolver.enter_slot(name.clone(), entry.clone());
            entries.push((slot, member));
        }
    }
    let body = inner(&mut resolver);
    let of = body.of.clone();
    let expr = Expr {
        kind: Kind::Let(entries, Box::new(body)),
        of,
        span: Span::default(),
    };
    Typed {
        expr,
        slots: resolver.slots(),
    }
}

/// An expression in the scope of a context.
pub(crate) fn resolve(context: &str, text: &str) -> Typed {
    within(context, |resolver| resolver.text(text))
}

/// Unary tests of a value in the scope of a context.
fn resolve_test(context: &str, tests: &str, value: &str) -> Typed {
    within(context, |resolver| {
        let value = resolver.text(value);
        let slot = resolver.slot();
        let tests: Test = resolver.tests(tests, slot, &value.of);
        Expr {
            kind: Kind::In {
                value: Box::new(value),
                slot,
                tests,
            },
            of: Type::Boolean,
            span: Span::default(),
        }
    })
}

impl Typed {
    pub(crate) fn value(&self, limits: &Limits) -> Value {
        let now = now();
        let mut machine = Machine::new(Some(&now), limits);
        machine.evaluate(&self.expr, self.slots)
    }
}

pub(crate) fn evaluate(context: &str, text: &str) -> Value {
    resolve(context, text).value(&Limits::default())
}

pub(crate) fn test(context: &str, tests: &str, value: &str) -> Value {
    resolve_test(context, tests, value).value(&Limits::default())
}

/// The kind of reason that a null has, in a word.
pub(crate) fn reason(value: &Value) -> &'static str {
    let Value::Null(null) = value else {
        return "no null";
    };
    match null.reason().map(|it| &it.why) {
        None => "written",
        Some(Why::Given(_)) => "given",
        Some(Why::Missing(_)) => "missing",
        Some(Why::UnknownName(_)) => "name",
        Some(Why::NoMember { .. }) => "member",
        Some(Why::Operands { .. }) => "operands",
        Some(Why::Argument { .. }) => "argument",
        Some(Why::Call { .. }) => "call",
        Some(Why::ZeroDivision) => "division",
        Some(Why::OutOfRange(_)) => "out of range",
        Some(Why::NoItem(_)) => "item",
        Some(Why::Type { .. }) => "type",
        Some(Why::NotAllowed { .. }) => "not allowed",
        Some(Why::NoRule(_)) => "no rule",
        Some(Why::HitPolicy { .. }) => "hit policy",
        Some(Why::Limit(_)) => "limit",
        Some(Why::Model(_)) => "model",
    }
}

/// Whether two values are the same, nulls and functions among them.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    one.kind() == other.kind() && one.literal() == other.literal()
        || youwei_decision::value::equal(one, other) == Some(true) && one.kind() == other.kind()
}
