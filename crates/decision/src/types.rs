//! The types of FEEL (DMN 1.5, clauses 10.3.2.9 and 7.3.2), and when one conforms to
//! another.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::value::{Name, Value};

/// What a value may be. Null belongs to every type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// Anything.
    Any,
    /// Null only: the type of `null`, of a failed expression, of an item of `[]`.
    Null,
    /// true or false
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A day and a time.
    DateTime,
    /// A days and time duration.
    DaysDuration,
    /// A years and months duration.
    MonthsDuration,
    /// A list of this.
    List(Arc<Type>),
    /// A context with at least these entries.
    Context(Arc<IndexMap<Name, Type>>),
    /// A range of this.
    Range(Arc<Type>),
    /// A function.
    Function(Arc<FunctionType>),
}

/// The type of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionType {
    /// The parameters, in order.
    pub parameters: Vec<(Name, Type)>,
    /// What it gives.
    pub result: Type,
}

impl Type {
    /// A list of this.
    #[must_use]
    pub fn list(of: Type) -> Type {
        Type::List(Arc::new(of))
    }

    /// A range of this.
    #[must_use]
    pub fn range(of: Type) -> Type {
        Type::Range(Arc::new(of))
    }

    /// A context with these entries.
    #[must_use]
    pub fn context(entries: impl IntoIterator<Item = (Name, Type)>) -> Type {
        Type::Context(Arc::new(entries.into_iter().collect()))
    }

    /// The built-in type of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Type> {
        Some(match name {
            "Any" => Type::Any,
            "Null" => Type::Null,
            "boolean" => Type::Boolean,
            "number" => Type::Number,
            "string" => Type::String,
            "date" => Type::Date,
            "time" => Type::Time,
            "date and time" | "dateTime" => Type::DateTime,
            "days and time duration" | "dayTimeDuration" => Type::DaysDuration,
            "years and months duration" | "yearMonthDuration" => Type::MonthsDuration,
            "list" => Type::list(Type::Any),
            "context" => Type::context([]),
            _ => return None,
        })
    }

    /// The type of a value.
    #[must_use]
    pub fn of(value: &Value) -> Type {
        match value {
            Value::Null(_) => Type::Null,
            Value::Unknown(_) => Type::Any,
            Value::Boolean(_) => Type::Boolean,
            Value::Number(_) => Type::Number,
            Value::String(_) => Type::String,
            Value::Date(_) => Type::Date,
            Value::Time(_) => Type::Time,
            Value::DateTime(_) => Type::DateTime,
            Value::DaysDuration(_) => Type::DaysDuration,
            Value::MonthsDuration(_) => Type::MonthsDuration,
            Value::List(items) => Type::list(Type::of_all(items.iter())),
            Value::Context(entries) => {
                let entries = entries.iter();
                Type::context(entries.map(|(name, value)| (name.clone(), Type::of(value))))
            }
            Value::Range(range) => Type::range(Type::of_all([&range.start, &range.end])),
            Value::Function(function) => function.of_type(),
        }
    }

    fn of_all<'a>(values: impl IntoIterator<Item = &'a Value>) -> Type {
        let types = values.into_iter().map(Type::of);
        types
            .reduce(|one, other| one.join(&other))
            .unwrap_or(Type::Null)
    }

    /// The type of the items: of a list its items', of anything else itself, as a value
    /// stands for the list of it.
    #[must_use]
    pub fn item(&self) -> Type {
        match self {
            Type::List(of) => (**of).clone(),
            other => other.clone(),
        }
    }

    /// The type of an entry or a property; none if there is none of this name.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<Type> {
        let number = Some(Type::Number);
        match (self, name) {
            (Type::Any | Type::Null, _) => Some(Type::Any),
            (Type::Context(entries), _) => entries.get(name).cloned(),
            (Type::List(of), _) => Some(Type::list(of.member(name)?)),
            (Type::Date | Type::DateTime, "year" | "month" | "day" | "weekday") => number,
            (Type::Time | Type::DateTime, "hour" | "minute" | "second") => number,
            (Type::Time | Type::DateTime, "time offset") => Some(Type::DaysDuration),
            (Type::Time | Type::DateTime, "timezone") => Some(Type::String),
            (Type::DaysDuration, "days" | "hours" | "minutes" | "seconds") => number,
            (Type::MonthsDuration, "years" | "months") => number,
            (Type::Range(of), "start" | "end") => Some((**of).clone()),
            (Type::Range(_), "start included" | "end included") => Some(Type::Boolean),
            _ => None,
        }
    }

    /// The word for values of this type, as [`Value::kind`] has it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Type::Any => "unknown",
            Type::Null => "null",
            Type::Boolean => "boolean",
            Type::Number => "number",
            Type::String => "string",
            Type::Date => "date",
            Type::Time => "time",
            Type::DateTime => "date and time",
            Type::DaysDuration => "days and time duration",
            Type::MonthsDuration => "years and months duration",
            Type::List(_) => "list",
            Type::Context(_) => "context",
            Type::Range(_) => "range",
            Type::Function(_) => "function",
        }
    }

    /// Whether every value of this type is one of that type.
    #[must_use]
    pub fn conforms_to(&self, to: &Type) -> bool {
        match (self, to) {
            (_, Type::Any) | (Type::Null, _) => true,
            (Type::List(item), Type::List(of)) | (Type::Range(item), Type::Range(of)) => {
                item.conforms_to(of)
            }
            (Type::Context(entries), Type::Context(of)) => of.iter().all(|(name, of)| {
                let entry = entries.get(name);
                entry.is_some_and(|entry| entry.conforms_to(of))
            }),
            (Type::Function(it), Type::Function(of)) => {
                it.parameters.len() == of.parameters.len()
                    && it.result.conforms_to(&of.result)
                    && it
                        .parameters
                        .iter()
                        .zip(&of.parameters)
                        .all(|((_, takes), (_, given))| given.conforms_to(takes))
            }
            _ => self == to,
        }
    }

    /// Whether some value of this type is, or is made, one of that type.
    #[must_use]
    pub fn may_become(&self, to: &Type) -> bool {
        *self == Type::Null
            || *to == Type::Null
            || self.meets(to)
            || match (self, to) {
                (Type::Date, Type::DateTime) => true,
                (Type::List(of), to) => of.may_become(to),
                (of, Type::List(to)) => of.may_become(to),
                _ => false,
            }
    }

    /// Whether some value other than null may be of both types.
    #[must_use]
    pub fn meets(&self, other: &Type) -> bool {
        match (self, other) {
            (Type::Any, _) | (_, Type::Any) => true,
            (Type::Null, _) | (_, Type::Null) => false,
            (Type::List(_), Type::List(_))
            | (Type::Context(_), Type::Context(_))
            | (Type::Function(_), Type::Function(_)) => true,
            (Type::Range(one), Type::Range(other)) => one.meets(other),
            _ => self == other,
        }
    }

    /// The narrowest type that both conform to.
    #[must_use]
    pub fn join(&self, other: &Type) -> Type {
        match (self, other) {
            (one, other) if one.conforms_to(other) => other.clone(),
            (one, other) if other.conforms_to(one) => one.clone(),
            (Type::List(one), Type::List(other)) => Type::list(one.join(other)),
            (Type::Range(one), Type::Range(other)) => Type::range(one.join(other)),
            (Type::Context(one), Type::Context(other)) => {
                let both = one.iter().filter_map(|(name, of)| {
                    let of = of.join(other.get(name)?);
                    Some((name.clone(), of))
                });
                Type::context(both)
            }
            _ => Type::Any,
        }
    }

    /// Whether a value is of this type; null is of every type.
    #[must_use]
    pub fn accepts(&self, value: &Value) -> bool {
        match (self, value) {
            (Type::Any, _) | (_, Value::Null(_) | Value::Unknown(_)) => true,
            (Type::Boolean, Value::Boolean(_))
            | (Type::Number, Value::Number(_))
            | (Type::String, Value::String(_))
            | (Type::Date, Value::Date(_))
            | (Type::Time, Value::Time(_))
            | (Type::DateTime, Value::DateTime(_))
            | (Type::DaysDuration, Value::DaysDuration(_))
            | (Type::MonthsDuration, Value::MonthsDuration(_)) => true,
            (Type::List(of), Value::List(items)) => items.iter().all(|item| of.accepts(item)),
            (Type::Context(of), Value::Context(entries)) => of.iter().all(|(name, of)| {
                let entry = entries.get(name);
                entry.is_some_and(|entry| of.accepts(entry))
            }),
            (Type::Range(of), Value::Range(range)) => {
                of.accepts(&range.start) && of.accepts(&range.end)
            }
            (Type::Function(of), Value::Function(function)) => match &**function {
                // It has several types: one for each way to call it.
                crate::value::Function::Builtin(builtin) => {
                    let takes: Vec<Type> = of.parameters.iter().map(|(_, of)| of.clone()).collect();
                    builtin
                        .result(&takes)
                        .is_ok_and(|result| result.conforms_to(&of.result))
                }
                function => function.of_type().conforms_to(self),
            },
            _ => false,
        }
    }
}

impl fmt::Display for Type {
    /// As FEEL writes it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Any => out.write_str("Any"),
            Type::Null => out.write_str("Null"),
            Type::Boolean => out.write_str("boolean"),
            Type::Number => out.write_str("number"),
            Type::String => out.write_str("string"),
            Type::Date => out.write_str("date"),
            Type::Time => out.write_str("time"),
            Type::DateTime => out.write_str("date and time"),
            Type::DaysDuration => out.write_str("days and time duration"),
            Type::MonthsDuration => out.write_str("years and months duration"),
            Type::List(of) => write!(out, "list<{of}>"),
            Type::Range(of) => write!(out, "range<{of}>"),
            Type::Context(entries) => {
                let entries: Vec<_> = entries
                    .iter()
                    .map(|(name, of)| format!("{name}: {of}"))
                    .collect();
                write!(out, "context<{}>", entries.join(", "))
            }
            Type::Function(it) => {
                let parameters: Vec<_> =
                    it.parameters.iter().map(|(_, of)| of.to_string()).collect();
                write!(out, "function<{}> -> {}", parameters.join(", "), it.result)
            }
        }
    }
}
