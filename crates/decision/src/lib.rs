//! Decisions: the open standard for rules (OMG DMN 1.5 with its language FEEL).
//!
//! An office writes who is entitled to what as a table. This crate reads the model, gives
//! every expression a type, checks the tables for gaps and overlaps, decides a case and
//! says why. It does no input or output, reads no clock and throws no dice.

pub mod builtin;
pub mod cases;
pub mod check;
pub mod diagnostic;
pub mod dmn;
pub mod document;
mod eval;
mod external;
pub mod feel;
pub mod limits;
pub mod machine;
pub mod model;
pub mod number;
pub mod parameters;
pub mod resolve;
pub mod row;
pub mod shape;
pub mod span;
pub mod table;
pub mod tck;
pub mod temporal;
pub mod trace;
pub mod tree;
pub mod types;
pub mod value;
