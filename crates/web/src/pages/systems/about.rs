//! `/systems/{system}/about`: the rules of a system in words, its life cycle as a
//! picture, its parameters with their sources, its cases, its glossary.

use maud::{Markup, PreEscaped, html};
use youwei_base::Bilingual;
use youwei_decision::parameters::Parameter;
use youwei_system::declaration::{Field, FieldType, System};

use super::Here;
use super::rules;
use super::value::plain;
use crate::ask::{Answer, Ask};
use crate::page::{Door, Sheet, show as frame};
use crate::pages::markdown;
use crate::words::Lang;

/// `GET /systems/{system}/about`.
pub(crate) fn show(ask: &Ask) -> Answer {
    let state = ask.state();
    let here = Here::new(ask, &state)?;
    let (system, lang) = (here.system, ask.lang);
    let folder = ask.app.ground.folder(&system.id);
    let text = |name: &str| folder.and_then(|it| it.text(name));
    let (readme, told) = (text("README.md").unwrap_or_default(), text("cases.md"));
    let title = lang.pick(
        format!("{}：规则与说明", system.name.zh),
        format!("{}: rules and help", system.name.en),
    );
    let parts = [
        ("cycle", lang.pick("过程", "Life cycle")),
        (
            "acts",
            lang.pick("谁在什么时候可以办什么", "Who may do what when"),
        ),
        ("limits", lang.pick("时限与公示", "Time limits and notices")),
        ("parameters", lang.pick("参数", "Parameters")),
        ("words", lang.pick("名词", "Glossary")),
        ("facts", lang.pick("计入什么事实", "What it counts")),
        ("cases", lang.pick("例子", "Cases")),
    ];
    let body = html! {
        main #main.wide.systems.about {
            (here.way(&[(lang.pick("规则与说明", "Rules and help").to_owned(), format!("/systems/{}/about", system.id))]))
            h1 { (title) }
            p.lede { (lang.of(&system.about)) }
            p.counts-line {
                span { (lang.pick("主管：", "kept by ")) (here.say.name(&FieldType::Unit, &system.keeper).unwrap_or_else(|| system.keeper.to_string())) }
                span lang="zh-CN" { (system.source) }
                span { (lang.pick("规则版本 ", "version ")) code { (system.digest) } }
            }
            nav.within aria-label=(lang.pick("本页内容", "On this page")) { @for (id, name) in parts { a href=(format!("#{id}")) { (name) } } }
            section.readme lang="zh-CN" { (markdown::page(&readme)) }
            h2.part #cycle { (parts[0].1) }
            (cycle(system, lang))
            h2.part #acts { (parts[1].1) }
            (rules::actions(&here))
            h2.part #limits { (parts[2].1) }
            (rules::clocks(&here)) (rules::notices(&here)) (rules::flags(&here))
            h2.part #parameters { (parts[3].1) }
            (parameters(system, lang))
            h2.part #words { (parts[4].1) }
            (glossary(system, lang))
            h2.part #facts { (parts[5].1) }
            (rules::facts(&here))
            @if let Some(cases) = &told {
                h2.part #cases { (parts[6].1) }
                p.quiet { (lang.pick("这些例子每次发布前都自动跑一遍；与规则不符就不能发布。例子里的地方、单位和数都是虚构的。", "These cases run before every release; nothing is released that does not do what they say. Their places, units and numbers are invented.")) }
                section.cases lang="zh-CN" { (markdown::page(cases)) }
            }
        }
    };
    let sheet = Sheet {
        styles: &["systems.css", "decisions.css"],
        ..Sheet::new(title, Door::Systems, body)
    };
    Ok(frame(ask, &state, sheet))
}

/// The stages and the actions between them, as a picture.
fn cycle(system: &System, lang: Lang) -> Markup {
    let pick: fn(&Bilingual) -> &str = match lang {
        Lang::Zh => |it| &it.zh,
        Lang::En => |it| &it.en,
    };
    html! {
        figure.cycle { (PreEscaped(youwei_system::diagram::svg(system, pick))) }
        div.scroll { table.plain {
            thead { tr {
                th scope="col" { (lang.pick("阶段", "Stage")) }
                th scope="col" { (lang.pick("由此可到", "Leads to")) }
            } }
            tbody {
                @for (at, stage) in system.stages.iter().enumerate() {
                    tr {
                        th scope="row" { (lang.of(&stage.name)) @if stage.ends { " " small { (lang.pick("可以终止于此", "may end here")) } } }
                        td {
                            @for action in system.actions.iter().filter(|it| it.from.contains(&at) && it.to.is_some_and(|to| to != at)) {
                                @let to = action.to.and_then(|to| system.stages.get(to));
                                @if let Some(to) = to { span.step { (lang.of(&action.name)) " → " b { (lang.of(&to.name)) } } " " }
                            }
                        }
                    }
                }
            }
        } }
    }
}

fn parameters(system: &System, lang: Lang) -> Markup {
    let all: &[Parameter] = system.parameters.as_ref().map_or(&[], |it| it.all());
    html! {
        @if all.is_empty() { p.quiet { (lang.pick("没有参数。", "None.")) } }
        @else { div.scroll { table.plain {
            thead { tr {
                th scope="col" { (lang.pick("参数", "Parameter")) }
                th.n scope="col" { (lang.pick("数值", "Value")) }
                th scope="col" { (lang.pick("起", "From")) }
                th scope="col" { (lang.pick("出处", "Source")) }
            } }
            tbody { @for it in all { @for (at, dated) in it.values.iter().enumerate() {
                tr {
                    @if at == 0 { th scope="row" rowspan=(it.values.len()) { (lang.of(&it.label)) " " code { (it.name) } } }
                    td.n { (plain(&dated.value)) " " (it.unit) }
                    td { (dated.from.to_string()) }
                    td lang="zh-CN" { (dated.source) }
                }
            } } }
        } } }
    }
}

/// What each field means.
fn glossary(system: &System, lang: Lang) -> Markup {
    html! {
        div.scroll { table.plain.words {
            thead { tr {
                th scope="col" { (lang.pick("字段", "Field")) }
                th scope="col" { (lang.pick("类型", "Type")) }
                th scope="col" { (lang.pick("说明", "Meaning")) }
            } }
            tbody { @for field in &system.fields {
                tr id=(format!("field-{}", field.name)) {
                    th scope="row" { (lang.of(&field.label)) " " code { (field.name) } br; small { (lang.pick(&field.label.en, &field.label.zh)) } }
                    td { (kind(&field.of, lang)) }
                    td { (lang.of(&field.help)) @for word in marks(field, lang) { " " span.tag { (word) } } }
                }
            } }
        } }
    }
}

fn marks(field: &Field, lang: Lang) -> Vec<&'static str> {
    [
        (field.public, lang.pick("公开", "public")),
        (
            field.personal,
            lang.pick("个人信息（加密）", "personal (sealed)"),
        ),
        (field.required, lang.pick("必填", "required")),
        (field.unique, lang.pick("不得重复", "unique")),
        (field.computed.is_some(), lang.pick("自动算出", "computed")),
    ]
    .into_iter()
    .filter_map(|(is, word)| is.then_some(word))
    .collect()
}

/// What a type is called.
pub(crate) fn kind(of: &FieldType, lang: Lang) -> String {
    let word = match of {
        FieldType::Text {
            lines: false,
            chars_max,
        } => {
            return lang.pick(
                format!("文字，至多 {chars_max} 字"),
                format!("text, at most {chars_max} characters"),
            );
        }
        FieldType::Text {
            lines: true,
            chars_max,
        } => {
            return lang.pick(
                format!("多行文字，至多 {chars_max} 字"),
                format!("text of several lines, at most {chars_max} characters"),
            );
        }
        FieldType::Number { unit, .. } if !unit.is_empty() => {
            return lang.pick(format!("数（{unit}）"), format!("number ({unit})"));
        }
        FieldType::Choice(all) => {
            let names: Vec<&str> = all.iter().map(|it| lang.of(&it.name)).collect();
            return lang.pick(
                format!("选择：{}", names.join("、")),
                format!("one of: {}", names.join(", ")),
            );
        }
        FieldType::List(of) => {
            return lang.pick(
                format!("多行，每行：{}", kind(of, lang)),
                format!("rows, each: {}", kind(of, lang)),
            );
        }
        FieldType::Table(fields) => {
            let names: Vec<&str> = fields.iter().map(|it| lang.of(&it.label)).collect();
            return names.join(lang.pick("、", ", "));
        }
        FieldType::Link(system) => {
            return lang.pick(
                format!("另一条目（{system}）"),
                format!("a record of {system}"),
            );
        }
        FieldType::Commitment => lang.pick("报告里的承诺", "a commitment of the report"),
        FieldType::DocumentNumber => lang.pick("发文字号（自动编）", "official number, given"),
        FieldType::Number { .. } => lang.pick("数", "number"),
        FieldType::Money => lang.pick("金额（元）", "yuan"),
        FieldType::Date => lang.pick("日期", "day"),
        FieldType::Month => lang.pick("月份", "month"),
        FieldType::YesNo => lang.pick("是否", "yes or no"),
        FieldType::Area => lang.pick("地区", "place"),
        FieldType::Unit => lang.pick("单位", "unit"),
        FieldType::Person => lang.pick("人员", "user"),
        FieldType::Enterprise => lang.pick(
            "统一社会信用代码（校验）",
            "unified social credit code, checked",
        ),
        FieldType::Citizen => {
            lang.pick("公民身份号码（校验）", "citizen's identity number, checked")
        }
        FieldType::ProjectCode => lang.pick("项目代码（校验）", "project code, checked"),
        FieldType::Container => lang.pick("集装箱号（校验）", "container number, checked"),
        FieldType::File { photo: false } => lang.pick("文件", "file"),
        FieldType::File { photo: true } => {
            lang.pick("带日期和位置的照片", "photograph with day and place")
        }
        FieldType::Geo => lang.pick("经纬度", "point"),
    };
    word.to_owned()
}
