//! The words that every part of Youwei shares: a sentence in two languages, an
//! exact number, a day, a place, a unit, who acts, a fact, a light.
//!
//! **Invariant:** nothing here does input or output, reads a clock or knows a
//! system. What a function needs is an argument.

mod area;
mod bilingual;
mod fact;
mod light;
mod unit;

pub use area::{Area, AreaCode};
pub use bilingual::Bilingual;
pub use fact::Stated;
pub use jiff::civil::Date as Day;
pub use light::Light;
pub use rust_decimal::Decimal;
pub use unit::{Actor, PUBLIC, Reach, Role, RoleClass, Unit};
