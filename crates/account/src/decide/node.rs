//! Quarter nodes: words of a person, and the amount in them where they are one; when a
//! person may still declare them without an amendment.

use youwei_base::{Day, Decimal};

use super::held::amend_instead;
use crate::amendment::quarter_name;
use crate::commitment::{Commitment, Node};
use crate::filter::folded;
use crate::history::quoted;
use crate::pace::{own_nodes, quarter_ends};
use crate::printed::Report;
use crate::{Refusal, Target};

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

/// Refuses other nodes in the place of those that were declared of what was once
/// confirmed. A blank one may be filled until its quarter ends, and the four become the
/// pace, which they do once all are amounts, in the first quarter only: who declares
/// later what would by then have been enough has an approver.
pub(super) fn may_declare(
    report: &Report,
    commitment: &Commitment,
    nodes: &[Option<Node>; 4],
    today: Day,
) -> Result<(), Refusal> {
    if !commitment.held {
        return Ok(());
    }
    let ends = report.year.map(quarter_ends);
    let over = |quarter: usize| {
        let end = ends.as_ref().and_then(|it| it.get(quarter));
        end.is_some_and(|end| *end < today)
    };
    for (quarter, (old, new)) in commitment.nodes.iter().zip(nodes).enumerate() {
        let name = quarter_name(quarter);
        match old {
            _ if old == new => {}
            Some(old) => {
                let words = quoted(&old.text);
                return Err(amend_instead(
                    format!("{}已声明为“{words}”，不能直接改动。", name.zh),
                    format!(
                        "The {} was declared as “{words}” and cannot simply be changed.",
                        name.en
                    ),
                ));
            }
            None if over(quarter) => {
                return Err(amend_instead(
                    format!("{}的季度已经过去，不能事后补填。", name.zh),
                    format!(
                        "The quarter of the {} is over; it cannot be declared afterwards.",
                        name.en
                    ),
                ));
            }
            None => {}
        }
    }
    let paced = |nodes| {
        let first = commitment.targets.first();
        first.and_then(|it| own_nodes(nodes, it)).is_some()
    };
    if over(0) && paced(nodes) && !paced(&commitment.nodes) {
        return Err(amend_instead(
            "一季度已过，四个节点补齐会改变全年的序时进度。",
            "The first quarter is over, and a full set of nodes would change the pace of the year.",
        ));
    }
    Ok(())
}

/// Refuses nodes that are no course towards the first number: one below zero, one below
/// that of an earlier quarter, a last one that is not what the whole year is to reach.
pub(super) fn make_sense(
    commitment: &Commitment,
    nodes: &[Option<Node>; 4],
) -> Result<(), Refusal> {
    let mut reached: Option<(usize, Decimal)> = None;
    for (quarter, node) in nodes.iter().enumerate() {
        let Some(node) = node else { continue };
        let name = quarter_name(quarter);
        let words = quoted(&node.text);
        if below_zero(&node.text) {
            return Err(Refusal::invalid(
                format!("{}“{words}”是负数。请填到季度末累计要达到的数。", name.zh),
                format!(
                    "The {}, “{words}”, is below zero. Give what is to be reached by the end of the quarter, from the year's first day on.",
                    name.en
                ),
            ));
        }
        let Some(value) = node.value else { continue };
        if let Some((before, most)) = reached.filter(|(_, most)| value < *most) {
            let (zh, en) = (quarter_name(before).zh, quarter_name(before).en);
            let most = most.normalize();
            return Err(Refusal::invalid(
                format!(
                    "{}“{words}”比{zh}的 {most} 还少；节点是从年初起累计的数。请改成不小于它的数。",
                    name.zh
                ),
                format!(
                    "The {}, “{words}”, is below the {en}, {most}; nodes count from the year's first day. Give no less than that.",
                    name.en
                ),
            ));
        }
        reached = Some((quarter, value));
    }
    let first = commitment.targets.first().filter(|it| !it.dropped);
    let last = nodes.last().and_then(Option::as_ref);
    let last = last.and_then(|it| Some((it, it.value?)));
    if let Some((target, (node, value))) = first.zip(last) {
        let most = target.value2.unwrap_or(target.value);
        if value < target.value || value > most {
            let (words, line) = (quoted(&node.text), target.line());
            return Err(Refusal::invalid(
                format!(
                    "第四季度节点“{words}”不是年度目标“{line}”；年末的节点就是目标。要改目标，请作调整。"
                ),
                format!(
                    "The node of quarter 4, “{words}”, is not the year's target “{line}”: at the end of the year the node is the target. To change that, amend it."
                ),
            ));
        }
    }
    Ok(())
}

/// Whether words are a number with a sign before it that makes it less than nothing.
fn below_zero(text: &str) -> bool {
    let text = folded(text);
    let rest = text.trim_start().strip_prefix(['-', '−', '–', '负']);
    rest.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
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
