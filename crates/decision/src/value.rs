//! What FEEL expressions are worth (DMN 1.5, clause 10.3.2).

mod equal;
mod function;
pub mod json;
mod missing;
pub(crate) mod nested;
mod null;
mod range;
mod reasons;
mod text;

use std::sync::Arc;

use crate::number::Number;
use crate::temporal::{Date, DateTime, DaysDuration, MonthsDuration, Time};

pub use equal::{Distinct, compare, equal, hash, same};
pub use function::{Closure, Decision, Function, Service};
pub use nested::{Context, List};
pub use null::{Missing, Null, Reason, Why, kind_zh};
pub use range::Range;

/// A name: its parts joined by single spaces.
pub type Name = Arc<str>;

/// A value. Cheap to clone: what is large is shared.
#[derive(Debug, Clone)]
pub enum Value {
    /// No value, and why not.
    Null(Null),
    /// Depends on inputs that were not given. Only in evaluations that ask for the third
    /// answer; the standard's own evaluation takes a missing input for null.
    Unknown(Missing),
    /// true or false.
    Boolean(bool),
    /// A number of 34 digits.
    Number(Number),
    /// A string of Unicode characters.
    String(Arc<str>),
    /// A day.
    Date(Date),
    /// A time of day, with or without a zone.
    Time(Time),
    /// A day and a time.
    DateTime(Arc<DateTime>),
    /// A days and time duration.
    DaysDuration(DaysDuration),
    /// A years and months duration.
    MonthsDuration(MonthsDuration),
    /// A list.
    List(Arc<List>),
    /// A context.
    Context(Arc<Context>),
    /// A range.
    Range(Arc<Range>),
    /// A function: written, built in, a knowledge model or a decision service.
    Function(Arc<Function>),
}

impl Value {
    /// A null with this reason.
    #[must_use]
    pub fn null(why: Why) -> Value {
        Value::Null(Null::new(why))
    }

    /// A string.
    #[must_use]
    pub fn string(text: impl Into<Arc<str>>) -> Value {
        Value::String(text.into())
    }

    /// A function.
    #[must_use]
    pub fn function(function: Function) -> Value {
        Value::Function(Arc::new(function))
    }

    /// Whether this is null, for whatever reason.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null(_))
    }

    /// Whether this is `true`.
    #[must_use]
    pub fn is_true(&self) -> bool {
        matches!(self, Value::Boolean(true))
    }

    /// The name of the kind of value, as FEEL writes it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null(_) => "null",
            Value::Unknown(_) => "unknown",
            Value::Boolean(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Date(_) => "date",
            Value::Time(_) => "time",
            Value::DateTime(_) => "date and time",
            Value::DaysDuration(_) => "days and time duration",
            Value::MonthsDuration(_) => "years and months duration",
            Value::List(_) => "list",
            Value::Context(_) => "context",
            Value::Range(_) => "range",
            Value::Function(_) => "function",
        }
    }
}

impl From<bool> for Value {
    fn from(it: bool) -> Value {
        Value::Boolean(it)
    }
}

impl From<Number> for Value {
    fn from(it: Number) -> Value {
        Value::Number(it)
    }
}

impl From<&str> for Value {
    fn from(it: &str) -> Value {
        Value::String(it.into())
    }
}

impl From<crate::temporal::Temporal> for Value {
    fn from(it: crate::temporal::Temporal) -> Value {
        use crate::temporal::Temporal;
        match it {
            Temporal::Date(it) => Value::Date(it),
            Temporal::Time(it) => Value::Time(it),
            Temporal::DateTime(it) => Value::DateTime(Arc::new(it)),
            Temporal::DaysDuration(it) => Value::DaysDuration(it),
            Temporal::MonthsDuration(it) => Value::MonthsDuration(it),
        }
    }
}
