//! `GET /measures/{measure}/facts.csv`: the facts behind a figure, for whoever counts anew.

use youwei_account::Version;

use super::{Asked, names};
use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use crate::pages::export::download;

/// How many facts one file holds; the page links to as many files as there are.
pub(super) const FACTS_MAX: usize = 100_000;

const HEAD: [&str; 10] = [
    "record", "metric", "key", "value", "on", "area", "labels", "entry", "earlier", "state",
];

/// The file: UTF-8 with a byte order mark, one line a fact, the latest day first.
pub(crate) fn show(ask: &Ask) -> Answer {
    let state = ask.state();
    let asked = Asked::of(ask, &state)?;
    let book = &state.book;
    let found = asked.evidence(book);
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(HEAD).map_err(|_| Fault::internal())?;
    for fact in found.skip(asked.from).take(FACTS_MAX) {
        let earlier: Vec<String> = match fact.corrected {
            true => book
                .versions(&fact)
                .skip(1)
                .map(|it| version(&it))
                .collect(),
            false => Vec::new(),
        };
        let labels: Vec<String> = names::labels(ask, &fact)
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let state = match (fact.value.is_some(), fact.corrected) {
            (false, _) => "taken back",
            (true, true) => "corrected",
            (true, false) => "",
        };
        let value = fact
            .value
            .map_or_else(String::new, |it| it.normalize().to_string());
        let row = [
            guarded(fact.record),
            guarded(fact.metric),
            guarded(fact.key),
            value,
            fact.on.to_string(),
            fact.area.map_or_else(String::new, |it| it.0.to_string()),
            guarded(&labels.join("; ")),
            fact.entry.to_string(),
            guarded(&earlier.join("; ")),
            state.to_owned(),
        ];
        out.write_record(row).map_err(|_| Fault::internal())?;
    }
    let bytes = out.into_inner().map_err(|_| Fault::internal())?;
    let name = format!("{}_{}.csv", asked.measure.name.zh, asked.day);
    Ok(download("text/csv; charset=utf-8", "facts", &name, bytes))
}

/// What was said before, with its day and entry.
fn version(version: &Version) -> String {
    let value = version
        .value
        .map_or_else(|| "—".to_owned(), |it| it.normalize().to_string());
    format!("{value} ({}, #{})", version.on, version.entry)
}

/// A cell that no spreadsheet computes.
fn guarded(cell: &str) -> String {
    match cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}
