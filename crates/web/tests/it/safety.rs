//! What must not get in, and what must not get out.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN};
use axum::http::{Request, StatusCode};

use crate::town::Town;

fn forged(town: &Town, name: &str, value: &str) -> Request<Body> {
    Request::post("/commitments/c1")
        .header(HOST, "127.0.0.1:8026")
        .header(COOKIE, &town.cookie)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(name, value)
        .body(Body::from("do=confirm&seen=1"))
        .unwrap()
}

#[tokio::test]
async fn a_form_from_another_site_is_refused_and_changes_nothing() {
    let town = Town::new();
    let size = town.size().await;
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let page = town.ask(forged(&town, name, value)).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(page.text().contains("来自别的网站"));
        assert!(page.text().contains("from another site"));
    }
    assert_eq!(town.size().await, size);
    let ours = town
        .ask(forged(&town, "sec-fetch-site", "same-origin"))
        .await;
    assert_eq!(ours.status, StatusCode::SEE_OTHER);
    assert_eq!(town.size().await, size + 1);
}

#[tokio::test]
async fn every_answer_carries_the_policy() {
    let town = Town::new();
    for address in [
        "/",
        "/nothing",
        "/api/report",
        "/log/0.json",
        "/export/plan.csv",
    ] {
        let page = town.get(address).await;
        let policy = page.header("content-security-policy");
        assert!(policy.contains("script-src 'self'"), "{address}: {policy}");
        assert!(!policy.contains("unsafe"), "{address}: {policy}");
        assert_eq!(
            page.header("x-content-type-options"),
            "nosniff",
            "{address}"
        );
        assert_eq!(page.header("referrer-policy"), "same-origin", "{address}");
        assert_eq!(page.header("cache-control"), "no-store", "{address}");
    }
}

#[tokio::test]
async fn what_the_report_says_is_never_markup() {
    let town = Town::new();
    for address in [
        "/",
        "/commitments",
        "/commitments/c5",
        "/?q=%3Cscript%3Ealert(2)%3C/script%3E",
        "/sign?back=%22%3E%3Cscript%3E",
    ] {
        let text = town.page(address).await.text();
        if let Some(at) = text.find("<script>") {
            let before: String = text[..at].chars().rev().take(60).collect();
            panic!("{address}: {}", before.chars().rev().collect::<String>());
        }
    }
    let text = town.page("/").await.text();
    assert!(text.contains("支持&lt;script&gt;alert(1)&lt;/script&gt;产业园建设"));
}

#[tokio::test]
async fn what_a_person_types_is_never_markup() {
    let town = Town::new();
    let page = town
        .post(
            "/commitments/c1",
            &[
                ("do", "assign"),
                ("seen", "1"),
                ("lead", "甲、乙<img src=x>\"'"),
            ],
        )
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!page.text().contains("<img src=x>"));
    let shown = page.values("input[name=lead]:not([type=hidden])", "value");
    assert_eq!(shown, ["甲、乙<img src=x>\"'"]);
}

#[tokio::test]
async fn a_form_that_is_too_large_or_no_form_is_refused() {
    let town = Town::new();
    let size = town.size().await;
    let long = "长".repeat(1024 * 1024);
    let page = town
        .post("/commitments", &[("do", "reject"), ("why", &long)])
        .await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.part(".refusal").contains("什么也没有存入"));
    let request = Request::post("/commitments/c1")
        .header(HOST, "127.0.0.1:8026")
        .header(COOKIE, &town.cookie)
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from("{}"))
        .unwrap();
    let page = town.ask(request).await;
    assert_eq!(page.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let sheet = vec![0_u8; 17 * 1024 * 1024];
    let page = town.upload("/import", "a.xlsx", &sheet).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    let request = Request::post("/import")
        .header(HOST, "127.0.0.1:8026")
        .header(ORIGIN, "http://127.0.0.1:8026")
        .header(COOKIE, &town.cookie)
        .header(CONTENT_TYPE, "multipart/form-data; boundary=b")
        .body(Body::from("--b\r\nbroken"))
        .unwrap();
    assert_eq!(town.ask(request).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(town.size().await, size);
}

#[tokio::test]
async fn assets_may_be_kept_for_ever_and_are_not_sent_twice() {
    let town = Town::new();
    let page = town.page("/").await;
    let style = page.values("link[rel=stylesheet]", "href").pop().unwrap();
    let first = town.get(&style).await;
    assert!(first.header("cache-control").contains("immutable"));
    let tag = first.header("etag");
    let again = Request::get(style.as_str())
        .header(HOST, "127.0.0.1:8026")
        .header("if-none-match", tag)
        .body(Body::empty())
        .unwrap();
    let again = town.ask(again).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.bytes.is_empty());
}
