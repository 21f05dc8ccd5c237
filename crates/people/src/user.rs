//! One user, as folded from the events of their stream.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use youwei_base::{Bilingual, RoleClass};

use crate::{Offices, Post, Rules};

/// How many characters an id has at most.
const ID_CHARS_MAX: usize = 32;

/// Whether it can be a user's id: a small letter, then small letters, digits, dots and
/// hyphens.
pub fn is_id(text: &str) -> bool {
    let mut bytes = text.bytes();
    text.len() <= ID_CHARS_MAX
        && bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-')
        && !matches!(text, "public" | "clock" | "program")
}

/// A password that was set. The verifier is the sealed value of that entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordSet {
    /// The entry that says so.
    pub entry: u64,
    /// When.
    pub at: Timestamp,
    /// Whether somebody else set it, so that it must be changed at once.
    pub temporary: bool,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Their id, by which they sign in.
    pub id: Arc<str>,
    /// Their name, as the log shows it.
    pub name: Arc<str>,
    /// Their posts, the first given first.
    pub posts: Vec<Post>,
    /// Their latest passwords, the newest last.
    pub passwords: Vec<PasswordSet>,
    /// Until when they are locked; the outer is none if they are not, the inner if nobody
    /// said until when.
    pub locked: Option<Option<Timestamp>>,
    /// Whether they left.
    pub disabled: bool,
    /// When they were made known.
    pub added: Timestamp,
    /// When they signed in last.
    pub signed_in: Option<Timestamp>,
    /// The entry with which all sessions of before ended.
    pub epoch: u64,
    /// Sessions that were ended one by one, with the moment.
    pub ended: Vec<(Arc<str>, Timestamp)>,
    /// How many events their stream has.
    pub version: u64,
}

/// Whether a user can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They can.
    Active,
    /// Not before this moment.
    LockedUntil(Timestamp),
    /// Not before somebody unlocks them.
    Locked,
    /// They left.
    Disabled,
}

/// Why a user must change the password before anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Somebody else set it.
    Temporary,
    /// It is too old.
    Old,
}

impl Due {
    /// What the user must do.
    pub fn sentence(self) -> Bilingual {
        match self {
            Due::Temporary => Bilingual::new(
                "您的口令是别人设的；请先换成只有自己知道的口令，再办其他事。",
                "Somebody else set your password; choose one that only you know before anything else.",
            ),
            Due::Old => Bilingual::new(
                "您的口令已到更换期限；请先换口令，再办其他事。",
                "Your password is too old; choose a new one before anything else.",
            ),
        }
    }
}

impl User {
    /// Whether they can sign in at this moment.
    pub fn standing(&self, now: Timestamp) -> Standing {
        match self.locked {
            _ if self.disabled => Standing::Disabled,
            Some(None) => Standing::Locked,
            Some(Some(until)) if until > now => Standing::LockedUntil(until),
            _ => Standing::Active,
        }
    }

    /// Why they must change the password first, if they must.
    pub fn due(&self, rules: &Rules, now: Timestamp) -> Option<Due> {
        let set = self.passwords.last()?;
        let age = SignedDuration::from_hours(24 * i64::from(rules.age_days));
        match now.duration_since(set.at) > age {
            _ if set.temporary => Some(Due::Temporary),
            true => Some(Due::Old),
            false => None,
        }
    }

    /// The classes of their posts.
    pub fn classes<'a>(&'a self, offices: &'a Offices) -> impl Iterator<Item = RoleClass> + 'a {
        self.posts.iter().map(|post| offices.class(&post.role))
    }

    /// Whether they hold a post of this class.
    pub fn holds(&self, class: RoleClass, offices: &Offices) -> bool {
        self.classes(offices).any(|one| one == class)
    }
}
