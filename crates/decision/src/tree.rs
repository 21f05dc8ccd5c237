//! The typed tree: an expression with its names resolved to slots and a type at every
//! node. It is what is evaluated, and what can be compiled to columns.

use std::sync::Arc;

use crate::builtin::Builtin;
use crate::builtin::external::External;
use crate::feel::ast::{Operator, Quantifier, Span};
use crate::table::Table;
use crate::types::{FunctionType, Type};
use crate::value::{Name, Value};

/// A typed expression.
#[derive(Debug)]
pub struct Expr {
    /// What it is.
    pub kind: Kind,
    /// What it is worth: a value of this type, or null.
    pub of: Type,
    /// Where it stands in its text.
    pub span: Span,
}

/// What a typed expression is.
#[derive(Debug)]
pub enum Kind {
    /// A value known beforehand.
    Constant(Value),
    /// A value of this frame.
    Slot(usize),
    /// An input or a decision of the model, by its number.
    Node(usize),
    /// A knowledge model or a decision service of the model, as a function.
    Knowledge(usize),
    /// An entry of a context, or a property of a value.
    Member(Box<Expr>, Name),
    /// A name in a filter whose items' type is not known: the item's entry if it has one,
    /// else what the name means outside.
    EntryOr(usize, Name, Box<Expr>),
    /// The items that pass a test, or the item at a position.
    Filter(Box<Filter>),
    /// A call of a built-in function, by position.
    CallBuiltin(&'static Builtin, Vec<Expr>),
    /// A call of a built-in function, by name.
    CallBuiltinNamed(&'static Builtin, Vec<(Name, Expr)>),
    /// A call of a function of another language that has an equivalent here.
    CallExternal(&'static External, Vec<Expr>),
    /// A call of any function, by position.
    Call(Box<Expr>, Vec<Expr>),
    /// A call of any function, by name.
    CallNamed(Box<Expr>, Vec<(Name, Expr)>),
    /// `-a`
    Negate(Box<Expr>),
    /// `a + b` and the like.
    Arithmetic(Operator, Box<Expr>, Box<Expr>),
    /// `a < b` and the like.
    Compare(Operator, Box<Expr>, Box<Expr>),
    /// `a and b`
    And(Box<Expr>, Box<Expr>),
    /// `a or b`
    Or(Box<Expr>, Box<Expr>),
    /// `a between b and c`
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    /// A value is put into a slot, then tested.
    In {
        /// The value.
        value: Box<Expr>,
        /// Where the tests find it.
        slot: usize,
        /// The tests.
        tests: Test,
    },
    /// `a instance of T`
    InstanceOf(Box<Expr>, Type),
    /// `if a then b else c`
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `for … return …`
    For {
        /// What is run over.
        bindings: Vec<Binding>,
        /// Where the results so far are found, if the body looks at them.
        partial: Option<usize>,
        /// What is worked out each time.
        body: Box<Expr>,
    },
    /// `some … satisfies …`
    Quantified(Quantifier, Vec<Binding>, Box<Expr>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{a: 1}`; each entry is put into a slot for those that follow.
    Context(Vec<(Name, usize, Expr)>),
    /// The entries are put into slots, then the result is worked out.
    Let(Vec<(usize, Expr)>, Box<Expr>),
    /// `[a..b]`
    Range {
        /// The lower end, if bounded, and whether it belongs to the range.
        start: (Option<Box<Expr>>, bool),
        /// The upper end, if bounded, and whether it belongs to the range.
        end: (Option<Box<Expr>>, bool),
    },
    /// A function that takes along the values of these slots of this frame.
    Function(Arc<Code>, Vec<Expr>),
    /// A decision table.
    Table(Arc<Table>),
    /// A value that has to be of a type, or is null and says why.
    Conform(Box<Expr>, Arc<crate::shape::Shape>, Name),
    /// The expression of an element of the model; its nulls say that they arose there.
    Site(Arc<Site>, Box<Expr>),
    /// What cannot be evaluated, and why: the diagnostic's sentence.
    Wrong(crate::value::Null),
}

/// `a[b]`
#[derive(Debug)]
pub struct Filter {
    /// What is filtered.
    pub list: Expr,
    /// Where the test finds the item.
    pub slot: usize,
    /// The test, or the position.
    pub test: Expr,
}

/// `x in a`, `x in a..b`
#[derive(Debug)]
pub struct Binding {
    /// Where the variable is found.
    pub slot: usize,
    /// What it runs over.
    pub over: Over,
}

/// What a variable runs over.
#[derive(Debug)]
pub enum Over {
    /// The items of a list, or the whole numbers or days of a range.
    Items(Expr),
    /// From one to the other.
    Count(Expr, Expr),
}

/// A test of a value, as in a cell of a table.
#[derive(Debug)]
pub enum Test {
    /// Anything.
    Any,
    /// One of a few values known beforehand.
    OneOf(Vec<Value>),
    /// Between two values known beforehand; none is without bound.
    Between(Option<(Value, bool)>, Option<(Value, bool)>),
    /// Compared with a value.
    Compare(Operator, Box<Expr>),
    /// An expression about `?` that has to be true.
    Holds(Box<Expr>),
    /// Equal to the expression's value, in it if that is a list or a range.
    Matches(Box<Expr>),
    /// At least one of these.
    Either(Vec<Test>),
    /// Not this one.
    Not(Box<Test>),
}

/// The body of a function, and how many slots a call of it needs.
#[derive(Debug)]
pub struct Code {
    /// What it is called, for reasons and traces.
    pub name: Name,
    /// The id of the knowledge model that it is, for traces; none for other functions.
    pub element: Option<Arc<str>>,
    /// Its type; the parameters are the first slots.
    pub of: Arc<FunctionType>,
    /// What the parameters have to be, where that is declared.
    pub parameters: Vec<Option<Arc<crate::shape::Shape>>>,
    /// The slots of the values that were taken along.
    pub captured: Vec<usize>,
    /// How many slots there are.
    pub slots: usize,
    /// The body.
    pub body: Expr,
}

/// An element of the model with an expression.
#[derive(Debug)]
pub struct Site {
    /// The name of what it works out.
    pub name: Name,
    /// Its id, or its name if it has none.
    pub element: Arc<str>,
    /// The text of the expression, if it is one text.
    pub text: Arc<str>,
}

impl Expr {
    /// The value, if it is known beforehand.
    #[must_use]
    pub fn constant(&self) -> Option<&Value> {
        match &self.kind {
            Kind::Constant(value) => Some(value),
            Kind::Site(_, inner) => inner.constant(),
            _ => None,
        }
    }

    /// Whether this reads a slot of its frame, or takes it along into a function.
    #[must_use]
    pub fn reads(&self, slot: usize) -> bool {
        let mut found = false;
        self.walk(&mut |it| found |= matches!(it.kind, Kind::Slot(read) if read == slot));
        found
    }

    /// Shows this expression and all within it; of functions what they take along.
    pub fn walk(&self, see: &mut dyn FnMut(&Expr)) {
        see(self);
        match &self.kind {
            Kind::Constant(_)
            | Kind::Slot(_)
            | Kind::Node(_)
            | Kind::Knowledge(_)
            | Kind::Wrong(_) => {}
            Kind::Member(inner, _)
            | Kind::EntryOr(_, _, inner)
            | Kind::Negate(inner)
            | Kind::InstanceOf(inner, _)
            | Kind::Conform(inner, _, _)
            | Kind::Site(_, inner) => inner.walk(see),
            Kind::Filter(filter) => {
                filter.list.walk(see);
                filter.test.walk(see);
            }
            Kind::CallBuiltinNamed(_, parts) => {
                parts.iter().for_each(|(_, part)| part.walk(see));
            }
            Kind::CallBuiltin(_, parts)
            | Kind::CallExternal(_, parts)
            | Kind::List(parts)
            | Kind::Function(_, parts) => {
                parts.iter().for_each(|part| part.walk(see));
            }
            Kind::Call(function, arguments) => {
                function.walk(see);
                arguments.iter().for_each(|part| part.walk(see));
            }
            Kind::CallNamed(function, arguments) => {
                function.walk(see);
                arguments.iter().for_each(|(_, part)| part.walk(see));
            }
            Kind::Arithmetic(_, one, other)
            | Kind::Compare(_, one, other)
            | Kind::And(one, other)
            | Kind::Or(one, other) => {
                one.walk(see);
                other.walk(see);
            }
            Kind::Between(one, other, third) | Kind::If(one, other, third) => {
                one.walk(see);
                other.walk(see);
                third.walk(see);
            }
            Kind::In { value, tests, .. } => {
                value.walk(see);
                tests.walk(see);
            }
            Kind::For { bindings, body, .. } | Kind::Quantified(_, bindings, body) => {
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
            Kind::Context(entries) => entries.iter().for_each(|(_, _, part)| part.walk(see)),
            Kind::Let(entries, result) => {
                entries.iter().for_each(|(_, part)| part.walk(see));
                result.walk(see);
            }
            Kind::Range { start, end } => {
                for end in [start, end] {
                    if let Some(end) = &end.0 {
                        end.walk(see);
                    }
                }
            }
            Kind::Table(table) => table.walk(see),
        }
    }
}

impl Test {
    /// Shows every expression in the test.
    pub fn walk(&self, see: &mut dyn FnMut(&Expr)) {
        match self {
            Test::Any | Test::OneOf(_) | Test::Between(_, _) => {}
            Test::Compare(_, expr) | Test::Holds(expr) | Test::Matches(expr) => expr.walk(see),
            Test::Either(tests) => tests.iter().for_each(|test| test.walk(see)),
            Test::Not(test) => test.walk(see),
        }
    }
}
