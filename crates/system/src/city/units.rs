//! Reading `units.toml` and `roles.toml`.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::de::DeTable;
use youwei_base::{AreaCode, Bilingual, PUBLIC, Reach, Role, RoleClass, Unit};
use youwei_decision::document::{entries, entry};

use super::City;
use super::places::{circle, code, goes_round, known};
use crate::read::page::{Bytes, Page};

const CLASSES: [(&str, RoleClass); 4] = [
    ("business", RoleClass::Business),
    ("system-administrator", RoleClass::SystemAdministrator),
    ("security-administrator", RoleClass::SecurityAdministrator),
    ("auditor", RoleClass::Auditor),
];
const REACHES: [(&str, Reach); 4] = [
    ("own", Reach::Own),
    ("area", Reach::Area),
    ("keeper", Reach::Keeper),
    ("all", Reach::All),
];

pub(super) fn roles(page: &mut Page<'_>, table: &DeTable<'_>, city: &mut City) {
    for (id, at, item) in entries(table) {
        page.id(("角色", "role"), id, at.clone());
        if id == PUBLIC {
            let message = Bilingual::new(
                "public 是任何人，不是城市的角色。",
                "public is anybody, and no role of the city.",
            );
            let help = Bilingual::new(
                "删去它，或换个名字。",
                "take it away, or give it another name.",
            );
            page.say("role-public", at.clone(), message, help);
        }
        let Some(table) = page.document.table(item, id) else {
            continue;
        };
        page.only(table, &["name", "class", "reach"]);
        let name = page.needed_bilingual(table, "name", at.clone());
        let class = word(page, table, "class", &at, &CLASSES);
        let reach = word(page, table, "reach", &at, &REACHES);
        if let (Some(name), Some(class), Some(reach)) = (name, class, reach) {
            city.roles.push(Role {
                id: id.into(),
                name,
                class,
                reach,
            });
        }
    }
    for (name, class) in CLASSES.iter().skip(1) {
        if page.is_sound() && !city.roles.iter().any(|it| it.class == *class) {
            let message = Bilingual::new(
                format!("没有 {name} 这一类的角色；系统、安全、审计要分给不同的人。"),
                format!(
                    "no role is of the class {name}; administering, securing and auditing belong to different people."
                ),
            );
            let help = Bilingual::new(
                format!("加一个角色，写 class = \"{name}\"。"),
                format!("add a role with class = \"{name}\"."),
            );
            page.say("missing-class", 0..0, message, help);
        }
    }
}

/// One of several words.
fn word<T: Copy>(
    page: &mut Page<'_>,
    table: &DeTable<'_>,
    name: &str,
    owner: &Bytes,
    words: &[(&'static str, T)],
) -> Option<T> {
    page.document.needed(table, name, owner.clone());
    let (text, at) = page.maybe_text(table, name)?;
    let found = words.iter().find(|(word, _)| *word == &*text);
    if found.is_none() {
        let known = words.iter().map(|it| it.0);
        page.unknown("unknown-word", ("说法", "word"), &text, at, known);
    }
    found.map(|it| it.1)
}

pub(super) fn units(page: &mut Page<'_>, table: &DeTable<'_>, city: &mut City) {
    let mut above: BTreeMap<Arc<str>, (Arc<str>, Bytes)> = BTreeMap::new();
    let mut names: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
    let ids: Vec<&str> = entries(table).iter().map(|it| it.0).collect();
    for (id, at, item) in entries(table) {
        page.id(("单位", "unit"), id, at.clone());
        let Some(table) = page.document.table(item, id) else {
            continue;
        };
        let Some((unit, place)) = unit(page, city, table, id, &at) else {
            continue;
        };
        if let (Some(of), Some(place)) = (&unit.above, place) {
            if !ids.contains(&&**of) {
                page.unknown(
                    "unknown-unit",
                    ("单位", "unit"),
                    of,
                    place.clone(),
                    ids.iter().copied(),
                );
            }
            above.insert(unit.id.clone(), (of.clone(), place));
        }
        let full: Arc<str> = unit.name.zh.as_str().into();
        for name in std::iter::once(&full).chain(&unit.also) {
            let other = names.insert(name.clone(), unit.id.clone());
            if let Some(other) = other.filter(|it| *it != unit.id) {
                let message = Bilingual::new(
                    format!("“{name}”也是单位“{other}”的名称，报告里分不清是哪一个。"),
                    format!(
                        "“{name}” is a name of the unit “{other}” too; a report does not tell them apart."
                    ),
                );
                let help =
                    Bilingual::new("改写其中一个的名称。", "change the name of one of them.");
                page.say("name-clash", at.clone(), message, help);
            }
        }
        city.units.push(unit);
    }
    for (id, (_, place)) in &above {
        let next = |it: &Arc<str>| above.get(it).map(|it| it.0.clone());
        if goes_round(id.clone(), next, above.len()) {
            circle(page, id, place.clone());
        }
    }
}

fn unit(
    page: &mut Page<'_>,
    city: &City,
    table: &DeTable<'_>,
    id: &str,
    at: &Bytes,
) -> Option<(Unit, Option<Bytes>)> {
    page.only(
        table,
        &[
            "name", "also", "above", "area", "duties", "vertical", "roles", "source",
        ],
    );
    let name = page.needed_bilingual(table, "name", at.clone());
    let source = page.needed_text(table, "source", at.clone());
    let area = page.document.needed(table, "area", at.clone());
    let area: Option<AreaCode> = area.and_then(|item| {
        let code = code(page, item, "area")?;
        known(page, city, code, item.span());
        Some(code)
    });
    let texts = |page: &mut Page<'_>, name: &str| -> Vec<Arc<str>> {
        page.texts(table, name).into_iter().map(|it| it.0).collect()
    };
    let also = texts(page, "also");
    let duties = texts(page, "duties");
    let mut roles = Vec::new();
    for (role, at) in page.texts(table, "roles") {
        if city.role(&role).is_none() && role.as_ref() != PUBLIC {
            let known = city.roles.iter().map(|it| &*it.id);
            page.unknown("unknown-role", ("角色", "role"), &role, at, known);
        }
        roles.push(role);
    }
    let above = page.maybe_text(table, "above");
    let vertical = page.flag(table, "vertical");
    entry(table, "name")?;
    let place = above.as_ref().map(|it| it.1.clone());
    let unit = Unit {
        id: id.into(),
        name: name?,
        also,
        above: above.map(|it| it.0),
        area: area?,
        duties,
        source: source?,
        vertical,
        roles,
    };
    Some((unit, place))
}
