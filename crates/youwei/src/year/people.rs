//! The users of the rehearsed city: those of its folder, and the cast, whom the
//! administrators make known. Passwords are changed before they are too old.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use youwei_base::{Actor, Day};
use youwei_people::{By, Command, Newcomer, Post, Via};
use youwei_system::city::City;
use youwei_web::App;
use zeroize::Zeroizing;

use super::cast::CAST;
use super::days::on;
use crate::failure::Failure;
use crate::{file, founding};

const SYSTEM_ADMINISTRATOR: &str = "he-yu";
const SECURITY_ADMINISTRATOR: &str = "xu-an";

/// The passwords that the users of the sample have at the end.
pub struct Passwords(BTreeMap<Arc<str>, (Arc<str>, Zeroizing<String>)>);

impl Passwords {
    /// Makes the users of the city's folder and the cast.
    ///
    /// # Errors
    /// The ledger refuses.
    pub fn found(app: &App, city: &City) -> Result<Passwords, Failure> {
        let mut kept = BTreeMap::new();
        let mut newcomers = Vec::new();
        for first in founding::listed(city) {
            let made = app.made_password(&first.id, &first.name);
            let (password, verifier) = made.map_err(Failure::broken)?;
            kept.insert(Arc::clone(&first.id), (Arc::clone(&first.name), password));
            newcomers.push(Newcomer {
                id: first.id,
                name: first.name,
                posts: first.posts,
                verifier,
                temporary: false,
            });
        }
        app.found(&newcomers).map_err(Failure::bad_input)?;
        for (id, name, unit, roles) in CAST {
            let made = app.made_password(id, name).map_err(Failure::broken)?;
            let add = Command::Add {
                id: id.to_owned(),
                name: name.to_owned(),
                verifier: made.1,
            };
            by(app, SYSTEM_ADMINISTRATOR, &add)?;
            for role in roles {
                let post = Post {
                    unit: unit.into(),
                    role: (*role).into(),
                };
                let grant = Command::Grant {
                    id: id.to_owned(),
                    post,
                };
                by(app, SECURITY_ADMINISTRATOR, &grant)?;
            }
            let own = app.made_password(id, name).map_err(Failure::broken)?;
            by(app, id, &Command::ChangePassword { verifier: own.1 })?;
        }
        Ok(Passwords(kept))
    }

    /// On some days of the year everybody changes theirs.
    ///
    /// # Errors
    /// The ledger refuses.
    pub fn changed(&mut self, app: &App, day: Day) -> Result<(), Failure> {
        if ![on(3, 24), on(6, 16), on(9, 8), on(11, 17)].contains(&day) {
            return Ok(());
        }
        let mut all: Vec<Arc<str>> = self.0.keys().cloned().collect();
        all.extend(CAST.map(|(id, ..)| Arc::from(id)));
        app.arrive(&all).map_err(Failure::bad_input)?;
        for (id, name, ..) in CAST {
            let made = app.made_password(id, name).map_err(Failure::broken)?;
            by(app, id, &Command::ChangePassword { verifier: made.1 })?;
        }
        for (id, (name, password)) in &mut self.0 {
            let made = app.made_password(id, name).map_err(Failure::broken)?;
            by(app, id, &Command::ChangePassword { verifier: made.1 })?;
            *password = made.0;
        }
        Ok(())
    }

    fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::new());
        for (id, (name, password)) in &self.0 {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{id}\t{}\t{name}", **password);
        }
        text
    }

    /// Writes them to a file that only this account may read.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep(&self, data: &Path) -> Result<(), Failure> {
        founding::keep(&data.join("passwords.txt"), &self.text())
    }

    /// Prints them.
    ///
    /// # Errors
    /// It cannot be printed.
    pub fn print(&self) -> Result<(), Failure> {
        file::say(
            "示例用户的口令（由演练的种子定出，谁都能算出来；只供演练）：",
            "Passwords of the sample's users (drawn from the rehearsal's seed, which anybody can do again):",
        )?;
        file::print(&self.text())
    }
}

/// A command about users, by one of them in their first post.
fn by(app: &App, id: &str, command: &Command) -> Result<(), Failure> {
    let users = app.users();
    let actor = users
        .get(id)
        .map(|it| app.offices().actor(it, it.posts.first()));
    let actor = actor.unwrap_or_else(|| Actor {
        user: id.into(),
        name: "".into(),
        unit: "".into(),
        role: "".into(),
        area: None,
    });
    let changed = app.change_user(command, &By::Person(actor), Via::Page, "");
    changed.map(|_| ()).map_err(Failure::bad_input)
}

/// Who holds which role in which unit.
pub fn actors(app: &App) -> BTreeMap<(String, String), Actor> {
    let users = app.users();
    let posts = users
        .iter()
        .flat_map(|it| it.posts.iter().map(move |post| (it, post)));
    posts
        .map(|(user, post)| {
            let key = (post.unit.to_string(), post.role.to_string());
            (key, app.offices().actor(user, Some(post)))
        })
        .collect()
}
