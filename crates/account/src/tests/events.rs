//! Every shape that was ever stored is read for ever.

use std::collections::BTreeSet;

use serde_json::json;

use crate::event::{Event, KINDS};
use crate::town::Town;
use crate::{Account, Recorded};

fn stored() -> Vec<Recorded> {
    include_str!("../../tests/events.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

#[test]
fn every_stored_shape_still_reads_and_none_is_missing() {
    let mut seen = BTreeSet::new();
    for event in stored() {
        let parsed = Event::parse(&event.kind, &event.data)
            .unwrap_or_else(|e| panic!("{}: {e}", event.kind));
        let parsed = parsed.unwrap_or_else(|| panic!("{} is not known any more", event.kind));
        assert_eq!(parsed.kind(), event.kind);
        let again = parsed.propose(&event.subject).data;
        assert_eq!(Event::parse(&event.kind, &again).unwrap(), Some(parsed));
        seen.insert(event.kind);
    }
    let all: BTreeSet<String> = KINDS.iter().map(|kind| (*kind).to_owned()).collect();
    assert_eq!(seen, all, "tests/events.jsonl needs a line of every shape");
}

#[test]
fn the_stored_log_folds_to_the_same_account() {
    let account = Account::fold(stored());
    let report = account.report().unwrap();
    assert_eq!((report.id.as_str(), report.revision), ("2026-云泽市", 1));
    let told: Vec<String> = account
        .all()
        .map(|it| {
            let owner = it.lead.as_deref().unwrap_or("-");
            let due = it.due_day().map_or("-".to_owned(), |day| day.to_string());
            let numbers: Vec<_> = it.targets.iter().map(crate::Target::line).collect();
            format!(
                "{} {} v{} {owner} {due} {} [{}]",
                it.id,
                it.status.key(),
                it.version,
                it.text,
                numbers.join("; ")
            )
        })
        .collect();
    let expected: Vec<&str> = include_str!("../../tests/events.folded.txt")
        .lines()
        .collect();
    assert_eq!(told, expected);
    let buses = account.commitment("c3fa97ccc").unwrap();
    let bound = buses.targets[0].bound.as_ref().unwrap();
    assert_eq!(
        (&*bound.measure, bound.record.as_deref()),
        ("night-lines", Some("transport/2026-00001"))
    );
    let then = buses.on("2026-09-11".parse().unwrap());
    assert_eq!(then.targets[0].line(), "夜间公交 12条");
    assert_eq!(
        then.targets[0].bound.as_ref().unwrap().measure,
        "night-buses"
    );
    assert_eq!(then.status, crate::Status::Confirmed);
    assert_eq!(then.nodes[0].as_ref().unwrap().text, "2条");
    assert_eq!(buses.nodes[0].as_ref().unwrap().text, "1条");
    let part = account.commitment("cd406f94b.9").unwrap();
    assert_eq!(part.nodes[1].as_ref().unwrap().value, Some(96.into()));
    assert_eq!(buses.targets[0].claimed, Some(11.into()));
    assert!(buses.milestones.is_empty() && buses.claim.amounts.is_empty());
    let dispute = &buses.disputes[0];
    assert_eq!((dispute.number, dispute.entry), (1, 32));
    assert_eq!(dispute.answered, Some((33, "登记后即计入".to_owned())));
    let claims: Vec<_> = buses
        .claims
        .iter()
        .map(|it| (it.target, it.entry))
        .collect();
    assert_eq!(claims.first(), Some(&(0, 31)));
    let last = buses.claims_of(0).next().unwrap();
    assert_eq!((last.entry, last.on), (41, "2026-09-30".parse().ok()));
    let explained = account.explanations_of("pair:finished-started");
    assert_eq!(explained[0].entry, 35);
    let said: Vec<&str> = account.history("c3fa97ccc")[2..]
        .iter()
        .map(|it| it.what.zh.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "指标1“夜间公交 12条”对应口径“night-buses”",
            "节点对应口径“lines-finished”（key-projects/2026-00007）",
            "自报进展：（无） → 已开通9条；指标1自报数：（无） → 9条",
            "市交通运输局对灯提出第 1 号异议",
            "答复第 1 号异议",
            "节点不再对应口径“lines-finished”（key-projects/2026-00007）",
            "调低（第 1 次调整）：夜间公交：12条 → ≥10条，自 2026-09-12 起；批准：市政府常务会议，云政办〔2026〕31号",
            "推迟（第 2 次调整）：完成时限：2026-06-30 → 2026-10-31，自 2026-09-12 起；批准：市政府常务会议，云政办〔2026〕31号",
            "改口径（第 3 次调整）：夜间公交的口径：night-buses → night-lines（transport/2026-00001），自 2026-09-12 起；批准：市政府常务会议，云政办〔2026〕31号",
            "取消（第 4 次调整）：夜间公交线路：12.5～13条 → 不再要求，自 2026-12-01 起；批准：市政府常务会议，云政办〔2026〕40号",
            "取消（第 5 次调整）：整项承诺：开通夜间公交12条 → 不再作为承诺，自 2026-12-31 起；批准：市政府常务会议，云政办〔2026〕41号",
            "自报进展：已开通9条 → 前三季度开通11条；指标1自报数：9条 → 11条（截至 2026-09-30）",
            "推迟（第 6 次调整）：季度节点：一季度2条、四季度全部开通 → 一季度1条、四季度无，自 2026-12-31 起；批准：市政府常务会议，云政办〔2026〕42号",
        ]
    );
    assert_eq!(account.changes().len(), stored().len());
}

#[test]
fn events_not_known_here_are_kept_in_history_and_change_nothing_else() {
    let mut town = Town::with_report();
    let id = town.id("新开工");
    let before = town.get("新开工").clone();
    let subject = format!("2026-云泽市/{id}");
    for (kind, data) in [
        ("commitment.blessed", json!({"by": "nobody"})),
        ("commitment.assigned", json!({"lead": 7})),
        ("commitment.read", json!(null)),
        ("report.text-read", json!({"part": "one"})),
        ("report.revised", json!([])),
    ] {
        let recorded = Recorded {
            index: 1000,
            time: crate::town::now(),
            actor: "later".into(),
            kind: kind.into(),
            subject: subject.clone(),
            data,
        };
        town.account.evolve(&recorded);
        assert_eq!(town.account.history(&id).last().unwrap().kind, kind);
    }
    let after = town.get("新开工");
    assert_eq!(after.version, before.version + 5);
    assert_eq!(
        (&after.text, &after.lead, &after.status),
        (&before.text, &before.lead, &before.status)
    );
    let elsewhere = Recorded {
        index: 1001,
        time: crate::town::now(),
        actor: "x".into(),
        kind: "key-projects.confirm-start".into(),
        subject: "2026-云泽市外/p1".into(),
        data: json!({}),
    };
    let changes = town.account.changes().len();
    town.account.evolve(&elsewhere);
    assert_eq!(town.account.changes().len(), changes);
}
