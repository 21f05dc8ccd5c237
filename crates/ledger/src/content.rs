//! What the stored bytes of an entry say, if they are the canonical ones.

use uuid::Uuid;

use crate::{Event, Unfit, event};

/// The attributes that columns repeat.
pub(crate) struct Content {
    pub(crate) id: Uuid,
    pub(crate) source: String,
    pub(crate) kind: String,
    pub(crate) subject: String,
    pub(crate) micros: i64,
}

pub(crate) fn read(bytes: &[u8]) -> Result<Content, Unfit> {
    let event = Event::from_bytes(bytes)?;
    if event.bytes()? != bytes {
        return Err(Unfit::NotJson {
            reason: "not canonical JSON".to_owned(),
        });
    }
    Ok(Content {
        id: event.id,
        micros: event::micros(event.time),
        source: event.source,
        kind: event.kind,
        subject: event.subject,
    })
}
