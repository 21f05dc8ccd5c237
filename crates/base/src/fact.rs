//! The fact: a number that an event states about the world.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{AreaCode, Day, Decimal};

/// A fact as an event states it, under `facts` of the event's data.
///
/// It is known by record, `metric` and `key`: what states the same again takes the place
/// of what was stated before, and a `value` of none takes it back. Both stay in the log,
/// and the history of a figure shows them both.
///
/// **Invariant:** a shape once stored is read for ever; a member is only added, with a
/// default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stated {
    /// What is measured, such as `project.started`.
    pub metric: String,
    /// Which of the record's facts of this metric, such as `2026-03` of a month's
    /// investment; empty where a record has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// The amount in the metric's unit; none takes back what was stated.
    #[serde(
        with = "rust_decimal::serde::str_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub value: Option<Decimal>,
    /// The day that it counts for.
    pub on: Day,
    /// Where, if it is tied to a place of GB/T 2260.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// What a measure may choose and group by, such as level or industry: values in JSON
    /// by label, exact numbers as strings.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub labels: serde_json::Map<String, Value>,
}
