//! The pages, one a file.

pub(crate) mod amendments;
pub(crate) mod api;
pub(crate) mod bulletin;
pub(crate) mod burden;
pub(crate) mod commitments;
pub(crate) mod compare;
pub(crate) mod contradictions;
pub(crate) mod decisions;
pub(crate) mod export;
pub(crate) mod fault;
pub(crate) mod flagged;
pub(crate) mod forecasts;
pub(crate) mod import;
pub(crate) mod log;
pub(crate) mod markdown;
pub(crate) mod measures;
pub(crate) mod overview;
pub(crate) mod people;
pub(crate) mod pressed;
pub(crate) mod report;
mod reviewed;
pub(crate) mod sign;
pub(crate) mod systems;
pub(crate) mod take_in;
pub(crate) mod unbound;
pub(crate) mod work;

pub use take_in::TakenIn;
