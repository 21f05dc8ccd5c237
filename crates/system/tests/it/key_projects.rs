//! A key project from reserve to production, as the declaration of the city has it.

use serde_json::json;
use youwei_system::happened::ClockMove;
use youwei_system::wish::RefusalKind;

use crate::play::Play;

const CLERK: &str = "housing-construction/project-clerk";
const INSPECTOR: &str = "development-reform/project-inspector";
const LEAD: &str = "development-reform/project-lead";

fn proposed(play: &mut Play) -> String {
    let input = json!({
        "name": "望澜大桥", "code": "2603-990102-04-01-123456", "level": "city",
        "unit": "housing-construction", "area": "990102", "total": "12.5亿",
        "contact": "张三 138", "plan_start": "2026/3/5", "builder": ""
    });
    play.done("2026-03-02", CLERK, "key-projects", "propose", input)
}

fn photo(digit: &str, taken: &str) -> serde_json::Value {
    json!({ "sha256": digit.repeat(64), "name": "现场.jpg", "taken": taken,
            "at": { "lon": "114.5", "lat": 38.04 } })
}

fn building(play: &mut Play) -> String {
    let it = proposed(play);
    play.done("2026-03-03", INSPECTOR, &it, "admit", json!({}));
    let permit = json!({ "kind": "construction", "number": "130101", "issued_on": "2026-03-04" });
    play.done("2026-03-05", CLERK, &it, "record-permit", permit);
    let started = json!({ "started_on": "2026-03-09" });
    play.done("2026-03-10", CLERK, &it, "apply-start", started);
    let signs = json!({ "started_on": "2026-03-09", "permit": "130101", "photo": photo("a", "2026-03-09") });
    play.done("2026-03-11", INSPECTOR, &it, "confirm-start", signs);
    it
}

#[test]
fn a_project_is_proposed_in_a_clerks_words() {
    let mut play = Play::of_the_city();
    let it = proposed(&mut play);
    assert_eq!(it, "key-projects/2026-00001");
    assert_eq!(play.stage(&it), "reserve");
    assert_eq!(play.value(&it, "total").to_string(), "1250000000");
    assert_eq!(play.value(&it, "plan_start").to_string(), "2026-03-05");
    let contact = play.system("key-projects").field("contact").unwrap();
    assert!(
        play.value(&it, "contact").is_null(),
        "personal values are no part of a record"
    );
    assert_eq!(play.record(&it).sealed, [(contact, 0)]);
    // Ten work days after 2 March, and two before that.
    let clock = &play.record(&it).clocks[0];
    assert_eq!(clock.due.to_string(), "2026-03-16");
    assert_eq!(clock.remind.unwrap().to_string(), "2026-03-12");
}

#[test]
fn all_that_is_wrong_with_the_input_is_said_at_once() {
    let play = Play::of_the_city();
    let input = json!({
        "name": "", "code": "2613-990102-04-01-123456", "level": "village", "unit": "nobody",
        "area": "110000", "total": "many", "colour": "red"
    });
    let refusal = play.refused("2026-03-02", CLERK, "key-projects", "propose", input);
    assert_eq!(refusal.kind, RefusalKind::Invalid);
    let mut about: Vec<&str> = refusal
        .said
        .iter()
        .filter_map(|it| it.0.as_deref())
        .collect();
    about.sort_unstable();
    assert_eq!(
        about,
        ["area", "code", "colour", "level", "name", "total", "unit"]
    );
    for (_, sentence) in &refusal.said {
        assert!(
            sentence.zh.ends_with('。') && sentence.en.ends_with('.'),
            "{sentence}"
        );
    }
}

#[test]
fn a_start_needs_two_sources() {
    let mut play = Play::of_the_city();
    let it = proposed(&mut play);
    play.done("2026-03-03", INSPECTOR, &it, "admit", json!({}));
    let early = json!({ "started_on": "2026-03-09" });
    let refusal = play.refused("2026-03-10", CLERK, &it, "apply-start", early.clone());
    assert!(
        refusal.said[0].1.zh.contains("还没有登记施工许可证"),
        "{refusal}"
    );
    let permit = json!({ "kind": "construction", "number": "130101", "issued_on": "2026-03-04" });
    play.done("2026-03-05", CLERK, &it, "record-permit", permit);
    play.done("2026-03-10", CLERK, &it, "apply-start", early);
    let ask = |input| play.refused("2026-03-11", INSPECTOR, &it, "confirm-start", input);
    let refusal = ask(json!({ "started_on": "2026-03-09", "photo": photo("a", "2026-03-09") }));
    assert_eq!(
        (refusal.kind, refusal.said.len()),
        (RefusalKind::Conflict, 1)
    );
    assert!(
        refusal.said[0].1.zh.contains("施工许可证或开工批复"),
        "{refusal}"
    );
    let refusal = ask(json!({ "started_on": "2026-03-09", "order": "1号" }));
    assert!(refusal.said[0].1.zh.contains("独立旁证"), "{refusal}");
    let refusal = ask(json!({ "started_on": "2026-03-09" }));
    assert_eq!(refusal.said.len(), 2, "{refusal}");
    // A photograph without its place is none.
    let bare = json!({ "sha256": "a".repeat(64), "taken": "2026-03-09" });
    let refusal = ask(json!({ "started_on": "2026-03-09", "permit": "1", "photo": bare }));
    assert_eq!(refusal.kind, RefusalKind::Invalid);
    let refusal = ask(
        json!({ "started_on": "2026-03-09", "permit": "1", "photo": photo("a", "2026-03-08") }),
    );
    assert!(
        refusal.said[0].1.zh.contains("拍摄于开工日期之前"),
        "{refusal}"
    );
}

#[test]
fn a_start_states_its_fact_and_a_photograph_serves_once() {
    let mut play = Play::of_the_city();
    let it = building(&mut play);
    assert_eq!(play.stage(&it), "building");
    let (kind, _, _, data) = play.log.last().unwrap();
    assert_eq!(kind, "key-projects.confirm-start");
    let fact = &data["facts"][0];
    assert_eq!(fact["metric"], "project.started");
    assert_eq!(
        (&fact["value"], &fact["on"]),
        (&json!("1"), &json!("2026-03-09"))
    );
    assert_eq!(fact["area"], json!(990102));
    assert_eq!(fact["labels"]["unit"], "housing-construction");
    assert_eq!(data["flags"], json!(["started-without-account"]));
    assert_eq!(data["parameters"]["report_day"]["value"], "5");
    // The same photograph for another project.
    let second = json!({
        "name": "二桥", "code": "2603-990102-04-01-654321", "level": "city",
        "unit": "housing-construction", "area": "990102", "total": "6000000"
    });
    let other = play.done(
        "2026-03-12",
        CLERK,
        "key-projects",
        "propose",
        second.clone(),
    );
    play.done("2026-03-12", INSPECTOR, &other, "admit", json!({}));
    let permit = json!({ "kind": "construction", "number": "130102", "issued_on": "2026-03-04" });
    play.done("2026-03-12", CLERK, &other, "record-permit", permit);
    play.done(
        "2026-03-12",
        CLERK,
        &other,
        "apply-start",
        json!({ "started_on": "2026-03-09" }),
    );
    let again =
        json!({ "started_on": "2026-03-09", "permit": "1", "photo": photo("A", "2026-03-10") });
    let refusal = play.refused("2026-03-13", INSPECTOR, &other, "confirm-start", again);
    assert_eq!(refusal.said[0].0.as_deref(), Some("photo"));
    assert!(refusal.said[0].1.zh.contains("2026-00001"), "{refusal}");
    // And the same code twice.
    let refusal = play.refused("2026-03-12", CLERK, "key-projects", "propose", second);
    assert_eq!(refusal.said[0].0.as_deref(), Some("code"));
}

#[test]
fn the_total_is_what_stands_after_corrections() {
    let mut play = Play::of_the_city();
    let it = building(&mut play);
    let month = |month: &str, amount: &str, progress: i32| json!({ "month": month, "amount": amount, "progress_now": progress });
    play.done(
        "2026-04-02",
        CLERK,
        &it,
        "report-month",
        month("2026-03", "1000万", 5),
    );
    play.done(
        "2026-05-02",
        CLERK,
        &it,
        "report-month",
        month("2026年4月", "2,500,000.50", 9),
    );
    assert_eq!(play.value(&it, "invested").to_string(), "12500000.5");
    let twice = month("2026-04", "1", 9);
    let refusal = play.refused("2026-05-02", CLERK, &it, "report-month", twice);
    assert!(refusal.said[0].1.zh.contains("已经报告过"), "{refusal}");
    let right = json!({ "month": "2026-03", "amount": "900万", "why": "凭证重复" });
    play.done("2026-05-03", INSPECTOR, &it, "correct-month", right);
    assert_eq!(play.value(&it, "invested").to_string(), "11500000.5");
    assert_eq!(
        play.record(&it).facts.len(),
        4,
        "listed, started, two months"
    );
    let much = month("2026-05", "13亿", 10);
    let refusal = play.refused("2026-06-02", CLERK, &it, "report-month", much);
    assert!(refusal.said[0].1.zh.contains("将超过总投资"), "{refusal}");
}

#[test]
fn what_is_revoked_is_taken_back() {
    let mut play = Play::of_the_city();
    let it = building(&mut play);
    play.done(
        "2026-03-20",
        INSPECTOR,
        &it,
        "revoke-start",
        json!({ "reason": "摆拍" }),
    );
    let data = &play.log.last().unwrap().3;
    assert_eq!(data["facts"][0]["metric"], "project.started");
    assert_eq!(data["facts"][0].get("value"), None);
    assert_eq!(data["facts"][0]["on"], "2026-03-09");
    play.done(
        "2026-03-21",
        LEAD,
        &it,
        "withdraw",
        json!({ "reason": "停建" }),
    );
    let facts = play.log.last().unwrap().3["facts"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(facts.len(), 1, "only what still stood: {facts:?}");
    assert!(play.record(&it).facts.is_empty());
    assert!(play.record(&it).clocks.iter().all(|it| !it.is_open()));
}

#[test]
fn a_page_that_is_out_of_date_is_told_so() {
    let mut play = Play::of_the_city();
    let it = proposed(&mut play);
    let system = play.system("key-projects");
    let wish = youwei_system::wish::Wish {
        action: system.action("admit").unwrap(),
        input: serde_json::Map::new(),
        seen: Some(0),
    };
    let actor = crate::play::actor(&play.town, INSPECTOR);
    let at = crate::play::morning("2026-03-03");
    let record = play.record(&it);
    let answer = youwei_system::decide::decide(
        &system,
        Some(record),
        &wish,
        &actor,
        &play.town,
        at,
        &play.records,
    );
    assert_eq!(answer.unwrap_err().kind, RefusalKind::Stale);
}

#[test]
fn reach_is_kept() {
    let mut play = Play::of_the_city();
    let foreign = json!({
        "name": "桥", "code": "2603-990102-04-01-123456", "level": "city",
        "unit": "urban-management", "area": "990102", "total": "12.5亿"
    });
    let refusal = play.refused("2026-03-02", CLERK, "key-projects", "propose", foreign);
    assert_eq!(refusal.kind, RefusalKind::Forbidden);
    let it = proposed(&mut play);
    for who in [
        "urban-management/project-clerk",
        "public",
        "audit/auditor",
        CLERK,
    ] {
        let refusal = play.refused("2026-03-03", who, &it, "admit", json!({}));
        assert_eq!(refusal.kind, RefusalKind::Forbidden, "{who}");
    }
    // An inspector of another unit than the keeper's.
    let refusal = play.refused(
        "2026-03-03",
        "housing-construction/project-inspector",
        &it,
        "admit",
        json!({}),
    );
    assert_eq!(refusal.kind, RefusalKind::Forbidden);
}

#[test]
fn a_project_with_open_trouble_cannot_be_finished() {
    let mut play = Play::of_the_city();
    let it = building(&mut play);
    let id = it.split_once('/').unwrap().1;
    let trouble = json!({
        "kind": "project-problem", "name": "征迁未完", "area": "990102", "found_on": "2026-04-01",
        "project": id, "unit": "housing-construction"
    });
    let trouble = play.done("2026-04-01", CLERK, "dynamic-lists", "report", trouble);
    play.done(
        "2026-10-12",
        CLERK,
        &it,
        "apply-finish",
        json!({ "finished_on": "2026-10-10" }),
    );
    let proof = json!({ "finished_on": "2026-10-10", "acceptance": "1", "settlement": "2" });
    let refusal = play.refused(
        "2026-10-13",
        INSPECTOR,
        &it,
        "confirm-finish",
        proof.clone(),
    );
    assert!(refusal.said[0].1.zh.contains("没有销号的问题"), "{refusal}");
    let why = json!({ "reason": "已解决" });
    play.done(
        "2026-10-13",
        "supervision-office/supervisor",
        &trouble,
        "reject",
        why,
    );
    play.done("2026-10-14", INSPECTOR, &it, "confirm-finish", proof);
    assert_eq!(play.stage(&it), "finished");
}

#[test]
fn time_brings_a_reminder_and_then_an_escalation() {
    let mut play = Play::of_the_city();
    let it = proposed(&mut play);
    assert!(play.sweep("2026-03-11").is_empty());
    let reminded = play.sweep("2026-03-12");
    assert!(matches!(
        reminded[0].1.clocks[..],
        [ClockMove::Reminded { .. }]
    ));
    assert!(
        play.sweep("2026-03-16").is_empty(),
        "the last day is in time"
    );
    let over = play.sweep("2026-03-17");
    let [ClockMove::RanOut { escalated, due, .. }] = &over[0].1.clocks[..] else {
        panic!("{over:?}");
    };
    assert_eq!(due.to_string(), "2026-03-16");
    assert_eq!(escalated.as_deref(), Some("city-government"));
    assert!(play.record(&it).clocks[0].is_overdue("2026-03-17".parse().unwrap()));
    play.done("2026-03-18", INSPECTOR, &it, "admit", json!({}));
    assert!(!play.record(&it).clocks[0].is_open());
    assert!(play.sweep("2026-05-01").is_empty());
}

#[test]
fn a_code_that_another_project_has_is_in_its_way_and_not_wrong_in_itself() {
    let mut play = Play::of_the_city();
    proposed(&mut play);
    let input = json!({
        "name": "望澜二桥", "code": "2603-990102-04-01-123456", "level": "city",
        "unit": "housing-construction", "area": "990102", "total": "8亿"
    });
    let refusal = play.refused("2026-03-03", CLERK, "key-projects", "propose", input);
    assert_eq!(refusal.kind, RefusalKind::Conflict);
    assert_eq!(refusal.said[0].0.as_deref(), Some("code"));
}
