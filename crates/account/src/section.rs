//! A section of the report, as pages and the plan group by it.

use serde::Serialize;

/// One heading, as a group of commitments.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Section {
    /// Its index in [`Report::headings`](crate::Report::headings).
    pub index: usize,
    /// 1 for 一、, 2 for （一）, 3 below.
    pub level: u8,
    /// Marker and title, such as （一）扩大有效投资.
    pub title: String,
}
