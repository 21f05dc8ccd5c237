//! Official numbers 发文字号 in the form of GB/T 9704: word, year in corner brackets, number
//! without leading zeros and without 第, as 督办〔2026〕12号.
//!
//! The next number of a series is one more than the last that the records have. Two who
//! take it at once both write the first entry of a stream that bears the whole number, so
//! one of them is refused by the ledger and decides anew: no number is given twice, and as
//! a number stands in the event of the action itself, none is left out.

/// What stands before the number: 督办〔2026〕.
#[must_use]
pub fn series(word: &str, year: i16) -> String {
    format!("{word}〔{year:04}〕")
}

/// The number after `last` in a series.
#[must_use]
pub fn next(series: &str, last: u32) -> String {
    format!("{series}{}号", last.saturating_add(1))
}

/// Series and number; none if it is no official number.
#[must_use]
pub fn parts(text: &str) -> Option<(&str, u32)> {
    let at = text.find('〕')? + '〕'.len_utf8();
    let (series, rest) = text.split_at_checked(at)?;
    let digits = rest.strip_suffix('号')?;
    if digits.starts_with('0') || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    Some((series, digits.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on_without_gaps_or_leading_zeros() {
        let of = series("督办", 2026);
        assert_eq!(of, "督办〔2026〕");
        for (last, number) in [(0, "督办〔2026〕1号"), (11, "督办〔2026〕12号")] {
            assert_eq!(next(&of, last), number);
            assert_eq!(parts(number), Some((&*of, last + 1)));
        }
        for text in [
            "督办〔2026〕012号",
            "督办〔2026〕号",
            "督办〔2026〕3",
            "3号",
            "",
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
