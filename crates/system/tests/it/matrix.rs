//! Everything that is not declared is refused: every system, role, stage and action.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value as Json};
use youwei_base::{PUBLIC, RoleClass};
use youwei_decision::value::{Null, Value};
use youwei_system::authority::allowed;
use youwei_system::decide::decide;
use youwei_system::declaration::System;
use youwei_system::notice::step_of;
use youwei_system::record::Record;
use youwei_system::records::Records;
use youwei_system::wish::{RefusalKind, Wish};

use crate::play::{actor, morning, systems, yunze};

/// A record that stands in a stage and belongs to a unit of the whole city.
fn standing(system: &System, stage: usize, unit: &str) -> Record {
    let at = morning("2026-03-02");
    let mut values = vec![Value::Null(Null::WRITTEN); system.fields.len()];
    if let Some(owner) = system.owner {
        values[owner] = Value::from(unit);
    }
    if let Some(place) = system.place {
        values[place] = Value::from("990100");
    }
    Record {
        id: "2026-00001".into(),
        version: 1,
        stage: Some(stage),
        since: at.today,
        opened: at.today,
        values,
        sealed: Vec::new(),
        clocks: Vec::new(),
        notices: Vec::new(),
        samples: Vec::new(),
        facts: Vec::new(),
        took: Vec::new(),
        flags: Vec::new(),
        entries: vec![0],
        touched: at.now,
    }
}

#[test]
fn everything_not_declared_is_refused() {
    let (town, at) = (yunze(), morning("2026-03-02"));
    let mut asked = 0;
    for system in systems() {
        let world = Records::new([system.clone()]);
        let mut roles: Vec<Arc<str>> = town.roles.keys().cloned().collect();
        roles.push(PUBLIC.into());
        let mut acting = BTreeSet::new();
        for role in &roles {
            // The keeper's own people: reach never stands in the way.
            let who = match &**role {
                PUBLIC => PUBLIC.to_owned(),
                role => format!("{}/{role}", system.keeper),
            };
            let who = actor(&town, &who);
            for stage in (0..system.stages.len()).map(Some).chain([None]) {
                let record = stage.map(|it| standing(&system, it, &system.keeper));
                let offered = allowed(&system, record.as_ref(), &who, &town, at);
                for (number, action) in system.actions.iter().enumerate() {
                    asked += 1;
                    let named =
                        action.by.contains(role) || action.by.iter().any(|it| &**it == PUBLIC);
                    let class = town.roles.get(role).map(|it| it.class);
                    let business = class.is_none_or(|it| it == RoleClass::Business)
                        || action.by.iter().any(|it| &**it == PUBLIC);
                    let fits = match stage {
                        Some(stage) => action.from.contains(&stage),
                        None => action.from.is_empty(),
                    };
                    let declared = named && business && fits;
                    let about_notice = step_of(&system, number).is_some();
                    let wish = Wish {
                        action: number,
                        input: Map::new(),
                        seen: None,
                    };
                    let answer = decide(&system, record.as_ref(), &wish, &who, &town, at, &world);
                    let what = format!("{} {} {role} {stage:?}", system.id, action.id);
                    if declared && !about_notice {
                        assert!(offered.contains(&number), "{what} is offered");
                        acting.insert(number);
                    } else {
                        assert!(!offered.contains(&number), "{what} is not offered");
                        let refusal = answer.expect_err(&what);
                        let kinds = [RefusalKind::Forbidden, RefusalKind::Conflict];
                        assert!(kinds.contains(&refusal.kind), "{what}: {refusal}");
                        assert!(!refusal.said.is_empty());
                    }
                }
            }
        }
        // The test would pass if nothing were ever allowed.
        assert!(
            acting.len() + 2 * system.notices.len() >= system.actions.len(),
            "{}",
            system.id
        );
    }
    assert!(asked > 1_000, "{asked}");
}

#[test]
fn nobody_checks_what_he_did_himself() {
    let (town, at) = (yunze(), morning("2026-03-02"));
    let mut asked = 0;
    for system in systems() {
        let world = Records::new([system.clone()]);
        for (number, action) in system.actions.iter().enumerate() {
            for did in &action.not_by {
                for (stage, role) in action.from.iter().flat_map(|stage| {
                    let roles = action.by.iter();
                    roles.map(move |role| (*stage, role))
                }) {
                    let who = actor(&town, &format!("{}/{role}", system.keeper));
                    let mut record = standing(&system, stage, &system.keeper);
                    let offered = |record: &Record| {
                        allowed(&system, Some(record), &who, &town, at).contains(&number)
                    };
                    let what = format!("{} {} {role} {stage}", system.id, action.id);
                    record.took = vec![(*did, "another".into())];
                    let before = offered(&record);
                    record.took.push((*did, who.user.clone()));
                    assert!(!offered(&record), "{what} is not offered");
                    let wish = Wish {
                        action: number,
                        input: Map::new(),
                        seen: None,
                    };
                    let answer = decide(&system, Some(&record), &wish, &who, &town, at, &world);
                    let refusal = answer.expect_err(&what);
                    assert_eq!(refusal.kind, RefusalKind::Forbidden, "{what}: {refusal}");
                    if before {
                        assert!(refusal.said[0].1.zh.contains("您本人"), "{what}: {refusal}");
                        asked += 1;
                    }
                }
            }
        }
    }
    assert!(asked > 20, "{asked}");
}

#[test]
fn an_action_that_is_none_is_refused() {
    let (town, at) = (yunze(), morning("2026-03-02"));
    for system in systems() {
        let world = Records::new([system.clone()]);
        let wish = Wish {
            action: system.actions.len(),
            input: Map::new(),
            seen: None,
        };
        let who = actor(&town, "supervision-office/supervisor");
        let refusal = decide(&system, None, &wish, &who, &town, at, &world).unwrap_err();
        assert_eq!(refusal.kind, RefusalKind::Forbidden);
    }
}

#[test]
fn inputs_that_are_not_asked_for_are_refused_by_name() {
    let (town, at) = (yunze(), morning("2026-03-02"));
    for system in systems() {
        let world = Records::new([system.clone()]);
        for (number, action) in system.actions.iter().enumerate() {
            let Some(role) = action.by.first() else {
                continue;
            };
            let stage = action.from.first().copied();
            if step_of(&system, number).is_some() {
                continue;
            }
            let record = stage.map(|it| standing(&system, it, &system.keeper));
            let who = match &**role {
                PUBLIC => PUBLIC.to_owned(),
                role => format!("{}/{role}", system.keeper),
            };
            let input = Map::from_iter([("undeclared".to_owned(), Json::from("x"))]);
            let wish = Wish {
                action: number,
                input,
                seen: None,
            };
            let who = actor(&town, &who);
            let answer = decide(&system, record.as_ref(), &wish, &who, &town, at, &world);
            let refusal = answer.expect_err(&action.id);
            assert_eq!(refusal.kind, RefusalKind::Invalid, "{refusal}");
            assert!(
                refusal
                    .said
                    .iter()
                    .any(|it| it.0.as_deref() == Some("undeclared"))
            );
        }
    }
}
