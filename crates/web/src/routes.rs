//! The routes, one line each.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;

use crate::app::App;
use crate::ask::{Answer, Ask, asked, back_to, change, fetch, handed_in, look, sign_in};
use crate::fault::Fault;
use crate::pages::commitments::{act, bulk, detail, table};
use crate::pages::import::SHEET_BYTES_MAX;
use crate::pages::people::{OWN, list, own, user};
use crate::pages::take_in::REPORT_BYTES_MAX;
use crate::pages::{api, decisions, export, import, log, overview, report, sign, take_in};
use crate::{assets, guard, published};

/// The whole site.
pub fn router(app: Arc<App>) -> Router {
    let pages: Router<Arc<App>> = Router::new()
        .route("/", look(report::show))
        .route("/commitments", look(table::show).merge(change(bulk::act)))
        .route(
            "/commitments/{id}",
            look(detail::show).merge(change(act::act)),
        )
        .route("/decisions", look(decisions::list::show))
        .route(
            "/decisions/{system}/{model}",
            look(decisions::show).merge(asked(decisions::decide)),
        )
        .route("/overview", look(overview::show))
        .route("/export/{file}", look(export::plan))
        .route(
            "/import",
            look(import::show).merge(handed_in(import::preview, SHEET_BYTES_MAX)),
        )
        .route(
            "/import/apply",
            look(to_import).merge(change(import::apply)),
        )
        .route(
            "/reports/new",
            look(take_in::show).merge(handed_in(take_in::preview, REPORT_BYTES_MAX)),
        )
        .route(
            "/reports/new/apply",
            look(to_take_in).merge(change(take_in::apply)),
        )
        .route("/log", look(log::list))
        .route("/log/{index}", look(log::entry))
        .route("/log/{index}/proof", fetch(published::proof))
        .route("/log/checkpoint", fetch(published::checkpoint))
        .route("/log/cosigned", fetch(published::cosigned))
        .route("/log/key", fetch(published::key))
        .route("/log/tile/{*path}", fetch(published::tile))
        .route("/log/check.py", fetch(published::script))
        .route("/sign", look(sign::show).merge(sign_in()))
        .route("/sign/out", look(to_own).merge(change(sign::out)))
        .route("/me", look(own::show).merge(change(own::act)))
        .route("/people", look(list::show).merge(change(list::add)))
        .route("/people/{id}", look(user::show).merge(change(user::act)))
        .route("/api/report", look(api::report))
        .route("/api/commitments", look(api::commitments))
        .route("/api/commitments/{id}", look(api::commitment))
        .route("/api/summary", look(api::totals))
        .route("/healthz", look(api::health))
        .fallback_service(look(no_page).with_state(Arc::clone(&app)))
        .merge(assets::router());
    pages
        // Each way of reading a body has its own limit, in bytes, with its own sentence.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app),
            guard::guard,
        ))
        .with_state(app)
}

/// Whoever reloads the page of an applied form comes back to where it began.
fn to_import(ask: &Ask) -> Answer {
    back_to(&ask.to("/import"))
}

fn to_own(_: &Ask) -> Answer {
    back_to(OWN)
}

fn to_take_in(_: &Ask) -> Answer {
    back_to("/reports/new")
}

fn no_page(_: &Ask) -> Answer {
    Err(Fault::no_page())
}
