//! Opens the log to be written, or makes it, with its signing key.
//!
//! **A log has one key.** A key is made only where there is no log yet: with a new one an
//! old log could not go on, and nobody should think that it can.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use youwei_base::Bilingual;
use youwei_ledger::{Keys, Ledger, LedgerError, Reader};
use youwei_tlog::Suite;

use crate::failure::Failure;
use crate::{keyfile, master, place};

/// The origin of a log made without one; a city sets its own with --origin.
const ORIGIN: &str = "youwei:local";

/// How the origin of a log in the national suite ends.
const NATIONAL: &str = "/sm2-sm3";

/// Which cryptography a new log uses.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SuiteNamed {
    /// SHA-256 and Ed25519.
    International,
    /// 国密: SM3 and SM2.
    Sm,
}

/// The arguments that say which log is written, and with what.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    #[command(flatten)]
    pub place: place::Arguments,
    #[command(flatten)]
    master: master::Arguments,
    /// The file of the key that signs the log; log.key in the data folder if left out.
    /// Made together with the log. Keep it safe, apart from the log, and to yourself.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// The name of a new log, a URI, such as youwei:yunze; kept ever after.
    #[arg(long)]
    origin: Option<String>,
    /// The cryptography of a new log; the national one (sm) ends its origin in /sm2-sm3.
    #[arg(long, value_enum)]
    suite: Option<SuiteNamed>,
}

/// An open log.
pub struct Opened {
    pub ledger: Ledger,
    /// The file of its key.
    pub key: PathBuf,
    /// Whether the log began to be signed just now.
    pub new: bool,
    /// The file of a master key that was made just now.
    pub master: Option<PathBuf>,
}

impl Arguments {
    /// What a new log would be called.
    fn name(&self) -> String {
        let origin = self.origin.as_deref().unwrap_or(ORIGIN);
        match (self.suite, Suite::of_origin(origin)) {
            (Some(SuiteNamed::Sm), Suite::International) => format!("{origin}{NATIONAL}"),
            _ => origin.to_owned(),
        }
    }

    /// Whether a log of this name is what was asked for. What was not said is any.
    fn mean(&self, name: &str) -> bool {
        let suite = match self.suite {
            Some(SuiteNamed::Sm) => Some(Suite::National),
            Some(SuiteNamed::International) => Some(Suite::International),
            None => None,
        };
        (self.origin.is_none() || self.name() == name)
            && suite.is_none_or(|suite| suite == Suite::of_origin(name))
    }

    fn key(&self) -> PathBuf {
        let beside = || self.place.data.join("log.key");
        self.key.clone().unwrap_or_else(beside)
    }
}

/// Opens the log, or makes it and its key.
///
/// # Errors
/// Its key is not there or another's, it has another name than was asked for, or it
/// cannot be opened.
pub fn open(arguments: &Arguments) -> Result<Opened, Failure> {
    let place = arguments.place.place();
    let key = arguments.key();
    let before = Ledger::unsigned(&place).map_err(|error| place::refused(&error))?;
    let there = match Reader::open(&place) {
        Ok(reader) => Some(reader.origin().to_owned()),
        Err(LedgerError::Absent { .. }) => None,
        // Of the time before there were keys; it gets one now.
        Err(_) if before.is_some() => None,
        // A database that is empty yet becomes a log if it was begun with this key.
        Err(LedgerError::NotALedger { .. }) if key.exists() => None,
        Err(error) => return Err(place::refused(&error)),
    };
    let name = there.clone().or(before);
    let name = name.unwrap_or_else(|| arguments.name());
    if !arguments.mean(&name) {
        return Err(another(&name));
    }
    if there.is_some() && !key.exists() {
        return Err(lost(&key, &name));
    }
    let signer = keyfile::read_or_make(&key, &name)?;
    if !arguments.mean(signer.name()) {
        return Err(another(signer.name()));
    }
    let data = &arguments.place.data;
    let (mut master, mut made) = (arguments.master.key_or_beside(data)?, false);
    // Only for a new log: in another, values may be sealed with the key that is missing.
    if master.is_none() && there.is_none() {
        master = Some(master::make(data)?);
        made = true;
    }
    let ledger =
        Ledger::open(&place, Keys { signer, master }).map_err(|error| place::refused(&error))?;
    Ok(Opened {
        ledger,
        key,
        new: there.is_none(),
        master: made.then(|| master::beside(data)),
    })
}

/// The log is there and its key is not.
fn lost(key: &Path, origin: &str) -> Failure {
    let key = key.display();
    Failure::bad_input(Bilingual::new(
        format!(
            "账本 {origin} 已经有了，而它的签名密钥文件 {key} 不在。请把保存的密钥文件放回原处，或用 --key 指明；换一把新的密钥不能续写这本账。"
        ),
        format!(
            "The ledger {origin} is there, and the file of its signing key, {key}, is not. Put the kept key file back, or name it with --key; with a new key this ledger cannot go on."
        ),
    ))
}

/// The log is not the one that was asked for.
fn another(origin: &str) -> Failure {
    Failure::bad_input(Bilingual::new(
        format!(
            "这里的账本名为 {origin}，与 --origin、--suite 所要的不同；名称一经建账不再改变。请去掉这两个选项，或用 --data、--database 另选位置。"
        ),
        format!(
            "The ledger here is called {origin}, not what --origin and --suite ask for; a name stays as the ledger was made with. Leave these options out, or choose another place with --data or --database."
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(origin: Option<&str>, suite: Option<SuiteNamed>) -> Arguments {
        Arguments {
            place: place::Arguments {
                data: PathBuf::new(),
                database: None,
            },
            master: master::Arguments::default(),
            key: None,
            origin: origin.map(str::to_owned),
            suite,
        }
    }

    #[test]
    fn a_name_says_its_suite_and_what_was_not_said_is_any() {
        const LOGS: [&str; 4] = ["youwei:local", "youwei:local/sm2-sm3", "a:b", "a:b/sm2-sm3"];
        let (sm, international) = (Some(SuiteNamed::Sm), Some(SuiteNamed::International));
        for (origin, suite, name, means) in [
            (None, None, LOGS[0], &LOGS[..]),
            (None, sm, LOGS[1], &[LOGS[1], LOGS[3]]),
            (None, international, LOGS[0], &[LOGS[0], LOGS[2]]),
            (Some("a:b"), None, LOGS[2], &[LOGS[2]]),
            (Some("a:b"), sm, LOGS[3], &[LOGS[3]]),
            (Some("a:b/sm2-sm3"), sm, LOGS[3], &[LOGS[3]]),
            (Some("a:b/sm2-sm3"), None, LOGS[3], &[LOGS[3]]),
            (Some("a:b/sm2-sm3"), international, LOGS[3], &[]),
        ] {
            let arguments = arguments(origin, suite);
            assert_eq!(arguments.name(), name);
            let meant: Vec<&str> = LOGS.into_iter().filter(|log| arguments.mean(log)).collect();
            assert_eq!(meant, means, "{origin:?} in {name}");
        }
    }
}
