//! The sections of a model's page: decisions, knowledge models, inputs, sources.

use maud::{Markup, html};
use youwei_decision::dmn::raw::{
    Decision, Element, Head, InputData, KnowledgeModel, KnowledgeSource, Requirement,
    RequirementKind,
};
use youwei_decision::value::Value;

use super::boxed::{Within, boxed, function};
use super::lit::Lit;
use super::text::{anchor, id_of, name, said, short_name};
use super::value::{brief, full};
use crate::systems::Entry;
use crate::words::Lang;

/// The width of a value beside a name, in halves of a Chinese character.
const BRIEF: usize = 36;

/// What all sections share.
pub(super) struct Of<'a> {
    pub entry: &'a Entry,
    pub lit: Option<&'a Lit>,
    pub lang: Lang,
}

impl Of<'_> {
    /// The names that lead from an element to what it needs.
    fn links(&self, needs: &[Requirement]) -> Vec<(String, String)> {
        let heads = needs.iter().filter_map(|it| self.head(it));
        heads
            .map(|it| (it.name.to_string(), anchor(&id_of(it))))
            .collect()
    }

    fn head(&self, need: &Requirement) -> Option<&Head> {
        if need.href.namespace.is_some() {
            return None;
        }
        Some(match self.entry.file.by_id(&need.href.id)? {
            Element::Input(it) => &it.head,
            Element::Decision(it) => &it.head,
            Element::KnowledgeModel(it) => &it.head,
            Element::Service(it) => &it.head,
            Element::KnowledgeSource(it) => &it.head,
            Element::Item(_) | Element::Annotation(_) => return None,
        })
    }

    fn worth(&self, id: &str) -> Option<&Value> {
        self.lit?.value(id)
    }

    /// A decision: its question, its rules, what it rests on.
    pub fn decision(&self, it: &Decision) -> Markup {
        let lang = self.lang;
        let id = id_of(&it.head);
        let links = self.links(&it.requirements);
        let worth = self.worth(&id);
        html! {
            section.element.lit[worth.is_some()].idle[self.lit.is_some() && worth.is_none()] id=(anchor(&id)) {
                h3 { (name(&it.head, lang)) }
                @if let Some(question) = &it.question { p.question { (said(question, lang)) } }
                @if let Some(about) = &it.head.description { p.about { (said(about, lang)) } }
                @if let Some(worth) = worth { (self.answer(worth)) }
                @match &it.expression {
                    Some(expression) => (boxed(&Within { id: &id, name: &it.head.name, links: &links, lit: self.lit, lang }, expression)),
                    None => p.none { (lang.pick("还没有写怎样决定。", "How it is decided was not written.")) },
                }
                (self.rests(&it.requirements))
                (self.used_by(&id))
            }
        }
    }

    fn answer(&self, worth: &Value) -> Markup {
        html! { div.answer { span.word { (self.lang.pick("本例", "This case")) } div { (full(worth, self.lang)) } } }
    }

    /// A knowledge model: a function that decisions call.
    pub fn knowledge(&self, it: &KnowledgeModel) -> Markup {
        let lang = self.lang;
        let id = id_of(&it.head);
        let links = self.links(&it.requirements);
        html! {
            section.element id=(anchor(&id)) {
                h3 { (name(&it.head, lang)) }
                @if let Some(about) = &it.head.description { p.about { (said(about, lang)) } }
                @if let Some(logic) = &it.logic {
                    @let inner = logic.id.as_deref().unwrap_or(&id);
                    (function(&Within { id: inner, name: &it.head.name, links: &links, lit: self.lit, lang }, logic))
                }
                (self.rests(&it.requirements))
                (self.used_by(&id))
            }
        }
    }

    /// The inputs that are asked of a case.
    pub fn inputs(&self, inputs: &[&InputData]) -> Markup {
        let lang = self.lang;
        html! {
            dl.inputs {
                @for it in inputs {
                    @let id = id_of(&it.head);
                    div id=(anchor(&id)) {
                        dt { (name(&it.head, lang)) @if let Some(of) = &it.variable.type_ref { small.type lang="zh-CN" { (of) } } }
                        dd {
                            @if let Some(about) = &it.head.description { (said(about, lang)) }
                            @if let Some(worth) = self.worth(&id) { (self.answer(worth)) }
                        }
                    }
                }
            }
        }
    }

    /// A source of law.
    pub fn source(&self, it: &KnowledgeSource) -> Markup {
        let lang = self.lang;
        let id = id_of(&it.head);
        // Only an address that browsers open as a page becomes a link.
        let web = |it: &str| it.starts_with("https://") || it.starts_with("http://");
        let location = it.location.as_ref().map(|it| it.trim().to_owned());
        html! {
            li id=(anchor(&id)) {
                b { (name(&it.head, lang)) }
                @if let Some(kind) = &it.kind { " " small { (kind) } }
                @if let Some(about) = &it.head.description { p { (said(about, lang)) } }
                @match location {
                    Some(location) if web(&location) => p { a href=(location) rel="noopener noreferrer external" { (location) } },
                    Some(location) => p { code { (location) } },
                    None => {},
                }
                (self.used_by(&id))
            }
        }
    }

    /// What an element rests on, with what that is worth in the case.
    fn rests(&self, needs: &[Requirement]) -> Markup {
        let lang = self.lang;
        let law = |it: &&Requirement| it.kind == RequirementKind::Authority;
        let used: Vec<&Requirement> = needs.iter().filter(|it| !law(it)).collect();
        let laws: Vec<&Requirement> = needs.iter().filter(law).collect();
        html! {
            @if !used.is_empty() {
                p.rests {
                    span.word { (lang.pick("用到", "Uses")) }
                    @for need in used { @if let Some(head) = self.head(need) { (self.chip(head)) } }
                }
            }
            @if !laws.is_empty() {
                p.rests {
                    span.word { (lang.pick("依据", "Law")) }
                    @for need in laws { @if let Some(head) = self.head(need) { (self.chip(head)) } }
                }
            }
        }
    }

    fn chip(&self, head: &Head) -> Markup {
        let id = id_of(head);
        html! {
            a.use href={ "#" (anchor(&id)) } {
                (short_name(head, self.lang))
                @if let Some(worth) = self.worth(&id) { b { (brief(worth, self.lang, BRIEF)) } }
            }
        }
    }

    /// What rests on an element.
    fn used_by(&self, id: &str) -> Markup {
        let needs = |all: &[Requirement]| {
            let mut own = all.iter().filter(|it| it.href.namespace.is_none());
            own.any(|it| &*it.href.id == id)
        };
        let file = &self.entry.file;
        let decisions = file.decisions.iter().map(|it| (&it.head, &it.requirements));
        let knowledge = file
            .knowledge_models
            .iter()
            .map(|it| (&it.head, &it.requirements));
        let users: Vec<&Head> = decisions
            .chain(knowledge)
            .filter(|(_, all)| needs(all))
            .map(|it| it.0)
            .collect();
        html! {
            @if !users.is_empty() {
                p.rests.back {
                    span.word { (self.lang.pick("用于", "Used by")) }
                    @for head in users { a.use href={ "#" (anchor(&id_of(head))) } { (short_name(head, self.lang)) } }
                }
            }
        }
    }
}
