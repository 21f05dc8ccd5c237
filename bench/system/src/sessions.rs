//! Signing in as those who work on projects.

use std::collections::BTreeMap;

use crate::http::Caller;
use crate::served::Served;

/// The roles that the lives of projects need, each with a user of the invented city.
const USERS: [(&str, &str); 4] = [
    ("project-clerk", "li-jing"),
    ("project-inspector", "zhao-qiang"),
    ("project-lead", "sun-wei"),
    ("supervisor", "wang-fang"),
];

/// The cookies of the sessions, by role.
#[derive(Clone, Default)]
pub struct Sessions(BTreeMap<&'static str, String>);

impl Sessions {
    /// The cookie of a role; empty for somebody who did not sign in.
    pub fn of(&self, role: &str) -> &str {
        self.0.get(role).map_or("", String::as_str)
    }
}

/// Signs all of them in, with new passwords: those with which a log begins may be too old.
pub async fn sign_in(served: &Served) -> Sessions {
    let mut sessions = Sessions::default();
    let mut caller = Caller::new(&served.address).await;
    for (role, user) in USERS {
        let first = served.password(user);
        let new = format!("{first}-Kx7");
        let fields = [("sign-user", user), ("sign-password", &first)];
        let answer = caller.post_form("/sign", "", &fields).await;
        let cookie = match answer.cookie() {
            Some(cookie) => {
                let fields = [
                    ("do", "password"),
                    ("old", &*first),
                    ("new", &*new),
                    ("again", &*new),
                ];
                caller.post_form("/me", &cookie, &fields).await.cookie()
            }
            // It was changed when the same city was measured before.
            None => {
                let fields = [("sign-user", user), ("sign-password", &*new)];
                caller.post_form("/sign", "", &fields).await.cookie()
            }
        };
        let cookie = cookie.unwrap_or_else(|| panic!("{user}: {}", answer.text()));
        sessions.0.insert(role, cookie);
    }
    sessions
}
