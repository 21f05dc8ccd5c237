//! After a confirmation a promise changes by amendments only, and the old stays visible.

use youwei_base::Light;
use youwei_report::{Measure, Op};

use super::commands::{correct, refused};
use super::lights::{book, bound_town, state};
use crate::plan::{PlanRow, rows};
use crate::town::{Town, day, lines, now};
use crate::{
    Aim, AmendTo, BindTo, Command, Correction, Due, Edit, Pick, RefusalKind, Span, TargetChange,
    TargetFields, Turn, how_light, light, standing,
};

fn confirmed(words: &str) -> Town {
    let mut town = bound_town();
    let id = town.id(words);
    town.act(Command::Confirm {
        ids: vec![id.as_str().into()],
    })
    .unwrap();
    town
}

fn amend(town: &Town, words: &str, to: AmendTo, from: &str) -> Command {
    Command::Amend {
        id: town.id(words).into(),
        to,
        from: day(from),
        approver: "市政府常务会议".into(),
        document: "云政办〔2026〕31号".into(),
        why: "用地指标核减".into(),
    }
}

fn number(op: Op, value: i64) -> AmendTo {
    let aim = Aim {
        op,
        value: value.into(),
        value2: None,
        quantity: Measure::Level,
    };
    AmendTo::Number { index: 0, aim }
}

fn set(value: i64) -> Correction {
    let fields = TargetFields {
        value: Some(value.into()),
        ..TargetFields::default()
    };
    Correction {
        targets: vec![TargetChange::Set { index: 0, fields }],
        ..Correction::default()
    }
}

#[test]
fn an_amended_number_holds_from_its_day_and_the_old_stays() {
    let mut town = confirmed("新开工");
    let command = amend(&town, "新开工", number(Op::Equal, 150), "2026-09-10");
    town.act(command).unwrap();
    let it = town.get("新开工");
    assert_eq!(it.targets[0].value, 150.into());
    assert_eq!(it.on(day("2026-09-09")).targets[0].value, 184.into());
    assert_eq!(it.on(day("2026-09-10")).targets[0].value, 150.into());
    let amendment = &it.amendments[0];
    assert_eq!((amendment.turn(), amendment.number), (Turn::Lowered, 1));
    let told = amendment.told(it);
    assert_eq!(
        (&*told.what.zh, &*told.old.zh, &*told.new.zh),
        ("新开工项目", "184个", "150个")
    );
    let said = town.account.history(&it.id).last().unwrap();
    assert_eq!(
        said.what.zh,
        "调低（第 1 次调整）：新开工项目：184个 → 150个，自 2026-09-10 起；批准：市政府常务会议，云政办〔2026〕31号"
    );
    assert_eq!(said.why.as_deref(), Some("用地指标核减"));

    // 110 of 184 is far behind on 9 September, 110 of 150 on pace the day after.
    let mut book = book();
    state(&mut book, "r/1", "started", "2026-09-01", "110");
    let lit = |on: &str| light(&town.account, &book, town.get("新开工"), day(on));
    assert_eq!(lit("2026-09-09"), Light::Yellow);
    assert_eq!(lit("2026-09-10"), Light::Green);
    let how = |on: &str| how_light(&town.account, &book, town.get("新开工"), day(on)).zh;
    assert!(how("2026-09-09").contains("在此之前仍按原值判灯"));
    assert!(how("2026-09-10").contains("原为“184个”，此后按新值判灯"));
    let row = rows(&town.account, &book, day("2026-09-10"));
    let task = row.iter().find_map(|row| match row {
        PlanRow::Task(task) if task.task.starts_with("新开工") => Some(task),
        _ => None,
    });
    let task = task.unwrap();
    assert_eq!(task.goals, ["新开工项目 150个"]);
    assert_eq!(
        (task.amended[0].old.as_str(), task.amended[0].turn),
        ("184个", "lowered")
    );
}

#[test]
fn what_an_amendment_must_say_is_asked_for() {
    let mut town = confirmed("新开工");
    let whole = |town: &Town| amend(town, "新开工", number(Op::Equal, 150), "2026-03-10");
    for (blank, words) in [
        ("approver", "批准人和批准文号"),
        ("document", "批准人和批准文号"),
        ("why", "必须说明理由"),
        ("self", "登记人不能自己批准"),
        ("early", "早于报告所定年度"),
        ("far", "还没有到"),
        ("same", "新旧相同"),
        ("none", "没有第 3 个指标"),
        ("range", "区间指标须有上下限"),
    ] {
        let mut command = whole(&town);
        if let Command::Amend {
            approver,
            document,
            why,
            from,
            to,
            ..
        } = &mut command
        {
            match blank {
                "approver" => approver.clear(),
                "document" => document.clear(),
                "why" => why.clear(),
                "self" => *approver = "王敏".into(),
                "early" => *from = day("2025-12-31"),
                "far" => *from = day("2027-12-31"),
                "same" => *to = number(Op::Equal, 184),
                "none" => {
                    *to = AmendTo::Drop { index: 2 };
                }
                _ => *to = number(Op::Range, 150),
            }
        }
        refused(&mut town, command, RefusalKind::Invalid, words);
    }
    town.act(whole(&town)).unwrap();
    let earlier = amend(&town, "新开工", number(Op::Equal, 140), "2026-03-09");
    refused(&mut town, earlier, RefusalKind::Invalid, "不能早于它");
    let mut fresh = bound_town();
    let command = whole(&fresh);
    refused(&mut fresh, command, RefusalKind::Conflict, "还没有确认过");
}

#[test]
fn turns_are_told_by_what_is_promised() {
    use Op::*;
    for (old, new, turn) in [
        ((AtLeast, 184), (AtLeast, 150), Turn::Lowered),
        ((Equal, 184), (AtLeast, 190), Turn::Raised),
        ((AtMost, 5), (AtMost, 6), Turn::Lowered),
        ((AtMost, 5), (Below, 4), Turn::Raised),
        ((AtMost, 5), (Below, 5), Turn::Raised),
        ((Equal, 6), (About, 6), Turn::Lowered),
        ((Equal, 6), (AtLeast, 6), Turn::Changed),
        ((AtLeast, 6), (AtMost, 6), Turn::Changed),
    ] {
        let mut town = Town::with_report();
        let id = town.id("新开工");
        let fields = TargetFields {
            op: Some(old.0),
            value: Some(old.1.into()),
            ..TargetFields::default()
        };
        let change = TargetChange::Set { index: 0, fields };
        let put = Correction {
            targets: vec![change],
            ..Correction::default()
        };
        town.act(correct(id.clone(), put, "读错")).unwrap();
        town.act(Command::Confirm {
            ids: vec![id.into()],
        })
        .unwrap();
        let command = amend(&town, "新开工", number(new.0, new.1), "2026-03-05");
        town.act(command).unwrap();
        assert_eq!(
            town.get("新开工").amendments[0].turn(),
            turn,
            "{old:?} {new:?}"
        );
    }
}

#[test]
fn after_a_confirmation_a_correction_says_what_is_printed() {
    let mut town = confirmed("新开工");
    let id = town.id("新开工");
    let mend = |correction| correct(id.clone(), correction, "笔误");
    refused(
        &mut town,
        mend(set(150)),
        RefusalKind::Conflict,
        "此处印的是“184个”",
    );
    let limits = Correction {
        targets: vec![TargetChange::Set {
            index: 0,
            fields: TargetFields {
                op: Some(Op::AtMost),
                ..TargetFields::default()
            },
        }],
        ..Correction::default()
    };
    refused(&mut town, mend(limits), RefusalKind::Conflict, "须走“调整”");
    let rate = Correction {
        targets: vec![TargetChange::Set {
            index: 0,
            fields: TargetFields {
                measure: Some(Measure::Share),
                ..TargetFields::default()
            },
        }],
        ..Correction::default()
    };
    refused(&mut town, mend(rate), RefusalKind::Conflict, "判灯办法");
    let gone = Correction {
        targets: vec![TargetChange::Remove { index: 0 }],
        ..Correction::default()
    };
    refused(&mut town, mend(gone), RefusalKind::Conflict, "不能直接删去");
    let shorter = Correction {
        text: Some("新开工".into()),
        ..Correction::default()
    };
    refused(
        &mut town,
        mend(shorter),
        RefusalKind::Conflict,
        "会去掉指标",
    );

    // Misread before anybody looked at it, found after the confirmation.
    let mut town = Town::with_report();
    town.act(correct(id.clone(), set(150), "读错")).unwrap();
    town.act(Command::Confirm {
        ids: vec![id.as_str().into()],
    })
    .unwrap();
    town.act(correct(id.clone(), set(184), "照报告改回"))
        .unwrap();
    assert_eq!(town.get("新开工").targets[0].value, 184.into());
    assert!(town.get("新开工").amendments.is_empty());
}

#[test]
fn no_other_way_lowers_a_confirmed_promise() {
    let mut town = confirmed("新开工");
    let id = town.id("新开工");
    let pick = || Pick::from(id.as_str());
    for (command, words) in [
        (
            Command::Reject {
                ids: vec![pick()],
                why: "写错".into(),
            },
            "不能再直接认定",
        ),
        (
            Command::Unbind {
                id: pick(),
                to: BindTo::Target(0),
                measure: "starts".into(),
                record: None,
                why: "不对".into(),
            },
            "不能直接解除",
        ),
        (
            Command::Bind {
                id: pick(),
                to: BindTo::Target(0),
                measure: book().measures().get("starts-by-season").unwrap().clone(),
                record: None,
                why: String::new(),
            },
            "已对应口径",
        ),
        (
            Command::Split {
                id: pick(),
                parts: vec![Span::new(0, 1), Span::new(1, 3)],
                why: String::new(),
            },
            "会丢掉指标",
        ),
        (
            Command::Schedule {
                ids: vec![pick()],
                due: Edit::To(day("2027-06-30")),
                nodes: Default::default(),
                why: String::new(),
            },
            "不能直接推迟",
        ),
    ] {
        refused(&mut town, command, RefusalKind::Conflict, words);
    }
    let sooner = Command::Schedule {
        ids: vec![pick()],
        due: Edit::To(day("2026-11-30")),
        nodes: Default::default(),
        why: String::new(),
    };
    town.act(sooner).unwrap();
    let back = Command::Schedule {
        ids: vec![pick()],
        due: Edit::Clear,
        nodes: Default::default(),
        why: String::new(),
    };
    refused(&mut town, back, RefusalKind::Conflict, "不能直接推迟或取消");
    // Parts of it are held like the whole.
    town.act(Command::Split {
        id: pick(),
        parts: vec![Span::new(0, 2), Span::new(2, 7)],
        why: String::new(),
    })
    .unwrap();
    let part = town
        .account
        .commitments()
        .find(|it| it.part_of.is_some() && !it.targets.is_empty())
        .unwrap();
    let part = part.id.clone();
    refused(
        &mut town,
        correct(part, set(10), "笔误"),
        RefusalKind::Conflict,
        "须走“调整”",
    );
}

#[test]
fn a_due_day_is_put_off_by_an_amendment_only() {
    let words = "6月底前建成";
    let mut town = confirmed(words);
    let id = town.id(words);
    let book = book();
    let lit = |town: &Town, on: &str| light(&town.account, &book, town.get(words), day(on));
    assert_eq!(lit(&town, "2026-07-05"), Light::Red);
    for (text, by, fits) in [
        ("9月底前", "2026-09-30", false),
        ("6月底前", "2026-09-30", false),
        ("6月底前", "2026-05-31", true),
        ("6月底前", "2026-06-30", true),
    ] {
        let due = Due {
            text: text.into(),
            by: Some(day(by)),
        };
        let command = correct(
            id.clone(),
            Correction {
                due: Edit::To(due),
                ..Correction::default()
            },
            "读错",
        );
        assert_eq!(town.act(command).is_ok(), fits, "{text} {by}");
    }
    let later = amend(&town, words, AmendTo::Due(day("2026-10-31")), "2026-07-10");
    town.act(later).unwrap();
    let it = town.get(words);
    assert_eq!(it.due_day(), Some(day("2026-10-31")));
    assert_eq!(it.amendments[0].turn(), Turn::Postponed);
    let before: Vec<_> = it.due_days_before().map(|(_, day)| day).collect();
    assert_eq!(before, [day("2026-06-30")]);
    assert_eq!(lit(&town, "2026-07-05"), Light::Red);
    assert_ne!(lit(&town, "2026-07-10"), Light::Red);
    assert_eq!(lit(&town, "2026-11-01"), Light::Red);
}

#[test]
fn another_measure_is_old_beside_new_and_what_is_dropped_has_no_light() {
    let mut town = confirmed("新开工");
    let measure = book().measures().get("starts-by-season").unwrap().clone();
    let other = AmendTo::Measure {
        to: BindTo::Target(0),
        old: None,
        new: Some((measure, None)),
    };
    let command = amend(&town, "新开工", other, "2026-04-01");
    town.act(command).unwrap();
    let bound = |on: &str| {
        let then = town.get("新开工").on(day(on)).into_owned();
        then.targets[0].bound.clone().unwrap().measure
    };
    assert_eq!(bound("2026-03-31"), "starts");
    assert_eq!(bound("2026-04-01"), "starts-by-season");
    assert_eq!(town.get("新开工").amendments[0].turn(), Turn::Remeasured);

    let command = amend(&town, "新开工", AmendTo::Drop { index: 0 }, "2026-10-01");
    town.act(command).unwrap();
    let mut book = book();
    state(&mut book, "r/1", "started", "2026-02-01", "1");
    let stands = |on: &str| standing(&town.account, &book, town.get("新开工"), day(on));
    assert_eq!(stands("2026-09-30").light, Light::Red);
    let then = stands("2026-10-01");
    assert_eq!(then.numbers[0].because, crate::Because::Dropped);
    assert_eq!(then.light, Light::Grey);
    let again = amend(&town, "新开工", number(Op::Equal, 1), "2026-10-02");
    refused(&mut town, again, RefusalKind::Conflict, "已经取消");

    let whole = amend(&town, "新开工", AmendTo::Cancel, "2026-03-05");
    town.act(whole).unwrap();
    assert!(!town.get("新开工").is_live());
}

#[test]
fn amendments_go_with_the_words_when_these_are_revised_cut_or_merged() {
    let mut town = confirmed("开行");
    let aim = number(Op::Equal, 800);
    let command = amend(&town, "开行", aim, "2026-03-05");
    town.act(command).unwrap();
    // Other words around the same number: what was amended stays so.
    let mut text = lines();
    for line in &mut text {
        if let crate::town::Line::Sentence(words, promises) = line
            && words.contains("班列")
        {
            *words = words.replace("开行货运班列", "全年开行货运班列");
            for one in promises {
                one.words = one.words.replace("开行货运班列", "全年开行货运班列");
            }
        }
    }
    town.take_in(&text).unwrap();
    let it = town.get("全年开行");
    assert_eq!(it.targets[0].value, 800.into());
    assert_eq!(it.amendments.len(), 1);
    assert!(it.held);
    // Another number in print: it says something new, and the old amendment of it is over.
    for line in &mut text {
        if let crate::town::Line::Sentence(words, promises) = line
            && words.contains("班列")
        {
            *words = words.replace("1000列", "1200列");
            for one in promises {
                one.words = one.words.replace("1000列", "1200列");
                if let Some(target) = one.target.as_mut().filter(|it| it.1 == "货运班列") {
                    (target.0, target.2) = ("1200列".into(), "1200");
                }
            }
        }
    }
    town.take_in(&text).unwrap();
    let it = town.get("全年开行");
    assert_eq!(it.targets[0].value, 1200.into());

    let mut town = confirmed("新开工");
    let command = amend(&town, "新开工", number(Op::Equal, 150), "2026-03-05");
    town.act(command).unwrap();
    let (one, other) = (town.id("全年实施"), town.id("新开工"));
    town.act(Command::Merge {
        ids: vec![one.as_str().into(), other.into()],
        why: String::new(),
    })
    .unwrap();
    let merged = town.get("全年实施");
    assert_eq!(merged.targets[1].value, 150.into());
    assert_eq!(merged.amendments[0].of_number(), Some(1));
    assert_eq!(merged.on(day("2026-03-04")).targets[1].value, 184.into());
    let printed = town.account.report().unwrap().words(merged.span);
    let at = printed.find("，新").map(|at| printed[..at].chars().count());
    let at = at.unwrap();
    town.act(Command::Split {
        id: one.into(),
        parts: vec![Span::new(0, at), Span::new(at + 1, printed.chars().count())],
        why: String::new(),
    })
    .unwrap();
    let part = town.get("新开工");
    assert!(part.held);
    assert_eq!(part.amendments[0].of_number(), Some(0));
    assert_eq!(part.on(day("2026-03-04")).targets[0].value, 184.into());
}

#[test]
fn the_old_is_struck_through_in_the_plan_and_the_sheet_comes_back_unchanged() {
    let mut town = confirmed("新开工");
    let command = amend(&town, "新开工", number(Op::Equal, 150), "2026-03-05");
    town.act(command).unwrap();
    let mut town = {
        let id = town.id("6月底前建成");
        town.act(Command::Confirm {
            ids: vec![id.into()],
        })
        .unwrap();
        town
    };
    let later = amend(
        &town,
        "6月底前建成",
        AmendTo::Due(day("2026-10-31")),
        "2026-03-05",
    );
    town.act(later).unwrap();
    let book = book();
    let made = crate::plan::Made {
        account: &town.account,
        book: &book,
        today: day("2026-03-06"),
        at: now(),
        units: &[],
    };
    let csv = String::from_utf8(crate::plan::csv(&made).unwrap()).unwrap();
    assert!(csv.contains(
        "新开工项目 150个\n原 184个（新开工项目，2026-03-05起调低，市政府常务会议，云政办〔2026〕31号）"
    ));
    assert!(csv.contains("2026-10-31\n原 2026-06-30（完成时限"));
    let json: serde_json::Value =
        serde_json::from_slice(&crate::plan::json(&made).unwrap()).unwrap();
    assert!(json.to_string().contains("\"turn\":\"postponed\""));
    let part = |bytes: Vec<u8>, name: &str| {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut zip.by_name(name).unwrap(), &mut text).unwrap();
        text
    };
    let document = part(crate::plan::docx(&made).unwrap(), "word/document.xml");
    let struck = document.split("<w:strike").nth(1).unwrap();
    assert!(struck.split("</w:r>").next().unwrap().contains("184个"));
    let sheet = crate::plan::xlsx(&made).unwrap();
    let strings = part(sheet.clone(), "xl/sharedStrings.xml");
    let struck = strings.split("<strike").nth(1).unwrap();
    assert!(struck.split("</r>").next().unwrap().contains("184个"));
    let back = crate::plan::import(
        &sheet,
        &town.account,
        super::plan_import::now(),
        &|_| Ok(()),
    )
    .unwrap();
    assert!(back.changes.is_empty(), "{:?}", back.rows);
}
