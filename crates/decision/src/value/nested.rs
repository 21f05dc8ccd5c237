//! Lists and contexts, which hold other values. Each knows how deep it nests, so that no
//! evaluation can build what would overflow the stack when it is compared or dropped.

use std::ops::Deref;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::value::{Function, Name, Value, Why};

/// Lists in lists in contexts …
pub(crate) const NESTING_MAX: u16 = 500;

/// The items of a list.
#[derive(Debug, Clone, Default)]
pub struct List {
    items: Vec<Value>,
    depth: u16,
    weight: u64,
    unknown: bool,
}

/// The entries of a context, in the order they were written.
#[derive(Debug, Clone, Default)]
pub struct Context {
    entries: IndexMap<Name, Value>,
    depth: u16,
    weight: u64,
    unknown: bool,
}

impl Deref for List {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.items
    }
}

impl Deref for Context {
    type Target = IndexMap<Name, Value>;

    fn deref(&self) -> &IndexMap<Name, Value> {
        &self.entries
    }
}

impl Value {
    /// A list; null if it nests too deep.
    #[must_use]
    pub fn list(items: Vec<Value>) -> Value {
        let (depth, weight, unknown) = inside(items.iter());
        if depth > NESTING_MAX {
            return Value::null(Why::Limit("nesting"));
        }
        Value::List(Arc::new(List {
            items,
            depth,
            weight,
            unknown,
        }))
    }

    /// A context; null if it nests too deep.
    #[must_use]
    pub fn context(entries: IndexMap<Name, Value>) -> Value {
        let (depth, weight, unknown) = inside(entries.values());
        if depth > NESTING_MAX {
            return Value::null(Why::Limit("nesting"));
        }
        Value::Context(Arc::new(Context {
            entries,
            depth,
            weight,
            unknown,
        }))
    }

    /// How deep values lie in this one.
    #[must_use]
    pub fn nesting(&self) -> u16 {
        match self {
            Value::List(list) => list.depth,
            Value::Context(context) => context.depth,
            Value::Function(function) => match &**function {
                Function::Closure(closure) => {
                    let inside = closure.captured.iter().map(Value::nesting).max();
                    inside.unwrap_or(0).saturating_add(1)
                }
                _ => 0,
            },
            _ => 0,
        }
    }

    /// How many values there are in this one, itself among them, each as often as it is
    /// met on the way; of strings also how long they are. This is what it costs to look
    /// through it, which may be far more than it takes to hold it, for parts are shared.
    #[must_use]
    pub fn weight(&self) -> u64 {
        match self {
            Value::List(list) => list.weight,
            Value::Context(context) => context.weight,
            Value::Range(range) => {
                let ends = range.start.weight().saturating_add(range.end.weight());
                ends.saturating_add(1)
            }
            Value::String(text) => 1 + (text.len() / 64) as u64,
            _ => 1,
        }
    }

    /// Whether an input that was not given lies somewhere in this value.
    #[must_use]
    pub fn has_unknown(&self) -> bool {
        match self {
            Value::Unknown(_) => true,
            Value::List(list) => list.unknown,
            Value::Context(context) => context.unknown,
            Value::Range(range) => range.start.has_unknown() || range.end.has_unknown(),
            _ => false,
        }
    }
}

/// How deep what holds these nests, how much there is to look through, and whether
/// something that was not given is among it.
fn inside<'a>(values: impl Iterator<Item = &'a Value>) -> (u16, u64, bool) {
    let (mut depth, mut weight, mut unknown) = (0, 1_u64, false);
    for value in values {
        depth = value.nesting().max(depth);
        weight = weight.saturating_add(value.weight());
        unknown |= value.has_unknown();
    }
    (depth.saturating_add(1), weight, unknown)
}

impl FromIterator<Value> for Value {
    /// A list of these.
    fn from_iter<T: IntoIterator<Item = Value>>(items: T) -> Value {
        Value::list(items.into_iter().collect())
    }
}
