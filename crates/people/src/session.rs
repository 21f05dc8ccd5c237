//! A session: a signed text that a browser keeps in a cookie.
//!
//! `base64url(JSON) "." base64url(HMAC-SHA256(key, JSON))`. Whoever has the key can make
//! and read it, so any number of servers share it and none keeps a list. A session is
//! ended by an event of its user: another password, `user.sessions-ended`,
//! `user.signed-out`, `user.disabled`.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use youwei_base::{Actor, Bilingual};

use crate::{Offices, Post, Rules, Standing, User, Users};

/// How many bytes the key of the tokens has.
pub const TOKEN_KEY_BYTES: usize = 32;

/// The longest token that is looked at, in bytes.
const TOKEN_BYTES_MAX: usize = 1024;

/// The block of SHA-256.
const BLOCK_BYTES: usize = 64;

/// Tokens of another shape begin differently.
const VERSION: &str = "1.";

/// How old the note of the last sign of life may be before it is written anew.
const RENEWED_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its id, thrown when it began.
    pub id: Arc<str>,
    /// Whose.
    pub user: Arc<str>,
    /// The post that they act in; none for somebody without one.
    pub post: Option<Post>,
    /// The user's [`User::epoch`] when it began.
    pub epoch: u64,
    /// When it began, in seconds since 1970.
    pub since: i64,
    /// The last sign of life, in seconds since 1970.
    pub seen: i64,
}

/// Why a session is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Left alone too long.
    Idle,
    /// It lasted as long as one may.
    Over,
    /// Ended by its user, another password, or the security administrator.
    Ended,
    /// Its user may not sign in any more.
    Shut,
    /// The clock of this server is behind it, or it names nobody.
    Unknown,
}

impl Ended {
    /// Why one must sign in again.
    pub fn sentence(self) -> Bilingual {
        match self {
            Ended::Idle => Bilingual::new(
                "太久没有操作，已自动退出；请重新登录。",
                "You were signed out after some time without doing anything; sign in again.",
            ),
            Ended::Over => Bilingual::new(
                "这次登录已到最长时限；请重新登录。",
                "This session has lasted as long as one may; sign in again.",
            ),
            Ended::Ended | Ended::Unknown => Bilingual::new(
                "这次登录已经结束；请重新登录。",
                "This session was ended; sign in again.",
            ),
            Ended::Shut => Bilingual::new(
                "这个账号已停用或锁定；请联系安全管理员。",
                "This account was disabled or locked; ask the security administrator.",
            ),
        }
    }
}

impl Session {
    /// A session that begins now, in this post or the user's first.
    pub fn begin(
        user: &User,
        id: impl Into<Arc<str>>,
        post: Option<&Post>,
        now: Timestamp,
    ) -> Session {
        let post = post.filter(|post| user.posts.contains(post));
        Session {
            id: id.into(),
            user: Arc::clone(&user.id),
            post: post.or(user.posts.first()).cloned(),
            epoch: user.epoch,
            since: now.as_second(),
            seen: now.as_second(),
        }
    }

    /// The text that a browser keeps.
    pub fn token(&self, key: &[u8; TOKEN_KEY_BYTES]) -> String {
        let json = serde_json::to_vec(self).unwrap_or_default();
        let tag = mac(key, &json).finalize().into_bytes();
        let (json, tag) = (URL_SAFE_NO_PAD.encode(json), URL_SAFE_NO_PAD.encode(tag));
        format!("{VERSION}{json}.{tag}")
    }

    /// Reads a text that this key signed; `None` for every other.
    pub fn read(token: &str, key: &[u8; TOKEN_KEY_BYTES]) -> Option<Session> {
        if token.len() > TOKEN_BYTES_MAX {
            return None;
        }
        let (json, tag) = token.strip_prefix(VERSION)?.split_once('.')?;
        let json = URL_SAFE_NO_PAD.decode(json).ok()?;
        let tag = URL_SAFE_NO_PAD.decode(tag).ok()?;
        // In constant time.
        mac(key, &json).verify_slice(&tag).ok()?;
        serde_json::from_slice(&json).ok()
    }

    /// Who acts under it, if it still holds. A post that was taken away since is replaced
    /// by the user's first.
    ///
    /// # Errors
    /// Why it does not hold any more.
    pub fn holder<'a>(
        &self,
        users: &'a Users,
        offices: &Offices,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<(&'a User, Actor), Ended> {
        let minutes = |minutes: u32| 60 * i64::from(minutes);
        let now_s = now.as_second();
        // Servers' clocks differ a little.
        if self.seen > now_s + minutes(5) || self.since > self.seen {
            return Err(Ended::Unknown);
        }
        if now_s - self.seen > minutes(rules.idle_minutes) {
            return Err(Ended::Idle);
        }
        if now_s - self.since > minutes(rules.session_minutes) {
            return Err(Ended::Over);
        }
        let user = users.get(&self.user).ok_or(Ended::Unknown)?;
        if self.epoch != user.epoch || user.ended.iter().any(|(id, _)| *id == self.id) {
            return Err(Ended::Ended);
        }
        match user.standing(now) {
            Standing::Disabled | Standing::Locked => return Err(Ended::Shut),
            // Whoever guesses at a password must not throw out the one who knows it.
            Standing::Active | Standing::LockedUntil(_) => {}
        }
        let post = self.post.as_ref().filter(|post| user.posts.contains(post));
        let post = post.or(user.posts.first());
        Ok((user, offices.actor(user, post)))
    }

    /// The same with a fresh sign of life, if it is time to note one.
    pub fn renewed(&self, now: Timestamp) -> Option<Session> {
        let seen = now.as_second();
        (seen - self.seen > RENEWED_AFTER.as_secs()).then(|| Session {
            seen,
            ..self.clone()
        })
    }
}

fn mac(key: &[u8; TOKEN_KEY_BYTES], json: &[u8]) -> Hmac<Sha256> {
    // RFC 2104 fills a short key up with zeros to the block of the hash.
    let mut block = [0; BLOCK_BYTES];
    let (head, _) = block.split_at_mut(TOKEN_KEY_BYTES);
    head.copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    mac.update(json);
    mac
}
