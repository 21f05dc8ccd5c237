//! `/open`: what open data there is, for people; and `/open/{list}/dictionary`: what each
//! column of a list means.

use maud::{Markup, html};
use youwei_base::Bilingual;

use super::site::{Changed, Site};
use super::table::{Codes, Column, Rows, Table};
use super::{find, projects, tables};
use crate::ask::{Answer, Ask};
use crate::page::{Door, Sheet, show as frame};
use crate::words::Lang;
use youwei_account::beijing_time;

/// `GET /open`.
pub(crate) fn show(ask: &Ask) -> Answer {
    let lang = ask.lang;
    let site = Site::of(ask);
    let all = tables(&ask.app);
    let mut lines = Vec::new();
    for table in &all {
        lines.push((table, Changed::of(ask, table)?));
    }
    let (of_systems, others): (Vec<_>, Vec<_>) =
        lines.iter().partition(|(it, _)| it.keeper.is_some());
    let projects = projects::systems(ask);
    let state = ask.state();
    let body = html! {
        main #main.wide.open-data {
            h1 { (lang.pick("开放数据", "Open data")) }
            p.lede { (lang.pick(
                "这里的每一份列表都可以整份取走，不用登录，不含个人信息。每一行都能追到账本条目，账本可以用不是我们写的程序核对。",
                "Every list here can be taken whole, without signing in; none holds personal data. Every line leads to entries of the log, which programs that are not ours can check.",
            )) }
            (licence(&site, lang))
            section {
                h2.part { (lang.pick("承诺、灯和数", "Promises, lights and figures")) }
                (lists(ask, &others))
            }
            section {
                h2.part { (lang.pick("业务系统的台账", "Record books of the systems")) }
                (lists(ask, &of_systems))
            }
            section {
                h2.part { (lang.pick("别的格式", "Other forms")) }
                dl.forms {
                    @for system in &projects {
                        dt { a href=(format!("/open/{}.oc4ids.json", system.id)) { (lang.of(&system.name)) " OC4IDS JSON" } }
                        dd { (lang.pick(
                            "按基础设施公开数据标准 OC4IDS 0.9.5 写成的全部项目；还没有项目时没有内容。",
                            "All projects in the Open Contracting for Infrastructure Data Standard 0.9.5; there is nothing before the first project.",
                        )) }
                    }
                    dt { a href="/open/catalog.jsonld" { "DCAT 3 (JSON-LD)" } " · " a href="/open/catalog.ttl" { "Turtle" } }
                    dd { (lang.pick("全部数据的目录，供数据门户收录。", "A catalogue of all of it, for data portals.")) }
                    dt { a href="/api/openapi.json" { "OpenAPI 3.1" } }
                    dd { (lang.pick("按条查询的接口。", "The API, record by record.")) }
                    dt { a href="/log" { (lang.pick("账本", "The log")) } }
                    dd { (lang.pick("全部条目，附证明和核对用的程序。", "All entries, with proofs and a program that checks them.")) }
                }
            }
            section {
                h2.part { (lang.pick("订阅", "Feeds")) }
                p { a href="/lights.atom" { (lang.pick("变化的灯（Atom）", "Changed lights (Atom)")) } " — " (lang.pick(
                    "灯变了就有一条：由什么变成什么，因为哪一条账本条目，还是日子到了。",
                    "an entry for every light that changed: then and now, and the entry that did it or that the day did.",
                )) }
                p { (lang.pick(
                    "各单位另有到期日历（任何日历程序都能订阅：时限和承诺的到期日）和自己的变灯订阅：",
                    "Each unit has a calendar of due days, which any calendar program follows, and a feed of its own lights:",
                )) }
                details {
                    summary { (lang.pick("选一个单位", "Choose a unit")) }
                    ul.feeds {
                        @for unit in ask.app.names().units.all() {
                            li {
                                span { (lang.of(&unit.name)) }
                                " " a href=(format!("/units/{}/due.ics", unit.id)) { (lang.pick("到期日历", "calendar")) }
                                " " a href=(format!("/units/{}/lights.atom", unit.id)) { (lang.pick("变灯", "lights")) }
                            }
                        }
                    }
                }
            }
        }
    };
    let sheet = Sheet {
        styles: &["systems.css", "open.css"],
        ..Sheet::new(lang.pick("开放数据", "Open data"), Door::None, body)
    };
    Ok(frame(ask, &state, sheet))
}

fn licence(site: &Site, lang: Lang) -> Markup {
    html! {
        p #publisher {
            (lang.pick("发布者：", "Published by ")) (lang.of(&site.city)) (lang.pick("。", ". "))
            @match site.licence() {
                Some(licence) => { (lang.pick("许可：", "Licence: ")) a rel="license" href=(licence) { (licence) } }
                None => { (lang.pick(
                    "这个城市还没有写明许可：请在 city.toml 里写 licence。",
                    "This city has not said under which licence: it is named by licence in city.toml.",
                )) }
            }
        }
    }
}

fn lists(ask: &Ask, lines: &[&(&Table, Changed)]) -> Markup {
    let lang = ask.lang;
    let of_child = |table: &Table| {
        matches!(
            table.rows,
            Rows::Items(..) | Rows::Limits(_) | Rows::Facts(_)
        )
    };
    html! {
        table.list.open-lists {
            thead { tr {
                th scope="col" { (lang.pick("列表", "List")) }
                th scope="col" { (lang.pick("取走", "Take")) }
                th scope="col" { (lang.pick("数据字典", "Dictionary")) }
                th scope="col" { (lang.pick("最近变动", "Last change")) }
            } }
            tbody { @for (table, changed) in lines {
                tr.child[of_child(table)] {
                    td.what { b { (lang.of(&table.name)) } p.quiet { (lang.of(&table.about)) } }
                    td data-label=(lang.pick("取走", "Take")) {
                        a href=(format!("/open/{}.csv", table.id)) { "CSV" } " " a href=(format!("/open/{}.json", table.id)) { "JSON" }
                    }
                    td data-label=(lang.pick("数据字典", "Dictionary")) {
                        a href=(format!("/open/{}/dictionary", table.id)) { (lang.pick(
                            format!("{} 列", table.columns.len()),
                            format!("{} columns", table.columns.len()),
                        )) }
                    }
                    td data-label=(lang.pick("最近变动", "Last change")) { (when(changed, lang)) }
                }
            } }
        }
    }
}

fn when(changed: &Changed, lang: Lang) -> String {
    match changed.time {
        Some(time) => beijing_time(time),
        None => lang.pick("还没有", "none yet").to_owned(),
    }
}

/// `GET /open/{list}/dictionary`.
pub(crate) fn dictionary(ask: &Ask) -> Answer {
    let lang = ask.lang;
    let table = find(&ask.app, ask.part("file"))?;
    let site = Site::of(ask);
    let changed = Changed::of(ask, &table)?;
    let keeper = table
        .keeper
        .as_deref()
        .and_then(|it| ask.app.names().units.name(it));
    let state = ask.state();
    let body = html! {
        main #main.wide.open-data {
            nav.way aria-label=(lang.pick("位置", "Where this is")) { ol { li { a href="/open" { (lang.pick("开放数据", "Open data")) } } } }
            h1 { (lang.of(&table.name)) }
            p.lede { (lang.of(&table.about)) }
            dl.worth {
                dt { (lang.pick("取走", "Take")) }
                dd {
                    a href=(format!("/open/{}.csv", table.id)) { "CSV" } " · " a href=(format!("/open/{}.json", table.id)) { "JSON" } " · "
                    a href=(format!("/open/{}.csv-metadata.json", table.id)) { (lang.pick("字典（CSVW）", "this dictionary (CSVW)")) }
                }
                dt { (lang.pick("按页取", "In pages")) }
                dd { code { "?from=0&limit=500" } " — " (lang.pick("下一页的地址在 Link 头和 JSON 的 next 里；每页按条目计。", "the next address is in the header Link and in next of the JSON; pages count records.")) }
                @if let Some(keeper) = keeper { dt { (lang.pick("记账单位", "Kept by")) } dd { (lang.of(keeper)) } }
                dt { (lang.pick("出处", "Source")) } dd lang="zh-CN" { (table.source) }
                dt { (lang.pick("最近变动", "Last change")) } dd { (when(&changed, lang)) }
                dt { (lang.pick("主键", "Key")) } dd { code { (table.key.join(", ")) } }
                dt { (lang.pick("个人信息", "Personal data")) } dd { (lang.pick("没有，也不会有：标为个人的字段不进这里。", "None, ever: fields that are marked as personal do not come here.")) }
            }
            (licence(&site, lang))
            p.hint { (lang.pick(
                "CSV 为 UTF-8，首行是列名；以 = + - @ 开头的文字前加了一个撇号，免得电子表格把它当公式。",
                "The CSV is UTF-8, its first line the names; a text that begins with = + - @ has an apostrophe before it, so that no spreadsheet computes it.",
            )) }
            div.scroll { table.rows.dictionary {
                thead { tr {
                    th scope="col" { (lang.pick("列名", "Name")) }
                    th scope="col" { (lang.pick("中文", "Chinese")) }
                    th scope="col" { (lang.pick("英文", "English")) }
                    th scope="col" { (lang.pick("类型", "Type")) }
                    th scope="col" { (lang.pick("单位", "Unit")) }
                    th scope="col" { (lang.pick("来源", "Source")) }
                    th scope="col" { (lang.pick("说明", "Notes")) }
                } }
                tbody { @for column in &table.columns { (row(column, lang)) } }
            } }
        }
    };
    let title = Bilingual::new(
        format!("{}：数据字典", table.name.zh),
        format!("{}: data dictionary", table.name.en),
    );
    let sheet = Sheet {
        styles: &["systems.css", "open.css"],
        ..Sheet::new(lang.of(&title), Door::None, body)
    };
    Ok(frame(ask, &state, sheet))
}

/// So many words of a list of codes are shown at once.
const CODES_MAX: usize = 60;

fn row(column: &Column, lang: Lang) -> Markup {
    html! {
        tr {
            th scope="row" { code { (column.name) } @if column.required { " " small title=(lang.pick("每行都有", "in every row")) { "*" } } }
            td lang="zh-CN" { (column.label.zh) }
            td lang="en" { (column.label.en) }
            td { (lang.of(&column.of.name())) }
            td { (column.unit) }
            td { (lang.of(&column.source)) }
            td {
                (lang.of(&column.help))
                @match &column.codes {
                    Codes::None => {},
                    Codes::In(list) => { a href=(format!("/open/{list}/dictionary")) { (lang.pick("代码见 ", "codes: ")) (list) } },
                    Codes::Of(all) => ul.codes {
                        @for (code, name) in all.iter().take(CODES_MAX) { li { code { (code) } " " (lang.of(name)) } }
                        @if all.len() > CODES_MAX { li { a href="/open/codes.csv" { "…" } } }
                    },
                }
            }
        }
    }
}
