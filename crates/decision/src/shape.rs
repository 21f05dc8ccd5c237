//! What a value has to be: a declared type with the values it allows (DMN 1.5, clauses
//! 7.3.2 and 10.3.2.9.4).

use std::sync::Arc;

use crate::machine::Machine;
use crate::tree::Test;
use crate::types::Type;
use crate::value::{Name, Value, Why};

/// A declared type.
#[derive(Debug)]
pub struct Shape {
    /// Its name.
    pub name: Name,
    /// The type without its constraints.
    pub of: Type,
    /// The values allowed; of a collection, of each item.
    pub allowed: Option<Allowed>,
    /// The values allowed for a collection as a whole (DMN 1.5 `typeConstraint`).
    pub whole: Option<Allowed>,
    /// What its parts have to be.
    pub parts: Parts,
}

/// What the parts of a value have to be.
#[derive(Debug)]
pub enum Parts {
    /// It has none, or they need nothing.
    None,
    /// The same value is also of a type that this one narrows.
    Same(Arc<Shape>),
    /// Each item.
    Items(Arc<Shape>),
    /// The entries of these names.
    Entries(Vec<(Name, Arc<Shape>)>),
}

/// The values that are allowed.
#[derive(Debug)]
pub struct Allowed {
    /// The test, about slot 0.
    pub test: Test,
    /// How many slots it needs.
    pub slots: usize,
    /// As it is written.
    pub text: Arc<str>,
}

impl Shape {
    /// A type without constraints.
    #[must_use]
    pub fn plain(name: Name, of: Type) -> Shape {
        Shape {
            name,
            of,
            allowed: None,
            whole: None,
            parts: Parts::None,
        }
    }

    /// The value as this type has it, or a null that says why it is none.
    pub fn conform(&self, value: Value, name: &Name, machine: &mut Machine<'_>) -> Value {
        if matches!(value, Value::Null(_) | Value::Unknown(_)) {
            return value;
        }
        if !machine.work(value.weight()) {
            return machine.exhausted();
        }
        let Some(value) = coerce(&value, &self.of) else {
            return Value::null(Why::Type {
                of: name.clone(),
                expected: self.of.to_string().into(),
                found: value.kind(),
            });
        };
        match self.fault(&value, machine) {
            Some(fault) => Value::null(Why::NotAllowed {
                of: format!("{name}{}", fault.path).into(),
                value: fault.value,
                allowed: fault.allowed,
            }),
            None => value,
        }
    }

    /// What about a value of this type is not allowed.
    fn fault(&self, value: &Value, machine: &mut Machine<'_>) -> Option<Fault> {
        if matches!(value, Value::Null(_) | Value::Unknown(_)) {
            return None;
        }
        if let Some(allowed) = &self.allowed {
            let fault = match value {
                Value::List(items) => in_items(items, |item| allowed.fault(item, machine)),
                _ => allowed.fault(value, machine),
            };
            if fault.is_some() {
                return fault;
            }
        }
        let whole = self.whole.as_ref();
        if let Some(fault) = whole.and_then(|it| it.fault(value, machine)) {
            return Some(fault);
        }
        match (&self.parts, value) {
            (Parts::Same(of), value) => of.fault(value, machine),
            (Parts::Items(of), Value::List(items)) => {
                in_items(items, |item| of.fault(item, machine))
            }
            (Parts::Entries(of), Value::Context(entries)) => of.iter().find_map(|(name, of)| {
                let fault = of.fault(entries.get(name)?, machine)?;
                Some(fault.within(&format!(".{name}")))
            }),
            _ => None,
        }
    }
}

impl Allowed {
    fn fault(&self, value: &Value, machine: &mut Machine<'_>) -> Option<Fault> {
        // Null is not a value; whether one is required is not a matter of types.
        let fine = value.is_null() || machine.may_pass(self.slots, value, &self.test);
        (!fine).then(|| Fault {
            path: String::new(),
            value: value.to_string().into(),
            allowed: self.text.clone(),
        })
    }
}

/// A value, or a part of one, that is not allowed.
struct Fault {
    /// The way to it: `[2].年龄`.
    path: String,
    value: Arc<str>,
    allowed: Arc<str>,
}

impl Fault {
    fn within(mut self, part: &str) -> Fault {
        self.path.insert_str(0, part);
        self
    }
}

/// The first fault of an item, items being counted from 1.
fn in_items(items: &[Value], mut look: impl FnMut(&Value) -> Option<Fault>) -> Option<Fault> {
    let mut items = items.iter().enumerate();
    items.find_map(|(at, item)| Some(look(item)?.within(&format!("[{}]", at + 1))))
}

/// A value as a value of this type: itself, the only item of a list, the list of it, or
/// the midnight of a date.
#[must_use]
pub fn coerce(value: &Value, of: &Type) -> Option<Value> {
    if of.accepts(value) {
        return Some(value.clone());
    }
    match (value, of) {
        (Value::Date(date), Type::DateTime) => Some(crate::builtin::midnight(*date)),
        (Value::List(items), of) if items.len() == 1 && !matches!(of, Type::List(_)) => {
            of.accepts(&items[0]).then(|| items[0].clone())
        }
        (Value::List(_), _) => None,
        (value, Type::List(item)) if item.accepts(value) => Some(Value::list(vec![value.clone()])),
        _ => None,
    }
}
