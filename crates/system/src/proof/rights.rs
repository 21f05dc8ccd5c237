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
