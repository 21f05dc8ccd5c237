//! The light of a commitment: what the facts say of it today.

use serde::{Deserialize, Serialize};

use crate::Bilingual;

/// How a commitment stands, computed from facts and never set by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Light {
    /// Done, and accepted as done.
    Blue,
    /// On pace.
    Green,
    /// Behind pace.
    Yellow,
    /// Badly behind, or overdue.
    Red,
    /// No facts yet.
    Grey,
}

impl Light {
    /// Every light, best first; grey last because it says nothing of progress.
    pub const ALL: [Light; 5] = [
        Light::Blue,
        Light::Green,
        Light::Yellow,
        Light::Red,
        Light::Grey,
    ];

    /// The word used for it in addresses and exports.
    pub fn key(self) -> &'static str {
        match self {
            Light::Blue => "blue",
            Light::Green => "green",
            Light::Yellow => "yellow",
            Light::Red => "red",
            Light::Grey => "grey",
        }
    }

    /// What it tells the reader of a page.
    pub fn name(self) -> Bilingual {
        match self {
            Light::Blue => Bilingual::new("已完成", "done"),
            Light::Green => Bilingual::new("达进度", "on pace"),
            Light::Yellow => Bilingual::new("欠进度", "behind"),
            Light::Red => Bilingual::new("严重滞后", "badly behind"),
            Light::Grey => Bilingual::new("无事实依据", "no facts yet"),
        }
    }
}
