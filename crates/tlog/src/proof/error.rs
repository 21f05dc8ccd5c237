//! Why a proof does not hold or cannot be made.

use thiserror::Error;
use youwei_base::Bilingual;

/// Why a proof does not hold or cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ProofError {
    /// The entry's number is not below the size of the tree.
    #[error(
        "The log of {size} entries has no entry {index} (the first is 0); name one that it has, or take a later checkpoint."
    )]
    NoSuchEntry {
        /// The number asked for.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The old tree has no entries.
    #[error(
        "Every log begins with no entries, so a proof from size 0 says nothing; start from a checkpoint with entries."
    )]
    FromNothing,
    /// The old tree is larger than the new one.
    #[error(
        "The log had {old} entries and now shows {new}: it lost some; keep both checkpoints as evidence and ask its keeper."
    )]
    Shrunk {
        /// The size of the old tree.
        old: u64,
        /// The size of the new tree.
        new: u64,
    },
    /// The proof has more or fewer hashes than the sizes ask for.
    #[error(
        "The proof has the wrong number of hashes for these sizes; fetch it again for exactly this checkpoint."
    )]
    Length,
    /// The hashes do not lead to the root.
    #[error(
        "The proof does not lead to the root hash of the checkpoint; the entry, the proof or the checkpoint was changed: fetch them again, and keep them as evidence if it stays so."
    )]
    Root,
    /// The hashes of a consistency proof do not lead to the old root.
    #[error(
        "The proof does not lead to the root hash of the older checkpoint; the log was rewritten or the proof was changed: fetch it again, and keep it as evidence if it stays so."
    )]
    OldRoot,
    /// The store of hashes gave another number of hashes than it must have.
    #[error(
        "Of level {level}, {count} stored hashes from number {from} on are needed and not all are there; verify the log or restore a backup."
    )]
    Missing {
        /// The tile level.
        level: u8,
        /// The number of the first hash asked for.
        from: u64,
        /// How many were asked for.
        count: usize,
    },
}

impl ProofError {
    /// What is wrong, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            ProofError::NoSuchEntry { index, size } => format!(
                "账本有{size}条记录,没有第{index}号(从0起编号);请换一条记录,或取更新的检查点。"
            ),
            ProofError::FromNothing => {
                "任何账本都从空开始,从0条起的证明说明不了什么;请从有记录的检查点开始。".to_owned()
            }
            ProofError::Shrunk { old, new } => format!(
                "账本原有{old}条记录,现在只有{new}条,记录变少了;请保留两份检查点作为证据,并询问账本的保管者。"
            ),
            ProofError::Length => {
                "证明中的散列值个数与账本大小不符;请按这份检查点重新获取证明。".to_owned()
            }
            ProofError::Root => "证明得不出检查点的根散列值,记录、证明或检查点被改动过;请重新获取,若仍不符请保留为证据。".to_owned(),
            ProofError::OldRoot => "证明得不出旧检查点的根散列值,账本被改写或证明被改动过;请重新获取,若仍不符请保留为证据。".to_owned(),
            ProofError::Missing { level, from, count } => format!(
                "第{level}层从第{from}个起应有{count}个散列值,实际不全;请核验账本或恢复备份。"
            ),
        };
        Bilingual::new(zh, self.to_string())
    }
}
