//! What happened to a record, the last first, each with its entry in the log.

use maud::{Markup, html};
use serde_json::{Map, Value as Json};
use youwei_account::beijing_time;
use youwei_ledger::Entry;
use youwei_system::declaration::{Field, FieldType, System};
use youwei_system::happened::{ClockMove, Happened, NoticeMove, SampleMove};
use youwei_system::input::stored;
use youwei_system::record::Record;

use super::Here;
use super::sight::Sight;
use crate::fault::Fault;
use crate::words as w;

/// So many events of a record are shown; the rest is in the log.
const SHOWN_MAX: usize = 200;

/// The section of a record's page.
pub(crate) fn section(here: &Here<'_>, record: &Record) -> Result<Markup, Fault> {
    let lang = here.say.lang;
    let subject = format!("{}/{}", here.system.id, record.id);
    let mut entries = here.ask.app.ledger.stream(&subject)?;
    // What came after the state that the page is of is not on it.
    entries.retain(|it| it.index < here.state.head.size);
    let rest = entries.len().saturating_sub(SHOWN_MAX);
    Ok(html! {
        h2.part { (lang.say(w::HISTORY)) }
        ol.history { @for entry in entries.iter().rev().take(SHOWN_MAX) { (one(here, entry)) } }
        @if rest > 0 { p.quiet { (lang.pick(format!("更早的 {rest} 条见账本。"), format!("{rest} earlier ones are in the log."))) } }
    })
}

fn one(here: &Here<'_>, entry: &Entry) -> Markup {
    let lang = here.say.lang;
    let action = entry
        .event
        .kind
        .split_once('.')
        .map_or("", |(_, action)| action);
    let happened: Happened = serde_json::from_value(entry.event.data.clone()).unwrap_or_default();
    let name = match here
        .system
        .action(action)
        .and_then(|at| here.system.actions.get(at))
    {
        Some(action) => lang.of(&action.name).to_owned(),
        None if happened.sample.is_some() => lang.pick("抽查", "sample").to_owned(),
        None if action == "clock" => lang.pick("时限", "time limit").to_owned(),
        None => action.to_owned(),
    };
    html! {
        li {
            p.when { b { (name) } " " (beijing_time(entry.event.time)) " " (who(here, &happened, entry)) }
            (what(here, &happened, here.system.action(action)))
            p.entry { a href=(format!("/log/{}", entry.index)) { (lang.say(w::ENTRY_SHORT)) (entry.index) } " · " a href=(format!("/log/{}/proof", entry.index)) { (lang.say(w::PROVE)) } }
        }
    }
}

/// Who did it: inside by name, for everybody unit and role.
fn who(here: &Here<'_>, happened: &Happened, entry: &Entry) -> String {
    let lang = here.say.lang;
    let Some(actor) = &happened.by else {
        return entry.event.actor.clone();
    };
    if &*actor.role == "clock" {
        return lang.pick("程序", "the program").to_owned();
    }
    let unit = here
        .say
        .name(&FieldType::Unit, &actor.unit)
        .unwrap_or_else(|| actor.unit.to_string());
    let role = here
        .say
        .names
        .roles
        .name(&actor.role)
        .map_or(&*actor.role, |it| lang.of(it));
    let name = match here.sight {
        Sight::Inside => &*actor.name,
        Sight::Public => "",
    };
    let parts = [name, &unit, role].into_iter().filter(|it| !it.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

fn what(here: &Here<'_>, happened: &Happened, action: Option<usize>) -> Markup {
    let (lang, system) = (here.say.lang, here.system);
    let to = happened
        .to
        .as_deref()
        .and_then(|id| system.stage(id))
        .and_then(|at| system.stages.get(at));
    let inputs: Vec<&Field> = action
        .and_then(|at| system.actions.get(at))
        .map(|it| it.input.iter().map(|it| &it.field).collect())
        .unwrap_or_default();
    let set = said(here, &happened.set, |name| {
        system.fields.iter().find(|it| &*it.name == name)
    });
    let given = said(here, &happened.input, |name| {
        inputs.iter().copied().find(|it| &*it.name == name)
    });
    html! {
        @if let Some(stage) = to { p.moved { "→ " (lang.of(&stage.name)) } }
        @for (label, text) in set.iter().chain(&given) { p.new { span { (label) } " " (text) } }
        @for it in &happened.clocks { p.quiet { (clock(system, it, here)) } }
        @if let Some(it) = &happened.sample { p.quiet { (sample(it, here)) } }
        @if let Some(it) = &happened.notice { p.quiet { (notice(it, here)) } }
    }
}

/// Labels and values of what is shown to this eye; what is empty says so.
fn said<'a>(
    here: &Here<'_>,
    values: &Map<String, Json>,
    field: impl Fn(&str) -> Option<&'a Field>,
) -> Vec<(String, String)> {
    let mut said = Vec::new();
    for (name, value) in values {
        let Some(field) = field(name).filter(|it| here.sight.sees(it)) else {
            continue;
        };
        let value = stored(value, &field.of);
        let text = value.map_or_else(String::new, |it| here.say.text(&field.of, &it));
        let text = match text.is_empty() {
            true => here.say.lang.pick("（清空）", "(emptied)").to_owned(),
            false => text,
        };
        said.push((here.say.lang.of(&field.label).to_owned(), text));
    }
    said
}

fn clock(system: &System, it: &ClockMove, here: &Here<'_>) -> String {
    let lang = here.say.lang;
    let name = |id: &str| {
        system
            .clocks
            .iter()
            .find(|it| &*it.id == id)
            .map_or_else(|| id.to_owned(), |it| lang.of(&it.name).to_owned())
    };
    match it {
        ClockMove::Started { clock, due, .. } => lang.pick(
            format!("“{}”开始计时，{due} 到期", name(clock)),
            format!("“{}” runs until {due}", name(clock)),
        ),
        ClockMove::Stopped { clock } => lang.pick(
            format!("“{}”停止计时", name(clock)),
            format!("“{}” stopped", name(clock)),
        ),
        ClockMove::Suspended { clock, on } => lang.pick(
            format!("“{}”自 {on} 中止", name(clock)),
            format!("“{}” suspended on {on}", name(clock)),
        ),
        ClockMove::Resumed { clock, due, .. } => lang.pick(
            format!("“{}”恢复计时，{due} 到期", name(clock)),
            format!("“{}” runs again, until {due}", name(clock)),
        ),
        ClockMove::Extended { clock, due, .. } => lang.pick(
            format!("“{}”延期到 {due}", name(clock)),
            format!("“{}” extended to {due}", name(clock)),
        ),
        ClockMove::Reminded { clock } => lang.pick(
            format!("“{}”即将到期，已提醒", name(clock)),
            format!("reminded: “{}” runs out soon", name(clock)),
        ),
        ClockMove::RanOut {
            clock,
            due,
            escalated,
        } => {
            let up = escalated.as_deref().map(|unit| {
                here.say
                    .name(&FieldType::Unit, unit)
                    .unwrap_or_else(|| unit.to_owned())
            });
            let (zh, en) = up.map_or_else(Default::default, |unit| {
                (format!("，升级到{unit}"), format!(", gone up to {unit}"))
            });
            lang.pick(
                format!("“{}”{due} 到期未办{zh}", name(clock)),
                format!("“{}” ran out on {due}{en}", name(clock)),
            )
        }
    }
}

fn sample(it: &SampleMove, here: &Here<'_>) -> String {
    let lang = here.say.lang;
    match it {
        SampleMove::Asked { share, waits, .. } => {
            let (zh, en) = match waits {
                true => ("，等公开的号码", ", waiting for a public number"),
                false => ("", ""),
            };
            lang.pick(
                format!("抽查比例 {share}%{zh}"),
                format!("{share}% are chosen{en}"),
            )
        }
        SampleMove::Numbered { number, .. } => lang.pick(
            format!("公开的号码：{number}"),
            format!("public number: {number}"),
        ),
        SampleMove::Drawn { lot, chosen, .. } => {
            let (zh, en) = match chosen {
                true => ("抽中", "chosen"),
                false => ("未抽中", "not chosen"),
            };
            lang.pick(format!("签号 {lot}：{zh}"), format!("lot {lot}: {en}"))
        }
    }
}

fn notice(it: &NoticeMove, here: &Here<'_>) -> String {
    let lang = here.say.lang;
    match it {
        NoticeMove::Opened { from, until, .. } => lang.pick(
            format!("公示 {from} 至 {until}"),
            format!("public notice from {from} to {until}"),
        ),
        NoticeMove::Objected { objection, due, .. } => lang.pick(
            format!("异议 {objection}，{due} 前答复"),
            format!("objection {objection}, to be answered by {due}"),
        ),
        NoticeMove::Answered {
            objection, upheld, ..
        } => {
            let (zh, en) = if *upheld {
                ("成立", "upheld")
            } else {
                ("不成立", "not upheld")
            };
            lang.pick(
                format!("异议 {objection} {zh}"),
                format!("objection {objection} {en}"),
            )
        }
    }
}
