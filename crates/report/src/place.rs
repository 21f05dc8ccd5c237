//! Places by name, and whose report it is.

use std::collections::HashMap;
use std::sync::LazyLock;

use youwei_base::{Area, AreaCode};

use crate::lexicon::lexicon;
use crate::reading::Place;

/// Places by full name and by the name as people say it.
struct Gazetteer {
    full: HashMap<&'static str, AreaCode>,
    short: HashMap<&'static str, Vec<AreaCode>>,
    longest: usize,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let mut out = Gazetteer {
        full: HashMap::new(),
        short: HashMap::new(),
        longest: 0,
    };
    for area in Area::all() {
        // 鼓楼区 stands in several cities; the code is told only where it is one.
        out.full.entry(area.name).or_insert(area.code);
        out.short
            .entry(area.short_name())
            .or_default()
            .push(area.code);
        out.longest = out.longest.max(area.name.chars().count());
    }
    out
});

/// The places that `words` names, in order, each once. `home` is the place whose
/// report it is; a county by its short name is believed only inside it.
pub(crate) fn places(words: &str, home: Option<AreaCode>) -> Vec<Place> {
    let mut out: Vec<Place> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        let step = rest.chars().next().map_or(1, char::len_utf8);
        if let Some((name, code)) = named(rest, home) {
            if !out.iter().any(|place| place.code == code) {
                out.push(Place {
                    name: name.to_owned(),
                    code,
                });
            }
            at += name.len();
            continue;
        }
        at += ordinary(rest).unwrap_or(step);
    }
    out
}

fn ordinary(rest: &str) -> Option<usize> {
    let words = &lexicon().places.not_places;
    words
        .iter()
        .filter(|word| rest.starts_with(word.as_str()))
        .map(String::len)
        .max()
}

/// The longest place name that opens `rest`.
fn named(rest: &str, home: Option<AreaCode>) -> Option<(&str, AreaCode)> {
    let mut best = None;
    for (at, ch) in rest.char_indices().take(GAZETTEER.longest) {
        let name = &rest[..at + ch.len_utf8()];
        if let Some(code) = GAZETTEER.full.get(name) {
            best = Some((name, nearest(name, *code, home)));
        } else if let Some(code) = short(name, home) {
            best = Some((name, code));
        }
    }
    // 「长治久安」 opens with the name of a city and is none.
    let (name, code) = best?;
    let masked = ordinary(rest).is_some_and(|word| word >= name.len());
    (!masked).then_some((name, code))
}

/// Of several places with one full name, the one inside the home province.
fn nearest(name: &str, first: AreaCode, home: Option<AreaCode>) -> AreaCode {
    let Some(home) = home else { return first };
    Area::all()
        .iter()
        .filter(|area| area.name == name)
        .map(|area| area.code)
        .find(|code| code.within(home) || code.within(home.province()))
        .unwrap_or(first)
}

fn short(name: &str, home: Option<AreaCode>) -> Option<AreaCode> {
    let codes = GAZETTEER.short.get(name)?;
    let city_or_province = codes
        .iter()
        .copied()
        .find(|code| code.0.is_multiple_of(100));
    let own = home.and_then(|home| {
        codes.iter().copied().find(|code| {
            code.within(home) || (!home.0.is_multiple_of(10_000) && code.within(home.city()))
        })
    });
    own.or(city_or_province)
}

/// Whose report it is: the place in the title or in the line that says before
/// which congress it was made, else the one that the text names most.
pub(crate) fn home(front: &str, body: &str) -> Option<&'static Area> {
    let in_front = Area::all()
        .iter()
        .filter(|area| front.contains(area.name) && area.code.0.is_multiple_of(100))
        .max_by_key(|area| (area.code.0 % 10_000 != 0, area.name.len()));
    if in_front.is_some() {
        return in_front;
    }
    let mut most: Option<(&Area, usize)> = None;
    for area in Area::all()
        .iter()
        .filter(|area| area.code.0.is_multiple_of(100))
    {
        let name = area.short_name();
        if ordinary(name).is_some() {
            continue;
        }
        let count = body.matches(name).count();
        if count >= 3 && most.is_none_or(|(_, known)| count > known) {
            most = Some((area, count));
        }
    }
    most.map(|(area, _)| area)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_from_words_that_hold_their_names() {
        let home = Some(AreaCode(130_100));
        let names = |words: &str| -> Vec<String> {
            places(words, home).into_iter().map(|p| p.name).collect()
        };
        assert_eq!(names("推进灵寿、赞皇抽水蓄能电站"), ["灵寿", "赞皇"]);
        assert_eq!(names("实现民族复兴、社会长治久安"), Vec::<String>::new());
        assert_eq!(names("对接北京市和天津"), ["北京市", "天津"]);
    }

    #[test]
    fn the_title_says_whose_report_it_is() {
        let name = |front: &str, body: &str| home(front, body).map(|area| area.name);
        assert_eq!(name("2026年河北省政府工作报告", ""), Some("河北省"));
        assert_eq!(name("", "石家庄甲，石家庄乙，石家庄丙"), Some("石家庄市"));
        assert_eq!(name("", "无地名"), None);
    }
}
