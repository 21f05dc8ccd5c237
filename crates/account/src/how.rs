//! How a light came about, in words: the rule, the figure, the evidence, and what is still
//! needed.

use youwei_base::{Bilingual, Day, Decimal};
use youwei_report::Op;

use crate::amendment::Amendment;
use crate::bands::LightRules;
use crate::book::Figure;
use crate::commitment::{Commitment, Status};
use crate::glance::glance;
use crate::how_done::{beside_facts, by_closing, clearing, closed_without_facts};
use crate::pace::{Way, way};
use crate::standing::{Because, MilestoneStands, NumberStands, PartStands, standing};
use crate::stretch::{is_stretch, is_stretch_day};
use crate::{Account, Book, Target};

/// How the light of a commitment is computed, what it is computed from, and what it still
/// needs.
#[must_use]
pub fn how_light(account: &Account, book: &Book, commitment: &Commitment, today: Day) -> Bilingual {
    let rules = book.measures().light_rules(today);
    let standing = standing(account, book, commitment, today);
    let mut said = Said::default();
    let then = commitment.on(today);
    let commitment = &*then;
    for (stands, target) in standing.numbers.iter().zip(&commitment.targets) {
        if stands.because == Because::Dropped {
            let line = target.line();
            said.add(Bilingual::new(
                format!("“{line}”已经调整取消，不再判灯，原值照常公开。"),
                format!("“{line}” was cancelled by an amendment and has no light any more; it stays public."),
            ));
            continue;
        }
        said.add(how_number(stands, target, today, rules));
        if is_stretch(commitment, target) {
            said.add(Bilingual::new(
                "原文写的是“力争”：这是努力目标，差得再多也只亮黄灯。",
                "The text says 力争 (strive for): it is a goal to strive for, and yellow is the worst it can be.",
            ));
        }
        said.add(from_what(stands, target));
        if stands.because == Because::ClosedWithoutFacts
            && let Some(closed) = &standing.closed
        {
            said.add(closed_without_facts(closed));
        }
    }
    if let Some(milestone) = &standing.milestone {
        if milestone.because == Because::Closed
            && let Some(closed) = &standing.closed
        {
            said.add(by_closing(closed, milestone.late));
        } else if commitment.milestones.is_empty() {
            said.add(how_milestone(commitment));
        } else {
            said.add(bound_milestone(milestone));
        }
        if is_stretch_day(commitment) {
            said.add(Bilingual::new(
                "原文写的是“力争”在这一天前：逾期只亮黄灯。",
                "The text says 力争 (strive for) of that day: overdue, it is yellow and not red.",
            ));
        }
    }
    let (numbers, done) = (&standing.numbers, standing.milestone.as_ref());
    let settled = |it: &Because| matches!(it, Because::Closed | Because::ClosedWithoutFacts);
    let reasons = numbers.iter().map(|it| it.because);
    let told = reasons
        .chain(done.map(|it| it.because))
        .any(|it| settled(&it));
    if let Some(closed) = standing.closed.as_ref().filter(|_| !told) {
        said.add(beside_facts(closed));
    }
    for it in &commitment.amendments {
        said.add(amended(it, commitment, today));
    }
    said.add(Bilingual::new(
        "灯只由业务系统的记录算出，足额完成为蓝，没有记录为灰，任何人不能手工设置。",
        "The light comes from records alone: blue when reached in full, grey without records; nobody sets it by hand.",
    ));
    Bilingual::new(said.zh, said.en)
}

/// That the light is held against an amended promise, and since when.
fn amended(it: &Amendment, of: &Commitment, today: Day) -> Bilingual {
    let (told, turn, from) = (it.told(of), it.turn().name(), it.from);
    let (will_zh, will_en) = match from <= today {
        true => ("此后按新值判灯", "since then the light goes by the new"),
        false => (
            "在此之前仍按原值判灯",
            "until then the light goes by the old",
        ),
    };
    Bilingual::new(
        format!(
            "“{}”自 {from} 起{}：原为“{}”，{will_zh}。",
            told.what.zh, turn.zh, told.old.zh
        ),
        format!(
            "“{}” was {} from {from} on: it was “{}”; {will_en}.",
            told.what.en, turn.en, told.old.en
        ),
    )
}

#[derive(Default)]
struct Said {
    zh: String,
    en: String,
}

impl Said {
    fn add(&mut self, sentence: Bilingual) {
        self.zh.push_str(&sentence.zh);
        if !self.en.is_empty() && !sentence.en.is_empty() {
            self.en.push(' ');
        }
        self.en.push_str(&sentence.en);
    }
}

/// So many percentage points, in English.
fn points(count: Decimal) -> String {
    let one = count == Decimal::ONE;
    format!("{count} percentage point{}", if one { "" } else { "s" })
}

/// An amount to be read, not reckoned with: two decimals of 万 or 亿, one of units.
fn rounded(amount: Decimal) -> String {
    let (scaled, sign) = glance(amount, None);
    format!("{scaled}{sign}")
}

/// How many facts there are, and how many of them were corrected.
fn evidence(figure: &Figure) -> Bilingual {
    let (facts, corrected) = (figure.facts, figure.corrected);
    match corrected {
        0 => Bilingual::new(
            format!("依据 {facts} 条事实"),
            format!("{facts} facts behind it"),
        ),
        _ => Bilingual::new(
            format!("依据 {facts} 条事实，更正或撤回过 {corrected} 条"),
            format!("{facts} facts behind it, {corrected} corrected or taken back"),
        ),
    }
}

/// What a number has reached, or why nothing is known of it.
fn from_what(stands: &NumberStands, target: &Target) -> Bilingual {
    let name = |zh: bool| {
        let measure = stands.measure.as_ref();
        measure.map_or("", |it| if zh { &it.name.zh } else { &it.name.en })
    };
    let (zh, en) = (name(true), name(false));
    match stands.because {
        _ if stands.bound.is_none() => Bilingual::new(
            "还没有对应的口径：请从建议中选一个并确认。",
            "No measure is bound to it yet: choose one of those proposed and confirm it.",
        ),
        Because::MeasureGone => {
            let id = stands.bound.as_ref().map_or("", |it| &it.measure);
            Bilingual::new(
                format!("所对应的口径“{id}”已不在声明中：请改对应别的口径。"),
                format!(
                    "The measure “{id}” that it is bound to is no longer declared: bind another one."
                ),
            )
        }
        Because::UnitsDiffer => {
            let unit = stands.measure.as_ref().map_or("", |it| &it.unit);
            Bilingual::new(
                format!(
                    "口径“{zh}”的单位是“{unit}”，与目标的“{}”不能换算：请改对应别的口径。",
                    target.unit
                ),
                format!(
                    "The measure “{en}” is in “{unit}”, which cannot become “{}”: bind another one.",
                    target.unit
                ),
            )
        }
        because => match stands.figure.as_ref().and_then(|it| Some((it, it.value?))) {
            Some((figure, value)) => reached(stands, target, figure, value, because),
            None => Bilingual::new(
                format!("口径“{zh}”还没有可以计数的事实。"),
                format!("The measure “{en}” has no facts to count yet."),
            ),
        },
    }
}

fn reached(
    stands: &NumberStands,
    target: &Target,
    figure: &Figure,
    value: Decimal,
    because: Because,
) -> Bilingual {
    let (zh, en) = stands
        .measure
        .as_ref()
        .map_or(("", ""), |it| (&*it.name.zh, &*it.name.en));
    let (scaled, sign) = glance(value, Some(target.value));
    let amount = format!("{scaled}{sign}{}", target.unit);
    let share = (way(target, stands.measure.as_deref()) == Way::Paced)
        .then(|| value.checked_div(target.value))
        .flatten()
        .map(|it| (it * Decimal::ONE_HUNDRED).round_dp(1).normalize());
    let (share_zh, share_en) = share.map_or((String::new(), String::new()), |it| {
        (
            format!("，为目标的 {it}%"),
            format!(", {it}% of the target"),
        )
    });
    let as_of = figure.as_of.unwrap_or(figure.day);
    let said = evidence(figure);
    let verdict = verdict(because);
    let mut one = Said {
        zh: format!(
            "口径“{zh}”到 {as_of} 为 {amount}{share_zh}（{}）：{}。",
            said.zh, verdict.zh
        ),
        en: format!(
            "By “{en}” it stands at {amount} as of {as_of}{share_en} ({}): {}.",
            said.en, verdict.en
        ),
    };
    if let Some(held) = stands.held.as_ref().filter(|it| !it.off.is_zero()) {
        let more = rounded(held.off.abs());
        let (unit, on) = (&target.unit, held.on);
        one.add(match held.off.is_sign_negative() {
            false => Bilingual::new(
                format!("单位自报比截至 {on} 的事实多 {more}{unit}，不影响灯。"),
                format!("The unit claims {more}{unit} more than the facts up to {on}, which does not move the light."),
            ),
            true => Bilingual::new(
                format!("单位自报比截至 {on} 的事实少 {more}{unit}，不影响灯。"),
                format!("The unit claims {more}{unit} less than the facts up to {on}, which does not move the light."),
            ),
        });
    }
    let bound = stands.bound.as_ref().map_or("", |it| &it.declared);
    let declared = stands.measure.as_ref().map_or("", |it| &it.declared);
    if !bound.is_empty() && bound != declared {
        one.add(Bilingual::new(
            format!("口径在对应之后改过（原为“{bound}”），请重新确认。"),
            format!(
                "The measure was changed after it was bound (it was “{bound}”); confirm it again."
            ),
        ));
    }
    Bilingual::new(one.zh, one.en)
}

/// The light in words.
fn verdict(because: Because) -> Bilingual {
    let (zh, en) = match because {
        Because::Reached => ("已足额完成", "reached in full"),
        Because::Closed => ("已销号", "closed after a check"),
        Because::ClosedWithoutFacts => (
            "已销号，但没有业务台账的事实",
            "closed after a check, but no fact of the business gives the number",
        ),
        Because::Good => ("达到要求", "as it should be"),
        Because::Behind => ("略有落后", "a little behind"),
        Because::FarBehind => ("明显落后或已突破", "far behind, or beyond the limit"),
        Because::NotDue => ("未到时限", "not due yet"),
        Because::Overdue => ("已逾期", "overdue"),
        Because::Stale => ("长期没有新的事实", "no new fact for too long"),
        Because::Stretch => (
            "努力目标尚未达到，不计红灯",
            "short of a goal to strive for, which is never red",
        ),
        Because::OverdueUnconfirmed => (
            "已逾期，尚未由人确认",
            "overdue, and not confirmed by a person",
        ),
        Because::NotSet => ("判灯参数未配置", "the bands are not set"),
        Because::Dropped => ("不再要求", "no longer promised"),
        Because::Unbound | Because::MeasureGone | Because::UnitsDiffer | Because::NoFacts => {
            ("没有事实", "no facts")
        }
    };
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

/// What a milestone waits for, and what of it is there.
fn bound_milestone(stands: &MilestoneStands) -> Bilingual {
    let mut said = Said::default();
    let zero = |it: &PartStands| it.measure.as_ref().is_some_and(|it| it.zero);
    match stands.due {
        _ if !stands.parts.is_empty() && stands.parts.iter().all(zero) => {
            said.add(clearing(&stands.parts));
        }
        Some(due) => said.add(Bilingual::new(
            format!("按节点计，时限 {due}：有完成的事实为蓝，逾期没有为红。"),
            format!("It counts as a milestone, due {due}: blue once facts say it is done, red if it is overdue without them."),
        )),
        None => said.add(Bilingual::new(
            "按节点计，没有完成时限：有完成的事实为蓝。请排定完成时限。",
            "It counts as a milestone without a due day: blue once facts say it is done. Set a due day.",
        )),
    }
    for part in &stands.parts {
        let id = &part.bound.measure;
        let Some(measure) = &part.measure else {
            said.add(Bilingual::new(
                format!("所对应的口径“{id}”已不在声明中：请改对应别的口径。"),
                format!("The measure “{id}” that it is bound to is no longer declared: bind another one."),
            ));
            continue;
        };
        let (zh, en) = (&measure.name.zh, &measure.name.en);
        let of = part.bound.record.as_deref();
        let of_zh = of.map_or(String::new(), |it| format!("（{it}）"));
        let of_en = of.map_or(String::new(), |it| format!(" of {it}"));
        let known = part.figure.as_ref().and_then(|it| Some((it, it.value?)));
        match known {
            Some((figure, value)) => {
                let as_of = figure.as_of.unwrap_or(figure.day);
                let facts = evidence(figure);
                let value = rounded(value);
                let late = part.late.filter(|it| !it.is_zero()).map(rounded);
                let late_zh = late.as_ref().map_or(String::new(), |it| {
                    format!("，其中超过期限的 {it}{}", measure.unit)
                });
                let late_en = late.map_or(String::new(), |it| {
                    format!(", {it}{} of it past the limit", measure.unit)
                });
                said.add(Bilingual::new(
                    format!(
                        "口径“{zh}”{of_zh}到 {as_of} 为 {value}{}{late_zh}（{}）。",
                        measure.unit, facts.zh
                    ),
                    format!(
                        "“{en}”{of_en} stands at {value}{}{late_en} as of {as_of} ({}).",
                        measure.unit, facts.en
                    ),
                ));
            }
            None => said.add(Bilingual::new(
                format!("口径“{zh}”{of_zh}还没有可以计数的事实。"),
                format!("“{en}”{of_en} has no facts to count yet."),
            )),
        }
    }
    Bilingual::new(said.zh, said.en)
}

fn how_number(stands: &NumberStands, target: &Target, today: Day, rules: LightRules) -> Bilingual {
    let line = target.line();
    let not_set = || {
        Bilingual::new(
            format!("“{line}”的判灯参数当日未配置，暂为灰。"),
            format!("The bands for “{line}” are not set for this day, so it stays grey."),
        )
    };
    match way(target, stands.measure.as_deref()) {
        Way::Ceiling => Bilingual::new(
            format!("“{line}”是控制指标，不按进度折算：不超过为绿，超过为红。"),
            format!("“{line}” is a limit and has no pace: green within it, red beyond it."),
        ),
        Way::AtDue => Bilingual::new(
            format!("“{line}”到时限一次完成，此前不按进度折算：完成为蓝，逾期未完成为红。"),
            format!("“{line}” comes at once by its due day and has no pace before: blue when reached, red when overdue."),
        ),
        Way::Rate => rules.rate_band.map_or_else(not_set, |band| {
            let (zh, en) = match target.op {
                Op::AtMost | Op::Below => ("高于目标", "above"),
                _ => ("低于目标", "below"),
            };
            let about = rules.about_band.filter(|_| target.op == Op::About);
            let (about_zh, about_en) = about.map_or((String::new(), String::new()), |it| {
                (
                    format!("（“左右”允许差 {it} 个百分点）"),
                    format!(" (“about” allows {})", points(it)),
                )
            });
            Bilingual::new(
                format!("“{line}”是比率指标，不按序时折算：累计数达到目标{about_zh}为绿，{zh}不超过 {band} 个百分点为黄，再差为红。"),
                format!("“{line}” is a rate and has no pace: green when the figure so far meets it{about_en}, yellow up to {} {en} it, red beyond.", points(band)),
            )
        }),
        Way::Paced => {
            let Some((band, pace)) = rules.pace_band.zip(stands.pace) else {
                return not_set();
            };
            let share = (pace.share * Decimal::ONE_HUNDRED).round_dp(1).normalize();
            let amount = should(pace.share * target.value);
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
                format!("“{line}” {en} should stand at {share}% ({amount}{unit}) on {today}: green if so, yellow up to {} behind, red beyond that or when overdue.", points(band)),
            )
        }
    }
}

/// What pace asks for: nobody owes a hundredth of a thing.
fn should(amount: Decimal) -> String {
    match amount.abs() >= Decimal::from(10_000) {
        true => rounded(amount),
        false => amount.round_dp(1).normalize().to_string(),
    }
}
