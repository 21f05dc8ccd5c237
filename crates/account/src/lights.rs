//! Lights: what the facts say of a commitment on a day.
//!
//! A number of the count or flow kind is held against the pace of its quarter
//! nodes, or of the calendar (序时进度); a growth rate, a share or a ceiling has no
//! pace; a milestone turns red when it is overdue; whatever has no facts is grey.
//! The bands are data, in `data/lights.toml`, each with its first day and source.

use std::sync::LazyLock;

use serde::Deserialize;
use youwei_base::{Bilingual, Day, Decimal, Light};
use youwei_report::{Measure, Op};

use crate::Target;
use crate::commitment::{Commitment, Status};
use crate::{Account, Fact};

/// The bands that hold on a day, in percentage points; none is set where the
/// data has none, and the light then stays grey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LightRules {
    /// How far below pace is still yellow.
    pub pace_band: Option<Decimal>,
    /// How far below a growth rate or share is still yellow.
    pub rate_band: Option<Decimal>,
}

#[derive(Deserialize, Default)]
struct Table {
    pace_band: Vec<Dated>,
    rate_band: Vec<Dated>,
}

#[derive(Deserialize)]
struct Dated {
    from: toml::value::Datetime,
    #[serde(with = "rust_decimal::serde::str")]
    value: Decimal,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| toml::from_str(include_str!("../data/lights.toml")).unwrap_or_default());

impl LightRules {
    /// The bands in force on a day.
    pub fn on(day: Day) -> LightRules {
        let latest = |values: &[Dated]| {
            values
                .iter()
                .filter_map(|value| Some((value.from.to_string().parse::<Day>().ok()?, value)))
                .filter(|(from, _)| *from <= day)
                .max_by_key(|(from, _)| *from)
                .map(|(_, value)| value.value)
        };
        LightRules {
            pace_band: latest(&TABLE.pace_band),
            rate_band: latest(&TABLE.rate_band),
        }
    }
}

/// What share of a target should have been reached by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The share, 0 to 1.
    pub share: Decimal,
    /// Whether quarter nodes give it; otherwise the calendar does.
    pub by_nodes: bool,
    /// Days gone since the year began, up to the due day.
    pub days_gone: i32,
    /// Days from the year's first to the due day, both counted.
    pub days: i32,
}

/// How a number is held against facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// It grows over the year.
    Paced,
    /// A rate: reached or not, within a band.
    Rate,
    /// Something not to be exceeded.
    Ceiling,
}

fn way(target: &Target) -> Way {
    let rate = matches!(target.measure, Measure::Growth | Measure::Share)
        || target.unit.contains('%')
        || target.unit.contains("百分点")
        || target.unit.contains('‰');
    match (target.op, rate, target.measure) {
        (Op::AtMost | Op::Below, false, _) | (_, _, Measure::Rank) => Way::Ceiling,
        (_, true, _) => Way::Rate,
        _ => Way::Paced,
    }
}

/// The year in which a commitment runs: the report's, else the day's.
fn year_of(account: &Account, today: Day) -> i16 {
    let year = account.report().and_then(|report| report.year);
    year.unwrap_or_else(|| today.year())
}

fn first_day(year: i16) -> Day {
    Day::new(year, 1, 1).unwrap_or(Day::MIN)
}

fn last_day(year: i16) -> Day {
    Day::new(year, 12, 31).unwrap_or(Day::MAX)
}

fn days_between(from: Day, to: Day) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// Days gone and days in all of the report's year; today counts as gone.
pub(crate) fn year_gone(year: i16, today: Day) -> (i32, i32) {
    let days = days_between(first_day(year), last_day(year)) + 1;
    (
        (days_between(first_day(year), today) + 1).clamp(0, days),
        days,
    )
}

/// The pace of one number of a commitment; none where it has none (growth
/// rates, shares, ceilings) or the target is zero.
pub fn pace(account: &Account, commitment: &Commitment, index: usize, today: Day) -> Option<Pace> {
    let target = commitment.targets.get(index)?;
    if way(target) != Way::Paced || target.value.is_zero() {
        return None;
    }
    let year = year_of(account, today);
    let due = due_or_year_end(account, commitment, today);
    let days = (days_between(first_day(year), due) + 1).max(1);
    let days_gone = (days_between(first_day(year), today) + 1).clamp(0, days);
    let calendar = Decimal::from(days_gone) / Decimal::from(days);
    let nodes = (index == 0)
        .then(|| node_share(commitment, target, year, today))
        .flatten();
    Some(Pace {
        share: nodes.unwrap_or(calendar),
        by_nodes: nodes.is_some(),
        days_gone,
        days,
    })
}

/// What is promised for a year without a day is due on its last.
fn due_or_year_end(account: &Account, commitment: &Commitment, today: Day) -> Day {
    let end = || last_day(year_of(account, today));
    commitment.due_day().unwrap_or_else(end)
}

/// The share on the line through the four quarter nodes; the nodes speak for
/// the first number only, and only if all four are amounts.
fn node_share(commitment: &Commitment, target: &Target, year: i16, today: Day) -> Option<Decimal> {
    let mut points = vec![(0, Decimal::ZERO)];
    let (gone, _) = year_gone(year, today);
    for (node, (month, day)) in commitment
        .nodes
        .iter()
        .zip([(3, 31), (6, 30), (9, 30), (12, 31)])
    {
        let end = Day::new(year, month, day).ok()?;
        let at = days_between(first_day(year), end) + 1;
        points.push((at, node.as_ref()?.value? / target.value));
    }
    let next = points.iter().position(|(at, _)| gone <= *at)?;
    let (to, upper) = *points.get(next)?;
    let Some((from, lower)) = next.checked_sub(1).and_then(|i| points.get(i)).copied() else {
        return Some(upper);
    };
    Some(lower + (upper - lower) * Decimal::from(gone - from) / Decimal::from(to - from))
}

/// The light of a commitment on a day. Facts of later days are not looked at.
pub fn light(account: &Account, commitment: &Commitment, facts: &[Fact], today: Day) -> Light {
    let facts = || facts.iter().filter(|fact| fact.day() <= today);
    if facts().any(|fact| matches!(fact, Fact::Done { .. })) {
        return Light::Blue;
    }
    if commitment.targets.is_empty() {
        // An overdue milestone is red for want of a fact that it was done; but a
        // day that only the program read must not accuse anybody.
        let overdue = commitment.due_day().is_some_and(|due| due < today);
        return if overdue && commitment.status == Status::Confirmed {
            Light::Red
        } else {
            Light::Grey
        };
    }
    let lights = commitment
        .targets
        .iter()
        .enumerate()
        .map(|(index, target)| {
            let latest = facts()
                .filter_map(|fact| match fact {
                    Fact::Reached {
                        day,
                        target,
                        value,
                        entry,
                    } if *target == index => Some(((*day, *entry), *value)),
                    _ => None,
                })
                .max_by_key(|(at, _)| *at);
            latest.map_or(Light::Grey, |(_, reached)| {
                light_of_number(account, commitment, index, target, reached, today)
            })
        });
    // The worst number speaks for all; a number without facts keeps the others
    // from being called on pace.
    let rank = |light: &Light| match light {
        Light::Red => 3,
        Light::Yellow => 2,
        Light::Grey => 1,
        Light::Green | Light::Blue => 0,
    };
    lights.max_by_key(rank).unwrap_or(Light::Grey)
}

fn light_of_number(
    account: &Account,
    commitment: &Commitment,
    index: usize,
    target: &Target,
    reached: Decimal,
    today: Day,
) -> Light {
    let rules = LightRules::on(today);
    match way(target) {
        Way::Ceiling => {
            let within = match target.op {
                Op::Below => reached < target.value,
                _ => reached <= target.value2.unwrap_or(target.value),
            };
            if within { Light::Green } else { Light::Red }
        }
        Way::Rate => {
            let Some(band) = rules.rate_band else {
                return Light::Grey;
            };
            let short = match target.op {
                Op::AtMost | Op::Below => reached - target.value,
                _ => target.value - reached,
            };
            graded(-short, band)
        }
        Way::Paced => {
            let Some((band, pace)) = rules.pace_band.zip(pace(account, commitment, index, today))
            else {
                return Light::Grey;
            };
            let share = reached / target.value;
            if due_or_year_end(account, commitment, today) < today && share < Decimal::ONE {
                return Light::Red;
            }
            graded((share - pace.share) * Decimal::ONE_HUNDRED, band)
        }
    }
}

/// Green from nought up, yellow within the band below, red beyond it.
fn graded(ahead: Decimal, band: Decimal) -> Light {
    if ahead >= Decimal::ZERO {
        Light::Green
    } else if ahead >= -band {
        Light::Yellow
    } else {
        Light::Red
    }
}

/// An amount to be read, not reckoned with: two decimals of 万 or 亿, one of units.
fn rounded(amount: Decimal) -> String {
    for (scale, sign) in [(100_000_000, "亿"), (10_000, "万")] {
        let scaled = amount / Decimal::from(scale);
        if scaled >= Decimal::ONE {
            return format!("{}{sign}", scaled.round_dp(2).normalize());
        }
    }
    amount.round_dp(1).normalize().to_string()
}

/// How the light of a commitment is computed, and what it still needs.
pub fn how_light(account: &Account, commitment: &Commitment, today: Day) -> Bilingual {
    let rules = LightRules::on(today);
    let mut zh = String::new();
    let mut en = String::new();
    for (index, target) in commitment.targets.iter().enumerate() {
        let said = how_number(account, commitment, index, target, today, rules);
        zh.push_str(&said.zh);
        en.push_str(&said.en);
        en.push(' ');
    }
    if commitment.targets.is_empty() {
        let said = how_milestone(commitment);
        zh.push_str(&said.zh);
        en.push_str(&said.en);
        en.push(' ');
    }
    zh.push_str("灯只由业务系统的记录算出，验收完成为蓝，没有记录为灰，任何人不能手工设置。");
    en.push_str(
        "The light comes from records alone: blue once accepted as done, grey without records; nobody sets it by hand.",
    );
    Bilingual::new(zh, en)
}

fn how_milestone(commitment: &Commitment) -> Bilingual {
    match (commitment.due_day(), commitment.status == Status::Confirmed) {
        (Some(due), true) => Bilingual::new(
            format!("没有数字目标，按节点计：{due} 之后仍无完成记录即为红，此前为灰。"),
            format!(
                "No number, so it counts as a milestone: red if no record says it is done after {due}, grey until then."
            ),
        ),
        (Some(due), false) => Bilingual::new(
            format!(
                "没有数字目标，按节点计，时限 {due}；须先由人确认，确认后逾期无完成记录即为红。"
            ),
            format!(
                "No number, so it counts as a milestone, due {due}; once a person has confirmed it, it turns red when overdue without a record that it is done."
            ),
        ),
        (None, _) => Bilingual::new(
            "没有数字目标，也没有完成时限：请先排定完成时限，并指明什么记录能证明完成（如印发的文件、验收单、系统中的办结记录）。",
            "Neither number nor due day: set a due day first, and say which record would prove it done (an issued document, an acceptance, a closed case).",
        ),
    }
}

fn how_number(
    account: &Account,
    commitment: &Commitment,
    index: usize,
    target: &Target,
    today: Day,
    rules: LightRules,
) -> Bilingual {
    let line = target.line();
    let not_set = || {
        Bilingual::new(
            format!("“{line}”的判灯参数当日未配置，暂为灰。"),
            format!("The bands for “{line}” are not set for this day, so it stays grey."),
        )
    };
    match way(target) {
        Way::Ceiling => Bilingual::new(
            format!("“{line}”是控制指标，不按进度折算：不超过为绿，超过为红。"),
            format!("“{line}” is a limit and has no pace: green within it, red beyond it."),
        ),
        Way::Rate => rules.rate_band.map_or_else(not_set, |band| {
            let (zh, en) = match target.op {
                Op::AtMost | Op::Below => ("高于目标", "above"),
                _ => ("低于目标", "below"),
            };
            Bilingual::new(
                format!("“{line}”是比率指标，不按序时折算：累计数达到目标为绿，{zh}不超过 {band} 个百分点为黄，再差为红。"),
                format!("“{line}” is a rate and has no pace: green when the figure so far meets it, yellow up to {band} percentage points {en} it, red beyond."),
            )
        }),
        Way::Paced => {
            let Some((band, pace)) = rules.pace_band.zip(pace(account, commitment, index, today))
            else {
                return not_set();
            };
            let share = (pace.share * Decimal::ONE_HUNDRED).round_dp(1).normalize();
            let amount = rounded(pace.share * target.value);
            let unit = &target.unit;
            let (zh, en) = if pace.by_nodes {
                ("按季度节点".to_owned(), "by its quarter nodes".to_owned())
            } else {
                (
                    format!("按序时进度（{}/{} 天）", pace.days_gone, pace.days),
                    format!("by the calendar ({} of {} days)", pace.days_gone, pace.days),
                )
            };
            Bilingual::new(
                format!("“{line}”{zh}，{today} 应达 {share}%（{amount}{unit}）：达到为绿，落后不超过 {band} 个百分点为黄，再落后或逾期未完成为红。"),
                format!("“{line}” {en} should stand at {share}% ({amount}{unit}) on {today}: green if so, yellow up to {band} percentage points behind, red beyond that or when overdue."),
            )
        }
    }
}
