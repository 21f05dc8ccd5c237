//! Signing in with id and password, choosing another password.
//!
//! **Invariant:** whether an id is known, its password wrong, its account locked or
//! disabled: the answer is the same sentence, after the same work.

use std::sync::Arc;

use jiff::SignedDuration;
use youwei_base::{Actor, Bilingual};
use youwei_ledger::Expected;
use youwei_people::{By, Command, Context, Session, Standing, User, Verifier, Via, check, decide};
use zeroize::Zeroizing;

use crate::app::App;
use crate::fault::Fault;
use crate::people::held;

/// How often a password is thrown anew that breaks the rules; most do not.
const THROWS_MAX: usize = 1_000;

/// Who locks an account after wrong passwords.
const DOORKEEPER: &str = "sign-in";

impl App {
    /// Signs a user in: the session that begins.
    ///
    /// # Errors
    /// Id or password is wrong, the account may not, too many ask at once, or the ledger
    /// refuses.
    pub(crate) fn sign_in(&self, id: &str, password: &str) -> Result<Session, Fault> {
        self.can_sign_in().map_err(|_| Fault::no_master())?;
        let id = id.trim().to_ascii_lowercase();
        let (user, entry) = {
            let state = self.state();
            if state.users.is_empty() {
                return Err(Fault::no_users());
            }
            let user = state.users.get(&id).cloned();
            // For somebody who is not there another's password is looked up and tried, so
            // that the time of the answer says nothing.
            let of = user.as_ref().or_else(|| state.users.iter().next());
            let entry = of.and_then(|of| of.passwords.last()).map(|set| set.entry);
            (user, entry)
        };
        let right = {
            let _inside = self.people.gate.enter().ok_or_else(Fault::busy)?;
            match entry
                .map(|entry| self.sealed_verifier(entry))
                .transpose()?
                .flatten()
            {
                Some((_, verifier)) => verifier.is_of(password),
                None => {
                    Verifier::nobody(password, self.people.cost);
                    false
                }
            }
        };
        let now = self.now();
        let Some(user) = user.filter(|user| user.standing(now) == Standing::Active) else {
            return Err(self.not_signed_in());
        };
        if !right {
            self.count_wrong(&user)?;
            return Err(self.not_signed_in());
        }
        held(&self.people.attempts).right(&user.id);
        let session: Arc<str> = self.new_id().simple().to_string().into();
        let actor = self.offices().actor(&user, user.posts.first());
        let command = Command::SignIn {
            session: Arc::clone(&session),
        };
        self.act_on_user(&command, &By::Person(actor), Via::Page, "")?;
        let state = self.state();
        let user = state.users.get(&id).ok_or_else(Fault::internal)?;
        Ok(Session::begin(user, session, None, now))
    }

    /// Counts a wrong password and locks the account after too many.
    /// Notes of all of these in one commit that they signed in. That their passwords were
    /// right is the caller's to have found out: a rehearsal knows them.
    ///
    /// # Errors
    /// One of them is not there or may not sign in, or what the ledger refused; nothing was
    /// appended.
    pub fn arrive(&self, ids: &[Arc<str>]) -> Result<(), Bilingual> {
        let note = || -> Result<(), Fault> {
            self.catch_up()?;
            let (mut happened, mut expected) = (Vec::new(), Vec::new());
            {
                let state = self.state();
                for id in ids {
                    let user = state.users.get(id).ok_or_else(|| self.not_signed_in())?;
                    let command = Command::SignIn {
                        session: self.new_id().simple().to_string().into(),
                    };
                    let context = Context {
                        users: &state.users,
                        offices: self.offices(),
                        by: &By::Person(self.offices().actor(user, user.posts.first())),
                        via: Via::Page,
                        why: "",
                        now: self.now(),
                    };
                    let decision = decide(&command, &context)?;
                    expected.extend(decision.happened.first().map(|first| Expected {
                        subject: first.subject(),
                        version: decision.version,
                    }));
                    happened.extend(decision.happened);
                }
            }
            if happened.is_empty() {
                return Ok(());
            }
            self.append_people(happened, &expected)?;
            Ok(self.catch_up_with_own()?)
        };
        note().map_err(|fault| fault.sentence)
    }

    fn count_wrong(&self, user: &User) -> Result<(), Fault> {
        let now = self.now();
        let rules = self.rules(now);
        let counted = held(&self.people.attempts).wrong(&user.id, &rules, now);
        let Some(attempts) = counted else {
            return Ok(());
        };
        let command = Command::Lock {
            id: user.id.to_string(),
            until: now + SignedDuration::from_mins(i64::from(rules.lock_minutes)),
            attempts,
        };
        self.act_on_user(&command, &By::Program(DOORKEEPER.into()), Via::Page, "")?;
        Ok(())
    }

    fn not_signed_in(&self) -> Fault {
        let rules = self.rules(self.now());
        let (attempts, minutes) = (rules.attempts, rules.lock_minutes);
        Fault::new(
            axum::http::StatusCode::UNAUTHORIZED,
            format!(
                "没有登录：账号或口令不对，或者这个账号现在不能登录。连续 {attempts} 次不对会锁定 {minutes} 分钟；忘记口令请找系统管理员，被锁定请找安全管理员。"
            ),
            format!(
                "Not signed in: the id or the password is wrong, or this account cannot sign in now. After {attempts} wrong ones in a row it is locked for {minutes} minutes; who forgot the password asks the system administrator, who is locked the security administrator."
            ),
        )
    }

    /// Chooses another password for whoever is signed in; all sessions end, and a new one
    /// begins.
    ///
    /// # Errors
    /// The old one is wrong, the new one breaks the rules, or the ledger refuses.
    pub(crate) fn change_password(
        &self,
        actor: &Actor,
        session: &Session,
        old: &str,
        new: &str,
    ) -> Result<Session, Vec<Bilingual>> {
        let said = |fault: Fault| vec![fault.sentence];
        let now = self.now();
        let user = self.state().users.get(&actor.user).cloned();
        let user = user.ok_or_else(|| said(Fault::internal()))?;
        {
            let full = || said(Fault::busy());
            let _inside = self.people.gate.enter().ok_or_else(full)?;
            let entry = user.passwords.last().map(|set| set.entry);
            let kept = entry.map(|entry| self.sealed_verifier(entry)).transpose();
            let kept = kept.map_err(said)?.flatten();
            if !kept.is_some_and(|(_, verifier)| verifier.is_of(old)) {
                self.count_wrong(&user).map_err(said)?;
                return Err(vec![Bilingual::new(
                    "原口令不对；请重新填写。",
                    "The old password is wrong; write it again.",
                )]);
            }
            check(new, &user.id, &user.name, &self.rules(now))?;
            if self.used_before(&user, new).map_err(said)? {
                let history = self.rules(now).history;
                return Err(vec![Bilingual::new(
                    format!("最近 {history} 个口令不能再用；请换一个。"),
                    format!("Your last {history} passwords cannot be used again; choose another."),
                )]);
            }
        }
        let verifier = self.verifier(new).map_err(|sentence| vec![sentence])?;
        let command = Command::ChangePassword { verifier };
        self.act_on_user(&command, &By::Person(actor.clone()), Via::Page, "")
            .map_err(said)?;
        let state = self.state();
        let user = state.users.get(&actor.user);
        let user = user.ok_or_else(|| said(Fault::internal()))?;
        let id: Arc<str> = self.new_id().simple().to_string().into();
        Ok(Session::begin(user, id, session.post.as_ref(), now))
    }

    /// A password for somebody who is made known or forgot theirs, with its verifier.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub fn made_password(
        &self,
        id: &str,
        name: &str,
    ) -> Result<(Zeroizing<String>, Verifier), Bilingual> {
        let rules = self.rules(self.now());
        for _ in 0..THROWS_MAX {
            let mut random = [0; 16];
            let filled = self.ledger.chance().fill(&mut random);
            filled.map_err(|_| Fault::internal().sentence)?;
            if let Some(made) = youwei_people::generated(&random, id, name, &rules) {
                let made = Zeroizing::new(made);
                let verifier = self.verifier(&made)?;
                return Ok((made, verifier));
            }
        }
        Err(Fault::internal().sentence)
    }
}
