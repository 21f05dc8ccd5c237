//! The declared pace of a commitment: once it stands it changes by amendments only.

use youwei_base::Light;

use super::commands::refused;
use super::lights::{book, bound_town, state};
use crate::plan::{Made, PlanRow, rows};
use crate::town::{Town, day, now};
use crate::{AmendTo, Command, Edit, RefusalKind, Span, Turn, light, pace};

const WORDS: &str = "新开工";
const KEEP: [Edit<String>; 4] = [Edit::Keep, Edit::Keep, Edit::Keep, Edit::Keep];

fn to(text: &str) -> Edit<String> {
    Edit::To(text.to_owned())
}

fn all(texts: [&str; 4]) -> [Edit<String>; 4] {
    texts.map(to)
}

fn schedule(town: &Town, nodes: [Edit<String>; 4]) -> Command {
    Command::Schedule {
        ids: vec![town.id(WORDS).into()],
        due: Edit::Keep,
        nodes,
        why: String::new(),
    }
}

fn amend(town: &Town, nodes: [Edit<String>; 4], from: &str) -> Command {
    Command::Amend {
        id: town.id(WORDS).into(),
        to: AmendTo::Nodes(nodes),
        from: day(from),
        approver: "市政府常务会议".into(),
        document: "云政办〔2026〕35号".into(),
        why: "汛期停工".into(),
    }
}

/// Confirmed, with 30, 96, 150 and 184 declared.
fn declared() -> Town {
    let mut town = bound_town();
    let command = schedule(&town, all(["30", "96", "150", "184"]));
    town.act(command).unwrap();
    let ids = vec![town.id(WORDS).into()];
    town.act(Command::Confirm { ids }).unwrap();
    town
}

#[test]
fn a_declared_node_is_changed_by_an_amendment_only() {
    for nodes in [
        [Edit::Keep, to("60"), Edit::Keep, Edit::Keep],
        [Edit::Keep, to("120"), Edit::Keep, Edit::Keep],
        [Edit::Keep, Edit::Keep, Edit::Keep, Edit::Clear],
    ] {
        let mut town = declared();
        let command = schedule(&town, nodes.clone());
        refused(&mut town, command, RefusalKind::Conflict, "须走“调整”");
        let command = amend(&town, nodes, "2026-03-05");
        town.act(command).unwrap();
    }
    let mut town = declared();
    // The same again, or another day with the nodes as they are, is nobody's amendment.
    let command = schedule(&town, all(["30", "96", "150", "184"]));
    assert!(town.act(command).unwrap().events.is_empty());
    let command = amend(&town, KEEP, "2026-03-05");
    refused(&mut town, command, RefusalKind::Invalid, "新旧相同");
    let long = "一".repeat(201);
    let command = amend(
        &town,
        [to(&long), Edit::Keep, Edit::Keep, Edit::Keep],
        "2026-03-05",
    );
    refused(&mut town, command, RefusalKind::Invalid, "最多 200 字");
}

#[test]
fn a_blank_node_is_declared_in_time_or_with_an_approver() {
    let confirmed = || {
        let mut town = bound_town();
        let ids = vec![town.id(WORDS).into()];
        town.act(Command::Confirm { ids }).unwrap();
        town
    };
    let some = |at: usize, text: &str| {
        let mut nodes = KEEP;
        nodes[at] = to(text);
        nodes
    };
    let four = all(["1", "2", "3", "184"]);
    let mut early = confirmed();
    let command = schedule(&early, four.clone());
    early.act_on("2026-03-31", command).unwrap();

    for (on, nodes, fits) in [
        ("2026-04-01", some(0, "30"), false),
        ("2026-04-01", some(1, "96"), true),
        ("2026-07-01", some(1, "96"), false),
        ("2026-11-20", some(3, "手续办完"), true),
        ("2026-11-20", four.clone(), false),
        ("2027-01-01", some(3, "184"), false),
    ] {
        let mut town = confirmed();
        let command = schedule(&town, nodes);
        assert_eq!(town.act_on(on, command).is_ok(), fits, "{on}");
    }
    // The last one, filled late, would make all four the pace.
    let mut town = confirmed();
    let three = [to("1"), to("2"), to("3"), Edit::Keep];
    let command = schedule(&town, three);
    town.act(command).unwrap();
    let command = schedule(&town, some(3, "184"));
    let said = town.act_on("2026-11-20", command).unwrap_err();
    assert!(said.sentence.zh.contains("序时进度"), "{said}");
    let command = schedule(&town, some(3, "全部开工"));
    town.act_on("2026-11-20", command).unwrap();
    // Before anybody confirmed it, the reader's proposals are free.
    let mut fresh = bound_town();
    let command = schedule(&fresh, four);
    fresh.act_on("2026-11-20", command).unwrap();
}

#[test]
fn nodes_are_a_course_towards_the_target() {
    for (nodes, words) in [
        (["-5", "96", "150", "184"], "是负数"),
        (["−5个", "", "", ""], "是负数"),
        (["负5", "", "", ""], "是负数"),
        (["30", "20", "150", "184"], "比第一季度节点的 30 还少"),
        (["96", "手续办完", "90", "184"], "比第一季度节点的 96 还少"),
        (["30", "96", "150", "100"], "比第三季度节点的 150 还少"),
        (["30", "96", "100", "100"], "不是年度目标"),
        (["0", "0", "0", "1"], "不是年度目标"),
        (["30", "96", "150", "200"], "不是年度目标"),
        (["25%", "50%", "75%", "95%"], "不是年度目标"),
    ] {
        let mut town = bound_town();
        let command = schedule(&town, all(nodes));
        refused(&mut town, command, RefusalKind::Invalid, words);
        let mut town = declared();
        let command = amend(&town, all(nodes), "2026-03-05");
        refused(&mut town, command, RefusalKind::Invalid, words);
    }
    for nodes in [
        ["0", "0", "92", "184"],
        ["15-20项手续", "过半", "", "全部开工"],
        ["", "", "", "100%"],
    ] {
        let mut town = bound_town();
        let command = schedule(&town, all(nodes));
        town.act(command).unwrap();
    }
}

#[test]
fn the_light_goes_by_the_old_pace_until_the_amendment_holds() {
    let mut town = declared();
    let command = amend(
        &town,
        [Edit::Keep, to("70"), to("120"), Edit::Keep],
        "2026-06-15",
    );
    town.act(command).unwrap();
    let mut book = book();
    state(&mut book, "r/1", "started", "2026-06-01", "58");
    let share = |on: &str| {
        let it = pace(&town.account, &book, town.get(WORDS), 0, day(on)).unwrap();
        assert!(it.by_nodes);
        (it.share * rust_decimal::Decimal::from(184)).round()
    };
    assert_eq!(share("2026-06-14"), 84.into());
    assert_eq!(share("2026-06-15"), 63.into());
    assert_eq!(share("2026-06-30"), 70.into());
    let lit = |on: &str| light(&town.account, &book, town.get(WORDS), day(on));
    assert_eq!(lit("2026-06-14"), Light::Red);
    assert_ne!(lit("2026-06-15"), Light::Red);

    let it = town.get(WORDS);
    let amendment = &it.amendments[0];
    assert_eq!(amendment.turn(), Turn::Postponed);
    let told = amendment.told(it);
    assert_eq!(
        (&*told.old.zh, &*told.new.zh),
        ("二季度96、三季度150", "二季度70、三季度120")
    );
    let before: Vec<_> = it.nodes_before(1).map(|(_, text)| text).collect();
    assert_eq!(before, ["96"]);
    assert_eq!(it.nodes_before(0).count(), 0);
}

#[test]
fn one_quarter_of_less_makes_the_pace_lighter() {
    for (nodes, turn) in [
        ([to("31"), to("96"), to("150"), to("184")], Turn::Advanced),
        ([to("31"), to("95"), to("150"), to("184")], Turn::Postponed),
        (
            [Edit::Keep, Edit::Keep, Edit::Keep, Edit::Clear],
            Turn::Postponed,
        ),
        (
            [Edit::Keep, to("过半"), Edit::Keep, Edit::Keep],
            Turn::Postponed,
        ),
        (
            [Edit::Keep, to("96个"), Edit::Keep, Edit::Keep],
            Turn::Repaced,
        ),
    ] {
        let mut town = declared();
        let command = amend(&town, nodes, "2026-03-05");
        town.act(command).unwrap();
        let it = &town.get(WORDS).amendments[0];
        assert_eq!(it.turn(), turn, "{:?}", it.change);
    }
}

#[test]
fn nodes_stay_with_their_number_when_words_are_cut_and_do_not_vanish_in_a_merger() {
    let mut town = declared();
    let command = amend(
        &town,
        [Edit::Keep, to("70"), Edit::Keep, Edit::Keep],
        "2026-04-15",
    );
    town.act(command).unwrap();
    let id = town.id(WORDS);
    town.act(Command::Split {
        id: id.as_str().into(),
        parts: vec![Span::new(0, 2), Span::new(2, 7)],
        why: String::new(),
    })
    .unwrap();
    let of = |with: bool| {
        let mut parts = town.account.commitments().filter(|it| it.part_of.is_some());
        parts.find(|it| it.targets.is_empty() != with).unwrap()
    };
    let (number, words) = (of(true), of(false));
    assert_eq!(number.nodes[1].as_ref().unwrap().text, "70");
    let then = number.on(day("2026-04-14"));
    assert_eq!(then.nodes[1].as_ref().unwrap().text, "96");
    assert_eq!(words.nodes, [None, None, None, None]);
    assert!(words.amendments.is_empty());

    let mut town = declared();
    let ids = vec![town.id("全年实施").into(), town.id(WORDS).into()];
    let why = String::new();
    let command = Command::Merge { ids, why };
    refused(&mut town, command, RefusalKind::Conflict, "会随合并消失");
}

#[test]
fn the_old_node_is_struck_through_in_its_cell_and_the_sheet_comes_back_unchanged() {
    let mut town = declared();
    let command = amend(
        &town,
        [Edit::Keep, to("70"), to("120"), Edit::Keep],
        "2026-03-05",
    );
    town.act(command).unwrap();
    let book = book();
    let made = Made {
        account: &town.account,
        book: &book,
        today: day("2026-03-06"),
        at: now(),
        units: &[],
    };
    let csv = String::from_utf8(crate::plan::csv(&made).unwrap()).unwrap();
    assert!(
        csv.contains(
            "70\n原 96（第二季度节点，2026-03-05起推迟，市政府常务会议，云政办〔2026〕35号）"
        ),
        "{csv}"
    );
    let rows = rows(&town.account, &book, day("2026-03-06"));
    let task = rows.iter().find_map(|row| match row {
        PlanRow::Task(task) if task.task.starts_with(WORDS) => Some(task),
        _ => None,
    });
    let quarters: Vec<_> = task.unwrap().amended.iter().map(|it| it.quarter).collect();
    assert_eq!(quarters, [Some(2), Some(3)]);
    let sheet = crate::plan::xlsx(&made).unwrap();
    let back = crate::plan::import(
        &sheet,
        &town.account,
        super::plan_import::now(),
        &|_| Ok(()),
    )
    .unwrap();
    assert!(back.changes.is_empty(), "{:?}", back.rows);
}
