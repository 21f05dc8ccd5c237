//! Names of works without the sentence that they were printed in.

use super::works::DONE;
use crate::lexicon::lexicon;
use crate::text::is_han_numeral;

/// Verbs that stand before a name where two of them follow one another: 建成投用某厂.
const BEFORE: [&str; 12] = [
    "建成投用",
    "开工建设",
    "确保",
    "力争",
    "其中",
    "投用",
    "投产",
    "建成",
    "启用",
    "开工",
    "建设",
    "推动",
];

/// Times without a number.
const TIMES: [&str; 9] = [
    "年内",
    "今年",
    "全年",
    "上半年",
    "下半年",
    "入汛",
    "汛期",
    "年底",
    "年末",
];

/// Words that count what has no name: 3个平台.
const COUNTED: [char; 12] = [
    '个', '座', '所', '处', '项', '家', '条', '批', '部', '辆', '栋', '套',
];

/// The longest noun that the items of a joint name are taken to share: 抽水蓄能电站.
const SHARED_CHARS_MAX: usize = 6;

fn number(ch: char) -> bool {
    ch.is_ascii_digit() || is_han_numeral(ch) && !"〇零".contains(ch) || "至到余多-～".contains(ch)
}

/// A name without verbs, times and amounts before it, and verbs and times behind it. The
/// spaces that a page sets around figures are no part of it.
pub(super) fn bare(printed: &str) -> String {
    let tight = tight(printed);
    let mut name = tight.as_str();
    loop {
        let before = name;
        name = name.trim_matches([' ', '、', '“', '”']);
        for verb in BEFORE {
            name = stripped(name, name.strip_prefix(verb));
        }
        // 总投资8000万美元的某某项目
        if let Some((amount, rest)) = name.split_once('的')
            && amount.starts_with(['总', '投', '计', '年'])
            && amount.contains(number)
        {
            name = stripped(name, Some(rest));
        }
        for done in DONE {
            name = stripped(name, name.strip_suffix(done));
        }
        name = stripped(name, headed(name, "建设"));
        name = untimed(name);
        name = stripped(name, Some(unopened(name)));
        if name == before {
            break;
        }
    }
    let quoted = tight.contains(&format!("“{name}”"));
    let split = tight.contains('“') && tight.contains('”') && !quoted;
    if split { tight } else { name.to_owned() }
}

/// What is left, unless nothing would be.
fn stripped<'a>(name: &'a str, rest: Option<&'a str>) -> &'a str {
    rest.filter(|rest| rest.chars().count() >= 2)
        .unwrap_or(name)
}

/// Without a word behind it that follows the noun of a work: 产业园建设.
fn headed<'a>(name: &'a str, behind: &str) -> Option<&'a str> {
    let rest = name.strip_suffix(behind)?;
    let heads = &lexicon().project.heads;
    heads
        .iter()
        .any(|head| rest.ends_with(head))
        .then_some(rest)
}

/// Without spaces beside figures, which a page sets and no name has.
fn tight(printed: &str) -> String {
    let chars: Vec<char> = printed.trim().chars().collect();
    let figure = |at: Option<usize>| {
        let ch = at.and_then(|at| chars.get(at)).copied().unwrap_or(' ');
        ch.is_ascii_digit() || ch == '.'
    };
    let kept = chars.iter().enumerate().filter(|(at, ch)| {
        !ch.is_whitespace() || !(figure(at.checked_sub(1)) || figure(Some(at + 1)))
    });
    kept.map(|(_, ch)| if ch.is_whitespace() { ' ' } else { *ch })
        .collect()
}

/// Without the time that stands behind: 三季度, 年内, 8月底前.
pub(super) fn untimed(name: &str) -> &str {
    let bare = name.trim_end_matches(['前', '末', '底', '初', '中']);
    for unit in ["季度", "月", "年"] {
        let Some(rest) = bare.strip_suffix(unit) else {
            continue;
        };
        let cut = rest.trim_end_matches(number);
        if cut.len() < rest.len() {
            return cut.trim_end_matches('第');
        }
    }
    let late = name.trim_end_matches('前');
    let mut times = TIMES.iter();
    times
        .find_map(|word| late.strip_suffix(word))
        .unwrap_or(name)
}

/// Without the time that stands before: 年内, 6月底前.
fn unopened(name: &str) -> &str {
    for word in TIMES {
        if let Some(rest) = name.strip_prefix(word) {
            return rest.trim_start_matches('前');
        }
    }
    let digits = name.trim_start_matches('第').trim_start_matches(number);
    if digits.len() == name.len() {
        return name;
    }
    for unit in ["季度", "月"] {
        let Some(rest) = digits.strip_prefix(unit) else {
            continue;
        };
        let rest = rest.trim_start_matches(['底', '末', '初', '中']);
        return rest.trim_start_matches('前');
    }
    name
}

/// Whether a name is only a number of something: 3至5个中试平台, 某某14座矿山.
pub(super) fn counts(name: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    let opens = chars.iter().position(|ch| !number(*ch)).unwrap_or(0);
    let measured = |at: usize| chars.get(at).is_some_and(|ch| COUNTED.contains(ch));
    let inside = chars
        .windows(2)
        .any(|two| two[0].is_ascii_digit() && COUNTED.contains(&two[1]));
    opens > 0 && measured(opens) || inside
}

/// The works of a joint name: 东岭、西塬抽水蓄能电站 are two, which share what the last ends
/// in. A joint name that cannot be taken apart for certain stays one.
pub(super) fn one_by_one(name: &str) -> Vec<String> {
    let items: Vec<&str> = name.split('、').map(str::trim).collect();
    let Some((last, others)) = items.split_last() else {
        return vec![name.to_owned()];
    };
    if others.is_empty() || items.iter().any(|it| it.is_empty()) || name.contains('“') {
        return vec![name.to_owned()];
    }
    let heads = &lexicon().project.heads;
    let is_headed = |item: &str| heads.iter().any(|head| item.ends_with(head.as_str()));
    if others.iter().all(|it| is_headed(it)) {
        return items.iter().map(|it| (*it).to_owned()).collect();
    }
    let own = others[0].chars().count();
    let alike = others.iter().all(|it| it.chars().count() == own);
    let shared: String = last.chars().skip(own).collect();
    let short = shared.chars().count() <= SHARED_CHARS_MAX;
    let mut ends = heads.iter().filter(|head| head.chars().count() >= 2);
    let is_shared = own == 2 && short && ends.any(|head| shared.ends_with(head.as_str()));
    if !alike || !is_shared || others.iter().any(|it| is_headed(it)) {
        return vec![name.to_owned()];
    }
    let whole = others.iter().map(|it| format!("{it}{shared}"));
    whole.chain([(*last).to_owned()]).collect()
}
