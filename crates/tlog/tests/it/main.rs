//! The crate against standards, vectors, verifiers that are not ours, and hostile bytes.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that finds something missing fails, or says what it left out"
)]

mod bytes;
mod corpus;
mod hostile;
mod huge;
mod known;
mod log;
mod notes;
mod offline;
mod oracle;
mod proofs;
mod sentences;
mod vectors;
