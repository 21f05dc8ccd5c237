//! How clocks stand, in words: days left, run out, standing still.

use maud::{Markup, html};
use youwei_base::Day;
use youwei_system::declaration::{Clock, System};
use youwei_system::record::{ClockState, Record};

use crate::words::Lang;

/// How a clock stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stand {
    /// It runs; days left, 0 on its last day.
    Runs(i64),
    /// It ran out so many days ago, and what it is for is still not done.
    Late(i64),
    Suspended,
    /// What it is for was done.
    Done,
}

/// How a clock stands on a day.
pub(crate) fn stand(state: &ClockState, today: Day) -> Stand {
    if state.stopped.is_some() {
        return Stand::Done;
    }
    if state.suspended.is_some() {
        return Stand::Suspended;
    }
    stand_on(state.due, today)
}

/// How a day stands that something must be done by.
pub(crate) fn stand_on(due: Day, today: Day) -> Stand {
    match days_between(today, due) {
        left if left >= 0 => Stand::Runs(left),
        left => Stand::Late(-left),
    }
}

fn days_between(from: Day, to: Day) -> i64 {
    let span = from.until(to).map(|it| i64::from(it.get_days()));
    span.unwrap_or_default()
}

/// The clock of a record that runs out first, of those that nothing has stopped.
pub(crate) fn nearest(record: &Record, today: Day) -> Option<(&ClockState, Stand)> {
    let waiting = record.clocks.iter().filter(|it| it.stopped.is_none());
    let with = waiting.map(|it| (it, stand(it, today)));
    with.min_by_key(|(state, stand)| (*stand == Stand::Suspended, state.due))
}

/// A word for it and a class.
pub(crate) fn badge(stand: Stand, lang: Lang) -> Markup {
    let (class, said) = match stand {
        Stand::Runs(0) => (
            "soon",
            lang.pick("今天到期".to_owned(), "ends today".to_owned()),
        ),
        Stand::Runs(left @ 1..=3) => ("soon", left_of(left, lang)),
        Stand::Runs(left) => ("runs", left_of(left, lang)),
        Stand::Late(days) => (
            "late",
            lang.pick(format!("超期 {days} 天"), format!("{days} days over")),
        ),
        Stand::Suspended => (
            "still",
            lang.pick("已中止".to_owned(), "suspended".to_owned()),
        ),
        Stand::Done => ("done", lang.pick("已办".to_owned(), "done".to_owned())),
    };
    html! { span class=(format!("limit {class}")) { (said) } }
}

fn left_of(days: i64, lang: Lang) -> String {
    match (lang, days) {
        (Lang::Zh, days) => format!("剩 {days} 天"),
        (Lang::En, 1) => "1 day left".to_owned(),
        (Lang::En, days) => format!("{days} days left"),
    }
}

/// The declaration of a clock of a record.
pub(crate) fn declared<'a>(system: &'a System, state: &ClockState) -> Option<&'a Clock> {
    system.clocks.iter().find(|it| it.id == state.clock)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_late_from_the_day_after_its_last() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let state = ClockState {
            clock: "check".into(),
            started: day("2026-03-01"),
            due: day("2026-03-10"),
            remind: None,
            reminded: false,
            suspended: None,
            extended: false,
            ran_out: None,
            escalated: None,
            stopped: None,
        };
        for (today, expected, zh) in [
            ("2026-03-01", Stand::Runs(9), "剩 9 天"),
            ("2026-03-10", Stand::Runs(0), "今天到期"),
            ("2026-03-11", Stand::Late(1), "超期 1 天"),
            ("2026-05-11", Stand::Late(62), "超期 62 天"),
        ] {
            let found = stand(&state, day(today));
            assert_eq!(found, expected);
            assert!(badge(found, Lang::Zh).into_string().contains(zh));
        }
        let still = ClockState {
            suspended: Some(day("2026-03-05")),
            ..state.clone()
        };
        assert_eq!(stand(&still, day("2026-04-01")), Stand::Suspended);
        let done = ClockState {
            stopped: Some(day("2026-03-05")),
            ..state
        };
        assert_eq!(stand(&done, day("2026-04-01")), Stand::Done);
    }
}
