//! Works that the grammar of a clause names for certain, whether or not the model saw them:
//! the items of 「甲、乙等48个项目竣工」, the one of 「某大桥6月底前建成投用」, and the one of
//! 「加快某站站房改造」.

use super::naming::untimed;
use super::works::{BUILD, DONE, last_of};
use crate::background::reports_with;
use crate::lexicon::lexicon;
use crate::text::ends_clause;

/// The longest name that is taken from grammar alone, in characters.
const NAME_CHARS_MAX: usize = 24;

/// Words that make a clause speak of a kind of work and not of one.
const KINDS: [&str; 17] = [
    "一批", "更多", "全部", "所有", "各类", "重点", "重大", "部分", "多个", "若干", "一些", "老旧",
    "等", "的", "率", "每", "、",
];

/// Place, name and verb of each, in the order of the words.
pub(super) fn listed(words: &str) -> Vec<(usize, &str, &'static str)> {
    let mut out = Vec::new();
    let mut from = 0;
    for clause in words.split(ends_clause) {
        let at = from;
        let behind = at + clause.len();
        let mark = words.get(behind..).and_then(|it| it.chars().next());
        from = behind + mark.map_or(0, char::len_utf8);
        let found = items(clause);
        let found = if found.is_empty() {
            one(clause).into_iter().collect()
        } else {
            found
        };
        out.extend(
            found
                .into_iter()
                .map(|(in_clause, name, verb)| (at + in_clause, name, verb)),
        );
    }
    out
}

/// The verb that ends a clause.
fn done(clause: &str) -> Option<&'static str> {
    let clause = clause.trim_end();
    DONE.into_iter().find(|verb| clause.ends_with(verb))
}

/// The items before 等N个项目 and a verb of beginning or ending.
fn items(clause: &str) -> Vec<(usize, &str, &'static str)> {
    let Some(verb) = done(clause) else {
        return Vec::new();
    };
    let Some((list, after)) = clause.split_once('等') else {
        return Vec::new();
    };
    let counted = after.trim_start().trim_start_matches(|ch: char| {
        ch.is_ascii_digit() || crate::text::is_han_numeral(ch) || ch.is_whitespace()
    });
    let is_list = counted.len() < after.trim_start().len()
        && counted.starts_with(['个', '项'])
        && (counted.contains("项目") || counted.contains("工程"));
    if !is_list {
        return Vec::new();
    }
    let opens = [
        "其中",
        "确保",
        "推动",
        "力争",
        "促进",
        "加快推进",
        "加快",
        "推进",
        "实现",
    ];
    let start = opens
        .iter()
        .filter_map(|word| Some(list.find(word)? + word.len()))
        .max()
        .unwrap_or(0);
    let mut out = Vec::new();
    let mut at = start;
    for item in list.get(start..).unwrap_or("").split('、') {
        let name = item.trim();
        let size = name.chars().count();
        if (2..=NAME_CHARS_MAX).contains(&size) {
            let lead = item.len() - item.trim_start().len();
            out.push((at + lead, name, verb));
        }
        at += item.len() + '、'.len_utf8();
    }
    out
}

/// The one work of a clause: a name that is said to be started or finished, or that a verb
/// of building leads to and 改造 or 扩建 ends.
fn one(clause: &str) -> Option<(usize, &str, &'static str)> {
    if let Some(verb) = done(clause) {
        let name = untimed(clause.trim_end().strip_suffix(verb)?);
        let start = last_of(name).map_or(0, |(_, end)| end);
        let own = name.get(start..)?;
        return named(own.trim(), own.trim()).then(|| (start + lead(own), own.trim(), verb));
    }
    let ends = ["改扩建", "改造", "扩建", "迁建", "修缮", "新建"];
    let end = ends
        .into_iter()
        .find(|it| clause.trim_end().ends_with(it))?;
    let verbs = BUILD.iter().filter(|verb| clause.starts_with(**verb));
    let verb = verbs.max_by_key(|verb| verb.len())?;
    let own = clause.get(verb.len()..)?;
    let thing = own.trim().strip_suffix(end)?;
    named(thing, own.trim()).then(|| (verb.len() + lead(own), own.trim(), *verb))
}

fn lead(own: &str) -> usize {
    own.len() - own.trim_start().len()
}

/// Whether it is the name of one work: a noun of works is in it, and its own words are not
/// those of other reports.
fn named(thing: &str, whole: &str) -> bool {
    let chars: Vec<char> = thing.chars().collect();
    if !(3..=NAME_CHARS_MAX).contains(&chars.len())
        || KINDS.iter().any(|word| whole.contains(word))
        || chars.iter().any(char::is_ascii_digit)
        || super::naming::counts(thing)
    {
        return false;
    }
    let heads = &lexicon().project.heads;
    let has_head = heads.iter().any(|head| thing.contains(head.as_str()));
    // A run falls together with another one now and then, so one rare run is no proof.
    let rare = |size: usize| chars.windows(size).map(|run| reports_with(run) == 0);
    let opens = rare(3).next() == Some(true) || rare(4).next() == Some(true);
    has_head && opens && rare(3).chain(rare(4)).filter(|it| *it).count() >= 2
}
