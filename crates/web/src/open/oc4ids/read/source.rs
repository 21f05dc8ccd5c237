//! What of a record a name between braces means, and where such a value can stand.

use std::ops::Range;

use youwei_decision::document::Item;
use youwei_system::declaration::{Field, FieldAt, FieldType, System};

use super::super::standard::Holds;
use super::super::{Each, From, Source, Take};
use super::{Reader, Within};
use crate::pages::systems::sight::Sight;

impl<'s> Reader<'_, 's> {
    pub(super) fn each(&mut self, item: &Item<'_>) -> Option<Each> {
        let text = item.get_ref().as_str().unwrap_or("");
        if let Some(metric) = text.strip_prefix("facts of ") {
            let metrics = &self.system.metrics;
            let found = metrics.iter().position(|it| &*it.id == metric);
            if found.is_none() {
                let known: Vec<&str> = metrics.iter().map(|it| &*it.id).collect();
                return self.no_code(metric, item.span(), &known);
            }
            return found.map(Each::Facts);
        }
        let found = self.system.field(text).filter(|at| {
            let field = self.system.fields.get(*at);
            field.is_some_and(|it| Sight::Public.sees(it) && items(it).is_some())
        });
        if found.is_none() {
            let lists = Sight::Public
                .fields(self.system)
                .filter(|it| items(it.1).is_some());
            let known: Vec<&str> = lists.map(|it| &*it.1.name).collect();
            return self.no_code(text, item.span(), &known);
        }
        found.map(Each::Items)
    }

    /// What a name between braces means.
    pub(super) fn source(
        &mut self,
        name: &str,
        at: Range<usize>,
        within: &Within<'_>,
    ) -> Option<Source> {
        let (name, part) = match name.split_once('.') {
            Some((name, part)) => (name, part),
            None => (name, ""),
        };
        let take = match part {
            "" => Take::Whole,
            "name" => Take::Name,
            "first" => Take::First,
            "last" => Take::Last,
            "lon" => Take::Lon,
            "lat" => Take::Lat,
            _ => return self.no_code(part, at, &["name", "first", "last", "lon", "lat"]),
        };
        let from = self.from(name, at.clone(), within)?;
        let source = Source { from, part: take };
        match self.has(&source) {
            true => Some(source),
            false => self.no_part(name, part, at),
        }
    }

    fn from(&mut self, name: &str, at: Range<usize>, within: &Within<'_>) -> Option<From> {
        let inner = match within {
            Within::Item(fields) => *fields,
            _ => &[],
        };
        if let Some(field) = inner.iter().find(|it| &*it.name == name && !it.personal) {
            return Some(From::Inner(name.to_owned(), field.of.clone()));
        }
        let fact = matches!(within, Within::Fact);
        Some(match name {
            "row" if !matches!(within, Within::None) => From::Row,
            "key" if fact => From::FactKey,
            "value" if fact => From::FactValue,
            "on" if fact => From::FactOn,
            "entry" if fact => From::FactEntry,
            "id" => From::Id,
            "opened" => From::Opened,
            "touched" => From::Touched,
            "stage" => From::Stage,
            "since" => From::Since,
            "page" => From::Page,
            "keeper" => From::Keeper,
            _ => {
                let system: &'s System = self.system;
                let Some(field) = system.field(name) else {
                    let fields = Sight::Public.fields(system).map(|it| &*it.1.name);
                    let inner = inner.iter().map(|it| &*it.name);
                    let known: Vec<&str> = inner.chain(fields).collect();
                    return self.no_code(name, at, &known);
                };
                let public = self.field(field).is_some_and(|it| Sight::Public.sees(it));
                return match public {
                    true => Some(From::Field(field)),
                    false => self.not_public(name, at),
                };
            }
        })
    }

    /// Whether a value has that part. Whether it is given may be asked of anything.
    fn has(&self, source: &Source) -> bool {
        let of = self.type_of(source);
        match source.part {
            Take::Whole => true,
            Take::Name => {
                matches!(source.from, From::Stage | From::Keeper)
                    || matches!(
                        of,
                        Some(FieldType::Choice(_) | FieldType::Unit | FieldType::Area)
                    )
            }
            Take::First | Take::Last => {
                matches!(of, Some(FieldType::Month | FieldType::Number { .. }))
            }
            Take::Lon | Take::Lat => matches!(of, Some(FieldType::Geo)),
        }
    }

    /// What is written of something that there is many of.
    pub(super) fn within(&self, each: &Each) -> Within<'s> {
        let Each::Items(field) = each else {
            return Within::Fact;
        };
        match self.field(*field).and_then(items) {
            Some(fields) => Within::Item(fields),
            None => Within::None,
        }
    }

    fn field(&self, at: FieldAt) -> Option<&'s Field> {
        self.system.fields.get(at)
    }

    fn type_of<'a>(&'a self, source: &'a Source) -> Option<&'a FieldType> {
        match &source.from {
            From::Field(at) => self.system.fields.get(*at).map(|it| &it.of),
            From::Inner(_, of) => Some(of),
            _ => None,
        }
    }

    /// Whether a value can stand where this is held.
    pub(super) fn gives(&self, source: &Source, holds: Holds) -> bool {
        let of = self.type_of(source);
        let compound = source.part == Take::Whole
            && matches!(
                of,
                Some(
                    FieldType::Geo
                        | FieldType::List(_)
                        | FieldType::Table(_)
                        | FieldType::File { .. }
                )
            );
        match holds {
            Holds::Text => !compound,
            Holds::Uri => matches!(source.from, From::Page | From::FactEntry),
            Holds::Moment => {
                matches!(
                    source.from,
                    From::Opened | From::Touched | From::Since | From::FactOn
                ) || matches!(source.part, Take::First | Take::Last)
                    || matches!(of, Some(FieldType::Date))
            }
            Holds::Number => {
                matches!(source.from, From::FactValue)
                    || matches!(source.part, Take::Lon | Take::Lat)
                    || matches!(of, Some(FieldType::Money | FieldType::Number { .. }))
            }
            Holds::Whole => matches!(source.from, From::Row),
            Holds::YesNo => matches!(of, Some(FieldType::YesNo)),
            Holds::Code(_) | Holds::Of(_) => false,
        }
    }

    /// The words that a value may be, if they are few and known.
    pub(super) fn words_of(&self, source: &Source) -> Option<Vec<String>> {
        match (&source.from, self.type_of(source)) {
            (From::Stage, _) => Some(
                self.system
                    .stages
                    .iter()
                    .map(|it| it.id.to_string())
                    .collect(),
            ),
            (_, Some(FieldType::Choice(all))) => {
                Some(all.iter().map(|it| it.key.to_string()).collect())
            }
            _ => None,
        }
    }
}

/// The fields of the items of a list of tables.
fn items(field: &Field) -> Option<&[Field]> {
    match &field.of {
        FieldType::List(of) => match &**of {
            FieldType::Table(fields) => Some(fields),
            _ => None,
        },
        _ => None,
    }
}
