//! Small models written out for tests.

use std::sync::Arc;

use youwei_decision::dmn::read::read;
use youwei_decision::model::{Answer, Case, Model};
use youwei_decision::value::Value;

use crate::feel::{evaluate, now};

/// Text that can stand in XML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

/// A file with these elements; references are ids.
pub(crate) fn definitions(elements: &str) -> String {
    file(
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://yunze.example/甲",
        elements,
    )
}

pub(crate) fn file(version: &str, namespace: &str, elements: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="{version}" id="d" name="试" namespace="{namespace}">{elements}</definitions>"#
    )
}

pub(crate) fn input(name: &str, of: &str) -> String {
    let of = match of {
        "" => String::new(),
        of => format!(r#" typeRef="{of}""#),
    };
    format!(r#"<inputData id="i_{name}" name="{name}"><variable name="{name}"{of}/></inputData>"#)
}

/// A decision of inputs (by name), decisions (`@id`) and knowledge (`!id`).
pub(crate) fn decision(name: &str, of: &str, needs: &[&str], logic: &str) -> String {
    let of = match of {
        "" => String::new(),
        of => format!(r#" typeRef="{of}""#),
    };
    let needs: String = needs
        .iter()
        .map(|need| match (need.strip_prefix('@'), need.strip_prefix('!')) {
            (Some(id), _) => format!(
                r##"<informationRequirement><requiredDecision href="#{id}"/></informationRequirement>"##
            ),
            (_, Some(id)) => format!(
                r##"<knowledgeRequirement><requiredKnowledge href="#{id}"/></knowledgeRequirement>"##
            ),
            _ => format!(
                r##"<informationRequirement><requiredInput href="#i_{need}"/></informationRequirement>"##
            ),
        })
        .collect();
    format!(
        r#"<decision id="d_{name}" name="{name}"><variable name="{name}"{of}/>{needs}{logic}</decision>"#
    )
}

/// A knowledge model of these parameters (name, type), which needs others by their ids.
pub(crate) fn knowledge(
    name: &str,
    needs: &[&str],
    parameters: &[(&str, &str)],
    body: &str,
) -> String {
    let parameters: String = parameters
        .iter()
        .map(|(name, of)| format!(r#"<formalParameter name="{name}" typeRef="{of}"/>"#))
        .collect();
    let needs: String = needs
        .iter()
        .map(|id| format!(r##"<knowledgeRequirement><requiredKnowledge href="#{id}"/></knowledgeRequirement>"##))
        .collect();
    format!(
        r#"<businessKnowledgeModel id="b_{name}" name="{name}"><variable name="{name}"/>
        <encapsulatedLogic>{parameters}{body}</encapsulatedLogic>{needs}</businessKnowledgeModel>"#
    )
}

pub(crate) fn literal(text: &str) -> String {
    format!(
        "<literalExpression><text>{}</text></literalExpression>",
        escaped(text)
    )
}

/// A table: its policy (`U`, `C+` …), the columns looked at, the columns answered (name,
/// values, default), the rules.
pub(crate) struct Table<'a> {
    pub(crate) hit: &'a str,
    /// Expression, type, allowed values.
    pub(crate) inputs: &'a [(&'a str, &'a str, &'a str)],
    /// Name, values in their order, default.
    pub(crate) outputs: &'a [(&'a str, &'a str, &'a str)],
    /// Cells and answers.
    pub(crate) rules: &'a [&'a [&'a str]],
}

impl Table<'_> {
    pub(crate) fn xml(&self) -> String {
        let policy = match self.hit {
            "U" => r#"hitPolicy="UNIQUE""#,
            "" => "",
            "F" => r#"hitPolicy="FIRST""#,
            "A" => r#"hitPolicy="ANY""#,
            "P" => r#"hitPolicy="PRIORITY""#,
            "R" => r#"hitPolicy="RULE ORDER""#,
            "O" => r#"hitPolicy="OUTPUT ORDER""#,
            "C" => r#"hitPolicy="COLLECT""#,
            "C+" => r#"hitPolicy="COLLECT" aggregation="SUM""#,
            "C#" => r#"hitPolicy="COLLECT" aggregation="COUNT""#,
            "C<" => r#"hitPolicy="COLLECT" aggregation="MIN""#,
            "C>" => r#"hitPolicy="COLLECT" aggregation="MAX""#,
            other => panic!("{other}"),
        };
        let mut xml = format!("<decisionTable {policy}>");
        for (text, of, allowed) in self.inputs {
            xml += &format!(
                r#"<input><inputExpression typeRef="{of}"><text>{}</text></inputExpression>"#,
                escaped(text)
            );
            if !allowed.is_empty() {
                xml += &format!(
                    "<inputValues><text>{}</text></inputValues>",
                    escaped(allowed)
                );
            }
            xml += "</input>";
        }
        for (name, values, default) in self.outputs {
            xml += &match self.outputs.len() {
                1 => "<output>".to_owned(),
                _ => format!(r#"<output name="{name}">"#),
            };
            if !values.is_empty() {
                xml += &format!(
                    "<outputValues><text>{}</text></outputValues>",
                    escaped(values)
                );
            }
            if !default.is_empty() {
                xml += &format!(
                    "<defaultOutputEntry><text>{}</text></defaultOutputEntry>",
                    escaped(default)
                );
            }
            xml += "</output>";
        }
        for rule in self.rules {
            xml += "<rule>";
            for (at, cell) in rule.iter().enumerate() {
                let tag = if at < self.inputs.len() {
                    "inputEntry"
                } else {
                    "outputEntry"
                };
                xml += &format!("<{tag}><text>{}</text></{tag}>", escaped(cell));
            }
            xml += "</rule>";
        }
        xml + "</decisionTable>"
    }
}

/// Compiles files, the first being the one asked for.
pub(crate) fn model(files: &[&str]) -> Model {
    let files = files.iter().enumerate().map(|(at, source)| {
        let (definitions, _) = read(source.as_bytes(), &format!("{at}.dmn"))
            .unwrap_or_else(|found| panic!("{}", found[0].render(source)));
        Arc::new(definitions)
    });
    Model::new(files.collect())
}

/// A case whose inputs are the entries of a context as it is written.
pub(crate) fn case(given: &str) -> Case {
    let Value::Context(given) = evaluate("{}", given) else {
        panic!("no context: {given}");
    };
    Case {
        given: given
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
        now: Some(now()),
        ..Case::default()
    }
}

pub(crate) fn decide(model: &Model, name: &str, case: &Case) -> Answer {
    model.decide(
        model.node(name).unwrap_or_else(|| panic!("no {name}")),
        case,
    )
}
