//! `/commitments`: all of them as a table, filtered, sorted, chosen, exported.

use std::cmp::Ordering;

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use youwei_account::{Account, Commitment, Report, Status, light};
use youwei_base::Light;

use super::{Attempt, bulk, disputes, known_units, pick};
use crate::app::State;
use crate::ask::{Answer, Ask};
use crate::figures::line;
use crate::filters;
use crate::marks::mark_alone;
use crate::page::{Door, Sheet, refusal, show as frame};
use crate::people::rights;
use crate::struck;
use crate::words as w;
use crate::words::{Word, commitments};

/// Columns: the key in addresses, the label.
const COLUMNS: [(&str, Word); 9] = [
    ("light", w::LIGHT),
    ("no", w::NUMBER),
    ("what", w::WHAT),
    ("kind", w::KIND),
    ("target", w::TARGETS),
    ("lead", w::LEAD),
    ("supporting", w::SUPPORTING),
    ("due", w::DUE),
    ("status", w::STATUS),
];

/// Formats of the plan that can be taken away.
pub(crate) const FORMATS: [(&str, Word); 4] = [
    (
        "xlsx",
        Word {
            zh: "Excel 表",
            en: "Excel",
        },
    ),
    (
        "docx",
        Word {
            zh: "Word 文档",
            en: "Word",
        },
    ),
    (
        "csv",
        Word {
            zh: "CSV 文本",
            en: "CSV",
        },
    ),
    (
        "json",
        Word {
            zh: "JSON 数据",
            en: "JSON",
        },
    ),
];

/// One row, with what it is sorted by.
pub(super) struct Row<'a> {
    pub number: usize,
    pub commitment: &'a Commitment,
    pub light: Light,
}

/// `GET /commitments`.
pub(crate) fn show(ask: &Ask) -> Answer {
    page(ask, None)
}

/// The rows of the present view, in the order of the present sorting.
pub(super) fn rows<'a>(ask: &Ask, state: &State, account: &'a Account) -> Vec<Row<'a>> {
    let today = ask.today();
    let filter = filters::filter(ask);
    let mut rows: Vec<Row<'a>> = account
        .commitments()
        .enumerate()
        .filter(|(_, c)| filter.matches(account, &state.book, c, today))
        .map(|(index, commitment)| Row {
            number: index + 1,
            commitment,
            light: light(account, &state.book, commitment, today),
        })
        .collect();
    let key = ask.query.get("sort");
    let down = ask.query.get("dir") == "desc";
    if COLUMNS.iter().any(|(one, _)| *one == key) {
        rows.sort_by(|one, other| {
            let order = compare(key, one, other, down);
            order.then(one.number.cmp(&other.number))
        });
    }
    rows
}

/// Sorted by a column; rows that have nothing there stand last in both directions.
fn compare(key: &str, one: &Row, other: &Row, down: bool) -> Ordering {
    let (a, b) = (one.commitment, other.commitment);
    let turned = |order: Ordering| if down { order.reverse() } else { order };
    fn last<T: Ord>(a: Option<T>, b: Option<T>, turned: impl Fn(Ordering) -> Ordering) -> Ordering {
        match (a, b) {
            (Some(a), Some(b)) => turned(a.cmp(&b)),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
    }
    match key {
        "light" => turned(one.light.cmp(&other.light)),
        "what" => turned(a.text.cmp(&b.text)),
        "kind" => turned(a.kind.cmp(&b.kind)),
        "target" => {
            let first = |c: &Commitment| c.targets.first().map(|t| (t.unit.clone(), t.value));
            last(first(a), first(b), turned)
        }
        "lead" => last(a.lead.as_ref(), b.lead.as_ref(), turned),
        "supporting" => last(a.supporting.first(), b.supporting.first(), turned),
        "due" => last(a.due_day(), b.due_day(), turned),
        "status" => turned(a.status.key().cmp(b.status.key())),
        _ => turned(one.number.cmp(&other.number)),
    }
}

/// The page, with a refused attempt if there was one.
pub(super) fn page(ask: &Ask, attempt: Option<&Attempt>) -> Answer {
    let state = ask.state();
    let (account, report) = ask.account(&state)?;
    let rows = rows(ask, &state, account);
    Ok(sheet(ask, &state, account, report, &rows, attempt))
}

fn sheet(
    ask: &Ask,
    state: &State,
    account: &Account,
    report: &Report,
    rows: &[Row],
    attempt: Option<&Attempt>,
) -> Response {
    let lang = ask.lang;
    let all = account.commitments().count();
    let shown = match rows.len() == all {
        true => commitments(lang, all),
        false => lang.pick(
            format!("共 {all} 项，显示 {} 项", rows.len()),
            format!("{} of {all}", rows.len()),
        ),
    };
    let query = ask.query.query(&["lang"], &[]);
    let body = html! {
        (filters::row(ask, account, report, "/commitments", &shown))
        main #main.wide {
            @if let Some(attempt) = attempt { (refusal(ask, &attempt.fault.sentence)) }
            div.title {
                h1 { (lang.say(w::COMMITMENTS)) }
                p.exports {
                    span { (lang.pick("导出本页所列：", "Export this view:")) }
                    @for (format, word) in FORMATS {
                        a href={ "/export/plan." (format) (query) } { (lang.say(word)) }
                    }
                    a href=(ask.to("/import")) { (lang.say(w::IMPORT)) }
                }
            }
            @if rights::may_keep(ask) {
                form method="post" action={ "/commitments" (query) } {
                    (table(ask, account, report, rows))
                    (bulk::bar(ask, attempt))
                }
            } @else {
                (table(ask, account, report, rows))
            }
            (known_units(account))
        }
    };
    let status = attempt.map_or(StatusCode::OK, |attempt| attempt.fault.status);
    let sheet = Sheet {
        status,
        ..Sheet::new(lang.say(w::COMMITMENTS), Door::Commitments, body)
    };
    frame(ask, state, sheet)
}

fn table(ask: &Ask, account: &Account, report: &Report, rows: &[Row]) -> Markup {
    let lang = ask.lang;
    let by_text = matches!(ask.query.get("sort"), "" | "no") && ask.query.get("dir") != "desc";
    let picking = rights::may_keep(ask);
    let everything = value_of(rows.iter().map(|row| row.commitment));
    html! {
        @if rows.is_empty() {
            p.quiet { (lang.pick("没有符合条件的承诺。请放宽筛选条件。", "No commitment matches. Use fewer filters.")) }
        } @else {
            table.list.picked[picking] #rows {
                thead {
                    tr {
                        @if picking {
                            th.box scope="col" {
                                input type="checkbox" name="picks" data-rows="all" value=(everything) checked[was(ask, &everything)]
                                    aria-label=(lang.pick("全选本页所列", "Select all in this view"));
                            }
                        }
                        @for (key, word) in COLUMNS { (column(ask, key, word)) }
                    }
                }
                @if by_text {
                    @for group in rows.chunk_by(|a, b| group_of(a) == group_of(b)) { (section(ask, account, report, group)) }
                } @else {
                    tbody { @for row in rows { (line_of(ask, row)) } }
                }
            }
        }
    }
}

/// The innermost listed heading (level 1 or 2) of a row.
fn group_of(row: &Row) -> Vec<usize> {
    row.commitment.section.iter().take(2).copied().collect()
}

fn section(ask: &Ask, account: &Account, report: &Report, group: &[Row]) -> Markup {
    let lang = ask.lang;
    let path: Vec<String> = group
        .first()
        .map(|row| account.sections_of(row.commitment))
        .unwrap_or_default()
        .into_iter()
        .take(2)
        .map(|section| section.title)
        .collect();
    let title = match path.is_empty() {
        true => report.title.clone(),
        false => path.join(" · "),
    };
    let picks = value_of(group.iter().map(|row| row.commitment));
    html! {
        tbody {
            tr.section {
                @if rights::may_keep(ask) {
                    td.box {
                        input type="checkbox" name="picks" data-rows="section" value=(picks) checked[was(ask, &picks)]
                            aria-label={ (lang.pick("全选本节：", "Select this section: ")) (title) };
                    }
                }
                th colspan="9" scope="rowgroup" { span lang="zh-CN" { (title) } small { (group.len()) " " (lang.pick("项", "in all")) } }
            }
            @for row in group { (line_of(ask, row)) }
        }
    }
}

fn line_of(ask: &Ask, row: &Row) -> Markup {
    let (lang, c) = (ask.lang, row.commitment);
    let value = format!("{}:{}", c.id, c.version);
    let label = |word: Word| lang.say(word);
    let none = html! { span.none { "—" } };
    html! {
        tr class=[(c.status == Status::Rejected).then_some("is-rejected")] {
            @if rights::may_keep(ask) {
                td.box {
                    input type="checkbox" name="pick" value=(value) checked[was_picked(ask, &c.id)]
                        aria-label={ (lang.pick("选中第", "Select no. ")) (row.number) (lang.pick("项", "")) };
                }
            }
            td.light data-label=(label(w::LIGHT)) { (mark_alone(row.light, lang)) }
            td.no data-label=(label(w::NUMBER)) { (row.number) }
            td.what data-label=(label(w::WHAT)) lang="zh-CN" { a href=(ask.to(&format!("/commitments/{}", c.id))) { (c.text) } (disputes(ask, c)) }
            td.kind data-label=(label(w::KIND)) { (lang.own(c.kind.name())) }
            td.target data-label=(label(w::TARGETS)) lang="zh-CN" {
                @if c.targets.is_empty() { (none) }
                @for (index, target) in c.targets.iter().enumerate().take(3) { div { (struck::number(c, index, ask.today(), ask.lang)) @if target.dropped { s.was { (line(target)) } } @else { (line(target)) } } }
                @if c.targets.len() > 3 { small { "+" (c.targets.len() - 3) } }
            }
            td.lead data-label=(label(w::LEAD)) lang="zh-CN" {
                @match (&c.lead, c.suggestions.first()) {
                    (Some(lead), _) => (lead),
                    (None, Some(first)) => span.hint lang=(lang.tag()) { (lang.say(w::SUGGESTED)) " " (first.unit) },
                    (None, None) => span.unset lang=(lang.tag()) { (lang.say(w::NOT_SET)) },
                }
            }
            td.supporting data-label=(label(w::SUPPORTING)) lang="zh-CN" {
                @if c.supporting.is_empty() { (none) } @else { (c.supporting.join("、")) }
            }
            td.due data-label=(label(w::DUE)) {
                @match c.due_day() { Some(day) => (day), None => (none) }
            }
            td.status data-label=(label(w::STATUS)) { (lang.own(c.status.name())) }
        }
    }
}

fn column(ask: &Ask, key: &str, word: Word) -> Markup {
    let sorted = match ask.query.get("sort") {
        "" => "no",
        key => key,
    };
    let here = sorted == key;
    let down = ask.query.get("dir") == "desc";
    let next = if here && !down { "desc" } else { "" };
    let query = ask.query.query(&["lang"], &[("sort", key), ("dir", next)]);
    let order = here.then_some(if down { "descending" } else { "ascending" });
    html! {
        th scope="col" class=(key) aria-sort=[order] {
            a href={ "/commitments" (query) } {
                (ask.lang.say(word))
                @if here { span.arrow aria-hidden="true" { (if down { "↓" } else { "↑" }) } }
            }
        }
    }
}

/// Several picks as one checkbox carries them.
fn value_of<'a>(commitments: impl Iterator<Item = &'a Commitment>) -> String {
    let picks: Vec<String> = commitments
        .map(|c| format!("{}:{}", c.id, c.version))
        .collect();
    picks.join(",")
}

/// Whether a box of several was ticked in the form that was refused.
fn was(ask: &Ask, value: &str) -> bool {
    let ids = |text: &str| -> Vec<String> {
        let picks = text.split(',').filter_map(pick);
        picks.map(|pick| pick.id).collect()
    };
    let value = ids(value);
    ask.form.all("picks").any(|ticked| ids(ticked) == value)
}

fn was_picked(ask: &Ask, id: &str) -> bool {
    ask.form
        .all("pick")
        .filter_map(pick)
        .any(|pick| pick.id == id)
}
