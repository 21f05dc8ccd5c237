//! Every clock is started, has an end, and can be stopped where it runs.

use std::collections::BTreeSet;

use youwei_base::Bilingual;

use super::{Proof, results};
use crate::declaration::{ActionAt, Clock, ClockAt, StageAt, System};

/// The stages in which a clock may be running.
pub fn running(system: &System, clock: ClockAt) -> BTreeSet<StageAt> {
    let Some(declared) = system.clocks.get(clock) else {
        return BTreeSet::new();
    };
    // Nothing is due of a record that may rest for ever.
    let rests = |at: &StageAt| system.stages.get(*at).is_some_and(|it| it.ends);
    let starts = declared
        .starts
        .iter()
        .filter_map(|at| system.actions.get(*at));
    let mut running: BTreeSet<StageAt> = starts.flat_map(results).filter(|it| !rests(it)).collect();
    loop {
        let goes_on = system.actions.iter().enumerate().filter(|(at, action)| {
            !declared.stops.contains(at) && action.from.iter().any(|it| running.contains(it))
        });
        let drawn = system.samples.iter().filter(|it| {
            let waits = system.actions.get(it.of).and_then(|it| it.to);
            waits.is_some_and(|it| running.contains(&it))
        });
        let more: Vec<StageAt> = goes_on
            .filter_map(|(_, action)| action.to)
            .chain(drawn.flat_map(|it| [it.chosen, it.spared]))
            .filter(|it| !rests(it) && !running.contains(it))
            .collect();
        if more.is_empty() {
            return running;
        }
        running.extend(more);
    }
}

/// Says what is wrong with clocks.
pub fn check(proof: &mut Proof<'_>) {
    let system = proof.system;
    for (at, clock) in system.clocks.iter().enumerate() {
        let (zh, en) = (clock.name.zh.clone(), clock.id.clone());
        if !clock.starts.iter().any(|it| proof.possible(*it)) {
            let message = Bilingual::new(
                format!("时限“{zh}”永远不会开始。"),
                format!("the clock “{en}” never starts."),
            );
            let help = Bilingual::new(
                "在 starts 里写办得成的动作。",
                "name actions in starts that can be taken.",
            );
            proof.wrong("clock-never-starts", clock.span, message, help);
            continue;
        }
        let running = running(system, at);
        let runs_when = |action: &ActionAt| {
            let action = system.actions.get(*action);
            action.is_some_and(|it| it.from.iter().any(|it| running.contains(it)))
        };
        let stopped = clock.stops.iter().any(runs_when);
        if !stopped && clock.then.to.is_none() {
            let message = Bilingual::new(
                format!("时限“{zh}”开始以后，没有一个动作能让它停下。"),
                format!("once the clock “{en}” has started, no action can stop it."),
            );
            let help = Bilingual::new(
                format!("给应当在期限内办的动作写 within = \"{en}\"，或在时限里写 stops。"),
                format!(
                    "write within = \"{en}\" in the action that it is for, or stops in the clock."
                ),
            );
            proof.wrong("clock-never-stops", clock.span, message, help);
        }
        idle(proof, clock, &runs_when, stopped);
        length(proof, clock);
    }
}

/// Actions that are to move a clock and can only be taken when it does not run.
fn idle(
    proof: &mut Proof<'_>,
    clock: &Clock,
    runs_when: &dyn Fn(&ActionAt) -> bool,
    stopped: bool,
) {
    let extends = clock.extends.iter().map(|(at, _)| at);
    let lists = [
        (
            "停止",
            "stop",
            clock.stops.iter().filter(|_| stopped).collect::<Vec<_>>(),
        ),
        ("暂停", "suspend", clock.suspends.iter().collect()),
        ("恢复", "resume", clock.resumes.iter().collect()),
        ("延长", "extend", extends.collect()),
    ];
    for (zh, en, actions) in lists {
        for at in actions {
            let Some(action) = proof.system.actions.get(*at).filter(|_| !runs_when(at)) else {
                continue;
            };
            let message = Bilingual::new(
                format!(
                    "动作“{}”要{zh}时限“{}”，可是它能办的时候这个时限都没有在走。",
                    action.name.zh, clock.name.zh
                ),
                format!(
                    "the action “{}” is to {en} the clock “{}”, which never runs when it can be taken.",
                    action.id, clock.id
                ),
            );
            let help = Bilingual::new(
                "核对动作的 from 和时限的 starts，或者去掉这一项。",
                "check from of the action and starts of the clock, or leave it out.",
            );
            proof.odd("clock-idle", clock.span, message, help);
        }
    }
}

/// A clock that runs to a field's day needs something that fills the field.
fn length(proof: &mut Proof<'_>, clock: &Clock) {
    let Some(field) = clock
        .until
        .and_then(|at| proof.system.fields.get(at).map(|it| (at, it)))
    else {
        return;
    };
    if !super::filled::fills(proof, field.0) && field.1.computed.is_none() {
        let message = Bilingual::new(
            format!(
                "时限“{}”走到“{}”那一天，而没有动作填写它。",
                clock.name.zh, field.1.label.zh
            ),
            format!(
                "the clock “{}” runs to “{}”, which no action fills.",
                clock.id, field.1.name
            ),
        );
        let help = Bilingual::new(
            format!(
                "让开始这个时限的动作填写 {0}，或写 set = {{ {0} = \"…\" }}。",
                field.1.name
            ),
            format!(
                "have the action that starts it take in {0}, or write set = {{ {0} = \"…\" }}.",
                field.1.name
            ),
        );
        proof.wrong("clock-no-day", clock.span, message, help);
    }
}
