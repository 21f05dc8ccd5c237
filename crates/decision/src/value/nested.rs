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
}

/// The entries of a context, in the order they were written.
#[derive(Debug, Clone, Default)]
pub struct Context {
    entries: IndexMap<Name, Value>,
    depth: u16,
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
        let depth = 1 + items.iter().map(Value::nesting).max().unwrap_or(0);
        if depth > NESTING_MAX {
            return Value::null(Why::Limit("nesting"));
        }
        Value::List(Arc::new(List { items, depth }))
    }

    /// A context; null if it nests too deep.
    #[must_use]
    pub fn context(entries: IndexMap<Name, Value>) -> Value {
        let depth = 1 + entries.values().map(Value::nesting).max().unwrap_or(0);
        if depth > NESTING_MAX {
            return Value::null(Why::Limit("nesting"));
        }
        Value::Context(Arc::new(Context { entries, depth }))
    }

    /// How deep values lie in this one.
    #[must_use]
    pub fn nesting(&self) -> u16 {
        match self {
            Value::List(list) => list.depth,
            Value::Context(context) => context.depth,
            Value::Function(function) => match &**function {
                Function::Closure(closure) => {
                    1 + closure
                        .captured
                        .iter()
                        .map(Value::nesting)
                        .max()
                        .unwrap_or(0)
                }
                _ => 0,
            },
            _ => 0,
        }
    }
}

impl FromIterator<Value> for Value {
    /// A list of these.
    fn from_iter<T: IntoIterator<Item = Value>>(items: T) -> Value {
        Value::list(items.into_iter().collect())
    }
}
