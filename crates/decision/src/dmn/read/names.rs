//! Ids and names that must be distinct, and words that must be among some.

use std::collections::HashMap;

use roxmltree::Node;

use super::part::{Reader, say};
use crate::diagnostic::Severity;
use crate::dmn::raw::{Place, Text};

impl<'a> Reader<'a> {
    /// Reports a value that is not among those known; gives the one for no value.
    pub(super) fn not_one_of<T: Default>(
        &mut self,
        node: Node<'a, 'a>,
        written: Option<Text>,
        known: &str,
    ) -> T {
        let written = written.unwrap_or_default();
        let message = say(
            format!("这里不能写“{written}”。"),
            format!("“{written}” cannot stand here."),
        );
        let place = written.whole();
        let zh = known.replace(", ", "、");
        let help = say(
            format!("写下列之一：{zh}。"),
            format!("write one of {known}."),
        );
        self.report_at(Severity::Error, "unknown-value", node, place, message, help);
        T::default()
    }

    /// Reports names that stand more than once among some that belong together; those
    /// that are empty were reported or need not be.
    pub(super) fn distinct(&mut self, node: Node<'a, 'a>, names: Vec<Text>) {
        let mut first: HashMap<&str, &Text> = HashMap::with_capacity(names.len());
        let mut twice = Vec::new();
        for name in names.iter().filter(|name| !name.is_empty()) {
            match first.get(&**name) {
                Some(before) => twice.push((name, before.whole())),
                None => {
                    first.insert(name, name);
                }
            }
        }
        for (name, before) in twice {
            let message = say(
                format!("“{name}”这个名称用了不止一次。"),
                format!("the name “{name}” is used more than once."),
            );
            self.twice(
                node,
                "duplicate-name",
                Severity::Error,
                name.whole(),
                before,
                message,
            );
        }
    }

    /// Reports ids that stand more than once. It is an error where others refer to them.
    pub(super) fn distinct_ids(&mut self, definitions: Node<'a, 'a>) {
        let mut first: HashMap<&str, Node<'_, '_>> = HashMap::new();
        for node in definitions.descendants() {
            let id = node.attribute_node("id").filter(|_| self.is_dmn(node));
            let Some(id) = id else {
                continue;
            };
            let Some(before) = first.insert(id.value(), node) else {
                continue;
            };
            first.insert(id.value(), before);
            let top = |node: Node<'_, '_>| node.parent() == Some(definitions);
            let severity = if top(node) && top(before) {
                Severity::Error
            } else {
                Severity::Warning
            };
            if self.is_full() {
                self.leave_out(severity);
                continue;
            }
            let message = say(
                format!("标识“{}”用了不止一次。", id.value()),
                format!("the id “{}” is used more than once.", id.value()),
            );
            let place = self.attribute(node, "id").unwrap_or_default().whole();
            let before = self.attribute(before, "id").unwrap_or_default().whole();
            self.twice(node, "duplicate-id", severity, place, before, message);
        }
    }

    fn twice(
        &mut self,
        node: Node<'a, 'a>,
        code: &'static str,
        severity: Severity,
        place: Place,
        before: Place,
        message: youwei_base::Bilingual,
    ) {
        let help = say(
            "改其中一个，使它们各不相同。",
            "change one of them, so that each is called by its own.",
        );
        if let Some(found) = self.report_at(severity, code, node, place, message, help) {
            found.notes.push(say(
                format!("第一次在第 {} 行第 {} 列。", before.line, before.column),
                format!("first at line {}, column {}.", before.line, before.column),
            ));
        }
    }
}
