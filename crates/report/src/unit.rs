//! Which unit could lead a commitment, by the duties declared for it.

use crate::lexicon::lexicon;
use crate::reading::UnitSuggestion;

/// How many units are proposed at most.
const SUGGESTIONS_MAX: usize = 3;

/// A unit of a government and the duties declared for it (`data/units.toml`).
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its name without the level of government before it.
    pub name: String,
    /// Words for what it answers for.
    pub duties: Vec<String>,
}

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

/// Up to three units whose duties the words speak of, best first, with the words
/// that say so. What stands in the commitment weighs more than what stands in
/// the heading over it.
pub(crate) fn suggestions(commitment: &str, headings: &[&str], place: &str) -> Vec<UnitSuggestion> {
    let mut found: Vec<(usize, &str, Vec<&str>)> = Vec::new();
    for unit in units() {
        let mut weight = 0;
        let mut why: Vec<&str> = Vec::new();
        for duty in &unit.duties {
            let size = duty.chars().count();
            if commitment.contains(duty.as_str()) {
                weight += 3 * size;
                why.push(duty);
            } else if headings
                .iter()
                .any(|heading| heading.contains(duty.as_str()))
            {
                weight += size;
            }
        }
        if !why.is_empty() {
            found.push((weight, &unit.name, why));
        }
    }
    found.sort_by_key(|(weight, _, _)| std::cmp::Reverse(*weight));
    found
        .into_iter()
        .take(SUGGESTIONS_MAX)
        .map(|(_, name, why)| UnitSuggestion {
            unit: named(place, name),
            why: why.join("、"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_proposed_for_its_declared_duties() {
        let got = suggestions("新改扩建中小学校20所", &[], "云泽市");
        assert_eq!(got[0].unit, "市教育局");
        assert!(got[0].why.contains("中小学"));
        assert!(suggestions("弘扬正气", &[], "云泽市").is_empty());
    }
}
