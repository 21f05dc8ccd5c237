//! `/systems/{system}/proposed`: the works that the report names and no record bears yet,
//! each with what was promised of it.

use std::collections::BTreeSet;

use maud::{Markup, html};
use youwei_account::{Commitment, Status};
use youwei_report::{Work, works};
use youwei_system::declaration::Action;

use super::Here;
use super::given::key;
use super::value::plain;
use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use crate::page::{Door, Sheet, show as frame};

/// No address is made longer than this by what was promised.
const WORDS_MAX: usize = 300;

/// `GET /systems/{system}/proposed`.
pub(crate) fn show(ask: &Ask) -> Answer {
    let state = ask.state();
    let here = Here::new(ask, &state)?;
    let lang = ask.lang;
    let proposals = here.system.proposals.ok_or_else(Fault::no_page)?;
    let (account, _) = ask.account(&state)?;
    let book = state.running.records.book(&here.system.id);
    let records = book.into_iter().flat_map(|it| it.iter());
    let tight = |name: &str| name.split_whitespace().collect::<String>();
    let known: BTreeSet<String> = records
        .filter_map(|it| it.values.get(proposals.name))
        .map(|it| tight(&plain(it)))
        .collect();
    let live = account
        .commitments()
        .filter(|it| it.status != Status::Rejected);
    let mut seen = BTreeSet::new();
    let (apart, found): (Vec<_>, Vec<_>) = live
        .flat_map(|it| named(it).into_iter().map(move |work| (it, work)))
        .filter(|(_, work)| !known.contains(&tight(&work.name)))
        .filter(|(_, work)| seen.insert((work.name.clone(), work.apart.is_some())))
        .partition(|(_, work)| work.apart.is_some());
    let opens = here
        .system
        .openings()
        .find(|(at, action)| takes(action, proposals.name) && here.may_open(*at));
    let title = lang.pick("报告点名、台账尚无", "Named in the report, not yet kept");
    let body = html! {
        main #main.wide.systems {
            (here.way(&[(title.to_owned(), format!("/systems/{}/proposed", here.system.id))]))
            h1 { (title) }
            p.lede { (lang.pick("报告里点了名、台账里还没有同名条目的工程，连同当时的承诺。确认后由责任单位办理入库。", "Works that the report names and no record bears, with what was promised of each. The unit in charge enters them.")) }
            @if found.is_empty() { p.quiet { (lang.pick("没有了：点名的都已在台账里。", "None: all that were named are kept.")) } }
            @else { table.list.records {
                thead { tr {
                    th scope="col" { (lang.pick("工程", "Work")) }
                    th scope="col" { (lang.pick("动作", "Verb")) }
                    th scope="col" { (lang.pick("时限", "Due")) }
                    th scope="col" { (lang.pick("承诺", "Commitment")) }
                    th scope="col" { }
                } }
                tbody lang="zh-CN" { @for (commitment, work) in &found {
                    tr {
                        td.what { (work.name) }
                        td data-label=(lang.pick("动作", "Verb")) { (work.action) }
                        td data-label=(lang.pick("时限", "Due")) { @match commitment.due_day() { Some(day) => (day), None => span.none { "—" } } }
                        td data-label=(lang.pick("承诺", "Commitment")) { (promise(ask, commitment)) }
                        td { @if let Some((_, action)) = opens { (button(&here, action, commitment, &work.name)) } }
                    }
                } }
            } }
            @if !apart.is_empty() { (set_apart(ask, &apart)) }
        }
    };
    let sheet = Sheet {
        styles: &["systems.css"],
        ..Sheet::new(title, Door::Systems, body)
    };
    Ok(frame(ask, &state, sheet))
}

/// The works that a commitment names, by the rules of [`works`].
fn named(commitment: &Commitment) -> Vec<Work> {
    let read = commitment.projects.iter();
    let read: Vec<(&str, &str)> = read
        .map(|it| (it.name.as_str(), it.action.as_str()))
        .collect();
    works(&commitment.text, &read)
}

fn promise(ask: &Ask, commitment: &Commitment) -> Markup {
    html! { a href=(ask.to(&format!("/commitments/{}", commitment.id))) { (commitment.text) } }
}

/// What the report names and is not proposed, each with the rule that set it apart: whoever
/// thinks otherwise can still enter it.
fn set_apart(ask: &Ask, apart: &[(&Commitment, Work)]) -> Markup {
    let lang = ask.lang;
    html! {
        h2.part #apart { (lang.pick("点了名、没有列为项目的", "Named, and not proposed as projects")) }
        p.quiet { (lang.pick("按下面各条所说的规则没有列入。确是项目的，请照常申报入库。", "Left out by the rule said of each. What is a project after all is entered like any other.")) }
        table.list.records {
            thead { tr {
                th scope="col" { (lang.pick("点名的", "Named")) }
                th scope="col" { (lang.pick("为什么没有列入", "Why it was left out")) }
                th scope="col" { (lang.pick("承诺", "Commitment")) }
            } }
            tbody { @for (commitment, work) in apart {
                tr {
                    td.what lang="zh-CN" { (work.name) }
                    td data-label=(lang.pick("为什么没有列入", "Why it was left out")) { @if let Some(rule) = work.apart { (lang.of(&rule.why())) } }
                    td lang="zh-CN" data-label=(lang.pick("承诺", "Commitment")) { (promise(ask, commitment)) }
                }
            } }
        }
    }
}

fn takes(action: &Action, field: usize) -> bool {
    action.input.iter().any(|it| it.sets == Some(field))
}

/// Leads to the form that opens the record, with what is known filled in.
fn button(here: &Here<'_>, action: &Action, commitment: &Commitment, name: &str) -> Markup {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for input in &action.input {
        let known = here.system.proposals.and_then(|it| match input.sets {
            Some(at) if at == it.name => Some(name.to_owned()),
            Some(at) if at == it.words => Some(commitment.text.chars().take(WORDS_MAX).collect()),
            _ => None,
        });
        if let Some(known) = known {
            query.append_pair(&key(&input.field.name), &known);
        }
    }
    let address = format!(
        "/systems/{}/new/{}?{}",
        here.system.id,
        action.id,
        query.finish()
    );
    html! { a.button href=(address) { (here.say.lang.of(&action.name)) } }
}
