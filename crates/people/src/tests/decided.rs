//! Who may do what to users.

use proptest::prelude::*;
use youwei_base::{Actor, PUBLIC, RoleClass};

use super::town::{Town, after, firsts, newcomer, noon, offices, post, verifier};
use crate::command::May;
use crate::{ANYBODY, By, Command, DUTIES, Deed, RefusalKind, Standing, Users, Via, found, is_id};

/// Every command, about one user where it is about one.
fn commands(id: &str) -> Vec<Command> {
    let id = || id.to_owned();
    let verifier = || verifier("y");
    vec![
        Command::Add {
            id: "new".into(),
            name: "新人".into(),
            verifier: verifier(),
        },
        Command::Name {
            id: id(),
            name: "李晶".into(),
        },
        Command::ResetPassword {
            id: id(),
            verifier: verifier(),
        },
        Command::Disable { id: id() },
        Command::Enable { id: id() },
        Command::Grant {
            id: id(),
            post: post("water", "lead"),
        },
        Command::Revoke {
            id: id(),
            post: post("water", "clerk"),
        },
        Command::Unlock { id: id() },
        Command::EndSessions { id: id() },
        Command::ChangePassword {
            verifier: verifier(),
        },
        Command::EndOwnSessions,
        Command::SignIn {
            session: "s".into(),
        },
        Command::SignOut {
            session: "s".into(),
        },
        Command::Lock {
            id: id(),
            until: after(30),
            attempts: 5,
        },
    ]
}

#[test]
fn what_the_table_does_not_give_is_refused_to_every_role() {
    let town = Town::new();
    let deeds: Vec<Deed> = commands("clerk").iter().map(Command::deed).collect();
    assert_eq!(
        deeds,
        DUTIES.map(|(deed, _)| deed),
        "every deed has its row"
    );
    let asking = ["clerk", "other", "blank", "system", "security", "auditor"];
    let program = By::Program("sign-in".into());
    for (command, (deed, may)) in commands("clerk").iter().zip(DUTIES) {
        for id in asking {
            let user = town.users.get(id).unwrap();
            let allowed = match may {
                // Of the three, only those who are not the one it is about.
                May::Class(class) => user.holds(class, &offices()) && id != "clerk",
                May::Oneself => true,
                May::Program => false,
            };
            let answer = town.decide(command, &town.by(id), Via::Page);
            assert_eq!(answer.is_ok(), allowed, "{id} {deed:?}");
            if let Err(refusal) = answer {
                assert_eq!(refusal.kind, RefusalKind::Forbidden, "{id} {deed:?}");
            }
        }
        let answer = town.decide(command, &program, Via::Page);
        assert_eq!(answer.is_ok(), may == May::Program, "program {deed:?}");
    }
}

#[test]
fn nobody_administers_the_own_account() {
    let town = Town::new();
    for (deed, may) in DUTIES {
        let May::Class(class) = may else { continue };
        let id = match class {
            RoleClass::SystemAdministrator => "system",
            _ => "security",
        };
        let mut own = commands(id).into_iter();
        let command = own.find(|one| one.deed() == deed).unwrap();
        if command.about() != Some(id) {
            continue;
        }
        let refusal = town
            .decide(&command, &town.by(id), Via::CommandLine)
            .unwrap_err();
        assert!(refusal.sentence.zh.contains("不能对自己的账号"), "{deed:?}");
    }
}

#[test]
fn a_post_that_is_claimed_and_not_held_gives_nothing() {
    let town = Town::new();
    let clerk = town.users.get("clerk").unwrap();
    let forged = By::Person(offices().actor(clerk, Some(&post("centre", "security"))));
    let grant = Command::Grant {
        id: "other".into(),
        post: post("water", "lead"),
    };
    assert!(town.decide(&grant, &forged, Via::Page).is_err());
    // A role that the city does not have is no class of administrator.
    let unknown = By::Person(offices().actor(clerk, Some(&post("centre", "emperor"))));
    assert!(town.decide(&grant, &unknown, Via::Page).is_err());
}

#[test]
fn duties_that_must_be_apart_are_never_joined() {
    let posts = [
        ("water", "clerk"),
        ("water", "lead"),
        ("centre", "system"),
        ("centre", "security"),
        ("centre", "auditor"),
    ];
    let mut tried = 0;
    for first in posts {
        for second in posts {
            let mut town = Town::new();
            let grant = |(unit, role)| Command::Grant {
                id: "blank".into(),
                post: post(unit, role),
            };
            town.act("security", &grant(first)).unwrap();
            let answer = town.act("security", &grant(second));
            let together = first.0 == "water" && second.0 == "water" || first == second;
            assert_eq!(answer.is_ok(), together, "{first:?} {second:?}");
            if let Err(refusal) = answer {
                assert!(
                    refusal.sentence.zh.contains("三员分立"),
                    "{}",
                    refusal.sentence.zh
                );
            }
            tried += 1;
        }
    }
    assert_eq!(tried, 25);
}

#[test]
fn a_post_is_granted_only_where_the_unit_has_it() {
    let mut town = Town::new();
    for (unit, role, said) in [
        ("nowhere", "clerk", "没有单位"),
        ("water", "emperor", "没有角色"),
        ("water", "auditor", "没有“auditor”这个岗位"),
    ] {
        let grant = Command::Grant {
            id: "blank".into(),
            post: post(unit, role),
        };
        let refusal = town.act("security", &grant).unwrap_err();
        assert!(
            refusal.sentence.zh.contains(said),
            "{}",
            refusal.sentence.zh
        );
    }
    let grant = Command::Grant {
        id: "blank".into(),
        post: post("water", "clerk"),
    };
    assert_eq!(town.act("security", &grant).unwrap(), ["user.granted"]);
    assert!(
        town.act("security", &grant).unwrap().is_empty(),
        "it is so already"
    );
    let revoke = Command::Revoke {
        id: "blank".into(),
        post: post("water", "clerk"),
    };
    assert_eq!(town.act("security", &revoke).unwrap(), ["user.revoked"]);
    assert_eq!(
        town.act("security", &revoke).unwrap_err().kind,
        RefusalKind::Conflict
    );
}

#[test]
fn a_reset_lets_nobody_in_before_two_agree() {
    let mut town = Town::new();
    let reset = Command::ResetPassword {
        id: "clerk".into(),
        verifier: verifier("z"),
    };
    assert_eq!(
        town.act("system", &reset).unwrap(),
        ["user.password-set", "user.locked"]
    );
    assert_eq!(
        town.users.get("clerk").unwrap().standing(town.now),
        Standing::Locked
    );
    let enter = Command::SignIn {
        session: "s".into(),
    };
    assert!(town.act("clerk", &enter).is_err());
    town.act("security", &Command::Unlock { id: "clerk".into() })
        .unwrap();
    town.act("clerk", &enter).unwrap();
}

#[test]
fn the_last_of_the_three_is_not_shut_out() {
    let mut town = Town::new();
    for command in [
        Command::Disable {
            id: "security".into(),
        },
        Command::Disable {
            id: "auditor".into(),
        },
        Command::ResetPassword {
            id: "security".into(),
            verifier: verifier("z"),
        },
    ] {
        let refusal = town.act("system", &command).unwrap_err();
        assert!(
            refusal.sentence.zh.contains("唯一能登录的"),
            "{}",
            refusal.sentence.zh
        );
    }
    let revoke = Command::Revoke {
        id: "system".into(),
        post: post("centre", "system"),
    };
    assert!(town.act("security", &revoke).is_err());
    // At the machine itself there is a way back in: without a lock, and written down.
    let reset = Command::ResetPassword {
        id: "security".into(),
        verifier: verifier("z"),
    };
    let decision = town
        .decide(&reset, &town.by("system"), Via::CommandLine)
        .unwrap();
    assert_eq!(decision.happened.len(), 1);
    assert_eq!(decision.happened[0].data()["via"], "command-line");
    // With a second one, the first may go.
    let grant = Command::Grant {
        id: "blank".into(),
        post: post("centre", "auditor"),
    };
    town.act("security", &grant).unwrap();
    town.act(
        "system",
        &Command::Disable {
            id: "auditor".into(),
        },
    )
    .unwrap();
}

#[test]
fn a_lock_after_wrong_passwords_ends_by_itself() {
    let mut town = Town::new();
    let lock = Command::Lock {
        id: "clerk".into(),
        until: after(30),
        attempts: 5,
    };
    let program = By::Program("sign-in".into());
    let decision = town.decide(&lock, &program, Via::Page).unwrap();
    town.take(&decision.happened);
    let clerk = town.users.get("clerk").unwrap().clone();
    assert_eq!(clerk.standing(after(29)), Standing::LockedUntil(after(30)));
    assert_eq!(clerk.standing(after(30)), Standing::Active);
    // Locked once, not again while it holds.
    assert!(
        town.decide(&lock, &program, Via::Page)
            .unwrap()
            .happened
            .is_empty()
    );
    town.now = after(31);
    town.act(
        "clerk",
        &Command::SignIn {
            session: "s".into(),
        },
    )
    .unwrap();
    assert_eq!(town.users.get("clerk").unwrap().locked, None);
}

#[test]
fn an_id_and_a_name_are_what_a_log_can_carry() {
    for (id, fits) in [
        ("wang-fang", true),
        ("w", true),
        ("wang.fang2", true),
        ("Wang", false),
        ("2wang", false),
        ("-wang", false),
        ("wang fang", false),
        ("王芳", false),
        ("", false),
        ("public", false),
        ("clock", false),
        ("program", false),
        (&"a".repeat(33), false),
    ] {
        assert_eq!(is_id(id), fits, "{id}");
    }
    let mut town = Town::new();
    for (id, name, kind) in [
        ("Bad Id", "马林", RefusalKind::Invalid),
        ("ma-lin", " \u{7} ", RefusalKind::Invalid),
        ("ma-lin", "马林（督查室）", RefusalKind::Invalid),
        ("clerk", "马林", RefusalKind::Conflict),
    ] {
        let add = Command::Add {
            id: id.into(),
            name: name.into(),
            verifier: verifier("x"),
        };
        assert_eq!(
            town.act("system", &add).unwrap_err().kind,
            kind,
            "{id} {name}"
        );
    }
    let add = Command::Add {
        id: "ma-lin".into(),
        name: " 马\t林 ".into(),
        verifier: verifier("x"),
    };
    assert_eq!(
        town.act("system", &add).unwrap(),
        ["user.added", "user.password-set"]
    );
    let made = town.users.get("ma-lin").unwrap();
    assert_eq!(
        (&*made.name, made.version, made.posts.len()),
        ("马 林", 2, 0)
    );
}

#[test]
fn a_city_begins_with_all_three_and_only_once() {
    let town = Town::new();
    let again = found(&town.users, &offices(), &firsts()).unwrap_err();
    assert_eq!(again.kind, RefusalKind::Conflict);
    let none = Users::default();
    let without = |id: &str| {
        let firsts = firsts().into_iter().filter(|one| &*one.id != id);
        found(&none, &offices(), &firsts.collect::<Vec<_>>())
    };
    for id in ["system", "security", "auditor"] {
        assert!(
            without(id)
                .unwrap_err()
                .sentence
                .zh
                .contains("三员各须至少一位")
        );
    }
    assert!(without("clerk").is_ok());
    for (more, said) in [
        (newcomer("clerk", "重名", &[]), "重复"),
        (newcomer("A", "甲", &[]), "不合规则"),
        (
            newcomer("both", "兼任", &[("water", "clerk"), ("centre", "auditor")]),
            "三员分立",
        ),
        (
            newcomer("lost", "无处", &[("nowhere", "clerk")]),
            "没有单位",
        ),
    ] {
        let mut firsts = firsts();
        firsts.push(more);
        let refusal = found(&none, &offices(), &firsts).unwrap_err();
        assert!(
            refusal.sentence.zh.contains(said),
            "{}",
            refusal.sentence.zh
        );
    }
}

#[test]
fn no_event_shows_a_verifier() {
    let town = Town::new();
    for command in commands("clerk") {
        for id in ["clerk", "system", "security"] {
            let Ok(decision) = town.decide(&command, &town.by(id), Via::Page) else {
                continue;
            };
            for one in &decision.happened {
                let shown = format!("{}{one:?}", one.data());
                assert!(!shown.contains("argon2"), "{shown}");
                assert_eq!(one.verifier().is_some(), one.kind() == "user.password-set");
                assert!(
                    crate::EVERY_KIND
                        .iter()
                        .any(|(kind, _, _)| *kind == one.kind())
                );
            }
        }
    }
}

/// A shape once stored is read for ever: a line of each kind, as it was first stored.
#[test]
fn stored_events_are_read() {
    let by = r#""by":{"user":"security","name":"许安","unit":"centre","role":"security"}"#;
    let mut users = Users::default();
    for (entry, (kind, data)) in (0..).zip([
        ("user.added", r#""name":"李静""#),
        ("user.granted", r#""unit":"water","role":"clerk""#),
        (
            "user.password-set",
            r#""temporary":true,"verifier":{"sealed":"00"}"#,
        ),
        ("user.named", r#""name":"李婧","why":"写错""#),
        (
            "user.locked",
            r#""until":"2026-06-30T05:00:00Z","attempts":5"#,
        ),
        ("user.unlocked", r#""via":"command-line""#),
        ("user.signed-in", r#""session":"s1""#),
        ("user.signed-out", r#""session":"s1""#),
        ("user.granted", r#""unit":"water","role":"lead""#),
        ("user.revoked", r#""unit":"water","role":"clerk""#),
        ("user.sessions-ended", r#""more":"than we know""#),
        ("user.disabled", r#""why":"调离""#),
        ("user.enabled", r#""why":"""#),
        ("user.of-another-time", r#""x":1"#),
    ]) {
        let data = serde_json::from_str(&format!("{{{by},{data}}}")).unwrap();
        users.evolve(entry, noon(), kind, "user/clerk", &data);
    }
    users.evolve(
        99,
        noon(),
        "user.disabled",
        "user/nobody",
        &serde_json::json!({}),
    );
    let clerk = users.get("clerk").unwrap();
    assert_eq!(users.len(), 1);
    assert_eq!((&*clerk.name, clerk.version, clerk.epoch), ("李婧", 14, 11));
    assert_eq!(clerk.posts, [post("water", "lead")]);
    assert!(clerk.passwords[0].temporary && clerk.passwords[0].entry == 2);
    assert_eq!((clerk.disabled, clerk.locked), (false, None));
}

fn any_command() -> impl Strategy<Value = (usize, usize, usize, usize)> {
    (0..6usize, 0..14usize, 0..6usize, 0..5usize)
}

proptest! {
    /// However people press, duties stay apart and one of each of the three can sign in.
    #[test]
    fn separation_survives_whatever_is_asked(steps in prop::collection::vec(any_command(), 0..60)) {
        let ids = ["clerk", "other", "blank", "system", "security", "auditor"];
        let posts = [("water", "clerk"), ("water", "lead"), ("centre", "system"),
            ("centre", "security"), ("centre", "auditor")];
        let mut town = Town::new();
        for (by, command, about, which) in steps {
            let (unit, role) = posts[which];
            let command = match commands(ids[about]).swap_remove(command) {
                Command::Grant { id, .. } => Command::Grant { id, post: post(unit, role) },
                Command::Revoke { id, .. } => Command::Revoke { id, post: post(unit, role) },
                other => other,
            };
            let _ = town.act(ids[by], &command);
            let offices = offices();
            for user in town.users.iter() {
                let mut classes: Vec<RoleClass> = user.classes(&offices).collect();
                classes.sort();
                classes.dedup();
                prop_assert!(classes.len() <= 1, "{} is {classes:?}", user.id);
            }
            for class in [RoleClass::SystemAdministrator, RoleClass::SecurityAdministrator, RoleClass::Auditor] {
                prop_assert!(town.users.able(class, &offices, town.now) >= 1, "no {class:?}");
            }
        }
    }
}

#[test]
fn every_actor_has_a_signature_that_a_log_can_carry() {
    let nobody = Actor {
        user: "".into(),
        name: "".into(),
        unit: "".into(),
        role: PUBLIC.into(),
        area: None,
    };
    let li_jing = Actor {
        user: "li-jing".into(),
        name: "李静".into(),
        ..nobody.clone()
    };
    let clerk = Actor {
        unit: "water".into(),
        role: "clerk".into(),
        ..li_jing.clone()
    };
    for (actor, expected) in [
        (&nobody, ANYBODY),
        (&li_jing, "李静"),
        (&clerk, "李静（water局）"),
    ] {
        assert_eq!(offices().signature(actor), expected);
    }
}
