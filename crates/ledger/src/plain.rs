//! What stands in a JSON string as it is.

/// How many bytes stand before the first that is a quotation mark, a reverse solidus or
/// a control character.
#[inline]
pub(crate) fn plain(bytes: &[u8]) -> usize {
    // Eight bytes at a time. Subtracting from each byte of a word sets its high bit, if
    // that was clear, where it borrows; a borrow spoils only bytes above the first one
    // that is looked for, and only the first one counts.
    const ONES: u64 = u64::MAX / 0xFF;
    let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word;
    let (words, rest) = bytes.as_chunks::<8>();
    for (place, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = below(word ^ (ONES * u64::from(b'"')), 1)
            | below(word ^ (ONES * u64::from(b'\\')), 1)
            | below(word, 0x20);
        let found = found & (ONES << 7);
        if found != 0 {
            return place * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    let found = rest.iter().position(special).unwrap_or(rest.len());
    words.len() * 8 + found
}
