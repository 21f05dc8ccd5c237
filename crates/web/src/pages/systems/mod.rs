//! `/systems`: the declared systems of the city, their records, and what may be done to
//! them; all of it from the declarations.

pub(crate) mod about;
pub(crate) mod act;
pub(crate) mod clock;
pub(crate) mod detail;
pub(crate) mod export;
pub(crate) mod files;
pub(crate) mod filter;
mod forms;
pub(crate) mod given;
mod handover;
mod history;
pub(crate) mod import;
pub(crate) mod index;
pub(crate) mod list;
pub(crate) mod meeting;
pub(crate) mod open;
mod photo;
pub(crate) mod promise;
pub(crate) mod proposed;
mod rules;
#[cfg(test)]
mod sample;
pub(crate) mod sight;
pub(crate) mod value;
pub(crate) mod widget;

use maud::{Markup, html};
use youwei_base::{Actor, Bilingual, PUBLIC};
use youwei_system::authority::{is_allowed, works_on};
use youwei_system::declaration::{Action, ActionAt, System};
use youwei_system::record::Record;
use youwei_system::wish::Moment;

use crate::app::State;
use crate::ask::Ask;
use crate::fault::Fault;
use crate::systems::listing::Listing;
use sight::Sight;
use value::Say;

/// A page about one system: who asks, what of, what may be seen.
pub(crate) struct Here<'a> {
    pub ask: &'a Ask,
    pub state: &'a State,
    pub system: &'a System,
    pub listing: &'a Listing,
    pub say: Say<'a>,
    pub sight: Sight,
    pub actor: Actor,
}

impl<'a> Here<'a> {
    /// The system that the address names.
    pub fn new(ask: &'a Ask, state: &'a State) -> Result<Here<'a>, Fault> {
        let system = ask.app.ground.system(ask.part("system"));
        let here = system.and_then(|it| Here::of(ask, state, it));
        here.ok_or_else(no_system)
    }

    /// Every declared system.
    pub fn all(ask: &'a Ask, state: &'a State) -> Vec<Here<'a>> {
        let all = ask.app.ground.systems().iter();
        all.filter_map(|it| Here::of(ask, state, it)).collect()
    }

    fn of(ask: &'a Ask, state: &'a State, system: &'a System) -> Option<Here<'a>> {
        let actor = ask.actor.clone();
        Some(Here {
            ask,
            state,
            system,
            listing: state.listing(&system.id)?,
            say: Say {
                names: ask.app.names(),
                lang: ask.lang,
                promises: Some(promise::Promises {
                    state,
                    today: ask.today(),
                }),
            },
            sight: Sight::of(&actor),
            actor,
        })
    }

    /// A record by its id.
    pub fn record(&self, id: &str) -> Option<&'a Record> {
        self.state.record(&self.system.id, id)
    }

    /// The record that the address names, if it is shown to who asks.
    pub fn asked_record(&self) -> Result<&'a Record, Fault> {
        if !self.sight.any(self.system) {
            return Err(Fault::new(
                axum::http::StatusCode::FORBIDDEN,
                "这个系统的条目不向公众公开。请先登录。",
                "The records of this system are not public. Sign in first.",
            ));
        }
        let id = self.ask.part("record");
        self.record(id).ok_or_else(|| no_record(self.system, id))
    }

    /// The address of a record.
    pub fn address(&self, record: &str) -> String {
        format!("/systems/{}/records/{record}", self.system.id)
    }

    /// What a record is called; its id where its name is not shown.
    pub fn title(&self, record: &Record) -> String {
        let field = self.system.fields.get(self.system.title);
        let seen = field.filter(|it| self.sight.sees(it));
        let said =
            seen.and_then(|it| Some(self.say.text(&it.of, record.values.get(self.system.title)?)));
        let said = said.filter(|it| !it.is_empty());
        said.unwrap_or_else(|| record.id.to_string())
    }

    /// Whether this actor may take an action on a record now.
    pub fn may(&self, record: &Record, action: ActionAt) -> bool {
        let (town, at) = (self.ask.app.town(self.state), self.at());
        is_allowed(self.system, action, Some(record), &self.actor, &town, at)
    }

    /// The moment that decides what may be done.
    pub(crate) fn at(&self) -> Moment {
        Moment {
            now: self.ask.now,
            today: self.ask.today(),
        }
    }

    /// Whether this actor may open a record by an action.
    pub fn may_open(&self, action: ActionAt) -> bool {
        let (town, at) = (self.ask.app.town(self.state), self.at());
        is_allowed(self.system, action, None, &self.actor, &town, at)
    }

    /// The actions that this actor may take on a record now.
    pub fn may_now(&self, record: &Record) -> Vec<(ActionAt, &'a Action)> {
        let all = self.system.actions.iter().enumerate();
        all.filter(|(at, _)| self.may(record, *at)).collect()
    }

    /// Whether there is anything that this actor may do to a record.
    pub fn has_actions(&self, record: &Record) -> bool {
        !self.may_now(record).is_empty()
    }

    /// The personal values of a record, for those who act on it; that there are some, for
    /// the rest of the house; nothing for the public.
    pub fn personal(&self, record: &Record) -> Markup {
        if self.sight == Sight::Public || record.sealed.is_empty() {
            return html! {};
        }
        let lang = self.say.lang;
        let town = self.ask.app.town(self.state);
        let acts = works_on(self.system, record, &self.actor, &town);
        let shown = |field: &youwei_system::declaration::Field, entry: u64| {
            let opened = acts.then(|| self.ask.app.unsealed(entry, &field.name, &field.of));
            let opened = opened.flatten();
            opened.map(|it| self.say.text(&field.of, &it))
        };
        html! {
            @for (at, entry) in &record.sealed {
                @if let Some(field) = self.system.fields.get(*at) {
                    dt { (lang.of(&field.label)) small.inside { (lang.pick("个人信息", "personal")) } }
                    dd { @match shown(field, *entry) {
                        Some(text) => (text),
                        None => span.none { (lang.pick("加密存放；只有办理这条的人可见", "kept encrypted; shown to those who act on this record")) },
                    } }
                }
            }
        }
    }

    /// Where the page stands.
    pub fn way(&self, below: &[(String, String)]) -> Markup {
        let lang = self.say.lang;
        html! {
            nav.way aria-label=(lang.pick("位置", "Where this is")) { ol {
                li { a href="/systems" { (lang.pick("业务系统", "Systems")) } }
                li { a href=(format!("/systems/{}", self.system.id)) { (lang.of(&self.system.name)) } }
                @for (name, address) in below { li { a href=(address) { (name) } } }
            } }
        }
    }
}

/// Buttons to open a record, of the ways that this actor may.
pub(crate) fn openings(here: &Here<'_>) -> Markup {
    let lang = here.say.lang;
    let may: Vec<&Action> = here
        .system
        .openings()
        .filter(|(at, _)| here.may_open(*at))
        .map(|(_, it)| it)
        .collect();
    html! {
        @if !may.is_empty() {
            p.next.openings {
                @for action in &may { a.button.primary href=(format!("/systems/{}/new/{}", here.system.id, action.id)) { (lang.of(&action.name)) } }
                @for action in may.iter().filter(|it| !it.by.iter().any(|by| &**by == PUBLIC)) { a.button href=(format!("/systems/{}/import/{}", here.system.id, action.id)) { (lang.pick("批量导入：", "Import: ")) (lang.of(&action.name)) } }
            }
        }
    }
}

pub(crate) fn no_system() -> Fault {
    Fault::not_found(
        "没有这个系统。请从“业务系统”页选择一个。",
        "There is no such system. Choose one on the page “Systems”.",
    )
}

pub(crate) fn no_record(system: &System, id: &str) -> Fault {
    let Bilingual { zh, en } = &system.name;
    Fault::not_found(
        format!("“{zh}”没有编号为“{id}”的条目。请在列表中按编号或名称查找。"),
        format!("“{en}” has no record “{id}”. Look for its number or name in the list."),
    )
}
