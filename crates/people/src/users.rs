//! All users, folded from the log.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use youwei_base::RoleClass;

use crate::event::Data;
use crate::user::PasswordSet;
use crate::{Offices, Post, Standing, User};

/// How many passwords of before are known. A rule asks for fewer.
const PASSWORDS_MAX: usize = 24;

/// How long a session that was ended is remembered: longer than any lasts.
const ENDED_REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 70);

/// All users.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Users(BTreeMap<Arc<str>, User>);

impl Users {
    /// Changes whenever the fold does, so that no snapshot of another one is taken.
    pub const SHAPE: u32 = 1;

    /// A user by id.
    pub fn get(&self, id: &str) -> Option<&User> {
        self.0.get(id)
    }

    /// All, by id.
    pub fn iter(&self) -> impl Iterator<Item = &User> {
        self.0.values()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Those of a class who can sign in.
    pub fn able(&self, class: RoleClass, offices: &Offices, now: Timestamp) -> usize {
        let able = |user: &&User| {
            let standing = user.standing(now);
            user.holds(class, offices)
                && matches!(standing, Standing::Active | Standing::LockedUntil(_))
        };
        self.iter().filter(able).count()
    }

    /// Takes an entry of the log in; one that is not about a user changes nothing.
    pub fn evolve(&mut self, entry: u64, time: Timestamp, kind: &str, subject: &str, data: &Value) {
        let Some(id) = subject.strip_prefix("user/") else {
            return;
        };
        // Of a shape that this program does not know, what it can be told still counts.
        let data = Data::deserialize(data).unwrap_or_default();
        if kind == "user.added" && !self.0.contains_key(id) {
            let id: Arc<str> = id.into();
            let user = User {
                id: Arc::clone(&id),
                name: data.name.clone().unwrap_or_else(|| Arc::clone(&id)),
                posts: Vec::new(),
                passwords: Vec::new(),
                locked: None,
                disabled: false,
                added: time,
                signed_in: None,
                epoch: entry,
                ended: Vec::new(),
                version: 0,
            };
            self.0.insert(id, user);
        }
        if let Some(user) = self.0.get_mut(id) {
            user.version += 1;
            user.apply(entry, time, kind, data);
        }
    }
}

impl User {
    fn apply(&mut self, entry: u64, time: Timestamp, kind: &str, data: Data) {
        let post = match (data.unit, data.role) {
            (Some(unit), Some(role)) => Some(Post { unit, role }),
            _ => None,
        };
        match kind {
            "user.named" => self.name = data.name.unwrap_or_else(|| Arc::clone(&self.name)),
            "user.granted" => {
                if let Some(post) = post.filter(|post| !self.posts.contains(post)) {
                    self.posts.push(post);
                }
            }
            "user.revoked" => self.posts.retain(|held| Some(held) != post.as_ref()),
            "user.password-set" => {
                if self.passwords.len() >= PASSWORDS_MAX {
                    self.passwords.remove(0);
                }
                self.passwords.push(PasswordSet {
                    entry,
                    at: time,
                    temporary: data.temporary,
                });
                self.epoch = entry;
            }
            "user.locked" => self.locked = Some(data.until),
            "user.unlocked" => self.locked = None,
            "user.disabled" => {
                self.disabled = true;
                self.epoch = entry;
            }
            "user.enabled" => self.disabled = false,
            "user.signed-in" => {
                self.signed_in = Some(time);
                // A lock that has run out is over.
                self.locked = self.locked.filter(|until| until.is_none());
            }
            "user.signed-out" => {
                let recent = |at: Timestamp| time.duration_since(at) < ENDED_REMEMBERED;
                self.ended.retain(|(_, at)| recent(*at));
                self.ended
                    .extend(data.session.map(|session| (session, time)));
            }
            "user.sessions-ended" => {
                self.epoch = entry;
                self.ended.clear();
            }
            _ => {}
        }
    }
}
