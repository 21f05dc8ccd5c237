//! A small town's offices and users.

use jiff::{SignedDuration, Timestamp};
use youwei_base::{AreaCode, Bilingual, Reach, Role, RoleClass, Unit};

use crate::{
    By, Command, Context, Cost, Decision, Happened, Newcomer, Offices, Post, Refusal, Users,
    Verifier, Via, decide, found,
};

pub fn noon() -> Timestamp {
    "2026-06-30T12:00:00+08:00".parse().unwrap()
}

pub fn after(minutes: i64) -> Timestamp {
    noon() + SignedDuration::from_mins(minutes)
}

pub fn offices() -> Offices {
    let unit = |id: &str, roles: &[&str]| Unit {
        id: id.into(),
        name: Bilingual::new(format!("{id}局"), id),
        also: Vec::new(),
        above: None,
        area: AreaCode(990_100),
        duties: Vec::new(),
        source: "虚构".into(),
        vertical: false,
        roles: roles.iter().map(|role| (*role).into()).collect(),
    };
    let role = |id: &str, class| Role {
        id: id.into(),
        name: Bilingual::new(id, id),
        class,
        reach: Reach::Own,
    };
    Offices::new(
        [
            unit("water", &["clerk", "lead"]),
            unit("centre", &["system", "security", "auditor"]),
        ],
        [
            role("clerk", RoleClass::Business),
            role("lead", RoleClass::Business),
            role("system", RoleClass::SystemAdministrator),
            role("security", RoleClass::SecurityAdministrator),
            role("auditor", RoleClass::Auditor),
        ],
    )
}

pub fn post(unit: &str, role: &str) -> Post {
    Post {
        unit: unit.into(),
        role: role.into(),
    }
}

pub fn verifier(password: &str) -> Verifier {
    Verifier::of(password, [7; 16], Cost::LEAST).unwrap()
}

pub fn newcomer(id: &str, name: &str, posts: &[(&str, &str)]) -> Newcomer {
    Newcomer {
        id: id.into(),
        name: name.into(),
        posts: posts.iter().map(|(unit, role)| post(unit, role)).collect(),
        verifier: verifier("x"),
        temporary: false,
    }
}

/// The first users: two clerks, a user without a post, three administrators.
pub fn firsts() -> Vec<Newcomer> {
    vec![
        newcomer("clerk", "李静", &[("water", "clerk")]),
        newcomer("other", "陈霞", &[("water", "clerk"), ("water", "lead")]),
        newcomer("blank", "白一", &[]),
        newcomer("system", "何宇", &[("centre", "system")]),
        newcomer("security", "许安", &[("centre", "security")]),
        newcomer("auditor", "宋平", &[("centre", "auditor")]),
    ]
}

/// A log of users: what happened, and the fold of it.
pub struct Town {
    pub users: Users,
    pub entries: u64,
    pub now: Timestamp,
}

impl Town {
    pub fn new() -> Town {
        let mut town = Town {
            users: Users::default(),
            entries: 0,
            now: noon(),
        };
        let happened = found(&town.users, &offices(), &firsts()).unwrap();
        town.take(&happened);
        town
    }

    pub fn take(&mut self, happened: &[Happened]) {
        for one in happened {
            let (kind, subject) = (one.kind(), one.subject());
            let (entry, now) = (self.entries, self.now);
            self.users.evolve(entry, now, kind, &subject, &one.data());
            self.entries += 1;
        }
    }

    /// A user in their first post.
    pub fn by(&self, id: &str) -> By {
        let user = self.users.get(id).unwrap();
        By::Person(offices().actor(user, user.posts.first()))
    }

    pub fn decide(&self, command: &Command, by: &By, via: Via) -> Result<Decision, Refusal> {
        decide(
            command,
            &Context {
                users: &self.users,
                offices: &offices(),
                by,
                via,
                why: "",
                now: self.now,
            },
        )
    }

    /// Decides and takes in what happened; gives the kinds.
    pub fn act(&mut self, id: &str, command: &Command) -> Result<Vec<&'static str>, Refusal> {
        let decision = self.decide(command, &self.by(id), Via::Page)?;
        self.take(&decision.happened);
        Ok(decision.happened.iter().map(Happened::kind).collect())
    }
}
