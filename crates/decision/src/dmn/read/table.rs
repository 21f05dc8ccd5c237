//! Decision tables (DMN 1.5, clause 8).

use roxmltree::Node;

use super::part::{Reader, say};
use crate::diagnostic::Severity;
use crate::dmn::raw::{
    Aggregation, Entry, HitPolicy, Literal, Orientation, Rule, Table, TableInput, TableOutput, Text,
};

impl<'a> Reader<'a> {
    /// A decision table.
    pub(super) fn table(&mut self, node: Node<'a, 'a>) -> Table {
        let mut table = Table {
            hit_policy: self.hit_policy(node),
            aggregation: self.aggregation(node),
            orientation: self.orientation(node),
            output_label: self.attribute(node, "outputLabel").and_then(|label| {
                let label = label.trimmed();
                (!label.is_empty()).then(|| label.shared().clone())
            }),
            inputs: Vec::new(),
            outputs: Vec::new(),
            annotations: Vec::new(),
            rules: Vec::new(),
        };
        let parts = self.parts(node);
        for part in &parts {
            match part.tag_name().name() {
                "input" => {
                    let input = self.table_input(*part);
                    table.inputs.push(input);
                }
                "output" => {
                    let output = self.table_output(*part);
                    table.outputs.push(output);
                }
                "annotation" => {
                    let name = self.attribute(*part, "name").map(Text::as_name);
                    table.annotations.push(name.unwrap_or_default());
                }
                "rule" => {}
                _ => self.unknown(*part),
            }
        }
        self.check_columns(node, &table);
        for part in parts {
            if part.tag_name().name() == "rule" {
                let rule = self.rule(part);
                self.check_entries(part, &table, &rule);
                table.rules.push(rule);
            }
        }
        if table.rules.is_empty() {
            let message = say("决策表没有规则。", "the decision table has no rules.");
            let help = say("写上至少一条 <rule>。", "write one <rule> at least.");
            self.report(Severity::Warning, "no-rules", node, message, help);
        }
        table
    }

    fn check_columns(&mut self, node: Node<'a, 'a>, table: &Table) {
        if table.outputs.is_empty() {
            self.missing(node, "output");
        }
        let names = table.outputs.iter().map(|output| output.head.name.clone());
        let names: Vec<_> = names.collect();
        if table.outputs.len() > 1 {
            let outputs = table.outputs.iter();
            let nameless = outputs.filter(|output| output.head.name.is_empty());
            for place in nameless.map(|output| output.head.origin) {
                let message = say(
                    "决策表有几个输出列，每列都要有名称。",
                    "the table has several outputs, and each needs a name.",
                );
                let help = say(
                    "给每个 <output> 写上属性 name=\"…\"。",
                    "give each <output> an attribute name=\"…\".",
                );
                self.report_at(Severity::Error, "no-name", node, place, message, help);
            }
        }
        self.distinct(node, names);
        if table.aggregation.is_some() && table.hit_policy != HitPolicy::Collect {
            let message = say(
                "只有命中策略 COLLECT 才汇总（aggregation），此处不起作用。",
                "only the hit policy COLLECT aggregates; the aggregation has no effect here.",
            );
            let help = say(
                "把命中策略改为 COLLECT，或删去 aggregation。",
                "make the hit policy COLLECT, or take the aggregation away.",
            );
            self.report(Severity::Warning, "aggregation-unused", node, message, help);
        }
    }

    fn check_entries(&mut self, node: Node<'a, 'a>, table: &Table, rule: &Rule) {
        let counts = [
            ("输入", "input", rule.inputs.len(), table.inputs.len()),
            ("输出", "output", rule.outputs.len(), table.outputs.len()),
        ];
        let number = table.rules.len() + 1;
        for (zh, en, has, needs) in counts {
            if has != needs {
                let message = say(
                    format!("规则 {number} 有 {has} 个{zh}单元格，而决策表有 {needs} 个{zh}列。"),
                    format!(
                        "rule {number} has {has} {en} entries and the table has {needs} {en}s."
                    ),
                );
                let help = say(
                    format!("每列写一个 <{en}Entry>；输入列不限时写“-”。"),
                    format!("write one <{en}Entry> a column; “-” where any input will do."),
                );
                self.report(Severity::Error, "rule-entries", node, message, help);
            }
        }
    }

    fn table_input(&mut self, node: Node<'a, 'a>) -> TableInput {
        let (mut expression, mut values) = (None, None);
        for part in self.parts(node) {
            match part.tag_name().name() {
                "inputExpression" => expression = Some(self.literal(part)),
                "inputValues" => values = Some(self.words(part)),
                _ => self.unknown(part),
            }
        }
        if expression.is_none() {
            self.missing(node, "inputExpression");
        }
        TableInput {
            id: self.id(node),
            label: self.label(node),
            expression: expression.unwrap_or_else(|| Literal {
                origin: self.place(node),
                ..Literal::default()
            }),
            values: values.filter(|values| !values.trim().is_empty()),
            origin: self.place(node),
        }
    }

    fn table_output(&mut self, node: Node<'a, 'a>) -> TableOutput {
        let (mut values, mut default) = (None, None);
        for part in self.parts(node) {
            match part.tag_name().name() {
                "outputValues" => values = Some(self.words(part)),
                "defaultOutputEntry" => default = Some(self.literal(part)),
                _ => self.unknown(part),
            }
        }
        TableOutput {
            head: self.head(node),
            type_ref: self.type_ref(node),
            values: values.filter(|values| !values.trim().is_empty()),
            default: default.filter(|default| !default.text.trim().is_empty()),
        }
    }

    fn rule(&mut self, node: Node<'a, 'a>) -> Rule {
        let mut rule = Rule {
            id: self.id(node),
            description: self.description(node),
            inputs: Vec::new(),
            outputs: Vec::new(),
            annotations: Vec::new(),
            origin: self.place(node),
        };
        for part in self.parts(node) {
            let entry = || Entry {
                id: self.id(part),
                text: self.words(part),
            };
            match part.tag_name().name() {
                "inputEntry" => rule.inputs.push(entry()),
                "outputEntry" => rule.outputs.push(entry()),
                "annotationEntry" => rule.annotations.push(self.words(part)),
                _ => self.unknown(part),
            }
        }
        rule
    }

    fn hit_policy(&mut self, node: Node<'a, 'a>) -> HitPolicy {
        let written = self.attribute(node, "hitPolicy").map(Text::as_name);
        match written.as_deref().unwrap_or("UNIQUE") {
            "UNIQUE" | "" => HitPolicy::Unique,
            "FIRST" => HitPolicy::First,
            "PRIORITY" => HitPolicy::Priority,
            "ANY" => HitPolicy::Any,
            "COLLECT" => HitPolicy::Collect,
            "RULE ORDER" => HitPolicy::RuleOrder,
            "OUTPUT ORDER" => HitPolicy::OutputOrder,
            _ => {
                let known = "UNIQUE, FIRST, PRIORITY, ANY, COLLECT, RULE ORDER, OUTPUT ORDER";
                self.not_one_of(node, written, known)
            }
        }
    }

    fn aggregation(&mut self, node: Node<'a, 'a>) -> Option<Aggregation> {
        let written = self.attribute(node, "aggregation").map(Text::trimmed)?;
        match &*written {
            "SUM" => Some(Aggregation::Sum),
            "COUNT" => Some(Aggregation::Count),
            "MIN" => Some(Aggregation::Min),
            "MAX" => Some(Aggregation::Max),
            "" => None,
            _ => self.not_one_of(node, Some(written), "SUM, COUNT, MIN, MAX"),
        }
    }

    fn orientation(&mut self, node: Node<'a, 'a>) -> Orientation {
        let written = self.attribute(node, "preferredOrientation");
        match written.as_deref().unwrap_or_default().trim() {
            "Rule-as-Row" | "" => Orientation::RuleAsRow,
            "Rule-as-Column" => Orientation::RuleAsColumn,
            "CrossTable" => Orientation::CrossTable,
            _ => {
                let known = "Rule-as-Row, Rule-as-Column, CrossTable";
                self.not_one_of(node, written, known)
            }
        }
    }
}
