//! Time limits: when they start, stand still, are extended and run to.
//!
//! The day of an event does not count; the last day is the n-th day after it. While a
//! clock stands still no day counts, from the day of suspending to the day before it runs
//! again. A clock that would run to a day that is past runs to today.

use youwei_base::{Bilingual, Day};
use youwei_decision::value::Value;

use crate::declaration::{Action, ActionAt, Clock, FieldAt, Length, System};
use crate::formula::Formula;
use crate::happened::ClockMove;
use crate::record::{ClockState, Record};
use crate::town::Town;
use crate::wish::{Refusal, RefusalKind};

/// No time limit is longer, in days: a hundred years.
const DAYS_MAX: usize = 36_525;

/// What a clock sees of a decision.
pub(crate) trait Sight {
    /// The declaration.
    fn system(&self) -> &System;
    /// The record as it was.
    fn record(&self) -> Option<&Record>;
    /// What a field will be.
    fn value(&self, field: FieldAt) -> Option<&Value>;
    /// What a formula is worth.
    fn eval(&self, formula: &Formula) -> Value;
    /// The day of acting.
    fn today(&self) -> Day;
}

/// The state of a clock on a record, if it was ever started.
#[must_use]
pub fn state_of<'a>(record: &'a Record, clock: &str) -> Option<&'a ClockState> {
    record.clocks.iter().find(|it| &*it.clock == clock)
}

impl ClockState {
    /// Whether what it is for is still to be done.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.stopped.is_none()
    }

    /// Whether it has run out on this day and what it is for is still to be done.
    #[must_use]
    pub fn is_overdue(&self, today: Day) -> bool {
        self.is_open() && self.suspended.is_none() && self.due < today
    }
}

/// What an action does to the clocks of the record.
pub(crate) fn moves(
    sight: &impl Sight,
    at: ActionAt,
    action: &Action,
    town: &dyn Town,
) -> Result<Vec<ClockMove>, Refusal> {
    let system = sight.system();
    let ends = action.to.and_then(|it| system.stages.get(it));
    let ends = ends.is_some_and(|it| it.ends);
    let mut moves = Vec::new();
    for (number, clock) in system.clocks.iter().enumerate() {
        let state = sight.record().and_then(|it| state_of(it, &clock.id));
        let open = state.filter(|it| it.is_open());
        let id = || clock.id.to_string();
        let stops = action.within == Some(number) || clock.stops.contains(&at);
        // Nothing is due of a record that may rest for ever.
        if open.is_some() && (stops || ends) {
            moves.push(ClockMove::Stopped { clock: id() });
        }
        if ends {
            continue;
        }
        if clock.starts.contains(&at) {
            moves.extend(start(sight, clock, open.filter(|_| !stops), town)?);
            continue;
        }
        let Some(open) = open.filter(|_| !stops) else {
            continue;
        };
        if let Some((by, length)) = &clock.extends
            && *by == at
        {
            let due = after(sight, length, open.due, town)?;
            let remind = reminder(sight, clock, due, town)?;
            moves.push(ClockMove::Extended {
                clock: id(),
                due,
                remind,
            });
        }
        if clock.suspends.contains(&at) && open.suspended.is_none() && open.due >= sight.today() {
            moves.push(ClockMove::Suspended {
                clock: id(),
                on: sight.today(),
            });
        }
        if let (true, Some(on)) = (clock.resumes.contains(&at), open.suspended) {
            let due = resumed(clock, open.due, on, sight.today(), town)?;
            let remind = reminder(sight, clock, due, town)?;
            moves.push(ClockMove::Resumed {
                clock: id(),
                due,
                remind,
            });
        }
    }
    Ok(moves)
}

/// The start of a clock; nothing if it already runs to the day of its field.
fn start(
    sight: &impl Sight,
    clock: &Clock,
    running: Option<&ClockState>,
    town: &dyn Town,
) -> Result<Option<ClockMove>, Refusal> {
    let today = sight.today();
    let due = match clock.until {
        Some(field) => {
            let day = sight.value(field).and_then(day_of);
            let before = sight.record().and_then(|it| it.values.get(field));
            let before = before.and_then(day_of);
            match day {
                Some(_) if running.is_some() && day == before => return Ok(None),
                Some(day) => day,
                None => return Ok(None),
            }
        }
        None => after(sight, &clock.length, today, town)?,
    };
    let due = due.max(today);
    Ok(Some(ClockMove::Started {
        clock: clock.id.to_string(),
        due,
        remind: reminder(sight, clock, due, town)?,
    }))
}

/// The day on which the unit is reminded: so long before the end, and not before today.
fn reminder(
    sight: &impl Sight,
    clock: &Clock,
    due: Day,
    town: &dyn Town,
) -> Result<Option<Day>, Refusal> {
    let Some(length) = &clock.reminds else {
        return Ok(None);
    };
    let days = days(sight, length)?;
    let day = town.calendar().before(due, days, length.workdays);
    let day = day.map_err(|it| unpublished(it.said()))?;
    Ok(Some(day.max(sight.today())))
}

/// The last day of a length of time from a day, which itself does not count.
pub(crate) fn after(
    sight: &impl Sight,
    length: &Length,
    from: Day,
    town: &dyn Town,
) -> Result<Day, Refusal> {
    let days = days(sight, length)?;
    let day = town.calendar().after(from, days, length.workdays);
    day.map_err(|it| unpublished(it.said()))
}

/// The new last day of a clock that stood still from `on` and runs again today: as many
/// days are left, today among them, as were left then.
fn resumed(clock: &Clock, due: Day, on: Day, today: Day, town: &dyn Town) -> Result<Day, Refusal> {
    let (calendar, workdays) = (town.calendar(), clock.length.workdays);
    let before = |day: Day| day.yesterday().unwrap_or(day);
    let left = calendar.between(before(on), due, workdays);
    let left = left.map_err(|it| unpublished(it.said()))?;
    let left = u32::try_from(left).unwrap_or(0);
    let new = calendar.after(before(today), left, workdays);
    Ok(new.map_err(|it| unpublished(it.said()))?.max(today))
}

fn days(sight: &impl Sight, length: &Length) -> Result<u32, Refusal> {
    let value = sight.eval(&length.days);
    let days = match &value {
        Value::Number(number) => number.to_usize().filter(|it| *it <= DAYS_MAX),
        _ => None,
    };
    let days = days.and_then(|it| u32::try_from(it).ok());
    days.ok_or_else(|| {
        Refusal::of(
            RefusalKind::Unknown,
            format!(
                "时限的天数（{}）算出来是 {value}，不是天数；请管理员检查参数。",
                length.days.text
            ),
            format!(
                "the days of the time limit ({}) are {value}, which is no number of days; have the parameters checked.",
                length.days.text
            ),
        )
    })
}

fn day_of(value: &Value) -> Option<Day> {
    match value {
        Value::Date(date) => Day::try_from(*date).ok(),
        _ => None,
    }
}

fn unpublished(said: Bilingual) -> Refusal {
    Refusal {
        kind: RefusalKind::Unknown,
        said: vec![(None, said)],
    }
}

/// Whether an action that extends a clock may: while the clock runs in time, and once.
pub(crate) fn may_extend(
    system: &System,
    at: ActionAt,
    record: Option<&Record>,
    today: Day,
) -> Result<(), Refusal> {
    let by = |clock: &&Clock| clock.extends.as_ref().is_some_and(|(by, _)| *by == at);
    for clock in system.clocks.iter().filter(by) {
        let state = record.and_then(|it| state_of(it, &clock.id));
        let name = &clock.name;
        let refusal = match state.filter(|it| it.is_open()) {
            None => Refusal::of(
                RefusalKind::Conflict,
                format!("“{}”的时限没有在走，谈不上延期；无须办理。", name.zh),
                format!(
                    "the time for “{}” does not run, so nothing is to be extended.",
                    name.en
                ),
            ),
            Some(it) if it.extended => Refusal::of(
                RefusalKind::Conflict,
                format!(
                    "“{}”已经延期一次，延至{}，不能再延；请在期限内办结。",
                    name.zh, it.due
                ),
                format!(
                    "the time for “{}” was extended once, to {}, and cannot be again; finish in time.",
                    name.en, it.due
                ),
            ),
            Some(it) if it.suspended.is_some() => Refusal::of(
                RefusalKind::Conflict,
                format!("“{}”的时限已中止；请恢复以后再延期。", name.zh),
                format!(
                    "the time for “{}” stands still; let it run again first.",
                    name.en
                ),
            ),
            Some(it) if it.due < today => Refusal::of(
                RefusalKind::Conflict,
                format!(
                    "“{}”的时限{}已到，不能再延期；请尽快办结。",
                    name.zh, it.due
                ),
                format!(
                    "the time for “{}” ran out on {}; finish as soon as possible.",
                    name.en, it.due
                ),
            ),
            Some(_) => continue,
        };
        return Err(refusal);
    }
    Ok(())
}
