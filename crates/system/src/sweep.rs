//! What time does by itself: reminders that are due, and clocks that have run out.

use youwei_base::Actor;

use crate::authority::unit_of;
use crate::declaration::System;
use crate::happened::{ClockMove, Happened};
use crate::record::Record;
use crate::town::Town;
use crate::wish::Moment;

/// The role in which time acts.
pub const CLOCK: &str = "clock";

/// What the day brings for a record, as the data of an event `<system>.clock`; none if
/// nothing is due. Asked again after that event was folded, it answers none.
#[must_use]
pub fn sweep(system: &System, record: &Record, town: &dyn Town, at: Moment) -> Option<Happened> {
    let mut clocks = Vec::new();
    let mut falls = None;
    for state in &record.clocks {
        let declared = system.clocks.iter().find(|it| it.id == state.clock);
        let Some(declared) = declared.filter(|_| state.is_open() && state.suspended.is_none())
        else {
            continue;
        };
        let clock = || state.clock.to_string();
        if state.due < at.today && state.ran_out.is_none() {
            let above = || {
                town.unit(unit_of(system, record))
                    .and_then(|it| it.above.clone())
            };
            let escalated = declared.then.escalates.then(above).flatten();
            clocks.push(ClockMove::RanOut {
                clock: clock(),
                due: state.due,
                escalated: escalated.map(|it| it.to_string()),
            });
            if declared.then.to.is_some() && falls.is_none() {
                falls = declared.then.to;
                // By law the matter is settled, so that nothing is left to be done in time.
                clocks.push(ClockMove::Stopped { clock: clock() });
            }
        } else if state.due >= at.today
            && !state.reminded
            && state.remind.is_some_and(|it| it <= at.today)
        {
            clocks.push(ClockMove::Reminded { clock: clock() });
        }
    }
    if clocks.is_empty() {
        return None;
    }
    let stage = falls.and_then(|it| system.stages.get(it));
    if stage.is_some_and(|it| it.ends) {
        stop_the_others(record, &mut clocks);
    }
    let moved = stage.filter(|_| record.stage != falls);
    Some(Happened {
        by: Some(Actor {
            user: "".into(),
            name: "".into(),
            unit: "".into(),
            role: CLOCK.into(),
            area: None,
        }),
        declared: system.digest.to_string(),
        to: moved.map(|it| it.id.to_string()),
        clocks,
        ..Happened::default()
    })
}

/// Nothing is due of a record that may rest for ever.
fn stop_the_others(record: &Record, clocks: &mut Vec<ClockMove>) {
    for state in record.clocks.iter().filter(|it| it.is_open()) {
        let stopped = ClockMove::Stopped {
            clock: state.clock.to_string(),
        };
        if !clocks.contains(&stopped) {
            clocks.push(stopped);
        }
    }
}
