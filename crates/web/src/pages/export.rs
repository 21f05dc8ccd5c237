//! `/export/plan.{xlsx,docx,csv,json}`: the division plan of the whole report, or of
//! the rows that a filter lets through.

use std::collections::BTreeSet;

use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use youwei_account::plan::{self, Made};
use youwei_account::{Account, subject_of};

use crate::app::{App, State, recorded};
use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use crate::filters;

const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCUMENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// How many entries are read at a time to make a narrower account.
const ENTRIES_READ_AT_ONCE: usize = 1_000;

/// `GET /export/{file}`.
pub(crate) fn plan(ask: &Ask) -> Answer {
    let state = ask.state();
    let (account, report) = ask.account(&state)?;
    let narrow = match filters::is_set(&ask.query) {
        true => Some(narrowed(&ask.app, ask, &state, account, &report.id)?),
        false => None,
    };
    let units = filters::all_units(account);
    let units: Vec<&str> = units.iter().map(String::as_str).collect();
    let made = Made {
        account: narrow.as_ref().unwrap_or(account),
        book: &state.book,
        today: ask.today(),
        at: ask.now,
        units: &units,
    };
    let file = ask.part("file");
    let (kind, bytes) = match file.strip_prefix("plan.") {
        Some("xlsx") => (SHEET, plan::xlsx(&made)),
        Some("docx") => (DOCUMENT, plan::docx(&made)),
        Some("csv") => ("text/csv; charset=utf-8", plan::csv(&made)),
        Some("json") => ("application/json", plan::json(&made)),
        _ => return Err(Fault::no_page()),
    };
    let bytes = bytes.map_err(|error| Fault {
        sentence: error.sentence,
        ..Fault::internal()
    })?;
    let year = report.year.map(|year| format!("{year}年"));
    let format = file.rsplit('.').next().unwrap_or("");
    let name = format!(
        "{}{}分工方案_{}.{format}",
        year.unwrap_or_default(),
        report.place,
        ask.today()
    );
    Ok(download(kind, "plan", &name, bytes))
}

/// A file to be kept under a name; `plain` is its name for programs that know ASCII alone,
/// without the ending.
pub(crate) fn download(kind: &'static str, plain: &str, name: &str, bytes: Vec<u8>) -> Response {
    // RFC 6266: the plain name for old programs, the encoded one for the rest.
    let encoded: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let encoded = encoded.replace('+', "%20");
    let format = name.rsplit('.').next().unwrap_or("");
    let disposition =
        format!("attachment; filename=\"{plain}.{format}\"; filename*=UTF-8''{encoded}");
    let mut response = ([(CONTENT_TYPE, kind)], bytes).into_response();
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    response
}

/// The account without the commitments that the filter keeps back: folded anew from
/// the ledger, their streams left out. What went into others stays, because the
/// others are made of it.
fn narrowed(
    app: &App,
    ask: &Ask,
    state: &State,
    account: &Account,
    report: &str,
) -> Result<Account, Fault> {
    let filter = filters::filter(ask);
    let today = ask.today();
    let left_out: BTreeSet<String> = account
        .commitments()
        .filter(|c| !filter.matches(account, &state.book, c, today))
        .map(|c| subject_of(report, Some(&c.id)))
        .collect();
    let mut narrow = Account::default();
    let mut from = 0;
    while from < state.head.size {
        let entries = app.ledger.entries(from, ENTRIES_READ_AT_ONCE)?;
        if entries.is_empty() {
            break;
        }
        from += entries.len() as u64;
        for entry in entries {
            if entry.index < state.head.size && !left_out.contains(&entry.event.subject) {
                narrow.evolve(&recorded(entry));
            }
        }
    }
    Ok(narrow)
}
