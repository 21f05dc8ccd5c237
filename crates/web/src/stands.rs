//! How a commitment stands today, in one sentence.

use youwei_account::{Account, Book, Commitment, Pace, Status, pace, standing};
use youwei_base::{Bilingual, Day, Decimal, Light};

use crate::figures::{about, amount};

/// The sentence under a commitment's light: what its worst number with a figure has
/// reached, or what is missing.
pub(crate) fn stands(
    account: &Account,
    book: &Book,
    commitment: &Commitment,
    today: Day,
) -> Bilingual {
    let standing = standing(account, book, commitment, today);
    if standing.light == Light::Blue {
        return Bilingual::new("已足额完成。", "Reached in full.");
    }
    let same = standing
        .numbers
        .iter()
        .filter(|it| it.light == standing.light);
    let known = same.chain(&standing.numbers).find_map(|it| {
        let figure = it.figure.as_ref()?;
        Some((
            figure.as_of.unwrap_or(figure.day),
            amount(figure.value?, &figure.unit),
        ))
    });
    match known {
        Some((day, reached)) => Bilingual::new(
            format!("到 {day} 为 {reached}。"),
            format!("{reached} as of {day}."),
        ),
        None => without_facts(account, book, commitment, standing.light, today),
    }
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
