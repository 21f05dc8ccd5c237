//! Declared systems: one mechanism of a government, written down in a folder, and run.
//!
//! [`read::all`] turns the texts of `system.toml` files into [`System`], whose references are
//! all resolved; [`decide`](decide::decide) answers what somebody wants to do to a record with
//! an event or a refusal; [`Records`](records::Records) folds events into records. Nothing here
//! does input or output, reads a clock or throws dice.

pub mod authority;
pub mod cases;
pub mod city;
pub mod clock;
pub mod decide;
pub mod declaration;
pub mod diagram;
pub mod document_number;
pub mod formula;
pub mod happened;
pub mod input;
pub mod notice;
pub mod proof;
pub mod read;
pub mod record;
pub mod records;
pub mod sample;
pub mod sweep;
pub mod town;
pub mod wish;
