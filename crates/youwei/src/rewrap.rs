//! `youwei rewrap`: a change of master keys.

use std::path::PathBuf;

use youwei_base::Bilingual;
use youwei_ledger::{MasterKey, MasterKeyError, Rewrapped};

use crate::failure::Failure;
use crate::{file, place};

/// The arguments of `youwei rewrap`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The file of the master key in use.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// The file of the new master key; a new key is made there if there is no file.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    place: place::Arguments,
}

/// Wraps what is kept of every person with the new key. Programs that use the old one
/// must be started again.
///
/// # Errors
/// The old key is not the one in use, or the new one cannot be made.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let reader = arguments.place.reader()?;
    let refused = |error: MasterKeyError| Failure::bad_input(error.sentence());
    let read = |path| MasterKey::from_file(path).map_err(refused);
    let old = read(&arguments.from)?;
    let new = match arguments.to.exists() {
        true => read(&arguments.to)?,
        false => MasterKey::create_file(&arguments.to).map_err(refused)?,
    };
    let Rewrapped { rows, remains } = reader
        .rewrap(&old, &new)
        .map_err(|error| place::refused(&error))?;
    file::say(
        &format!(
            "已换用新的主密钥，{rows} 人的记录重新加密。请把新密钥另存两份，重新启动使用旧密钥的程序，再销毁旧密钥。"
        ),
        &format!(
            "The new master key is in use; the rows of {rows} persons were wrapped anew. Keep it twice, apart, start the programs that use the old one again, then destroy the old one."
        ),
    )?;
    match remains {
        None => Ok(()),
        Some(error) => {
            let why = error.sentence();
            Err(Failure::broken(Bilingual::new(
                format!(
                    "但磁盘上可能还有旧密钥能打开的残留：{}之后再运行一次同样的命令即可清除。",
                    why.zh
                ),
                format!(
                    "But what the old key opens may still be on the disk: {} Then run the same command again to remove it.",
                    why.en
                ),
            )))
        }
    }
}
