//! A list kept at zero: found, confirmed, ordered, fixed, checked, closed, open again.

use serde_json::json;
use youwei_system::happened::ClockMove;
use youwei_system::wish::RefusalKind;

use crate::play::Play;

const SUPERVISOR: &str = "supervision-office/supervisor";
const CLERK: &str = "urban-management/list-clerk";

fn told(play: &mut Play) -> String {
    let input = json!({
        "kind": "black-water", "name": "柳河段发黑", "words": "有臭味", "area": "990101",
        "found_on": "2026-03-02", "phone": "13800000000"
    });
    play.done("2026-03-02", "public", "dynamic-lists", "tell", input)
}

fn photo(digit: &str, taken: &str) -> serde_json::Value {
    json!({ "sha256": digit.repeat(64), "taken": taken, "at": "114.5，38.04" })
}

fn passed(play: &mut Play) -> String {
    let it = told(play);
    let grade = json!({ "grade": "ordinary", "basis": "城市黑臭水体判定" });
    play.done("2026-03-04", SUPERVISOR, &it, "confirm", grade);
    let order = json!({ "unit": "urban-management", "requires": "清淤截污" });
    play.done("2026-03-05", SUPERVISOR, &it, "order", order);
    let fixed = json!({ "fixed_on": "2026-04-10", "photo": photo("b", "2026-04-10") });
    play.done("2026-04-13", CLERK, &it, "fix", fixed);
    let checked = json!({ "checked_on": "2026-04-14", "reading": "监测 12 号" });
    play.done("2026-04-14", SUPERVISOR, &it, "pass", checked);
    it
}

#[test]
fn what_the_public_tells_is_recorded_without_the_person() {
    let mut play = Play::of_the_city();
    let it = told(&mut play);
    assert_eq!(play.value(&it, "found_by").to_string(), "public");
    let log = serde_json::to_string(&play.log[0].3).unwrap();
    assert!(!log.contains("13800000000"), "{log}");
    let asked = play.ask("2026-03-02", "public", "dynamic-lists", "tell", &json!({
        "kind": "hazard", "name": "墙", "words": "裂", "area": "990101", "found_on": "2026-03-01",
        "phone": "139"
    }));
    let personal = asked.unwrap().personal;
    assert_eq!(personal, [("/set/phone".to_owned(), json!("139"))]);
}

#[test]
fn trouble_is_cleared_after_its_notice_and_opened_again_when_it_recurs() {
    let mut play = Play::of_the_city();
    let it = passed(&mut play);
    assert_eq!(play.value(&it, "deadline").to_string(), "2026-05-01");
    // Five work days after 14 April: to the 21st.
    let refusal = play.refused("2026-04-21", SUPERVISOR, &it, "close", json!({}));
    assert_eq!(refusal.kind, RefusalKind::Conflict);
    assert!(refusal.said[0].1.zh.contains("2026-04-21"), "{refusal}");
    play.done("2026-04-22", SUPERVISOR, &it, "close", json!({}));
    let facts = &play.log.last().unwrap().3["facts"];
    assert_eq!(facts[2]["metric"], "trouble.days-to-clear");
    assert_eq!(facts[2]["value"], "51");
    let again = json!({ "reason": "雨后返黑", "found_again": "2026-06-01" });
    play.done("2026-06-02", SUPERVISOR, &it, "reopen", again);
    assert_eq!(play.stage(&it), "ordered");
    let data = &play.log.last().unwrap().3;
    assert_eq!(data["facts"][0]["key"], "open-2", "facts see what is set");
    assert_eq!(data["flags"], json!(["soon-again"]));
    assert_eq!(data["clocks"][0]["due"], "2026-07-31");
}

#[test]
fn an_objection_holds_up_what_waits_for_the_notice() {
    let mut play = Play::of_the_city();
    let it = passed(&mut play);
    let refusal = play.refused(
        "2026-04-15",
        SUPERVISOR,
        &it,
        "clearance-answer",
        json!({ "upheld": "否", "words": "无" }),
    );
    assert_eq!(refusal.kind, RefusalKind::Conflict);
    let words = json!({ "who": "李四", "words": "水还是黑的" });
    play.done(
        "2026-04-20",
        "public",
        &it,
        "clearance-object",
        words.clone(),
    );
    let object = play.refused("2026-04-22", "public", &it, "clearance-object", words);
    assert!(object.said[0].1.zh.contains("不再受理"), "{object}");
    let close = play.refused("2026-04-22", SUPERVISOR, &it, "close", json!({}));
    assert!(close.said[0].1.zh.contains("第1号"), "{close}");
    // Fifteen work days after 20 April; the rest days of May lie between.
    let due = play.record(&it).notices[0].objections[0].due;
    assert_eq!(due.to_string(), "2026-05-13");
    let answer = json!({ "upheld": true, "words": "属实" });
    let refusal = play.refused("2026-04-22", CLERK, &it, "clearance-answer", answer.clone());
    assert_eq!(refusal.kind, RefusalKind::Forbidden);
    play.done("2026-04-22", SUPERVISOR, &it, "clearance-answer", answer);
    let close = play.refused("2026-04-23", SUPERVISOR, &it, "close", json!({}));
    assert!(close.said[0].1.zh.contains("异议成立"), "{close}");
    // Mended and put on notice anew.
    let back = json!({ "reason": "异议成立", "deadline": "2026-05-30" });
    play.done("2026-04-23", SUPERVISOR, &it, "send-back", back);
    let fixed = json!({ "fixed_on": "2026-05-06", "photo": photo("c", "2026-05-06") });
    play.done("2026-05-07", CLERK, &it, "fix", fixed);
    let checked = json!({ "checked_on": "2026-05-08", "reading": "13 号" });
    play.done("2026-05-08", SUPERVISOR, &it, "pass", checked);
    play.done("2026-05-20", SUPERVISOR, &it, "close", json!({}));
    assert_eq!(play.stage(&it), "closed");
}

#[test]
fn the_unit_above_may_act_once_the_time_ran_out() {
    let mut play = Play::of_the_city();
    let it = told(&mut play);
    let grade = json!({ "grade": "ordinary", "basis": "判定" });
    play.done("2026-03-04", SUPERVISOR, &it, "confirm", grade);
    let order = json!({ "unit": "urban-management", "requires": "清淤截污" });
    play.done("2026-03-05", SUPERVISOR, &it, "order", order);
    let over = play.sweep("2026-05-04");
    let [ClockMove::RanOut { escalated, .. }] = &over[0].1.clocks[..] else {
        panic!("{over:?}");
    };
    let above = escalated.clone().unwrap();
    let plan = json!({ "responsible": "王五", "measures": "换人换设备" });
    let who = format!("{above}/list-clerk");
    play.done("2026-05-05", &who, &it, "plan-fix", plan.clone());
    let other = "ecology-environment/list-clerk";
    let refusal = play.refused("2026-05-05", other, &it, "plan-fix", plan);
    assert_eq!(refusal.kind, RefusalKind::Forbidden);
}

#[test]
fn a_deadline_is_extended_once_and_only_in_time() {
    let mut play = Play::of_the_city();
    let it = told(&mut play);
    play.done(
        "2026-03-04",
        SUPERVISOR,
        &it,
        "confirm",
        json!({ "grade": "ordinary", "basis": "判定" }),
    );
    let order = json!({ "unit": "urban-management", "requires": "清淤截污" });
    play.done("2026-03-05", SUPERVISOR, &it, "order", order);
    let why = json!({ "why": "汛期" });
    play.done("2026-04-30", SUPERVISOR, &it, "extend-fix", why.clone());
    assert_eq!(play.log.last().unwrap().3["clocks"][0]["due"], "2026-05-16");
    let refusal = play.refused("2026-05-10", SUPERVISOR, &it, "extend-fix", why);
    assert!(refusal.said[0].1.zh.contains("已经延期一次"), "{refusal}");
}

#[test]
fn an_inspector_acts_in_the_own_area_alone() {
    let mut play = Play::of_the_city();
    let it = told(&mut play);
    let grade = json!({ "grade": "ordinary", "basis": "判定" });
    let refusal = play.refused(
        "2026-03-04",
        "zebei/list-inspector",
        &it,
        "confirm",
        grade.clone(),
    );
    assert_eq!(refusal.kind, RefusalKind::Forbidden);
    assert!(refusal.said[0].1.zh.contains("本地区"), "{refusal}");
    play.done("2026-03-04", "zenan/list-inspector", &it, "confirm", grade);
}
