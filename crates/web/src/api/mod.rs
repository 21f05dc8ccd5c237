//! The JSON of the declared systems, and the document that describes it. Errors are
//! problems of RFC 9457 in both languages.

mod act;
mod list;
mod openapi;
mod problem;
mod record;
mod schema;
mod strict;

pub(crate) use act::{ACT, OPEN};
pub(crate) use list::{records, systems};
pub(crate) use openapi::document;
pub(crate) use record::one;

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use youwei_base::Bilingual;

use crate::ask::{Answer, Ask};
use problem::Problem;

/// The largest body that is read, in bytes.
pub(crate) const BODY_BYTES_MAX: usize = 256 * 1024;

/// What an address of the API answers: a text of JSON.
type Told = Result<(StatusCode, String), Problem>;

/// Values of ours are always JSON.
fn text_of(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn answered(told: Told) -> Answer {
    Ok(match told {
        Ok((status, text)) => (status, [(CONTENT_TYPE, "application/json")], text).into_response(),
        Err(problem) => problem.into_response(),
    })
}

/// The past day that something is asked for. Whether it is one, the [`Ask`] has looked at
/// already.
const ON: &str = "on";

/// Refuses every field of the query that is not among these: who asks for what is not
/// there is told so.
fn only(ask: &Ask, names: &[&str]) -> Result<(), Problem> {
    let mut said = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (name, _) in &ask.query.0 {
        if !names.contains(&name.as_str()) {
            let sentence = Bilingual::new(
                "没有这个查询参数；请查看 /api/openapi.json。",
                "There is no such query parameter; see /api/openapi.json.",
            );
            said.push((Some(name.clone()), sentence));
        } else if seen.contains(&name.as_str()) {
            said.push((
                Some(name.clone()),
                Bilingual::new("写了两次；请只写一次。", "It is given twice; give it once."),
            ));
        }
        seen.push(name);
    }
    match said.is_empty() {
        true => Ok(()),
        false => Err(Problem::said(StatusCode::BAD_REQUEST, said)),
    }
}

/// A name in both languages.
fn both(it: &Bilingual) -> Value {
    serde_json::json!({ "zh": it.zh, "en": it.en })
}

/// The refusal of a method or of a body that is too large, as a problem.
pub(crate) fn refused(fault: &crate::fault::Fault) -> Response {
    Problem::from(fault.clone()).into_response()
}
