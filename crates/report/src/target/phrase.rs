//! The words around a number that belong to it.

use crate::number::{Number, after_words};
use crate::sentence::shelters;
use crate::text::ends_clause;

/// A number with the words of its own clause, cut off from its neighbours.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Phrase<'a> {
    /// From the start of the clause, or behind the item before, to the number.
    pub left: &'a str,
    /// The number with its unit.
    pub mention: &'a str,
    /// All that follows the number in the sentence.
    pub behind: &'a str,
    /// The words behind number and comparison that belong to it, up to the next
    /// item or clause.
    pub right: &'a str,
    /// The clause from its start, items before this one included.
    pub clause: &'a str,
    /// What stands between the item before and this one, 0 if this is the first.
    pub place: usize,
    /// Whether this number is one of several joined by 、 or 和.
    pub coordinated: bool,
    /// The item that follows by 、 or 和, for a head shared at the end.
    pub next_item: &'a str,
}

const JOINTS: [&str; 6] = ["、", "和", "以及", "及", "并", "；"];

impl<'a> Phrase<'a> {
    /// The phrase of the `index`-th of `numbers`.
    pub fn around(
        sentence: &'a str,
        numbers: &[Number],
        promising: &[bool],
        index: usize,
    ) -> Phrase<'a> {
        let number = &numbers[index];
        let sheltered = shelters(sentence);
        let inside = |at: usize| sheltered.iter().any(|(from, to)| *from < at && at < *to);
        let clause_start = sentence[..number.start]
            .char_indices()
            .rev()
            .find(|(at, ch)| ends_clause(*ch) && !inside(*at))
            .map_or(0, |(at, ch)| at + ch.len_utf8());
        let items: Vec<&Number> = numbers
            .iter()
            .zip(promising)
            .filter_map(|(other, promises)| promises.then_some(other))
            .collect();
        let before: Vec<&&Number> = items
            .iter()
            .filter(|other| clause_start <= other.start && other.start < number.start)
            .collect();
        let mut left_start = clause_start;
        let mut coordinated = false;
        if let Some(last) = before.last() {
            let between = &sentence[last.end..number.start];
            let joint = first_joint(between);
            left_start = joint.map_or(last.end, |(at, len)| last.end + at + len);
            coordinated = joint.is_some();
        }
        let behind = &sentence[number.end..];
        let (compared, _) = after_words(behind);
        let right_from = number.end + compared;
        let right_to = right_end(sentence, right_from, &items, &inside);
        let next_item = items
            .iter()
            .find(|next| next.start >= right_from)
            .filter(|next| {
                right_to <= next.start && sentence[right_to..next.start].chars().count() <= 2
            })
            .map_or("", |next| {
                let (compared, _) = after_words(&sentence[next.end..]);
                let from = next.end + compared;
                &sentence[from..right_end(sentence, from, &items, &inside)]
            });
        Phrase {
            left: &sentence[left_start..number.start],
            mention: &sentence[number.start..number.end],
            behind,
            right: own_words(&sentence[right_from..right_to]),
            clause: &sentence[clause_start..number.start],
            place: before.len(),
            coordinated,
            next_item: next_item.trim(),
        }
    }

    /// Something to call the number where no subject was found.
    pub fn fallback(&self) -> String {
        let words = if self.right.is_empty() {
            self.clause
        } else {
            self.right
        };
        words.trim().to_owned()
    }
}

/// The words behind a number without a bracketed note; none where they open a
/// new item (「30个左右、争取更多」).
fn own_words(right: &str) -> &str {
    let right = right.trim();
    for (open, close) in [('（', '）'), ('(', ')')] {
        if let Some(inner) = right.strip_prefix(open)
            && let Some((_, rest)) = inner.split_once(close)
        {
            return rest.trim();
        }
    }
    if right.starts_with('、') { "" } else { right }
}

fn first_joint(between: &str) -> Option<(usize, usize)> {
    JOINTS
        .iter()
        .filter_map(|joint| between.find(joint).map(|at| (at, joint.len())))
        .min_by_key(|(at, _)| *at)
}

/// Where the words behind a number stop belonging to it: at the end of the
/// clause, or at a 、 or 和 with a number of its own before the next one.
fn right_end(
    sentence: &str,
    from: usize,
    items: &[&Number],
    inside: &dyn Fn(usize) -> bool,
) -> usize {
    let clause_end = sentence[from..]
        .char_indices()
        .map(|(at, ch)| (from + at, ch))
        .find(|(at, ch)| ends_clause(*ch) && !inside(*at))
        .map_or(sentence.len(), |(at, _)| at);
    let Some(next) = items
        .iter()
        .find(|next| next.start >= from)
        .filter(|next| next.start < clause_end)
    else {
        return clause_end;
    };
    let between = &sentence[from..next.start];
    first_joint_before_number(between).map_or(next.start, |at| from + at)
}

/// The joint that opens the next item. Where the noun stands before its number
/// (绿道100公里、绿地500公顷) that is the first one; where it stands behind (5个
/// 示范县、6个强镇) it is the last.
fn first_joint_before_number(between: &str) -> Option<usize> {
    let trimmed = between.trim_end();
    for joint in JOINTS {
        if trimmed.ends_with(joint) {
            return Some(trimmed.len() - joint.len());
        }
    }
    first_joint(between).map(|(at, _)| at)
}
