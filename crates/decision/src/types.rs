//! The types of FEEL (DMN 1.5, clauses 10.3.2.9 and 7.3.2), and when one conforms to
//! another.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::value::{Name, Value};

/// How many types within types are looked at before two are taken for different ones: parts
/// may be shared so often that all of them can never be looked at.
const LOOKED_AT_MAX: u32 = 20_000;

/// How many types within a type are written.
const WRITTEN_MAX: u32 = 400;

/// What a value may be. Null belongs to every type.
#[derive(Debug, Clone)]
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

impl PartialEq for Type {
    /// Whether both are the same type, as far as can be looked into them.
    fn eq(&self, other: &Type) -> bool {
        self.same(other, &mut LOOKED_AT_MAX.clone())
    }
}

// A type shares all its parts with itself, so that it is always equal to itself.
impl Eq for Type {}

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
        self.conforms(to, &mut LOOKED_AT_MAX.clone())
    }

    fn conforms(&self, to: &Type, left: &mut u32) -> bool {
        if self.shares(to) || !spend(left) {
            return self.shares(to);
        }
        match (self, to) {
            (_, Type::Any) | (Type::Null, _) => true,
            (Type::List(item), Type::List(of)) | (Type::Range(item), Type::Range(of)) => {
                item.conforms(of, left)
            }
            (Type::Context(entries), Type::Context(of)) => of.iter().all(|(name, of)| {
                let entry = entries.get(name);
                entry.is_some_and(|entry| entry.conforms(of, left))
            }),
            (Type::Function(it), Type::Function(of)) => {
                it.parameters.len() == of.parameters.len()
                    && it.result.conforms(&of.result, left)
                    && it
                        .parameters
                        .iter()
                        .zip(&of.parameters)
                        .all(|((_, takes), (_, given))| given.conforms(takes, left))
            }
            _ => self.same(to, left),
        }
    }

    fn same(&self, other: &Type, left: &mut u32) -> bool {
        if self.shares(other) || !spend(left) {
            return self.shares(other);
        }
        match (self, other) {
            (Type::List(one), Type::List(other)) | (Type::Range(one), Type::Range(other)) => {
                one.same(other, left)
            }
            (Type::Context(one), Type::Context(other)) => {
                one.len() == other.len()
                    && one.iter().all(|(name, one)| {
                        let other = other.get(name);
                        other.is_some_and(|other| one.same(other, left))
                    })
            }
            (Type::Function(one), Type::Function(other)) => {
                one.parameters.len() == other.parameters.len()
                    && one.result.same(&other.result, left)
                    && one
                        .parameters
                        .iter()
                        .zip(&other.parameters)
                        .all(|(one, other)| one.0 == other.0 && one.1.same(&other.1, left))
            }
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    /// Whether both are made of the same part.
    fn shares(&self, other: &Type) -> bool {
        match (self, other) {
            (Type::List(one), Type::List(other)) | (Type::Range(one), Type::Range(other)) => {
                Arc::ptr_eq(one, other)
            }
            (Type::Context(one), Type::Context(other)) => Arc::ptr_eq(one, other),
            (Type::Function(one), Type::Function(other)) => Arc::ptr_eq(one, other),
            _ => false,
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
        self.joined(other, &mut LOOKED_AT_MAX.clone())
    }

    fn joined(&self, other: &Type, left: &mut u32) -> Type {
        if self.shares(other) {
            return self.clone();
        }
        if *left == 0 {
            return Type::Any;
        }
        match (self, other) {
            (one, other) if one.conforms(other, left) => other.clone(),
            (one, other) if other.conforms(one, left) => one.clone(),
            (Type::List(one), Type::List(other)) => Type::list(one.joined(other, left)),
            (Type::Range(one), Type::Range(other)) => Type::range(one.joined(other, left)),
            (Type::Context(one), Type::Context(other)) => {
                let both = one.iter().filter_map(|(name, of)| {
                    let of = of.joined(other.get(name)?, left);
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

/// Counts a look; false if there were too many.
fn spend(left: &mut u32) -> bool {
    match left.checked_sub(1) {
        Some(fewer) => {
            *left = fewer;
            true
        }
        None => false,
    }
}

impl fmt::Display for Type {
    /// As FEEL writes it; of a type with very many parts, not all of them.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(out, &mut WRITTEN_MAX.clone())
    }
}

impl Type {
    fn write(&self, out: &mut fmt::Formatter<'_>, left: &mut u32) -> fmt::Result {
        if !spend(left) {
            return out.write_str("…");
        }
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
            Type::List(of) => {
                out.write_str("list<")?;
                of.write(out, left)?;
                out.write_str(">")
            }
            Type::Range(of) => {
                out.write_str("range<")?;
                of.write(out, left)?;
                out.write_str(">")
            }
            Type::Context(entries) => {
                out.write_str("context<")?;
                for (at, (name, of)) in entries.iter().enumerate() {
                    out.write_str(if at == 0 { "" } else { ", " })?;
                    if *left == 0 {
                        out.write_str("…")?;
                        break;
                    }
                    write!(out, "{name}: ")?;
                    of.write(out, left)?;
                }
                out.write_str(">")
            }
            Type::Function(it) => {
                out.write_str("function<")?;
                for (at, (_, of)) in it.parameters.iter().enumerate() {
                    out.write_str(if at == 0 { "" } else { ", " })?;
                    of.write(out, left)?;
                }
                out.write_str("> -> ")?;
                it.result.write(out, left)
            }
        }
    }
}
