//! Many deeds of different people with one commit: what a rehearsal of a year is made of,
//! under the same rules as one deed on a page.
//!
//! **Invariant:** every deed is decided as if its person had asked at this moment, and
//! rests on the version of the record that was looked at. Two deeds that touch the same
//! record, or take the same value, never share a commit.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};
use youwei_account::{Accounts, Book, Command};
use youwei_base::{Actor, Bilingual};
use youwei_ledger::{AppendError, LedgerError};
use youwei_system::wish::{Decision, Moment, Refusal, RefusalKind, Wish};

use crate::app::App;
use crate::running::{Acted, Batch};
use crate::upload;

/// How often what other processes changed is decided anew.
const TRIES_MAX: usize = 8;

/// Something that somebody does in a declared system.
#[derive(Debug, Clone)]
pub struct Deed {
    /// The system's id.
    pub system: String,
    /// The action's id.
    pub action: String,
    /// The record; none for an action that opens one.
    pub record: Option<String>,
    /// What is filled in.
    pub input: Map<String, Json>,
    /// Who does it, in which post.
    pub actor: Actor,
}

/// A deed that is decided and waits for its commit.
struct Ready {
    at: usize,
    moment: Moment,
    decision: Decision,
    version: u64,
}

impl App {
    /// Does many deeds, each of them or not: those that do not touch each other share a
    /// commit. Answers in the order given.
    ///
    /// # Errors
    /// The ledger cannot be read or written. What was answered before is not undone.
    pub fn act_many(&self, deeds: &[Deed]) -> Result<Vec<Result<Acted, Refusal>>, LedgerError> {
        let mut answers: Vec<Option<Result<Acted, Refusal>>> = deeds.iter().map(|_| None).collect();
        let mut tries = 0;
        while answers.iter().any(Option::is_none) {
            self.catch_up()?;
            let ready = self.decided_apart(deeds, &mut answers);
            if ready.is_empty() {
                continue;
            }
            match self.append_ready(deeds, ready)? {
                Some(done) => {
                    for (at, acted) in done {
                        if let Some(answer) = answers.get_mut(at) {
                            *answer = Some(Ok(acted));
                        }
                    }
                }
                // Another process was faster.
                None if tries < TRIES_MAX => tries += 1,
                None => return Err(youwei_ledger::StorageError::Locked.into()),
            }
        }
        self.catch_up()?;
        self.draw()?;
        Ok(answers.into_iter().flatten().collect())
    }

    /// Decides what is not answered and touches nothing that one before it touches.
    fn decided_apart(
        &self,
        deeds: &[Deed],
        answers: &mut [Option<Result<Acted, Refusal>>],
    ) -> Vec<Ready> {
        let state = self.state();
        let town = self.town(&state);
        let world = &state.running.records;
        let mut ready = Vec::new();
        let mut touched: BTreeSet<(&str, &str)> = BTreeSet::new();
        let mut taken: BTreeSet<(String, String)> = BTreeSet::new();
        for (at, (deed, answer)) in deeds.iter().zip(answers).enumerate() {
            if answer.is_some() {
                continue;
            }
            if let Some(record) = deed.record.as_deref()
                && !touched.insert((deed.system.as_str(), record))
            {
                continue;
            }
            let moment = self.moment();
            let decided = (|| {
                let system = self.ground.system(&deed.system).ok_or_else(unknown)?;
                let action = system.action(&deed.action).ok_or_else(unknown)?;
                let held = match deed.record.as_deref() {
                    Some(id) => Some(state.record(&system.id, id).ok_or_else(unknown)?),
                    None => None,
                };
                let wish = Wish {
                    action,
                    input: deed.input.clone(),
                    seen: None,
                };
                let (actor, version) = (&deed.actor, held.map_or(0, |it| it.version));
                youwei_system::decide::decide(system, held, &wish, actor, &town, moment, world)
                    .map(|decision| (decision, version))
            })();
            match decided {
                Err(refusal) => *answer = Some(Err(refusal)),
                Ok((decision, version)) => {
                    // It is decided again on what the first leaves, and refused there.
                    if decision.unique.iter().any(|it| taken.contains(it)) {
                        continue;
                    }
                    taken.extend(decision.unique.iter().cloned());
                    ready.push(Ready {
                        at,
                        moment,
                        decision,
                        version,
                    });
                }
            }
        }
        ready
    }

    /// Appends what is decided, all or none; none if the log moved on meanwhile.
    fn append_ready(
        &self,
        deeds: &[Deed],
        ready: Vec<Ready>,
    ) -> Result<Option<Vec<(usize, Acted)>>, LedgerError> {
        let (mut events, mut expected, mut done) = (Vec::new(), Vec::new(), Vec::new());
        for one in ready {
            let Some(deed) = deeds.get(one.at) else {
                continue;
            };
            let Some(system) = self.ground.system(&deed.system) else {
                continue;
            };
            let record = match &deed.record {
                Some(id) => id.clone(),
                None => self.next_serial(system, one.moment.today),
            };
            let batch = Batch {
                system,
                record: &record,
                action: &deed.action,
                actor: self.offices().signature(&deed.actor),
                at: one.moment,
                id: self.ledger.chance().event_id(one.moment.now),
                chance: self.ledger.chance(),
            };
            let (own, needs) = match batch.events(one.decision, one.version) {
                Ok(made) => made,
                Err(error) => return Err(ledger_error(error)),
            };
            done.push((one.at, record, events.len()));
            events.extend(own);
            expected.extend(needs);
        }
        match self.ledger.append_sealed(events, &expected) {
            Ok(indexes) => Ok(Some(
                done.into_iter()
                    .map(|(at, record, place)| {
                        let entry = indexes.get(place).copied().unwrap_or_default();
                        (at, Acted { record, entry })
                    })
                    .collect(),
            )),
            Err(AppendError::Stale { .. }) => Ok(None),
            Err(error) => Err(ledger_error(error)),
        }
    }

    /// Gives a command on the account of a report, as on the pages. Answers how many
    /// events that made.
    ///
    /// # Errors
    /// The actor's role may not, the refusal, or what the ledger refused.
    pub fn command(
        &self,
        report: &str,
        command: &Command,
        actor: &Actor,
    ) -> Result<usize, Bilingual> {
        self.act(report, command, actor)
            .map_err(|fault| fault.sentence)
    }

    /// Looks at the accounts and the book of facts as they are folded.
    pub fn look<T>(&self, at: impl FnOnce(&Accounts, &Book) -> T) -> T {
        let state = self.state();
        at(&state.accounts, &state.book)
    }

    /// Keeps a file as a form does, under its SHA-256, which it answers.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep_file(&self, bytes: &[u8]) -> Result<String, Bilingual> {
        upload::keep(&self.settings.files, bytes).map_err(|fault| fault.sentence)
    }

    /// How many records the systems have.
    pub fn records(&self) -> u64 {
        let state = self.state();
        let books = state.running.records.books();
        books.map(|it| it.iter().count() as u64).sum()
    }

    /// The log, to be read.
    pub fn log(&self) -> &youwei_ledger::Reader {
        &self.ledger
    }
}

/// What is asked of no system, action or record that there is.
fn unknown() -> Refusal {
    Refusal::of(
        RefusalKind::Unknown,
        "没有这个系统、动作或条目；请核对编号。",
        "there is no such system, action or record; check the id.",
    )
}

/// What the ledger refused of a commit that the program made.
fn ledger_error(error: AppendError) -> LedgerError {
    match error {
        AppendError::Storage(error) => error.into(),
        AppendError::Broken(error) => error.into(),
        other => youwei_ledger::StorageError::Other {
            reason: other.to_string(),
        }
        .into(),
    }
}
