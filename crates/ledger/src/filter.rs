//! Which entries a reader asks for, by what happened and when.

use jiff::Timestamp;

use crate::event;

/// A choice of entries by type and time; everything that is left out is any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filter<'a> {
    /// The CloudEvents `type`.
    pub kind: Option<&'a str>,
    /// The first moment.
    pub since: Option<Timestamp>,
    /// The last moment, itself included.
    pub until: Option<Timestamp>,
    /// The first index; the way on from an answer that was full.
    pub from: u64,
    /// How many entries at most.
    pub limit: usize,
}

impl Filter<'_> {
    /// Whether the time of an event is asked for, exactly.
    pub(crate) fn takes(&self, time: Timestamp) -> bool {
        self.since.is_none_or(|since| since <= time) && self.until.is_none_or(|until| time <= until)
    }

    /// The bounds as the columns have them, in whole microseconds.
    pub(crate) fn since_micros(&self) -> i64 {
        self.since.map_or(i64::MIN, event::micros)
    }

    pub(crate) fn until_micros(&self) -> i64 {
        self.until.map_or(i64::MAX, event::micros)
    }
}
