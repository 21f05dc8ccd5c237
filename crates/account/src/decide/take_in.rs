//! A report comes in: the first time, or as a corrected text of the one there.

use std::collections::BTreeSet;

use youwei_report::Reading;

use super::chunk::{read_events, read_of, text_events};
use super::draft::fits;
use super::revise::revise;
use crate::event::{Counts, Event, TakenIn};
use crate::{Account, Decision, FileFacts, Proposed, Refusal, subject_of};

/// The longest text that is taken in. A work report has about 20,000 characters.
const REPORT_CHARS_MAX: usize = 1_000_000;

pub(super) fn take_in(
    account: &Account,
    file: FileFacts,
    reading: Reading,
) -> Result<Decision, Refusal> {
    check(&file, &reading)?;
    match account.report() {
        None => first(file, &reading),
        Some(report) if report.id != file.report => Err(Refusal::conflict(
            format!(
                "这本台账记的是《{}》，与上传的报告不是同一份。请为新报告另开一本台账。",
                report.title
            ),
            format!(
                "This account keeps “{}”, which is not the report handed in. Open another account for it.",
                report.title
            ),
        )),
        Some(report) => {
            if report.file.sha256 == file.file.sha256 || report.text() == reading.text {
                return Ok(Decision::default());
            }
            let differs = |old: &str, new: &str| !old.is_empty() && !new.is_empty() && old != new;
            if differs(&report.place, &reading.place)
                || (reading.year.is_some() && report.year.is_some() && report.year != reading.year)
            {
                return Err(Refusal::conflict(
                    format!(
                        "台账记的是{}{}年的报告，上传的是{}{}年的。请核对文件，或另开一本台账。",
                        report.place,
                        report.year.unwrap_or_default(),
                        reading.place,
                        reading.year.unwrap_or_default()
                    ),
                    format!(
                        "The account keeps the {} report of {}; the file is the {} report of {}. Check the file, or open another account.",
                        report.year.unwrap_or_default(),
                        report.place,
                        reading.year.unwrap_or_default(),
                        reading.place
                    ),
                ));
            }
            revise(account, report, file.file, &reading)
        }
    }
}

fn check(file: &FileFacts, reading: &Reading) -> Result<(), Refusal> {
    if file.report.is_empty() || file.report.contains('/') {
        return Err(Refusal::invalid(
            "报告编号为空或含有“/”。请换一个编号，如“2026-云泽市”。",
            "The report's id is empty or has a slash in it. Use one such as 2026-云泽市.",
        ));
    }
    let chars = reading.text.chars().count();
    if reading.text.trim().is_empty() {
        return Err(Refusal::invalid(
            "文件里没有读到文字。请确认不是扫描图片，换用 Word 或文本文件再试。",
            "No text was found in the file. If it is a scanned picture, hand in a Word or text file instead.",
        ));
    }
    if chars > REPORT_CHARS_MAX {
        return Err(Refusal::invalid(
            format!("文件有 {chars} 字，最多收 {REPORT_CHARS_MAX} 字。请只上传报告正文。"),
            format!(
                "The file has {chars} characters; at most {REPORT_CHARS_MAX} are taken. Hand in the report alone."
            ),
        ));
    }
    Ok(())
}

fn first(file: FileFacts, reading: &Reading) -> Result<Decision, Refusal> {
    let report = file.report;
    let mut events = vec![
        Event::TakenIn(TakenIn {
            report: report.clone(),
            file: file.file,
            title: reading.title.clone(),
            place: reading.place.clone(),
            year: reading.year,
            counts: counts(reading),
        })
        .propose(&report),
    ];
    events.extend(
        text_events(reading, 0)
            .iter()
            .map(|event| event.propose(&report)),
    );
    let mut expected = vec![(report.clone(), 0)];
    let mut taken = BTreeSet::new();
    let len = reading.text.chars().count();
    for (index, commitment) in reading.commitments.iter().enumerate() {
        let id = fresh_id(&commitment.id, |id| taken.contains(id));
        taken.insert(id.clone());
        let subject = subject_of(&report, Some(&id));
        expected.push((subject.clone(), 0));
        if let Some(read) = read_of(reading, index, len, &id) {
            propose_all(
                &mut events,
                &subject,
                read_events(read, |read| Event::Read(Box::new(read))),
            );
        }
    }
    fits(&events)?;
    Ok(Decision { events, expected })
}

pub(super) fn propose_all(events: &mut Vec<Proposed>, subject: &str, more: Vec<Event>) {
    events.extend(more.iter().map(|event| event.propose(subject)));
}

pub(super) fn counts(reading: &Reading) -> Counts {
    Counts {
        characters: reading.text.chars().count(),
        sentences: reading.sentences.len(),
        headings: reading.outline.len(),
        commitments: reading.commitments.len(),
        targets: reading.targets.len(),
        projects: reading.projects.len(),
        remarks: reading.remarks.len(),
    }
}

/// An id that is not taken: the one wished for, or the next of wish-2, wish-3 …
/// A slash would make it another subject, so it becomes a hyphen.
pub(super) fn fresh_id(wish: &str, taken: impl Fn(&str) -> bool) -> String {
    let wish: String = wish
        .chars()
        .map(|c| {
            if c == '/' || c.is_whitespace() {
                '-'
            } else {
                c
            }
        })
        .collect();
    let wish = if wish.is_empty() {
        "c".to_owned()
    } else {
        wish
    };
    if !taken(&wish) {
        return wish;
    }
    let mut number = 2_usize;
    loop {
        let id = format!("{wish}-{number}");
        if !taken(&id) {
            return id;
        }
        number += 1;
    }
}
