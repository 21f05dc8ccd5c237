//! Period words and the day on which a promise falls due.

use crate::lexicon::lexicon;

/// The length in bytes of the period word that opens `text`; 0 for none.
/// 今年, 全年, 到2030年, 6月底前, 9月30日前, “十五五”时期.
pub(crate) fn period_length(text: &str) -> usize {
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
            break;
        };
        let fits = if unit == "年" { digits == 4 } else { digits <= 2 };
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
    let tail = ["底前", "末前", "底之前", "底", "末", "上旬前", "中旬前", "下旬前", "上旬", "中旬", "下旬", "之前", "以前", "前", "时"]
        .into_iter()
        .find(|tail| rest.starts_with(tail))
        .map_or(0, str::len);
    let dated_year_only = text[lead..at].ends_with('年') && lead == 0 && tail == 0;
    if dated_year_only { 0 } else { at + tail }
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
