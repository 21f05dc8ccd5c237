//! `/people`: all users, for the three who look after them.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use youwei_account::beijing_time;
use youwei_base::RoleClass;
use youwei_people::{By, Command, User, Via};

use super::{check_class, made, post_said, standing};
use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use crate::page::{Door, Sheet, refusal, show as frame};
use crate::pages::sign;
use crate::words as w;

/// `GET /people`.
pub(crate) fn show(ask: &Ask) -> Answer {
    if ask.signed.is_none() {
        return sign::first(ask);
    }
    check_class(ask)?;
    Ok(page(ask, None, &html! {}))
}

/// `POST /people`: makes a user known.
pub(crate) fn add(ask: &Ask) -> Answer {
    check_class(ask)?;
    let (id, name) = (ask.form.get("id"), ask.form.get("name"));
    let added = ask
        .app
        .made_password(id, name)
        .map_err(|_| Fault::internal())
        .and_then(|(password, verifier)| {
            let command = Command::Add {
                id: id.to_owned(),
                name: name.to_owned(),
                verifier,
            };
            let by = By::Person(ask.actor.clone());
            ask.app
                .act_on_user(&command, &by, Via::Page, ask.form.get("why"))?;
            Ok(password)
        });
    match added {
        Ok(password) => {
            let user = ask.state().users.get(id).cloned();
            let said = user.map(|user| made(ask, &user, &password));
            Ok(page(ask, None, &said.unwrap_or_default()))
        }
        Err(fault) => Ok(page(ask, Some(&fault), &html! {})),
    }
}

fn page(ask: &Ask, fault: Option<&Fault>, said: &Markup) -> Response {
    let lang = ask.lang;
    let state = ask.state();
    let body = html! {
        main #main.wide {
            h1 { (lang.say(w::USERS)) }
            @if let Some(fault) = fault { (refusal(ask, &fault.sentence)) }
            (said)
            p {
                (lang.pick(
                    "三员分立：系统管理员设立用户，安全管理员授予和收回岗位、解锁，审计员查看一切而不改动；没有人给自己授权。",
                    "Separate duties: the system administrator makes users, the security administrator gives and takes posts and unlocks, the auditor sees everything and changes nothing; nobody gives rights to themselves.",
                ))
            }
            table.plain {
                thead { tr {
                    th scope="col" { (lang.say(w::USER_ID)) }
                    th scope="col" { (lang.say(w::NAME)) }
                    th scope="col" { (lang.say(w::POSTS)) }
                    th scope="col" { (lang.say(w::STATUS)) }
                    th scope="col" { (lang.pick("上次登录", "Signed in last")) }
                } }
                tbody { @for user in state.users.iter() { (line(ask, user)) } }
            }
            @if super::class(ask) == RoleClass::SystemAdministrator { (add_form(ask, fault.is_some())) }
        }
    };
    let sheet = Sheet {
        status: fault.map_or(StatusCode::OK, |fault| fault.status),
        ..Sheet::new(lang.say(w::USERS), Door::People, body)
    };
    frame(ask, &state, sheet)
}

fn line(ask: &Ask, user: &User) -> Markup {
    let posts: Vec<String> = user.posts.iter().map(|post| post_said(ask, post)).collect();
    html! {
        tr {
            td { a href={ "/people/" (user.id) } { code { (user.id) } } }
            td lang="zh-CN" { (user.name) }
            td { (posts.join(ask.lang.pick("、", "; "))) }
            td { (ask.lang.own(standing(user, ask.now))) }
            td { @if let Some(at) = user.signed_in { time datetime=(at) { (beijing_time(at)) } } }
        }
    }
}

fn add_form(ask: &Ask, again: bool) -> Markup {
    let lang = ask.lang;
    let typed = |name: &str| if again { ask.form.get(name) } else { "" };
    html! {
        h2.part #add { (lang.pick("新增用户", "Add a user")) }
        form.sheet method="post" action="/people" {
            p.pair {
                label for="id" { (lang.say(w::USER_ID)) }
                input #id name="id" required maxlength="32" pattern="[a-z][a-z0-9.\\-]*" autocapitalize="none" autocomplete="off" value=(typed("id"));
            }
            p.pair {
                label for="name" { (lang.say(w::NAME)) }
                input #name name="name" required maxlength="40" autocomplete="off" value=(typed("name"));
            }
            p.quiet { (lang.pick("程序会生成一个临时口令，只显示一次；岗位由安全管理员授予。", "The program makes a temporary password and shows it once; the security administrator grants posts.")) }
            p { button.primary type="submit" { (lang.pick("新增用户", "Add a user")) } }
        }
    }
}
