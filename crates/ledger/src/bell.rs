//! Tells those who wait for new entries that some have come.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Rung after each commit of this process. How often it was rung is remembered, so
/// that a ring between looking and waiting is not missed.
#[derive(Default)]
pub(crate) struct Bell {
    rings: Mutex<u64>,
    rung: Condvar,
}

impl Bell {
    pub(crate) fn ring(&self) {
        *self.rings.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.rung.notify_all();
    }

    /// How often it has been rung so far.
    pub(crate) fn rings(&self) -> u64 {
        *self.rings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until it has been rung more often than `heard`, or the time is over.
    pub(crate) fn wait(&self, heard: u64, patience: Duration) {
        let rings = self.rings.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .rung
            .wait_timeout_while(rings, patience, |rings| *rings <= heard);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }
}
