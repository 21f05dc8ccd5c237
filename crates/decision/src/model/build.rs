//! Compiling a model: its elements numbered, its types read, then each element after
//! those that it needs.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;
use youwei_base::Bilingual;

use crate::diagnostic::{Diagnostic, Severity};
use crate::dmn::raw::{Definitions, Head, Href, ImportKind, Place, Text, Variable};
use crate::model::items::{Items, qualified};
use crate::model::{Knowledge, Logic, Model, Node, ServiceParts};
use crate::resolve::{self, Finding, Resolver};
use crate::shape::Shape;
use crate::tree::{Code, Expr, Kind};
use crate::types::{FunctionType, Type};
use crate::value::{Closure, Function, Name, Null, Service, Value};

/// Collects what is said of one file.
pub(super) struct Reporter<'a> {
    file: Arc<str>,
    element: Option<Arc<str>>,
    name: Option<Arc<str>>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Reporter<'a> {
    pub(super) fn new(file: &Definitions, diagnostics: &'a mut Vec<Diagnostic>) -> Reporter<'a> {
        Reporter {
            file: file.file.clone(),
            element: None,
            name: None,
            diagnostics,
        }
    }

    /// From here on it is about this element.
    pub(super) fn about(&mut self, head: &Head) {
        self.element = head.id.clone();
        self.name = Some(head.name.shared().clone());
    }

    pub(super) fn say(
        &mut self,
        severity: Severity,
        code: &'static str,
        place: Place,
        message: Bilingual,
    ) {
        let mut said = Diagnostic::new(severity, code, &self.file, place, message);
        said = said.of(self.element.as_ref(), self.name.as_ref());
        self.diagnostics.push(said);
    }

    pub(super) fn error(&mut self, code: &'static str, place: Place, message: Bilingual) {
        self.say(Severity::Error, code, place, message);
    }

    /// What to write instead of what was said last.
    pub(super) fn help(&mut self, help: Option<Bilingual>) {
        if let Some(last) = self.diagnostics.last_mut() {
            last.help = help;
        }
    }

    /// What was found in a text.
    pub(super) fn findings(&mut self, findings: Vec<Finding>, text: &Text) {
        for finding in findings {
            let place = text.place(finding.span.start, finding.span.end);
            self.say(finding.severity, finding.code, place, finding.message);
            self.help(finding.help);
        }
    }
}

/// The imports of a file that are among the files: prefix and number.
pub(super) fn imports<'a>(
    file: &'a Definitions,
    files: &'a [Arc<Definitions>],
) -> impl Iterator<Item = (Name, usize)> + 'a {
    file.imports.iter().filter_map(|import| {
        let wanted = import.namespace.as_str();
        let at = files
            .iter()
            .position(|it| it.namespace.as_str() == wanted)?;
        Some((import.head.name.shared().clone(), at))
    })
}

/// An element by its number among those that are compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Node(usize),
    Knowledge(usize),
}

/// Where an element stands: in which file, which of its kind.
#[derive(Debug, Clone, Copy)]
enum Written {
    Input(usize, usize),
    Decision(usize, usize),
    KnowledgeModel(usize, usize),
    Service(usize, usize),
}

/// A model being compiled.
pub(super) struct Build<'a> {
    pub(super) files: &'a [Arc<Definitions>],
    pub(super) items: Items,
    targets: HashMap<(usize, Arc<str>), Target>,
    nodes: Vec<Node>,
    knowledge: Vec<Knowledge>,
    /// The types of the functions, as far as they are known.
    signatures: Vec<Type>,
}

pub(super) fn build(files: Vec<Arc<Definitions>>) -> Model {
    let mut diagnostics = Vec::new();
    let items = Items::read(&files, &mut diagnostics);
    let mut build = Build {
        files: &files,
        items,
        targets: HashMap::new(),
        nodes: Vec::new(),
        knowledge: Vec::new(),
        signatures: Vec::new(),
    };
    let written = build.number(&mut diagnostics);
    build.unknown_imports(&mut diagnostics);
    let needs = build.needs(&written, &mut diagnostics);
    let may_recur = |at: usize| matches!(written[at], Written::KnowledgeModel(..));
    let (ordered, circular) = super::order::order(&needs, may_recur);
    for at in circular {
        build.circular(written[at], &mut diagnostics);
    }
    for at in ordered {
        build.compile(written[at], &mut diagnostics);
    }
    let (named, callable) = build.names();
    let (nodes, knowledge) = (build.nodes, build.knowledge);
    let mut model = Model {
        files,
        diagnostics,
        nodes,
        knowledge,
        named,
        callable,
    };
    let found = super::contradictions::find(&model);
    model.diagnostics.extend(found);
    crate::diagnostic::sort(&mut model.diagnostics);
    model
}

fn id_of(head: &Head) -> Arc<str> {
    head.id
        .clone()
        .unwrap_or_else(|| head.name.shared().clone())
}

/// The name of a variable, or of what it is the variable of.
fn variable_name(head: &Head, variable: &Variable) -> Name {
    match variable.head.name.as_str() {
        "" => head.name.shared().clone(),
        _ => variable.head.name.shared().clone(),
    }
}

impl Build<'_> {
    /// Gives each element its number; nodes and functions are filled in later.
    fn number(&mut self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Written> {
        let mut written = Vec::new();
        let files = self.files;
        for (at, file) in files.iter().enumerate() {
            for (nth, input) in file.inputs.iter().enumerate() {
                self.add_node(at, &input.head, &input.variable, diagnostics);
                written.push(Written::Input(at, nth));
            }
            for (nth, decision) in file.decisions.iter().enumerate() {
                self.add_node(at, &decision.head, &decision.variable, diagnostics);
                written.push(Written::Decision(at, nth));
            }
            for (nth, it) in file.knowledge_models.iter().enumerate() {
                self.add_knowledge(at, &it.head, &it.variable);
                written.push(Written::KnowledgeModel(at, nth));
            }
            for (nth, it) in file.services.iter().enumerate() {
                self.add_knowledge(at, &it.head, &it.variable);
                written.push(Written::Service(at, nth));
            }
        }
        written
    }

    fn add_node(
        &mut self,
        file: usize,
        head: &Head,
        variable: &Variable,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let mut report = Reporter::new(&self.files[file], diagnostics);
        report.about(head);
        let shape = variable.type_ref.as_ref();
        let shape = shape.and_then(|name| self.items.shape(file, name, &mut report));
        let of = shape.as_ref().map_or(Type::Any, |it| it.of.clone());
        let element = id_of(head);
        self.targets
            .insert((file, element.clone()), Target::Node(self.nodes.len()));
        self.nodes.push(Node {
            name: variable_name(head, variable),
            element,
            file,
            shape,
            of,
            logic: None,
            requires: Vec::new(),
        });
    }

    fn add_knowledge(&mut self, file: usize, head: &Head, variable: &Variable) {
        let element = id_of(head);
        let target = Target::Knowledge(self.knowledge.len());
        self.targets.insert((file, element.clone()), target);
        self.knowledge.push(Knowledge {
            name: variable_name(head, variable),
            element,
            file,
            function: Value::Null(Null::WRITTEN),
            service: None,
        });
        self.signatures.push(Type::Any);
    }

    fn unknown_imports(&self, diagnostics: &mut Vec<Diagnostic>) {
        for file in self.files {
            let mut report = Reporter::new(file, diagnostics);
            for import in &file.imports {
                let wanted = import.namespace.as_str();
                let known = self.files.iter().any(|it| it.namespace.as_str() == wanted);
                if import.kind == ImportKind::Dmn && !known {
                    report.error(
                        "import-not-found",
                        import.namespace.whole(),
                        Bilingual::new(
                            format!("找不到命名空间为“{wanted}”的模型文件；请一并给出。"),
                            format!("no file of the namespace “{wanted}” was found; give it too."),
                        ),
                    );
                }
            }
        }
    }

    /// The file that a namespace means in this one.
    fn file_of(&self, file: usize, namespace: Option<&Arc<str>>) -> Option<usize> {
        match namespace {
            None => Some(file),
            Some(wanted) => self
                .files
                .iter()
                .position(|it| it.namespace.as_str() == &**wanted),
        }
    }

    /// The element that a reference means.
    pub(super) fn target(&self, file: usize, href: &Href) -> Option<(usize, Target)> {
        let at = self.file_of(file, href.namespace.as_ref())?;
        let target = self.targets.get(&(at, href.id.clone()))?;
        Some((at, *target))
    }

    /// What each element needs, as numbers into the order they were written in.
    fn needs(&self, written: &[Written], diagnostics: &mut Vec<Diagnostic>) -> Vec<Vec<usize>> {
        // The numbers of nodes and functions, back to the order of writing.
        let (mut nodes, mut functions) = (Vec::new(), Vec::new());
        for (at, it) in written.iter().enumerate() {
            match it {
                Written::Input(..) | Written::Decision(..) => nodes.push(at),
                _ => functions.push(at),
            }
        }
        let mut needs = Vec::with_capacity(written.len());
        for it in written {
            let (file, head, hrefs) = self.references(*it);
            let mut report = Reporter::new(&self.files[file], diagnostics);
            report.about(head);
            let mut needed = Vec::new();
            for href in hrefs {
                match self.target(file, href) {
                    Some((_, Target::Node(number))) => needed.push(nodes[number]),
                    Some((_, Target::Knowledge(number))) => needed.push(functions[number]),
                    None => {
                        let known = self
                            .file_of(file, href.namespace.as_ref())
                            .is_some_and(|at| self.files[at].by_id(&href.id).is_some());
                        if !known {
                            let id = &href.id;
                            report.error(
                                "unknown-reference",
                                href.origin,
                                Bilingual::new(
                                    format!("没有 id 为“{id}”的元素。"),
                                    format!("no element has the id “{id}”."),
                                ),
                            );
                        }
                    }
                }
            }
            needs.push(needed);
        }
        needs
    }

    fn references(&self, written: Written) -> (usize, &Head, Vec<&Href>) {
        match written {
            Written::Input(file, nth) => (file, &self.files[file].inputs[nth].head, Vec::new()),
            Written::Decision(file, nth) => {
                let it = &self.files[file].decisions[nth];
                (
                    file,
                    &it.head,
                    it.requirements.iter().map(|it| &it.href).collect(),
                )
            }
            Written::KnowledgeModel(file, nth) => {
                let it = &self.files[file].knowledge_models[nth];
                (
                    file,
                    &it.head,
                    it.requirements.iter().map(|it| &it.href).collect(),
                )
            }
            Written::Service(file, nth) => {
                let it = &self.files[file].services[nth];
                let hrefs = it
                    .input_data
                    .iter()
                    .chain(&it.input_decisions)
                    .chain(&it.output_decisions)
                    .chain(&it.encapsulated_decisions);
                (file, &it.head, hrefs.collect())
            }
        }
    }

    fn circular(&self, written: Written, diagnostics: &mut Vec<Diagnostic>) {
        let (file, head, _) = self.references(written);
        let mut report = Reporter::new(&self.files[file], diagnostics);
        report.about(head);
        let name = head.name.as_str();
        report.error(
            "circular-requirement",
            head.origin,
            Bilingual::new(
                format!("“{name}”经过它所需要的，又绕回到它自己。"),
                format!("“{name}” needs itself, through what it needs."),
            ),
        );
    }

    fn compile(&mut self, written: Written, diagnostics: &mut Vec<Diagnostic>) {
        match written {
            Written::Input(..) => {}
            Written::Decision(file, nth) => self.decision(file, nth, diagnostics),
            Written::KnowledgeModel(file, nth) => self.knowledge_model(file, nth, diagnostics),
            Written::Service(file, nth) => self.service(file, nth),
        }
    }

    /// The names that an element's requirements bring into force.
    fn globals<'h>(
        &self,
        file: usize,
        hrefs: impl Iterator<Item = &'h Href>,
    ) -> Vec<(Name, Type, resolve::Place)> {
        let mut globals = Vec::new();
        for href in hrefs {
            let Some((from, target)) = self.target(file, href) else {
                continue;
            };
            let (name, of, place) = match target {
                Target::Node(number) => {
                    let node = &self.nodes[number];
                    let place = resolve::Place::Node(number);
                    (&node.name, node.of.clone(), place)
                }
                Target::Knowledge(number) => {
                    let place = resolve::Place::Knowledge(number);
                    let of = self.signatures[number].clone();
                    (&self.knowledge[number].name, of, place)
                }
            };
            let name = match from == file {
                true => name.clone(),
                false => {
                    let prefix = imports(&self.files[file], self.files)
                        .find(|(_, at)| *at == from)
                        .map(|(prefix, _)| prefix);
                    qualified(prefix.as_deref().unwrap_or(""), name)
                }
            };
            globals.push((name, of, place));
        }
        globals
    }

    fn decision(&mut self, file: usize, nth: usize, diagnostics: &mut Vec<Diagnostic>) {
        let definitions = self.files[file].clone();
        let decision = &definitions.decisions[nth];
        let Some(Target::Node(number)) = self.targets.get(&(file, id_of(&decision.head))).copied()
        else {
            return;
        };
        let hrefs = || decision.requirements.iter().map(|it| &it.href);
        let requires = hrefs()
            .filter_map(|href| match self.target(file, href)?.1 {
                Target::Node(number) => Some(number),
                Target::Knowledge(_) => None,
            })
            .collect();
        let globals = self.globals(file, hrefs());
        let mut report = Reporter::new(&definitions, diagnostics);
        report.about(&decision.head);
        let types = self.items.of_file(file);
        let mut resolver = Resolver::new(&types, globals, self.items.members.clone());
        let name = self.nodes[number].name.clone();
        let body = match &decision.expression {
            Some(expression) => super::boxed::Boxing {
                items: &self.items,
                file,
                language: definitions.expression_language.as_ref(),
                resolver: &mut resolver,
                report: &mut report,
                element: self.nodes[number].element.clone(),
                name: name.clone(),
            }
            .boxed(expression),
            None => resolve::wrong(
                crate::value::Why::Model(Bilingual::new(
                    format!("“{name}”还没有写怎样决定。"),
                    format!("how “{name}” is decided was not written."),
                )),
                Default::default(),
            ),
        };
        let slots = resolver.slots();
        let node = &mut self.nodes[number];
        let body = match &node.shape {
            Some(shape) => {
                super::boxed::declared(&body, shape, &node.name, &decision.head, &mut report);
                super::boxed::conform(body, shape, node.name.clone())
            }
            None => {
                node.of = body.of.clone();
                body
            }
        };
        node.requires = requires;
        node.logic = Some(Logic { body, slots });
    }

    fn knowledge_model(&mut self, file: usize, nth: usize, diagnostics: &mut Vec<Diagnostic>) {
        let definitions = self.files[file].clone();
        let model = &definitions.knowledge_models[nth];
        let Some(Target::Knowledge(number)) =
            self.targets.get(&(file, id_of(&model.head))).copied()
        else {
            return;
        };
        let mut report = Reporter::new(&definitions, diagnostics);
        report.about(&model.head);
        let Some(logic) = &model.logic else {
            return;
        };
        let variable = model.variable.type_ref.as_ref();
        let declared = variable.and_then(|name| self.items.shape(file, name, &mut report));
        // The declared type is that of the function or, in older files, of its result.
        let result = match &declared {
            Some(shape) => match &shape.of {
                Type::Function(of) => Some(Arc::new(Shape::plain(
                    shape.name.clone(),
                    of.result.clone(),
                ))),
                _ => Some(shape.clone()),
            },
            None => None,
        };
        // What calls itself is of its declared type while it is being compiled.
        let parameters = logic.parameters.iter().map(|it| {
            let name = it.head.name.shared().clone();
            (name, Type::Any)
        });
        self.signatures[number] = Type::Function(Arc::new(FunctionType {
            parameters: parameters.collect(),
            result: result.as_ref().map_or(Type::Any, |it| it.of.clone()),
        }));
        let hrefs = model.requirements.iter().map(|it| &it.href);
        let globals = self.globals(file, hrefs);
        let types = self.items.of_file(file);
        let mut resolver = Resolver::new(&types, globals, self.items.members.clone());
        let name = self.knowledge[number].name.clone();
        let function = super::boxed::Boxing {
            items: &self.items,
            file,
            language: definitions.expression_language.as_ref(),
            resolver: &mut resolver,
            report: &mut report,
            element: self.knowledge[number].element.clone(),
            name: name.clone(),
        }
        .function(logic, result.as_ref());
        if let Kind::Function(code, _) = function.kind {
            let code = Code {
                name,
                element: Some(self.knowledge[number].element.clone()),
                ..Arc::into_inner(code).unwrap_or_else(|| empty_code(function.of.clone()))
            };
            self.signatures[number] = Type::Function(code.of.clone());
            let closure = Closure {
                code: Arc::new(code),
                captured: Vec::new(),
            };
            self.knowledge[number].function = Value::function(Function::Closure(closure));
        }
    }

    fn service(&mut self, file: usize, nth: usize) {
        let definitions = self.files[file].clone();
        let service = &definitions.services[nth];
        let Some(Target::Knowledge(number)) =
            self.targets.get(&(file, id_of(&service.head))).copied()
        else {
            return;
        };
        let numbers = |hrefs: &[Href]| -> Vec<usize> {
            let targets = hrefs.iter().filter_map(|href| self.target(file, href));
            targets
                .filter_map(|(_, target)| match target {
                    Target::Node(number) => Some(number),
                    Target::Knowledge(_) => None,
                })
                .collect()
        };
        let mut given = numbers(&service.input_data);
        given.extend(numbers(&service.input_decisions));
        let outputs = numbers(&service.output_decisions);
        let parameters = given
            .iter()
            .map(|at| (self.nodes[*at].name.clone(), self.nodes[*at].of.clone()));
        let result = match outputs.as_slice() {
            [one] => self.nodes[*one].of.clone(),
            many => Type::context(many.iter().map(|at| {
                let node = &self.nodes[*at];
                (node.name.clone(), node.of.clone())
            })),
        };
        let mut said = Vec::new();
        let mut report = Reporter::new(&definitions, &mut said);
        let declared = service.variable.type_ref.as_ref();
        let declared = declared.and_then(|name| self.items.shape(file, name, &mut report));
        let shape = declared.map(|shape| match &shape.of {
            Type::Function(of) => Arc::new(Shape::plain(shape.name.clone(), of.result.clone())),
            _ => shape,
        });
        let of = Arc::new(FunctionType {
            parameters: parameters.collect(),
            result: shape.as_ref().map_or(result, |it| it.of.clone()),
        });
        let function = Service {
            name: self.knowledge[number].name.clone(),
            number,
            of: of.clone(),
        };
        self.signatures[number] = Type::Function(of);
        let knowledge = &mut self.knowledge[number];
        knowledge.function = Value::function(Function::Service(function));
        knowledge.service = Some(ServiceParts {
            given,
            outputs,
            shape,
        });
    }

    /// The elements by the names they have in the first file.
    fn names(&self) -> (IndexMap<Name, usize>, IndexMap<Name, usize>) {
        let prefix = |file: usize| match (file, self.files.first()) {
            (0, _) | (_, None) => Some(Name::from("")),
            (file, Some(main)) => imports(main, self.files)
                .find(|(_, at)| *at == file)
                .map(|(prefix, _)| prefix),
        };
        let mut named = IndexMap::new();
        for (at, node) in self.nodes.iter().enumerate() {
            if let Some(prefix) = prefix(node.file) {
                named.entry(qualified(&prefix, &node.name)).or_insert(at);
            }
        }
        let mut callable = IndexMap::new();
        for (at, it) in self.knowledge.iter().enumerate() {
            if let Some(prefix) = prefix(it.file) {
                callable.entry(qualified(&prefix, &it.name)).or_insert(at);
            }
        }
        (named, callable)
    }
}

fn empty_code(of: Type) -> Code {
    let of = match of {
        Type::Function(of) => of,
        other => Arc::new(FunctionType {
            parameters: Vec::new(),
            result: other,
        }),
    };
    Code {
        name: "".into(),
        element: None,
        parameters: Vec::new(),
        captured: Vec::new(),
        slots: of.parameters.len(),
        body: Expr {
            kind: Kind::Constant(Value::Null(Null::WRITTEN)),
            of: Type::Null,
            span: Default::default(),
        },
        of,
    }
}
