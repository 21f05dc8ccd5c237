//! The units and roles of a city, as far as they decide who may do what.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use youwei_base::{Actor, Bilingual, PUBLIC, Role, RoleClass, Unit};

use crate::User;

/// A post 岗位: a role in a unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// The unit's id.
    pub unit: Arc<str>,
    /// The role's id.
    pub role: Arc<str>,
}

/// What an entry calls whoever did not sign in.
pub const ANYBODY: &str = "公众";

/// The units and roles of a city.
#[derive(Debug, Clone, Default)]
pub struct Offices {
    units: BTreeMap<Arc<str>, Unit>,
    roles: BTreeMap<Arc<str>, Role>,
}

impl Offices {
    /// Those of a city.
    pub fn new(
        units: impl IntoIterator<Item = Unit>,
        roles: impl IntoIterator<Item = Role>,
    ) -> Offices {
        Offices {
            units: units
                .into_iter()
                .map(|unit| (Arc::clone(&unit.id), unit))
                .collect(),
            roles: roles
                .into_iter()
                .map(|role| (Arc::clone(&role.id), role))
                .collect(),
        }
    }

    /// A unit by its id.
    pub fn unit(&self, id: &str) -> Option<&Unit> {
        self.units.get(id)
    }

    /// A role by its id.
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.get(id)
    }

    /// All units, by id.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.units.values()
    }

    /// All roles, by id.
    pub fn roles(&self) -> impl Iterator<Item = &Role> {
        self.roles.values()
    }

    /// The class of a role. A role that the city does not have any more did its business.
    pub fn class(&self, role: &str) -> RoleClass {
        self.role(role)
            .map_or(RoleClass::Business, |role| role.class)
    }

    /// The name of a unit; its id if the city does not have it any more.
    pub fn unit_name(&self, id: &str) -> Bilingual {
        let name = self.unit(id).map(|unit| unit.name.clone());
        name.unwrap_or_else(|| Bilingual::new(id, id))
    }

    /// The name of a role; its id if the city does not have it any more.
    pub fn role_name(&self, id: &str) -> Bilingual {
        let name = self.role(id).map(|role| role.name.clone());
        name.unwrap_or_else(|| Bilingual::new(id, id))
    }

    /// A user in one of their posts; without one, as anybody who is known by name.
    pub fn actor(&self, user: &User, post: Option<&Post>) -> Actor {
        let unit = post.and_then(|post| self.unit(&post.unit));
        let empty = || Arc::from("");
        Actor {
            user: Arc::clone(&user.id),
            name: Arc::clone(&user.name),
            unit: post.map_or_else(empty, |post| Arc::clone(&post.unit)),
            role: post.map_or_else(|| Arc::from(PUBLIC), |post| Arc::clone(&post.role)),
            area: unit.map(|unit| unit.area),
        }
    }

    /// Who acted, as the `actor` of an entry: 王芳（市政府督查室）; the name alone where
    /// there is no unit, and [`ANYBODY`] of whoever did not sign in, for an entry names
    /// somebody.
    pub fn signature(&self, actor: &Actor) -> String {
        if actor.name.is_empty() && *actor.role == *PUBLIC {
            return ANYBODY.to_owned();
        }
        if actor.unit.is_empty() {
            return actor.name.to_string();
        }
        let unit = self.unit_name(&actor.unit);
        format!("{}（{}）", actor.name, unit.zh)
    }

    /// The unit that is called this: its name, or one of those that reports use.
    pub fn unit_called(&self, name: &str) -> Option<&Unit> {
        self.units.values().find(|unit| {
            unit.name.zh == name
                || unit.name.en == name
                || unit.also.iter().any(|also| &**also == name)
        })
    }
}
