//! `/systems/{system}/records/{record}`: one record with all that is known of it, and
//! what may be done to it.

use axum::http::StatusCode;
use maud::{Markup, html};
use youwei_base::Decimal;
use youwei_system::declaration::{FieldAt, FieldType, Notice, System};
use youwei_system::record::{NoticeState, Record};

use super::clock::{Stand, badge, declared, stand};
use super::forms::{self, Attempt};
use super::sight::Sight;
use super::{Here, handover, history};
use crate::ask::{Answer, Ask};
use crate::figures::amount;
use crate::page::{Door, Sheet, refusal, show as frame};
use crate::words as w;
use crate::words::Lang;

/// `GET /systems/{system}/records/{record}`.
pub(crate) fn show(ask: &Ask) -> Answer {
    page(ask, None, None)
}

/// The page, with a refused attempt if there was one.
pub(crate) fn page(ask: &Ask, attempt: Option<&Attempt>, status: Option<StatusCode>) -> Answer {
    let state = ask.state();
    let here = Here::new(ask, &state)?;
    let record = here.asked_record()?;
    let system = here.system;
    let title = here.title(record);
    let body = html! {
        main #main.wide.systems.one {
            (here.way(&[(record.id.to_string(), here.address(&record.id))]))
            @if let Some(first) = attempt.and_then(first_said) { (refusal(ask, &first)) }
            h1 { (title) }
            p.counts-line {
                span { (ask.lang.of(&system.record)) " " b { (record.id) } }
                span { (ask.lang.pick("入账 ", "opened ")) (record.opened) }
                span { (ask.lang.pick("进入本阶段 ", "in this stage since ")) (record.since) }
            }
            (stages(&here, record))
            div.columns {
                div.left {
                    (flags(&here, record))
                    (fields(&here, record))
                    (handover::offered(&here, record))
                    @if here.has_actions(record) || here.sight == Sight::Inside { (forms::all(&here, record, attempt)) }
                    (history::section(&here, record)?)
                }
                aside.side {
                    (clocks(&here, record))
                    (notices(&here, record, attempt))
                    (samples(&here, record))
                    (facts(&here, record))
                }
            }
        }
    };
    let sheet = Sheet {
        styles: &["systems.css"],
        status: status.unwrap_or(StatusCode::OK),
        ..Sheet::new(title, Door::Systems, body)
    };
    Ok(frame(ask, &state, sheet))
}

fn first_said(attempt: &Attempt) -> Option<youwei_base::Bilingual> {
    let first = attempt.said.first().cloned();
    first.or_else(|| attempt.wrong.values().flatten().next().cloned())
}

/// The stages in their usual order, those passed and the present one marked.
fn stages(here: &Here<'_>, record: &Record) -> Markup {
    let lang = here.say.lang;
    let now = record.stage;
    let way = last_on_way(here);
    let side = |at: usize| at >= way && now != Some(at);
    // Beside the way nothing says what was passed.
    let passed = |at: usize| now.is_some_and(|now| now < way && at < now);
    html! {
        ol.stage-bar aria-label=(lang.pick("阶段", "Stages")) {
            @for (at, stage) in here.system.stages.iter().enumerate().filter(|(at, _)| !side(*at)) {
                li.passed[passed(at)] aria-current=[(now == Some(at)).then_some("step")] { (lang.of(&stage.name)) }
            }
        }
        @if now.is_none() { p.quiet { (lang.pick("条目所在的阶段已不在现行规则中。", "The stage of this record is no longer declared.")) } }
    }
}

/// One more than the first stage that ends: the way goes there; others lie beside it.
fn last_on_way(here: &Here<'_>) -> usize {
    let ends = here.system.stages.iter().position(|it| it.ends);
    ends.map_or(here.system.stages.len(), |at| at + 1)
}

/// What is odd about it, for those who look after it.
fn flags(here: &Here<'_>, record: &Record) -> Markup {
    let said = |id: &str| {
        here.system
            .flags
            .iter()
            .find(|it| &*it.id == id)
            .map(|it| here.say.lang.of(&it.says))
    };
    html! {
        @if here.sight == Sight::Inside && !record.flags.is_empty() {
            section.flags {
                h2.part { "⚑ " (here.say.lang.pick("可疑之处", "Oddities")) }
                ul { @for (id, entry) in &record.flags {
                    li { (said(id).unwrap_or(id)) " " a href=(format!("/log/{entry}")) { "#" (entry) } }
                } }
                p.quiet { (here.say.lang.pick("只作提示，不影响办理；请人工核对。", "Noted only; nothing is refused for it. A person must look.")) }
            }
        }
    }
}

/// What it holds.
fn fields(here: &Here<'_>, record: &Record) -> Markup {
    let (system, say) = (here.system, here.say);
    let file = |hash: &str| format!("{}/files/{hash}", here.address(&record.id));
    let value = |at: FieldAt| record.values.get(at);
    let filled = |at: FieldAt| value(at).is_some_and(|it| !it.is_null());
    let wide = |of: &FieldType| {
        matches!(
            of,
            FieldType::List(_) | FieldType::Table(_) | FieldType::Text { lines: true, .. }
        )
    };
    let shown: Vec<_> = here
        .sight
        .fields(system)
        .filter(|(at, _)| *at != system.title)
        .collect();
    let (long, short): (Vec<_>, Vec<_>) = shown.into_iter().partition(|(_, field)| wide(&field.of));
    let empty: Vec<&str> = long
        .iter()
        .chain(&short)
        .filter(|(at, _)| !filled(*at))
        .map(|(_, field)| say.lang.of(&field.label))
        .collect();
    html! {
        section.holds {
            dl.facts {
                @for (at, field) in short.iter().filter(|(at, _)| filled(*at)) {
                    dt { (say.lang.of(&field.label)) @if !field.public { (inside_only(here)) } }
                    dd { @if let Some(value) = value(*at) { (say.show(&field.of, value, &file)) } }
                }
                (here.personal(record))
            }
            @for (at, field) in long.iter().filter(|(at, _)| filled(*at)) {
                h3 { (say.lang.of(&field.label)) @if !field.public { (inside_only(here)) } }
                div.long { @if let Some(value) = value(*at) { (say.show(&field.of, value, &file)) } }
            }
            @if !empty.is_empty() { p.quiet { (say.lang.pick("尚未填写：", "Not filled in yet: ")) (empty.join(say.lang.pick("、", ", "))) } }
        }
    }
}

fn inside_only(here: &Here<'_>) -> Markup {
    html! { small.inside title=(here.say.lang.pick("不向公众公开", "not shown to the public")) { (here.say.lang.pick("内部", "inside")) } }
}

fn clocks(here: &Here<'_>, record: &Record) -> Markup {
    let (lang, today) = (here.say.lang, here.ask.today());
    let mut all: Vec<_> = record
        .clocks
        .iter()
        .map(|it| (it, stand(it, today)))
        .collect();
    all.sort_by_key(|(state, stand)| (*stand == Stand::Done, state.due));
    html! {
        @if !all.is_empty() {
            section.card.clocks {
                h3 { (lang.pick("时限", "Time limits")) }
                ul { @for (state, stand) in all {
                    @let clock = declared(here.system, state);
                    li.done[stand == Stand::Done] {
                        b { @match clock { Some(clock) => (lang.of(&clock.name)), None => (state.clock) } } " "
                        (badge(stand, lang))
                        p.quiet {
                            time { (state.started) } " – " time { (state.due) }
                            @if let Some(clock) = clock { @if clock.until.is_none() { (lang.pick(if clock.length.workdays { "（工作日）" } else { "（自然日）" }, if clock.length.workdays { " (work days)" } else { " (days)" })) } }
                            @if state.extended { " · " (lang.pick("已延期一次", "extended once")) }
                            @if let Some(day) = state.suspended { " · " (lang.pick("中止自 ", "suspended on ")) (day) }
                            @if let Some(day) = state.stopped { " · " (lang.pick("办结于 ", "done on ")) time { (day) } }
                            @if let Some(unit) = &state.escalated { " · " (lang.pick("已升级到 ", "gone up to ")) (here.say.name(&FieldType::Unit, unit).unwrap_or_else(|| unit.to_string())) }
                        }
                    }
                } }
            }
        }
    }
}

fn notices(here: &Here<'_>, record: &Record, attempt: Option<&Attempt>) -> Markup {
    let declared =
        |state: &NoticeState| here.system.notices.iter().find(|it| it.id == state.notice);
    html! {
        @for state in &record.notices {
            @match declared(state) {
                Some(notice) => (notice_of(here, notice, state, record, attempt)),
                None => {},
            }
        }
    }
}

fn notice_of(
    here: &Here<'_>,
    notice: &Notice,
    state: &NoticeState,
    record: &Record,
    attempt: Option<&Attempt>,
) -> Markup {
    let (lang, today) = (here.say.lang, here.ask.today());
    let runs = state.from <= today && today <= state.until;
    html! {
        section.card.notice {
            h3 { (lang.of(&notice.name)) " " span.limit.soon[runs].done[!runs] { (if runs { lang.pick("公示中", "open") } else if today < state.from { lang.pick("未开始", "to come") } else { lang.pick("已结束", "ended") }) } }
            p.quiet { (state.from) " – " (state.until) }
            @if !state.objections.is_empty() {
                ul { @for it in &state.objections {
                    li {
                        a href=(format!("/log/{}", it.entry)) { (lang.pick("异议 ", "objection ")) (it.number) } " "
                        @match it.answered {
                            Some((entry, upheld)) => { a href=(format!("/log/{entry}")) { (if upheld { lang.pick("成立", "upheld") } else { lang.pick("不成立", "not upheld") }) } },
                            None => { (lang.pick("答复期限 ", "to be answered by ")) (it.due) },
                        }
                    }
                } }
            }
            @if runs && here.may(record, notice.object) { (forms::objection(here, notice, record, attempt)) }
        }
    }
}

/// What the log said of its applications, and how anybody recomputes it.
fn samples(here: &Here<'_>, record: &Record) -> Markup {
    let lang = here.say.lang;
    html! {
        @for state in &record.samples {
            @let declared = here.system.samples.iter().find(|it| it.id == state.sample);
            section.card.sample {
                h3 { @match declared { Some(it) => (lang.of(&it.name)), None => (state.sample) } " "
                    @if let Some(drawn) = &state.drawn {
                        span.limit.late[drawn.chosen].done[!drawn.chosen] { (if drawn.chosen { lang.pick("抽中", "chosen") } else { lang.pick("未抽中", "not chosen") }) }
                    }
                }
                @match &state.drawn {
                    None if state.awaits_number() => {
                        @let by = declared.and_then(|it| it.number.as_ref()).and_then(|(by, _)| here.system.actions.get(*by));
                        p { (lang.pick("等一个申请以后才公开产生的号码：现在谁也算不出抽没抽中，运行服务器的人也不能反复试。", "It waits for a number that comes about in public after the application: nobody can work it out yet, and whoever runs the server cannot try again until it suits.")) }
                        @if let Some(by) = by { p.quiet { (lang.pick("号码由主管单位登记：", "The number is entered by: ")) (lang.of(&by.name)) } }
                    },
                    None => p.quiet { (lang.pick("等账本给出结果。", "Waiting for the log.")) },
                    Some(drawn) => {
                        p {
                            @match &state.number {
                                Some(_) => (lang.pick("抽没抽中由账本和公开的号码算出，申请的时候谁也不知道：", "The log and a public number decide, and nobody knew them at the time of the application: ")),
                                None => (lang.pick("抽没抽中由账本算出，申请以前谁也不知道：", "The log decides, and nobody knew it before: ")),
                            }
                            (lang.pick("签号 ÷ 2", "lot ÷ 2")) sup { "32" } (lang.pick(" 小于比例即抽中。", " below the share is chosen."))
                        }
                        dl {
                            dt { (lang.pick("申请", "Application")) } dd { a href=(format!("/log/{}", state.entry)) { (lang.say(w::ENTRY_SHORT)) (state.entry) } }
                            dt { (lang.pick("比例", "Share")) } dd { (state.share.normalize()) "%" }
                            @if let Some((number, entry)) = &state.number {
                                dt { (lang.pick("公开的号码", "Public number")) } dd { (number) " " a href=(format!("/log/{entry}")) { (lang.say(w::ENTRY_SHORT)) (entry) } }
                            }
                            dt { (lang.pick("签号", "Lot")) } dd { (drawn.lot) " ÷ 4294967296 = " (share_of(drawn.lot)) "%" }
                            dt { (lang.pick("结果", "Outcome")) } dd { a href=(format!("/log/{}", drawn.entry)) { (lang.say(w::ENTRY_SHORT)) (drawn.entry) } }
                        }
                        details {
                            summary { (lang.pick("自己重算", "Recompute it")) }
                            p { (lang.pick(
                                format!("取账本前 {} 条的根（任何人都能由公开的账本算出），和公开的号码（有的话）、条目编号一起做 SHA-256，结果前 8 位按十六进制读就是签号：", state.entry + 1),
                                format!("Take the root of the first {} entries, which anybody computes from the published log, the public number if there is one, and the record's number; the first 8 digits of their SHA-256, read as hexadecimal, are the lot:", state.entry + 1),
                            )) }
                            pre tabindex="0" { code { "printf '%s' '" (youwei_system::sample::words(&drawn.root, state.number.as_ref().map(|(it, _)| &**it), &here.system.id, &record.id)) "' | sha256sum" } }
                        }
                    }
                }
            }
        }
    }
}

/// A lot in per cent of 2³², to two decimals.
fn share_of(lot: u32) -> String {
    let share = Decimal::from(lot) * Decimal::ONE_HUNDRED / Decimal::from(1_u64 << 32);
    share.round_dp(2).normalize().to_string()
}

/// What tells a fact from others of its record: the name of a choice where it is one. A bare
/// number in a list says nothing to a reader.
fn of_fact(system: &System, key: &str, lang: Lang) -> Option<String> {
    let choices = system.fields.iter().filter_map(|it| match &it.of {
        FieldType::Choice(all) => Some(all),
        _ => None,
    });
    let named = choices.flatten().find(|it| *it.key == *key);
    let plain = || (key.chars().any(|it| !it.is_ascii_digit())).then(|| key.to_owned());
    named.map(|it| lang.of(&it.name).to_owned()).or_else(plain)
}

/// What it states, with the entries that state it.
fn facts(here: &Here<'_>, record: &Record) -> Markup {
    let lang = here.say.lang;
    html! {
        @if !record.facts.is_empty() {
            section.card.stated {
                h3 { (lang.pick("计入的事实", "Facts that count")) }
                ul { @for fact in &record.facts {
                    @if let Some(metric) = here.system.metrics.get(fact.metric) {
                        li {
                            (lang.of(&metric.name)) @if let Some(key) = of_fact(here.system, &fact.key, lang) { "（" (key) "）" } " "
                            b { (amount(fact.value, &metric.unit)) } " "
                            small { (fact.on) " " a href=(format!("/log/{}", fact.entry)) { (lang.say(w::ENTRY_SHORT)) (fact.entry) } }
                        }
                    }
                } }
            }
        }
    }
}
