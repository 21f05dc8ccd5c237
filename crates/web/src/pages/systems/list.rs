//! `/systems/{system}`: the records of a system, filtered, by stage, in pages.

use axum::http::StatusCode;
use maud::{Markup, html};
use youwei_base::Bilingual;
use youwei_system::declaration::{Field, FieldAt, FieldType, System};
use youwei_system::record::Record;

use super::clock::{badge, nearest};
use super::sight::Sight;
use super::value::{Say, is_amount};
use super::{Here, filter, openings};
use crate::ask::{Answer, Ask};
use crate::page::{Door, Sheet, show as frame};
use crate::systems::listing::Found;
use crate::words as w;

/// Records on a page.
pub(crate) const PAGE: usize = 50;

/// Fields beside the title that a list shows.
const COLUMNS_MAX: usize = 6;

/// `GET /systems/{system}`.
pub(crate) fn show(ask: &Ask) -> Answer {
    let state = ask.state();
    let here = Here::new(ask, &state)?;
    let (system, say, sight) = (here.system, here.say, here.sight);
    let (query, _) = filter::query(system, sight, &ask.query, ask.today());
    let page = page_of(ask);
    let from = (page - 1).saturating_mul(PAGE);
    let found = here.listing.find(system, &query, from, PAGE);
    let all = here.listing.len();
    let shown = match found.total == all {
        true => say
            .lang
            .pick(format!("共 {all} 条"), format!("{all} in all")),
        false => say.lang.pick(
            format!("共 {all} 条，符合 {} 条", found.total),
            format!("{} of {all}", found.total),
        ),
    };
    let records: Vec<&Record> = found.page.iter().filter_map(|id| here.record(id)).collect();
    let body = html! {
        (filter::row(system, sight, say, &ask.query, here.listing, &shown))
        main #main.wide.systems {
            (here.way(&[]))
            div.title {
                h1 { (say.lang.of(&system.name)) }
                p.exports {
                    span { (say.lang.pick("导出筛选结果：", "Export what is filtered: ")) }
                    @for (format, word) in [("xlsx", "Excel"), ("csv", "CSV")] {
                        a href={ "/systems/" (system.id) "/export/records." (format) (ask.query.query(&["page", "lang"], &[])) } { (word) }
                    }
                    a href=(format!("/systems/{}/about", system.id)) { (say.lang.pick("规则与说明", "Rules and help")) }
                }
            }
            p.lede { (say.lang.of(&system.about)) }
            @if let Ok(count) = ask.query.get("imported").parse::<usize>() { p.done role="status" { (say.lang.pick(format!("已导入 {count} 条。"), format!("{count} records were taken in."))) } }
            (openings(&here))
            (others(&here))
            (stages(&here, &found))
            @if here.listing.len() == 0 { p.quiet { (say.lang.pick("台账里还没有条目。", "There are no records yet.")) } }
            @else if records.is_empty() { p.quiet { (say.lang.pick("没有符合条件的条目。请放宽筛选条件。", "No record matches. Use fewer filters.")) } }
            @else { (table(&here, &records)) (pages(&here, &found, page)) }
        }
    };
    let sheet = Sheet {
        styles: &["systems.css"],
        status: StatusCode::OK,
        ..Sheet::new(say.lang.of(&system.name), Door::Systems, body)
    };
    Ok(frame(ask, &state, sheet))
}

/// Lists that people meet over, and works of the report that are not kept yet.
fn others(here: &Here<'_>) -> Markup {
    let (system, lang) = (here.system, here.say.lang);
    let inside = here.sight == Sight::Inside;
    html! {
        @if (inside && !system.lists.is_empty()) || system.proposals.is_some() {
            p.within {
                @if inside { @for it in &system.lists { a href=(format!("/systems/{}/lists/{}", system.id, it.id)) { (lang.of(&it.name)) } } }
                @if system.proposals.is_some() { a href=(format!("/systems/{}/proposed", system.id)) { (lang.pick("报告点名、台账尚无", "Named in the report, not yet kept")) } }
            }
        }
    }
}

/// The page that is asked for, from 1.
fn page_of(ask: &Ask) -> usize {
    ask.query.get("page").parse().unwrap_or(1).max(1)
}

/// The stages with their counts, each leading to its records.
fn stages(here: &Here<'_>, found: &Found) -> Markup {
    let (ask, system) = (here.ask, here.system);
    let now = ask.query.get("stage");
    let address = |id: &str| filter::address(system, &ask.query, &[("stage", id)]);
    let all: usize = found.stages.iter().sum();
    html! {
        nav.stages aria-label=(ask.lang.pick("阶段", "Stages")) {
            a href=(address("")) aria-current=[now.is_empty().then_some("true")] { (ask.lang.pick("全部", "All")) b { (all) } }
            @for (stage, count) in system.stages.iter().zip(&found.stages) {
                a.nil[*count == 0] href=(address(&stage.id)) aria-current=[(now == &*stage.id).then_some("true")] { (ask.lang.of(&stage.name)) b { (count) } }
            }
        }
    }
}

/// The fields that a list shows besides title, stage and clock.
pub(crate) fn columns(system: &System, sight: Sight) -> Vec<(FieldAt, &Field)> {
    let short = |of: &FieldType| {
        !matches!(
            of,
            FieldType::List(_)
                | FieldType::Table(_)
                | FieldType::Geo
                | FieldType::File { .. }
                | FieldType::Text { .. }
        )
    };
    let first = [system.owner, system.place];
    let shown: Vec<(FieldAt, &Field)> = sight
        .fields(system)
        .filter(|(at, field)| *at != system.title && short(&field.of))
        .collect();
    let (mut columns, rest): (Vec<_>, Vec<_>) = shown
        .into_iter()
        .partition(|(at, _)| first.contains(&Some(*at)));
    // What tells records apart comes before what measures them, codes last.
    let mut rest = rest;
    rest.sort_by_key(|(_, field)| match field.of {
        FieldType::Choice(_) | FieldType::Unit | FieldType::Area | FieldType::YesNo => 0,
        FieldType::Money | FieldType::Number { .. } => 1,
        FieldType::Date | FieldType::Month => 2,
        _ => 3,
    });
    columns.extend(rest);
    columns.truncate(COLUMNS_MAX);
    columns
}

fn table(here: &Here<'_>, records: &[&Record]) -> Markup {
    let (ask, system, say) = (here.ask, here.system, here.say);
    let columns = columns(system, here.sight);
    let has_clocks = !system.clocks.is_empty();
    let by_due = ask.query.get("sort") == "due";
    html! {
        table.list.records {
            thead { tr {
                th scope="col" { (say.lang.pick("编号", "No.")) }
                th scope="col" { (title_of(here)) }
                th scope="col" { (say.lang.pick("阶段", "Stage")) }
                @if has_clocks {
                    th scope="col" aria-sort=[by_due.then_some("ascending")] {
                        a href=(filter::address(system, &ask.query, &[("sort", if by_due { "" } else { "due" })])) {
                            (say.lang.pick("时限", "Time limit")) @if by_due { span.arrow aria-hidden="true" { "↑" } }
                        }
                    }
                }
                @for (_, field) in &columns { th.n[is_amount(&field.of)] scope="col" { (say.lang.of(&field.label)) } }
            } }
            tbody { @for record in records { (row(here, &columns, record, has_clocks)) } }
        }
    }
}

fn title_of(here: &Here<'_>) -> String {
    let title = here
        .system
        .fields
        .get(here.system.title)
        .filter(|it| here.sight.sees(it));
    title.map_or_else(
        || here.say.lang.of(&here.system.record).to_owned(),
        |it| here.say.lang.of(&it.label).to_owned(),
    )
}

fn row(
    here: &Here<'_>,
    columns: &[(FieldAt, &Field)],
    record: &Record,
    has_clocks: bool,
) -> Markup {
    let (system, say) = (here.system, here.say);
    let label = |it: &Bilingual| say.lang.of(it).to_owned();
    html! {
        tr {
            td.no { (record.id) }
            td.what lang="zh-CN" { a href=(here.address(&record.id)) { (here.title(record)) } @if !record.flags.is_empty() && here.sight == Sight::Inside { " " span.flag title=(say.lang.pick("有可疑之处", "something odd was noted")) { "⚑" } } }
            td.stage data-label=(say.lang.pick("阶段", "Stage")) { (stage(system, say, record)) }
            @if has_clocks {
                td.clock data-label=(say.lang.pick("时限", "Time limit")) {
                    @match nearest(record, here.ask.today()) {
                        Some((state, stand)) => { (badge(stand, say.lang)) " " small { (state.due) } },
                        None => span.none { "—" },
                    }
                }
            }
            @for (at, field) in columns {
                td.n[is_amount(&field.of)] data-label=(label(&field.label)) {
                    @match record.values.get(*at).map(|it| say.text(&field.of, it)).filter(|it| !it.is_empty()) {
                        Some(text) => (text),
                        None => span.none { "—" },
                    }
                }
            }
        }
    }
}

/// The name of the stage of a record.
pub(crate) fn stage(system: &System, say: Say<'_>, record: &Record) -> Markup {
    let stage = record.stage.and_then(|at| system.stages.get(at));
    html! {
        @match stage {
            Some(stage) => span.at.ends[stage.ends] { (say.lang.of(&stage.name)) },
            None => span.none { (say.lang.pick("阶段已取消", "stage no longer declared")) },
        }
    }
}

fn pages(here: &Here<'_>, found: &Found, page: usize) -> Markup {
    let last = found.total.div_ceil(PAGE).max(1);
    let lang = here.say.lang;
    let to = |page: usize| {
        let query = here
            .ask
            .query
            .query(&["lang"], &[("page", &page.to_string())]);
        format!("/systems/{}{query}", here.system.id)
    };
    html! {
        @if last > 1 {
            nav.pages aria-label=(lang.pick("翻页", "Pages")) {
                @if page > 1 { a rel="prev" href=(to(page - 1)) { "← " (lang.say(w::PREVIOUS_PAGE)) } }
                span { (lang.pick(format!("第 {page} / {last} 页"), format!("Page {page} of {last}"))) }
                @if page < last { a rel="next" href=(to(page + 1)) { (lang.say(w::NEXT_PAGE)) " →" } }
            }
        }
    }
}
