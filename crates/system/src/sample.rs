//! Random samples 抽查 that nobody can choose.
//!
//! Whoever applies cannot know whether the application will be looked into, and whoever
//! looks into it cannot choose: both follow from the log. The entry of the application fixes
//! the share; the root of the tree that has this entry as its last one, which nobody knows
//! before, gives the lot:
//!
//! ```text
//! SHA-256("<root, 64 small hexadecimal digits> <system>/<record>")
//! ```
//!
//! Who runs the log could still try many entries until a root suits. A sample may therefore
//! wait for a number that comes about in public after the application, which stands between
//! root and record, and which the office enters:
//!
//! ```text
//! SHA-256("<root> <number> <system>/<record>")
//! ```
//!
//! The first eight hexadecimal digits, read as a number below 2³², are the lot. The record
//! is chosen if lot ÷ 2³² is below the share. Anybody recomputes it with `sha256sum`.

use std::fmt::Write;

use sha2::{Digest, Sha256};
use youwei_base::{Actor, Decimal};

use crate::declaration::System;
use crate::happened::{Happened, SampleMove};
use crate::record::{Record, SampleState};
use crate::sweep::CLOCK;

/// All lots are below this: 2³².
const LOTS: u64 = 1 << 32;

/// The lot of a record under a root, below 2³².
#[must_use]
pub fn lot(root: &[u8; 32], number: Option<&str>, system: &str, record: &str) -> u32 {
    let digest = Sha256::digest(words(&hex(root), number, system, record).as_bytes());
    let mut first = [0; 4];
    first.copy_from_slice(digest.get(..4).unwrap_or(&[0; 4]));
    u32::from_be_bytes(first)
}

/// What is hashed, as text; the root in hexadecimal digits.
#[must_use]
pub fn words(root: &str, number: Option<&str>, system: &str, record: &str) -> String {
    match number {
        Some(number) => format!("{root} {number} {system}/{record}"),
        None => format!("{root} {system}/{record}"),
    }
}

/// Small hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Whether a lot is chosen by a share in per cent: lot ÷ 2³² < share ÷ 100, exactly.
#[must_use]
pub fn is_chosen(lot: u32, share: Decimal) -> bool {
    let share = share.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED);
    Decimal::from(lot) * Decimal::ONE_HUNDRED < share * Decimal::from(LOTS)
}

/// The sample of a record that can be drawn now.
#[must_use]
pub fn pending(record: &Record) -> Option<&SampleState> {
    let last = record.samples.last();
    last.filter(|it| it.drawn.is_none() && !it.awaits_number())
}

/// What the log says of the record's application, as the data of an event
/// `<system>.clock`; none if nothing is to be drawn. `root` is that of the tree whose last
/// entry is the application's, [`SampleState::entry`].
#[must_use]
pub fn drawn(system: &System, record: &Record, root: &[u8; 32]) -> Option<Happened> {
    let state = pending(record)?;
    let sample = system.samples.iter().find(|it| it.id == state.sample)?;
    let number = state.number.as_ref().map(|(number, _)| &**number);
    let lot = lot(root, number, &system.id, &record.id);
    let chosen = is_chosen(lot, state.share);
    let to = if chosen { sample.chosen } else { sample.spared };
    let to = system.stages.get(to)?;
    Some(Happened {
        by: Some(Actor {
            user: "".into(),
            name: "".into(),
            unit: "".into(),
            role: CLOCK.into(),
            area: None,
        }),
        declared: system.digest.to_string(),
        to: Some(to.id.to_string()),
        sample: Some(SampleMove::Drawn {
            sample: sample.id.to_string(),
            entry: state.entry,
            root: hex(root),
            number: number.map(str::to_owned),
            share: state.share.normalize().to_string(),
            lot,
            chosen,
        }),
        ..Happened::default()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_lot_is_what_sha256sum_says() {
        // printf '%s' "<64 zeros> supervision/2026-00003" | sha256sum
        let root = [0; 32];
        let text = words(&hex(&root), None, "supervision", "2026-00003");
        assert_eq!(text, format!("{} supervision/2026-00003", "0".repeat(64)));
        assert_eq!(lot(&root, None, "supervision", "2026-00003"), 0x2dea645e);
        // printf '%s' "<64 zeros> 2026-11-20 排列5 26311 38107 task-closing/2026-00003" | sha256sum
        let number = Some("2026-11-20 排列5 26311 38107");
        assert_eq!(lot(&root, number, "task-closing", "2026-00003"), 0x3d2dd3bf);
    }

    #[test]
    fn events_of_samples_are_read_for_ever() {
        let asked = r#"{"did":"asked","sample":"recheck","share":"20"}"#;
        let drawn = r#"{"did":"drawn","sample":"recheck","entry":17,"root":"00","share":"20","lot":4294967295,"chosen":false}"#;
        let waits = r#"{"did":"asked","sample":"recheck","share":"20","waits":true}"#;
        let numbered =
            r#"{"did":"numbered","sample":"recheck","number":"2026-11-20 排列5 26311 38107"}"#;
        let after = r#"{"did":"drawn","sample":"recheck","entry":17,"root":"00","number":"38107","share":"20","lot":7,"chosen":true}"#;
        for stored in [asked, drawn, waits, numbered, after] {
            let moved: SampleMove = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&moved).unwrap(), stored);
        }
    }

    #[test]
    fn shares_are_compared_exactly() {
        let share = |text: &str| text.parse::<Decimal>().unwrap();
        for (lot, of, chosen) in [
            (0, "0", false),
            (0, "0.0000001", true),
            (u32::MAX, "100", true),
            (u32::MAX, "99.9999999", false),
            // A quarter of 2³² is the first lot that a quarter does not choose.
            ((1 << 30) - 1, "25", true),
            (1 << 30, "25", false),
            (u32::MAX, "400", true),
            (0, "-3", false),
        ] {
            assert_eq!(is_chosen(lot, share(of)), chosen, "{lot} of {of}");
        }
    }

    #[test]
    fn about_the_share_is_chosen() {
        let chosen = (0..4_000u32).filter(|it| {
            let root: [u8; 32] = Sha256::digest(it.to_be_bytes()).into();
            is_chosen(
                lot(&root, None, "task-closing", "2026-00001"),
                Decimal::from(20),
            )
        });
        let count = chosen.count();
        assert!((700..900).contains(&count), "{count} of 4000");
    }

    proptest! {
        #[test]
        fn who_is_chosen_by_a_share_is_chosen_by_a_larger_one(lot: u32, one in 0u32..=100, more in 0u32..=100) {
            let (less, more) = (one.min(more), one.max(more));
            if is_chosen(lot, less.into()) {
                prop_assert!(is_chosen(lot, more.into()));
            }
        }
    }
}
