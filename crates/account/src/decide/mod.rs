//! Decides commands: the events that follow from one, or why it cannot be.
//!
//! Everything here is a pure function of the account, the command and the
//! context. A command that would change nothing gives no events.

mod amend;
mod bind;
mod chunk;
mod correct;
mod cut;
mod draft;
mod explain;
mod held;
mod node;
mod owner;
mod pair;
mod place;
mod revise;
pub(crate) mod similar;
mod step;
mod take_in;

use crate::account::Recorded;
use crate::{Account, Command, Context, Decision, Pick, Refusal, RefusalKind};
use draft::Draft;

pub use cut::spans_of_lines;
pub(crate) use node::node;
pub(crate) use owner::parts_units;

/// Answers a command.
///
/// # Errors
/// A [`Refusal`]: the commitment is not there, was changed since the page was
/// made, the input is wrong, or it does not go with how things stand.
pub fn decide(account: &Account, command: Command, context: &Context) -> Result<Decision, Refusal> {
    decide_after(account, account, command, context)
}

/// Decides on `now`; what the asking page has seen counts against `seen_by_page`.
fn decide_after(
    seen_by_page: &Account,
    now: &Account,
    command: Command,
    context: &Context,
) -> Result<Decision, Refusal> {
    let mut draft = match command {
        Command::TakeIn { file, reading } => return take_in::take_in(now, file, *reading),
        Command::Several(commands) => {
            return several(seen_by_page, now, commands, context);
        }
        _ => Draft::on(seen_by_page, now)?,
    };
    match command {
        Command::Confirm { ids } => step::confirm(&mut draft, &ids)?,
        Command::Reject { ids, why } => step::reject(&mut draft, &ids, &why)?,
        Command::Restore { ids, why } => step::restore(&mut draft, &ids, &why)?,
        Command::Publish { ids, why } => step::show(&mut draft, &ids, true, &why)?,
        Command::Hide { ids, why } => step::show(&mut draft, &ids, false, &why)?,
        Command::Correct {
            id,
            correction,
            why,
        } => correct::correct(&mut draft, &id, correction, &why)?,
        Command::Amend {
            id,
            to,
            from,
            approver,
            document,
            why,
        } => {
            let asked = amend::Asked {
                from,
                approver,
                document,
                why,
            };
            amend::amend(&mut draft, &id, to, asked, context)?;
        }
        Command::Split { id, parts, why } => cut::split(&mut draft, &id, parts, &why)?,
        Command::Merge { ids, why } => cut::merge(&mut draft, &ids, &why)?,
        Command::Assign {
            ids,
            lead,
            supporting,
            leader,
            why,
        } => owner::assign(&mut draft, &ids, lead, supporting, leader, &why)?,
        Command::Schedule {
            ids,
            due,
            nodes,
            why,
        } => owner::schedule(&mut draft, &ids, due, nodes, &why, context.day())?,
        Command::Claim { id, claim, why } => owner::claim(&mut draft, &id, claim, &why, context)?,
        Command::Bind {
            id,
            to,
            measure,
            record,
            why,
        } => bind::bind(&mut draft, &id, to, &measure, record, &why)?,
        Command::Unbind {
            id,
            to,
            measure,
            record,
            why,
        } => bind::unbind(&mut draft, &id, to, &measure, record.as_deref(), &why)?,
        Command::Dispute { id, unit, why } => bind::dispute(&mut draft, &id, &unit, &why)?,
        Command::AnswerDispute { id, number, answer } => {
            bind::answer(&mut draft, &id, number, &answer)?;
        }
        Command::Explain {
            about, unit, why, ..
        } => explain::explain(&mut draft, &about, &unit, &why)?,
        Command::TakeIn { .. } | Command::Several(_) => {}
    }
    draft.finish()
}

fn several(
    seen_by_page: &Account,
    now: &Account,
    commands: Vec<Command>,
    context: &Context,
) -> Result<Decision, Refusal> {
    let mut after = now.clone();
    let mut all = Decision::default();
    for command in commands {
        let decision = decide_after(seen_by_page, &after, command, context)?;
        for event in decision.events {
            after.evolve(&Recorded {
                index: 0,
                time: context.now,
                actor: context.actor.clone(),
                kind: event.kind.clone(),
                subject: event.subject.clone(),
                data: event.data.clone(),
            });
            all.events.push(event);
        }
        for (subject, _) in decision.expected {
            if !all.expected.iter().any(|(known, _)| *known == subject) {
                let version = now.version(&subject);
                all.expected.push((subject, version));
            }
        }
    }
    Ok(all)
}

fn no_report() -> Refusal {
    Refusal::new(
        RefusalKind::NotFound,
        "还没有收入报告。请先上传政府工作报告。",
        "No report has been taken in yet. Upload the work report first.",
    )
}

fn nothing_picked() -> Refusal {
    Refusal::invalid(
        "没有选中任何承诺。请至少勾选一条。",
        "No commitment was picked. Tick at least one.",
    )
}

/// Each pick once, in the order given.
fn distinct(picks: &[Pick]) -> Result<Vec<&Pick>, Refusal> {
    let mut kept: Vec<&Pick> = Vec::new();
    for pick in picks {
        if !kept.iter().any(|known| known.id == pick.id) {
            kept.push(pick);
        }
    }
    if kept.is_empty() {
        return Err(nothing_picked());
    }
    Ok(kept)
}
