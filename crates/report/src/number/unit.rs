//! Units behind a number.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::lexicon::lexicon;

struct Units {
    all: HashSet<&'static str>,
    han: HashSet<&'static str>,
    longest: usize,
}

static UNITS: LazyLock<Units> = LazyLock::new(|| {
    let words = &lexicon().number;
    Units {
        all: words.units.iter().map(String::as_str).collect(),
        han: words.han_units.iter().map(String::as_str).collect(),
        longest: words
            .units
            .iter()
            .map(|u| u.chars().count())
            .max()
            .unwrap_or(1),
    }
});

/// Which list a unit is looked up in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    /// What may follow Arabic digits.
    Arabic,
    /// What makes a Chinese numeral a count.
    Han,
}

/// The length in bytes of the longest unit that opens `text`; 0 for none.
/// A bracket that repeats or varies it belongs to it: 套（间）, 条（段）.
pub(crate) fn length(text: &str, list: List) -> usize {
    let simple = simple(text, list);
    if simple == 0 {
        return 0;
    }
    let rest = &text[simple..];
    if let Some(denominator) = rest.strip_prefix('/') {
        let scale: usize = denominator
            .chars()
            .take_while(|ch| "十百千万亿".contains(*ch))
            .map(char::len_utf8)
            .sum();
        let below = self::simple(&denominator[scale..], List::Arabic);
        if below > 0 {
            return simple + 1 + scale + below;
        }
    }
    for (open, close) in [('（', '）'), ('(', ')')] {
        if let Some(inside) = rest.strip_prefix(open) {
            let unit = self::simple(inside, List::Arabic);
            if unit > 0 && inside[unit..].starts_with(close) {
                return simple + open.len_utf8() + unit + close.len_utf8();
            }
        }
    }
    simple
}

fn simple(text: &str, list: List) -> usize {
    let set = match list {
        List::Arabic => &UNITS.all,
        List::Han => &UNITS.han,
    };
    let mut best = 0;
    for (at, ch) in text.char_indices().take(UNITS.longest) {
        let end = at + ch.len_utf8();
        if set.contains(&text[..end]) {
            best = end;
        }
    }
    best
}

/// The base unit of a unit as printed: half-width per cent, 成 as per cent.
pub(crate) fn base(printed: &str) -> String {
    match printed {
        "％" => "%".to_owned(),
        "百分点" => "个百分点".to_owned(),
        "成" => "%".to_owned(),
        "番" => "倍".to_owned(),
        other => other.split_whitespace().collect(),
    }
}
