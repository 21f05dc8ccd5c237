//! Reading time limits.

use toml::de::DeTable;
use youwei_base::Bilingual;
use youwei_decision::document::{Item, entry};
use youwei_decision::value::Value;

use super::body::Known;
use super::compile::{Names, Wanted};
use super::feel_type::is_unread;
use super::outline::Entry;
use super::page::{Bytes, Page, span};
use crate::declaration::{ActionAt, Clock, FieldAt, FieldType, Length, Overdue};

const KNOWN: [&str; 11] = [
    "name", "starts", "stops", "days", "count", "until", "suspends", "resumes", "extends",
    "reminds", "overdue",
];

/// Reads a clock that these actions stop.
pub fn read(
    page: &mut Page<'_>,
    known: &Known<'_>,
    entry_: &Entry<'_, '_>,
    mut stops: Vec<ActionAt>,
) -> Option<Clock> {
    let (id, at, item) = entry_;
    page.id(("时限", "clock"), id, at.clone());
    let table = page.document.table(item, id)?;
    page.only(table, &KNOWN);
    let name = page.needed_bilingual(table, "name", at.clone());
    let starts = known.actions.list(page, table, "starts");
    if starts.is_empty() && entry(table, "starts").is_none_or(is_empty) {
        let message = Bilingual::new(
            format!("时限“{id}”没有动作使它开始。"),
            format!("no action starts the clock “{id}”."),
        );
        let help = Bilingual::new(
            "写上使它开始的动作：starts = [\"…\"]。",
            "write the actions that start it: starts = [\"…\"].",
        );
        page.say("clock-never-starts", at.clone(), message, help);
    }
    for action in known.actions.list(page, table, "stops") {
        if !stops.contains(&action) {
            stops.push(action);
        }
    }
    let until = until(page, known, table);
    let days = (entry(table, "days"), entry(table, "until"));
    let length = match days {
        (Some(_), None) => length(page, &known.names, table, at, None),
        (None, Some(_)) => Some(none(&known.names)),
        _ => {
            let message = Bilingual::new(
                format!("时限“{id}”要写 days 和 until 其中一个。"),
                format!("the clock “{id}” needs either days or until."),
            );
            let help = Bilingual::new(
                "写 days = 10 和 count = \"workdays\"，或 until = \"一个日期字段\"。",
                "write days = 10 and count = \"workdays\", or until = \"a field that is a date\".",
            );
            page.say("clock-length", at.clone(), message, help);
            None
        }
    };
    let workdays = match (&length, days.1) {
        (Some(it), None) => Some(it.workdays),
        // A day of the calendar is run to; days of the calendar lead there.
        _ => count(page, table).or(Some(false)),
    };
    let suspends = known.actions.list(page, table, "suspends");
    let resumes = known.actions.list(page, table, "resumes");
    if suspends.is_empty() != resumes.is_empty() {
        let message = Bilingual::new(
            format!("时限“{id}”的 suspends 和 resumes 要一起写：停了要能再走。"),
            format!(
                "the clock “{id}” needs suspends and resumes together: what stands still has to go on."
            ),
        );
        let help = Bilingual::new(
            "写上另一个：suspends = [\"…\"] 和 resumes = [\"…\"]。",
            "write the other one too: suspends = [\"…\"] and resumes = [\"…\"].",
        );
        let item = entry(table, "suspends").or(entry(table, "resumes"));
        page.say(
            "clock-resumes",
            item.map_or(at.clone(), Item::span),
            message,
            help,
        );
    }
    let extends = extends(page, known, table, workdays);
    let reminds = entry(table, "reminds").and_then(|item| {
        let table = page.document.table(item, "reminds")?;
        page.only(table, &["days", "count"]);
        length_of(page, &known.names, table, &item.span(), workdays)
    });
    let then = overdue(page, known, table);
    Some(Clock {
        id: (*id).into(),
        name: name?,
        starts,
        stops,
        length: length?,
        until,
        suspends,
        resumes,
        extends,
        reminds,
        then,
        span: span(at),
    })
}

fn is_empty(item: &Item<'_>) -> bool {
    item.get_ref().as_array().is_some_and(|it| it.is_empty())
}

/// The length of a clock that runs to a day that is known.
fn none(names: &Names) -> Length {
    Length {
        days: names.resolve("0").formula,
        workdays: false,
    }
}

/// A length from `days` and `count`; both are needed, unless the count is known.
pub fn length(
    page: &mut Page<'_>,
    names: &Names,
    table: &DeTable<'_>,
    at: &Bytes,
    workdays: Option<bool>,
) -> Option<Length> {
    if workdays.is_none() {
        page.document.needed(table, "count", at.clone());
    }
    length_of(page, names, table, at, workdays)
}

fn length_of(
    page: &mut Page<'_>,
    names: &Names,
    table: &DeTable<'_>,
    at: &Bytes,
    workdays: Option<bool>,
) -> Option<Length> {
    let item = page.document.needed(table, "days", at.clone())?;
    let count = count(page, table).or(workdays);
    let days = names.compile(page, item, "days", Wanted::Number)?;
    let whole = match days.constant() {
        Some(Value::Number(number)) => youwei_base::Decimal::try_from(*number)
            .is_ok_and(|it| it.is_integer() && !it.is_sign_negative()),
        Some(_) => false,
        None => true,
    };
    if !whole {
        return page.document.unfit(
            item,
            "days",
            ("不小于零的整天数", "a whole number of days, not below zero"),
        );
    }
    Some(Length {
        days,
        workdays: count?,
    })
}

/// Whether only work days count.
fn count(page: &mut Page<'_>, table: &DeTable<'_>) -> Option<bool> {
    let (word, at) = page.maybe_text(table, "count")?;
    match &*word {
        "workdays" => Some(true),
        "days" => Some(false),
        _ => {
            page.unknown(
                "unknown-count",
                ("算法", "way to count"),
                &word,
                at,
                ["workdays", "days"],
            );
            None
        }
    }
}

/// The field whose day it runs to.
fn until(page: &mut Page<'_>, known: &Known<'_>, table: &DeTable<'_>) -> Option<FieldAt> {
    let (name, at) = page.maybe_text(table, "until")?;
    let found = known.field(page, &name, at.clone())?;
    let field = known.fields.get(found)?;
    if !matches!(field.of, FieldType::Date) && !is_unread(&field.of) {
        let message = Bilingual::new(
            format!("“{name}”不是日期，时限不能走到那里。"),
            format!("“{name}” is no date; a clock cannot run to it."),
        );
        let help = Bilingual::new("改指一个 date 类型的字段。", "name a field of type date.");
        page.say("field-type", at, message, help);
        return None;
    }
    Some(found)
}

fn extends(
    page: &mut Page<'_>,
    known: &Known<'_>,
    table: &DeTable<'_>,
    workdays: Option<bool>,
) -> Option<(ActionAt, Length)> {
    let item = entry(table, "extends")?;
    let table = page.document.table(item, "extends")?;
    page.only(table, &["by", "days", "count"]);
    page.document.needed(table, "by", item.span());
    let by = known.actions.maybe(page, table, "by");
    let length = length_of(page, &known.names, table, &item.span(), workdays);
    Some((by?, length?))
}

fn overdue(page: &mut Page<'_>, known: &Known<'_>, table: &DeTable<'_>) -> Overdue {
    let Some(item) = entry(table, "overdue") else {
        return Overdue::default();
    };
    let Some(table) = page.document.table(item, "overdue") else {
        return Overdue::default();
    };
    page.only(table, &["escalate", "light", "to"]);
    Overdue {
        escalates: page.flag(table, "escalate"),
        light: page.flag(table, "light"),
        to: known.stages.maybe(page, table, "to"),
    }
}
