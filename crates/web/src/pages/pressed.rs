//! What stands on a commitment: the records of any system whose field of type commitment
//! names it, such as orders and applications to close; and the doors to open one.

use form_urlencoded::Serializer;
use maud::{Markup, html};
use youwei_account::{Account, Commitment};
use youwei_base::{Light, Reach};
use youwei_decision::value::Value;
use youwei_system::declaration::{Action, FieldType, System};
use youwei_system::record::Record;

use super::systems::clock::{badge, nearest};
use super::systems::given::key;
use super::systems::{Here, sight::Sight};
use crate::app::State;
use crate::ask::Ask;
use crate::words::Lang;

/// A record that stands on a commitment.
pub(crate) struct Stands<'a> {
    pub system: &'a System,
    pub record: &'a Record,
}

/// The records that name a commitment where everybody may see it, the newest first.
pub(crate) fn on<'a>(state: &'a State, report: &str, commitment: &str) -> Vec<Stands<'a>> {
    let id = Value::from(format!("{report}/{commitment}").as_str());
    let mut all = Vec::new();
    for book in state.running.records.books() {
        let system: &System = book.system();
        let fields = system.fields.iter();
        for field in fields.filter(|it| it.public && matches!(it.of, FieldType::Commitment)) {
            let found = book.holding(&field.name, &id).into_iter();
            all.extend(found.map(|record| Stands { system, record }));
        }
    }
    all.sort_by_key(|it| std::cmp::Reverse(it.record.opened));
    all
}

impl Stands<'_> {
    /// Whether it is still going on.
    pub fn is_open(&self) -> bool {
        let stage = self.record.stage.and_then(|it| self.system.stages.get(it));
        stage.is_none_or(|it| !it.ends)
    }

    /// What it is called: its official number, else what its system calls a record.
    pub fn name(&self, lang: Lang) -> String {
        match number(self.system, self.record) {
            Some(number) => number.to_owned(),
            None => format!("{} {}", lang.of(&self.system.record), self.record.id),
        }
    }

    pub fn address(&self) -> String {
        format!("/systems/{}/records/{}", self.system.id, self.record.id)
    }

    fn stage(&self, lang: Lang) -> &str {
        let stage = self.record.stage.and_then(|it| self.system.stages.get(it));
        stage.map_or("", |it| lang.of(&it.name))
    }
}

/// The official number of a record, if it has one.
pub(crate) fn number<'a>(system: &System, record: &'a Record) -> Option<&'a str> {
    let mut fields = system.fields.iter().zip(&record.values);
    fields.find_map(|(field, value)| match (&field.of, value) {
        (FieldType::DocumentNumber, Value::String(number)) if field.public => Some(&**number),
        _ => None,
    })
}

/// One line a record: number, since when, what stage, until when.
pub(crate) fn list(ask: &Ask, all: &[Stands<'_>]) -> Markup {
    let lang = ask.lang;
    html! {
        ul.pressed { @for it in all {
            li.done[!it.is_open()] {
                a href=(it.address()) lang="zh-CN" { (it.name(lang)) } " "
                span { (it.stage(lang)) } " "
                small {
                    (lang.pick(format!("{} 起", it.record.opened), format!("since {}", it.record.opened)))
                    @if it.is_open() { @if let Some((clock, stand)) = nearest(it.record, ask.today()) {
                        (lang.pick("，限 ", ", due ")) (clock.due) " " (badge(stand, lang))
                    } }
                }
            }
        } }
    }
}

/// What stands on a commitment, at the side of its page, with the doors to open more.
pub(crate) fn card(
    ask: &Ask,
    state: &State,
    account: &Account,
    commitment: &Commitment,
    light: Light,
    said: &str,
) -> Markup {
    let lang = ask.lang;
    let Some(report) = account.report() else {
        return html! {};
    };
    let all = on(state, &report.id, &commitment.id);
    let id = format!("{}/{}", report.id, commitment.id);
    let doors = doors(ask, state, &id, commitment, said);
    html! {
        @if !all.is_empty() || !doors.is_empty() {
            section.card.on #pressed {
                p.tags { b { (lang.pick("督办和销号", "Supervision and closing")) } }
                @if all.is_empty() {
                    p.quiet { (match light {
                        Light::Red => lang.pick("红灯，还没有人催办。", "Red, and nobody was pressed yet."),
                        _ => lang.pick("没有督办，也没有申请销号。", "No order, and no application to close."),
                    }) }
                }
                (list(ask, &all))
                @if !doors.is_empty() {
                    p.next { @for (address, name) in &doors { a.button.primary[light == Light::Red] href=(address) { (name) } } }
                }
            }
        }
    }
}

/// The forms that open a record about a commitment, filled in as far as the page knows.
fn doors(
    ask: &Ask,
    state: &State,
    id: &str,
    commitment: &Commitment,
    said: &str,
) -> Vec<(String, String)> {
    if !commitment.is_live() || ask.signed.is_none() {
        return Vec::new();
    }
    let mut doors = Vec::new();
    for here in Here::all(ask, state) {
        if here.sight != Sight::Inside {
            continue;
        }
        for (at, action) in here.system.openings() {
            let names = action.input.iter();
            let mut names = names.filter(|it| matches!(it.field.of, FieldType::Commitment));
            if names.next().is_some() && here.may_open(at) {
                let address = filled(&here, action, id, commitment, said);
                doors.push((address, ask.lang.of(&action.name).to_owned()));
            }
        }
    }
    doors
}

/// The address of a form with what is known: the commitment; its words as the title; the
/// unit; that it comes from the report; how it stands, where something is `asked`.
fn filled(
    here: &Here<'_>,
    action: &Action,
    id: &str,
    commitment: &Commitment,
    said: &str,
) -> String {
    let (system, ask) = (here.system, here.ask);
    let own = action.reach == Some(Reach::Own);
    let unit = match own {
        true => ask.actor.unit.to_string(),
        false => commitment.lead.clone().unwrap_or_default(),
    };
    let mut query = Serializer::new(String::new());
    for input in &action.input {
        let name = key(&input.field.name);
        match &input.field.of {
            FieldType::Commitment => query.append_pair(&name, id),
            FieldType::Unit if input.sets.is_some() && input.sets == system.owner => {
                query.append_pair(&name, &unit)
            }
            FieldType::Text { chars_max, .. } if input.sets == Some(system.title) => {
                let title: String = commitment.text.chars().take(*chars_max).collect();
                query.append_pair(&name, &title)
            }
            FieldType::Choice(all) if all.iter().any(|it| &*it.key == "report") => {
                query.append_pair(&name, "report")
            }
            FieldType::Text { lines: true, .. } if &*input.field.name == "asked" => {
                let asked = format!("{said}请说明原因，提出补救措施和完成日期。");
                query.append_pair(&name, &asked)
            }
            _ => continue,
        };
    }
    format!(
        "/systems/{}/new/{}?{}",
        system.id,
        action.id,
        query.finish()
    )
}
