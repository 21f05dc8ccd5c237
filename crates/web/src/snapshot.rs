//! The accounts kept beside the log as of some entry, so that a start folds only what
//! came after. Never the truth: whatever does not fit is passed over, and the ledger is
//! folded from entry 0.

use serde::{Deserialize, Serialize};
use youwei_account::Accounts;
use youwei_ledger::{Head, Ledger, LedgerError, Snapshot};
use youwei_people::Users;
use youwei_tlog::root;

use crate::upload::hex;

/// Its name in the ledger.
const NAME: &str = "accounts";

/// A snapshot is kept when this many entries were folded since the last one.
const ENTRIES_SINCE_MIN: u64 = 1_000;

/// In a long log, when the log has grown by this part of what is in the last one, so
/// that all snapshots together cost no more than a few times the last.
const GROWTH: u64 = 10;

/// Changes whenever either fold does.
const SHAPE: u32 = Accounts::SHAPE.wrapping_mul(31).wrapping_add(Users::SHAPE);

/// The accounts and users, and the root of the tree that they were folded from: another history,
/// signed by the same key, does not pass.
#[derive(Serialize)]
struct Out<'a> {
    root: String,
    accounts: &'a Accounts,
    users: &'a Users,
}

#[derive(Deserialize)]
struct In {
    root: String,
    accounts: Accounts,
    users: Users,
}

/// Whether it is time for a new one.
pub(crate) fn is_due(kept: u64, folded: u64) -> bool {
    folded.saturating_sub(kept) >= ENTRIES_SINCE_MIN.max(kept / GROWTH)
}

/// Accounts that this very program folded from the log as it is, and how far.
pub(crate) fn latest(ledger: &Ledger) -> Result<Option<(Head, Accounts, Users)>, LedgerError> {
    let Some(Snapshot { size, bytes }) = ledger.snapshot(NAME, SHAPE)? else {
        return Ok(None);
    };
    let Ok(kept) = serde_json::from_slice::<In>(&bytes) else {
        return Ok(None);
    };
    // A log that is broken says so when it is folded.
    let Ok(root) = root(ledger.suite(), &**ledger, size) else {
        return Ok(None);
    };
    Ok((kept.root == hex(&root)).then_some((Head { size, root }, kept.accounts, kept.users)))
}

/// The snapshot of accounts that were folded up to this head.
pub(crate) fn of(head: &Head, accounts: &Accounts, users: &Users) -> Option<Snapshot> {
    let out = Out {
        root: hex(&head.root),
        accounts,
        users,
    };
    let bytes = serde_json::to_vec(&out).ok()?;
    let size = head.size;
    Some(Snapshot { size, bytes })
}

/// Keeps it in place of the one before.
pub(crate) fn keep(ledger: &Ledger, snapshot: Snapshot) -> Result<(), LedgerError> {
    ledger.keep_snapshot(NAME, SHAPE, snapshot)
}

#[cfg(test)]
mod tests {
    use super::is_due;

    #[test]
    fn a_snapshot_is_kept_now_and_then_and_seldom_in_a_long_log() {
        for (kept, folded, due) in [
            (0, 999, false),
            (0, 1_000, true),
            (1_000, 1_999, false),
            (1_000, 2_000, true),
            (1_000_000, 1_099_999, false),
            (1_000_000, 1_100_000, true),
            (5, 0, false),
        ] {
            assert_eq!(is_due(kept, folded), due, "{kept} {folded}");
        }
    }
}
