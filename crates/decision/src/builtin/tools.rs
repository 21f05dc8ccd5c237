//! What the functions share: refusals, and the types of their results.

use youwei_base::Bilingual;

use crate::machine::Machine;
use crate::types::Type;
use crate::value::{Value, Why};

/// Null: the argument is of the right kind, yet not one that the function takes.
pub(super) fn refuse(
    function: &str,
    parameter: &str,
    zh: impl Into<String>,
    en: impl Into<String>,
) -> Value {
    Value::null(Why::Argument {
        function: function.into(),
        parameter: parameter.into(),
        problem: Bilingual::new(zh, en),
    })
}

/// Null: the arguments do not go together.
pub(super) fn fails(function: &str, zh: impl Into<String>, en: impl Into<String>) -> Value {
    Value::null(Why::Call {
        function: function.into(),
        problem: Bilingual::new(zh, en),
    })
}

/// Null: the result would be larger than allowed.
pub(super) fn too_much() -> Value {
    Value::null(Why::Limit("items"))
}

/// Null: the arguments are not what the signature promises. Never reached by way of
/// [`Builtin::call`](super::Builtin::call).
pub(super) fn unfit(function: &str) -> Value {
    fails(
        function,
        "收到了不适合的参数。",
        "was given arguments that do not fit.",
    )
}

/// A list, if it can be afforded.
pub(super) fn list(machine: &mut Machine<'_>, items: Vec<Value>) -> Value {
    if machine.afford(items.len()) {
        Value::list(items)
    } else {
        too_much()
    }
}

/// A string, if it can be afforded.
pub(super) fn text(machine: &mut Machine<'_>, text: &str) -> Value {
    if machine.afford(text.len()) {
        Value::string(text)
    } else {
        too_much()
    }
}

/// The type of the items of a list that is given as this type, perhaps as a single item.
pub(super) fn item_of(of: &Type) -> Type {
    match of {
        Type::List(item) => (**item).clone(),
        other => other.clone(),
    }
}

/// The type that all of these conform to.
pub(super) fn join<'a>(types: impl IntoIterator<Item = &'a Type>) -> Type {
    let mut types = types.into_iter();
    let first = types.next().cloned().unwrap_or(Type::Null);
    types.fold(first, |one, other| one.join(other))
}

/// `list<T>` of what was given as a list of T.
pub(super) fn same_list(types: &[Type]) -> Type {
    Type::list(types.first().map_or(Type::Any, item_of))
}

macro_rules! always {
    ($($name:ident: $of:expr;)*) => {$(
        pub(super) fn $name(_: &[Type]) -> Type {
            $of
        }
    )*};
}

always! {
    any: Type::Any;
    boolean: Type::Boolean;
    number: Type::Number;
    string: Type::String;
    date: Type::Date;
    time: Type::Time;
    date_time: Type::DateTime;
    months_duration: Type::MonthsDuration;
    strings: Type::list(Type::String);
    numbers: Type::list(Type::Number);
    any_context: Type::context([]);
}
