//! Laws that hold after any history.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use youwei_base::Day;

use super::lights::{bind, book, state};
use crate::town::{Line, Town, day, lines, sentence};
use crate::{
    Account, Aim, AmendTo, BindTo, Book, Claim, ClaimedAmount, Command, Correction, Edit, Kind,
    Node, Pick, Span, TargetChange, TargetFields, standing,
};

/// A wish of somebody who may be wrong about everything.
#[derive(Debug, Clone)]
enum Wish {
    Confirm(usize, usize),
    Reject(usize),
    Restore(usize),
    Assign(usize, usize, usize, u8),
    Schedule(usize, i16, u8),
    Claim(usize),
    Hide(usize, bool),
    Split(usize, usize, usize),
    Merge(usize, usize),
    Correct(usize, usize, usize),
    Bind(usize, usize, u8),
    Unbind(usize, usize, u8),
    Dispute(usize, u8),
    Revise(u8),
    Mend(usize, u8),
    Amend(usize, usize, u8),
}

fn wish() -> impl Strategy<Value = Wish> {
    let n = 0..14_usize;
    prop_oneof![
        (n.clone(), n.clone()).prop_map(|(a, b)| Wish::Confirm(a, b)),
        n.clone().prop_map(Wish::Reject),
        n.clone().prop_map(Wish::Restore),
        (n.clone(), n.clone(), 0..4_usize, any::<u8>())
            .prop_map(|(a, b, c, d)| Wish::Assign(a, b, c, d)),
        (n.clone(), 2024..2040_i16, any::<u8>()).prop_map(|(a, b, c)| Wish::Schedule(a, b, c)),
        n.clone().prop_map(Wish::Claim),
        (n.clone(), any::<bool>()).prop_map(|(a, b)| Wish::Hide(a, b)),
        (n.clone(), 0..12_usize, 0..20_usize).prop_map(|(a, b, c)| Wish::Split(a, b, c)),
        (n.clone(), n.clone()).prop_map(|(a, b)| Wish::Merge(a, b)),
        (n.clone(), 0..8_usize, 0..20_usize).prop_map(|(a, b, c)| Wish::Correct(a, b, c)),
        (n.clone(), 0..2_usize, any::<u8>()).prop_map(|(a, b, c)| Wish::Bind(a, b, c)),
        (n.clone(), 0..2_usize, any::<u8>()).prop_map(|(a, b, c)| Wish::Unbind(a, b, c)),
        (n.clone(), any::<u8>()).prop_map(|(a, b)| Wish::Dispute(a, b)),
        any::<u8>().prop_map(Wish::Revise),
        (n.clone(), any::<u8>()).prop_map(|(a, b)| Wish::Mend(a, b)),
        (n.clone(), 0..2_usize, any::<u8>()).prop_map(|(a, b, c)| Wish::Amend(a, b, c)),
    ]
}

/// The report with some of its sentences gone, changed or put off by new ones.
fn revised(bits: u8) -> Vec<Line> {
    let mut made = Vec::new();
    for (index, line) in lines().into_iter().enumerate() {
        let bit = bits.rotate_left(index as u32 % 8) & 3;
        match line {
            Line::Sentence(_, promises) if bit == 1 && !promises.is_empty() && index > 8 => {}
            Line::Sentence(text, mut promises) if bit == 2 => {
                for one in &mut promises {
                    one.words = one.words.replace('建', "修");
                    if let Some(target) = &mut one.target {
                        target.0 = target.0.replace('建', "修");
                    }
                }
                made.push(sentence("又加一句", vec![]));
                made.push(sentence(&text.replace('建', "修"), promises));
            }
            line => made.push(line),
        }
    }
    made
}

fn command(town: &Town, wish: &Wish) -> Option<Command> {
    let ids: Vec<&str> = town.account.all().map(|it| it.id.as_str()).collect();
    let pick = |at: usize| Pick::from(ids[at % ids.len()]);
    let unit = |at: usize| ["市发展改革委", "市财政局", "市住建局", "市教育局"][at % 4].to_owned();
    let why = || "有理由".to_owned();
    Some(match *wish {
        Wish::Confirm(a, b) => Command::Confirm {
            ids: vec![pick(a), pick(b)],
        },
        Wish::Reject(a) => Command::Reject {
            ids: vec![pick(a)],
            why: why(),
        },
        Wish::Restore(a) => Command::Restore {
            ids: vec![pick(a)],
            why: why(),
        },
        Wish::Assign(a, b, lead, more) => Command::Assign {
            ids: vec![pick(a), pick(b)],
            lead: (more % 5 != 0).then(|| unit(lead)),
            supporting: (0..usize::from(more % 4))
                .map(|i| unit(i + usize::from(more / 4)))
                .collect(),
            leader: if more % 2 == 0 {
                Edit::Keep
            } else {
                Edit::To("李明".into())
            },
            why: String::new(),
        },
        Wish::Schedule(a, year, quarter) => Command::Schedule {
            ids: vec![pick(a)],
            due: Edit::To(day(&format!("{year}-06-30"))),
            nodes: std::array::from_fn(|i| {
                if usize::from(quarter % 4) == i {
                    Edit::To(format!("{quarter}个"))
                } else {
                    Edit::Keep
                }
            }),
            why: String::new(),
        },
        Wish::Claim(a) => Command::Claim {
            id: pick(a),
            claim: Claim {
                progress: format!("第{a}次"),
                amounts: vec![ClaimedAmount {
                    target: a % 3,
                    value: (a % 4 > 0).then(|| a.into()),
                    on: (a % 5 == 0).then(|| crate::town::day("2026-03-01")),
                }],
                ..Default::default()
            },
            why: String::new(),
        },
        Wish::Hide(a, true) => Command::Hide {
            ids: vec![pick(a)],
            why: why(),
        },
        Wish::Hide(a, false) => Command::Publish {
            ids: vec![pick(a)],
            why: String::new(),
        },
        Wish::Split(a, cut, end) => Command::Split {
            id: pick(a),
            parts: vec![Span::new(0, cut), Span::new(cut, end)],
            why: String::new(),
        },
        Wish::Merge(a, b) => Command::Merge {
            ids: vec![pick(a), pick(b)],
            why: String::new(),
        },
        Wish::Correct(a, start, end) => {
            let it = town.account.commitment(&pick(a).id)?;
            let report = town.account.report()?;
            let words: String = report
                .words(it.sentence)
                .chars()
                .skip(start)
                .take(end)
                .collect();
            Command::Correct {
                id: pick(a),
                correction: Correction {
                    text: Some(words),
                    kind: Some(Kind::ALL[end % 5]),
                    ..Default::default()
                },
                why: why(),
            }
        }
        Wish::Bind(a, index, how) => Command::Bind {
            id: pick(a),
            to: to(index, how),
            measure: measure(how),
            record: record(how),
            why: String::new(),
        },
        Wish::Unbind(a, index, how) => Command::Unbind {
            id: pick(a),
            to: to(index, how),
            measure: measure(how).id.to_string(),
            record: record(how),
            why: why(),
        },
        Wish::Dispute(a, how) if how % 2 == 0 => Command::Dispute {
            id: pick(a),
            unit: unit(how.into()),
            why: why(),
        },
        Wish::Dispute(a, how) => Command::AnswerDispute {
            id: pick(a),
            number: u32::from(how / 2 % 4),
            answer: why(),
        },
        Wish::Mend(a, how) => Command::Correct {
            id: pick(a),
            correction: mended(how),
            why: why(),
        },
        Wish::Amend(a, index, how) => Command::Amend {
            id: pick(a),
            to: amended(index, how),
            from: day(["2026-03-05", "2026-09-10", "2025-01-01"][usize::from(how % 3)]),
            approver: "市政府常务会议".into(),
            document: "云政办〔2026〕31号".into(),
            why: why(),
        },
        Wish::Revise(_) => return None,
    })
}

/// A correction of somebody who would rather have promised something else.
fn mended(how: u8) -> Correction {
    let fields = TargetFields {
        value: how
            .is_multiple_of(2)
            .then(|| [100.into(), 184.into()][usize::from(how / 2 % 2)]),
        op: how.is_multiple_of(3).then_some(youwei_report::Op::AtMost),
        ..TargetFields::default()
    };
    let index = usize::from(how / 4 % 2);
    let change = match how % 5 {
        0 => TargetChange::Remove { index },
        _ => TargetChange::Set { index, fields },
    };
    Correction {
        targets: vec![change],
        due: match how % 7 {
            0 => Edit::Clear,
            1 => Edit::To(crate::Due {
                text: "6月底前".into(),
                by: Some(day("2026-12-31")),
            }),
            _ => Edit::Keep,
        },
        ..Correction::default()
    }
}

fn amended(index: usize, how: u8) -> AmendTo {
    match how % 7 {
        6 => AmendTo::Nodes(std::array::from_fn(|i| match usize::from(how) % 5 {
            at if at == i => Edit::To(format!("{}个", how / 2)),
            4 => Edit::Clear,
            _ => Edit::Keep,
        })),
        0 => AmendTo::Drop { index },
        1 => AmendTo::Due(day("2026-10-31")),
        2 => AmendTo::Measure {
            to: to(index, how),
            old: Some((measure(how).id.to_string(), record(how))),
            new: (!how.is_multiple_of(4)).then(|| (measure(how / 6), record(how / 3))),
        },
        3 => AmendTo::Cancel,
        _ => AmendTo::Number {
            index,
            aim: Aim {
                op: youwei_report::Op::AtLeast,
                value: i64::from(how).into(),
                value2: None,
                quantity: youwei_report::Measure::Level,
            },
        },
    }
}

/// Numbers by their place and subject.
type Numbers = BTreeMap<(Span, String), Aim>;
/// Due days by commitment.
type Days = BTreeMap<String, Option<Day>>;

/// Quarter nodes by the number that they speak for.
type Paces = BTreeMap<(Span, String), [Option<Node>; 4]>;

/// What is promised of all that was once confirmed: each number by its place, each due
/// day, each quarter node.
fn promised(town: &Town) -> (Numbers, Days, Paces) {
    let held = || {
        town.account
            .commitments()
            .filter(|it| it.held && it.is_live())
    };
    let numbers = held()
        .flat_map(|it| it.targets.iter().filter(|target| !target.dropped))
        .map(|target| ((target.span, target.subject.clone()), Aim::of(target)))
        .collect();
    let days = held().map(|it| (it.id.clone(), it.due_day())).collect();
    let paces = held().filter_map(|it| {
        let first = it.targets.first()?;
        Some(((first.span, first.subject.clone()), it.nodes.clone()))
    });
    (numbers, days, paces.collect())
}

/// Unless it is amended, or the report's own text changes, what was confirmed is promised
/// as before, number by number, no day is later, and a node that was declared stays.
fn nothing_is_lowered_in_silence(before: &Town, after: &Town) {
    let (numbers, days, paces) = promised(before);
    let (numbers_now, days_now, paces_now) = promised(after);
    for (place, nodes) in paces {
        let declared = nodes.iter().any(Option::is_some);
        let now = paces_now.get(&place).cloned();
        assert!(now.is_some() || !declared, "{place:?}");
        for (node, now) in nodes.iter().zip(now.unwrap_or_default()) {
            assert!(
                node.is_none() || *node == now,
                "{place:?}: {node:?} {now:?}"
            );
        }
    }
    for (place, aim) in numbers {
        assert_eq!(numbers_now.get(&place), Some(&aim), "{place:?}");
    }
    for (id, day) in days {
        if let (Some(day), Some(now)) = (day, days_now.get(&id)) {
            assert!(now.is_some_and(|now| now <= day), "{id}: {day} {now:?}");
        }
    }
}

/// Taken back one by one, amendments give what each says was there before it.
fn amendments_hold_the_old(town: &Town) {
    for it in town.account.all() {
        assert_eq!(&*it.on(Day::MAX), it);
        for amendment in &it.amendments {
            assert!(!amendment.approver.is_empty() && !amendment.document.is_empty());
            if let Some(index) = amendment.of_number() {
                assert!(index < it.targets.len());
            }
        }
    }
}

fn to(index: usize, how: u8) -> BindTo {
    match how % 3 {
        0 => BindTo::Milestone,
        _ => BindTo::Target(index),
    }
}

fn record(how: u8) -> Option<String> {
    how.is_multiple_of(4)
        .then(|| "key-projects/2026-00001".to_owned())
}

fn measure(how: u8) -> std::sync::Arc<crate::Measure> {
    let ids = ["starts", "investment", "trains", "gdp", "finished"];
    let id = ids[usize::from(how) % ids.len()];
    book().measures().get(id).unwrap().clone()
}

/// Nothing is bound but by a person: every binding that stands was an event once.
fn bound_by_people(town: &Town) {
    let said = |bound: &crate::Bound| {
        town.log.iter().any(|event| {
            let new = &event.data["change"]["new"]["measure"];
            event.kind == "commitment.bound" && event.data["measure"] == bound.measure.as_str()
                || event.kind == "commitment.amended" && new == bound.measure.as_str()
        })
    };
    for it in town.account.all() {
        let of_numbers = it.targets.iter().filter_map(|target| target.bound.as_ref());
        assert!(of_numbers.chain(&it.milestones).all(said));
        assert!(
            it.as_read
                .targets
                .iter()
                .all(|target| target.bound.is_none())
        );
        let numbers: Vec<u32> = it.disputes.iter().map(|it| it.number).collect();
        assert!(numbers.iter().copied().eq(1..=numbers.len() as u32));
    }
}

fn laws_hold(town: &Town) {
    let account = &town.account;
    let report = account.report().unwrap();
    let text = Span::new(0, report.len_chars());

    assert_eq!(
        &Account::fold(town.log.clone()),
        account,
        "folding anew gives the same"
    );
    let kept = serde_json::to_vec(account).unwrap();
    assert_eq!(
        &serde_json::from_slice::<Account>(&kept).unwrap(),
        account,
        "kept and read again it is the same"
    );
    assert_eq!(
        account.changes().len(),
        town.log.len(),
        "every event is in a history"
    );

    let ids: BTreeSet<&str> = account.all().map(|it| it.id.as_str()).collect();
    assert_eq!(ids.len(), account.all().count(), "ids are unique");
    for it in account.all() {
        assert_eq!(it.version, account.history(&it.id).len() as u64);
        if let Some(lead) = &it.lead {
            assert!(
                !it.supporting.contains(lead),
                "the lead does not support itself"
            );
        }
        let units: BTreeSet<&String> = it.supporting.iter().collect();
        assert_eq!(
            units.len(),
            it.supporting.len(),
            "supporting units are distinct"
        );
        match &it.status {
            crate::Status::Merged { into } => assert!(ids.contains(into.as_str())),
            crate::Status::Split { into } => {
                assert!(into.iter().all(|id| ids.contains(id.as_str())))
            }
            _ => {}
        }
    }
    for it in account.commitments() {
        assert!(
            text.contains(it.span) && !it.span.is_empty(),
            "{:?} in {text:?}",
            it.span
        );
        assert!(it.sentence.contains(it.span));
        assert_eq!(
            report.words(it.span),
            it.text,
            "the words are those printed there"
        );
        for target in &it.targets {
            assert!(
                it.span.contains(target.span),
                "{} in {}",
                target.mention,
                it.text
            );
        }
        if let Some(due) = it.scheduled {
            assert!(due.year() >= 2026);
        }
    }
    let order: Vec<Span> = account.commitments().map(|it| it.span).collect();
    assert!(order.is_sorted(), "in the order of the text");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_history_keeps_the_account_sound(wishes in prop::collection::vec(wish(), 1..24)) {
        let mut town = Town::with_report();
        for wish in &wishes {
            // Whether it is refused or done, the laws must hold after it.
            let before = town.clone();
            let _ = match (wish, command(&town, wish)) {
                (Wish::Revise(bits), _) => town.take_in(&revised(*bits)),
                (_, Some(command)) => town.act(command),
                (_, None) => continue,
            };
            laws_hold(&town);
            bound_by_people(&town);
            amendments_hold_the_old(&town);
            if !matches!(wish, Wish::Revise(_) | Wish::Amend(..)) {
                nothing_is_lowered_in_silence(&before, &town);
            }
        }
    }

    /// A light is a function of the figures and the day: facts of later days do not move
    /// it, nor does the order in which facts came, nor anything that people say.
    #[test]
    fn a_light_is_a_function_of_figures_and_the_day(
        facts in prop::collection::vec((0..4_usize, 1..13_i8, 1..29_i8, 0..60_000_000_000_i64), 0..20),
        month in 1..13_i8,
    ) {
        let mut town = Town::with_report();
        let bound = [("开行", "trains"), ("完成投资", "investment"), ("新开工", "starts")];
        for (words, measure) in bound {
            bind(&mut town, words, 0, measure);
        }
        let metrics = ["trains", "invested", "started", "gdp"];
        let today = Day::new(2026, month, 15).unwrap();
        let fill = |known: &dyn Fn(Day) -> bool, backwards: bool| {
            let mut book = book();
            let mut put = |at: usize| {
                let (metric, month, day, value) = facts[at];
                let on = Day::new(2026, month, day).unwrap();
                if known(on) {
                    let record = format!("r/{at}");
                    state(&mut book, &record, metrics[metric], &on.to_string(), &value.to_string());
                }
            };
            match backwards {
                true => (0..facts.len()).rev().for_each(&mut put),
                false => (0..facts.len()).for_each(&mut put),
            }
            book
        };
        let all = fill(&|_| true, false);
        let past = fill(&|on| on <= today, true);
        let stands = |town: &Town, book: &Book| {
            bound.map(|(words, _)| standing(&town.account, book, town.get(words), today))
        };
        let before = stands(&town, &all);
        prop_assert_eq!(&before, &stands(&town, &past));
        let id = town.id("开行");
        for command in [
            Command::Dispute { id: id.as_str().into(), unit: "市商务局".into(), why: "不对".into() },
            Command::Claim { id: id.as_str().into(), claim: Claim { progress: "全部完成".into(), ..Claim::default() }, why: String::new() },
            Command::Confirm { ids: vec![id.as_str().into()] },
        ] {
            town.act(command).unwrap();
        }
        prop_assert_eq!(&before, &stands(&town, &all));
    }

    #[test]
    fn a_file_taken_in_twice_changes_nothing_the_second_time(bits in any::<u8>()) {
        let mut town = Town::with_report();
        let _ = town.take_in(&revised(bits));
        let before = town.log.len();
        if town.account.report().unwrap().revision == 1 {
            prop_assert_eq!(town.take_in(&revised(bits)).unwrap().events, []);
        }
        prop_assert_eq!(town.log.len(), before);
    }
}
