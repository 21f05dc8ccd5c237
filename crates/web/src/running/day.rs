//! What a new day brings by itself: clocks that run out, reminders, samples that are drawn.

use std::sync::{Arc, PoisonError};

use youwei_ledger::{AppendError, Expected, LedgerError, NewEvent};
use youwei_system::declaration::System;
use youwei_system::happened::Happened;
use youwei_system::record::Record;
use youwei_system::sample;
use youwei_system::sweep::sweep;
use youwei_system::wish::Moment;

use crate::app::App;

/// So many records are swept with one commit.
const SWEPT_AT_ONCE: usize = 500;

/// No day brings more commits than this; what is left is for the next sweep.
const SWEEPS_MAX: usize = 10_000;

impl App {
    /// Folds what was appended since, and does what the day brings if it is a new one.
    ///
    /// # Errors
    /// The ledger cannot be read or written.
    pub fn ready(&self) -> Result<(), LedgerError> {
        self.catch_up()?;
        let today = self.moment().today;
        {
            let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
            if swept.is_some_and(|day| day >= today) {
                return Ok(());
            }
            *swept = Some(today);
        }
        self.sweep().map(|_| ())
    }

    /// Whether nobody need wait for [`App::ready`]: the day was swept, the ledger is on this
    /// machine, and whatever is not folded yet was followed by entries of this process,
    /// which fold it before they are answered.
    pub(crate) fn is_ready(&self) -> bool {
        let today = self.moment().today;
        let swept = *self.swept.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(Some(size)) = self.ledger.size_at_once() else {
            return false;
        };
        let own = || self.ledger.written().is_some_and(|it| it.size >= size);
        swept.is_some_and(|day| day >= today) && (self.has_folded(size) || own())
    }

    /// Reminds of clocks that run out soon, and lets those run out that have: at start,
    /// and when the day changes. Answers how many records it found.
    ///
    /// # Errors
    /// The ledger cannot be read or written. What was swept is swept.
    pub fn sweep(&self) -> Result<usize, LedgerError> {
        self.draw()?;
        let mut done = 0;
        for _ in 0..SWEEPS_MAX {
            self.catch_up()?;
            let at = self.moment();
            let (events, expected) = self.due(at);
            if events.is_empty() {
                return Ok(done);
            }
            let count = events.len();
            match self.ledger.append(events, &expected) {
                Ok(_) => done += count,
                // Somebody acted on one of them meanwhile; it is looked at again.
                Err(AppendError::Stale { .. }) => {}
                Err(AppendError::Storage(error)) => return Err(error.into()),
                Err(AppendError::Broken(error)) => return Err(error.into()),
                // Nothing else can be wrong with what the program writes itself; it is
                // tried again on another day.
                Err(_) => break,
            }
        }
        Ok(done)
    }

    /// Whether a sample is still to be drawn.
    pub(crate) fn is_undrawn(&self) -> bool {
        let state = self.state();
        let mut books = state.running.records.books();
        books.any(|it| it.undrawn().next().is_some())
    }

    /// Lets the log say of each application of which a sample is drawn whether it is looked
    /// into ([`youwei_system::sample`]): right after the application, and at the next sweep
    /// if the program ended between.
    ///
    /// # Errors
    /// The ledger cannot be read or written.
    pub(crate) fn draw(&self) -> Result<(), LedgerError> {
        for _ in 0..SWEEPS_MAX {
            let at = self.moment();
            let waiting: Vec<(Arc<System>, Record)> = {
                let state = self.state();
                let books = state.running.records.books();
                let all = books.flat_map(|it| it.undrawn().map(move |one| (it.system(), one)));
                all.take(SWEPT_AT_ONCE)
                    .map(|(system, one)| (system.clone(), one.clone()))
                    .collect()
            };
            let (mut events, mut expected) = (Vec::new(), Vec::new());
            for (system, record) in &waiting {
                let Some(pending) = sample::pending(record) else {
                    continue;
                };
                let root = self.ledger.root_of(pending.entry + 1)?;
                let Some(happened) = sample::drawn(system, record, &root) else {
                    continue;
                };
                let (event, expects) = self.by_itself(system, record, at, happened);
                events.push(event);
                expected.push(expects);
            }
            if events.is_empty() {
                return Ok(());
            }
            match self.ledger.append(events, &expected) {
                // Somebody was faster; what is left is looked at again.
                Ok(_) | Err(AppendError::Stale { .. }) => self.catch_up()?,
                Err(AppendError::Storage(error)) => return Err(error.into()),
                Err(AppendError::Broken(error)) => return Err(error.into()),
                Err(_) => return Ok(()),
            }
        }
        Ok(())
    }

    /// The event of what happens to a record by itself, and the version it rests on.
    fn by_itself(
        &self,
        system: &System,
        record: &Record,
        at: Moment,
        happened: Happened,
    ) -> (NewEvent, Expected) {
        let subject = format!("{}/{}", system.id, record.id);
        let event = NewEvent {
            id: self.new_id(),
            kind: format!("{}.clock", system.id),
            subject: subject.clone(),
            time: at.now,
            actor: "youwei".to_owned(),
            data: serde_json::to_value::<Happened>(happened).unwrap_or_default(),
        };
        let version = record.version;
        (event, Expected { subject, version })
    }

    /// Some of what the day brings, as events with the versions they rest on.
    fn due(&self, at: Moment) -> (Vec<NewEvent>, Vec<Expected>) {
        let state = self.state();
        let town = self.town(&state);
        let books = state.running.records.books();
        let awake = books.flat_map(|book| book.awake(at.today).map(move |it| (book.system(), it)));
        let found = awake.filter_map(|(system, record)| {
            Some((system, record, sweep(system, record, &town, at)?))
        });
        let mut events = Vec::new();
        let mut expected = Vec::new();
        for (system, record, happened) in found.take(SWEPT_AT_ONCE) {
            let (event, expects) = self.by_itself(system, record, at, happened);
            events.push(event);
            expected.push(expects);
        }
        (events, expected)
    }
}
