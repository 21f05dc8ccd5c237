//! Projects in the form of OC4IDS 0.9.5, the Open Contracting for Infrastructure Data
//! Standard: a system's `oc4ids.toml` says what of its records stands where
//! ([docs/declaring-a-system.md](../../../../docs/declaring-a-system.md)).

mod made;
mod read;
mod standard;
#[cfg(test)]
mod tests;

use youwei_system::declaration::{FieldAt, FieldType};

pub(crate) use made::{Around, project};
pub(crate) use read::read;

/// How the records of a system become projects.
#[derive(Debug)]
pub(crate) struct Mapping {
    project: Object,
}

/// What stands somewhere.
#[derive(Debug)]
enum Part {
    /// Words, with what of the record stands among them.
    Words(Vec<Piece>),
    /// A value of the record, as this is held.
    Value(Source, standard::Holds),
    /// The word for a value of the record.
    Code(Source, Vec<(String, String)>),
    /// Whether a milestone was met: by the day it was, and the day it was due.
    Met {
        met: Source,
        due: Option<Source>,
    },
    Object(Object),
    List(Vec<Part>),
}

#[derive(Debug)]
enum Piece {
    Words(String),
    Of(Source),
}

#[derive(Debug)]
struct Object {
    /// One for each of these, instead of one.
    each: Option<Each>,
    /// It is there only with this.
    when: Option<Source>,
    members: Vec<(&'static str, Part)>,
    /// The members without which it is nothing.
    required: Vec<&'static str>,
}

#[derive(Debug)]
enum Each {
    /// The items of a field.
    Items(FieldAt),
    /// The facts of this metric that stand.
    Facts(usize),
}

/// Something that a record has.
#[derive(Debug, Clone)]
struct Source {
    from: From,
    part: Take,
}

#[derive(Debug, Clone)]
enum From {
    Id,
    Opened,
    Touched,
    Stage,
    Since,
    /// The address of the record's page.
    Page,
    /// The unit that keeps the records.
    Keeper,
    Field(FieldAt),
    /// Of the item that is written: the field of this name.
    Inner(String, FieldType),
    /// The place of the item or fact in its list, from 1.
    Row,
    FactKey,
    FactValue,
    FactOn,
    /// The address of the entry that states the fact.
    FactEntry,
}

/// Which part of a value is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Take {
    Whole,
    /// The name of a unit, a place or a choice.
    Name,
    /// The first or last day of a month or year.
    First,
    Last,
    Lon,
    Lat,
}
