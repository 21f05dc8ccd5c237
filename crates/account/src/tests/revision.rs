//! A corrected text of the same report comes in.

use crate::town::{Line, Town, lines, promise, sentence};
use crate::{Command, Edit, RefusalKind, Status, spans_of_lines};

/// The lines with one sentence's words changed, in it and in its promises.
fn with(from: &str, to: &str) -> Vec<Line> {
    let mut lines = lines();
    for line in &mut lines {
        if let Line::Sentence(text, promises) = line {
            *text = text.replace(from, to);
            for one in promises {
                one.words = one.words.replace(from, to);
                if let Some(target) = &mut one.target {
                    target.0 = target.0.replace(from, to);
                }
            }
        }
    }
    lines
}

fn places_hold(town: &Town) {
    let report = town.account.report().unwrap();
    for it in town.account.commitments() {
        assert_eq!(report.words(it.span), it.text);
        assert!(it.sentence.contains(it.span));
        for target in &it.targets {
            assert_eq!(report.slice(target.span), target.mention, "{}", it.text);
        }
        for project in &it.projects {
            assert_eq!(report.slice(project.span), project.name);
        }
    }
}

#[test]
fn a_sentence_put_in_front_moves_the_rest_and_changes_nothing_else() {
    let mut town = Town::with_report();
    town.assign("新开工", "市发展改革委", &["市财政局"]);
    town.act(Command::Confirm {
        ids: vec![town.id("新开工").into()],
    })
    .unwrap();
    let before = town.clone();
    let mut more = lines();
    more.insert(4, sentence("修订稿在前面\n加了一句", vec![]));
    let decision = town.take_in(&more).unwrap();
    let kinds: Vec<_> = decision.events.iter().map(|e| e.kind.as_str()).collect();
    assert_eq!(
        kinds,
        ["report.revised", "report.text-read", "report.moved"]
    );
    places_hold(&town);
    for (old, new) in before.account.commitments().zip(town.account.commitments()) {
        assert_eq!(
            (&old.id, old.version, &old.text),
            (&new.id, new.version, &new.text)
        );
        assert_eq!(
            (&old.lead, &old.status, old.kind),
            (&new.lead, &new.status, new.kind)
        );
        assert!(new.span.start > old.span.start);
    }
    assert_eq!(town.account.report().unwrap().revision, 1);
}

#[test]
fn changed_words_keep_id_and_owner_and_ask_for_a_new_confirmation() {
    let mut town = Town::with_report();
    town.assign("新建公办", "市教育局", &[]);
    let id = town.id("新建公办");
    town.act(Command::Schedule {
        ids: vec![id.as_str().into()],
        due: Edit::To("2026-09-01".parse().unwrap()),
        nodes: Default::default(),
        why: String::new(),
    })
    .unwrap();
    town.act(Command::Confirm {
        ids: vec![id.as_str().into()],
    })
    .unwrap();
    town.take_in(&with("12所", "15所")).unwrap();
    let it = town.account.commitment(&id).unwrap();
    assert_eq!(
        (it.text.as_str(), &it.status),
        ("新建公办幼儿园15所", &Status::Read)
    );
    assert_eq!(it.lead.as_deref(), Some("市教育局"));
    assert_eq!(it.due_day(), Some("2026-09-01".parse().unwrap()));
    let said = &town.account.history(&id).last().unwrap().what.zh;
    assert_eq!(
        said,
        "修订稿改写原文：“新建公办幼儿园12所” → “新建公办幼儿园15所”（相似度 0.777），需重新确认"
    );
    places_hold(&town);
}

#[test]
fn what_is_gone_is_kept_in_history_and_comes_back_as_it_was() {
    let mut town = Town::with_report();
    town.assign("新建公办", "市教育局", &[]);
    let id = town.id("新建公办");
    town.act(Command::Confirm {
        ids: vec![id.as_str().into()],
    })
    .unwrap();
    let mut without = lines();
    without.retain(|line| !matches!(line, Line::Sentence(text, _) if text.contains("幼儿园")));
    without.push(sentence(
        "新设夜间公交线路",
        vec![promise("新设夜间公交线路")],
    ));
    town.take_in(&without).unwrap();
    assert_eq!(
        town.account.commitment(&id).unwrap().status,
        Status::Dropped
    );
    assert_eq!(town.account.commitments().count(), 10);
    assert_eq!(town.get("新设").version, 1);

    town.take_in(&lines()).unwrap();
    let it = town.account.commitment(&id).unwrap();
    assert_eq!(
        (&it.status, it.lead.as_deref()),
        (&Status::Confirmed, Some("市教育局"))
    );
    assert_eq!(
        town.account.history(&id).last().unwrap().what.zh,
        "修订稿中重新出现"
    );
    places_hold(&town);
}

#[test]
fn words_that_people_cut_move_along_while_they_stand_in_the_text() {
    let mut town = Town::with_report();
    let id = town.id("推进");
    let text = town.get("推进").text.clone();
    let parts = spans_of_lines(&text, "推进“高效办成一件事”\n在望川县试行承诺制").unwrap();
    town.act(Command::Split {
        id: id.as_str().into(),
        parts,
        why: String::new(),
    })
    .unwrap();
    let merged = vec![town.id("新开工").into(), town.id("完成投资").into()];
    town.act(Command::Merge {
        ids: merged,
        why: String::new(),
    })
    .unwrap();
    let ids: Vec<_> = town.account.commitments().map(|it| it.id.clone()).collect();

    let mut more = lines();
    more.insert(1, sentence("前面加一句", vec![]));
    for _ in 0..2 {
        town.take_in(&more).unwrap();
        more.insert(1, sentence("再加一句", vec![]));
        let now: Vec<_> = town.account.commitments().map(|it| it.id.clone()).collect();
        assert_eq!(now, ids);
        places_hold(&town);
    }
    let part = town.get("在望川县").id.clone();

    // The part's own words change: the split is undone, the reader's words hold.
    town.take_in(&with("试行承诺制", "试行容缺制")).unwrap();
    assert_eq!(
        town.account.commitment(&part).unwrap().status,
        Status::Dropped
    );
    let whole = town.account.commitment(&id).unwrap();
    assert_eq!(whole.text, "推进“高效办成一件事”，在望川县试行容缺制");
    assert!(whole.is_live());
    places_hold(&town);
}

#[test]
fn a_merger_whose_words_change_comes_apart_again() {
    let mut town = Town::with_report();
    let (first, second) = (town.id("新开工"), town.id("完成投资"));
    let ids = vec![first.as_str().into(), second.as_str().into()];
    town.act(Command::Merge {
        ids,
        why: String::new(),
    })
    .unwrap();
    town.take_in(&with("184个", "186个")).unwrap();
    let texts = |id: &String| town.account.commitment(id).unwrap().text.clone();
    assert_eq!(
        (texts(&first), texts(&second)),
        ("新开工186个".into(), "完成投资581.8亿元".into())
    );
    assert!(town.account.commitment(&second).unwrap().is_live());
    places_hold(&town);
}

#[test]
fn a_page_made_before_a_revision_cannot_cut_the_new_text() {
    let mut town = Town::with_report();
    let id = town.id("改造");
    let parts = spans_of_lines(&town.get("改造").text, "改造背街小巷\n添置路灯和座椅").unwrap();
    let context = crate::Context {
        now: crate::town::now(),
        actor: "王敏".into(),
    };
    let split = Command::Split {
        id: id.as_str().into(),
        parts,
        why: String::new(),
    };
    let decision = crate::decide(&town.account, split, &context).unwrap();
    let of_text = decision
        .expected
        .iter()
        .find(|(subject, _)| subject == "2026-云泽市")
        .unwrap()
        .clone();
    let mut more = lines();
    more.insert(1, sentence("前面加一句", vec![]));
    town.take_in(&more).unwrap();
    assert_ne!(
        town.account.version(&of_text.0),
        of_text.1,
        "the log refuses the late split"
    );
}

#[test]
fn a_file_with_nothing_in_common_is_not_taken_for_a_revision() {
    let mut town = Town::with_report();
    let other = [sentence("另一份文件，讲别的事", vec![promise("讲别的事")])];
    let refusal = town.take_in(&other).unwrap_err();
    assert_eq!(refusal.kind, RefusalKind::Conflict);
}
