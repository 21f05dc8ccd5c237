//! `/me`: one's own account: the post to act in, the password, the sessions.

use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use maud::{Markup, html};
use youwei_account::beijing_time;
use youwei_base::{Bilingual, RoleClass};
use youwei_people::{By, Command, Session, Via};

use super::{OWN, class, post_said};
use crate::ask::{Answer, Ask, back_to, safe_return};
use crate::fault::Fault;
use crate::page::{Door, Sheet, both, refusal, show as frame};
use crate::pages::sign;
use crate::people::SignedIn;
use crate::words as w;

/// `GET /me`.
pub(crate) fn show(ask: &Ask) -> Answer {
    match &ask.signed {
        Some(signed) => Ok(page(ask, signed, &[])),
        None => sign::first(ask),
    }
}

/// `POST /me`.
pub(crate) fn act(ask: &Ask) -> Answer {
    let Some(signed) = &ask.signed else {
        return sign::first(ask);
    };
    match ask.form.get("do") {
        "password" => password(ask, signed),
        "post" => post(ask, signed),
        "end" => {
            let by = By::Person(ask.actor.clone());
            ask.app
                .act_on_user(&Command::EndOwnSessions, &by, Via::Page, "")?;
            sign::gone(ask, "/sign")
        }
        _ => Err(Fault::invalid(
            "表单没有说要做什么；请从本页面提交。",
            "The form does not say what to do; send it from this page.",
        )),
    }
}

fn password(ask: &Ask, signed: &SignedIn) -> Answer {
    // With their spaces: they may belong to them.
    let typed = |name: &str| ask.form.given(name).unwrap_or("");
    if typed("new") != typed("again") {
        let wrong = Bilingual::new(
            "两次填写的新口令不一样；请重新填写。",
            "The new password was written in two ways; write it again.",
        );
        return Ok(page(ask, signed, &[wrong]));
    }
    let session = &signed.session;
    match ask
        .app
        .change_password(&ask.actor, session, typed("old"), typed("new"))
    {
        Ok(session) => kept(ask, &session, &format!("{OWN}?changed=1")),
        Err(wrong) => Ok(page(ask, signed, &wrong)),
    }
}

/// From now on acts in another of one's posts.
fn post(ask: &Ask, signed: &SignedIn) -> Answer {
    let at: Option<usize> = ask.form.get("post").parse().ok();
    let post = at.and_then(|at| signed.posts.get(at)).ok_or_else(|| {
        Fault::invalid(
            "没有这个岗位；请从列出的岗位中选。",
            "There is no such post; choose one of those listed.",
        )
    })?;
    let session = Session {
        post: Some(post.clone()),
        ..signed.session.clone()
    };
    kept(
        ask,
        &session,
        safe_return(ask.form.get("back")).unwrap_or(OWN),
    )
}

fn kept(ask: &Ask, session: &Session, address: &str) -> Answer {
    let mut response = back_to(address)?;
    let cookie = ask.app.set_cookie(session)?;
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

fn page(ask: &Ask, signed: &SignedIn, wrong: &[Bilingual]) -> Response {
    let lang = ask.lang;
    let title = lang.say(w::OWN_ACCOUNT);
    let changed = !ask.query.get("changed").is_empty() && wrong.is_empty();
    let body = html! {
        main #main.narrow {
            h1 { (title) }
            @for sentence in wrong { (refusal(ask, sentence)) }
            @if let Some(due) = signed.due { (both(ask, "note", &due.sentence())) }
            @if changed {
                (both(ask, "note", &Bilingual::new("口令已更换，其他地方的登录都已结束。", "The password was changed; every other session was ended.")))
            }
            p { b lang="zh-CN" { (ask.actor.name) } " " code { (ask.actor.user) } }
            (posts(ask, signed))
            h2.part #password { (lang.pick("更换口令", "Change the password")) }
            (password_form(ask))
            h2.part { (lang.pick("登录", "Sessions")) }
            p.quiet {
                (lang.pick("本次登录始于 ", "This session began on "))
                (jiff::Timestamp::from_second(signed.session.since).map(beijing_time).unwrap_or_default())
            }
            div.next {
                form method="post" action="/sign/out" { button type="submit" { (lang.say(w::SIGN_OUT)) } }
                form method="post" action=(OWN) {
                    input type="hidden" name="do" value="end";
                    button type="submit" { (lang.pick("结束我的全部登录", "End all my sessions")) }
                }
            }
            @if class(ask) != RoleClass::Business {
                p { a href="/people" { (lang.say(w::USERS)) } }
            }
        }
    };
    let status = match wrong {
        [] => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let sheet = Sheet {
        status,
        ..Sheet::new(title, Door::None, body)
    };
    frame(ask, &ask.state(), sheet)
}

fn posts(ask: &Ask, signed: &SignedIn) -> Markup {
    let lang = ask.lang;
    let acting =
        |post: &youwei_people::Post| *post.unit == *ask.actor.unit && *post.role == *ask.actor.role;
    html! {
        h2.part #posts { (lang.say(w::POSTS)) }
        @if signed.posts.is_empty() {
            p { (lang.pick("还没有岗位，只能查看；请安全管理员授予岗位。", "No post yet: you may look and change nothing; ask the security administrator for one.")) }
        }
        ul.posts {
            @for (at, post) in signed.posts.iter().enumerate() {
                li {
                    (post_said(ask, post))
                    @if acting(post) {
                        " " small { (lang.pick("（现在以此岗位办理）", "(acting in this post now)")) }
                    } @else {
                        form method="post" action=(OWN) {
                            input type="hidden" name="do" value="post";
                            input type="hidden" name="post" value=(at);
                            button type="submit" { (lang.pick("换到这个岗位", "Act in this post")) }
                        }
                    }
                }
            }
        }
    }
}

fn password_form(ask: &Ask) -> Markup {
    let lang = ask.lang;
    let rules = ask.app.rules(ask.now);
    let input = |id: &str, label: &str, kind: &str| {
        html! {
            p.pair {
                label for=(id) { (label) }
                input id=(id) name=(id) type="password" required maxlength="256" autocomplete=(kind);
            }
        }
    };
    html! {
        form.sheet method="post" action=(OWN) {
            input type="hidden" name="do" value="password";
            (input("old", lang.pick("原口令", "Old password"), "current-password"))
            (input("new", lang.pick("新口令", "New password"), "new-password"))
            (input("again", lang.pick("再填一次新口令", "New password again"), "new-password"))
            p.quiet {
                (lang.pick(
                    format!("至少 {} 个字符，小写字母、大写字母、数字、其他字符中至少 {} 类，不含账号和姓名，不与最近 {} 个相同；{} 天内须更换。", rules.length, rules.classes, rules.history, rules.age_days),
                    format!("At least {} characters of at least {} of small letters, capital letters, digits and others, without your id or name, none of your last {}; to be changed within {} days.", rules.length, rules.classes, rules.history, rules.age_days),
                ))
            }
            p { button.primary type="submit" { (lang.pick("更换口令", "Change the password")) } }
        }
    }
}
