//! What Youwei itself asks of units: every action on a record that somebody of another
//! unit than the keeper takes is a form that was filled in. Counted as entries are folded.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use youwei_base::Told;
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
pub(crate) struct Forms(BTreeMap<Arc<str>, BTreeMap<Month, OfSystem>>);

/// How many forms of each system.
type OfSystem = BTreeMap<Arc<str>, u32>;

impl Forms {
    /// Counts an event about a record of a system: its moment and data.
    pub fn take(&mut self, system: &System, time: Timestamp, data: &Told<'_>) {
        let by = data.get("by");
        let said = |name: &str| by?.get(name)?.as_str();
        let (Some(unit), Some(role)) = (said("unit"), said("role")) else {
            return;
        };
        if unit.is_empty() || unit == &*system.keeper || role == CLOCK || &*system.id == REQUESTS {
            return;
        }
        let day = day_in_china(time);
        let months = match self.0.get_mut(unit) {
            Some(months) => months,
            None => self.0.entry(unit.into()).or_default(),
        };
        let month = months.entry((day.year(), day.month())).or_default();
        *month.entry(system.id.clone()).or_default() += 1;
    }

    /// Units, months, systems and how many forms.
    pub fn all(&self) -> impl Iterator<Item = (&Arc<str>, Month, &Arc<str>, u32)> {
        self.0.iter().flat_map(|(unit, months)| {
            months.iter().flat_map(move |(month, systems)| {
                let systems = systems.iter();
                systems.map(move |(system, count)| (unit, *month, system, *count))
            })
        })
    }
}
