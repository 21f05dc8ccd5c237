//! What is public says nothing of a person; what is read of other systems is there.

use std::collections::BTreeSet;

use youwei_base::Bilingual;

use super::Proof;
use crate::declaration::{Computed, Field, FieldAt, FieldType, System, Which};

/// Says what leaks, and what leads nowhere.
pub fn check(proof: &mut Proof<'_>, systems: &[&System]) {
    let system = proof.system;
    for (at, field) in system.fields.iter().enumerate() {
        if field.public && field.personal {
            let message = Bilingual::new(
                format!("字段“{}”涉及个人，不能公开。", field.label.zh),
                format!(
                    "the field “{}” is about a person and cannot be public.",
                    field.name
                ),
            );
            let help = Bilingual::new("去掉 public = true。", "leave public = true out.");
            proof.wrong("personal-public", field.span, message, help);
        }
        if field.public
            && let Some(person) = reads(system, at)
                .iter()
                .find_map(|it| personal(system, *it))
        {
            let message = Bilingual::new(
                format!(
                    "公开的字段“{}”由个人信息“{}”算出来，会泄露它。",
                    field.label.zh, person.label.zh
                ),
                format!(
                    "the public field “{}” is computed of “{}”, which is about a person.",
                    field.name, person.name
                ),
            );
            let help = Bilingual::new(
                "换一种算法，或者不公开这个字段。",
                "compute it otherwise, or do not make it public.",
            );
            proof.wrong("personal-leak", field.span, message, help);
        }
        links(proof, systems, field);
    }
    for read in &system.reads {
        let Some(other) = systems.iter().find(|it| it.id == read.system) else {
            nowhere(proof, &read.system, read.span);
            continue;
        };
        for name in &read.fields {
            let of = other.field(name).and_then(|at| other.fields.get(at));
            if of.is_some_and(|it| it.personal) {
                let message = Bilingual::new(
                    format!(
                        "“{}”要读“{}”的个人信息“{name}”，公式看不到它。",
                        read.name, other.name.zh
                    ),
                    format!(
                        "“{}” reads “{name}” of “{}”, which is about a person; formulas never see it.",
                        read.name, other.id
                    ),
                );
                let help = Bilingual::new("从 fields 里去掉它。", "take it out of fields.");
                proof.wrong("personal-read", read.span, message, help);
            }
        }
        if let Which::LinkingBy(by) = &read.which {
            let field = other.field(by).and_then(|at| other.fields.get(at));
            let links =
                field.is_some_and(|it| matches!(&it.of, FieldType::Link(to) if *to == system.id));
            if !links {
                let message = Bilingual::new(
                    format!(
                        "“{}”里没有链接到这里的字段“{by}”，读不到任何台账。",
                        other.name.zh
                    ),
                    format!(
                        "“{}” has no field “{by}” that links here; nothing is ever read.",
                        other.id
                    ),
                );
                let help = Bilingual::new(
                    format!(
                        "在那个系统里写 {by} = {{ type = \"link\", to = \"{}\", … }}。",
                        system.id
                    ),
                    format!(
                        "write {by} = {{ type = \"link\", to = \"{}\", … }} there.",
                        system.id
                    ),
                );
                proof.wrong("read-nothing", read.span, message, help);
            }
        }
    }
}

fn links(proof: &mut Proof<'_>, systems: &[&System], field: &Field) {
    let mut of = &field.of;
    while let FieldType::List(inner) = of {
        of = inner;
    }
    match of {
        FieldType::Link(to) if !systems.iter().any(|it| it.id == *to) => {
            nowhere(proof, to, field.span);
        }
        FieldType::Table(fields) => fields.iter().for_each(|it| links(proof, systems, it)),
        _ => {}
    }
}

fn nowhere(proof: &mut Proof<'_>, to: &str, at: youwei_decision::span::Span) {
    let message = Bilingual::new(
        format!("没有名为“{to}”的系统，或者它的声明有错。"),
        format!("there is no system “{to}”, or its declaration has errors."),
    );
    let help = Bilingual::new(
        "核对系统的文件夹名；先改正那个系统的错误。",
        "check the name of its folder; mend that system first.",
    );
    proof.wrong("unknown-system", at, message, help);
}

fn personal(system: &System, at: FieldAt) -> Option<&Field> {
    system.fields.get(at).filter(|it| it.personal)
}

/// The fields that a computed field rests on, through others too.
fn reads(system: &System, field: FieldAt) -> BTreeSet<FieldAt> {
    let mut all = BTreeSet::new();
    let mut open = vec![field];
    while let Some(at) = open.pop() {
        let Some(Computed::By(formula)) = system.fields.get(at).and_then(|it| it.computed.as_ref())
        else {
            continue;
        };
        for slot in formula.needs.iter().filter(|it| **it < system.fields.len()) {
            if all.insert(*slot) {
                open.push(*slot);
            }
        }
    }
    all
}
