//! The list of a city's first users, `users.toml` in its folder.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use youwei_base::Bilingual;

use crate::Post;

/// Somebody on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Their id.
    pub id: Arc<str>,
    /// Their name.
    pub name: Arc<str>,
    /// Their posts.
    pub posts: Vec<Post>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    name: Arc<str>,
    posts: Vec<Post>,
}

/// Reads a list: a table by id, each with `name` and `posts`, a list of `{unit, role}`.
///
/// # Errors
/// It is no such list.
pub fn roster(text: &str) -> Result<Vec<Listed>, Bilingual> {
    let lines: BTreeMap<Arc<str>, Line> = toml::from_str(text).map_err(|error| {
        Bilingual::new(
            format!("用户名单读不懂：{error}每人一节 [账号]，写 name 和 posts = [{{ unit, role }}]；请改正。"),
            format!("The list of users cannot be read: {error}Write a section [id] for each, with name and posts = [{{ unit, role }}]; put it right."),
        )
    })?;
    let listed = lines.into_iter().map(|(id, line)| Listed {
        id,
        name: line.name,
        posts: line.posts,
    });
    Ok(listed.collect())
}
