//! The ways from HTTP to a page and back: what is read of a request, who may send it, where
//! it runs, and how a refusal is answered.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{RawPathParams, Request, State};
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use youwei_ledger::{AppendError, Appending};

use super::{Answer, Ask, LANG_COOKIE};
use crate::app::App;
use crate::fault::Fault;
use crate::fields::{Fields, cookie};
use crate::people::{COOKIE_NAME, nobody, rights};
use crate::words::Lang;
use crate::{api, pages, upload};

/// The largest form without a file, in bytes.
const FORM_BYTES_MAX: usize = 2 * 1024 * 1024;

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

/// A deed that a body of JSON asks for. Most are decided in a moment, and nobody sleeps
/// while they become durable; whatever may take longer is done where one may wait.
pub(crate) struct Deed {
    /// Decides it and has it appended, the record first that it is about; none where that
    /// may take longer, or where it is refused: a refusal is said by all of the log.
    pub begin: fn(&Ask) -> Option<(String, Appending)>,
    /// Answers about the record once it is durable and folded.
    pub end: fn(&Ask, &str) -> Answer,
    /// All of it, however long it takes.
    pub whole: Page,
}

/// A body of JSON that asks for a deed, answered with JSON.
pub(crate) fn sent(deed: &'static Deed, bytes_max: usize) -> MethodRouter<Arc<App>> {
    post(
        move |State(app): State<Arc<App>>, parts: RawPathParams, request: Request| async move {
            let (head, body) = request.into_parts();
            let mut ask = ask_of(app, &parts, &head);
            match to_bytes(body, bytes_max).await {
                Ok(bytes) => ask.body = bytes.to_vec(),
                Err(_) => return api::refused(&upload::too_large(bytes_max)),
            }
            match at_once(&mut ask, deed).await {
                Some(answer) => answered(&mut ask, answer),
                None => {
                    let whole = |ask: &Ask| check_password(ask).and_then(|()| (deed.whole)(ask));
                    run(ask, whole).await
                }
            }
        },
    )
}

/// The answer to a deed that needs no thread of its own; none if it does, and then nothing
/// was done.
async fn at_once(ask: &mut Ask, deed: &Deed) -> Option<Answer> {
    if !ask.query.0.is_empty() || !ask.app.is_ready() {
        return None;
    }
    ask.know();
    check_password(ask).ok()?;
    let (record, appending) = (deed.begin)(ask)?;
    match appending.await {
        Ok(_) => {}
        // Somebody was faster: it is decided on what they left.
        Err(AppendError::Stale { .. }) => return None,
        Err(error) => return Some(Err(error.into())),
    }
    Some(match ask.app.settle_own().await {
        Ok(()) => (deed.end)(ask, &record),
        Err(error) => Err(error.into()),
    })
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
        answered(&mut ask, answer)
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

/// An answer as it goes back, or a page of a refusal, with the session as the browser shall
/// keep it.
fn answered(ask: &mut Ask, answer: Answer) -> Response {
    let mut response = answer.unwrap_or_else(|fault| match ask.path.starts_with("/api/") {
        true => api::refused(&fault),
        false => pages::fault::show(ask, &fault),
    });
    // A page that ends a session or begins another has the last word.
    let own = |cookie: &HeaderValue| cookie.as_bytes().starts_with(COOKIE_NAME.as_bytes());
    if let Some(cookie) = ask.cookie.take()
        && !response.headers().get_all(SET_COOKIE).iter().any(own)
    {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
