//! The model as a whole: its elements, told apart by their names and ids.

use std::collections::HashMap;
use std::sync::Arc;

use roxmltree::Node;

use super::part::{Reader, say};
use crate::diagnostic::{Diagnostic, Severity, sort};
use crate::dmn::namespace;
use crate::dmn::raw::{Definitions, Drawing, Head, Of, Place, Text};

impl<'a> Reader<'a> {
    /// The model.
    pub(super) fn definitions(&mut self, root: Node<'a, 'a>) -> Definitions {
        let namespace = self.attribute(root, "namespace").map(Text::trimmed);
        let namespace = namespace.unwrap_or_default();
        if namespace.is_empty() {
            let message = say(
                "模型没有命名空间（namespace），其他文件无法引入它。",
                "the model has no namespace, so that no other file can import it.",
            );
            let help = say(
                "写上属性 namespace=\"https://…\"，每个模型各用一个。",
                "write an attribute namespace=\"https://…\", one of its own for each model.",
            );
            self.report(Severity::Warning, "no-namespace", root, message, help);
        }
        let mut model = Definitions {
            file: self.file.clone(),
            version: self.version,
            head: self.named(root),
            namespace,
            expression_language: self.attribute(root, "expressionLanguage"),
            imports: Vec::new(),
            items: Vec::new(),
            inputs: Vec::new(),
            decisions: Vec::new(),
            knowledge_models: Vec::new(),
            services: Vec::new(),
            knowledge_sources: Vec::new(),
            drawing: Drawing::default(),
            index: HashMap::new(),
        };
        let parts = self.parts(root);
        // Imports first: names of types may begin with theirs.
        for part in &parts {
            if part.tag_name().name() == "import" {
                let import = self.import(*part);
                let (namespace, name) = (import.namespace.shared(), import.head.name.shared());
                self.imports.insert(namespace.clone(), name.clone());
                model.imports.push(import);
            }
        }
        for part in parts {
            self.element(part, &mut model);
        }
        let is_drawing =
            |it: &Node<'_, '_>| it.tag_name().namespace().is_some_and(namespace::is_drawing);
        for picture in root.children().filter(is_drawing) {
            self.drawing(picture, &mut model.drawing);
        }
        self.distinct_names(root, &model);
        self.distinct_ids(root);
        index(&mut model);
        model
    }

    fn element(&mut self, part: Node<'a, 'a>, model: &mut Definitions) {
        match part.tag_name().name() {
            "import" => {}
            "itemDefinition" => model.items.push(self.item(part)),
            "inputData" => model.inputs.push(self.input_data(part)),
            "decision" => model.decisions.push(self.decision(part)),
            "businessKnowledgeModel" => model.knowledge_models.push(self.knowledge_model(part)),
            "decisionService" => model.services.push(self.service(part)),
            "knowledgeSource" => model.knowledge_sources.push(self.knowledge_source(part)),
            "textAnnotation" => model.drawing.annotations.push(self.annotation(part)),
            "association" => model.drawing.associations.extend(self.association(part)),
            // What a model means to an organisation has no bearing on its answers.
            "performanceIndicator" | "organizationUnit" | "elementCollection" | "group" => {}
            _ => self.unknown(part),
        }
    }

    /// What expressions call by name must have names of its own, and so must types.
    fn distinct_names(&mut self, root: Node<'a, 'a>, model: &Definitions) {
        let name = |head: &Head| head.name.clone();
        let imports = model.imports.iter().map(|it| name(&it.head));
        let inputs = model.inputs.iter().map(|it| name(&it.head));
        let decisions = model.decisions.iter().map(|it| name(&it.head));
        let functions = model.knowledge_models.iter().map(|it| name(&it.head));
        let services = model.services.iter().map(|it| name(&it.head));
        let all = imports.chain(inputs).chain(decisions);
        let all = all.chain(functions).chain(services).collect();
        self.distinct(root, all);
        let items = model.items.iter().map(|it| name(&it.head)).collect();
        self.distinct(root, items);
    }

    /// The diagnostics, in order.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics;
        sort(&mut diagnostics);
        let (more, severity) = self.left_out;
        if more > 0 {
            let message = say(
                format!("还有 {more} 处问题没有列出。"),
                format!("{more} more problems are not listed."),
            );
            let place = Place::default();
            let help = say(
                "先改正已经列出的，再检查一次。",
                "correct those that are said, and check again.",
            );
            diagnostics
                .push(Diagnostic::new(severity, "more", &self.file, place, message).help(help));
        }
        diagnostics
    }
}

/// Lists the elements by their ids; of two with the same id, which was an error, the first.
fn index(model: &mut Definitions) {
    fn put<'a>(
        index: &mut HashMap<Arc<str>, (Of, usize)>,
        of: Of,
        ids: impl Iterator<Item = Option<&'a Arc<str>>>,
    ) {
        for (at, id) in ids.enumerate() {
            if let Some(id) = id {
                index.entry(id.clone()).or_insert((of, at));
            }
        }
    }
    let mut index = HashMap::new();
    let it = &mut index;
    put(
        it,
        Of::Input,
        model.inputs.iter().map(|e| e.head.id.as_ref()),
    );
    put(
        it,
        Of::Decision,
        model.decisions.iter().map(|e| e.head.id.as_ref()),
    );
    put(
        it,
        Of::KnowledgeModel,
        model.knowledge_models.iter().map(|e| e.head.id.as_ref()),
    );
    put(
        it,
        Of::Service,
        model.services.iter().map(|e| e.head.id.as_ref()),
    );
    put(
        it,
        Of::KnowledgeSource,
        model.knowledge_sources.iter().map(|e| e.head.id.as_ref()),
    );
    put(it, Of::Item, model.items.iter().map(|e| e.head.id.as_ref()));
    put(
        it,
        Of::Annotation,
        model.drawing.annotations.iter().map(|e| e.id.as_ref()),
    );
    model.index = index;
}
