//! Systems at work: the city's own and small ones made up for a law.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]

mod cases;
mod clocks;
mod diagram;
mod finding;
mod key_projects;
mod laws;
mod lists;
mod matrix;
mod ours;
mod photographs;
mod play;
mod proof;
mod reading;
mod reads;
mod speed;
