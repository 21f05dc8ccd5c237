//! What is wrong with the rules of a table, said with a row as the example.

use youwei_base::Bilingual;

use crate::diagnostic::{Diagnostic, Severity};
use crate::dmn::raw::{self, HitPolicy, Place};
use crate::model::boxed::Boxing;
use crate::table::Table;
use crate::table::checks::Rows;

/// So many faults of a kind are said one by one; of the others how many there are.
const SAID_MAX: usize = 10;

impl Boxing<'_, '_, '_, '_> {
    pub(super) fn say_faults(&mut self, table: &Table, written: &raw::Table) {
        let rules: Vec<&raw::Rule> = written
            .rules
            .iter()
            .filter(|rule| {
                rule.inputs.len() == written.inputs.len()
                    && rule.outputs.len() == written.outputs.len()
            })
            .collect();
        let place = |at: usize| rules.get(at).map_or_else(Place::default, |it| it.origin);
        let whole = match written.inputs.first() {
            Some(first) => first.origin,
            None => place(0),
        };
        let (faults, name) = (&table.faults, &table.name);
        for clash in faults.clashes.items.iter().take(SAID_MAX) {
            let numbers = numbers(&clash.rules);
            let last = clash.rules.last().copied().unwrap_or(0);
            let (zh, en) = (example(&clash.rows, "zh"), example(&clash.rows, "en"));
            let (code, message) = match table.hit {
                HitPolicy::Unique => (
                    "rules-overlap",
                    Bilingual::new(
                        format!("“{name}”的规则 {numbers} 会同时适用，例如{zh}。"),
                        format!(
                            "the rules {numbers} of “{name}” match together, for example {en}."
                        ),
                    ),
                ),
                _ => (
                    "rules-conflict",
                    Bilingual::new(
                        format!("“{name}”的规则 {numbers} 会同时适用而结论不同，例如{zh}。"),
                        format!(
                            "the rules {numbers} of “{name}” match together with different answers, for example {en}."
                        ),
                    ),
                ),
            };
            let help = match table.hit {
                HitPolicy::Unique => Bilingual::new(
                    "把条件改到互不重叠；如果以先写的为准，改用命中策略 FIRST。",
                    "make the conditions disjoint; if the first shall win, use the hit policy FIRST.",
                ),
                _ => Bilingual::new(
                    "让这些规则的结论一致，或把条件改到互不重叠。",
                    "give these rules the same answer, or make their conditions disjoint.",
                ),
            };
            self.say_rule(Severity::Error, code, place(last), message, help);
        }
        self.say_more("rules-overlap", whole, faults.clashes.count);
        for gap in faults.gaps.items.iter().take(SAID_MAX) {
            let (zh, en) = (example(gap, "zh"), example(gap, "en"));
            let message = Bilingual::new(
                format!("“{name}”没有规则适用于{zh}。"),
                format!("no rule of “{name}” matches {en}."),
            );
            let cells = cells(gap);
            let help = Bilingual::new(
                format!("加一条规则（{cells}），或给输出列写上缺省值。"),
                format!("add a rule ({cells}), or give the output a default."),
            );
            self.say_rule(Severity::Warning, "rules-gap", whole, message, help);
        }
        self.say_more("rules-gap", whole, faults.gaps.count);
        for (rule, by) in faults.masked.iter().take(SAID_MAX) {
            let (number, by) = (rule + 1, numbers(by));
            let message = Bilingual::new(
                format!("“{name}”的规则 {number} 永远轮不到：规则 {by} 已经全部包括。"),
                format!("rule {number} of “{name}” never decides: the rules {by} hold all of it."),
            );
            let help = match table.hit {
                HitPolicy::Priority => Bilingual::new(
                    format!(
                        "若它应当优先，在输出值（outputValues）里把它的结论排到前面；若不需要，删去规则 {number}。"
                    ),
                    format!(
                        "if it should win, put its answer before theirs in the output values (outputValues); if it is not needed, take rule {number} away."
                    ),
                ),
                _ => Bilingual::new(
                    format!("若它是例外，把它移到规则 {by} 之前；若不需要，删去规则 {number}。"),
                    format!(
                        "if it is an exception, move it before the rules {by}; if it is not needed, take rule {number} away."
                    ),
                ),
            };
            self.say_rule(
                Severity::Warning,
                "rule-masked",
                place(*rule),
                message,
                help,
            );
        }
        for (rule, column) in faults.never.iter().take(SAID_MAX) {
            let number = rule + 1;
            let column_of = table.inputs.get(*column);
            let input = column_of.map_or("", |it| &it.name);
            let allowed = column_of.and_then(|it| it.allowed.as_ref());
            let message = Bilingual::new(
                format!("“{name}”的规则 {number} 不可能适用：“{input}”没有这样的值。"),
                format!("rule {number} of “{name}” can never match: “{input}” has no such value."),
            );
            let at = rules.get(*rule).and_then(|it| it.inputs.get(*column));
            let at = at.map_or_else(|| place(*rule), |it| it.text.whole());
            let help = match allowed {
                Some(allowed) => Bilingual::new(
                    format!("写允许的值（{}）之一，或删去规则 {number}。", allowed.text),
                    format!(
                        "write one of the values allowed ({}), or take rule {number} away.",
                        allowed.text
                    ),
                ),
                None => Bilingual::new(
                    format!("写“{input}”会有的值，核对区间的两端，或删去规则 {number}。"),
                    format!(
                        "write a value that “{input}” may have, check the ends of ranges, or take rule {number} away."
                    ),
                ),
            };
            self.say_rule(Severity::Warning, "rule-never-matches", at, message, help);
        }
        if !faults.complete {
            let message = Bilingual::new(
                format!("“{name}”太大，没有全部核对；上面所列属实，但可能还有。"),
                format!(
                    "“{name}” is too large to be checked whole; what is said is so, and there may be more."
                ),
            );
            let help = Bilingual::new(
                "把它拆成几张小一些的表，再检查一次。",
                "split it into smaller tables, and check again.",
            );
            self.say_rule(Severity::Note, "not-all-checked", whole, message, help);
        }
    }

    fn say_more(&mut self, code: &'static str, place: Place, count: u64) {
        let said = SAID_MAX as u64;
        if count > said {
            let more = count - said;
            let message = Bilingual::new(
                format!("同样的问题还有 {more} 处。"),
                format!("there are {more} more like these."),
            );
            let help = Bilingual::new(
                "先改正已经列出的，再检查一次。",
                "correct those that are said, and check again.",
            );
            self.say_rule(Severity::Note, code, place, message, help);
        }
    }

    fn say_rule(
        &mut self,
        severity: Severity,
        code: &'static str,
        place: Place,
        message: Bilingual,
        help: Bilingual,
    ) {
        self.report.say(severity, code, place, message, help);
    }
}

fn numbers(rules: &[usize]) -> String {
    let numbers: Vec<String> = rules.iter().map(|at| (at + 1).to_string()).collect();
    numbers.join("、")
}

/// `年龄 = 65、居住地 = "城市"`
pub(super) fn example(rows: &Rows, language: &str) -> String {
    let comma = if language == "zh" { "、" } else { ", " };
    let parts: Vec<String> = rows
        .example
        .iter()
        .map(|(name, value)| format!("{name} = {}", value.literal()))
        .collect();
    parts.join(comma)
}

/// `年龄 [60..65), 居住地 "城市"`
fn cells(rows: &Rows) -> String {
    let parts: Vec<String> = rows
        .cells
        .iter()
        .map(|(name, cell)| format!("{name} {cell}"))
        .collect();
    match parts.is_empty() {
        true => "-".to_owned(),
        false => parts.join(", "),
    }
}

/// What another part of the model has to say about two tables.
pub(super) fn contradiction(
    file: &std::sync::Arc<str>,
    place: Place,
    names: (&str, &str),
    answers: (&str, &str),
    rows: &Rows,
) -> Diagnostic {
    let (one, other) = names;
    let (zh, en) = (example(rows, "zh"), example(rows, "en"));
    Diagnostic::new(
        Severity::Warning,
        "decisions-contradict",
        file,
        place,
        Bilingual::new(
            format!(
                "“{one}”与“{other}”对同样的输入给出不同的结论（{} 与 {}），例如{zh}。",
                answers.0, answers.1
            ),
            format!(
                "“{one}” and “{other}” answer the same inputs differently ({} and {}), for example {en}.",
                answers.0, answers.1
            ),
        ),
    )
    .help(Bilingual::new(
        format!("改“{one}”或“{other}”，使结论一致；若问的本不是一回事，给两边的输出写上不同的取值（outputValues）。"),
        format!("change “{one}” or “{other}” so that they agree; if they answer different questions, give their outputs different values (outputValues)."),
    ))
}
