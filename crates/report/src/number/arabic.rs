//! Numbers in Arabic digits: grouping, decimals, multipliers, ranges, dates and codes.

use youwei_base::Decimal;

use super::found::{Kind, Number};
use super::numeral;
use super::unit::{self, List};

pub(super) struct Digits {
    pub end: usize,
    pub value: Decimal,
    pub plain: String,
}

/// Digits with grouping commas and a decimal point, full-width forms folded.
pub(super) fn digits(text: &str, from: usize) -> Option<Digits> {
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

pub(super) fn fold_digit(ch: char) -> Option<char> {
    if ch.is_ascii_digit() {
        return Some(ch);
    }
    let offset = (ch as u32).checked_sub('０' as u32)?;
    char::from_digit(offset, 10)
}

pub(super) fn blanks(text: &str, at: usize) -> usize {
    text[at..]
        .chars()
        .take_while(|ch| matches!(ch, ' ' | '\u{3000}' | '\u{a0}'))
        .map(char::len_utf8)
        .sum()
}

/// Multipliers behind digits, unless they begin a unit of their own (千瓦).
pub(super) fn scaled(text: &str, mut at: usize, mut value: Decimal) -> (usize, Decimal) {
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
pub(super) struct Tail {
    pub end: usize,
    pub unit: String,
    pub many: bool,
}

pub(super) fn tail(text: &str, at: usize, list: List) -> Tail {
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

pub(super) fn arabic(text: &str, at: usize) -> Number {
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
            adjust(&mut low, text, number_end);
            adjust(&mut high, text, number_end);
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
    adjust(&mut value, text, low_end);
    let low_unit = if low_unit.is_empty() && speaks_of_money(text, first.end, end) {
        "元".to_owned()
    } else {
        low_unit
    };
    let kind = if letters || is_code(text, &first, &low_unit) {
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

/// Sums in 亿 are often left without 元 in a row of them (规模达到1.28万亿、1.18万亿).
fn speaks_of_money(text: &str, digits_end: usize, end: usize) -> bool {
    let (compared, _) = super::after_words(&text[end..]);
    let next = text[end + compared..].chars().next();
    text[digits_end..end].ends_with('亿') && next.is_none_or(|ch| !ch.is_alphanumeric())
}

/// 成 counts tenths.
pub(super) fn adjust(value: &mut Decimal, text: &str, end: usize) {
    if text[..end].ends_with('成') {
        *value *= Decimal::TEN;
    }
}

/// What follows a range mark: the end of the upper number, its value, and what
/// its multipliers are worth.
pub(super) fn range_end(text: &str, at: usize) -> Option<(usize, Decimal, Decimal)> {
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

pub(super) fn date(text: &str, at: usize, first: &Digits) -> Option<Number> {
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
pub(super) fn is_code(text: &str, first: &Digits, unit: &str) -> bool {
    let rest = &text[first.end..];
    let next = rest.chars().next();
    let joined = next.is_some_and(|ch| ch.is_ascii_alphabetic() && unit.is_empty() || ch == '+');
    // 13号线, 4.0版, 5G.
    let generation = matches!(unit, "G" | "T") && first.plain.len() == 1;
    let named = generation || matches!(unit, "号" | "版" | "届" | "期" | "轮" | "代");
    let bare_long = unit.is_empty() && first.plain.len() == 5 && first.plain.starts_with('1');
    joined || named || bare_long
}
