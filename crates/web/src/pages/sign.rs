//! Signing in and out. A change that was asked for before signing in is kept and sent
//! along.

use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use maud::{Markup, html};
use youwei_base::Bilingual;
use youwei_people::{By, Command, Via};

use crate::ask::{Answer, Ask, back_to, safe_return};
use crate::fault::Fault;
use crate::page::{Door, Sheet, both, refusal, show as frame};
use crate::pages::people::OWN;
use crate::words as w;

/// Where a session is ended.
pub(crate) const OUT: &str = "/sign/out";

/// `GET /sign`.
pub(crate) fn show(ask: &Ask) -> Answer {
    Ok(page(ask, StatusCode::OK, &html! {}, &plain(ask)))
}

/// `POST /sign`, when id and password were right.
pub(crate) fn entered(ask: &Ask) -> Answer {
    let due = ask.signed.as_ref().and_then(|signed| signed.due);
    match due {
        Some(_) => back_to(OWN),
        None => back_to(safe_return(ask.form.get("back")).unwrap_or("/")),
    }
}

/// `POST /sign`, when they were not.
pub(crate) fn refused(ask: &Ask, fault: &Fault) -> Answer {
    let said = refusal(ask, &fault.sentence);
    Ok(page(ask, fault.status, &said, &plain(ask)))
}

/// `POST /sign/out`.
pub(crate) fn out(ask: &Ask) -> Answer {
    if let Some(signed) = &ask.signed {
        let session = signed.session.id.clone();
        let by = By::Person(ask.actor.clone());
        ask.app
            .act_on_user(&Command::SignOut { session }, &by, Via::Page, "")?;
    }
    gone(ask, "/")
}

/// To an address of this site, and the browser forgets the session.
pub(crate) fn gone(ask: &Ask, address: &str) -> Answer {
    let mut response = back_to(address)?;
    response
        .headers_mut()
        .append(SET_COOKIE, ask.app.no_cookie());
    Ok(response)
}

/// Asks somebody to sign in who wants to see what not everybody sees.
pub(crate) fn first(ask: &Ask) -> Answer {
    let lead = Bilingual::new(
        "这里要先登录。登录后回到这一页；要交的文件请重新选择。",
        "This needs somebody who is signed in. Sign in to come back to this page; choose again the file that you wanted to hand in.",
    );
    let said = both(ask, "note", &lead);
    Ok(page(ask, StatusCode::UNAUTHORIZED, &said, &plain(ask)))
}

/// Asks to sign in before a change, and keeps what was typed for it.
pub(crate) fn before(ask: &Ask, wrong: Option<&Fault>) -> Answer {
    let lead = Bilingual::new(
        "这次修改要先登录。登录后一并提交，刚才填的内容都还在。",
        "This change needs somebody who is signed in. What you typed is kept and is sent along.",
    );
    let form = html! {
        form.sheet method="post" action={ (ask.path) (ask.query.query(&[], &[])) } {
            @for (name, value) in &ask.form.0 {
                @if !name.starts_with("sign-") { input type="hidden" name=(name) value=(value); }
            }
            (inputs(ask))
            p { button.primary type="submit" { (ask.lang.pick("登录并提交", "Sign in and send")) } }
        }
    };
    let (status, said) = match wrong {
        Some(fault) => (fault.status, refusal(ask, &fault.sentence)),
        None => (StatusCode::UNAUTHORIZED, both(ask, "note", &lead)),
    };
    Ok(page(ask, status, &said, &form))
}

/// The form that signs in and does nothing else.
fn plain(ask: &Ask) -> Markup {
    let asked = [ask.query.get("back"), ask.form.get("back")];
    let here = if ask.path == "/sign" { "/" } else { &ask.path };
    let back = asked.into_iter().find_map(safe_return).unwrap_or(here);
    html! {
        form.sheet method="post" action="/sign" {
            input type="hidden" name="back" value=(back);
            (inputs(ask))
            p { button.primary type="submit" { (ask.lang.say(w::SIGN)) } }
        }
    }
}

fn inputs(ask: &Ask) -> Markup {
    let lang = ask.lang;
    html! {
        p.pair {
            label for="sign-user" { (lang.say(w::USER_ID)) }
            input #sign-user name="sign-user" required maxlength="40" autocomplete="username"
                autocapitalize="none" spellcheck="false" value=(ask.form.get("sign-user"));
        }
        p.pair {
            label for="sign-password" { (lang.say(w::PASSWORD)) }
            input #sign-password name="sign-password" type="password" required maxlength="256"
                autocomplete="current-password";
        }
    }
}

fn page(ask: &Ask, status: StatusCode, said: &Markup, form: &Markup) -> Response {
    let lang = ask.lang;
    let title = lang.say(w::SIGN);
    let missing = match ask.app.can_sign_in() {
        Err(sentence) => Some(sentence),
        Ok(()) if ask.state().users.is_empty() => Some(Fault::no_users().sentence),
        Ok(()) => None,
    };
    let body = html! {
        main #main.narrow {
            h1 { (title) }
            (said)
            @if let Some(ended) = ask.ended { (both(ask, "note", &ended.sentence())) }
            @if let Some(sentence) = &missing { (refusal(ask, sentence)) }
            @if let Some(signed) = &ask.signed {
                p.quiet {
                    (lang.pick("现在登录的是 ", "Signed in now: ")) b lang="zh-CN" { (ask.actor.name) }
                    " " code { (signed.session.user) } (lang.pick("。", ". "))
                    a href=(OWN) { (lang.say(w::OWN_ACCOUNT)) }
                }
            }
            p {
                (lang.pick(
                    "查看不用登录。修改要登录：每次修改都记下是谁、以哪个单位的哪个岗位办理，永远可查。",
                    "Looking needs no signing in. A change does: it bears who made it, in which post of which unit, and can be looked up for ever.",
                ))
            }
            (form)
        }
    };
    let sheet = Sheet {
        status,
        ..Sheet::new(title, Door::None, body)
    };
    frame(ask, &ask.state(), sheet)
}
