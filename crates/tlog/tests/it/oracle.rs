//! Verifiers that are not ours: `ct-merkle` for trees and proofs in both hashes,
//! `tlog_tiles` and `signed_note` for tiles, checkpoints and notes.

mod ct_merkle;
mod signed_note;
mod tlog_tiles;
