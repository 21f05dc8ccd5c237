//! The built-in functions (DMN 1.5, clause 10.3.4): a table of signatures, one file a
//! family.

use crate::machine::Machine;
use crate::types::Type;
use crate::value::Value;

/// A built-in function.
#[derive(Debug)]
pub struct Builtin {
    /// Its name, with single spaces.
    pub name: &'static str,
    /// The ways to call it, the first that fits is taken.
    pub signatures: &'static [Signature],
}

/// One way to call a built-in function.
#[derive(Debug)]
pub struct Signature {
    /// The parameters, in order.
    pub parameters: &'static [Parameter],
    /// The type of the result, given those of the arguments.
    pub result: fn(&[Type]) -> Type,
    /// The function. Its arguments fit the parameters' types (a singleton list was made
    /// its item or an item a list where that helps, a date a date and time at midnight
    /// UTC); trailing optional ones may be absent, skipped ones are null.
    pub run: fn(&mut Machine<'_>, &[Value]) -> Value,
}

/// A parameter of a built-in function.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its name, for calls by name.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether it takes any number of arguments; the last parameter only, and only by
    /// position.
    pub rest: bool,
}

/// What a parameter takes. Null is refused before the function runs, except where
/// `Nullable` or `Any` says otherwise.
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
    List,
    ListOfNumbers,
    ListOfStrings,
    ListOfLists,
    ListOfBooleans,
    Context,
    Range,
    Function,
    /// A number or null; and so on.
    NullableNumber,
    NullableString,
    NullableBoolean,
}
