//! Units of government, the roles that people hold in them, and who acts.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{AreaCode, Bilingual};

/// A unit 单位: an office, bureau, county government or company that acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id, such as `development-reform`; never changes.
    pub id: Arc<str>,
    /// Its name, such as 市发展和改革委员会.
    pub name: Bilingual,
    /// The names by which reports call it too, such as 市发展改革委.
    pub also: Vec<Arc<str>>,
    /// The unit that it answers to: where an escalation of its clocks goes.
    pub above: Option<Arc<str>>,
    /// The place that it works for.
    pub area: AreaCode,
    /// Words of a report that fall to it.
    pub duties: Vec<Arc<str>>,
    /// What lays its duties down.
    pub source: Arc<str>,
    /// Whether it is a unit of central or provincial administration (垂管), which a city
    /// may ask to support and not to lead.
    pub vertical: bool,
    /// The roles that its people may hold.
    pub roles: Vec<Arc<str>>,
}

/// A role 角色: what somebody may be in a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its id, such as `project-clerk`.
    pub id: Arc<str>,
    /// Its name.
    pub name: Bilingual,
    /// What it may be joined with in one person.
    pub class: RoleClass,
    /// Which records it may act on, where an action does not say.
    pub reach: Reach,
}

/// The separation of duties (三员分立, GB/T 22239-2019 level 3: system administrator,
/// security administrator and auditor are different people, and none of them does the
/// city's business).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleClass {
    /// Does the city's business.
    Business,
    /// Makes users and units known; gives no rights.
    SystemAdministrator,
    /// Gives and takes roles, unlocks; makes no users.
    SecurityAdministrator,
    /// Reads everything that was done; does nothing.
    Auditor,
}

/// Which records a role may act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Those that belong to the actor's unit.
    Own,
    /// Those in the area of the actor's unit.
    Area,
    /// All, if the actor's unit keeps the system.
    Keeper,
    /// All.
    All,
}

/// Who acts, in which role of which unit. It stands so in every event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The user's id; empty for somebody who did not sign in.
    pub user: Arc<str>,
    /// The user's name as the log shows it.
    pub name: Arc<str>,
    /// The unit's id; empty for a citizen.
    pub unit: Arc<str>,
    /// The role's id; `public` for somebody who did not sign in.
    pub role: Arc<str>,
    /// The place that the unit works for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
}

/// The role of whoever did not sign in.
pub const PUBLIC: &str = "public";
