//! What the account promises, told as cases of an invented city.

mod commands;
mod events;
mod laws;
mod lights;
mod revision;
mod taking_in;
