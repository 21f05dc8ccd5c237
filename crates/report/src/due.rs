//! Period words and the day on which a promise falls due.

use std::collections::HashSet;
use std::sync::LazyLock;

use youwei_base::Day;

use crate::lexicon::lexicon;
use crate::reading::Due;
use crate::text::{Span, ends_clause};

/// The last day of a period named by `words` in a report of `year`; none if the
/// words name no end.
///
/// 年内, 全年 → 31 December; 上半年 → 30 June; 6月底前 → 30 June; 9月30日前 → that
/// day; 到2030年 → its last day; “十五五”时期 → 31 December 2030 (the fifteenth
/// five-year plan; the first ended in 1957, the fifth and later end in 5 and 0).
pub(crate) fn resolve(words: &str, year: i16) -> Option<Day> {
    let words = words.trim_start_matches('到');
    if let Some(plan) = plan_number(words.trim_start_matches('“')) {
        return Day::new(1955 + 5 * plan, 12, 31).ok();
    }
    let (own_year, rest) = match leading_number(words) {
        Some((number, rest)) if rest.starts_with('年') => (number, &rest['年'.len_utf8()..]),
        _ => (year, words),
    };
    if let Some((month, tail)) = leading_number(rest)
        && let Some(tail) = tail.strip_prefix('月')
    {
        let month = i8::try_from(month).ok()?;
        let first = Day::new(own_year, month, 1).ok()?;
        if let Some((day, tail)) = leading_number(tail)
            && tail.starts_with('日')
        {
            return Day::new(own_year, month, i8::try_from(day).ok()?).ok();
        }
        return match tail {
            tail if tail.starts_with("上旬") => Day::new(own_year, month, 10).ok(),
            tail if tail.starts_with("中旬") => Day::new(own_year, month, 20).ok(),
            // 「6月前」 ends with May; 「6月底前」 with June.
            "前" | "之前" | "以前" => first.yesterday().ok(),
            _ => Some(first.last_of_month()),
        };
    }
    let (month, years) = match rest {
        "上半年" | "二季度" => (6, 0),
        "一季度" => (3, 0),
        "三季度" | "前三季度" => (9, 0),
        "两年内" => (12, 1),
        "三年内" => (12, 2),
        "今后五年" | "未来五年" | "五年内" => (12, 4),
        _ => (12, 0),
    };
    let month_start = Day::new(own_year.checked_add(years)?, month, 1).ok()?;
    Some(month_start.last_of_month())
}

/// The last day of the period that words name in a report of a year, as the reader reads
/// them: 6月底前 is 30 June; none if they name none.
#[must_use]
pub fn day_of_words(words: &str, year: i16) -> Option<Day> {
    let whole = !words.is_empty() && period_length(words) == words.len();
    whole.then(|| resolve(words, year))?
}

/// The number of the first five-year plan that `text` names.
pub(crate) fn plan_in(text: &str) -> Option<i16> {
    text.match_indices('十')
        .find_map(|(at, _)| plan_number(&text[at..]))
}

/// The number of the five-year plan that opens `words`; the quote before it is passed over.
pub(crate) fn plan_opening(words: &str) -> Option<i16> {
    plan_number(words.trim_start_matches('“'))
}

/// The number of the five-year plan that opens `words`: 十五五 is 15.
fn plan_number(words: &str) -> Option<i16> {
    let mut chars = words.strip_prefix('十')?.chars();
    let ones = crate::number::han_digit(chars.next()?)?;
    (chars.next() == Some('五')).then(|| 10 + i16::try_from(ones).unwrap_or(0))
}

fn leading_number(text: &str) -> Option<(i16, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text[..digits].parse().ok()?;
    Some((number, &text[digits..]))
}

/// The characters that period words begin with, so that most places in a text are
/// passed over at once.
static PERIOD_FIRST: LazyLock<HashSet<char>> = LazyLock::new(|| {
    let words = &lexicon().target.periods;
    let first = words.iter().filter_map(|word| word.chars().next());
    first.chain(['到']).collect()
});

/// The length in bytes of the period word that opens `text`; 0 for none.
/// 今年, 全年, 到2030年, 6月底前, 9月30日前, “十五五”时期.
pub(crate) fn period_length(text: &str) -> usize {
    let opens = |ch: char| ch.is_ascii_digit() || PERIOD_FIRST.contains(&ch);
    if !text.starts_with(opens) {
        return 0;
    }
    let fixed = lexicon()
        .target
        .periods
        .iter()
        .filter(|word| text.starts_with(word.as_str()))
        .map(String::len)
        .max()
        .unwrap_or(0);
    fixed.max(dated_length(text))
}

/// 到2030年, 2027年底前, 6月底前, 9月30日前, 8月中旬.
fn dated_length(text: &str) -> usize {
    let lead = text.strip_prefix('到').map_or(0, |_| '到'.len_utf8());
    let mut at = lead;
    let mut seen = 0;
    for unit in ["年", "月", "日"] {
        let digits: usize = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            continue;
        }
        let Some(rest) = text[at + digits..].strip_prefix(unit) else {
            continue;
        };
        let fits = if unit == "年" {
            digits == 4
        } else {
            digits <= 2
        };
        if !fits {
            break;
        }
        at = text.len() - rest.len();
        seen += 1;
    }
    if seen == 0 {
        return 0;
    }
    let rest = &text[at..];
    let tail = [
        "底前",
        "末前",
        "底之前",
        "底",
        "末",
        "上旬前",
        "中旬前",
        "下旬前",
        "上旬",
        "中旬",
        "下旬",
        "之前",
        "以前",
        "前",
        "时",
    ]
    .into_iter()
    .find(|tail| rest.starts_with(tail))
    .map_or(0, str::len);
    let dated_year_only = text[lead..at].ends_with('年') && lead == 0 && tail == 0;
    if dated_year_only { 0 } else { at + tail }
}

/// When a commitment falls due: by the period word in it, else by the last one
/// before it in its sentence (全年，…). A year long before the report's own is no
/// due day but says which things are meant (2005年底前建成的小区).
pub(crate) fn of(sentence: &str, own: Span, year: Option<i16>) -> Option<Due> {
    let inside = period_within(own.of(sentence));
    let words = match inside.is_empty() {
        // What must never happen is never done, whatever the day of the clause before.
        true if lasts(own.of(sentence)) => String::new(),
        true => carried(sentence, own.start),
        false => inside,
    };
    let by = year.and_then(|year| resolve(&words, year));
    let attribute = by.zip(year).is_some_and(|(by, year)| by.year() < year - 1);
    (!words.is_empty() && !attribute).then_some(Due { text: words, by })
}

/// Whether a clause is about what must never happen (严防边清边欠).
fn lasts(clause: &str) -> bool {
    let words = &lexicon().commitment.lasting;
    words
        .iter()
        .any(|word| clause.trim_start().starts_with(word.as_str()))
}

/// The last period word of a stretch of text; empty if there is none.
fn period_within(text: &str) -> String {
    period_before(text, text.len())
}

/// Drops period words and the comma behind them off the front.
pub(crate) fn strip_periods(text: &str) -> &str {
    let mut rest = text;
    loop {
        let length = period_length(rest);
        if length == 0 {
            return rest;
        }
        rest = rest[length..].trim_start_matches(['，', ',', ' ']);
    }
}

/// The period word of an earlier clause that holds for one that starts at `at`: a
/// word for the whole year (全年), or a date that opens the sentence or stands
/// alone between commas (到2030年，…). 「6月底前建成甲，…」 speaks of 甲 only.
fn carried(sentence: &str, at: usize) -> String {
    let words = period_before(sentence, at);
    let dated = words.contains(|ch: char| ch.is_ascii_digit() || "季半旬".contains(ch));
    let alone = sentence[..at]
        .split(ends_clause)
        .any(|clause| clause.trim() == words);
    if !dated || alone || sentence.starts_with(&words) && words.starts_with('到') {
        words
    } else {
        String::new()
    }
}

/// The last period word of the sentence before `at`; empty if there is none.
pub(crate) fn period_before(sentence: &str, at: usize) -> String {
    let mut found = "";
    let mut skip = 0;
    for (place, _) in sentence[..at].char_indices() {
        if place < skip {
            continue;
        }
        let length = period_length(&sentence[place..]);
        if length > 0 && place + length <= at {
            found = &sentence[place..place + length];
            skip = place + length;
        }
    }
    found.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn period_words_have_their_last_day() {
        for (words, want) in [
            ("年内", "2026-12-31"),
            ("全年", "2026-12-31"),
            ("上半年", "2026-06-30"),
            ("三季度", "2026-09-30"),
            ("6月底前", "2026-06-30"),
            ("6月前", "2026-05-31"),
            ("2月底", "2026-02-28"),
            ("9月30日前", "2026-09-30"),
            ("8月中旬", "2026-08-20"),
            ("到2030年", "2030-12-31"),
            ("2027年底前", "2027-12-31"),
            ("到2028年2月底", "2028-02-29"),
            ("“十五五”时期", "2030-12-31"),
            ("今后五年", "2030-12-31"),
        ] {
            let got = resolve(words, 2026).map(|day| day.to_string());
            assert_eq!(got.as_deref(), Some(want), "{words}");
        }
        assert_eq!(resolve("13月底前", 2026), None);
    }

    #[test]
    fn a_day_is_not_handed_on_to_what_must_never_happen() {
        let due = |sentence: &str, words: &str| {
            let start = sentence.find(words).unwrap();
            let own = Span::new(start, start + words.len());
            of(sentence, own, Some(2026)).and_then(|it| it.by)
        };
        let sentence = "9月30日前，全部清偿账款6.8亿元，严防边清边欠，建立台账";
        let day = Day::new(2026, 9, 30).ok();
        assert_eq!(due(sentence, "全部清偿账款6.8亿元"), day);
        assert_eq!(due(sentence, "建立台账"), day);
        assert_eq!(due(sentence, "严防边清边欠"), None);
        // A day of its own is its own.
        let own = "严防汛期6月底前出险";
        assert_eq!(due(own, own), Day::new(2026, 6, 30).ok());
    }

    #[test]
    fn period_words_are_found_before_a_number() {
        assert_eq!(period_before("年内新增20个", "年内新增".len()), "年内");
        let sentence = "到2030年，产值达到5亿元";
        assert_eq!(period_before(sentence, sentence.len()), "到2030年");
        assert_eq!(period_before("新增20个", 6), "");
        assert_eq!(strip_periods("6月底前，完成"), "完成");
    }
}
