//! The tree of an expression as it was written. Names are resolved and types found later.

use std::sync::Arc;

use crate::number::Number;
use crate::value::Name;

pub use crate::span::Span;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Ast {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
}

impl Ast {
    /// Shows this expression and all within it.
    pub fn walk(&self, see: &mut dyn FnMut(&Ast)) {
        see(self);
        match &self.kind {
            Kind::Null
            | Kind::Boolean(_)
            | Kind::Number(_)
            | Kind::String(_)
            | Kind::At(_)
            | Kind::Name(_) => {}
            Kind::Path(one, _)
            | Kind::Negate(one)
            | Kind::InstanceOf(one, _)
            | Kind::Compare(_, one)
            | Kind::Function(_, one, _) => one.walk(see),
            Kind::Filter(one, other)
            | Kind::Binary(_, one, other)
            | Kind::And(one, other)
            | Kind::Or(one, other)
            | Kind::Range {
                start: (one, _),
                end: (other, _),
            } => {
                one.walk(see);
                other.walk(see);
            }
            Kind::Between(one, other, third) | Kind::If(one, other, third) => {
                one.walk(see);
                other.walk(see);
                third.walk(see);
            }
            Kind::Call(function, arguments) => {
                function.walk(see);
                match arguments {
                    Arguments::Positional(given) => given.iter().for_each(|it| it.walk(see)),
                    Arguments::Named(given) => given.iter().for_each(|(_, it)| it.walk(see)),
                }
            }
            Kind::In(one, tests) => {
                one.walk(see);
                tests.iter().for_each(|it| it.walk(see));
            }
            Kind::For(bindings, body) | Kind::Quantified(_, bindings, body) => {
                for binding in bindings {
                    match &binding.over {
                        Over::Items(list) => list.walk(see),
                        Over::Count(from, to) => {
                            from.walk(see);
                            to.walk(see);
                        }
                    }
                }
                body.walk(see);
            }
            Kind::List(items) => items.iter().for_each(|it| it.walk(see)),
            Kind::Context(entries) => entries.iter().for_each(|(_, it)| it.walk(see)),
        }
    }
}

/// What an expression is (the rules of the grammar in DMN 1.5, clause 10.3.1.2).
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true`, `false`
    Boolean(bool),
    /// `12.50`
    Number(Number),
    /// `"text"`, escapes resolved
    String(Arc<str>),
    /// `@"2025-01-01"`: the text between the quotes
    At(Arc<str>),
    /// A name, `?` among them
    Name(Name),
    /// `a.b`
    Path(Box<Ast>, Name),
    /// `a[b]`
    Filter(Box<Ast>, Box<Ast>),
    /// `f(a, b)`, `f(x: a, y: b)`
    Call(Box<Ast>, Arguments),
    /// `-a`
    Negate(Box<Ast>),
    /// `a + b` and the like
    Binary(Operator, Box<Ast>, Box<Ast>),
    /// `a and b`
    And(Box<Ast>, Box<Ast>),
    /// `a or b`
    Or(Box<Ast>, Box<Ast>),
    /// `a between b and c`
    Between(Box<Ast>, Box<Ast>, Box<Ast>),
    /// `a in b`, `a in (b, < c)`; each part a unary test
    In(Box<Ast>, Vec<Ast>),
    /// `a instance of T`
    InstanceOf(Box<Ast>, TypeName),
    /// `if a then b else c`
    If(Box<Ast>, Box<Ast>, Box<Ast>),
    /// `for x in a, y in 1..3 return b`
    For(Vec<Binding>, Box<Ast>),
    /// `some x in a satisfies b`, `every x in a satisfies b`
    Quantified(Quantifier, Vec<Binding>, Box<Ast>),
    /// `[a, b]`
    List(Vec<Ast>),
    /// `{ a: 1, "b c": 2 }`
    Context(Vec<(Name, Ast)>),
    /// `[a..b]`, `(a..b)`, `]a..b[`
    Range {
        /// The lower end and whether it belongs to the range.
        start: (Box<Ast>, bool),
        /// The upper end and whether it belongs to the range.
        end: (Box<Ast>, bool),
    },
    /// `< a`, `= a`: a test of what stands left of it; in brackets a range without bound
    Compare(Operator, Box<Ast>),
    /// `function(a: number, b) body`, `function(a) external { … }`
    Function(Vec<(Name, Option<TypeName>)>, Box<Ast>, bool),
}

/// The arguments of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Arguments {
    /// By position.
    Positional(Vec<Ast>),
    /// By name.
    Named(Vec<(Name, Ast)>),
}

/// `x in a` or `x in a..b`
#[derive(Debug, Clone, PartialEq)]
pub struct Binding {
    /// The variable.
    pub name: Name,
    /// What it runs over.
    pub over: Over,
}

/// What a variable of an iteration runs over.
#[derive(Debug, Clone, PartialEq)]
pub enum Over {
    /// The items of a list.
    Items(Ast),
    /// The whole numbers or days from one to another, both included, up or down.
    Count(Ast, Ast),
}

/// `some` or `every`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// At least one.
    Some,
    /// Each.
    Every,
}

/// An operator of two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is its sign")]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Operator {
    /// The sign.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Operator::Add => "+",
            Operator::Subtract => "-",
            Operator::Multiply => "*",
            Operator::Divide => "/",
            Operator::Power => "**",
            Operator::Equal => "=",
            Operator::NotEqual => "!=",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
        }
    }
}

/// A type as it is written in an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeName {
    /// `number`, `tPerson`, `other model.tPerson`
    Named(Name),
    /// `list<T>`
    List(Box<TypeName>),
    /// `range<T>`
    Range(Box<TypeName>),
    /// `context<a: T, b: U>`
    Context(Vec<(Name, TypeName)>),
    /// `function<T, U> -> V`
    Function(Vec<TypeName>, Box<TypeName>),
}

/// What stands in an input entry of a decision table.
#[derive(Debug, Clone, PartialEq)]
pub enum UnaryTests {
    /// `-`: anything
    Any,
    /// One of these
    Tests(Vec<Ast>),
    /// `not(…)`: none of these
    Not(Vec<Ast>),
}
