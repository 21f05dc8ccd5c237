//! Every action can be taken by somebody who exists.
//!
//! That roles exist and that a unit has them is said by [`City::check`]; here, that one of
//! those units reaches a record.

use youwei_base::{Bilingual, PUBLIC, Reach, RoleClass};

use super::Proof;
use crate::city::City;
use crate::declaration::Action;

/// Says which actions nobody of the city can take.
pub fn check(proof: &mut Proof<'_>, city: &City) {
    let system = proof.system;
    for action in &system.actions {
        by_another(proof, city, action);
        // What City::check says already.
        let held = |role: &str| {
            city.units
                .iter()
                .any(|it| it.roles.iter().any(|it| **it == *role))
        };
        if !action
            .by
            .iter()
            .all(|it| **it == *PUBLIC || (city.role(it).is_some() && held(it)))
        {
            continue;
        }
        if action.by.iter().any(|role| can(proof, city, action, role)) {
            continue;
        }
        let administrators = action.by.iter().filter_map(|it| city.role(it));
        let kept_apart = administrators
            .into_iter()
            .all(|it| it.class != RoleClass::Business);
        let message = Bilingual::new(
            format!("动作“{}”没有人办得了。", action.name.zh),
            format!("nobody of the city can take the action “{}”.", action.id),
        );
        let help = match kept_apart {
            true => Bilingual::new(
                "系统管理员、安全管理员和审计员不办业务；在 by 里写一个业务角色。",
                "administrators and auditors do no business; name a business role in by.",
            ),
            false => Bilingual::new(
                format!(
                    "只有主管单位“{}”办得了，而它没有这些角色；在 units.toml 里给它加上，或者改 reach。",
                    system.keeper
                ),
                format!(
                    "only the keeper “{}” reaches the records, and has none of these roles; add one in units.toml, or change reach.",
                    system.keeper
                ),
            ),
        };
        proof.wrong("action-nobody", action.span, message, help);
    }
}

/// Whether somebody is left who did not do what the action checks: a city whose one
/// inspector is its one clerk, too, could never confirm anything.
fn by_another(proof: &mut Proof<'_>, city: &City, action: &Action) {
    let system = proof.system;
    for did in action
        .not_by
        .iter()
        .filter_map(|at| system.actions.get(*at))
    {
        let of_public = did.by.iter().all(|it| **it == *PUBLIC) && !did.by.is_empty();
        let (checks, does) = (takers(city, action), takers(city, did));
        let only = match (checks.as_slice(), does.as_slice()) {
            ([one], [other]) if one == other => Some(*one),
            _ => None,
        };
        let (message, help) = match (of_public, only) {
            (true, _) => (
                Bilingual::new(
                    format!(
                        "“{}”只由不登录的群众办，认不出是谁，动作“{}”的 not_by 拦不住人。",
                        did.id, action.id
                    ),
                    format!(
                        "“{}” is taken by people who do not sign in; “not_by” of the action “{}” stops nobody.",
                        did.id, action.id
                    ),
                ),
                Bilingual::new(
                    format!("从 not_by 里删去“{}”。", did.id),
                    format!("take “{}” out of “not_by”.", did.id),
                ),
            ),
            (_, Some(one)) => (
                Bilingual::new(
                    format!(
                        "全市只有“{one}”一人能办“{}”，也只有这个人能办“{}”；办了前一件，就没有别人能办后一件。",
                        did.id, action.id
                    ),
                    format!(
                        "“{one}” is the only person of the city who can take “{}”, and the only one who can take “{}”; once the first is done, nobody else can do the second.",
                        did.id, action.id
                    ),
                ),
                Bilingual::new(
                    "在 users.toml 里把其中一个角色给另一个人，或者改 not_by。",
                    "give one of the roles to somebody else in users.toml, or change “not_by”.",
                ),
            ),
            _ => continue,
        };
        proof.wrong("nobody-else", action.span, message, help);
    }
}

/// The users that a new city starts with who have a role of the action.
fn takers<'c>(city: &'c City, action: &Action) -> Vec<&'c str> {
    let of_business = |role: &str| {
        city.role(role)
            .is_some_and(|it| it.class == RoleClass::Business)
    };
    let roles: Vec<_> = action.by.iter().filter(|it| of_business(it)).collect();
    let users = city.users.iter();
    users
        .filter(|it| it.posts.iter().any(|post| roles.contains(&&post.role)))
        .map(|it| &*it.id)
        .collect()
}

fn can(proof: &Proof<'_>, city: &City, action: &Action, role: &str) -> bool {
    if role == PUBLIC {
        return true;
    }
    let Some(declared) = city.role(role).filter(|it| it.class == RoleClass::Business) else {
        return false;
    };
    let system = proof.system;
    let mut units = city
        .units
        .iter()
        .filter(|it| it.roles.iter().any(|it| **it == *role));
    match action.reach.unwrap_or(declared.reach) {
        Reach::All | Reach::Area => true,
        Reach::Keeper => units.any(|it| it.id == system.keeper),
        // Records without an owner belong to the keeper.
        Reach::Own => system.owner.is_some() || units.any(|it| it.id == system.keeper),
    }
}
