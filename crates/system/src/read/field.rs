//! Reading what a record holds and an action takes in.

use std::sync::Arc;

use toml::de::DeTable;
use youwei_base::Bilingual;
use youwei_decision::document::{Item, entry};

use super::feel_type::{is_unread, unread};
use super::kind::{self, Link};
use super::page::{Bytes, Page, span};
use crate::declaration::{Field, FieldType};
use crate::formula::Word;

/// Words that mean something in formulas themselves.
const TAKEN: [&str; 26] = [
    "and",
    "between",
    "date",
    "duration",
    "else",
    "every",
    "external",
    "false",
    "for",
    "function",
    "if",
    "in",
    "instance",
    "item",
    "not",
    "null",
    "of",
    "old",
    "or",
    "partial",
    "return",
    "satisfies",
    "some",
    "then",
    "time",
    "true",
];

const FLAGS: [&str; 9] = [
    "type", "label", "help", "required", "public", "personal", "unique", "computed", "total",
];

/// Where a field stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// Among the fields of a system.
    Record,
    /// Among the inputs of an action, with a type of its own.
    Input,
    /// In a table of a list.
    Table,
}

/// A field as far as it can be read alone.
pub struct Drafted<'a, 't> {
    /// The field, not yet computed.
    pub field: Field,
    /// The formula that computes it.
    pub computed: Option<&'a Item<'t>>,
    /// The metric of which it is the sum.
    pub total: Option<(Arc<str>, Bytes)>,
    /// The systems that it links to.
    pub links: Vec<Link>,
}

/// Reads a field.
pub fn read<'a, 't>(
    page: &mut Page<'_>,
    name: &str,
    at: Bytes,
    item: &'a Item<'t>,
    stands: Where,
) -> Option<Drafted<'a, 't>> {
    field_name(page, name, at.clone());
    let table = page.document.table(item, name)?;
    let mut links = Vec::new();
    let of = kind::read(page, table, at.clone(), &mut links);
    let mut known: Vec<&str> = FLAGS.to_vec();
    known.extend(kind::entries(table));
    match stands {
        Where::Record => {}
        Where::Input => {
            known.retain(|it| !matches!(*it, "computed" | "total" | "public"));
            known.push("optional");
        }
        Where::Table => {
            known.retain(|it| {
                matches!(*it, "type" | "label" | "help" | "required") || !FLAGS.contains(it)
            });
        }
    }
    page.only(table, &known);
    let label = label(page, table, &at, of.as_ref(), stands);
    let help = page.bilingual(table, "help");
    let computed = entry(table, "computed");
    let total = page.maybe_text(table, "total");
    let optional = page.flag(table, "optional");
    let required = page.maybe_flag(table, "required");
    let citizen = of.as_ref().is_some_and(is_citizen);
    let personal = page.maybe_flag(table, "personal");
    let numbered = matches!(of, Some(FieldType::DocumentNumber)) && stands == Where::Record;
    if matches!(of, Some(FieldType::DocumentNumber)) && stands == Where::Input {
        given_number(page, name, at.clone());
    }
    let field = Field {
        name: name.into(),
        label: label.unwrap_or_else(|| Bilingual::new(name, name)),
        help,
        required: required.unwrap_or(stands == Where::Input && !optional),
        public: page.flag(table, "public"),
        personal: personal.unwrap_or(citizen),
        unique: page.flag(table, "unique") || numbered,
        unheld: page.flag(table, "unheld"),
        computed: None,
        span: span(&at),
        of: of.unwrap_or_else(unread),
    };
    if citizen && personal == Some(false) {
        let message = Bilingual::new(
            format!("“{name}”是公民身份号码，总是个人信息。"),
            format!("“{name}” is a citizen's identity number, which is always personal."),
        );
        let help = Bilingual::new("删去 personal = false。", "take personal = false away.");
        page.say("citizen-personal", at.clone(), message, help);
    }
    if optional && required == Some(true) {
        let message = Bilingual::new(
            format!("“{name}”既写必填又写可不填。"),
            format!("“{name}” is both required and optional."),
        );
        let help = Bilingual::new("留下一个。", "keep one of them.");
        page.say("flags-clash", at.clone(), message, help);
    }
    let by_itself = computed.is_some() || total.is_some();
    clashes(page, table, &field, by_itself);
    Some(Drafted {
        field,
        computed,
        total,
        links,
    })
}

/// Says that a name cannot be one.
pub fn field_name(page: &mut Page<'_>, name: &str, at: Bytes) {
    let mut chars = name.chars();
    let fine = chars.next().is_some_and(|it| it.is_ascii_lowercase())
        && chars.all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
        && name.len() <= 48;
    let word = Word::ALL.iter().any(|(_, word)| *word == name);
    let (message, help) = if !fine {
        (
            Bilingual::new(
                format!("“{name}”不能作字段名。"),
                format!("“{name}” cannot be the name of a field."),
            ),
            Bilingual::new(
                "用小写英文字母开头，只用小写字母、数字和下划线，如 started_on；中文写在 label 里。",
                "start with a small letter and use small letters, digits and underscores, such as started_on; other words belong in the label.",
            ),
        )
    } else if word || TAKEN.contains(&name) {
        (
            Bilingual::new(
                format!("“{name}”在式子里另有意思，不能作名字。"),
                format!("“{name}” has a meaning of its own in formulas and cannot be a name."),
            ),
            Bilingual::new(
                format!("换一个名字，如 {name}_of_record 或更具体的词。"),
                format!("take another name, such as {name}_of_record or a plainer word."),
            ),
        )
    } else {
        return;
    };
    page.say("name", at, message, help);
}

/// Says that an official number is not typed.
pub fn given_number(page: &mut Page<'_>, name: &str, at: Bytes) {
    let message = Bilingual::new(
        format!("“{name}”是发文字号，由程序接着编，不能填写。"),
        format!("“{name}” is an official number; the program counts it on, and nobody types it."),
    );
    let help = Bilingual::new(
        format!("从 input、set 里删去；由动作给号：numbers = {{ {name} = \"督办\" }}。"),
        format!(
            "take it out of input and set; an action gives it: numbers = {{ {name} = \"督办\" }}."
        ),
    );
    page.say("number-given", at, message, help);
}

fn is_citizen(of: &FieldType) -> bool {
    match of {
        FieldType::Citizen => true,
        FieldType::List(of) => is_citizen(of),
        FieldType::Table(fields) => fields.iter().any(|it| is_citizen(&it.of)),
        _ => false,
    }
}

/// What people call the field; in a table of a list, the word for its type will do.
fn label(
    page: &mut Page<'_>,
    table: &DeTable<'_>,
    at: &Bytes,
    of: Option<&FieldType>,
    stands: Where,
) -> Option<Bilingual> {
    let usual = match of {
        Some(FieldType::Month) => ("月份", "month"),
        Some(FieldType::Money) => ("金额", "amount"),
        Some(FieldType::Date) => ("日期", "day"),
        Some(FieldType::Area) => ("地区", "area"),
        Some(FieldType::Unit) => ("单位", "unit"),
        Some(FieldType::Person) => ("人员", "person"),
        Some(FieldType::Geo) => ("位置", "place"),
        Some(FieldType::File { photo: true }) => ("照片", "photograph"),
        Some(FieldType::File { photo: false }) => ("文件", "file"),
        _ => ("", ""),
    };
    if stands == Where::Table && entry(table, "label").is_none() && !usual.0.is_empty() {
        return Some(Bilingual::new(usual.0, usual.1));
    }
    if entry(table, "label").is_none() {
        let message = Bilingual::new("这里缺少“label”。", "“label” is missing here.");
        let help = Bilingual::new(
            "写上人们怎么称呼它：label = { zh = \"…\", en = \"…\" }。",
            "write what people call it: label = { zh = \"…\", en = \"…\" }.",
        );
        page.say("missing-entry", at.clone(), message, help);
        return None;
    }
    page.needed_bilingual(table, "label", at.clone())
}

/// Says which flags do not go together.
fn clashes(page: &mut Page<'_>, table: &DeTable<'_>, field: &Field, by_itself: bool) {
    let at = |name: &str| {
        let keys = table.keys();
        let mut keys = keys.filter(|key| &**key.get_ref() == name);
        keys.next().map(|key| key.span())
    };
    let whole = || super::page::bytes(field.span);
    let name = &field.name;
    if field.personal && field.public {
        let message = Bilingual::new(
            format!("“{name}”是个人信息，不能公开。"),
            format!("“{name}” is about a person and cannot be public."),
        );
        let help = Bilingual::new(
            "删去 public = true；要公开的另设字段，如脱敏后的姓名。",
            "take public = true away; what may be shown, such as a masked name, is a field of its own.",
        );
        page.say(
            "personal-public",
            at("public").unwrap_or_else(whole),
            message,
            help,
        );
    }
    if field.personal && field.unique {
        let message = Bilingual::new(
            format!("“{name}”是个人信息，不能要求唯一：查重要把值写进日志。"),
            format!(
                "“{name}” is about a person and cannot be unique: the log would show its value."
            ),
        );
        let help = Bilingual::new(
            "删去 unique = true，或另设一个不涉及个人的编号。",
            "take unique = true away, or add a number that says nothing about the person.",
        );
        page.say(
            "personal-unique",
            at("unique").unwrap_or_else(whole),
            message,
            help,
        );
    }
    let comparable = match &field.of {
        of if is_unread(of) => true,
        FieldType::Text { lines, .. } => !lines,
        FieldType::Date
        | FieldType::Month
        | FieldType::Area
        | FieldType::Unit
        | FieldType::Person
        | FieldType::Enterprise
        | FieldType::Citizen
        | FieldType::ProjectCode
        | FieldType::Container
        | FieldType::File { .. }
        | FieldType::Link(_)
        | FieldType::Commitment
        | FieldType::DocumentNumber => true,
        _ => false,
    };
    if field.unique && !comparable {
        let message = Bilingual::new(
            format!("“{name}”这种类型的值不能要求唯一。"),
            format!("values of the type of “{name}” cannot be unique."),
        );
        let help = Bilingual::new(
            "唯一的可以是单行文字、编码、日期、月份、单位、链接、文件或照片。",
            "what can be unique is a line of text, a code, a day, a month, a unit, a link, a file or a photograph.",
        );
        page.say(
            "unique-type",
            at("unique").unwrap_or_else(whole),
            message,
            help,
        );
    }
    if !by_itself {
        return;
    }
    for flag in ["required", "personal", "unique"] {
        let (so, zh) = match flag {
            "required" => (field.required, "必填"),
            "personal" => (field.personal, "个人信息"),
            _ => (field.unique, "唯一"),
        };
        if so {
            let message = Bilingual::new(
                format!("“{name}”是计算出来的，不能写{zh}（{flag}）。"),
                format!("“{name}” is computed and cannot be {flag}."),
            );
            let help = Bilingual::new(
                format!("删去 {flag} = true。"),
                format!("take {flag} = true away."),
            );
            page.say(
                "computed-flag",
                at(flag).unwrap_or_else(whole),
                message,
                help,
            );
        }
    }
}
