//! Lists and contexts, which hold other values. Each knows how deep it nests, so that no
//! evaluation can build what would overflow the stack when it is compared or dropped; how
//! much lies in it, shared parts counted each time, so that none takes forever to compare
//! or write; and whether an input that was not given lies in it.

use std::ops::Deref;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::value::{Function, Name, Value, Why};

/// Lists in lists in contexts …
pub(crate) const NESTING_MAX: u16 = 500;
/// Values in a value, where one that is shared counts wherever it lies.
pub(crate) const WEIGHT_MAX: u32 = 50_000_000;

/// The items of a list.
#[derive(Debug, Clone, Default)]
pub struct List {
    items: Vec<Value>,
    within: Within,
}

/// The entries of a context, in the order they were written.
#[derive(Debug, Clone, Default)]
pub struct Context {
    entries: IndexMap<Name, Value>,
    within: Within,
}

/// What lies in a value.
#[derive(Debug, Clone, Copy, Default)]
struct Within {
    depth: u16,
    weight: u32,
    unknown: bool,
}

impl Within {
    /// What lies in a value that holds these; none if that is too much.
    fn of<'a>(values: impl Iterator<Item = &'a Value>) -> Option<Within> {
        let mut all = Within::default();
        for value in values {
            let one = value.within();
            all.depth = all.depth.max(one.depth);
            all.weight = all.weight.saturating_add(one.weight);
            all.unknown |= one.unknown;
        }
        all.depth += 1;
        all.weight = all.weight.saturating_add(1);
        (all.depth <= NESTING_MAX && all.weight <= WEIGHT_MAX).then_some(all)
    }
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
    /// A list; null if it nests too deep or too much lies in it.
    #[must_use]
    pub fn list(items: Vec<Value>) -> Value {
        match Within::of(items.iter()) {
            Some(within) => Value::List(Arc::new(List { items, within })),
            None => Value::null(Why::Limit("nesting")),
        }
    }

    /// A list with one more item; in place where nobody else holds it.
    #[must_use]
    pub fn list_with(list: Arc<List>, item: Value) -> Value {
        let mut list = Arc::unwrap_or_clone(list);
        let one = item.within();
        list.within.depth = list.within.depth.max(one.depth + 1);
        list.within.weight = list.within.weight.saturating_add(one.weight);
        list.within.unknown |= one.unknown;
        if list.within.depth > NESTING_MAX || list.within.weight > WEIGHT_MAX {
            return Value::null(Why::Limit("nesting"));
        }
        list.items.push(item);
        Value::List(Arc::new(list))
    }

    /// A context; null if it nests too deep or too much lies in it.
    #[must_use]
    pub fn context(entries: IndexMap<Name, Value>) -> Value {
        match Within::of(entries.values()) {
            Some(within) => Value::Context(Arc::new(Context { entries, within })),
            None => Value::null(Why::Limit("nesting")),
        }
    }

    /// How deep values lie in this one.
    #[must_use]
    pub fn nesting(&self) -> u16 {
        self.within().depth
    }

    /// How many values lie in this one, shared ones counted each time; a long text counts
    /// for several.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.within().weight as usize
    }

    /// Whether this is, or has in it, what depends on inputs that were not given.
    #[must_use]
    pub fn has_unknown(&self) -> bool {
        self.within().unknown
    }

    fn within(&self) -> Within {
        let plain = |weight: usize, unknown: bool| Within {
            depth: 0,
            weight: u32::try_from(weight).unwrap_or(u32::MAX),
            unknown,
        };
        match self {
            Value::List(list) => list.within,
            Value::Context(context) => context.within,
            Value::Function(function) => match &**function {
                Function::Closure(closure) => Within {
                    depth: 1 + closure
                        .captured
                        .iter()
                        .map(Value::nesting)
                        .max()
                        .unwrap_or(0),
                    // What a function took along is neither compared nor written.
                    weight: 1,
                    unknown: false,
                },
                _ => plain(1, false),
            },
            // A long text takes its time too.
            Value::String(text) => plain(1 + text.len() / 64, false),
            Value::Range(range) => plain(3, range.start.has_unknown() || range.end.has_unknown()),
            Value::Unknown(_) => plain(1, true),
            _ => plain(1, false),
        }
    }
}

impl FromIterator<Value> for Value {
    /// A list of these.
    fn from_iter<T: IntoIterator<Item = Value>>(items: T) -> Value {
        Value::list(items.into_iter().collect())
    }
}
