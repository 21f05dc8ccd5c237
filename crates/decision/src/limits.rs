//! How much an evaluation may cost, so that no model and no input can hang a server.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The limits of one evaluation.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Expressions evaluated.
    pub steps_max: u64,
    /// Calls within calls.
    pub depth_max: u32,
    /// Items of lists, entries of contexts and bytes of strings made, together.
    pub items_max: u64,
    /// Set from outside when the time is up; looked at every 1,024 steps.
    pub stop: Option<Arc<AtomicBool>>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            steps_max: 50_000_000,
            depth_max: 200,
            items_max: 50_000_000,
            stop: None,
        }
    }
}
