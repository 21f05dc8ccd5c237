//! The reader: a government work report goes in as the file it was published
//! as, and comes out as outline, sentences and commitments.
//!
//! Start reading at [`read`]; the way of a text is told in `assemble`.

mod assemble;
pub mod background;
mod body;
mod commitment;
mod due;
mod front;
mod label;
mod layout;
mod lexicon;
mod marker;
pub mod model;
mod number;
mod outline;
mod place;
mod project;
mod reading;
mod remark;
mod sentence;
pub mod source;
mod target;
mod text;
mod told;
pub mod training;
mod unit;

pub use assemble::{read, read_of_year, read_text};
pub use due::day_of_words;
pub use lexicon::Unit;
pub use number::{PrintedNumber, printed_number};
pub use project::{NotAWork, Work, works};
pub use reading::*;
pub use told::{Told, told};
pub use unit::{unit_names, units};
