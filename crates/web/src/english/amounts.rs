//! Amounts in a text, said in English: 588.9亿元 is 58.89 billion yuan, exactly.

use youwei_base::Decimal;

use super::measures::{MONTHS, UNITS};

/// Powers of ten that Chinese names.
const NAMED: [(char, i64); 2] = [('亿', 100_000_000), ('万', 10_000)];

/// Powers of ten that English names, the largest first.
const SAID: [(&str, i64); 2] = [("billion", 1_000_000_000), ("million", 1_000_000)];

/// No amount has more digits than this.
const DIGITS_MAX: usize = 24;

/// No unit has more characters than this.
const UNIT_CHARS_MAX: usize = 12;

/// Punctuation of Chinese that is left around amounts.
const MARKS: [(char, &str); 9] = [
    ('（', " ("),
    ('）', ")"),
    ('～', "–"),
    ('，', ", "),
    ('。', "."),
    ('；', "; "),
    ('：', ": "),
    ('＞', ">"),
    ('＜', "<"),
];

/// A text with its amounts in English; none if that is the text itself.
pub(super) fn in_english(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        match amount(&chars, at) {
            Some((said, next)) => {
                out.push_str(&said);
                at = next;
            }
            None => {
                let (run, next) = whole(&chars, at);
                out.push_str(&run);
                at = next;
            }
        }
    }
    if !has_chinese(&out) {
        out = marked(&out);
    }
    (out != text).then_some(out)
}

/// Whether words of Chinese are in it.
pub(super) fn has_chinese(text: &str) -> bool {
    text.chars().any(is_han)
}

pub(super) fn is_han(ch: char) -> bool {
    matches!(ch, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '〇')
}

/// A character, or all of a number or name that no amount begins within: 2026-00004.
fn whole(chars: &[char], from: usize) -> (String, usize) {
    let own = |at: usize| {
        let ch = chars.get(at).copied().unwrap_or(' ');
        ch.is_ascii_alphanumeric() || matches!(ch, '.' | '-' | '_')
    };
    // A sign stands for itself: what it stands before may be an amount.
    let sign = chars.get(from) == Some(&'-');
    let mut to = from + 1;
    while !sign && own(from) && to < chars.len() && own(to) {
        to += 1;
    }
    (chars.iter().take(to).skip(from).collect(), to)
}

/// The amount that begins here, in English, and where it ends.
fn amount(chars: &[char], from: usize) -> Option<(String, usize)> {
    let behind_word = from
        .checked_sub(1)
        .and_then(|at| chars.get(at))
        .is_some_and(|ch| is_han(*ch) && *ch != '约');
    let about = chars.get(from) == Some(&'约');
    let from = from + usize::from(about);
    if behind_word || !chars.get(from)?.is_ascii_digit() {
        return None;
    }
    let mut to = from;
    while chars
        .get(to)
        .is_some_and(|ch| ch.is_ascii_digit() || matches!(ch, '.' | ','))
    {
        to += 1;
    }
    while to > from && !chars.get(to - 1)?.is_ascii_digit() {
        to -= 1;
    }
    if to - from > DIGITS_MAX {
        return None;
    }
    let digits: String = chars
        .get(from..to)?
        .iter()
        .filter(|ch| **ch != ',')
        .collect();
    let number: Decimal = digits.parse().ok()?;
    let opening = if about { "about " } else { "" };
    if let Some((said, end)) = day(chars, to, number) {
        return Some((format!("{opening}{said}"), end));
    }
    let scale = chars
        .get(to)
        .and_then(|ch| NAMED.iter().find(|(it, _)| it == ch));
    let (number, mut end) = match scale {
        Some((_, power)) => (number.checked_mul(Decimal::from(*power))?, to + 1),
        None => (number, to),
    };
    // Parameters are printed with a space before their unit: 20 天.
    let gap = usize::from(scale.is_none() && chars.get(end) == Some(&' '));
    let rest: String = chars.iter().skip(end + gap).take(UNIT_CHARS_MAX).collect();
    let unit = UNITS
        .iter()
        .filter(|(name, ..)| rest.starts_with(name))
        .max_by_key(|(name, ..)| name.len());
    if let Some((name, ..)) = unit {
        end += gap + name.chars().count();
    }
    let named = scale.is_some() || unit.is_some() || about;
    let in_words = chars.get(end).is_some_and(|ch| is_han(*ch));
    if !named || in_words {
        return None;
    }
    let said = number_in_english(number);
    let word = unit.map_or(
        "",
        |(_, one, more)| if number == Decimal::ONE { one } else { more },
    );
    let gap = if word.is_empty() { "" } else { " " };
    Some((format!("{opening}{said}{gap}{word}"), end))
}

/// A month or a day that the number begins: 3月, 2026年3月.
fn day(chars: &[char], to: usize, number: Decimal) -> Option<(String, usize)> {
    let month = |number: Decimal| {
        let at = usize::try_from(number.trunc().mantissa()).ok()?;
        MONTHS
            .get(at.checked_sub(1)?)
            .copied()
            .filter(|_| number.is_integer())
    };
    let ends = |at: usize| !chars.get(at).is_some_and(|ch| is_han(*ch));
    // A parameter that is a month is printed with a space.
    let to = to + usize::from(chars.get(to) == Some(&' ') && chars.get(to + 1) == Some(&'月'));
    match chars.get(to)? {
        '月' if ends(to + 1) => Some((month(number)?.to_owned(), to + 1)),
        '年' if number > Decimal::from(1900) && number < Decimal::from(2200) => {
            let digits: String = chars
                .iter()
                .skip(to + 1)
                .take_while(|ch| ch.is_ascii_digit())
                .take(3)
                .collect();
            let end = to + 1 + digits.len();
            if digits.is_empty() {
                return ends(end).then(|| (number.to_string(), end));
            }
            let named = month(digits.parse().ok()?)?;
            let whole = chars.get(end) == Some(&'月') && ends(end + 1);
            whole.then(|| (format!("{named} {number}"), end + 1))
        }
        _ => None,
    }
}

/// A number as English reads it, exact: 58.89 billion, 12,345.
fn number_in_english(number: Decimal) -> String {
    for (name, power) in SAID {
        let power = Decimal::from(power);
        if number >= power {
            return format!("{} {name}", (number / power).normalize());
        }
    }
    let plain = number.normalize().to_string();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len() > 4 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !part.is_empty() {
        out.push('.');
        out.push_str(part);
    }
    out
}

/// With the punctuation of English, where no Chinese is left.
fn marked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        match MARKS.iter().find(|(mark, _)| *mark == ch) {
            Some((_, said)) if out.ends_with([' ', '(']) => {
                out.push_str(said.trim_start());
            }
            Some((_, said)) => out.push_str(said),
            None if ch == ' ' && out.ends_with(' ') && text.contains(['，', '；', '：']) => {}
            None => out.push(ch),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_amount_is_said_as_english_says_it() {
        for (chinese, english) in [
            ("4个", "4"),
            ("588.9亿元", "58.89 billion yuan"),
            ("6.8亿元", "680 million yuan"),
            ("303.4万元", "3.034 million yuan"),
            ("3万元", "30,000 yuan"),
            ("9999万美元", "99.99 million US dollars"),
            ("≥650亿元", "≥65 billion yuan"),
            ("约6%", "about 6%"),
            ("约5亿元", "about 500 million yuan"),
            ("（43个～53个）", " (43–53)"),
            ("124 （115个～138个）", "124 (115–138)"),
            ("3～5个", "3–5"),
            ("118/140个", "118/140"),
            ("330亿/650亿元", "33 billion/65 billion yuan"),
            ("577亿元（88.8%）", "57.7 billion yuan (88.8%)"),
            ("1.2万人", "12,000 people"),
            ("1人", "1 person"),
            ("1.5个百分点", "1.5 percentage points"),
            ("24.097万元/亩", "240,970 yuan per mu"),
            ("-412亩", "-412 mu"),
            ("75万平方米", "750,000 m²"),
            ("205列", "205 trains"),
            ("42亿斤", "4.2 billion jin"),
            ("20 天", "20 days"),
            ("1.5 倍", "1.5 times"),
            ("4 月", "Apr"),
            ("1月", "Jan"),
            ("12月", "Dec"),
            ("2026年10月", "Oct 2026"),
            ("2026年", "2026"),
            (
                "11个 to go: 9个 a month from here.",
                "11 to go: 9 a month from here.",
            ),
            ("新建标准厂房 75万平方米", "新建标准厂房 750,000 m²"),
        ] {
            assert_eq!(in_english(chinese).as_deref(), Some(english), "{chinese}");
        }
    }

    #[test]
    fn words_codes_and_numbers_stay() {
        for text in [
            "",
            "完成投资650亿元以上",
            "126个项目开工",
            "督办〔2026〕3号",
            "key-projects/2026-00004",
            "2026-06-30",
            "13月",
            "0月",
            "8月底前",
            "20 November 2026",
            "52.3%",
            "第3次会议",
            "c5eb647be",
            "A–D, “said” and done",
        ] {
            assert_eq!(in_english(text), None, "{text}");
        }
    }

    proptest! {
        /// Any text is gone through to its end, and what is English stays as it is.
        #[test]
        fn what_has_no_chinese_in_it_is_not_changed(text in "[a-zA-Z0-9 .,%()≥–-]{0,60}") {
            prop_assert_eq!(in_english(&text), None);
        }

        #[test]
        fn no_text_is_too_odd(text in "[0-9.,万亿元个月年约（）～，a-c 工程-]{0,60}") {
            let said = in_english(&text).unwrap_or(text.clone());
            prop_assert_eq!(in_english(&said).unwrap_or(said.clone()).is_empty(), text.is_empty());
        }

        #[test]
        fn an_amount_keeps_its_value(yuan in 1_000_000_u64..9_000_000_000_000) {
            let said = in_english(&format!("{}亿元", Decimal::from(yuan) / Decimal::from(100_000_000))).unwrap();
            let (number, rest) = said.split_once(' ').unwrap();
            let scale = SAID.iter().find(|(name, _)| rest.starts_with(name)).unwrap().1;
            let number: Decimal = number.parse().unwrap();
            prop_assert_eq!(number * Decimal::from(scale), Decimal::from(yuan));
        }
    }
}
