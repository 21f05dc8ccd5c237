//! `youwei check-proof`: checks the proof of one entry with keys alone, no log needed.

use std::path::PathBuf;

use jiff::Timestamp;
use youwei_base::Bilingual;
use youwei_tlog::{ENTRY_BYTES_MAX, Note, OFFLINE_PROOF_BYTES_MAX, OfflineProof, VerifierKey};

use crate::failure::Failure;
use crate::{file, trusted};

/// The arguments of `youwei check-proof`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The .tlog-proof file.
    proof: PathBuf,
    /// A public key, or a file with one on each line: the log's, and those of witnesses
    /// who must have signed as well.
    #[arg(long = "key", value_name = "KEY|FILE", required = true)]
    keys: Vec<String>,
    /// The entry, as a file of its very bytes, in place of the one in the proof.
    #[arg(long, value_name = "FILE")]
    entry: Option<PathBuf>,
}

/// Checks the proof and prints what it proves; the last line is the entry.
///
/// # Errors
/// It does not prove the entry under these keys, or it is no proof.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let path = &arguments.proof;
    let keys = trusted::keys(&arguments.keys)?;
    let bytes = file::read(path, OFFLINE_PROOF_BYTES_MAX)?;
    let proof = OfflineProof::parse(&bytes)
        .map_err(|error| Failure::bad_input(file::about(path, &error.sentence())))?;
    let handed = match &arguments.entry {
        Some(entry) => Some(file::read(entry, ENTRY_BYTES_MAX)?),
        None => None,
    };
    let entry = handed.as_deref().or(proof.extra.as_deref()).ok_or_else(|| {
        Failure::bad_input(file::about(path, &Bilingual::new(
            "证明文件里没有条目原文；请用 --entry 给出原样字节的文件。",
            "The proof does not hold the entry; give a file of its very bytes with --entry.",
        )))
    })?;
    let checkpoint = proof
        .check(&keys, entry)
        .map_err(|error| not_proved(path, &error.sentence()))?;
    if let Some(key) = keys.iter().find(|key| !signed(&proof.checkpoint, key)) {
        let name = key.name();
        return Err(not_proved(
            path,
            &Bilingual::new(
                format!(
                    "检查点上没有 {name} 用这把公钥的签名；请向其索取联署后的证明，或不列这把公钥。"
                ),
                format!(
                    "The checkpoint has no signature of {name} by this key; ask for a proof that {name} has signed, or leave this key out."
                ),
            ),
        ));
    }
    let (index, size, origin) = (proof.index, checkpoint.size, &checkpoint.origin);
    file::say(
        &format!("已证明：下面是账本 {origin} 的第 {index} 条；签署时账本共 {size} 条。"),
        &format!(
            "Proved: what follows is entry {index} of the ledger {origin}, which had {size} entries when this was signed."
        ),
    )?;
    for key in &keys {
        say_signer(&proof.checkpoint, key, origin)?;
    }
    file::print(&format!("{}\n", file::shown(entry)))
}

fn signed(note: &Note, key: &VerifierKey) -> bool {
    let mut lines = note.signatures.iter().filter(|line| key.claims(line));
    lines.any(|line| key.verifies(&note.text, line))
}

fn say_signer(note: &Note, key: &VerifierKey, origin: &str) -> Result<(), Failure> {
    let name = key.name();
    if key.signs_log(origin) {
        return file::say(
            &format!("签署：账本 {name}"),
            &format!("Signed by the ledger {name}"),
        );
    }
    let mut lines = note.signatures.iter().filter(|line| key.claims(line));
    let moment = lines
        .find_map(|line| key.cosigned_at(line))
        .and_then(|seconds| Timestamp::from_second(i64::try_from(seconds).ok()?).ok())
        .map_or_else(String::new, |moment| format!(" {moment}"));
    file::say(
        &format!("联署：见证人 {name}{moment}"),
        &format!("Cosigned by the witness {name}{moment}"),
    )
}

fn not_proved(path: &std::path::Path, why: &Bilingual) -> Failure {
    let why = file::about(path, why);
    Failure::broken(Bilingual::new(
        format!("未获证明。{}", why.zh),
        format!("Not proved. {}", why.en),
    ))
}
