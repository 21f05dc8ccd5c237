//! Who is signed in, and every change to users: the ledger's side of `youwei_people`.
//!
//! **Invariant:** a password is in memory while its request is answered, and nowhere else;
//! its verifier is only ever the sealed value of an entry.

mod gate;
mod named;
pub(crate) mod rights;
mod sign_in;

use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, HeaderValue};
use jiff::Timestamp;
use youwei_base::{Actor, Bilingual, PUBLIC};
use youwei_ledger::{AppendError, Event, Expected, NewEvent, Opened, PersonId, Personal};
use youwei_people::{
    Attempts, By, Command, Context, Cost, Due, Ended, Happened, Newcomer, Offices, Post,
    RefusalKind, Rules, SALT_BYTES, Session, TOKEN_KEY_BYTES, Table, User, Users, VERIFIER,
    Verifier, Via, decide,
};
use zeroize::Zeroizing;

use crate::app::{App, TRIES_MAX, day_in_china};
use crate::fault::Fault;
use crate::fields::cookie;
use crate::running::TAKEN;

pub(crate) use gate::Gate;

/// The cookie that holds a session.
pub(crate) const COOKIE_NAME: &str = "youwei-session";

/// What the key of the sessions is derived for.
const PURPOSE: &str = "sessions";

/// The units, roles and rules of signing in that a server is started with.
#[derive(Debug)]
pub struct People {
    pub(crate) offices: Offices,
    table: Table,
    cost: Cost,
    secure: bool,
    pub(crate) attempts: Mutex<Attempts>,
    pub(crate) gate: Gate,
}

impl People {
    /// Those of a city.
    pub fn of(offices: Offices) -> People {
        People {
            offices,
            table: Table::default(),
            cost: Cost::STANDARD,
            secure: false,
            attempts: Mutex::default(),
            gate: Gate::default(),
        }
    }

    /// With the city's own numbers of signing in.
    #[must_use]
    pub fn with_rules(self, table: Table) -> People {
        People { table, ..self }
    }

    /// With passwords that cost this to work out: less in tests.
    #[must_use]
    pub fn costing(self, cost: Cost) -> People {
        People { cost, ..self }
    }

    /// With cookies that a browser sends over HTTPS alone: whenever the server is reached
    /// from other machines.
    #[must_use]
    pub fn over_https(self, secure: bool) -> People {
        People { secure, ..self }
    }

    /// Whether the server is reached over HTTPS.
    pub(crate) fn is_secure(&self) -> bool {
        self.secure
    }
}

/// Whether an entry bears a signature that its writer typed and nobody proved, as all did
/// before there was signing in. What a deed takes with it is proved by the deed's own
/// entry, which says by whom.
pub(crate) fn is_unproved(event: &Event) -> bool {
    event.kind != TAKEN && event.data.get("by").is_none() && event.actor.ends_with('）')
}

/// Who asks, signed in.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    pub session: Session,
    pub posts: Vec<Post>,
    /// Why the password must be changed before anything else.
    pub due: Option<Due>,
}

/// Whoever did not sign in.
pub(crate) fn nobody() -> Actor {
    Actor {
        user: "".into(),
        name: "".into(),
        unit: "".into(),
        role: PUBLIC.into(),
        area: None,
    }
}

impl App {
    /// The city's units and roles.
    pub fn offices(&self) -> &Offices {
        &self.people.offices
    }

    /// The numbers of signing in that hold at a moment.
    pub fn rules(&self, now: Timestamp) -> Rules {
        self.people.table.on(day_in_china(now))
    }

    /// The users as of the last change that this server knows of.
    pub fn users(&self) -> Users {
        self.state().users.clone()
    }

    /// Whether the log has no entry yet.
    pub fn is_new(&self) -> bool {
        self.state().head.size == 0
    }

    /// Whether this log can keep passwords and sign sessions at all.
    ///
    /// # Errors
    /// What to do: it was opened without a master key.
    pub fn can_sign_in(&self) -> Result<(), Bilingual> {
        self.key().map(|_| ()).map_err(|fault| fault.sentence)
    }

    fn key(&self) -> Result<Zeroizing<[u8; TOKEN_KEY_BYTES]>, Fault> {
        self.ledger
            .derived_key(PURPOSE)
            .ok_or_else(Fault::no_master)
    }

    /// The verifier of a new password, with a fresh salt.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub fn verifier(&self, password: &str) -> Result<Verifier, Bilingual> {
        let mut salt = [0; SALT_BYTES];
        let filled = self.ledger.chance().fill(&mut salt);
        filled.map_err(|_| Fault::internal().sentence)?;
        let verifier = Verifier::of(password, salt, self.people.cost);
        verifier.ok_or_else(|| Fault::internal().sentence)
    }

    /// Makes the first users of a city, all or none.
    ///
    /// # Errors
    /// There are some already, the list is refused, or the ledger refuses.
    pub fn found(&self, newcomers: &[Newcomer]) -> Result<(), Bilingual> {
        let found = || -> Result<(), Fault> {
            self.catch_up()?;
            let happened = {
                let state = self.state();
                youwei_people::found(&state.users, self.offices(), newcomers)?
            };
            let expected: Vec<Expected> = newcomers
                .iter()
                .map(|newcomer| Expected {
                    subject: format!("user/{}", newcomer.id),
                    version: 0,
                })
                .collect();
            self.append_people(happened, &expected)?;
            Ok(self.catch_up_with_own()?)
        };
        found().map_err(|fault| fault.sentence)
    }

    /// Decides a command about a user, appends what happened and folds it. Answers how
    /// many events that were; none if all was so already.
    ///
    /// # Errors
    /// The refusal, or what the ledger refused. Nothing was appended.
    pub fn change_user(
        &self,
        command: &Command,
        by: &By,
        via: Via,
        why: &str,
    ) -> Result<usize, Bilingual> {
        self.act_on_user(command, by, via, why)
            .map_err(|fault| fault.sentence)
    }

    pub(crate) fn act_on_user(
        &self,
        command: &Command,
        by: &By,
        via: Via,
        why: &str,
    ) -> Result<usize, Fault> {
        for _ in 0..TRIES_MAX {
            self.catch_up()?;
            let decision = {
                let state = self.state();
                let context = Context {
                    users: &state.users,
                    offices: self.offices(),
                    by,
                    via,
                    why,
                    now: self.now(),
                };
                decide(command, &context)?
            };
            let Some(first) = decision.happened.first() else {
                return Ok(0);
            };
            let expected = [Expected {
                subject: first.subject(),
                version: decision.version,
            }];
            let count = decision.happened.len();
            match self.append_people(decision.happened, &expected) {
                Ok(()) => {
                    self.catch_up_with_own()?;
                    return Ok(count);
                }
                Err(AppendError::Stale { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fault::busy())
    }

    /// Appends what happened to users, passwords sealed.
    fn append_people(
        &self,
        happened: Vec<Happened>,
        expected: &[Expected],
    ) -> Result<(), AppendError> {
        let now = self.now();
        let mut events = Vec::with_capacity(happened.len());
        for one in happened {
            let mut personal = Vec::new();
            if let Some(verifier) = one.verifier() {
                personal.push(Personal {
                    pointer: VERIFIER.to_owned(),
                    person: self.person_of(&one.user)?,
                    value: verifier.text().into(),
                });
            }
            let event = NewEvent {
                id: self.new_id(),
                kind: one.kind().to_owned(),
                subject: one.subject(),
                time: now,
                actor: self.offices().signature(&one.by),
                data: one.data(),
            };
            events.push((event, personal));
        }
        self.ledger.append_sealed(events, expected)?;
        Ok(())
    }

    /// The pseudonym under which a user's passwords are sealed: a new one for the first.
    fn person_of(&self, user: &str) -> Result<PersonId, AppendError> {
        let entry = {
            let state = self.state();
            let user = state.users.get(user);
            user.and_then(|user| user.passwords.last())
                .map(|set| set.entry)
        };
        let known = entry.and_then(|entry| self.sealed_verifier(entry).ok().flatten());
        match known {
            Some((person, _)) => Ok(person),
            None => PersonId::drawn(self.ledger.chance())
                .map_err(|fault| AppendError::Unwrapped(youwei_ledger::Unwrapped::Cipher(fault))),
        }
    }

    /// The verifier that an entry sealed; none if its person was erased.
    pub(crate) fn sealed_verifier(
        &self,
        entry: u64,
    ) -> Result<Option<(PersonId, Verifier)>, Fault> {
        let Some(entry) = self.ledger.entries(entry, 1)?.pop() else {
            return Ok(None);
        };
        let opened = self.ledger.open_personal(&entry)?;
        let found = opened.into_iter().find(|(place, _)| place == VERIFIER);
        Ok(match found {
            Some((_, Opened::Value { person, disclosure })) => disclosure
                .value
                .as_str()
                .map(|text| (person, Verifier::kept(text))),
            _ => None,
        })
    }

    /// Whether a user used this password before, the one of now included.
    pub(crate) fn used_before(&self, user: &User, password: &str) -> Result<bool, Fault> {
        let history = self.rules(self.now()).history as usize;
        for set in user.passwords.iter().rev().take(history.max(1)) {
            if let Some((_, verifier)) = self.sealed_verifier(set.entry)?
                && verifier.is_of(password)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Who asks, by the cookie; nobody without one.
    pub(crate) fn who(&self, headers: &HeaderMap) -> Result<Option<(SignedIn, Actor)>, Ended> {
        let Some(token) = cookie(headers, COOKIE_NAME) else {
            return Ok(None);
        };
        let Ok(key) = self.key() else {
            return Ok(None);
        };
        let session = Session::read(&token, &key).ok_or(Ended::Unknown)?;
        let now = self.now();
        let rules = self.rules(now);
        let state = self.state();
        let (user, actor) = session.holder(&state.users, self.offices(), &rules, now)?;
        let signed = SignedIn {
            posts: user.posts.clone(),
            due: user.due(&rules, now),
            session,
        };
        Ok(Some((signed, actor)))
    }

    /// The `Set-Cookie` value that makes a browser keep a session until it is closed.
    pub(crate) fn set_cookie(&self, session: &Session) -> Result<HeaderValue, Fault> {
        let token = session.token(&*self.key()?);
        let line = format!("{COOKIE_NAME}={token}{}", self.attributes());
        HeaderValue::from_str(&line).map_err(|_| Fault::internal())
    }

    /// The `Set-Cookie` value that makes a browser forget it.
    pub(crate) fn no_cookie(&self) -> HeaderValue {
        let line = format!("{COOKIE_NAME}=; Max-Age=0{}", self.attributes());
        HeaderValue::from_str(&line).unwrap_or_else(|_| HeaderValue::from_static(""))
    }

    fn attributes(&self) -> &'static str {
        match self.people.secure {
            true => "; Path=/; HttpOnly; SameSite=Lax; Secure",
            false => "; Path=/; HttpOnly; SameSite=Lax",
        }
    }

    /// A cookie line `name=value` of a new session of this user in their first post, as if
    /// they had just signed in: for tests and measurements, which know the program from
    /// inside. No event says so. None without such a user or a master key.
    pub fn cookie_for(&self, user: &str) -> Option<String> {
        self.catch_up().ok()?;
        let state = self.state();
        let user = state.users.get(user)?;
        let id = self.new_id().simple().to_string();
        let session = Session::begin(user, id, None, self.now());
        let key = self.key().ok()?;
        Some(format!("{COOKIE_NAME}={}", session.token(&key)))
    }
}

impl From<youwei_people::Refusal> for Fault {
    fn from(refusal: youwei_people::Refusal) -> Fault {
        use axum::http::StatusCode;

        let status = match refusal.kind {
            RefusalKind::Forbidden => StatusCode::FORBIDDEN,
            RefusalKind::NotFound => StatusCode::NOT_FOUND,
            RefusalKind::Conflict => StatusCode::CONFLICT,
            RefusalKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Fault {
            status,
            sentence: refusal.sentence,
        }
    }
}

/// A lock that a panic elsewhere does not close for ever.
pub(crate) fn held<T>(lock: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
