//! A decision as the events of the log: what happened, and the values that are taken with it.

use serde_json::{Map, Value as Json};
use uuid::Uuid;
use youwei_ledger::{AppendError, Chance, Expected, NewEvent, PersonId, Personal, Unwrapped};
use youwei_system::declaration::System;
use youwei_system::wish::{Decision, Moment};

/// The kind of the event that takes a value that no other record may hold.
pub(crate) const TAKEN: &str = "unique.taken";

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
