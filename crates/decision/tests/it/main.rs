//! The crate against the models and cases of others.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that finds something missing fails, or says what it left out"
)]

mod feel_in_models;
mod policies;
mod read_tck;
mod rules;
mod tck;
