//! The words of a bulletin, in the manner of an official paper (GB/T 9704: heading, number,
//! title, numbered parts, who signs and the day), every number with its way to the evidence.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use maud::{Markup, html};
use youwei_account::Commitment;
use youwei_base::Light;
use youwei_system::declaration::{FieldType, System};

use super::found::Found;
use super::period::Period;
use super::records::Line;
use crate::ask::Ask;
use crate::marks::mark;
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
pub(super) fn article(paper: &Paper<'_>) -> Markup {
    let Paper { ask, period, found } = *paper;
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

/// A bulletin that is being written.
pub(super) struct Paper<'a> {
    pub ask: &'a Ask,
    pub period: Period,
    pub found: &'a Found<'a>,
}

impl Paper<'_> {
    pub fn lang(&self) -> Lang {
        self.ask.lang
    }

    /// A number, with the way to the list of what it counts.
    fn count(&self, what: &str, count: usize) -> Markup {
        html! { a.count href=(self.listed(what)) { (count) } }
    }

    fn listed(&self, what: &str) -> String {
        let period = self.period.key();
        self.ask.to(&format!("/bulletins/{period}/{what}"))
    }

    /// An address as of the day that the paper is written of.
    pub fn then(&self, path: &str) -> String {
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

    pub fn commitment(&self, it: &Commitment) -> Markup {
        html! { a lang="zh-CN" href=(self.then(&format!("/commitments/{}", it.id))) { (it.text) } }
    }

    pub fn unit(&self, id: &str) -> String {
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
        let before = self.period.before().last();
        let change = |light: Light| {
            let now = Paper::of(&found.counts, light);
            let then = Paper::of(found.before.as_ref()?, light);
            let list = format!("/commitments?light={}&on={before}", light.key());
            let (words, by) = match now.cmp(&then) {
                Ordering::Equal => (lang.pick("与上期持平，上期 ", "as before: "), then),
                Ordering::Greater => (lang.pick("比上期多 ", "more than before by "), now - then),
                Ordering::Less => (lang.pick("比上期少 ", "fewer than before by "), then - now),
            };
            Some(html! { (words) a href=(self.ask.to(&list)) { (by) } })
        };
        html! {
            p {
                (lang.pick("到 ", "On ")) (written(found.day, lang)) (lang.pick("，报告的承诺共 ", " the report's commitments are "))
                a href=(self.then("/commitments")) { (all) } (lang.pick(" 条。其中", ": "))
                @for (at, light) in TOLD.into_iter().enumerate() {
                    @let count = Paper::of(&found.counts, light);
                    @if at > 0 { (lang.pick("，", ", ")) }
                    (mark(light)) (lang.own(light.name())) " "
                    a href=(self.then(&format!("/commitments?light={}", light.key()))) { (count) } (lang.pick(" 条", ""))
                    @if let Some(change) = change(light) { (lang.pick("（", " (")) (change) (lang.pick("）", ")")) }
                }
                (lang.pick("。", "."))
                (self.late())
            }
            @if found.before.is_none() { p { (lang.pick("上期期末还没有收入报告，不作比较。", "At the end of the period before no report had been taken in, so nothing is compared.")) } }
        }
    }

    /// How many of what is done were done in time.
    fn late(&self) -> Markup {
        let lang = self.lang();
        let done = Paper::of(&self.found.counts, Light::Blue);
        let late = self.found.late.len();
        let list = self.then(&format!("/commitments?light={}", Light::Blue.key()));
        html! {
            @if done > 0 {
                (lang.pick("已完成的 ", " Of the "))
                a href=(list) { (done) }
                (lang.pick(" 条里，逾期以后才完成的 ", " that are done, done after their due day: "))
                (self.count("late", late)) (lang.pick(" 条。", "."))
            }
        }
    }

    fn units(&self) -> Markup {
        let (lang, found) = (self.lang(), self.found);
        let address = |unit: &str, light: Light| {
            let unit: String = form_urlencoded::byte_serialize(unit.as_bytes()).collect();
            match unit.is_empty() {
                true => self.then(&format!("/commitments?owner=no&light={}", light.key())),
                false => self.then(&format!("/commitments?unit={unit}&light={}", light.key())),
            }
        };
        html! {
            div.scroll { table {
                thead { tr { th scope="col" { (lang.pick("牵头单位", "Lead unit")) } @for light in TOLD { th.n scope="col" { (lang.own(light.name())) } } } }
                tbody { @for (unit, counts) in found.units.iter().take(LINES_MAX) {
                    tr {
                        th scope="row" lang="zh-CN" { @if unit.is_empty() { (lang.pick("还没有定牵头单位", "no lead unit yet")) } @else { (unit) } }
                        @for light in TOLD {
                            @let count = Paper::of(counts, light);
                            td.n { a.zero[count == 0] href=(address(unit, light)) { (count) } }
                        }
                    }
                } }
            } }
            (self.rest(found.units.len(), self.then("/overview")))
        }
    }

    /// That there are more than stand here.
    fn rest(&self, all: usize, path: String) -> Markup {
        let more = all.saturating_sub(LINES_MAX);
        html! { @if more > 0 { p { a href=(path) { (self.lang().pick(format!("另有 {more} 项，见台账。"), format!("{more} more in the list."))) } } } }
    }

    fn changed(&self) -> Markup {
        let (lang, found) = (self.lang(), self.found);
        html! {
            @if found.changed.is_empty() {
                p { (lang.pick("本期没有一条承诺的灯变过。", "No light changed in this period.")) }
            } @else {
                p { (lang.pick("本期变了灯的承诺 ", "Lights that changed: ")) (self.count("changed", found.changed.len())) (lang.pick(" 条：", "")) }
                ul { @for (it, was, is) in found.changed.iter().take(LINES_MAX) {
                    li { (self.commitment(it)) (lang.pick("：", ": ")) (mark(*was)) (lang.own(was.name())) " → " (mark(*is)) (lang.own(is.name())) }
                } }
                (self.rest(found.changed.len(), self.listed("changed")))
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
                (self.rest(red.len(), self.then("/commitments?light=red")))
            }
            p {
                (lang.pick("上期和本期期末都没有事实依据的有 ", "Without facts at the end of both periods: "))
                (self.count("long-grey", found.long_grey.len())) (lang.pick(" 条。", "."))
            }
        }
    }

    /// The name of a system.
    pub fn system(&self, id: &str) -> String {
        let state = self.ask.state();
        let book = state.running.records.book(id);
        book.map_or_else(
            || id.to_owned(),
            |it| self.lang().of(&it.system().name).to_owned(),
        )
    }

    /// One record in a line: its number, the unit, what it is about.
    pub fn line(&self, line: &Line<'_>) -> Markup {
        let Line { system, record, .. } = line;
        let address = format!("/systems/{}/records/{}", system.id, record.id);
        let text = |name: &str| field(system, record, name).map(plain).unwrap_or_default();
        let (unit, matter) = (text("unit"), text("matter"));
        let called = line.number.as_deref().or(number(system, record));
        html! {
            @if let Some(kind) = &line.kind { (self.kind(system, kind)) " " }
            a lang="zh-CN" href=(self.then(&address)) { (called.unwrap_or(&record.id)) }
            " " (self.unit(&unit))
            @if !matter.is_empty() { (self.lang().pick("：", ": ")) span lang="zh-CN" { (matter) } }
        }
    }

    /// The name of a kind of order.
    fn kind(&self, system: &System, key: &str) -> String {
        let of = system.fields.iter().find(|it| &*it.name == "kind");
        let names = of.and_then(|it| match &it.of {
            FieldType::Choice(all) => all.iter().find(|it| &*it.key == key),
            _ => None,
        });
        names.map_or_else(|| key.to_owned(), |it| self.lang().of(&it.name).to_owned())
    }

    fn orders(&self) -> Markup {
        let lang = self.lang();
        let Some(orders) = &self.found.orders else {
            return html! { p { (lang.pick("本市没有督查督办台账。", "The city keeps no orders.")) } };
        };
        let mut by_kind: BTreeMap<&str, usize> = BTreeMap::new();
        for key in orders.issued.iter().filter_map(|it| it.kind.as_deref()) {
            *by_kind.entry(key).or_default() += 1;
        }
        html! {
            p {
                (lang.pick("本期发出 ", "Issued: ")) (self.count("issued", orders.issued.len())) (lang.pick(" 件", ""))
                @for (at, (key, count)) in by_kind.iter().enumerate() {
                    (match at { 0 => lang.pick("（", " ("), _ => lang.pick("、", ", ") }) (self.kind(orders.system, key)) " "
                    (self.count(&format!("issued?kind={key}"), *count))
                }
                @if !by_kind.is_empty() { (lang.pick("）", ")")) }
                (lang.pick("，收到反馈 ", "; answered: ")) (self.count("fed-back", orders.fed_back.len()))
                (lang.pick(" 次，退回 ", "; returned: ")) (self.count("returned", orders.returned.len()))
                (lang.pick(" 次，逾期 ", "; ran out: ")) (self.count("ran-out", orders.ran_out.len()))
                (lang.pick(" 次，作出结论 ", "; concluded: ")) (self.count("concluded", orders.concluded.len()))
                (lang.pick(" 件，核验整改后办结 ", "; closed after a check: ")) (self.count("verified", orders.verified.len()))
                (lang.pick(" 件；期末还在办的 ", "; still open: ")) (self.count("open", orders.open.len())) (lang.pick(" 件。", "."))
                @if let Some(share) = self.in_time() { (lang.pick("本年按时反馈率 ", " Answered in time this year: ")) a href=(self.then("/measures/supervision-in-time")) { (share) } (lang.pick("。", ".")) }
            }
            (self.lines(&orders.issued, "issued"))
            @if !orders.ran_out.is_empty() { p { (lang.pick("逾期没有反馈的：", "Not answered in time:")) } (self.lines(&orders.ran_out, "ran-out")) }
        }
    }

    fn lines(&self, all: &[Line<'_>], what: &str) -> Markup {
        html! { @if !all.is_empty() {
            ul { @for it in all.iter().take(LINES_MAX) { li { (self.line(it)) } } }
            (self.rest(all.len(), self.listed(what)))
        } }
    }

    /// The share of the year as of the day.
    fn in_time(&self) -> Option<String> {
        let state = self.ask.app.state_as_of(self.found.day).ok()?;
        let figure = state.book.figure("supervision-in-time", self.found.day)?;
        Some(format!("{}%", figure.value?.round_dp(1).normalize()))
    }

    fn closings(&self) -> Markup {
        let (lang, it) = (self.lang(), &self.found.closings);
        html! {
            p {
                (lang.pick("本期申请销号 ", "Applied to close: ")) (self.count("applied", it.applied.len()))
                (lang.pick(" 件次，由账本抽中现场复核 ", "; chosen by the log for a check on site: ")) (self.count("chosen", it.chosen.len()))
                (lang.pick(" 件次，未抽中 ", "; not chosen: ")) (self.count("spared", it.spared.len()))
                (lang.pick(" 件次；现场复核通过 ", "; checks on site passed: ")) (self.count("site-passed", it.passed_on_site.len()))
                (lang.pick(" 次、退回 ", ", failed: ")) (self.count("site-failed", it.failed_on_site.len()))
                (lang.pick(" 次；销号 ", "; closed: ")) (self.count("closed", it.closed.len())) (lang.pick(" 件。", "."))
            }
            (self.lines(&it.closed, "closed"))
        }
    }

    fn amended(&self) -> Markup {
        let (lang, all) = (self.lang(), &self.found.amended);
        html! {
            @if all.is_empty() { p { (lang.pick("本期没有调整过目标、时限、口径和季度节点。", "No target, due day, measure or quarter node was amended.")) } }
            @else {
                p { (lang.pick("本期调整 ", "Amendments: ")) (self.count("amended", all.len())) (lang.pick(" 处，旧的仍在页面上：", "; the old stays on the page:")) }
                ul { @for (it, change) in all.iter().take(LINES_MAX) {
                    li { (self.commitment(it)) (lang.pick("：", ": ")) (lang.of(&change.what)) " " a href=(format!("/log/{}", change.index)) { (lang.pick("账本 #", "entry #")) (change.index) } }
                } }
            }
        }
    }

    fn burden(&self) -> Markup {
        let (lang, burden) = (self.lang(), &self.found.burden);
        let (spent, _) = burden.total();
        let requests = &self.found.requests;
        let page = self.listed("spent");
        let most = burden.by_unit().into_iter().next();
        let asker = burden
            .askers
            .iter()
            .max_by_key(|(_, it)| (it.taken, it.asked));
        html! {
            p {
                (lang.pick("本期要数要材料和填表共花 ", "Requests and forms took ")) a href=(page) { (hours(spent.hours())) } (lang.pick(" 小时，其中本系统的表 ", " hours; forms of Youwei: ")) a href=(page) { (spent.forms) }
                (lang.pick(" 张；发出要数单 ", "; requests: ")) (self.count("asked", requests.asked.len()))
                (lang.pick(" 件，合并 ", ", joined: ")) (self.count("joined", requests.joined.len()))
                (lang.pick(" 件，不予办理 ", ", refused: ")) (self.count("refused", requests.refused.len())) (lang.pick(" 件。", "."))
                @if let Some((unit, spent)) = most { (lang.pick("花得最多的是", " Most was spent by ")) (self.unit(&unit)) (lang.pick("（", " (")) a href=(page) { (hours(spent.hours())) } (lang.pick(" 小时）", " hours)")) @if asker.is_none() { (lang.pick("。", ".")) } }
                @if let Some((unit, asked)) = asker { (lang.pick("；要得最多的是", "; most was asked by ")) (self.unit(unit)) (lang.pick("（", " (")) (self.count(&format!("asked?unit={unit}"), usize::try_from(asked.asked).unwrap_or(0))) (lang.pick(" 件）。", ").")) }
            }
        }
    }
}
