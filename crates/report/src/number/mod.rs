//! Numbers of a sentence: where they stand, what they are worth, what they compare.

mod arabic;
mod compare;
mod found;
mod han;
mod numeral;
mod ordinary;
mod printed;
mod scan;
mod unit;

pub(crate) use compare::{after_words, before_words, comparison};
pub(crate) use found::{Kind, Number};
pub(crate) use numeral::digit as han_digit;
pub use printed::{PrintedNumber, printed_number};
pub(crate) use scan::scan;
