//! Numbers as people read them: 650亿元 rather than 65000000000元, exact always.

use youwei_account::{Target, glance};
use youwei_base::Decimal;
use youwei_report::Op;

/// Powers of ten with a name of their own, largest first.
const NAMED: [(i64, &str); 2] = [(100_000_000, "亿"), (10_000, "万")];

/// The most decimals that a scaled number may have; otherwise it is written out.
const DECIMALS_MAX: u32 = 4;

/// An amount in its base unit, written with 万 or 亿 where that is shorter.
pub(crate) fn amount(value: Decimal, unit: &str) -> String {
    let value = value.normalize();
    for (power, name) in NAMED {
        let power = Decimal::from(power);
        let scaled = (value / power).normalize();
        if value.abs() >= power && scaled.scale() <= DECIMALS_MAX {
            return format!("{scaled}{name}{unit}");
        }
    }
    format!("{value}{unit}")
}

/// An amount that pace gives, to four digits or so: nobody owes a fraction of a yuan.
pub(crate) fn about(value: Decimal, unit: &str) -> String {
    for (power, name) in NAMED {
        let power = Decimal::from(power);
        if value.abs() >= power {
            return format!("{}{name}{unit}", (value / power).round_dp(1).normalize());
        }
    }
    let decimals = u32::from(value.abs() < Decimal::ONE_HUNDRED);
    format!("{}{unit}", value.round_dp(decimals).normalize())
}

/// A figure to be read at a glance.
pub(crate) fn reached(value: Decimal, unit: &str) -> String {
    let (scaled, name) = glance(value, None);
    format!("{scaled}{name}{unit}")
}

/// What a target has reached, to be read at a glance and never taken for the target itself.
pub(crate) fn reached_of(value: Decimal, target: &Target) -> String {
    let (scaled, name) = glance(value, Some(target.value));
    format!("{scaled}{name}{}", target.unit)
}

/// A figure against its target, such as 118/140个 or 391.2亿/412.5亿元; a rate's target is in
/// the words beside it: 52.3%.
pub(crate) fn against(value: Decimal, target: &Target) -> String {
    let rate =
        target.unit.contains('%') || target.unit.contains('‰') || target.unit.contains("百分点");
    let (scaled, name) = glance(value, Some(target.value));
    if rate || target.value2.is_some() {
        return format!("{scaled}{name}{}", target.unit);
    }
    format!("{scaled}{name}/{}", amount(target.value, &target.unit))
}

/// What a target asks for, such as ≥650亿元 or 3～5个.
pub(crate) fn goal(target: &Target) -> String {
    let value = amount(target.value, &target.unit);
    let sign = match target.op {
        Op::Equal => "",
        Op::AtLeast => "≥",
        Op::Above => "＞",
        Op::AtMost => "≤",
        Op::Below => "＜",
        Op::About => "约",
        Op::Range => {
            let upper = target.value2.unwrap_or(target.value);
            let lower = target.value.normalize();
            return format!("{lower}～{}", amount(upper, &target.unit));
        }
    };
    format!("{sign}{value}")
}

/// A target in one line, such as 新增床位 ≥1200张.
pub(crate) fn line(target: &Target) -> String {
    if target.subject.is_empty() {
        goal(target)
    } else {
        format!("{} {}", target.subject, goal(target))
    }
}

/// A number as people type it: 650亿, 1.2万, 1,000. None if it is none.
pub(crate) fn parse(text: &str) -> Option<Decimal> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, ',' | '，' | ' ' | '　'))
        .collect();
    for (power, name) in NAMED {
        if let Some(head) = plain.strip_suffix(name) {
            return Decimal::from_str_exact(head)
                .ok()?
                .checked_mul(Decimal::from(power));
        }
    }
    Decimal::from_str_exact(&plain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_amounts_are_named_and_never_rounded() {
        for (value, unit, said) in [
            ("65000000000", "元", "650亿元"),
            ("581.80", "元", "581.8元"),
            ("12000", "人", "1.2万人"),
            ("300", "项", "300项"),
            ("9999", "个", "9999个"),
            ("123456789", "元", "12345.6789万元"),
            ("123456789.5", "元", "123456789.5元"),
            ("-20000", "个", "-2万个"),
            ("0.5", "个百分点", "0.5个百分点"),
        ] {
            let value: Decimal = value.parse().unwrap();
            assert_eq!(amount(value, unit), said);
        }
    }

    #[test]
    fn what_pace_asks_for_is_rounded() {
        for (value, unit, said) in [
            ("71671232.9", "元", "7167.1万元"),
            ("148.77", "项", "149项"),
            ("1.34", "个", "1.3个"),
            ("0", "个", "0个"),
        ] {
            let value: Decimal = value.parse().unwrap();
            assert_eq!(about(value, unit), said);
        }
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, value) in [
            ("650亿", Some("65000000000")),
            ("1.2万", Some("12000")),
            ("1,000", Some("1000")),
            ("-0.5", Some("-0.5")),
            ("", None),
            ("亿", None),
            ("三百", None),
            ("99999999999999999999999999亿", None),
        ] {
            assert_eq!(parse(typed), value.map(|v| v.parse().unwrap()), "{typed}");
        }
    }
}
