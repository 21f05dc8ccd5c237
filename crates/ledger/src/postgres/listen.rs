//! Hearing of what other processes append.
//!
//! A writer notifies the channel, but not with every commit: a burst is one message at
//! its beginning and one now and then. Whoever follows the log reads all there is at
//! each message, and looks now and then without one, so a lost message is a short
//! delay and no more.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use postgres::fallible_iterator::FallibleIterator;

use super::link::{Link, Target, Use};
use crate::bell::Bell;

/// How often the listener looks whether it is still wanted, and tries again to connect.
const BREATH: Duration = Duration::from_secs(1);

/// Started by the first subscription of a reader, and ends with the reader.
#[derive(Default)]
pub(crate) struct Listener {
    started: AtomicBool,
}

impl Listener {
    /// Rings the bell at each message. Where no thread or connection is to be had, the
    /// subscriber's own looking must do.
    pub(crate) fn start(&self, target: &Target, bell: &Arc<Bell>) {
        if self.started.swap(true, Ordering::Relaxed) {
            return;
        }
        let (target, bell) = (target.clone(), Arc::downgrade(bell));
        let _ = thread::Builder::new()
            .name("ledger-listener".to_owned())
            .spawn(move || {
                while bell.strong_count() > 0 {
                    // Lost or refused; the next one may do better.
                    let _ = listen(&target, &bell);
                    thread::sleep(BREATH);
                }
            });
    }
}

fn listen(target: &Target, bell: &Weak<Bell>) -> Result<(), crate::StorageError> {
    let mut link = Link::open(target, Use::Read)?;
    link.client.batch_execute("LISTEN youwei")?;
    while let Some(bell) = bell.upgrade() {
        // What came while there was no connection.
        bell.ring();
        drop(bell);
        let mut messages = link.client.notifications();
        let mut messages = messages.timeout_iter(BREATH);
        messages.next()?;
    }
    Ok(())
}
