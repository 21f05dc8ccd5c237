//! One wish: decided on what is folded, appended, folded; decided anew when somebody else
//! was faster.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use serde_json::{Map, Value as Json};
use uuid::Uuid;
use youwei_base::{Actor, Bilingual, Day};
use youwei_ledger::{AppendError, Appending, LedgerError};
use youwei_system::declaration::System;
use youwei_system::wish::{Refusal, RefusalKind, Wish};

use super::batch::Events;
use super::{Batch, TRIES_MAX};
use crate::app::App;
use crate::fault::Fault;

/// The same of a wish that takes an official number: whoever takes one of a series is in
/// the way of all others who do.
const NUMBERED_TRIES_MAX: u32 = 40;

/// No longer does such a wish wait between tries, in milliseconds.
const PAUSE_MAX: u32 = 50;

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
            let (record, events) = self.decided(&system, record, &wish, actor, id)?;
            match self.append_decided(events) {
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

    /// Decides it on what is folded and has it appended, for who must not sleep; none where
    /// there may be more to it than that, see [`App::act_on`].
    ///
    /// # Errors
    /// As for [`App::act_on`]; what the ledger refuses is awaited.
    pub(crate) fn act_later(
        &self,
        system: &Arc<System>,
        record: Option<&str>,
        wish: &Wish,
        actor: &Actor,
    ) -> Result<Option<(String, Appending)>, ActFault> {
        let action = system.actions.get(wish.action);
        let at_once = action.is_some_and(|it| {
            it.numbers.is_empty() && !it.input.iter().any(|it| it.field.personal)
        });
        if !at_once {
            return Ok(None);
        }
        let decided = self.decided(system, record, wish, actor, self.new_id())?;
        let (record, (events, expected)) = decided;
        // Nothing is sealed of what no input gives.
        if events.iter().any(|(_, personal)| !personal.is_empty()) {
            return Ok(None);
        }
        let events = events.into_iter().map(|it| it.0).collect();
        let appending = self.ledger.append_later(events, &expected);
        Ok(Some((record, appending.map_err(Fault::from)?)))
    }

    /// The record that a wish is about, and what is to be appended for it, decided on what
    /// is folded.
    fn decided(
        &self,
        system: &Arc<System>,
        record: Option<&str>,
        wish: &Wish,
        actor: &Actor,
        id: Uuid,
    ) -> Result<(String, Events), ActFault> {
        let at = self.moment();
        let (decision, version) = {
            let state = self.state();
            let world = &state.running.records;
            let found = |id: &str| {
                let held = state.running.record(&system.id, id);
                held.ok_or_else(|| no_record(system, id))
            };
            let held = record.map(found).transpose()?;
            let town = self.town(&state);
            let decision =
                youwei_system::decide::decide(system, held, wish, actor, &town, at, world)?;
            (decision, held.map_or(0, |it| it.version))
        };
        let record = match record {
            Some(id) => id.to_owned(),
            None => self.next_serial(system, at.today),
        };
        let batch = Batch {
            system,
            record: &record,
            action: system.actions.get(wish.action).map_or("", |it| &it.id),
            actor: self.offices().signature(actor),
            at,
            id,
            chance: self.ledger.chance(),
        };
        let events = batch.events(decision, version).map_err(Fault::from)?;
        Ok((record, events))
    }

    /// [`App::act_on`] from the command line, where action and record are named as on the
    /// pages.
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

    /// Appends what was decided: the event, and the values that are taken with it.
    fn append_decided(&self, (events, expected): Events) -> Result<u64, AppendError> {
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

fn no_record(system: &System, id: &str) -> Fault {
    crate::pages::systems::no_record(system, id)
}
