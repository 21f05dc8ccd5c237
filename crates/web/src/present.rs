//! The city as it is now: its folder, and the users that were made since.

use youwei_base::{AreaCode, Role, Unit, WorkCalendar};
use youwei_system::town::{PlainTown, Town};

use crate::app::{App, State};
use crate::systems::Names;

/// The city and its users.
pub(crate) struct Present<'a> {
    town: &'a PlainTown,
}

impl App {
    /// The city as decisions look at it.
    pub(crate) fn town<'a>(&'a self, _: &'a State) -> Present<'a> {
        Present {
            town: self.house.town(),
        }
    }

    /// What the city calls its units, places and roles.
    pub(crate) fn names<'a>(&'a self, _: &'a State) -> &'a Names {
        &self.house.names
    }
}

impl Town for Present<'_> {
    fn unit(&self, id: &str) -> Option<&Unit> {
        self.town.unit(id)
    }

    fn role(&self, id: &str) -> Option<&Role> {
        self.town.role(id)
    }

    fn has_area(&self, area: AreaCode) -> bool {
        self.town.has_area(area)
    }

    fn has_user(&self, id: &str) -> bool {
        self.town.has_user(id)
    }

    fn within(&self, area: AreaCode, other: AreaCode) -> bool {
        self.town.within(area, other)
    }

    fn calendar(&self) -> &WorkCalendar {
        self.town.calendar()
    }
}
