//! Following the log: every entry once, in order, from where one stopped.

use std::time::{Duration, Instant};

use crate::{Entry, LedgerError, Reader};

/// How often the store is asked for entries of other processes. Those of this process
/// are announced at once.
const OTHERS_LOOKED_FOR_EVERY: Duration = Duration::from_millis(250);

/// A place in the log that moves on as entries are taken. Keep [`Subscription::next`]
/// with what was made of them, and resume from there.
pub struct Subscription<'a> {
    reader: &'a Reader,
    next: u64,
}

impl<'a> Subscription<'a> {
    pub(crate) fn new(reader: &'a Reader, next: u64) -> Subscription<'a> {
        Subscription { reader, next }
    }

    /// The index of the first entry that was not taken yet.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// The next entries, at most `limit`; none if none came in this time.
    ///
    /// # Errors
    /// As for [`Reader::entries`]; nothing is skipped, the same entries come next time.
    pub fn take(&mut self, limit: usize, patience: Duration) -> Result<Vec<Entry>, LedgerError> {
        let end = Instant::now() + patience;
        loop {
            let heard = self.reader.bell.rings();
            let entries = self.reader.entries(self.next, limit)?;
            if let Some(last) = entries.last() {
                self.next = last.index + 1;
                return Ok(entries);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(entries);
            }
            self.reader
                .bell
                .wait(heard, left.min(OTHERS_LOOKED_FOR_EVERY));
        }
    }
}
