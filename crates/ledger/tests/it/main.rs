//! The ledger from outside: what a caller, a crash and a forger can do.

#![allow(
    clippy::unwrap_used,
    reason = "the lint knows test functions but not what they share"
)]

mod crash;
mod event;
mod golden;
mod model;
mod opening;
mod race;
mod sentences;
mod tamper;
mod tools;
