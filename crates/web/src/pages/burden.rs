//! `/burden`: the hours that requests for data and forms take the units, month by month.

use std::collections::BTreeMap;
use std::sync::Arc;

use maud::{Markup, html};
use youwei_base::{Day, Decimal};
use youwei_decision::value::Value;
use youwei_system::declaration::{FieldType, System};
use youwei_system::input::decimal;
use youwei_system::record::Record;

use super::systems::value::Say;
use crate::app::State;
use crate::ask::{Answer, Ask};
use crate::burden::{Month, REQUESTS};
use crate::fault::Fault;
use crate::page::{Door, Sheet, show as frame};
use crate::words::Lang;

/// The dated parameter that says how long one form takes.
const FORM_MINUTES: &str = "form_minutes";

/// What a unit spent in a month.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spent {
    /// Hours, as those say who answered requests.
    pub requests: Decimal,
    /// How many forms of Youwei were filled in.
    pub forms: u32,
    /// The hours of these, by the dated parameter.
    pub forms_hours: Decimal,
}

impl Spent {
    pub fn hours(&self) -> Decimal {
        self.requests + self.forms_hours
    }

    fn add(&mut self, other: &Spent) {
        self.requests += other.requests;
        self.forms += other.forms;
        self.forms_hours += other.forms_hours;
    }
}

/// What a unit asked of others.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    pub asked: u32,
    pub estimated: Decimal,
    pub taken: Decimal,
    pub joined: u32,
    pub refused: u32,
    /// The records, the newest last.
    pub records: Vec<Arc<str>>,
}

/// The burden between two days, both included.
#[derive(Debug, Clone, Default)]
pub(crate) struct Burden {
    /// By unit and month.
    pub spent: BTreeMap<(Arc<str>, Month), Spent>,
    /// By the unit that asked.
    pub askers: BTreeMap<Arc<str>, Asked>,
    /// Forms by the system that they are of.
    pub by_system: BTreeMap<Arc<str>, u32>,
    /// Minutes that a form is counted with on the last day, if that is laid down.
    pub minutes: Option<Decimal>,
}

impl Burden {
    /// As the records and entries of a state have it.
    pub fn of(state: &State, from: Day, until: Day) -> Burden {
        let mut burden = Burden::default();
        let within = |day: Day| from <= day && day <= until;
        let book = state.running.records.book(REQUESTS);
        if let Some(book) = book {
            let system = book.system();
            burden.minutes = minutes(system, until);
            for record in book.iter() {
                burden.request(system, record, &within);
            }
        }
        for (unit, month, system, count) in state.running.forms.all() {
            let Ok(first) = Day::new(month.0, month.1, 1) else {
                continue;
            };
            if !within(first) && !within(first.last_of_month()) {
                continue;
            }
            let minutes = book.and_then(|it| minutes(it.system(), first.last_of_month()));
            let spent = burden.spent.entry((unit.clone(), month)).or_default();
            spent.forms += count;
            *burden.by_system.entry(system.clone()).or_default() += count;
            spent.forms_hours +=
                minutes.unwrap_or_default() * Decimal::from(count) / Decimal::from(60);
        }
        burden
    }

    fn request(&mut self, system: &System, record: &Record, within: &impl Fn(Day) -> bool) {
        let unit = |name: &str| match field(system, record, name) {
            Some(Value::String(id)) => Some(id.clone()),
            _ => None,
        };
        let (Some(asker), Some(of)) = (unit("asker"), unit("unit")) else {
            return;
        };
        let mut asked = Asked::default();
        for fact in record.facts.iter().filter(|it| within(it.on)) {
            let Some(metric) = system.metrics.get(fact.metric) else {
                continue;
            };
            match &*metric.id {
                "request.asked" => asked.asked += 1,
                "request.estimated" => asked.estimated += fact.value,
                "request.merged" => asked.joined += 1,
                "request.refused" => asked.refused += 1,
                "request.hours" => {
                    asked.taken += fact.value;
                    let month = (fact.on.year(), fact.on.month());
                    let spent = self.spent.entry((of.clone(), month)).or_default();
                    spent.requests += fact.value;
                }
                _ => {}
            }
        }
        let touched = asked.asked + asked.joined + asked.refused > 0 || !asked.taken.is_zero();
        if touched {
            let all = self.askers.entry(asker).or_default();
            all.asked += asked.asked;
            all.estimated += asked.estimated;
            all.taken += asked.taken;
            all.joined += asked.joined;
            all.refused += asked.refused;
            all.records.push(record.id.clone());
        }
    }

    /// By month.
    pub fn by_month(&self) -> BTreeMap<Month, Spent> {
        self.grouped(|(_, month)| *month)
    }

    /// By unit, the one that spent most first.
    pub fn by_unit(&self) -> Vec<(Arc<str>, Spent)> {
        let by_unit = self.grouped(|(unit, _)| unit.clone());
        let mut all: Vec<_> = by_unit.into_iter().collect();
        all.sort_by_key(|(_, spent)| std::cmp::Reverse(spent.hours()));
        all
    }

    fn grouped<K: Ord>(&self, key: impl Fn(&(Arc<str>, Month)) -> K) -> BTreeMap<K, Spent> {
        let mut all: BTreeMap<K, Spent> = BTreeMap::new();
        for (of, spent) in &self.spent {
            all.entry(key(of)).or_default().add(spent);
        }
        all
    }

    /// Everything together.
    pub fn total(&self) -> (Spent, Asked) {
        let mut spent = Spent::default();
        self.spent.values().for_each(|it| spent.add(it));
        let mut asked = Asked::default();
        for it in self.askers.values() {
            asked.asked += it.asked;
            asked.joined += it.joined;
            asked.refused += it.refused;
            asked.estimated += it.estimated;
            asked.taken += it.taken;
        }
        (spent, asked)
    }
}

fn minutes(system: &System, day: Day) -> Option<Decimal> {
    let all = system.parameters.as_ref()?.all().iter();
    let mut named = all.filter(|it| &*it.name == FORM_MINUTES);
    decimal(&named.next()?.on(day.into())?.value)
}

/// What a record holds in the field of this name.
pub(crate) fn field<'a>(system: &System, record: &'a Record, name: &str) -> Option<&'a Value> {
    record.values.get(system.field(name)?)
}

/// Hours with one decimal.
pub(crate) fn hours(value: Decimal) -> String {
    value.round_dp(1).normalize().to_string()
}

/// Hours in a column of such: each with its one decimal.
fn tenths(value: Decimal) -> String {
    format!("{:.1}", value.round_dp(1))
}

/// How heavy a month is beside the heaviest, in quarters: 1 to 4; 0 for nothing.
fn heat(value: Decimal, most: Decimal) -> u8 {
    let shares = [(75, 4), (50, 3), (25, 2)];
    let over = |percent: i64| value * Decimal::ONE_HUNDRED > most * Decimal::from(percent);
    match value > Decimal::ZERO {
        true => shares
            .into_iter()
            .find(|(it, _)| over(*it))
            .map_or(1, |(_, heat)| heat),
        false => 0,
    }
}

/// `GET /burden`.
pub(crate) fn show(ask: &Ask) -> Answer {
    let state = ask.state();
    let lang = ask.lang;
    let today = ask.today();
    let year = asked_year(ask.query.given("year"), today)?;
    let (from, until) = year_of(year, today);
    let burden = Burden::of(&state, from, until);
    let say = Say {
        names: ask.app.names(),
        lang,
        promises: None,
    };
    let name = |id: &str| {
        say.name(&FieldType::Unit, id)
            .unwrap_or_else(|| id.to_owned())
    };
    let (spent, asked) = burden.total();
    let title = lang.pick("基层负担", "Burden");
    let body = html! {
        main #main.wide.public {
            h1 { (title) " " (year) }
            p.lede { (lang.pick(
                "向单位要数据、要材料、让单位填表，都花时间。这里把每一小时摆出来：要数单由答复的单位自己填写花了多少；本系统的表按次数和一张表的时间折算。能从台账算出来的，系统当场拒绝再要，拦下的没有入账、不在下面的数里。",
                "Asking units for data, documents and forms takes their time. Here is every hour of it: of requests as those say who answered, of Youwei's own forms by their number and the time that one takes. What can be derived is refused at once; what was refused so is not an entry and not counted below.",
            )) }
            ul.sums {
                li { b { (hours(spent.hours())) } " " (lang.pick("小时（合计）", "hours in all")) }
                li { b { (hours(spent.requests)) } " " (lang.pick("小时，答复要数单", "hours to answer requests")) }
                li { b { (spent.forms) } " " (lang.pick("张本系统的表", "forms of Youwei")) " " small { "≈ " (hours(spent.forms_hours)) " " (lang.pick("小时", "hours")) } }
                li { a href=(format!("/systems/{REQUESTS}")) { b { (asked.asked) } " " (lang.pick("件要数单", "requests")) } }
                li { b { (asked.joined) } " " (lang.pick("件合并", "joined")) }
                li { a href=(format!("/systems/{REQUESTS}?stage=refused")) { b { (asked.refused) } " " (lang.pick("件不予办理", "refused")) } }
            }
            @if burden.spent.is_empty() && burden.askers.is_empty() {
                p.quiet { (lang.pick("这一年还没有要数单，也没有人填过表。", "No request and no form in this year yet.")) }
            } @else {
                section { h2.part { (lang.pick("各月", "By month")) } div.beside-chart { (drawn(&burden, year, lang)) (months(&burden, year, lang)) } }
                section { h2.part { (lang.pick("各单位", "By unit")) } (units(&burden, year, lang, &name)) }
                section { h2.part { (lang.pick("谁要得最多", "Who asks most")) } (askers(&burden, lang, &name)) }
            }
            p.quiet {
                @match burden.minutes {
                    Some(minutes) => (lang.pick(
                        format!("一张表按 {} 分钟计，是带日期的参数，可在系统的参数里查到出处；主管单位自己的办理不算。", minutes.normalize()),
                        format!("A form is counted as {} minutes, a dated parameter whose source the system's page names; what the keeper itself does is not counted.", minutes.normalize()),
                    )),
                    None => (lang.pick("没有定一张表要多少时间，只数张数。", "How long a form takes is not laid down; only their number is counted.")),
                }
                " " a href=(format!("/systems/{REQUESTS}/about")) { (lang.pick("规则和参数", "rules and parameters")) }
            }
            p.next {
                a.button href=(format!("/burden?year={}", year.saturating_sub(1))) { "← " (year.saturating_sub(1)) }
                @if year < today.year() { a.button href=(format!("/burden?year={}", year.saturating_add(1))) { (year.saturating_add(1)) " →" } }
            }
        }
    };
    let sheet = Sheet {
        styles: &["systems.css", "public.css"],
        ..Sheet::new(title, Door::Overview, body)
    };
    Ok(frame(ask, &state, sheet))
}

/// No burden was counted before.
const FIRST_YEAR: i16 = 2000;

/// The year that is asked for; this one if none is.
fn asked_year(text: Option<&str>, today: Day) -> Result<i16, Fault> {
    let Some(text) = text else {
        return Ok(today.year());
    };
    let year = text.parse::<i16>().ok();
    year.filter(|it| (FIRST_YEAR..=today.year()).contains(it))
        .ok_or_else(|| {
            let last = today.year();
            Fault::invalid(
                format!("“{text}”不是可以查看的年份。请写 {FIRST_YEAR} 到 {last} 之间的一年，如 year={last}。"),
                format!("“{text}” is no year that can be shown. Write one from {FIRST_YEAR} to {last}, such as year={last}."),
            )
        })
}

/// The days of a year that have been.
fn year_of(year: i16, today: Day) -> (Day, Day) {
    let first = Day::new(year, 1, 1).unwrap_or(today);
    let last = Day::new(year, 12, 31).unwrap_or(today);
    (first, last)
}

const WIDTH: i64 = 420;
const FOOT: i64 = 150;
const TOP: i64 = 14;

/// Hours by month as bars: what requests took below, forms above.
fn drawn(burden: &Burden, year: i16, lang: Lang) -> Markup {
    let by_month = burden.by_month();
    let of = |month: i8| by_month.get(&(year, month)).copied().unwrap_or_default();
    let most = (1..=12).map(|it| of(it).hours()).max().unwrap_or_default();
    if most.is_zero() {
        return html! {};
    }
    let tall = |value: Decimal| {
        let tall = value.checked_mul(Decimal::from(FOOT - TOP));
        let tall = tall.and_then(|it| it.checked_div(most));
        tall.and_then(|it| i64::try_from(it.round()).ok())
            .unwrap_or(0)
    };
    let at = |month: i8| 10 + (i64::from(month) - 1) * (WIDTH - 20) / 12;
    html! {
        figure.bars {
            svg viewBox={ "0 0 " (WIDTH) " 176" } aria-hidden="true" {
                line.axis x1="6" y1=(FOOT) x2=(WIDTH - 6) y2=(FOOT) {}
                @for month in 1..=12_i8 {
                    @let spent = of(month);
                    @let (low, high) = (tall(spent.requests), tall(spent.forms_hours));
                    rect.asked x=(at(month) + 4) y=(FOOT - low) width="22" height=(low) {}
                    rect.forms x=(at(month) + 4) y=(FOOT - low - high) width="22" height=(high) {}
                    text x=(at(month) + 15) y="168" text-anchor="middle" { (month) }
                    @if spent.hours() == most { text.now x=(at(month) + 15) y=(FOOT - low - high - 4) text-anchor="middle" { (hours(most)) } }
                }
            }
            figcaption { span.key.asked {} (lang.pick("要数单", "requests")) " " span.key.forms {} (lang.pick("本系统的表", "forms of Youwei")) " " (lang.pick("（小时）", "(hours)")) }
        }
    }
}

fn months(burden: &Burden, year: i16, lang: Lang) -> Markup {
    let by_month = burden.by_month();
    html! {
        div.scroll { table.rows {
            thead { tr { th scope="col" { (lang.pick("月份", "Month")) } th.n scope="col" { (lang.pick("要数单（小时）", "Requests, hours")) } th.n scope="col" { (lang.pick("本系统的表（张）", "Forms")) } th.n scope="col" { (lang.pick("折合（小时）", "Hours of forms")) } th.n scope="col" { (lang.pick("合计", "All")) } } }
            tbody { @for ((_, month), spent) in by_month.iter().filter(|((of, _), _)| *of == year) {
                tr { th scope="row" { (format!("{year}-{month:02}")) } td.n { (tenths(spent.requests)) } td.n { (spent.forms) } td.n { (tenths(spent.forms_hours)) } td.n { b { (tenths(spent.hours())) } } }
            } }
        } }
    }
}

/// Units with their months.
fn units(burden: &Burden, year: i16, lang: Lang, name: &dyn Fn(&str) -> String) -> Markup {
    let of = |unit: &Arc<str>, month: i8| burden.spent.get(&(unit.clone(), (year, month)));
    let most = burden.spent.values().map(Spent::hours).max();
    let most = most.unwrap_or_default();
    html! {
        div.scroll { table.rows.by-unit {
            thead { tr {
                th scope="col" { (lang.pick("单位", "Unit")) }
                th.n scope="col" { (lang.pick("合计（小时）", "Hours")) }
                th.n scope="col" { (lang.pick("其中要数单", "Requests")) }
                th.n scope="col" { (lang.pick("表（张）", "Forms")) }
                @for month in 1..=12_i8 { th.n scope="col" { (month) @if lang == Lang::Zh { "月" } } }
            } }
            tbody { @for (unit, spent) in burden.by_unit() {
                tr {
                    th scope="row" { (name(&unit)) }
                    td.n { b { (tenths(spent.hours())) } } td.n { (tenths(spent.requests)) } td.n { (spent.forms) }
                    @for month in 1..=12_i8 {
                        @match of(&unit, month) {
                            Some(spent) => td class={ "n month heat-" (heat(spent.hours(), most)) } { (tenths(spent.hours())) },
                            None => td.n.month {},
                        }
                    }
                }
            } }
        } }
    }
}

fn askers(burden: &Burden, lang: Lang, name: &dyn Fn(&str) -> String) -> Markup {
    let mut all: Vec<_> = burden.askers.iter().collect();
    all.sort_by_key(|(_, asked)| {
        std::cmp::Reverse((asked.taken.max(asked.estimated), asked.asked))
    });
    html! {
        @if all.is_empty() { p.quiet { (lang.pick("没有要数单。", "No requests.")) } }
        @else { div.scroll { table.rows {
            thead { tr {
                th scope="col" { (lang.pick("单位", "Unit")) }
                th.n scope="col" { (lang.pick("要数单", "Requests")) }
                th.n scope="col" { (lang.pick("预计（小时）", "Estimated, hours")) }
                th.n scope="col" { (lang.pick("实际（小时）", "Taken, hours")) }
                th.n scope="col" { (lang.pick("别人合并进来", "Joined by others")) }
                th.n scope="col" { (lang.pick("不予办理", "Refused")) }
                th scope="col" { (lang.pick("逐件", "Each")) }
            } }
            tbody { @for (unit, asked) in all {
                tr {
                    th scope="row" { (name(unit)) }
                    td.n { (asked.asked) } td.n { (hours(asked.estimated)) } td.n { (hours(asked.taken)) } td.n { (asked.joined) } td.n { (asked.refused) }
                    td.each { @for id in asked.records.iter().rev().take(EACH_MAX) { a href=(format!("/systems/{REQUESTS}/records/{id}")) { (id) } " " } @if asked.records.len() > EACH_MAX { "…" } }
                }
            } }
        } } }
    }
}

/// So many records are named beside a unit.
const EACH_MAX: usize = 6;
