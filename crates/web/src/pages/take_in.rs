//! `/reports/new`: a report file, or a corrected text, is read, previewed and taken in.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde_json::Value;
use youwei_account::{
    Account, Command, Context, Decision, File, FileFacts, Proposed, decide, report_id,
};
use youwei_base::Bilingual;
use youwei_people::By;
use youwei_report::Reading;

use crate::app::{App, State};
use crate::ask::{Answer, Ask, back_to};
use crate::fault::Fault;
use crate::page::{Door, Sheet, refusal, show as frame};
use crate::people::rights;
use crate::upload::{keep, kept, sha256};
use crate::words as w;

/// The largest report file, in bytes.
pub(crate) const REPORT_BYTES_MAX: usize = 70 * 1024 * 1024;

/// How many examples of each kind of change a preview lists.
const EXAMPLES_MAX: usize = 20;

/// `GET /reports/new`.
pub(crate) fn show(ask: &Ask) -> Answer {
    Ok(page(ask, &ask.state(), None, &html! {}))
}

/// `POST /reports/new`: a preview; nothing is written to the ledger.
pub(crate) fn preview(ask: &Ask) -> Answer {
    rights::check_keeper(&ask.actor)?;
    let made = handed_in(ask).and_then(|(name, bytes)| {
        let year = said_year(ask.form.get("year"))?;
        Ok((draft(&name, &bytes, year)?, year, name, bytes))
    });
    let state = ask.state();
    let ((file, reading), year, name, bytes) = match made {
        Ok(made) => made,
        Err(fault) => return Ok(page(ask, &state, Some(&fault), &html! {})),
    };
    let report = file.report.clone();
    let none = Account::default();
    let account = state.accounts.get(&report).unwrap_or(&none);
    let context = Context {
        now: ask.now,
        actor: ask.signature(),
    };
    let facts = facts(ask, &file, &reading);
    let command = Command::TakeIn {
        file,
        reading: Box::new(reading),
    };
    let decision = match decide(account, command, &context) {
        Ok(decision) => decision,
        Err(refusal) => return Ok(page(ask, &state, Some(&refusal.into()), &html! {})),
    };
    let hash = keep(&ask.app.settings.files, &bytes)?;
    let found = html! {
        h2.part { (ask.lang.say(w::PREVIEW)) }
        (facts)
        (changes(ask, account, &decision))
        @if !decision.events.is_empty() {
            form method="post" action="/reports/new/apply" {
                input type="hidden" name="file" value=(hash);
                input type="hidden" name="name" value=(name);
                @if let Some(year) = year { input type="hidden" name="year" value=(year); }
                p { button.primary type="submit" { (ask.lang.say(w::REPORTS)) } }
            }
        }
    };
    Ok(page(ask, &state, None, &found))
}

/// `POST /reports/new/apply`: takes the previewed file in.
pub(crate) fn apply(ask: &Ask) -> Answer {
    let bytes = kept(&ask.app.settings.files, ask.form.get("file"))?;
    let year = said_year(ask.form.get("year"))?;
    let (file, reading) = draft(ask.form.get("name"), &bytes, year)?;
    let report = file.report.clone();
    let command = Command::TakeIn {
        file,
        reading: Box::new(reading),
    };
    ask.app.act(&report, &command, &ask.actor)?;
    let state = ask.state();
    match state.newest() == Some(report.as_str()) {
        true => back_to("/"),
        false => {
            let report: String = form_urlencoded::byte_serialize(report.as_bytes()).collect();
            back_to(&format!("/?report={report}"))
        }
    }
}

/// What became of a report that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenIn {
    /// Its title as printed, or the report's id where it has none.
    pub title: String,
    /// How many commitments the account of this report now has.
    pub commitments: usize,
    /// How many events that took; none if the same text was there already.
    pub events: usize,
}

impl App {
    /// Takes in a report from the bytes of its file, as the page does, without a
    /// preview: for whoever starts the server. The year is needed where the text does not
    /// say it.
    ///
    /// # Errors
    /// A sentence with the next step: the file does not read, nothing says of which year it
    /// is, or the ledger refused. Nothing was appended then.
    pub fn take_in(
        &self,
        name: &str,
        bytes: &[u8],
        year: Option<i16>,
        actor: &str,
    ) -> Result<TakenIn, Bilingual> {
        let taken = || -> Result<TakenIn, Fault> {
            let (file, reading) = draft(name, bytes, year)?;
            let report = file.report.clone();
            keep(&self.settings.files, bytes)?;
            let command = Command::TakeIn {
                file,
                reading: Box::new(reading),
            };
            let by = By::Program(actor.into());
            let events = self.act_by(&report, &command, &by)?;
            let state = self.state();
            let account = state.accounts.get(&report);
            let title = account
                .and_then(|account| account.report())
                .map(|report| report.title.clone())
                .filter(|title| !title.is_empty());
            Ok(TakenIn {
                title: title.unwrap_or(report),
                commitments: account.map_or(0, |account| account.commitments().count()),
                events,
            })
        };
        taken().map_err(|fault| fault.sentence)
    }
}

/// The file, or the text that was pasted instead.
fn handed_in(ask: &Ask) -> Result<(String, Vec<u8>), Fault> {
    if let Some((name, bytes)) = &ask.file {
        return Ok((name.clone(), bytes.clone()));
    }
    let text = ask.form.get("text");
    if text.is_empty() {
        return Err(Fault::invalid(
            "没有选择文件，也没有粘贴文字。请选择报告文件，或把全文粘贴进来。",
            "No file was chosen and no text pasted. Choose the report's file or paste its text.",
        ));
    }
    let name = ask.lang.pick("粘贴的文字.txt", "pasted-text.txt");
    Ok((name.to_owned(), text.replace("\r\n", "\n").into_bytes()))
}

/// The years of which a report can be.
const YEARS: std::ops::RangeInclusive<i16> = 1950..=2099;

/// The year that somebody says a report is of; none if the field was left empty.
fn said_year(typed: &str) -> Result<Option<i16>, Fault> {
    if typed.is_empty() {
        return Ok(None);
    }
    let year: Option<i16> = typed.trim_end_matches('年').trim().parse().ok();
    let year = year.filter(|it| YEARS.contains(it));
    year.map(Some).ok_or_else(|| {
        Fault::invalid(
            format!("“{typed}”不是年度。请写成 2026 的样子。"),
            format!("“{typed}” is no year. Write it like 2026."),
        )
    })
}

/// Reads the bytes and says what is known of the file. Of which year a report is decides
/// what its days mean and when it is due, so it is never guessed.
fn draft(name: &str, bytes: &[u8], year: Option<i16>) -> Result<(FileFacts, Reading), Fault> {
    let reading = youwei_report::read_of_year(bytes, year).map_err(|unreadable| Fault {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        sentence: unreadable.sentence(),
    })?;
    if reading.year.is_none() {
        return Err(no_year());
    }
    let hash = sha256(bytes);
    let file = FileFacts {
        report: report_id(&reading, &hash),
        file: File {
            name: name.to_owned(),
            sha256: hash,
            bytes: bytes.len() as u64,
            format: format_of(bytes).to_owned(),
            reader: env!("CARGO_PKG_VERSION").to_owned(),
        },
    };
    Ok((file, reading))
}

fn no_year() -> Fault {
    Fault::invalid(
        "报告里没有写明是哪一年的，程序不猜。请在“年度”里填写后再读（命令行用 --year 2026 的写法）。",
        "The report does not say of which year it is, and the program does not guess. Fill in the year and read it again (on the command line --year 2026).",
    )
}

fn format_of(bytes: &[u8]) -> &'static str {
    let head: String = String::from_utf8_lossy(bytes.get(..512).unwrap_or(bytes)).to_lowercase();
    match () {
        () if bytes.starts_with(b"%PDF") => "pdf",
        () if bytes.starts_with(b"PK") => "docx",
        () if head.contains("<html") || head.contains("<!doctype html") => "html",
        () => "txt",
    }
}

fn page(ask: &Ask, state: &State, fault: Option<&Fault>, found: &Markup) -> Response {
    let lang = ask.lang;
    let form = html! {
        form.sheet method="post" action="/reports/new" enctype="multipart/form-data" {
            p.pair {
                label for="file" { (lang.say(w::CHOOSE_FILE)) }
                input #file type="file" name="file" accept=".docx,.pdf,.html,.htm,.txt,.md";
            }
            details open[!ask.form.get("text").is_empty()] {
                summary { (lang.say(w::OR_PASTE)) }
                textarea name="text" rows="8" aria-label=(lang.say(w::OR_PASTE)) lang="zh-CN" { (ask.form.get("text")) }
            }
            p.pair {
                label for="year" { (lang.pick("年度（报告没有写明时要填）", "Year (needed where the report does not say it)")) }
                input #year type="text" name="year" inputmode="numeric" maxlength="5" size="6" placeholder="2026" value=(ask.form.get("year"));
            }
            p.next { button.primary type="submit" { (lang.say(w::PREVIEW)) } }
        }
    };
    let body = html! {
        main #main.narrow.take-in {
            h1 { (lang.say(w::REPORTS)) }
            @if let Some(fault) = fault { (refusal(ask, &fault.sentence)) }
            p {
                (lang.pick(
                    "收 Word（.docx）、PDF（有文字层）、网页和文本。先读一遍给您看，确认后才写入账本。",
                    "Word (.docx), PDF with text, web pages and plain text are read. It is read and shown first, and goes into the ledger when you say so.",
                ))
            }
            p.quiet {
                (lang.pick(
                    "同一份报告的修订稿也从这里收：文字没变的承诺原样保留，改了的要重新确认，牵头单位和时限都跟着走。",
                    "A corrected text of the same report comes in here too: unchanged commitments stay, reworded ones are to be confirmed again, and owners and due days go with them.",
                ))
            }
            (rights::for_keepers(ask, form))
            (found)
            (taken(ask, state))
        }
    };
    let sheet = Sheet {
        status: fault.map_or(StatusCode::OK, |fault| fault.status),
        ..Sheet::new(lang.say(w::REPORTS), Door::Reports, body)
    };
    frame(ask, state, sheet)
}

/// The reports that are there.
fn taken(ask: &Ask, state: &State) -> Markup {
    let lang = ask.lang;
    let newest = state.newest();
    let reports: Vec<_> = state.accounts.iter().rev().collect();
    html! {
        @if !reports.is_empty() {
            h2.part { (lang.pick("已收入的报告", "Reports taken in")) }
            ul.reports {
                @for (id, account) in reports {
                    @if let Some(report) = account.report() {
                        @let encoded: String = form_urlencoded::byte_serialize(id.as_bytes()).collect();
                        @let address = if newest == Some(id) { "/".to_owned() } else { format!("/?report={encoded}") };
                        li {
                            a href=(address) lang="zh-CN" { (if report.title.is_empty() { id } else { &report.title }) }
                            small {
                                (report.place) " " (report.file.name) " · "
                                (w::commitments(lang, account.commitments().count()))
                                @if report.revision > 0 { " · " (lang.pick(format!("第 {} 次修订稿", report.revision), format!("revision {}", report.revision))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What was read.
fn facts(ask: &Ask, file: &FileFacts, reading: &Reading) -> Markup {
    let lang = ask.lang;
    let counts = [
        (lang.pick("字", "characters"), reading.text.chars().count()),
        (lang.pick("句", "sentences"), reading.sentences.len()),
        (lang.pick("标题", "headings"), reading.outline.len()),
        (lang.pick("承诺", "commitments"), reading.commitments.len()),
        (lang.pick("指标", "targets"), reading.targets.len()),
        (lang.pick("工程", "named works"), reading.projects.len()),
    ];
    let unknown = lang.pick("没有读出", "not found");
    let or = |text: &str| match text.is_empty() {
        true => unknown.to_owned(),
        false => text.to_owned(),
    };
    html! {
        dl.facts {
            dt { (lang.pick("标题", "Title")) } dd lang="zh-CN" { (or(&reading.title)) }
            dt { (lang.pick("哪里", "Whose")) } dd lang="zh-CN" { (or(&reading.place)) }
            dt { (lang.pick("年度", "Year")) } dd { (reading.year.map_or_else(|| unknown.to_owned(), |year| year.to_string())) }
            dt { (lang.pick("文件", "File")) } dd { (file.file.name) " · " (file.file.format) " · " (file.file.bytes) " B · SHA-256 " code { (file.file.sha256.get(..16).unwrap_or("")) "…" } }
        }
        ul.counts.tally { @for (name, count) in counts { li { b { (count) } span { (name) } } } }
        @if !reading.remarks.is_empty() {
            details.remarks {
                summary { (lang.say(w::REMARKS)) " " (reading.remarks.len()) }
                ul { @for remark in reading.remarks.iter().take(EXAMPLES_MAX) { li { (lang.of(&remark.message)) } } }
            }
        }
    }
}

/// What taking it in would do to the account.
fn changes(ask: &Ask, account: &Account, decision: &Decision) -> Markup {
    let lang = ask.lang;
    if decision.events.is_empty() {
        return html! {
            p.note { (lang.pick("这份文件（或同样的文字）已经收入，没有任何变化。", "This file, or the same text, is there already; nothing would change.")) }
        };
    }
    if account.report().is_none() {
        return html! { p.note { (lang.pick("这是一份新报告。", "This is a new report.")) } };
    }
    let of = |kind: &str| -> Vec<&Proposed> {
        let events = decision.events.iter();
        events.filter(|event| event.kind == kind).collect()
    };
    let revised = of("report.revised");
    let number = |name: &str| {
        let data = revised.first().and_then(|event| event.data.get(name));
        data.and_then(Value::as_u64).unwrap_or(0)
    };
    let (reworded, added, dropped) = (
        of("commitment.reworded"),
        of("commitment.read"),
        of("commitment.dropped"),
    );
    let text = |event: &Proposed| -> String {
        let id = event.subject.rsplit('/').next().unwrap_or("");
        let old = account.commitment(id).map(|c| c.text.clone());
        old.unwrap_or_default()
    };
    html! {
        p.note { (lang.pick("这是已收入报告的修订稿：", "This is a corrected text of a report that is there: ")) }
        ul.counts.tally {
            li { b { (number("kept")) } span { (lang.pick("不变", "kept")) } }
            li { b { (number("changed")) } span { (lang.pick("改写", "reworded")) } }
            li { b { (number("added")) } span { (lang.pick("新增", "new")) } }
            li { b { (number("removed")) } span { (lang.pick("减少", "gone")) } }
        }
        @if !reworded.is_empty() {
            h3 { (lang.pick("改写", "Reworded")) }
            ul.diff lang="zh-CN" {
                @for event in reworded.iter().take(EXAMPLES_MAX) {
                    li {
                        del { (str_at(&event.data, "/old")) }
                        ins { (str_at(&event.data, "/read/text")) }
                    }
                }
            }
        }
        @if !added.is_empty() {
            h3 { (lang.pick("新增", "New")) }
            ul.diff lang="zh-CN" { @for event in added.iter().take(EXAMPLES_MAX) { li { ins { (str_at(&event.data, "/text")) } } } }
        }
        @if !dropped.is_empty() {
            h3 { (lang.pick("减少", "Gone")) }
            ul.diff lang="zh-CN" { @for event in dropped.iter().take(EXAMPLES_MAX) { li { del { (text(event)) } } } }
        }
    }
}

fn str_at<'a>(data: &'a Value, pointer: &str) -> &'a str {
    data.pointer(pointer).and_then(Value::as_str).unwrap_or("")
}
