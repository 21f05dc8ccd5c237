//! `/systems/{system}/lists/{list}`: a list that people meet over, made by a rule.

use std::sync::{Arc, PoisonError};

use maud::html;
use youwei_base::Day;
use youwei_system::decide::holds;
use youwei_system::declaration::{FieldAt, ListRule};
use youwei_system::record::Record;

use super::clock::{badge, nearest};
use super::list::stage;
use super::sight::Sight;
use super::value::is_amount;
use super::{Here, export};
use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use crate::page::{Door, Sheet, show as frame};

/// So many lines are shown; the export has all.
const LINES_MAX: usize = 500;

/// What stood on a list when the records were last looked at: their revision and the day.
pub(crate) type Kept = std::collections::HashMap<String, (u64, Day, Arc<Vec<Arc<str>>>)>;

/// `GET /systems/{system}/lists/{list}`, and with `?format=csv` or `xlsx` as a sheet.
pub(crate) fn show(ask: &Ask) -> Answer {
    let state = ask.state();
    let here = Here::new(ask, &state)?;
    let (system, lang) = (here.system, ask.lang);
    let rule = system
        .lists
        .iter()
        .find(|it| &*it.id == ask.part("list"))
        .ok_or_else(Fault::no_page)?;
    if here.sight == Sight::Public {
        return Err(Fault::new(
            axum::http::StatusCode::FORBIDDEN,
            "这份清单供内部会议使用。请先登录。",
            "This list is for meetings inside. Sign in first.",
        ));
    }
    let ids = on_list(&here, rule);
    let records: Vec<&Record> = ids.iter().filter_map(|id| here.record(id)).collect();
    let title = lang.of(&rule.name).to_owned();
    if let Some(format) = ask.query.given("format") {
        return export::sheet(&here, &records, format, &title);
    }
    let fields: Vec<(FieldAt, _)> = rule
        .columns
        .iter()
        .filter_map(|at| Some((*at, system.fields.get(*at)?)))
        .filter(|(_, it)| here.sight.sees(it))
        .collect();
    let address = format!("/systems/{}/lists/{}", system.id, rule.id);
    let body = html! {
        main #main.wide.systems {
            (here.way(&[(title.clone(), address.clone())]))
            div.title {
                h1 { (title) " " small { (records.len()) } }
                p.exports { @for (format, word) in [("xlsx", "Excel"), ("csv", "CSV")] { a href=(format!("{address}?format={format}")) { (word) } } }
            }
            details.quiet {
                summary { (lang.pick("按规则自动列出，没有人挑选", "Listed by a rule; nobody chooses")) }
                code.feel { (rule.when.text) }
            }
            @if records.is_empty() { p.quiet { (lang.pick("今天清单上没有条目。", "Nothing is on the list today.")) } }
            @else { table.list.records {
                thead { tr {
                    th scope="col" { (lang.pick("编号", "No.")) }
                    th scope="col" { (lang.of(&system.record)) }
                    th scope="col" { (lang.pick("阶段", "Stage")) }
                    th scope="col" { (lang.pick("时限", "Time limit")) }
                    @for (_, field) in &fields { th.n[is_amount(&field.of)] scope="col" { (lang.of(&field.label)) } }
                } }
                tbody { @for record in records.iter().take(LINES_MAX) { tr {
                    td.no { (record.id) }
                    td.what lang="zh-CN" { a href=(here.address(&record.id)) { (here.title(record)) } }
                    td data-label=(lang.pick("阶段", "Stage")) { (stage(system, here.say, record)) }
                    td.clock data-label=(lang.pick("时限", "Time limit")) { @if let Some((_, stand)) = nearest(record, ask.today()) { (badge(stand, lang)) } @else { span.none { "—" } } }
                    @for (at, field) in &fields {
                        td.n[is_amount(&field.of)] data-label=(lang.of(&field.label)) { (record.values.get(*at).map(|it| here.say.text(&field.of, it)).unwrap_or_default()) }
                    }
                } } }
            } }
        }
    };
    let sheet = Sheet {
        styles: &["systems.css"],
        ..Sheet::new(title, Door::Systems, body)
    };
    Ok(frame(ask, &state, sheet))
}

/// The records on a list. They are looked at once for each state of the records and day.
fn on_list(here: &Here<'_>, rule: &ListRule) -> Arc<Vec<Arc<str>>> {
    let (system, today) = (here.system, here.ask.today());
    let key = format!("{}/{}", system.id, rule.id);
    let revision = here.state.running.revision;
    let lists = &here.ask.app.meetings;
    let kept = lists
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get(&key)
        .cloned();
    if let Some((_, _, ids)) = kept.filter(|it| (it.0, it.1) == (revision, today)) {
        return ids;
    }
    let records = &here.state.running.records;
    let book = records
        .book(&system.id)
        .into_iter()
        .flat_map(|it| it.iter());
    let live = book.filter(|it| {
        it.stage
            .and_then(|at| system.stages.get(at))
            .is_none_or(|it| !it.ends)
    });
    let on = live.filter(|it| holds(system, it, &rule.when, &here.actor, here.at(), records));
    let ids: Arc<Vec<Arc<str>>> = Arc::new(on.map(|it| it.id.clone()).collect());
    let mut lists = lists.lock().unwrap_or_else(PoisonError::into_inner);
    lists.insert(key, (revision, today, ids.clone()));
    ids
}
