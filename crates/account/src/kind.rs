//! The class of a commitment in the plan, by a small rule that a person may
//! overrule: a number makes it an indicator, a named work makes it key works,
//! then words decide.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::commitment::{Commitment, Kind};

#[derive(Deserialize, Default)]
struct Words {
    livelihood: Vec<String>,
    reform: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("../data/kinds.toml")).unwrap_or_default());

/// The class that the rule gives, under headings of these titles.
pub(crate) fn derive(commitment: &Commitment, titles: &[&str]) -> Kind {
    let says = |words: &[String]| {
        words.iter().any(|word| {
            commitment.text.contains(word) || titles.iter().any(|title| title.contains(word))
        })
    };
    if !commitment.targets.is_empty() {
        Kind::Indicator
    } else if !commitment.projects.is_empty() {
        Kind::Works
    } else if says(&WORDS.livelihood) {
        Kind::Livelihood
    } else if says(&WORDS.reform) {
        Kind::Reform
    } else {
        Kind::Task
    }
}
