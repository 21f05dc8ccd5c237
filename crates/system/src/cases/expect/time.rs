//! What a step says about time: clocks and public notices.

use youwei_base::Day;

use super::otherwise;
use crate::cases::run::Run;
use crate::cases::{ClockIs, Word};
use crate::declaration::System;
use crate::happened::ClockMove;

/// The id of a clock by id or name.
fn clock_id(run: &mut Run<'_>, system: &System, name: &Word) -> Option<String> {
    let mut clocks = system.clocks.iter();
    let found = clocks
        .find(|it| *it.id == *name.text || it.name.zh == name.text || it.name.en == name.text);
    if found.is_none() {
        let known = system.clocks.iter().map(|it| it.name.zh.as_str()).collect();
        run.unknown(("时限", "clock"), name, known);
    }
    found.map(|it| it.id.to_string())
}

/// How a clock is.
pub fn clock(run: &mut Run<'_>, at: Option<&Word>, name: &Word, is: ClockIs) {
    let Some((system, record)) = at.and_then(|at| run.record(at)) else {
        return;
    };
    let record = record.clone();
    let Some(id) = clock_id(run, &system, name) else {
        return;
    };
    let state = record.clocks.iter().find(|it| *it.clock == *id);
    let now = state.map(|it| match it {
        it if it.stopped.is_some() => ClockIs::Stopped,
        it if it.suspended.is_some() => ClockIs::Suspended,
        it if it.ran_out.is_some() => ClockIs::Overdue,
        it => ClockIs::Until(it.due),
    });
    let now = now.unwrap_or(ClockIs::Never);
    // One that ran out still has the day that it ran to.
    let due = state.map(|it| it.due);
    let fits = now == is || (now == ClockIs::Overdue && due.map(ClockIs::Until) == Some(is));
    if !fits {
        let of = (
            format!("时限“{}”", name.text),
            format!("the clock “{}”", name.text),
        );
        otherwise(run, name, (&of.0, &of.1), &clock_says(is), &clock_says(now));
    }
}

fn clock_says(is: ClockIs) -> String {
    match is {
        ClockIs::Until(day) => format!("至 {day}"),
        ClockIs::Stopped => "停止".to_owned(),
        ClockIs::Suspended => "暂停".to_owned(),
        ClockIs::Overdue => "超期".to_owned(),
        ClockIs::Never => "未启动".to_owned(),
    }
}

/// Until when a notice runs.
pub fn notice(run: &mut Run<'_>, at: Option<&Word>, name: &Word, until: Day) {
    let Some((system, record)) = at.and_then(|at| run.record(at)) else {
        return;
    };
    let mut notices = system.notices.iter();
    let found = notices.find(|it| *it.id == *name.text || it.name.zh == name.text);
    let Some(found) = found else {
        let known = system
            .notices
            .iter()
            .map(|it| it.name.zh.as_str())
            .collect();
        return run.unknown(("公示", "notice"), name, known);
    };
    let state = crate::notice::latest(record, &found.id).map(|it| it.until);
    if state != Some(until) {
        let found = state.map_or_else(|| "没有公示".to_owned(), |it| format!("至 {it}"));
        otherwise(
            run,
            name,
            ("公示", "the notice"),
            &format!("至 {until}"),
            &found,
        );
    }
}

/// What time did to a clock today, for the case at this record.
fn moved(run: &mut Run<'_>, at: Option<&Word>, name: &Word) -> Option<(Vec<ClockMove>, String)> {
    let at = at?;
    let (system, record) = run.record(at)?;
    let record = record.clone();
    let id = clock_id(run, &system, name)?;
    let today = run
        .swept
        .iter()
        .filter(|(of, record_id, _)| *of == system.id && *record_id == record.id);
    let moves: Vec<ClockMove> = today.flat_map(|(.., it)| it.clocks.clone()).collect();
    let state = record.clocks.iter().find(|it| *it.clock == *id);
    let found = match state {
        None => "没有启动".to_owned(),
        Some(it) if it.ran_out.is_some() && it.stopped.is_none() => {
            format!("{} 起已超期", it.due)
        }
        Some(it) if it.stopped.is_some() => "已停止".to_owned(),
        Some(it) => match it.remind.filter(|_| !it.reminded) {
            Some(remind) => format!("到 {} 为止，{remind} 提醒", it.due),
            None => format!("到 {} 为止", it.due),
        },
    };
    let mine = moves.into_iter().filter(|it| match it {
        ClockMove::RanOut { clock, .. } | ClockMove::Reminded { clock } => *clock == id,
        _ => false,
    });
    Some((mine.collect(), found))
}

/// Whether a clock ran out today, and where the case went up to.
pub fn ran_out(run: &mut Run<'_>, at: Option<&Word>, name: &Word, up: Option<&Word>) {
    let Some((moves, found)) = moved(run, at, name) else {
        return;
    };
    let escalated = moves.into_iter().find_map(|it| match it {
        ClockMove::RanOut { escalated, .. } => Some(escalated),
        _ => None,
    });
    let Some(escalated) = escalated else {
        let of = (
            format!("时限“{}”", name.text),
            format!("the clock “{}”", name.text),
        );
        return otherwise(run, name, (&of.0, &of.1), "今天超期", &found);
    };
    let Some(up) = up else { return };
    let city = run.setting.city;
    let unit = city.unit(&up.text).or_else(|| city.unit_named(&up.text));
    let Some(unit) = unit else {
        let known = city.units.iter().map(|it| it.name.zh.as_str()).collect();
        return run.unknown(("单位", "unit"), up, known);
    };
    if escalated.as_deref() != Some(&*unit.id) {
        let found = escalated.unwrap_or_else(|| "没有升级".to_owned());
        otherwise(
            run,
            up,
            ("升级到的单位", "the unit above"),
            &up.text,
            &found,
        );
    }
}

/// Whether the unit was reminded of a clock today.
pub fn reminded(run: &mut Run<'_>, at: Option<&Word>, name: &Word) {
    let Some((moves, found)) = moved(run, at, name) else {
        return;
    };
    if !moves
        .iter()
        .any(|it| matches!(it, ClockMove::Reminded { .. }))
    {
        let of = (
            format!("时限“{}”", name.text),
            format!("the clock “{}”", name.text),
        );
        otherwise(run, name, (&of.0, &of.1), "今天提醒", &found);
    }
}
