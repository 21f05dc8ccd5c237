//! The hash chain: each entry's hash covers its bytes and everything before it.

use std::fmt;

use sha2::{Digest, Sha256};

/// The hash of a log without entries: 32 zero bytes.
pub const EMPTY_HASH: [u8; 32] = [0; 32];

/// The hash of an entry, given the hash of the entry before it.
///
/// ```text
/// hash(-1) = 32 bytes of 0x00
/// hash(n)  = SHA-256( 0x00 ‖ hash(n-1) ‖ bytes(n) )
/// ```
///
/// where ‖ joins byte strings, the single byte 0x00 says "this is an entry",
/// `hash(n-1)` is 32 raw bytes (not hexadecimal text) and `bytes(n)` are the
/// entry's canonical JSON bytes as stored, without a line end. With the `sqlite3`
/// shell and `sha256sum`, for entry 0:
///
/// ```text
/// sqlite3 LEDGER "SELECT writefile('e0', bytes) FROM entries WHERE entry_index = 0"
/// (head -c 33 /dev/zero; cat e0) | sha256sum
/// ```
pub fn entry_hash(before: &[u8; 32], bytes: &[u8]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update([0]);
    hasher.update(before);
    hasher.update(bytes);
    hasher.finalize().into()
}

/// How long a log is and the hash of its last entry: what to write down elsewhere,
/// so that a log which was cut short or written anew is found out later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How many entries the log has.
    pub size: u64,
    /// The hash of entry `size - 1`, or [`EMPTY_HASH`].
    pub hash: [u8; 32],
}

impl Head {
    /// The head of a log without entries.
    pub const EMPTY: Head = Head {
        size: 0,
        hash: EMPTY_HASH,
    };
}

impl fmt::Display for Head {
    /// The size, a space, the hash in lower-case hexadecimal.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ", self.size)?;
        self.hash
            .iter()
            .try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}
