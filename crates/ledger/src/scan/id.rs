//! Ids as the log writes them: RFC 9562 §4, in lower case.

use uuid::Uuid;

/// How many bytes it has.
pub(super) const LENGTH: usize = 36;

/// What is no digit.
const NONE: u8 = 0xFF;

/// The value of each byte as a hexadecimal digit in lower case. A table, because random
/// digits would mislead a processor that guesses branches.
const DIGITS: [u8; 256] = {
    let mut digits = [NONE; 256];
    let mut value = 0;
    while value < 16 {
        digits[b"0123456789abcdef"[value as usize] as usize] = value;
        value += 1;
    }
    digits
};

/// The id, if this is the one way in which it is written.
pub(super) fn read(text: &[u8; LENGTH]) -> Option<Uuid> {
    let hyphens = [8, 13, 18, 23].iter().all(|place| text[*place] == b'-');
    let mut checked = 0;
    let mut part = |from: usize, to: usize| {
        text[from..to].iter().fold(0, |part: u64, byte| {
            let digit = DIGITS[usize::from(*byte)];
            checked |= digit;
            part << 4 | u64::from(digit)
        })
    };
    let high = part(0, 8) << 32 | part(9, 13) << 16 | part(14, 18);
    let low = part(19, 23) << 48 | part(24, 36);
    (hyphens && checked != NONE).then(|| Uuid::from_u64_pair(high, low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_in_the_one_way_in_which_it_is_written() {
        let good = *b"019bbf46-15c0-7abc-8def-0123456789ab";
        for place in 0..good.len() {
            for byte in 0..=u8::MAX {
                let mut text = good;
                text[place] = byte;
                let by_uuid = str::from_utf8(&text)
                    .ok()
                    .and_then(|text| text.parse::<Uuid>().ok())
                    .filter(|id| id.to_string().as_bytes() == text);
                assert_eq!(read(&text), by_uuid, "{place} {byte}");
            }
        }
    }
}
