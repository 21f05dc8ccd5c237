//! `/commitments/{id}`: one commitment in its context, with all that can be done to it.

use axum::http::StatusCode;
use maud::{Markup, html};
use youwei_account::{Account, Commitment, Report, Span, Status, how_light, standing, subject_of};
use youwei_base::{Bilingual, Day};
use youwei_report::Measure;

use super::{Attempt, amend, bindings, forms, history, known_units};
use crate::app::{State, day_in_china};
use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use crate::marks::mark;
use crate::page::{Door, Sheet, refusal, show as frame};
use crate::pages::pressed;
use crate::places;
use crate::stands::{evidence, stands_by};
use crate::struck;
use crate::words as w;
use crate::words::Lang;

/// How much of a long paragraph is shown on each side, in characters.
const CONTEXT_CHARS: usize = 400;

/// `GET /commitments/{id}`.
pub(crate) fn show(ask: &Ask) -> Answer {
    page(ask, None)
}

/// The page, with a refused attempt if there was one.
pub(super) fn page(ask: &Ask, attempt: Option<&Attempt>) -> Answer {
    let state = ask.state();
    let (account, report) = ask.account(&state)?;
    let id = ask.part("id");
    let commitment = account
        .commitment(id)
        .ok_or_else(|| Fault::no_commitment(id))?;
    let entries = ask
        .app
        .ledger
        .stream(&subject_of(&report.id, Some(&commitment.id)))?;
    let forms = forms::all(ask, account, report, commitment, attempt);
    let history = history::table(ask, account.history(&commitment.id), &entries);
    let body = html! {
        main #main.wide.one {
            (way(ask, account, commitment))
            @if let Some(attempt) = attempt { (refusal(ask, &attempt.fault.sentence)) }
            div.columns {
                div.left {
                    (context(ask, report, commitment))
                    (gone(ask, commitment))
                    (bindings::section(ask, &state, account, commitment, attempt))
                    (amend::section(ask, &state, commitment, attempt))
                    // Whoever only reads comes to the history first.
                    @if ask.signed.is_none() && attempt.is_none() { (history) (forms) } @else { (forms) (history) }
                }
                (facts(ask, &state, account, commitment))
            }
            (known_units(account))
        }
    };
    let title: String = commitment.text.chars().take(24).collect();
    let sheet = Sheet {
        status: attempt.map_or(StatusCode::OK, |attempt| attempt.fault.status),
        styles: &["systems.css", "public.css"],
        ..Sheet::new(title, Door::Commitments, body)
    };
    Ok(frame(ask, &state, sheet))
}

/// Where it stands in the report, and its neighbours.
fn way(ask: &Ask, account: &Account, commitment: &Commitment) -> Markup {
    let lang = ask.lang;
    let shown: Vec<&Commitment> = account.commitments().collect();
    let place = shown.iter().position(|c| c.id == commitment.id);
    let neighbour = |step: isize| {
        let index = place?.checked_add_signed(step)?;
        shown
            .get(index)
            .map(|c| ask.to(&format!("/commitments/{}", c.id)))
    };
    html! {
        nav.way aria-label=(lang.say(w::SECTION)) {
            ol lang="zh-CN" {
                @for section in account.sections_of(commitment) {
                    li { a href=(ask.to(&format!("/#s{}", section.index))) { (section.title) } }
                }
            }
            p {
                @if let Some(address) = neighbour(-1) { a rel="prev" href=(address) { "← " (lang.say(w::PREVIOUS)) } }
                a href=(ask.to(&format!("/#c-{}", commitment.id))) { (lang.say(w::ORIGINAL)) }
                @if let Some(address) = neighbour(1) { a rel="next" href=(address) { (lang.say(w::NEXT)) " →" } }
            }
        }
    }
}

/// The paragraph it stands in, its own words marked.
fn context(ask: &Ask, report: &Report, commitment: &Commitment) -> Markup {
    let span = commitment.span;
    let before = report.slice(Span::new(
        span.start.saturating_sub(CONTEXT_CHARS),
        span.start,
    ));
    let after = report.slice(Span::new(span.end, span.end.saturating_add(CONTEXT_CHARS)));
    let before = before.rsplit('\n').next().unwrap_or("");
    let after = after.split('\n').next().unwrap_or("");
    let words = report.slice(span);
    let cut = before.chars().count() == CONTEXT_CHARS;
    html! {
        h1.visually-hidden lang="zh-CN" { (commitment.text) }
        blockquote.context lang="zh-CN" {
            p {
                @if cut { "……" }
                (before.trim_start())
                mark { @for (index, line) in words.split('\n').enumerate() { @if index > 0 { br; } (line.trim()) } }
                (after)
            }
        }
        @if commitment.text != commitment.as_read.text {
            p.quiet { (ask.lang.pick("程序最初读出：", "As first read: ")) span lang="zh-CN" { "“" (commitment.as_read.text) "”" } }
        }
    }
}

/// What became of one that is no longer on its own.
fn gone(ask: &Ask, commitment: &Commitment) -> Markup {
    let lang = ask.lang;
    let into: Vec<&String> = match &commitment.status {
        Status::Merged { into } => vec![into],
        Status::Split { into } => into.iter().collect(),
        Status::Dropped | Status::Rejected => Vec::new(),
        Status::Read | Status::Confirmed => return html! {},
    };
    html! {
        div.note {
            p {
                b { (lang.own(commitment.status.name())) }
                @for id in into { " " a href=(ask.to(&format!("/commitments/{id}"))) { (id) } }
            }
        }
    }
}

/// The kind of a quantity in words.
pub(super) fn measure(measure: Measure, lang: Lang) -> &'static str {
    match measure {
        Measure::Level => lang.pick("总量", "level"),
        Measure::Growth => lang.pick("增速", "growth"),
        Measure::Delta => lang.pick("增减量", "change"),
        Measure::Share => lang.pick("比率", "share"),
        Measure::Rank => lang.pick("位次", "rank"),
    }
}

/// How it stands today, beside a past day.
fn now(ask: &Ask, id: &str) -> Markup {
    let state = ask.app.state();
    let today = day_in_china(ask.app.now());
    let Ok((account, _)) = ask.account(&state) else {
        return html! {};
    };
    let Some(commitment) = account.commitment(id) else {
        return html! {};
    };
    let light = standing(account, &state.book, commitment, today).light;
    let address = ask.to(&format!("/commitments/{id}"));
    html! {
        p.then { (ask.lang.pick("今天是：", "Today: ")) a data-today="" href=(address) { (mark(light)) " " (ask.lang.own(light.name())) } }
    }
}

/// All that is known of it, at the side.
fn facts(ask: &Ask, state: &State, account: &Account, commitment: &Commitment) -> Markup {
    let (lang, today) = (ask.lang, ask.today());
    let standing = standing(account, &state.book, commitment, today);
    let light = standing.light;
    let said = stands_by(&standing, account, &state.book, commitment, today);
    let behind = evidence(&standing);
    let how = how_light(account, &state.book, commitment, today);
    html! {
        aside.side {
            section.card.on {
                p.tags {
                    (mark(light)) b { (lang.own(light.name())) }
                    span { (lang.own(commitment.kind.name())) }
                    span { (lang.own(commitment.status.name())) }
                    @if !commitment.public { span { (lang.say(w::HIDE)) } }
                }
                p.stands { (lang.of(&said)) }
                @if ask.on.is_some() { (now(ask, &commitment.id)) }
                dl {
                    dt { (lang.say(w::LEAD)) }
                    dd lang="zh-CN" { (or_unset(lang, commitment.lead.as_deref())) }
                    dt { (lang.say(w::SUPPORTING)) }
                    dd lang="zh-CN" { @if commitment.supporting.is_empty() { "—" } @else { (commitment.supporting.join("、")) } }
                    @if let Some(leader) = &commitment.leader { dt { (lang.say(w::LEADER)) } dd lang="zh-CN" { (leader) } }
                    dt { (lang.say(w::DUE)) }
                    dd {
                        (struck::due(commitment, today, lang))
                        @match commitment.on(today).due_day() {
                            Some(day) => (day),
                            None => span.unset { (lang.say(w::NOT_SAID)) },
                        }
                        @if let Some(due) = &commitment.due { small lang="zh-CN" { "“" (due.text) "”" } }
                    }
                    @for (quarter, node) in commitment.on(today).nodes.iter().enumerate() {
                        @let was = struck::node(commitment, quarter, today, lang);
                        @if node.is_some() || was.is_some() {
                            dt { "Q" (quarter + 1) }
                            dd lang="zh-CN" { @if let Some(was) = was { (was) } @match node { Some(node) => (node.text), None => "—" } }
                        }
                    }
                    @if !commitment.action.is_empty() { dt { (lang.say(w::ACTION)) } dd lang="zh-CN" { (commitment.action) } }
                    @let named = places::of(ask.app.ground.city(), commitment);
                    @if !named.is_empty() {
                        dt { (lang.say(w::PLACES)) }
                        dd lang="zh-CN" { @for place in &named { span.item { (place.name) " " code { (place.code.0) } @if !place.own { small { (lang.pick("外地", "elsewhere")) } } } } }
                    }
                    @if !commitment.projects.is_empty() {
                        dt { (lang.say(w::PROJECTS)) }
                        dd lang="zh-CN" {
                            @for project in &commitment.projects {
                                span.item { (project.name) @if !project.action.is_empty() { small { (project.action) } } }
                            }
                        }
                    }
                    dt { (lang.say(w::EVIDENCE)) }
                    dd {
                        @match behind {
                            0 => (lang.say(w::NO_EVIDENCE)),
                            count => a href="#figures" { (w::facts(lang, count)) },
                        }
                    }
                    (claim(ask, commitment))
                }
            }
            (pressed::card(ask, state, account, commitment, light, &said.zh))
            section.card.on {
                p.tags { b { (lang.say(w::HOW)) } }
                p { (lang.of(&how)) }
                @for measure in commitment.milestones.iter().map(|it| &it.measure) {
                    @if let Some(clearing) = clearing(state, measure, today) { p { (lang.of(&clearing)) } }
                }
            }
            p.quiet { code { (commitment.id) } " · " (lang.pick("第 ", "version ")) (commitment.version) (lang.pick(" 版", "")) }
        }
    }
}

/// How long clearing takes, of what must be zero.
fn clearing(state: &State, measure: &str, today: Day) -> Option<Bilingual> {
    let zero = state.book.measures().get(measure)?.zero;
    let clearing = zero
        .then(|| state.book.clearing(measure, today))
        .flatten()?;
    Some(clearing.say())
}

fn claim(ask: &Ask, commitment: &Commitment) -> Markup {
    let claim = &commitment.claim;
    let fields = [
        ("自报进展", "Claimed: progress", &claim.progress),
        ("自报佐证", "Claimed: evidence", &claim.evidence),
        ("自报问题", "Claimed: problems", &claim.problems),
        ("下步措施", "Claimed: next steps", &claim.next),
    ];
    html! {
        @for (zh, en, text) in fields {
            @if !text.is_empty() {
                dt { (ask.lang.pick(zh, en)) }
                dd lang="zh-CN" { (text) }
            }
        }
    }
}

fn or_unset(lang: Lang, unit: Option<&str>) -> Markup {
    match unit {
        Some(unit) => html! { (unit) },
        None => html! { span.unset lang=(lang.tag()) { (lang.say(w::NOT_SET)) } },
    }
}
