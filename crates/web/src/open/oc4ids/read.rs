//! From the text of `oc4ids.toml` to a [`Mapping`]; everything that is wrong is said with
//! its place: a property that the standard does not have, a value of another kind, a code
//! that is none, a field that does not exist or is not public.
//!
//! Here is how objects and lists nest; `words.rs` reads what stands at a property,
//! `source.rs` finds what of a record a name means, `said.rs` says what is wrong.

mod said;
mod source;
mod words;

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use youwei_decision::diagnostic::Diagnostic;
use youwei_decision::document::{Document, Item, entries, entry};
use youwei_system::declaration::{Field, System};

use super::standard::{Holds, PROJECT, Property, properties};
use super::{Mapping, Object, Part};

/// No mapping nests deeper.
const DEPTH_MAX: usize = 12;

/// The version of the standard that mappings are written for.
const VERSION: &str = "0.9";

/// Reads a mapping of a system's records.
pub(crate) fn read(text: &str, file: &str, system: &System) -> Result<Mapping, Vec<Diagnostic>> {
    let (document, table) = Document::read(text, file);
    let mut reader = Reader {
        document,
        system,
        depth: 0,
    };
    if !reader.document.faults.is_empty() {
        return Err(reader.document.faults);
    }
    reader.document.only(&table, &["version", "project"]);
    let version = reader.document.needed(&table, "version", 0..0);
    if let Some(item) = version
        && item.get_ref().as_str() != Some(VERSION)
    {
        let (zh, en) = (format!("“{VERSION}”"), format!("“{VERSION}”"));
        reader.document.unfit::<()>(item, "version", (&zh, &en));
    }
    let project = reader.document.needed(&table, "project", 0..0);
    let project = project.and_then(|item| {
        let table = reader.document.table(item, "project")?;
        Some(reader.object(table, item.span(), PROJECT, &Within::None))
    });
    let Some(project) = project else {
        return Err(reader.document.faults);
    };
    reader.document.done(Mapping { project })
}

/// What a list is written for.
enum Within<'a> {
    None,
    Item(&'a [Field]),
    Fact,
}

struct Reader<'t, 's> {
    document: Document<'t>,
    system: &'s System,
    depth: usize,
}

impl Reader<'_, '_> {
    fn object(
        &mut self,
        table: &DeTable<'_>,
        at: Range<usize>,
        definition: &'static str,
        within: &Within<'_>,
    ) -> Object {
        self.depth += 1;
        let mut object = Object {
            each: None,
            when: None,
            members: Vec::new(),
            required: Vec::new(),
        };
        let own = entry(table, "each").and_then(|it| self.each(it));
        let inner = own.as_ref().map(|it| self.within(it));
        let within = inner.as_ref().unwrap_or(within);
        object.each = own;
        if let Some(item) = entry(table, "when") {
            object.when = self.single(item, "when", within);
        }
        let known = properties(definition);
        for (name, span, item) in entries(table) {
            if matches!(name, "each" | "when") {
                continue;
            }
            let Some(property) = known.iter().find(|it| it.name == name) else {
                self.unknown_property(name, span, definition, known);
                continue;
            };
            if let Some(part) = self.part(item, property, within) {
                object.members.push((property.name, part));
            }
        }
        for it in known.iter().filter(|it| it.required) {
            object.required.push(it.name);
            if entry(table, it.name).is_none() {
                self.required(it.name, at.clone());
            }
        }
        self.depth -= 1;
        object
    }

    fn part(&mut self, item: &Item<'_>, property: &Property, within: &Within<'_>) -> Option<Part> {
        if self.depth > DEPTH_MAX {
            return self.document.unfit(
                item,
                property.name,
                ("没有这么深的嵌套", "nested less deep"),
            );
        }
        match item.get_ref() {
            DeValue::Array(items) if property.many => {
                let one = Property {
                    many: false,
                    ..*property
                };
                let parts = items.iter().filter_map(|it| self.part(it, &one, within));
                Some(Part::List(parts.collect()))
            }
            _ if property.many => {
                self.document
                    .unfit(item, property.name, ("列表 [ … ]", "a list [ … ]"))
            }
            DeValue::String(text) => self.words(text, item, property, within),
            DeValue::Table(table) if entry(table, "as").is_some() => {
                self.code(table, item, property, within)
            }
            DeValue::Table(table) if entry(table, "met").is_some() => {
                self.met(table, item, property, within)
            }
            DeValue::Table(table) => match property.holds {
                Holds::Of(definition) => Some(Part::Object(self.object(
                    table,
                    item.span(),
                    definition,
                    within,
                ))),
                _ => self.not_held(item, property),
            },
            _ => self.not_held(item, property),
        }
    }
}
