//! The site from outside, in process: requests go in, pages come out.

// Helpers of tests stand outside test functions, where the lint does not look.
#![allow(clippy::unwrap_used)]

mod amendments;
mod bulletins;
mod changes;
mod decisions;
mod figures;
mod foresight;
mod journey;
mod log;
mod look;
mod named;
mod one_more;
mod open_data;
mod own_city;
mod pages;
mod people;
mod reading;
mod safety;
mod speed;
mod start;
mod supervision;
mod systems;
mod town;
