//! Compiling a model: its elements numbered, its types read, then each element after
//! those that it needs.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;
use youwei_base::Bilingual;

use crate::diagnostic::Diagnostic;
use crate::dmn::raw::{Definitions, Head, Href, ImportKind, Variable};
use crate::model::items::{Items, qualified};
use crate::model::report::Reporter;
use crate::model::{Knowledge, Model, Node};
use crate::resolve::help;
use crate::types::Type;
use crate::value::{Name, Null, Value};

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
pub(super) enum Written {
    Input(usize, usize),
    Decision(usize, usize),
    KnowledgeModel(usize, usize),
    Service(usize, usize),
}

/// A model being compiled.
pub(super) struct Build<'a> {
    pub(super) files: &'a [Arc<Definitions>],
    pub(super) items: Items,
    pub(super) targets: HashMap<(usize, Arc<str>), Target>,
    pub(super) nodes: Vec<Node>,
    pub(super) knowledge: Vec<Knowledge>,
    /// The types of the functions, as far as they are known.
    pub(super) signatures: Vec<Type>,
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

pub(super) fn id_of(head: &Head) -> Arc<str> {
    head.id
        .clone()
        .unwrap_or_else(|| head.name.shared().clone())
}

/// What to write instead of a reference to nothing.
fn elsewhere(file: Option<&Definitions>, href: &Href) -> Bilingual {
    let Some(file) = file else {
        return Bilingual::new(
            "先引入（import）那个命名空间的模型，或把引用写成 #元素的id。",
            "import the model of that namespace first, or write the reference as #id.",
        );
    };
    match help::nearest(&href.id, file.index.keys().map(|it| &**it)) {
        Some(near) => help::meant(near),
        None => Bilingual::new(
            "写一个已有元素的 id，或补上这个元素。",
            "write the id of an element that there is, or add this one.",
        ),
    }
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
                            format!("找不到命名空间为“{wanted}”的模型文件。"),
                            format!("no file of the namespace “{wanted}” was found."),
                        ),
                        Bilingual::new(
                            "把那个文件放在这个文件旁边，或把 namespace 改得与它的一致。",
                            "put that file beside this one, or make the namespace the one it has.",
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
                        let of = self.file_of(file, href.namespace.as_ref());
                        let of = of.map(|at| &self.files[at]);
                        if of.is_none_or(|it| it.by_id(&href.id).is_none()) {
                            let id = &href.id;
                            report.error(
                                "unknown-reference",
                                href.origin,
                                Bilingual::new(
                                    format!("没有 id 为“{id}”的元素。"),
                                    format!("no element has the id “{id}”."),
                                ),
                                elsewhere(of.map(|it| &**it), href),
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
            Bilingual::new(
                "在绕回的一环上删去一个需求（informationRequirement），或把两边都要用的部分另写成一个决策。",
                "take one requirement (informationRequirement) out of the circle, or make what both sides use a decision of its own.",
            ),
        );
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
