//! Types as a model declares them (DMN 1.5, clause 7.3.2).

use roxmltree::Node;

use super::part::Reader;
use crate::dmn::raw::{FunctionItem, ItemDefinition};

impl<'a> Reader<'a> {
    /// A type, or a component of one.
    pub(super) fn item(&mut self, node: Node<'a, 'a>) -> ItemDefinition {
        let mut item = ItemDefinition {
            head: self.named(node),
            // Some editors write the type as an attribute.
            type_ref: self.type_ref(node),
            allowed_values: None,
            type_constraint: None,
            is_collection: self.says_yes(node, "isCollection"),
            components: Vec::new(),
            function: None,
        };
        for part in self.parts(node) {
            match part.tag_name().name() {
                "typeRef" => {
                    let written = self.text(part);
                    item.type_ref = self.type_name(part, written);
                }
                "allowedValues" => item.allowed_values = Some(self.words(part)),
                "typeConstraint" => item.type_constraint = Some(self.words(part)),
                "itemComponent" => {
                    let component = self.item(part);
                    item.components.push(component);
                }
                "functionItem" => item.function = Some(self.function_item(part)),
                _ => self.unknown(part),
            }
        }
        for tests in [&mut item.allowed_values, &mut item.type_constraint] {
            *tests = tests.take().filter(|tests| !tests.trim().is_empty());
        }
        let names = item.components.iter().map(|it| it.head.name.clone());
        let names = names.collect();
        self.distinct(node, names);
        item
    }

    fn function_item(&mut self, node: Node<'a, 'a>) -> FunctionItem {
        let mut parameters = Vec::new();
        for part in self.parts(node) {
            match part.tag_name().name() {
                "parameters" => parameters.push(self.variable(part)),
                _ => self.unknown(part),
            }
        }
        let output = self.attribute(node, "outputTypeRef");
        FunctionItem {
            parameters,
            output: output.and_then(|output| self.type_name(node, output)),
        }
    }
}
