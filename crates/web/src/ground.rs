//! What declared systems stand on: the house that runs them, its names, and the city as
//! decisions look at it.

use std::sync::{Arc, LazyLock};

use youwei_account::Accounts;
use youwei_base::{AreaCode, Bilingual, Role, Unit, WorkCalendar};
use youwei_people::Users;
use youwei_system::city::City;
use youwei_system::declaration::System;
use youwei_system::town::{Held, PlainTown, Town};

use crate::app::{App, State};
use crate::folders::Folder;
use crate::house::House;
use crate::systems::{Book, Named, Names};

/// The declared systems and the city that a server is started with.
#[derive(Debug)]
pub(crate) struct Ground {
    house: Option<Arc<House>>,
    town: PlainTown,
    names: Names,
}

impl Ground {
    /// The systems in the program, in the city of the sample. There is a test that they
    /// are sound; were they not, no system would run.
    pub fn built_in() -> Arc<Ground> {
        static BUILT: LazyLock<Arc<Ground>> = LazyLock::new(|| {
            Arc::new(match House::built_in() {
                Ok(house) => Ground::of(Arc::new(house)),
                Err(_) => Ground::bare(),
            })
        });
        BUILT.clone()
    }

    /// Those of a house.
    pub fn of(house: Arc<House>) -> Ground {
        Ground {
            town: house.town.clone(),
            names: names(&house.city),
            house: Some(house),
        }
    }

    fn bare() -> Ground {
        let town = PlainTown {
            units: Default::default(),
            roles: Default::default(),
            areas: Default::default(),
            users: Default::default(),
            calendar: WorkCalendar::official().clone(),
            commitments: None,
            held: Vec::new(),
        };
        Ground {
            house: None,
            town,
            names: Names::default(),
        }
    }

    /// The house that runs them.
    pub fn house(&self) -> Option<&House> {
        self.house.as_deref()
    }

    /// The city.
    pub fn city(&self) -> Option<&City> {
        self.house().map(|it| &it.city)
    }

    /// The declared systems, by name of folder.
    pub fn systems(&self) -> &[Arc<System>] {
        self.house.as_ref().map_or(&[], |it| &it.systems)
    }

    /// A declared system.
    pub fn system(&self, id: &str) -> Option<&Arc<System>> {
        self.house.as_ref()?.system(id)
    }

    /// The folder of a system.
    pub fn folder(&self, id: &str) -> Option<&Folder> {
        self.house.as_ref()?.folder(id)
    }
}

/// The city with the users that there are now.
pub(crate) struct Present<'a> {
    town: &'a PlainTown,
    users: &'a Users,
    accounts: &'a Accounts,
}

impl App {
    /// The city as decisions look at it.
    pub(crate) fn town<'a>(&'a self, state: &'a State) -> Present<'a> {
        Present {
            town: &self.ground.town,
            users: &state.users,
            accounts: &state.accounts,
        }
    }

    /// What the city calls its units, places and roles.
    pub(crate) fn names(&self) -> &Names {
        &self.ground.names
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
        self.users.get(id).is_some()
    }

    fn within(&self, area: AreaCode, other: AreaCode) -> bool {
        self.town.within(area, other)
    }

    fn has_commitment(&self, report: &str, commitment: &str) -> bool {
        let account = self.accounts.get(report);
        account.is_some_and(|it| it.commitment(commitment).is_some())
    }

    fn held(&self, words: &str) -> Option<&Held> {
        self.town.held(words)
    }

    fn calendar(&self) -> &WorkCalendar {
        self.town.calendar()
    }
}

fn names(city: &City) -> Names {
    let units = city.units.iter().map(|it| Named {
        id: it.id.clone(),
        name: it.name.clone(),
        also: it.also.clone(),
    });
    let places = city.places.iter().map(|it| Named {
        id: format!("{:06}", it.code.0).into(),
        name: Bilingual::new(&*it.name, &*it.name),
        also: vec![it.short_name().into()],
    });
    let roles = city.roles.iter().map(|it| Named {
        id: it.id.clone(),
        name: it.name.clone(),
        also: Vec::new(),
    });
    let people = city.users.iter().map(|it| Named {
        id: it.id.clone(),
        name: Bilingual::new(&*it.name, &*it.name),
        also: Vec::new(),
    });
    Names {
        units: Book::new(units.collect()),
        areas: Book::new(places.collect()),
        roles: Book::new(roles.collect()),
        people: Book::new(people.collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::Ground;

    #[test]
    fn what_is_in_the_program_runs() {
        let ground = Ground::built_in();
        assert!(ground.system("key-projects").is_some());
        assert!(ground.folder("key-projects").is_some());
        let meant = |typed: &str| ground.names.areas.meant(typed).map(ToString::to_string);
        assert_eq!(meant("泽南").as_deref(), Some("990101"));
    }
}
