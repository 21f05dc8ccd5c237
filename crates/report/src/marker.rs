//! Markers that open a heading: 一、 （一） 1. —— 一是.

use crate::text::is_han_numeral;

/// A marker found at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marker {
    /// 1 for 一、, 2 for （一）, 3 for 1. and the like.
    pub level: u8,
    /// Its length in bytes.
    pub len: usize,
}

/// The marker that opens `line`, if one does.
pub(crate) fn marker_at(line: &str) -> Option<Marker> {
    let marker = |level, len| Some(Marker { level, len });
    let after = |skip: usize| line[skip..].chars().next();
    let numeral = |from: usize| -> usize {
        line[from..]
            .chars()
            .take_while(|ch| is_han_numeral(*ch))
            .map(char::len_utf8)
            .sum()
    };
    let first = line.chars().next()?;
    match first {
        '（' | '(' => {
            let open = first.len_utf8();
            let han = numeral(open);
            let digits = line[open..].bytes().take_while(u8::is_ascii_digit).count();
            let body = if han > 0 { han } else { digits };
            let close = after(open + body).filter(|ch| matches!(ch, '）' | ')'))?;
            let level = if han > 0 { 2 } else { 3 };
            (body > 0 && han <= 9 && digits <= 2).then_some(Marker {
                level,
                len: open + body + close.len_utf8(),
            })
        }
        '—' => {
            let len = line.len() - line.trim_start_matches('—').len();
            if len >= 6 { marker(3, len) } else { None }
        }
        '①'..='⑳' => marker(3, first.len_utf8()),
        '第' => {
            let from = first.len_utf8();
            let han = numeral(from);
            if han == 0 {
                return None;
            }
            let rest = &line[from + han..];
            if rest.starts_with('、') || rest.starts_with('，') || rest.starts_with(',') {
                let mark = rest.chars().next().map_or(0, char::len_utf8);
                marker(3, from + han + mark)
            } else if rest.starts_with("部分") || rest.starts_with('章') {
                let skip = if rest.starts_with('章') { 3 } else { 6 };
                marker(1, from + han + skip)
            } else {
                None
            }
        }
        ch if is_han_numeral(ch) => {
            let han = numeral(0);
            match after(han)? {
                // 「三、四线城市」 would be a marker by its shape; no heading
                // counts past 十九, and titles do not open with a numeral.
                '、' if han <= 9 => marker(1, han + '、'.len_utf8()),
                '是' | '要' if han <= 6 && first != '千' && first != '万' => {
                    marker(3, han + '是'.len_utf8())
                }
                _ => None,
            }
        }
        ch if ch.is_ascii_digit() => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let mark = after(digits)?;
            let next = after(digits + mark.len_utf8());
            let counts = digits <= 2
                && matches!(mark, '.' | '．' | '、')
                && next.is_some_and(|ch| !ch.is_ascii_digit());
            counts.then_some(Marker {
                level: 3,
                len: digits + mark.len_utf8(),
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_told_from_words_that_only_look_like_them() {
        let level = |line: &str| marker_at(line).map(|found| found.level);
        for (line, want) in [
            ("一、去年工作回顾", Some(1)),
            ("十二、自身建设", Some(1)),
            ("（一）扩大投资", Some(2)),
            ("(十)守住底线", Some(2)),
            ("1.新建学校", Some(3)),
            ("2、新建公园", Some(3)),
            ("3.5万人就业", None),
            ("2026年重点工作", None),
            ("——稳中求进", Some(3)),
            ("一是抓项目", Some(3)),
            ("一年来，我们", None),
            ("一要抓项目", Some(3)),
            ("（以下简称《纲要》）", None),
            ("第一，稳就业", Some(3)),
            ("第一产业增长", None),
        ] {
            assert_eq!(level(line), want, "{line}");
        }
    }
}
