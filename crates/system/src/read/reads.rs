//! Reading which other records formulas look at.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use toml::de::DeTable;
use youwei_base::Bilingual;
use youwei_decision::document::{Item, entry};
use youwei_decision::types::Type;
use youwei_decision::value::Name;

use super::compile::{Named, choices};
use super::feel_type::{feel_type, is_unread};
use super::field::field_name;
use super::lookup::Around;
use super::outline::{Outline, find, section};
use super::page::{Bytes, Page, span};
use crate::declaration::{Field, FieldType, Read, SHARED, Shared, System, Which};

/// What every read record shows.
const ALWAYS: [&str; 2] = ["id", "stage"];

/// Reads what a system looks at.
pub fn read(page: &mut Page<'_>, outline: &Outline<'_, '_>, around: &Around<'_>) -> Vec<Read> {
    let mut reads = Vec::new();
    for (name, at, item) in section(page, outline.table, "reads") {
        field_name(page, name, at.clone());
        if outline.system.field(name).is_some() {
            page.twice(name, at.clone());
        }
        reads.extend(one(page, &outline.system, around, name, at, item));
    }
    reads
}

fn one(
    page: &mut Page<'_>,
    system: &System,
    around: &Around<'_>,
    name: &str,
    at: Bytes,
    item: &Item<'_>,
) -> Option<Read> {
    let table = page.document.table(item, name)?;
    page.only(
        table,
        &["of", "from", "linking_by", "same", "sharing", "fields"],
    );
    let ways = ["from", "linking_by", "same", "sharing"];
    let ways: Vec<&str> = ways
        .into_iter()
        .filter(|it| entry(table, it).is_some())
        .collect();
    let [way] = ways.as_slice() else {
        let message = Bilingual::new(
            format!("“{name}”要写 from、linking_by、same、sharing 其中一个。"),
            format!("“{name}” needs one of from, linking_by, same and sharing."),
        );
        let help = Bilingual::new(
            "from = 本系统的链接字段；of + linking_by = 那个系统里链接到本系统的字段；same = 本系统里取值相同的字段；sharing = 本系统里有相同内容的列表，如 \"containers.number\"。",
            "from = a link field of this system; of and linking_by = the field there that links here; same = a field of this system that holds the same; sharing = a list of this system with something in common, such as \"containers.number\".",
        );
        page.say("read-way", at, message, help);
        return None;
    };
    let of = page.maybe_text(table, "of");
    let (target, which) = match *way {
        "from" => linked(page, system, table)?,
        "same" => {
            let (field, place) = page.maybe_text(table, "same")?;
            let found = find(page, &system.fields, &field, place)?;
            (system.id.clone(), Which::Same(found))
        }
        "sharing" => {
            let (path, place) = page.maybe_text(table, "sharing")?;
            let shared = sharing(page, system, &path, place)?;
            (system.id.clone(), Which::Sharing(shared))
        }
        _ => {
            let of = page.document.needed(table, "of", at.clone())?;
            let id = page.document.text(of, "of")?;
            let (field, place) = page.maybe_text(table, "linking_by")?;
            let other = around.system(page, &id, of.span())?;
            linking(page, system, other, &field, place)?;
            (id, Which::LinkingBy(field))
        }
    };
    if let Some((of, place)) = of.filter(|(of, _)| *of != target) {
        let message = Bilingual::new(
            format!("“{way}”指的是系统“{target}”，不是“{of}”。"),
            format!("“{way}” leads to the system “{target}”, not to “{of}”."),
        );
        let help = Bilingual::new("删去 of，或改对它。", "take “of” away, or correct it.");
        page.say("read-of", place, message, help);
    }
    let other = around.system(page, &target, at.clone())?;
    page.document.needed(table, "fields", at.clone());
    let mut fields: BTreeSet<Arc<str>> = BTreeSet::new();
    for (field, place) in page.texts(table, "fields") {
        if ALWAYS.contains(&&*field) {
            continue;
        }
        let Some(found) = find(page, &other.fields, &field, place.clone()) else {
            continue;
        };
        if other.fields.get(found).is_some_and(|it| it.personal) {
            let message = Bilingual::new(
                format!("“{field}”是个人信息，别的条目不能读。"),
                format!("“{field}” is about a person; other records cannot read it."),
            );
            let help = Bilingual::new("从 fields 里删去。", "take it out of fields.");
            page.say("personal-read", place, message, help);
            continue;
        }
        fields.insert(field);
    }
    Some(Read {
        name: name.into(),
        system: target,
        which,
        fields,
        span: span(&at),
    })
}

/// The system that a field of ours links to.
fn linked(page: &mut Page<'_>, system: &System, table: &DeTable<'_>) -> Option<(Arc<str>, Which)> {
    let (field, place) = page.maybe_text(table, "from")?;
    let found = find(page, &system.fields, &field, place.clone())?;
    match &system.fields.get(found)?.of {
        FieldType::Link(to) => Some((to.clone(), Which::LinkedFrom(found))),
        of if is_unread(of) => None,
        _ => {
            let message = Bilingual::new(
                format!("“{field}”不是链接，读不到别的条目。"),
                format!("“{field}” is no link; it leads to no other record."),
            );
            let help = Bilingual::new(
                "改指一个 type = \"link\" 的字段。",
                "name a field with type = \"link\".",
            );
            page.say("field-type", place, message, help);
            None
        }
    }
}

/// Whether a field of another system links to us.
fn linking(
    page: &mut Page<'_>,
    system: &System,
    other: &System,
    field: &str,
    place: Bytes,
) -> Option<()> {
    let found = find(page, &other.fields, field, place.clone())?;
    match &other.fields.get(found)?.of {
        FieldType::Link(to) if *to == system.id => Some(()),
        of if is_unread(of) => None,
        _ => {
            let (here, there) = (&system.id, &other.id);
            let message = Bilingual::new(
                format!("系统“{there}”的“{field}”不链接到“{here}”。"),
                format!("“{field}” of the system “{there}” does not link to “{here}”."),
            );
            let links = other.fields.iter();
            let links = links.filter(|it| matches!(&it.of, FieldType::Link(to) if *to == *here));
            let links: Vec<&str> = links.map(|it| &*it.name).collect();
            let help = match links.is_empty() {
                true => Bilingual::new(
                    format!("那里先要有一个字段 {{ type = \"link\", to = \"{here}\" }}。"),
                    format!(
                        "a field {{ type = \"link\", to = \"{here}\" }} has to be there first."
                    ),
                ),
                false => Bilingual::new(
                    format!("链接到这里的是 {}。", links.join("、")),
                    format!("what links here is {}.", links.join(", ")),
                ),
            };
            page.say("field-type", place, message, help);
            None
        }
    }
}

/// Where records may have something in common: a list of single values, or an entry of the
/// items of a list.
fn sharing(page: &mut Page<'_>, system: &System, path: &str, place: Bytes) -> Option<Shared> {
    let (list, entry) = match path.split_once('.') {
        Some((list, entry)) => (list, Some(entry)),
        None => (path, None),
    };
    let at = find(page, &system.fields, list, place.clone())?;
    let field = system.fields.get(at)?;
    let fits = match (&field.of, entry) {
        (of, _) if is_unread(of) => return None,
        (FieldType::List(of), Some(entry)) => match &**of {
            FieldType::Table(fields) => {
                let found = find(page, fields, entry, place.clone())?;
                fields.get(found).is_some_and(|it| is_single(&it.of))
            }
            _ => false,
        },
        (FieldType::List(of), None) => is_single(of),
        _ => false,
    };
    if fits && !field.personal {
        return Some(Shared {
            list: at,
            entry: entry.map(Into::into),
        });
    }
    let message = Bilingual::new(
        format!("“{path}”不是列表里的一项内容，条目之间比不出相同的。"),
        format!("“{path}” is no part of a list; records cannot have it in common."),
    );
    let help = Bilingual::new(
        "写“列表字段.项里的字段”，如 \"containers.number\"；列表不能是个人信息。",
        "write “list.entry of its items”, such as \"containers.number\"; the list must not be personal.",
    );
    page.say("sharing-what", place, message, help);
    None
}

/// Whether a value of this type is one text, number or file.
fn is_single(of: &FieldType) -> bool {
    !matches!(
        of,
        FieldType::List(_) | FieldType::Table(_) | FieldType::Geo
    )
}

/// A read as a name of formulas.
pub fn named(read: &Read, system: &System, around: &Around<'_>) -> Named {
    let others = around.outlines.iter().flatten().map(|it| &it.system);
    let mut others = others.filter(|it| it.id == read.system);
    let other = others.next().unwrap_or(system);
    let shown = other.fields.iter();
    let shown: Vec<&Field> = shown.filter(|it| read.fields.contains(&it.name)).collect();
    let always = ALWAYS.iter().map(|it| ((*it).into(), Type::String));
    let types = shown.iter().map(|it| (it.name.clone(), feel_type(&it.of)));
    let shared = matches!(read.which, Which::Sharing(_));
    let shared = shared.then(|| (SHARED.into(), Type::list(Type::String)));
    let record = Type::context(always.chain(types).chain(shared));
    let choices = shown.iter().map(|it| (it.name.clone(), choices(&it.of)));
    let mut entries: BTreeMap<Name, Vec<Arc<str>>> =
        choices.filter(|(_, choices)| !choices.is_empty()).collect();
    let stages = other.stages.iter().map(|it| it.id.clone());
    entries.insert("stage".into(), stages.collect());
    Named {
        name: read.name.clone(),
        of: match read.which {
            Which::LinkedFrom(_) => record,
            Which::LinkingBy(_) | Which::Same(_) | Which::Sharing(_) => Type::list(record),
        },
        choices: Vec::new(),
        entries,
        personal: false,
        closed: None,
    }
}
