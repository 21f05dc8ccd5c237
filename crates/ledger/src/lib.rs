//! The append-only log that everything else stands on.
//!
//! An entry is one [`Event`] in the CloudEvents 1.0 shape, kept as its RFC 8785
//! canonical JSON bytes. Entries of one log stand in one order, from 0 without a gap.
//! Entry n is leaf n of an RFC 6962 Merkle tree, and with every commit the log's key
//! signs the tree's root as a C2SP checkpoint, so that a changed, removed or moved
//! entry is found by anyone with a tool of their own.
//!
//! The log is one SQLite file or a PostgreSQL database. [`Ledger::append`] answers when
//! the entries are durable, all of a batch or none; many callers share one commit. A
//! batch says how many events a stream must already have ([`Expected`]), so that a race
//! ends in a refusal and never in a loss. Asking again with the same event ids is safe.
//!
//! **What is proved and what is not.** [`Reader::verify`] recomputes everything from
//! entry 0. Whoever changes the store without the log's key is found out by it. Whoever
//! has that key too, or puts an older copy in its place, can sign another history; that
//! shows against a checkpoint which was noted elsewhere before, and is what witnesses
//! and their cosignatures are for. The database's own triggers refuse UPDATE and
//! DELETE: a guard against accidents, not against that person, who can drop them.
//!
//! **Numbers.** Money, rates and whatever else must be exact travel as JSON
//! strings ("581.80"): canonical JSON knows only IEEE 754 doubles. A number that a
//! double cannot hold safely is refused, not rounded.
//!
//! Start reading at [`Ledger`]. A change goes `ledger` → `queue` → a store's `writer`,
//! which has `plan` judge it; a read goes `reader` → a store.

mod archive;
mod backup;
mod backup_error;
mod bell;
mod broken;
mod canonical;
mod chance;
mod cosigned;
mod covered;
mod erase;
mod error;
mod event;
mod filter;
mod head;
mod keys;
mod ledger;
mod log;
mod opened;
mod people;
mod people_file;
mod personal;
mod plain;
mod plan;
mod postgres;
mod publish;
mod queue;
mod reader;
mod recent;
mod restore;
mod rewrap;
mod scan;
mod seen;
mod snapshot;
mod sqlite;
mod stored;
mod subscription;
mod unfit;
mod verify;
mod walk;

pub use archive::Contents;
pub use backup::check_backup;
pub use backup_error::BackupError;
pub use broken::{Broken, Part};
pub use canonical::{DATA_DEPTH_MAX, INTEGER_MAX};
pub use chance::{Chance, REHEARSAL};
pub use cosigned::CosignError;
pub use erase::{EraseError, Erased};
pub use error::{AppendError, LedgerError, StorageError};
pub use event::{ENTRY_BYTES_MAX, Entry, Event, NewEvent};
pub use filter::Filter;
pub use head::Head;
pub use keys::{Keys, Place};
pub use ledger::{Expected, Ledger};
pub use opened::Opened;
pub use personal::{
    CipherFault, Disclosure, DisclosureError, MasterKey, MasterKeyError, PERSONAL_BYTES_MAX,
    PersonId, Personal, Unsealable, Unwrapped,
};
pub use queue::Appending;
pub use reader::Reader;
pub use recent::Followed;
pub use rewrap::Rewrapped;
pub use scan::{Flaw, Form, Scanned, scan};
pub use snapshot::Snapshot;
pub use subscription::Subscription;
pub use unfit::Unfit;
pub use verify::{Values, Verified};
pub use walk::Take;
