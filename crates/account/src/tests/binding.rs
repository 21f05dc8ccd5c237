//! A person says which measure speaks for a number; claims and disputes stand beside.

use std::sync::Arc;

use youwei_base::Light;

use super::commands::{correct, refused};
use super::lights::{MEASURES, bind, book, bound_town, state};
use crate::town::{Town, day};
use crate::{
    BindTo, Book, Claim, ClaimedAmount, Command, Correction, Measures, RefusalKind, Source, Span,
    TargetChange, TargetFields, how_light, light, standing,
};

#[test]
fn a_person_binds_a_measure_and_another_takes_its_place() {
    let mut town = Town::with_report();
    let id = town.id("新开工");
    let measure = |id: &str| book().measures().get(id).unwrap().clone();
    let bind = |to, of: &str, record: Option<&str>| Command::Bind {
        id: id.as_str().into(),
        to,
        measure: measure(of),
        record: record.map(str::to_owned),
        why: String::new(),
    };
    let unbind = |to, of: &str, why: &str| Command::Unbind {
        id: id.as_str().into(),
        to,
        measure: of.to_owned(),
        record: None,
        why: why.to_owned(),
    };
    let number = BindTo::Target(0);
    refused(
        &mut town,
        bind(BindTo::Target(1), "starts", None),
        RefusalKind::Invalid,
        "没有第 2 个指标",
    );
    refused(
        &mut town,
        bind(number, "investment", None),
        RefusalKind::Invalid,
        "不能换算",
    );
    town.act(bind(number, "starts", None)).unwrap();
    assert!(
        town.act(bind(number, "starts", None))
            .unwrap()
            .events
            .is_empty()
    );
    town.act(bind(number, "starts-by-season", None)).unwrap();
    let last = |town: &Town| town.account.history(&id).last().unwrap().what.clone();
    assert_eq!(
        last(&town).zh,
        "指标1“新开工项目 184个”对应口径“starts-by-season”，原对应“starts”"
    );
    refused(
        &mut town,
        unbind(number, "starts", "换口径"),
        RefusalKind::Conflict,
        "无须解除",
    );
    refused(
        &mut town,
        unbind(number, "starts-by-season", " "),
        RefusalKind::Invalid,
        "必须说明理由",
    );
    // What the number is corrected to stays bound; a removed number takes its binding along.
    let fields = TargetFields {
        value: Some(190.into()),
        ..TargetFields::default()
    };
    let set = Correction {
        targets: vec![TargetChange::Set { index: 0, fields }],
        ..Correction::default()
    };
    town.act(correct(id.clone(), set, "笔误")).unwrap();
    assert_eq!(
        town.get("新开工").targets[0]
            .bound
            .as_ref()
            .unwrap()
            .measure,
        "starts-by-season"
    );
    town.act(unbind(number, "starts-by-season", "换口径"))
        .unwrap();
    assert_eq!(town.get("新开工").targets[0].bound, None);

    for record in ["key-projects/2026-00001", "key-projects/2026-00002"] {
        town.act(bind(BindTo::Milestone, "finished", Some(record)))
            .unwrap();
    }
    assert_eq!(town.get("新开工").milestones.len(), 2);
    let gone = Command::Unbind {
        id: id.as_str().into(),
        to: BindTo::Milestone,
        measure: "finished".into(),
        record: Some("key-projects/2026-00001".into()),
        why: "不是同一工程".into(),
    };
    town.act(gone).unwrap();
    let left = &town.get("新开工").milestones;
    assert_eq!(left[0].record.as_deref(), Some("key-projects/2026-00002"));
}

#[test]
fn a_binding_follows_its_number_when_the_words_are_cut() {
    let mut town = Town::with_report();
    bind(&mut town, "新开工", 0, "starts");
    let id = town.id("新开工");
    town.act(Command::Split {
        id: id.into(),
        parts: vec![Span::new(0, 3), Span::new(3, 7)],
        why: String::new(),
    })
    .unwrap();
    let part = town.get("184个");
    assert_eq!(part.targets[0].bound.as_ref().unwrap().measure, "starts");
    assert_eq!(part.as_read.targets[0].bound, None);
}

#[test]
fn a_dispute_waits_for_its_answer() {
    let mut town = Town::with_report();
    let id = town.id("新开工");
    let dispute = |unit: &str, why: &str| Command::Dispute {
        id: id.as_str().into(),
        unit: unit.to_owned(),
        why: why.to_owned(),
    };
    let answer = |number: u32, answer: &str| Command::AnswerDispute {
        id: id.as_str().into(),
        number,
        answer: answer.to_owned(),
    };
    refused(
        &mut town,
        dispute("市住建局", ""),
        RefusalKind::Invalid,
        "必须说明理由",
    );
    refused(
        &mut town,
        dispute("", "漏计"),
        RefusalKind::Invalid,
        "哪个单位",
    );
    town.act(dispute("市住建局", "漏计三个")).unwrap();
    refused(
        &mut town,
        dispute("市住建局", "再说一遍"),
        RefusalKind::Conflict,
        "还没有答复",
    );
    town.act(dispute("市商务局", "不归我们")).unwrap();
    refused(
        &mut town,
        answer(3, "查无"),
        RefusalKind::Invalid,
        "没有第 3 号异议",
    );
    town.act(answer(1, "三个均未认定开工")).unwrap();
    refused(
        &mut town,
        answer(1, "又答"),
        RefusalKind::Conflict,
        "已经答复",
    );
    let disputes = &town.get("新开工").disputes;
    assert_eq!((disputes[0].number, disputes[1].number), (1, 2));
    let (entry, words) = disputes[0].answered.clone().unwrap();
    assert_eq!(
        (entry, &*words),
        (town.log.last().unwrap().index, "三个均未认定开工")
    );
    assert_eq!(disputes[1].answered, None);
}

#[test]
fn a_claim_stands_beside_and_moves_nothing() {
    let mut town = bound_town();
    let mut book = book();
    state(&mut book, "r/1", "trains", "2026-03-04", "600");
    state(&mut book, "r/2", "trains", "2026-09-30", "40");
    let claim = |value: Option<&str>| Command::Claim {
        id: town_id().into(),
        claim: Claim {
            amounts: vec![ClaimedAmount {
                target: 0,
                value: value.map(|it| it.parse().unwrap()),
                on: Some(day("2026-03-05")),
            }],
            ..Claim::default()
        },
        why: String::new(),
    };
    town.act(claim(Some("800"))).unwrap();
    let now = standing(&town.account, &book, town.get("开行"), day("2026-09-30"));
    assert_eq!(now.light, Light::Red);
    let held = now.numbers[0].held.as_ref().unwrap();
    assert_eq!((held.off, held.figure), (200.into(), 600.into()));
    let said = how_light(&town.account, &book, town.get("开行"), day("2026-09-30"));
    assert!(
        said.zh
            .contains("单位自报比截至 2026-03-05 的事实多 200列，不影响灯。"),
        "{}",
        said.zh
    );
    let history = town.account.history(&town_id());
    assert!(
        history
            .last()
            .unwrap()
            .what
            .zh
            .contains("指标1自报数：（无） → 800列（截至 2026-03-05）")
    );
    // The same again is no event; taken back, nothing is claimed.
    assert!(town.act(claim(Some("800"))).unwrap().events.is_empty());
    town.act(claim(None)).unwrap();
    assert_eq!(town.get("开行").targets[0].claimed, None);
    let outside = Command::Claim {
        id: town_id().into(),
        claim: Claim {
            amounts: vec![ClaimedAmount {
                target: 7,
                ..ClaimedAmount::default()
            }],
            ..Claim::default()
        },
        why: String::new(),
    };
    assert!(
        town.act(outside)
            .unwrap_err()
            .sentence
            .zh
            .contains("第 8 个指标")
    );
}

fn town_id() -> String {
    Town::with_report().id("开行")
}

#[test]
fn what_is_not_bound_well_says_what_to_do() {
    let mut town = Town::with_report();
    let said = |town: &Town, book: &Book| {
        how_light(&town.account, book, town.get("开行"), day("2026-09-30")).zh
    };
    let mut book = book();
    assert!(said(&town, &book).contains("还没有对应的口径"));
    let wrong = Command::Bind {
        id: town.id("开行").into(),
        to: BindTo::Target(0),
        measure: book.measures().get("jobs").unwrap().clone(),
        record: None,
        why: String::new(),
    };
    let refusal = town.act(wrong).unwrap_err().sentence;
    assert!(
        refusal.zh.contains("不能换算") && refusal.en.contains("cannot become"),
        "{refusal}"
    );
    bind(&mut town, "开行", 0, "trains");
    assert!(said(&town, &book).contains("还没有可以计数的事实"));
    state(&mut book, "r/1", "trains", "2026-09-30", "700");
    state(&mut book, "r/1", "trains", "2026-09-30", "701");
    let told = said(&town, &book);
    assert!(told.contains("口径“班列开行数”到 2026-09-30 为 701列，为目标的 70.1%（依据 1 条事实，更正或撤回过 1 条）：略有落后。"), "{told}");
    // The city changes what the measure counts: the binding shows it.
    let overlay = Source {
        text: "[trains]\nmetric = \"trains-loaded\"\nsource = \"市里另有规定\"",
        file: "city/measures.toml",
    };
    let source = Source {
        text: MEASURES,
        file: "measures.toml",
    };
    let changed = Measures::read(&[source], Some(overlay)).unwrap();
    let mut changed = Book::new(Arc::new(changed));
    state(&mut changed, "r/1", "trains-loaded", "2026-09-30", "900");
    assert!(
        said(&town, &changed).contains("口径在对应之后改过（原为“sum trains per year in 列”）")
    );
    // And without the measure it is grey again, and says why.
    let gone = Book::new(Arc::new(Measures::default()));
    assert!(said(&town, &gone).contains("已不在声明中"));
    assert_eq!(
        light(&town.account, &gone, town.get("开行"), day("2026-09-30")),
        Light::Grey
    );
}
