//! What the light of a commitment that was closed, or must be kept at zero, comes from.

use youwei_base::Bilingual;

use crate::book::Closed;
use crate::standing::PartStands;

/// The rule of what must be zero.
pub(crate) fn clearing(parts: &[PartStands]) -> Bilingual {
    match parts.iter().all(|it| it.late.is_some()) {
        true => Bilingual::new(
            "按动态清零计：一个未清零的都没有为绿，有但都在各自期限内为黄，有一个过了期限还没有清零即为红。",
            "It must be zero: green when nothing is open, yellow while all that is open is within its limit, red once anything is open past its limit.",
        ),
        false => Bilingual::new(
            "按清零计：一个未清零的都没有为绿，有一个即为红。",
            "It must be zero: green when nothing is open, red as soon as anything is.",
        ),
    }
}

/// That a closing says that a milestone is done.
pub(crate) fn by_closing(closed: &Closed, late: Option<i32>) -> Bilingual {
    let Closed { on, record, .. } = closed;
    let (late_zh, late_en) = late.map_or((String::new(), String::new()), |days| {
        (
            format!("，比时限晚 {days} 天"),
            format!(", {days} days after its due day"),
        )
    });
    Bilingual::new(
        format!(
            "没有数字目标，也没有对应业务台账，按核验过的销号计：{record} 核验它在 {on} 完成{late_zh}，所以为蓝；销号撤销，灯就退回。"
        ),
        format!(
            "It has no number and is bound to no record of the business, so it goes by its closing after a check: {record} found it done on {on}{late_en}, so it is blue; if the closing is revoked, so is the light."
        ),
    )
}

/// That a closing gives no number.
pub(crate) fn closed_without_facts(closed: &Closed) -> Bilingual {
    let Closed { on, record, .. } = closed;
    Bilingual::new(
        format!(
            "已销号，但没有业务台账的事实：{record} 核验它在 {on} 完成；销号不是数，没有事实就不亮蓝灯，也不算逾期。请对应口径，由事实算出数来。"
        ),
        format!(
            "It was closed, but no fact of the business gives the number: {record} found it done on {on}. A closing is no number: without facts it is neither blue nor overdue. Bind a measure, so that facts give the number."
        ),
    )
}

/// That it was closed, where facts say how it stands.
pub(crate) fn beside_facts(closed: &Closed) -> Bilingual {
    let Closed { on, record, .. } = closed;
    Bilingual::new(
        format!("它已销号（{record} 核验在 {on} 完成）；灯按业务台账的事实算，不按销号算。"),
        format!(
            "It was closed ({record} found it done on {on}); the light goes by the facts of the business and not by the closing."
        ),
    )
}
