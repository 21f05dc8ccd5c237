//! Records that a commitment may be bound to: the works that it names, found in the record
//! books, then the newest ones. A browser completes what is typed from them.

use maud::{Markup, html};
use youwei_account::Commitment;

use crate::app::State;
use crate::ask::Ask;
use crate::fault::Fault;
use crate::pages::systems::Here;
use crate::systems::listing::Query;

/// So many records are offered for each work that is named.
const FOR_A_WORK: usize = 5;

/// So many of the newest records of a system are offered besides.
const NEWEST: usize = 60;

/// The id of the list in the page.
pub(super) const LIST: &str = "records-offered";

/// The list that a field completes from, once a page.
pub(super) fn offered(ask: &Ask, state: &State, commitment: &Commitment) -> Markup {
    let mut seen: Vec<(String, String)> = Vec::new();
    for here in Here::all(ask, state) {
        if !here.sight.any(here.system) {
            continue;
        }
        let works = commitment.projects.iter();
        let named = works.map(|it| (it.name.as_str(), FOR_A_WORK));
        // The newest of systems that the report's works are proposed to.
        let newest = here.system.proposals.is_some().then_some(("", NEWEST));
        for (words, most) in named.chain(newest) {
            let query = Query {
                words: words.to_owned(),
                ..Query::default()
            };
            let found = here.listing.find(here.system, &query, 0, most);
            for record in found.page.iter().filter_map(|id| here.record(id)) {
                let address = format!("{}/{}", here.system.id, record.id);
                if !seen.iter().any(|(it, _)| *it == address) {
                    seen.push((address, here.title(record)));
                }
            }
        }
    }
    html! {
        datalist id=(LIST) {
            @for (address, title) in &seen { option value=(address) { (title) } }
        }
    }
}

/// Refuses a record that does not exist: a figure of it would be none for ever.
pub(super) fn check(state: &State, record: &str) -> Result<(), Fault> {
    let found = record
        .split_once('/')
        .and_then(|(system, id)| state.record(system, id));
    found.map(|_| ()).ok_or_else(|| {
        Fault::invalid(
            format!("没有台账条目“{record}”。请从列出的条目中选，或写成 key-projects/2026-00001 的样子；不看单条就留空。"),
            format!("There is no record “{record}”. Choose one of those offered, or write it like key-projects/2026-00001; leave it empty for all records."),
        )
    })
}
