//! `/people/{id}`: one user: what they are, what was done to them and what may be done.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use youwei_account::beijing_time;
use youwei_base::RoleClass;
use youwei_people::{By, Command, EVERY_KIND, Post, User, Via};

use super::{check_class, class, made, post_said, standing};
use crate::ask::{Answer, Ask, back_to};
use crate::fault::Fault;
use crate::page::{Door, Sheet, refusal, show as frame};
use crate::pages::sign;
use crate::words as w;

/// How many of the latest events are shown.
const EVENTS_SHOWN: usize = 50;

/// `GET /people/{id}`.
pub(crate) fn show(ask: &Ask) -> Answer {
    if ask.signed.is_none() {
        return sign::first(ask);
    }
    check_class(ask)?;
    page(ask, None, &html! {})
}

/// `POST /people/{id}`.
pub(crate) fn act(ask: &Ask) -> Answer {
    check_class(ask)?;
    match change(ask) {
        Ok(None) => back_to(&format!("/people/{}", ask.part("id"))),
        Ok(Some(said)) => page(ask, None, &said),
        Err(fault) if fault.status == StatusCode::NOT_FOUND => Err(fault),
        Err(fault) => page(ask, Some(&fault), &html! {}),
    }
}

/// Does it; a password that was made for it is said.
fn change(ask: &Ask) -> Result<Option<Markup>, Fault> {
    let user = user(ask)?;
    let id = user.id.to_string();
    let (mut password, form) = (None, &ask.form);
    let command = match form.get("do") {
        "name" => Command::Name {
            id,
            name: form.get("name").to_owned(),
        },
        "disable" => Command::Disable { id },
        "enable" => Command::Enable { id },
        "unlock" => Command::Unlock { id },
        "end" => Command::EndSessions { id },
        "grant" => Command::Grant {
            id,
            post: Post {
                unit: form.get("unit").into(),
                role: form.get("role").into(),
            },
        },
        "revoke" => {
            let at: Option<usize> = form.get("post").parse().ok();
            // By its place and what the page showed there: another may have gone first.
            let post = at.and_then(|at| user.posts.get(at));
            let post = post.filter(|post| shown(post) == form.get("shown"));
            let post = post.ok_or_else(stale)?.clone();
            Command::Revoke { id, post }
        }
        "reset" => {
            let made = ask.app.made_password(&user.id, &user.name);
            let (made, verifier) = made.map_err(|_| Fault::internal())?;
            password = Some(made);
            Command::ResetPassword { id, verifier }
        }
        _ => {
            return Err(Fault::invalid(
                "表单没有说要做什么；请从本页面提交。",
                "The form does not say what to do; send it from this page.",
            ));
        }
    };
    let by = By::Person(ask.actor.clone());
    ask.app
        .act_on_user(&command, &by, Via::Page, form.get("why"))?;
    Ok(password.map(|password| made(ask, &user, &password)))
}

fn stale() -> Fault {
    Fault::new(
        StatusCode::CONFLICT,
        "这个岗位刚才已有变动；请刷新页面后再办。",
        "This post changed a moment ago; reload the page and do it again.",
    )
}

fn user(ask: &Ask) -> Result<User, Fault> {
    let id = ask.part("id");
    ask.state().users.get(id).cloned().ok_or_else(|| {
        Fault::not_found(
            format!("没有账号“{id}”；请在用户名单中查找。"),
            format!("There is no user “{id}”; look in the list of users."),
        )
    })
}

fn shown(post: &Post) -> String {
    format!("{} {}", post.unit, post.role)
}

fn page(ask: &Ask, fault: Option<&Fault>, said: &Markup) -> Answer {
    let user = user(ask)?;
    let lang = ask.lang;
    let history = history(ask, &user)?;
    let body = html! {
        main #main.wide {
            h1 lang="zh-CN" { (user.name) " " small { code { (user.id) } } }
            @if let Some(fault) = fault { (refusal(ask, &fault.sentence)) }
            (said)
            dl.facts {
                dt { (lang.say(w::STATUS)) } dd { (lang.own(standing(&user, ask.now))) }
                dt { (lang.pick("设立", "Made known")) } dd { time datetime=(user.added) { (beijing_time(user.added)) } }
                dt { (lang.pick("上次登录", "Signed in last")) }
                dd { @match user.signed_in { Some(at) => { time datetime=(at) { (beijing_time(at)) } }, None => { "—" } } }
            }
            h2.part #posts { (lang.say(w::POSTS)) }
            (posts(ask, &user))
            @match class(ask) {
                RoleClass::SystemAdministrator => { (account_forms(ask, &user)) },
                RoleClass::SecurityAdministrator => { (rights_forms(ask, &user)) },
                RoleClass::Auditor | RoleClass::Business => {},
            }
            (history)
            p.next { a.button href="/people" { (lang.say(w::USERS)) } }
        }
    };
    let sheet = Sheet {
        status: fault.map_or(StatusCode::OK, |fault| fault.status),
        ..Sheet::new(user.name.to_string(), Door::People, body)
    };
    Ok(frame(ask, &ask.state(), sheet) as Response)
}

fn posts(ask: &Ask, user: &User) -> Markup {
    let lang = ask.lang;
    let may = class(ask) == RoleClass::SecurityAdministrator;
    html! {
        @if user.posts.is_empty() { p.quiet { (lang.pick("没有岗位。", "None.")) } }
        ul.posts {
            @for (at, post) in user.posts.iter().enumerate() {
                li {
                    (post_said(ask, post))
                    @if may {
                        form method="post" action={ "/people/" (user.id) } {
                            input type="hidden" name="do" value="revoke";
                            input type="hidden" name="post" value=(at);
                            input type="hidden" name="shown" value=(shown(post));
                            button type="submit" { (lang.pick("收回", "Take away")) }
                        }
                    }
                }
            }
        }
    }
}

/// A form of one button.
fn button(user: &User, deed: &str, label: &str) -> Markup {
    html! {
        form method="post" action={ "/people/" (user.id) } {
            input type="hidden" name="do" value=(deed);
            button type="submit" { (label) }
        }
    }
}

/// What the system administrator does.
fn account_forms(ask: &Ask, user: &User) -> Markup {
    let lang = ask.lang;
    html! {
        h2.part #account { (lang.pick("账号", "Account")) }
        form.sheet method="post" action={ "/people/" (user.id) } {
            input type="hidden" name="do" value="name";
            p.pair {
                label for="name" { (lang.say(w::NAME)) }
                input #name name="name" required maxlength="40" value=(user.name);
            }
            p { button type="submit" { (lang.pick("更正姓名", "Put the name right")) } }
        }
        div.next {
            (button(user, "reset", lang.pick("重置口令（须安全管理员解锁）", "Reset the password (the security administrator then unlocks)")))
            @if user.disabled { (button(user, "enable", lang.pick("恢复使用", "Enable"))) }
            @else { (button(user, "disable", lang.pick("停用", "Disable"))) }
        }
    }
}

/// What the security administrator does.
fn rights_forms(ask: &Ask, user: &User) -> Markup {
    let lang = ask.lang;
    let offices = ask.app.offices();
    html! {
        h2.part #rights { (lang.pick("授予岗位", "Grant a post")) }
        form.sheet method="post" action={ "/people/" (user.id) } {
            input type="hidden" name="do" value="grant";
            label.pair { (lang.say(w::UNIT))
                select name="unit" required {
                    @for unit in offices.units().filter(|unit| !unit.roles.is_empty()) {
                        option value=(unit.id) selected[ask.form.get("unit") == &*unit.id] { (lang.of(&unit.name)) }
                    }
                }
            }
            label.pair { (lang.pick("角色", "Role"))
                select name="role" required {
                    @for role in offices.roles() {
                        option value=(role.id) selected[ask.form.get("role") == &*role.id] { (lang.of(&role.name)) }
                    }
                }
            }
            label.pair { (lang.say(w::WHY_OPTIONAL)) input name="why" maxlength="400"; }
            p { button.primary type="submit" { (lang.pick("授予", "Grant")) } }
        }
        div.next {
            @if user.locked.is_some() { (button(user, "unlock", lang.pick("解锁", "Unlock"))) }
            (button(user, "end", lang.pick("结束全部登录", "End all sessions")))
        }
    }
}

/// What was done to the user, newest first.
fn history(ask: &Ask, user: &User) -> Result<Markup, Fault> {
    let lang = ask.lang;
    let entries = ask.app.ledger.stream(&format!("user/{}", user.id))?;
    let named = |kind: &str| -> String {
        let found = EVERY_KIND.iter().find(|(one, _, _)| *one == kind);
        found.map_or(kind.to_owned(), |(_, zh, en)| {
            lang.pick(*zh, *en).to_owned()
        })
    };
    let about = |data: &serde_json::Value| -> String {
        let text = |name: &str| data.get(name).and_then(serde_json::Value::as_str);
        match (text("unit"), text("role")) {
            (Some(unit), Some(role)) => post_said(
                ask,
                &Post {
                    unit: unit.into(),
                    role: role.into(),
                },
            ),
            _ => String::new(),
        }
    };
    Ok(html! {
        h2.part #history { (lang.say(w::HISTORY)) }
        table.plain {
            thead { tr {
                th scope="col" { (lang.say(w::ENTRY)) }
                th scope="col" { (lang.say(w::TIME)) }
                th scope="col" { (lang.say(w::WHO)) }
                th scope="col" { (lang.say(w::CHANGED)) }
                th scope="col" { (lang.say(w::WHY)) }
            } }
            tbody {
                @for entry in entries.iter().rev().take(EVENTS_SHOWN) {
                    tr {
                        td { a href={ "/log/" (entry.index) } { (entry.index) } }
                        td { time datetime=(entry.event.time) { (beijing_time(entry.event.time)) } }
                        td lang="zh-CN" { (entry.event.actor) }
                        td { (named(&entry.event.kind)) " " (about(&entry.event.data)) }
                        td lang="zh-CN" { (entry.event.data.get("why").and_then(serde_json::Value::as_str).unwrap_or("")) }
                    }
                }
            }
        }
    })
}
