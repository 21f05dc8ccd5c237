//! Steps in the life of a commitment: confirmed, rejected, restored, shown.

use super::distinct;
use super::draft::{Draft, needed_reason, reason};
use super::held;
use crate::commitment::Status;
use crate::event::{Because, Event};
use crate::history::quoted;
use crate::{Pick, Refusal};

pub(super) fn confirm(draft: &mut Draft, ids: &[Pick]) -> Result<(), Refusal> {
    for pick in distinct(ids)? {
        let commitment = draft.live(pick)?;
        if commitment.status == Status::Read {
            draft.push(&commitment.id, &Event::Confirmed(Because::default()));
        }
    }
    Ok(())
}

pub(super) fn reject(draft: &mut Draft, ids: &[Pick], why: &str) -> Result<(), Refusal> {
    let why = needed_reason(why, "认定不作为承诺", "Rejecting a commitment")?;
    for pick in distinct(ids)? {
        let commitment = draft.picked(pick)?;
        if commitment.status == Status::Rejected {
            continue;
        }
        let commitment = draft.live(pick)?;
        held::may_reject(commitment)?;
        draft.push(
            &commitment.id,
            &Event::Rejected(Because { why: why.clone() }),
        );
    }
    Ok(())
}

pub(super) fn restore(draft: &mut Draft, ids: &[Pick], why: &str) -> Result<(), Refusal> {
    let why = needed_reason(why, "撤销认定", "Restoring a commitment")?;
    for pick in distinct(ids)? {
        let commitment = draft.picked(pick)?;
        if commitment.status != Status::Rejected {
            let words = quoted(&commitment.text);
            return Err(Refusal::conflict(
                format!("“{words}”没有被认定为“不作为承诺”，无须撤销。请刷新页面。"),
                format!(
                    "“{words}” is not rejected, so there is nothing to restore. Reload the page."
                ),
            ));
        }
        draft.push(
            &commitment.id,
            &Event::Restored(Because { why: why.clone() }),
        );
    }
    Ok(())
}

pub(super) fn show(
    draft: &mut Draft,
    ids: &[Pick],
    public: bool,
    why: &str,
) -> Result<(), Refusal> {
    let why = if public {
        reason(why)?
    } else {
        needed_reason(
            why,
            "改为不公开",
            "Marking a commitment as not public in the plan",
        )?
    };
    for pick in distinct(ids)? {
        let commitment = draft.live(pick)?;
        if commitment.public == public {
            continue;
        }
        let because = Because { why: why.clone() };
        let event = if public {
            Event::Published(because)
        } else {
            held::may_hide(commitment)?;
            Event::Hidden(because)
        };
        draft.push(&commitment.id, &event);
    }
    Ok(())
}
