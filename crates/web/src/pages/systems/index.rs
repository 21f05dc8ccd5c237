//! `/systems`: all systems of the city, those of one keeper beside one another.

use maud::{Markup, html};

use super::sight::Sight;
use super::{Here, openings};
use crate::ask::{Answer, Ask};
use crate::page::{Door, Sheet, show as frame};
use crate::words as w;

/// `GET /systems`.
pub(crate) fn show(ask: &Ask) -> Answer {
    let state = ask.state();
    let lang = ask.lang;
    let mut kept = Here::all(ask, &state);
    // In the order in which the keepers come first.
    let keepers: Vec<_> = kept.iter().map(|it| it.system.keeper.clone()).collect();
    kept.sort_by_key(|it| {
        keepers
            .iter()
            .position(|keeper| *keeper == it.system.keeper)
    });
    let name = |id: &str| {
        ask.app
            .names()
            .units
            .name(id)
            .map_or_else(|| id.to_owned(), |it| lang.of(it).to_owned())
    };
    let body = html! {
        main #main.wide.systems {
            h1 { (lang.say(w::SYSTEMS)) }
            p.lede {
                (lang.pick(
                    "报告里点名的每一项机制，是一个写明了规则的台账：谁在什么时候可以办什么、多少天办完、要哪些证据；灯只由这里的事实算出。",
                    "Each mechanism that the report names is a record book whose rules are written down: who may do what when, within how many days, on what evidence. Lights are computed from its facts alone.",
                ))
            }
            ul.models { @for here in &kept { (card(here, &name(&here.system.keeper))) } }
            @if kept.is_empty() { p.quiet { (lang.pick("还没有业务系统。请把系统文件夹放进 systems/ 再启动。", "There are no systems yet. Put a system's folder into systems/ and start again.")) } }
        }
    };
    let sheet = Sheet {
        styles: &["systems.css", "decisions.css"],
        ..Sheet::new(lang.say(w::SYSTEMS), Door::Systems, body)
    };
    Ok(frame(ask, &state, sheet))
}

fn card(here: &Here<'_>, keeper: &str) -> Markup {
    let (system, lang) = (here.system, here.say.lang);
    let counts = here.listing.count(system.stages.len(), |_| true);
    let late = late(here);
    html! {
        li.system-card {
            h2 { a href=(format!("/systems/{}", system.id)) { (lang.of(&system.name)) } }
            p.keeper { (keeper) }
            p { (lang.of(&system.about)) }
            @if here.sight.any(system) {
                p.counts-line {
                    span { b { (here.listing.len()) } " " (lang.pick("条", "records")) }
                    @for (stage, count) in system.stages.iter().zip(&counts).filter(|(_, count)| **count > 0) {
                        a href=(format!("/systems/{}?stage={}", system.id, stage.id)) { (lang.of(&stage.name)) " " b { (count) } }
                    }
                    @if late > 0 { a.late href=(format!("/systems/{}?due=late", system.id)) { (lang.pick("超期 ", "over time ")) b { (late) } } }
                }
            } @else if here.sight == Sight::Public { p.quiet { (lang.pick("条目不向公众公开。", "Its records are not public.")) } }
            p.quiet { span lang="zh-CN" { (system.source) } " · " a href=(format!("/systems/{}/about", system.id)) { (lang.pick("规则与说明", "Rules and help")) } }
            (openings(here))
        }
    }
}

/// How many records have a clock that ran out.
fn late(here: &Here<'_>) -> usize {
    let today = here.ask.today();
    let all = (0..here.system.clocks.len()).flat_map(|clock| {
        here.listing
            .waiting(clock)
            .take_while(|(due, _)| *due < today)
    });
    let records: std::collections::BTreeSet<u32> = all.map(|(_, at)| at).collect();
    records.len()
}
