//! How a commitment stands today, in one sentence.

use youwei_account::{
    Account, Because, Book, Commitment, MilestoneStands, NumberStands, Pace, PartStands, Standing,
    Status, Target, pace,
};
use youwei_base::{Bilingual, Day, Decimal, Light};

use crate::figures::{about, goal, reached_of};

/// The sentence under a commitment's light: what its worst number with a figure has
/// reached against what it should, or what is missing.
pub(crate) fn stands_by(
    standing: &Standing,
    account: &Account,
    book: &Book,
    commitment: &Commitment,
    today: Day,
) -> Bilingual {
    let then = commitment.on(today);
    let commitment = &*then;
    let light = standing.light;
    let known = |it: &&NumberStands| it.figure.as_ref().is_some_and(|it| it.value.is_some());
    let numbers = standing.numbers.iter().filter(known);
    let worst = numbers.clone().find(|it| it.light == light);
    let done = standing.milestone.as_ref().filter(|it| it.light == light);
    if let Some(said) = done.and_then(|it| milestone(it, today)) {
        return said;
    }
    // A number without facts that accuses, or that was closed, goes before one with facts.
    let silent = worst.is_none() && standing.numbers.iter().any(|it| it.light == light);
    let Some(stands) = worst.or_else(|| numbers.clone().next()).filter(|_| !silent) else {
        if let Some(closed) = closed_only(standing) {
            return closed;
        }
        return without_facts(account, book, commitment, light, today);
    };
    let target = commitment.targets.get(stands.target);
    let said = target.and_then(|target| number(stands, target));
    said.unwrap_or_else(|| without_facts(account, book, commitment, light, today))
}

/// How many facts stand behind a light.
pub(crate) fn evidence(standing: &Standing) -> u64 {
    let numbers = standing.numbers.iter().map(|it| it.figure.as_ref());
    let parts = standing.milestone.iter().flat_map(|it| &it.parts);
    let figures = numbers.chain(parts.map(|it| it.figure.as_ref())).flatten();
    figures.map(|it| it.facts).sum()
}

/// What a number has reached, and how far that is from what it should.
fn number(stands: &NumberStands, target: &Target) -> Option<Bilingual> {
    let figure = stands.figure.as_ref()?;
    let value = figure.value?;
    let day = figure.as_of.unwrap_or(figure.day);
    let at = reached_of(value, target);
    let short = |from: Decimal| from.checked_sub(value).map(|it| about(it, &target.unit));
    let due = stands
        .pace
        .and_then(|it| it.share.checked_mul(target.value));
    let goal = goal(target);
    Some(match (stands.because, due) {
        (Because::Reached, _) => match stands.late {
            Some(days) => Bilingual::new(
                format!("已足额完成，比时限晚 {days} 天：到 {day} 为 {at}。"),
                format!("Reached in full, {days} days after its due day: {at} as of {day}."),
            ),
            None => Bilingual::new(
                format!("已足额完成：到 {day} 为 {at}。"),
                format!("Reached in full: {at} as of {day}."),
            ),
        },
        (Because::Overdue, _) => {
            let short = short(target.value)?;
            Bilingual::new(
                format!("时限已过，还差 {short}：到 {day} 为 {at}。"),
                format!("The due day has passed and {short} are missing: {at} as of {day}."),
            )
        }
        (Because::Stale, _) => Bilingual::new(
            format!("{day} 以后没有事实，停在 {at}。"),
            format!("No fact of a day after {day}; it stays at {at}."),
        ),
        (Because::Stretch, _) => {
            let short = short(target.value)?;
            Bilingual::new(
                format!("到 {day} 为 {at}，离努力目标（力争）还差 {short}。"),
                format!("{at} as of {day}, {short} short of what is striven for."),
            )
        }
        (Because::Good, Some(due)) if value >= due => {
            let ahead = about(value.checked_sub(due)?, &target.unit);
            Bilingual::new(
                format!("到 {day} 为 {at}，比应到多 {ahead}。"),
                format!("{at} as of {day}, {ahead} more than it should be."),
            )
        }
        (Because::Behind | Because::FarBehind, Some(due)) => {
            let short = short(due)?;
            Bilingual::new(
                format!("到 {day} 为 {at}，比应到少 {short}。"),
                format!("{at} as of {day}, {short} less than it should be."),
            )
        }
        (Because::NotDue, _) => Bilingual::new(
            format!("未到时限，到 {day} 为 {at}。"),
            format!("Not due yet: {at} as of {day}."),
        ),
        _ => Bilingual::new(
            format!("到 {day} 为 {at}，目标 {goal}。"),
            format!("{at} as of {day}; the target is {goal}."),
        ),
    })
}

/// Whether it is done; none where no fact says anything of it.
fn milestone(stands: &MilestoneStands, today: Day) -> Option<Bilingual> {
    let figures = || stands.parts.iter().filter_map(|it| it.figure.as_ref());
    let last = figures().filter_map(|it| it.as_of).max();
    let zero = |it: &&PartStands| it.measure.as_ref().is_some_and(|it| it.zero);
    let open = stands.parts.iter().find(zero);
    if let Some(part) = open {
        let open = part.figure.as_ref()?.value?;
        let late = part.late.filter(|it| !it.is_zero());
        return match (stands.because, late) {
            (Because::Good, _) if open.is_zero() => {
                Some(Bilingual::new("全部清零。", "All are cleared."))
            }
            (Because::FarBehind, Some(late)) => Some(Bilingual::new(
                format!("还有 {open} 个没有清零，其中 {late} 个过了期限。"),
                format!("{open} are not cleared, {late} of them past the limit."),
            )),
            (Because::FarBehind, None) => Some(Bilingual::new(
                format!("还有 {open} 个没有清零。"),
                format!("{open} are not cleared."),
            )),
            (Because::Behind, _) => Some(Bilingual::new(
                format!("还有 {open} 个没有清零，都在期限内。"),
                format!("{open} are not cleared, all within the limit."),
            )),
            _ => None,
        };
    }
    match (stands.because, stands.due, last) {
        (Because::Reached, due, Some(day)) => Some(done(due, stands.late, day)),
        (Because::Stretch, Some(due), _) => {
            let late = days(due, today);
            Some(Bilingual::new(
                format!("力争的日子已过 {late} 天，没有完成的记录。"),
                format!(
                    "The day that was striven for passed {late} days ago, and no record says it is done."
                ),
            ))
        }
        (Because::NotDue, Some(due), _) => {
            let left = days(today, due);
            Some(Bilingual::new(
                format!("正在办理，离时限还有 {left} 天。"),
                format!("Under way; due in {left} days."),
            ))
        }
        (Because::NotDue, None, _) => Some(Bilingual::new(
            "正在办理，没有定时限。",
            "Under way, without a due day.",
        )),
        _ => None,
    }
}

/// That it is done, and how late.
fn done(due: Option<Day>, late: Option<i32>, day: Day) -> Bilingual {
    match (due, late) {
        (Some(due), Some(late)) => Bilingual::new(
            format!("已办成，事实在 {day}，比时限 {due} 晚 {late} 天。"),
            format!("Done, by a fact of {day}, {late} days after it was due on {due}."),
        ),
        _ => Bilingual::new(
            format!("已办成，事实在 {day}。"),
            format!("Done, by a fact of {day}."),
        ),
    }
}

/// That it was closed, where no fact of the business says anything.
fn closed_only(standing: &Standing) -> Option<Bilingual> {
    let closed = standing.closed.as_ref()?;
    let on = closed.on;
    let by_it = standing
        .milestone
        .as_ref()
        .filter(|it| it.because == Because::Closed);
    let number = standing
        .numbers
        .iter()
        .any(|it| it.because == Because::ClosedWithoutFacts);
    Some(match (by_it, number) {
        (_, true) => Bilingual::new(
            format!("已销号（核验在 {on} 完成），但没有业务台账的事实。"),
            format!("Closed (found done on {on}), but no fact of the business gives the number."),
        ),
        (Some(done), _) => match (done.due, done.late) {
            (Some(due), Some(late)) => Bilingual::new(
                format!("已销号，核验在 {on} 完成，比时限 {due} 晚 {late} 天。"),
                format!("Closed: found done on {on}, {late} days after it was due on {due}."),
            ),
            _ => Bilingual::new(
                format!("已销号，核验在 {on} 完成。"),
                format!("Closed: found done on {on}."),
            ),
        },
        _ => Bilingual::new(
            format!("已销号（核验在 {on} 完成），但所对应的业务台账还没有完成的事实。"),
            format!(
                "Closed (found done on {on}), but the record of the business that it is bound to does not say so."
            ),
        ),
    })
}

fn without_facts(
    account: &Account,
    book: &Book,
    commitment: &Commitment,
    light: Light,
    today: Day,
) -> Bilingual {
    let late = commitment.due_day().filter(|due| *due < today);
    let days_late = late.map(|due| days(due, today));
    let expected = commitment
        .targets
        .iter()
        .enumerate()
        .find_map(|(index, target)| Some((pace(account, book, commitment, index, today)?, target)));
    match (light, days_late, expected) {
        (Light::Red, Some(days), _) => Bilingual::new(
            format!("已逾期 {days} 天，没有完成的记录。"),
            format!("{days} days overdue, and no record says it is done."),
        ),
        (_, Some(days), _) => Bilingual::new(
            format!("没有事实依据；时限已过 {days} 天。"),
            format!("No facts yet; the due day passed {days} days ago."),
        ),
        (_, None, Some((pace, target))) if pace.days_gone > 0 => {
            let should = should_be(&pace, target.value, &target.unit);
            Bilingual::new(
                format!("没有事实依据；到今天应有 {should}。"),
                format!("No facts yet; by today it should be {should}."),
            )
        }
        (_, None, None) if !commitment.measurable() && commitment.due_day().is_none() => {
            Bilingual::new(
                "没有事实依据；也没有数字和时限，请先定下用什么核对。",
                "No facts yet, and neither number nor due day: settle first what would prove it.",
            )
        }
        _ if commitment.status == Status::Read => Bilingual::new(
            "没有事实依据；还没有人确认过这一条。",
            "No facts yet, and nobody has confirmed it.",
        ),
        _ => Bilingual::new(
            "没有事实依据：还没有系统的记录说到它。",
            "No facts yet: no system's record speaks of it.",
        ),
    }
}

/// The amount that pace asks for, with its share, such as 149项（49.6%）.
pub(crate) fn should_be(pace: &Pace, value: Decimal, unit: &str) -> String {
    let share = (pace.share * Decimal::ONE_HUNDRED).round_dp(1).normalize();
    let due = about(pace.share * value, unit);
    format!("{due}（{share}%）")
}

/// Days from one day to a later one.
pub(crate) fn days(from: Day, to: Day) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
