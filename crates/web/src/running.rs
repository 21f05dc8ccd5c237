//! The running of declared systems: records folded from the log, wishes decided and
//! appended, and what time does by itself.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError};

use jiff::Timestamp;
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use youwei_base::{Actor, Bilingual, Day, Told};
use youwei_decision::value::Value;
use youwei_ledger::{
    AppendError, Chance, Expected, LedgerError, NewEvent, Opened, PersonId, Personal, Unwrapped,
};
use youwei_system::authority::may;
use youwei_system::declaration::{FieldType, System};
use youwei_system::happened::Happened;
use youwei_system::input::stored;
use youwei_system::record::Record;
use youwei_system::records::Records;
use youwei_system::sample;
use youwei_system::sweep::sweep;
use youwei_system::wish::{Decision, Moment, Refusal, RefusalKind, Wish};

use crate::app::{App, State, day_in_china};
use crate::burden::Forms;
use crate::fault::Fault;
use crate::pages::systems::import::Unopened;
use crate::systems::listing::Listing;

/// How often a wish is decided anew when another process was faster.
const TRIES_MAX: u32 = 8;

/// The same of a wish that takes an official number: whoever takes one of a series is in
/// the way of all others who do.
const NUMBERED_TRIES_MAX: u32 = 40;

/// No longer does such a wish wait between tries, in milliseconds.
const PAUSE_MAX: u32 = 50;

/// So many records are swept with one commit.
const SWEPT_AT_ONCE: usize = 500;

/// No day brings more commits than this; what is left is for the next sweep.
const SWEEPS_MAX: usize = 10_000;

/// The kind of the event that takes a value that no other record may hold.
pub(crate) const TAKEN: &str = "unique.taken";

/// The records of all systems as of some entry, and what lists ask of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Running {
    pub records: Records,
    listings: HashMap<Arc<str>, Listing>,
    /// Records that changed since the lists were made to agree.
    changed: BTreeSet<(Arc<str>, String)>,
    /// The forms that units filled in.
    pub forms: Forms,
    /// Whether so many change that the lists are made when all have.
    at_once: bool,
    /// How many entries are folded.
    pub size: u64,
    /// How many of them were about records.
    pub revision: u64,
}

impl Running {
    /// Before the first entry.
    pub fn new(systems: &[Arc<System>]) -> Running {
        let listings = systems.iter().map(|it| (it.id.clone(), Listing::new(it)));
        Running {
            listings: listings.collect(),
            records: Records::new(systems.iter().cloned()),
            ..Running::default()
        }
    }

    /// The same, whose lists are made at once by the first [`Running::settle`].
    pub fn at_once(self) -> Running {
        Running {
            at_once: true,
            ..self
        }
    }

    /// Folds an entry: its index, time, kind, subject and data.
    pub fn take(
        &mut self,
        index: u64,
        time: Timestamp,
        kind: &str,
        subject: &str,
        data: &Told<'_>,
    ) {
        self.size = index + 1;
        let Some((system, record)) = subject.split_once('/') else {
            return;
        };
        let Some((id, _)) = self.listings.get_key_value(system) else {
            return;
        };
        self.revision += 1;
        if let Some(book) = self.records.book(id) {
            self.forms.take(book.system(), time, data);
        }
        if !self.at_once {
            self.changed.insert((id.clone(), record.to_owned()));
        }
        self.records.evolve_told(index, kind, subject, time, data);
    }

    /// Makes the lists agree with the records.
    pub fn settle(&mut self) {
        if std::mem::take(&mut self.at_once) {
            let Running {
                records, listings, ..
            } = self;
            for book in records.books() {
                if let Some(listing) = listings.get_mut(&book.system().id) {
                    book.iter().for_each(|it| listing.put(book.system(), it));
                }
            }
        }
        for (system, record) in std::mem::take(&mut self.changed) {
            let book = self.records.book(&system);
            if let Some(book) = book
                && let Some(record) = book.get(&record)
                && let Some(listing) = self.listings.get_mut(&system)
            {
                listing.put(book.system(), record);
            }
        }
    }

    /// The list of a system.
    pub fn listing(&self, system: &str) -> Option<&Listing> {
        self.listings.get(system)
    }

    /// A record.
    pub fn record(&self, system: &str, id: &str) -> Option<&Record> {
        self.records.book(system)?.get(id)
    }
}

/// What came of a wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acted {
    /// The record's id.
    pub record: String,
    /// The entry that says so.
    pub entry: u64,
}

/// Why a wish was not granted.
#[derive(Debug)]
pub(crate) enum ActFault {
    /// The system's rules say no.
    Refused(Refusal),
    /// Something else went wrong.
    Fault(Fault),
}

impl From<Fault> for ActFault {
    fn from(fault: Fault) -> ActFault {
        ActFault::Fault(fault)
    }
}

impl From<Refusal> for ActFault {
    fn from(refusal: Refusal) -> ActFault {
        ActFault::Refused(refusal)
    }
}

impl From<LedgerError> for ActFault {
    fn from(error: LedgerError) -> ActFault {
        ActFault::Fault(error.into())
    }
}

/// Serial numbers that this process has handed out, by system and year: two who open at
/// once get two numbers, and neither waits for the other.
pub(crate) type Serials = HashMap<(Arc<str>, i16), u32>;

impl App {
    /// The moment of deciding.
    pub(crate) fn moment(&self) -> Moment {
        let now = self.now();
        Moment {
            now,
            today: day_in_china(now),
        }
    }

    /// Decides what somebody wants to do to a record, or without one to open one, appends
    /// it and folds it. `event` is the id of the event, made by who asks: what is asked
    /// again under the same id is answered and not done again.
    ///
    /// # Errors
    /// The refusal, or what the ledger refused. Nothing was appended.
    pub(crate) fn act_on(
        &self,
        system: &str,
        record: Option<&str>,
        wish: Wish,
        actor: &Actor,
        event: Option<Uuid>,
    ) -> Result<Acted, ActFault> {
        let system = self.declared(system)?;
        let id = event.unwrap_or_else(|| self.new_id());
        let numbered = system
            .actions
            .get(wish.action)
            .is_some_and(|it| !it.numbers.is_empty());
        // Those of this process who take official numbers take them one after the other.
        let mut turn = numbered.then(|| {
            self.numbering
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        });
        let tries = if numbered {
            NUMBERED_TRIES_MAX
        } else {
            TRIES_MAX
        };
        for tried in 0..tries {
            pause(tried, id);
            // What was folded a moment ago will do, until it turns out to be stale.
            if tried > 0 || numbered {
                self.catch_up()?;
            }
            if event.is_some()
                && let Some(done) = self.done_already(&system, record, &wish, actor, id)?
            {
                return Ok(done);
            }
            let at = self.moment();
            let (decision, version) = {
                let state = self.state();
                let world = &state.running.records;
                let held = match record {
                    Some(id) => Some(
                        state
                            .running
                            .record(&system.id, id)
                            .ok_or_else(|| no_record(&system, id))?,
                    ),
                    None => None,
                };
                let town = self.town(&state);
                let decision =
                    youwei_system::decide::decide(&system, held, &wish, actor, &town, at, world)?;
                (decision, held.map_or(0, |it| it.version))
            };
            let record = match record {
                Some(id) => id.to_owned(),
                None => self.next_serial(&system, at.today),
            };
            let action = system.actions.get(wish.action).map_or("", |it| &it.id);
            let batch = Batch {
                system: &system,
                record: &record,
                action,
                actor: self.offices().signature(actor),
                at,
                id,
                chance: self.ledger.chance(),
            };
            match self.append_decided(&batch, decision, version) {
                Ok(entry) => {
                    self.catch_up_with_own()?;
                    drop(turn.take());
                    self.draw()?;
                    return Ok(Acted { record, entry });
                }
                // Another process was faster: decide on what it left.
                Err(AppendError::Stale { .. }) => {}
                Err(AppendError::IdTaken { .. }) if event.is_some() => {}
                Err(error) => return Err(ActFault::Fault(error.into())),
            }
        }
        Err(ActFault::Fault(Fault::busy()))
    }

    /// The same from the command line, where action and record are named as on the pages.
    ///
    /// # Errors
    /// Everything that is wrong, each with the input that it is about.
    pub fn act_named(
        &self,
        (system, action): (&str, &str),
        record: Option<&str>,
        input: Map<String, Json>,
        actor: &Actor,
    ) -> Result<Acted, Vec<(Option<String>, Bilingual)>> {
        let said = |fault: ActFault| match fault {
            ActFault::Refused(refusal) => refusal.said,
            ActFault::Fault(fault) => vec![(None, fault.sentence)],
        };
        let declared = self.declared(system).map_err(|it| said(it.into()))?;
        let Some(at) = declared.action(action) else {
            let known: Vec<&str> = declared.actions.iter().map(|it| &*it.id).collect();
            return Err(vec![(
                None,
                Bilingual::new(
                    format!("没有动作“{action}”；有 {}。", known.join("、")),
                    format!(
                        "There is no action “{action}”; there are {}.",
                        known.join(", ")
                    ),
                ),
            )]);
        };
        let opens = declared.openings().any(|(it, _)| it == at);
        if opens == record.is_some() {
            return Err(vec![(
                None,
                Bilingual::new(
                    "新建条目的动作不针对已有条目，其他动作须指明条目；请核对。",
                    "What opens a record is not done to one, and anything else is; check it.",
                ),
            )]);
        }
        let wish = Wish {
            action: at,
            input,
            seen: None,
        };
        self.catch_up().map_err(|it| said(it.into()))?;
        self.act_on(system, record, wish, actor, None).map_err(said)
    }

    /// Opens many records at once, all or none. Without `applies` it is only decided.
    /// Answers their ids.
    ///
    /// # Errors
    /// What is wrong with which, or what the ledger refused. Nothing was appended.
    pub(crate) fn open_all(
        &self,
        system: &str,
        action: usize,
        inputs: Vec<Map<String, Json>>,
        actor: &Actor,
        applies: bool,
    ) -> Result<Vec<String>, Unopened> {
        let other = |fault: Fault| Unopened::Other(ActFault::Fault(fault));
        let system = self.declared(system).map_err(other)?;
        if inputs.len() > 1
            && system
                .actions
                .get(action)
                .is_some_and(|it| !it.numbers.is_empty())
        {
            return Err(Unopened::Other(ActFault::Refused(Refusal::of(
                RefusalKind::Conflict,
                "有发文字号的公文要一份一份签发，不能成批导入；请逐份办理。",
                "documents with an official number are issued one by one; do them singly.",
            ))));
        }
        for _ in 0..TRIES_MAX {
            self.catch_up().map_err(|it| other(it.into()))?;
            let at = self.moment();
            let decided = self.decided(&system, action, &inputs, actor, at)?;
            if !applies {
                return Ok(Vec::new());
            }
            let (mut events, mut expected, mut ids) = (Vec::new(), Vec::new(), Vec::new());
            let name = system.actions.get(action).map_or("", |it| &it.id);
            for decision in decided {
                let record = self.next_serial(&system, at.today);
                let batch = Batch {
                    system: &system,
                    record: &record,
                    action: name,
                    actor: self.offices().signature(actor),
                    at,
                    id: self.new_id(),
                    chance: self.ledger.chance(),
                };
                let (own, needs) = batch.events(decision, 0).map_err(|it| other(it.into()))?;
                events.extend(own);
                expected.extend(needs);
                ids.push(record);
            }
            match self.ledger.append_sealed(events, &expected) {
                Ok(_) => {
                    self.catch_up_with_own().map_err(|it| other(it.into()))?;
                    return Ok(ids);
                }
                Err(AppendError::Stale { .. }) => {}
                Err(error) => return Err(other(error.into())),
            }
        }
        Err(other(Fault::busy()))
    }

    /// Decides many openings on one state; a value that must be new may not stand twice
    /// among them.
    fn decided(
        &self,
        system: &System,
        action: usize,
        inputs: &[Map<String, Json>],
        actor: &Actor,
        at: Moment,
    ) -> Result<Vec<Decision>, Unopened> {
        let state = self.state();
        let town = self.town(&state);
        let world = &state.running.records;
        // Who may do it to no record is told so; of others' records each row says so itself.
        may(system, action, None, actor, &town, at).map_err(|it| Unopened::Other(it.into()))?;
        let (mut decided, mut faults) = (Vec::new(), Vec::new());
        let mut taken: HashMap<(String, String), Vec<usize>> = HashMap::new();
        for (row, input) in inputs.iter().enumerate() {
            let wish = Wish {
                action,
                input: input.clone(),
                seen: None,
            };
            let decision =
                youwei_system::decide::decide(system, None, &wish, actor, &town, at, world);
            match decision {
                Err(refusal) => faults.push((row, refusal)),
                Ok(decision) => {
                    for taking in &decision.unique {
                        taken.entry(taking.clone()).or_default().push(row);
                    }
                    decided.push(decision);
                }
            }
        }
        for ((whose, _), rows) in taken.iter().filter(|(_, rows)| rows.len() > 1) {
            let field = whose.split_once('.').map_or(&**whose, |(_, field)| field);
            faults.extend(rows.iter().map(|row| (*row, twice(field))));
        }
        faults.sort_by_key(|it| it.0);
        match faults.is_empty() {
            true => Ok(decided),
            false => Err(Unopened::Rows(faults)),
        }
    }

    /// A declared system by its id.
    fn declared(&self, id: &str) -> Result<Arc<System>, Fault> {
        let found = self.ground.system(id).cloned();
        found.ok_or_else(crate::pages::systems::no_system)
    }

    /// What was done under this id of an event, if that was this very wish.
    fn done_already(
        &self,
        system: &System,
        record: Option<&str>,
        wish: &Wish,
        actor: &Actor,
        id: Uuid,
    ) -> Result<Option<Acted>, ActFault> {
        let Some(entry) = self.ledger.by_id(id)? else {
            return Ok(None);
        };
        let action = system.actions.get(wish.action).map_or("", |it| &it.id);
        let kind = format!("{}.{action}", system.id);
        let about = entry.event.subject.split_once('/');
        let same = entry.event.kind == kind
            && about.is_some_and(|(of, it)| of == &*system.id && record.is_none_or(|id| id == it))
            && entry
                .event
                .data
                .get("by")
                .and_then(|it| it.get("user"))
                .and_then(Json::as_str)
                == Some(&actor.user);
        match (same, about) {
            (true, Some((_, record))) => Ok(Some(Acted {
                record: record.to_owned(),
                entry: entry.index,
            })),
            _ => Err(Refusal::of(
                RefusalKind::Conflict,
                "这个事件编号已经用过，是另一件事；请换一个新的编号再试。",
                "this id of an event was used for something else; take a new one and try again.",
            )
            .into()),
        }
    }

    /// The next serial number of a system that nobody has and this process has handed to
    /// nobody.
    pub(crate) fn next_serial(&self, system: &System, today: Day) -> String {
        let year = today.year();
        let folded = {
            let state = self.state();
            let next = state
                .running
                .records
                .book(&system.id)
                .map(|it| it.next_id(year));
            next.and_then(|it| it.split_once('-')?.1.parse::<u32>().ok())
                .unwrap_or(1)
        };
        let mut serials = self.serials.lock().unwrap_or_else(PoisonError::into_inner);
        let last = serials.entry((system.id.clone(), year)).or_default();
        *last = folded.max(last.saturating_add(1));
        format!("{year:04}-{last:05}")
    }

    /// Appends a decision: the event, and the values that are taken with it.
    fn append_decided(
        &self,
        batch: &Batch<'_>,
        decision: Decision,
        version: u64,
    ) -> Result<u64, AppendError> {
        let (events, expected) = batch.events(decision, version)?;
        let indexes = match events.iter().all(|(_, personal)| personal.is_empty()) {
            true => {
                let events = events.into_iter().map(|it| it.0).collect();
                // Who needs it looks whether it was folded.
                let fold = || drop(self.catch_up_with_own());
                self.ledger.append_then(events, &expected, &fold)?
            }
            false => self.ledger.append_sealed(events, &expected)?,
        };
        Ok(indexes.first().copied().unwrap_or_default())
    }

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

    /// The id of the stage that a record stands in.
    #[must_use]
    pub fn stage_of(&self, system: &str, record: &str) -> Option<String> {
        let state = self.state();
        let book = state.running.records.book(system)?;
        let stage = book.get(record)?.stage?;
        Some(book.system().stages.get(stage)?.id.to_string())
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

    /// A personal value of a record that an entry seals; none if it cannot be opened, or
    /// was erased.
    pub(crate) fn unsealed(&self, entry: u64, field: &str, of: &FieldType) -> Option<Value> {
        let entries = self.ledger.entries(entry, 1).ok()?;
        let opened = self.ledger.open_personal(entries.first()?).ok()?;
        let pointer = format!("/set/{field}");
        opened.into_iter().find_map(|(place, opened)| match opened {
            Opened::Value { disclosure, .. } if place == pointer => stored(&disclosure.value, of),
            _ => None,
        })
    }
}

/// What the events of one deed have in common.
pub(crate) struct Batch<'a> {
    pub system: &'a System,
    pub record: &'a str,
    pub action: &'a str,
    pub actor: String,
    pub at: Moment,
    pub id: Uuid,
    pub chance: &'a Chance,
}

/// Events with what is sealed of each, and the versions that they rest on.
pub(crate) type Events = (Vec<(NewEvent, Vec<Personal>)>, Vec<Expected>);

impl Batch<'_> {
    /// The event of a decision, and the values that are taken with it.
    pub fn events(&self, decision: Decision, version: u64) -> Result<Events, AppendError> {
        let subject = format!("{}/{}", self.system.id, self.record);
        let mut data = serde_json::to_value(&decision.happened).unwrap_or_default();
        let personal = sealed(&mut data, decision.personal, self.chance)?;
        let mut expected = vec![Expected {
            subject: subject.clone(),
            version,
        }];
        let event = self.event(
            self.id,
            format!("{}.{}", self.system.id, self.action),
            subject.clone(),
            data,
        );
        let mut events = vec![(event, personal)];
        for (whose, value) in decision.unique {
            let stream = format!("unique/{whose}/{value}");
            let data = serde_json::json!({ "record": subject });
            events.push((
                self.event(
                    self.chance.event_id(self.at.now),
                    TAKEN.to_owned(),
                    stream.clone(),
                    data,
                ),
                Vec::new(),
            ));
            expected.push(Expected {
                subject: stream,
                version: 0,
            });
        }
        Ok((events, expected))
    }

    fn event(&self, id: Uuid, kind: String, subject: String, data: Json) -> NewEvent {
        NewEvent {
            id,
            kind,
            subject,
            time: self.at.now,
            actor: self.actor.clone(),
            data,
        }
    }
}

/// The personal values as the ledger seals them: all those of one event are of one person,
/// whose key can be erased. The places that hold them are made.
fn sealed(
    data: &mut Json,
    values: Vec<(String, Json)>,
    chance: &Chance,
) -> Result<Vec<Personal>, AppendError> {
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let person = PersonId::drawn(chance).map_err(Unwrapped::Cipher)?;
    let mut personal = Vec::new();
    for (pointer, value) in values {
        let holder = pointer
            .trim_start_matches('/')
            .split('/')
            .next()
            .unwrap_or("");
        if let Json::Object(data) = data {
            data.entry(holder)
                .or_insert_with(|| Json::Object(Map::new()));
        }
        personal.push(Personal {
            pointer,
            person,
            value,
        });
    }
    Ok(personal)
}

/// Waits before another try, so that processes that were in each other's way get out of it:
/// the longer the more often it was tried, each for a time of its own.
fn pause(tried: u32, id: Uuid) {
    if tried > 1 {
        let share = u32::from(id.as_bytes().last().copied().unwrap_or_default());
        let most = (tried * 4).min(PAUSE_MAX) * 1_000;
        let time = most / 2 + most * share / 512;
        std::thread::sleep(std::time::Duration::from_micros(time.into()));
    }
}

/// A value that must be new stands twice in one sheet.
fn twice(field: &str) -> Refusal {
    let sentence = Bilingual::new(
        "同一份表里有两行填了同样的值；请只留一行。",
        "two rows of the sheet have the same value; keep one of them.",
    );
    Refusal {
        kind: RefusalKind::Invalid,
        said: vec![(Some(field.to_owned()), sentence)],
    }
}

fn no_record(system: &System, id: &str) -> Fault {
    crate::pages::systems::no_record(system, id)
}

impl State {
    /// The list of a system.
    pub fn listing(&self, system: &str) -> Option<&Listing> {
        self.running.listing(system)
    }

    /// A record of a system.
    pub fn record(&self, system: &str, id: &str) -> Option<&Record> {
        self.running.record(system, id)
    }
}
