//! What every element has: attributes, parts, a name, a place; and how something wrong
//! with it is reported.

use std::collections::HashMap;
use std::sync::Arc;

use roxmltree::Node;
use youwei_base::Bilingual;

use super::lines::Lines;
use super::text;
use crate::diagnostic::{Diagnostic, Severity};
use crate::dmn::namespace;
use crate::dmn::raw::{Head, Href, Place, Text, Variable, Version};

/// How many diagnostics of one file are kept.
const DIAGNOSTICS_MAX: usize = 500;

/// A file in the reading.
pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
    pub(super) lines: &'a Lines<'a>,
    pub(super) file: Arc<str>,
    pub(super) version: Version,
    /// The namespace of the elements of the standard.
    pub(super) root_namespace: &'a str,
    /// The namespace of the model.
    pub(super) namespace: Arc<str>,
    /// The names of the imported namespaces.
    pub(super) imports: HashMap<Arc<str>, Arc<str>>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How many more diagnostics there were, and the worst of their severities.
    pub(super) left_out: (usize, Severity),
}

/// A sentence in both languages.
pub(super) fn say(zh: impl Into<String>, en: impl Into<String>) -> Bilingual {
    Bilingual::new(zh, en)
}

impl<'a> Reader<'a> {
    /// Whether an element belongs to the standard.
    pub(super) fn is_dmn(&self, node: Node<'_, '_>) -> bool {
        // The parser gives all elements of a namespace the same string.
        node.tag_name().namespace().is_some_and(|uri| {
            std::ptr::eq(self.root_namespace, uri) || Version::of_namespace(uri).is_some()
        })
    }

    /// Reports something at the start tag of an element.
    pub(super) fn report(
        &mut self,
        severity: Severity,
        code: &'static str,
        node: Node<'_, '_>,
        message: Bilingual,
        help: Bilingual,
    ) {
        let place = self.place(node);
        self.report_at(severity, code, node, place, message, help);
    }

    /// Reports something at a place in an element; none if there were too many already.
    pub(super) fn report_at(
        &mut self,
        severity: Severity,
        code: &'static str,
        node: Node<'_, '_>,
        place: Place,
        message: Bilingual,
        help: Bilingual,
    ) -> Option<&mut Diagnostic> {
        if self.is_full() {
            self.leave_out(severity);
            return None;
        }
        let nearest = |attribute| {
            let mut elements = node.ancestors().filter(|node| self.is_dmn(*node));
            let value = elements.find_map(|node| node.attribute(attribute));
            value.map(Arc::from)
        };
        let (id, name) = (nearest("id"), nearest("name"));
        let found = Diagnostic::new(severity, code, &self.file, place, message).help(help);
        self.diagnostics.push(found.of(id.as_ref(), name.as_ref()));
        self.diagnostics.last_mut()
    }

    /// Whether no more diagnostics are kept.
    pub(super) fn is_full(&self) -> bool {
        self.diagnostics.len() >= DIAGNOSTICS_MAX
    }

    /// Counts a diagnostic that is not kept.
    pub(super) fn leave_out(&mut self, severity: Severity) {
        let (count, worst) = self.left_out;
        self.left_out = (count + 1, worst.min(severity));
    }

    /// The place of an element: its start tag.
    pub(super) fn place(&self, node: Node<'_, '_>) -> Place {
        let tag = text::start_tag(self.source, node.range());
        self.lines.place(tag.start, tag.end)
    }

    /// The elements of the standard in an element, save those that every element may have.
    pub(super) fn parts(&mut self, node: Node<'a, 'a>) -> Vec<Node<'a, 'a>> {
        let mut parts = Vec::new();
        for child in node.children().filter(Node::is_element) {
            let name = child.tag_name().name();
            if self.is_dmn(child) {
                if !matches!(name, "description" | "extensionElements") {
                    parts.push(child);
                }
            } else if child.tag_name().namespace().is_none_or(str::is_empty) {
                self.unknown(child);
            }
        }
        parts
    }

    /// Notes an element that the standard does not have here.
    pub(super) fn unknown(&mut self, node: Node<'a, 'a>) {
        let name = node.tag_name().name();
        let message = say(
            format!("这里不认识元素 <{name}>，略过。"),
            format!("the element <{name}> is not known here and is passed over."),
        );
        let help = say(
            "若是笔误，改正它的名称；若是自己的补充，放进 <extensionElements>。",
            "if it is a slip, correct its name; if it is an addition of your own, put it into <extensionElements>.",
        );
        self.report(Severity::Note, "unknown-element", node, message, help);
    }

    /// Reports that an element lacks a part.
    pub(super) fn missing(&mut self, node: Node<'a, 'a>, part: &str) {
        let help = say(format!("补上 <{part}>。"), format!("add <{part}>."));
        self.lacks(node, format!("<{part}>"), format!("<{part}>"), help);
    }

    /// Reports that an element lacks an expression.
    pub(super) fn no_expression(&mut self, node: Node<'a, 'a>) {
        let help = say(
            "在其中写一个表达式，如 <literalExpression><text>…</text></literalExpression>。",
            "write an expression in it, such as <literalExpression><text>…</text></literalExpression>.",
        );
        self.lacks(node, "表达式".to_owned(), "an expression".to_owned(), help);
    }

    fn lacks(&mut self, node: Node<'a, 'a>, zh: String, en: String, help: Bilingual) {
        let name = node.tag_name().name();
        let message = say(
            format!("<{name}> 缺少{zh}。"),
            format!("<{name}> lacks {en}."),
        );
        self.report(Severity::Error, "missing-part", node, message, help);
    }

    /// The value of an attribute, with its place.
    pub(super) fn attribute(&self, node: Node<'a, 'a>, name: &str) -> Option<Text> {
        let attribute = node.attribute_node(name)?;
        let whole = attribute.range();
        Some(text::of_attribute(self.source, self.lines, whole))
    }

    /// The text of an element, with its place.
    pub(super) fn text(&self, node: Node<'a, 'a>) -> Text {
        text::of_element(self.source, self.lines, node)
    }

    /// The text in the `text` of an element; empty, at the place of the element, if it has
    /// none.
    pub(super) fn words(&self, node: Node<'a, 'a>) -> Text {
        let mut children = node.children();
        let words = children.find(|child| self.is_dmn(*child) && child.tag_name().name() == "text");
        match words {
            Some(words) => self.text(words),
            None => Text::new("", self.place(node), Vec::new()),
        }
    }

    /// Whether an attribute says yes.
    pub(super) fn says_yes(&self, node: Node<'a, 'a>, name: &str) -> bool {
        matches!(node.attribute(name).map(str::trim), Some("true" | "1"))
    }

    /// The id of an element.
    pub(super) fn id(&self, node: Node<'a, 'a>) -> Option<Arc<str>> {
        node.attribute("id").map(|id| Arc::from(id.trim()))
    }

    /// The label of an element.
    pub(super) fn label(&self, node: Node<'a, 'a>) -> Option<Arc<str>> {
        let label = node.attribute("label").map(str::trim)?;
        (!label.is_empty()).then(|| Arc::from(label))
    }

    /// The description of an element.
    pub(super) fn description(&self, node: Node<'a, 'a>) -> Option<Arc<str>> {
        self.child_text(node, "description")
    }

    /// The text of a child, without the spaces around it; none if there is nothing else.
    pub(super) fn child_text(&self, node: Node<'a, 'a>, name: &str) -> Option<Arc<str>> {
        let mut children = node.children();
        let child =
            children.find(|child| self.is_dmn(*child) && child.tag_name().name() == name)?;
        let text = self.text(child).trimmed();
        (!text.is_empty()).then(|| text.shared().clone())
    }

    /// Id, name, label, description and place of an element; no name is not reported.
    pub(super) fn head(&self, node: Node<'a, 'a>) -> Head {
        let name = self.attribute(node, "name").map(Text::as_name);
        Head {
            id: self.id(node),
            name: name.unwrap_or_else(|| Text::new("", self.place(node), Vec::new())),
            label: self.label(node),
            description: self.description(node),
            origin: self.place(node),
        }
    }

    /// The same of an element that must have a name.
    pub(super) fn named(&mut self, node: Node<'a, 'a>) -> Head {
        let head = self.head(node);
        if head.name.is_empty() {
            let element = node.tag_name().name();
            let message = say(
                format!("<{element}> 没有名称。"),
                format!("<{element}> has no name."),
            );
            let help = say("写上属性 name=\"…\"。", "write an attribute name=\"…\".");
            self.report(Severity::Error, "no-name", node, message, help);
        }
        head
    }

    /// A variable that must have a name: a parameter, an entry.
    pub(super) fn variable(&mut self, node: Node<'a, 'a>) -> Variable {
        Variable {
            head: self.named(node),
            type_ref: self.type_ref(node),
        }
    }

    /// The type that an element names in an attribute.
    pub(super) fn type_ref(&self, node: Node<'a, 'a>) -> Option<Text> {
        self.type_name(node, self.attribute(node, "typeRef")?)
    }

    /// The name of a type as FEEL says it. Older files write a prefix of XML: that of FEEL
    /// and that of the model itself fall away, that of an import becomes its name.
    pub(super) fn type_name(&self, node: Node<'a, 'a>, written: Text) -> Option<Text> {
        let written = written.as_name();
        if written.is_empty() {
            return None;
        }
        let Some((prefix, local)) = written.split_once(':') else {
            return Some(written);
        };
        let Some(uri) = node.lookup_namespace_uri(Some(prefix)) else {
            return Some(written);
        };
        if namespace::is_feel(uri) || *uri == *self.namespace {
            let end = u32::try_from(written.len()).unwrap_or(u32::MAX);
            let start = end.saturating_sub(u32::try_from(local.len()).unwrap_or(0));
            return Some(written.part(start, end));
        }
        match self.imports.get(uri) {
            Some(name) => Some(written.instead(format!("{name}.{local}"))),
            None => Some(written),
        }
    }

    /// The reference of an element to another.
    pub(super) fn href(&mut self, node: Node<'a, 'a>) -> Option<Href> {
        let written = self.attribute(node, "href").map(Text::trimmed);
        let href = written.as_ref().and_then(|href| self.parse_href(href));
        if href.is_none() {
            let element = node.tag_name().name();
            let message = match &written {
                Some(href) => say(
                    format!("引用“{href}”不指向任何元素。"),
                    format!("the reference “{href}” names no element."),
                ),
                None => say(
                    format!("<{element}> 没有引用（href）。"),
                    format!("<{element}> has no reference (href)."),
                ),
            };
            let place = written.map_or_else(|| self.place(node), |href| href.whole());
            let help = say(
                "写成 href=\"#元素的id\"，在其他文件里的写成 href=\"命名空间#元素的id\"。",
                "write href=\"#id\", or href=\"namespace#id\" for an element of another file.",
            );
            self.report_at(Severity::Error, "bad-href", node, place, message, help);
        }
        href
    }

    /// A reference; without `#` it is an id, as some editors write it.
    pub(super) fn parse_href(&self, href: &Text) -> Option<Href> {
        let (namespace, id) = href.rsplit_once('#').unwrap_or(("", href));
        let foreign = !namespace.is_empty() && *namespace != *self.namespace;
        (!id.is_empty()).then(|| Href {
            namespace: foreign.then(|| Arc::from(namespace)),
            id: Arc::from(id),
            origin: href.whole(),
        })
    }
}
