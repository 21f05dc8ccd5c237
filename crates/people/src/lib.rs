//! Users, their posts and how they sign in: who may do what, purely.
//!
//! Everything about a user is an event in the stream `user/<id>` ([`Happened`]); [`Users`]
//! are folded from events, and [`decide`] answers a [`Command`] with events or a refusal,
//! under the separation of duties (三员分立): whoever makes users gives no rights, whoever
//! gives rights makes no users, and whoever looks after both only reads.
//!
//! A password is kept as its Argon2id [`Verifier`], a *sealed* value of the event that set
//! it: the log has a seal, the value lies encrypted beside it. A [`Session`] is a signed
//! text in a cookie, so that any number of servers share it.
//!
//! **Invariant:** nothing here reads a clock, a disk or dice; the moment, the salt and the
//! random bytes are arguments.

mod attempts;
mod command;
mod decide;
mod event;
mod found;
mod offices;
mod password;
mod refusal;
mod rules;
mod session;
mod user;
mod users;
mod verifier;

#[cfg(test)]
mod tests;

pub use attempts::Attempts;
pub use command::{By, Command, DUTIES, Deed, May};
pub use decide::{Context, Decision, decide};
pub use event::{EVERY_KIND, Happened, VERIFIER, Via, What};
pub use found::{Newcomer, found};
pub use offices::{ANYBODY, Offices, Post};
pub use password::{check, generated};
pub use refusal::{Refusal, RefusalKind};
pub use rules::{Dated, Rules, Table};
pub use session::{Ended, Session, TOKEN_KEY_BYTES};
pub use user::{Due, PasswordSet, Standing, User, is_id};
pub use users::Users;
pub use verifier::{Cost, SALT_BYTES, Verifier};
