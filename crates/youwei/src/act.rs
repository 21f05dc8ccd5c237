//! `youwei act`: does an action of a declared system from the command line, under the same
//! rules as on the pages.

use std::io::Read as _;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value as Json};
use youwei_base::{Actor, Bilingual, PUBLIC};
use youwei_decision::resolve::nearest;
use youwei_people::Standing;
use youwei_web::{App, Settings};

use crate::failure::Failure;
use crate::{file, house, opening, place};

/// The largest input, in bytes.
const INPUT_BYTES_MAX: usize = 1 << 20;

/// The arguments of `youwei act`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The system, such as key-projects.
    system: String,
    /// The action, such as report-month.
    action: String,
    /// The record, such as 2026-00017; none for an action that opens one.
    record: Option<String>,
    /// Who does it: the id of a user. Whoever did not sign in is `public`.
    #[arg(long = "as", value_name = "USER")]
    by: String,
    /// The role that the user acts in, if more than one may do this: ROLE or ROLE@UNIT.
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// What is filled in: a JSON object, or a file of one, or - for standard input.
    #[arg(long, value_name = "JSON", default_value = "{}")]
    input: String,
    #[command(flatten)]
    log: opening::Arguments,
    #[command(flatten)]
    house: house::Arguments,
}

/// There is no such system; the nearest, and all that there are.
fn no_system(house: &youwei_web::House, named: &str) -> Failure {
    let known: Vec<&str> = house.systems.iter().map(|it| &*it.id).collect();
    let near = nearest(named, known.iter().copied());
    let (near_zh, near_en) = near.map_or((String::new(), String::new()), |it| {
        (format!("是不是“{it}”？"), format!(" Is it “{it}”?"))
    });
    let known = known.join(", ");
    Failure::bad_input(Bilingual::new(
        format!("没有系统“{named}”。{near_zh}有：{known}。"),
        format!("There is no system “{named}”.{near_en} There are: {known}."),
    ))
}

/// Does it, and says which record and which entry.
///
/// # Errors
/// The system's rules refuse it, or there is no such log, system, action, record or user.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let input = input(&arguments.input)?;
    let house = Arc::new(arguments.house.open()?);
    if house.system(&arguments.system).is_none() {
        return Err(no_system(&house, &arguments.system));
    }
    // Nothing is made where no log is.
    arguments.log.place.reader()?;
    let opened = opening::open(&arguments.log)?;
    let settings = Settings {
        files: arguments.log.place.data.join("files"),
        clock: Arc::new(Timestamp::now),
        hosts: Vec::new(),
    };
    let app = App::open_in(opened.ledger, settings, Arc::clone(&house))
        .map_err(|error| place::refused(&error))?;
    let allowed = house
        .system(&arguments.system)
        .and_then(|it| it.actions.get(it.action(&arguments.action)?))
        .map_or(&[][..], |it| &it.by);
    let actor = actor(&app, arguments, allowed)?;
    let what = (arguments.system.as_str(), arguments.action.as_str());
    let done = app.act_named(what, arguments.record.as_deref(), input, &actor);
    match done {
        Ok(done) => {
            let (system, record, entry) = (&arguments.system, &done.record, done.entry);
            file::say(
                &format!("已办：{system}/{record}，记入账本第 {entry} 条。"),
                &format!("Done: {system}/{record}, entry {entry} of the ledger."),
            )
        }
        Err(said) => Err(Failure::bad_input(all(&said))),
    }
}

/// All that is wrong, as one sentence a language.
fn all(said: &[(Option<String>, Bilingual)]) -> Bilingual {
    let part = |(name, it): &(Option<String>, Bilingual)| match name {
        Some(name) => (format!("{name}：{}", it.zh), format!("{name}: {}", it.en)),
        None => (it.zh.clone(), it.en.clone()),
    };
    let (zh, en): (Vec<String>, Vec<String>) = said.iter().map(part).unzip();
    Bilingual::new(zh.join(" "), en.join(" "))
}

/// What is filled in.
fn input(given: &str) -> Result<Map<String, Json>, Failure> {
    let text = match given {
        "-" => {
            let mut text = String::new();
            let limit = INPUT_BYTES_MAX as u64;
            let read = std::io::stdin().take(limit).read_to_string(&mut text);
            read.map_err(|error| Failure::unreadable_file(&PathBuf::from("-"), &error))?;
            text
        }
        text if text.trim_start().starts_with('{') => text.to_owned(),
        path => {
            let bytes = file::read(&PathBuf::from(path), INPUT_BYTES_MAX)?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
    };
    match serde_json::from_str(&text) {
        Ok(Json::Object(input)) => Ok(input),
        Ok(_) => Err(no_input("", "")),
        Err(error) => Err(no_input(&format!("（{error}）"), &format!(" ({error})"))),
    }
}

fn no_input(zh: &str, en: &str) -> Failure {
    Failure::bad_input(Bilingual::new(
        format!("填写的内容不是 JSON 对象{zh}；请写成 {{\"month\": \"2026-03\"}} 这样。"),
        format!("The input is no JSON object{en}; write it like {{\"month\": \"2026-03\"}}."),
    ))
}

/// The user in the post that the action needs.
fn actor(app: &App, arguments: &Arguments, allowed: &[Arc<str>]) -> Result<Actor, Failure> {
    if arguments.by == PUBLIC {
        return Ok(Actor {
            user: "".into(),
            name: "".into(),
            unit: "".into(),
            role: PUBLIC.into(),
            area: None,
        });
    }
    let users = app.users();
    let id = &arguments.by;
    let user = users.get(id).ok_or_else(|| {
        Failure::bad_input(Bilingual::new(
            format!("没有账号“{id}”；请用 `youwei user list` 查看。"),
            format!("There is no user “{id}”; look with `youwei user list`."),
        ))
    })?;
    if user.standing(Timestamp::now()) != Standing::Active {
        return Err(Failure::bad_input(Bilingual::new(
            format!("账号“{id}”已停用或锁定；请找安全管理员。"),
            format!("The user “{id}” is disabled or locked; ask the security administrator."),
        )));
    }
    let (role, unit) = match arguments.role.as_deref() {
        None => (None, None),
        Some(named) => match named.split_once('@') {
            Some((role, unit)) => (Some(role), Some(unit)),
            None => (Some(named), None),
        },
    };
    let fits = |post: &&youwei_people::Post| {
        unit.is_none_or(|unit| *post.unit == *unit)
            && match role {
                Some(role) => *post.role == *role,
                None => allowed.contains(&post.role),
            }
    };
    let post = user.posts.iter().find(fits).or_else(|| match role {
        None => user.posts.first(),
        Some(_) => None,
    });
    if role.is_some() && post.is_none() {
        return Err(Failure::bad_input(Bilingual::new(
            format!("账号“{id}”没有这个岗位；请核对 --role。"),
            format!("The user “{id}” does not hold that post; check --role."),
        )));
    }
    Ok(app.offices().actor(user, post))
}
