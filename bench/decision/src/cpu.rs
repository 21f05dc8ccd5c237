//! CPU time, so that other work on the machine counts as little as it can.

use rustix::time::{ClockId, clock_gettime};

/// The nanoseconds of CPU that this process has used.
fn now() -> i64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec * 1_000_000_000 + now.tv_nsec
}

/// The nanoseconds of CPU that a piece of work takes, and what it gives.
pub fn time<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = now();
    let done = work();
    ((now() - start) as f64, done)
}

/// The median of some rounds, per item.
pub fn per_item(rounds: usize, items: usize, mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..rounds).map(|_| time(&mut work).0).collect();
    times.sort_by(f64::total_cmp);
    times[rounds / 2] / items as f64
}
