//! The words of a bulletin, in the manner of an official paper (GB/T 9704: heading, number,
//! title, numbered parts, who signs and the day), every number with its way to the evidence.

use std::collections::BTreeMap;

use maud::{Markup, html};
use youwei_account::Commitment;
use youwei_base::Light;
use youwei_system::declaration::{FieldType, System};
use youwei_system::record::Record;

use super::found::{CLOSINGS, Found, ORDERS};
use super::period::Period;
use crate::ask::Ask;
use crate::burden::REQUESTS;
use crate::marks::mark_alone;
use crate::pages::burden::{field, hours};
use crate::pages::pressed::number;
use crate::pages::systems::value::{Say, plain};
use crate::words::Lang;

/// The order in which lights are told: the worst first.
const TOLD: [Light; 5] = [
    Light::Red,
    Light::Yellow,
    Light::Grey,
    Light::Green,
    Light::Blue,
];

/// So many units, and so many lines of a list, stand in a bulletin; the rest is counted
/// and one link away.
const LINES_MAX: usize = 30;

/// Its title.
pub(super) fn title(period: Period, lang: Lang) -> String {
    let name = period.name();
    lang.pick(
        format!("{}政府工作报告承诺办理情况通报", name.zh),
        format!(
            "Bulletin on the commitments of the work report, {}",
            name.en
        ),
    )
}

/// The whole paper.
pub(super) fn article(ask: &Ask, period: Period, found: &Found<'_>) -> Markup {
    let paper = Paper { ask, period, found };
    let lang = ask.lang;
    let office = ask.app.names().units.name("supervision-office");
    let place = found.account.report().map_or("", |it| it.place.as_str());
    let office = office.map_or_else(|| place.to_owned(), |it| lang.of(it).to_owned());
    let running = found.day < period.last();
    html! {
        article {
            p.red-head { (lang.pick("督 查 通 报", "BULLETIN")) }
            p.number { (lang.of(&period.name())) }
            hr;
            h1 { (title(period, lang)) }
            @if running { p.quiet { (lang.pick(format!("本期未完，写到 {}。", found.day), format!("The period is not over; as of {}.", found.day))) } }
            h2 { (lang.pick("一、总体情况", "1. In all")) } (paper.overall())
            h2 { (lang.pick("二、各单位", "2. By unit")) } (paper.units())
            h2 { (lang.pick("三、比上期的变化", "3. What changed")) } (paper.changed())
            h2 { (lang.pick("四、红灯和长期没有事实的", "4. Red, and long without facts")) } (paper.trouble())
            h2 { (lang.pick("五、督办和反馈", "5. Orders and feedback")) } (paper.orders())
            h2 { (lang.pick("六、销号和抽查", "6. Closing and samples")) } (paper.closings())
            h2 { (lang.pick("七、调整", "7. Amendments")) } (paper.amended())
            h2 { (lang.pick("八、基层负担", "8. Burden")) } (paper.burden())
            p.signed { span { (office) } span { (written(found.day, lang)) } }
            p.quiet { (lang.pick(
                "本通报由程序按期末的事实写成，没有人填写过其中的数；点开任何一个数都能看到它的来历。",
                "Written by the program from the facts as they stood at the period's end; nobody typed a number, and each opens to where it comes from.",
            )) }
        }
    }
}

/// A day as official papers write it.
fn written(day: youwei_base::Day, lang: Lang) -> String {
    lang.pick(
        format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        day.to_string(),
    )
}

struct Paper<'a> {
    ask: &'a Ask,
    period: Period,
    found: &'a Found<'a>,
}

impl Paper<'_> {
    fn lang(&self) -> Lang {
        self.ask.lang
    }

    /// An address as of the day that the paper is written of.
    fn then(&self, path: &str) -> String {
        let sign = if path.contains('?') { '&' } else { '?' };
        let past = self.found.day < self.ask.today();
        match past {
            true => self.ask.to(&format!("{path}{sign}on={}", self.found.day)),
            false => self.ask.to(path),
        }
    }

    fn of(counts: &BTreeMap<Light, usize>, light: Light) -> usize {
        counts.get(&light).copied().unwrap_or(0)
    }

    fn commitment(&self, it: &Commitment) -> Markup {
        html! { a lang="zh-CN" href=(self.then(&format!("/commitments/{}", it.id))) { (it.text) } }
    }

    fn unit(&self, id: &str) -> String {
        let say = Say {
            names: self.ask.app.names(),
            lang: self.lang(),
            promises: None,
        };
        say.name(&FieldType::Unit, id)
            .unwrap_or_else(|| id.to_owned())
    }

    fn overall(&self) -> Markup {
        let (lang, found) = (self.lang(), self.found);
        let all = found.lights.len();
        let change = |light: Light| {
            let now = Paper::of(&found.counts, light);
            let before = Paper::of(found.before.as_ref()?, light);
            Some(match now.cmp(&before) {
                std::cmp::Ordering::Equal => {
                    lang.pick("与上期持平".to_owned(), "as before".to_owned())
                }
                std::cmp::Ordering::Greater => lang.pick(
                    format!("比上期多 {}", now - before),
                    format!("{} more", now - before),
                ),
                std::cmp::Ordering::Less => lang.pick(
                    format!("比上期少 {}", before - now),
                    format!("{} fewer", before - now),
                ),
            })
        };
        html! {
            p {
                (lang.pick("到 ", "On ")) (written(found.day, lang)) (lang.pick("，报告的承诺共 ", " the report's commitments are "))
                a href=(self.then("/commitments")) { (all) } (lang.pick(" 条。其中", ": "))
                @for (at, light) in TOLD.into_iter().enumerate() {
                    @let count = Paper::of(&found.counts, light);
                    @if at > 0 { (lang.pick("，", ", ")) }
                    (mark_alone(light, lang)) (lang.own(light.name())) " "
                    a href=(self.then(&format!("/commitments?light={}", light.key()))) { (count) } (lang.pick(" 条", ""))
                    @if let Some(change) = change(light) { (lang.pick("（", " (")) (change) (lang.pick("）", ")")) }
                }
                (lang.pick("。", "."))
            }
            @if found.before.is_none() { p { (lang.pick("上期期末还没有收入报告，不作比较。", "At the end of the period before no report had been taken in, so nothing is compared.")) } }
        }
    }

    fn units(&self) -> Markup {
        let (lang, found) = (self.lang(), self.found);
        let address = |unit: &str, light: Light| {
            let unit: String = form_urlencoded::byte_serialize(unit.as_bytes()).collect();
            self.then(&format!("/commitments?unit={unit}&light={}", light.key()))
        };
        html! {
            div.scroll { table {
                thead { tr { th scope="col" { (lang.pick("牵头单位", "Lead unit")) } @for light in TOLD { th.n scope="col" { (lang.own(light.name())) } } } }
                tbody { @for (unit, counts) in found.units.iter().take(LINES_MAX) {
                    tr {
                        th scope="row" lang="zh-CN" { @if unit.is_empty() { (lang.pick("还没有定牵头单位", "no lead unit yet")) } @else { (unit) } }
                        @for light in TOLD {
                            @let count = Paper::of(counts, light);
                            td.n { @if count == 0 || unit.is_empty() { (count) } @else { a href=(address(unit, light)) { (count) } } }
                        }
                    }
                } }
            } }
            (self.rest(found.units.len(), "/overview"))
        }
    }

    /// That there are more than stand here.
    fn rest(&self, all: usize, path: &str) -> Markup {
        let more = all.saturating_sub(LINES_MAX);
        html! { @if more > 0 { p { a href=(self.then(path)) { (self.lang().pick(format!("另有 {more} 项，见台账。"), format!("{more} more in the list."))) } } } }
    }

    fn changed(&self) -> Markup {
        let (lang, found) = (self.lang(), self.found);
        html! {
            @if found.changed.is_empty() {
                p { (lang.pick("本期没有一条承诺的灯变过。", "No light changed in this period.")) }
            } @else {
                p { (lang.pick(format!("本期有 {} 条承诺的灯变了：", found.changed.len()), format!("{} lights changed:", found.changed.len()))) }
                ul { @for (it, was, is) in found.changed.iter().take(LINES_MAX) {
                    li { (self.commitment(it)) (lang.pick("：", ": ")) (mark_alone(*was, lang)) (lang.own(was.name())) " → " (mark_alone(*is, lang)) (lang.own(is.name())) }
                } }
                (self.rest(found.changed.len(), "/commitments"))
            }
        }
    }

    fn trouble(&self) -> Markup {
        let (lang, found) = (self.lang(), self.found);
        let red: Vec<&Commitment> = found.with(Light::Red).collect();
        html! {
            @if red.is_empty() { p { (lang.pick("没有红灯。", "No red light.")) } }
            @else {
                p { (lang.pick("红灯：", "Red:")) }
                ul { @for it in red.iter().take(LINES_MAX) {
                    li { (self.commitment(it)) @if let Some(lead) = &it.lead { (lang.pick("（", " (")) span lang="zh-CN" { (lead) } (lang.pick("）", ")")) } }
                } }
                (self.rest(red.len(), "/commitments?light=red"))
            }
            p { (lang.pick(
                format!("上期和本期期末都没有事实依据的有 {} 条", found.long_grey.len()),
                format!("{} were without facts at the end of both periods", found.long_grey.len()),
            ))
                @if found.long_grey.is_empty() { (lang.pick("。", ".")) }
                @else { (lang.pick("，见", ", see ")) a href=(self.then("/commitments?light=grey")) { (lang.pick("无事实依据的承诺", "those without facts")) } (lang.pick("。", ".")) }
            }
        }
    }

    fn order(&self, system: &System, record: &Record, called: Option<&str>) -> Markup {
        let address = format!("/systems/{ORDERS}/records/{}", record.id);
        let unit = field(system, record, "unit").map(plain).unwrap_or_default();
        let matter = field(system, record, "matter")
            .map(plain)
            .unwrap_or_default();
        html! {
            a lang="zh-CN" href=(address) { (called.or(number(system, record)).unwrap_or(&record.id)) }
            " " (self.unit(&unit)) (self.lang().pick("：", ": ")) span lang="zh-CN" { (matter) }
        }
    }

    fn orders(&self) -> Markup {
        let (lang, orders) = (self.lang(), &self.found.orders);
        let Some(system) = orders.system else {
            return html! { p { (lang.pick("本市没有督查督办台账。", "The city keeps no orders.")) } };
        };
        let kind = |key: &str| {
            let of = system.fields.iter().find(|it| &*it.name == "kind");
            let names = of.and_then(|it| match &it.of {
                FieldType::Choice(all) => all.iter().find(|it| &*it.key == key),
                _ => None,
            });
            names.map_or_else(|| key.to_owned(), |it| lang.of(&it.name).to_owned())
        };
        let mut by_kind: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, key, _) in &orders.issued {
            *by_kind.entry(key).or_default() += 1;
        }
        let said: Vec<String> = by_kind
            .iter()
            .map(|(key, count)| format!("{} {count}", kind(key)))
            .collect();
        let list = format!("/systems/{ORDERS}");
        html! {
            p {
                (lang.pick("本期发出 ", "Issued: ")) a href=(list) { (orders.issued.len()) } (lang.pick(" 件", ""))
                @if !said.is_empty() { (lang.pick("（", " (")) (said.join(lang.pick("、", ", "))) (lang.pick("）", ")")) }
                (lang.pick("，收到反馈 ", "; answered: ")) (orders.fed_back.len()) (lang.pick(" 次，退回 ", "; returned: ")) (orders.returned.len())
                (lang.pick(" 次，逾期 ", "; ran out: ")) (orders.ran_out.len()) (lang.pick(" 次，作出结论 ", "; concluded: ")) (orders.concluded)
                (lang.pick(" 件；期末还在办的 ", "; still open: ")) (orders.open.len()) (lang.pick(" 件。", "."))
                @if let Some(share) = self.in_time() { (lang.pick("本年按时反馈率 ", " Answered in time this year: ")) a href=(self.then("/measures/supervision-in-time")) { (share) } (lang.pick("。", ".")) }
            }
            @if !orders.issued.is_empty() { ul { @for (number, key, record) in orders.issued.iter().take(LINES_MAX) { li { (kind(key)) " " (self.order(system, record, Some(number))) } } } (self.rest(orders.issued.len(), &list)) }
            @if !orders.ran_out.is_empty() { p { (lang.pick("逾期没有反馈的：", "Not answered in time:")) } ul { @for record in orders.ran_out.iter().take(LINES_MAX) { li { (self.order(system, record, None)) } } } }
        }
    }

    /// The share of the year as of the day.
    fn in_time(&self) -> Option<String> {
        let state = self.ask.app.state_as_of(self.found.day).ok()?;
        let figure = state.book.figure("supervision-in-time", self.found.day)?;
        Some(format!("{}%", figure.value?.round_dp(1).normalize()))
    }

    fn closings(&self) -> Markup {
        let (lang, it) = (self.lang(), &self.found.closings);
        let list = format!("/systems/{CLOSINGS}");
        html! {
            p {
                (lang.pick("本期申请销号 ", "Applied to close: ")) a href=(list) { (it.applied.len()) }
                (lang.pick(" 件，由账本抽中现场复核 ", "; chosen by the log for a check on site: ")) (it.chosen)
                (lang.pick(" 件次，未抽中 ", "; not chosen: ")) (it.spared)
                (lang.pick(" 件次；现场复核通过 ", "; checks on site passed: ")) (it.passed_on_site) (lang.pick(" 次、退回 ", ", failed: ")) (it.failed_on_site)
                (lang.pick(" 次；销号 ", "; closed: ")) a href=(format!("{list}?stage=closed")) { (it.closed.len()) } (lang.pick(" 件。", "."))
            }
            @if !it.closed.is_empty() { ul { @for record in it.closed.iter().take(LINES_MAX) { li { a href=(format!("{list}/records/{}", record.id)) { (record.id) } } } } }
        }
    }

    fn amended(&self) -> Markup {
        let (lang, all) = (self.lang(), &self.found.amended);
        html! {
            @if all.is_empty() { p { (lang.pick("本期没有调整过目标、时限、口径和季度节点。", "No target, due day, measure or quarter node was amended.")) } }
            @else {
                p { (lang.pick(format!("本期调整 {} 处，旧的仍在页面上：", all.len()), format!("{} amendments; the old stays on the page:", all.len()))) }
                ul { @for (it, change) in all.iter().take(LINES_MAX) {
                    li { (self.commitment(it)) (lang.pick("：", ": ")) (lang.of(&change.what)) " " a href=(format!("/log/{}", change.index)) { (lang.pick("账本 #", "entry #")) (change.index) } }
                } }
            }
        }
    }

    fn burden(&self) -> Markup {
        let (lang, burden) = (self.lang(), &self.found.burden);
        let (spent, asked) = burden.total();
        let page = format!("/burden?year={}", self.period.last().year());
        let most = burden.by_unit().into_iter().next();
        let asker = burden
            .askers
            .iter()
            .max_by_key(|(_, it)| (it.taken, it.asked));
        html! {
            p {
                (lang.pick("本期要数要材料和填表共花 ", "Requests and forms took ")) a href=(page) { (hours(spent.hours())) } (lang.pick(" 小时，其中本系统的表 ", " hours; forms of Youwei: ")) (spent.forms)
                (lang.pick(" 张；发出要数单 ", "; requests: ")) a href=(format!("/systems/{REQUESTS}")) { (asked.asked) } (lang.pick(" 件，合并 ", ", joined: ")) (asked.joined) (lang.pick(" 件，不予办理 ", ", refused: ")) (asked.refused) (lang.pick(" 件。", "."))
                @if let Some((unit, spent)) = most { (lang.pick("花得最多的是", " Most was spent by ")) (self.unit(&unit)) (lang.pick("（", " (")) (hours(spent.hours())) (lang.pick(" 小时）", " hours)")) @if asker.is_none() { (lang.pick("。", ".")) } }
                @if let Some((unit, asked)) = asker { (lang.pick("；要得最多的是", "; most was asked by ")) (self.unit(unit)) (lang.pick("（", " (")) (asked.asked) (lang.pick(" 件）。", ").")) }
            }
        }
    }
}
