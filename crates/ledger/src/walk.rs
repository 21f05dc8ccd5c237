//! A walk through the whole log: every entry once, from the first to the last, proved
//! together.

use youwei_tlog::Frontier;

use crate::reader::{Store, ask};
use crate::scan::scan_data;
use crate::{Broken, Head, LedgerError, Reader, Scanned};

/// How many entries are read at a time where the log is gone through again to say what is
/// wrong with it.
const READ_AT_ONCE: usize = 1_000;

/// What a walk shows an entry to.
pub type Take<'a> = dyn FnMut(u64, &Scanned<'_>, &str) + 'a;

impl Reader {
    /// Shows every entry to `take`, with its index, what its bytes say and its data, the
    /// JSON text of what happened, and proves them
    /// all at the end: their hashes, in their order and with no gap, give the root that the
    /// log's key signed. That asks for one hash an entry beside its own, while
    /// [`Reader::entries`] proves what it hands out at once and asks for more.
    ///
    /// **What was taken may be believed only after this has answered without an error**,
    /// which gives the head that it belongs to.
    ///
    /// # Errors
    /// The store refuses, or something is broken.
    pub fn walk(&self, take: &mut Take<'_>) -> Result<Head, LedgerError> {
        let head = self.head()?;
        let suite = self.suite();
        let mut tree = Frontier::default();
        let mut broken = None;
        let mut seen = Vec::new();
        let mut each = |index: u64, bytes: &[u8]| {
            let fits = match scan_data(bytes) {
                _ if index != tree.size() => Err(Broken::missing(tree.size())),
                Ok((scanned, data)) if scanned.source == self.origin() => {
                    let leaf = suite.leaf_hash(bytes);
                    seen.push(self.seen.hash(&leaf));
                    tree.push(suite, leaf, |_| {});
                    take(index, &scanned, data);
                    Ok(())
                }
                Ok(_) => Err(Broken::entry(
                    index,
                    "不是本账本的条目",
                    "it is not an entry of this ledger",
                )),
                Err(flaw) => {
                    let why = flaw.sentence();
                    Err(Broken::entry(index, &why.zh, &why.en))
                }
            };
            let goes_on = fits.is_ok();
            broken = fits.err();
            goes_on
        };
        ask!(self.store, walk(head.size, &mut each))?;
        if broken.is_none() && tree.size() == head.size && tree.root(suite) == head.root {
            self.seen.proved_all(seen);
            return Ok(head);
        }
        // Which one it is shows when they are proved one by one.
        self.prove_each(head.size)?;
        Err(broken
            .unwrap_or_else(|| match tree.size() < head.size {
                true => Broken::missing(tree.size()),
                false => Broken::head(
                    "与各条的哈希不符",
                    "it does not follow from the hashes of the entries",
                ),
            })
            .into())
    }

    fn prove_each(&self, size: u64) -> Result<(), LedgerError> {
        let mut next = 0;
        while next < size {
            let left = usize::try_from(size - next).unwrap_or(usize::MAX);
            let read = self.entries(next, left.min(READ_AT_ONCE))?.len();
            if read == 0 {
                return Err(Broken::missing(next).into());
            }
            next += read as u64;
        }
        Ok(())
    }
}
