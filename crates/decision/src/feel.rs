//! FEEL, the language of expressions (DMN 1.5, clause 10.3): from text to a tree and back.

pub mod ast;
mod chars;
pub mod names;
pub mod parse;
mod print;
pub mod scope;

pub use parse::{SyntaxError, parse_expression, parse_unary_tests};
