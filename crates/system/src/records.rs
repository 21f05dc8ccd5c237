//! All records of all systems, folded from events: what a decision, a list and a work
//! queue look at.
//!
//! An event says all that followed from it, so folding looks at no formula; what the
//! present declarations do not know is passed over. The state is plain data: a clone of
//! it is a snapshot.

mod book;
mod columns;
mod evolve;
mod find;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value as Json;
use youwei_base::Told;
use youwei_decision::value::Value;

use crate::declaration::{Shared, System, Which};
use crate::record::Record;
use crate::wish::{InCommon, World};

pub use book::Book;
pub use find::{Filter, Found, Order};

/// The members of an event's data that neither records nor facts nor the count of forms
/// are folded from. Any other is read, known or not, so that what folding looks at one day
/// is never missed.
pub const PASSED_OVER: [&str; 2] = ["declared", "parameters"];

/// The records of all systems.
#[derive(Debug, Clone, Default)]
pub struct Records {
    books: Vec<Book>,
    by_system: HashMap<Arc<str>, usize>,
}

impl Records {
    /// No records yet, of these systems.
    #[must_use]
    pub fn new(systems: impl IntoIterator<Item = Arc<System>>) -> Records {
        let systems: Vec<Arc<System>> = systems.into_iter().collect();
        let books: Vec<Book> = systems
            .iter()
            .map(|system| Book::new(system.clone(), &asked_for(system, &systems)))
            .collect();
        let ids = books.iter().enumerate();
        let by_system = ids
            .map(|(at, book)| (book.system().id.clone(), at))
            .collect();
        Records { books, by_system }
    }

    /// Folds an entry of the log in: its index, kind, subject, moment and data. Entries
    /// that are no system's change nothing.
    pub fn evolve(&mut self, index: u64, kind: &str, subject: &str, time: Timestamp, data: &Json) {
        self.evolve_told(index, kind, subject, time, &Told::from(data));
    }

    /// The same with the data as it lies in the text of the entry, without
    /// [`PASSED_OVER`] if that is spared.
    pub fn evolve_told(
        &mut self,
        index: u64,
        kind: &str,
        subject: &str,
        time: Timestamp,
        data: &Told<'_>,
    ) {
        let Some((system, id)) = subject.split_once('/') else {
            return;
        };
        let action = kind
            .strip_prefix(system)
            .and_then(|it| it.strip_prefix('.'));
        let Some((at, action)) = self.by_system.get(system).zip(action) else {
            return;
        };
        if let Some(book) = self.books.get_mut(*at) {
            book.evolve(index, id, action, time, data);
        }
    }

    /// The records of a system.
    #[must_use]
    pub fn book(&self, system: &str) -> Option<&Book> {
        self.books.get(*self.by_system.get(system)?)
    }

    /// The records of every system, in the order that the systems were given.
    pub fn books(&self) -> impl Iterator<Item = &Book> {
        self.books.iter()
    }
}

/// The fields of a system by whose values its records are looked up in formulas.
fn asked_for(system: &System, all: &[Arc<System>]) -> BTreeSet<Arc<str>> {
    let reads = all
        .iter()
        .flat_map(|other| other.reads.iter().map(move |it| (other, it)));
    reads
        .filter_map(|(other, read)| match &read.which {
            Which::LinkingBy(field) if read.system == system.id => Some(field.clone()),
            Which::Same(field) if other.id == system.id => {
                Some(system.fields.get(*field)?.name.clone())
            }
            _ => None,
        })
        .collect()
}

impl World for Records {
    fn record(&self, system: &str, id: &str) -> Option<(&System, &Record)> {
        let book = self.book(system)?;
        Some((book.system(), book.get(id)?))
    }

    fn holding(&self, system: &str, field: &str, value: &Value) -> Vec<(&System, &Record)> {
        let Some(book) = self.book(system) else {
            return Vec::new();
        };
        let found = book.holding(field, value).into_iter();
        found.map(|record| (&**book.system(), record)).collect()
    }

    fn sharing(&self, system: &str, shared: &Shared, list: &Value) -> Vec<InCommon<'_>> {
        let Some(book) = self.book(system) else {
            return Vec::new();
        };
        let found = book.sharing(shared, list).into_iter();
        found
            .map(|(record, keys)| (&**book.system(), record, keys))
            .collect()
    }

    fn taken(&self, system: &str, field: &str, value: &str) -> Option<&str> {
        self.book(system)?.taken(field, value)
    }

    fn photograph(&self, hash: &str) -> Option<(&System, &str)> {
        let mut books = self.books.iter();
        books.find_map(|it| Some((&**it.system(), it.photograph(hash)?)))
    }

    fn last_number(&self, system: &str, field: usize, series: &str) -> u32 {
        let book = self.book(system);
        book.map_or(0, |it| it.last_number(field, series))
    }
}
