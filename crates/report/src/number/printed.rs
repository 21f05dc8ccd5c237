//! What one number says as it is printed, for whoever holds a person's reading against
//! the page.

use youwei_base::Decimal;

use super::found::Kind;
use super::{comparison, scan};
use crate::reading::Op;

/// A number as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedNumber {
    /// How the words beside it compare.
    pub op: Op,
    /// The value in base units.
    pub value: Decimal,
    /// The upper end of a range.
    pub value2: Option<Decimal>,
    /// The base unit; empty if none follows.
    pub unit: String,
}

/// The number that stands at `mention`, between the words `before` and `behind` it in its
/// sentence; none if there is no number.
#[must_use]
pub fn printed_number(before: &str, mention: &str, behind: &str) -> Option<PrintedNumber> {
    let sentence = format!("{before}{mention}{behind}");
    let (from, to) = (before.len(), before.len() + mention.len());
    let number = scan(&sentence)
        .into_iter()
        .find(|number| number.start < to && number.end > from)?;
    let left = sentence.get(..number.start).unwrap_or("");
    let right = sentence.get(number.end..).unwrap_or("");
    let many = number.many && number.kind != Kind::Han;
    let first = sentence
        .get(number.start..)
        .is_some_and(|it| it.starts_with('前'));
    let op = match number.value2 {
        Some(_) => Op::Range,
        None if number.kind == Kind::Rank && first => Op::AtMost,
        None => comparison(left, right, many),
    };
    Some(PrintedNumber {
        op,
        value: number.value,
        value2: number.value2,
        unit: number.unit,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_with_the_words_beside_it() {
        for (before, mention, behind, expected) in [
            (
                "新开工",
                "184个",
                "，竣工37个",
                Some((Op::Equal, "184", "个")),
            ),
            (
                "完成投资",
                "581.8亿元",
                "以上",
                Some((Op::AtLeast, "58180000000", "元")),
            ),
            (
                "地区生产总值增长",
                "6%",
                "左右",
                Some((Op::About, "6", "%")),
            ),
            (
                "失业率控制在",
                "5.5%",
                "以内",
                Some((Op::AtMost, "5.5", "%")),
            ),
            (
                "新增就业不少于",
                "14万人",
                "",
                Some((Op::AtLeast, "140000", "人")),
            ),
            ("推进", "改革", "", None),
            ("", "", "", None),
        ] {
            let got = printed_number(before, mention, behind);
            let got = got.map(|it| (it.op, it.value.normalize().to_string(), it.unit));
            let expected =
                expected.map(|(op, value, unit)| (op, value.to_owned(), unit.to_owned()));
            assert_eq!(got, expected, "{before}{mention}{behind}");
        }
    }
}
