//! `/systems/{system}/proposed`: the works that the report names and no record bears yet,
//! each with what was promised of it.

use std::collections::BTreeSet;

use maud::{Markup, html};
use youwei_account::{Commitment, Status};
use youwei_system::declaration::Action;

use super::Here;
use super::given::key;
use super::value::plain;
use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use crate::page::{Door, Sheet, show as frame};

/// No address is made longer than this by what was promised.
const WORDS_MAX: usize = 300;

/// `GET /systems/{system}/proposed`.
pub(crate) fn show(ask: &Ask) -> Answer {
    let state = ask.state();
    let here = Here::new(ask, &state)?;
    let lang = ask.lang;
    let proposals = here.system.proposals.ok_or_else(Fault::no_page)?;
    let (account, _) = ask.account(&state)?;
    let book = state.running.records.book(&here.system.id);
    let records = book.into_iter().flat_map(|it| it.iter());
    let known: BTreeSet<String> = records
        .filter_map(|it| it.values.get(proposals.name))
        .map(plain)
        .collect();
    let live = account
        .commitments()
        .filter(|it| it.status != Status::Rejected);
    let named = live.flat_map(|it| {
        let works = it.projects.iter();
        works.filter_map(move |one| Some((it, one, work(&one.name, &one.action)?)))
    });
    let found: Vec<_> = named
        .filter(|(_, project, name)| !known.contains(*name) && !known.contains(&project.name))
        .collect();
    let opens = here
        .system
        .openings()
        .find(|(at, action)| takes(action, proposals.name) && here.may_open(*at));
    let title = lang.pick("报告点名、台账尚无", "Named in the report, not yet kept");
    let body = html! {
        main #main.wide.systems {
            (here.way(&[(title.to_owned(), format!("/systems/{}/proposed", here.system.id))]))
            h1 { (title) }
            p.lede { (lang.pick("报告里点了名、台账里还没有同名条目的工程，连同当时的承诺。确认后由责任单位办理入库。", "Works that the report names and no record bears, with what was promised of each. The unit in charge enters them.")) }
            @if found.is_empty() { p.quiet { (lang.pick("没有了：点名的都已在台账里。", "None: all that were named are kept.")) } }
            @else { table.list.records {
                thead { tr {
                    th scope="col" { (lang.pick("工程", "Work")) }
                    th scope="col" { (lang.pick("动作", "Verb")) }
                    th scope="col" { (lang.pick("时限", "Due")) }
                    th scope="col" { (lang.pick("承诺", "Commitment")) }
                    th scope="col" { }
                } }
                tbody lang="zh-CN" { @for (commitment, project, name) in found {
                    tr {
                        td.what { (name) }
                        td data-label=(lang.pick("动作", "Verb")) { (project.action) }
                        td data-label=(lang.pick("时限", "Due")) { @match commitment.due_day() { Some(day) => (day), None => span.none { "—" } } }
                        td data-label=(lang.pick("承诺", "Commitment")) { a href=(ask.to(&format!("/commitments/{}", commitment.id))) { (commitment.text) } }
                        td { @if let Some((_, action)) = opens { (button(&here, action, commitment, name)) } }
                    }
                } }
            } }
        }
    };
    let sheet = Sheet {
        styles: &["systems.css"],
        ..Sheet::new(title, Door::Systems, body)
    };
    Ok(frame(ask, &state, sheet))
}

/// Verbs that make nothing new of what is there: 完善政策库, 办好热线, 支持学院.
const KEEPS: [&str; 8] = [
    "完善", "办好", "提升", "支持", "用好", "做强", "发挥", "优化",
];

/// Verbs that stand before a name where two of them follow one another: 建成投用某厂.
const BEFORE: [&str; 6] = ["投用", "投产", "建成", "启用", "开工", "建设"];

/// Words that count what has no name yet: 3个平台.
const COUNTED: [char; 10] = ['个', '座', '所', '处', '项', '家', '条', '批', '部', '辆'];

/// The name of a work, without a verb before it and a time behind it; none where no work
/// is named.
fn work<'a>(name: &'a str, action: &str) -> Option<&'a str> {
    if KEEPS.contains(&action) {
        return None;
    }
    let mut name = name.trim();
    for verb in BEFORE {
        name = name.strip_prefix(verb).unwrap_or(name);
    }
    name = untimed(name);
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十两百千至到余".contains(c);
    let counted = name.trim_start_matches(number);
    let is_count = counted.len() < name.len() && counted.starts_with(COUNTED);
    (name.chars().count() >= 2 && !is_count).then_some(name)
}

/// Without the time that stands behind: 三季度, 年内, 8月底前.
fn untimed(name: &str) -> &str {
    let name = name.trim_end_matches(['前', '末', '底', '初', '中']);
    for word in ["年内", "今年", "全年", "上半年", "下半年", "入汛", "汛期"] {
        if let Some(bare) = name.strip_suffix(word) {
            return bare;
        }
    }
    for unit in ["季度", "月", "年"] {
        let Some(bare) = name.strip_suffix(unit) else {
            continue;
        };
        let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十两".contains(c);
        let cut = bare.trim_end_matches(number);
        if cut.len() < bare.len() {
            return cut.trim_end_matches('第');
        }
    }
    name
}

fn takes(action: &Action, field: usize) -> bool {
    action.input.iter().any(|it| it.sets == Some(field))
}

/// Leads to the form that opens the record, with what is known filled in.
fn button(here: &Here<'_>, action: &Action, commitment: &Commitment, name: &str) -> Markup {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for input in &action.input {
        let known = here.system.proposals.and_then(|it| match input.sets {
            Some(at) if at == it.name => Some(name.to_owned()),
            Some(at) if at == it.words => Some(commitment.text.chars().take(WORDS_MAX).collect()),
            _ => None,
        });
        if let Some(known) = known {
            query.append_pair(&key(&input.field.name), &known);
        }
    }
    let address = format!(
        "/systems/{}/new/{}?{}",
        here.system.id,
        action.id,
        query.finish()
    );
    html! { a.button href=(address) { (here.say.lang.of(&action.name)) } }
}

#[cfg(test)]
mod tests {
    use super::work;

    #[test]
    fn a_work_is_named_without_the_sentence_around_it() {
        for (name, action, named) in [
            ("云泽智能农机产业园", "开工", Some("云泽智能农机产业园")),
            (
                "艾洛森精密传动项目三季度",
                "开工",
                Some("艾洛森精密传动项目"),
            ),
            ("云锦路小学8月底前", "建成投用", Some("云锦路小学")),
            (
                "投用青禾生活垃圾焚烧发电厂",
                "建成",
                Some("青禾生活垃圾焚烧发电厂"),
            ),
            ("市图书馆新馆", "开工建设", Some("市图书馆新馆")),
            ("澜川储能电池二期", "开工", Some("澜川储能电池二期")),
            ("云泽至西塬高速公路年内", "开工", Some("云泽至西塬高速公路")),
            ("第二季度", "开工", None),
            ("三一重工产业园", "开工", Some("三一重工产业园")),
            ("3至5个中试平台", "建成", None),
            ("1个综合养老服务中心", "建成", None),
            ("12345政务服务便民热线", "办好", None),
            ("惠企政策库", "完善", None),
            ("云泽国际陆港", "提升", None),
            ("云泽理工学院", "支持", None),
        ] {
            assert_eq!(work(name, action), named, "{name}");
        }
    }
}
