//! The built-in functions (DMN 1.5, clause 10.3.4): a table of signatures, one file a
//! family.

mod boolean;
mod call;
mod context;
mod conversion;
pub mod external;
mod list;
mod list_edit;
mod number_text;
mod numeric;
mod range;
mod range_literal;
mod regex;
mod sort;
mod statistics;
mod string;
mod takes;
mod temporal;
mod tools;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::machine::Machine;
use crate::types::Type;
use crate::value::Value;
pub(crate) use temporal::midnight;

pub use takes::Takes;

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
    /// The type of the result, given those of the arguments as they were written (before
    /// a singleton list was made its item or an item a list).
    pub result: fn(&[Type]) -> Type,
    /// What missing inputs among the arguments do to the result.
    pub unknowns: Unknowns,
    /// The function. Its arguments fit the parameters' types (a singleton list was made
    /// its item or an item a list where that helps, a date a date and time at midnight
    /// UTC); trailing optional ones may be absent, skipped ones are null.
    pub run: fn(&mut Machine<'_>, &[Value]) -> Value,
}

/// What missing inputs among the arguments do to the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknowns {
    /// However deep one lies in the arguments, the result is unknown.
    Spread,
    /// One that is an argument itself makes the result unknown, unless the parameter takes
    /// anything; the function carries along those inside lists and contexts, and those
    /// given to a parameter that takes anything.
    Carried,
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
    /// Whether it takes any number of arguments; the last parameter only. By name it takes
    /// one.
    pub rest: bool,
}

impl Signature {
    /// A way to call whose result depends on every missing input.
    const fn new(
        parameters: &'static [Parameter],
        result: fn(&[Type]) -> Type,
        run: fn(&mut Machine<'_>, &[Value]) -> Value,
    ) -> Signature {
        Signature {
            parameters,
            result,
            unknowns: Unknowns::Spread,
            run,
        }
    }

    /// The same, carrying missing inputs along.
    const fn carrying(self) -> Signature {
        Signature {
            parameters: self.parameters,
            result: self.result,
            unknowns: Unknowns::Carried,
            run: self.run,
        }
    }
}

impl Parameter {
    const fn needed(name: &'static str, takes: Takes) -> Parameter {
        Parameter {
            name,
            takes,
            optional: false,
            rest: false,
        }
    }

    const fn optional(name: &'static str, takes: Takes) -> Parameter {
        Parameter {
            name,
            takes,
            optional: true,
            rest: false,
        }
    }

    /// At least one, then any number.
    const fn rest(name: &'static str, takes: Takes) -> Parameter {
        Parameter {
            name,
            takes,
            optional: false,
            rest: true,
        }
    }
}

static FAMILIES: [&[Builtin]; 11] = [
    conversion::FAMILY,
    boolean::FAMILY,
    string::FAMILY,
    list::FAMILY,
    list_edit::FAMILY,
    statistics::FAMILY,
    numeric::FAMILY,
    temporal::FAMILY,
    range::FAMILY,
    context::FAMILY,
    sort::FAMILY,
];

static BY_NAME: LazyLock<BTreeMap<&'static str, &'static Builtin>> = LazyLock::new(|| {
    let all = FAMILIES.iter().flat_map(|family| family.iter());
    all.map(|builtin| (builtin.name, builtin)).collect()
});

/// The built-in function of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Builtin> {
    BY_NAME.get(name).copied()
}

/// The names of all built-in functions, in order.
pub fn names() -> impl Iterator<Item = &'static str> {
    BY_NAME.keys().copied()
}
