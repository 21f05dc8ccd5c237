//! The routes, one line each.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;

use crate::app::App;
use crate::ask::{
    Answer, Ask, acted, asked, back_to, change, fetch, handed_in, look, sent, sign_in,
};
use crate::fault::Fault;
use crate::pages::commitments::{act, bulk, detail, table};
use crate::pages::import::SHEET_BYTES_MAX;
use crate::pages::people::{OWN, list, own, user};
use crate::pages::take_in::REPORT_BYTES_MAX;
use crate::pages::{
    amendments, compare, contradictions, decisions, export, forecasts, import, log, measures,
    overview, report, sign, systems, take_in, unbound, work,
};
use crate::{api, assets, guard, open, pages, published};

/// The largest form about a record, with its photographs, in bytes.
const ACT_BYTES_MAX: usize = 48 * 1024 * 1024;

/// The whole site.
pub fn router(app: Arc<App>) -> Router {
    let pages: Router<Arc<App>> = Router::new()
        .route("/", look(report::show))
        .route("/commitments", look(table::show).merge(change(bulk::act)))
        .route(
            "/commitments/{id}",
            look(detail::show).merge(change(act::act)),
        )
        .route(
            "/commitments/{id}/figures/{number}",
            look(measures::doors::of_number),
        )
        .route("/amendments", look(amendments::show))
        .route("/api/amendments", look(amendments::api))
        .route("/unbound", look(unbound::show).merge(change(unbound::act)))
        .route("/measures", look(measures::list::show))
        .route("/measures/{measure}", look(measures::detail::show))
        .route("/measures/{measure}/latest", look(measures::doors::latest))
        .route(
            "/measures/{measure}/facts.csv",
            look(measures::export::show),
        )
        .route("/forecasts", look(forecasts::show))
        .route(
            "/contradictions",
            look(contradictions::show).merge(change(contradictions::act)),
        )
        .route("/decisions", look(decisions::list::show))
        .route(
            "/decisions/{system}/{model}",
            look(decisions::show).merge(asked(decisions::decide)),
        )
        .route("/overview", look(overview::show))
        .route("/burden", look(pages::burden::show))
        .route("/bulletins", look(pages::bulletin::list))
        .route("/bulletins/{period}", look(pages::bulletin::show))
        .route("/bulletins/{period}/{what}", look(pages::bulletin::counted))
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
        .route("/reports/compare", look(compare::show))
        .route("/api/compare", look(compare::api))
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
        .route("/api/report", look(pages::api::report))
        .route("/api/commitments", look(pages::api::commitments))
        .route("/api/commitments/{id}", look(pages::api::commitment))
        .route("/api/summary", look(pages::api::totals))
        .merge(of_systems())
        .merge(open_data())
        .route("/healthz", look(pages::api::health))
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

/// Open data: lists, dictionaries, the catalogue and feeds.
fn open_data() -> Router<Arc<App>> {
    Router::new()
        .route("/open", look(open::page))
        .route("/open/{file}", look(open::file))
        .route("/open/{file}/dictionary", look(open::dictionary_page))
        .route("/lights.atom", look(open::lights_atom))
        .route("/units/{unit}/lights.atom", look(open::unit_lights_atom))
        .route("/units/{unit}/due.ics", look(open::due_calendar))
}

/// The declared systems: pages and JSON.
fn of_systems() -> Router<Arc<App>> {
    let record = "/systems/{system}/records/{record}";
    let api = "/api/systems/{system}";
    Router::new()
        .route("/work", look(work::show))
        .route("/systems", look(systems::index::show))
        .route("/systems/{system}", look(systems::list::show))
        .route("/systems/{system}/about", look(systems::about::show))
        .route(
            "/systems/{system}/export/{file}",
            look(systems::export::show),
        )
        .route("/systems/{system}/proposed", look(systems::proposed::show))
        .route(
            "/systems/{system}/lists/{list}",
            look(systems::meeting::show),
        )
        .route(
            "/systems/{system}/import/{action}",
            look(systems::import::show).merge(acted(systems::import::act, SHEET_BYTES_MAX)),
        )
        .route(
            "/systems/{system}/new/{action}",
            look(systems::open::show).merge(acted(systems::open::act, ACT_BYTES_MAX)),
        )
        .route(
            record,
            look(systems::detail::show).merge(acted(systems::act::act, ACT_BYTES_MAX)),
        )
        .route(
            &format!("{record}/files/{{hash}}"),
            look(systems::files::download),
        )
        .route("/api/openapi.json", look(api::document))
        .route("/api/systems", look(api::systems))
        .route(&format!("{api}/records"), look(api::records))
        .route(&format!("{api}/records/{{record}}"), look(api::one))
        .route(
            &format!("{api}/actions/{{action}}"),
            sent(&api::OPEN, api::BODY_BYTES_MAX),
        )
        .route(
            &format!("{api}/records/{{record}}/actions/{{action}}"),
            sent(&api::ACT, api::BODY_BYTES_MAX),
        )
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
