//! A photograph shows one thing in the whole city, whichever system it was handed in with.

use serde_json::{Value as Json, json};
use youwei_system::wish::{Decision, PHOTOGRAPHS, RefusalKind};

use crate::play::Play;

const CLERK: &str = "urban-management/list-clerk";
const SUPERVISOR: &str = "supervision-office/supervisor";

fn photo(digit: &str) -> Json {
    json!({ "sha256": digit.repeat(64), "taken": "2026-03-02", "at": "114.5,38.04" })
}

/// A trouble that is found, with a photograph that need not be new.
fn trouble(photograph: &str) -> Json {
    json!({
        "kind": "hazard", "name": "墙体开裂", "area": "990101", "found_on": "2026-03-02",
        "unit": "urban-management", "photo": photo(photograph)
    })
}

fn taken(decision: &Decision) -> Vec<&str> {
    let of_photos = decision
        .unique
        .iter()
        .filter(|(whose, _)| whose == PHOTOGRAPHS);
    of_photos.map(|(_, hash)| &**hash).collect()
}

/// A trouble that was ordered to be put right.
fn ordered(play: &mut Play, photograph: &str) -> String {
    let it = play.done(
        "2026-03-02",
        CLERK,
        "dynamic-lists",
        "report",
        trouble(photograph),
    );
    let grade = json!({ "grade": "ordinary", "basis": "目测" });
    play.done("2026-03-03", SUPERVISOR, &it, "confirm", grade);
    let order = json!({ "unit": "urban-management", "requires": "加固" });
    play.done("2026-03-04", SUPERVISOR, &it, "order", order);
    it
}

#[test]
fn a_photograph_that_need_not_be_new_counts_as_used_all_the_same() {
    let mut play = Play::of_the_city();
    let report = |play: &Play| {
        let asked = play.ask(
            "2026-03-02",
            CLERK,
            "dynamic-lists",
            "report",
            &trouble("a"),
        );
        asked.unwrap()
    };
    assert_eq!(taken(&report(&play)), ["a".repeat(64)]);
    let it = ordered(&mut play, "a");
    // Handed in again where it may be old, it is accepted, and nothing is taken twice.
    assert_eq!(taken(&report(&play)), Vec::<&str>::new());
    // Where it must be new it is refused, by the record that it first came with.
    let fixed = |digit: &str| json!({ "fixed_on": "2026-03-05", "photo": photo(digit) });
    let refusal = play.refused("2026-03-05", CLERK, &it, "fix", fixed("a"));
    assert_eq!(refusal.kind, RefusalKind::Conflict);
    assert_eq!(refusal.said[0].0.as_deref(), Some("photo"));
    assert!(refusal.said[0].1.zh.contains("2026-00001"), "{refusal}");
    let decision = play
        .ask("2026-03-05", CLERK, &it, "fix", &fixed("b"))
        .unwrap();
    assert_eq!(taken(&decision), ["b".repeat(64)]);
}

#[test]
fn a_photograph_of_one_system_proves_nothing_in_another() {
    let mut play = Play::of_the_city();
    ordered(&mut play, "a");
    let input = json!({
        "commitment": "2026-云泽市/c1", "unit": "urban-management", "matter": "加固墙体",
        "done_on": "2026-03-04", "result": "修好了", "photo": photo("a")
    });
    let refusal = play.refused("2026-03-05", CLERK, "task-closing", "apply", input);
    assert_eq!(refusal.kind, RefusalKind::Conflict, "{refusal}");
    assert_eq!(refusal.said[0].0.as_deref(), Some("photo"));
    let said = &refusal.said[0].1.zh;
    assert!(said.contains("一张照片只能证明一件事"), "{said}");
    assert!(said.contains("动态清零"), "{said}");
}
