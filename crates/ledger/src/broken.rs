//! What verification finds: which part of a log is not proved, and why.

use thiserror::Error;
use youwei_base::Bilingual;

/// A part of a log that can be wrong by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The entry at this index.
    Entry(u64),
    /// A stored node of the Merkle tree.
    Node {
        /// The tile level, from 1.
        level: u8,
        /// Its place in that level.
        index: u64,
    },
    /// The last signed checkpoint and the right edge of the tree beside it.
    Head,
    /// A checkpoint of this size that witnesses signed.
    Cosigned(u64),
    /// A checkpoint of this size that was noted elsewhere.
    Noted(u64),
    /// A look-up, by its name in the database.
    Lookup(&'static str),
    /// A snapshot, by its name.
    Snapshot(String),
    /// A sealed value of the entry at this index.
    Sealed(u64),
    /// The table of sealed values as a whole.
    Values,
    /// The key of a person, by pseudonym.
    Person(uuid::Uuid),
}

impl Part {
    fn named(&self) -> Bilingual {
        match self {
            Part::Entry(index) => {
                Bilingual::new(format!("账本第 {index} 条"), format!("entry {index}"))
            }
            Part::Node { level, index } => Bilingual::new(
                format!("默克尔树第 {level} 层第 {index} 个节点"),
                format!("node {index} at level {level} of the Merkle tree"),
            ),
            Part::Head => Bilingual::new("最新检查点", "the latest checkpoint"),
            Part::Cosigned(size) => Bilingual::new(
                format!("第 {size} 条处的联署检查点"),
                format!("the cosigned checkpoint of size {size}"),
            ),
            Part::Noted(size) => Bilingual::new(
                format!("另处记下的第 {size} 条处的检查点"),
                format!("the noted checkpoint of size {size}"),
            ),
            Part::Lookup(name) => {
                Bilingual::new(format!("检索表 {name}"), format!("the look-up {name}"))
            }
            Part::Snapshot(name) => {
                Bilingual::new(format!("快照 {name}"), format!("the snapshot {name}"))
            }
            Part::Sealed(index) => Bilingual::new(
                format!("第 {index} 条的封存值"),
                format!("a sealed value of entry {index}"),
            ),
            Part::Values => Bilingual::new("封存值表", "the table of sealed values"),
            Part::Person(person) => {
                Bilingual::new(format!("{person} 的密钥"), format!("the key of {person}"))
            }
        }
    }
}

/// A part of the log that is not what was written there.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("Not proved is {}: {}", .part.named().en, .what.en)]
pub struct Broken {
    /// Which part.
    pub part: Part,
    /// What is wrong with it, and the next step.
    pub what: Bilingual,
}

impl Broken {
    /// Says what is wrong, followed by what to do about it.
    pub(crate) fn new(part: Part, zh: &str, en: &str) -> Broken {
        let what = Bilingual::new(
            format!("{zh};请停止写入,并与备份及以前记下的检查点比对。"),
            format!(
                "{en}; stop writing and compare with a backup and with a checkpoint noted before."
            ),
        );
        Broken { part, what }
    }

    /// An entry that is not what was appended.
    pub(crate) fn entry(index: u64, zh: &str, en: &str) -> Broken {
        Broken::new(Part::Entry(index), zh, en)
    }

    /// The entry that should stand here is not there.
    pub fn missing(index: u64) -> Broken {
        Broken::entry(index, "缺少该条", "it is missing")
    }

    /// The head does not belong to the entries or was not signed by the log's key.
    pub(crate) fn head(zh: &str, en: &str) -> Broken {
        Broken::new(Part::Head, zh, en)
    }

    /// What is wrong, where, and the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = format!("{}未获证明:{}", self.part.named().zh, self.what.zh);
        Bilingual::new(zh, self.to_string())
    }
}
