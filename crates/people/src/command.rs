//! What may be asked for about users, and by whom.

use std::sync::Arc;

use jiff::Timestamp;
use youwei_base::{Actor, RoleClass};

use crate::{Post, Verifier};

/// A wish about a user. [`decide`](crate::decide()) answers it.
#[derive(Debug, Clone)]
pub enum Command {
    /// Make a user known, with a password that they must change.
    Add {
        /// The new id.
        id: String,
        /// Their name.
        name: String,
        /// Of the first password.
        verifier: Verifier,
    },
    /// Put a name right.
    Name {
        /// Whose.
        id: String,
        /// The name as it shall be.
        name: String,
    },
    /// Give a password that must be changed, to somebody who forgot theirs. The account
    /// stays locked until the security administrator agrees.
    ResetPassword {
        /// Whose.
        id: String,
        /// Of the new one.
        verifier: Verifier,
    },
    /// Let somebody in no more.
    Disable {
        /// Whom.
        id: String,
    },
    /// Let somebody in again.
    Enable {
        /// Whom.
        id: String,
    },
    /// Give a post.
    Grant {
        /// Whom.
        id: String,
        /// Which.
        post: Post,
    },
    /// Take a post away.
    Revoke {
        /// From whom.
        id: String,
        /// Which.
        post: Post,
    },
    /// Let somebody who is locked sign in again.
    Unlock {
        /// Whom.
        id: String,
    },
    /// End all sessions of somebody.
    EndSessions {
        /// Whose.
        id: String,
    },
    /// Choose another password for oneself. That the old one was right is the caller's to
    /// find out.
    ChangePassword {
        /// Of the new one.
        verifier: Verifier,
    },
    /// End all sessions of one's own.
    EndOwnSessions,
    /// Note that one signed in. That the password was right is the caller's to find out.
    SignIn {
        /// The new session's id.
        session: Arc<str>,
    },
    /// End one session of one's own.
    SignOut {
        /// Its id.
        session: Arc<str>,
    },
    /// Let somebody sign in no more for a time, after too many wrong passwords.
    Lock {
        /// Whom.
        id: String,
        /// Until when.
        until: Timestamp,
        /// How many wrong passwords there were.
        attempts: u32,
    },
}

/// What kind of command it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "they are the commands of the same name")]
pub enum Deed {
    Add,
    Name,
    ResetPassword,
    Disable,
    Enable,
    Grant,
    Revoke,
    Unlock,
    EndSessions,
    ChangePassword,
    EndOwnSessions,
    SignIn,
    SignOut,
    Lock,
}

/// Who may do a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum May {
    /// Whoever acts in a role of this class, to anybody but themselves.
    Class(RoleClass),
    /// Every user, to themselves.
    Oneself,
    /// The program alone.
    Program,
}

use RoleClass::{SecurityAdministrator, SystemAdministrator};

/// Who may do what: the separation of duties in one table. What is not in it nobody may.
///
/// Source: GB/T 22239-2019 8.1.5.1–8.1.5.3 (system, audit and security management are
/// done by different people, each within what they were authorised to).
pub const DUTIES: [(Deed, May); 14] = [
    (Deed::Add, May::Class(SystemAdministrator)),
    (Deed::Name, May::Class(SystemAdministrator)),
    (Deed::ResetPassword, May::Class(SystemAdministrator)),
    (Deed::Disable, May::Class(SystemAdministrator)),
    (Deed::Enable, May::Class(SystemAdministrator)),
    (Deed::Grant, May::Class(SecurityAdministrator)),
    (Deed::Revoke, May::Class(SecurityAdministrator)),
    (Deed::Unlock, May::Class(SecurityAdministrator)),
    (Deed::EndSessions, May::Class(SecurityAdministrator)),
    (Deed::ChangePassword, May::Oneself),
    (Deed::EndOwnSessions, May::Oneself),
    (Deed::SignIn, May::Oneself),
    (Deed::SignOut, May::Oneself),
    (Deed::Lock, May::Program),
];

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// A user, in one of their posts.
    Person(Actor),
    /// The program itself, by this name.
    Program(Arc<str>),
}

impl By {
    /// Who acts, as the event says it.
    pub fn actor(&self) -> Actor {
        match self {
            By::Person(actor) => actor.clone(),
            By::Program(name) => Actor {
                user: Arc::from(""),
                name: Arc::clone(name),
                unit: Arc::from(""),
                role: Arc::from("program"),
                area: None,
            },
        }
    }
}

impl Command {
    /// What kind of command it is.
    pub fn deed(&self) -> Deed {
        match self {
            Command::Add { .. } => Deed::Add,
            Command::Name { .. } => Deed::Name,
            Command::ResetPassword { .. } => Deed::ResetPassword,
            Command::Disable { .. } => Deed::Disable,
            Command::Enable { .. } => Deed::Enable,
            Command::Grant { .. } => Deed::Grant,
            Command::Revoke { .. } => Deed::Revoke,
            Command::Unlock { .. } => Deed::Unlock,
            Command::EndSessions { .. } => Deed::EndSessions,
            Command::ChangePassword { .. } => Deed::ChangePassword,
            Command::EndOwnSessions => Deed::EndOwnSessions,
            Command::SignIn { .. } => Deed::SignIn,
            Command::SignOut { .. } => Deed::SignOut,
            Command::Lock { .. } => Deed::Lock,
        }
    }

    /// Whom it is about; none for the one who asks.
    pub fn about(&self) -> Option<&str> {
        match self {
            Command::Add { id, .. }
            | Command::Name { id, .. }
            | Command::ResetPassword { id, .. }
            | Command::Disable { id }
            | Command::Enable { id }
            | Command::Grant { id, .. }
            | Command::Revoke { id, .. }
            | Command::Unlock { id }
            | Command::EndSessions { id }
            | Command::Lock { id, .. } => Some(id),
            Command::ChangePassword { .. }
            | Command::EndOwnSessions
            | Command::SignIn { .. }
            | Command::SignOut { .. } => None,
        }
    }
}
