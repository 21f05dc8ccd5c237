//! The form of a case. It works without script: lists have blank rows, and a button that
//! brings more.

use maud::{Markup, html};
use youwei_decision::value::Name;

use super::given::{Field, NONE_OF_THEM, PREFIX, ROWS_MAX, Wrong, rows_typed};
use crate::fields::Fields;
use crate::words::Lang;

/// How many blank rows a list has.
const BLANK_ROWS: usize = 2;

/// An input of the form.
pub(super) struct Asked {
    /// Its name, by which rules know it.
    pub name: Name,
    /// Its name as a heading.
    pub label: Markup,
    /// What it is, in a sentence.
    pub hint: Option<String>,
    pub field: Field,
}

/// A decision that can be asked for.
pub(super) struct Askable<'a> {
    pub name: &'a str,
    pub label: String,
}

/// What the form is filled with.
pub(super) struct Filled<'a> {
    pub fields: &'a Fields,
    pub wrong: &'a Wrong,
    pub decision: &'a str,
    /// The list that gets more blank rows.
    pub more: &'a str,
    pub lang: Lang,
}

/// The form, sent to this address.
pub(super) fn form(
    action: &str,
    inputs: &[Asked],
    decisions: &[Askable<'_>],
    filled: &Filled<'_>,
) -> Markup {
    let lang = filled.lang;
    html! {
        form.sheet.case method="post" action=(action) {
            div.pair {
                label for="decision" { (lang.pick("问什么", "What is asked")) }
                select #decision name="decision" {
                    @for one in decisions { option value=(one.name) selected[one.name == filled.decision] { (one.label) } }
                }
            }
            div.asked {
                @for input in inputs { (asked(input, filled)) }
            }
            p.hint { (lang.pick("不知道的可以空着：影响结果的，会说明缺哪一项。", "Leave blank what is not known: if it matters, the answer says what is missing.")) }
            p { button.primary type="submit" { (lang.pick("看结果", "Decide")) } }
        }
    }
}

fn asked(input: &Asked, filled: &Filled<'_>) -> Markup {
    let key = format!("{PREFIX}{}", input.name);
    let hint = input.hint.as_deref();
    html! {
        @match &input.field {
            Field::Group(_) | Field::Rows(_) => fieldset.wide id=(key) tabindex="-1" {
                legend lang="zh-CN" { (input.label) }
                @if let Some(hint) = hint { p.hint { (hint) } }
                @if let Some(wrong) = filled.wrong.get(&key) { small.wrong { (filled.lang.of(wrong)) } }
                (nested(&input.field, &key, &input.name, filled))
            },
            field => div.pair {
                label for=(key) { (input.label) }
                (single(field, &key, None, filled))
                @if let Some(hint) = hint { small.hint { (hint) } }
            },
        }
    }
}

fn nested(field: &Field, key: &str, name: &str, filled: &Filled<'_>) -> Markup {
    html! {
        @match field {
            Field::Group(parts) => div.grid {
                @for (part, field) in parts {
                    @let key = format!("{key}.{part}");
                    @match field {
                        Field::Group(_) | Field::Rows(_) => fieldset.wide { legend lang="zh-CN" { (part) } (nested(field, &key, part, filled)) },
                        field => div.pair { label for=(key) lang="zh-CN" { (part) } (single(field, &key, None, filled)) },
                    }
                }
            },
            Field::Rows(item) => (rows(item, key, name, filled)),
            field => (single(field, key, Some(name.to_owned()), filled)),
        }
    }
}

fn rows(item: &Field, key: &str, name: &str, filled: &Filled<'_>) -> Markup {
    let lang = filled.lang;
    let blank = if filled.more == key {
        BLANK_ROWS * 3
    } else {
        BLANK_ROWS
    };
    let count = (rows_typed(key, filled.fields) + blank).min(ROWS_MAX);
    let none = filled.fields.get(key) == NONE_OF_THEM;
    let row = |at: usize| lang.pick(format!("第 {} 行", at + 1), format!("row {}", at + 1));
    html! {
        @match item {
            Field::Group(parts) if parts.iter().all(|it| !matches!(it.1, Field::Group(_) | Field::Rows(_))) => div.scroll tabindex="0" role="region" aria-label=(name) {
                table.plain.entry-rows {
                    thead { tr { th scope="col" { (lang.pick("行", "Row")) } @for (part, _) in parts { th scope="col" lang="zh-CN" { (part) } } } }
                    tbody {
                        @for at in 0..count {
                            tr {
                                th scope="row" { (at + 1) }
                                @for (part, field) in parts {
                                    td data-label=(part) { (single(field, &format!("{key}.{at}.{part}"), Some(format!("{name} {} {part}", row(at))), filled)) }
                                }
                            }
                        }
                    }
                }
            },
            Field::Group(_) | Field::Rows(_) => @for at in 0..count {
                fieldset.wide { legend { (row(at)) } (nested(item, &format!("{key}.{at}"), name, filled)) }
            },
            field => div.row-list { @for at in 0..count { (single(field, &format!("{key}.{at}"), Some(format!("{name} {}", row(at))), filled)) } },
        }
        p.more {
            label.tick { input type="checkbox" name=(key) value=(NONE_OF_THEM) checked[none]; " " (lang.pick("一项也没有", "There are none")) }
            @if count < ROWS_MAX { button type="submit" name="more" value=(key) { (lang.pick("再加几行", "More rows")) } }
        }
    }
}

/// One field. `said` names it where no label does.
fn single(field: &Field, key: &str, said: Option<String>, filled: &Filled<'_>) -> Markup {
    let lang = filled.lang;
    let typed = filled.fields.get(key);
    let wrong = filled.wrong.get(key);
    let invalid = wrong.map(|_| "true");
    let id = said.is_none().then_some(key);
    let about = wrong.map(|_| format!("{key}-wrong"));
    html! {
        @match field {
            Field::Choice(choices) => select id=[id] name=(key) aria-label=[said] aria-invalid=[invalid] aria-describedby=[&about] {
                option value="" { (lang.pick("（未填）", "(blank)")) }
                @for choice in choices { option lang="zh-CN" value=(choice) selected[choice == typed] { (choice) } }
                // What is not among the choices is not lost, and is refused with its reason.
                @if !typed.is_empty() && !choices.iter().any(|it| it == typed) { option value=(typed) selected { (typed) } }
            },
            Field::Boolean => select id=[id] name=(key) aria-label=[said] aria-invalid=[invalid] aria-describedby=[&about] {
                option value="" { (lang.pick("（未填）", "(blank)")) }
                option value="true" selected[typed == "true"] { (lang.pick("是", "yes")) }
                option value="false" selected[typed == "false"] { (lang.pick("否", "no")) }
            },
            Field::Number => input id=[id] type="text" inputmode="decimal" name=(key) value=(typed) aria-label=[said] aria-invalid=[invalid] aria-describedby=[&about] autocomplete="off";,
            Field::Date => input id=[id] type=(if wrong.is_some() { "text" } else { "date" }) name=(key) value=(typed) aria-label=[said] aria-invalid=[invalid] aria-describedby=[&about];,
            _ => input id=[id] type="text" name=(key) value=(typed) aria-label=[said] aria-invalid=[invalid] aria-describedby=[&about] autocomplete="off";,
        }
        @if let (Some(wrong), Some(about)) = (wrong, &about) { small.wrong id=(about) { (lang.of(wrong)) } }
    }
}
