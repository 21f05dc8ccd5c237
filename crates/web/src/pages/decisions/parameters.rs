//! The dated parameters that a model uses: what is in force, since when, by what; and
//! what was before and comes after.

use maud::{Markup, html};
use youwei_decision::dmn::raw::InputData;
use youwei_decision::parameters::{Dated, Parameter};
use youwei_decision::temporal::Date;
use youwei_decision::value::Value;

use super::lit::Lit;
use super::text::{anchor, id_of};
use super::value::{brief, full};
use crate::systems::{Entry, System};
use crate::words::Lang;

/// Values wider than this, in halves of a Chinese character, are folded.
const WIDE: usize = 40;

/// The inputs of a model that are dated parameters.
pub(super) fn of<'a>(system: &'a System, entry: &'a Entry) -> Vec<(&'a InputData, &'a Parameter)> {
    let Some(parameters) = &system.parameters else {
        return Vec::new();
    };
    let found = entry.file.inputs.iter().filter_map(|input| {
        let all = parameters.all().iter();
        let parameter = all.into_iter().find(|it| *it.name == *input.head.name)?;
        Some((input, parameter))
    });
    found.collect()
}

/// The table of parameters, as of a day.
pub(super) fn table(
    used: &[(&InputData, &Parameter)],
    day: Date,
    lit: Option<&Lit>,
    lang: Lang,
) -> Markup {
    html! {
        p.quiet {
            (lang.pick(format!("下表为 {day} 有效的数值。规则不写死数字：按案例的日期取当日有效的一项。"), format!("Values in force on {day}. Rules hold no numbers of their own: each case takes those of its day.")))
        }
        table.plain.dated {
            thead { tr {
                th scope="col" { (lang.pick("参数", "Parameter")) }
                th scope="col" { (lang.pick("有效值", "In force")) }
                th scope="col" { (lang.pick("起始日", "Since")) }
                th scope="col" { (lang.pick("出处", "Source")) }
            } }
            tbody {
                @for (input, parameter) in used { (row(input, parameter, day, lit, lang)) }
            }
        }
    }
}

fn row(
    input: &InputData,
    parameter: &Parameter,
    day: Date,
    lit: Option<&Lit>,
    lang: Lang,
) -> Markup {
    let id = id_of(&input.head);
    let now = parameter.on(day);
    let used = lit.and_then(|lit| lit.dated(&id));
    // What the case took may be another than today's.
    let used_now = used.is_some_and(|used| {
        now.as_ref()
            .is_some_and(|now| now.from.to_string() == used.0.to_string())
    });
    let others: Vec<&Dated> = parameter
        .values
        .iter()
        .filter(|it| {
            now.as_ref()
                .is_none_or(|now| now.from.to_string() != it.from.to_string())
        })
        .collect();
    let label = |text: &str| text.to_owned();
    html! {
        tr id=(anchor(&id)) .used[used.is_some()] {
            th scope="row" {
                span lang="zh-CN" { (parameter.name) }
                small { (lang.of(&parameter.label)) }
            }
            @match &now {
                Some(now) => {
                    td data-label=(label(lang.pick("有效值", "In force"))) { b { (worth(&now.value, lang)) } (unit(parameter, &now.value)) @if used_now { (used_sign(lang)) } }
                    td data-label=(label(lang.pick("起始日", "Since"))) { time datetime=(now.from) { (now.from) } }
                    td data-label=(label(lang.pick("出处", "Source"))) lang="zh-CN" { (now.source) }
                },
                None => td.none colspan="3" { (lang.pick("当日还没有值", "no value yet on that day")) },
            }
        }
        @if !others.is_empty() {
            tr.before { td colspan="4" {
                details open[used.is_some() && !used_now] {
                    summary { (lang.pick(format!("沿革：另有 {} 项", others.len()), format!("History: {} other", others.len()))) }
                    ul {
                        @for it in others {
                            @let this = used.is_some_and(|used| used.0.to_string() == it.from.to_string());
                            li {
                                time datetime=(it.from) { (it.from) } " " (lang.pick("起", "on")) " " b { (worth(&it.value, lang)) } (unit(parameter, &it.value))
                                @if this { (used_sign(lang)) }
                                " " span.quiet lang="zh-CN" { (it.source) }
                            }
                        }
                    }
                }
            } }
        }
    }
}

/// The unit of a value; yes and no have none.
pub(super) fn unit(parameter: &Parameter, value: &Value) -> Markup {
    html! { @if !parameter.unit.is_empty() && !matches!(value, Value::Boolean(_)) { " " small lang="zh-CN" { (parameter.unit) } } }
}

fn used_sign(lang: Lang) -> Markup {
    html! { " " span.taken { "✓ " (lang.pick("本例用此", "used here")) } }
}

/// A value; a long one folded.
fn worth(value: &Value, lang: Lang) -> Markup {
    let short = brief(value, lang, WIDE);
    let whole = brief(value, lang, usize::MAX);
    html! {
        @if short == whole && !whole.contains('…') && !matches!(value, Value::List(items) if items.len() > 1) { (short) }
        @else { details.fold-value { summary { (short) } (full(value, lang)) } }
    }
}
