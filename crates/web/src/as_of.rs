//! The state as of a past day, folded from the same entries as the present one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use youwei_base::Day;
use youwei_ledger::{Head, LedgerError};
use youwei_tlog::root;

use crate::app::{App, State};
use crate::state::Days;

/// The kept ends of months have no more entries than this in all, some 400 bytes of memory
/// each, or no more than twice the present, which are as many as a long log must hold.
const ENTRIES_KEPT_MAX: u64 = 600_000;

/// No more ends of months are kept than this: a year's, and the one before.
const MONTHS_KEPT_MAX: usize = 13;

/// So many other days are kept, those asked for last.
const DAYS_KEPT_MAX: usize = 3;

/// How long the past is left alone after each step of folding it.
const PAUSE: Duration = Duration::from_millis(20);

/// States of past days, by how long the log was.
#[derive(Default)]
pub(crate) struct Past {
    /// Ends of months, from which all other days are reached.
    months: BTreeMap<u64, Arc<State>>,
    /// Other days, the one asked for last at the end.
    days: Vec<Arc<State>>,
}

impl Past {
    /// The state of so many entries, or the nearest before.
    fn nearest(&mut self, size: u64) -> Option<Arc<State>> {
        let month = self.months.range(..=size).next_back();
        let month = month.map(|(_, state)| Arc::clone(state));
        let reaching = self.days.iter().enumerate();
        let reaching = reaching.filter(|(_, it)| it.head.size <= size);
        let day = reaching.max_by_key(|(_, it)| it.head.size);
        let month_size = month.as_ref().map_or(0, |it| it.head.size);
        match day.filter(|(_, it)| month.is_none() || it.head.size > month_size) {
            Some((at, _)) => {
                let day = self.days.remove(at);
                self.days.push(Arc::clone(&day));
                Some(day)
            }
            None => month,
        }
    }

    /// Keeps a day, in place of the one that nobody has asked for longest.
    fn keep(&mut self, state: Arc<State>) {
        self.days.retain(|it| it.head.size != state.head.size);
        self.days.push(state);
        // What is as long as all months may be together stands alone.
        let fits = |days: &[Arc<State>]| {
            let entries = days.iter().map(|it| it.head.size).sum::<u64>();
            days.len() <= DAYS_KEPT_MAX && entries <= ENTRIES_KEPT_MAX
        };
        while self.days.len() > 1 && !fits(&self.days) {
            self.days.remove(0);
        }
    }
}

/// Those of the ends of months that are kept, by how long the log was: no more than there
/// is room for, and as evenly spread as may be, the last one always among them.
fn planned(days: &Days) -> BTreeSet<u64> {
    let mut ends: Vec<u64> = days.months(0, u64::MAX).collect();
    let room = ENTRIES_KEPT_MAX.max(days.size_at(Day::MAX).saturating_mul(2));
    while ends.len() > MONTHS_KEPT_MAX || ends.iter().sum::<u64>() > room {
        let before = std::iter::once(0).chain(ends.iter().copied());
        let gaps = before.zip(ends.iter().skip(1));
        let gaps = gaps.map(|(before, after)| after.saturating_sub(before));
        let narrowest = gaps.enumerate().min_by_key(|(_, gap)| *gap);
        let Some((at, _)) = narrowest else { break };
        ends.remove(at);
    }
    ends.into_iter().collect()
}

impl App {
    /// The state as it stood at the end of a day in China: what was appended until then and
    /// nothing that came later, under the declarations and measures of today. Before the
    /// first entry it is empty; for today and the days to come it is the present one. What
    /// counts for which day where clocks were wrong, [`Days`] says.
    ///
    /// Some are kept. Whoever asks for another waits while it is folded from the nearest
    /// one before it, one asker after the other, so that past days never take more than
    /// one core from the present. It catches up with the ledger first, so nobody may ask
    /// while holding [`App::state`].
    ///
    /// # Errors
    /// The ledger cannot be read, or an entry is not proved.
    pub(crate) fn state_as_of(&self, day: Day) -> Result<Arc<State>, LedgerError> {
        self.catch_up()?;
        let size = self.state().days.size_at(day);
        self.state_at(size)
    }

    /// The state of the first `size` entries.
    fn state_at(&self, size: u64) -> Result<Arc<State>, LedgerError> {
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let days = self.state().days.clone();
        let planned = planned(&days);
        past.months.retain(|size, _| planned.contains(size));
        let mut state = match past.nearest(size) {
            Some(kept) if kept.head.size == size => return Ok(kept),
            Some(kept) => State::clone(&kept),
            None => self.before_all(),
        };
        // From where months end on the way others will begin.
        let from = state.head.size;
        for end in planned.into_iter().filter(|it| from < *it && *it <= size) {
            self.fold_to(&mut state, end)?;
            past.months.insert(end, Arc::new(state.clone()));
        }
        if let Some(kept) = past.months.get(&size) {
            return Ok(Arc::clone(kept));
        }
        self.fold_to(&mut state, size)?;
        let state = Arc::new(state);
        past.keep(Arc::clone(&state));
        Ok(state)
    }

    /// Folds what people will ask for of the past before they do, in steps of a month at
    /// most: the ends of months that are kept, and the lights that changed. If that is done
    /// already, there is nothing to do. It is work for [`crate::behind`].
    ///
    /// # Errors
    /// The ledger cannot be read, or an entry is not proved.
    pub fn remember(&self) -> Result<(), LedgerError> {
        self.catch_up()?;
        let days = self.state().days.clone();
        for end in planned(&days) {
            self.state_at(end)?;
            // Whoever waits for a past day gets in between.
            std::thread::sleep(PAUSE);
        }
        crate::open::lights::prepare(self, self.moment().today)
    }

    /// The state before the first entry, under today's measures.
    fn before_all(&self) -> State {
        let state = State::empty(self.ledger.suite(), self.ground.systems()).at_once();
        let measures = self.state().book.measures().clone();
        State {
            book: youwei_account::Book::new(measures),
            ..state
        }
    }

    fn fold_to(&self, state: &mut State, size: u64) -> Result<(), LedgerError> {
        self.fold(state, size)?;
        if size > 0 {
            let root = root(self.ledger.suite(), &*self.ledger, size)?;
            state.head = Head { size, root };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
