//! A number that promises something, and how a correction changes it.

use serde::{Deserialize, Serialize};
use youwei_base::Decimal;
use youwei_report::{Measure, Op};

use crate::{Span, TargetFields};

/// A number that promises something, as it stands after corrections.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The number with its unit, as printed.
    pub mention: String,
    /// What is counted or measured.
    pub subject: String,
    /// How a fact must compare.
    pub op: Op,
    /// The value in base units.
    #[serde(with = "rust_decimal::serde::str")]
    pub value: Decimal,
    /// The upper end of a range.
    #[serde(
        with = "rust_decimal::serde::str_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub value2: Option<Decimal>,
    /// The base unit, such as 元, 人, %.
    pub unit: String,
    /// What kind of quantity it is.
    pub measure: Measure,
    /// The verb.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub action: String,
    /// The period words; empty if none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub due: String,
    /// Where the number is printed.
    pub span: Span,
    /// The measure that says how far it is reached, once a person has bound one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<Bound>,
    /// What the unit says of itself that it has reached, in the base unit.
    #[serde(
        with = "rust_decimal::serde::str_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub claimed: Option<Decimal>,
    /// Whether an amendment says that it is promised no more; it stays where it is, struck
    /// through.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dropped: bool,
}

/// A measure that a person has said speaks for a target or milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// The measure's id.
    pub measure: String,
    /// The one record whose facts count, such as a named project; all if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// What the measure was when it was bound,
    /// [`Measure::declared`](crate::Measure::declared).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub declared: String,
}

impl Target {
    /// The target in one short line, such as 新开工项目 ≥184个. The value is exact.
    pub fn line(&self) -> String {
        let mut line = self.subject.clone();
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&amount(self.op, self.value, self.value2, &self.unit));
        line
    }
}

/// What a number must be, such as ≥184个. The value is exact.
pub(crate) fn amount(op: Op, value: Decimal, value2: Option<Decimal>, unit: &str) -> String {
    let sign = match op {
        Op::Equal | Op::Range => "",
        Op::AtLeast => "≥",
        Op::Above => ">",
        Op::AtMost => "≤",
        Op::Below => "<",
        Op::About => "约",
    };
    let value = match value2 {
        Some(upper) => format!("{}～{}", readable(value), readable(upper)),
        None => readable(value),
    };
    format!("{sign}{value}{unit}")
}

/// An exact value as people read it: in 万 or 亿 where that takes no more than
/// two decimals.
pub(crate) fn readable(value: Decimal) -> String {
    const SCALES: [(i64, &str); 2] = [(100_000_000, "亿"), (10_000, "万")];
    for (scale, sign) in SCALES {
        let scaled = (value / Decimal::from(scale)).normalize();
        if scaled.abs() >= Decimal::ONE && scaled.scale() <= 2 {
            return format!("{scaled}{sign}");
        }
    }
    value.normalize().to_string()
}

/// A target after some of its fields were set.
pub(crate) fn with_fields(target: &Target, fields: &TargetFields) -> Target {
    let mut new = target.clone();
    let text = |place: &mut String, field: &Option<String>| {
        if let Some(field) = field {
            place.clone_from(field);
        }
    };
    text(&mut new.mention, &fields.mention);
    text(&mut new.subject, &fields.subject);
    text(&mut new.unit, &fields.unit);
    text(&mut new.action, &fields.action);
    text(&mut new.due, &fields.due);
    if let Some(op) = fields.op {
        new.op = op;
        if op != youwei_report::Op::Range {
            new.value2 = None;
        }
    }
    if let Some(value) = fields.value {
        new.value = value;
    }
    if let Some(value2) = fields.value2 {
        new.value2 = Some(value2);
    }
    if let Some(measure) = fields.measure {
        new.measure = measure;
    }
    if let Some(span) = fields.span {
        new.span = span;
    }
    new
}

/// A target made of fields alone; none if subject, value or place is missing.
pub(crate) fn from_fields(fields: &TargetFields) -> Option<Target> {
    let bare = Target {
        mention: fields.mention.clone()?,
        subject: fields.subject.clone()?,
        op: youwei_report::Op::Equal,
        value: fields.value?,
        value2: None,
        unit: String::new(),
        measure: youwei_report::Measure::Level,
        action: String::new(),
        due: String::new(),
        span: fields.span?,
        bound: None,
        claimed: None,
        dropped: false,
    };
    Some(with_fields(&bare, fields))
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn values_are_read_in_the_largest_sign_that_keeps_them_exact() {
        for (value, expected) in [
            ("58180000000", "581.8亿"),
            ("140000", "14万"),
            ("100000000", "1亿"),
            ("123456700", "12345.67万"),
            ("12345", "12345"),
            ("12300", "1.23万"),
            ("9999", "9999"),
            ("1000.50", "1000.5"),
            ("-20000", "-2万"),
            ("0", "0"),
        ] {
            assert_eq!(readable(value.parse().unwrap()), expected);
        }
    }
}
