//! A decision in the making: events, what they were decided on, and the checks
//! that every command on a commitment shares.

use std::collections::BTreeMap;

use crate::commitment::{Commitment, Status};
use crate::event::{EVENT_BYTES_MAX, Event};
use crate::history::{beijing_time, quoted};
use crate::printed::Report;
use crate::{Account, Decision, Pick, Proposed, Refusal, RefusalKind, subject_of};

/// The longest reason that is kept.
pub(super) const WHY_CHARS_MAX: usize = 2_000;

/// Events in the making.
pub(super) struct Draft<'a> {
    seen_by_page: &'a Account,
    pub account: &'a Account,
    pub report: &'a Report,
    events: Vec<Proposed>,
    expected: BTreeMap<String, u64>,
}

impl<'a> Draft<'a> {
    pub fn on(seen_by_page: &'a Account, account: &'a Account) -> Result<Self, Refusal> {
        let report = account.report().ok_or_else(super::no_report)?;
        Ok(Self {
            seen_by_page,
            account,
            report,
            events: Vec::new(),
            expected: BTreeMap::new(),
        })
    }

    /// Adds an event of a commitment's stream.
    pub fn push(&mut self, id: &str, event: &Event) {
        let subject = subject_of(&self.report.id, Some(id));
        self.expect(&subject);
        self.events.push(event.propose(&subject));
    }

    /// Adds an event of the report's own stream.
    pub fn push_to_report(&mut self, event: &Event) {
        self.expect_text();
        self.events.push(event.propose(&self.report.id));
    }

    /// Binds the decision to this text of the report: a revision in between
    /// would move the places that it speaks of.
    pub fn expect_text(&mut self) {
        let subject = self.report.id.clone();
        self.expect(&subject);
    }

    fn expect(&mut self, subject: &str) {
        let version = self.account.version(subject);
        self.expected.insert(subject.to_owned(), version);
    }

    pub fn finish(self) -> Result<Decision, Refusal> {
        fits(&self.events)?;
        let expected = if self.events.is_empty() {
            Vec::new()
        } else {
            self.expected.into_iter().collect()
        };
        Ok(Decision {
            events: self.events,
            expected,
        })
    }

    /// The picked commitment, if the page that asks has seen its latest version.
    pub fn picked(&self, pick: &Pick) -> Result<&'a Commitment, Refusal> {
        let commitment = self.account.commitment(&pick.id).ok_or_else(|| {
            Refusal::new(
                RefusalKind::NotFound,
                format!("没有编号为 {} 的承诺。请回到报告页重新选择。", pick.id),
                format!(
                    "There is no commitment {}. Go back to the report and pick again.",
                    pick.id
                ),
            )
        })?;
        if let Some(seen) = pick.seen {
            self.fresh(commitment, seen)?;
        }
        Ok(commitment)
    }

    fn fresh(&self, commitment: &Commitment, seen: u64) -> Result<(), Refusal> {
        let history = self.seen_by_page.history(&commitment.id);
        let version = history.len() as u64;
        if seen == version || history.is_empty() {
            return Ok(());
        }
        let words = quoted(&commitment.text);
        let later = usize::try_from(seen)
            .ok()
            .and_then(|seen| history.get(seen..));
        let Some((last, rest)) = later.and_then(<[_]>::split_last) else {
            return Err(Refusal::invalid(
                format!("“{words}”没有第 {seen} 版。请刷新页面后重新填写。"),
                format!("“{words}” has no version {seen}. Reload the page and fill it in again."),
            ));
        };
        let time = beijing_time(last.time);
        let (more_zh, more_en) = match rest.len() {
            0 => (String::new(), String::new()),
            count => (
                format!("（此前还有 {count} 处变更）"),
                format!(" (and {count} more before that)"),
            ),
        };
        Err(Refusal::new(
            RefusalKind::Stale,
            format!(
                "您打开页面之后，{}于 {time} 修改了“{words}”：{}{more_zh}。请刷新页面，看过新内容后再提交。",
                last.actor, last.what.zh
            ),
            format!(
                "After you opened the page, {} changed “{words}” at {time} (Beijing): {}{more_en}. Reload the page, look at the new state, then submit again.",
                last.actor, last.what.en
            ),
        ))
    }

    /// The picked commitment, if it is one that the government is held to.
    pub fn live(&self, pick: &Pick) -> Result<&'a Commitment, Refusal> {
        let commitment = self.picked(pick)?;
        if commitment.is_live() {
            return Ok(commitment);
        }
        Err(not_live(commitment))
    }
}

fn not_live(commitment: &Commitment) -> Refusal {
    let words = quoted(&commitment.text);
    let (zh, en) = match &commitment.status {
        Status::Merged { into } => (
            format!("“{words}”已并入 {into}。请在 {into} 上操作。"),
            format!("“{words}” was merged into {into}. Work on {into} instead."),
        ),
        Status::Split { into } => (
            format!(
                "“{words}”已拆分为 {}。请在拆分后的各条上操作。",
                into.join("、")
            ),
            format!(
                "“{words}” was split into {}. Work on its parts instead.",
                into.join(", ")
            ),
        ),
        Status::Dropped => (
            format!("修订稿中已没有“{words}”。请刷新报告页，在现有各条上操作。"),
            format!(
                "“{words}” is gone from the revised text. Reload the report and work on what it has now."
            ),
        ),
        _ => (
            format!("“{words}”已被认定不作为承诺。请先撤销该认定，再继续。"),
            format!("“{words}” was rejected. Restore it first."),
        ),
    };
    Refusal::conflict(zh, en)
}

/// Whether every event fits into the log.
pub(super) fn fits(events: &[Proposed]) -> Result<(), Refusal> {
    let fits = |event: &Proposed| bytes(&event.data) <= EVENT_BYTES_MAX;
    if events.iter().all(fits) {
        return Ok(());
    }
    Err(Refusal::invalid(
        format!(
            "内容过长，一次登记不能超过 {} KiB。请缩短文字后重试。",
            EVENT_BYTES_MAX / 1024
        ),
        format!(
            "Too long: one entry takes at most {} KiB. Shorten the text and try again.",
            EVENT_BYTES_MAX / 1024
        ),
    ))
}

/// How many bytes a value takes in canonical JSON, whose spelling of texts is
/// that of serde_json.
pub(super) fn bytes<T: serde::Serialize>(value: &T) -> usize {
    serde_json::to_vec(value).map_or(usize::MAX, |bytes| bytes.len())
}

/// A text from a form: no control characters, no white space around it, not too
/// long. Line breaks stay.
pub(super) fn tidy(text: &str, chars_max: usize, zh: &str, en: &str) -> Result<String, Refusal> {
    let kept: String = text
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    let kept = kept.trim();
    let chars = kept.chars().count();
    if chars > chars_max {
        return Err(Refusal::invalid(
            format!("{zh}有 {chars} 字，最多 {chars_max} 字。请缩短后重试。"),
            format!("The {en} has {chars} characters, at most {chars_max} are kept. Shorten it."),
        ));
    }
    Ok(kept.to_owned())
}

/// A reason that may be empty.
pub(super) fn reason(why: &str) -> Result<String, Refusal> {
    tidy(why, WHY_CHARS_MAX, "理由", "reason")
}

/// A reason that must be given.
pub(super) fn needed_reason(why: &str, zh: &str, en: &str) -> Result<String, Refusal> {
    let why = reason(why)?;
    if why.is_empty() {
        return Err(Refusal::invalid(
            format!("{zh}必须说明理由。请填写理由后再提交。"),
            format!("{en} needs a reason. Fill it in and submit again."),
        ));
    }
    Ok(why)
}
