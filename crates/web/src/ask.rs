//! One request as the pages see it, and the way from HTTP to a page and back.
//!
//! A page is a plain function from an [`Ask`] to an [`Answer`]; it runs on a thread
//! that may block, after the accounts have caught up with the ledger.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{RawPathParams, Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use jiff::Timestamp;
use youwei_account::{Account, Report};
use youwei_base::Day;

use crate::app::{App, State as Folded, day_in_china};
use crate::fault::Fault;
use crate::fields::{Fields, cookie};
use crate::signer::Signer;
use crate::words::Lang;
use crate::{api, pages, upload};

pub(crate) const LANG_COOKIE: &str = "youwei-lang";

/// The largest form without a file, in bytes.
pub(crate) const FORM_BYTES_MAX: usize = 2 * 1024 * 1024;

/// What a page answers, or why it does not.
pub(crate) type Answer = Result<Response, Fault>;

/// A request.
pub(crate) struct Ask {
    pub app: Arc<App>,
    /// The path, without the query.
    pub path: String,
    /// The named parts of the path.
    pub parts: BTreeMap<String, String>,
    pub query: Fields,
    /// The fields of a posted form.
    pub form: Fields,
    /// The file of a posted form, its name first.
    pub file: Option<(String, Vec<u8>)>,
    /// The files of a posted form: field, name, bytes.
    pub files: Vec<(String, String, Vec<u8>)>,
    /// A body that is no form.
    pub body: Vec<u8>,
    pub headers: HeaderMap,
    pub lang: Lang,
    pub signer: Option<Signer>,
    pub actor: youwei_base::Actor,
    pub now: Timestamp,
}

impl Ask {
    /// The day in China.
    pub fn today(&self) -> Day {
        day_in_china(self.now)
    }

    /// A named part of the path.
    pub fn part(&self, name: &str) -> &str {
        self.parts.get(name).map_or("", String::as_str)
    }

    /// The report that was asked for by name; none for the newest.
    pub fn report_named(&self) -> Option<&str> {
        let named = |fields: &'_ Fields| fields.given("report").is_some_and(|id| !id.is_empty());
        if named(&self.query) {
            Some(self.query.get("report"))
        } else if named(&self.form) {
            Some(self.form.get("report"))
        } else {
            None
        }
    }

    /// The account that the page is about.
    pub fn account<'a>(&self, state: &'a Folded) -> Result<(&'a Account, &'a Report), Fault> {
        let account = state
            .account(self.report_named())
            .ok_or_else(Fault::no_report)?;
        let report = account.report().ok_or_else(Fault::no_report)?;
        Ok((account, report))
    }

    /// An address on this site that keeps to the report that was asked for by name.
    pub fn to(&self, path: &str) -> String {
        let Some(report) = self.report_named() else {
            return path.to_owned();
        };
        let (rest, anchor) = path.split_once('#').unwrap_or((path, ""));
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let query = Fields::parse(query.as_bytes()).query(&[], &[("report", report)]);
        if anchor.is_empty() {
            format!("{path}{query}")
        } else {
            format!("{path}{query}#{anchor}")
        }
    }

    /// Whom a change is signed by.
    pub fn actor(&self) -> String {
        self.signer.as_ref().map(Signer::actor).unwrap_or_default()
    }
}

/// What a page is.
pub(crate) type Page = fn(&Ask) -> Answer;

/// A page that is looked at.
pub(crate) fn look(page: Page) -> MethodRouter<Arc<App>> {
    get(
        move |State(app): State<Arc<App>>, parts: RawPathParams, request: Request| async move {
            let (head, _) = request.into_parts();
            let ask = ask_of(app, &parts, &head);
            run(ask, page).await
        },
    )
}

/// What programs of strangers fetch of the log. It does not wait for the accounts, so
/// that a log can be examined that does not fold, and is refused in plain text.
pub(crate) fn fetch(page: Page) -> MethodRouter<Arc<App>> {
    get(
        move |State(app): State<Arc<App>>, parts: RawPathParams, request: Request| async move {
            let (head, _) = request.into_parts();
            let ask = ask_of(app, &parts, &head);
            let done = tokio::task::spawn_blocking(move || page(&ask)).await;
            match done.unwrap_or_else(|_| Err(Fault::internal())) {
                Ok(response) => response,
                Err(fault) => in_plain_text(&fault),
            }
        },
    )
}

fn in_plain_text(fault: &Fault) -> Response {
    let text = format!("{}\n{}\n", fault.sentence.zh, fault.sentence.en);
    (fault.status, text).into_response()
}

/// A change that needs a signature; its form holds no file.
pub(crate) fn change(page: Page) -> MethodRouter<Arc<App>> {
    post(
        move |State(app): State<Arc<App>>, parts: RawPathParams, request: Request| async move {
            let (head, body) = request.into_parts();
            let mut ask = ask_of(app, &parts, &head);
            match form_of(&head.headers, body).await {
                Ok(form) => ask.form = form,
                Err(fault) => return refuse(ask, fault).await,
            }
            signed(ask, page).await
        },
    )
}

/// A question with more words than an address holds; nothing is kept of it.
pub(crate) fn asked(page: Page) -> MethodRouter<Arc<App>> {
    post(
        move |State(app): State<Arc<App>>, parts: RawPathParams, request: Request| async move {
            let (head, body) = request.into_parts();
            let mut ask = ask_of(app, &parts, &head);
            match form_of(&head.headers, body).await {
                Ok(form) => ask.form = form,
                Err(fault) => return refuse(ask, fault).await,
            }
            run(ask, page).await
        },
    )
}

/// A form with a file, which changes nothing in the ledger.
pub(crate) fn handed_in(page: Page, bytes_max: usize) -> MethodRouter<Arc<App>> {
    post(
        move |State(app): State<Arc<App>>, parts: RawPathParams, request: Request| async move {
            let (head, body) = request.into_parts();
            let mut ask = ask_of(app, &parts, &head);
            match upload::read(Request::from_parts(head, body), bytes_max).await {
                Ok((form, file)) => {
                    ask.form = form;
                    ask.file = file;
                }
                Err(fault) => return refuse(ask, fault).await,
            }
            run(ask, page).await
        },
    )
}

/// A form about a record, with or without files; whether its sender may do what it asks
/// is for the system's rules to say.
pub(crate) fn acted(page: Page, bytes_max: usize) -> MethodRouter<Arc<App>> {
    post(
        move |State(app): State<Arc<App>>, parts: RawPathParams, request: Request| async move {
            let (head, body) = request.into_parts();
            let mut ask = ask_of(app, &parts, &head);
            let kind = head.headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
            let with_files = kind.is_some_and(|it| it.starts_with("multipart/form-data"));
            let taken = match with_files {
                true => upload::read_all(Request::from_parts(head, body), bytes_max).await,
                false => form_of(&head.headers, body).await.map(|form| (form, Vec::new())),
            };
            match taken {
                Ok((form, files)) => (ask.form, ask.files) = (form, files),
                Err(fault) => return refuse(ask, fault).await,
            }
            run(ask, page).await
        },
    )
}

/// A body of JSON, to a page that answers with JSON.
pub(crate) fn sent(page: Page, bytes_max: usize) -> MethodRouter<Arc<App>> {
    post(
        move |State(app): State<Arc<App>>, parts: RawPathParams, request: Request| async move {
            let (head, body) = request.into_parts();
            let mut ask = ask_of(app, &parts, &head);
            match to_bytes(body, bytes_max).await {
                Ok(bytes) => ask.body = bytes.to_vec(),
                Err(_) => return api::refused(&upload::too_large(bytes_max)),
            }
            run(ask, page).await
        },
    )
}

fn ask_of(app: Arc<App>, parts: &RawPathParams, head: &axum::http::request::Parts) -> Ask {
    let query = Fields::parse(head.uri.query().unwrap_or("").as_bytes());
    let lang = Lang::parse(query.get("lang"))
        .or_else(|| Lang::parse(&cookie(&head.headers, LANG_COOKIE)?))
        .unwrap_or_default();
    let now = app.now();
    Ask {
        app,
        path: head.uri.path().to_owned(),
        parts: parts
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        query,
        form: Fields::default(),
        file: None,
        files: Vec::new(),
        body: Vec::new(),
        headers: head.headers.clone(),
        lang,
        signer: Signer::from_headers(&head.headers),
        actor: crate::shim::nobody(),
        now,
    }
}

async fn form_of(headers: &HeaderMap, body: Body) -> Result<Fields, Fault> {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(Fault::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "这里只接受网页表单。请从页面上提交。",
            "Only web forms are taken here. Send it from the page.",
        ));
    }
    let bytes = to_bytes(body, FORM_BYTES_MAX)
        .await
        .map_err(|_| upload::too_large(FORM_BYTES_MAX))?;
    Ok(Fields::parse(&bytes))
}

/// Takes the signature from the form or the cookie, or asks for it and keeps the form.
async fn signed(mut ask: Ask, page: Page) -> Response {
    let mut new = None;
    if ask.form.given("sign-name").is_some() {
        match Signer::new(ask.form.get("sign-name"), ask.form.get("sign-unit")) {
            Ok(signer) => {
                new = Some(signer.set_cookie());
                ask.signer = Some(signer);
            }
            Err(sentence) => {
                let ask_again = move |ask: &Ask| pages::sign::before(ask, Some(&sentence));
                return run(ask, ask_again).await;
            }
        }
    }
    if ask.signer.is_none() {
        return run(ask, |ask| pages::sign::before(ask, None)).await;
    }
    let mut response = run(ask, page).await;
    if let Some(cookie) = new.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

async fn refuse(ask: Ask, fault: Fault) -> Response {
    run(ask, move |_| Err(fault)).await
}

/// Runs a page where it may block, and makes a page of a refusal.
async fn run(ask: Ask, page: impl FnOnce(&Ask) -> Answer + Send + 'static) -> Response {
    let keep_lang = !ask.query.get("lang").is_empty();
    let lang = ask.lang;
    let done = tokio::task::spawn_blocking(move || {
        let answer = match ask.app.ready() {
            Ok(()) => page(&ask),
            Err(error) => Err(error.into()),
        };
        answer.unwrap_or_else(|fault| pages::fault::show(&ask, &fault))
    })
    .await;
    let Ok(mut response) = done else {
        return in_plain_text(&Fault::internal());
    };
    if keep_lang {
        let cookie = format!(
            "{LANG_COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax",
            lang.key()
        );
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}

/// Back to where the person was, by GET.
pub(crate) fn back_to(address: &str) -> Answer {
    // An address is made of fields that were encoded again, so it always fits.
    let address = HeaderValue::from_str(address).map_err(|_| Fault::internal())?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response())
}

/// An address of this site that a form asks to return to; anything else is dropped,
/// so that no form leads to another site.
pub(crate) fn safe_return(address: &str) -> Option<&str> {
    let ok = address.starts_with('/')
        && !address.starts_with("//")
        && !address.starts_with("/\\")
        && address.bytes().all(|byte| (0x21..0x7f).contains(&byte));
    ok.then_some(address)
}

#[cfg(test)]
mod tests {
    use super::safe_return;

    #[test]
    fn only_addresses_of_this_site_are_returned_to() {
        for (address, ok) in [
            ("/commitments?q=a", true),
            ("/", true),
            ("//evil.example/", false),
            ("/\\evil.example", false),
            ("https://evil.example/", false),
            ("/a\r\nSet-Cookie: b", false),
            ("", false),
        ] {
            assert_eq!(safe_return(address).is_some(), ok, "{address:?}");
        }
    }
}
