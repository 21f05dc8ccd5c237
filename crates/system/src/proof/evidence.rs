//! Evidence can be given, and asks for something. That two sources are two says the reader.

use youwei_base::Bilingual;

use super::{Proof, filled};

/// Says what is wrong with evidence.
pub fn check(proof: &mut Proof<'_>) {
    for (_, action) in proof.actions() {
        for source in &action.evidence {
            let can = !source.inputs.is_empty()
                || source.fields.iter().any(|it| filled::fills(proof, *it));
            let required = |at: &usize| action.input.get(*at).is_some_and(|it| it.field.required);
            let (zh, en) = (source.name.zh.clone(), source.name.en.clone());
            if !can {
                let message = Bilingual::new(
                    format!("证据“{zh}”谁也拿不出来：它的字段没有动作填写，也没有输入。"),
                    format!(
                        "nobody can give the evidence “{en}”: no action fills its fields and no input gives it."
                    ),
                );
                let help = Bilingual::new(
                    "在 any 里写这个动作的输入，或填写得了的字段。",
                    "name inputs of the action in any, or fields that are filled.",
                );
                proof.wrong("evidence-impossible", action.span, message, help);
            } else if source.inputs.iter().any(required) {
                let message = Bilingual::new(
                    format!("证据“{zh}”里有一项是必填的，所以总是够的，等于没有要求。"),
                    format!(
                        "one of the inputs of the evidence “{en}” is required, so that it is always there and asks for nothing."
                    ),
                );
                let help = Bilingual::new(
                    "给这项输入加上 optional = true，或者把它移出 any。",
                    "give the input optional = true, or take it out of any.",
                );
                proof.odd("evidence-vacuous", action.span, message, help);
            }
        }
    }
}
