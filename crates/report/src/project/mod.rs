//! Named works: what is to be started, built, finished, opened or advanced.
//!
//! The grammar proposes every stretch that begins behind a verb or a separator
//! and ends before one; the model weighs them; the best set without overlaps wins.

mod candidates;
mod features;
mod listed;
mod naming;
mod works;
#[cfg(test)]
mod works_tests;

use std::sync::LazyLock;

pub(crate) use candidates::{Stretch, Words, candidates};
pub(crate) use features::note;
pub use works::{NotAWork, Work, works};

use crate::model::{Features, Model};
use crate::target;
use crate::text::{Span, ends_clause};

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::from_bytes(include_bytes!("../../models/project.bin")));

/// A named work before it is placed in the reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    /// Its name in the sentence.
    pub name: Span,
    /// The parts of a joint name.
    pub parts: Vec<String>,
    /// What is promised of it.
    pub action: String,
}

/// The works that a sentence names.
pub(crate) fn drafts(sentence: &str) -> Vec<Draft> {
    let words = Words::of(sentence);
    let mut features = Features::default();
    let weighed: Vec<(Stretch, f32)> = candidates(&words)
        .into_iter()
        .map(|stretch| {
            features.clear();
            note(&mut features, &words, stretch, 0);
            (stretch, MODEL.score(&features))
        })
        .collect();
    best_set(&words.chars, &weighed)
        .into_iter()
        .map(|stretch| {
            let name = words.span(stretch).trimmed(sentence);
            Draft {
                name,
                parts: parts(name.of(sentence)),
                action: action(sentence, name),
            }
        })
        .collect()
}

/// What a stretch gains by standing in one list with a chosen one: the works of a
/// list are named together or not at all.
const BESIDE_CHOSEN: f32 = 0.5;

/// The stretches that weigh most together without overlapping; only those that
/// weigh more than nothing. Chosen twice: the second time, a neighbour in a list
/// of what was chosen first weighs more.
pub(crate) fn best_set(chars: &[char], weighed: &[(Stretch, f32)]) -> Vec<Stretch> {
    let first = heaviest(chars.len(), weighed);
    if first.is_empty() {
        return first;
    }
    let again: Vec<(Stretch, f32)> = weighed
        .iter()
        .map(|(stretch, weight)| {
            let beside = first
                .iter()
                .any(|chosen| in_one_list(chars, *chosen, *stretch));
            let gain = if beside { BESIDE_CHOSEN } else { 0.0 };
            (*stretch, weight + gain)
        })
        .collect();
    heaviest(chars.len(), &again)
}

/// Whether nothing but 、 or 和 stands between two stretches.
fn in_one_list(chars: &[char], one: Stretch, other: Stretch) -> bool {
    let (first, second) = if one.from <= other.from {
        (one, other)
    } else {
        (other, one)
    };
    chars
        .get(first.to..second.from)
        .is_some_and(|between| matches!(between, ['、' | '和' | '及']))
}

/// The heaviest set without overlaps.
fn heaviest(length: usize, weighed: &[(Stretch, f32)]) -> Vec<Stretch> {
    let mut by_end: Vec<Vec<usize>> = vec![Vec::new(); length + 1];
    for (index, (stretch, weight)) in weighed.iter().enumerate() {
        if *weight > 0.0 {
            by_end[stretch.to].push(index);
        }
    }
    let mut best = vec![0.0_f32; length + 1];
    let mut chosen: Vec<Option<usize>> = vec![None; length + 1];
    for end in 1..=length {
        best[end] = best[end - 1];
        for index in &by_end[end] {
            let (stretch, weight) = weighed[*index];
            if best[stretch.from] + weight > best[end] {
                best[end] = best[stretch.from] + weight;
                chosen[end] = Some(*index);
            }
        }
    }
    let mut out = Vec::new();
    let mut at = length;
    while at > 0 {
        match chosen[at] {
            Some(index) => {
                out.push(weighed[index].0);
                at = weighed[index].0.from;
            }
            None => at -= 1,
        }
    }
    out.reverse();
    out
}

/// The parts of a joint name, each with what it has of its own: the head that
/// they share stays with the last.
fn parts(name: &str) -> Vec<String> {
    let items: Vec<String> = name
        .split(['、', '和', '与', '及'])
        .map(|item| item.trim().to_owned())
        .filter(|item| !item.is_empty())
        .collect();
    let joined = name.contains('、') && items.len() > 1;
    if joined { items } else { Vec::new() }
}

/// The verb that says what happens to the work: behind it where it ends the
/// clause (…项目开工), else the nearest one before it.
fn action(sentence: &str, name: Span) -> String {
    let behind = &sentence[name.end..];
    let clause = &behind[..behind.find(ends_clause).unwrap_or(behind.len())];
    const DONE: [&str; 12] = [
        "开工建设",
        "建成通车",
        "建成投用",
        "建成投产",
        "建成投运",
        "开工",
        "竣工",
        "投产",
        "投用",
        "通车",
        "建成",
        "落地",
    ];
    if let Some(done) = DONE.iter().find(|verb| clause.trim_end().ends_with(**verb)) {
        return (*done).to_owned();
    }
    let before = &sentence[..name.start];
    let from = before.rfind(ends_clause).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    target::last_verb(&before[from..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_joint_name_lists_its_parts() {
        assert_eq!(
            parts("东岭、西塬抽水蓄能电站"),
            ["东岭", "西塬抽水蓄能电站"]
        );
        assert!(parts("和美大桥").is_empty());
    }

    #[test]
    fn the_action_is_the_verb_nearest_to_the_name() {
        let check = |sentence: &str, name: &str, want: &str| {
            let at = sentence.find(name).unwrap();
            let got = action(sentence, Span::new(at, at + name.len()));
            assert_eq!(got, want, "{sentence}");
        };
        check("确保东岭产业园等12个项目开工", "东岭产业园", "开工");
        check("加快推进东岭大桥建设", "东岭大桥", "加快推进");
        check("优化布局,建成东岭大桥", "东岭大桥", "建成");
    }
}
