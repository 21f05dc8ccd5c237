//! `/import`: the division plan goes out as a sheet and comes back filled in; what it
//! would change is shown row by row before anything is written.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use youwei_account::plan::{self, Import, Outcome};
use youwei_account::{Account, Command, Context, Recorded, decide};
use youwei_base::Bilingual;

use crate::app::State;
use crate::ask::{Answer, Ask, back_to};
use crate::fault::Fault;
use crate::page::{Door, Sheet, refusal, show as frame};
use crate::pages::commitments::table::FORMATS;
use crate::people::rights;
use crate::upload::{keep, kept};
use crate::words as w;

/// The largest sheet that is handed in, in bytes.
pub(crate) const SHEET_BYTES_MAX: usize = 16 * 1024 * 1024;

/// `GET /import`.
pub(crate) fn show(ask: &Ask) -> Answer {
    let state = ask.state();
    ask.account(&state)?;
    Ok(page(ask, &state, None, &html! {}))
}

/// `POST /import`: a preview; nothing is written.
pub(crate) fn preview(ask: &Ask) -> Answer {
    let state = ask.state();
    let (account, _) = ask.account(&state)?;
    let read = ask
        .file
        .as_ref()
        .ok_or_else(no_file)
        .and_then(|(name, bytes)| Ok((name, bytes, read(ask, bytes, account)?)));
    let (name, bytes, import) = match read {
        Ok(read) => read,
        Err(fault) => return Ok(page(ask, &state, Some(&fault), &html! {})),
    };
    let hash = keep(&ask.app.settings.files, bytes)?;
    let found = html! {
        h2.part { (ask.lang.pick("预览：", "Preview: ")) (name) }
        (outcomes(ask, account, &import))
        @if import.changes.is_empty() {
            p.note { (ask.lang.pick("没有可写入的变化。", "There is nothing to write.")) }
        } @else {
            form method="post" action=(ask.to("/import/apply")) {
                input type="hidden" name="file" value=(hash);
                p { button.primary type="submit" { (ask.lang.say(w::APPLY)) } }
            }
        }
    };
    Ok(page(ask, &state, None, &found))
}

/// `POST /import/apply`: writes what the preview showed, or what of it still holds.
pub(crate) fn apply(ask: &Ask) -> Answer {
    let bytes = kept(&ask.app.settings.files, ask.form.get("file"))?;
    let (report, import) = {
        let state = ask.state();
        let (account, report) = ask.account(&state)?;
        (report.id.clone(), read(ask, &bytes, account)?)
    };
    let command = Command::Several(import.changes);
    let done = ask.app.act(&report, &command, &ask.actor)?;
    back_to(&ask.to(&format!("/import?done={done}")))
}

/// What a sheet changes that whoever hands it in may change.
fn read(ask: &Ask, bytes: &[u8], account: &Account) -> Result<Import, Fault> {
    let offices = ask.app.offices();
    let may = |command: &Command| {
        rights::check(command, &ask.actor, account, offices).map_err(|fault| fault.sentence)
    };
    Ok(plan::import(bytes, account, ask.now, &may)?)
}

fn no_file() -> Fault {
    Fault::invalid(
        "没有选择文件。请选择填好的 Excel 表（.xlsx）再上传。",
        "No file was chosen. Choose the filled-in Excel sheet (.xlsx) and upload it.",
    )
}

fn page(ask: &Ask, state: &State, fault: Option<&Fault>, found: &Markup) -> Response {
    let lang = ask.lang;
    let done: Option<usize> = ask.query.get("done").parse().ok();
    let form = html! {
        form method="post" action=(ask.to("/import")) enctype="multipart/form-data" {
            p.next {
                input type="file" name="file" accept=".xlsx" required aria-label=(lang.say(w::CHOOSE_FILE));
                button type="submit" { (lang.say(w::PREVIEW)) }
            }
        }
    };
    let body = html! {
        main #main.wide.plan {
            h1 { (lang.say(w::PLAN)) }
            @if let Some(fault) = fault { (refusal(ask, &fault.sentence)) }
            @if let Some(done) = done {
                p.done role="status" {
                    (lang.pick(format!("已写入账本 {done} 条。"), format!("{done} entries written to the ledger.")))
                    " " a href=(ask.to("/commitments")) { (lang.say(w::COMMITMENTS)) }
                }
            }
            div.steps {
                section {
                    h2.part { "1 · " (lang.say(w::DOWNLOAD)) }
                    p { (lang.pick("按报告顺序分组，一项一行，带编号和版本。Excel 表填好可以传回，其余供阅读和取数。", "Grouped as the report is, one row a commitment, with id and version. The Excel sheet can be filled in and come back; the others are to be read.")) }
                    p.next {
                        @for (format, word) in FORMATS { a.button href=(ask.to(&format!("/export/plan.{format}"))) { (lang.say(word)) } }
                    }
                }
                section {
                    h2.part { "2 · " (lang.say(w::IMPORT)) }
                    p { (lang.pick("牵头、配合单位、完成时限、季度节点由督查室改；自报数、自报截至、进展等由牵头单位填；先预览，确认后才写入。", "The supervision office may change lead and supporting units, due days and quarter nodes, the leading unit fills in what it claims; it is previewed first and written only when you apply it.")) }
                    @if rights::check_any(&ask.actor).is_ok() && ask.on.is_none() { (form) } @else { (rights::for_keepers(ask, form)) }
                }
            }
            (found)
        }
    };
    let sheet = Sheet {
        status: fault.map_or(StatusCode::OK, |fault| fault.status),
        ..Sheet::new(lang.say(w::PLAN), Door::Plan, body)
    };
    frame(ask, state, sheet)
}

/// What each commitment's history would say, old → new, were the changes written now.
fn foreseen(ask: &Ask, account: &Account, import: &Import) -> BTreeMap<String, Vec<Bilingual>> {
    let context = Context {
        now: ask.now,
        actor: ask.signature(),
    };
    let command = Command::Several(import.changes.clone());
    let Ok(decision) = decide(account, command, &context) else {
        return BTreeMap::new();
    };
    let mut after = account.clone();
    for event in decision.events {
        after.evolve(&Recorded {
            index: u64::MAX,
            time: ask.now,
            actor: context.actor.clone(),
            kind: event.kind,
            subject: event.subject,
            data: event.data,
        });
    }
    let said = |id: &str| -> Vec<Bilingual> {
        let new = after.history(id).iter().skip(account.history(id).len());
        new.map(|change| change.what.clone()).collect()
    };
    let ids = import.rows.iter().filter_map(|row| row.id.as_deref());
    ids.map(|id| (id.to_owned(), said(id))).collect()
}

fn outcomes(ask: &Ask, account: &Account, import: &Import) -> Markup {
    let lang = ask.lang;
    let foreseen = foreseen(ask, account, import);
    let count = |outcome: Outcome| {
        let rows = import.rows.iter();
        rows.filter(|row| row.outcome == outcome).count()
    };
    let kinds = [
        Outcome::Applied,
        Outcome::Conflict,
        Outcome::NotUnderstood,
        Outcome::Unchanged,
    ];
    html! {
        ul.counts.tally {
            @for kind in kinds { li { b { (count(kind)) } span { (said(ask, kind)) } } }
        }
        @if import.rows.iter().any(|row| row.outcome != Outcome::Unchanged) {
            table.plain {
                thead { tr {
                    th scope="col" { (lang.say(w::ROW)) }
                    th scope="col" { (lang.say(w::OUTCOME)) }
                    th scope="col" { (lang.say(w::WHAT)) }
                    th scope="col" { (lang.say(w::CHANGED)) }
                } }
                tbody {
                    @for row in import.rows.iter().filter(|row| row.outcome != Outcome::Unchanged) {
                        tr class=(class(row.outcome)) {
                            td { (row.row) }
                            td { b { (said(ask, row.outcome)) } }
                            td lang="zh-CN" {
                                @if let Some(c) = row.id.as_ref().and_then(|id| account.commitment(id)) {
                                    a href=(ask.to(&format!("/commitments/{}", c.id))) { (c.text) }
                                }
                            }
                            td {
                                (lang.of(&row.why))
                                @for what in row.id.as_ref().and_then(|id| foreseen.get(id)).into_iter().flatten() {
                                    p.new { (lang.of(what)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Applied => "applied",
        Outcome::Unchanged => "unchanged",
        Outcome::NotUnderstood => "unclear",
        Outcome::Conflict => "conflict",
    }
}

fn said(ask: &Ask, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Applied => ask.lang.pick("将写入", "to be written"),
        Outcome::Unchanged => ask.lang.pick("无变化", "unchanged"),
        Outcome::NotUnderstood => ask.lang.pick("看不懂", "not understood"),
        Outcome::Conflict => ask.lang.pick("有冲突", "conflict"),
    }
}
