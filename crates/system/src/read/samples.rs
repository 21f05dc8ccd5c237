//! Reading random samples 抽查.

use toml::de::DeTable;
use youwei_base::Bilingual;
use youwei_decision::document::entry;

use super::body::Known;
use super::compile::Wanted;
use super::outline::{Outline, section};
use super::page::{Page, span};
use crate::declaration::{Action, Sample};
use crate::formula::Formula;

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
        page.only(
            table,
            &[
                "name", "of", "share", "number", "given_by", "chosen", "spared",
            ],
        );
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
        let number = number(page, table, known, actions, of);
        if let (Some(name), Some(of), Some(chosen), Some(spared), Some(share), Some(number)) =
            (name, of, chosen, spared, share, number)
        {
            samples.push(Sample {
                id: id.into(),
                name,
                of,
                share,
                number,
                chosen,
                spared,
                span: span(&at),
            });
        }
    }
    samples
}

/// The number that it waits for, with the action that gives it: both or neither, and the
/// action leaves the record where it waits. None if something is wrong with them.
fn number(
    page: &mut Page<'_>,
    table: &DeTable<'_>,
    known: &Known<'_>,
    actions: &[Action],
    of: Option<usize>,
) -> Option<Option<(usize, Formula)>> {
    let (by, number) = (entry(table, "given_by"), entry(table, "number"));
    let (by, number) = match (by, number) {
        (None, None) => return Some(None),
        (Some(by), Some(number)) => (by, number),
        (one, other) => {
            let place = one.or(other).map_or(0..0, |it| it.span());
            let message = Bilingual::new(
                "number 和 given_by 要么都写，要么都不写。",
                "number and given_by are written both or not at all.",
            );
            let help = Bilingual::new(
                "given_by = 登记号码的动作；number = 由它填写的内容组成的文字。",
                "given_by = the action that enters the number; number = the string that it makes of what is filled in.",
            );
            page.say("sample-number", place, message, help);
            return None;
        }
    };
    let place = by.span();
    let at = known.actions.maybe(page, table, "given_by")?;
    let action = actions.get(at)?;
    let waits = of.and_then(|it| actions.get(it)).and_then(|it| it.to);
    if action.to.is_some() || waits.is_some_and(|it| action.from != [it]) {
        let message = Bilingual::new(
            "登记号码的动作只在等结果的阶段办，也不改变阶段。",
            "the action that enters the number is taken in the stage where the record waits, and leaves it there.",
        );
        let help = Bilingual::new(
            "from 写申请走到的那个阶段，不写 to。",
            "let from be the stage that the application leads to, and write no to.",
        );
        page.say("sample-number", place, message, help);
        return None;
    }
    let names = known.names.with(&action.input);
    let number = names.compile_open(page, number, "number", Wanted::Text)?;
    Some(Some((at, number)))
}
