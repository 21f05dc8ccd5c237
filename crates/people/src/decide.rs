//! Decides a wish about a user: events, or a refusal.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use youwei_base::{Actor, RoleClass};

use crate::command::May;
use crate::{
    By, Command, DUTIES, Happened, Offices, Post, Refusal, Standing, User, Users, Via, What, is_id,
};

/// The longest name of a user, in characters.
const NAME_CHARS_MAX: usize = 40;

/// What a decision stands on.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// All users.
    pub users: &'a Users,
    /// The city's units and roles.
    pub offices: &'a Offices,
    /// Who asks.
    pub by: &'a By,
    /// By which way.
    pub via: Via,
    /// The reason that was given; may be empty.
    pub why: &'a str,
    /// The moment.
    pub now: Timestamp,
}

/// The answer to an accepted wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What happened, all to one user; nothing if all was so already.
    pub happened: Vec<Happened>,
    /// How many events the user's stream must have for it.
    pub version: u64,
}

/// Decides a command.
///
/// # Errors
/// Whoever asks may not, there is no such user, unit or role, it would join duties that
/// must be apart, or it cannot be as things stand.
pub fn decide(command: &Command, context: &Context<'_>) -> Result<Decision, Refusal> {
    check_may(command, context)?;
    let asker = context.by.actor();
    let id = command.about().unwrap_or(&asker.user);
    if let Command::Add { id, name, verifier } = command {
        let name = checked_name(name)?;
        check_new(id, context)?;
        let first = What::PasswordSet {
            temporary: true,
            verifier: verifier.clone(),
        };
        return Ok(answer(context, id, 0, vec![What::Added { name }, first]));
    }
    let user = context.users.get(id).ok_or_else(|| unknown(id))?;
    let what = match command {
        Command::Add { .. } => Vec::new(),
        Command::Name { name, .. } => {
            let name = checked_name(name)?;
            one(name != user.name, What::Named { name })
        }
        Command::ResetPassword { verifier, .. } => {
            let mut what = vec![What::PasswordSet {
                temporary: true,
                verifier: verifier.clone(),
            }];
            // Whoever makes users must not get into an account alone, and the one who
            // would unlock the last security administrator is that administrator.
            let alone = check_not_last(user, context);
            if context.via == Via::Page {
                alone?;
            } else if alone.is_err() {
                return Ok(answer(context, id, user.version, what));
            }
            what.push(What::Locked {
                until: None,
                attempts: None,
            });
            what
        }
        Command::Disable { .. } => {
            if !user.disabled {
                check_not_last(user, context)?;
            }
            one(!user.disabled, What::Disabled)
        }
        Command::Enable { .. } => one(user.disabled, What::Enabled),
        Command::Grant { post, .. } => {
            check_grant(user, post, context)?;
            one(!user.posts.contains(post), What::Granted(post.clone()))
        }
        Command::Revoke { post, .. } => {
            if !user.posts.contains(post) {
                return Err(Refusal::conflict(
                    format!("{} 没有这个岗位；请核对后再收回。", user.name),
                    format!(
                        "{} does not hold this post; check which to take away.",
                        user.name
                    ),
                ));
            }
            if user.posts.len() == 1 {
                check_not_last(user, context)?;
            }
            vec![What::Revoked(post.clone())]
        }
        Command::Unlock { .. } => one(user.locked.is_some(), What::Unlocked),
        Command::EndSessions { .. } | Command::EndOwnSessions => vec![What::SessionsEnded],
        Command::ChangePassword { verifier } => vec![What::PasswordSet {
            temporary: false,
            verifier: verifier.clone(),
        }],
        Command::SignIn { session } => {
            check_able(user, context)?;
            let session = Arc::clone(session);
            vec![What::SignedIn { session }]
        }
        Command::SignOut { session } => {
            let ended = user.ended.iter().any(|(one, _)| one == session);
            let session = Arc::clone(session);
            one(!ended, What::SignedOut { session })
        }
        Command::Lock {
            until, attempts, ..
        } => {
            let (until, attempts) = (Some(*until), Some(*attempts));
            one(
                user.standing(context.now) == Standing::Active,
                What::Locked { until, attempts },
            )
        }
    };
    Ok(answer(context, id, user.version, what))
}

fn one(needed: bool, what: What) -> Vec<What> {
    if needed { vec![what] } else { Vec::new() }
}

fn answer(context: &Context<'_>, id: &str, version: u64, what: Vec<What>) -> Decision {
    let happened = what.into_iter().map(|what| Happened {
        user: id.into(),
        what,
        by: context.by.actor(),
        via: context.via,
        why: context.why.trim().to_owned(),
    });
    Decision {
        happened: happened.collect(),
        version,
    }
}

/// Whether whoever asks may do such a thing at all, by the table.
fn check_may(command: &Command, context: &Context<'_>) -> Result<(), Refusal> {
    let deed = command.deed();
    let row = DUTIES.iter().find(|(one, _)| *one == deed);
    let may = row.map(|(_, may)| *may);
    match (may, context.by) {
        (Some(May::Program), By::Program(_)) => Ok(()),
        (Some(May::Oneself), By::Person(actor)) => asking(actor, context).map(|_| ()),
        (Some(May::Class(class)), By::Person(actor)) => {
            let user = asking(actor, context)?;
            let post = Post {
                unit: Arc::clone(&actor.unit),
                role: Arc::clone(&actor.role),
            };
            let known = context.offices.role(&actor.role).is_some();
            if !known || !user.posts.contains(&post) || context.offices.class(&post.role) != class {
                return Err(not_yours(class));
            }
            check_able(user, context)?;
            if command.about() == Some(&*user.id) {
                return Err(Refusal::forbidden(
                    "不能对自己的账号做这件事；请由另一位同类管理员办理。",
                    "Nobody does this to their own account; ask another administrator of the same kind.",
                ));
            }
            Ok(())
        }
        _ => Err(Refusal::forbidden(
            "这件事不能由您来做；请联系系统管理员。",
            "This is not yours to do; ask the system administrator.",
        )),
    }
}

fn asking<'a>(actor: &Actor, context: &Context<'a>) -> Result<&'a User, Refusal> {
    context.users.get(&actor.user).ok_or_else(|| {
        Refusal::forbidden(
            "这件事要登录后才能做；请先登录。",
            "This needs somebody who is signed in; sign in first.",
        )
    })
}

fn not_yours(class: RoleClass) -> Refusal {
    let (zh, en) = class_name(class);
    Refusal::forbidden(
        format!("这件事只有{zh}能做；请由{zh}登录后办理。"),
        format!("Only the {en} does this; have the {en} sign in and do it."),
    )
}

/// A class, in both languages.
pub(crate) fn class_name(class: RoleClass) -> (&'static str, &'static str) {
    match class {
        RoleClass::Business => ("业务人员", "person who does the city's business"),
        RoleClass::SystemAdministrator => ("系统管理员", "system administrator"),
        RoleClass::SecurityAdministrator => ("安全管理员", "security administrator"),
        RoleClass::Auditor => ("审计员", "auditor"),
    }
}

fn unknown(id: &str) -> Refusal {
    Refusal::not_found(
        format!("没有账号“{id}”；请在用户名单中查找。"),
        format!("There is no user “{id}”; look in the list of users."),
    )
}

fn check_able(user: &User, context: &Context<'_>) -> Result<(), Refusal> {
    match user.standing(context.now) {
        Standing::Active => Ok(()),
        _ => Err(Refusal::forbidden(
            "这个账号已锁定或停用；请联系安全管理员。",
            "This account is locked or was disabled; ask the security administrator.",
        )),
    }
}

fn check_new(id: &str, context: &Context<'_>) -> Result<(), Refusal> {
    if !is_id(id) {
        return Err(Refusal::invalid(
            format!(
                "“{id}”不能作账号：须以小写字母开头，只含小写字母、数字、点和连字符，最长 32 位；请改写。"
            ),
            format!(
                "“{id}” cannot be an id: it begins with a small letter and has small letters, digits, dots and hyphens, 32 at most; write another."
            ),
        ));
    }
    // An id is never used again, so that the log says who it was.
    if let Some(user) = context.users.get(id) {
        return Err(Refusal::conflict(
            format!("账号 {id} 已有人使用（{}）；请另选一个。", user.name),
            format!("The id {id} is taken ({}); choose another.", user.name),
        ));
    }
    Ok(())
}

/// A name without control characters and with single spaces.
pub(crate) fn checked_name(name: &str) -> Result<Arc<str>, Refusal> {
    let visible = |c: char| if c.is_control() { ' ' } else { c };
    let name: String = name.chars().map(visible).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        return Err(Refusal::invalid(
            format!("姓名要填写，且不超过 {NAME_CHARS_MAX} 个字；请补上或写短些。"),
            format!(
                "A name is needed, of at most {NAME_CHARS_MAX} characters; write it or make it shorter."
            ),
        ));
    }
    // The log writes 姓名（单位）; a name must not pass for one with a unit.
    if name.contains(['（', '）', '(', ')']) {
        return Err(Refusal::invalid(
            "姓名里不能有括号；请只写姓名。",
            "A name has no brackets; write the name alone.",
        ));
    }
    Ok(name.into())
}

/// Whether a unit has this role to give.
pub(crate) fn check_post(post: &Post, offices: &Offices) -> Result<(), Refusal> {
    let Some(unit) = offices.unit(&post.unit) else {
        let id = &post.unit;
        return Err(Refusal::not_found(
            format!("没有单位“{id}”；请从本市的单位中选。"),
            format!("There is no unit “{id}”; choose one of the city's units."),
        ));
    };
    let Some(role) = offices.role(&post.role) else {
        let id = &post.role;
        return Err(Refusal::not_found(
            format!("没有角色“{id}”；请从本市的角色中选。"),
            format!("There is no role “{id}”; choose one of the city's roles."),
        ));
    };
    if !unit.roles.contains(&role.id) {
        return Err(Refusal::invalid(
            format!(
                "{}没有“{}”这个岗位；请换单位或角色，或在 units.toml 中给这个单位加上它。",
                unit.name.zh, role.name.zh
            ),
            format!(
                "{} has no post of {}; choose another unit or role, or add it to the unit in units.toml.",
                unit.name.en, role.name.en
            ),
        ));
    }
    Ok(())
}

/// Whether one person may hold posts of all these classes: all of one class, or refused.
pub(crate) fn check_separate(
    name: &str,
    classes: impl IntoIterator<Item = RoleClass>,
) -> Result<(), Refusal> {
    let classes: BTreeSet<RoleClass> = classes.into_iter().collect();
    let mut names = classes.into_iter().map(class_name);
    match (names.next(), names.next()) {
        (Some((one_zh, one_en)), Some((other_zh, other_en))) => Err(Refusal::conflict(
            format!(
                "三员分立：{name} 不能既是{one_zh}又是{other_zh}；请把这个岗位授予另一个人，或先收回原岗位。"
            ),
            format!(
                "Duties are separate: {name} cannot be {one_en} and {other_en} at once; give the post to somebody else, or take the other away first."
            ),
        )),
        _ => Ok(()),
    }
}

fn check_grant(user: &User, post: &Post, context: &Context<'_>) -> Result<(), Refusal> {
    check_post(post, context.offices)?;
    if user.disabled {
        return Err(Refusal::conflict(
            format!("{} 的账号已停用；请先由系统管理员恢复。", user.name),
            format!(
                "The account of {} was disabled; have the system administrator enable it first.",
                user.name
            ),
        ));
    }
    let classes = user.classes(context.offices);
    let new = context.offices.class(&post.role);
    check_separate(&user.name, classes.chain([new]))
}

/// Refuses to leave a city without an administrator or auditor who can sign in.
fn check_not_last(user: &User, context: &Context<'_>) -> Result<(), Refusal> {
    for class in [
        RoleClass::SystemAdministrator,
        RoleClass::SecurityAdministrator,
        RoleClass::Auditor,
    ] {
        let able = context.users.able(class, context.offices, context.now);
        if user.holds(class, context.offices) && able <= 1 {
            let (zh, en) = class_name(class);
            return Err(Refusal::conflict(
                format!("{} 是唯一能登录的{zh}；请先另设一位{zh}。", user.name),
                format!(
                    "{} is the only {en} who can sign in; have another one first.",
                    user.name
                ),
            ));
        }
    }
    Ok(())
}
