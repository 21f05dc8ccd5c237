//! The path of an entry to the root, step by step, and its picture.

use maud::{Markup, html};
use youwei_tlog::{Hash, Suite};

use crate::upload::hex;
use crate::words::Lang;

/// One step up: the node is hashed together with its sibling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// The hash beside, which the proof states.
    pub sibling: Hash,
    /// The entries that it stands for, from the first up to, not including, the last.
    pub covers: (u64, u64),
    /// Whether it stands at the left.
    pub left: bool,
    /// What both give together.
    pub node: Hash,
}

/// The steps from a leaf to the root of a tree of `size` entries (RFC 9162, 2.1.3.2).
/// A proof that is too long or too short gives as many steps as it has hashes; whether
/// it holds is for [`youwei_tlog::verify_inclusion`] to say.
pub(super) fn steps(suite: Suite, leaf: Hash, index: u64, size: u64, proof: &[Hash]) -> Vec<Step> {
    // The entries under the node so far.
    let (mut low, mut high) = (index, index.saturating_add(1));
    let mut node = leaf;
    let mut steps = Vec::with_capacity(proof.len());
    for &sibling in proof {
        let (covers, left) = beside(low, high, size);
        node = if left {
            suite.node_hash(&sibling, &node)
        } else {
            suite.node_hash(&node, &sibling)
        };
        (low, high) = (low.min(covers.0), high.max(covers.1));
        steps.push(Step {
            sibling,
            covers,
            left,
            node,
        });
    }
    steps
}

/// Which entries the sibling of the node over `low..high` stands for, and whether it is
/// the left one.
fn beside(low: u64, high: u64, size: u64) -> ((u64, u64), bool) {
    // A perfect subtree of w leaves begins at a multiple of w; the right edge has less.
    let width = (high - low).checked_next_power_of_two().unwrap_or(1 << 63);
    if low & width == 0 && high < size {
        return ((high, high.saturating_add(width).min(size)), false);
    }
    // At the right edge the next subtree to the left may be many times as wide.
    let width = 1_u64.checked_shl(low.trailing_zeros()).unwrap_or(0);
    ((low.saturating_sub(width), low), true)
}

const STEP: usize = 34;
const MIDDLE: usize = 180;
const SIDE: usize = 64;

/// The path drawn small: the entry at the bottom, the root at the top, at each step the
/// hash beside.
pub(super) fn picture(lang: Lang, index: u64, leaf: &Hash, steps: &[Step]) -> Markup {
    let height = STEP * (steps.len() + 1) + 22;
    let y = |level: usize| height - 30 - STEP * level;
    let root = steps.last().map_or(leaf, |step| &step.node);
    let title = match lang {
        Lang::Zh => format!("第 {index} 条到根哈希的路，共 {} 步", steps.len()),
        Lang::En => format!(
            "The path of entry {index} to the root hash, {} steps",
            steps.len()
        ),
    };
    html! {
        svg.path viewBox={ "0 0 360 " (height) } width="360" height=(height) role="img" aria-label=(title) {
            @for (level, step) in steps.iter().enumerate() {
                @let (from, to) = (y(level), y(level + 1));
                @let x = if step.left { MIDDLE - SIDE } else { MIDDLE + SIDE };
                line.own x1=(MIDDLE) y1=(from) x2=(MIDDLE) y2=(to) {}
                line x1=(x) y1=(from) x2=(MIDDLE) y2=(to) {}
                circle.beside cx=(x) cy=(from) r="5" {}
                @let (beside, anchor) = if step.left { (x - 11, "end") } else { (x + 11, "start") };
                text.hash x=(beside) y=(from - 1) text-anchor=(anchor) { (short(&step.sibling)) }
                text x=(beside) y=(from + 14) text-anchor=(anchor) { (range(step.covers)) }
            }
            @for level in 0..=steps.len() {
                circle.own cx=(MIDDLE) cy=(y(level)) r=(if level == 0 || level == steps.len() { "7" } else { "4" }) {}
            }
            text.name x=(MIDDLE) y=(y(0) + 24) text-anchor="middle" {
                (lang.pick(format!("第 {index} 条 "), format!("entry {index} "))) tspan.hash { (short(leaf)) }
            }
            @if !steps.is_empty() {
                text.name x=(MIDDLE) y=(y(steps.len()) - 13) text-anchor="middle" {
                    (lang.pick("根哈希 ", "root hash ")) tspan.hash { (short(root)) }
                }
            }
        }
    }
}

/// The entries that a hash stands for, in numbers.
fn range((low, high): (u64, u64)) -> String {
    match high.saturating_sub(1) {
        last if last <= low => low.to_string(),
        last => format!("{low}–{last}"),
    }
}

fn covers(lang: Lang, covers: (u64, u64)) -> String {
    let range = range(covers);
    match (lang, range.contains('–')) {
        (Lang::Zh, _) => format!("第 {range} 条"),
        (Lang::En, true) => format!("entries {range}"),
        (Lang::En, false) => format!("entry {range}"),
    }
}

/// The beginning of a hash, enough to tell it from its neighbours.
fn short(hash: &Hash) -> String {
    hash.iter()
        .take(3)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The same as a list, each step with its whole hashes, for whoever computes along.
pub(super) fn list(lang: Lang, suite: Suite, leaf: &Hash, steps: &[Step]) -> Markup {
    let name = match suite {
        Suite::International => "SHA-256",
        Suite::National => "SM3",
    };
    html! {
        ol.along {
            li {
                (lang.pick("本条的哈希", "the hash of the entry")) ": " (name) "(00 ‖ " (lang.pick("原样字节", "its bytes")) ") = "
                code { (hex(leaf)) }
            }
            @for step in steps {
                li {
                    (name) "(01 ‖ "
                    @if step.left {
                        code { (hex(&step.sibling)) } " ‖ " (lang.pick("上一步", "the step before"))
                    } @else {
                        (lang.pick("上一步", "the step before")) " ‖ " code { (hex(&step.sibling)) }
                    }
                    ") = " code { (hex(&step.node)) }
                    small { (lang.pick("旁边是", "beside: ")) (covers(lang, step.covers)) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The root over the leaves `low..high`, straight from RFC 6962, 2.1.
    fn root(leaves: &[Hash]) -> Hash {
        let suite = Suite::International;
        match leaves {
            [] => suite.empty_root(),
            [one] => *one,
            _ => {
                let half = leaves.len().next_power_of_two() / 2;
                let (left, right) = leaves.split_at(half);
                suite.node_hash(&root(left), &root(right))
            }
        }
    }

    /// The inclusion proof by the same section of the RFC, with what each hash covers.
    fn proof(leaves: &[Hash], index: usize, low: u64) -> Vec<(Hash, (u64, u64), bool)> {
        if leaves.len() < 2 {
            return Vec::new();
        }
        let half = leaves.len().next_power_of_two() / 2;
        let (left, right) = leaves.split_at(half);
        let (middle, high) = (low + half as u64, low + leaves.len() as u64);
        let mut path;
        if index < half {
            path = proof(left, index, low);
            path.push((root(right), (middle, high), false));
        } else {
            path = proof(right, index - half, middle);
            path.push((root(left), (low, middle), true));
        }
        path
    }

    #[test]
    fn every_path_of_every_small_tree_leads_to_its_root() {
        let suite = Suite::International;
        for size in 1..=70_u64 {
            let leaves: Vec<Hash> = (0..size)
                .map(|n| suite.leaf_hash(&n.to_be_bytes()))
                .collect();
            for index in 0..size {
                let leaf = leaves[index as usize];
                let expected = proof(&leaves, index as usize, 0);
                let hashes: Vec<Hash> = expected.iter().map(|(hash, _, _)| *hash).collect();
                let steps = steps(suite, leaf, index, size, &hashes);
                let said: Vec<_> = steps
                    .iter()
                    .map(|step| (step.sibling, step.covers, step.left))
                    .collect();
                assert_eq!(said, expected, "entry {index} of {size}");
                let top = steps.last().map_or(leaf, |step| step.node);
                assert_eq!(top, root(&leaves), "entry {index} of {size}");
            }
        }
    }

    #[test]
    fn a_hostile_proof_is_drawn_without_harm() {
        let suite = Suite::National;
        let proof = vec![[7; 32]; 64];
        for (index, size) in [
            (0, 0),
            (0, 1),
            (u64::MAX, 3),
            (u64::MAX - 1, u64::MAX),
            (5, u64::MAX),
        ] {
            let steps = steps(suite, [0; 32], index, size, &proof);
            assert_eq!(steps.len(), 64);
            let drawn = picture(Lang::En, index, &[0; 32], &steps).into_string();
            assert!(drawn.contains("64 steps"));
        }
    }
}
