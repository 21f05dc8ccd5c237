//! `youwei cosign`: keeps the signatures that witnesses put under a checkpoint.

use std::path::PathBuf;

use youwei_ledger::CosignError;

use crate::failure::Failure;
use crate::{file, place, trusted};

/// The arguments of `youwei cosign`.
#[derive(clap::Args)]
pub struct Arguments {
    /// A checkpoint of this log as a witness has given it back, with their line.
    note: PathBuf,
    /// The public key of a witness, or a file with one on each line. Signatures of
    /// others are left out.
    #[arg(long = "witness", value_name = "KEY|FILE", required = true)]
    witnesses: Vec<String>,
    #[command(flatten)]
    place: place::Arguments,
}

/// Checks the signatures and keeps the new ones.
///
/// # Errors
/// None of the witnesses signed this log's checkpoint, or a signature is false.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let witnesses = trusted::keys(&arguments.witnesses)?;
    let note = trusted::note(&arguments.note)?;
    let reader = arguments.place.reader()?;
    let count = reader
        .cosign(&note, &witnesses)
        .map_err(|error| match &error {
            CosignError::Ledger(error) => place::refused(error),
            CosignError::NoWitness => Failure::bad_input(error.sentence()),
            _ => Failure::broken(error.sentence()),
        })?;
    if count == 0 {
        return file::say(
            "这些联署账本里都有了，没有变化。",
            "The ledger has these cosignatures already; nothing changed.",
        );
    }
    file::say(
        &format!("收下 {count} 个见证人的联署；此后条目的证明会带上它们。"),
        &format!("Kept {count} cosignatures; proofs of entries carry them from now on."),
    )
}
