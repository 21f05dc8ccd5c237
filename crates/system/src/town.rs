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
    /// Whether a report that was taken in has this commitment, both by the ids that stand
    /// in addresses.
    fn has_commitment(&self, report: &str, commitment: &str) -> bool;
    /// What the city holds already of what these words ask for; none if it is to be asked.
    fn held(&self, words: &str) -> Option<&Held> {
        let _ = words;
        None
    }
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
    /// The commitments of its reports, as `<report>/<commitment>`; none where no report
    /// was taken in, as in examples: then any may be named.
    pub commitments: Option<BTreeSet<Arc<str>>>,
    /// What it holds already.
    pub held: Vec<Held>,
}

/// Something that the city holds, so that nobody is to be asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Words that all have to stand in a request for this.
    pub words: Vec<Arc<str>>,
    /// What it is.
    pub name: Bilingual,
    /// Where it is found.
    pub address: Arc<str>,
}

impl Held {
    /// The most telling of those that are all asked for by these words: the one with the
    /// longest words.
    pub fn by_words<'a>(all: &'a [Held], asked: &str) -> Option<&'a Held> {
        let asked: String = asked.chars().filter(|it| !it.is_whitespace()).collect();
        let asked = asked.to_lowercase();
        let fits =
            |it: &&Held| !it.words.is_empty() && it.words.iter().all(|it| asked.contains(&**it));
        let long = |it: &&Held| it.words.iter().map(|it| it.chars().count()).sum::<usize>();
        all.iter().filter(fits).max_by_key(long)
    }

    /// Something that is held, under words as they are compared: small letters, no blanks.
    #[must_use]
    pub fn under(words: &[&str], name: Bilingual, address: &str) -> Held {
        let plain = |it: &&str| -> Arc<str> {
            let it: String = it.chars().filter(|it| !it.is_whitespace()).collect();
            it.to_lowercase().into()
        };
        Held {
            words: words
                .iter()
                .map(plain)
                .filter(|it| !it.is_empty())
                .collect(),
            name,
            address: address.into(),
        }
    }
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

    fn has_commitment(&self, report: &str, commitment: &str) -> bool {
        let all = self.commitments.as_ref();
        all.is_none_or(|it| it.contains(&*format!("{report}/{commitment}")))
    }

    fn held(&self, words: &str) -> Option<&Held> {
        Held::by_words(&self.held, words)
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
            commitments: None,
            held: Vec::new(),
        })
    }
}
