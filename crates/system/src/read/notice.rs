//! Reading public notices, and the actions that come with them.

use std::sync::Arc;

use youwei_base::{Bilingual, PUBLIC};
use youwei_decision::span::Span;

use super::body::Known;
use super::outline::Entry;
use super::page::{Page, span};
use super::{action, clock};
use crate::declaration::{Action, Field, FieldType, Input, Notice, System};

/// A public notice, and the two actions about it.
pub fn read(page: &mut Page<'_>, known: &Known<'_>, entry: &Entry<'_, '_>, system: &mut System) {
    let (id, at, item) = entry;
    page.id(("公示", "notice"), id, at.clone());
    let Some(table) = page.document.table(item, id) else {
        return;
    };
    page.only(table, &["name", "days", "count", "answered_by", "answer"]);
    let name = page.needed_bilingual(table, "name", at.clone());
    let length = clock::length(page, &known.names, table, at, None);
    page.document.needed(table, "answered_by", at.clone());
    let answered_by: Vec<Arc<str>> = action::roles(page, table, "answered_by");
    let answer = page.document.needed(table, "answer", at.clone());
    let answer = answer.and_then(|item| {
        let table = page.document.table(item, "answer")?;
        page.only(table, &["days", "count"]);
        clock::length(page, &known.names, table, &item.span(), None)
    });
    let (Some(name), Some(length), Some(answer_within)) = (name, length, answer) else {
        return;
    };
    let (object, answer) = about(id, &name, &answered_by, system, span(at));
    system.actions.push(object);
    system.actions.push(answer);
    system.notices.push(Notice {
        id: (*id).into(),
        name,
        object: system.actions.len() - 2,
        answer: system.actions.len() - 1,
        length,
        answered_by,
        answer_within,
        span: span(at),
    });
}

/// The actions of objecting and answering.
fn about(
    id: &str,
    name: &Bilingual,
    answered_by: &[Arc<str>],
    system: &System,
    span: Span,
) -> (Action, Action) {
    let input =
        |name: &str, label: (&str, &str), of: FieldType, required: bool, personal: bool| Input {
            field: Field {
                name: name.into(),
                label: Bilingual::new(label.0, label.1),
                help: Bilingual::new("", ""),
                of,
                required,
                public: false,
                personal,
                unique: false,
                unheld: false,
                computed: None,
                span,
            },
            sets: None,
        };
    let lines = |lines: bool, chars_max: usize| FieldType::Text { lines, chars_max };
    let action = |ending: &str, name: Bilingual, by: Vec<Arc<str>>, input: Vec<Input>| Action {
        id: format!("{id}-{ending}").into(),
        name,
        help: Bilingual::new("", ""),
        from: (0..system.stages.len()).collect(),
        to: None,
        by,
        not_by: Vec::new(),
        reach: None,
        input,
        when: Vec::new(),
        evidence: Vec::new(),
        set: Vec::new(),
        add: Vec::new(),
        numbers: Vec::new(),
        within: None,
        opens: None,
        after: None,
        facts: Vec::new(),
        span,
    };
    let number = FieldType::Number {
        min: Some(1.into()),
        max: None,
        decimals: Some(0),
        unit: "".into(),
    };
    let object = action(
        "object",
        Bilingual::new(
            format!("对{}提出异议", name.zh),
            format!("Object: {}", name.en),
        ),
        vec![PUBLIC.into()],
        vec![
            input(
                "who",
                ("姓名和联系方式", "name and how to reach you"),
                lines(false, 200),
                true,
                true,
            ),
            input(
                "words",
                ("异议和理由", "objection and reasons"),
                lines(true, 5_000),
                true,
                false,
            ),
        ],
    );
    let answer = action(
        "answer",
        Bilingual::new(
            format!("答复对{}的异议", name.zh),
            format!("Answer an objection: {}", name.en),
        ),
        answered_by.to_vec(),
        vec![
            input(
                "objection",
                ("第几件异议", "number of the objection"),
                number,
                false,
                false,
            ),
            input(
                "upheld",
                ("异议成立", "the objection is right"),
                FieldType::YesNo,
                true,
                false,
            ),
            input("words", ("答复", "answer"), lines(true, 5_000), true, false),
        ],
    );
    (object, answer)
}

/// Says of notices that no action opens.
pub fn unopened(page: &mut Page<'_>, system: &System, notices: &[Entry<'_, '_>]) {
    for (at, notice) in system.notices.iter().enumerate() {
        if system.actions.iter().any(|it| it.opens == Some(at)) {
            continue;
        }
        let place = notices.iter().find(|it| *it.0 == *notice.id);
        let message = Bilingual::new(
            format!("没有动作开启公示“{}”。", notice.id),
            format!("no action opens the notice “{}”.", notice.id),
        );
        let help = Bilingual::new(
            format!("在开始公示的动作里写 opens = \"{}\"。", notice.id),
            format!(
                "write opens = \"{}\" in the action that begins it.",
                notice.id
            ),
        );
        page.say(
            "notice-never-opens",
            place.map_or(0..0, |it| it.1.clone()),
            message,
            help,
        );
    }
}
