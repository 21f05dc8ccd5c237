//! What is kept of a person in the table of persons, wrapped by the master key: their
//! key, or that they were erased.
//!
//! `kind ‖ master id (8 bytes) ‖ box`, where kind is 0x01 for a key (the box holds its
//! 32 bytes) and 0x02 for an erased person (it holds how many values were deleted, 8
//! bytes, big-endian). Both are wrapped, so that who holds only the database can
//! neither make a person, nor un-erase one, nor delete values and say it was an erasure.

use thiserror::Error;
use youwei_base::Bilingual;
use youwei_tlog::Suite;
use zeroize::Zeroizing;

use super::cipher;
use super::master::MasterKey;
use super::person::{PersonId, PersonKey};
use super::secret::{CipherFault, Secret, labelled};
use crate::Chance;

const WRAPPING: &str = "youwei/personal/v1/wrapping";
const MASTER_ID: &str = "youwei/personal/v1/master-id";
const PERSON: &str = "youwei/personal/v1/person";

const KIND_KEY: u8 = 1;
const KIND_ERASED: u8 = 2;
const MASTER_ID_BYTES: usize = 8;

/// What is kept of a person.
#[derive(Debug, Clone)]
pub(crate) enum Kept {
    /// The key that their values depend on.
    Key(PersonKey),
    /// Nothing but that they were erased, and how many values then.
    Erased { values: u64 },
}

/// Why a row of the table of persons cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unwrapped {
    /// Wrapped by another master key than the one given.
    #[error(
        "What the ledger keeps of a person is wrapped by another master key than the one given; give the one that this ledger is used with, and if it is this one, compare with a backup."
    )]
    OtherMasterKey,
    /// Not what was stored for this person, or of a newer version.
    #[error(
        "What the ledger keeps of a person was changed, or was written by a newer version of the program; compare with a backup."
    )]
    Changed,
    /// It could not be wrapped again.
    #[error(transparent)]
    Cipher(#[from] CipherFault),
}

impl Unwrapped {
    /// What is wrong, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            Unwrapped::OtherMasterKey => {
                "某人的密钥记录由另一把主密钥加密,不是所给的这把;请给出本账本使用的主密钥,若正是这把,请与备份比对。"
            }
            Unwrapped::Changed => "账本保存的某人密钥记录被改动,或由新版程序写入;请与备份比对。",
            Unwrapped::Cipher(fault) => return fault.sentence(),
        };
        Bilingual::new(zh, self.to_string())
    }
}

/// The row of a person in the log with this origin.
pub(crate) fn wrap(
    chance: &Chance,
    origin: &str,
    person: PersonId,
    kept: &Kept,
    master: &MasterKey,
) -> Result<Vec<u8>, CipherFault> {
    let (kind, plain) = match kept {
        Kept::Key(key) => (KIND_KEY, Zeroizing::new(key.0.bytes().to_vec())),
        Kept::Erased { values } => {
            let count = values.to_be_bytes().to_vec();
            (KIND_ERASED, Zeroizing::new(count))
        }
    };
    wrap_plain(chance, origin, person, kind, &plain, master)
}

/// What the row says.
pub(crate) fn unwrap(
    origin: &str,
    person: PersonId,
    row: &[u8],
    master: &MasterKey,
) -> Result<Kept, Unwrapped> {
    let (kind, plain) = unwrap_plain(origin, person, row, master)?;
    match (kind, &plain[..]) {
        (KIND_KEY, key) => {
            let key: [u8; 32] = key.try_into().map_err(|_| Unwrapped::Changed)?;
            Ok(Kept::Key(PersonKey(Secret::new(key))))
        }
        (KIND_ERASED, count) => {
            let count: [u8; 8] = count.try_into().map_err(|_| Unwrapped::Changed)?;
            let values = u64::from_be_bytes(count);
            Ok(Kept::Erased { values })
        }
        _ => Err(Unwrapped::Changed),
    }
}

/// Whether the row says that its person was erased, as far as that can be seen without
/// the master key.
pub(crate) fn says_erased(row: &[u8]) -> bool {
    row.first() == Some(&KIND_ERASED)
}

/// The row under a new master key, or `None` if it is under that one already, so that
/// a change of master keys that was cut short can be run again.
pub(crate) fn rewrap(
    origin: &str,
    person: PersonId,
    row: &[u8],
    old: &MasterKey,
    new: &MasterKey,
) -> Result<Option<Vec<u8>>, Unwrapped> {
    match unwrap_plain(origin, person, row, new) {
        Ok(_) => Ok(None),
        Err(Unwrapped::OtherMasterKey) => {
            let (kind, plain) = unwrap_plain(origin, person, row, old)?;
            Ok(Some(wrap_plain(
                &Chance::system(),
                origin,
                person,
                kind,
                &plain,
                new,
            )?))
        }
        Err(error) => Err(error),
    }
}

fn wrap_plain(
    chance: &Chance,
    origin: &str,
    person: PersonId,
    kind: u8,
    plain: &[u8],
    master: &MasterKey,
) -> Result<Vec<u8>, CipherFault> {
    let suite = Suite::of_origin(origin);
    let head = [&[kind][..], &master_id(suite, master)].concat();
    let context = context(origin, person, &head);
    let boxed = cipher::close(chance, suite, &wrapping(origin, master), &context, plain)?;
    Ok([head, boxed].concat())
}

fn unwrap_plain(
    origin: &str,
    person: PersonId,
    row: &[u8],
    master: &MasterKey,
) -> Result<(u8, Zeroizing<Vec<u8>>), Unwrapped> {
    let suite = Suite::of_origin(origin);
    let split = row.split_at_checked(1 + MASTER_ID_BYTES);
    let (head, boxed) = split.ok_or(Unwrapped::Changed)?;
    let context = context(origin, person, head);
    match cipher::open(suite, &wrapping(origin, master), &context, boxed) {
        Some(plain) => Ok((head[0], plain)),
        None if head[1..] == master_id(suite, master) => Err(Unwrapped::Changed),
        None => Err(Unwrapped::OtherMasterKey),
    }
}

/// The key that wraps in this log: one master key may serve several.
fn wrapping(origin: &str, master: &MasterKey) -> Secret {
    let suite = Suite::of_origin(origin);
    master
        .secret()
        .derive(suite, WRAPPING, &[origin.as_bytes()])
}

/// Tells one master key from another and says nothing else about it.
fn master_id(suite: Suite, master: &MasterKey) -> [u8; MASTER_ID_BYTES] {
    let derived = master.secret().derive(suite, MASTER_ID, &[]);
    let mut id = [0; MASTER_ID_BYTES];
    id.copy_from_slice(&derived.bytes()[..MASTER_ID_BYTES]);
    id
}

fn context(origin: &str, person: PersonId, head: &[u8]) -> Zeroizing<Vec<u8>> {
    let person = person.to_string();
    labelled(PERSON, &[origin.as_bytes(), person.as_bytes(), head])
}
