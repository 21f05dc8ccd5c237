//! The public JSON. Its shapes are made here and nowhere else; a field is only added.

use axum::Json;
use axum::response::IntoResponse;
use serde::Serialize;
use serde_json::json;
use youwei_account::{Account, Commitment, Project, Span, Target, light, summary};

use crate::app::State;
use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use crate::filters;
use crate::upload::hex;

/// A commitment as programs get it.
#[derive(Serialize)]
struct CommitmentJson<'a> {
    id: &'a str,
    version: u64,
    text: &'a str,
    span: Span,
    sentence: Span,
    section: Vec<String>,
    kind: &'static str,
    status: &'static str,
    light: &'static str,
    measurable: bool,
    action: &'a str,
    /// The words of the text that say when.
    due_words: Option<&'a str>,
    /// The day on which it falls due, set by a person or said by the text.
    due: Option<String>,
    nodes: Vec<Option<&'a str>>,
    lead: Option<&'a str>,
    supporting: &'a [String],
    leader: Option<&'a str>,
    /// Codes of GB/T 2260.
    places: Vec<PlaceJson<'a>>,
    suggestions: Vec<SuggestionJson<'a>>,
    targets: &'a [Target],
    amendments: &'a [youwei_account::Amendment],
    projects: &'a [Project],
    public: bool,
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    name: &'a str,
    code: u32,
}

#[derive(Serialize)]
struct SuggestionJson<'a> {
    unit: &'a str,
    why: &'a str,
}

fn commitment_json<'a>(
    ask: &Ask,
    state: &State,
    account: &Account,
    c: &'a Commitment,
) -> CommitmentJson<'a> {
    let sections = account.sections_of(c).into_iter();
    CommitmentJson {
        id: &c.id,
        version: c.version,
        text: &c.text,
        span: c.span,
        sentence: c.sentence,
        section: sections.map(|section| section.title).collect(),
        kind: c.kind.key(),
        status: c.status.key(),
        light: light(account, &state.book, c, ask.today()).key(),
        measurable: c.measurable(),
        action: &c.action,
        due_words: c.due.as_ref().map(|due| due.text.as_str()),
        due: c.due_day().map(|day| day.to_string()),
        nodes: c
            .nodes
            .iter()
            .map(|node| node.as_ref().map(|node| node.text.as_str()))
            .collect(),
        lead: c.lead.as_deref(),
        supporting: &c.supporting,
        leader: c.leader.as_deref(),
        places: c
            .places
            .iter()
            .map(|place| PlaceJson {
                name: &place.name,
                code: place.code.0,
            })
            .collect(),
        suggestions: c
            .suggestions
            .iter()
            .map(|one| SuggestionJson {
                unit: &one.unit,
                why: &one.why,
            })
            .collect(),
        targets: &c.targets,
        amendments: &c.amendments,
        projects: &c.projects,
        public: c.public,
    }
}

/// `GET /api/report`: the whole text, its headings, sentences and remarks.
pub(crate) fn report(ask: &Ask) -> Answer {
    let state = ask.state();
    let (_, report) = ask.account(&state)?;
    let sentences: Vec<_> = report
        .sentences
        .iter()
        .map(|s| {
            json!({
                "start": s.span.start, "end": s.span.end, "part": s.part,
                "label": s.label, "commitment": s.commitment,
            })
        })
        .collect();
    let answer = json!({
        "id": report.id, "title": report.title, "place": report.place, "year": report.year,
        "revision": report.revision, "file": report.file, "text": report.text(),
        "headings": report.headings, "sentences": sentences, "remarks": report.remarks,
        "coverage": report.coverage(),
    });
    Ok(Json(answer).into_response())
}

/// `GET /api/commitments`: those that the filter lets through, in text order.
pub(crate) fn commitments(ask: &Ask) -> Answer {
    let state = ask.state();
    let (account, report) = ask.account(&state)?;
    let filter = filters::filter(ask);
    let found: Vec<_> = account
        .commitments()
        .filter(|c| filter.matches(account, &state.book, c, ask.today()))
        .map(|c| commitment_json(ask, &state, account, c))
        .collect();
    let answer = json!({
        "report": report.id, "today": ask.today(), "count": found.len(), "commitments": found,
    });
    Ok(Json(answer).into_response())
}

/// `GET /api/commitments/{id}`: one, with its history.
pub(crate) fn commitment(ask: &Ask) -> Answer {
    let state = ask.state();
    let (account, _) = ask.account(&state)?;
    let id = ask.part("id");
    let c = account
        .commitment(id)
        .ok_or_else(|| Fault::no_commitment(id))?;
    let answer = json!({
        "commitment": commitment_json(ask, &state, account, c),
        "history": account.history(&c.id),
    });
    Ok(Json(answer).into_response())
}

/// `GET /api/summary`: the totals, and the head of the ledger they were counted at.
pub(crate) fn totals(ask: &Ask) -> Answer {
    let state = ask.state();
    let (account, report) = ask.account(&state)?;
    let answer = json!({
        "report": report.id, "today": ask.today(),
        "summary": summary(account, &state.book, ask.today()),
        "ledger": { "size": state.head.size, "root": hex(&state.head.root) },
    });
    Ok(Json(answer).into_response())
}

/// `GET /healthz`: whether the ledger answers.
pub(crate) fn health(ask: &Ask) -> Answer {
    let head = ask.app.ledger.head()?;
    let answer = json!({ "status": "ok", "entries": head.size, "root": hex(&head.root) });
    Ok(Json(answer).into_response())
}
