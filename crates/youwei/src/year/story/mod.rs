//! The story of the year, one file a thread.
//!
//! How a thread is written: a file here with `pub fn write(diary: &mut Diary, seed: u64)`,
//! and a line of it in [`of`]. It throws dice of its own, `Dice::of("its name", seed)`,
//! takes a [`Diary::slot`] for each record that it opens, and writes down who does what on
//! which day:
//!
//! ```ignore
//! let slot = diary.slot();
//! let clerk = ("land-port", "freight-clerk"); // unit and role; somebody must hold it
//! let plan = Step::of(clerk, "freight-trains", "plan", slot).opening().with("train_no", "X8055");
//! diary.write(on(3, 2), plan);
//! ```
//!
//! What must be refused ends in `.refused()`; a deceit in `.deceiving(FRAUD)`, which says
//! the words of the refusal or the flag that must notice it; a link to another slot's
//! record is `.linked("project", slot)`, a file `.handing("paper", Paper::…)`. Two deeds on
//! one record on one day are done in the order written. What goes otherwise than written
//! is counted and told at the end. What counts work days that reach into the next year,
//! which is not published, is refused: such a deed ends in `.unpublished()` and nothing
//! follows it; `days::published` says which. Who is neither of the sample city nor
//! in `cast.rs` does not exist and is refused. Run one with
//! `youwei rehearse --year 7 --through 2026-03-31 --data DIR`.

pub mod cost;
pub mod deceits;
pub mod firms;
pub mod investment;
pub mod land;
pub mod lists;
pub mod matters;
pub mod named;
pub mod parks;
pub mod projects;
pub mod report;
pub mod scenarios;
pub mod sites;
pub mod supervision;
pub mod train_tricks;
pub mod trains;
mod verified;

use super::diary::Diary;

/// The whole year, as this seed has it.
pub fn of(seed: u64) -> Diary {
    let mut diary = Diary::default();
    let projects = projects::write(&mut diary, seed);
    deceits::write(&mut diary, seed);
    lists::write(&mut diary, seed, &projects);
    investment::write(&mut diary, seed);
    trains::write(&mut diary, seed);
    report::write(&mut diary, &projects);
    train_tricks::write(&mut diary);
    let poor = parks::write(&mut diary, seed);
    land::write(&mut diary, seed, &poor);
    supervision::write(&mut diary, seed);
    diary
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::days::published;
    use super::super::diary::Expect;
    use super::*;

    #[test]
    fn what_counts_work_days_of_the_next_year_is_put_off_and_nothing_follows_it() {
        for seed in [1, 7, 2026] {
            let diary = of(seed);
            let mut waiting = BTreeSet::new();
            for (day, steps) in &diary.steps {
                for step in steps {
                    assert!(!waiting.contains(&step.slot), "{seed} {day} {step:?}");
                    let put_off = step.expect == Expect::Unpublished;
                    if (step.system, step.action) == ("dynamic-lists", "fix") {
                        assert_eq!(put_off, !published(*day, lists::CHECK_DAYS), "{day}");
                        if put_off {
                            waiting.insert(step.slot);
                        }
                    }
                }
            }
            assert!(!waiting.is_empty(), "{seed}");
        }
    }
}
