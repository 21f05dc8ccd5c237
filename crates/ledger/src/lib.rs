//! The append-only log that everything else stands on.
//!
//! An entry is one [`Event`] in the CloudEvents 1.0 shape, kept as its RFC 8785
//! canonical JSON bytes. Entries of one log stand in one order, from 0 without a
//! gap, and each carries a hash over its bytes and the hash before it, so that a
//! changed, removed or moved entry is found by anyone who recomputes the chain
//! with a tool of their own ([`entry_hash`] gives the formula).
//!
//! The log is one SQLite file. [`Ledger::append`] answers when the entries are on
//! the disk, all of a batch or none; many callers share one commit. A batch says
//! how many events a stream must already have ([`Expected`]), so that a race ends
//! in a refusal and never in a loss. Asking again with the same event ids is safe.
//!
//! **What is proved and what is not.** [`Ledger::verify`] recomputes everything
//! from entry 0 and finds any entry that does not follow from the one before it.
//! Someone who holds the file can still cut off its end, or write a whole new log;
//! that shows only against a [`Head`] which was written down elsewhere before.
//! The database's own triggers refuse UPDATE and DELETE: a guard against accidents,
//! not against that person, who can drop them.
//!
//! **Numbers.** Money, rates and whatever else must be exact travel as JSON
//! strings ("581.80"): canonical JSON knows only IEEE 754 doubles. A number that a
//! double cannot hold safely is refused, not rounded.
//!
//! Start reading at [`Ledger`]; a change goes `ledger` → `writer`, a read goes
//! `ledger` → `reader`.

mod canonical;
mod chain;
mod error;
mod event;
mod ledger;
mod reader;
mod schema;
mod unfit;
mod verify;
mod writer;

pub use canonical::{DATA_DEPTH_MAX, INTEGER_MAX};
pub use chain::{EMPTY_HASH, Head, entry_hash};
pub use error::{AppendError, Broken, LedgerError, StorageError};
pub use event::{ENTRY_BYTES_MAX, Entry, Event, NewEvent};
pub use ledger::{Expected, Ledger};
pub use unfit::Unfit;
