//! What of a system other systems may refer to: its name, its fields with their types, its
//! stages and metrics. Formulas come later, when all outlines are known.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use toml::de::DeTable;
use youwei_base::Bilingual;
use youwei_decision::document::{Item, entries, entry};
use youwei_decision::model::Model;
use youwei_decision::parameters::Parameters;

use super::Source;
use super::feel_type::is_unread;
use super::field::{self, Drafted, Where};
use super::page::{Bytes, Page, span};
use crate::declaration::{Field, FieldAt, FieldType, Metric, Stage, System};

const KNOWN: [&str; 21] = [
    "id",
    "name",
    "record",
    "about",
    "source",
    "keeper",
    "title",
    "owner",
    "place",
    "fields",
    "stages",
    "actions",
    "clocks",
    "notices",
    "reads",
    "flags",
    "samples",
    "metrics",
    "lists",
    "proposals",
    "handovers",
];

/// An entry of a table: name, place of the name, value.
pub type Entry<'a, 't> = (&'a str, Bytes, &'a Item<'t>);

/// A system of which the formulas are still to be read.
pub struct Outline<'a, 't> {
    /// The system so far.
    pub system: System,
    /// Its fields as written.
    pub drafts: Vec<Drafted<'a, 't>>,
    /// The whole declaration.
    pub table: &'a DeTable<'t>,
}

/// The entries of a table of the declaration; none if it is not written.
pub fn section<'a, 't>(
    page: &mut Page<'_>,
    table: &'a DeTable<'t>,
    name: &str,
) -> Vec<Entry<'a, 't>> {
    let table = entry(table, name).and_then(|item| page.document.table(item, name));
    table.map(entries).unwrap_or_default()
}

/// Reads what others may refer to.
pub fn read<'a, 't>(
    page: &mut Page<'_>,
    table: &'a DeTable<'t>,
    source: &Source<'_>,
    parameters: Option<Parameters>,
    models: Vec<Arc<Model>>,
) -> Outline<'a, 't> {
    page.only(table, &KNOWN);
    id(page, table, source);
    let text = |page: &mut Page<'_>, name| page.needed_text(table, name, 0..0).unwrap_or_default();
    let both = |page: &mut Page<'_>, name| {
        let said = page.needed_bilingual(table, name, 0..0);
        said.unwrap_or_else(|| Bilingual::new("", ""))
    };
    let name = both(page, "name");
    let record = both(page, "record");
    let about = both(page, "about");
    let cited = text(page, "source");
    let keeper = text(page, "keeper");
    let mut drafts: Vec<Drafted<'a, 't>> = Vec::new();
    for (name, at, item) in section(page, table, "fields") {
        drafts.extend(field::read(page, name, at, item, Where::Record));
    }
    let fields: Vec<Field> = drafts.iter().map(|it| it.field.clone()).collect();
    let title = title(page, table, &fields);
    let owner = role_field(page, table, "owner", &fields);
    let place = role_field(page, table, "place", &fields);
    let stages = stages(page, table);
    let metrics = metrics(page, table);
    let system = System {
        id: source.id.into(),
        name,
        record,
        about,
        source: cited,
        keeper,
        file: source.file.into(),
        digest: digest(source.text),
        fields,
        computed: Vec::new(),
        title,
        owner,
        place,
        stages,
        actions: Vec::new(),
        clocks: Vec::new(),
        notices: Vec::new(),
        reads: Vec::new(),
        flags: Vec::new(),
        samples: Vec::new(),
        parameters,
        models,
        metrics,
        lists: Vec::new(),
        proposals: None,
        handovers: Vec::new(),
    };
    Outline {
        system,
        drafts,
        table,
    }
}

/// The id, which is the folder's name.
fn id(page: &mut Page<'_>, table: &DeTable<'_>, source: &Source<'_>) {
    let Some(item) = page.document.needed(table, "id", 0..0) else {
        return;
    };
    let Some(id) = page.document.text(item, "id") else {
        return;
    };
    if *id == *source.id {
        page.id(("系统", "system"), &id, item.span());
    } else {
        let folder = source.id;
        let message = Bilingual::new(
            format!("代号“{id}”与文件夹“{folder}”不同名。"),
            format!("the id “{id}” is not the name of the folder, “{folder}”."),
        );
        let help = Bilingual::new(
            format!("写 id = \"{folder}\"，或给文件夹改名。"),
            format!("write id = \"{folder}\", or rename the folder."),
        );
        page.say("id-folder", item.span(), message, help);
    }
}

/// The first 16 hexadecimal digits of the SHA-256 of a text.
fn digest(text: &str) -> Arc<str> {
    let bytes = Sha256::digest(text.as_bytes());
    let digits: String = bytes.iter().take(8).map(|it| format!("{it:02x}")).collect();
    digits.into()
}

/// The field that names a record.
fn title(page: &mut Page<'_>, table: &DeTable<'_>, fields: &[Field]) -> FieldAt {
    let Some(item) = page.document.needed(table, "title", 0..0) else {
        return 0;
    };
    let Some(name) = page.document.text(item, "title") else {
        return 0;
    };
    let Some(at) = find(page, fields, &name, item.span()) else {
        return 0;
    };
    let Some(field) = fields.get(at) else {
        return 0;
    };
    let written = is_unread(&field.of)
        || !matches!(
            field.of,
            FieldType::List(_) | FieldType::Table(_) | FieldType::Geo | FieldType::File { .. }
        );
    if field.personal || !written {
        let message = Bilingual::new(
            format!("“{name}”不能作一个条目的名称：它要显示在各处的列表里。"),
            format!("“{name}” cannot name a record: it is shown in every list."),
        );
        let help = Bilingual::new(
            "选一个不涉及个人、写得成一行的字段。",
            "take a field that is not personal and is written in a line.",
        );
        page.say("title", item.span(), message, help);
    }
    at
}

/// The field that says whose or where a record is.
fn role_field(
    page: &mut Page<'_>,
    table: &DeTable<'_>,
    name: &str,
    fields: &[Field],
) -> Option<FieldAt> {
    let (field, at) = page.maybe_text(table, name)?;
    let found = find(page, fields, &field, at.clone())?;
    let of = &fields.get(found)?.of;
    let (fits, zh, en) = match name {
        "owner" => (matches!(of, FieldType::Unit), "单位（unit）", "unit"),
        _ => (matches!(of, FieldType::Area), "地区（area）", "area"),
    };
    if !fits && !is_unread(of) {
        let message = Bilingual::new(
            format!("“{field}”不是{zh}类型，不能作 {name}。"),
            format!("“{field}” is not of type {en} and cannot be the {name}."),
        );
        let help = Bilingual::new(
            format!("改指一个{zh}类型的字段，或删去 {name}。"),
            format!("name a field of type {en}, or take {name} away."),
        );
        page.say("field-type", at, message, help);
        return None;
    }
    Some(found)
}

/// A field by name, or it is said that there is none.
pub fn find(page: &mut Page<'_>, fields: &[Field], name: &str, at: Bytes) -> Option<FieldAt> {
    let found = fields.iter().position(|it| &*it.name == name);
    if found.is_none() {
        let known = fields.iter().map(|it| &*it.name);
        page.unknown("unknown-field", ("字段", "field"), name, at, known);
    }
    found
}

fn stages(page: &mut Page<'_>, table: &DeTable<'_>) -> Vec<Stage> {
    let mut stages = Vec::new();
    for (id, at, item) in section(page, table, "stages") {
        page.id(("阶段", "stage"), id, at.clone());
        let Some(table) = page.document.table(item, id) else {
            continue;
        };
        page.only(table, &["zh", "en", "end"]);
        let zh = page
            .needed_text(table, "zh", at.clone())
            .unwrap_or_default();
        let en = page
            .needed_text(table, "en", at.clone())
            .unwrap_or_default();
        stages.push(Stage {
            id: id.into(),
            name: Bilingual::new(&*zh, &*en),
            ends: page.flag(table, "end"),
            span: span(&at),
        });
    }
    if stages.is_empty() {
        let message = Bilingual::new(
            "一个阶段也没有写，条目没有地方可站。",
            "no stage is declared; a record has nowhere to stand.",
        );
        let help = Bilingual::new(
            "加上 [stages]，如 open = { zh = \"办理中\", en = \"open\" }。",
            "add [stages], such as open = { zh = \"办理中\", en = \"open\" }.",
        );
        let at = entry(table, "stages").map_or(0..0, |it| it.span());
        page.say("no-stages", at, message, help);
    }
    stages
}

fn metrics(page: &mut Page<'_>, table: &DeTable<'_>) -> Vec<Metric> {
    let mut metrics = Vec::new();
    for (id, at, item) in section(page, table, "metrics") {
        let parts: Vec<&str> = id.split('.').collect();
        if parts.len() < 2 || !parts.iter().all(|it| super::page::is_id(it)) {
            let message = Bilingual::new(
                format!("“{id}”不能作指标的代号。"),
                format!("“{id}” cannot be the id of a metric."),
            );
            let help = Bilingual::new(
                "写成加引号的两段，如 \"project.started\"。",
                "write two parts in quotes, such as \"project.started\".",
            );
            page.say("id", at.clone(), message, help);
        }
        let Some(table) = page.document.table(item, id) else {
            continue;
        };
        page.only(table, &["zh", "en", "unit"]);
        let zh = page
            .needed_text(table, "zh", at.clone())
            .unwrap_or_default();
        let en = page
            .needed_text(table, "en", at.clone())
            .unwrap_or_default();
        metrics.push(Metric {
            id: id.into(),
            name: Bilingual::new(&*zh, &*en),
            unit: page
                .needed_text(table, "unit", at.clone())
                .unwrap_or_default(),
            span: span(&at),
        });
    }
    metrics
}
