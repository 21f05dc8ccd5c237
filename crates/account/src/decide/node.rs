//! Quarter nodes: words of a person, and the amount in them where they are one.

use youwei_base::Decimal;

use crate::Target;
use crate::commitment::Node;
use crate::filter::folded;

/// The node of these words. They are an amount if they are a number with
/// nothing but the target's unit, 万, 亿 or a per cent sign after it; per cents
/// of a target that is no rate itself mean shares of it.
pub(crate) fn node(text: &str, target: Option<&Target>) -> Node {
    Node {
        text: text.to_owned(),
        value: target.and_then(|target| amount(text, target)),
    }
}

fn amount(text: &str, target: &Target) -> Option<Decimal> {
    let text: String = folded(text)
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ',')
        .collect();
    let digits_end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (digits, mut rest) = text.split_at_checked(digits_end)?;
    let mut value = Decimal::from_str_exact(digits).ok()?;
    for (sign, factor) in [
        ("万亿", 1_000_000_000_000_i64),
        ("亿", 100_000_000),
        ("万", 10_000),
        ("千", 1_000),
    ] {
        if let Some(after) = rest.strip_prefix(sign) {
            value = value.checked_mul(Decimal::from(factor))?;
            rest = after;
            break;
        }
    }
    if rest == "%" && !target.unit.contains('%') {
        return value
            .checked_mul(target.value)?
            .checked_div(Decimal::ONE_HUNDRED);
    }
    (rest.is_empty() || rest == folded(&target.unit)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;

    #[test]
    fn amounts_are_read_and_words_stay_words() {
        let target = |value: &str, unit: &str| Target {
            mention: String::new(),
            subject: String::new(),
            op: youwei_report::Op::AtLeast,
            value: value.parse().unwrap(),
            value2: None,
            unit: unit.to_owned(),
            measure: youwei_report::Measure::Level,
            action: String::new(),
            due: String::new(),
            span: Span::default(),
            bound: None,
            claimed: None,
            dropped: false,
        };
        for (text, value, unit, expected) in [
            ("92", "184", "个", Some("92")),
            ("92个", "184", "个", Some("92")),
            ("９２ 个", "184", "个", Some("92")),
            ("120亿元", "58200000000", "元", Some("12000000000")),
            ("1,200", "5000", "列", Some("1200")),
            ("55%", "200", "个", Some("110")),
            ("3.5%", "6", "%", Some("3.5")),
            ("主体完工", "184", "个", None),
            ("92项", "184", "个", None),
            ("", "184", "个", None),
            ("1.2.3", "184", "个", None),
            ("99999999999999999999999999999亿", "184", "个", None),
        ] {
            let read = node(text, Some(&target(value, unit))).value;
            let expected = expected.map(|value| value.parse::<Decimal>().unwrap());
            assert_eq!(read, expected, "{text}");
        }
        assert_eq!(node("92", None).value, None);
    }
}
