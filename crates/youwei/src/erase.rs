//! `youwei erase`: a person's key and values go, and the log says so.

use std::path::PathBuf;

use jiff::Timestamp;
use uuid::Uuid;
use youwei_base::Bilingual;
use youwei_ledger::{Keys, Ledger, PersonId};

use crate::failure::Failure;
use crate::{file, keyfile, master, place};

/// The arguments of `youwei erase`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The pseudonym, a random UUID, under which the person's values were sealed.
    person: Uuid,
    #[command(flatten)]
    place: place::Arguments,
    /// The file of the key that signs the log; log.key in the data folder if left out.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    master: master::Arguments,
    /// Who erases, as the log will say it.
    #[arg(long)]
    actor: String,
}

/// Erases a person; again is safe.
///
/// # Errors
/// There is no log or no master key, the person is unknown to it, or what was deleted
/// may still be read off the disk.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let person = PersonId::new(arguments.person).ok_or_else(|| {
        let person = arguments.person;
        Failure::bad_input(Bilingual::new(
            format!("{person} 不是化名（第 4 版 UUID）；请逐字核对。"),
            format!("{person} is no pseudonym (a UUID of version 4); check it letter by letter."),
        ))
    })?;
    // Refuses a place without a log before anything is made there.
    arguments.place.reader()?;
    let beside = || arguments.place.data.join("log.key");
    let signer = keyfile::read(&arguments.key.clone().unwrap_or_else(beside))?;
    let keys = Keys {
        signer,
        master: arguments.master.key_or_beside(&arguments.place.data)?,
    };
    let ledger =
        Ledger::open(&arguments.place.place(), keys).map_err(|error| place::refused(&error))?;
    let (id, now) = (Uuid::now_v7(), Timestamp::now());
    let erased = ledger
        .erase(person, id, now, &arguments.actor)
        .map_err(|error| Failure::broken(error.sentence()))?;
    let index = erased.index;
    if let Some(why) = erased.remains {
        let why = why.sentence();
        return Err(Failure::broken(Bilingual::new(
            format!(
                "已删除并记入第 {index} 条，但磁盘上可能还有残留（{}）；请再运行一次。",
                why.zh
            ),
            format!(
                "Erased, as entry {index} says, but remains may be left on the disk ({}); run it once more.",
                why.en
            ),
        )));
    }
    file::say(
        &format!(
            "已删除 {person} 的密钥和全部封存值，记入第 {index} 条；各条证明依然有效。旧备份中的仍在，请按期销毁。"
        ),
        &format!(
            "The key and all sealed values of {person} are gone, as entry {index} says; every proof stays valid. Old backups still have them: destroy those in time."
        ),
    )
}
