//! Fields that come about by themselves, and the order in which they are worked out.

use std::collections::BTreeSet;

use youwei_base::Bilingual;

use super::body::Known;
use super::compile::{Closed, Names, Wanted};
use super::feel_type::is_unread;
use super::outline::Outline;
use super::page::{Page, bytes};
use crate::declaration::{Computed, FieldAt, FieldType, System};
use crate::formula::{Held, Word};

/// Reads how fields are computed.
pub fn read(
    page: &mut Page<'_>,
    outline: &Outline<'_, '_>,
    known: &Known<'_>,
    system: &mut System,
) {
    let names = still(&known.names, system);
    for (at, draft) in outline.drafts.iter().enumerate() {
        let name = &draft.field.name;
        let total = draft.total.as_ref().and_then(|(metric, place)| {
            let found = known.metrics.at(page, metric, place.clone())?;
            let of = &draft.field.of;
            if !matches!(of, FieldType::Number { .. } | FieldType::Money) && !is_unread(of) {
                let message = Bilingual::new(
                    format!("“{name}”不是数，不能是事实之和。"),
                    format!("“{name}” is no number and cannot be a sum of facts."),
                );
                let help = Bilingual::new(
                    "把类型改成 number 或 money。",
                    "make its type number or money.",
                );
                page.say("total-type", place.clone(), message, help);
            }
            Some(Computed::Total(found))
        });
        let formula = draft.computed.and_then(|item| {
            let wanted = Wanted::Held(&draft.field.of);
            let formula = names.compile(page, item, "computed", wanted)?;
            Some(Computed::By(formula))
        });
        if let (Some((_, place)), Some(_)) = (&draft.total, draft.computed) {
            let message = Bilingual::new(
                format!("“{name}”又写 computed 又写 total。"),
                format!("“{name}” has both computed and total."),
            );
            let help = Bilingual::new("留下一个。", "keep one of them.");
            page.say("computed-twice", place.clone(), message, help);
        }
        if let Some(field) = system.fields.get_mut(at) {
            field.computed = formula.or(total);
        }
    }
    system.computed = order(page, system);
}

impl Known<'_> {
    /// Whether a field comes about by itself.
    pub fn is_computed(&self, at: FieldAt) -> bool {
        self.computed.contains(&at)
    }
}

/// The fields that are computed, as far as it is written.
pub fn written(outline: &Outline<'_, '_>) -> BTreeSet<FieldAt> {
    let drafts = outline.drafts.iter().enumerate();
    let computed = drafts.filter(|(_, it)| it.computed.is_some() || it.total.is_some());
    computed.map(|(at, _)| at).collect()
}

/// The names without those that change while nothing happens to the record.
fn still(names: &Names, system: &System) -> Names {
    let layout = system.layout();
    let mut names = names.clone();
    for (slot, named) in names.all.iter_mut().enumerate() {
        let moves = match layout.held(slot) {
            Held::Word(word) => {
                matches!(word, Word::Today | Word::Stage | Word::Since | Word::Actor)
            }
            Held::Read(_) => true,
            _ => false,
        };
        if moves {
            named.closed = Some(Closed::Moving);
        }
    }
    names
}

/// The computed fields, each after those that it reads; what goes round in a circle is
/// said.
fn order(page: &mut Page<'_>, system: &System) -> Vec<FieldAt> {
    let mut left: Vec<(FieldAt, Vec<FieldAt>)> = Vec::new();
    let is_computed = |at: &FieldAt| {
        let field = system.fields.get(*at);
        field.is_some_and(|it| it.computed.is_some())
    };
    for (at, field) in system.fields.iter().enumerate() {
        let reads = match &field.computed {
            None => continue,
            Some(Computed::Total(_)) => Vec::new(),
            Some(Computed::By(formula)) => {
                formula.needs.iter().copied().filter(is_computed).collect()
            }
        };
        left.push((at, reads));
    }
    let mut done: Vec<FieldAt> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let ready = |it: &(FieldAt, Vec<FieldAt>)| it.1.iter().all(|at| done.contains(at));
        let Some(next) = left.iter().position(ready) else {
            circle(page, system, &left);
            return done;
        };
        done.push(left.remove(next).0);
    }
    done
}

/// Says which fields wait for each other.
fn circle(page: &mut Page<'_>, system: &System, left: &[(FieldAt, Vec<FieldAt>)]) {
    let waits = |at: FieldAt| {
        let entry = left.iter().find(|it| it.0 == at)?;
        let mut next = entry.1.iter().copied();
        next.find(|at| left.iter().any(|it| it.0 == *at))
    };
    let Some((first, _)) = left.first() else {
        return;
    };
    // After as many steps as there are fields it stands in the circle.
    let start = (0..left.len()).try_fold(*first, |at, _| waits(at));
    let Some(start) = start else {
        return;
    };
    let mut around = vec![start];
    while let Some(next) = around.last().and_then(|at| waits(*at)) {
        around.push(next);
        if next == start || around.len() > left.len() {
            break;
        }
    }
    let names: Vec<&str> = around
        .iter()
        .filter_map(|at| system.fields.get(*at))
        .map(|it| &*it.name)
        .collect();
    let path = names.join(" → ");
    let message = Bilingual::new(
        format!("计算字段绕成了圈：{path}。"),
        format!("computed fields go round in a circle: {path}."),
    );
    let help = Bilingual::new(
        "其中一个改成填写，或改用不依赖它的字段来算。",
        "let one of them be filled in, or compute it from fields that do not depend on it.",
    );
    let at = system.fields.get(start).map_or(0..0, |it| bytes(it.span));
    page.say("circle", at, message, help);
}
