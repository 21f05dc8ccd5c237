//! What happened to a user, as the log keeps it.
//!
//! Kind `user.…`, stream `user/<id>`. All kinds share one shape of data, of which each
//! fills what it needs.
//!
//! **Invariant:** a shape once stored is read for ever; a member is only added, with a
//! default.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use youwei_base::Actor;

use crate::{Post, Verifier};

/// Where the verifier of a password is sealed in the data of `user.password-set`.
pub const VERIFIER: &str = "/verifier";

/// By which way it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Via {
    /// On a page, signed in.
    #[default]
    Page,
    /// On the command line of the machine that has the log's keys.
    CommandLine,
}

impl Via {
    fn is_page(&self) -> bool {
        *self == Via::Page
    }
}

/// What happened to a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The user was made.
    Added {
        /// Their name.
        name: Arc<str>,
    },
    /// Their name was put right.
    Named {
        /// The new name.
        name: Arc<str>,
    },
    /// They were given a post.
    Granted(Post),
    /// It was taken away.
    Revoked(Post),
    /// They have a password, or another one.
    PasswordSet {
        /// Whether they must choose their own at once.
        temporary: bool,
        /// What is sealed.
        verifier: Verifier,
    },
    /// They cannot sign in.
    Locked {
        /// Until when; without it until somebody unlocks them.
        until: Option<Timestamp>,
        /// After how many wrong passwords, if that is why.
        attempts: Option<u32>,
    },
    /// They can again.
    Unlocked,
    /// They left.
    Disabled,
    /// They came back.
    Enabled,
    /// They signed in.
    SignedIn {
        /// The session's id.
        session: Arc<str>,
    },
    /// They signed out.
    SignedOut {
        /// The session's id.
        session: Arc<str>,
    },
    /// All their sessions were ended.
    SessionsEnded,
}

/// What happened to a user, and who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// To whom.
    pub user: Arc<str>,
    /// What.
    pub what: What,
    /// Who did it, in which role of which unit.
    pub by: Actor,
    /// By which way.
    pub via: Via,
    /// The reason that was given; may be empty.
    pub why: String,
}

/// The data of all kinds.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Data {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Actor>,
    #[serde(skip_serializing_if = "Via::is_page")]
    pub via: Via,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Arc<str>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub temporary: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<Arc<str>>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// Every kind of event, with its name for people.
pub const EVERY_KIND: [(&str, &str, &str); 12] = [
    ("user.added", "新增用户", "user added"),
    ("user.named", "更正姓名", "name put right"),
    ("user.granted", "授予岗位", "post granted"),
    ("user.revoked", "收回岗位", "post revoked"),
    ("user.password-set", "设置口令", "password set"),
    ("user.locked", "锁定", "locked"),
    ("user.unlocked", "解锁", "unlocked"),
    ("user.disabled", "停用", "disabled"),
    ("user.enabled", "恢复使用", "enabled again"),
    ("user.signed-in", "登录", "signed in"),
    ("user.signed-out", "退出", "signed out"),
    ("user.sessions-ended", "结束全部登录", "all sessions ended"),
];

impl Happened {
    /// The event's type.
    pub fn kind(&self) -> &'static str {
        match self.what {
            What::Added { .. } => "user.added",
            What::Named { .. } => "user.named",
            What::Granted(_) => "user.granted",
            What::Revoked(_) => "user.revoked",
            What::PasswordSet { .. } => "user.password-set",
            What::Locked { .. } => "user.locked",
            What::Unlocked => "user.unlocked",
            What::Disabled => "user.disabled",
            What::Enabled => "user.enabled",
            What::SignedIn { .. } => "user.signed-in",
            What::SignedOut { .. } => "user.signed-out",
            What::SessionsEnded => "user.sessions-ended",
        }
    }

    /// The stream.
    pub fn subject(&self) -> String {
        subject(&self.user)
    }

    /// The data, without the verifier, which is to be sealed under [`VERIFIER`].
    pub fn data(&self) -> Value {
        let mut data = Data {
            by: Some(self.by.clone()),
            via: self.via,
            why: self.why.clone(),
            ..Data::default()
        };
        match &self.what {
            What::Added { name } | What::Named { name } => data.name = Some(Arc::clone(name)),
            What::Granted(post) | What::Revoked(post) => {
                data.unit = Some(Arc::clone(&post.unit));
                data.role = Some(Arc::clone(&post.role));
            }
            What::PasswordSet { temporary, .. } => data.temporary = *temporary,
            What::Locked { until, attempts } => {
                data.until = *until;
                data.attempts = *attempts;
            }
            What::SignedIn { session } | What::SignedOut { session } => {
                data.session = Some(Arc::clone(session));
            }
            What::Unlocked | What::Disabled | What::Enabled | What::SessionsEnded => {}
        }
        serde_json::to_value(data).unwrap_or_default()
    }

    /// The verifier that is to be sealed, if there is one.
    pub fn verifier(&self) -> Option<&Verifier> {
        match &self.what {
            What::PasswordSet { verifier, .. } => Some(verifier),
            _ => None,
        }
    }
}

/// The stream of a user.
pub(crate) fn subject(user: &str) -> String {
    format!("user/{user}")
}
