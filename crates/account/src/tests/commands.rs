//! What people do with commitments.

use crate::town::{Town, day};
use crate::{
    Claim, Command, Correction, Due, Edit, Kind, Refusal, RefusalKind, Span, Status, TargetChange,
    TargetFields, spans_of_lines,
};

fn assign(ids: Vec<crate::Pick>, lead: &str, supporting: &[&str]) -> Command {
    Command::Assign {
        ids,
        lead: Some(lead.to_owned()),
        supporting: supporting.iter().map(|unit| (*unit).to_owned()).collect(),
        leader: Edit::Keep,
        why: String::new(),
    }
}

fn schedule(id: String, due: Edit<youwei_base::Day>, nodes: [Edit<String>; 4]) -> Command {
    scheduled(id, due, nodes, "")
}

fn scheduled(
    id: String,
    due: Edit<youwei_base::Day>,
    nodes: [Edit<String>; 4],
    why: &str,
) -> Command {
    Command::Schedule {
        ids: vec![id.into()],
        due,
        nodes,
        why: why.to_owned(),
    }
}

pub fn correct(id: String, correction: Correction, why: &str) -> Command {
    Command::Correct {
        id: id.into(),
        correction,
        why: why.to_owned(),
    }
}

fn keep() -> [Edit<String>; 4] {
    Default::default()
}

pub fn refused(town: &mut Town, command: Command, kind: RefusalKind, part: &str) {
    let events = town.log.len();
    let Refusal {
        sentence,
        kind: got,
    } = town.act(command).unwrap_err();
    assert_eq!(got, kind, "{sentence}");
    assert!(sentence.zh.contains(part), "{sentence}");
    assert!(
        sentence.zh.contains('请') || sentence.zh.contains("只能"),
        "no next step: {sentence}"
    );
    assert_eq!(town.log.len(), events);
}

#[test]
fn a_whole_section_is_confirmed_at_once_and_confirming_again_changes_nothing() {
    let mut town = Town::with_report();
    let ids: Vec<crate::Pick> = town
        .account
        .commitments()
        .map(|it| it.id.clone().into())
        .collect();
    let decision = town.act(Command::Confirm { ids: ids.clone() }).unwrap();
    assert_eq!(decision.events.len(), 10);
    assert!(
        town.account
            .commitments()
            .all(|it| it.status == Status::Confirmed)
    );
    assert_eq!(town.act(Command::Confirm { ids }).unwrap().events, []);
    refused(
        &mut town,
        Command::Confirm { ids: vec![] },
        RefusalKind::Invalid,
        "没有选中",
    );
    refused(
        &mut town,
        Command::Confirm {
            ids: vec!["c0".into()],
        },
        RefusalKind::NotFound,
        "c0",
    );
}

#[test]
fn rejecting_needs_a_reason_and_is_taken_back_with_one() {
    let mut town = Town::with_report();
    let id = town.id("严格");
    let reject = |why: &str| Command::Reject {
        ids: vec![id.clone().into()],
        why: why.to_owned(),
    };
    refused(
        &mut town,
        reject("  \n"),
        RefusalKind::Invalid,
        "必须说明理由",
    );
    town.act(reject("是原则要求")).unwrap();
    assert_eq!(town.get("严格").status, Status::Rejected);
    refused(
        &mut town,
        assign(vec![id.clone().into()], "市政府办公室", &[]),
        RefusalKind::Conflict,
        "撤销",
    );
    let restore = |why: &str| Command::Restore {
        ids: vec![id.clone().into()],
        why: why.to_owned(),
    };
    town.act(restore("有考核指标")).unwrap();
    assert_eq!(town.get("严格").status, Status::Read);
    refused(
        &mut town,
        restore("再来"),
        RefusalKind::Conflict,
        "无须撤销",
    );
    let last = town.account.history(&id).last().unwrap();
    assert_eq!(last.why.as_deref(), Some("有考核指标"));
}

#[test]
fn one_unit_leads_and_the_others_are_distinct() {
    let mut town = Town::with_report();
    let id = town.id("新开工");
    let pick = || vec![id.clone().into()];
    refused(
        &mut town,
        assign(pick(), "市财政局", &["市财政局"]),
        RefusalKind::Invalid,
        "已是牵头单位",
    );
    refused(
        &mut town,
        assign(pick(), "市财政局、市审计局", &[]),
        RefusalKind::Invalid,
        "只能有一个",
    );
    refused(
        &mut town,
        assign(pick(), &"局".repeat(61), &[]),
        RefusalKind::Invalid,
        "最多 60 字",
    );
    town.act(assign(
        pick(),
        " 市发展改革委 ",
        &["市财政局", "市财政局", "", "市审计局"],
    ))
    .unwrap();
    let it = town.get("新开工");
    assert_eq!(it.lead.as_deref(), Some("市发展改革委"));
    assert_eq!(it.supporting, ["市财政局", "市审计局"]);
    assert_eq!(
        town.act(assign(pick(), "市发展改革委", &["市财政局", "市审计局"]))
            .unwrap()
            .events,
        []
    );

    town.act(assign(pick(), "市住建局", &[])).unwrap();
    let change = town.account.history(&id).last().unwrap();
    assert_eq!(
        change.what.zh,
        "牵头单位：市发展改革委 → 市住建局；配合单位：市财政局、市审计局 → （无）"
    );
}

#[test]
fn a_leader_is_set_kept_and_cleared() {
    let mut town = Town::with_report();
    let id = town.id("新开工");
    let mut with = |lead: &str, leader: Edit<String>| {
        town.act(Command::Assign {
            ids: vec![id.clone().into()],
            lead: Some(lead.to_owned()),
            supporting: vec![],
            leader,
            why: String::new(),
        })
        .unwrap();
        town.account.commitment(&id).unwrap().leader.clone()
    };
    assert_eq!(
        with("市发展改革委", Edit::To("李明".into())).as_deref(),
        Some("李明")
    );
    assert_eq!(with("市住建局", Edit::Keep).as_deref(), Some("李明"));
    assert_eq!(with("市住建局", Edit::To("  ".into())), None);
}

#[test]
fn a_due_day_before_the_reports_year_is_refused_and_the_first_day_of_it_is_not() {
    let mut town = Town::with_report();
    let id = town.id("新开工");
    let set = |on: &str| schedule(id.clone(), Edit::To(day(on)), keep());
    refused(
        &mut town,
        set("2025-12-31"),
        RefusalKind::Invalid,
        "早于报告所定年度",
    );
    refused(&mut town, set("2037-01-01"), RefusalKind::Invalid, "笔误");
    town.act(set("2026-01-01")).unwrap();
    assert_eq!(town.get("新开工").due_day(), Some(day("2026-01-01")));
}

#[test]
fn a_set_day_goes_before_the_texts_day_until_it_is_cleared() {
    let mut town = Town::with_report();
    let id = town.id("6月底前");
    let written_out = schedule(id.clone(), Edit::To(day("2026-06-30")), keep());
    assert_eq!(
        town.act(written_out).unwrap().events,
        [],
        "the text says so already"
    );
    town.act(schedule(id.clone(), Edit::To(day("2026-05-31")), keep()))
        .unwrap();
    assert_eq!(town.get("6月底前").due_day(), Some(day("2026-05-31")));
    let said = &town.account.history(&id).last().unwrap().what.zh;
    assert_eq!(said, "完成时限：2026-06-30 → 2026-05-31");
    let back = |why: &str| scheduled(id.clone(), Edit::Clear, keep(), why);
    refused(&mut town, back(""), RefusalKind::Invalid, "必须说明理由");
    town.act(back("排期有误")).unwrap();
    assert_eq!(town.get("6月底前").due_day(), Some(day("2026-06-30")));
}

#[test]
fn quarter_nodes_are_amounts_where_they_can_be() {
    let mut town = Town::with_report();
    let id = town.id("新开工");
    let to = |text: &str| Edit::To(text.to_owned());
    town.act(schedule(
        id.clone(),
        Edit::Keep,
        [to("30"), to("96个"), to("150"), to("100%")],
    ))
    .unwrap();
    let values: Vec<_> = town
        .get("新开工")
        .nodes
        .iter()
        .map(|n| n.as_ref().unwrap().value)
        .collect();
    assert_eq!(values, [30, 96, 150, 184].map(|n: i64| Some(n.into())));
    let others = [Edit::Keep, Edit::Clear, to("手续办完"), Edit::Keep];
    let other = |why: &str| scheduled(id.clone(), Edit::Keep, others.clone(), why);
    refused(&mut town, other(""), RefusalKind::Invalid, "必须说明理由");
    town.act(other("与责任单位商定")).unwrap();
    let nodes = &town.get("新开工").nodes;
    assert_eq!(nodes[0].as_ref().unwrap().text, "30");
    assert_eq!(nodes[1], None);
    assert_eq!(nodes[2].as_ref().unwrap().value, None);
}

#[test]
fn a_form_older_than_the_account_is_refused_with_who_changed_what_and_when() {
    let mut town = Town::with_report();
    let id = town.id("新开工");
    let seen = town.account.commitment(&id).unwrap().version;
    town.act_as("赵强", assign(vec![id.clone().into()], "市住建局", &[]))
        .unwrap();
    town.act_as(
        "孙丽",
        schedule(id.clone(), Edit::To(day("2026-09-30")), keep()),
    )
    .unwrap();
    let late = assign(vec![(id.as_str(), seen).into()], "市发展改革委", &[]);
    let refusal = town.act(late).unwrap_err();
    assert_eq!(refusal.kind, RefusalKind::Stale);
    assert_eq!(
        refusal.sentence.zh,
        "您打开页面之后，孙丽于 2026-03-05 10:20 修改了“新开工184个”：完成时限：（无） → 2026-09-30（此前还有 1 处变更）。请刷新页面，看过新内容后再提交。"
    );
    let fresh = town.account.commitment(&id).unwrap().version;
    town.act(assign(
        vec![(id.as_str(), fresh).into()],
        "市发展改革委",
        &[],
    ))
    .unwrap();
    refused(
        &mut town,
        assign(vec![(id.as_str(), 99).into()], "市住建局", &[]),
        RefusalKind::Invalid,
        "没有第 99 版",
    );
}

#[test]
fn a_corrected_number_keeps_the_first_one_for_ever() {
    let mut town = Town::with_report();
    let id = town.id("新开工");
    let fields = TargetFields {
        value: Some("190".parse().unwrap()),
        subject: Some("新开工重点项目".into()),
        ..Default::default()
    };
    let correction = || Correction {
        targets: vec![TargetChange::Set {
            index: 0,
            fields: fields.clone(),
        }],
        ..Default::default()
    };
    refused(
        &mut town,
        correct(id.clone(), correction(), ""),
        RefusalKind::Invalid,
        "必须说明理由",
    );
    town.act(correct(id.clone(), correction(), "人大审议后改数"))
        .unwrap();
    let it = town.account.commitment(&id).unwrap();
    assert_eq!(it.targets[0].line(), "新开工重点项目 190个");
    assert_eq!(it.as_read.targets[0].line(), "新开工项目 184个");
    let said = &town.account.history(&id).last().unwrap().what.zh;
    assert!(
        said.contains("新开工项目 184个") && said.contains("→ 新开工重点项目 190个"),
        "{said}"
    );
    assert_eq!(
        town.act(correct(id.clone(), correction(), "再改"))
            .unwrap()
            .events,
        []
    );
    let wrong = |change| Correction {
        targets: vec![change],
        ..Default::default()
    };
    let none = wrong(TargetChange::Remove { index: 7 });
    refused(
        &mut town,
        correct(id.clone(), none, "误"),
        RefusalKind::Invalid,
        "没有第 8 个指标",
    );
    let half = TargetFields {
        op: Some(youwei_report::Op::Range),
        ..Default::default()
    };
    let range = wrong(TargetChange::Set {
        index: 0,
        fields: half,
    });
    refused(
        &mut town,
        correct(id, range, "误"),
        RefusalKind::Invalid,
        "区间",
    );
}

#[test]
fn a_number_that_the_reader_missed_is_added_from_the_words_and_a_wrong_one_removed() {
    let mut town = Town::with_report();
    let id = town.id("全年实施");
    let fields = |mention: &str| TargetFields {
        mention: Some(mention.to_owned()),
        subject: Some("重点项目".into()),
        value: Some("341".parse().unwrap()),
        unit: Some("个".into()),
        ..Default::default()
    };
    let change = |mention: &str| Correction {
        targets: vec![
            TargetChange::Remove { index: 0 },
            TargetChange::Add {
                fields: fields(mention),
            },
        ],
        ..Default::default()
    };
    refused(
        &mut town,
        correct(id.clone(), change("342个"), "漏"),
        RefusalKind::Invalid,
        "没有“342个”",
    );
    town.act(correct(id.clone(), change("341"), "去掉单位"))
        .unwrap();
    let it = town.account.commitment(&id).unwrap();
    assert_eq!(it.targets.len(), 1);
    let report = town.account.report().unwrap();
    assert_eq!(report.slice(it.targets[0].span), "341");
}

#[test]
fn corrected_words_are_a_piece_of_the_sentence() {
    let mut town = Town::with_report();
    let id = town.id("推进");
    let words = |text: &str| Correction {
        text: Some(text.to_owned()),
        ..Default::default()
    };
    refused(
        &mut town,
        correct(id.clone(), words("在望川县试行承包制"), "误"),
        RefusalKind::Invalid,
        "不是所在句子",
    );
    town.act(correct(
        id.clone(),
        words("在望川县试行承诺制，开行货运班列1000列"),
        "连读",
    ))
    .unwrap();
    let it = town.account.commitment(&id).unwrap();
    let report = town.account.report().unwrap();
    assert_eq!(
        report.slice(it.span),
        "在望川县试行承诺制，开行货运班列1000列"
    );
    assert_eq!(it.as_read.text, "推进“高效办成一件事”，在望川县试行承诺制");

    let id = town.id("6月底前");
    town.act(correct(id.clone(), words("建成"), "只留动词"))
        .unwrap();
    assert_eq!(
        town.account.commitment(&id).unwrap().projects,
        [],
        "the bridge is outside now"
    );
}

#[test]
fn due_words_action_and_class_are_put_right() {
    let mut town = Town::with_report();
    let id = town.id("改造");
    let correction = Correction {
        action: Some("改造".into()),
        due: Edit::To(Due {
            text: "年内".into(),
            by: Some(day("2026-12-31")),
        }),
        kind: Some(Kind::Works),
        ..Default::default()
    };
    town.act(correct(id.clone(), correction, "会议明确"))
        .unwrap();
    let it = town.account.commitment(&id).unwrap();
    assert_eq!(
        (it.kind, it.due_day()),
        (Kind::Works, Some(day("2026-12-31")))
    );
    let said = &town.account.history(&id).last().unwrap().what.zh;
    assert_eq!(
        said,
        "动作：（无） → 改造；时限：（无） → 年内（2026-12-31）；任务分类：民生实事 → 重点工程"
    );
    let early = Correction {
        due: Edit::To(Due {
            text: "去年".into(),
            by: Some(day("2025-06-30")),
        }),
        ..Default::default()
    };
    refused(
        &mut town,
        correct(id.clone(), early, "误"),
        RefusalKind::Invalid,
        "早于",
    );
    let clear = Correction {
        due: Edit::Clear,
        ..Default::default()
    };
    town.act(correct(id.clone(), clear, "未定")).unwrap();
    assert_eq!(town.account.commitment(&id).unwrap().due_day(), None);
}

#[test]
fn a_split_gives_each_part_its_own_numbers_and_the_owner_of_the_whole() {
    let mut town = Town::with_report();
    town.assign("推进", "市行政审批局", &["市司法局"]);
    let id = town.id("推进");
    let parts = spans_of_lines(
        "推进“高效办成一件事”，在望川县试行承诺制",
        "推进“高效办成一件事”\n\n 在望川县试行承诺制 ",
    )
    .unwrap();
    town.act(Command::Split {
        id: id.as_str().into(),
        parts,
        why: "两件事".into(),
    })
    .unwrap();
    let (one, two) = (town.get("推进"), town.get("在望川县"));
    assert_eq!(
        (one.text.as_str(), two.text.as_str()),
        ("推进“高效办成一件事”", "在望川县试行承诺制")
    );
    assert_eq!(two.id, format!("{id}.2"));
    assert_eq!((one.places.len(), two.places.len()), (0, 1));
    assert_eq!(two.lead.as_deref(), Some("市行政审批局"));
    assert_eq!(two.part_of.as_deref(), Some(id.as_str()));
    assert_eq!(two.status, Status::Read);
    let report = town.account.report().unwrap();
    assert_eq!(
        report.slice(two.span),
        "在望川县试行承诺制",
        "a line break before it is left out"
    );
    assert_eq!(town.account.commitment(&id).unwrap().status.key(), "split");
    refused(
        &mut town,
        assign(vec![id.as_str().into()], "市司法局", &[]),
        RefusalKind::Conflict,
        "拆分",
    );
}

#[test]
fn parts_lie_in_the_words_apart_and_are_not_empty() {
    let mut town = Town::with_report();
    let id = town.id("改造");
    let span = Span::new;
    for (parts, part) in [
        (vec![span(0, 6)], "2 到"),
        (vec![span(0, 6), span(5, 9)], "重叠"),
        (vec![span(0, 6), span(9, 9)], "空的"),
        (vec![span(0, 6), span(6, 7)], "空的"),
        (vec![span(0, 6), span(7, 99)], "超出"),
        (vec![span(6, 0), span(7, 9)], "空的"),
    ] {
        let command = Command::Split {
            id: id.as_str().into(),
            parts,
            why: String::new(),
        };
        refused(&mut town, command, RefusalKind::Invalid, part);
    }
    assert!(
        spans_of_lines("改造背街小巷", "小巷\n改造")
            .unwrap_err()
            .sentence
            .zh
            .contains("“改造”")
    );
}

#[test]
fn neighbours_merge_into_the_first_and_their_owners_go_along() {
    let mut town = Town::with_report();
    town.assign("新开工", "市发展改革委", &[]);
    town.assign("完成投资", "市统计局", &["市财政局"]);
    let (first, second) = (town.id("新开工"), town.id("完成投资"));
    let merge = |ids: &[&String]| Command::Merge {
        ids: ids.iter().map(|id| id.as_str().into()).collect(),
        why: String::new(),
    };
    town.act(merge(&[&second, &first])).unwrap();
    let it = town.account.commitment(&first).unwrap();
    assert_eq!(it.text, "新开工184个，完成投资581.8亿元");
    assert_eq!(it.targets.len(), 2);
    assert_eq!(it.lead.as_deref(), Some("市发展改革委"));
    assert_eq!(it.supporting, ["市统计局", "市财政局"]);
    let gone = town.account.commitment(&second).unwrap();
    assert_eq!(
        gone.status,
        Status::Merged {
            into: first.clone()
        }
    );
    assert!(town.account.commitments().all(|it| it.id != second));
    refused(&mut town, merge(&[&first]), RefusalKind::Invalid, "至少");
    refused(
        &mut town,
        merge(&[&first, &second]),
        RefusalKind::Conflict,
        "并入",
    );
}

#[test]
fn what_stands_apart_is_not_merged() {
    let mut town = Town::with_report();
    for (one, other, part) in [
        ("全年实施", "完成投资", "之间还有"),
        ("全年实施", "地区生产总值", "相邻两句"),
        ("6月底前", "改造", "相邻两句"),
    ] {
        let ids = vec![town.id(one).into(), town.id(other).into()];
        refused(
            &mut town,
            Command::Merge {
                ids,
                why: String::new(),
            },
            RefusalKind::Conflict,
            part,
        );
    }
    let ids = vec![town.id("完成投资").into(), town.id("6月底前").into()];
    town.act(Command::Merge {
        ids,
        why: String::new(),
    })
    .unwrap();
    assert_eq!(
        town.get("完成投资").text,
        "完成投资581.8亿元。6月底前建成云泽湖大桥"
    );
}

#[test]
fn claims_and_visibility_are_kept_with_their_history() {
    let mut town = Town::with_report();
    let id = town.id("新开工");
    let claim = Claim {
        progress: "已开工96个".into(),
        ..Default::default()
    };
    town.act(Command::Claim {
        id: id.as_str().into(),
        claim: claim.clone(),
        why: String::new(),
    })
    .unwrap();
    assert_eq!(town.get("新开工").claim, claim);
    let hide = |why: &str| Command::Hide {
        ids: vec![id.as_str().into()],
        why: why.to_owned(),
    };
    refused(&mut town, hide(""), RefusalKind::Invalid, "必须说明理由");
    town.act(hide("涉密工程")).unwrap();
    assert!(!town.get("新开工").public);
    town.act(Command::Publish {
        ids: vec![id.as_str().into()],
        why: String::new(),
    })
    .unwrap();
    assert!(town.get("新开工").public);
    let kinds: Vec<_> = town
        .account
        .history(&id)
        .iter()
        .map(|c| c.kind.as_str())
        .collect();
    assert_eq!(
        kinds,
        [
            "commitment.read",
            "commitment.claimed",
            "commitment.hidden",
            "commitment.published"
        ]
    );
}

#[test]
fn several_commands_are_done_together_or_not_at_all() {
    let mut town = Town::with_report();
    let id = town.id("新开工");
    let seen = town.get("新开工").version;
    let pick = || vec![(id.as_str(), seen).into()];
    let due = |on: &str| Command::Schedule {
        ids: pick(),
        due: Edit::To(day(on)),
        nodes: keep(),
        why: String::new(),
    };
    let wrong = Command::Several(vec![assign(pick(), "市住建局", &[]), due("2020-01-01")]);
    refused(&mut town, wrong, RefusalKind::Invalid, "早于");
    let right = Command::Several(vec![
        assign(pick(), "市住建局", &[]),
        Command::Several(vec![due("2026-10-01"), Command::Confirm { ids: pick() }]),
    ]);
    let decision = town.act(right).unwrap();
    assert_eq!(decision.events.len(), 3);
    assert_eq!(decision.expected, [(format!("2026-云泽市/{id}"), 1)]);
    let it = town.get("新开工");
    assert_eq!((it.version, it.due_day()), (4, Some(day("2026-10-01"))));
}
