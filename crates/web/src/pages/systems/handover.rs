//! Where a record leads: forms of other systems with what is known filled in. A person
//! sends them; the other system decides as always.

use maud::{Markup, html};
use youwei_system::decide::holds;
use youwei_system::declaration::Handover;
use youwei_system::record::Record;

use super::Here;
use super::given::{key, spread};
use super::sight::Sight;
use crate::fields::Fields;

/// What may be opened from a record by who asks; nothing for the public.
pub(super) fn offered(here: &Here<'_>, record: &Record) -> Markup {
    if here.sight == Sight::Public {
        return html! {};
    }
    let lang = here.say.lang;
    let offers: Vec<(&Handover, String)> = here
        .system
        .handovers
        .iter()
        .filter_map(|it| Some((it, address(here, record, it)?)))
        .collect();
    html! {
        @if !offers.is_empty() {
            p.next.handovers { @for (handover, address) in &offers {
                a.button href=(address) { (lang.of(&handover.name)) " →" }
            } }
        }
    }
}

/// The form there, if it is offered now and who asks may open a record with it.
fn address(here: &Here<'_>, record: &Record, handover: &Handover) -> Option<String> {
    let system = here.ask.app.ground.system(&handover.to)?;
    let there = Here::of(here.ask, here.state, system)?;
    let (at, action) = system.openings().find(|(_, it)| it.id == handover.action)?;
    let records = &here.state.running.records;
    let offered = there.may_open(at)
        && holds(
            here.system,
            record,
            &handover.when,
            &here.actor,
            here.at(),
            records,
        );
    if !offered {
        return None;
    }
    let mut known = Fields::default();
    for (theirs, ours) in &handover.gives {
        let input = action.input.iter().find(|it| it.field.name == *theirs);
        if let (Some(input), Some(value)) = (input, record.values.get(*ours)) {
            let (of, name) = (&input.field.of, key(theirs));
            spread(of, value, &name, here.say.names, &mut known);
        }
    }
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(&known.0);
    Some(format!(
        "/systems/{}/new/{}?{}",
        system.id,
        action.id,
        query.finish()
    ))
}
