//! Days as people write them in a plan: 2026-06-30, 6月30日前, 6月底, 二季度末, 年底.

use youwei_base::Day;

use crate::filter::folded;

/// The last day that these words allow, in `year` where they name none. None if
/// they are no such words; a day is never guessed.
pub fn read_day(words: &str, year: Option<i16>) -> Option<Day> {
    let text: String = folded(words)
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '.' | '/' | '－' | '—' | '–' => '-',
            c => c,
        })
        .collect();
    // "Before June" may or may not have June in it.
    if ["月前", "月之前", "月以前"]
        .iter()
        .any(|end| text.ends_with(end))
    {
        return None;
    }
    const ENDS: [&str; 7] = ["之前", "以前", "前", "内", "完成", "止", "。"];
    let mut text = text.as_str();
    while let Some(shorter) = ENDS.iter().find_map(|end| text.strip_suffix(end)) {
        text = shorter;
    }
    let digits = text.chars().all(|c| c.is_ascii_digit());
    if digits && text.len() == 8 {
        return day(text.get(..4), text.get(4..6), text.get(6..));
    }
    if let [year, month, last] = text.split('-').collect::<Vec<_>>().as_slice() {
        return day(Some(year), Some(month), Some(last));
    }
    let (year, rest) = match text.split_once('年') {
        Some((number, rest)) if number.len() == 4 => (number.parse().ok()?, rest),
        Some(("今" | "本" | "当", rest)) => (year?, rest),
        Some(("", rest)) => (year?, rest),
        Some(("全", "")) => (year?, ""),
        _ => (year?, text),
    };
    of_year(rest, year)
}

fn of_year(rest: &str, year: i16) -> Option<Day> {
    let end_of = |month: i8| Some(Day::new(year, month, 1).ok()?.last_of_month());
    let rest = rest.strip_suffix(['末', '底']).unwrap_or(rest);
    match rest {
        "" | "下半年" | "年" | "全年" => return end_of(12),
        "上半年" => return end_of(6),
        _ => {}
    }
    if let Some(quarter) = rest.strip_suffix("季度").or_else(|| rest.strip_prefix('q')) {
        let quarter = quarter.strip_prefix('第').unwrap_or(quarter);
        return match number(quarter)? {
            quarter @ 1..=4 => end_of(quarter * 3),
            _ => None,
        };
    }
    let (month, after) = rest.split_once('月')?;
    let month = number(month)?;
    let whole = end_of(month)?;
    match after {
        "" | "份" | "下旬" => Some(whole),
        "上旬" => Day::new(year, month, 10).ok(),
        "中旬" => Day::new(year, month, 20).ok(),
        day => {
            let day = day.strip_suffix(['日', '号']).unwrap_or(day);
            Day::new(year, month, number(day)?).ok()
        }
    }
}

fn day(year: Option<&str>, month: Option<&str>, day: Option<&str>) -> Option<Day> {
    let year = year.filter(|year| year.len() == 4)?.parse().ok()?;
    Day::new(year, number(month?)?, number(day?)?).ok()
}

/// A number of one or two digits, or 一 to 十二.
fn number(text: &str) -> Option<i8> {
    const WORDS: [&str; 12] = [
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二",
    ];
    if let Some(at) = WORDS.iter().position(|word| *word == text) {
        return i8::try_from(at + 1).ok();
    }
    let sound = text.len() <= 2 && !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    text.parse().ok().filter(|_| sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them_and_never_guessed() {
        for (words, expected) in [
            ("2026-06-30", Some("2026-06-30")),
            ("2026/6/3", Some("2026-06-03")),
            ("2026.6.30", Some("2026-06-30")),
            ("２０２６年６月３０日", Some("2026-06-30")),
            ("20260630", Some("2026-06-30")),
            ("6月30日前", Some("2026-06-30")),
            ("6月30日之前完成", Some("2026-06-30")),
            ("6月30日", Some("2026-06-30")),
            ("6月底", Some("2026-06-30")),
            (" 6 月底前 ", Some("2026-06-30")),
            ("二月底", Some("2026-02-28")),
            ("2028年2月", Some("2028-02-29")),
            ("十一月中旬", Some("2026-11-20")),
            ("6月份", Some("2026-06-30")),
            ("9月上旬", Some("2026-09-10")),
            ("年底", Some("2026-12-31")),
            ("年底前", Some("2026-12-31")),
            ("年内", Some("2026-12-31")),
            ("全年", Some("2026-12-31")),
            ("今年年底", Some("2026-12-31")),
            ("2027年底前", Some("2027-12-31")),
            ("12月底前完成", Some("2026-12-31")),
            ("上半年", Some("2026-06-30")),
            ("2026年上半年", Some("2026-06-30")),
            ("二季度末", Some("2026-06-30")),
            ("第三季度", Some("2026-09-30")),
            ("2027年一季度", Some("2027-03-31")),
            ("Q4", Some("2026-12-31")),
            ("6月前", None),
            ("6月31日", None),
            ("2026-13-01", None),
            ("2026-02-30", None),
            ("13月底", None),
            ("五季度", None),
            ("明年底", None),
            ("长期坚持", None),
            ("待定", None),
            ("6", None),
            ("26-06-30", None),
            ("+6月底", None),
            ("", None),
        ] {
            let expected = expected.map(|day| day.parse::<Day>().unwrap());
            let read = if words.is_empty() {
                None
            } else {
                read_day(words, Some(2026))
            };
            assert_eq!(read, expected, "{words}");
        }
        assert_eq!(read_day("6月底", None), None);
        assert_eq!(read_day("2026年6月底", None), "2026-06-30".parse().ok());
    }
}
