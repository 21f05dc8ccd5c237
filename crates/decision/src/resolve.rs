//! From the tree as written to the typed tree: every name finds its place, every
//! expression its type, and what cannot be right is said.
//!
//! An expression that is wrong becomes one that is null and says why, so that the rest of
//! the model can still be checked and run.

mod call;
mod expression;
pub(crate) mod help;
mod names;
mod operator;
mod test;

use youwei_base::Bilingual;

use crate::diagnostic::Severity;
use crate::feel::ast::{Span, UnaryTests};
use crate::feel::scope::Scope;
use crate::feel::{SyntaxError, parse_expression, parse_unary_tests};
use crate::tree::{Expr, Kind, Test};
use crate::types::Type;
use crate::value::{Name, Null, Why};

pub(crate) use call::count_problem;
pub use help::nearest;
pub use names::Place;
use names::{Frame, Local};

/// Something found in one text.
#[derive(Debug)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// What kind of finding.
    pub code: &'static str,
    /// The words at fault.
    pub span: Span,
    /// What is wrong.
    pub message: Bilingual,
    /// What to write.
    pub help: Bilingual,
}

/// The types that the model declares, by name.
pub trait TypeNames {
    /// The type of this name.
    fn find(&self, name: &str) -> Option<Type>;

    /// The names that the model declares, in order.
    fn declared(&self) -> Vec<Name>;
}

/// Resolves the texts of one element of the model.
pub struct Resolver<'a> {
    types: &'a dyn TypeNames,
    scope: Scope,
    locals: Vec<Local>,
    frames: Vec<Frame>,

    findings: Vec<Finding>,
}

impl<'a> Resolver<'a> {
    /// A resolver whose outermost names are these. `members` are the names of all entries
    /// of the model's types.
    #[must_use]
    pub fn new(
        types: &'a dyn TypeNames,
        globals: Vec<(Name, Type, Place)>,
        members: std::collections::BTreeSet<Name>,
    ) -> Resolver<'a> {
        let mut resolver = Resolver {
            types,
            scope: Scope::new(Vec::new(), members),
            locals: Vec::new(),
            frames: vec![Frame::default()],

            findings: Vec::new(),
        };
        for (name, of, place) in globals {
            resolver.enter(name, of, place);
        }
        resolver
    }

    /// What was found since the last time this was asked.
    pub fn findings(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.findings)
    }

    /// Resolves the text of an expression.
    pub fn text(&mut self, text: &str) -> Expr {
        match parse_expression(text, &mut self.scope) {
            Ok(tree) => self.expression(&tree),
            Err(error) => self.syntax(error),
        }
    }

    /// Resolves the text of unary tests about a value of type `of` in `slot`.
    pub fn tests(&mut self, text: &str, slot: usize, of: &Type) -> Test {
        let depth = self.locals.len();
        self.enter("?".into(), of.clone(), Place::Slot(slot));
        let test = match parse_unary_tests(text, &mut self.scope) {
            Ok(tests) => self.unary_tests(&tests, of),
            Err(error) => Test::Holds(Box::new(self.syntax(error))),
        };
        self.leave(depth);
        test
    }

    fn unary_tests(&mut self, tests: &UnaryTests, of: &Type) -> Test {
        match tests {
            UnaryTests::Any => Test::Any,
            UnaryTests::Tests(tests) => self.either(tests, of),
            UnaryTests::Not(tests) => Test::Not(Box::new(self.either(tests, of))),
        }
    }

    fn syntax(&mut self, error: SyntaxError) -> Expr {
        let (span, sentence) = (error.span, error.message.clone());
        self.findings.push(Finding {
            severity: Severity::Error,
            code: "syntax",
            span,
            message: error.message,
            help: error.help,
        });
        wrong(Why::Model(sentence), span)
    }

    /// Says that something is wrong and gives the null that stands for it.
    fn error(&mut self, code: &'static str, span: Span, why: Why, help: Bilingual) -> Expr {
        self.findings.push(Finding {
            severity: Severity::Error,
            code,
            span,
            message: why.sentence(),
            help,
        });
        wrong(why, span)
    }

    /// Says what is odd but may be meant.
    fn warn(&mut self, code: &'static str, span: Span, message: Bilingual, help: Bilingual) {
        self.findings.push(Finding {
            severity: Severity::Warning,
            code,
            span,
            message,
            help,
        });
    }

    /// The type that is written so.
    #[must_use]
    pub fn written_type(&self, name: &crate::feel::ast::TypeName) -> Option<Type> {
        self.type_named(name)
    }

    /// The number of slots that the outermost frame needs so far.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.frames.first().map_or(0, |frame| frame.slots)
    }

    /// A fresh slot of the innermost frame.
    pub fn slot(&mut self) -> usize {
        let Some(frame) = self.frames.last_mut() else {
            return 0;
        };
        frame.slots += 1;
        frame.slots - 1
    }

    /// Brings a name into force.
    pub fn enter(&mut self, name: Name, of: Type, place: Place) {
        self.scope.enter(name.clone(), of.clone());
        self.locals.push(Local { name, of, place });
    }

    /// A name for a fresh slot.
    pub fn enter_slot(&mut self, name: Name, of: Type) -> usize {
        let slot = self.slot();
        self.enter(name, of, Place::Slot(slot));
        slot
    }

    /// How many names are in force.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.locals.len()
    }

    /// Takes back the names that came after `depth`.
    pub fn leave(&mut self, depth: usize) {
        self.scope.leave(depth);
        self.locals.truncate(depth);
    }
}

/// An expression that is null, for this reason.
#[must_use]
pub fn wrong(why: Why, span: Span) -> Expr {
    Expr {
        kind: Kind::Wrong(Null::new(why)),
        of: Type::Null,
        span,
    }
}

/// What the model declares no types for.
pub struct NoTypes;

impl TypeNames for NoTypes {
    fn find(&self, name: &str) -> Option<Type> {
        Type::named(name)
    }

    fn declared(&self) -> Vec<Name> {
        Vec::new()
    }
}
