//! Each element compiled: a decision, a knowledge model, a service.

use std::sync::Arc;

use youwei_base::Bilingual;

use crate::diagnostic::Diagnostic;
use crate::dmn::raw::Href;
use crate::model::boxed::{Boxing, conform, declared};
use crate::model::build::{Build, Target, Written, id_of, imports};
use crate::model::items::qualified;
use crate::model::report::Reporter;
use crate::model::{Logic, ServiceParts};
use crate::resolve::{self, Resolver};
use crate::shape::Shape;
use crate::tree::{Code, Expr, Kind};
use crate::types::{FunctionType, Type};
use crate::value::{Closure, Function, Name, Null, Service, Value};

impl Build<'_> {
    pub(super) fn compile(&mut self, written: Written, diagnostics: &mut Vec<Diagnostic>) {
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
            Some(expression) => Boxing {
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
                declared(&body, shape, &node.name, &decision.head, &mut report);
                conform(body, shape, node.name.clone())
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
        let function = Boxing {
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
