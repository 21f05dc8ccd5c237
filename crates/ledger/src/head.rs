//! The head: how long the log is and the one hash that stands for all of it.

use std::fmt;

use youwei_tlog::{Frontier, Hash, Suite};

/// How long a log is and the root of its Merkle tree: what to write down elsewhere, so
/// that a log which was cut short or written anew is found out later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How many entries the log has.
    pub size: u64,
    /// The RFC 6962 tree hash of all of them.
    pub root: Hash,
}

impl Head {
    /// The head of a log without entries.
    pub fn empty(suite: Suite) -> Head {
        Head {
            size: 0,
            root: suite.empty_root(),
        }
    }

    /// The head of the tree with this right edge.
    pub(crate) fn of(frontier: &Frontier, suite: Suite) -> Head {
        Head {
            size: frontier.size(),
            root: frontier.root(suite),
        }
    }
}

impl fmt::Display for Head {
    /// The size, a space, the root in lower-case hexadecimal.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ", self.size)?;
        self.root
            .iter()
            .try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}
