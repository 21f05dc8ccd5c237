//! Values about a person: a seal in the log, themselves beside it.
//!
//! A caller gives such a value not in an event's data but as a [`Personal`]. In the
//! log stands `{"sealed": "…"}` in its place, a **seal**: a salted hash that binds to the
//! value and says nothing about it without the salt (a commitment, in the word of
//! cryptographers, which here means what a government promises). The value itself lies in a table, encrypted under a key of
//! that person, and that key lies in another, wrapped by the [`MasterKey`]. Salts come
//! from the person's key too, so that erasing the one key leaves seals that
//! nobody can open, or check a guess against, while every proof of the log stays valid.
//! `docs/decisions/0002-personal-data.md` has the formats and says who can learn what.
//!
//! Reading order: `person`, `seal`, `sealing`, `wrap`, `disclosure`. Nothing here
//! knows a store; the stores keep the bytes that are made here.
//!
//! Keys are wiped from memory when dropped. The values are not: they pass through JSON
//! values and buffers that the program does not wipe.

mod cipher;
mod disclosure;
mod hex;
mod master;
mod person;
mod pointer;
mod seal;
mod sealing;
mod secret;
#[cfg(test)]
mod tests;
mod unsealable;
mod wrap;

pub(crate) use person::{ERASED_KIND, PersonKey};
pub(crate) use seal::places;
pub(crate) use sealing::{Sealed, Unopened, check_unnamed, open, seal};
pub(crate) use wrap::{Kept, rewrap, says_erased, unwrap, wrap};

pub use disclosure::{Disclosure, DisclosureError};
pub use master::{MasterKey, MasterKeyError};
pub use person::{PERSONAL_BYTES_MAX, PersonId, Personal};
pub use secret::CipherFault;
pub use unsealable::Unsealable;
pub use wrap::Unwrapped;
