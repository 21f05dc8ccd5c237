//! `youwei prove`: writes the proof of one entry, to be checked without the log.

use std::path::PathBuf;

use uuid::Uuid;
use youwei_base::Bilingual;
use youwei_ledger::Reader;

use crate::failure::Failure;
use crate::{file, place};

/// The arguments of `youwei prove`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The entry: its number, or the id of its event.
    entry: String,
    /// The file to write, NAME.tlog-proof by custom; standard output if left out.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    place: place::Arguments,
}

/// Writes the proof.
///
/// # Errors
/// There is no such entry, or the log cannot be read.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let reader = arguments.place.reader()?;
    let index = index(&reader, &arguments.entry)?;
    let proof = reader
        .prove(index)
        .map_err(|error| place::refused(&error))?
        .ok_or_else(|| missing(&arguments.entry))?;
    match &arguments.output {
        None => file::print(&proof.to_string()),
        Some(path) => {
            file::write(path, &proof.to_string())?;
            let (path, key) = (path.display(), reader.key());
            file::say(
                &format!(
                    "第 {index} 条的证明已写入 {path}。核对：youwei check-proof {path} --key {key}"
                ),
                &format!(
                    "The proof of entry {index} is in {path}. Check it: youwei check-proof {path} --key {key}"
                ),
            )
        }
    }
}

fn index(reader: &Reader, asked: &str) -> Result<u64, Failure> {
    if let Ok(index) = asked.parse() {
        return Ok(index);
    }
    let id: Uuid = asked.parse().map_err(|_| {
        Failure::bad_input(Bilingual::new(
            format!("“{asked}”既不是条目的序号，也不是事件编号；请写成 12，或事件的 UUID。"),
            format!("“{asked}” is neither the number of an entry nor the id of an event; write 12, or the event's UUID."),
        ))
    })?;
    let entry = reader.by_id(id).map_err(|error| place::refused(&error))?;
    entry.map(|entry| entry.index).ok_or_else(|| missing(asked))
}

fn missing(asked: &str) -> Failure {
    Failure::bad_input(Bilingual::new(
        format!("账本没有条目 {asked}；请在账本页查看序号，或用 --data、--database 指明另一本账。"),
        format!(
            "The ledger has no entry {asked}; look for its number on the ledger's page, or name another ledger with --data or --database."
        ),
    ))
}
