//! How common a run of characters is: in how many of the reports that the
//! reader was trained on it stands. Names stand in one; the words of the genre
//! (国家医学中心, 重点项目) in many.

use std::sync::LazyLock;

/// Slots of the table; a run falls into one by its hash.
pub const SLOTS: usize = 1 << 18;
/// Longest run that is counted, in characters.
pub const RUN_CHARS_MAX: usize = 6;

static TABLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let bytes = include_bytes!("../models/background.bin");
    bytes.iter().flat_map(|two| [two & 15, two >> 4]).collect()
});

/// In how many reports `run` stands, 15 at most; 0 if in fewer than two.
pub(crate) fn reports_with(run: &[char]) -> u8 {
    TABLE.get(slot(run)).copied().unwrap_or(0)
}

fn slot(run: &[char]) -> usize {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for ch in run {
        hash ^= u64::from(*ch as u32);
        hash = hash.wrapping_mul(0x0100_0000_01b3);
    }
    ((hash >> 40) ^ hash) as usize % SLOTS
}

/// Counts the runs of many reports into the bytes of a table.
pub fn table(reports: &[String]) -> Vec<u8> {
    use std::collections::{HashMap, HashSet};
    let mut counts: HashMap<Vec<char>, u8> = HashMap::new();
    for report in reports {
        let mut seen: HashSet<Vec<char>> = HashSet::new();
        let words = |ch: char| !ch.is_alphanumeric();
        for piece in report.split(words) {
            let chars: Vec<char> = piece.chars().collect();
            for size in 2..=RUN_CHARS_MAX {
                seen.extend(chars.windows(size).map(<[char]>::to_vec));
            }
        }
        for run in seen {
            let count = counts.entry(run).or_default();
            *count = count.saturating_add(1);
        }
    }
    let mut slots = vec![0_u8; SLOTS];
    for (run, count) in counts {
        if count >= 3 {
            let at = slot(&run);
            slots[at] = slots[at].max(count.min(15));
        }
    }
    let (pairs, _) = slots.as_chunks::<2>();
    pairs.iter().map(|[low, high]| low | (high << 4)).collect()
}
