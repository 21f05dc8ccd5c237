//! Boxed expressions: contexts, calls, lists, conditions and loops as boxes, texts as
//! texts.

use maud::{Markup, html};
use youwei_decision::dmn::raw::{Boxed, BoxedKind, FunctionDefinition, Iteration, Variable};

use super::feel::{Links, expression};
use super::lit::Lit;
use super::table::{Place, table};
use crate::words::Lang;

/// What all boxes of an element share.
pub(super) struct Within<'a> {
    /// The id of the innermost element that has one; a table without id is known by it.
    pub id: &'a str,
    pub name: &'a str,
    pub links: &'a Links,
    pub lit: Option<&'a Lit>,
    pub lang: Lang,
}

/// An expression. Files nest no deeper than the reader allows.
pub(super) fn boxed(within: &Within<'_>, it: &Boxed) -> Markup {
    let lang = within.lang;
    let id = it.id.as_deref().unwrap_or(within.id);
    let within = &Within { id, ..*within };
    let inner = |it: &Option<Box<Boxed>>| html! { @if let Some(it) = it { (boxed(within, it)) } };
    html! {
        @match &it.kind {
            BoxedKind::Literal(literal) => (expression(&literal.text, within.links)),
            BoxedKind::Table(it) => (table(&Place { id, name: within.name, links: within.links, lang }, it, within.lit)),
            BoxedKind::Context(entries) => div.scroll { table.boxed {
                @for entry in entries {
                    tr {
                        @match &entry.variable {
                            Some(variable) => th scope="row" lang="zh-CN" { (variable.head.name) (of_type(variable)) },
                            None => th scope="row" { (lang.pick("结果", "Result")) },
                        }
                        td { @if let Some(value) = &entry.value { (boxed(within, value)) } }
                    }
                }
            } },
            BoxedKind::List(items) => ol.boxed { @for item in items { li { (boxed(within, item)) } } },
            BoxedKind::Relation(relation) => div.scroll { table.boxed {
                thead { tr { @for column in &relation.columns { th scope="col" lang="zh-CN" { (column.head.name) } } } }
                tbody { @for (cells, _) in &relation.rows { tr { @for cell in cells { td { (boxed(within, cell)) } } } } }
            } },
            BoxedKind::Function(it) => (function(within, it)),
            BoxedKind::Invocation { function, bindings } => div.scroll { table.boxed {
                tr { th scope="row" { (lang.pick("调用", "Call")) } td { (inner(function)) } }
                @for binding in bindings {
                    tr {
                        th scope="row" lang="zh-CN" { (binding.parameter.head.name) }
                        td { @if let Some(value) = &binding.value { (boxed(within, value)) } }
                    }
                }
            } },
            BoxedKind::Conditional { condition, then, otherwise } => div.scroll { table.boxed {
                tr { th scope="row" { (lang.pick("如果", "If")) } td { (inner(condition)) } }
                tr { th scope="row" { (lang.pick("则", "Then")) } td { (inner(then)) } }
                tr { th scope="row" { (lang.pick("否则", "Else")) } td { (inner(otherwise)) } }
            } },
            BoxedKind::Filter { list, matches } => div.scroll { table.boxed {
                tr { th scope="row" { (lang.pick("清单", "List")) } td { (inner(list)) } }
                tr { th scope="row" { (lang.pick("其中满足", "Those where")) } td { (inner(matches)) } }
            } },
            BoxedKind::Iterator { iteration, variable, over, body, .. } => div.scroll { table.boxed {
                tr { th scope="row" { (lang.pick("对每一个", "For each")) " " span lang="zh-CN" { (variable) } } td { (inner(over)) } }
                tr {
                    th scope="row" { @match iteration {
                        Iteration::For => (lang.pick("得出", "Gives")),
                        Iteration::Some => (lang.pick("有一个满足", "One is so that")),
                        Iteration::Every => (lang.pick("个个满足", "All are so that")),
                    } }
                    td { (inner(body)) }
                }
            } },
        }
    }
}

/// A function: what it takes, and its body.
pub(super) fn function(within: &Within<'_>, it: &FunctionDefinition) -> Markup {
    let lang = within.lang;
    html! {
        p.takes {
            (lang.pick("已知：", "Given: "))
            @for (nth, parameter) in it.parameters.iter().enumerate() {
                @if nth > 0 { (lang.pick("、", ", ")) }
                b lang="zh-CN" { (parameter.head.name) } (of_type(parameter))
            }
        }
        @if let Some(body) = &it.body { (boxed(within, body)) }
    }
}

fn of_type(variable: &Variable) -> Markup {
    html! { @if let Some(of) = &variable.type_ref { small.type lang="zh-CN" { (of) } } }
}
