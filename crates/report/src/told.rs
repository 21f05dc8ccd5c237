//! Numbers of a sentence that looks back: what the government says was reached.
//!
//! The reader looks for targets in the forward part alone, as a number of the review
//! promises nothing. Read here is what it is said to be an amount of, so that it can be held
//! against what was promised and what was counted.

use youwei_base::Decimal;

use crate::number::{self, Number};
use crate::reading::Measure;
use crate::target::{drafts, is_quantity, is_threshold, may_promise};
use crate::text::ends_clause;

/// A number that a sentence says was reached.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The number with its unit, as printed.
    pub mention: String,
    /// What is counted or measured, in the text's own words.
    pub subject: String,
    /// The verb, such as 完成; empty if none was found.
    pub action: String,
    /// The value in base units.
    pub value: Decimal,
    /// The upper end of a range.
    pub value2: Option<Decimal>,
    /// The base unit, such as 元, 人, %.
    pub unit: String,
    /// What kind of quantity it is.
    pub measure: Measure,
    /// The clause that it stands in.
    pub clause: String,
}

/// The amounts that a sentence of the review gives, in its order. Days, ordinals, ranks and
/// what only says which things are counted are none.
#[must_use]
pub fn told(sentence: &str) -> Vec<Told> {
    let numbers = number::scan(sentence);
    let telling: Vec<bool> = numbers
        .iter()
        .enumerate()
        .map(|(at, it)| {
            let amount = may_promise(it) && is_quantity(it) && !is_sitting(sentence, it);
            amount && !is_threshold(sentence, &numbers, at)
        })
        .collect();
    let read = drafts(sentence, &numbers, &telling).into_iter();
    read.filter_map(|draft| {
        let number = numbers.get(draft.number)?;
        Some(Told {
            mention: sentence.get(number.start..number.end)?.to_owned(),
            subject: draft.subject,
            action: draft.action,
            value: number.value.normalize(),
            value2: number.value2.map(|it| it.normalize()),
            unit: number.unit.clone(),
            measure: draft.measure,
            clause: clause(sentence, number.start, number.end).to_owned(),
        })
    })
    .collect()
}

/// Whether a number says which sitting of a body is meant, as in 九届四次会议: an ordinal that
/// is written without 第.
fn is_sitting(sentence: &str, number: &Number) -> bool {
    let behind = sentence.get(number.end..).unwrap_or_default();
    number.unit == "次" && (behind.starts_with("会议") || behind.starts_with("全会"))
}

/// The clause around a stretch of a sentence.
fn clause(sentence: &str, start: usize, end: usize) -> &str {
    let before = sentence.get(..start).unwrap_or_default();
    let from = before
        .char_indices()
        .rev()
        .find(|(_, ch)| ends_clause(*ch))
        .map_or(0, |(at, ch)| at + ch.len_utf8());
    let behind = sentence.get(end..).unwrap_or_default();
    let to = behind
        .char_indices()
        .find(|(_, ch)| ends_clause(*ch))
        .map_or(sentence.len(), |(at, _)| end + at);
    sentence.get(from..to).unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_amounts_of_a_sentence_that_looks_back_are_read_with_what_they_are_of() {
        for (sentence, expected) in [
            (
                "实施市级以上重点项目286项，完成投资612亿元，云泽至东岭高速公路建成通车",
                &[
                    ("重点项目", "实施", "286", "项"),
                    ("投资", "完成", "61200000000", "元"),
                ][..],
            ),
            (
                "开行中欧班列168列，外贸进出口总额达到132亿元、增长8.5%",
                &[
                    ("中欧班列", "开行", "168", "列"),
                    ("外贸进出口总额", "达到", "13200000000", "元"),
                    ("外贸进出口总额", "增长", "8.5", "%"),
                ],
            ),
            // Ordinals, days, names and lengths of time are not amounts.
            (
                "市九届人大四次会议以来，12345热线在2025年12月31日前的3个工作日内都有答复",
                &[],
            ),
            ("亿元以上项目20个", &[("项目", "", "20", "个")]),
        ] {
            let read = told(sentence);
            let said: Vec<String> = read
                .iter()
                .map(|it| format!("{}|{}|{}|{}", it.subject, it.action, it.value, it.unit))
                .collect();
            assert_eq!(said.len(), expected.len(), "{sentence}: {said:?}");
            for (it, (subject, action, value, unit)) in read.iter().zip(expected) {
                assert!(it.subject.contains(subject), "{subject}: {said:?}");
                assert!(it.action.contains(action), "{action}: {said:?}");
                assert_eq!(
                    (it.value.to_string(), &*it.unit),
                    ((*value).to_owned(), *unit)
                );
                assert!(sentence.contains(&it.clause) && it.clause.contains(&it.mention));
            }
        }
    }
}
