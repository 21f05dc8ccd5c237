//! Callers that append one after another, each waiting for its answer.

use std::ops::Range;
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
/// more, and counts what was answered. What is appended each caller makes itself, as
/// callers do, before the clock starts; what is left of it goes away after it has
/// stopped: an event is many pieces of memory, and the bytes of a plain row are one.
pub fn run<T: Send>(
    callers: Range<usize>,
    make: impl Fn(usize) -> Vec<T> + Sync,
    time: Duration,
    append: impl Fn(T) + Sync,
) -> Run {
    let start = Barrier::new(callers.len() + 1);
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let callers: Vec<_> = callers
            .map(|caller| {
                let (start, over, make, append) = (&start, &over, &make, &append);
                // Their stacks would be most of the memory.
                let thread = thread::Builder::new()
                    .name("caller".to_owned())
                    .stack_size(256 * 1024);
                let body = move || {
                    let mut appends = make(caller).into_iter();
                    start.wait();
                    let until = Instant::now() + time;
                    let mut answered = 0;
                    for one in appends.by_ref() {
                        append(one);
                        answered += 1;
                        if over.load(Ordering::Relaxed) || Instant::now() >= until {
                            break;
                        }
                    }
                    over.store(true, Ordering::Relaxed);
                    (answered, Instant::now(), appends)
                };
                thread.spawn_scoped(scope, body).expect("a thread")
            })
            .collect();
        start.wait();
        let started = Instant::now();
        let done = callers.into_iter().map(|it| it.join().expect("no panic"));
        let done: Vec<_> = done.collect();
        let last = done.iter().map(|(_, at, _)| *at).max();
        Run {
            appends: done.iter().map(|(answered, _, _)| answered).sum(),
            elapsed: last.map_or(Duration::ZERO, |last| last - started),
        }
    })
}
