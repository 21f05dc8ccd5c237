//! The page of a model, put together.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use youwei_base::Bilingual;
use youwei_decision::dmn::raw::InputData;
use youwei_decision::parameters::Parameter;
use youwei_decision::temporal::Date;
use youwei_decision::value::Value;

use super::case::{Decided, decide, given};
use super::diagnostics::{self, verdict};
use super::diagram::{Graph, Scope, picture};
use super::form::{Askable, Asked, Filled, form};
use super::given::{Field, Wrong};
use super::lit::Lit;
use super::outcome::{Outcome, tables};
use super::section::Of;
use super::text::{anchor, id_of, name, said, short_name};
use super::{examples, parameters};
use crate::ask::{Answer, Ask};
use crate::fields::Fields;
use crate::page::{Door, Sheet, both, show as frame};
use crate::systems::{Entry, System};
use crate::words as w;
use crate::words::Lang;

/// The whole diagram is shown at once if it has no more nodes than this.
const NODES_AT_ONCE: usize = 22;

/// The address of a model's page.
pub(super) fn address(system: &System, entry: &Entry) -> String {
    format!(
        "/decisions/{}/{}",
        encoded(&system.key),
        encoded(&entry.key)
    )
}

fn encoded(part: &str) -> String {
    let plain = |it: &u8| it.is_ascii_alphanumeric() || b"-_.~".contains(it);
    part.bytes()
        .map(|it| match plain(&it) {
            true => char::from(it).to_string(),
            false => format!("%{it:02X}"),
        })
        .collect()
}

/// The page, with these fields in the form, and their case decided if they ask for that.
pub(super) fn show(
    ask: &Ask,
    system: &System,
    entry: &Entry,
    fields: &Fields,
    example: Option<usize>,
    status: StatusCode,
) -> Answer {
    let lang = ask.lang;
    let dated = parameters::of(system, entry);
    let inputs = asked(system, entry, lang);
    let wanted = match fields.get("decision") {
        "" => entry.main.clone().unwrap_or_default(),
        name => name.to_owned(),
    };
    let nodes = entry.model.nodes();
    let decision = entry
        .model
        .node(&wanted)
        .filter(|at| nodes[*at].is_decision());
    let more = fields.get("more");
    let asks = fields.given("decision").is_some() && more.is_empty();
    let (values, mut wrong) = given(&inputs, fields);
    let day = case_day(system, &values).or_else(|| Date::parse(&ask.today().to_string()).ok());
    let decided = match decision {
        Some(at) if asks && wrong.is_empty() => {
            let decided = decide(system, entry, at, values, ask.now);
            // What the declared types refuse is for the person to put right.
            decided.map_err(|refused| wrong = refused).ok()
        }
        _ => None,
    };
    let status = match asks && decided.is_none() {
        true => StatusCode::UNPROCESSABLE_ENTITY,
        false => status,
    };
    let page = Page {
        ask,
        system,
        entry,
        dated: &dated,
        inputs: &inputs,
        decided: decided.as_ref(),
        day,
        lang,
    };
    let filled = Filled {
        fields,
        wrong: &wrong,
        decision: &wanted,
        more,
        lang,
    };
    let body = page.body(&filled, asks, example);
    Ok(page.response(status, body))
}

/// The day that says which parameters are in force.
fn case_day(
    system: &System,
    values: &indexmap::IndexMap<youwei_decision::value::Name, Value>,
) -> Option<Date> {
    match values.get(system.parameters.as_ref()?.case_date()) {
        Some(Value::Date(day)) => Some(*day),
        _ => None,
    }
}

/// The inputs that are asked of a case: those of the file that are no parameters.
fn asked(system: &System, entry: &Entry, lang: Lang) -> Vec<Asked> {
    let nodes = entry.model.nodes().iter();
    let own =
        nodes.filter(|it| it.file == 0 && !it.is_decision() && !system.is_parameter(&it.name));
    own.map(|node| {
        let input = entry
            .file
            .inputs
            .iter()
            .find(|it| id_of(&it.head) == *node.element);
        let hint = input.and_then(|it| it.head.description.as_deref());
        Asked {
            name: node.name.clone(),
            label: match input {
                Some(it) => name(&it.head, lang),
                None => html! { (node.name) },
            },
            hint: hint.map(|it| said(it, lang)),
            field: Field::of(&node.of, node.shape.as_deref()),
        }
    })
    .collect()
}

struct Page<'a> {
    ask: &'a Ask,
    system: &'a System,
    entry: &'a Entry,
    dated: &'a [(&'a InputData, &'a Parameter)],
    inputs: &'a [Asked],
    decided: Option<&'a Decided>,
    day: Option<Date>,
    lang: Lang,
}

impl Page<'_> {
    fn response(&self, status: StatusCode, body: Markup) -> Response {
        let state = self.ask.state();
        let title = self.entry.title().to_owned();
        let sheet = Sheet {
            styles: &["decisions.css"],
            status,
            ..Sheet::new(title, Door::Decisions, body)
        };
        frame(self.ask, &state, sheet)
    }

    fn lit(&self) -> Option<&Lit> {
        self.decided.map(|it| &it.lit)
    }

    fn body(&self, filled: &Filled<'_>, asks: bool, example: Option<usize>) -> Markup {
        let (lang, entry) = (self.lang, self.entry);
        let file = &entry.file;
        let of = Of {
            entry,
            lit: self.lit(),
            lang,
        };
        html! {
            main #main.wide.decisions.one {
                (self.outline())
                div.model-text {
                    (self.head())
                    @if asks && !filled.wrong.is_empty() { (both(self.ask, "refusal", &not_read(filled.wrong))) }
                    @else if asks && self.decided.is_none() { (both(self.ask, "refusal", &no_decision(filled.decision))) }
                    (self.result(example))
                    (self.case(filled, example))
                    (self.diagrams())
                    h2.part #decisions { (lang.pick("逐项决策", "The decisions")) }
                    @for it in &file.decisions { (of.decision(it)) }
                    @if !file.knowledge_models.is_empty() {
                        h2.part #knowledge { (lang.pick("公用的算法", "Shared functions")) }
                        @for it in &file.knowledge_models { (of.knowledge(it)) }
                    }
                    (self.rest(&of))
                }
            }
        }
    }

    fn head(&self) -> Markup {
        let (lang, entry) = (self.lang, self.entry);
        html! {
            p.way { a href="/decisions" { (lang.say(w::DECISIONS)) } " › " span { (lang.of(&self.system.title)) } }
            h1 { (name(&entry.file.head, lang)) }
            @if let Some(about) = &entry.file.head.description { p.lede { (said(about, lang)) } }
            p.counts-line {
                span { b { (entry.file.decisions.len()) } " " (lang.pick("项决策", "decisions")) }
                span { b { (entry.tables) } " " (lang.pick("张表", "tables")) }
                span { b { (entry.rules) } " " (lang.pick("条规则", "rules")) }
                @if !self.dated.is_empty() { span { b { (self.dated.len()) } " " (lang.pick("个参数", "parameters")) } }
                @if entry.diagnostics.is_empty() { (verdict(&entry.diagnostics, lang)) } @else { a href="#checks" { (verdict(&entry.diagnostics, lang)) } }
                small { (entry.file.file) }
            }
        }
    }

    fn result(&self, example: Option<usize>) -> Markup {
        let Some(decided) = self.decided else {
            return html! {};
        };
        let tables = tables(self.entry);
        let outcome = Outcome {
            entry: self.entry,
            decided,
            tables: &tables,
            parameters: self.dated,
            lang: self.lang,
        };
        let example = example.and_then(|at| self.system.cases.get(at.checked_sub(1)?));
        let expected =
            example.map(|it| it.judge(&self.entry.model, self.system.parameters.as_ref()));
        html! {
            @if let Some(example) = example {
                p.example-name { span.word { (self.lang.pick("例子", "Example")) } b { (self.lang.of(&example.name)) } @if is_chinese(&example.source) { small lang="zh-CN" { (example.source) } } }
            }
            (outcome.show(expected))
        }
    }

    fn case(&self, filled: &Filled<'_>, example: Option<usize>) -> Markup {
        let (lang, entry) = (self.lang, self.entry);
        let decisions: Vec<Askable<'_>> = entry
            .file
            .decisions
            .iter()
            .map(|it| Askable {
                name: &it.head.name,
                label: short_name(&it.head, lang),
            })
            .collect();
        let action = address(self.system, entry);
        let open = !filled.wrong.is_empty() || !filled.more.is_empty();
        let missing = self.decided.is_some_and(|it| it.value.missing().is_some());
        html! {
            section.try #case aria-labelledby="case-head" {
                h2.part #case-head { (lang.pick("用一个案例看规则怎样适用", "See the rules at work on a case")) }
                (examples::list(self.system, entry, example, lang))
                details.tool open[open || missing] {
                    summary { (match self.decided { Some(_) => lang.pick("改一改这个案例", "Change this case"), None => lang.pick("自己填一个案例", "Fill in a case") }) }
                    (form(&action, self.inputs, &decisions, filled))
                }
            }
        }
    }

    fn diagrams(&self) -> Markup {
        let (lang, entry) = (self.lang, self.entry);
        let dated = |name: &str| self.system.is_parameter(name);
        let all = Graph::of(&entry.file, Scope::All, &dated, self.lit(), lang);
        let whole = all.nodes.len() <= NODES_AT_ONCE;
        let core = Graph::of(&entry.file, Scope::Core, &dated, self.lit(), lang);
        html! {
            section.diagram aria-labelledby="diagram" {
                h2.part #diagram { (lang.pick("决策需求图", "What rests on what")) }
                p.quiet { (lang.pick("箭头从所用的指向用它的；点一个框，看它的规则。方框是决策，圆头框是输入，切角框是公用算法", "Arrows lead from what is used to what uses it; follow a box to its rules. Rectangles are decisions, ovals inputs, clipped boxes shared functions"))
                    @if whole { (lang.pick("，虚边是参数，波浪边是依据。", "; dashed ovals are parameters, wavy boxes sources.")) } @else { (lang.pick("。", ".")) } }
                @if whole {
                    (picture(lang, &all, "whole"))
                } @else {
                    (picture(lang, &core, "core"))
                    details.whole {
                        summary { (lang.pick("连同参数和法律依据的全图", "The whole, with parameters and sources of law")) }
                        p.quiet { (lang.pick("虚边是参数，波浪边是依据，虚线连到据以制定的决策。", "Dashed ovals are parameters, wavy boxes sources; dotted lines lead to what rests on them.")) }
                        (picture(lang, &all, "whole"))
                    }
                }
            }
        }
    }

    fn rest(&self, of: &Of<'_>) -> Markup {
        let (lang, file) = (self.lang, &self.entry.file);
        let inputs: Vec<&InputData> = file
            .inputs
            .iter()
            .filter(|it| !self.system.is_parameter(&it.head.name))
            .collect();
        html! {
            @if !inputs.is_empty() {
                h2.part #inputs { (lang.pick("输入", "Inputs")) }
                (of.inputs(&inputs))
            }
            @if let (false, Some(day)) = (self.dated.is_empty(), self.day) {
                h2.part #parameters { (lang.pick("参数", "Dated parameters")) }
                (parameters::table(self.dated, day, self.lit(), lang))
            }
            @if !file.knowledge_sources.is_empty() {
                h2.part #sources { (lang.pick("依据", "Sources")) }
                ul.sources { @for it in &file.knowledge_sources { (of.source(it)) } }
            }
            @if !self.entry.diagnostics.is_empty() {
                h2.part #checks { (lang.pick("检查结果", "Checks")) }
                (diagnostics::list(&self.entry.diagnostics, lang))
            }
        }
    }

    /// The sections, beside the text.
    fn outline(&self) -> Markup {
        let (lang, file) = (self.lang, &self.entry.file);
        html! {
            nav.outline.model-outline aria-labelledby="outline-head" {
                h2 #outline-head { (lang.say(w::OUTLINE)) }
                ul {
                    @if self.decided.is_some() { li.l1 { a href="#result" { (lang.pick("结果", "Result")) } } }
                    li.l1 { a href="#case" { (lang.pick("案例", "A case")) } }
                    li.l1 { a href="#diagram" { (lang.pick("决策需求图", "Diagram")) } }
                    li.l1 { a href="#decisions" { (lang.pick("逐项决策", "Decisions")) } }
                    @for it in &file.decisions {
                        @let id = id_of(&it.head);
                        @let worth = self.lit().and_then(|lit| lit.brief(&id, lang));
                        li.l2 { a href={ "#" (anchor(&id)) } { (short_name(&it.head, lang)) @if let Some(worth) = worth { span.n { (worth) } } } }
                    }
                    @if !file.knowledge_models.is_empty() { li.l1 { a href="#knowledge" { (lang.pick("公用的算法", "Functions")) } } }
                    @if !self.dated.is_empty() { li.l1 { a href="#parameters" { (lang.pick("参数", "Parameters")) } } }
                    @if !file.knowledge_sources.is_empty() { li.l1 { a href="#sources" { (lang.pick("依据", "Sources")) } } }
                }
            }
        }
    }
}

/// A source that names a law or a document, and not how the example came about.
fn is_chinese(text: &str) -> bool {
    text.chars()
        .any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it))
}

fn not_read(wrong: &Wrong) -> Bilingual {
    let zh: Vec<String> = wrong
        .iter()
        .map(|(key, it)| format!("{}：{}", field(key), it.zh))
        .collect();
    let en: Vec<String> = wrong
        .iter()
        .map(|(key, it)| format!("{}: {}", field(key), it.en))
        .collect();
    Bilingual::new(
        format!("有的填写读不懂，还没有计算。{}", zh.join("")),
        format!(
            "Some fields cannot be read, so nothing was decided. {}",
            en.join(" ")
        ),
    )
}

fn field(key: &str) -> &str {
    key.strip_prefix(super::given::PREFIX).unwrap_or(key)
}

fn no_decision(name: &str) -> Bilingual {
    Bilingual::new(
        format!("这个模型没有名为“{name}”的决策。请在下面的表单中另选一个。"),
        format!("This model has no decision “{name}”. Choose another in the form below."),
    )
}
