//! Places by name, and whose report it is.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use youwei_base::{Area, AreaCode};

use crate::lexicon::lexicon;
use crate::reading::Place;

/// Every name of a place, full and as people say it, and every word that holds one
/// without being one, in one automaton.
struct Gazetteer {
    names: Option<AhoCorasick>,
    entries: Vec<Entry>,
}

enum Entry {
    Full(&'static str, AreaCode),
    Short(Vec<AreaCode>),
    /// 长治久安, 民族复兴.
    Ordinary,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let mut known: HashMap<&'static str, Entry> = HashMap::new();
    for area in Area::all() {
        let short = known
            .entry(area.short_name())
            .or_insert_with(|| Entry::Short(Vec::new()));
        if let Entry::Short(codes) = short {
            codes.push(area.code);
        }
    }
    for area in Area::all() {
        // 鼓楼区 stands in several cities; which is meant is told where it is read.
        let full = Entry::Full(area.name, area.code);
        if !matches!(known.get(area.name), Some(Entry::Full(..))) {
            known.insert(area.name, full);
        }
    }
    for word in &lexicon().places.not_places {
        known.insert(word, Entry::Ordinary);
    }
    let mut words: Vec<(&str, Entry)> = known.into_iter().collect();
    words.sort_by_key(|(word, _)| *word);
    let names = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        // Built at every start and used on one report: building must be cheap.
        .kind(Some(AhoCorasickKind::NoncontiguousNFA))
        .build(words.iter().map(|(word, _)| word))
        .ok();
    Gazetteer {
        names,
        entries: words.into_iter().map(|(_, entry)| entry).collect(),
    }
});

/// The places that `words` names, in order, each once. `home` is the place whose
/// report it is; a county by its short name is believed only inside it.
pub(crate) fn places(words: &str, home: Option<AreaCode>) -> Vec<Place> {
    let mut out: Vec<Place> = Vec::new();
    let Some(names) = &GAZETTEER.names else {
        return out;
    };
    for found in names.find_iter(words) {
        let code = match &GAZETTEER.entries[found.pattern().as_usize()] {
            Entry::Full(name, first) => Some(nearest(name, *first, home)),
            Entry::Short(codes) => short(codes, home),
            Entry::Ordinary => None,
        };
        if let Some(code) = code
            && !out.iter().any(|place| place.code == code)
        {
            out.push(Place {
                name: words[found.range()].to_owned(),
                code,
            });
        }
    }
    out
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

fn short(codes: &[AreaCode], home: Option<AreaCode>) -> Option<AreaCode> {
    let own = home.and_then(|home| {
        let city = |code: &AreaCode| !home.0.is_multiple_of(10_000) && code.within(home.city());
        codes
            .iter()
            .copied()
            .find(|code| code.within(home) || city(code))
    });
    own.or_else(|| {
        codes
            .iter()
            .copied()
            .find(|code| code.0.is_multiple_of(100))
    })
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
        if lexicon().places.not_places.iter().any(|word| word == name) {
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
        assert_eq!(names("给灵寿、赞皇两地架桥"), ["灵寿", "赞皇"]);
        assert_eq!(names("实现民族复兴、社会长治久安"), Vec::<String>::new());
        assert_eq!(names("对接北京市和天津"), ["北京市", "天津"]);
        assert_eq!(names("把真金白银用在刀刃上"), Vec::<String>::new());
        assert_eq!(names("与甘肃白银开展协作"), ["甘肃", "白银"]);
    }

    #[test]
    fn the_title_says_whose_report_it_is() {
        let name = |front: &str, body: &str| home(front, body).map(|area| area.name);
        assert_eq!(name("2026年河北省政府工作报告", ""), Some("河北省"));
        assert_eq!(name("", "石家庄甲，石家庄乙，石家庄丙"), Some("石家庄市"));
        assert_eq!(name("", "无地名"), None);
    }
}
