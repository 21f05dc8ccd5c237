//! What is made once for all who ask: the parts of pages that are the same for every
//! reader, under a key that says all that they depend on.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use youwei_base::Day;

use crate::ask::Ask;
use crate::state::State;
use crate::words::Lang;

/// How many are kept: today's in two languages, some filters, some past days.
const KEPT_MAX: usize = 16;

/// All that a page's part depends on, which nothing of who asks is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    /// How many entries the state has: as many entries are the same state.
    size: u64,
    day: Day,
    lang: Lang,
    /// What is asked for of it.
    asked: String,
}

impl Key {
    /// The key of what is asked for of this state.
    pub fn of(ask: &Ask, state: &State, asked: String) -> Key {
        Key {
            size: state.head.size,
            day: ask.today(),
            lang: ask.lang,
            asked,
        }
    }
}

/// What was made last, by key.
pub(crate) struct Made<V>(Mutex<Vec<(Key, Slot<V>)>>);

/// Filled by the first who asks; the others wait for it.
type Slot<V> = Arc<OnceLock<V>>;

impl<V> Default for Made<V> {
    fn default() -> Made<V> {
        Made(Mutex::default())
    }
}

impl<V: Clone> Made<V> {
    /// What is kept under a key, or what `make` makes. Of many who ask for the same at the
    /// same time one makes it; nobody waits for another key.
    pub fn get(&self, key: Key, make: impl FnOnce() -> V) -> V {
        let slot = {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let known = kept.iter().position(|(it, _)| *it == key);
            let (key, slot) = match known {
                Some(at) => kept.remove(at),
                None => (key, Slot::default()),
            };
            if kept.len() >= KEPT_MAX {
                kept.remove(0);
            }
            kept.push((key, slot.clone()));
            slot
        };
        slot.get_or_init(make).clone()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn key(size: u64) -> Key {
        Key {
            size,
            day: "2026-06-30".parse().unwrap(),
            lang: Lang::default(),
            asked: String::new(),
        }
    }

    #[test]
    fn many_who_ask_for_the_same_have_it_made_once() {
        let (made, count) = (Made::default(), AtomicUsize::new(0));
        let together = Barrier::new(8);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    together.wait();
                    let got = made.get(key(1), || count.fetch_add(1, Ordering::SeqCst) + 100);
                    assert_eq!(got, 100);
                });
            }
        });
        assert_eq!(made.get(key(2), || 7), 7, "another state is another page");
        assert_eq!(made.get(key(1), || 0), 100);
    }

    #[test]
    fn what_was_asked_for_longest_ago_goes_first() {
        let made = Made::default();
        for size in 0..KEPT_MAX as u64 {
            made.get(key(size), || size);
        }
        made.get(key(0), || 99);
        made.get(key(1_000), || 1_000);
        assert_eq!(made.get(key(0), || 99), 0, "it was asked for since");
        assert_eq!(made.get(key(1), || 99), 99, "it had to go");
    }
}
