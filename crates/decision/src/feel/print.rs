//! From tree to text: canonical, with no more parentheses than the grammar needs.
//!
//! Reading the text in the scope of the tree gives the tree again, except where a name in
//! scope looks like several with operators between them (`profit and loss` where `profit`
//! and `loss` are names too).

mod text;

use std::fmt::{self, Display, Formatter, Write};

use super::ast::{Arguments, Ast, Binding, Kind, Operator, Over, Quantifier, TypeName, UnaryTests};
use text::{Comma, Entry, Quoted};

/// How tightly an expression holds together, the loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Whole,
    Or,
    And,
    Comparison,
    Sum,
    Product,
    Power,
    Sign,
    Instance,
    Selection,
}

fn level(of: &Kind) -> Level {
    match of {
        Kind::If(..) | Kind::For(..) | Kind::Quantified(..) | Kind::Function(..) => Level::Whole,
        Kind::Compare(..) => Level::Whole,
        // `list < 3` after `instance of` would be read as a type.
        Kind::InstanceOf(_, name) if may_go_on(name) => Level::Whole,
        Kind::Or(..) => Level::Or,
        Kind::And(..) => Level::And,
        Kind::Between(..) | Kind::In(..) => Level::Comparison,
        Kind::Binary(operator, ..) => match operator {
            Operator::Add | Operator::Subtract => Level::Sum,
            Operator::Multiply | Operator::Divide => Level::Product,
            Operator::Power => Level::Power,
            _ => Level::Comparison,
        },
        Kind::Negate(of) if !matches!(of.kind, Kind::Number(_)) => Level::Sign,
        Kind::InstanceOf(..) => Level::Instance,
        _ => Level::Selection,
    }
}

/// An expression where only something that holds together this tightly may stand.
struct At<'a>(&'a Ast, Level);

impl Display for At<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if level(&self.0.kind) < self.1 {
            write!(out, "({})", self.0)
        } else {
            Display::fmt(self.0, out)
        }
    }
}

impl Display for Ast {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Null => out.write_str("null"),
            Kind::Boolean(it) => write!(out, "{it}"),
            Kind::Number(it) => write!(out, "{it}"),
            Kind::String(text) => write!(out, "{}", Quoted(text)),
            Kind::At(text) => write!(out, "@{}", Quoted(text)),
            Kind::Name(name) => out.write_str(name),
            Kind::Path(of, name) => write!(out, "{}.{name}", At(of, Level::Selection)),
            Kind::Filter(of, by) => write!(out, "{}[{by}]", At(of, Level::Selection)),
            Kind::Call(function, Arguments::Positional(arguments)) => {
                write!(
                    out,
                    "{}({})",
                    At(function, Level::Selection),
                    Comma(arguments)
                )
            }
            Kind::Call(function, Arguments::Named(arguments)) => {
                write!(out, "{}(", At(function, Level::Selection))?;
                for (place, (name, argument)) in arguments.iter().enumerate() {
                    let comma = if place > 0 { ", " } else { "" };
                    write!(out, "{comma}{name}: {argument}")?;
                }
                out.write_char(')')
            }
            Kind::Negate(of) if starts_with_number(of) => write!(out, "-({of})"),
            Kind::Negate(of) => write!(out, "-{}", At(of, Level::Sign)),
            Kind::Binary(operator, one, other) => {
                let (left, right) = match level(&self.kind) {
                    Level::Sum => (Level::Sum, Level::Product),
                    Level::Product => (Level::Product, Level::Power),
                    Level::Power => (Level::Power, Level::Sign),
                    _ => (Level::Comparison, Level::Sum),
                };
                infix(out, (one, left), operator.sign(), (other, right))
            }
            Kind::And(one, other) => {
                infix(out, (one, Level::And), "and", (other, Level::Comparison))
            }
            Kind::Or(one, other) => infix(out, (one, Level::Or), "or", (other, Level::And)),
            Kind::Between(of, low, high) => {
                let (low, high) = (At(low, Level::Sum), At(high, Level::Sum));
                write!(
                    out,
                    "{} between {low} and {high}",
                    At(of, Level::Comparison)
                )
            }
            Kind::In(of, tests) => {
                write!(out, "{} in ", At(of, Level::Comparison))?;
                match tests.as_slice() {
                    [test] if stands_alone(test) => write!(out, "{test}"),
                    tests => write!(out, "({})", Comma(tests)),
                }
            }
            Kind::InstanceOf(of, name) => {
                write!(out, "{} instance of {name}", At(of, Level::Selection))
            }
            Kind::If(condition, yes, no) => {
                write!(out, "if {condition} then {yes} else {no}")
            }
            Kind::For(bindings, body) => {
                write!(out, "for {} return {body}", Comma(bindings))
            }
            Kind::Quantified(which, bindings, body) => {
                let which = match which {
                    Quantifier::Some => "some",
                    Quantifier::Every => "every",
                };
                write!(out, "{which} {} satisfies {body}", Comma(bindings))
            }
            Kind::List(items) => write!(out, "[{}]", Comma(items)),
            Kind::Context(entries) => {
                out.write_char('{')?;
                for (place, (name, of)) in entries.iter().enumerate() {
                    let comma = if place > 0 { ", " } else { "" };
                    write!(out, "{comma}{}: {of}", Entry(name))?;
                }
                out.write_char('}')
            }
            Kind::Range { start, end } => {
                let open = if start.1 { '[' } else { '(' };
                let close = if end.1 { ']' } else { ')' };
                write!(out, "{open}{}..", At(&start.0, Level::Sum))?;
                if has_open_filter(&end.0) {
                    write!(out, "({}){close}", end.0)
                } else {
                    write!(out, "{}{close}", At(&end.0, Level::Sum))
                }
            }
            Kind::Compare(operator, with) => {
                write!(out, "{} {}", operator.sign(), At(with, Level::Sum))
            }
            Kind::Function(parameters, body, external) => {
                out.write_str("function(")?;
                for (place, (name, of)) in parameters.iter().enumerate() {
                    let comma = if place > 0 { ", " } else { "" };
                    write!(out, "{comma}{name}")?;
                    if let Some(of) = of {
                        write!(out, ": {of}")?;
                    }
                }
                let external = if *external { "external " } else { "" };
                write!(out, ") {external}{body}")
            }
        }
    }
}

fn infix(
    out: &mut Formatter<'_>,
    (one, left): (&Ast, Level),
    sign: &str,
    (other, right): (&Ast, Level),
) -> fmt::Result {
    write!(out, "{} {sign} {}", At(one, left), At(other, right))
}

/// Whether a sign before it would be read as that of a number within it.
fn starts_with_number(it: &Ast) -> bool {
    match &it.kind {
        Kind::Path(of, _) | Kind::Filter(of, _) | Kind::Call(of, _) | Kind::InstanceOf(of, _) => {
            matches!(of.kind, Kind::Number(_)) || starts_with_number(of)
        }
        _ => false,
    }
}

/// Whether a `<` after a type would be read as part of it.
fn may_go_on(name: &TypeName) -> bool {
    match name {
        TypeName::Named(name) => {
            matches!(&**name, "list" | "range" | "context" | "function")
        }
        TypeName::Function(_, result) => may_go_on(result),
        _ => false,
    }
}

/// Whether a test needs no parentheses after `in`.
fn stands_alone(test: &Ast) -> bool {
    match &test.kind {
        // After `(< 5)` the test is over.
        Kind::Path(of, _) => !matches!(of.kind, Kind::Compare(..)) && stands_alone(of),
        Kind::Name(_) | Kind::Number(_) | Kind::String(_) | Kind::At(_) => true,
        Kind::List(_) | Kind::Range { .. } | Kind::Compare(..) => true,
        _ => false,
    }
}

/// Whether its `[` could be taken for the end of a range.
fn has_open_filter(it: &Ast) -> bool {
    match &it.kind {
        Kind::Filter(..) => true,
        Kind::Path(of, _) | Kind::Call(of, _) | Kind::Negate(of) | Kind::InstanceOf(of, _) => {
            has_open_filter(of)
        }
        Kind::Binary(_, one, other) => has_open_filter(one) || has_open_filter(other),
        _ => false,
    }
}

impl Display for Binding {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match &self.over {
            Over::Items(of) => write!(out, "{} in {of}", self.name),
            Over::Count(from, to) => write!(out, "{} in {from}..{to}", self.name),
        }
    }
}

impl Display for UnaryTests {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            UnaryTests::Any => out.write_char('-'),
            UnaryTests::Not(tests) => write!(out, "not({})", Comma(tests)),
            // A single call of the function `not` would be read as none of its arguments.
            UnaryTests::Tests(tests) => match tests.as_slice() {
                [test] if calls_not(test) => write!(out, "({test})"),
                tests => write!(out, "{}", Comma(tests)),
            },
        }
    }
}

fn calls_not(test: &Ast) -> bool {
    let Kind::Call(function, Arguments::Positional(_)) = &test.kind else {
        return false;
    };
    matches!(&function.kind, Kind::Name(name) if &**name == "not")
}

impl Display for TypeName {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            TypeName::Named(name) => out.write_str(name),
            TypeName::List(of) => write!(out, "list<{of}>"),
            TypeName::Range(of) => write!(out, "range<{of}>"),
            TypeName::Context(entries) => {
                out.write_str("context<")?;
                for (place, (name, of)) in entries.iter().enumerate() {
                    let comma = if place > 0 { ", " } else { "" };
                    write!(out, "{comma}{name}: {of}")?;
                }
                out.write_char('>')
            }
            TypeName::Function(parameters, result) => {
                write!(out, "function<{}> -> {result}", Comma(parameters))
            }
        }
    }
}
