//! What is wrong, as RFC 9457 has it, with every sentence in both languages.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use youwei_base::Bilingual;
use youwei_system::wish::Refusal;

use crate::app::ActFault;
use crate::fault::Fault;
use crate::pages::systems::act::status;

/// Why a request was not answered with what it asked for.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub status: StatusCode,
    /// What is wrong, each with the name of what it is about.
    pub said: Vec<(Option<String>, Bilingual)>,
}

impl Problem {
    pub fn new(status: StatusCode, zh: &str, en: &str) -> Problem {
        Problem::said(status, vec![(None, Bilingual::new(zh, en))])
    }

    pub fn said(status: StatusCode, said: Vec<(Option<String>, Bilingual)>) -> Problem {
        Problem { status, said }
    }

    /// The body.
    pub fn body(&self) -> Value {
        let detail: Vec<String> = self
            .said
            .iter()
            .map(|(_, it)| format!("{} / {}", it.zh, it.en))
            .collect();
        let said: Vec<Value> = self
            .said
            .iter()
            .map(|(name, it)| match name {
                Some(name) => json!({ "name": name, "zh": it.zh, "en": it.en }),
                None => json!({ "zh": it.zh, "en": it.en }),
            })
            .collect();
        json!({
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or(""),
            "status": self.status.as_u16(),
            "detail": detail.join("\n"),
            "said": said,
        })
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let kind = [(CONTENT_TYPE, "application/problem+json")];
        (self.status, kind, self.body().to_string()).into_response()
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Problem {
        Problem::said(fault.status, vec![(None, fault.sentence)])
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        Problem::said(status(refusal.kind), refusal.said)
    }
}

impl From<ActFault> for Problem {
    fn from(fault: ActFault) -> Problem {
        match fault {
            ActFault::Refused(refusal) => refusal.into(),
            ActFault::Fault(fault) => fault.into(),
        }
    }
}
