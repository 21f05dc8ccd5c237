//! How many of the facts behind a figure come from records that a check flagged as odd, and
//! that nobody has settled yet: said beside the figure, to everybody.

use maud::{Markup, html};
use youwei_account::{About, Account, Measure, Side, explained};
use youwei_base::Day;

use crate::app::State;
use crate::ask::Ask;
use crate::pages::contradictions::undone;
use crate::pages::systems::Here;
use crate::pages::systems::sight::Sight;

/// A figure: of a measure, of one record alone if one is named, on a day.
pub(crate) struct Of<'a> {
    pub measure: &'a Measure,
    pub record: Option<&'a str>,
    pub day: Day,
}

/// The facts of a figure that count and whose record bears an open flag.
///
/// Looks through the flagged records, which are few, and not through the facts, which may
/// be millions.
pub(crate) fn facts(ask: &Ask, state: &State, account: &Account, of: &Of<'_>) -> usize {
    let stating = Here::all(ask, state).into_iter().filter(|here| {
        let metrics = &here.system.metrics;
        metrics.iter().any(|it| *it.id == *of.measure.metric)
    });
    let mut found = 0;
    for here in stating {
        let book = state.running.records.book(&here.system.id);
        for record in book.into_iter().flat_map(|it| it.flagged()) {
            let subject = format!("{}/{}", here.system.id, record.id);
            if of.record.is_some_and(|it| it != subject) {
                continue;
            }
            let open = record.flags.iter().any(|(flag, entry)| {
                let about = About::Flag {
                    record: subject.clone(),
                    flag: flag.to_string(),
                    entry: *entry,
                };
                let since = state.book.day_of_entry(*entry);
                explained(account, &state.book, &about, since).is_none()
                    && undone(state, &here, record, *entry).is_none()
            });
            if open {
                let own = state
                    .book
                    .evidence(&of.measure.id, Side::Own, Some(&subject), of.day);
                found += own.filter(|it| it.value.is_some()).count();
            }
        }
    }
    found
}

/// The sentence of it; nothing if there is none.
pub(crate) fn said(ask: &Ask, state: &State, account: &Account, of: &Of<'_>) -> Markup {
    let lang = ask.lang;
    let count = facts(ask, state, account, of);
    let words = || {
        lang.pick(
            format!("其中 {count} 条事实的条目被系统标记为可疑，还没有说明"),
            format!("{count} of them from records that a check flagged and nobody has settled"),
        )
    };
    html! {
        @if count > 0 {
            p.differs.flagged {
                @match Sight::of(&ask.actor) {
                    Sight::Inside => a href=(ask.to("/contradictions")) { (words()) },
                    Sight::Public => (words()),
                }
                (lang.pick("。", "."))
            }
        }
    }
}
