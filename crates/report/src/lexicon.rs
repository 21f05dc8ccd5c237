//! The words that the reader knows, by kind; they live in `data/`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::reading::Op;

/// Every list of words, read once.
pub(crate) struct Lexicon {
    pub outline: OutlineWords,
    pub number: NumberWords,
    pub target: TargetWords,
    pub label: LabelWords,
    pub project: ProjectWords,
    pub places: PlaceWords,
    pub units: Units,
    pub commitment: CommitmentWords,
    pub remark: RemarkWords,
}

/// `data/outline.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutlineWords {
    pub review_titles: Vec<String>,
    pub forward_titles: Vec<String>,
    pub review_openers: Vec<String>,
    pub forward_openers: Vec<String>,
    pub salutations: Vec<String>,
    pub closings: Vec<String>,
    pub lead_not_starts: Vec<String>,
    pub lead_not_parts: Vec<String>,
    pub lead_review_starts: Vec<String>,
    pub parallel_not: Vec<String>,
    pub part_titles: Vec<String>,
    pub annex_kept: Vec<String>,
    pub noise_exact: Vec<String>,
    pub noise_starts: Vec<String>,
    pub annex_starts: Vec<String>,
}

/// `data/number.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NumberWords {
    pub units: Vec<String>,
    pub han_units: Vec<String>,
    pub not_numbers: Vec<String>,
    pub after: Vec<Comparison>,
    pub before: Vec<Comparison>,
}

/// Words that compare, and what they mean.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Comparison {
    pub op: Op,
    pub words: Vec<String>,
}

/// `data/target.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TargetWords {
    pub verbs: Vec<String>,
    pub adverbs: Vec<String>,
    pub links: Vec<String>,
    pub growth: Vec<String>,
    pub reached: Vec<String>,
    pub delta: Vec<String>,
    pub not_delta: Vec<String>,
    pub share: Vec<String>,
    pub periods: Vec<String>,
}

/// `data/label.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LabelWords {
    pub slogans: Vec<String>,
    pub states: Vec<String>,
}

/// `data/project.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProjectWords {
    pub heads: Vec<String>,
    pub verbs: Vec<String>,
    pub tails: Vec<String>,
}

/// `data/places.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceWords {
    pub not_places: Vec<String>,
}

/// A unit of a government and the duties declared for it (`data/units.toml`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its name without the level of government before it.
    pub name: String,
    /// Words for what it answers for.
    pub duties: Vec<String>,
}

/// `data/units.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Units {
    pub units: Vec<Unit>,
}

/// `data/commitment.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommitmentWords {
    pub belongs_before: Vec<String>,
    pub introduces: Vec<String>,
    pub lasting: Vec<String>,
}

/// `data/remark.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemarkWords {
    pub continued: Vec<String>,
    pub against: Vec<String>,
    pub based: Vec<String>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
    outline: load(include_str!("../data/outline.toml")),
    number: load(include_str!("../data/number.toml")),
    target: load(include_str!("../data/target.toml")),
    label: load(include_str!("../data/label.toml")),
    project: load(include_str!("../data/project.toml")),
    places: load(include_str!("../data/places.toml")),
    units: load(include_str!("../data/units.toml")),
    commitment: load(include_str!("../data/commitment.toml")),
    remark: load(include_str!("../data/remark.toml")),
});

/// The words that the reader knows.
pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

/// The data files are part of the program: one that does not read is a mistake
/// made at build time, which the tests of this module find.
#[allow(
    clippy::panic,
    reason = "a data file compiled into the program is wrong"
)]
fn load<Words: serde::de::DeserializeOwned>(text: &str) -> Words {
    match toml::from_str(text) {
        Ok(words) => words,
        Err(error) => panic!("a data file of the reader does not read: {error}"),
    }
}
