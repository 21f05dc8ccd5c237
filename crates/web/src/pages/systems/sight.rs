//! What somebody may see of a record.

use youwei_base::{Actor, PUBLIC};
use youwei_system::declaration::{Field, FieldAt, System};

/// Who looks: anybody, or somebody who signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    Public,
    Inside,
}

impl Sight {
    pub fn of(actor: &Actor) -> Sight {
        match &*actor.role == PUBLIC {
            true => Sight::Public,
            false => Sight::Inside,
        }
    }

    /// Whether the values of a field are shown. Personal ones never are here; those who
    /// act on the record see them on its own page.
    pub fn sees(self, field: &Field) -> bool {
        !field.personal && (field.public || self == Sight::Inside)
    }

    /// The fields that are shown, in the order of the declaration.
    pub fn fields(self, system: &System) -> impl Iterator<Item = (FieldAt, &Field)> {
        let all = system.fields.iter().enumerate();
        all.filter(move |(_, field)| self.sees(field))
    }

    /// Whether records of the system are shown at all.
    pub fn any(self, system: &System) -> bool {
        self.fields(system).next().is_some()
    }
}
