//! Callers that append one after another, each waiting for its answer.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// What one run of one side gave.
#[derive(Clone, Copy)]
pub struct Run {
    pub appends: usize,
    pub elapsed: Duration,
}

impl Run {
    pub fn per_second(self) -> f64 {
        self.appends as f64 / self.elapsed.as_secs_f64()
    }
}

/// Lets each caller append what it has until the time is over or one of them has no
/// more, and counts what was answered. What is appended was made before the clock started.
pub fn run<T: Send>(work: Vec<Vec<T>>, time: Duration, append: impl Fn(T) + Sync) -> Run {
    let start = Barrier::new(work.len() + 1);
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let callers: Vec<_> = work
            .into_iter()
            .map(|appends| {
                let (start, over, append) = (&start, &over, &append);
                // Their stacks would be most of the memory.
                let thread = thread::Builder::new().stack_size(256 * 1024);
                let body = move || {
                    start.wait();
                    let until = Instant::now() + time;
                    let mut answered = 0;
                    for one in appends {
                        append(one);
                        answered += 1;
                        if over.load(Ordering::Relaxed) || Instant::now() >= until {
                            break;
                        }
                    }
                    over.store(true, Ordering::Relaxed);
                    answered
                };
                thread.spawn_scoped(scope, body).expect("a thread")
            })
            .collect();
        start.wait();
        let started = Instant::now();
        let answered = callers.into_iter().map(|it| it.join().expect("no panic"));
        let appends = answered.sum();
        Run {
            appends,
            elapsed: started.elapsed(),
        }
    })
}
