//! What OC4IDS 0.9.5 says a project holds: each property of each definition, as far as a
//! mapping has to keep to it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Where a project begins.
pub(super) const PROJECT: &str = "Project";

/// What a property holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Text,
    Uri,
    Moment,
    Number,
    Whole,
    YesNo,
    /// One of these words.
    Code(&'static [&'static str]),
    /// An object of this definition.
    Of(&'static str),
}

/// A property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Property {
    pub name: &'static str,
    pub holds: Holds,
    /// Whether it holds a list of these.
    pub many: bool,
    pub required: bool,
}

/// The properties by definition.
pub(super) fn definitions() -> &'static BTreeMap<&'static str, Vec<Property>> {
    static READ: LazyLock<BTreeMap<&'static str, Vec<Property>>> = LazyLock::new(read);
    &READ
}

/// The properties of a definition.
pub(super) fn properties(definition: &str) -> &'static [Property] {
    definitions().get(definition).map_or(&[], Vec::as_slice)
}

fn read() -> BTreeMap<&'static str, Vec<Property>> {
    let text = include_str!("../../../data/oc4ids.tsv");
    let mut all: BTreeMap<&'static str, Vec<Property>> = BTreeMap::new();
    for line in text.lines().filter(|it| !it.starts_with('#')) {
        let mut parts = line.split('\t');
        let mut part = || parts.next().unwrap_or("");
        let (definition, name, what, required, words) = (part(), part(), part(), part(), part());
        let (what, many) = match what.strip_suffix("[]") {
            Some(one) => (one, true),
            None => (what, false),
        };
        let holds = match what {
            "text" => Holds::Text,
            "uri" => Holds::Uri,
            "moment" => Holds::Moment,
            "number" => Holds::Number,
            "whole" => Holds::Whole,
            "yes-no" => Holds::YesNo,
            // The few lists of words are kept as long as the program runs.
            "code" => Holds::Code(words.split(' ').collect::<Vec<_>>().leak()),
            other => Holds::Of(other),
        };
        all.entry(definition).or_default().push(Property {
            name,
            holds,
            many,
            required: required == "required",
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_definition_that_is_named_is_there() {
        let all = definitions();
        assert!(all.len() > 30, "{}", all.len());
        // Objects of anybody's own properties have none of the standard's.
        let free = ["Observation.dimensions"];
        for (definition, properties) in all {
            for it in properties {
                if let Holds::Of(other) = it.holds
                    && !free.contains(&other)
                {
                    assert!(all.contains_key(other), "{definition}.{}: {other}", it.name);
                }
            }
        }
        let status = properties(PROJECT)
            .iter()
            .find(|it| it.name == "status")
            .unwrap();
        assert!(matches!(status.holds, Holds::Code(words) if words.contains(&"implementation")));
    }
}
