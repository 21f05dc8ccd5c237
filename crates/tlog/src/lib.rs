//! Transparency logs as formats and mathematics, for those who keep one and for those
//! who check one.
//!
//! A log is a list of entries under a Merkle tree (RFC 6962, RFC 9162 § 2.1). Whoever
//! holds its signed [`Checkpoint`] can be shown that an entry is in it (an inclusion
//! proof) and that nothing before it was rewritten (a consistency proof). The texts and
//! bytes are those of C2SP: `signed-note`, `tlog-checkpoint`, `tlog-tiles`,
//! `tlog-cosignature`, `tlog-proof`.
//!
//! There are two [`Suite`]s of cryptography, SHA-256 with Ed25519 and SM3 with SM2; the
//! log's origin names which.
//!
//! **Invariant:** nothing here does input or output, reads a clock or throws dice. Bytes,
//! seeds and times are arguments.

mod checkpoint;
mod frontier;
mod key;
mod note;
mod offline;
mod proof;
mod suite;
mod text;
mod tile;

pub use checkpoint::{Checkpoint, CheckpointError, TrustError};
pub use frontier::{Frontier, Node, SIZE_MAX};
pub use key::{KeyError, KeyKind, SignerKey, VerifierKey, WitnessKey};
pub use note::{NOTE_BYTES_MAX, Note, NoteError, SIGNATURES_MAX, Signature, SignatureError};
pub use offline::{OFFLINE_PROOF_BYTES_MAX, OfflineProof, OfflineProofError};
pub use proof::{
    Hashes, ProofError, TILE_WIDTH, consistency_proof, frontier, inclusion_proof, root,
    verify_consistency, verify_inclusion,
};
pub use suite::Suite;
pub use tile::{
    BundleError, ENTRY_BYTES_MAX, TileKind, TilePath, TilePathError, decode_bundle, encode_bundle,
};

/// The result of either suite's hash function: 32 bytes.
pub type Hash = [u8; 32];

/// The example in the README compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
