//! The decision models in a system's folder, whose decisions its formulas call.

use std::sync::Arc;

use youwei_base::Bilingual;
use youwei_decision::diagnostic::Diagnostic;
use youwei_decision::dmn;
use youwei_decision::model::Model;

use super::File;
use super::compile::{Names, entries_of};
use super::page::Page;
use crate::declaration::System;

/// Reads the models of a folder; each may import the others.
pub fn read<'t>(
    files: impl Iterator<Item = File<'t>>,
    said: &mut Vec<Diagnostic>,
) -> Vec<Arc<Model>> {
    let mut read = Vec::new();
    for file in files {
        match dmn::read::read(file.text.as_bytes(), file.name) {
            Ok((definitions, faults)) => {
                said.extend(faults);
                read.push(Arc::new(definitions));
            }
            Err(faults) => said.extend(faults),
        }
    }
    let mut models = Vec::with_capacity(read.len());
    for at in 0..read.len() {
        let mut files = read.clone();
        files.rotate_left(at);
        let model = Model::new(files);
        said.extend(model.diagnostics.iter().cloned());
        models.push(Arc::new(model));
    }
    models
}

/// The decisions of the models as names of formulas.
pub fn names(page: &mut Page<'_>, system: &System, names: &mut Names) {
    for model in &system.models {
        for name in model.decisions() {
            let number = model.node(name);
            let Some(function) = number.and_then(|it| model.function(it)) else {
                continue;
            };
            let field = names.all.iter().any(|it| it.name == *name);
            let other = names.functions.iter().any(|it| it.name() == *name);
            if field || other {
                let message = Bilingual::new(
                    format!("决策“{name}”与一个字段、词、reads 或别的决策同名。"),
                    format!(
                        "the decision “{name}” has the name of a field, a word, a read or another decision."
                    ),
                );
                let help = Bilingual::new("给其中一个换个名字。", "give one of them another name.");
                page.say("name-clash", 0..0, message, help);
            }
            if let Some(of) = function.signature() {
                entries_of(&of.result, &mut names.members);
            }
            names.functions.push(function);
        }
    }
}
