//! A row of the table of entries, nothing of it believed yet.

use uuid::Uuid;
use youwei_tlog::{Hash, Suite};

use crate::{Broken, Entry, Event, event};

/// What a store read.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) index: u64,
    pub(crate) id: Uuid,
    pub(crate) subject: String,
    pub(crate) version: u64,
    pub(crate) kind: String,
    pub(crate) micros: i64,
    pub(crate) leaf: Hash,
    pub(crate) bytes: Vec<u8>,
}

impl Stored {
    /// The entry, if its bytes give its hash and its columns say what its bytes say.
    pub(crate) fn check(self, suite: Suite) -> Result<Entry, Broken> {
        let broken = |zh: &str, en: &str| Err(Broken::entry(self.index, zh, en));
        if suite.leaf_hash(&self.bytes) != self.leaf {
            return broken("内容与其哈希不符", "its content does not give its hash");
        }
        let event = match Event::from_bytes(&self.bytes) {
            Ok(event) => event,
            Err(unfit) => {
                let why = unfit.sentence();
                return broken(&why.zh, &why.en);
            }
        };
        let columns_agree = event.id == self.id
            && event.subject == self.subject
            && event.kind == self.kind
            && event::micros(event.time) == self.micros;
        if !columns_agree {
            return broken(
                "各栏与内容不符",
                "its columns do not say what its content says",
            );
        }
        Ok(Entry {
            index: self.index,
            event,
            leaf: self.leaf,
            bytes: self.bytes,
        })
    }
}
