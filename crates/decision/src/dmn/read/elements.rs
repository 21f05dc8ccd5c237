//! The elements of the requirement diagram (DMN 1.5, clause 6) and imports.

use roxmltree::Node;

use super::boxed::is_expression;
use super::part::{Reader, say};
use crate::diagnostic::Severity;
use crate::dmn::raw::{
    Decision, DecisionService, Head, Href, Import, ImportKind, InputData, KnowledgeModel,
    KnowledgeSource, Requirement, RequirementKind, Text, Variable, Version,
};

impl<'a> Reader<'a> {
    /// Another file that this one builds on.
    pub(super) fn import(&mut self, node: Node<'a, 'a>) -> Import {
        let mut head = self.head(node);
        let namespace = self.attribute(node, "namespace").map(Text::trimmed);
        let namespace = namespace.unwrap_or_default();
        if namespace.is_empty() {
            let message = say(
                "引入没有写命名空间（namespace）。",
                "the import names no namespace.",
            );
            let help = say(
                "写上属性 namespace=\"…\"，与被引入的模型的 namespace 一致。",
                "write an attribute namespace=\"…\", the one that the imported model has.",
            );
            self.report(Severity::Error, "no-namespace", node, message, help);
        }
        if head.name.is_empty() {
            let prefix = node.lookup_prefix(&namespace).filter(|it| !it.is_empty());
            match prefix {
                Some(prefix) if self.version == Version::V1_1 => {
                    head.name = head.name.instead(prefix);
                }
                _ if node.attribute("name").is_none() => {
                    let message = say(
                        "引入没有名称，其中的元素在表达式里无法称呼。",
                        "the import has no name, so that no expression can call its elements.",
                    );
                    let help = say(
                        "写上属性 name=\"前缀\"，其中的元素在表达式里称作“前缀.名称”。",
                        "write an attribute name=\"prefix\"; expressions call its elements “prefix.name”.",
                    );
                    self.report(Severity::Warning, "no-name", node, message, help);
                }
                _ => {}
            }
        }
        let kind = node.attribute("importType").unwrap_or_default();
        let of_model = Version::of_namespace(kind).is_some() || kind.trim().is_empty();
        Import {
            head,
            namespace,
            kind: if of_model {
                ImportKind::Dmn
            } else {
                ImportKind::Other(kind.trim().into())
            },
            location: self.attribute(node, "locationURI"),
        }
    }

    /// An input.
    pub(super) fn input_data(&mut self, node: Node<'a, 'a>) -> InputData {
        let head = self.named(node);
        let mut variable = None;
        for part in self.parts(node) {
            match part.tag_name().name() {
                "variable" => variable = Some(self.own_variable(part, &head)),
                _ => self.unknown(part),
            }
        }
        let variable = variable.unwrap_or_else(|| of_name(&head));
        InputData { head, variable }
    }

    /// A decision.
    pub(super) fn decision(&mut self, node: Node<'a, 'a>) -> Decision {
        let head = self.named(node);
        let (mut variable, mut expression) = (None, None);
        let mut requirements = Vec::new();
        for part in self.parts(node) {
            match part.tag_name().name() {
                "variable" => variable = Some(self.own_variable(part, &head)),
                "informationRequirement" | "knowledgeRequirement" | "authorityRequirement" => {
                    requirements.extend(self.requirement(part));
                }
                "question" | "allowedAnswers" => {}
                // What a decision means to an organisation has no bearing on its answer.
                "supportedObjective"
                | "impactedPerformanceIndicator"
                | "decisionMaker"
                | "decisionOwner"
                | "usingProcess"
                | "usingTask" => {}
                _ if is_expression(part) && expression.is_none() => {
                    expression = Some(self.boxed(part));
                }
                _ => self.unknown(part),
            }
        }
        if expression.is_none() {
            let message = say(
                format!("决策“{}”没有写怎样决定。", head.name),
                format!(
                    "the decision “{}” does not say how it is decided.",
                    head.name
                ),
            );
            let help = say(
                "写一张 <decisionTable>，或 <literalExpression> 等表达式；只画出来而不判定的，可以不写。",
                "write a <decisionTable>, or an expression such as <literalExpression>; what is only drawn and never decided needs none.",
            );
            self.report(Severity::Note, "no-expression", node, message, help);
        }
        Decision {
            question: self.child_text(node, "question"),
            allowed_answers: self.child_text(node, "allowedAnswers"),
            variable: variable.unwrap_or_else(|| of_name(&head)),
            head,
            requirements,
            expression,
        }
    }

    /// A function of the model.
    pub(super) fn knowledge_model(&mut self, node: Node<'a, 'a>) -> KnowledgeModel {
        let head = self.named(node);
        let (mut variable, mut logic) = (None, None);
        let mut requirements = Vec::new();
        for part in self.parts(node) {
            match part.tag_name().name() {
                "variable" => variable = Some(self.own_variable(part, &head)),
                "encapsulatedLogic" if logic.is_none() => logic = Some(self.function(part)),
                "knowledgeRequirement" | "authorityRequirement" => {
                    requirements.extend(self.requirement(part));
                }
                _ => self.unknown(part),
            }
        }
        if logic.as_ref().is_none_or(|logic| logic.body.is_none()) {
            let message = say(
                format!("知识模型“{}”没有写内容。", head.name),
                format!("the knowledge model “{}” has no body.", head.name),
            );
            let help = say(
                "写上 <encapsulatedLogic>：参数（formalParameter）和一个表达式。",
                "write <encapsulatedLogic>: its parameters (formalParameter) and an expression.",
            );
            self.report(Severity::Note, "no-expression", node, message, help);
        }
        KnowledgeModel {
            variable: variable.unwrap_or_else(|| of_name(&head)),
            head,
            requirements,
            logic,
        }
    }

    /// A decision service.
    pub(super) fn service(&mut self, node: Node<'a, 'a>) -> DecisionService {
        let head = self.named(node);
        let mut service = DecisionService {
            variable: of_name(&head),
            head,
            output_decisions: Vec::new(),
            encapsulated_decisions: Vec::new(),
            input_decisions: Vec::new(),
            input_data: Vec::new(),
        };
        for part in self.parts(node) {
            let list = match part.tag_name().name() {
                "variable" => {
                    service.variable = self.own_variable(part, &service.head);
                    continue;
                }
                "outputDecision" => &mut service.output_decisions,
                "encapsulatedDecision" => &mut service.encapsulated_decisions,
                "inputDecision" => &mut service.input_decisions,
                "inputData" => &mut service.input_data,
                _ => {
                    self.unknown(part);
                    continue;
                }
            };
            list.extend(self.href(part));
        }
        if service.output_decisions.is_empty() {
            self.missing(node, "outputDecision");
        }
        service
    }

    /// Where knowledge comes from.
    pub(super) fn knowledge_source(&mut self, node: Node<'a, 'a>) -> KnowledgeSource {
        let head = self.named(node);
        let mut requirements = Vec::new();
        for part in self.parts(node) {
            match part.tag_name().name() {
                "authorityRequirement" => requirements.extend(self.requirement(part)),
                "type" | "owner" => {}
                _ => self.unknown(part),
            }
        }
        KnowledgeSource {
            head,
            kind: self.child_text(node, "type"),
            location: self.attribute(node, "locationURI"),
            requirements,
        }
    }

    /// What an element builds on.
    fn requirement(&mut self, node: Node<'a, 'a>) -> Option<Requirement> {
        let authority = node.tag_name().name() == "authorityRequirement";
        let mut found: Option<(RequirementKind, Href)> = None;
        let parts = self.parts(node);
        for part in &parts {
            let kind = match part.tag_name().name() {
                _ if found.is_some() => None,
                "requiredDecision" => Some(RequirementKind::Decision),
                "requiredInput" => Some(RequirementKind::Input),
                "requiredKnowledge" => Some(RequirementKind::Knowledge),
                "requiredAuthority" => Some(RequirementKind::Authority),
                _ => None,
            };
            match kind {
                Some(_) if authority => {
                    found = self.href(*part).map(|it| (RequirementKind::Authority, it));
                }
                Some(kind) => found = self.href(*part).map(|href| (kind, href)),
                None => self.unknown(*part),
            }
        }
        if parts.is_empty() {
            let message = say(
                "这个需求没有指向任何元素。",
                "this requirement names no element.",
            );
            let help = say(
                "写上所需的元素，如 <requiredInput href=\"#元素的id\"/>。",
                "write what is required, such as <requiredInput href=\"#id\"/>.",
            );
            self.report(Severity::Error, "bad-href", node, message, help);
        }
        let (kind, href) = found?;
        Some(Requirement {
            id: self.id(node),
            kind,
            href,
            origin: self.place(node),
        })
    }

    /// The variable of an element, which has its name if it has none of its own.
    fn own_variable(&mut self, node: Node<'a, 'a>, owner: &Head) -> Variable {
        let mut head = self.head(node);
        if head.name.is_empty() {
            head.name = owner.name.clone();
        } else if *head.name != *owner.name && !owner.name.is_empty() {
            let place = head.name.whole();
            let message = say(
                format!("变量叫“{}”，而所属元素叫“{}”。", head.name, owner.name),
                format!(
                    "the variable is called “{}” and its element “{}”.",
                    head.name, owner.name
                ),
            );
            let help = say(
                format!("把变量也叫作“{}”；表达式用的是变量的名称。", owner.name),
                format!(
                    "call the variable “{}” too; it is its name that expressions use.",
                    owner.name
                ),
            );
            self.report_at(
                Severity::Warning,
                "variable-name",
                node,
                place,
                message,
                help,
            );
        }
        Variable {
            head,
            type_ref: self.type_ref(node),
        }
    }
}

/// The variable of an element that has none in the file.
fn of_name(owner: &Head) -> Variable {
    Variable {
        head: Head {
            name: owner.name.clone(),
            origin: owner.origin,
            ..Head::default()
        },
        type_ref: None,
    }
}
