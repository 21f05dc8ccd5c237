//! A page as it goes out in English: amounts, months and units are said in English, at one
//! place for all pages.
//!
//! Pages word their amounts as the report does (588.9亿元), since that is what they are held
//! against. What comes out in English is gone through here once: amounts that stand in
//! English text are said in English, names of units are their English ones, and the rest of
//! the Chinese, which is quoted from the report or from records, stays as it was printed.
//! Pages in Chinese do not come here.

mod amounts;
mod measures;

use std::collections::HashMap;

use youwei_people::Offices;

/// Elements without an end.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements whose text is no text of the page: what is typed, chosen or run.
const KEPT: [&str; 7] = [
    "script", "style", "textarea", "option", "pre", "code", "title",
];

/// Attributes that are read aloud or shown.
const SAID: [&str; 2] = [" aria-label=\"", " title=\""];

/// The English names of units, by all names that a page may print. A short name (市商务局)
/// is one without the name of the city.
pub(crate) fn units(offices: &Offices, city: &str) -> HashMap<String, String> {
    let mut out = HashMap::new();
    for unit in offices.units() {
        out.insert(unit.name.zh.clone(), unit.name.en.clone());
    }
    for unit in offices.units() {
        let whole = unit.name.en.as_str();
        let short = whole.strip_prefix(city).map_or(whole, str::trim_start);
        for name in &unit.also {
            out.entry(name.to_string())
                .or_insert_with(|| short.to_owned());
        }
    }
    out
}

/// How the text of an element is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// English: amounts within sentences.
    English,
    /// Chinese, quoted: only what is an amount or a unit's name and nothing else.
    Quoted,
    /// As it is.
    Kept,
}

/// Says a page in English.
pub(crate) fn set(page: &str, units: &HashMap<String, String>) -> String {
    let mut out = String::with_capacity(page.len());
    let mut open: Vec<(&str, Way)> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        let way = open.last().map_or(Way::English, |(_, way)| *way);
        said(text, way, units, &mut out);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(end);
        rest = after;
        if let Some(name) = tag.strip_prefix("</") {
            let name = name.trim_end_matches('>').trim();
            if open.last().is_some_and(|(it, _)| *it == name) {
                open.pop();
            }
            out.push_str(tag);
            continue;
        }
        let name = tag.trim_start_matches('<');
        let name = name
            .split(|c: char| c.is_whitespace() || c == '>' || c == '/')
            .next()
            .unwrap_or("");
        let inner = inner(tag, name, way);
        out.push_str(&attributes(tag, inner));
        let ends_here = tag.ends_with("/>") || tag.starts_with("<!") || VOID.contains(&name);
        if !ends_here {
            open.push((name, inner));
        }
    }
    let way = open.last().map_or(Way::English, |(_, way)| *way);
    said(rest, way, units, &mut out);
    out
}

/// How the text inside a tag is taken.
fn inner(tag: &str, name: &str, outer: Way) -> Way {
    if outer == Way::Kept || KEPT.contains(&name) {
        return Way::Kept;
    }
    match tag.split_once(" lang=\"") {
        Some((_, lang)) if lang.starts_with("zh") => Way::Quoted,
        Some((_, lang)) if lang.starts_with("en") => Way::English,
        _ => outer,
    }
}

/// A tag whose spoken attributes are English.
fn attributes(tag: &str, way: Way) -> String {
    let mut out = tag.to_owned();
    if way != Way::English {
        return out;
    }
    for name in SAID {
        let Some(start) = out.find(name).map(|at| at + name.len()) else {
            continue;
        };
        let length = out.get(start..).and_then(|it| it.find('"')).unwrap_or(0);
        if let Some(value) = out.get(start..start + length)
            && let Some(english) = amounts::in_english(value)
        {
            out.replace_range(start..start + length, &english);
        }
    }
    out
}

/// One stretch of text.
fn said(text: &str, way: Way, units: &HashMap<String, String>, out: &mut String) {
    let bare = text.trim();
    if way == Way::Kept || bare.is_ascii() {
        out.push_str(text);
        return;
    }
    let unit = units.get(bare);
    let english = match (unit, way) {
        (Some(name), _) => Some(text.replace(bare, name)),
        (None, Way::English) => {
            let named = named(text, units);
            let text = named.as_deref().unwrap_or(text);
            amounts::in_english(text).or_else(|| named.clone())
        }
        (None, _) => goal(text),
    };
    out.push_str(english.as_deref().unwrap_or(text));
}

/// A quoted text that is an amount, or ends in one behind a space as the line of a target
/// does: 重点项目 ≥300个.
fn goal(text: &str) -> Option<String> {
    let (subject, amount) = text.rsplit_once(' ').unwrap_or(("", text));
    let amount = amounts::in_english(amount).filter(|it| !amounts::has_chinese(it))?;
    let gap = if text.contains(' ') { " " } else { "" };
    Some(format!("{subject}{gap}{amount}"))
}

/// A text with the English names of the units in it: of a run of Chinese that is a name and
/// nothing else. None if there is none.
fn named(text: &str, units: &HashMap<String, String>) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find(amounts::is_han) {
        let (before, run) = rest.split_at(at);
        out.push_str(before);
        let end = run.find(|ch| !amounts::is_han(ch)).unwrap_or(run.len());
        let (run, after) = run.split_at(end);
        let name = units.get(run);
        found |= name.is_some();
        out.push_str(name.map_or(run, String::as_str));
        rest = after;
    }
    out.push_str(rest);
    found.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_english_where_english_is_said_and_quotations_stay() {
        let units = HashMap::from([("市商务局".to_owned(), "Commerce Bureau".to_owned())]);
        for (page, english) in [
            ("<p>4个 to go: 3个 a month</p>", "<p>4 to go: 3 a month</p>"),
            (
                "<p>the report: <q lang=\"zh-CN\">完成投资650亿元以上</q>, 588.9亿元 so far</p>",
                "<p>the report: <q lang=\"zh-CN\">完成投资650亿元以上</q>, 58.89 billion yuan so far</p>",
            ),
            (
                "<td lang=\"zh-CN\">市商务局</td><td lang=\"zh-CN\">12个</td><td>1月</td>",
                "<td lang=\"zh-CN\">Commerce Bureau</td><td lang=\"zh-CN\">12</td><td>Jan</td>",
            ),
            (
                "<div lang=\"zh-CN\"><b>东岭大桥</b><br>12个项目</div><p>12个</p>",
                "<div lang=\"zh-CN\"><b>东岭大桥</b><br>12个项目</div><p>12</p>",
            ),
            (
                "<textarea>1.2亿元</textarea><option>市商务局</option><input value=\"3万元\"><b>3万元</b>",
                "<textarea>1.2亿元</textarea><option>市商务局</option><input value=\"3万元\"><b>30,000 yuan</b>",
            ),
            (
                "<svg aria-label=\"12个 in 3月\"><text>2月</text></svg>",
                "<svg aria-label=\"12 in Mar\"><text>Feb</text></svg>",
            ),
            (
                "<p>推动总投资8000万美元的项目",
                "<p>推动总投资8000万美元的项目",
            ),
            (
                "<p>lead: (none) → 市商务局, 2个 of 市商务局 and 市商务局长</p>",
                "<p>lead: (none) → Commerce Bureau, 2 of Commerce Bureau and 市商务局长</p>",
            ),
            (
                "<q lang=\"zh-CN\">重点项目 ≥300个</q><q lang=\"zh-CN\">完成投资 650亿元以上</q>",
                "<q lang=\"zh-CN\">重点项目 ≥300</q><q lang=\"zh-CN\">完成投资 650亿元以上</q>",
            ),
            ("", ""),
        ] {
            assert_eq!(set(page, &units), english);
        }
    }
}
