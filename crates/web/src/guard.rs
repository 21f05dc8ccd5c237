//! What every request must be and every answer must carry: changes come from our own
//! pages, no script but our own runs, no other site may frame or read a page.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;

/// Only our own files, no inline script or style, forms only to ourselves.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];

pub(crate) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let mut response = if !host_allowed(headers, &app.settings.hosts) {
        refused(
            StatusCode::MISDIRECTED_REQUEST,
            "本服务器不以这个名字对外服务。请使用启动时设定的地址。",
            "This server does not answer under this name. Use the address that it was started with.",
        )
    } else if changes(request.method()) && !same_origin(headers) {
        refused(
            StatusCode::FORBIDDEN,
            "这次提交来自别的网站，已拒绝，什么也没有改动。请从本站页面重新提交。",
            "This was sent from another site; it was refused and nothing changed. Send it from a page of this site.",
        )
    } else {
        next.run(request).await
    };
    let head = response.headers_mut();
    for (name, value) in HEADERS {
        head.insert(name, HeaderValue::from_static(value));
    }
    // Pages show the state of the moment and a person's signature.
    head.entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

fn refused(status: StatusCode, zh: &str, en: &str) -> Response {
    (status, format!("{zh}\n{en}\n")).into_response()
}

fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn host_allowed(headers: &HeaderMap, hosts: &[String]) -> bool {
    let host = text(headers, &HOST);
    hosts.is_empty() || host.is_some_and(|host| hosts.iter().any(|one| one == host))
}

/// Whether a request comes from a page of ours, or from no page at all. Every browser
/// of today says where a form comes from; a program that says nothing is no browser,
/// and holds nobody's cookies.
fn same_origin(headers: &HeaderMap) -> bool {
    let site = HeaderName::from_static("sec-fetch-site");
    match text(headers, &site) {
        Some(site) => site == "same-origin" || site == "none",
        None if headers.contains_key(&site) => false,
        None if !headers.contains_key(ORIGIN) => true,
        None => {
            let named = text(headers, &ORIGIN).and_then(|origin| origin.split_once("://"));
            named.is_some_and(|(_, host)| Some(host) == text(headers, &HOST))
        }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_may_change_anything() {
        let host = ("host", "127.0.0.1:8026");
        for (lines, ok) in [
            (vec![host], true),
            (vec![host, ("origin", "http://127.0.0.1:8026")], true),
            (vec![host, ("origin", "http://127.0.0.1:9999")], false),
            (vec![host, ("origin", "https://evil.example")], false),
            (vec![host, ("origin", "null")], false),
            (vec![host, ("sec-fetch-site", "same-origin")], true),
            (vec![host, ("sec-fetch-site", "none")], true),
            (vec![host, ("sec-fetch-site", "cross-site")], false),
            (vec![host, ("sec-fetch-site", "same-site")], false),
            (
                vec![
                    host,
                    ("origin", "http://127.0.0.1:8026"),
                    ("sec-fetch-site", "cross-site"),
                ],
                false,
            ),
        ] {
            let headers: HeaderMap = lines
                .iter()
                .map(|(name, value)| {
                    let name: HeaderName = name.parse().unwrap();
                    (name, value.parse().unwrap())
                })
                .collect();
            assert_eq!(same_origin(&headers), ok, "{lines:?}");
        }
    }

    #[test]
    fn a_name_that_is_not_ours_is_not_answered() {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static("rebound.example"));
        assert!(host_allowed(&headers, &[]));
        assert!(!host_allowed(&headers, &["127.0.0.1:8026".to_owned()]));
    }
}
