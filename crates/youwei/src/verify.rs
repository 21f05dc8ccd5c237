//! `youwei verify`: recomputes the whole log and says what is wrong, and where.

use std::path::{Path, PathBuf};

use youwei_base::Bilingual;
use youwei_ledger::{Reader, Values, Verified};
use youwei_tlog::{Checkpoint, VerifierKey};

use crate::failure::Failure;
use crate::progress::watched;
use crate::{file, master, place, trusted};

/// The arguments of `youwei verify`.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    place: place::Arguments,
    /// A checkpoint of this log that was kept elsewhere: nothing before it may differ.
    #[arg(long, value_name = "CHECKPOINT-FILE")]
    from: Option<PathBuf>,
    /// The log's public key as noted elsewhere, or a file that holds it. Without it the
    /// log is checked against the key that it states itself.
    #[arg(long, value_name = "KEY|FILE")]
    key: Option<String>,
    #[command(flatten)]
    master: master::Arguments,
}

/// Recomputes everything and prints what was found; the last line is size and root hash.
///
/// # Errors
/// Something is not proved, or cannot be read.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut reader = arguments.place.reader()?;
    if let Some(master) = arguments.master.key_or_beside(&arguments.place.data)? {
        reader = reader
            .with_master(master)
            .map_err(|error| place::refused(&error))?;
    }
    let pinned = match &arguments.key {
        Some(given) => Some(pinned(&reader, given)?),
        None => None,
    };
    let noted = match &arguments.from {
        Some(path) => Some(noted(path, reader.key())?),
        None => None,
    };
    let verified = watched(|progress| reader.verify(noted.as_ref(), progress))
        .map_err(|error| place::refused(&error))?;
    for broken in &verified.findings {
        let sentence = broken.sentence();
        file::say(&format!("✗ {}", sentence.zh), &format!("  {}", sentence.en))?;
    }
    if verified.findings.is_empty() {
        proved(&reader, &verified, noted.as_ref(), pinned.is_some())?;
    }
    file::print(&format!("{}\n", verified.head))?;
    match verified.findings.len() {
        0 => Ok(()),
        count => Err(Failure::broken(Bilingual::new(
            format!(
                "账本未获证明，问题 {count} 处，见上。请停止写入，与备份和另处留存的检查点比对。"
            ),
            format!(
                "The ledger is not proved: {count} findings, see above. Stop writing to it, and compare with a backup and with checkpoints kept elsewhere."
            ),
        ))),
    }
}

/// The key that was noted elsewhere, if the log has the same.
fn pinned(reader: &Reader, given: &str) -> Result<VerifierKey, Failure> {
    let keys = trusted::keys(&[given.to_owned()])?;
    match keys.into_iter().find(|key| key == reader.key()) {
        Some(key) => Ok(key),
        None => {
            let own = reader.key();
            Err(Failure::broken(Bilingual::new(
                format!(
                    "账本的公钥不是所给的那一把，而是 {own}。不要相信这本账；请与公布公钥的地方核对。"
                ),
                format!(
                    "The ledger's key is not the one given but {own}. Do not trust this ledger; ask where the key was published."
                ),
            )))
        }
    }
}

/// The checkpoint in a file, if this log's key signed it.
fn noted(path: &Path, key: &VerifierKey) -> Result<Checkpoint, Failure> {
    let note = trusted::note(path)?;
    let wrong = |sentence: &Bilingual| Failure::broken(file::about(path, sentence));
    let checkpoint = Checkpoint::trusted(&note, std::slice::from_ref(key))
        .map_err(|error| wrong(&error.sentence()))?;
    if checkpoint.origin != key.name() {
        let (theirs, ours) = (&checkpoint.origin, key.name());
        return Err(wrong(&Bilingual::new(
            format!("这是账本 {theirs} 的检查点，而这里是 {ours}；请换成本账本的检查点。"),
            format!(
                "This is a checkpoint of {theirs}, and this ledger is {ours}; name a checkpoint of this one."
            ),
        )));
    }
    Ok(checkpoint)
}

fn proved(
    reader: &Reader,
    verified: &Verified,
    noted: Option<&Checkpoint>,
    pinned: bool,
) -> Result<(), Failure> {
    let (origin, size) = (reader.origin(), verified.head.size);
    file::say(
        &format!("账本 {origin}：{size} 条全部重新算过，条条属实，根哈希有账本密钥的签名。"),
        &format!(
            "The ledger {origin}: all {size} entries were recomputed and hold, and its key signed their root hash."
        ),
    )?;
    if let Some(noted) = noted {
        let old = noted.size;
        file::say(
            &format!("前 {old} 条与另处留存的检查点一致，其后只增未改。"),
            &format!(
                "The first {old} entries are those of the checkpoint kept elsewhere; all since was added."
            ),
        )?;
    }
    match verified.values {
        Values::Checked(0) | Values::Unchecked(0) => {}
        Values::Checked(count) => file::say(
            &format!("{count} 个封存的个人信息逐一打开，与账本中的封记一致；缺少的都已依法删除。"),
            &format!(
                "All {count} sealed personal values were opened and are those that the log has the seals of; those that are missing were erased."
            ),
        )?,
        Values::Unchecked(count) => file::say(
            &format!("另有 {count} 个封存的个人信息没有打开核对；请用 --master 给出主密钥。"),
            &format!(
                "{count} sealed personal values were not opened; give the master key with --master to check them too."
            ),
        )?,
    }
    if !pinned {
        let key = reader.key();
        file::say(
            &format!("公钥是账本自己说的：{key}。请与另处记下的比对，或用 --key 给出。"),
            &format!(
                "The key is the one that the ledger itself states: {key}. Compare it with one noted elsewhere, or give that with --key."
            ),
        )?;
    }
    Ok(())
}
