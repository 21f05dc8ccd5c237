//! Systems at work: the city's own and small ones made up for a law.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]

mod clocks;
mod finding;
mod key_projects;
mod laws;
mod lists;
mod matrix;
mod play;
mod reading;
