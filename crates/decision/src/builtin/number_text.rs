//! `number("1 000,50", " ", ",")`: a number as people of some country write it.

use std::sync::Arc;

use super::tools::{fails, refuse, unfit};
use crate::machine::Machine;
use crate::value::Value;

/// The number that a text is, with these separators of groups and decimals.
pub(super) fn number(_: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let [Value::String(text), grouping, decimal] = arguments else {
        return unfit("number");
    };
    let separator = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        _ => None,
    };
    let (grouping, decimal) = (separator(grouping), separator(decimal));
    let allowed = |it: &Option<Arc<str>>, allowed: &[&str]| {
        it.as_deref().is_none_or(|it| allowed.contains(&it))
    };
    if !allowed(&grouping, &[" ", ",", "."]) {
        return refuse(
            "number",
            "grouping separator",
            "只能是空格、逗号、句点或空值。",
            "should be a space, a comma, a period or null.",
        );
    }
    if !allowed(&decimal, &[",", "."]) {
        return refuse(
            "number",
            "decimal separator",
            "只能是逗号、句点或空值。",
            "should be a comma, a period or null.",
        );
    }
    let point = decimal.as_deref().unwrap_or(".");
    if decimal.is_some() && grouping.as_deref() == Some(point) {
        return fails(
            "number",
            "的分组符和小数点不能相同。",
            "was given the same separator for groups and decimals.",
        );
    }
    let mut plain = text.to_string();
    if let Some(grouping) = grouping.as_deref() {
        plain = plain.replace(grouping, "");
    }
    if point == "," {
        // A period has no meaning here, and must not get one.
        plain = plain.replace('.', "?").replace(',', ".");
    }
    plain.parse().map_or_else(
        |_| {
            refuse(
                "number",
                "from",
                "不是一个数字；请写成数字，并注明所用的分隔符。",
                "is not a number with these separators; write digits and name the separators \
                 used.",
            )
        },
        Value::Number,
    )
}
