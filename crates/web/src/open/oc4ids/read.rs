//! From the text of `oc4ids.toml` to a [`Mapping`]; everything that is wrong is said with
//! its place: a property that the standard does not have, a value of another kind, a code
//! that is none, a field that does not exist or is not public.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use youwei_base::Bilingual;
use youwei_decision::diagnostic::Diagnostic;
use youwei_decision::document::{Document, Item, entries, entry};
use youwei_decision::resolve::nearest;
use youwei_system::declaration::{Field, FieldType, System};

use super::standard::{Holds, PROJECT, Property, properties};
use super::{Each, From, Mapping, Object, Part, Piece, Source, Take};
use crate::pages::systems::sight::Sight;

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
        let inner = match own {
            Some(Each::Items(field)) => match self.system.fields.get(field).map(|it| &it.of) {
                Some(FieldType::List(of)) => match &**of {
                    FieldType::Table(fields) => Within::Item(fields),
                    _ => Within::None,
                },
                _ => Within::None,
            },
            Some(Each::Facts(_)) => Within::Fact,
            None => Within::None,
        };
        let within = match own {
            Some(_) => &inner,
            None => within,
        };
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
                let message = Bilingual::new(
                    format!("OC4IDS 要求这里有“{}”。", it.name),
                    format!("OC4IDS requires “{}” here.", it.name),
                );
                let help = Bilingual::new(
                    format!("补上 {} = …。", it.name),
                    format!("add {} = ….", it.name),
                );
                self.document
                    .wrong("oc4ids-required", at.clone(), message, help);
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

    /// Words, or one value of the record.
    fn words(
        &mut self,
        text: &str,
        item: &Item<'_>,
        property: &Property,
        within: &Within<'_>,
    ) -> Option<Part> {
        let pieces = self.pieces(text, item, within)?;
        if let [Piece::Of(source)] = &pieces[..] {
            if !self.gives(source, property.holds) {
                return self.not_held(item, property);
            }
            return Some(Part::Value(source.clone(), property.holds));
        }
        let plain = pieces.iter().all(|it| matches!(it, Piece::Words(_)));
        match property.holds {
            Holds::Text | Holds::Uri if !pieces.is_empty() => Some(Part::Words(pieces)),
            Holds::Code(words) if plain && words.contains(&text) => Some(Part::Words(pieces)),
            Holds::Code(words) => self.no_code(text, item.span(), words),
            _ => self.not_held(item, property),
        }
    }

    /// Text parted into words and what stands between braces.
    fn pieces(&mut self, text: &str, item: &Item<'_>, within: &Within<'_>) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                let message = Bilingual::new("花括号没有合上。", "a brace is not closed.");
                let help = Bilingual::new("写 {字段}。", "write {field}.");
                self.document
                    .wrong("oc4ids-brace", item.span(), message, help);
                return None;
            };
            if !before.is_empty() {
                pieces.push(Piece::Words(before.to_owned()));
            }
            pieces.push(Piece::Of(self.source(name, item.span(), within)?));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        Some(pieces)
    }

    /// One value of the record and nothing else.
    fn single(&mut self, item: &Item<'_>, name: &str, within: &Within<'_>) -> Option<Source> {
        let text = item.get_ref().as_str().unwrap_or("");
        match &self.pieces(text, item, within)?[..] {
            [Piece::Of(source)] => Some(source.clone()),
            _ => self
                .document
                .unfit(item, name, ("一个 {字段}", "one {field}")),
        }
    }

    fn code(
        &mut self,
        table: &DeTable<'_>,
        item: &Item<'_>,
        property: &Property,
        within: &Within<'_>,
    ) -> Option<Part> {
        self.document.only(table, &["code", "as"]);
        let of = self.document.needed(table, "code", item.span())?;
        let source = self.single(of, "code", within)?;
        let named = entry(table, "as")?;
        let named = self.document.table(named, "as")?;
        let known = self.words_of(&source);
        let mut words = Vec::new();
        for (from, span, to) in entries(named) {
            if let Some(known) = &known
                && !known.iter().any(|it| it == from)
            {
                let listed: Vec<&str> = known.iter().map(String::as_str).collect();
                self.no_code::<()>(from, span, &listed);
            }
            let Some(word) = self.document.text(to, from) else {
                continue;
            };
            match property.holds {
                Holds::Code(all) if !all.contains(&&*word) => {
                    self.no_code::<()>(&word, to.span(), all);
                }
                Holds::Code(_) | Holds::Text => words.push((from.to_owned(), word.to_string())),
                _ => return self.not_held(item, property),
            }
        }
        // A stage or choice that is left out would be a project without a status.
        let left: Vec<String> = known
            .unwrap_or_default()
            .into_iter()
            .filter(|it| !words.iter().any(|(from, _)| from == it))
            .collect();
        if !left.is_empty() {
            let message = Bilingual::new(
                format!("没有说 {} 对应什么代码。", left.join("、")),
                format!("it does not say which code {} becomes.", left.join(", ")),
            );
            let help = Bilingual::new("逐个补上。", "add them one by one.");
            self.document
                .wrong("oc4ids-code", item.span(), message, help);
        }
        Some(Part::Code(source, words))
    }

    fn met(
        &mut self,
        table: &DeTable<'_>,
        item: &Item<'_>,
        property: &Property,
        within: &Within<'_>,
    ) -> Option<Part> {
        self.document.only(table, &["met", "due"]);
        if !matches!(property.holds, Holds::Code(words) if words.contains(&"notMet")) {
            return self.not_held(item, property);
        }
        let met = entry(table, "met").and_then(|it| self.single(it, "met", within))?;
        let due = entry(table, "due").and_then(|it| self.single(it, "due", within));
        for (source, name) in [(Some(&met), "met"), (due.as_ref(), "due")] {
            if source.is_some_and(|it| !self.gives(it, Holds::Moment)) {
                return self.document.unfit(item, name, ("日期", "a day"));
            }
        }
        Some(Part::Met { met, due })
    }

    fn each(&mut self, item: &Item<'_>) -> Option<Each> {
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
            field.is_some_and(|it| Sight::Public.sees(it) && is_list(it))
        });
        if found.is_none() {
            let lists = Sight::Public.fields(self.system).filter(|it| is_list(it.1));
            let known: Vec<&str> = lists.map(|it| &*it.1.name).collect();
            return self.no_code(text, item.span(), &known);
        }
        found.map(Each::Items)
    }

    /// What a name between braces means.
    fn source(&mut self, name: &str, at: Range<usize>, within: &Within<'_>) -> Option<Source> {
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
        let inner = match within {
            Within::Item(fields) => fields.iter().find(|it| &*it.name == name && !it.personal),
            _ => None,
        };
        let from = match (name, inner) {
            (_, Some(field)) => From::Inner(name.to_owned(), field.of.clone()),
            ("row", _) if !matches!(within, Within::None) => From::Row,
            ("key", _) if matches!(within, Within::Fact) => From::FactKey,
            ("value", _) if matches!(within, Within::Fact) => From::FactValue,
            ("on", _) if matches!(within, Within::Fact) => From::FactOn,
            ("entry", _) if matches!(within, Within::Fact) => From::FactEntry,
            ("id", _) => From::Id,
            ("opened", _) => From::Opened,
            ("touched", _) => From::Touched,
            ("stage", _) => From::Stage,
            ("since", _) => From::Since,
            ("page", _) => From::Page,
            ("keeper", _) => From::Keeper,
            _ => match self.system.field(name) {
                Some(field) => {
                    let public = self
                        .system
                        .fields
                        .get(field)
                        .is_some_and(|it| Sight::Public.sees(it));
                    if !public {
                        let message = Bilingual::new(
                            format!("字段“{name}”不公开，不能进入开放数据。"),
                            format!(
                                "the field “{name}” is not public and cannot become open data."
                            ),
                        );
                        let help = Bilingual::new(
                            "删去这一处，或在 system.toml 里把它公开。",
                            "take it away, or make it public in system.toml.",
                        );
                        self.document.wrong("oc4ids-not-public", at, message, help);
                        return None;
                    }
                    From::Field(field)
                }
                None => {
                    let fields = Sight::Public.fields(self.system).map(|it| &*it.1.name);
                    let inner = match within {
                        Within::Item(fields) => *fields,
                        _ => &[],
                    };
                    let known: Vec<&str> = inner.iter().map(|it| &*it.name).chain(fields).collect();
                    return self.no_code(name, at, &known);
                }
            },
        };
        let source = Source { from, part: take };
        let fits = match take {
            Take::Whole => !matches!(
                self.type_of(&source),
                Some(
                    FieldType::Geo
                        | FieldType::List(_)
                        | FieldType::Table(_)
                        | FieldType::File { .. }
                )
            ),
            Take::Name => {
                matches!(source.from, From::Stage | From::Keeper)
                    || matches!(
                        self.type_of(&source),
                        Some(FieldType::Choice(_) | FieldType::Unit | FieldType::Area)
                    )
            }
            Take::First | Take::Last => {
                matches!(
                    self.type_of(&source),
                    Some(FieldType::Month | FieldType::Number { .. })
                )
            }
            Take::Lon | Take::Lat => matches!(self.type_of(&source), Some(FieldType::Geo)),
        };
        // Whether it is given may be asked of anything.
        if !fits && take != Take::Whole {
            let message = Bilingual::new(
                format!("“{name}”没有“{part}”这一部分。"),
                format!("“{name}” has no part “{part}”."),
            );
            let help = Bilingual::new(
                "单位、地区、选项有 name，月份和年度有 first、last，坐标有 lon、lat。",
                "units, places and choices have name; months and years first and last; points lon and lat.",
            );
            self.document.wrong("oc4ids-part", at, message, help);
            return None;
        }
        Some(source)
    }

    fn type_of<'a>(&'a self, source: &'a Source) -> Option<&'a FieldType> {
        match &source.from {
            From::Field(at) => self.system.fields.get(*at).map(|it| &it.of),
            From::Inner(_, of) => Some(of),
            _ => None,
        }
    }

    /// Whether a value can stand where this is held.
    fn gives(&self, source: &Source, holds: Holds) -> bool {
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
    fn words_of(&self, source: &Source) -> Option<Vec<String>> {
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

    fn not_held<T>(&mut self, item: &Item<'_>, property: &Property) -> Option<T> {
        let (zh, en) = match property.holds {
            Holds::Text => ("文字", "text"),
            Holds::Uri => ("网址，如 {page}", "an address such as {page}"),
            Holds::Moment => ("日期，如 {opened}", "a day such as {opened}"),
            Holds::Number => ("数或金额的 {字段}", "a {field} that is a number or money"),
            Holds::Whole => ("整数，如 {row}", "a whole number such as {row}"),
            Holds::YesNo => ("是否的 {字段}", "a {field} of yes-no"),
            Holds::Code(_) => (
                "代码，或 { code = \"{字段}\", as = { … } }",
                "a code, or { code = \"{field}\", as = { … } }",
            ),
            Holds::Of(_) => ("表 { … }", "a table { … }"),
        };
        self.document.unfit(item, property.name, (zh, en))
    }

    fn no_code<T>(&mut self, word: &str, at: Range<usize>, known: &[&str]) -> Option<T> {
        let message = Bilingual::new(format!("没有“{word}”。"), format!("there is no “{word}”."));
        self.document
            .wrong("oc4ids-word", at, message, instead(word, known));
        None
    }

    fn unknown_property(
        &mut self,
        name: &str,
        at: Range<usize>,
        definition: &str,
        known: &[Property],
    ) {
        let message = Bilingual::new(
            format!("OC4IDS 的 {definition} 没有“{name}”。"),
            format!("{definition} of OC4IDS has no “{name}”."),
        );
        let known: Vec<&str> = known.iter().map(|it| it.name).collect();
        self.document
            .wrong("oc4ids-property", at, message, instead(name, &known));
    }
}

fn is_list(field: &Field) -> bool {
    matches!(&field.of, FieldType::List(of) if matches!(&**of, FieldType::Table(_)))
}

/// What to write instead of a word that is not known.
fn instead(word: &str, known: &[&str]) -> Bilingual {
    match nearest(word, known.iter().copied()) {
        Some(near) => Bilingual::new(
            format!("是不是“{near}”？"),
            format!("did you mean “{near}”?"),
        ),
        None => Bilingual::new(
            format!("可写的是 {}。", known.join("、")),
            format!("what may be written is {}.", known.join(", ")),
        ),
    }
}
