//! Values as people read them.

use maud::{Markup, html};
use youwei_base::Bilingual;
use youwei_decision::value::{Missing, Value};

use crate::words::Lang;

/// How many items of a list are shown before it is folded.
const ITEMS_SHOWN: usize = 12;
/// How many items of a list are shown at all.
const ITEMS_MAX: usize = 400;

/// A value on one line, as a text; long ones are cut after about so many characters.
pub(super) fn brief(value: &Value, lang: Lang, most: usize) -> String {
    let text = match value {
        Value::Unknown(_) => lang.pick("不能确定", "unknown").to_owned(),
        Value::Null(_) => lang.pick("空", "null").to_owned(),
        Value::Boolean(it) => yes_or_no(*it, lang).to_owned(),
        Value::Number(it) => grouped(&it.to_string()),
        Value::List(items) => match items.len() {
            0 => lang.pick("（无）", "(none)").to_owned(),
            1 => brief(&items[0], lang, most),
            _ if items.iter().all(is_plain) => {
                let some: Vec<String> = items
                    .iter()
                    .take(most)
                    .map(|it| brief(it, lang, most))
                    .collect();
                some.join(lang.pick("、", ", "))
            }
            n => lang.pick(format!("{n} 项"), format!("{n} items")),
        },
        Value::Context(entries) => {
            let some: Vec<String> = entries
                .iter()
                .take(most)
                .map(|(name, value)| format!("{name} {}", brief(value, lang, most)))
                .collect();
            some.join(lang.pick("，", ", "))
        }
        other => other.to_string(),
    };
    let wide = |text: &str| super::diagram::width(text);
    if wide(&text) <= most {
        return text;
    }
    let mut cut = String::new();
    for it in text.chars() {
        if wide(&cut) + 3 > most {
            break;
        }
        cut.push(it);
    }
    cut.trim_end_matches(['、', '，', ',', ' ']).to_owned() + "…"
}

/// A value in full.
pub(super) fn full(value: &Value, lang: Lang) -> Markup {
    html! {
        @match value {
            Value::List(items) if items.is_empty() => span.quiet { (lang.pick("（空清单）", "(an empty list)")) },
            Value::List(items) if items.iter().all(|it| matches!(it, Value::Context(_))) => (rows(items, lang)),
            Value::List(items) if items.len() == 1 => (full(&items[0], lang)),
            Value::List(items) => (list(items, lang)),
            Value::Context(entries) => dl.worth {
                @for (name, value) in entries.iter() {
                    dt lang="zh-CN" { (name) } dd { (full(value, lang)) }
                }
            },
            Value::Null(null) => span.null {
                (lang.pick("空值", "null"))
                @if let Some(reason) = null.reason() { small { (lang.own(reason.why.sentence())) } }
            },
            Value::Unknown(missing) => span.unknown { (lang.own(unknown(missing))) },
            Value::String(_) => span lang="zh-CN" { (value.to_string()) },
            value => (brief(value, lang, usize::MAX)),
        }
    }
}

fn list(items: &[Value], lang: Lang) -> Markup {
    let shown = items.iter().take(ITEMS_SHOWN);
    html! {
        ul.items {
            @for item in shown { li { (full(item, lang)) } }
        }
        @if items.len() > ITEMS_SHOWN {
            details {
                summary { (lang.pick(format!("其余 {} 项", items.len() - ITEMS_SHOWN), format!("{} more", items.len() - ITEMS_SHOWN))) }
                ul.items { @for item in items.iter().take(ITEMS_MAX).skip(ITEMS_SHOWN) { li { (full(item, lang)) } } }
            }
        }
    }
}

/// A list of contexts as a table.
fn rows(items: &[Value], lang: Lang) -> Markup {
    let mut names: Vec<&str> = Vec::new();
    for item in items.iter().take(ITEMS_MAX) {
        if let Value::Context(entries) = item {
            for name in entries.keys() {
                if !names.contains(&&**name) {
                    names.push(name);
                }
            }
        }
    }
    html! {
        div.scroll tabindex="0" role="region" aria-label=(lang.pick("清单", "List")) {
            table.plain.rows {
                thead { tr { @for name in &names { th scope="col" lang="zh-CN" { (name) } } } }
                tbody {
                    @for item in items.iter().take(ITEMS_MAX) {
                        @if let Value::Context(entries) = item {
                            tr { @for name in &names { td { @if let Some(value) = entries.get(*name) { (full(value, lang)) } } } }
                        }
                    }
                }
            }
        }
    }
}

/// Why nothing can be said.
pub(super) fn unknown(missing: &Missing) -> Bilingual {
    let names: Vec<&str> = missing.0.iter().map(|name| &**name).collect();
    Bilingual::new(
        format!("不能确定，因为缺{}", names.join("、")),
        format!(
            "unknown, because {} {} missing",
            names.join(", "),
            if names.len() == 1 { "is" } else { "are" }
        ),
    )
}

fn is_plain(value: &Value) -> bool {
    !matches!(value, Value::List(_) | Value::Context(_))
}

fn yes_or_no(it: bool, lang: Lang) -> &'static str {
    match it {
        true => lang.pick("是", "yes"),
        false => lang.pick("否", "no"),
    }
}

/// A number of five digits and more in groups of three; a year stays as it is.
pub(super) fn grouped(number: &str) -> String {
    let (sign, rest) = match number.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", number),
    };
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    if whole.len() < 5 || !whole.bytes().all(|it| it.is_ascii_digit()) {
        return format!("{sign}{rest}");
    }
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_years_are_not() {
        for (number, shown) in [
            ("2025", "2025"),
            ("806", "806"),
            ("13000000", "13,000,000"),
            ("-10000000.20", "−10,000,000.20"),
            ("1E+40", "1E+40"),
        ] {
            assert_eq!(grouped(number), shown);
        }
    }

    #[test]
    fn a_long_value_is_cut_for_a_node() {
        let list = Value::list(vec![Value::from("工资性收入"), Value::from("经营净收入")]);
        assert_eq!(brief(&list, Lang::Zh, 14), "工资性收入…");
        assert_eq!(brief(&Value::from(true), Lang::En, 14), "yes");
        let missing = Value::Unknown(Missing::one("总费用".into()));
        assert_eq!(brief(&missing, Lang::Zh, 14), "不能确定");
    }
}
