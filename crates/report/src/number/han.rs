//! Numbers in Chinese and Roman numerals: counts, ranks, fractions, doublings.

use youwei_base::Decimal;

use super::arabic::{blanks, digits, tail};
use super::found::{Kind, Number};
use super::numeral;
use super::ordinary::{han_run, ordinary_word};
use super::unit::List;

pub(super) fn han(text: &str, at: usize) -> Option<Number> {
    if ordinary_word(text, at).is_some() {
        return None;
    }
    let before = text[..at].chars().next_back();
    if text[at..].starts_with('半') {
        return half(text, at);
    }
    let run = han_run(&text[at..]);
    let words = &text[at..at + run];
    let end = at + run;
    if let Some(rest) = text[end..].strip_prefix("分之") {
        let upper = han_run(rest);
        let (below, above) = (numeral::value(words)?, numeral::value(&rest[..upper])?);
        if upper > 0 && !below.is_zero() {
            let end = end + "分之".len() + upper;
            return Some(Number {
                start: at,
                end,
                value: above * Decimal::ONE_HUNDRED / below,
                value2: None,
                unit: "%".to_owned(),
                many: false,
                kind: Kind::Figure,
            });
        }
    }
    let value = numeral::value(words)?;
    if before.is_some_and(|ch| matches!(ch, '第' | '每')) {
        return None;
    }
    if let Some(rest) = text[end..].strip_prefix('成')
        && !rest.starts_with(['为', '效', '果', '立', '长', '就', '本'])
        && value < Decimal::TEN
        && words.chars().count() == 1
    {
        return Some(Number {
            start: at,
            end: end + '成'.len_utf8(),
            value: value * Decimal::TEN,
            value2: None,
            unit: "%".to_owned(),
            many: false,
            kind: Kind::Figure,
        });
    }
    if words == "零" {
        return Some(Number {
            start: at,
            end,
            value,
            value2: None,
            unit: String::new(),
            many: false,
            kind: Kind::Figure,
        });
    }
    let only_scales = words.chars().all(|ch| "十百千万亿".contains(ch));
    if only_scales && text[end..].starts_with('级') && words.chars().count() >= 2 {
        return Some(Number {
            start: at,
            end: end + '级'.len_utf8(),
            value,
            value2: None,
            unit: "元".to_owned(),
            many: true,
            kind: Kind::Han,
        });
    }
    let after = tail(text, end, List::Han);
    // 「3—5」 in Chinese: 三至五个.
    if after.unit.is_empty() {
        if let Some(mark) = text[end..]
            .chars()
            .next()
            .filter(|ch| matches!(ch, '至' | '到'))
        {
            let from = end + mark.len_utf8();
            let upper = han_run(&text[from..]);
            if upper > 0 {
                let high = numeral::value(&text[from..from + upper])?;
                let unit = tail(text, from + upper, List::Han);
                if !unit.unit.is_empty() && high > value {
                    return Some(Number {
                        start: at,
                        end: unit.end,
                        value,
                        value2: Some(high),
                        unit: unit.unit,
                        many: false,
                        kind: Kind::Han,
                    });
                }
            }
        }
        return None;
    }
    Some(Number {
        start: at,
        end: after.end,
        value,
        value2: None,
        unit: after.unit,
        many: after.many,
        kind: Kind::Han,
    })
}

/// 半 alone counts only as a part of a whole: 压减一半, 过半, 减半.
pub(super) fn half(text: &str, at: usize) -> Option<Number> {
    let before = text[..at].chars().next_back()?;
    let end = at + '半'.len_utf8();
    let next = text[end..].chars().next();
    let counts = matches!(before, '一' | '减' | '过' | '降')
        && !next.is_some_and(|ch| matches!(ch, '年' | '天' | '月'));
    let start = if before == '一' {
        at - before.len_utf8()
    } else {
        at
    };
    counts.then(|| Number {
        start,
        end,
        value: Decimal::from(50),
        value2: None,
        unit: "%".to_owned(),
        many: false,
        kind: Kind::Figure,
    })
}

pub(super) fn roman(text: &str, at: usize, ch: char) -> Option<Number> {
    let value = ch as u32 - 'Ⅰ' as u32 + 1;
    let end = at + ch.len_utf8();
    let rest = &text[end..];
    let unit = ["类", "级", "期"]
        .into_iter()
        .find(|unit| rest.starts_with(unit))?;
    Some(Number {
        start: at,
        end: end + unit.len(),
        value: Decimal::from(value),
        value2: None,
        unit: unit.to_owned(),
        many: false,
        kind: Kind::Rank,
    })
}

/// 翻番, 翻一番, 翻两番: to twice, twice, four times.
pub(super) fn doubling(text: &str, at: usize) -> Option<Number> {
    let rest = &text[at + '翻'.len_utf8()..];
    let run = han_run(rest);
    let after = &rest[run..];
    if !after.starts_with('番') {
        return None;
    }
    let times = if run == 0 {
        1
    } else {
        u32::try_from(numeral::value(&rest[..run])?).ok()?
    };
    let value = Decimal::from(2_u64.checked_pow(times).filter(|_| times < 20)?);
    let end = at + '翻'.len_utf8() + run + '番'.len_utf8();
    Some(Number {
        start: at,
        end,
        value,
        value2: None,
        unit: "倍".to_owned(),
        many: false,
        kind: Kind::Figure,
    })
}

/// 第3位, 第二轮, 前十, 前三位.
pub(super) fn ranked(text: &str, at: usize, lead: char) -> Option<Number> {
    let from = at + lead.len_utf8();
    let from = from + blanks(text, from);
    let (run_end, value) = if let Some(run) = digits(text, from) {
        (run.end, run.value)
    } else {
        let run = han_run(&text[from..]);
        (from + run, numeral::value(&text[from..from + run])?)
    };
    if run_end == from {
        return None;
    }
    let after = tail(text, run_end, List::Arabic);
    let place = matches!(after.unit.as_str(), "位" | "名");
    let kind = match (lead, place) {
        ('第', false) => Kind::Ordinal,
        ('前', false) if !after.unit.is_empty() => return None,
        _ => Kind::Rank,
    };
    let start = at;
    Some(Number {
        start,
        end: after.end.max(run_end),
        value,
        value2: None,
        unit: after.unit,
        many: false,
        kind,
    })
}
