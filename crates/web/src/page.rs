//! The frame of every page: head, navigation, who is signed in, foot.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use youwei_account::Account;
use youwei_base::{Bilingual, RoleClass};

use crate::app::State;
use crate::ask::Ask;
use crate::assets;
use crate::english;
use crate::marks;
use crate::pages::people::{OWN, class};
use crate::past;
use crate::words as w;
use crate::words::{Lang, Word};

/// Which door of the navigation a page lies behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    Report,
    Commitments,
    Overview,
    Work,
    Systems,
    Decisions,
    Plan,
    Reports,
    Log,
    People,
    None,
}

const DOORS: [(Door, Word, &str); 9] = [
    (Door::Report, w::REPORT, "/"),
    (Door::Commitments, w::COMMITMENTS, "/commitments"),
    (Door::Overview, w::OVERVIEW, "/overview"),
    (Door::Work, w::WORK, "/work"),
    (Door::Systems, w::SYSTEMS, "/systems"),
    (Door::Decisions, w::DECISIONS, "/decisions"),
    (Door::Plan, w::PLAN, "/import"),
    (Door::Reports, w::REPORTS, "/reports/new"),
    (Door::Log, w::LOG, "/log"),
];

/// What a page puts into the frame.
pub(crate) struct Sheet {
    pub title: String,
    pub door: Door,
    pub body: Markup,
    /// Names of assets that it runs beside the common script.
    pub scripts: &'static [&'static str],
    /// Names of styles beside the common ones.
    pub styles: &'static [&'static str],
    pub status: StatusCode,
}

impl Sheet {
    pub fn new(title: impl Into<String>, door: Door, body: Markup) -> Sheet {
        Sheet {
            title: title.into(),
            door,
            body,
            scripts: &[],
            styles: &[],
            status: StatusCode::OK,
        }
    }
}

/// A page as it goes out.
pub(crate) fn show(ask: &Ask, state: &State, sheet: Sheet) -> Response {
    let account = state.account(ask.report_named());
    let lang = ask.lang;
    let own_language = lang.say(w::YOUWEI);
    let script = |name: &str| assets::address(name).unwrap_or_default();
    let markup = html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                title { (sheet.title) " · " (own_language) }
                link rel="icon" href=(script("youwei.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(script("youwei.css"));
                @for name in sheet.styles {
                    @if let Some(address) = assets::address(name) { link rel="stylesheet" href=(address); }
                }
                script src=(script("youwei.js")) defer {}
                @for name in sheet.scripts {
                    @if let Some(address) = assets::address(name) { script src=(address) defer {} }
                }
            }
            body class=(format!("at-{:?}", sheet.door).to_lowercase()) {
                a.skip href="#main" { (lang.say(w::SKIP)) }
                (marks::shapes())
                (header(ask, account, sheet.door))
                (past::banner(ask))
                (rehearsal(ask))
                (sheet.body)
                (footer(ask))
            }
        }
    };
    let kind = [(CONTENT_TYPE, "text/html; charset=utf-8")];
    let page = match ask.on {
        Some(day) => past::set(&markup.0, day),
        None => markup.into_string(),
    };
    let page = match lang {
        Lang::En => {
            let city = ask.app.ground.city().map_or("", |it| it.name.en.as_str());
            english::set(&page, &english::units(ask.app.offices(), city))
        }
        Lang::Zh => page,
    };
    (sheet.status, kind, page).into_response()
}

fn header(ask: &Ask, account: Option<&Account>, door: Door) -> Markup {
    let lang = ask.lang;
    let report = account.and_then(Account::report);
    let offices = ask.app.offices();
    let other = lang.other();
    let switch = format!(
        "{}{}",
        ask.path,
        ask.query.query(&[], &[("lang", other.key())])
    );
    let to_sign = sign_and_return(ask);
    let target = if door == Door::Report {
        "/"
    } else {
        "/commitments"
    };
    html! {
        header.top {
            a.brand href=(ask.to("/")) {
                (lang.say(w::YOUWEI))
                @if let Some(report) = report {
                    small lang="zh-CN" { (report.place) @if let Some(year) = report.year { " " (year) } }
                }
            }
            nav aria-label=(lang.say(w::NAV_LABEL)) {
                @for (one, word, address) in DOORS {
                    a href=(ask.to(address)) aria-current=[(one == door).then_some("page")] { (lang.say(word)) }
                }
                @if ask.signed.is_some() && class(ask) != RoleClass::Business {
                    a href="/people" aria-current=[(door == Door::People).then_some("page")] { (lang.say(w::USERS)) }
                }
            }
            form.search role="search" method="get" action=(target) {
                @if let Some(report) = ask.report_named() { input type="hidden" name="report" value=(report); }
                input #search type="search" name="q" value=(ask.query.get("q")) placeholder=(lang.say(w::SEARCH_HINT))
                    aria-label=(lang.say(w::SEARCH_HINT)) autocomplete="off";
            }
            @if ask.signed.is_some() {
                a.sign href=(OWN) {
                    b lang="zh-CN" { (ask.actor.name) }
                    @if !ask.actor.unit.is_empty() { small { (lang.own(offices.unit_name(&ask.actor.unit))) " " (lang.own(offices.role_name(&ask.actor.role))) } }
                }
            } @else {
                a.sign href=(to_sign) { (lang.say(w::SIGN)) }
            }
            a.lang href=(switch) hreflang=(other.tag()) lang=(other.tag()) { (other.pick("中文", "English")) }
        }
    }
}

/// The address that signs in and comes back to this page.
pub(crate) fn sign_and_return(ask: &Ask) -> String {
    let back = form_urlencoded::Serializer::new(String::new())
        .append_pair("back", &here(ask))
        .finish();
    format!("/sign?{back}")
}

/// The address of this page, to come back to.
pub(crate) fn here(ask: &Ask) -> String {
    format!("{}{}", ask.path, ask.query.query(&["lang"], &[]))
}

/// What must be known of a rehearsal on every page of it, and the way through its months.
fn rehearsal(ask: &Ask) -> Markup {
    if !ask.app.ledger.is_rehearsal() {
        return html! {};
    }
    // Whatever past day is looked at.
    let today = crate::app::day_in_china(ask.app.now());
    html! {
        p.rehearsal role="note" {
            (ask.lang.pick(
                format!("演练：这是虚构城市过的一年，人、事、数都是编的；现在是演练里的 {today}。"),
                format!("A rehearsal: a year of an invented city, whose people, deeds and numbers are made up; it is {today} in it."),
            ))
        }
    }
}

fn footer(ask: &Ask) -> Markup {
    html! {
        footer.foot {
            p {
                (ask.lang.pick(
                    "灯只由业务系统的记录算出，没有人能手工设置；每次修改都记入账本，可逐条核对。",
                    "Lights are computed from records alone and nobody sets them by hand; every change is an entry of the ledger that anyone can check.",
                ))
                " " a href="/open" { (ask.lang.pick("开放数据", "Open data")) }
            }
        }
    }
}

/// A refusal at the head of a page.
pub(crate) fn refusal(ask: &Ask, sentence: &Bilingual) -> Markup {
    both(ask, "refusal", sentence)
}

/// A sentence in both languages, the page's own first, in a box of this class.
pub(crate) fn both(ask: &Ask, class: &str, sentence: &Bilingual) -> Markup {
    let (first, second) = ask
        .lang
        .pick((&sentence.zh, &sentence.en), (&sentence.en, &sentence.zh));
    let (one, two) = ask.lang.pick(("zh-CN", "en"), ("en", "zh-CN"));
    html! {
        div class=(class) role="alert" tabindex="-1" {
            p lang=(one) { (first) }
            p.second lang=(two) { (second) }
        }
    }
}
