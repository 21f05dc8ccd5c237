//! Many openings at once, as a sheet brings them: all or none.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};
use youwei_base::{Actor, Bilingual};
use youwei_ledger::AppendError;
use youwei_system::authority::may;
use youwei_system::declaration::System;
use youwei_system::wish::{Decision, Moment, Refusal, RefusalKind, Wish};

use super::{ActFault, Batch, TRIES_MAX};
use crate::app::App;
use crate::fault::Fault;
use crate::pages::systems::import::Unopened;

impl App {
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
            let decided = self.all_decided(&system, action, &inputs, actor, at)?;
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
    fn all_decided(
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
}

/// A value that must be newstands twice in one sheet.
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
