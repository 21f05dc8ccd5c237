//! Expressions read, and read again from what is printed.

mod clauses;
mod laws;
mod names;
mod slips;

use super::*;
use crate::types::Type;
use crate::value::Name;

/// A scope of names without types.
fn scope(names: &[&str]) -> Scope {
    let names = names.iter().map(|it| (Name::from(*it), Type::Any));
    Scope::new(names.collect(), Default::default())
}

/// The canonical text of what was read.
fn read(text: &str, names: &[&str]) -> String {
    match parse_expression(text, &mut scope(names)) {
        Ok(tree) => tree.to_string(),
        Err(error) => format!(
            "{}..{}: {}",
            error.span.start, error.span.end, error.message.en
        ),
    }
}

/// The tree with every parenthesis that it implies.
fn shape(text: &str, names: &[&str]) -> String {
    match parse_expression(text, &mut scope(names)) {
        Ok(tree) => bracketed(&tree),
        Err(error) => error.message.en,
    }
}

/// An outline of a tree in prefix form; names in angle brackets.
fn bracketed(tree: &Ast) -> String {
    use crate::feel::ast::{Arguments, Kind};
    match &tree.kind {
        Kind::Name(name) => format!("<{name}>"),
        Kind::Path(of, name) => format!("(. {} <{name}>)", bracketed(of)),
        Kind::Filter(of, by) => format!("(filter {} {})", bracketed(of), bracketed(by)),
        Kind::Negate(of) => format!("(- {})", bracketed(of)),
        Kind::Binary(sign, one, other) => {
            format!("({} {} {})", sign.sign(), bracketed(one), bracketed(other))
        }
        Kind::And(one, other) => format!("(and {} {})", bracketed(one), bracketed(other)),
        Kind::Or(one, other) => format!("(or {} {})", bracketed(one), bracketed(other)),
        Kind::In(of, tests) => {
            let tests: Vec<_> = tests.iter().map(bracketed).collect();
            format!("(in {} {})", bracketed(of), tests.join(" "))
        }
        Kind::Between(of, low, high) => format!(
            "(between {} {} {})",
            bracketed(of),
            bracketed(low),
            bracketed(high)
        ),
        Kind::InstanceOf(of, name) => format!("(instance {} {name})", bracketed(of)),
        Kind::Compare(sign, with) => format!("(test {} {})", sign.sign(), bracketed(with)),
        Kind::Call(of, Arguments::Positional(arguments)) => {
            let arguments: Vec<_> = arguments.iter().map(bracketed).collect();
            format!("(call {} {})", bracketed(of), arguments.join(" "))
        }
        _ => tree.to_string(),
    }
}
