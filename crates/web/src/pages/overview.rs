//! `/overview`: the account in four tables; charts are drawn over them where the
//! browser library is there.

use std::collections::BTreeMap;

use maud::{Markup, html};
use youwei_account::{Commitment, Kind, standing, summary};
use youwei_base::Light;

use crate::app::State;
use crate::ask::{Answer, Ask};
use crate::marks::mark;
use crate::page::{Door, Sheet, show as frame};
use crate::pages::bulletin::period::Period;
use crate::words as w;

/// Counts of one line of a table.
#[derive(Default, Clone)]
struct Line {
    by_light: BTreeMap<Light, usize>,
    without_owner: usize,
}

impl Line {
    fn all(&self) -> usize {
        self.by_light.values().sum()
    }

    fn of(&self, light: Light) -> usize {
        self.by_light.get(&light).copied().unwrap_or(0)
    }
}

/// A table: lines in order, each with its name and the address of its commitments.
struct Table {
    key: &'static str,
    title: &'static str,
    head: &'static str,
    lines: Vec<(String, String, Line)>,
}

/// `GET /overview`.
pub(crate) fn show(ask: &Ask) -> Answer {
    let state = ask.state();
    let (account, _) = ask.account(&state)?;
    let lang = ask.lang;
    let mut late = 0;
    let live = account.commitments().filter(|c| c.is_live());
    let live: Vec<(&Commitment, Light)> = live
        .map(|c| {
            let standing = standing(account, &state.book, c, ask.today());
            late += usize::from(standing.late().is_some());
            (c, standing.light)
        })
        .collect();
    let done = live.iter().filter(|(_, it)| *it == Light::Blue).count();
    let gaps = gaps(ask, &state)?;
    let body = html! {
        main #main.wide.overview {
            h1 { (lang.say(w::OVERVIEW)) }
            p.exports {
                a href=(ask.to("/measures")) { (lang.say(w::MEASURES)) }
                a href=(ask.to("/unbound")) { (lang.say(w::UNBOUND)) }
                a href=(ask.to("/bulletins")) { (lang.pick("督查通报", "Bulletins")) }
                a href="/burden" { (lang.pick("基层负担", "Burden")) }
                a href=(ask.to("/forecasts")) { (lang.pick("预测", "Forecasts")) }
                a href=(ask.to("/contradictions")) { (lang.pick("矛盾", "Contradictions")) }
            }
            p.legend {
                @for light in Light::ALL { span { (mark(light)) " " (lang.own(light.name())) } }
            }
            @if done > 0 { p { (done_late(ask, done, late)) } }
            div.figures {
                (figure(ask, &by_month(ask, &live)))
                (figure(ask, &by_kind(ask, &live)))
                (gaps)
                (figure(ask, &by_lead(ask, &live)))
            }
        }
    };
    let sheet = Sheet {
        scripts: &["echarts.js", "overview.js"],
        ..Sheet::new(lang.say(w::OVERVIEW), Door::Overview, body)
    };
    Ok(frame(ask, &state, sheet))
}

fn counted<K: Ord>(
    live: &[(&Commitment, Light)],
    key: impl Fn(&Commitment) -> K,
) -> BTreeMap<K, Line> {
    let mut lines: BTreeMap<K, Line> = BTreeMap::new();
    for (commitment, light) in live {
        let line = lines.entry(key(commitment)).or_default();
        *line.by_light.entry(*light).or_default() += 1;
        line.without_owner += usize::from(commitment.lead.is_none());
    }
    lines
}

fn by_month(ask: &Ask, live: &[(&Commitment, Light)]) -> Table {
    let lang = ask.lang;
    let months = counted(live, |c| {
        // Without a day last.
        c.due_day()
            .map_or((1, 0, 0), |day| (0, day.year(), day.month()))
    });
    let lines = months.into_iter().map(|((none, year, month), line)| {
        let name = match none {
            0 => format!("{year}-{month:02}"),
            _ => lang.say(w::NOT_SET).to_owned(),
        };
        (name, ask.to("/commitments?sort=due"), line)
    });
    Table {
        key: "month",
        title: lang.pick("按完成月份", "By month due"),
        head: lang.say(w::MONTH),
        lines: lines.collect(),
    }
}

fn by_lead(ask: &Ask, live: &[(&Commitment, Light)]) -> Table {
    let lang = ask.lang;
    let mut lines: Vec<(String, String, Line)> = counted(live, |c| c.lead.clone())
        .into_iter()
        .map(|(lead, line)| match lead {
            Some(lead) => {
                let unit: String = form_urlencoded::byte_serialize(lead.as_bytes()).collect();
                let address = ask.to(&format!("/commitments?unit={unit}"));
                (lead, address, line)
            }
            None => (
                lang.say(w::NOT_SET).to_owned(),
                ask.to("/commitments?owner=no"),
                line,
            ),
        })
        .collect();
    lines.sort_by_key(|(_, _, line)| std::cmp::Reverse(line.all()));
    Table {
        key: "lead",
        title: lang.pick("按牵头单位", "By lead unit"),
        head: lang.say(w::LEAD),
        lines,
    }
}

fn by_kind(ask: &Ask, live: &[(&Commitment, Light)]) -> Table {
    let lang = ask.lang;
    let mut lines = counted(live, |c| c.kind);
    let lines = Kind::ALL.into_iter().map(|kind| {
        let address = ask.to(&format!("/commitments?kind={}", kind.key()));
        let line = lines.remove(&kind).unwrap_or_default();
        (lang.own(kind.name()), address, line)
    });
    Table {
        key: "kind",
        title: lang.pick("按任务分类", "By class"),
        head: lang.say(w::KIND),
        lines: lines.collect(),
    }
}

fn figure(ask: &Ask, table: &Table) -> Markup {
    let lang = ask.lang;
    html! {
        figure.chart data-chart=(table.key) {
            figcaption { h2 { (table.title) } }
            table.plain {
                thead { tr {
                    th scope="col" { (table.head) }
                    @for light in Light::ALL { th.n scope="col" data-light=(light.key()) { (mark(light)) span { (lang.own(light.name())) } } }
                    th.n scope="col" { (lang.say(w::COUNT)) }
                    th.n scope="col" { (lang.say(w::NO_OWNER)) }
                } }
                tbody {
                    @for (name, address, line) in &table.lines {
                        tr {
                            th scope="row" { a href=(address) { (name) } }
                            @for light in Light::ALL { td class=(if line.of(light) == 0 { "n nil" } else { "n" }) { (line.of(light)) } }
                            td.n { b { (line.all()) } }
                            td.n { (line.without_owner) }
                        }
                    }
                }
            }
        }
    }
}

/// How many of what is done were done after their due day, with the way to which they are.
fn done_late(ask: &Ask, done: usize, late: usize) -> Markup {
    let lang = ask.lang;
    let blue = ask.to(&format!("/commitments?light={}", Light::Blue.key()));
    let period = Period::month_of(ask.today()).key();
    let list = ask.to(&format!("/bulletins/{period}/late"));
    html! {
        (lang.pick("已完成 ", "Done: ")) a href=(blue) { (done) }
        (lang.pick(" 条，其中逾期以后才完成 ", ", of them after their due day: "))
        a href=(list) { (late) } (lang.pick(" 条。", "."))
    }
}

/// Where owners are missing, by section.
fn gaps(ask: &Ask, state: &State) -> Result<Markup, crate::fault::Fault> {
    let (account, _) = ask.account(state)?;
    let lang = ask.lang;
    let summary = summary(account, &state.book, ask.today());
    Ok(html! {
        figure.chart data-chart="gaps" {
            figcaption { h2 { (lang.pick("各章节还缺什么", "What each section still lacks")) } }
            table.plain {
                thead { tr {
                    th scope="col" { (lang.say(w::SECTION)) }
                    th.n scope="col" { (lang.say(w::COUNT)) }
                    th.n scope="col" data-gap="owner" { (lang.pick("缺牵头", "no lead")) }
                    th.n scope="col" data-gap="due" { (lang.pick("缺时限", "no due day")) }
                    th.n scope="col" data-gap="measure" { (lang.pick("缺数字", "no number")) }
                    th.n scope="col" data-gap="confirmed" { (lang.pick("待确认", "unconfirmed")) }
                } }
                tbody {
                    @for one in summary.sections.iter().filter(|one| one.section.level <= 2) {
                        @let tally = &one.tally;
                        tr {
                            th scope="row" class={ "l" (one.section.level) } lang="zh-CN" {
                                a href=(ask.to(&format!("/commitments?section={}", one.section.index))) { (one.section.title) }
                            }
                            td.n { b { (tally.commitments) } }
                            @for had in [tally.with_owner, tally.with_due, tally.with_measure, tally.confirmed] {
                                td.n { (tally.commitments.saturating_sub(had)) }
                            }
                        }
                    }
                }
            }
        }
    })
}
