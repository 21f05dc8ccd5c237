//! The reader: a government work report goes in as the file it was published
//! as, and comes out as outline, sentences and commitments.

mod reading;

pub use reading::*;
