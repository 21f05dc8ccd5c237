//! The rules of a system as sentences: who may do what when, by which day, what is noted
//! and what is counted. All from the declaration, none written by hand.

use maud::{Markup, html};
use youwei_base::Reach;
use youwei_system::declaration::{Action, Clock, FactRule, Input, Length, Notice};
use youwei_system::formula::Formula;

use super::Here;
use crate::words::Lang;

/// Who may do what when: a section an action.
pub(super) fn actions(here: &Here<'_>) -> Markup {
    html! { div.acts { @for action in &here.system.actions { (one(here, action)) } } }
}

fn one(here: &Here<'_>, action: &Action) -> Markup {
    let (system, lang) = (here.system, here.say.lang);
    let stage = |at: &usize| system.stages.get(*at).map(|it| lang.of(&it.name));
    let from: Vec<&str> = action.from.iter().filter_map(stage).collect();
    let to = action.to.as_ref().and_then(stage);
    let roles: Vec<String> = action.by.iter().map(|it| role(here, it)).collect();
    let named = |at: &usize| system.actions.get(*at).map(|it| lang.of(&it.name));
    let not_by: Vec<&str> = action.not_by.iter().filter_map(named).collect();
    let (comma, stop) = (lang.pick("、", ", "), lang.pick("。", "."));
    html! {
        section.rule id=(format!("act-{}", action.id)) {
            h3 { (lang.of(&action.name)) " " code { (action.id) } }
            @if !lang.of(&action.help).is_empty() { p { (lang.of(&action.help)) } }
            dl.facts {
                dt { (lang.pick("谁", "Who")) }
                dd { (roles.join(comma)) @if let Some(reach) = action.reach { "（" (reach_said(reach, lang)) "）" } }
                @if !not_by.is_empty() {
                    dt { (lang.pick("不能是", "Not by")) }
                    dd { (lang.pick("在同一条上办过下列动作的本人：", "whoever took one of these on the same record: ")) (not_by.join(comma)) }
                }
                dt { (lang.pick("何时", "When")) }
                dd {
                    @if from.is_empty() { (lang.pick("新建条目时", "to open a record")) } @else { (lang.pick("处于 ", "in ")) (from.join(comma)) }
                    @if let Some(to) = to { " → " b { (to) } }
                }
                @if !action.input.is_empty() {
                    dt { (lang.pick("要填", "Takes in")) }
                    dd { @for (at, input) in action.input.iter().enumerate() { @if at > 0 { (comma) } (input_said(input, lang)) } }
                }
                @if !action.when.is_empty() {
                    dt { (lang.pick("条件", "Refused if")) }
                    dd { ul.bullets { @for guard in &action.when { li { (lang.of(&guard.refusal)) " " code.feel { (guard.when.text) } } } } }
                }
                @if !action.evidence.is_empty() {
                    dt { (lang.pick("证据", "Evidence")) }
                    dd { ul.bullets { @for it in &action.evidence { li { (lang.of(&it.name)) (stop) } } } }
                }
                @if let Some(clock) = action.within.and_then(|at| system.clocks.get(at)) {
                    dt { (lang.pick("时限", "Within")) } dd { (lang.of(&clock.name)) (lang.pick("：", ": ")) (length(here, clock)) }
                }
                @if let Some(notice) = action.opens.and_then(|at| system.notices.get(at)) {
                    dt { (lang.pick("公示", "Opens")) } dd { (lang.of(&notice.name)) }
                }
                @if let Some(notice) = action.after.and_then(|at| system.notices.get(at)) {
                    dt { (lang.pick("须先", "Only after")) } dd { (lang.of(&notice.name)) (lang.pick("期满且没有未答复的异议", " has ended with no objection open")) }
                }
            }
        }
    }
}

fn input_said(input: &Input, lang: Lang) -> Markup {
    html! { (lang.of(&input.field.label)) @if !input.field.required { small { (lang.pick("（可不填）", " (optional)")) } } }
}

fn role(here: &Here<'_>, id: &str) -> String {
    let lang = here.say.lang;
    if id == youwei_base::PUBLIC {
        return lang.pick("任何人", "anybody").to_owned();
    }
    here.say
        .names
        .roles
        .name(id)
        .map_or_else(|| id.to_owned(), |it| lang.of(it).to_owned())
}

fn reach_said(reach: Reach, lang: Lang) -> &'static str {
    match reach {
        Reach::Own => lang.pick("本单位的条目", "records of their own unit"),
        Reach::Area => lang.pick("本地区的条目", "records in their area"),
        Reach::Keeper => lang.pick("主管单位可办全部", "all, if their unit keeps the system"),
        Reach::All => lang.pick("全部条目", "all records"),
    }
}

/// How long a clock runs.
fn length(here: &Here<'_>, clock: &Clock) -> String {
    let lang = here.say.lang;
    if let Some(field) = clock.until.and_then(|at| here.system.fields.get(at)) {
        return lang.pick(
            format!("到“{}”那天", field.label.zh),
            format!("until the day in “{}”", field.label.en),
        );
    }
    days(here, &clock.length)
}

fn days(here: &Here<'_>, length: &Length) -> String {
    let lang = here.say.lang;
    let (zh, en) = if length.workdays {
        ("个工作日", "work days")
    } else {
        ("天", "days")
    };
    let (zh_days, en_days) = amount(here, &length.days);
    lang.pick(format!("{zh_days}{zh}"), format!("{en_days} {en}"))
}

/// A number, or the parameter that it is.
fn amount(here: &Here<'_>, formula: &Formula) -> (String, String) {
    if let Some(value) = formula.constant() {
        let text = super::value::plain(value);
        return (text.clone(), text);
    }
    let all = here.system.parameters.iter().flat_map(|it| it.all());
    let text = formula.text.trim();
    let today = youwei_decision::temporal::Date::parse(&here.ask.today().to_string()).ok();
    for it in all.filter(|it| &*it.name == text) {
        if let Some(now) = today.and_then(|day| it.on(day)) {
            let value = super::value::plain(&now.value);
            return (
                format!("{value}（{}）", it.label.zh),
                format!("{value} ({})", it.label.en),
            );
        }
    }
    (format!("（{text}）"), format!("({text})"))
}

/// The time limits.
pub(super) fn clocks(here: &Here<'_>) -> Markup {
    let lang = here.say.lang;
    let names = |all: &[usize]| -> String {
        let names: Vec<&str> = all
            .iter()
            .filter_map(|at| here.system.actions.get(*at))
            .map(|it| lang.of(&it.name))
            .collect();
        names.join(lang.pick("、", ", "))
    };
    let head = [
        lang.pick("时限", "Time limit"),
        lang.pick("多长", "How long"),
        lang.pick("从何起", "From"),
        lang.pick("到何止", "Until"),
        lang.pick("中止与恢复", "Suspended and resumed by"),
        lang.pick("延期", "Extended by"),
        lang.pick("提醒", "Reminds"),
        lang.pick("超期", "When it runs out"),
    ];
    html! {
        @if !here.system.clocks.is_empty() {
            div.scroll { table.plain {
                thead { tr { @for it in head { th scope="col" { (it) } } } }
                tbody { @for clock in &here.system.clocks {
                    tr id=(format!("clock-{}", clock.id)) {
                        th scope="row" { (lang.of(&clock.name)) }
                        td { (length(here, clock)) }
                        td { (names(&clock.starts)) }
                        td { (names(&clock.stops)) }
                        td { @if !clock.suspends.is_empty() { (names(&clock.suspends)) " / " (names(&clock.resumes)) } }
                        td { @if let Some((at, length)) = &clock.extends { (names(&[*at])) (lang.pick("，一次 ", ", once by ")) (days(here, length)) } }
                        td { @if let Some(length) = &clock.reminds { (lang.pick("提前 ", "")) (days(here, length)) (lang.pick("", " before")) } }
                        td { (overdue(here, clock)) }
                    }
                } }
            } }
        }
    }
}

fn overdue(here: &Here<'_>, clock: &Clock) -> String {
    let lang = here.say.lang;
    let to = clock.then.to.and_then(|at| here.system.stages.get(at));
    let mut said: Vec<String> = Vec::new();
    if clock.then.escalates {
        said.push(
            lang.pick("升级到上一级单位", "goes to the unit above")
                .to_owned(),
        );
    }
    if clock.then.light {
        said.push(lang.pick("亮红灯", "shows red").to_owned());
    }
    if let Some(stage) = to {
        said.push(lang.pick(
            format!("转为“{}”", stage.name.zh),
            format!("falls to “{}”", stage.name.en),
        ));
    }
    said.join(lang.pick("；", "; "))
}

/// Public notices.
pub(super) fn notices(here: &Here<'_>) -> Markup {
    html! { @for notice in &here.system.notices { p { (notice_said(here, notice)) } } }
}

fn notice_said(here: &Here<'_>, notice: &Notice) -> String {
    let lang = here.say.lang;
    let roles: Vec<String> = notice.answered_by.iter().map(|it| role(here, it)).collect();
    let (runs, answer) = (
        days(here, &notice.length),
        days(here, &notice.answer_within),
    );
    lang.pick(
        format!(
            "{}：公示 {runs}，期间任何人可以提出异议；由{}在 {answer} 内答复。",
            notice.name.zh,
            roles.join("、")
        ),
        format!(
            "{}: open for {runs}, during which anybody may object; answered by {} within {answer}.",
            notice.name.en,
            roles.join(", ")
        ),
    )
}

/// What is noted as odd.
pub(super) fn flags(here: &Here<'_>) -> Markup {
    let lang = here.say.lang;
    html! {
        @if !here.system.flags.is_empty() {
            h3 { (lang.pick("自动标出的可疑之处", "Oddities that are noted")) }
            ul.bullets { @for flag in &here.system.flags { li { (lang.of(&flag.says)) " " code.feel { (flag.when.text) } } } }
        }
    }
}

/// What facts its actions state.
pub(super) fn facts(here: &Here<'_>) -> Markup {
    let (system, lang) = (here.system, here.say.lang);
    let rules = |metric: usize| {
        let all = system.actions.iter();
        all.flat_map(move |action| {
            action
                .facts
                .iter()
                .filter(move |it| it.metric == metric)
                .map(move |it| (action, it))
        })
    };
    html! {
        @if system.metrics.is_empty() { p.quiet { (lang.pick("不计入任何事实。", "It counts nothing.")) } }
        ul.bullets {
            @for (at, metric) in system.metrics.iter().enumerate() {
                li id=(format!("metric-{}", metric.id)) {
                    b { (lang.of(&metric.name)) } @if !metric.unit.is_empty() { "（" (metric.unit) "）" } " " code { (metric.id) } (lang.pick("：", ": "))
                    @for (n, (action, rule)) in rules(at).enumerate() { @if n > 0 { (lang.pick("；", "; ")) } (lang.of(&action.name)) " " (fact(rule, lang)) }
                }
            }
        }
    }
}

fn fact(rule: &FactRule, lang: Lang) -> Markup {
    html! {
        @match &rule.value {
            Some(value) => { (lang.pick("计 ", "states ")) code.feel { (value.text) } },
            None => { (lang.pick("撤回", "takes it back")) },
        }
        @if let Some(when) = &rule.when { (lang.pick("，如果 ", " if ")) code.feel { (when.text) } }
    }
}
