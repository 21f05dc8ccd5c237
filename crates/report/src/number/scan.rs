//! Finds every number of a sentence, with its unit.

use std::collections::HashSet;
use std::sync::LazyLock;

use youwei_base::Decimal;

use super::numeral;
use super::unit::{self, List};
use crate::lexicon::lexicon;
use crate::text::is_han_numeral;

/// A number as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Number {
    /// First byte of the mention in the sentence.
    pub start: usize,
    /// One past its last byte: number and unit, without 以上 and the like.
    pub end: usize,
    /// Value in base units.
    pub value: Decimal,
    /// The upper end of a range.
    pub value2: Option<Decimal>,
    /// Base unit; empty if none follows.
    pub unit: String,
    /// 多 or 余 stands between number and unit: at least so many.
    pub many: bool,
    /// How it is written.
    pub kind: Kind,
}

/// How a number is written, as far as that tells what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Digits with or without a unit.
    Arabic,
    /// Chinese numerals before a measure word.
    Han,
    /// A year, month or day.
    Date,
    /// 第三, or a list marker.
    Ordinal,
    /// Part of a word of letters or a longer code: G60, PM2.5, 12345.
    Code,
    /// 翻一番, 半, 三分之一, 零.
    Figure,
    /// 第3位, 前十, Ⅲ类.
    Rank,
}

/// Every number of `sentence`, in order.
pub(crate) fn scan(sentence: &str) -> Vec<Number> {
    let mut out: Vec<Number> = Vec::new();
    let mut at = 0;
    while let Some(ch) = sentence[at..].chars().next() {
        let found = if ch.is_ascii_digit() || ('０'..='９').contains(&ch) {
            Some(arabic(sentence, at))
        } else if ('Ⅰ'..='Ⅻ').contains(&ch) {
            roman(sentence, at, ch)
        } else if ch == '翻' {
            doubling(sentence, at)
        } else if ch == '前' || ch == '第' {
            ranked(sentence, at, ch)
        } else if ch == '半' || is_han_numeral(ch) {
            han(sentence, at)
        } else {
            None
        };
        match found {
            Some(number) => {
                at = number.end.max(at + ch.len_utf8());
                out.push(number);
            }
            None => at += skip(sentence, at, ch),
        }
    }
    out
}

/// How far to go on where no number starts: over a whole run of numerals, so
/// that the tail of a word is not taken for a number of its own.
fn skip(sentence: &str, at: usize, ch: char) -> usize {
    if let Some(word) = ordinary_word(sentence, at) {
        return word;
    }
    if is_han_numeral(ch) {
        return han_run(&sentence[at..]);
    }
    ch.len_utf8()
}

fn han_run(text: &str) -> usize {
    text.chars()
        .take_while(|ch| is_han_numeral(*ch))
        .map(char::len_utf8)
        .sum()
}

/// The characters that ordinary words with a numeral begin with.
static ORDINARY_FIRST: LazyLock<HashSet<char>> = LazyLock::new(|| {
    let words = &lexicon().number.not_numbers;
    words
        .iter()
        .filter_map(|word| word.chars().next())
        .collect()
});

/// The length of an ordinary word with a numeral that starts at `at`.
fn ordinary_word(sentence: &str, at: usize) -> Option<usize> {
    let first = sentence[at..].chars().next()?;
    if !ORDINARY_FIRST.contains(&first) {
        return None;
    }
    let words = &lexicon().number.not_numbers;
    words
        .iter()
        .filter(|word| sentence[at..].starts_with(word.as_str()))
        .map(String::len)
        .max()
}

struct Digits {
    end: usize,
    value: Decimal,
    plain: String,
}

/// Digits with grouping commas and a decimal point, full-width forms folded.
fn digits(text: &str, from: usize) -> Option<Digits> {
    let mut plain = String::new();
    let mut end = from;
    let mut chars = text[from..].char_indices().peekable();
    while let Some((offset, ch)) = chars.next() {
        let folded = fold_digit(ch);
        if let Some(digit) = folded {
            plain.push(digit);
        } else if matches!(ch, '.' | '．') && !plain.is_empty() && !plain.contains('.') {
            let next = chars.peek().and_then(|(_, ch)| fold_digit(*ch));
            if next.is_none() {
                break;
            }
            plain.push('.');
        } else if matches!(ch, ',' | '，') && !plain.contains('.') {
            let ahead: Vec<char> = text[from + offset + ch.len_utf8()..]
                .chars()
                .take(4)
                .collect();
            let three = ahead.len() >= 3 && ahead[..3].iter().all(|c| fold_digit(*c).is_some());
            let fourth = ahead.get(3).is_some_and(|c| fold_digit(*c).is_some());
            // 「341，1000」 is a comma between clauses; 「1,000」 groups.
            if !three || fourth || plain.len() > 3 && !plain.len().is_multiple_of(3) || ch == '，'
            {
                break;
            }
        } else {
            break;
        }
        end = from + offset + ch.len_utf8();
    }
    let value = Decimal::from_str_exact(&plain).ok()?;
    Some(Digits { end, value, plain })
}

fn fold_digit(ch: char) -> Option<char> {
    if ch.is_ascii_digit() {
        return Some(ch);
    }
    let offset = (ch as u32).checked_sub('０' as u32)?;
    char::from_digit(offset, 10)
}

fn blanks(text: &str, at: usize) -> usize {
    text[at..]
        .chars()
        .take_while(|ch| matches!(ch, ' ' | '\u{3000}' | '\u{a0}'))
        .map(char::len_utf8)
        .sum()
}

/// Multipliers behind digits, unless they begin a unit of their own (千瓦).
fn scaled(text: &str, mut at: usize, mut value: Decimal) -> (usize, Decimal) {
    loop {
        let gap = blanks(text, at);
        let here = at + gap;
        let Some(ch) = text[here..].chars().next() else {
            return (at, value);
        };
        let Some(times) = numeral::multiplier(ch).filter(|_| ch != '十') else {
            return (at, value);
        };
        if unit::length(&text[here..], List::Arabic) > ch.len_utf8() {
            return (at, value);
        }
        let Some(product) = value.checked_mul(times) else {
            return (at, value);
        };
        value = product;
        at = here + ch.len_utf8();
    }
}

/// A unit behind position `at`, after an optional blank and 多 or 余.
struct Tail {
    end: usize,
    unit: String,
    many: bool,
}

fn tail(text: &str, at: usize, list: List) -> Tail {
    let mut here = at + blanks(text, at);
    let mut many = false;
    if let Some(ch) = text[here..].chars().next()
        && matches!(ch, '多' | '余')
    {
        let after = here + ch.len_utf8();
        // 「200多万亩」: the multiplier behind 多 is read by the caller.
        if unit::length(&text[after..], list) > 0 {
            here = after;
            many = true;
        }
    }
    let length = unit::length(&text[here..], list);
    if length == 0 {
        return Tail {
            end: at,
            unit: String::new(),
            many: false,
        };
    }
    Tail {
        end: here + length,
        unit: unit::base(&text[here..here + length]),
        many,
    }
}

fn arabic(text: &str, at: usize) -> Number {
    let Some(first) = digits(text, at) else {
        // More digits than a decimal holds: kept as a code.
        let end = at
            + text[at..]
                .chars()
                .take_while(|c| fold_digit(*c).is_some())
                .map(char::len_utf8)
                .sum::<usize>();
        return Number {
            start: at,
            end,
            value: Decimal::ZERO,
            value2: None,
            unit: String::new(),
            many: false,
            kind: Kind::Code,
        };
    };
    let before = text[..at].chars().next_back();
    let letters =
        before.is_some_and(|ch| ch.is_ascii_alphabetic() || matches!(ch, '-' | '+' | '－'));
    let (mut end, mut value) = scaled(text, first.end, first.value);
    // 「200多万亩」
    let mut many = false;
    if let Some(ch) = text[end..].chars().next()
        && matches!(ch, '多' | '余')
        && text[end + ch.len_utf8()..].starts_with(['万', '亿'])
    {
        (end, value) = scaled(text, end + ch.len_utf8(), value);
        many = true;
    }
    if let Some(date) = date(text, at, &first) {
        return date;
    }
    let own = tail(text, end, List::Arabic);
    let (low_end, low_unit) = (own.end, own.unit);
    many |= own.many;
    if let Some((to_end, mut high, high_scaled)) = range_end(text, low_end) {
        let high_tail = tail(text, to_end, List::Arabic);
        let mut low = value;
        // 「3至5万个」: the multiplier behind the upper end is the lower's too.
        if end == first.end && low_unit.is_empty() && high_scaled > Decimal::ONE {
            low = low.checked_mul(high_scaled).unwrap_or(low);
        }
        let unit = if high_tail.unit.is_empty() {
            low_unit.clone()
        } else {
            high_tail.unit.clone()
        };
        if high > low || (!low_unit.is_empty() && low_unit == high_tail.unit && high != low) {
            let mut number_end = high_tail.end.max(to_end);
            if high_tail.unit.is_empty() {
                number_end = to_end;
            }
            adjust(&mut low, &unit, text, number_end);
            adjust(&mut high, &unit, text, number_end);
            return Number {
                start: at,
                end: number_end,
                value: low,
                value2: Some(high),
                unit,
                many,
                kind: if letters { Kind::Code } else { Kind::Arabic },
            };
        }
    }
    adjust(&mut value, &low_unit, text, low_end);
    let kind = if letters || is_code(text, at, &first, &low_unit) {
        Kind::Code
    } else {
        Kind::Arabic
    };
    Number {
        start: at,
        end: low_end.max(end),
        value,
        value2: None,
        unit: low_unit,
        many,
        kind,
    }
}

/// 成 counts tenths.
fn adjust(value: &mut Decimal, _unit: &str, text: &str, end: usize) {
    if text[..end].ends_with('成') {
        *value *= Decimal::TEN;
    }
}

/// What follows a range mark: the end of the upper number, its value, and what
/// its multipliers are worth.
fn range_end(text: &str, at: usize) -> Option<(usize, Decimal, Decimal)> {
    let here = at + blanks(text, at);
    let mark: usize = text[here..]
        .chars()
        .take_while(|ch| {
            matches!(
                ch,
                '-' | '－' | '—' | '–' | '~' | '～' | '至' | '到' | '─' | '−'
            )
        })
        .take(2)
        .map(char::len_utf8)
        .sum();
    if mark == 0 {
        return None;
    }
    let from = here + mark;
    let from = from + blanks(text, from);
    let upper = text[from..]
        .chars()
        .next()
        .filter(|ch| fold_digit(*ch).is_some())
        .and_then(|_| digits(text, from))?;
    let (end, value) = scaled(text, upper.end, upper.value);
    let times = if upper.value.is_zero() {
        Decimal::ONE
    } else {
        value / upper.value
    };
    Some((end, value, times))
}

fn date(text: &str, at: usize, first: &Digits) -> Option<Number> {
    let rest = &text[first.end + blanks(text, first.end)..];
    let whole = !first.plain.contains('.');
    let year = whole && first.plain.len() == 4 && ("1900".."2100").contains(&first.plain.as_str());
    let gap = blanks(text, first.end);
    let ends = |unit: &str| first.end + gap + unit.len();
    let date = |end| Number {
        start: at,
        end,
        value: first.value,
        value2: None,
        unit: "年".to_owned(),
        many: false,
        kind: Kind::Date,
    };
    if year && (rest.starts_with('年') || rest.starts_with(['—', '-', '–', '～'])) {
        return Some(date(if rest.starts_with('年') {
            ends("年")
        } else {
            first.end
        }));
    }
    let small = whole && first.plain.len() <= 2;
    if small && rest.starts_with('月') {
        return Some(date(ends("月")));
    }
    if small && rest.starts_with('日') && text[..at].ends_with('月') {
        return Some(date(ends("日")));
    }
    None
}

/// Numbers that name: 12345热线, 13号线, 4.0版, 40中.
fn is_code(text: &str, at: usize, first: &Digits, unit: &str) -> bool {
    let rest = &text[first.end..];
    let next = rest.chars().next();
    let joined = next.is_some_and(|ch| ch.is_ascii_alphabetic() && unit.is_empty() || ch == '+');
    let named = matches!(unit, "号" | "版" | "届" | "期" | "轮" | "代");
    let bare_long = unit.is_empty() && first.plain.len() == 5 && first.plain.starts_with('1');
    let _ = (text, at);
    joined || named || bare_long
}

fn roman(text: &str, at: usize, ch: char) -> Option<Number> {
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
fn doubling(text: &str, at: usize) -> Option<Number> {
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
fn ranked(text: &str, at: usize, lead: char) -> Option<Number> {
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

fn han(text: &str, at: usize) -> Option<Number> {
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
fn half(text: &str, at: usize) -> Option<Number> {
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
