//! The result of a case, at the top of the page: the answer, or why there is none; by
//! which rules; step by step.

use std::collections::HashMap;

use maud::{Markup, html};
use youwei_base::Bilingual;
use youwei_decision::dmn::raw::{BoxedKind, Decision, RequirementKind, Table};
use youwei_decision::parameters::Parameter;
use youwei_decision::value::{Missing, Name, Value};

use super::case::Decided;
use super::given::PREFIX;
use super::parameters::unit;
use super::table::rule_link;
use super::text::{anchor, id_of, name, said, short_name};
use super::value::{brief, full, grouped};
use crate::systems::{Entry, walk};
use crate::words::Lang;

/// A table that ran more often than this is named once and not by its runs.
const RUNS_NAMED: usize = 3;
/// The width of a value in a step, in halves of a Chinese character.
const BRIEF: usize = 60;

/// The tables of a model by their ids.
pub(super) type Tables<'a> = HashMap<String, &'a Table>;

pub(super) fn tables(entry: &Entry) -> Tables<'_> {
    let mut tables = Tables::new();
    for it in &entry.file.decisions {
        let id = id_of(&it.head);
        if let Some(expression) = &it.expression {
            walk(expression, &mut |it| {
                if let BoxedKind::Table(table) = &it.kind {
                    tables.insert(it.id.as_deref().unwrap_or(&id).to_owned(), table);
                }
            });
        }
    }
    for it in &entry.file.knowledge_models {
        let id = id_of(&it.head);
        if let Some(body) = it.logic.as_ref().and_then(|it| it.body.as_deref()) {
            walk(body, &mut |it| {
                if let BoxedKind::Table(table) = &it.kind {
                    tables.insert(it.id.as_deref().unwrap_or(&id).to_owned(), table);
                }
            });
        }
    }
    tables
}

/// What the result is made of.
pub(super) struct Outcome<'a> {
    pub entry: &'a Entry,
    pub decided: &'a Decided,
    pub tables: &'a Tables<'a>,
    pub parameters: &'a [(&'a youwei_decision::dmn::raw::InputData, &'a Parameter)],
    pub lang: Lang,
}

impl Outcome<'_> {
    fn decision(&self, id: &str) -> Option<&Decision> {
        self.entry
            .file
            .decisions
            .iter()
            .find(|it| id_of(&it.head) == id)
    }

    pub fn show(&self, expected: Option<Result<(), Bilingual>>) -> Markup {
        let lang = self.lang;
        let node = self.entry.model.nodes().get(self.decided.decision);
        let id = node.map_or("", |it| &*it.element);
        let decision = self.decision(id);
        let class = match &self.decided.value {
            value if value.missing().is_some() => "open",
            Value::Null(_) => "empty",
            _ => "told",
        };
        html! {
            section #result class={ "result " (class) } aria-labelledby="result-head" {
                h2 #result-head {
                    (lang.pick("结果：", "Result: "))
                    @if let Some(it) = decision { a href={ "#" (anchor(id)) } { (name(&it.head, lang)) } }
                }
                @if let Some(question) = decision.and_then(|it| it.question.as_deref()) { p.question { (said(question, lang)) } }
                (self.answer())
                @match expected {
                    Some(Ok(())) => p.expected { "✓ " (lang.pick("与例子中应有的结果一致", "As the example expects")) },
                    Some(Err(sentence)) => p.expected.bad { "✗ " (lang.pick("与例子中应有的结果不同：", "Not as the example expects: ")) (lang.of(&sentence)) },
                    None => {},
                }
                (self.why(id))
                (self.parameters_used())
                (self.steps())
                p.quiet.no-print { (lang.pick("这一页的地址就是这个案例，可以转给别人；服务器什么也不保存。", "The address of this page is the case itself and can be passed on; the server keeps nothing.")) }
            }
        }
    }

    fn answer(&self) -> Markup {
        let lang = self.lang;
        html! {
            @match &self.decided.value {
                Value::Unknown(missing) => {
                    p.said { span aria-hidden="true" { "? " } (lang.pick("不能确定，因为缺", "Unknown, for want of "))
                        (self.all_missing(missing))
                        (lang.pick("。", "."))
                    }
                    p.quiet { (lang.pick("补上就有结果；不影响结果的缺项不在此列。", "With that there is an answer. What is missing and does not matter is not named.")) }
                },
                Value::Null(null) => {
                    p.said { span aria-hidden="true" { "∅ " }
                        @match null.reason() {
                            Some(reason) => { (lang.pick("没有结果：", "No answer: ")) (lang.own(reason.why.sentence())) },
                            None => (lang.pick("结果为空（规则写明为空）。", "The answer is null, as the rules say.")),
                        }
                    }
                    @if let Some(reason) = null.reason() {
                        @if let Some(text) = &reason.text { p.quiet { (lang.pick("出在：", "Arisen in: ")) code.feel { (text) } } }
                    }
                },
                value => {
                    @if let Some(missing) = value.missing() {
                        p.said { span aria-hidden="true" { "? " } (lang.pick("有几项不能确定，因为缺", "Some of it is unknown, for want of ")) (self.all_missing(&missing)) (lang.pick("。", ".")) }
                        (full(value, lang))
                    } @else { div.said { (full(value, lang)) } }
                },
            }
        }
    }

    fn all_missing(&self, missing: &Missing) -> Markup {
        html! {
            @for (nth, name) in missing.0.iter().enumerate() {
                @if nth > 0 { (self.lang.pick("、", ", ")) }
                (self.missing(name))
            }
        }
    }

    /// A missing input leads to its field.
    fn missing(&self, name: &Name) -> Markup {
        let asked = self.entry.model.inputs().any(|it| it == name);
        html! {
            b { @if asked { a href={ "#" (PREFIX) (name) } lang="zh-CN" { "“" (name) "”" } } @else { span lang="zh-CN" { "“" (name) "”" } } }
        }
    }

    /// How the answer came about: by which rules, or from what and by the rules of that.
    fn why(&self, id: &str) -> Markup {
        let lang = self.lang;
        let needs = self.decision(id).map_or(&[][..], |it| &it.requirements);
        let from = needs
            .iter()
            .filter(|it| it.kind == RequirementKind::Decision && it.href.namespace.is_none());
        let from: Vec<&Decision> = from
            .filter_map(|it| self.decision(&it.href.id))
            .filter(|it| self.decided.lit.value(&id_of(&it.head)).is_some())
            .collect();
        html! {
            @let own = self.rules(id);
            @if !own.is_empty() {
                div.because {
                    h3 { (lang.pick("依据的规则", "By these rules")) }
                    ul { @for (table, rule) in own { li { (rule_link(table, rule, lang)) (self.beside(table, rule)) } } }
                }
            }
            @if !from.is_empty() {
                div.because {
                    h3 { (lang.pick("由这些得出", "From these")) }
                    ul {
                        @for it in from {
                            @let id = id_of(&it.head);
                            li {
                                a href={ "#" (anchor(&id)) } { (short_name(&it.head, lang)) }
                                @if let Some(value) = self.decided.lit.value(&id) { " " b { (brief(value, lang, BRIEF)) } }
                                @for (table, rule) in self.rules(&id) { " " (rule_link(table, rule, lang)) (self.beside(table, rule)) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The rules that fired in a decision, each once; none of tables that ran many times.
    fn rules(&self, id: &str) -> Vec<(&str, usize)> {
        let mut rules = Vec::new();
        for (table, runs) in self.decided.lit.within(id) {
            let few = runs.len() <= RUNS_NAMED;
            for rule in runs.iter().filter(|_| few).flat_map(|it| &it.trace.fired) {
                if !rules.contains(&(table, *rule)) {
                    rules.push((table, *rule));
                }
            }
        }
        rules
    }

    /// The remarks of a rule, its articles among them.
    fn beside(&self, table: &str, rule: usize) -> Markup {
        let rule = self.tables.get(table).and_then(|it| it.rules.get(rule));
        let remarks: Vec<&str> = rule
            .into_iter()
            .flat_map(|it| it.annotations.iter().map(|it| it.trim()))
            .filter(|it| !it.is_empty())
            .collect();
        html! { @if !remarks.is_empty() { span.article lang="zh-CN" { " " (remarks.join("；")) } } }
    }

    fn parameters_used(&self) -> Markup {
        let lang = self.lang;
        let used: Vec<_> = self
            .parameters
            .iter()
            .filter_map(|(input, parameter)| {
                let id = id_of(&input.head);
                let (from, source) = self.decided.lit.dated(&id)?;
                Some((
                    id.clone(),
                    parameter,
                    from,
                    source,
                    self.decided.lit.value(&id)?,
                ))
            })
            .collect();
        html! {
            @if !used.is_empty() {
                div.because {
                    h3 { (lang.pick("用到的参数", "Parameters used")) }
                    ul {
                        @for (id, parameter, from, source, value) in &used {
                            li {
                                a href={ "#" (anchor(id)) } lang="zh-CN" { (parameter.name) } " " b { (brief(value, lang, BRIEF)) } (unit(parameter, value))
                                span.article { " " (lang.pick(format!("{from} 起"), format!("since {from}"))) (lang.pick("，", ", ")) span lang="zh-CN" { (source) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Every decision that was made on the way, in the order in which they were settled.
    fn steps(&self) -> Markup {
        let lang = self.lang;
        let order = &self.decided.lit.order;
        html! {
            @if order.len() > 1 {
                details.steps-taken open {
                    summary { (lang.pick(format!("一步步怎样得出（{} 步）", grouped(&order.len().to_string())), format!("Step by step ({} steps)", order.len()))) }
                    ol {
                        @for id in order {
                            @if let (Some(it), Some(value)) = (self.decision(id), self.decided.lit.value(id)) {
                                li {
                                    a href={ "#" (anchor(id)) } { (short_name(&it.head, lang)) }
                                    " = " b { (brief(value, lang, BRIEF)) }
                                    span.by {
                                        @for (table, rule) in self.rules(id) { " " (rule_link(table, rule, lang)) }
                                        @for (_, runs) in self.decided.lit.within(id).iter().filter(|it| it.1.len() > RUNS_NAMED) {
                                            " " span.quiet { (lang.pick(format!("逐项用规则 {} 次", runs.len()), format!("rules used {} times", runs.len()))) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
