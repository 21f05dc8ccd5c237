//! What the account promises, told as cases of an invented city.

mod amending;
mod binding;
mod book;
mod claims;
mod cohorts;
mod commands;
mod contradictions;
mod done;
mod events;
mod forecasts;
mod laws;
mod lights;
mod measures;
mod nodes;
mod plan;
mod plan_import;
mod review;
mod revision;
mod taking_in;
