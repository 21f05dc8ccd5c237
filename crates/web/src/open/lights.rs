//! Which lights changed, when and why.
//!
//! Lights are compared at the end of each day in China, and today's as they stand now. A
//! light changes in two ways: an entry states something, or a day passes. So each day is
//! looked at twice: as the day alone would leave the lights, nothing having happened; and
//! as the day's entries left them. The first difference is the day's doing; the second is
//! that of the last entry that spoke of the commitment or of what its measures count.
//!
//! Past days are folded once a day, from what is kept of the past ([`crate::as_of`]) up to
//! last midnight, and only what changed is kept.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use youwei_account::{Accounts, Book, How, Measures, Recorded, light};
use youwei_base::{Day, Light};
use youwei_ledger::{Broken, LedgerError};

use super::due::midnight;
use super::table::Cell;
use crate::app::{App, State, day_in_china, recorded};
use crate::ask::Ask;
use crate::behind::behind;

/// For so many days changes are kept and told.
const DAYS: i64 = 92;

/// At most so many changes are kept, the newest.
const CHANGES_MAX: usize = 20_000;

/// A log of at most so many entries is folded while somebody waits for it.
const WAIT_FOR: u64 = 100_000;

/// How many entries are read from the ledger at a time.
const READ_AT_ONCE: usize = 1_000;

/// A light that is another than the day before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub day: Day,
    pub report: String,
    pub commitment: String,
    pub then: Light,
    pub now: Light,
    /// The entry that did it; none if the passing of the day did.
    pub entry: Option<u64>,
    /// The moment of the entry, or the beginning of the day.
    pub time: Timestamp,
}

/// The lights of all reports: report and commitment to light.
type Lights = BTreeMap<(String, String), Light>;

/// What is kept of past days.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    past: Mutex<Option<Past>>,
    /// The day for which it is being folded by nobody's request.
    going: Mutex<Option<Day>>,
    /// The day for which it was folded last.
    ready: Mutex<Option<Day>>,
}

/// A light that is another than it was at the end of some past day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Turned {
    pub commitment: String,
    pub then: Light,
    pub now: Light,
    /// The day of its last change.
    pub day: Day,
}

#[derive(Debug)]
struct Past {
    /// The day that was going on when it was made: all before it is in it.
    today: Day,
    /// The lights at the end of the day before.
    ended: Lights,
    /// What the passing of that day alone made of them.
    passed: Lights,
    /// What changed before that day, the oldest first.
    changes: VecDeque<Change>,
    /// The first of that day's entries.
    first: u64,
}

/// What a light is made of.
struct Stand<'a> {
    accounts: &'a Accounts,
    book: &'a Book,
}

impl Stand<'_> {
    fn lights(&self, day: Day) -> Lights {
        let all = self.accounts.iter().flat_map(|(report, account)| {
            let open = account.commitments().filter(|it| it.is_live());
            open.map(move |it| {
                let key = (report.to_owned(), it.id.clone());
                (key, light(account, self.book, it, day))
            })
        });
        all.collect()
    }

    /// What differs, and what did it: the day if it had done so alone, else one of its
    /// entries, which begin with `first`.
    fn changes(
        &self,
        day: Day,
        then: &Lights,
        passed: &Lights,
        now: &Lights,
        first: u64,
    ) -> Vec<Change> {
        let mut found = Vec::new();
        for (key, now) in now {
            // What was not there yesterday has not changed.
            let Some(then) = then.get(key).filter(|it| *it != now) else {
                continue;
            };
            let alone = passed.get(key) == Some(now);
            let entry = match alone {
                true => None,
                false => self.cause(key, first),
            };
            let start = midnight(day).unwrap_or_default();
            found.push(Change {
                day,
                report: key.0.clone(),
                commitment: key.1.clone(),
                then: *then,
                now: *now,
                entry: entry.map(|it| it.0),
                time: entry.map_or(start, |it| it.1),
            });
        }
        found
    }

    /// The last entry from `first` on that spoke of a commitment or of what its measures
    /// count.
    fn cause(&self, (report, id): &(String, String), first: u64) -> Option<(u64, Timestamp)> {
        let account = self.accounts.get(report)?;
        let commitment = account.commitment(id)?;
        let numbers = commitment.targets.iter().filter_map(|it| it.bound.as_ref());
        let bound = numbers.chain(&commitment.milestones);
        let metrics = bound.flat_map(|it| metrics(self.book.measures(), &it.measure));
        let facts = metrics.filter_map(|it| self.book.last_entry(&it));
        let own = account.history(id).last().map(|it| (it.index, it.time));
        let all = own.into_iter().chain(facts);
        all.filter(|(entry, _)| *entry >= first).max()
    }
}

/// The metrics that a measure reads.
fn metrics(measures: &Measures, id: &str) -> Vec<Arc<str>> {
    let Some(measure) = measures.get(id) else {
        return Vec::new();
    };
    let held = match &measure.how {
        How::Growth { base, .. } => base.clone(),
        How::Share { of, .. } => Some(of.clone()),
        How::Gap { benchmark } => Some(benchmark.clone()),
        How::Count | How::Sum | How::Last => None,
    };
    std::iter::once(measure.metric.clone())
        .chain(held)
        .collect()
}

/// What changed in the last days, the newest first; of a past day, until its end. Nobody
/// asks while holding a state.
pub(super) fn told(ask: &Ask) -> Result<Vec<Change>, LedgerError> {
    let app = &ask.app;
    let mut all: Vec<Change> = match ask.on {
        None => {
            prepare(app, ask.today())?;
            changes(app, &app.state(), ask.today())
        }
        Some(day) => {
            let next = day.tomorrow().unwrap_or(day);
            fold(app, next, None)?.changes.into()
        }
    };
    all.sort_by_key(|it| std::cmp::Reverse((it.day, it.time)));
    Ok(all)
}

/// Folds what was before today, once a day.
pub(crate) fn prepare(app: &App, today: Day) -> Result<(), LedgerError> {
    let mut past = app
        .lights
        .past
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    if past.as_ref().is_none_or(|it| it.today != today) {
        let known = past.take().filter(|it| it.today < today);
        *past = Some(fold(app, today, known)?);
    }
    *lock(&app.lights.ready) = Some(today);
    Ok(())
}

/// Whether [`turned`] knows its answer. A short log is folded at once; a long one in a
/// thread of its own, so that nobody's page waits for it.
pub(crate) fn is_ready(app: &Arc<App>, today: Day) -> bool {
    if *lock(&app.lights.ready) == Some(today) {
        return true;
    }
    let size = app.state().head.size;
    if size <= WAIT_FOR {
        return prepare(app, today).is_ok();
    }
    let mut going = lock(&app.lights.going);
    if *going != Some(today) {
        *going = Some(today);
        let app = Arc::clone(app);
        behind(move || {
            if prepare(&app, today).is_err() {
                *lock(&app.lights.going) = None;
            }
        });
    }
    false
}

fn lock<T>(it: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The lights of a report that are others on the day `to` than at the end of the day `from`,
/// the last that changed first. None where it is longer ago than changes are kept.
pub(crate) fn turned(
    app: &App,
    state: &State,
    report: &str,
    (from, to): (Day, Day),
    today: Day,
) -> Option<Vec<Turned>> {
    let first = today.checked_sub(jiff::Span::new().days(DAYS)).ok()?;
    if from < first {
        return None;
    }
    let mut all: Vec<Change> = match to < today {
        false => changes(app, state, today),
        // Of the present state nothing is asked on the page of a past day.
        true => {
            let past = lock(&app.lights.past);
            let known = past.as_ref().filter(|it| it.today == today)?;
            known.changes.iter().cloned().collect()
        }
    };
    all.retain(|it| it.report == report && from < it.day && it.day <= to);
    all.sort_by_key(|it| (it.day, it.time));
    let mut found: BTreeMap<String, Turned> = BTreeMap::new();
    for it in all {
        let known = found.entry(it.commitment.clone()).or_insert(Turned {
            commitment: it.commitment,
            then: it.then,
            now: it.now,
            day: it.day,
        });
        (known.now, known.day) = (it.now, it.day);
    }
    let mut found: Vec<Turned> = found.into_values().filter(|it| it.then != it.now).collect();
    found.sort_by_key(|it| std::cmp::Reverse(it.day));
    Some(found)
}

/// What changed until today, once that is prepared.
fn changes(app: &App, state: &State, today: Day) -> Vec<Change> {
    let past = lock(&app.lights.past);
    let Some(past) = past.as_ref().filter(|it| it.today == today) else {
        return Vec::new();
    };
    let stand = Stand {
        accounts: &state.accounts,
        book: &state.book,
    };
    let now = stand.lights(today);
    let fresh = stand.changes(today, &past.ended, &past.passed, &now, past.first);
    past.changes.iter().cloned().chain(fresh).collect()
}

/// Folds the days before today whose changes are told. What changed on days that are known
/// is not looked for again.
fn fold(app: &App, today: Day, known: Option<Past>) -> Result<Past, LedgerError> {
    let first = today
        .checked_sub(jiff::Span::new().days(DAYS))
        .unwrap_or(today);
    let mut changes = known
        .as_ref()
        .map(|it| it.changes.clone())
        .unwrap_or_default();
    let from = known.map_or(first, |it| it.today.max(first));
    let day_before = |day: Day| day.yesterday().unwrap_or(day);
    let state = app.state_as_of(day_before(from))?;
    let next = state.head.size;
    let mut days = Days {
        accounts: state.accounts.clone(),
        book: state.book.clone(),
        day: from,
        ended: Lights::new(),
        passed: Lights::new(),
        first: next,
        next,
        changes: Vec::new(),
    };
    drop(state);
    days.ended = days.stand().lights(day_before(from));
    days.passed = days.stand().lights(from);
    let end = app.state().days.size_at(day_before(today));
    while days.next < end {
        let left = usize::try_from(end - days.next).unwrap_or(usize::MAX);
        let entries = app.ledger.entries(days.next, left.min(READ_AT_ONCE))?;
        if entries.is_empty() {
            return Err(LedgerError::Broken(Broken::missing(days.next)));
        }
        let entries = entries.into_iter().map(recorded);
        entries.for_each(|entry| days.take(&entry));
    }
    days.up_to(today);
    changes.extend(days.changes);
    changes.retain(|it| it.day >= first);
    while changes.len() > CHANGES_MAX {
        changes.pop_front();
    }
    Ok(Past {
        today,
        ended: days.ended,
        passed: days.passed,
        changes,
        first: days.next,
    })
}

/// A fold of the log that stops at the end of each day.
struct Days {
    accounts: Accounts,
    book: Book,
    /// The day whose entries are taken.
    day: Day,
    /// The lights at the end of the day before it.
    ended: Lights,
    /// As the day alone made them.
    passed: Lights,
    /// The day's first entry, and the next that is taken.
    first: u64,
    next: u64,
    changes: Vec<Change>,
}

impl Days {
    fn stand(&self) -> Stand<'_> {
        Stand {
            accounts: &self.accounts,
            book: &self.book,
        }
    }

    fn take(&mut self, entry: &Recorded) {
        self.up_to(day_in_china(entry.time));
        self.next = entry.index + 1;
        self.accounts.evolve(entry);
        self.book.evolve(entry);
    }

    /// Ends every day before this one and begins it. The order of the log is the order of
    /// things: a clock that stepped back begins no day anew.
    fn up_to(&mut self, day: Day) {
        while self.day < day {
            self.end();
            let Ok(next) = self.day.tomorrow() else {
                return;
            };
            self.day = next;
            self.passed = self.stand().lights(next);
        }
    }

    /// Tells what the day changed.
    fn end(&mut self) {
        let now = match self.first == self.next {
            // Nothing happened but the day.
            true => self.passed.clone(),
            false => self.stand().lights(self.day),
        };
        let stand = self.stand();
        let found = stand.changes(self.day, &self.ended, &self.passed, &now, self.first);
        self.changes.extend(found);
        self.ended = now;
        self.first = self.next;
    }
}

/// The lines of the open list.
pub(super) fn lines(changes: &[Change], state: &State, line: &mut dyn FnMut(Vec<Cell>)) {
    for it in changes {
        let account = state.accounts.get(&it.report);
        let commitment = account.and_then(|account| account.commitment(&it.commitment));
        let Some(commitment) = commitment else {
            continue;
        };
        line(vec![
            Cell::text(it.day.to_string()),
            Cell::text(&*it.report),
            Cell::text(&*it.commitment),
            Cell::text(&*commitment.text),
            Cell::text(it.then.key()),
            Cell::text(it.now.key()),
            Cell::text(if it.entry.is_some() { "entry" } else { "day" }),
            Cell::maybe_number(it.entry),
        ]);
    }
}
