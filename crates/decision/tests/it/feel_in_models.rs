//! Every FEEL text of the models of the DMN TCK is read, and read again from what is
//! printed, with all names of its model in scope.

use std::collections::BTreeSet;
use std::fs;

use youwei_decision::feel::names::normal_name;
use youwei_decision::feel::parse::{SyntaxError, parse_expression, parse_unary_tests};
use youwei_decision::feel::scope::Scope;
use youwei_decision::types::Type;

use crate::read_tck::models;

type Canonical = fn(&str, &mut Scope) -> Result<String, SyntaxError>;

/// How the text of an element is read, by the name of the element.
fn reader(element: &str) -> Option<Canonical> {
    match element {
        "inputEntry" | "allowedValues" | "inputValues" | "outputValues" | "typeConstraint" => {
            Some(|text, scope| Ok(parse_unary_tests(text, scope)?.to_string()))
        }
        "literalExpression" | "inputExpression" | "outputEntry" | "defaultOutputEntry" => {
            Some(|text, scope| Ok(parse_expression(text, scope)?.to_string()))
        }
        _ => None,
    }
}

#[test]
fn every_text_of_the_models_is_read_and_read_again() {
    let mut refused = Vec::new();
    for path in models() {
        let model = fs::read_to_string(&path).unwrap();
        let model = roxmltree::Document::parse(&model).unwrap();
        let names = model.descendants().filter_map(|it| it.attribute("name"));
        let names: BTreeSet<_> = names.map(normal_name).collect();
        let typed = names.iter().map(|it| (it.clone(), Type::Any));
        let mut scope = Scope::new(typed.collect(), names.clone());
        let texts = model
            .descendants()
            .filter(|it| it.tag_name().name() == "text");
        for node in texts {
            let parent = node.parent().map_or("", |it| it.tag_name().name());
            let Some(canonical) = reader(parent) else {
                continue;
            };
            let text: String = node.children().filter_map(|it| it.text()).collect();
            match canonical(&text, &mut scope) {
                Ok(once) => assert_eq!(canonical(&once, &mut scope).unwrap(), once, "{text}"),
                Err(error) => refused.push(format!("{}: {text:?}: {error}", path.display())),
            }
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}
