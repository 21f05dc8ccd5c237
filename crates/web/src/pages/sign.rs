//! The signature: asked for once, kept by the browser, written under every change.

use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::IntoResponse;
use maud::{Markup, html};
use youwei_base::Bilingual;

use crate::ask::{Answer, Ask, safe_return};
use crate::page::{Door, Sheet, both, refusal, show as frame};
use crate::signer::Signer;
use crate::words as w;

/// `GET /sign`.
pub(crate) fn show(ask: &Ask) -> Answer {
    let back = safe_return(ask.query.get("back")).unwrap_or("/");
    let form = html! {
        form.sheet method="post" action="/sign" {
            input type="hidden" name="back" value=(back);
            (inputs(ask))
            p { button.primary type="submit" { (ask.lang.say(w::SAVE)) } }
        }
    };
    Ok(page(ask, StatusCode::OK, &html! {}, &form))
}

/// `POST /sign`: keeps the signature.
pub(crate) fn keep(ask: &Ask) -> Answer {
    // The adapter has taken the signature from the form and sets the cookie.
    let back = safe_return(ask.form.get("back")).unwrap_or("/");
    let cookie = ask.signer.as_ref().map(Signer::set_cookie);
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(back) = HeaderValue::from_str(back) {
        response.headers_mut().insert(LOCATION, back);
    }
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Asks for the signature before a change, and keeps what was typed for it.
pub(crate) fn before(ask: &Ask, wrong: Option<&Bilingual>) -> Answer {
    let lead = Bilingual::new(
        "这次修改要先署名。填好后一并提交，刚才填的内容都还在。",
        "This change needs a signature first. What you typed is kept and is sent along.",
    );
    let form = html! {
        form.sheet method="post" action={ (ask.path) (ask.query.query(&[], &[])) } {
            @for (name, value) in &ask.form.0 {
                @if !name.starts_with("sign-") { input type="hidden" name=(name) value=(value); }
            }
            (inputs(ask))
            p { button.primary type="submit" { (ask.lang.pick("署名并提交", "Sign and send")) } }
        }
    };
    let said = match wrong {
        Some(wrong) => refusal(ask, wrong),
        None => both(ask, "note", &lead),
    };
    Ok(page(ask, StatusCode::UNPROCESSABLE_ENTITY, &said, &form))
}

fn inputs(ask: &Ask) -> Markup {
    let lang = ask.lang;
    let typed = |name: &str, kept: Option<&String>| {
        ask.form
            .given(name)
            .map_or_else(|| kept.cloned().unwrap_or_default(), str::to_owned)
    };
    let signer = ask.signer.as_ref();
    html! {
        p.pair {
            label for="sign-name" { (lang.say(w::NAME)) }
            input #sign-name name="sign-name" required maxlength="40" autocomplete="name"
                value=(typed("sign-name", signer.map(|s| &s.name)));
        }
        p.pair {
            label for="sign-unit" { (lang.say(w::UNIT)) }
            input #sign-unit name="sign-unit" required maxlength="40" autocomplete="organization"
                value=(typed("sign-unit", signer.map(|s| &s.unit)));
        }
    }
}

fn page(ask: &Ask, status: StatusCode, said: &Markup, form: &Markup) -> axum::response::Response {
    let lang = ask.lang;
    let title = lang.say(w::SIGN);
    let body = html! {
        main #main.narrow {
            h1 { (title) }
            (said)
            p {
                (lang.pick(
                    "每次修改都署上姓名和单位，记入账本，永远可查。",
                    "Every change bears a name and a unit; both go into the ledger and can be looked up for ever.",
                ))
            }
            (form)
            p.quiet {
                (lang.pick(
                    "说明：目前还没有登录，署名由本人填写，系统不核验身份；登录以后再做。因此服务器默认只在本机（127.0.0.1）开放，请勿直接开放到网络上。",
                    "Note: there is no signing in yet; you write your signature and nobody checks it. Signing in comes later. That is why the server listens on this machine only (127.0.0.1) by default; do not open it to a network.",
                ))
            }
        }
    };
    let sheet = Sheet {
        status,
        ..Sheet::new(title, Door::None, body)
    };
    frame(ask, &ask.app.state(), sheet)
}
