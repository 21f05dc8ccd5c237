//! Which commitment of a revised text is which of the account's.

use std::collections::BTreeMap;

use youwei_report::Reading;

use super::place::NEAR_PERCENT;
use super::similar::{Pairs, SIMILAR_PERMILLE_MIN};
use crate::Account;
use crate::commitment::{Commitment, Status};
use crate::printed::{Report, joined};

/// How a commitment of the account was found in the new text.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    /// Index in the new reading.
    pub new: usize,
    /// 1000 for the same words.
    pub permille: u32,
}

/// Pairs what the reader once found with what it finds now, by id of the words,
/// then by likeness, the most alike first. Parts follow what they were cut from.
pub(super) fn pair_up(
    account: &Account,
    report: &Report,
    reading: &Reading,
    new_len: usize,
) -> BTreeMap<String, Pair> {
    let roots: Vec<&Commitment> = account.all().filter(|it| it.part_of.is_none()).collect();
    let mut pairs: BTreeMap<String, Pair> = BTreeMap::new();
    let mut free: Vec<bool> = vec![true; reading.commitments.len()];
    // The same words may stand twice in a text: those of the same id go
    // together first, and the living go before those once dropped.
    let mut by_life = roots.clone();
    by_life.sort_by_key(|root| root.status == Status::Dropped);
    for same_id in [true, false] {
        for root in &by_life {
            if pairs.contains_key(&root.id) {
                continue;
            }
            let same = reading.commitments.iter().enumerate().find(|(index, it)| {
                free.get(*index) == Some(&true)
                    && joined(&it.text) == root.as_read.text
                    && (!same_id || it.id == root.as_read.id)
            });
            if let Some((new, _)) = same {
                let permille = 1000;
                pairs.insert(root.id.clone(), Pair { new, permille });
                if let Some(place) = free.get_mut(new) {
                    *place = false;
                }
            }
        }
    }
    let percent = |place: usize, len: usize| place * 100 / len.max(1);
    let new_pairs: Vec<Pairs> = reading
        .commitments
        .iter()
        .map(|it| Pairs::of(&it.text))
        .collect();
    let mut candidates = Vec::new();
    for root in &roots {
        if pairs.contains_key(&root.id) || root.status == Status::Dropped {
            continue;
        }
        let old = Pairs::of(&root.as_read.text);
        let old_at = percent(root.as_read.span.start, report.len_chars());
        for (new, (it, letters)) in reading.commitments.iter().zip(&new_pairs).enumerate() {
            let far = percent(it.start, new_len).abs_diff(old_at);
            if free.get(new) != Some(&true) || far > NEAR_PERCENT {
                continue;
            }
            let permille = old.permille(letters);
            if permille >= SIMILAR_PERMILLE_MIN {
                candidates.push((std::cmp::Reverse(permille), far, root.id.clone(), new));
            }
        }
    }
    candidates.sort();
    for (std::cmp::Reverse(permille), _, id, new) in candidates {
        if !pairs.contains_key(&id) && free.get(new) == Some(&true) {
            pairs.insert(id, Pair { new, permille });
            if let Some(place) = free.get_mut(new) {
                *place = false;
            }
        }
    }
    pairs
}
