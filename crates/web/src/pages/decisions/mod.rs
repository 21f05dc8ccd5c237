//! `/decisions`: the decision models as people read them, and cases decided by them.

mod boxed;
mod case;
pub(crate) mod diagnostics;
mod diagram;
mod examples;
mod feel;
mod form;
mod given;
pub(crate) mod list;
mod lit;
mod outcome;
mod parameters;
mod section;
mod sheet;
mod table;
mod text;
mod value;

use axum::http::StatusCode;

use crate::ask::{Answer, Ask, back_to};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::systems::{Entry, System};
use given::PREFIX;

/// A case fits into an address, to be passed on, if it has no more bytes than this.
const QUERY_BYTES_MAX: usize = 4000;

/// `GET /decisions/{system}/{model}`: the model, and a case if the address holds one.
pub(crate) fn show(ask: &Ask) -> Answer {
    let (system, entry) = found(ask)?;
    let example = match ask.query.get("case") {
        "" => None,
        number => Some(examples::numbered(system, entry, number).ok_or_else(no_example)?),
    };
    match example {
        Some(at) => {
            let fields = examples::fields(system, entry, at);
            sheet::show(ask, system, entry, &fields, Some(at), StatusCode::OK)
        }
        None => sheet::show(ask, system, entry, &ask.query, None, StatusCode::OK),
    }
}

/// `POST /decisions/{system}/{model}`: a case that was typed in. It leads to an address
/// that can be passed on where the case is small enough for one. Nothing is stored.
pub(crate) fn decide(ask: &Ask) -> Answer {
    let (system, entry) = found(ask)?;
    let kept = |(name, value): &&(String, String)| {
        let known = name == "decision" || name == "more" || name.starts_with(PREFIX);
        known && !value.trim().is_empty()
    };
    let fields = Fields(ask.form.0.iter().filter(kept).cloned().collect());
    let query = fields.query(&[], &[]);
    let more = fields.given("more").is_some();
    if !more && query.len() <= QUERY_BYTES_MAX {
        let path = sheet::address(system, entry);
        return back_to(&format!("{path}{query}#result"));
    }
    sheet::show(ask, system, entry, &fields, None, StatusCode::OK)
}

fn found(ask: &Ask) -> Result<(&System, &Entry), Fault> {
    let system = ask.app.systems().get(ask.part("system"));
    let system = system.ok_or_else(no_model)?;
    let entry = system.model(ask.part("model")).ok_or_else(no_model)?;
    Ok((system, entry))
}

fn no_model() -> Fault {
    Fault::not_found(
        "没有这个决策模型。请从“决策规则”页选择一个。",
        "There is no such decision model. Choose one on the page “Decisions”.",
    )
}

fn no_example() -> Fault {
    Fault::not_found(
        "没有这个例子。请在模型页的例子中选择一个。",
        "There is no such example. Choose one of those on the page of the model.",
    )
}
