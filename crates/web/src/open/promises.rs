//! The open lists of the account: commitments with their lights, their numbers with the
//! figures, and the measures behind these.

use youwei_account::{Account, Because, Commitment, Kind as Class, NumberStands, Status, standing};
use youwei_base::{Bilingual, Day, Light};
use youwei_report::Op;

use super::table::{Cell, Codes, Column, Kind, Rows, Table};
use crate::app::State;
use crate::stands::stands_by;

/// The lists.
pub(super) fn tables() -> Vec<Table> {
    vec![commitments(), targets(), measures()]
}

pub(super) fn lights() -> Codes {
    let all = Light::ALL.iter();
    Codes::Of(all.map(|it| (it.key().to_owned(), it.name())).collect())
}

fn report() -> Column {
    Column::of_log(
        "report",
        Kind::Text,
        ("报告", "Report"),
        ("报告的编号：年份和地名", "Its id: year and place."),
    )
    .required()
    .read()
}

fn commitments() -> Table {
    let classes = Class::ALL.iter();
    let classes = classes.map(|it| (it.key().to_owned(), it.name()));
    let states = [Status::Read, Status::Confirmed];
    let states = states.iter().map(|it| (it.key().to_owned(), it.name()));
    let text =
        |name: &str, zh: &str, en: &str| Column::of_log(name, Kind::Text, (zh, en), ("", ""));
    Table {
        id: "commitments".to_owned(),
        name: Bilingual::new("承诺与灯", "Commitments and lights"),
        about: Bilingual::new(
            "工作报告里的每一条承诺，和由事实算出的灯。",
            "Every commitment of the work reports, with the light that facts give it.",
        ),
        source: "政府工作报告".to_owned(),
        keeper: None,
        columns: vec![
            report(),
            text("id", "编号", "Id").required(),
            text("text", "承诺", "Commitment").required().read(),
            text("section", "章节", "Section").read(),
            text("kind", "类别", "Kind")
                .coded(Codes::Of(classes.collect()))
                .required(),
            text("status", "状态", "Status")
                .coded(Codes::Of(states.collect()))
                .required(),
            text("lead", "牵头单位", "Lead unit"),
            Column::of_log(
                "supporting",
                Kind::Texts,
                ("配合单位", "Supporting units"),
                ("", ""),
            ),
            Column::of_log("due", Kind::Day, ("完成时限", "Due"), ("", "")),
            text("light", "灯", "Light")
                .coded(lights())
                .required()
                .computed(),
            text("stands", "进展", "How it stands").computed(),
            Column::of_log(
                "on",
                Kind::Day,
                ("灯的日期", "Day of the light"),
                ("", "The day in China that the light is of."),
            )
            .required(),
            Column::of_log(
                "public",
                Kind::YesNo,
                ("是否公开", "Public"),
                (
                    "任务分解表里的标注；承诺都印在报告里，标为不公开的这里也照列",
                    "What the plan says of it. Its words are printed in the report, so it is listed in any case.",
                ),
            )
            .required(),
        ],
        key: vec!["report", "id"],
        rows: Rows::Commitments,
    }
}

fn targets() -> Table {
    let text =
        |name: &str, zh: &str, en: &str| Column::of_log(name, Kind::Text, (zh, en), ("", ""));
    let number = |name: &str, zh: &str, en: &str| {
        let help = ("单位见“计量单位”", "In the unit of the row.");
        Column::of_log(name, Kind::Number, (zh, en), help)
    };
    Table {
        id: "targets".to_owned(),
        name: Bilingual::new("目标与数", "Targets and figures"),
        about: Bilingual::new(
            "承诺里的每一个数字目标，对应的口径，和算出的数。",
            "Every number that a commitment promises, the measure bound to it, and the figure so far.",
        ),
        source: "政府工作报告".to_owned(),
        keeper: None,
        columns: vec![
            report(),
            text("commitment", "承诺编号", "Commitment").required(),
            Column::of_log(
                "number",
                Kind::Whole,
                ("第几个", "Number"),
                (
                    "在承诺中的次序，从1起",
                    "Its place in the commitment, from 1.",
                ),
            )
            .required(),
            text("text", "承诺", "Commitment's words").required().read(),
            text("subject", "对象", "Subject").read(),
            text("op", "比较", "Compare")
                .coded(Codes::Of(ops()))
                .required()
                .read(),
            number("value", "目标值", "Target").required().read(),
            number("value_to", "目标上限", "Upper end").read(),
            text("unit", "计量单位", "Unit").read(),
            text("measure", "口径", "Measure").coded(Codes::In("measures")),
            number("figure", "数", "Figure").computed(),
            Column::of_log(
                "as_of",
                Kind::Day,
                ("数的截止日期", "Figure as of"),
                ("", "The day of the last fact behind it."),
            )
            .computed(),
            Column::of_log(
                "facts",
                Kind::Whole,
                ("依据条数", "Facts behind it"),
                ("", ""),
            )
            .computed(),
            Column::of_log(
                "should_be",
                Kind::Number,
                ("应达进度", "Should be reached"),
                (
                    "占目标的份额，1为全部",
                    "The share of the target, 1 being all.",
                ),
            )
            .computed(),
            number("claimed", "单位自报", "Claimed by the unit"),
            text("light", "灯", "Light")
                .coded(lights())
                .required()
                .computed(),
            text("because", "为什么", "Why")
                .coded(Codes::Of(because()))
                .required()
                .computed(),
        ],
        key: vec!["report", "commitment", "number"],
        rows: Rows::Targets,
    }
}

fn measures() -> Table {
    let text =
        |name: &str, zh: &str, en: &str| Column::of_log(name, Kind::Text, (zh, en), ("", ""));
    Table {
        id: "measures".to_owned(),
        name: Bilingual::new("口径与数", "Measures and figures"),
        about: Bilingual::new(
            "每一个口径怎样由事实算成数，和算出的数。",
            "How facts become each figure, and the figure so far.",
        ),
        source: "systems/*/measures.toml".to_owned(),
        keeper: None,
        columns: vec![
            text("id", "编号", "Id").required(),
            text("name", "名称", "Name").required(),
            text("name_en", "英文名称", "English name"),
            text("metric", "指标", "Metric").required(),
            text("declared", "怎么算", "How it is computed").required(),
            text("unit", "计量单位", "Unit").required(),
            Column::of_log("figure", Kind::Number, ("数", "Figure"), ("", "")).computed(),
            Column::of_log(
                "as_of",
                Kind::Day,
                ("数的截止日期", "Figure as of"),
                ("", ""),
            )
            .computed(),
            Column::of_log(
                "facts",
                Kind::Whole,
                ("依据条数", "Facts behind it"),
                ("", ""),
            )
            .required()
            .computed(),
            Column::of_log(
                "corrected",
                Kind::Whole,
                ("更正或撤回过", "Corrected or taken back"),
                ("", ""),
            )
            .required()
            .computed(),
            text("source", "出处", "Source"),
        ],
        key: vec!["id"],
        rows: Rows::Measures,
    }
}

const OPS: [(Op, &str, &str, &str); 7] = [
    (Op::Equal, "equal", "等于", "equal to"),
    (Op::AtLeast, "at-least", "不少于", "at least"),
    (Op::Above, "above", "超过", "above"),
    (Op::AtMost, "at-most", "不超过", "at most"),
    (Op::Below, "below", "低于", "below"),
    (Op::About, "about", "左右", "about"),
    (Op::Range, "range", "区间", "a range"),
];

fn ops() -> Vec<(String, Bilingual)> {
    let all = OPS.iter();
    all.map(|(_, key, zh, en)| ((*key).to_owned(), Bilingual::new(*zh, *en)))
        .collect()
}

fn op(op: Op) -> &'static str {
    OPS.iter().find(|it| it.0 == op).map_or("", |it| it.1)
}

const REASONS: [(Because, &str, &str, &str); 16] = [
    (
        Because::Unbound,
        "unbound",
        "没有对应口径",
        "no measure is bound",
    ),
    (
        Because::MeasureGone,
        "measure-gone",
        "口径已不在声明中",
        "the measure is no longer declared",
    ),
    (
        Because::UnitsDiffer,
        "units-differ",
        "单位不能换算",
        "the units do not convert",
    ),
    (Because::NoFacts, "no-facts", "没有事实", "no facts"),
    (
        Because::NotSet,
        "not-set",
        "判灯参数未配置",
        "the bands are not set",
    ),
    (Because::Reached, "reached", "已足额完成", "reached in full"),
    (Because::Closed, "closed", "已销号", "closed after a check"),
    (
        Because::ClosedWithoutFacts,
        "closed-without-facts",
        "已销号，但没有业务台账的事实",
        "closed, but no fact gives the number",
    ),
    (Because::Good, "good", "达到要求", "as it should be"),
    (Because::Behind, "behind", "略有落后", "a little behind"),
    (
        Because::FarBehind,
        "far-behind",
        "明显落后或已突破",
        "far behind, or beyond the limit",
    ),
    (Because::NotDue, "not-due", "未到时限", "not due yet"),
    (Because::Overdue, "overdue", "已逾期", "overdue"),
    (
        Because::OverdueUnconfirmed,
        "overdue-unconfirmed",
        "已逾期，尚未由人确认",
        "overdue, and not confirmed",
    ),
    (
        Because::Stretch,
        "stretch",
        "努力目标尚未达到",
        "short of a goal to strive for",
    ),
    (
        Because::Stale,
        "stale",
        "长期没有新的事实",
        "no new fact for too long",
    ),
];

fn because() -> Vec<(String, Bilingual)> {
    let all = REASONS.iter();
    all.map(|(_, key, zh, en)| ((*key).to_owned(), Bilingual::new(*zh, *en)))
        .collect()
}

/// The word for why a light is what it is.
pub(super) fn reason(because: Because) -> &'static str {
    REASONS
        .iter()
        .find(|it| it.0 == because)
        .map_or("", |it| it.1)
}

/// The commitments of every report, in the order of the texts: as the pages, whatever the
/// plan marks as not public.
pub(super) fn open(state: &State) -> impl Iterator<Item = (&str, &Account, &Commitment)> {
    state.accounts.iter().flat_map(|(report, account)| {
        let all = account.commitments().filter(|it| it.is_live());
        all.map(move |it| (report, account, it))
    })
}

/// The line of a commitment.
pub(super) fn commitment(
    state: &State,
    today: Day,
    (report, account, it): (&str, &Account, &Commitment),
) -> Vec<Cell> {
    let stands = standing(account, &state.book, it, today);
    let said = stands_by(&stands, account, &state.book, it, today);
    let sections: Vec<String> = account
        .sections_of(it)
        .into_iter()
        .map(|it| it.title)
        .collect();
    vec![
        Cell::text(report),
        Cell::text(&*it.id),
        Cell::text(&*it.text),
        Cell::text(sections.join(" › ")),
        Cell::text(it.kind.key()),
        Cell::text(it.status.key()),
        Cell::maybe(it.lead.as_ref()),
        match it.supporting.is_empty() {
            true => Cell::None,
            false => Cell::Texts(it.supporting.clone()),
        },
        Cell::maybe(it.due_day()),
        Cell::text(stands.light.key()),
        Cell::text(said.zh),
        Cell::text(today.to_string()),
        Cell::YesNo(it.public),
    ]
}

/// The lines of a commitment's numbers.
pub(super) fn targets_of(
    state: &State,
    today: Day,
    (report, account, it): (&str, &Account, &Commitment),
    line: &mut dyn FnMut(Vec<Cell>),
) {
    let stands = standing(account, &state.book, it, today);
    for stands in &stands.numbers {
        let Some(target) = it.targets.get(stands.target) else {
            continue;
        };
        let figure = stands.figure.as_ref();
        line(vec![
            Cell::text(report),
            Cell::text(&*it.id),
            Cell::number(stands.target + 1),
            Cell::text(&*it.text),
            Cell::text(&*target.subject),
            Cell::text(op(target.op)),
            Cell::number(target.value.normalize()),
            Cell::maybe_number(target.value2.map(|it| it.normalize())),
            Cell::text(&*target.unit),
            Cell::maybe(bound(stands)),
            Cell::maybe_number(figure.and_then(|it| it.value).map(|it| it.normalize())),
            Cell::maybe(figure.and_then(|it| it.as_of)),
            Cell::maybe_number(figure.map(|it| it.facts)),
            Cell::maybe_number(
                stands
                    .pace
                    .as_ref()
                    .map(|it| it.share.round_dp(4).normalize()),
            ),
            Cell::maybe_number(stands.claimed.map(|it| it.normalize())),
            Cell::text(stands.light.key()),
            Cell::text(reason(stands.because)),
        ]);
    }
}

/// The measure, if there still is one.
fn bound(stands: &NumberStands) -> Option<&str> {
    stands.measure.as_ref().map(|it| &*it.id)
}

/// The lines of the measures.
pub(super) fn measures_of(state: &State, today: Day, line: &mut dyn FnMut(Vec<Cell>)) {
    for it in state.book.measures().iter() {
        let figure = state.book.figure(&it.id, today);
        let figure = figure.as_ref();
        line(vec![
            Cell::text(&*it.id),
            Cell::text(&*it.name.zh),
            Cell::text(&*it.name.en),
            Cell::text(&*it.metric),
            Cell::text(&*it.declared),
            Cell::text(&*it.unit),
            Cell::maybe_number(
                figure
                    .and_then(|it| it.value)
                    .map(|it| it.round_dp(6).normalize()),
            ),
            Cell::maybe(figure.and_then(|it| it.as_of)),
            Cell::number(figure.map_or(0, |it| it.facts)),
            Cell::number(figure.map_or(0, |it| it.corrected)),
            Cell::text(&*it.source),
        ]);
    }
}
