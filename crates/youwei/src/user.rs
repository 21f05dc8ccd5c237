//! `youwei user`: users from the command line, under the same separation of duties as on
//! the pages. Every event says that it came this way.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;
use jiff::Timestamp;
use youwei_account::beijing_time;
use youwei_base::{Bilingual, RoleClass};
use youwei_people::{By, Command, DUTIES, Deed, May, Post, Standing, Via};
use youwei_web::{App, Folder, House, Settings};

use crate::failure::Failure;
use crate::founding::{self, First};
use crate::{file, house, opening, place};

/// The arguments of `youwei user`.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    log: opening::Arguments,
    /// The city: its folder, or the id of one in the program (yunze, shijiazhuang).
    #[arg(long, value_name = "DIR|ID", default_value = house::SAMPLE, global = true)]
    city: PathBuf,
    /// Who does it: the id of an administrator.
    #[arg(long = "as", value_name = "USER", global = true)]
    by: Option<String>,
    /// The reason, as the log will say it.
    #[arg(long, default_value = "", global = true)]
    why: String,
}

#[derive(Subcommand)]
enum What {
    /// 名单: everybody, with posts and whether they can sign in.
    List,
    /// 首批用户: makes the first three administrators of a log without users, or, if none
    /// is named, the users that the city's folder lists.
    Found {
        /// The system administrator, as id:name:unit.
        #[arg(long, value_name = "ID:NAME:UNIT", requires = "security")]
        system: Option<String>,
        /// The security administrator, as id:name:unit.
        #[arg(long, value_name = "ID:NAME:UNIT", requires = "auditor")]
        security: Option<String>,
        /// The auditor, as id:name:unit.
        #[arg(long, value_name = "ID:NAME:UNIT", requires = "system")]
        auditor: Option<String>,
    },
    /// 新增 (system administrator): makes a user and prints a temporary password.
    Add {
        /// The new id.
        id: String,
        /// The name.
        name: String,
    },
    /// 更正姓名 (system administrator).
    Name {
        /// Whose.
        id: String,
        /// The name as it shall be.
        name: String,
    },
    /// 重置口令 (system administrator): prints a temporary one; the account stays locked
    /// until the security administrator unlocks it.
    Password {
        /// Whose.
        id: String,
    },
    /// 停用 (system administrator).
    Disable {
        /// Whom.
        id: String,
    },
    /// 恢复使用 (system administrator).
    Enable {
        /// Whom.
        id: String,
    },
    /// 授予岗位 (security administrator).
    Grant {
        /// Whom.
        id: String,
        /// The unit's id.
        unit: String,
        /// The role's id.
        role: String,
    },
    /// 收回岗位 (security administrator).
    Revoke {
        /// From whom.
        id: String,
        /// The unit's id.
        unit: String,
        /// The role's id.
        role: String,
    },
    /// 解锁 (security administrator).
    Unlock {
        /// Whom.
        id: String,
    },
    /// 结束全部登录 (security administrator).
    EndSessions {
        /// Whose.
        id: String,
    },
}

/// Does it.
///
/// # Errors
/// There is no log or no master key, whoever is named may not, or the ledger refuses.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let data = &arguments.log.place.data;
    if !matches!(arguments.what, What::Found { .. }) {
        // Nothing is made where no log is.
        arguments.log.place.reader()?;
    }
    std::fs::create_dir_all(data).map_err(|error| Failure::unreadable_file(data, &error))?;
    let folder = house::city(&arguments.city)?;
    let house = House::of(Folder::systems(), &folder).map_err(|why| house::refused(&why))?;
    let opened = opening::open(&arguments.log)?;
    let settings = Settings {
        files: data.join("files"),
        clock: Arc::new(Timestamp::now),
        hosts: Vec::new(),
    };
    let app = App::open(opened.ledger, settings).map_err(|error| place::refused(&error))?;
    let app = app.with_people(house.people());
    let (command, password) = match &arguments.what {
        What::List => return list(&app),
        What::Found {
            system,
            security,
            auditor,
        } => {
            let firsts = match (system, security, auditor) {
                (Some(system), Some(security), Some(auditor)) => {
                    three(&app, [system, security, auditor])?
                }
                _ => founding::listed(&house.city),
            };
            return found(&app, &firsts, data);
        }
        What::Add { id, name } => {
            let (password, verifier) = made(&app, id, name)?;
            let (id, name) = (id.clone(), name.clone());
            (Command::Add { id, name, verifier }, Some(password))
        }
        What::Password { id } => {
            let name = app.users().get(id).map(|user| Arc::clone(&user.name));
            let (password, verifier) = made(&app, id, name.as_deref().unwrap_or(""))?;
            let id = id.clone();
            (Command::ResetPassword { id, verifier }, Some(password))
        }
        What::Name { id, name } => {
            let (id, name) = (id.clone(), name.clone());
            (Command::Name { id, name }, None)
        }
        What::Disable { id } => (Command::Disable { id: id.clone() }, None),
        What::Enable { id } => (Command::Enable { id: id.clone() }, None),
        What::Unlock { id } => (Command::Unlock { id: id.clone() }, None),
        What::EndSessions { id } => (Command::EndSessions { id: id.clone() }, None),
        What::Grant { id, unit, role } => (
            Command::Grant {
                id: id.clone(),
                post: post(unit, role),
            },
            None,
        ),
        What::Revoke { id, unit, role } => (
            Command::Revoke {
                id: id.clone(),
                post: post(unit, role),
            },
            None,
        ),
    };
    let by = asking(&app, arguments.by.as_deref(), command.deed())?;
    let count = app
        .change_user(&command, &by, Via::CommandLine, &arguments.why)
        .map_err(Failure::bad_input)?;
    if let Some(password) = password {
        file::print(&format!(
            "{}\t{}\n",
            command.about().unwrap_or(""),
            *password
        ))?;
    }
    match count {
        0 => file::say(
            "已经是这样，没有变化。",
            "It is so already; nothing changed.",
        ),
        n => file::say(
            &format!("已办，记入账本 {n} 条。"),
            &format!("Done; {n} entries in the ledger."),
        ),
    }
}

fn made(
    app: &App,
    id: &str,
    name: &str,
) -> Result<(zeroize::Zeroizing<String>, youwei_people::Verifier), Failure> {
    app.made_password(id, name).map_err(Failure::broken)
}

fn post(unit: &str, role: &str) -> Post {
    Post {
        unit: unit.into(),
        role: role.into(),
    }
}

/// The user who is named, in the post that the deed needs.
fn asking(app: &App, id: Option<&str>, deed: Deed) -> Result<By, Failure> {
    let id = id.ok_or_else(|| {
        Failure::bad_input(Bilingual::new(
            "请用 --as 指明由哪位管理员办理；账本会记下是谁。",
            "Say with --as which administrator does it; the ledger will say who it was.",
        ))
    })?;
    let users = app.users();
    let user = users.get(id).ok_or_else(|| {
        Failure::bad_input(Bilingual::new(
            format!("没有账号“{id}”；请用 `youwei user list` 查看。"),
            format!("There is no user “{id}”; look with `youwei user list`."),
        ))
    })?;
    let needed = DUTIES.iter().find(|(one, _)| *one == deed);
    let class = match needed {
        Some((_, May::Class(class))) => Some(*class),
        _ => None,
    };
    let offices = app.offices();
    let fits = |post: &&Post| class.is_none_or(|class| offices.class(&post.role) == class);
    let post = user.posts.iter().find(fits).or(user.posts.first());
    Ok(By::Person(offices.actor(user, post)))
}

/// The three administrators as they were typed.
fn three(app: &App, three: [&String; 3]) -> Result<Vec<First>, Failure> {
    let classes = [
        RoleClass::SystemAdministrator,
        RoleClass::SecurityAdministrator,
        RoleClass::Auditor,
    ];
    let mut firsts = Vec::new();
    for (typed, class) in three.into_iter().zip(classes) {
        let parts: Vec<&str> = typed.split(':').collect();
        let [id, name, unit] = parts.as_slice() else {
            return Err(Failure::bad_input(Bilingual::new(
                format!(
                    "“{typed}”应写成 账号:姓名:单位，例如 he-yu:何宇:information-centre；请改正。"
                ),
                format!(
                    "“{typed}” should be id:name:unit, such as he-yu:何宇:information-centre; put it right."
                ),
            )));
        };
        let of_class = app.offices().roles().filter(|role| role.class == class);
        let given = app.offices().unit(unit).map(|unit| unit.roles.as_slice());
        let mut fit = of_class.filter(|role| given.unwrap_or(&[]).contains(&role.id));
        let role = fit.next().ok_or_else(|| {
            Failure::bad_input(Bilingual::new(
                format!("单位“{unit}”没有这一类管理员的岗位；请用 --city 指明城市文件夹，并选 units.toml 里有这一岗位的单位。"),
                format!("The unit “{unit}” has no post for this kind of administrator; name the city's folder with --city and take a unit that has one in units.toml."),
            ))
        })?;
        firsts.push(First {
            id: (*id).into(),
            name: (*name).into(),
            posts: vec![post(unit, &role.id)],
            temporary: true,
        });
    }
    Ok(firsts)
}

fn found(app: &App, firsts: &[First], data: &Path) -> Result<(), Failure> {
    let path = founding::passwords(app, firsts, data)?;
    let path = path.display();
    file::say(
        &format!(
            "已设立首批用户。以上是他们的口令，也写在 {path}；请分别交给本人，换过以后删除这个文件。"
        ),
        &format!(
            "The first users are there. Above are their passwords, written to {path} too; hand each to its owner, and delete the file when they have changed them."
        ),
    )
}

fn list(app: &App) -> Result<(), Failure> {
    let now = Timestamp::now();
    let offices = app.offices();
    for user in app.users().iter() {
        let standing = match user.standing(now) {
            Standing::Active => "正常 active".to_owned(),
            Standing::LockedUntil(until) => format!("锁定至 locked until {}", beijing_time(until)),
            Standing::Locked => "已锁定 locked".to_owned(),
            Standing::Disabled => "已停用 disabled".to_owned(),
        };
        let posts: Vec<String> = user
            .posts
            .iter()
            .map(|post| match offices.role(&post.role) {
                Some(role) => format!("{}·{}", offices.unit_name(&post.unit).zh, role.name.zh),
                None => format!("{}·{}", post.unit, post.role),
            })
            .collect();
        let (id, name) = (&user.id, &user.name);
        file::print(&format!("{id}\t{name}\t{standing}\t{}\n", posts.join("、")))?;
    }
    Ok(())
}
