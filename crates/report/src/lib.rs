//! The reader: a government work report goes in as the file it was published
//! as, and comes out as outline, sentences and commitments.
//!
//! Start reading at [`read`]; the way of a text is told in `assemble`.

mod assemble;
mod due;
mod label;
mod layout;
mod number;
mod lexicon;
pub mod model;
mod outline;
mod reading;
mod sentence;
pub mod source;
mod target;
mod text;
pub mod training;

pub use assemble::{read, read_text};
pub use reading::*;
