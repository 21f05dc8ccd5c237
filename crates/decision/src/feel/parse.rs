//! From text to tree (the grammar of DMN 1.5, clause 10.3.1.2).
//!
//! There are no tokens: where a name ends depends on the names in scope, and those change
//! while an expression is read. The longest name in scope wins; the variables of
//! iterations, the parameters of functions, the earlier entries of a context and the
//! entries of what is filtered are in scope where they are in force.

mod bracket;
mod cursor;
mod expression;
mod iteration;
mod literal;
mod name;
mod operand;
mod slip;
mod test;
mod type_name;

#[cfg(test)]
mod tests;

use youwei_base::Bilingual;

use super::ast::{Ast, Span, TypeName, UnaryTests};
use super::scope::Scope;
use cursor::Parser;

/// The most bytes of a text.
pub const TEXT_MAX: usize = 1 << 20;
/// The most brackets, signs and keywords within each other.
pub const NESTING_MAX: u32 = 200;
/// The most levels of a tree; `1 + 1 + 1` has three.
pub const HEIGHT_MAX: u32 = 500;

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    /// Where it is.
    pub span: Span,
    /// What was found and what was expected.
    pub message: Bilingual,
    /// What to write.
    pub help: Bilingual,
}

/// Reads an expression.
///
/// # Errors
/// The text is not an expression, or exceeds [`TEXT_MAX`], [`NESTING_MAX`] or
/// [`HEIGHT_MAX`].
pub fn parse_expression(text: &str, scope: &mut Scope) -> Result<Ast, SyntaxError> {
    let outer = scope.depth();
    let read = |parser: &mut Parser<'_, '_>| {
        let whole = parser.expression()?;
        parser.end()?;
        Ok(whole.ast)
    };
    let read = Parser::start(text, scope).and_then(|mut parser| read(&mut parser));
    scope.leave(outer);
    read.map_err(|error| *error)
}

/// Reads the unary tests of an input entry; `?` is in scope, of the type that the scope
/// gives it, if it does.
///
/// # Errors
/// As [`parse_expression`].
pub fn parse_unary_tests(text: &str, scope: &mut Scope) -> Result<UnaryTests, SyntaxError> {
    let outer = scope.depth();
    let read = Parser::start(text, scope).and_then(|mut parser| parser.unary_tests());
    scope.leave(outer);
    read.map_err(|error| *error)
}

/// Reads a type, as in the `typeRef` of a model or after `instance of`. A name of a type
/// may have any words and signs here, up to a sign of the grammar of types.
///
/// # Errors
/// The text is not a type.
pub fn parse_type(text: &str) -> Result<TypeName, SyntaxError> {
    let mut scope = Scope::default();
    let mut parser = Parser::start(text, &mut scope).map_err(|error| *error)?;
    let read = parser.whole_type();
    read.map_err(|error| *error)
}
