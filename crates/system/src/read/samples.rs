//! Reading random samples 抽查.

use youwei_base::Bilingual;

use super::body::Known;
use super::compile::Wanted;
use super::outline::{Outline, section};
use super::page::{Page, span};
use crate::declaration::{Action, Sample};

/// Reads the samples of a system.
pub fn read(
    page: &mut Page<'_>,
    outline: &Outline<'_, '_>,
    known: &Known<'_>,
    actions: &[Action],
) -> Vec<Sample> {
    let mut samples: Vec<Sample> = Vec::new();
    for (id, at, item) in section(page, outline.table, "samples") {
        page.id(("抽查", "sample"), id, at.clone());
        let Some(table) = page.document.table(item, id) else {
            continue;
        };
        page.only(table, &["name", "of", "share", "chosen", "spared"]);
        for needed in ["of", "chosen", "spared"] {
            page.document.needed(table, needed, at.clone());
        }
        let name = page.needed_bilingual(table, "name", at.clone());
        let of = known.actions.maybe(page, table, "of");
        let chosen = known.stages.maybe(page, table, "chosen");
        let spared = known.stages.maybe(page, table, "spared");
        // The share is fixed with the application, before anybody can know the outcome.
        let inputs = of.and_then(|it| actions.get(it)).map(|it| &it.input);
        let names = inputs.map(|it| known.names.with(it));
        let names = names.as_ref().unwrap_or(&known.names);
        let share = page.document.needed(table, "share", at.clone());
        let share = share.and_then(|it| names.compile_open(page, it, "share", Wanted::Number));
        let still = of
            .and_then(|it| actions.get(it))
            .is_some_and(|it| it.to.is_none());
        let twice = of.is_some_and(|of| samples.iter().any(|it| it.of == of));
        if still || twice {
            let message = Bilingual::new(
                "抽查的动作要走到一个阶段等结果，而且只抽一次。",
                "the action that a sample is drawn of has to lead to a stage where the record waits, and is drawn of once.",
            );
            let help = Bilingual::new(
                "给动作写 to = \"…\"，同一动作只写一个抽查。",
                "write to = \"…\" in the action, and one sample of an action.",
            );
            page.say("sample-of", at.clone(), message, help);
        }
        if let (Some(name), Some(of), Some(chosen), Some(spared), Some(share)) =
            (name, of, chosen, spared, share)
        {
            samples.push(Sample {
                id: id.into(),
                name,
                of,
                share,
                chosen,
                spared,
                span: span(&at),
            });
        }
    }
    samples
}
