//! Bundles of entries: each after its length in two bytes, big-endian.

use thiserror::Error;
use youwei_base::Bilingual;

use crate::TILE_WIDTH;

/// The longest entry that a bundle can hold, in bytes: its length is written in 16 bits.
pub const ENTRY_BYTES_MAX: usize = u16::MAX as usize;

/// The bundle of 1 to 256 entries.
///
/// ```
/// # use youwei_tlog::{decode_bundle, encode_bundle};
/// let bundle = encode_bundle(&["ab", ""])?;
/// assert_eq!(bundle, b"\0\x02ab\0\0");
/// assert_eq!(decode_bundle(&bundle)?, [&b"ab"[..], b""]);
/// # Ok::<(), youwei_tlog::BundleError>(())
/// ```
pub fn encode_bundle(entries: &[impl AsRef<[u8]>]) -> Result<Vec<u8>, BundleError> {
    if entries.is_empty() || entries.len() > TILE_WIDTH {
        return Err(BundleError::Count);
    }
    let mut bundle = Vec::new();
    for entry in entries {
        let entry = entry.as_ref();
        let length = u16::try_from(entry.len()).map_err(|_| BundleError::Entry)?;
        bundle.extend(length.to_be_bytes());
        bundle.extend(entry);
    }
    Ok(bundle)
}

/// The entries of a bundle, 1 to 256.
pub fn decode_bundle(mut bundle: &[u8]) -> Result<Vec<&[u8]>, BundleError> {
    let mut entries = Vec::new();
    while !bundle.is_empty() {
        if entries.len() == TILE_WIDTH {
            return Err(BundleError::Count);
        }
        let (length, rest) = bundle.split_first_chunk().ok_or(BundleError::Cut)?;
        let length = u16::from_be_bytes(*length).into();
        let (entry, rest) = rest.split_at_checked(length).ok_or(BundleError::Cut)?;
        entries.push(entry);
        bundle = rest;
    }
    if entries.is_empty() {
        return Err(BundleError::Count);
    }
    Ok(entries)
}

/// Why entries make no bundle, or bytes are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BundleError {
    /// No entry, or more than 256.
    #[error("A bundle holds 1 to 256 entries; divide them at multiples of 256.")]
    Count,
    /// An entry of more than 65,535 bytes.
    #[error("An entry in a bundle has at most 65,535 bytes; store less in it.")]
    Entry,
    /// The bytes end within an entry.
    #[error("The bundle ends in the middle of an entry; fetch it again, whole.")]
    Cut,
}

impl BundleError {
    /// What is wrong, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            BundleError::Count => "一个记录包有1至256条记录;请按256的倍数分开。",
            BundleError::Entry => "记录包中每条记录至多65,535字节;请减少内容。",
            BundleError::Cut => "记录包在一条记录中间断开;请重新完整获取。",
        };
        Bilingual::new(zh, self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_holds_1_to_256_entries() {
        let entries = vec!["x"; 257];
        for (count, holds) in [(0, false), (1, true), (256, true), (257, false)] {
            let encoded = encode_bundle(&entries[..count]);
            assert_eq!(encoded.is_ok(), holds, "{count}");
            let bytes = b"\0\x01x".repeat(count);
            assert_eq!(decode_bundle(&bytes).is_ok(), holds, "{count}");
        }
    }

    #[test]
    fn an_entry_has_at_most_65_535_bytes() {
        let entry = vec![7; ENTRY_BYTES_MAX];
        let bundle = encode_bundle(&[&entry]).expect("the longest entry");
        assert_eq!(decode_bundle(&bundle), Ok(vec![entry.as_slice()]));
        let longer = vec![7; ENTRY_BYTES_MAX + 1];
        assert_eq!(encode_bundle(&[&longer]), Err(BundleError::Entry));
    }

    #[test]
    fn a_cut_bundle_is_refused_and_a_bundle_cut_between_entries_is_shorter() {
        let bundle = encode_bundle(&["first", "", "third"]).expect("three entries");
        for end in 1..bundle.len() {
            match end {
                7 => assert_eq!(decode_bundle(&bundle[..end]).map(|all| all.len()), Ok(1)),
                9 => assert_eq!(decode_bundle(&bundle[..end]).map(|all| all.len()), Ok(2)),
                _ => assert_eq!(
                    decode_bundle(&bundle[..end]),
                    Err(BundleError::Cut),
                    "{end}"
                ),
            }
        }
    }
}
