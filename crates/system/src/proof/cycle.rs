//! Every stage can be reached and left, every action can be taken.

use std::collections::BTreeSet;

use youwei_base::Bilingual;

use super::{Proof, clocks};
use crate::declaration::{StageAt, System};

/// What leads from a stage to a stage: actions, samples, and clocks that ran out.
fn ways(system: &System) -> Vec<(StageAt, StageAt)> {
    let mut ways = Vec::new();
    for action in &system.actions {
        if let Some(to) = action.to {
            ways.extend(action.from.iter().map(|from| (*from, to)));
        }
    }
    for sample in &system.samples {
        let of = system.actions.get(sample.of).and_then(|it| it.to);
        ways.extend(
            of.into_iter()
                .flat_map(|from| [(from, sample.chosen), (from, sample.spared)]),
        );
    }
    for (at, clock) in system.clocks.iter().enumerate() {
        if let Some(to) = clock.then.to {
            let running = clocks::running(system, at);
            ways.extend(running.into_iter().map(|from| (from, to)));
        }
    }
    ways
}

/// The stages that a record can come to.
pub fn reached(system: &System) -> BTreeSet<StageAt> {
    let opened: BTreeSet<StageAt> = system.openings().filter_map(|(_, it)| it.to).collect();
    spread(&ways(system), opened)
}

/// All that can be come to from these.
fn spread(ways: &[(StageAt, StageAt)], mut from: BTreeSet<StageAt>) -> BTreeSet<StageAt> {
    loop {
        let next = ways.iter().filter(|(one, _)| from.contains(one));
        let next: Vec<StageAt> = next
            .map(|(_, to)| *to)
            .filter(|to| !from.contains(to))
            .collect();
        if next.is_empty() {
            return from;
        }
        from.extend(next);
    }
}

/// Says what is wrong with the life cycle.
pub fn check(proof: &mut Proof<'_>) {
    let system = proof.system;
    let ways = ways(system);
    let leaves = |at: StageAt| ways.iter().any(|(from, to)| *from == at && *to != at);
    let ends = |at: &StageAt| system.stages.get(*at).is_some_and(|it| it.ends);
    // Of a circle one stage is named; what leads to a stage without a way out is no fault
    // of its own.
    let mut told = BTreeSet::new();
    for (at, stage) in system.stages.iter().enumerate() {
        let (zh, en) = (&stage.name.zh, &stage.id);
        if !proof.reached.contains(&at) {
            let message = Bilingual::new(
                format!("没有一条台账到得了阶段“{zh}”。"),
                format!("no record can come to the stage “{en}”."),
            );
            let help = Bilingual::new(
                format!("让一个动作写 to = \"{en}\"，它自己的阶段要到得了；或者去掉这个阶段。"),
                format!(
                    "write to = \"{en}\" in an action that can be taken, or leave the stage out."
                ),
            );
            proof.wrong("stage-unreached", stage.span, message, help);
            continue;
        }
        if stage.ends {
            continue;
        }
        if !leaves(at) {
            let message = Bilingual::new(
                format!("台账到了阶段“{zh}”就出不去，而它不是终点。"),
                format!("a record cannot leave the stage “{en}”, which is no end."),
            );
            let help = Bilingual::new(
                format!("写一个 from = [\"{en}\"] 的动作，或者给阶段加上 end = true。"),
                format!("write an action with from = [\"{en}\"], or give the stage end = true."),
            );
            proof.wrong("stage-no-way-out", stage.span, message, help);
            continue;
        }
        let ahead = spread(&ways, BTreeSet::from([at]));
        let stuck = ahead.iter().any(|it| !ends(it) && !leaves(*it));
        if !stuck && !ahead.iter().any(ends) && !told.contains(&at) {
            told.extend(ahead);
            let message = Bilingual::new(
                format!("从阶段“{zh}”永远到不了终点，台账会一直转下去。"),
                format!("from the stage “{en}” no end can be reached; a record turns in a circle."),
            );
            let help = Bilingual::new(
                "写一个通向终点的动作，或者给其中一个阶段加上 end = true。",
                "write an action that leads to an end, or give one of the stages end = true.",
            );
            proof.wrong("stage-endless", stage.span, message, help);
        }
    }
    for (at, action) in proof.actions() {
        if !proof.possible(at) {
            let message = Bilingual::new(
                format!("动作“{}”永远办不成：它的阶段一个也到不了。", action.name.zh),
                format!(
                    "the action “{}” can never be taken: no record comes to its stages.",
                    action.id
                ),
            );
            let help = Bilingual::new(
                "在 from 里写到得了的阶段。",
                "name stages in from that a record comes to.",
            );
            proof.wrong("action-impossible", action.span, message, help);
        }
    }
}
