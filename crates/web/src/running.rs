//! The running of declared systems: records folded from the log, wishes decided and
//! appended, and what time does by itself.

mod act;
mod batch;
mod day;
mod many;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use youwei_base::Told;
use youwei_decision::value::Value;
use youwei_ledger::Opened;
use youwei_system::declaration::{FieldType, System};
use youwei_system::input::stored;
use youwei_system::record::Record;
use youwei_system::records::Records;
use youwei_system::wish::Moment;

use crate::app::{App, State, day_in_china};
use crate::burden::Forms;
use crate::fault::Fault;
use crate::systems::listing::Listing;

pub use act::Acted;
pub(crate) use act::{ActFault, Serials};
pub(crate) use batch::{Batch, TAKEN};

/// How often a wish is decided anew when another process was faster.
const TRIES_MAX: u32 = 8;

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

impl App {
    /// The moment of deciding.
    pub(crate) fn moment(&self) -> Moment {
        let now = self.now();
        Moment {
            now,
            today: day_in_china(now),
        }
    }

    /// A declared system by its id.
    pub(crate) fn declared(&self, id: &str) -> Result<Arc<System>, Fault> {
        let found = self.ground.system(id).cloned();
        found.ok_or_else(crate::pages::systems::no_system)
    }

    /// The id of the stage that a record stands in.
    #[must_use]
    pub fn stage_of(&self, system: &str, record: &str) -> Option<String> {
        let state = self.state();
        let book = state.running.records.book(system)?;
        let stage = book.get(record)?.stage?;
        Some(book.system().stages.get(stage)?.id.to_string())
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
