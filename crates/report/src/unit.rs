//! Which unit could lead a commitment, by the duties declared for it.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::lexicon::{Unit, lexicon};
use crate::reading::UnitSuggestion;

/// How many units are proposed at most.
const SUGGESTIONS_MAX: usize = 3;

/// Every unit that the reader knows.
pub fn units() -> &'static [Unit] {
    &lexicon().units.units
}

/// The names of every unit as the government of `place` would write them.
pub fn unit_names(place: &str) -> Vec<String> {
    units()
        .iter()
        .map(|unit| named(place, &unit.name))
        .collect()
}

fn named(place: &str, unit: &str) -> String {
    let level = if place.ends_with("自治区") {
        "自治区"
    } else if place.ends_with('省') {
        "省"
    } else if place.ends_with('县') {
        "县"
    } else if place.ends_with('区') {
        "区"
    } else {
        "市"
    };
    format!("{level}{unit}")
}

/// Every duty in one automaton, and whose it is.
struct Duties {
    words: Option<AhoCorasick>,
    of: Vec<(usize, &'static str)>,
}

static DUTIES: LazyLock<Duties> = LazyLock::new(|| {
    let of: Vec<(usize, &str)> = units()
        .iter()
        .enumerate()
        .flat_map(|(unit, known)| known.duties.iter().map(move |duty| (unit, duty.as_str())))
        .collect();
    Duties {
        words: AhoCorasick::new(of.iter().map(|(_, duty)| duty)).ok(),
        of,
    }
});

/// The duties that `text` speaks of, each once, as places in [`Duties::of`].
fn duties_in(text: &str) -> Vec<usize> {
    let Some(words) = &DUTIES.words else {
        return Vec::new();
    };
    let mut found: Vec<usize> = words
        .find_overlapping_iter(text)
        .map(|found| found.pattern().as_usize())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Up to three units whose duties the words speak of, best first, with the words
/// that say so. What stands in the commitment weighs more than what stands in
/// the heading over it.
///
/// Where the commitment names no duty itself, the words around it decide, and the
/// reason says so.
pub(crate) fn suggestions(
    commitment: &str,
    sentence: &str,
    headings: &[&str],
    place: &str,
) -> Vec<UnitSuggestion> {
    let own = weighed(duties_in(commitment), headings);
    if !own.is_empty() {
        return named_best(own, place, "");
    }
    for (words, around) in [
        (sentence, "同句提到"),
        (headings.last().copied().unwrap_or(""), "所在标题提到"),
    ] {
        let found = weighed(duties_in(words), headings);
        if !found.is_empty() {
            return named_best(found, place, around);
        }
    }
    Vec::new()
}

/// Units by weight, with the words that speak for each.
type Weighed = Vec<(usize, usize, Vec<&'static str>)>;

fn weighed(said: Vec<usize>, headings: &[&str]) -> Weighed {
    let over: Vec<usize> = headings
        .iter()
        .flat_map(|heading| duties_in(heading))
        .collect();
    let mut found: Weighed = Vec::new();
    for at in &said {
        let (unit, duty) = DUTIES.of[*at];
        let weight = 3 * duty.chars().count();
        match found.iter_mut().find(|(_, known, _)| *known == unit) {
            Some((sum, _, why)) => {
                *sum += weight;
                why.push(duty);
            }
            None => found.push((weight, unit, vec![duty])),
        }
    }
    for at in over.iter().filter(|at| !said.contains(at)) {
        let (unit, duty) = DUTIES.of[*at];
        if let Some((sum, _, _)) = found.iter_mut().find(|(_, known, _)| *known == unit) {
            *sum += duty.chars().count();
        }
    }
    found.sort_by_key(|(weight, unit, _)| (std::cmp::Reverse(*weight), *unit));
    found
}

fn named_best(found: Weighed, place: &str, around: &str) -> Vec<UnitSuggestion> {
    found
        .into_iter()
        .take(SUGGESTIONS_MAX)
        .map(|(_, unit, why)| UnitSuggestion {
            unit: named(place, &units()[unit].name),
            why: format!("{around}{}", why.join("、")),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_proposed_for_its_declared_duties() {
        let got = suggestions("新改扩建中小学校20所", "", &[], "云泽市");
        assert_eq!(got[0].unit, "市教育局");
        assert!(got[0].why.contains("中小学"));
        assert!(suggestions("弘扬正气", "", &[], "云泽市").is_empty());
        let around = suggestions("压缩时长", "", &["提高政务服务效率"], "云泽市");
        assert_eq!(around[0].why, "所在标题提到政务服务");
    }
}
