//! The log as one SQLite file: one thread writes, readers have connections of their own.

mod open;
mod people;
mod reader;
mod rebuild;
mod upgrade;
mod verify;
mod writer;

pub(crate) use open::{look, open, unsigned};
pub(crate) use reader::Store;
pub(crate) use writer::Writer;
