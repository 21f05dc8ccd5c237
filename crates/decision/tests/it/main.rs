//! The crate against the standard, clause by clause; against the models and cases of
//! others; against what is hostile.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that finds something missing fails, or says what it left out"
)]

mod broken;
mod cases;
mod corpus;
mod elements;
mod feel;
mod feel_in_models;
mod helps;
mod hostile;
mod laws;
mod models;
mod policies;
mod read_tck;
mod refused;
mod rules;
mod table_sum;
mod tables;
mod tck;
mod third_answer;
