//! The open lists of forecasts: where each number of the reports will stand, and every past
//! forecast beside what came. They say what the page `/forecasts` says.

use youwei_account::forecast::{Hidden, Outlook, Outlooks, Verdict, scores};
use youwei_account::{Account, Commitment};
use youwei_base::{Bilingual, Day};

use super::table::{Cell, Codes, Column, Kind, Rows, Table};
use crate::app::State;

/// The lists.
pub(super) fn tables() -> Vec<Table> {
    vec![now(), past()]
}

fn text(name: &str, zh: &str, en: &str) -> Column {
    Column::of_log(name, Kind::Text, (zh, en), ("", ""))
}

fn number(name: &str, zh: &str, en: &str) -> Column {
    let help = ("单位见“计量单位”", "In the unit of the row.");
    Column::of_log(name, Kind::Number, (zh, en), help).computed()
}

fn day(name: &str, zh: &str, en: &str) -> Column {
    Column::of_log(name, Kind::Day, (zh, en), ("", "")).computed()
}

fn percent(name: &str, zh: &str, en: &str) -> Column {
    let help = ("占实际的百分比", "In per cent of what came.");
    let column = Column::of_log(name, Kind::Number, (zh, en), help).computed();
    Column {
        unit: "%".to_owned(),
        ..column
    }
}

fn yes(name: &str, zh: &str, en: &str) -> Column {
    Column::of_log(name, Kind::YesNo, (zh, en), ("", ""))
        .required()
        .computed()
}

fn now() -> Table {
    Table {
        id: "forecasts".to_owned(),
        name: Bilingual::new("预测", "Forecasts"),
        about: Bilingual::new(
            "每一个对应了口径的数字目标，到期时预计是多少、在什么范围里、还要怎样；不作预测的写明为什么。预测只从事实推算，不影响灯。",
            "Where each number that a measure speaks for is expected to stand when it is due, within which range and what must happen; or why there is no forecast. Forecasts come from facts alone and move no light.",
        ),
        source: "政府工作报告".to_owned(),
        keeper: None,
        columns: vec![
            text("report", "报告", "Report").required().read(),
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
            text("unit", "计量单位", "Unit").read(),
            text("measure", "口径", "Measure")
                .coded(Codes::In("measures"))
                .required(),
            day("made", "作于", "Made").required(),
            day("due", "预测到", "For").required(),
            number("reached", "当天的数", "Figure of that day"),
            number(
                "late",
                "还会补报的",
                "Still to arrive of months that are over",
            ),
            number("point", "预测", "Forecast"),
            number("low", "下限", "Lower end"),
            number("high", "上限", "Upper end"),
            number("missing", "还差", "Still missing"),
            number("missing_a_month", "每月还要", "Needed a month"),
            text("verdict", "照此", "Verdict")
                .coded(Codes::Of(words(&VERDICTS)))
                .computed(),
            text("hidden", "为什么不作预测", "Why there is none")
                .coded(Codes::Of(words(&REASONS)))
                .computed(),
        ],
        key: vec!["report", "commitment", "number"],
        rows: Rows::Forecasts,
    }
}

fn past() -> Table {
    Table {
        id: "forecast-scores".to_owned(),
        name: Bilingual::new("以往的预测和它的准头", "Past forecasts and how they did"),
        about: Bilingual::new(
            "凡对应了承诺的口径，每个月末能作的预测，用账本当时已有的事实重新算出，与后来的实际对照；“照原速”是当时的数按天数直推，作为对照。",
            "Every forecast of a measure bound to a promise that could have been made at a past month's end, made anew from what the log held then, beside what came; “same pace” takes the figure of that day on by the days, for comparison.",
        ),
        source: "systems/*/measures.toml".to_owned(),
        keeper: None,
        columns: vec![
            text("measure", "口径", "Measure")
                .coded(Codes::In("measures"))
                .required(),
            text("unit", "计量单位", "Unit").required(),
            day("made", "作于", "Made").required(),
            day("due", "预测到", "For").required(),
            yes("year_end", "是不是年底", "About the end of the year"),
            number("reached", "当时的数", "Figure then").required(),
            number("point", "预测", "Forecast").required(),
            number("low", "下限", "Lower end").required(),
            number("high", "上限", "Upper end").required(),
            number("came", "实际", "What came").required(),
            yes("inside", "实际在区间内", "Came within the range"),
            percent("error", "偏差", "Off by"),
            number("same_pace", "照原速", "At the same pace").required(),
            percent("same_pace_error", "照原速的偏差", "Off by at the same pace"),
        ],
        key: vec!["measure", "made", "due"],
        rows: Rows::Scores,
    }
}

type Word = (&'static str, &'static str, &'static str);

const VERDICTS: [Word; 3] = [
    ("likely", "可以达到", "on course to keep it"),
    ("open", "可能达到，也可能达不到", "it may be kept or missed"),
    ("unlikely", "达不到", "on course to miss it"),
];

const REASONS: [Word; 15] = [
    (
        "kind",
        "比率、增速、差距和时点数不作预测",
        "shares, growth, gaps and last values are not forecast",
    ),
    ("zero", "要求是零", "it must be zero"),
    ("at-once", "一次到位", "it comes at once"),
    (
        "one-record",
        "只看一条记录",
        "one record's facts alone count",
    ),
    ("over", "已经到期", "its day is over"),
    ("other-year", "在别的年份到期", "it is due in another year"),
    (
        "undated",
        "有的事实不知道何时入账",
        "of some facts is not known when they came",
    ),
    ("few-months", "已过的月份太少", "too few months are over"),
    ("few-facts", "事实太少", "too few facts"),
    (
        "delay-unknown",
        "还不知道事实迟到多久",
        "not known yet how late facts arrive",
    ),
    ("early", "年内过去得太少", "too early in the year"),
    ("not-rising", "没有增长", "it does not rise"),
    (
        "stock",
        "有增有减的存量不作预测",
        "a stock that rises and falls is not forecast",
    ),
    (
        "stopped",
        "近几个月或一半以上的月份没有新增",
        "the last months, or half of them, brought nothing",
    ),
    (
        "unfit",
        "没有数，或参数未配置",
        "there is no figure, or the numbers are not set",
    ),
];

fn words(all: &[Word]) -> Vec<(String, Bilingual)> {
    let all = all.iter();
    all.map(|(key, zh, en)| ((*key).to_owned(), Bilingual::new(*zh, *en)))
        .collect()
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Likely => "likely",
        Verdict::Open => "open",
        Verdict::Unlikely => "unlikely",
    }
}

fn reason(hidden: &Hidden) -> &'static str {
    match hidden {
        Hidden::Kind => "kind",
        Hidden::Zero => "zero",
        Hidden::AtOnce => "at-once",
        Hidden::OneRecord => "one-record",
        Hidden::Over => "over",
        Hidden::OtherYear => "other-year",
        Hidden::Undated => "undated",
        Hidden::FewMonths { .. } => "few-months",
        Hidden::FewFacts { .. } => "few-facts",
        Hidden::DelayUnknown { .. } => "delay-unknown",
        Hidden::Early => "early",
        Hidden::NotRising => "not-rising",
        Hidden::Stock => "stock",
        Hidden::Stopped => "stopped",
        Hidden::Unfit | Hidden::NotSet => "unfit",
    }
}

/// The forecasts of some commitments, each of a measure made once.
pub(super) struct Now<'b> {
    outlooks: Outlooks<'b>,
    today: Day,
}

impl<'b> Now<'b> {
    pub fn new(state: &'b State, today: Day) -> Now<'b> {
        Now {
            outlooks: Outlooks::new(&state.book, today),
            today,
        }
    }

    /// The lines of a commitment's numbers.
    pub fn lines(
        &mut self,
        (report, account, it): (&str, &Account, &Commitment),
        line: &mut dyn FnMut(Vec<Cell>),
    ) {
        for at in 0..it.targets.len() {
            if let Some(made) = self.outlooks.of(account, it, at) {
                line(row(report, it, &made, self.today));
            }
        }
    }
}

fn row(report: &str, it: &Commitment, made: &Outlook, today: Day) -> Vec<Cell> {
    let target = it.targets.get(made.target);
    let bound = target.and_then(|it| it.bound.as_ref());
    let forecast = made.forecast.as_ref().ok();
    let amount = |of: Option<youwei_base::Decimal>| {
        Cell::maybe_number(of.map(|it| it.round_dp(6).normalize()))
    };
    vec![
        Cell::text(report),
        Cell::text(&*it.id),
        Cell::number(made.target + 1),
        Cell::text(&*it.text),
        Cell::maybe(target.map(|it| &it.subject)),
        Cell::maybe(target.map(|it| &it.unit)),
        Cell::maybe(bound.map(|it| &it.measure)),
        Cell::text(today.to_string()),
        Cell::text(made.due.to_string()),
        amount(forecast.map(|it| it.reached)),
        amount(forecast.map(|it| it.late)),
        amount(forecast.map(|it| it.point)),
        amount(forecast.map(|it| it.low)),
        amount(forecast.map(|it| it.high)),
        amount(made.need.as_ref().map(|it| it.amount)),
        amount(made.need.as_ref().and_then(|it| it.a_month)),
        Cell::maybe(made.verdict.map(verdict)),
        Cell::maybe(made.forecast.as_ref().err().map(reason)),
    ]
}

/// The lines of past forecasts.
pub(super) fn past_of(state: &State, today: Day, line: &mut dyn FnMut(Vec<Cell>)) {
    let bound = crate::pages::forecasts::bound(state);
    for measure in state.book.measures().iter() {
        if !bound.contains(&*measure.id) {
            continue;
        }
        let Some(scores) = scores(&state.book, measure, today) else {
            continue;
        };
        for it in &scores.scored {
            let made = &it.forecast;
            let amount = |of: youwei_base::Decimal| Cell::number(of.round_dp(6).normalize());
            line(vec![
                Cell::text(&*measure.id),
                Cell::text(&*measure.unit),
                Cell::text(made.made.to_string()),
                Cell::text(made.due.to_string()),
                Cell::YesNo(it.year_end),
                amount(made.reached),
                amount(made.point),
                amount(made.low),
                amount(made.high),
                amount(it.truth),
                Cell::YesNo(it.inside),
                Cell::maybe_number(it.error.map(|it| it.normalize())),
                amount(it.naive),
                Cell::maybe_number(it.naive_error.map(|it| it.normalize())),
            ]);
        }
    }
}
