//! One request as the pages see it, and the way from HTTP to a page and back.
//!
//! A page is a plain function from an [`Ask`] to an [`Answer`]; it runs on a thread
//! that may block, after the accounts have caught up with the ledger.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, RwLockReadGuard};

use axum::body::{Body, to_bytes};
use axum::extract::{RawPathParams, Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use jiff::Timestamp;
use youwei_account::{Account, Report};
use youwei_base::{Actor, Day};
use youwei_people::Ended;

use crate::app::{App, State as Folded, day_in_china};
use crate::fault::Fault;
use crate::fields::{Fields, cookie};
use crate::people::{COOKIE_NAME, SignedIn, nobody, rights};
use crate::words::Lang;
use crate::{api, pages, past, upload};

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
    /// Who acts, in which role of which unit; `public` for somebody who did not sign in.
    pub actor: Actor,
    /// The session, for somebody who signed in.
    pub signed: Option<SignedIn>,
    /// Why the session that the browser keeps does not hold any more.
    pub ended: Option<Ended>,
    /// The session as the browser shall keep it from now on.
    cookie: Option<HeaderValue>,
    /// The present moment; of a past page, the last moment of its day.
    pub now: Timestamp,
    /// The past day that the page is about; none for today.
    pub on: Option<Day>,
    /// The state at the end of that day.
    past: Option<Arc<Folded>>,
    method: Method,
}

/// The state that a page is about: the present one, or that of a past day.
pub(crate) enum Seen<'a> {
    Present(RwLockReadGuard<'a, Folded>),
    Past(&'a Folded),
}

impl Deref for Seen<'_> {
    type Target = Folded;

    fn deref(&self) -> &Folded {
        match self {
            Seen::Present(state) => state,
            Seen::Past(state) => state,
        }
    }
}

impl Ask {
    /// The state that the page is about.
    pub fn state(&self) -> Seen<'_> {
        match &self.past {
            Some(past) => Seen::Past(past),
            None => Seen::Present(self.app.state()),
        }
    }

    /// Goes to the past day that was asked for, if one was.
    fn go_back(&mut self) -> Result<(), Fault> {
        let text = self.query.given("on");
        let Some(day) = past::asked(&self.path, text, &self.method, self.now)? else {
            return Ok(());
        };
        self.past = Some(self.app.state_as_of(day)?);
        self.on = Some(day);
        self.now = past::end_of(day).unwrap_or(self.now);
        Ok(())
    }

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

    /// Who acts, as the `actor` of an entry, such as 王芳（市政府督查室）.
    pub fn signature(&self) -> String {
        self.app.offices().signature(&self.actor)
    }

    /// Finds out who asks, by the cookie.
    fn know(&mut self) {
        match self.app.who(&self.headers) {
            Ok(Some((signed, actor))) => {
                let renewed = signed.session.renewed(self.now);
                self.cookie = renewed.and_then(|session| self.app.set_cookie(&session).ok());
                (self.actor, self.signed) = (actor, Some(signed));
            }
            Ok(None) => {}
            Err(ended) => self.ended = Some(ended),
        }
    }

    /// Signs in with what the form says, takes that out of the form, and knows who asks.
    pub(crate) fn sign_in(&mut self) -> Result<(), Fault> {
        let id = self.form.get("sign-user").to_owned();
        // With its spaces: they may belong to it.
        let password = self.form.given("sign-password").unwrap_or("").to_owned();
        let session = self.app.sign_in(&id, &password)?;
        self.form.0.retain(|(name, _)| !name.starts_with("sign-"));
        let cookie = self.app.set_cookie(&session)?;
        let line = cookie
            .to_str()
            .unwrap_or("")
            .split(';')
            .next()
            .unwrap_or("");
        if let Ok(line) = HeaderValue::from_str(line) {
            self.headers.insert(axum::http::header::COOKIE, line);
        }
        self.ended = None;
        self.know();
        self.cookie = Some(cookie);
        Ok(())
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

/// A change that needs somebody who is signed in; its form holds no file.
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

/// A form with a file by somebody who may change something; it changes nothing
/// in the ledger.
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
            // A file cannot be kept in a form, so it is not asked for after signing in.
            run(ask, move |ask| match ask.signed {
                Some(_) => {
                    check_password(ask)?;
                    rights::check_any(&ask.actor)?;
                    page(ask)
                }
                None => pages::sign::first(ask),
            })
            .await
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
            let kind = head
                .headers
                .get(CONTENT_TYPE)
                .and_then(|it| it.to_str().ok());
            let with_files = kind.is_some_and(|it| it.starts_with("multipart/form-data"));
            let taken = match with_files {
                true => upload::read_all(Request::from_parts(head, body), bytes_max).await,
                false => form_of(&head.headers, body)
                    .await
                    .map(|form| (form, Vec::new())),
            };
            match taken {
                Ok((form, files)) => (ask.form, ask.files) = (form, files),
                Err(fault) => return refuse(ask, fault).await,
            }
            run(ask, move |ask| check_password(ask).and_then(|()| page(ask))).await
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
            run(ask, move |ask| check_password(ask).and_then(|()| page(ask))).await
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
        actor: nobody(),
        signed: None,
        ended: None,
        cookie: None,
        now,
        on: None,
        past: None,
        method: head.method.clone(),
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

/// Runs a change for somebody who is signed in; asks others to, and keeps the form.
async fn signed(ask: Ask, page: Page) -> Response {
    run_as(ask, move |ask| {
        if ask.form.given("sign-user").is_some()
            && let Err(fault) = ask.sign_in()
        {
            return pages::sign::before(ask, Some(&fault));
        }
        if ask.signed.is_none() {
            return pages::sign::before(ask, None);
        }
        check_password(ask)?;
        page(ask)
    })
    .await
}

/// Refuses every change by somebody whose password must be changed first, for another may
/// know it; that change itself and signing out are left.
fn check_password(ask: &Ask) -> Result<(), Fault> {
    let due = ask.signed.as_ref().and_then(|it| it.due);
    match due {
        Some(due) if ![pages::people::OWN, pages::sign::OUT].contains(&ask.path.as_str()) => {
            let sentence = due.sentence();
            Err(Fault::forbidden(
                format!("{}请到“我的账号”更换。", sentence.zh),
                format!("{} Do it under “My account”.", sentence.en),
            ))
        }
        _ => Ok(()),
    }
}

/// The form that signs in.
pub(crate) fn sign_in() -> MethodRouter<Arc<App>> {
    post(
        move |State(app): State<Arc<App>>, parts: RawPathParams, request: Request| async move {
            let (head, body) = request.into_parts();
            let mut ask = ask_of(app, &parts, &head);
            match form_of(&head.headers, body).await {
                Ok(form) => ask.form = form,
                Err(fault) => return refuse(ask, fault).await,
            }
            run_as(ask, |ask| match ask.sign_in() {
                Ok(()) => pages::sign::entered(ask),
                Err(fault) => pages::sign::refused(ask, &fault),
            })
            .await
        },
    )
}

async fn refuse(ask: Ask, fault: Fault) -> Response {
    run(ask, move |_| Err(fault)).await
}

/// Runs a page where it may block, and makes a page of a refusal.
async fn run(ask: Ask, page: impl FnOnce(&Ask) -> Answer + Send + 'static) -> Response {
    run_as(ask, move |ask| page(ask)).await
}

/// The same for a page that may sign somebody in.
async fn run_as(mut ask: Ask, page: impl FnOnce(&mut Ask) -> Answer + Send + 'static) -> Response {
    let keep_lang = !ask.query.get("lang").is_empty();
    let lang = ask.lang;
    let done = tokio::task::spawn_blocking(move || {
        let answer = match ask.app.ready() {
            Ok(()) => {
                ask.know();
                ask.go_back().and_then(|()| page(&mut ask))
            }
            Err(error) => Err(error.into()),
        };
        let mut response = answer.unwrap_or_else(|fault| match ask.path.starts_with("/api/") {
            true => api::refused(&fault),
            false => pages::fault::show(&ask, &fault),
        });
        // A page that ends a session or begins another has the last word.
        let own = |cookie: &HeaderValue| cookie.as_bytes().starts_with(COOKIE_NAME.as_bytes());
        if let Some(cookie) = ask.cookie.take()
            && !response.headers().get_all(SET_COOKIE).iter().any(own)
        {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
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
