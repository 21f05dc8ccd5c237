//! Sessions: who holds one, and what ends it.

use proptest::prelude::*;

use super::town::{Town, after, noon, offices, post, verifier};
use crate::{By, Command, Due, Ended, Rules, Session, Table, Via};

const KEY: [u8; 32] = [9; 32];

fn rules() -> Rules {
    Table::default().on("2026-06-30".parse().unwrap())
}

fn begun(town: &Town, id: &str) -> Session {
    Session::begin(town.users.get(id).unwrap(), "s1", None, noon())
}

/// Why the session does not hold at this many minutes; the role if it does.
fn at(town: &Town, session: &Session, minutes: i64) -> Result<String, Ended> {
    let held = session.holder(&town.users, &offices(), &rules(), after(minutes));
    held.map(|(_, actor)| actor.role.to_string())
}

#[test]
fn a_token_says_what_was_signed_and_every_other_says_nothing() {
    let town = Town::new();
    let session = begun(&town, "clerk");
    let token = session.token(&KEY);
    assert_eq!(Session::read(&token, &KEY), Some(session.clone()));
    assert_eq!(Session::read(&token, &[8; 32]), None);
    // Anybody can write the words; nobody can sign them.
    let forged = Session {
        user: "security".into(),
        ..session
    };
    let (words, _) = forged
        .token(&[8; 32])
        .rsplit_once('.')
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    let (_, tag) = token.rsplit_once('.').unwrap();
    for text in [
        format!("{words}.{tag}"),
        words,
        String::new(),
        "1..".into(),
        "1.e30.".into(),
        "a".repeat(5_000),
    ] {
        assert_eq!(Session::read(&text, &KEY), None, "{text}");
    }
    assert!(
        token
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)),
        "{token}"
    );
}

#[test]
fn a_session_ends_when_left_alone_and_when_it_is_old() {
    let town = Town::new();
    let session = begun(&town, "clerk");
    assert_eq!(at(&town, &session, 0), Ok("clerk".into()));
    assert_eq!(at(&town, &session, 30), Ok("clerk".into()));
    assert_eq!(at(&town, &session, 31), Err(Ended::Idle));
    assert_eq!(session.renewed(after(1)), None, "not at every request");
    let mut session = session;
    for minutes in (20..=720).step_by(20) {
        session = session.renewed(after(minutes)).unwrap();
        assert_eq!(
            at(&town, &session, minutes),
            Ok("clerk".into()),
            "{minutes}"
        );
    }
    session = session.renewed(after(722)).unwrap();
    assert_eq!(at(&town, &session, 722), Err(Ended::Over));
    // Of a server whose clock is far ahead, or one that ran backwards.
    assert_eq!(at(&town, &session, 0), Err(Ended::Unknown));
    let backwards = Session {
        since: session.seen + 1,
        ..session
    };
    assert_eq!(at(&town, &backwards, 722), Err(Ended::Unknown));
}

#[test]
fn events_end_sessions() {
    let change = || Command::ChangePassword {
        verifier: verifier("y"),
    };
    let cases: [(&str, Command, Result<&str, Ended>); 8] = [
        ("clerk", change(), Err(Ended::Ended)),
        ("clerk", Command::EndOwnSessions, Err(Ended::Ended)),
        (
            "clerk",
            Command::SignOut {
                session: "s1".into(),
            },
            Err(Ended::Ended),
        ),
        (
            "clerk",
            Command::SignOut {
                session: "s2".into(),
            },
            Ok("clerk"),
        ),
        ("other", change(), Ok("clerk")),
        (
            "security",
            Command::EndSessions { id: "clerk".into() },
            Err(Ended::Ended),
        ),
        (
            "system",
            Command::ResetPassword {
                id: "clerk".into(),
                verifier: verifier("y"),
            },
            Err(Ended::Ended),
        ),
        (
            "system",
            Command::Disable { id: "clerk".into() },
            Err(Ended::Ended),
        ),
    ];
    for (by, command, expected) in cases {
        let mut town = Town::new();
        let session = begun(&town, "clerk");
        town.act(by, &command).unwrap();
        assert_eq!(
            at(&town, &session, 1),
            expected.map(str::to_owned),
            "{by} {command:?}"
        );
    }
    // Who guesses at a password locks signing in, and throws nobody out.
    let mut town = Town::new();
    let session = begun(&town, "clerk");
    let lock = Command::Lock {
        id: "clerk".into(),
        until: after(30),
        attempts: 5,
    };
    let decision = town
        .decide(&lock, &By::Program("sign-in".into()), Via::Page)
        .unwrap();
    town.take(&decision.happened);
    assert_eq!(at(&town, &session, 1), Ok("clerk".into()));
}

#[test]
fn one_acts_in_a_post_that_one_holds() {
    let mut town = Town::new();
    let user = town.users.get("other").unwrap();
    let second = Session::begin(user, "s1", Some(&post("water", "lead")), noon());
    assert_eq!(at(&town, &second, 1), Ok("lead".into()));
    let foreign = Session::begin(user, "s1", Some(&post("centre", "security")), noon());
    assert_eq!(at(&town, &foreign, 1), Ok("clerk".into()));
    // A signed token of before does not outlive the post.
    let revoke = Command::Revoke {
        id: "other".into(),
        post: post("water", "lead"),
    };
    town.act("security", &revoke).unwrap();
    assert_eq!(at(&town, &second, 1), Ok("clerk".into()));
    let revoke = Command::Revoke {
        id: "other".into(),
        post: post("water", "clerk"),
    };
    town.act("security", &revoke).unwrap();
    assert_eq!(at(&town, &second, 1), Ok("public".into()));
    assert_eq!(at(&town, &begun(&town, "blank"), 1), Ok("public".into()));
}

#[test]
fn a_password_of_somebody_else_or_an_old_one_must_be_changed() {
    let mut town = Town::new();
    let day = 24 * 60;
    let due = |town: &Town, minutes| {
        town.users
            .get("clerk")
            .unwrap()
            .due(&rules(), after(minutes))
    };
    assert_eq!(due(&town, 90 * day), None);
    assert_eq!(due(&town, 90 * day + 1), Some(Due::Old));
    let reset = Command::ResetPassword {
        id: "clerk".into(),
        verifier: verifier("y"),
    };
    town.act("system", &reset).unwrap();
    assert_eq!(due(&town, 0), Some(Due::Temporary));
    town.act(
        "clerk",
        &Command::ChangePassword {
            verifier: verifier("z"),
        },
    )
    .unwrap();
    assert_eq!(due(&town, 0), None);
}

proptest! {
    #[test]
    fn no_text_but_a_signed_one_is_a_session(text in ".{0,200}", flip in 0..200usize) {
        prop_assert_eq!(Session::read(&text, &KEY), None);
        let town = Town::new();
        let mut token = begun(&town, "clerk").token(&KEY).into_bytes();
        let at = flip % token.len();
        token[at] = if token[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(token).unwrap();
        prop_assert_eq!(Session::read(&changed, &KEY), None);
    }
}
