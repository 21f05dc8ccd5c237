//! The commands about the log, run as a person runs them: what they print, what they
//! leave behind, and the code they leave with.

#![allow(
    clippy::unwrap_used,
    reason = "the lint knows test functions but not what they share"
)]

#[path = "../common/mod.rs"]
mod common;

mod backups;
mod keys;
mod personal;
mod proofs;
mod server;
mod site;
mod verify;
