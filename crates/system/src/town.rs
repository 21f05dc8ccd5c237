//! What a decision looks up of the city: its places, units, roles, users and calendar.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use youwei_base::{AreaCode, Bilingual, Role, Unit, WorkCalendar};

use crate::city::City;

/// The city that systems run in.
pub trait Town {
    /// The unit of this id.
    fn unit(&self, id: &str) -> Option<&Unit>;
    /// The role of this id.
    fn role(&self, id: &str) -> Option<&Role>;
    /// Whether this is the city or a place in it.
    fn has_area(&self, area: AreaCode) -> bool;
    /// Whether there is a user of this id.
    fn has_user(&self, id: &str) -> bool;
    /// Whether a place is another one or lies in it. Places of the city's own, such as a
    /// development zone, may lie elsewhere than their code says.
    fn within(&self, area: AreaCode, other: AreaCode) -> bool {
        area.within(other)
    }
    /// Which days are work days.
    fn calendar(&self) -> &WorkCalendar;
}

/// A city held in memory.
#[derive(Debug, Clone)]
pub struct PlainTown {
    /// Its units, by id.
    pub units: BTreeMap<Arc<str>, Unit>,
    /// Its roles, by id.
    pub roles: BTreeMap<Arc<str>, Role>,
    /// Its places, each with the one that it lies in, where its code does not say so.
    pub areas: BTreeMap<AreaCode, Option<AreaCode>>,
    /// The ids of its users.
    pub users: BTreeSet<Arc<str>>,
    /// Its work days.
    pub calendar: WorkCalendar,
}

/// Places lie in one another no deeper than this: province, city, county, town, village.
const LEVELS_MAX: usize = 8;

impl Town for PlainTown {
    fn unit(&self, id: &str) -> Option<&Unit> {
        self.units.get(id)
    }

    fn role(&self, id: &str) -> Option<&Role> {
        self.roles.get(id)
    }

    fn has_area(&self, area: AreaCode) -> bool {
        self.areas.contains_key(&area)
    }

    fn has_user(&self, id: &str) -> bool {
        self.users.contains(id)
    }

    fn within(&self, area: AreaCode, other: AreaCode) -> bool {
        let mut at = area;
        for _ in 0..LEVELS_MAX {
            if at.within(other) {
                return true;
            }
            match self.areas.get(&at) {
                Some(Some(above)) => at = *above,
                _ => return false,
            }
        }
        false
    }

    fn calendar(&self) -> &WorkCalendar {
        &self.calendar
    }
}

impl PlainTown {
    /// The city of a folder, with the users that it starts with and the published work
    /// days, overlaid by its own.
    ///
    /// # Errors
    /// Its calendar cannot be read.
    pub fn of(city: &City) -> Result<PlainTown, Bilingual> {
        let calendar = WorkCalendar::official().clone();
        let calendar = match &city.calendar {
            Some(own) => calendar.overlaid(&WorkCalendar::read(&own.text)?),
            None => calendar,
        };
        let units = city.units.iter();
        let roles = city.roles.iter();
        Ok(PlainTown {
            units: units.map(|it| (it.id.clone(), it.clone())).collect(),
            roles: roles.map(|it| (it.id.clone(), it.clone())).collect(),
            areas: city.places.iter().map(|it| (it.code, it.above)).collect(),
            users: city.users.iter().map(|it| it.id.clone()).collect(),
            calendar,
        })
    }
}
