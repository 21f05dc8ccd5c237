//! Checkpoints, C2SP tlog-checkpoint: the size and root of a log at one moment.

mod trust;

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use youwei_base::Bilingual;

pub use trust::TrustError;

use crate::text::{base64, decimal, has_control, hash_from_base64};
use crate::{Hash, Suite};

/// What a log says of its tree; the text of the note that it signs.
///
/// Its `Display` is that text, three lines or more, each ended by a newline; what was
/// read comes out again byte for byte.
///
/// ```
/// # use youwei_tlog::Checkpoint;
/// let text = "yunze.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
/// let checkpoint: Checkpoint = text.parse()?;
/// assert_eq!(checkpoint.root, checkpoint.suite().empty_root());
/// assert_eq!(checkpoint.to_string(), text);
/// # Ok::<(), youwei_tlog::CheckpointError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Checkpoint {
    /// Which log; also the name of its key.
    pub origin: String,
    /// How many entries it has.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
    /// Further lines, which mean nothing here; none is empty.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    /// The suite that the origin names.
    pub fn suite(&self) -> Suite {
        Suite::of_origin(&self.origin)
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let lines = text.strip_suffix('\n').ok_or(CheckpointError::Lines)?;
        if has_control(lines) || lines.split('\n').any(str::is_empty) {
            return Err(CheckpointError::Lines);
        }
        let mut lines = lines.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next())
        else {
            return Err(CheckpointError::Lines);
        };
        Ok(Checkpoint {
            origin: origin.to_owned(),
            size: decimal(size).ok_or(CheckpointError::Size)?,
            root: hash_from_base64(root).ok_or(CheckpointError::Root)?,
            extensions: lines.map(str::to_owned).collect(),
        })
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "{}\n{}\n{}",
            self.origin,
            self.size,
            base64(&self.root)
        )?;
        self.extensions
            .iter()
            .try_for_each(|line| writeln!(out, "{line}"))
    }
}

/// Why a text is no checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CheckpointError {
    /// Not three lines or more, an empty one, or control characters in one.
    #[error(
        "A checkpoint has at least three lines (origin, size, root hash), none of them empty or with control characters; fetch it again, whole."
    )]
    Lines,
    /// The second line is no size.
    #[error(
        "The second line of a checkpoint is the number of entries, in digits without leading zeros; fetch it again."
    )]
    Size,
    /// The third line is no hash.
    #[error("The third line of a checkpoint is a hash of 32 bytes in base64; fetch it again.")]
    Root,
}

impl CheckpointError {
    /// What is wrong, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            CheckpointError::Lines => {
                "检查点至少有三行(来源、条数、根散列值),没有空行,也没有控制字符;请重新完整获取。"
            }
            CheckpointError::Size => {
                "检查点第二行应为记录条数,只用数字且开头无多余的零;请重新获取。"
            }
            CheckpointError::Root => "检查点第三行应为base64写成的32字节散列值;请重新获取。",
        };
        Bilingual::new(zh, self.to_string())
    }
}
