//! The log in a PostgreSQL database: one connection writes, readers have their own.
//! Several processes, on several machines, may append to one log.

mod error;
mod link;
mod listen;
mod open;
mod people;
mod reader;
mod rebuild;
mod verify;
mod writer;

pub(crate) use link::Target;
pub(crate) use open::{look, open};
pub(crate) use reader::Store;
pub(crate) use writer::Writer;
