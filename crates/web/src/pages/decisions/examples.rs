//! The example cases of a model, each one click away.

use maud::{Markup, html};
use youwei_decision::cases::WorkedCase;
use youwei_decision::value::json::from_json;

use super::given::{Field, PREFIX};
use super::sheet::address;
use crate::fields::Fields;
use crate::systems::{Entry, System};
use crate::words::Lang;

/// How many are shown at once; the others are folded by decision.
const SHOWN: usize = 6;

/// The examples of a model, with their numbers in the file, from 1.
pub(super) fn of<'a>(
    system: &'a System,
    entry: &'a Entry,
) -> impl Iterator<Item = (usize, &'a WorkedCase)> {
    let numbered = system.cases.iter().enumerate();
    numbered
        .filter(|(_, it)| it.model == entry.file.file)
        .map(|(at, it)| (at + 1, it))
}

/// The example of this number, if it is one of this model.
pub(super) fn numbered(system: &System, entry: &Entry, number: &str) -> Option<usize> {
    let number: usize = number.parse().ok()?;
    of(system, entry).map(|it| it.0).find(|it| *it == number)
}

/// The example as a filled-in form.
pub(super) fn fields(system: &System, entry: &Entry, number: usize) -> Fields {
    let mut out = Vec::new();
    let Some((_, example)) = of(system, entry).find(|it| it.0 == number) else {
        return Fields(out);
    };
    out.push(("decision".to_owned(), example.decision.to_string()));
    if let (Some(parameters), Some(on)) = (&system.parameters, &example.on) {
        out.push((
            format!("{PREFIX}{}", parameters.case_date()),
            on.to_string(),
        ));
    }
    for (name, json) in &example.input {
        let Some(node) = entry
            .model
            .node(name)
            .and_then(|at| entry.model.nodes().get(at))
        else {
            continue;
        };
        let field = Field::of(&node.of, node.shape.as_deref());
        if let Ok(value) = from_json(json, &node.of) {
            field.write(&format!("{PREFIX}{name}"), &value, &mut out);
        }
    }
    Fields(out)
}

/// The list of examples.
pub(super) fn list(system: &System, entry: &Entry, here: Option<usize>, lang: Lang) -> Markup {
    let all: Vec<(usize, &WorkedCase)> = of(system, entry).collect();
    let first: Vec<_> = all.iter().take(SHOWN).collect();
    let rest: Vec<_> = all.iter().skip(SHOWN).collect();
    let mut groups: Vec<(&str, Vec<&(usize, &WorkedCase)>)> = Vec::new();
    for one in rest.iter().copied() {
        match groups.iter_mut().find(|it| *it.0 == *one.1.decision) {
            Some(group) => group.1.push(one),
            None => groups.push((&one.1.decision, vec![one])),
        }
    }
    let at = address(system, entry);
    let link = |(number, example): &(usize, &WorkedCase)| {
        html! {
            a href={ (at) "?case=" (number) "#result" } aria-current=[(here == Some(*number)).then_some("true")] {
                (lang.of(&example.name))
            }
        }
    };
    html! {
        @if !all.is_empty() {
            ul.examples { @for one in first { li { (link(one)) } } }
            @if !rest.is_empty() {
                details.more-examples open[here.is_some_and(|here| rest.iter().any(|it| it.0 == here))] {
                    summary { (lang.pick(format!("另有 {} 个例子", rest.len()), format!("{} more examples", rest.len()))) }
                    @for (decision, group) in &groups {
                        h3 lang="zh-CN" { (decision) }
                        ul.examples { @for one in group { li { (link(one)) } } }
                    }
                }
            }
        }
    }
}
