//! Laws that hold for any small declaration and whatever people try.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};
use youwei_base::{Day, Decimal};
use youwei_decision::value::Value;
use youwei_system::authority::allowed;
use youwei_system::declaration::System;
use youwei_system::input::decimal;
use youwei_system::records::{Filter, Order, Records};
use youwei_system::wish::RefusalKind;

use crate::play::{Play, made_up};

const ROLES: [&str; 2] = ["project-clerk", "supervisor"];
const UNITS: [&str; 2] = ["housing-construction", "urban-management"];

/// What an action does, in small numbers.
#[derive(Debug, Clone)]
struct Act {
    from: u8,
    to: Option<u8>,
    by: u8,
    inputs: u8,
    does: u8,
}

#[derive(Debug, Clone)]
struct Small {
    stages: u8,
    acts: Vec<Act>,
    clock: [u8; 6],
    days: u8,
    workdays: bool,
    falls: Option<u8>,
}

/// Somebody tries something.
#[derive(Debug, Clone)]
struct Try {
    after: u8,
    who: u8,
    action: u8,
    record: Option<u8>,
    inputs: u8,
    value: u8,
    sweeps: bool,
}

fn small() -> impl Strategy<Value = Small> {
    let act = (
        any::<u8>(),
        proptest::option::of(any::<u8>()),
        any::<u8>(),
        any::<u8>(),
        any::<u8>(),
    );
    let act = act.prop_map(|(from, to, by, inputs, does)| Act {
        from,
        to,
        by,
        inputs,
        does,
    });
    let acts = proptest::collection::vec(act, 2..7);
    (
        2u8..5,
        acts,
        any::<[u8; 6]>(),
        0u8..12,
        any::<bool>(),
        proptest::option::of(any::<u8>()),
    )
        .prop_map(|(stages, acts, clock, days, workdays, falls)| Small {
            stages,
            acts,
            clock,
            days,
            workdays,
            falls,
        })
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = (
        0u8..9,
        any::<u8>(),
        any::<u8>(),
        proptest::option::weighted(0.9, any::<u8>()),
        any::<u8>(),
        any::<u8>(),
        any::<bool>(),
    );
    let one = one.prop_map(|(after, who, action, record, inputs, value, sweeps)| Try {
        after,
        who,
        action,
        record,
        inputs,
        value,
        sweeps,
    });
    proptest::collection::vec(one, 1..50)
}

const INPUTS: [(&str, &str); 5] = [
    ("name", "{ optional = true }"),
    ("code", "{ optional = true }"),
    ("amount", "{ optional = true }"),
    ("until", "{ optional = true }"),
    (
        "photo",
        "{ type = \"photo\", optional = true, unique = true, label = { zh = \"照片\", en = \"Photo\" } }",
    ),
];

/// The declaration as somebody would write it.
fn written(small: &Small) -> String {
    let mut text = String::from(
        r#"id = "things"
name = { zh = "物", en = "things" }
record = { zh = "物", en = "thing" }
about = { zh = "试验用", en = "for tests" }
source = "试验"
keeper = "housing-construction"
title = "name"
owner = "unit"
[fields]
name = { type = "text", max = 9, label = { zh = "名称", en = "Name" } }
code = { type = "text", max = 9, unique = true, label = { zh = "编号", en = "Code" } }
amount = { type = "money", label = { zh = "数额", en = "Amount" } }
until = { type = "date", label = { zh = "到期", en = "Until" } }
unit = { type = "unit", label = { zh = "单位", en = "Unit" } }
items = { type = "list", of = { amount = { type = "money" } }, label = { zh = "各笔", en = "Items" } }
sum = { type = "money", total = "thing.sum", label = { zh = "合计", en = "Sum" } }
third = { type = "number", decimals = 4, computed = "if sum = null then null else sum / 3", label = { zh = "三分之一", en = "A third" } }
[metrics]
"thing.sum" = { zh = "数额", en = "amount", unit = "元" }
[stages]
"#,
    );
    let stages = small.stages;
    for at in 0..stages {
        let end = if at + 1 == stages { ", end = true" } else { "" };
        writeln!(text, "s{at} = {{ zh = \"第{at}\", en = \"s{at}\"{end} }}").unwrap();
    }
    for (at, act) in small.acts.iter().enumerate() {
        writeln!(
            text,
            "[actions.a{at}]\nname = {{ zh = \"动作{at}\", en = \"act {at}\" }}"
        )
        .unwrap();
        if at > 0 {
            let from: Vec<String> = (0..stages)
                .filter(|it| act.from & (1 << it) != 0 || act.from % stages == *it)
                .map(|it| format!("\"s{it}\""))
                .collect();
            writeln!(text, "from = [{}]", from.join(", ")).unwrap();
        }
        match act.to {
            Some(to) => writeln!(text, "to = \"s{}\"", to % stages).unwrap(),
            None if at == 0 => writeln!(text, "to = \"s0\"").unwrap(),
            None => {}
        }
        writeln!(
            text,
            "by = [\"{}\"]\nreach = \"all\"",
            ROLES[usize::from(act.by % 2)]
        )
        .unwrap();
        let inputs = INPUTS
            .iter()
            .enumerate()
            .filter(|(it, _)| act.inputs & (1 << it) != 0);
        let inputs: Vec<String> = inputs
            .map(|(_, (name, of))| format!("{name} = {of}"))
            .collect();
        writeln!(text, "input = {{ {} }}", inputs.join(", ")).unwrap();
        let mut facts = Vec::new();
        if act.does & 1 != 0 {
            facts.push(r#"{ metric = "thing.sum", value = "amount", when = "amount != null", key = "string(count(items))" }"#);
        }
        if act.does & 2 != 0 {
            facts.push(r#"{ metric = "thing.sum", value = "amount * 2", when = "amount != null and amount > 50" }"#);
        }
        if act.does & 12 == 12 {
            facts.push(r#"{ metric = "thing.sum", retract = true, key = "\"1\"" }"#);
        }
        writeln!(text, "facts = [{}]", facts.join(", ")).unwrap();
        if act.does & 16 != 0 {
            writeln!(text, "add = {{ items = \"{{amount: amount}}\" }}").unwrap();
        }
        if act.does & 32 != 0 {
            writeln!(text, "when = [{{ is = \"amount = null or amount < 90\", else = {{ zh = \"太多；请减少。\", en = \"Too much; take less.\" }} }}]").unwrap();
        }
        if act.does & 64 != 0 && act.inputs & 8 == 0 {
            writeln!(
                text,
                "set = {{ until = \"today + duration(\\\"P9D\\\")\" }}"
            )
            .unwrap();
        }
    }
    let act = |at: usize| usize::from(small.clock[at]) % small.acts.len();
    let falls = match small.falls {
        Some(to) => format!("to = \"s{}\", ", to % stages),
        None => String::new(),
    };
    let count = if small.workdays { "workdays" } else { "days" };
    writeln!(
        text,
        "[clocks.first]\nname = {{ zh = \"时限\", en = \"clock\" }}\nstarts = [\"a{}\"]\nstops = [\"a{}\"]\ndays = {}\ncount = \"{count}\"\nsuspends = [\"a{}\"]\nresumes = [\"a{}\"]\nextends = {{ by = \"a{}\", days = 3 }}\nreminds = {{ days = 2 }}\noverdue = {{ {falls}escalate = true }}",
        act(0), act(1), small.days, act(2), act(3), act(4),
    )
    .unwrap();
    writeln!(
        text,
        "[clocks.second]\nname = {{ zh = \"到期\", en = \"until\" }}\nstarts = [\"a{}\"]\nuntil = \"until\"\nreminds = {{ days = 1 }}\noverdue = {{ light = true }}",
        act(5)
    )
    .unwrap();
    text
}

fn given(it: &Try, system: &System, action: usize) -> Json {
    let mut input = Map::new();
    let names = system.actions[action].input.iter().enumerate();
    for (at, field) in names.filter(|(at, _)| it.inputs & (1 << at) != 0) {
        let value = match &*field.field.name {
            "name" => json!(format!("物{}", it.value)),
            "code" => json!(format!("c{}", it.value % 5)),
            "amount" => json!(format!("{}.{}", it.value % 120, at)),
            "until" => json!(format!("2026-0{}-1{}", 1 + it.value % 9, it.value % 9)),
            _ => {
                json!({ "sha256": format!("{}", it.value % 7).repeat(64), "taken": "2026-01-02", "at": "114,38" })
            }
        };
        input.insert(field.field.name.to_string(), value);
    }
    Json::Object(input)
}

/// The facts that stand after these events, found the slow way.
fn standing(log: &[(String, String, jiff::Timestamp, Json)], subject: &str) -> Option<Decimal> {
    let mut by_key: BTreeMap<(String, String), Decimal> = BTreeMap::new();
    for (_, _, _, data) in log.iter().filter(|it| it.1 == subject) {
        for fact in data["facts"].as_array().into_iter().flatten() {
            let text = |name: &str| fact[name].as_str().unwrap_or_default().to_owned();
            let key = (text("metric"), text("key"));
            match fact["value"].as_str() {
                Some(value) => by_key.insert(key, value.parse().unwrap()),
                None => by_key.remove(&key),
            };
        }
    }
    (!by_key.is_empty()).then(|| by_key.into_values().sum())
}

fn looked_at(records: &Records) -> String {
    let mut text = String::new();
    for book in records.books() {
        for record in book.iter() {
            writeln!(text, "{record:?}").unwrap();
        }
        let awake: Vec<_> = book
            .awake(Day::constant(2026, 12, 31))
            .map(|it| &it.id)
            .collect();
        let due = book.find(&Filter::default(), Order::Due, 0, 99);
        let due: Vec<_> = due.records.iter().map(|it| &it.id).collect();
        writeln!(
            text,
            "{awake:?} {due:?} {:?} {}",
            book.by_stage(),
            book.next_id(2026)
        )
        .unwrap();
        for code in 0..5 {
            writeln!(text, "{:?}", book.taken("code", &format!("c{code}"))).unwrap();
        }
    }
    text
}

/// After each event: what changed is what was declared.
fn check_last(play: &Play, system: &System, stages: &mut BTreeMap<String, String>) {
    let (kind, subject, _, data) = play.log.last().unwrap();
    let before = stages.get(subject).cloned();
    let after = play.stage(subject);
    let action = kind.strip_prefix("things.").unwrap();
    if before.as_ref() != Some(&after) {
        let to = system.stage(&after);
        let declared = match system.action(action) {
            Some(at) => {
                let action = &system.actions[at];
                let from = before.as_deref().and_then(|it| system.stage(it));
                action.to == to
                    && from.is_none_or(|it| action.from.contains(&it))
                    && (from.is_some() || action.from.is_empty())
            }
            None => action == "clock" && system.clocks.iter().any(|it| it.then.to == to),
        };
        assert!(declared, "{action}: {before:?} to {after}");
    }
    stages.insert(subject.clone(), after);
    let sum = play.value(subject, "sum");
    assert_eq!(decimal(&sum), standing(&play.log, subject), "{action}");
    let third = play.value(subject, "third");
    assert_eq!(third.is_null(), sum.is_null());
    for clock in &play.record(subject).clocks {
        assert!(clock.due >= clock.started, "{clock:?}");
        assert!(
            clock.remind.is_none_or(|it| it >= clock.started),
            "{clock:?}"
        );
    }
    let record = play.record(subject);
    let resting = record.stage.is_some_and(|it| system.stages[it].ends);
    if data["to"].is_string() && resting {
        assert!(
            record.clocks.iter().all(|it| !it.is_open()),
            "nothing is due at rest"
        );
    }
}

/// Over all events.
fn check_all(play: &Play) {
    let mut photos = BTreeSet::new();
    let mut codes: BTreeMap<String, String> = BTreeMap::new();
    let mut extended: BTreeSet<(String, String)> = BTreeSet::new();
    for (_, subject, _, data) in &play.log {
        if let Some(digest) = data["input"]["photo"]["sha256"].as_str() {
            assert!(photos.insert(digest.to_owned()), "a photograph serves once");
        }
        if let Some(code) = data["set"]["code"].as_str() {
            let first = codes
                .entry(code.to_owned())
                .or_insert_with(|| subject.clone());
            assert_eq!(first, subject, "a code is one record's");
        }
        for moved in data["clocks"].as_array().into_iter().flatten() {
            let clock = (subject.clone(), moved["clock"].as_str().unwrap().to_owned());
            match moved["did"].as_str().unwrap() {
                "started" => {
                    extended.remove(&clock);
                }
                "extended" => assert!(extended.insert(clock), "extended once"),
                _ => {}
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_try_only_what_is_declared_happens(small in small(), tries in tries()) {
        let systems = made_up(&written(&small));
        let system = systems[0].clone();
        let mut play = Play::new(systems.clone());
        let mut stages = BTreeMap::new();
        let mut snapshot = play.records.clone();
        let mut taken_at = 0;
        let mut day = Day::constant(2026, 1, 5);
        let half = tries.len() / 2;
        let mut unique = BTreeSet::new();
        for (number, it) in tries.iter().enumerate() {
            for _ in 0..it.after {
                day = day.tomorrow().unwrap();
            }
            let date = day.to_string();
            if number == half {
                (snapshot, taken_at) = (play.records.clone(), play.log.len());
            }
            if it.sweeps {
                for _ in play.sweep(&date) {}
                for (_, subject, _, _) in &play.log {
                    stages.insert(subject.clone(), play.stage(subject));
                }
            }
            let who = format!("{}/{}", UNITS[usize::from(it.who / 2 % 2)], ROLES[usize::from(it.who % 2)]);
            let book = play.records.book("things").unwrap();
            let record = it.record.filter(|_| !book.is_empty());
            let record = record.map(|at| book.iter().nth(usize::from(at) % book.len()).unwrap());
            let to = match record {
                Some(record) => format!("things/{}", record.id),
                None => "things".to_owned(),
            };
            // Mostly what may be done, now and then anything.
            let actor = crate::play::actor(&play.town, &who);
            let at = crate::play::morning(&date);
            let may = allowed(&system, record, &actor, &play.town, at);
            let action = match may.is_empty() || it.action > 200 {
                true => usize::from(it.action) % system.actions.len(),
                false => may[usize::from(it.action) % may.len()],
            };
            let input = given(it, &system, action);
            let before = play.log.len();
            let asked = play.ask(&date, &who, &to, &system.actions[action].id, &input);
            match asked {
                Err(refusal) => {
                    prop_assert!(!refusal.said.is_empty());
                    prop_assert!(refusal.kind != RefusalKind::Stale);
                }
                Ok(decision) => {
                    for new in decision.unique {
                        prop_assert!(unique.insert(new), "a stream of its own");
                    }
                    play.done(&date, &who, &to, &system.actions[action].id, input);
                    check_last(&play, &system, &mut stages);
                    prop_assert_eq!(play.log.len(), before + 1);
                }
            }
        }
        check_all(&play);
        // The same from the first entry, and from a snapshot on.
        let mut anew = Records::new(systems);
        for (index, (kind, subject, time, data)) in play.log.iter().enumerate() {
            anew.evolve(index as u64, kind, subject, *time, data);
            if index >= taken_at {
                snapshot.evolve(index as u64, kind, subject, *time, data);
            }
        }
        let now = looked_at(&play.records);
        prop_assert_eq!(&looked_at(&anew), &now);
        prop_assert_eq!(&looked_at(&snapshot), &now);
    }
}

#[test]
fn entries_that_are_no_systems_change_nothing() {
    let mut records = Records::new(made_up(&written(&Small {
        stages: 2,
        acts: vec![
            Act {
                from: 1,
                to: None,
                by: 0,
                inputs: 31,
                does: 0
            };
            2
        ],
        clock: [0; 6],
        days: 1,
        workdays: true,
        falls: None,
    })));
    let time: jiff::Timestamp = "2026-03-02T01:00:00Z".parse().unwrap();
    let data = json!({ "to": "s0", "set": { "name": "物", "gone": 1 }, "clocks": [{ "did": "started", "clock": "gone", "due": "x" }, 7], "facts": ["?", { "metric": "gone", "value": "1" }], "notice": 3, "flags": [1] });
    for (kind, subject) in [
        ("other.a0", "other/2026-00001"),
        ("other.a0", "things/2026-00001"),
        ("things", "things/2026-00001"),
        ("things.a0", "things"),
        ("unique.taken", "unique/things.code/c1"),
    ] {
        records.evolve(0, kind, subject, time, &data);
    }
    let book = |records: &Records| records.book("things").unwrap().clone();
    assert!(book(&records).is_empty());
    records.evolve(1, "things.a0", "things/2026-00007", time, &json!("text"));
    assert!(book(&records).is_empty());
    // What it knows of an event it takes, the rest it passes over.
    records.evolve(2, "things.unheard-of", "things/2026-00007", time, &data);
    let book = book(&records);
    let record = book.get("2026-00007").unwrap();
    assert_eq!((record.version, record.stage), (1, Some(0)));
    assert!(youwei_decision::value::same(
        &record.values[0],
        &Value::from("物")
    ));
    assert!(record.clocks.is_empty() && record.facts.is_empty() && record.flags.is_empty());
    assert_eq!(book.next_id(2026), "2026-00008");
    assert_eq!(book.next_id(2027), "2027-00001");
}
