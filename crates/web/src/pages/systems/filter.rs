//! From an address to what is asked of the records of a system, and the row of filters.

use maud::{Markup, html};
use youwei_base::{Bilingual, Day};
use youwei_system::declaration::{FieldAt, System};

use super::given::{PREFIX, key};
use super::sight::Sight;
use super::value::Say;
use crate::fields::Fields;
use crate::systems::listing::{Listing, Query, is_column};
use crate::words as w;

/// Within how many days a clock counts as running out soon.
const SOON_DAYS: i64 = 7;

/// The words of an address besides those of fields.
pub(crate) const NAMES: [&str; 6] = ["q", "stage", "due", "sort", "page", "lang"];

/// The values of `due`.
pub(crate) const DUE: [&str; 2] = ["soon", "late"];

/// What an address asks for.
///
/// # Errors
/// Everything in it that means nothing, by its name. Pages pass it over, programs are
/// told.
pub(crate) fn query(
    system: &System,
    sight: Sight,
    fields: &Fields,
    today: Day,
) -> (Query, Vec<(String, Bilingual)>) {
    let mut query = Query {
        words: fields.get("q").to_owned(),
        public: sight == Sight::Public,
        by_due: fields.get("sort") == "due",
        ..Query::default()
    };
    let mut wrong = Vec::new();
    let mut unknown = |name: &str, zh: &str, en: &str| {
        wrong.push((name.to_owned(), Bilingual::new(zh, en)));
    };
    match fields.get("stage") {
        "" => {}
        id => match system.stage(id) {
            Some(stage) => query.stage = Some(stage),
            None => unknown(
                "stage",
                "没有这个阶段；请从阶段中选一个。",
                "There is no such stage; choose one of the system's stages.",
            ),
        },
    }
    match fields.get("due") {
        "" => {}
        "soon" => query.due_by = later(today, SOON_DAYS),
        "late" => query.due_by = later(today, -1),
        _ => unknown("due", "只能是 soon 或 late。", "It can be soon or late."),
    }
    if !matches!(fields.get("sort"), "" | "due") {
        unknown(
            "sort",
            "只能是 due，或不写。",
            "It can be due, or be left out.",
        );
    }
    for (name, value) in &fields.0 {
        let Some(field) = name.strip_prefix(PREFIX) else {
            continue;
        };
        match filtered(system, sight).find(|(_, it)| &*it.name == field) {
            Some((at, _)) if !value.trim().is_empty() => {
                query.is.push((at, value.trim().to_owned()))
            }
            Some(_) => {}
            None => unknown(
                name,
                "不能按这一项筛选；请用选择、单位、地区或是否的公开字段。",
                "One cannot filter by this; use a field that is a choice, a unit, a place or yes-no.",
            ),
        }
    }
    (query, wrong)
}

fn later(today: Day, days: i64) -> Option<Day> {
    let span = jiff::Span::new().try_days(days).ok()?;
    today.checked_add(span).ok()
}

/// The fields that one may filter by.
pub(crate) fn filtered(
    system: &System,
    sight: Sight,
) -> impl Iterator<Item = (FieldAt, &youwei_system::declaration::Field)> {
    sight
        .fields(system)
        .filter(|(_, field)| is_column(&field.of))
}

/// The address of the list with these filters, without its page.
pub(crate) fn address(system: &System, fields: &Fields, with: &[(&str, &str)]) -> String {
    let query = fields.query(&["page", "lang"], with);
    format!("/systems/{}{query}", system.id)
}

/// The row of filters, a form that works without script.
pub(crate) fn row(
    system: &System,
    sight: Sight,
    say: Say<'_>,
    fields: &Fields,
    listing: &Listing,
    shown: &str,
) -> Markup {
    let lang = say.lang;
    let chosen = |name: &str, value: &str| fields.get(name) == value;
    let set = |name: &str| (!fields.get(name).is_empty()).then_some("set");
    let any = fields.0.iter().any(|(name, value)| {
        let filters = NAMES[..3].contains(&name.as_str()) || name.starts_with(PREFIX);
        filters && !value.trim().is_empty()
    });
    html! {
        form.filters method="get" action=(format!("/systems/{}", system.id)) aria-label=(lang.say(w::FILTER)) {
            @for name in ["stage", "sort"] {
                @if !fields.get(name).is_empty() { input type="hidden" name=(name) value=(fields.get(name)); }
            }
            input.q type="search" name="q" value=(fields.get("q")) placeholder=(lang.say(w::SEARCH)) aria-label=(lang.say(w::SEARCH));
            @for (at, field) in filtered(system, sight) {
                @let name = key(&field.name);
                @let label = lang.of(&field.label);
                select name=(name) aria-label=(label) class=[set(&name)] {
                    option value="" { (label) (lang.pick("：全部", ": all")) }
                    @for value in listing.column(at).map_or(&[][..], |it| it.keys()) {
                        option value=(value) selected[chosen(&name, value)] {
                            (say.name(&field.of, value).unwrap_or_else(|| yes_no(value, say)))
                        }
                    }
                }
            }
            @if !system.clocks.is_empty() {
                select name="due" aria-label=(lang.pick("时限", "Time limit")) class=[set("due")] {
                    option value="" { (lang.pick("时限：全部", "Time limit: all")) }
                    option value="soon" selected[chosen("due", "soon")] { (lang.pick("七天内到期（含已超期）", "runs out within 7 days, or has")) }
                    option value="late" selected[chosen("due", "late")] { (lang.pick("已超期", "has run out")) }
                }
            }
            button type="submit" { (lang.say(w::FILTER)) }
            output { (shown) }
            @if any { a.clear href=(format!("/systems/{}", system.id)) { (lang.say(w::CLEAR)) } }
        }
    }
}

fn yes_no(value: &str, say: Say<'_>) -> String {
    match value {
        "true" => say.lang.pick("是", "yes").to_owned(),
        "false" => say.lang.pick("否", "no").to_owned(),
        other => other.to_owned(),
    }
}
