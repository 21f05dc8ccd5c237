//! How many passwords are worked out at once: each takes memory and a core, and anybody
//! may ask.

use std::sync::{Condvar, Mutex, PoisonError};

/// How many at once.
const AT_ONCE_MAX: usize = 4;

/// How many wait; who comes then is told to come back.
const WAITING_MAX: usize = 32;

#[derive(Debug, Default)]
struct Crowd {
    inside: usize,
    waiting: usize,
}

/// The gate.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    crowd: Mutex<Crowd>,
    left: Condvar,
}

/// Somebody inside; leaves when dropped.
pub(crate) struct Inside<'a>(&'a Gate);

impl Gate {
    /// Waits until there is room. None if too many wait already.
    pub fn enter(&self) -> Option<Inside<'_>> {
        let mut crowd = self.crowd.lock().unwrap_or_else(PoisonError::into_inner);
        if crowd.waiting >= WAITING_MAX {
            return None;
        }
        crowd.waiting += 1;
        while crowd.inside >= AT_ONCE_MAX {
            crowd = self
                .left
                .wait(crowd)
                .unwrap_or_else(PoisonError::into_inner);
        }
        crowd.waiting -= 1;
        crowd.inside += 1;
        Some(Inside(self))
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        let mut crowd = self.0.crowd.lock().unwrap_or_else(PoisonError::into_inner);
        crowd.inside -= 1;
        self.0.left.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_go_in_and_the_next_waits_for_one_to_leave() {
        let gate = Gate::default();
        let mut inside: Vec<_> = (0..AT_ONCE_MAX).filter_map(|_| gate.enter()).collect();
        assert_eq!(inside.len(), AT_ONCE_MAX);
        std::thread::scope(|scope| {
            let late = scope.spawn(|| gate.enter().is_some());
            while gate.crowd.lock().unwrap().waiting == 0 {
                std::thread::yield_now();
            }
            assert!(!late.is_finished());
            inside.pop();
            assert!(late.join().unwrap());
        });
        assert_eq!(gate.crowd.lock().unwrap().inside, AT_ONCE_MAX - 1);
    }

    #[test]
    fn a_crowd_is_sent_away() {
        let gate = Gate::default();
        gate.crowd.lock().unwrap().waiting = WAITING_MAX;
        assert!(gate.enter().is_none());
    }
}
