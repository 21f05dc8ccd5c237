//! Every field is filled by something, every parameter is used.

use youwei_base::Bilingual;
use youwei_decision::diagnostic::{Diagnostic, Severity};

use super::Proof;
use crate::declaration::{Computed, FieldAt, System};
use crate::formula::Formula;

/// Whether an action that can be taken fills a field.
pub fn fills(proof: &Proof<'_>, field: FieldAt) -> bool {
    let system = proof.system;
    let mut actions = system.actions.iter().enumerate();
    actions.any(|(at, action)| {
        let sets = action
            .set
            .iter()
            .chain(&action.add)
            .any(|(it, _)| *it == field);
        let takes = action.input.iter().any(|it| it.sets == Some(field));
        let numbers = action.numbers.iter().any(|(it, _)| *it == field);
        (sets || takes || numbers) && proof.possible(at)
    })
}

/// Says what nothing fills or reads.
pub fn check(proof: &mut Proof<'_>) {
    let system = proof.system;
    for (at, field) in system.fields.iter().enumerate() {
        if field.computed.is_some() || fills(proof, at) {
            continue;
        }
        let message = Bilingual::new(
            format!("没有动作填写字段“{}”，它永远是空的。", field.label.zh),
            format!(
                "no action fills the field “{}”; it stays empty for ever.",
                field.name
            ),
        );
        let help = Bilingual::new(
            format!(
                "在一个动作的 input 里写 {0} = {{}}，或写 set = {{ {0} = \"…\" }}；不用就去掉它。",
                field.name
            ),
            format!(
                "write {0} = {{}} in an action's input, or set = {{ {0} = \"…\" }}; or leave the field out.",
                field.name
            ),
        );
        proof.wrong("field-never-filled", field.span, message, help);
    }
    parameters(proof);
}

fn parameters(proof: &mut Proof<'_>) {
    let Some(parameters) = &proof.system.parameters else {
        return;
    };
    let layout = proof.system.layout();
    let formulas = formulas(proof.system);
    for (at, parameter) in parameters.all().iter().enumerate() {
        let slot = layout.parameter(at);
        if formulas.iter().any(|it| it.reads(slot)) {
            continue;
        }
        let message = Bilingual::new(
            format!("参数“{}”没有公式使用，改它没有作用。", parameter.label.zh),
            format!(
                "no formula uses the parameter “{}”; changing it changes nothing.",
                parameter.name
            ),
        );
        let help = Bilingual::new(
            "在公式里写它的名字，或者从这个文件里去掉它。",
            "name it in a formula, or take it out of this file.",
        );
        // A city's own file may declare it, too.
        let (file, place) = (&parameter.file, parameter.place);
        let fault = Diagnostic::new(Severity::Warning, "parameter-unused", file, place, message);
        proof.page.document.faults.push(fault.help(help));
    }
}

/// Every formula of a system.
fn formulas(system: &System) -> Vec<&Formula> {
    let mut all = Vec::new();
    for field in &system.fields {
        if let Some(Computed::By(formula)) = &field.computed {
            all.push(formula);
        }
    }
    for action in &system.actions {
        all.extend(action.when.iter().map(|it| &it.when));
        all.extend(action.when.iter().filter_map(|it| it.see.as_ref()));
        all.extend(action.set.iter().chain(&action.add).map(|(_, it)| it));
        for fact in &action.facts {
            let parts = [&fact.value, &fact.on, &fact.key, &fact.when];
            all.extend(parts.into_iter().flatten());
        }
    }
    for clock in &system.clocks {
        all.push(&clock.length.days);
        all.extend(clock.extends.iter().map(|(_, it)| &it.days));
        all.extend(clock.reminds.iter().map(|it| &it.days));
    }
    for notice in &system.notices {
        all.push(&notice.length.days);
        all.push(&notice.answer_within.days);
    }
    all.extend(system.flags.iter().map(|it| &it.when));
    all.extend(system.samples.iter().map(|it| &it.share));
    let numbers = system.samples.iter().filter_map(|it| it.number.as_ref());
    all.extend(numbers.map(|(_, formula)| formula));
    all.extend(system.lists.iter().map(|it| &it.when));
    all
}
