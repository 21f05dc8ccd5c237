//! A decision table as people read it, lit by a case if there is one.

use maud::{Markup, html};
use youwei_decision::dmn::raw::{Aggregation, HitPolicy, Rule, Table};

use super::feel::{Links, cell, expression};
use super::lit::{Held, Lit, Run};
use super::text::rule_anchor;
use super::value::brief;
use crate::words::Lang;

/// How many runs of one table are listed.
const RUNS_SHOWN: usize = 40;
/// The width of a value over its column, in halves of a Chinese character.
const BRIEF: usize = 30;
/// The width of an answer below a table.
const ANSWER: usize = 120;

/// Where a table stands.
pub(super) struct Place<'a> {
    /// Its id; rules are found by it.
    pub id: &'a str,
    /// What it decides.
    pub name: &'a str,
    /// The names that lead to other elements.
    pub links: &'a Links,
    pub lang: Lang,
}

/// A table.
pub(super) fn table(place: &Place<'_>, table: &Table, lit: Option<&Lit>) -> Markup {
    let lang = place.lang;
    let runs = lit.map_or(&[][..], |lit| lit.runs(place.id));
    let one = match runs {
        [one] => Some(one),
        _ => None,
    };
    let input = lang.pick("条件", "If");
    let output = lang.pick("结论", "Then");
    html! {
        div.scroll tabindex="0" role="region" aria-label=(lang.pick(format!("决策表：{}", place.name), format!("Decision table: {}", place.name))) {
            table.rules.lit[!runs.is_empty()] {
                thead {
                    tr.kinds {
                        th.hit scope="col" rowspan="2" { abbr title=(policy(table, lang)) { (letter(table)) } span.visually-hidden { (lang.pick("规则", "Rule")) } }
                        @if !table.inputs.is_empty() { th.if scope="colgroup" colspan=(table.inputs.len()) { (input) } }
                        @if !table.outputs.is_empty() { th.then scope="colgroup" colspan=(table.outputs.len()) { (output) } }
                        @if !table.annotations.is_empty() { th.note-head scope="colgroup" colspan=(table.annotations.len()) { (lang.pick("说明", "Notes")) } }
                    }
                    tr.heads {
                        @for (at, column) in table.inputs.iter().enumerate() {
                            th.if scope="col" {
                                @let text = column.expression.text.trim();
                                @let label = column.label.as_deref().unwrap_or(text);
                                @let linked = place.links.iter().find(|link| link.0 == text);
                                span.label lang="zh-CN" {
                                    @match linked { Some(link) if label == text => a href={ "#" (link.1) } { (label) }, _ => (label) }
                                }
                                @if label != text { div.of { (expression(text, place.links)) } }
                                @if let Some(values) = &column.values { div.allowed { (cell(values, &[], lang)) } }
                                @if let Some(one) = one { @if let Some((_, value)) = one.trace.inputs.get(at) {
                                    div.is { span.visually-hidden { (lang.pick("本例：", "In this case: ")) } (brief(value, lang, BRIEF)) }
                                } }
                            }
                        }
                        @for column in &table.outputs {
                            th.then scope="col" {
                                span.label lang="zh-CN" { (output_name(column, table, place)) }
                                @if let Some(values) = &column.values { div.allowed { (cell(values, &[], lang)) } }
                                @if let Some(default) = &column.default { div.allowed { (lang.pick("都不适用时：", "otherwise: ")) (cell(&default.text, place.links, lang)) } }
                            }
                        }
                        @for name in &table.annotations { th.note-head scope="col" lang="zh-CN" { (name) } }
                    }
                }
                tbody {
                    @for (at, rule) in table.rules.iter().enumerate() { (row(place, table, runs, at, rule)) }
                }
            }
        }
        p.policy { (policy(table, lang)) }
        @if runs.len() > 1 { (calls(place, runs)) }
        @if let Some(one) = one { (came_out(place, table, one)) }
    }
}

fn output_name<'a>(
    column: &'a youwei_decision::dmn::raw::TableOutput,
    table: &'a Table,
    place: &Place<'a>,
) -> &'a str {
    let label = column.head.label.as_deref();
    let own = Some(column.head.name.as_str()).filter(|it| !it.is_empty());
    let whole = table.output_label.as_deref();
    label.or(own).or(whole).unwrap_or(place.name)
}

fn row(place: &Place<'_>, table: &Table, runs: &[Run], at: usize, rule: &Rule) -> Markup {
    let lang = place.lang;
    let fired = runs.iter().filter(|run| run.fired(at)).count();
    let whole = match runs {
        [] => None,
        [one] => Some(one.rule(at)),
        many if many.iter().all(|run| run.rule(at) == Held::No) => Some(Held::No),
        _ => Some(Held::Yes),
    };
    let class = match (fired > 0, whole) {
        (true, _) => "fired",
        (false, Some(Held::Yes)) => "held",
        (false, Some(Held::Unsaid)) => "unsaid",
        (false, Some(Held::No)) => "out",
        (false, None) => "",
    };
    let label = |text: &str| text.to_owned();
    html! {
        tr id=(rule_anchor(place.id, at)) class=(class) {
            th.no scope="row" {
                a href={ "#" (rule_anchor(place.id, at)) } { span.visually-hidden { (lang.pick("规则 ", "Rule ")) } (at + 1) }
                @match (fired, runs.len()) {
                    (0, 0) => {},
                    (0, 1) => @match whole {
                        Some(Held::Unsaid) => span.verdict { (lang.pick("说不准", "open")) },
                        Some(Held::Yes) => span.verdict { (lang.pick("也成立", "holds too")) },
                        _ => span.verdict { (lang.pick("不适用", "no")) },
                    },
                    (0, _) => span.verdict { (lang.pick("0 次", "0 ×")) },
                    (_, 1) => b.verdict { (lang.pick("适用", "applies")) },
                    (n, _) => b.verdict { (lang.pick(format!("{n} 次"), format!("{n} ×"))) },
                }
            }
            @for (column, entry) in rule.inputs.iter().enumerate() {
                @let head = table.inputs.get(column).map(|it| label(it.label.as_deref().unwrap_or(&it.expression.text)));
                td.if.any[matches!(entry.text.trim(), "" | "-")] data-label=[head] {
                    @if let [one] = runs { (sign(one.cell(at, column), entry.text.trim(), lang)) }
                    (cell(&entry.text, place.links, lang))
                }
            }
            @for (column, entry) in rule.outputs.iter().enumerate() {
                @let head = table.outputs.get(column).map(|it| label(output_name(it, table, place)));
                td.then data-label=[head] { (cell(&entry.text, place.links, lang)) }
            }
            @for (column, text) in rule.annotations.iter().enumerate() {
                @let head = table.annotations.get(column).map(|it| label(it));
                td.note-cell lang="zh-CN" data-label=[head] { (text) }
            }
            // A rule with fewer remarks than there are columns of them.
            @for _ in rule.annotations.len()..table.annotations.len() { td.note-cell {} }
        }
    }
}

/// A tick, a cross or a question mark, and the same in words.
fn sign(held: Held, text: &str, lang: Lang) -> Markup {
    // A cell that takes anything says nothing about the case.
    if matches!(text, "" | "-") {
        return html! {};
    }
    let (class, mark, said) = match held {
        Held::Yes => ("yes", "✓", lang.pick("成立", "holds")),
        Held::No => ("no", "✗", lang.pick("不成立", "does not hold")),
        Held::Unsaid => ("unsaid", "?", lang.pick("说不准", "cannot be said")),
    };
    html! { span class={ "sign " (class) } { span aria-hidden="true" { (mark) } span.visually-hidden { (said) } } }
}

fn came_out(place: &Place<'_>, table: &Table, run: &Run) -> Markup {
    let lang = place.lang;
    html! {
        p.came {
            b { (lang.pick("本例：", "In this case: ")) }
            @if run.trace.fired.is_empty() {
                (lang.pick("没有规则单独定出结果，", "no rule settled it alone, "))
            } @else {
                @for (nth, rule) in run.trace.fired.iter().enumerate() {
                    @if nth > 0 { (lang.pick("、", ", ")) }
                    (rule_link(place.id, *rule, lang))
                }
                (lang.pick(" 适用，", match run.trace.fired.len() { 1 => " applies, ", _ => " apply, " }))
            }
            (lang.pick("得 ", "giving "))
            b { (brief(&run.answer, lang, ANSWER)) }
            @if let (true, Some(HitPolicy::Unique)) = (run.trace.fired.len() > 1, Some(table.hit_policy)) { (lang.pick("，而至多只应一条适用", ", though one at most should")) }
            (lang.pick("。", "."))
        }
    }
}

/// A link to a rule.
pub(super) fn rule_link(table: &str, rule: usize, lang: Lang) -> Markup {
    let n = rule + 1;
    html! { a.to-rule href={ "#" (rule_anchor(table, rule)) } { (lang.pick(format!("规则 {n}"), format!("rule {n}"))) } }
}

/// A table that ran several times: once for each member, each day.
fn calls(place: &Place<'_>, runs: &[Run]) -> Markup {
    let lang = place.lang;
    html! {
        details.calls {
            summary { (lang.pick(format!("本例中用了 {} 次，逐次查看", runs.len()), format!("Used {} times in this case; see each", runs.len()))) }
            ol {
                @for run in runs.iter().take(RUNS_SHOWN) {
                    li {
                        @for (nth, (name, value)) in run.trace.inputs.iter().enumerate() {
                            @if nth > 0 { (lang.pick("，", ", ")) }
                            span lang="zh-CN" { (name) } " " (brief(value, lang, BRIEF))
                        }
                        " → " b { (brief(&run.answer, lang, BRIEF)) }
                        @for rule in &run.trace.fired { " " (rule_link(place.id, *rule, lang)) }
                    }
                }
            }
            @if runs.len() > RUNS_SHOWN {
                p.quiet { (lang.pick(format!("其余 {} 次从略。", runs.len() - RUNS_SHOWN), format!("The other {} are left out.", runs.len() - RUNS_SHOWN))) }
            }
        }
    }
}

/// The letter of the standard.
fn letter(table: &Table) -> &'static str {
    match (table.hit_policy, table.aggregation) {
        (HitPolicy::Unique, _) => "U",
        (HitPolicy::First, _) => "F",
        (HitPolicy::Priority, _) => "P",
        (HitPolicy::Any, _) => "A",
        (HitPolicy::RuleOrder, _) => "R",
        (HitPolicy::OutputOrder, _) => "O",
        (HitPolicy::Collect, None) => "C",
        (HitPolicy::Collect, Some(Aggregation::Sum)) => "C+",
        (HitPolicy::Collect, Some(Aggregation::Count)) => "C#",
        (HitPolicy::Collect, Some(Aggregation::Min)) => "C<",
        (HitPolicy::Collect, Some(Aggregation::Max)) => "C>",
    }
}

/// What counts when several rules match.
fn policy(table: &Table, lang: Lang) -> &'static str {
    match (table.hit_policy, table.aggregation) {
        (HitPolicy::Unique, _) => lang.pick(
            "U 唯一：至多一条规则适用。",
            "U, unique: at most one rule applies.",
        ),
        (HitPolicy::First, _) => lang.pick(
            "F 首条：从上到下，以第一条适用的规则为准。",
            "F, first: from the top, the first rule that applies counts.",
        ),
        (HitPolicy::Priority, _) => lang.pick(
            "P 优先：几条都适用时，取结论排在最前的一条。",
            "P, priority: of those that apply, the one whose outcome ranks first.",
        ),
        (HitPolicy::Any, _) => lang.pick(
            "A 同果：几条都适用时，结论必须相同。",
            "A, any: those that apply must agree.",
        ),
        (HitPolicy::RuleOrder, _) => lang.pick(
            "R 依次：适用的规则都算，按规则的顺序列出。",
            "R, rule order: all that apply, in the order of the rules.",
        ),
        (HitPolicy::OutputOrder, _) => lang.pick(
            "O 排序：适用的规则都算，按结论的先后列出。",
            "O, output order: all that apply, in the order of the outcomes.",
        ),
        (HitPolicy::Collect, None) => lang.pick(
            "C 汇集：适用的规则都算，逐条列出。",
            "C, collect: all that apply, each listed.",
        ),
        (HitPolicy::Collect, Some(Aggregation::Sum)) => lang.pick(
            "C+ 合计：适用的规则都算，结论相加。",
            "C+, sum: the outcomes of all that apply are added.",
        ),
        (HitPolicy::Collect, Some(Aggregation::Count)) => {
            lang.pick("C# 计数：数出适用的有几条。", "C#, count: how many apply.")
        }
        (HitPolicy::Collect, Some(Aggregation::Min)) => lang.pick(
            "C< 取小：适用的规则中，取最小的结论。",
            "C<, min: the smallest outcome of those that apply.",
        ),
        (HitPolicy::Collect, Some(Aggregation::Max)) => lang.pick(
            "C> 取大：适用的规则中，取最大的结论。",
            "C>, max: the largest outcome of those that apply.",
        ),
    }
}
