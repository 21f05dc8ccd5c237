//! The state as of a past day, folded from the same entries as the present one.

use std::sync::{Arc, PoisonError};

use youwei_base::Day;
use youwei_ledger::{Head, LedgerError};
use youwei_tlog::root;

use crate::app::{App, State};

/// States of past days are kept as long as they have no more entries than this in all,
/// which bounds their memory; the one asked for last is kept in any case.
const ENTRIES_KEPT_MAX: u64 = 1_000_000;

/// No more are kept than this: the ends of a year's months, and some days between.
const STATES_KEPT_MAX: usize = 16;

/// States of past days, the one asked for last at the end.
#[derive(Default)]
pub(crate) struct Past(Vec<Kept>);

struct Kept {
    state: Arc<State>,
    /// Whether it is the end of a month, from which others are reached.
    month: bool,
}

impl Past {
    /// The state of so many entries, or the nearest before; it counts as asked for.
    fn nearest(&mut self, size: u64) -> Option<Arc<State>> {
        let reaching = self.0.iter().enumerate();
        let reaching = reaching.filter(|(_, it)| it.state.head.size <= size);
        let (at, _) = reaching.max_by_key(|(_, it)| it.state.head.size)?;
        let kept = self.0.remove(at);
        let state = kept.state.clone();
        self.0.push(kept);
        Some(state)
    }

    /// Keeps a state, and lets go of those that there is no room for: days before the ends
    /// of months, those that nobody has asked for longest first.
    fn keep(&mut self, state: Arc<State>, month: bool) {
        let size = state.head.size;
        self.0.retain(|it| it.state.head.size != size);
        self.0.push(Kept { state, month });
        while self.0.len() > 1 && !self.fits(0) {
            let others = self.0.len() - 1;
            let day = self.0.iter().take(others).position(|it| !it.month);
            self.0.remove(day.unwrap_or(0));
        }
    }

    /// Whether there is room for one more with so many entries.
    fn has_room(&self, size: u64) -> bool {
        self.0.len() < STATES_KEPT_MAX && self.fits(size)
    }

    fn fits(&self, more: u64) -> bool {
        let entries: u64 = self.0.iter().map(|it| it.state.head.size).sum();
        entries.saturating_add(more) <= ENTRIES_KEPT_MAX && self.0.len() <= STATES_KEPT_MAX
    }
}

impl App {
    /// The state as it stood at the end of a day in China: what was appended until then and
    /// nothing that came later, under the declarations and measures of today. Before the
    /// first entry it is empty; for today and the days to come it is the present one. What
    /// counts for which day where clocks were wrong, [`Days`](crate::state::Days) says.
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
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let days = self.state().days.clone();
        let size = days.size_at(day);
        let mut state = match past.nearest(size) {
            Some(kept) if kept.head.size == size => return Ok(kept),
            Some(kept) => State::clone(&kept),
            None => self.before_all(),
        };
        // Where months end on the way others will begin.
        for end in days.months(state.head.size, size.saturating_sub(1)) {
            self.fold_to(&mut state, end)?;
            if past.has_room(end.saturating_add(size)) {
                past.keep(Arc::new(state.clone()), true);
            }
        }
        self.fold_to(&mut state, size)?;
        let state = Arc::new(state);
        let month = days.months(0, size).last() == Some(size);
        past.keep(state.clone(), month);
        Ok(state)
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
