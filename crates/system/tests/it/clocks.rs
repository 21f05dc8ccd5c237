//! Clocks: suspended, resumed, extended once, falling to a stage by law.

use serde_json::json;
use youwei_system::happened::ClockMove;

use crate::play::{Play, made_up};

/// A permit that is decided within so many days, or is taken for granted.
const PERMITS: &str = r#"
id = "things"
name = { zh = "许可", en = "permits" }
record = { zh = "申请", en = "application" }
about = { zh = "试验用", en = "for tests" }
source = "试验"
keeper = "housing-construction"
title = "name"

[fields]
name = { type = "text", max = 20, required = true, label = { zh = "名称", en = "Name" } }
until = { type = "date", label = { zh = "到期", en = "Until" } }

[stages]
open = { zh = "办理中", en = "open" }
granted = { zh = "准予", en = "granted", end = true }
lapsed = { zh = "失效", en = "lapsed" }

[actions.apply]
name = { zh = "申请", en = "Apply" }
to = "open"
by = ["project-clerk"]
input = { name = {}, until = {} }

[actions.pause]
name = { zh = "听证", en = "Hear" }
from = ["open"]
by = ["project-clerk"]

[actions.go-on]
name = { zh = "听证结束", en = "Heard" }
from = ["open"]
by = ["project-clerk"]

[actions.extend]
name = { zh = "延长", en = "Extend" }
from = ["open"]
by = ["project-clerk"]

[actions.move]
name = { zh = "改期", en = "Move" }
from = ["open"]
by = ["project-clerk"]
input = { until = {} }

[actions.grant]
name = { zh = "准予", en = "Grant" }
from = ["open", "lapsed"]
to = "granted"
by = ["project-clerk"]
within = "decision"

[clocks.decision]
name = { zh = "决定", en = "decision" }
starts = ["apply"]
days = 20
count = "workdays"
suspends = ["pause"]
resumes = ["go-on"]
extends = { by = "extend", days = 10 }
reminds = { days = 3 }
overdue = { escalate = true, to = "granted" }

[clocks.validity]
name = { zh = "有效期", en = "validity" }
starts = ["apply", "move"]
until = "until"
overdue = { to = "lapsed" }
"#;

const CLERK: &str = "housing-construction/project-clerk";

fn applied(play: &mut Play, day: &str, input: serde_json::Value) -> String {
    play.done(day, CLERK, "things", "apply", input)
}

#[test]
fn days_between_suspending_and_resuming_do_not_count() {
    let cases = [
        // applied, due, suspended, resumed, due then
        (
            "2026-03-02",
            "2026-03-30",
            "2026-03-09",
            "2026-03-16",
            "2026-04-07",
        ),
        // Suspended and resumed on one day: nothing is lost or won.
        (
            "2026-03-02",
            "2026-03-30",
            "2026-03-09",
            "2026-03-09",
            "2026-03-30",
        ),
        // On the last day one day is left, that of resuming.
        (
            "2026-03-02",
            "2026-03-30",
            "2026-03-30",
            "2026-04-20",
            "2026-04-20",
        ),
        // Over the rest days of May.
        (
            "2026-04-13",
            "2026-05-13",
            "2026-04-29",
            "2026-05-06",
            "2026-05-15",
        ),
    ];
    for (day, due, on, off, then) in cases {
        let mut play = Play::new(made_up(PERMITS));
        let it = applied(&mut play, day, json!({ "name": "甲" }));
        assert_eq!(play.record(&it).clocks[0].due.to_string(), due);
        play.done(on, CLERK, &it, "pause", json!({}));
        assert!(
            play.sweep("2026-12-01").is_empty(),
            "what stands still does not run out"
        );
        play.done(off, CLERK, &it, "go-on", json!({}));
        assert_eq!(
            play.record(&it).clocks[0].due.to_string(),
            then,
            "from {day}, {on} to {off}"
        );
    }
}

#[test]
fn an_extension_moves_the_reminder_too_and_is_given_once() {
    let mut play = Play::new(made_up(PERMITS));
    let it = applied(&mut play, "2026-03-02", json!({ "name": "甲" }));
    play.sweep("2026-03-25");
    assert!(play.record(&it).clocks[0].reminded);
    play.done("2026-03-26", CLERK, &it, "extend", json!({}));
    let clock = play.record(&it).clocks[0].clone();
    assert_eq!(clock.due.to_string(), "2026-04-14");
    assert_eq!(clock.remind.unwrap().to_string(), "2026-04-09");
    assert!(!clock.reminded && clock.extended);
    play.refused("2026-03-27", CLERK, &it, "extend", json!({}));
    // Too late, paused, and not running.
    let mut play = Play::new(made_up(PERMITS));
    let it = applied(&mut play, "2026-03-02", json!({ "name": "甲" }));
    play.refused("2026-03-31", CLERK, &it, "extend", json!({}));
    play.done("2026-03-09", CLERK, &it, "pause", json!({}));
    play.refused("2026-03-10", CLERK, &it, "extend", json!({}));
}

#[test]
fn silence_grants_by_law_and_nothing_runs_on_after_the_end() {
    let mut play = Play::new(made_up(PERMITS));
    let it = applied(
        &mut play,
        "2026-03-02",
        json!({ "name": "甲", "until": "2026-12-01" }),
    );
    let over = play.sweep("2026-03-31");
    assert_eq!(play.stage(&it), "granted");
    let [ClockMove::Reminded { .. } | ClockMove::RanOut { .. }, ..] = &over[0].1.clocks[..] else {
        panic!("{over:?}");
    };
    assert!(play.record(&it).clocks.iter().all(|it| !it.is_open()));
    assert!(play.sweep("2026-12-31").is_empty());
}

#[test]
fn a_clock_until_a_day_moves_with_its_field_alone() {
    let mut play = Play::new(made_up(PERMITS));
    let it = applied(
        &mut play,
        "2026-03-02",
        json!({ "name": "甲", "until": "2026-03-20" }),
    );
    let due = |play: &Play| play.record(&it).clocks[1].due.to_string();
    assert_eq!(due(&play), "2026-03-20");
    play.done(
        "2026-03-03",
        CLERK,
        &it,
        "move",
        json!({ "until": "2026-03-20" }),
    );
    assert_eq!(
        play.record(&it).clocks[1].started.to_string(),
        "2026-03-02",
        "as it ran"
    );
    play.done(
        "2026-03-04",
        CLERK,
        &it,
        "move",
        json!({ "until": "2026-03-25" }),
    );
    assert_eq!(due(&play), "2026-03-25");
    // A day that is past: the time ends today.
    play.done(
        "2026-03-10",
        CLERK,
        &it,
        "move",
        json!({ "until": "2026-03-01" }),
    );
    assert_eq!(due(&play), "2026-03-10");
    play.sweep("2026-03-11");
    assert_eq!(play.stage(&it), "lapsed");
    play.done("2026-03-12", CLERK, &it, "grant", json!({}));
    assert_eq!(play.stage(&it), "granted");
}

#[test]
fn a_year_without_a_calendar_is_refused() {
    let mut play = Play::new(made_up(PERMITS));
    let answer = play.act(
        "2026-12-21",
        CLERK,
        "things",
        "apply",
        json!({ "name": "甲" }),
    );
    let refusal = answer.unwrap_err();
    assert_eq!(refusal.kind, youwei_system::wish::RefusalKind::Unknown);
    assert!(refusal.said[0].1.zh.contains("2027"), "{refusal}");
}
