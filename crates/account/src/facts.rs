//! What records say of a commitment: the only ground of a light.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use youwei_base::{Day, Decimal};

/// One thing that a record states about a commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// What a number had reached, counted by its measure from the year's first
    /// day up to and with `day`.
    Reached {
        /// The log entry that states it.
        entry: u64,
        /// The day up to which it counts.
        day: Day,
        /// Index in [`Commitment::targets`](crate::Commitment::targets).
        target: usize,
        /// The amount, in the target's base unit.
        #[serde(with = "rust_decimal::serde::str")]
        value: Decimal,
    },
    /// It was accepted as done.
    Done {
        /// The log entry that states it.
        entry: u64,
        /// The day of acceptance.
        day: Day,
    },
}

impl Fact {
    /// The day for which it speaks.
    pub fn day(&self) -> Day {
        match self {
            Fact::Reached { day, .. } | Fact::Done { day, .. } => *day,
        }
    }
}

/// Facts by the commitment's id.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// The facts of each commitment that has any.
    pub by_id: BTreeMap<String, Vec<Fact>>,
}

impl Facts {
    /// What is known of one commitment.
    pub fn of(&self, id: &str) -> &[Fact] {
        self.by_id.get(id).map_or(&[], Vec::as_slice)
    }
}
