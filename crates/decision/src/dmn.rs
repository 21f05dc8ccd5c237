//! Decision models: DMN 1.1 to 1.5, from a file to a model that can be compiled.
//!
//! [`read::read`] makes the [raw model](raw) of one file: what stands in it and where,
//! nothing resolved.

pub mod namespace;
pub mod raw;
pub mod read;
