//! Wrong passwords, counted per user in the memory of one server.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::Rules;

/// Wrong passwords in a row, by user. Only users who are known are counted, so it does not
/// grow with what strangers type. Each of several servers counts its own; the lock that
/// follows is an event, which all see.
#[derive(Debug, Clone, Default)]
pub struct Attempts(BTreeMap<Arc<str>, (u32, Timestamp)>);

impl Attempts {
    /// Counts a wrong password; gives how many it were, if that is enough to lock the user.
    pub fn wrong(&mut self, user: &Arc<str>, rules: &Rules, now: Timestamp) -> Option<u32> {
        let forgotten = SignedDuration::from_mins(i64::from(rules.lock_minutes));
        let (count, last) = self.0.entry(Arc::clone(user)).or_insert((0, now));
        if now.duration_since(*last) > forgotten {
            *count = 0;
        }
        *count += 1;
        *last = now;
        let count = *count;
        (count >= rules.attempts).then(|| {
            self.0.remove(user);
            count
        })
    }

    /// Forgets the wrong passwords of a user who got it right.
    pub fn right(&mut self, user: &str) {
        self.0.remove(user);
    }
}
