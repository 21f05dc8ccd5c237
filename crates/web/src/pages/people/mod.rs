//! One's own account, and the users' for those who look after them.

pub(crate) mod list;
pub(crate) mod own;
pub(crate) mod user;

use jiff::Timestamp;
use maud::{Markup, html};
use youwei_account::beijing_time;
use youwei_base::{Bilingual, RoleClass};
use youwei_people::{Post, Standing, User};

use crate::ask::Ask;
use crate::fault::Fault;
use crate::page::both;

/// The page of one's own account.
pub(crate) const OWN: &str = "/me";

/// The class of the role that whoever asks acts in.
pub(crate) fn class(ask: &Ask) -> RoleClass {
    ask.app.offices().class(&ask.actor.role)
}

/// Refuses whoever does not look after users or over those who do.
fn check_class(ask: &Ask) -> Result<RoleClass, Fault> {
    match class(ask) {
        RoleClass::Business => Err(Fault::forbidden(
            "用户名单只给系统管理员、安全管理员和审计员看；请换成这样的岗位，或请他们办理。",
            "Only the system administrator, the security administrator and the auditor see the users; act in such a post, or ask them.",
        )),
        class => Ok(class),
    }
}

/// A post, in the page's language.
pub(crate) fn post_said(ask: &Ask, post: &Post) -> String {
    let offices = ask.app.offices();
    let unit = ask.lang.own(offices.unit_name(&post.unit));
    let role = ask.lang.own(offices.role_name(&post.role));
    ask.lang
        .pick(format!("{unit}·{role}"), format!("{role}, {unit}"))
}

/// Whether a user can sign in.
fn standing(user: &User, now: Timestamp) -> Bilingual {
    match user.standing(now) {
        Standing::Active => Bilingual::new("正常", "active"),
        Standing::LockedUntil(until) => {
            let until = beijing_time(until);
            Bilingual::new(format!("锁定至 {until}"), format!("locked until {until}"))
        }
        Standing::Locked => Bilingual::new("已锁定，待安全管理员解锁", "locked until unlocked"),
        Standing::Disabled => Bilingual::new("已停用", "disabled"),
    }
}

/// A password that was made just now, shown this once.
fn made(ask: &Ask, user: &User, password: &str) -> Markup {
    let said = Bilingual::new(
        format!(
            "{} 的临时口令只显示这一次，请当面或用别的途径交给本人；本人首次登录须更换。",
            user.name
        ),
        format!(
            "The temporary password of {} is shown this once; hand it to them in person or by another way. They must change it when they first sign in.",
            user.name
        ),
    );
    html! {
        (both(ask, "note", &said))
        p.made { code { (user.id) } " " code { (password) } }
    }
}
