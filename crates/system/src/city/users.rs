//! Reading `users.toml`: nobody holds roles that are to be kept apart.

use toml::de::DeTable;
use youwei_base::{Bilingual, RoleClass};
use youwei_decision::document::entries;

use super::{City, Post, User};
use crate::read::page::{Bytes, Page};

pub(super) fn read(page: &mut Page<'_>, table: &DeTable<'_>, city: &mut City) {
    for (id, at, item) in entries(table) {
        page.id(("用户", "user"), id, at.clone());
        let Some(table) = page.document.table(item, id) else {
            continue;
        };
        page.only(table, &["name", "posts"]);
        let name = page.needed_text(table, "name", at.clone());
        let posts = posts(page, table, city, &at);
        apart(page, city, id, &posts, at);
        city.users.extend(name.map(|name| User {
            id: id.into(),
            name,
            posts,
        }));
    }
}

fn posts(page: &mut Page<'_>, table: &DeTable<'_>, city: &City, at: &Bytes) -> Vec<Post> {
    let mut posts: Vec<Post> = Vec::new();
    let item = page.document.needed(table, "posts", at.clone());
    let Some(items) = item.and_then(|it| page.document.list(it, "posts")) else {
        return posts;
    };
    for item in items {
        let Some(table) = page.document.table(item, "posts") else {
            continue;
        };
        page.only(table, &["unit", "role"]);
        for name in ["unit", "role"] {
            page.document.needed(table, name, item.span());
        }
        let (Some((unit, unit_at)), Some((role, role_at))) = (
            page.maybe_text(table, "unit"),
            page.maybe_text(table, "role"),
        ) else {
            continue;
        };
        let (found, role_found) = (city.unit(&unit), city.role(&role));
        if found.is_none() {
            let known = city.units.iter().map(|it| &*it.id);
            page.unknown("unknown-unit", ("单位", "unit"), &unit, unit_at, known);
        }
        if role_found.is_none() {
            let known = city.roles.iter().map(|it| &*it.id);
            page.unknown(
                "unknown-role",
                ("角色", "role"),
                &role,
                role_at.clone(),
                known,
            );
        }
        if let (Some(found), Some(_)) = (found, role_found)
            && !found.roles.contains(&role)
        {
            let message = Bilingual::new(
                format!("单位“{unit}”没有角色“{role}”。"),
                format!("the unit “{unit}” has no role “{role}”."),
            );
            let help = Bilingual::new(
                format!("在 units.toml 的 [{unit}] 的 roles 里加上它，或换个角色。"),
                format!("add it to roles of [{unit}] in units.toml, or take another role."),
            );
            page.say("role-of-unit", role_at, message, help);
        }
        posts.push(Post { unit, role });
    }
    posts
}

/// Says of somebody who would administer, secure, audit or work at once.
fn apart(page: &mut Page<'_>, city: &City, user: &str, posts: &[Post], at: Bytes) {
    let mut held: Vec<(RoleClass, &Bilingual)> = Vec::new();
    for role in posts.iter().filter_map(|it| city.role(&it.role)) {
        if !held.iter().any(|(class, _)| *class == role.class) {
            held.push((role.class, &role.name));
        }
    }
    if let [(_, one), (_, other), ..] = held.as_slice() {
        let message = Bilingual::new(
            format!(
                "“{user}”既是{}又是{}；三员分立，不能归一人。",
                one.zh, other.zh
            ),
            format!(
                "“{user}” is both {} and {}; these duties are kept apart.",
                one.en, other.en
            ),
        );
        let help = Bilingual::new(
            "系统管理员、安全管理员、审计员和业务角色各由不同的人担任；另设一个用户。",
            "system administrator, security administrator, auditor and those who do the city's business are different people; add another user.",
        );
        page.say("duties-apart", at, message, help);
    }
}
