//! What a parameter takes, and the conversions that make an argument fit (DMN 1.5, clause
//! 10.3.2.9.4).

use crate::types::Type;
use crate::value::Value;

/// What a parameter takes. Null is refused before the function runs, except where
/// `Nullable…` or `Any` says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the type of its name")]
pub enum Takes {
    /// Anything, null too.
    Any,
    Boolean,
    Number,
    String,
    Date,
    Time,
    DateTime,
    /// A date, or a date and time.
    Day,
    DaysDuration,
    MonthsDuration,
    /// Either kind.
    Duration,
    /// What has an order: a number, string, day, time or duration.
    Point,
    List,
    ListOfNumbers,
    ListOfStrings,
    ListOfContexts,
    Context,
    Range,
    Function,
    /// A string or null; and so on.
    NullableString,
    NullableDaysDuration,
}

/// How an argument fits a parameter.
pub(super) enum Fit {
    /// As it is.
    AsIs,
    /// Made into this.
    As(Value),
    /// Not at all.
    No,
}

/// How the type of an argument fits a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Admits {
    /// No value of it fits, except null.
    Never,
    /// Some do.
    Maybe,
    /// All do, except null.
    Always,
}

impl Takes {
    /// The types it takes, null aside.
    pub(super) fn types(self) -> Vec<Type> {
        match self {
            Takes::Any => vec![Type::Any],
            Takes::Boolean => vec![Type::Boolean],
            Takes::Number => vec![Type::Number],
            Takes::String | Takes::NullableString => vec![Type::String],
            Takes::Date => vec![Type::Date],
            Takes::Time => vec![Type::Time],
            Takes::DateTime => vec![Type::DateTime],
            Takes::Day => vec![Type::Date, Type::DateTime],
            Takes::DaysDuration | Takes::NullableDaysDuration => vec![Type::DaysDuration],
            Takes::MonthsDuration => vec![Type::MonthsDuration],
            Takes::Duration => vec![Type::DaysDuration, Type::MonthsDuration],
            Takes::Point => vec![
                Type::Number,
                Type::String,
                Type::Date,
                Type::Time,
                Type::DateTime,
                Type::DaysDuration,
                Type::MonthsDuration,
            ],
            Takes::List => vec![Type::list(Type::Any)],
            Takes::ListOfNumbers => vec![Type::list(Type::Number)],
            Takes::ListOfStrings => vec![Type::list(Type::String)],
            Takes::ListOfContexts => vec![Type::list(Type::context([]))],
            Takes::Context => vec![Type::context([])],
            Takes::Range => vec![Type::range(Type::Any)],
            Takes::Function => vec![],
        }
    }

    /// Whether it takes null.
    #[must_use]
    pub fn null(self) -> bool {
        matches!(
            self,
            Takes::Any | Takes::NullableString | Takes::NullableDaysDuration
        )
    }

    pub(super) fn list(self) -> bool {
        matches!(
            self,
            Takes::List | Takes::ListOfNumbers | Takes::ListOfStrings | Takes::ListOfContexts
        )
    }

    /// Whether a value is taken as it is.
    fn takes(self, value: &Value) -> bool {
        match (self, value) {
            (Takes::Any, _) | (_, Value::Unknown(_)) => true,
            (_, Value::Null(_)) => self.null(),
            (Takes::Boolean, Value::Boolean(_))
            | (Takes::Number, Value::Number(_))
            | (Takes::String | Takes::NullableString, Value::String(_))
            | (Takes::Date, Value::Date(_))
            | (Takes::Time, Value::Time(_))
            | (Takes::DateTime, Value::DateTime(_))
            | (Takes::Day, Value::Date(_) | Value::DateTime(_))
            | (
                Takes::DaysDuration | Takes::NullableDaysDuration | Takes::Duration,
                Value::DaysDuration(_),
            )
            | (Takes::MonthsDuration | Takes::Duration, Value::MonthsDuration(_))
            | (
                Takes::Point,
                Value::Number(_)
                | Value::String(_)
                | Value::Date(_)
                | Value::Time(_)
                | Value::DateTime(_)
                | Value::DaysDuration(_)
                | Value::MonthsDuration(_),
            )
            | (Takes::List, Value::List(_))
            | (Takes::Context, Value::Context(_))
            | (Takes::Range, Value::Range(_))
            | (Takes::Function, Value::Function(_)) => true,
            (Takes::ListOfNumbers, Value::List(items)) => {
                items.iter().all(|item| Takes::Number.takes(item))
            }
            (Takes::ListOfStrings, Value::List(items)) => {
                items.iter().all(|item| Takes::String.takes(item))
            }
            (Takes::ListOfContexts, Value::List(items)) => {
                items.iter().all(|item| Takes::Context.takes(item))
            }
            _ => false,
        }
    }

    /// Makes an argument fit: an item of a singleton list, a list of an item, a date and
    /// time of a date.
    pub(super) fn fit(self, value: &Value) -> Fit {
        if self.takes(value) {
            return Fit::AsIs;
        }
        if self.list() {
            let list = match value {
                Value::List(_) | Value::Null(_) => return Fit::No,
                item => Value::list(vec![item.clone()]),
            };
            return if self.takes(&list) {
                Fit::As(list)
            } else {
                Fit::No
            };
        }
        match (self, value) {
            (Takes::DateTime, Value::Date(date)) => Fit::As(super::temporal::midnight(*date)),
            (_, Value::List(items)) => match &items[..] {
                [Value::Null(_) | Value::List(_)] => Fit::No,
                [item] => match self.fit(item) {
                    Fit::AsIs => Fit::As(item.clone()),
                    other => other,
                },
                _ => Fit::No,
            },
            _ => Fit::No,
        }
    }

    /// How the type of an argument fits. Null, the type of what failed, may fit.
    pub(super) fn admits(self, of: &Type) -> Admits {
        if self == Takes::Any {
            return Admits::Always;
        }
        match of {
            Type::Any | Type::Null => return Admits::Maybe,
            Type::Function(_) if self == Takes::Function => return Admits::Always,
            _ => {}
        }
        let one = |of: &Type| {
            let takes = self.types();
            if takes.iter().any(|takes| of.conforms_to(takes)) {
                Admits::Always
            } else if takes.iter().any(|takes| of.meets(takes))
                || (self == Takes::DateTime && *of == Type::Date)
            {
                Admits::Maybe
            } else {
                Admits::Never
            }
        };
        match of {
            Type::List(_) if self.list() => match one(of) {
                // A list of null is never a list of numbers.
                Admits::Always if self != Takes::List => Admits::Maybe,
                other => other,
            },
            // A list may have one item.
            Type::List(item) => self.admits(item).min(Admits::Maybe),
            item if self.list() => one(&Type::list(item.clone())),
            other => one(other),
        }
    }

    /// What it takes, in words: Chinese, then English with its article.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Takes::Any => ("任何值", "anything"),
            Takes::Boolean => ("是非值", "a boolean"),
            Takes::Number => ("数字", "a number"),
            Takes::String => ("文字", "a string"),
            Takes::Date => ("日期", "a date"),
            Takes::Time => ("时刻", "a time"),
            Takes::DateTime => ("日期时刻", "a date and time"),
            Takes::Day => ("日期或日期时刻", "a date or a date and time"),
            Takes::DaysDuration => ("日时长", "a days and time duration"),
            Takes::MonthsDuration => ("年月时长", "a years and months duration"),
            Takes::Duration => ("时长", "a duration"),
            Takes::Point => (
                "数字、文字、日期、时刻或时长",
                "a number, string, date, time or duration",
            ),
            Takes::List => ("列表", "a list"),
            Takes::ListOfNumbers => ("数字的列表", "a list of numbers"),
            Takes::ListOfStrings => ("文字的列表", "a list of strings"),
            Takes::ListOfContexts => ("上下文的列表", "a list of contexts"),
            Takes::Context => ("上下文", "a context"),
            Takes::Range => ("区间", "a range"),
            Takes::Function => ("函数", "a function"),
            Takes::NullableString => ("文字或空值", "a string or null"),
            Takes::NullableDaysDuration => ("日时长或空值", "a days and time duration or null"),
        }
    }
}
