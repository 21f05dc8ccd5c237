//! The square root of an exact number.

use youwei_base::Decimal;

/// The square root to some twelve digits; none of what is below 0.
pub(super) fn root(of: Decimal) -> Option<Decimal> {
    /// Newton's steps halve a start that is too large until it is near: a number has 96 bits.
    const STEPS: u32 = 120;
    if of.is_zero() {
        return Some(Decimal::ZERO);
    }
    if of.is_sign_negative() {
        return None;
    }
    let mut at = of.max(Decimal::ONE);
    for _ in 0..STEPS {
        let next = at
            .checked_add(of.checked_div(at)?)?
            .checked_div(Decimal::TWO)?;
        // From above it falls until it is there.
        if next >= at {
            break;
        }
        at = next;
    }
    Some(at.round_dp(12).normalize())
}

#[cfg(test)]
mod tests {
    use super::root;
    use youwei_base::Decimal;

    #[test]
    fn roots_are_as_known() {
        for (of, expected) in [
            ("0", Some("0")),
            ("1", Some("1")),
            ("2", Some("1.414213562373")),
            ("144", Some("12")),
            ("0.0001", Some("0.01")),
            ("1000000000000000000000000", Some("1000000000000")),
            ("-1", None),
        ] {
            let got = root(of.parse().unwrap()).map(|it: Decimal| it.to_string());
            assert_eq!(got.as_deref(), expected, "{of}");
        }
    }
}
