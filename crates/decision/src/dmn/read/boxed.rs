//! Boxed expressions (DMN 1.5, clause 10.2).

use roxmltree::Node;

use super::part::{Reader, say};
use crate::diagnostic::Severity;
use crate::dmn::raw::{
    Binding, Boxed, BoxedKind, ContextEntry, FunctionDefinition, FunctionKind, Iteration, Literal,
    Relation, Text,
};

/// Whether an element is an expression.
pub(super) fn is_expression(node: Node<'_, '_>) -> bool {
    matches!(
        node.tag_name().name(),
        "literalExpression"
            | "decisionTable"
            | "context"
            | "list"
            | "relation"
            | "functionDefinition"
            | "invocation"
            | "conditional"
            | "filter"
            | "for"
            | "some"
            | "every"
    )
}

impl<'a> Reader<'a> {
    /// An expression; the element is one.
    pub(super) fn boxed(&mut self, node: Node<'a, 'a>) -> Boxed {
        let kind = match node.tag_name().name() {
            "decisionTable" => BoxedKind::Table(self.table(node)),
            "context" => BoxedKind::Context(self.context(node)),
            "list" => BoxedKind::List(self.list(node)),
            "relation" => BoxedKind::Relation(self.relation(node)),
            "functionDefinition" => BoxedKind::Function(self.function(node)),
            "invocation" => self.invocation(node),
            "conditional" => {
                let [condition, then, otherwise] = self.branches(node, ["if", "then", "else"]);
                BoxedKind::Conditional {
                    condition,
                    then,
                    otherwise,
                }
            }
            "filter" => {
                let [list, matches] = self.branches(node, ["in", "match"]);
                BoxedKind::Filter { list, matches }
            }
            "for" => self.iterator(node, Iteration::For),
            "some" => self.iterator(node, Iteration::Some),
            "every" => self.iterator(node, Iteration::Every),
            _ => BoxedKind::Literal(self.literal(node)),
        };
        Boxed {
            id: self.id(node),
            type_ref: self.type_ref(node),
            label: self.label(node),
            description: self.description(node),
            origin: self.place(node),
            kind,
        }
    }

    /// The one expression among the parts of an element; others are passed over.
    pub(super) fn only_expression(&mut self, node: Node<'a, 'a>) -> Option<Boxed> {
        let mut found = None;
        for part in self.parts(node) {
            if is_expression(part) && found.is_none() {
                found = Some(self.boxed(part));
            } else {
                self.unknown(part);
            }
        }
        found
    }

    /// An expression in words.
    pub(super) fn literal(&mut self, node: Node<'a, 'a>) -> Literal {
        let mut imported = None;
        for part in self.parts(node) {
            match part.tag_name().name() {
                "text" => {}
                "importedValues" => {
                    let message = say(
                        "不支持从其他文件取值（importedValues）。",
                        "values imported from another file (importedValues) are not supported.",
                    );
                    let help = say(
                        "把值直接写进 <text>。",
                        "write the values into <text> themselves.",
                    );
                    self.report(Severity::Warning, "not-supported", part, message, help);
                    imported = Some(self.imported(part));
                }
                _ => self.unknown(part),
            }
        }
        Literal {
            id: self.id(node),
            text: self.words(node),
            type_ref: self.type_ref(node),
            expression_language: self.attribute(node, "expressionLanguage"),
            imported,
            origin: self.place(node),
        }
    }

    /// The element that imported values are said to be.
    fn imported(&mut self, node: Node<'a, 'a>) -> Text {
        for part in self.parts(node) {
            if part.tag_name().name() == "importedElement" {
                return self.text(part).trimmed();
            }
        }
        Text::new("", self.place(node), Vec::new())
    }

    fn context(&mut self, node: Node<'a, 'a>) -> Vec<ContextEntry> {
        let mut entries = Vec::new();
        for entry in self.parts(node) {
            if entry.tag_name().name() != "contextEntry" {
                self.unknown(entry);
                continue;
            }
            let (mut variable, mut value) = (None, None);
            for part in self.parts(entry) {
                if part.tag_name().name() == "variable" && variable.is_none() {
                    variable = Some(self.variable(part));
                } else if is_expression(part) && value.is_none() {
                    value = Some(self.boxed(part));
                } else {
                    self.unknown(part);
                }
            }
            if value.is_none() {
                self.no_expression(entry);
            }
            let origin = self.place(entry);
            entries.push(ContextEntry {
                variable,
                value,
                origin,
            });
        }
        let names = entries.iter().filter_map(|entry| entry.variable.as_ref());
        let names: Vec<_> = names.map(|variable| variable.head.name.clone()).collect();
        self.distinct(node, names);
        if let Some((_, before)) = entries.split_last() {
            let results = before.iter().filter(|entry| entry.variable.is_none());
            for place in results.map(|entry| entry.origin).collect::<Vec<_>>() {
                let message = say(
                    "只有最后一项可以没有名称：它是整个上下文的值。",
                    "only the last entry may go without a name: it is the value of the whole.",
                );
                let help = say(
                    "给这一项写上 <variable name=\"…\"/>，或把它移到最后。",
                    "give this entry a <variable name=\"…\"/>, or move it to the end.",
                );
                self.report_at(Severity::Error, "no-name", node, place, message, help);
            }
        }
        entries
    }

    fn list(&mut self, node: Node<'a, 'a>) -> Vec<Boxed> {
        let mut items = Vec::new();
        for part in self.parts(node) {
            if is_expression(part) {
                items.push(self.boxed(part));
            } else {
                self.unknown(part);
            }
        }
        items
    }

    fn relation(&mut self, node: Node<'a, 'a>) -> Relation {
        let (mut columns, mut rows) = (Vec::new(), Vec::new());
        let parts = self.parts(node);
        for part in &parts {
            match part.tag_name().name() {
                "column" => columns.push(self.variable(*part)),
                "row" => {}
                _ => self.unknown(*part),
            }
        }
        let names = columns.iter().map(|column| column.head.name.clone());
        let names = names.collect();
        self.distinct(node, names);
        for row in parts {
            if row.tag_name().name() != "row" {
                continue;
            }
            let cells = self.list(row);
            let (has, needs) = (cells.len(), columns.len());
            if has != needs {
                let message = say(
                    format!("这一行有 {has} 个单元格，而表有 {needs} 列。"),
                    format!("this row has {has} cells and the table has {needs} columns."),
                );
                let help = say(
                    format!("每列写一个表达式，共 {needs} 个。"),
                    format!("write one expression a column, {needs} in all."),
                );
                self.report(Severity::Error, "row-cells", row, message, help);
            }
            rows.push((cells, self.place(row)));
        }
        Relation { columns, rows }
    }

    /// A function.
    pub(super) fn function(&mut self, node: Node<'a, 'a>) -> FunctionDefinition {
        let (mut parameters, mut body) = (Vec::new(), None);
        for part in self.parts(node) {
            if part.tag_name().name() == "formalParameter" {
                parameters.push(self.variable(part));
            } else if is_expression(part) && body.is_none() {
                body = Some(Box::new(self.boxed(part)));
            } else {
                self.unknown(part);
            }
        }
        let names = parameters.iter().map(|it| it.head.name.clone()).collect();
        self.distinct(node, names);
        let written = self.attribute(node, "kind").map(Text::trimmed);
        let kind = match written.as_deref().unwrap_or("FEEL") {
            "FEEL" | "" => FunctionKind::Feel,
            "Java" | "JAVA" | "java" => FunctionKind::Java,
            "PMML" => FunctionKind::Pmml,
            _ => self.not_one_of(node, written, "FEEL, Java, PMML"),
        };
        FunctionDefinition {
            id: self.id(node),
            type_ref: self.type_ref(node),
            kind,
            parameters,
            body,
            origin: self.place(node),
        }
    }

    fn invocation(&mut self, node: Node<'a, 'a>) -> BoxedKind {
        let (mut function, mut bindings) = (None, Vec::new());
        for part in self.parts(node) {
            if part.tag_name().name() == "binding" {
                bindings.extend(self.binding(part));
            } else if is_expression(part) && function.is_none() {
                function = Some(Box::new(self.boxed(part)));
            } else {
                self.unknown(part);
            }
        }
        if function.is_none() {
            self.no_expression(node);
        }
        let names = bindings.iter().map(|it| it.parameter.head.name.clone());
        let names = names.collect();
        self.distinct(node, names);
        BoxedKind::Invocation { function, bindings }
    }

    fn binding(&mut self, node: Node<'a, 'a>) -> Option<Binding> {
        let (mut parameter, mut value) = (None, None);
        for part in self.parts(node) {
            if part.tag_name().name() == "parameter" && parameter.is_none() {
                parameter = Some(self.variable(part));
            } else if is_expression(part) && value.is_none() {
                value = Some(self.boxed(part));
            } else {
                self.unknown(part);
            }
        }
        if parameter.is_none() {
            self.missing(node, "parameter");
        }
        Some(Binding {
            parameter: parameter?,
            value,
            origin: self.place(node),
        })
    }

    fn iterator(&mut self, node: Node<'a, 'a>, iteration: Iteration) -> BoxedKind {
        let last = match iteration {
            Iteration::For => "return",
            Iteration::Some | Iteration::Every => "satisfies",
        };
        let variable = self.attribute(node, "iteratorVariable").map(Text::as_name);
        let variable = variable.filter(|name| !name.is_empty());
        if variable.is_none() {
            let name = node.tag_name().name();
            let message = say(
                format!("<{name}> 没有写循环变量（iteratorVariable）。"),
                format!("<{name}> names no variable (iteratorVariable)."),
            );
            let help = say(
                "写上属性 iteratorVariable=\"…\"。",
                "write an attribute iteratorVariable=\"…\".",
            );
            self.report(Severity::Error, "no-name", node, message, help);
        }
        let over = node
            .children()
            .find(|child| child.tag_name().name() == "in");
        let variable_type = over.and_then(|over| self.type_ref(over));
        let [over, body] = self.branches(node, ["in", last]);
        BoxedKind::Iterator {
            iteration,
            variable: variable.unwrap_or_default(),
            variable_type,
            over,
            body,
        }
    }

    /// The expressions in the parts of these names.
    fn branches<const N: usize>(
        &mut self,
        node: Node<'a, 'a>,
        names: [&str; N],
    ) -> [Option<Box<Boxed>>; N] {
        let parts = self.parts(node);
        for part in &parts {
            if !names.contains(&part.tag_name().name()) {
                self.unknown(*part);
            }
        }
        names.map(|name| {
            let part = parts.iter().find(|part| part.tag_name().name() == name);
            let Some(part) = part else {
                self.missing(node, name);
                return None;
            };
            let found = self.only_expression(*part);
            if found.is_none() {
                self.no_expression(*part);
            }
            found.map(Box::new)
        })
    }
}
