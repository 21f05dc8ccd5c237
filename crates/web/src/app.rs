//! What the pages stand on: the ledger, the accounts folded from it, the folder of
//! files, the clock.
//!
//! **Invariant:** the accounts hold exactly what the ledger holds. A change is appended
//! first and then folded, in its place in the log, from the very bytes that were hashed,
//! signed and stored; what another process appended is read from the ledger and proved.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde_json::Value;
use uuid::Uuid;
use youwei_account::{Account, Command, Context, Measures, decide};
use youwei_base::{Actor, Day};
use youwei_ledger::{AppendError, Broken, Expected, Ledger, LedgerError, NewEvent};
use youwei_people::{By, Offices};

use crate::as_of::Past;
use crate::fault::Fault;
use crate::ground::Ground;
use crate::house::House;
use crate::made::Made;
use crate::people::{People, rights};
use crate::running::Serials;
use crate::systems::Systems;
use crate::{snapshot, start};

pub(crate) use crate::running::ActFault;
pub(crate) use crate::state::{State, Words, recorded};

/// How many entries are read from the ledger at a time.
const ENTRIES_READ_AT_ONCE: usize = 1_000;

/// How often a change is decided anew when another process was faster.
pub(crate) const TRIES_MAX: usize = 5;

/// Says which moment is present: `Arc::new(Timestamp::now)`, a fixed moment in tests, the
/// day of a rehearsal.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What a server is started with. Ids, salts and keys it draws from the ledger's own
/// source of chance, which is the operating system's unless the log is a rehearsal.
#[derive(Clone)]
pub struct Settings {
    /// The folder that keeps uploaded files, each under its SHA-256.
    pub files: PathBuf,
    /// The present moment.
    pub clock: Clock,
    /// The host names under which the server answers, such as `127.0.0.1:8026`, so
    /// that a page of another site cannot reach it by a name of its own. Empty: any.
    pub hosts: Vec<String>,
}

/// The application behind the pages. Share it in an `Arc`.
pub struct App {
    pub(crate) ledger: Ledger,
    pub(crate) settings: Settings,
    /// The decision models that the city runs; none for those in the program.
    systems: Option<Systems>,
    /// The declared systems and the city.
    pub(crate) ground: Arc<Ground>,
    /// Serial numbers of records that were handed out.
    pub(crate) serials: Mutex<Serials>,
    /// Held by the one who takes an official number.
    pub(crate) numbering: Mutex<()>,
    /// What stands on lists that people meet over, as last looked at.
    pub(crate) meetings: Mutex<crate::pages::systems::meeting::Kept>,
    /// The report's page, without the frame, which alone knows who reads it.
    pub(crate) report: Made<Arc<str>>,
    /// What is proposed for what has no measure.
    pub(crate) unbound: Made<Arc<crate::pages::unbound::Proposed>>,
    /// The last day that was swept for clocks.
    pub(crate) swept: Mutex<Option<Day>>,
    /// The city's units and roles, and the rules of signing in.
    pub(crate) people: People,
    /// Lights of past days.
    pub(crate) lights: crate::open::lights::Kept,
    state: RwLock<State>,
    /// Held by the one who folds what is new.
    folding: Mutex<()>,
    /// States of past days that were asked for.
    pub(crate) past: Mutex<Past>,
    /// The size of the log in the snapshot that was kept or read last.
    kept: AtomicU64,
}

impl App {
    /// Folds the ledger, from a snapshot on if there is one that fits, and makes the
    /// folder of files.
    ///
    /// # Errors
    /// The ledger cannot be read, or the folder cannot be made.
    pub fn open(ledger: Ledger, settings: Settings) -> Result<App, LedgerError> {
        App::open_on(ledger, settings, Ground::built_in())
    }

    /// The same with all that a city runs: its systems, measures, decision models, units
    /// and roles.
    ///
    /// # Errors
    /// As for [`App::open`].
    pub fn open_in(
        ledger: Ledger,
        settings: Settings,
        house: Arc<House>,
    ) -> Result<App, LedgerError> {
        let systems = Systems::of(&house.folders);
        let measures = Measures::clone(&house.measures);
        let people = house.people();
        let app = App::open_on(ledger, settings, Arc::new(Ground::of(house)))?;
        Ok(app
            .with_measures(measures)
            .with_systems(systems)
            .with_people(people))
    }

    fn open_on(
        ledger: Ledger,
        settings: Settings,
        ground: Arc<Ground>,
    ) -> Result<App, LedgerError> {
        if std::fs::create_dir_all(&settings.files).is_err() {
            return Err(youwei_ledger::StorageError::CannotOpen.into());
        }
        let mut state = State::empty(ledger.suite(), ground.systems()).at_once();
        if let Some((head, accounts, users)) = snapshot::latest(&ledger)? {
            (state.head, state.accounts, state.users) = (head, accounts, users);
        }
        let kept = state.head.size;
        start::fold_all(&ledger, &mut state)?;
        let app = App {
            ledger,
            settings,
            systems: None,
            serials: Mutex::default(),
            numbering: Mutex::default(),
            meetings: Mutex::default(),
            report: Made::default(),
            unbound: Made::default(),
            swept: Mutex::default(),
            lights: Default::default(),
            people: People::of(Offices::default()),
            folding: Mutex::default(),
            past: Mutex::default(),
            kept: AtomicU64::new(kept),
            state: RwLock::new(state),
            ground,
        };
        app.keep_snapshot_if_due();
        Ok(app)
    }

    /// The same under these measures; without, no facts become figures.
    #[must_use]
    pub fn with_measures(self, measures: Measures) -> App {
        {
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            let book = std::mem::take(&mut state.book);
            state.book = book.with_measures(Arc::new(measures));
        }
        self
    }

    /// The same with other decision models than those in the program.
    #[must_use]
    pub fn with_systems(self, systems: Systems) -> App {
        App {
            systems: Some(systems),
            ..self
        }
    }

    /// The same with a city's units and roles.
    #[must_use]
    pub fn with_people(self, people: People) -> App {
        App { people, ..self }
    }

    /// The decision models that the city runs.
    pub(crate) fn systems(&self) -> &Systems {
        self.systems.as_ref().unwrap_or_else(|| Systems::built_in())
    }

    /// The state as of the last [`App::catch_up`].
    pub(crate) fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Folds what was appended since, by this process or another.
    pub(crate) fn catch_up(&self) -> Result<(), LedgerError> {
        self.fold_up_to(self.ledger.size()?)?;
        self.keep_snapshot_if_due();
        Ok(())
    }

    /// Folds at least what this process has appended, without asking the log for more.
    pub(crate) fn catch_up_with_own(&self) -> Result<(), LedgerError> {
        match self.ledger.written() {
            Some(head) => {
                self.fold_up_to(head.size)?;
                self.keep_snapshot_if_due();
                Ok(())
            }
            None => self.catch_up(),
        }
    }

    /// The same for who must not sleep, with the samples that are to be drawn from what was
    /// appended: what takes longer than folding a few entries is done where one may wait.
    pub(crate) async fn settle_own(self: &Arc<App>) -> Result<(), LedgerError> {
        if let Some(head) = self.ledger.written() {
            self.fold_up_to(head.size)?;
        }
        if !self.snapshot_is_due() && !self.is_undrawn() {
            return Ok(());
        }
        let app = Arc::clone(self);
        let rest = tokio::task::spawn_blocking(move || {
            app.keep_snapshot_if_due();
            app.draw()
        });
        // What a panic left undone, the next sweep does.
        rest.await.unwrap_or(Ok(()))
    }

    /// Whether so many entries are folded.
    pub(crate) fn has_folded(&self, size: u64) -> bool {
        let state = self.state();
        state.folded() >= size && state.head.size >= size
    }

    /// Folds at least the first `size` entries. Pages are made meanwhile: nobody waits
    /// while entries are read and proved, only while they are folded.
    fn fold_up_to(&self, size: u64) -> Result<(), LedgerError> {
        if self.has_folded(size) {
            return Ok(());
        }
        // One folds for all who wait here.
        let folding = self.folding.lock().unwrap_or_else(PoisonError::into_inner);
        if self.has_folded(size) {
            return Ok(());
        }
        let head = match self.ledger.written() {
            Some(own) if own.size >= size => own,
            _ => self.ledger.head()?,
        };
        let mut next = self.state().folded();
        while next < head.size {
            let left = usize::try_from(head.size - next).unwrap_or(usize::MAX);
            let entries = self.ledger.follow(next, left.min(ENTRIES_READ_AT_ONCE))?;
            if entries.is_empty() {
                return Err(LedgerError::Broken(Broken::missing(next)));
            }
            next += entries.len() as u64;
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            // What is folded is folded, whatever the next read says.
            for entry in &entries {
                let (said, data) = entry.told()?;
                state.take_words(&Words {
                    index: entry.index(),
                    time: said.time,
                    actor: &said.actor,
                    kind: &said.kind,
                    subject: &said.subject,
                    data,
                });
            }
            state.running.settle();
            if state.head.size == head.size {
                state.head = head;
            }
        }
        drop(folding);
        Ok(())
    }

    /// Folds the entries up to this size of the log, each read back and proved.
    pub(crate) fn fold(&self, state: &mut State, size: u64) -> Result<(), LedgerError> {
        let mut next = state.folded();
        while next < size {
            let left = usize::try_from(size - next).unwrap_or(usize::MAX);
            let entries = self.ledger.entries(next, left.min(ENTRIES_READ_AT_ONCE))?;
            if entries.is_empty() {
                return Err(LedgerError::Broken(Broken::missing(next)));
            }
            next += entries.len() as u64;
            for entry in entries.into_iter().map(recorded) {
                state.take(&entry);
            }
        }
        state.running.settle();
        Ok(())
    }

    fn snapshot_is_due(&self) -> bool {
        snapshot::is_due(self.kept.load(Ordering::Relaxed), self.state().head.size)
    }

    /// Keeps a snapshot if it is time for one. If it cannot be kept, the next start takes
    /// longer, and nothing else.
    fn keep_snapshot_if_due(&self) {
        if !self.snapshot_is_due() {
            return;
        }
        let snapshot = {
            // While nobody folds accounts and head belong together.
            let _folding = self.folding.lock().unwrap_or_else(PoisonError::into_inner);
            if !self.snapshot_is_due() {
                return;
            }
            let state = self.state();
            self.kept.store(state.head.size, Ordering::Relaxed);
            snapshot::of(&state.head, &state.accounts, &state.users)
        };
        // Nobody waits for the disk.
        if let Some(snapshot) = snapshot {
            let _ = snapshot::keep(&self.ledger, snapshot);
        }
    }

    /// The id of an event or a session that begins now.
    pub(crate) fn new_id(&self) -> Uuid {
        self.ledger.chance().event_id(self.now())
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Timestamp {
        (self.settings.clock)()
    }

    /// Decides a command on the account of a report, appends its events and folds
    /// them. Answers how many events that were; none if all was so already.
    ///
    /// # Errors
    /// The actor's role may not, the refusal, or what the ledger refused. Nothing was
    /// appended.
    pub(crate) fn act(
        &self,
        report: &str,
        command: &Command,
        actor: &Actor,
    ) -> Result<usize, Fault> {
        self.act_by(report, command, &By::Person(actor.clone()))
    }

    /// The same by a person, whose rights are checked, or by the program itself.
    pub(crate) fn act_by(&self, report: &str, command: &Command, by: &By) -> Result<usize, Fault> {
        let who = by.actor();
        let actor = self.offices().signature(&who);
        let none = Account::default();
        for _ in 0..TRIES_MAX {
            self.catch_up()?;
            let now = self.now();
            let context = Context {
                now,
                actor: actor.clone(),
            };
            let decision = {
                let state = self.state();
                let account = state.accounts.get(report).unwrap_or(&none);
                if let By::Person(person) = by {
                    rights::check(command, person, account, self.offices())?;
                }
                decide(account, command.clone(), &context)?
            };
            if decision.events.is_empty() {
                return Ok(0);
            }
            let count = decision.events.len();
            let events = decision
                .events
                .into_iter()
                .map(|event| NewEvent {
                    id: self.new_id(),
                    kind: event.kind,
                    subject: event.subject,
                    time: now,
                    actor: actor.clone(),
                    data: signed(event.data, &who),
                })
                .collect();
            let expected: Vec<Expected> = decision
                .expected
                .into_iter()
                .map(|(subject, version)| Expected { subject, version })
                .collect();
            match self.ledger.append(events, &expected) {
                Ok(_) => {
                    self.catch_up_with_own()?;
                    return Ok(count);
                }
                // Another process was faster: decide on what it left. A form that
                // carries the version it was made from is refused there.
                Err(AppendError::Stale { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fault::busy())
    }
}

/// The data of an account's event with who did it, whom the program knew: what tells it
/// from the events of the time when people wrote their own signatures.
fn signed(mut data: Value, by: &Actor) -> Value {
    if let (Value::Object(members), Ok(by)) = (&mut data, serde_json::to_value(by)) {
        members.insert("by".to_owned(), by);
    }
    data
}

/// The day in China at a moment. The whole country keeps UTC+8.
pub(crate) fn day_in_china(moment: Timestamp) -> Day {
    moment.to_zoned(TimeZone::fixed(Offset::constant(8))).date()
}
