//! The first users of a city, made by the command line on a log without users.

use std::collections::BTreeSet;
use std::sync::Arc;

use youwei_base::RoleClass;

use crate::decide::{check_post, check_separate, checked_name, class_name};
use crate::{By, Happened, Offices, Post, Refusal, Users, Verifier, Via, What, is_id};

/// Who founds a city's users.
const FOUNDER: &str = "youwei";

/// Somebody who is among the first.
#[derive(Debug, Clone)]
pub struct Newcomer {
    /// Their id.
    pub id: Arc<str>,
    /// Their name.
    pub name: Arc<str>,
    /// Their posts.
    pub posts: Vec<Post>,
    /// Of their first password.
    pub verifier: Verifier,
    /// Whether they must change it at once.
    pub temporary: bool,
}

/// Makes the first users of a city: each in a stream of their own that must be empty.
///
/// # Errors
/// There are users already; somebody has a wrong id, name or post, or duties that must be
/// apart; there is not one of each: system administrator, security administrator, auditor.
pub fn found(
    users: &Users,
    offices: &Offices,
    newcomers: &[Newcomer],
) -> Result<Vec<Happened>, Refusal> {
    if !users.is_empty() {
        return Err(Refusal::conflict(
            "账本里已经有用户；请由系统管理员新增用户，由安全管理员授予岗位。",
            "The log has users already; have the system administrator add users and the security administrator grant posts.",
        ));
    }
    let by = By::Program(FOUNDER.into()).actor();
    let (mut ids, mut held) = (BTreeSet::new(), BTreeSet::new());
    let mut happened = Vec::new();
    for newcomer in newcomers {
        let id = &newcomer.id;
        if !is_id(id) || !ids.insert(Arc::clone(id)) {
            return Err(Refusal::invalid(
                format!("账号“{id}”不合规则或重复；请改成以小写字母开头、各不相同的账号。"),
                format!(
                    "The id “{id}” is not fit or is there twice; write ids that begin with a small letter, each another."
                ),
            ));
        }
        let name = checked_name(&newcomer.name)?;
        let class = |post: &Post| offices.class(&post.role);
        check_separate(&name, newcomer.posts.iter().map(class))?;
        let mut what = vec![What::Added { name }];
        for post in &newcomer.posts {
            check_post(post, offices)?;
            held.insert(class(post));
            what.push(What::Granted(post.clone()));
        }
        what.push(What::PasswordSet {
            temporary: newcomer.temporary,
            verifier: newcomer.verifier.clone(),
        });
        happened.extend(what.into_iter().map(|what| Happened {
            user: Arc::clone(id),
            what,
            by: by.clone(),
            via: Via::CommandLine,
            why: String::new(),
        }));
    }
    for class in [
        RoleClass::SystemAdministrator,
        RoleClass::SecurityAdministrator,
        RoleClass::Auditor,
    ] {
        if !held.contains(&class) {
            let (zh, en) = class_name(class);
            return Err(Refusal::invalid(
                format!("首批用户里没有{zh}；三员各须至少一位，请补上。"),
                format!(
                    "Among the first users there is no {en}; there must be one of each of the three, add one."
                ),
            ));
        }
    }
    Ok(happened)
}
