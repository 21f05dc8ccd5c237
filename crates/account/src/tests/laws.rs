//! Laws that hold after any history.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::town::{Line, Town, day, lines, sentence};
use crate::{Account, Claim, Command, Correction, Edit, Kind, Pick, Span};

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
    Revise(u8),
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
        any::<u8>().prop_map(Wish::Revise),
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
        Wish::Revise(_) => return None,
    })
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
            let _ = match (wish, command(&town, wish)) {
                (Wish::Revise(bits), _) => town.take_in(&revised(*bits)),
                (_, Some(command)) => town.act(command),
                (_, None) => continue,
            };
            laws_hold(&town);
        }
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
