//! A file of a decision model as it was written (DMN 1.5, clauses 6 to 10). Nothing is
//! resolved here: references are ids, types are names, expressions are texts that know
//! their place in the file.

mod boxed;
mod drawing;
mod item;
mod text;

use std::collections::HashMap;
use std::sync::Arc;

pub use boxed::{
    Aggregation, Binding, Boxed, BoxedKind, ContextEntry, Entry, FunctionDefinition, FunctionKind,
    HitPolicy, Iteration, Literal, Orientation, Relation, Rule, Table, TableInput, TableOutput,
};
pub use drawing::{Association, Bounds, Drawing, Edge, Point, Shape, TextAnnotation};
pub use item::{FunctionItem, ItemDefinition};
pub use text::{Place, Segment, Text};

/// A version of the standard, told by the namespace of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the version of its name")]
pub enum Version {
    V1_1,
    V1_2,
    V1_3,
    V1_4,
    V1_5,
}

/// What stands in one file.
#[derive(Debug, Clone)]
pub struct Definitions {
    /// The name of the file, as it was given.
    pub file: Arc<str>,
    /// The version of the standard that it is written in.
    pub version: Version,
    /// Id, name and description of the model.
    pub head: Head,
    /// The namespace of the model: the word that other files import it by.
    pub namespace: Text,
    /// The language of expressions that name none; none is FEEL.
    pub expression_language: Option<Text>,
    /// The files that it builds on.
    pub imports: Vec<Import>,
    /// The types.
    pub items: Vec<ItemDefinition>,
    /// The inputs.
    pub inputs: Vec<InputData>,
    /// The decisions.
    pub decisions: Vec<Decision>,
    /// The functions of the model.
    pub knowledge_models: Vec<KnowledgeModel>,
    /// The services.
    pub services: Vec<DecisionService>,
    /// Where knowledge comes from: laws, persons, documents.
    pub knowledge_sources: Vec<KnowledgeSource>,
    /// The notes in the diagram, their lines, and the places of all elements.
    pub drawing: Drawing,
    pub(crate) index: HashMap<Arc<str>, (Of, usize)>,
}

/// Which of the lists of [`Definitions`] an id belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Input,
    Decision,
    KnowledgeModel,
    Service,
    KnowledgeSource,
    Item,
    Annotation,
}

/// An element that can be referred to by its id.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "each is the element of its name")]
pub enum Element<'a> {
    Input(&'a InputData),
    Decision(&'a Decision),
    KnowledgeModel(&'a KnowledgeModel),
    Service(&'a DecisionService),
    KnowledgeSource(&'a KnowledgeSource),
    Item(&'a ItemDefinition),
    Annotation(&'a TextAnnotation),
}

/// What every named element has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Its id.
    pub id: Option<Arc<str>>,
    /// Its name, with single spaces; empty where it was left out, which was an error.
    pub name: Text,
    /// What a diagram shows instead of the name.
    pub label: Option<Arc<str>>,
    /// What it is for.
    pub description: Option<Arc<str>>,
    /// Where it stands in the file.
    pub origin: Place,
}

/// Another file that this one builds on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its id, and the name that its elements are called by here: `name.element`. In
    /// DMN 1.1, which has no such name, the prefix of the namespace.
    pub head: Head,
    /// The namespace of the other file.
    pub namespace: Text,
    /// What kind of file it is.
    pub kind: ImportKind,
    /// Where the file may be found.
    pub location: Option<Text>,
}

/// What kind of file is imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportKind {
    /// A model, of whatever version.
    Dmn,
    /// Something else, by its `importType`.
    Other(Arc<str>),
}

/// A name with a type: a variable, a parameter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variable {
    /// Its id and name. A variable without a name has that of its owner.
    pub head: Head,
    /// Its type, if it was given.
    pub type_ref: Option<Text>,
}

/// An input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputData {
    /// Its id and name.
    pub head: Head,
    /// Its variable; of the name of the input where the file has none.
    pub variable: Variable,
}

/// A decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Its id and name.
    pub head: Head,
    /// The question that it answers.
    pub question: Option<Arc<str>>,
    /// The answers that it may give, in words.
    pub allowed_answers: Option<Arc<str>>,
    /// Its variable; of the name of the decision where the file has none.
    pub variable: Variable,
    /// What it builds on.
    pub requirements: Vec<Requirement>,
    /// How it is decided; none if that was not written.
    pub expression: Option<Boxed>,
}

/// A function of the model (business knowledge model).
#[derive(Debug, Clone, PartialEq)]
pub struct KnowledgeModel {
    /// Its id and name.
    pub head: Head,
    /// Its variable; of the name of the model where the file has none. Its type is that
    /// of the function, or, in older files, that of the result.
    pub variable: Variable,
    /// What it builds on.
    pub requirements: Vec<Requirement>,
    /// The function; none if it was not written.
    pub logic: Option<FunctionDefinition>,
}

/// A set of decisions that can be called as a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionService {
    /// Its id and name.
    pub head: Head,
    /// Its variable; of the name of the service where the file has none.
    pub variable: Variable,
    /// The decisions that it answers with.
    pub output_decisions: Vec<Href>,
    /// The decisions inside that it does not answer with.
    pub encapsulated_decisions: Vec<Href>,
    /// The decisions whose answers are given to it.
    pub input_decisions: Vec<Href>,
    /// The inputs that are given to it.
    pub input_data: Vec<Href>,
}

/// Where knowledge comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnowledgeSource {
    /// Its id and name.
    pub head: Head,
    /// What kind of source it is, in words.
    pub kind: Option<Arc<str>>,
    /// Where it may be read.
    pub location: Option<Text>,
    /// What it builds on.
    pub requirements: Vec<Requirement>,
}

/// What an element builds on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Its id.
    pub id: Option<Arc<str>>,
    /// In what way.
    pub kind: RequirementKind,
    /// The element that is required.
    pub href: Href,
    /// Where it stands in the file.
    pub origin: Place,
}

/// In what way an element builds on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequirementKind {
    /// It needs the answer of a decision.
    Decision,
    /// It needs an input.
    Input,
    /// It calls a knowledge model or a service.
    Knowledge,
    /// It rests on a source, a decision or an input; drawn only.
    Authority,
}

/// A reference to an element: `#id`, or `namespace#id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Href {
    /// The namespace of the file that has the element; none for the file itself, also
    /// where its own namespace was written.
    pub namespace: Option<Arc<str>>,
    /// The id of the element.
    pub id: Arc<str>,
    /// Where the reference stands in the file.
    pub origin: Place,
}

impl Definitions {
    /// The element of this id: an element of the requirement diagram, a type at the top,
    /// or a note.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<Element<'_>> {
        let (of, at) = *self.index.get(id)?;
        Some(match of {
            Of::Input => Element::Input(self.inputs.get(at)?),
            Of::Decision => Element::Decision(self.decisions.get(at)?),
            Of::KnowledgeModel => Element::KnowledgeModel(self.knowledge_models.get(at)?),
            Of::Service => Element::Service(self.services.get(at)?),
            Of::KnowledgeSource => Element::KnowledgeSource(self.knowledge_sources.get(at)?),
            Of::Item => Element::Item(self.items.get(at)?),
            Of::Annotation => Element::Annotation(self.drawing.annotations.get(at)?),
        })
    }
}
