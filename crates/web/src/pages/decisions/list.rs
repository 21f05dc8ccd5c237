//! `/decisions`: the models that the city runs.

use maud::{Markup, html};

use super::diagnostics::{self, verdict};
use super::examples;
use super::sheet::address;
use super::text::said;
use crate::ask::{Answer, Ask};
use crate::page::{Door, Sheet, show as frame};
use crate::systems::{Entry, System};
use crate::words as w;

/// `GET /decisions`.
pub(crate) fn show(ask: &Ask) -> Answer {
    let lang = ask.lang;
    let systems = &ask.app.systems().all;
    let body = html! {
        main #main.wide.decisions {
            h1 { (lang.say(w::DECISIONS)) }
            p.lede {
                (lang.pick(
                    "谁符合条件、付多少、哪天办结，写成表和式子：法务逐行核对条文，经办人看得懂，程序照它计算，并说明每个结果用了哪一条。",
                    "Who is entitled, to how much, by which day: written as tables and formulas that lawyers check against the articles, clerks can read, and the program runs, naming the rule behind every result.",
                ))
            }
            @for system in systems { (of_system(ask, system)) }
            @if systems.is_empty() { p.none { (lang.pick("还没有决策模型。", "There are no decision models yet.")) } }
        }
    };
    let state = ask.state();
    let sheet = Sheet {
        styles: &["decisions.css"],
        ..Sheet::new(lang.say(w::DECISIONS), Door::Decisions, body)
    };
    Ok(frame(ask, &state, sheet))
}

fn of_system(ask: &Ask, system: &System) -> Markup {
    let lang = ask.lang;
    html! {
        section.system aria-labelledby={ "s-" (system.key) } {
            h2 id={ "s-" (system.key) } { (lang.of(&system.title)) }
            p.intro { (lang.of(&system.intro)) }
            ul.models { @for entry in &system.models { (of_model(ask, system, entry)) } }
            @if !system.unread.is_empty() { (diagnostics::list(&system.unread, lang)) }
        }
    }
}

fn of_model(ask: &Ask, system: &System, entry: &Entry) -> Markup {
    let lang = ask.lang;
    let main = entry.main.as_deref().and_then(|name| {
        let decisions = entry.file.decisions.iter();
        decisions
            .into_iter()
            .find(|it| it.head.name.as_str() == name)
    });
    let question = main.and_then(|it| it.question.as_deref());
    let cases = examples::of(system, entry).count();
    let (decisions, tables, rules) = (entry.file.decisions.len(), entry.tables, entry.rules);
    html! {
        li {
            a.model href=(address(system, entry)) {
                h3 { (super::text::name(&entry.file.head, lang)) }
                @if let Some(question) = question { p.question { (said(question, lang)) } }
                @if let Some(about) = &entry.file.head.description { p.about { (said(about, lang)) } }
                p.counts-line {
                    span { b { (decisions) } " " (lang.pick("项决策", "decisions")) }
                    span { b { (tables) } " " (lang.pick("张表", "tables")) }
                    span { b { (rules) } " " (lang.pick("条规则", "rules")) }
                    @if cases > 0 { span { b { (cases) } " " (lang.pick("个例子", "examples")) } }
                    (verdict(&entry.diagnostics, lang))
                }
            }
        }
    }
}
