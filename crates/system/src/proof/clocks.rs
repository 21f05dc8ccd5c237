//! Every clock is started, has an end, and can be stopped where it runs.

use std::collections::BTreeSet;

use youwei_base::{Bilingual, Decimal};
use youwei_decision::tree::Kind;
use youwei_decision::value::Value;

use super::{Proof, results};
use crate::declaration::{ActionAt, Clock, ClockAt, Length, StageAt, System};
use crate::formula::{Formula, Held};

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

/// The least that a formula is worth, if it is a number or a parameter.
fn least(system: &System, formula: &Formula) -> Option<Decimal> {
    let number = |it: &Value| match it {
        Value::Number(number) => Decimal::try_from(*number).ok(),
        _ => None,
    };
    let slot = match (&formula.expr.kind, &*formula.needs) {
        (Kind::Slot(_), [slot]) => *slot,
        _ => return formula.constant().and_then(number),
    };
    let Held::Parameter(at) = system.layout().held(slot) else {
        return None;
    };
    let parameter = system.parameters.as_ref()?.all().get(at)?;
    parameter
        .values
        .iter()
        .filter_map(|it| number(&it.value))
        .min()
}

/// A clock of no days is over before anybody can act, and a reminder comes while it runs.
fn lengths(proof: &mut Proof<'_>, clock: &Clock) {
    if clock.until.is_some() {
        return;
    }
    let system = proof.system;
    let days = |it: &Length| least(system, &it.days);
    let (Some(length), (zh, en)) = (days(&clock.length), (&clock.name.zh, &clock.id)) else {
        return;
    };
    if length.is_zero() {
        let message = Bilingual::new(
            format!("时限“{zh}”是0天，开始的当天就到期。"),
            format!("the clock “{en}” is of no days; it is due on the day it starts."),
        );
        let help = Bilingual::new(
            "写明给几天，如 days = 5；当天要办的不用时限。",
            "say how many days there are, such as days = 5; what is due at once needs no clock.",
        );
        proof.odd("clock-of-no-days", clock.span, message, help);
        return;
    }
    let reminds = clock.reminds.as_ref();
    let reminds = reminds.filter(|it| it.workdays == clock.length.workdays);
    if let Some(before) = reminds.and_then(days).filter(|it| *it >= length) {
        let message = Bilingual::new(
            format!("时限“{zh}”一共{length}天，却要提前{before}天提醒，那时它还没有开始。"),
            format!(
                "the clock “{en}” runs for {length} days, and reminds {before} days before its end, when it has not begun."
            ),
        );
        let help = Bilingual::new(
            "提前的天数要少于时限。",
            "remind fewer days before the end than the clock runs.",
        );
        proof.wrong("clock-reminds-before", clock.span, message, help);
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
        lengths(proof, clock);
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
