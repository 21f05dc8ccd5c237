//! The words that every part of Youwei shares: a sentence in two languages, an
//! exact number, a day, the work calendar, a place, a unit, who acts, a fact, an
//! identifier with a check digit, a light.
//!
//! **Invariant:** nothing here does input or output, reads a clock or knows a
//! system. What a function needs is an argument.

mod area;
mod bilingual;
mod calendar;
mod fact;
pub mod ids;
mod light;
mod told;
mod unit;

pub use area::{Area, AreaCode};
pub use bilingual::Bilingual;
pub use calendar::{NotPublished, WorkCalendar};
pub use fact::Stated;
pub use jiff::civil::Date as Day;
pub use light::Light;
pub use rust_decimal::Decimal;
pub use told::Told;
pub use unit::{Actor, PUBLIC, Reach, Role, RoleClass, Unit};
