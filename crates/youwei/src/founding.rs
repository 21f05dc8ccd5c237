//! The first users of a log: those that a city's folder lists, or the three administrators
//! that the command line names.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use youwei_base::Bilingual;
use youwei_people::{Newcomer, Post};
use youwei_system::city::City;
use youwei_web::App;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::file;

/// Somebody who is to be among the first.
pub struct First {
    pub id: Arc<str>,
    pub name: Arc<str>,
    pub posts: Vec<Post>,
    /// Whether the password must be changed at once.
    pub temporary: bool,
}

/// When a server starts: makes the users that the city lists if the log is empty, and
/// says what is missing for anybody to sign in.
///
/// # Errors
/// The list is refused, the file of passwords cannot be written, or the ledger refuses.
pub fn begin(app: &App, city: &City, data: &Path) -> Result<(), Failure> {
    if let Err(sentence) = app.can_sign_in() {
        return file::say(&sentence.zh, &sentence.en);
    }
    if !app.users().is_empty() {
        return Ok(());
    }
    let listed = listed(city);
    // People of a sample have no place in a log that somebody uses already.
    if listed.is_empty() || !app.is_new() {
        return file::say(
            "还没有用户，现在只能查看。要设立首批三员，请停下服务，运行 `youwei user found --city 城市文件夹 --system … --security … --auditor …`。",
            "There are no users yet, and everything can only be looked at. To make the first three administrators, stop the server and run `youwei user found --city DIR --system … --security … --auditor …`.",
        );
    }
    let path = passwords(app, &listed, data)?;
    let path = path.display();
    file::say(
        &format!(
            "以上是首批用户的口令，只显示这一次，也写在 {path}（仅本账户可读）；各人换过口令后请删除这个文件。"
        ),
        &format!(
            "These are the passwords of the first users, shown this once and written to {path} (for this account only); delete the file when everybody has changed theirs."
        ),
    )
}

/// The users that a city's folder lists. They are people of a sample, so nobody is made to
/// change the password first.
pub fn listed(city: &City) -> Vec<First> {
    let first = |user: &youwei_system::city::User| First {
        id: Arc::clone(&user.id),
        name: Arc::clone(&user.name),
        posts: user
            .posts
            .iter()
            .map(|post| Post {
                unit: Arc::clone(&post.unit),
                role: Arc::clone(&post.role),
            })
            .collect(),
        temporary: false,
    };
    city.users.iter().map(first).collect()
}

/// Makes users with passwords of their own, writes these to a file and prints them; the
/// file's path.
///
/// # Errors
/// As for [`begin`].
pub fn passwords(app: &App, firsts: &[First], data: &Path) -> Result<PathBuf, Failure> {
    let mut newcomers = Vec::with_capacity(firsts.len());
    let mut text = Zeroizing::new(String::new());
    for first in firsts {
        let made = app.made_password(&first.id, &first.name);
        let (password, verifier) = made.map_err(Failure::broken)?;
        let offices = app.offices();
        let posts: Vec<String> = first
            .posts
            .iter()
            .map(|post| {
                let (unit, role) = (offices.unit_name(&post.unit), offices.role_name(&post.role));
                format!("{}·{}", unit.zh, role.zh)
            })
            .collect();
        let (id, name) = (&first.id, &first.name);
        // Writing to a string does not fail.
        let _ = writeln!(text, "{id}\t{}\t{name}\t{}", *password, posts.join("、"));
        newcomers.push(Newcomer {
            id: Arc::clone(id),
            name: Arc::clone(name),
            posts: first.posts.clone(),
            verifier,
            temporary: first.temporary,
        });
    }
    // Before the users are there: nobody must have a password that nobody knows.
    let path = data.join("passwords.txt");
    keep(&path, &text)?;
    if let Err(sentence) = app.found(&newcomers) {
        let _ = std::fs::remove_file(&path);
        return Err(Failure::bad_input(sentence));
    }
    file::print(&text)?;
    Ok(path)
}

/// Writes a new file that only this account may read.
///
/// # Errors
/// It is there already or cannot be written.
pub fn keep(path: &Path, text: &str) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|error| {
        let path = path.display();
        Failure::bad_input(Bilingual::new(
            format!("口令文件 {path} 写不成（{error}），没有设立用户；请移开旧文件或检查权限后重试。"),
            format!("The file of passwords {path} cannot be written ({error}), and no user was made; move an old one away or check the permissions, then try again."),
        ))
    })
}
