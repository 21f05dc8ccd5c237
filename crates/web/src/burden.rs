//! What Youwei itself asks of units: every action on a record that somebody of another
//! unit than the keeper takes is a form that was filled in. Counted as entries are folded.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value as Json;
use youwei_system::declaration::System;
use youwei_system::sweep::CLOCK;

use crate::app::day_in_china;

/// The system whose records are requests: their hours are said by those who answered, and
/// not counted a second time.
pub(crate) const REQUESTS: &str = "data-requests";

/// Year and month.
pub(crate) type Month = (i16, i8);

/// How many forms of which system each unit filled in, by month.
#[derive(Debug, Clone, Default)]
pub(crate) struct Forms(BTreeMap<(Arc<str>, Month), BTreeMap<Arc<str>, u32>>);

impl Forms {
    /// Counts an event about a record of a system: its moment and data.
    pub fn take(&mut self, system: &System, time: Timestamp, data: &Json) {
        let said = |name: &str| data.get("by")?.get(name)?.as_str();
        let (Some(unit), Some(role)) = (said("unit"), said("role")) else {
            return;
        };
        if unit.is_empty() || unit == &*system.keeper || role == CLOCK || &*system.id == REQUESTS {
            return;
        }
        let day = day_in_china(time);
        let of = self.0.entry((unit.into(), (day.year(), day.month())));
        *of.or_default().entry(system.id.clone()).or_default() += 1;
    }

    /// Units, months, systems and how many forms.
    pub fn all(&self) -> impl Iterator<Item = (&Arc<str>, Month, &Arc<str>, u32)> {
        self.0.iter().flat_map(|((unit, month), systems)| {
            systems
                .iter()
                .map(move |(system, count)| (unit, *month, system, *count))
        })
    }
}
