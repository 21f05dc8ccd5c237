//! Boxed expressions (DMN 1.5, clause 10.2) and decision tables (clause 8).

use std::sync::Arc;

use super::{Head, Place, Text, Variable};

/// An expression of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Boxed {
    /// Its id.
    pub id: Option<Arc<str>>,
    /// The type of its value, if it was given.
    pub type_ref: Option<Text>,
    /// What a diagram shows above it.
    pub label: Option<Arc<str>>,
    /// What it is for.
    pub description: Option<Arc<str>>,
    /// Where it stands in the file.
    pub origin: Place,
    /// What it is.
    pub kind: BoxedKind,
}

/// What an expression of a model is.
#[derive(Debug, Clone, PartialEq)]
pub enum BoxedKind {
    /// An expression in words.
    Literal(Literal),
    /// A decision table.
    Table(Table),
    /// Entries by name, each in the scope of those before it; the one without a name, the
    /// last, is the value of the whole.
    Context(Vec<ContextEntry>),
    /// Items.
    List(Vec<Boxed>),
    /// A table of expressions: a list of contexts.
    Relation(Relation),
    /// A function.
    Function(FunctionDefinition),
    /// A call by name.
    Invocation {
        /// The function; none if that was not written, which was an error.
        function: Option<Box<Boxed>>,
        /// The arguments.
        bindings: Vec<Binding>,
    },
    /// If, then, else; a part is none if it was not written, which was an error.
    Conditional {
        /// The condition.
        condition: Option<Box<Boxed>>,
        /// The value if it is true.
        then: Option<Box<Boxed>>,
        /// The value otherwise.
        otherwise: Option<Box<Boxed>>,
    },
    /// The items of a list for which a condition is true, `item` being the item.
    Filter {
        /// The list.
        list: Option<Box<Boxed>>,
        /// The condition.
        matches: Option<Box<Boxed>>,
    },
    /// A loop.
    Iterator {
        /// Which.
        iteration: Iteration,
        /// The variable that is each item in turn.
        variable: Text,
        /// The type of the items, if it was given.
        variable_type: Option<Text>,
        /// What it runs over.
        over: Option<Box<Boxed>>,
        /// What is made of each item (`for`, where `partial` is the list so far) or asked
        /// of it.
        body: Option<Box<Boxed>>,
    },
}

/// Which loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Iteration {
    /// The list of the values of each item.
    For,
    /// Whether it is so of one item.
    Some,
    /// Whether it is so of each item.
    Every,
}

/// An expression in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Literal {
    /// Its id.
    pub id: Option<Arc<str>>,
    /// The words; empty where none were written.
    pub text: Text,
    /// The type of its value, if it was given.
    pub type_ref: Option<Text>,
    /// Its language, if it is not that of the model.
    pub expression_language: Option<Text>,
    /// Where the values are to be taken from instead, as it was written; not supported.
    pub imported: Option<Text>,
    /// Where it stands in the file.
    pub origin: Place,
}

/// An entry of a context.
#[derive(Debug, Clone, PartialEq)]
pub struct ContextEntry {
    /// Its name and type; none for the value of the whole.
    pub variable: Option<Variable>,
    /// Its value; none if that was not written, which was an error.
    pub value: Option<Boxed>,
    /// Where it stands in the file.
    pub origin: Place,
}

/// A table of expressions.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// The columns.
    pub columns: Vec<Variable>,
    /// The rows, each with its place and with as many expressions as there are columns,
    /// unless that was an error.
    pub rows: Vec<(Vec<Boxed>, Place)>,
}

/// A function.
#[derive(Debug, Clone, PartialEq)]
pub struct FunctionDefinition {
    /// Its id.
    pub id: Option<Arc<str>>,
    /// The type of the function or of its value, if it was given.
    pub type_ref: Option<Text>,
    /// What the body is.
    pub kind: FunctionKind,
    /// The parameters.
    pub parameters: Vec<Variable>,
    /// The body; none if it was not written.
    pub body: Option<Box<Boxed>>,
    /// Where it stands in the file.
    pub origin: Place,
}

/// What the body of a function is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FunctionKind {
    /// An expression.
    #[default]
    Feel,
    /// A context that names a class and a method of Java.
    Java,
    /// A context that names a document and a model of PMML.
    Pmml,
}

/// An argument of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Binding {
    /// The parameter.
    pub parameter: Variable,
    /// The value; none, and then null, if it was not written.
    pub value: Option<Boxed>,
    /// Where it stands in the file.
    pub origin: Place,
}

/// A decision table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What counts when several rules match.
    pub hit_policy: HitPolicy,
    /// What is made of the outputs of a table that collects.
    pub aggregation: Option<Aggregation>,
    /// How it is best drawn.
    pub orientation: Orientation,
    /// What is written above the outputs.
    pub output_label: Option<Arc<str>>,
    /// The columns that are looked at.
    pub inputs: Vec<TableInput>,
    /// The columns that are answered.
    pub outputs: Vec<TableOutput>,
    /// The names of the columns of remarks.
    pub annotations: Vec<Text>,
    /// The rules, each with as many entries as there are inputs and outputs; a rule with
    /// another number was an error.
    pub rules: Vec<Rule>,
}

/// What counts when several rules of a table match (DMN 1.5, clause 8.2.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HitPolicy {
    /// At most one may match.
    #[default]
    Unique,
    /// The first.
    First,
    /// The one whose output stands first among the output values.
    Priority,
    /// Any, all being equal.
    Any,
    /// All, in no order.
    Collect,
    /// All, in the order of the rules.
    RuleOrder,
    /// All, in the order of the output values.
    OutputOrder,
}

/// What is made of the outputs of a table that collects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the function of its name")]
pub enum Aggregation {
    Sum,
    Count,
    Min,
    Max,
}

/// How a table is best drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Orientation {
    /// A rule is a row.
    #[default]
    RuleAsRow,
    /// A rule is a column.
    RuleAsColumn,
    /// Two inputs, one down and one across.
    CrossTable,
}

/// A column that a table looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableInput {
    /// Its id.
    pub id: Option<Arc<str>>,
    /// What is written above it, instead of the expression.
    pub label: Option<Arc<str>>,
    /// What is looked at.
    pub expression: Literal,
    /// Unary tests that it always passes.
    pub values: Option<Text>,
    /// Where it stands in the file.
    pub origin: Place,
}

/// A column that a table answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableOutput {
    /// Its id, name (needed where there is more than one), label and place.
    pub head: Head,
    /// The type of its values, if it was given.
    pub type_ref: Option<Text>,
    /// The values that it may have, the most important first.
    pub values: Option<Text>,
    /// The value if no rule matches.
    pub default: Option<Literal>,
}

/// A rule of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its id.
    pub id: Option<Arc<str>>,
    /// What it is for.
    pub description: Option<Arc<str>>,
    /// The unary tests of the inputs.
    pub inputs: Vec<Entry>,
    /// The expressions of the outputs.
    pub outputs: Vec<Entry>,
    /// The remarks.
    pub annotations: Vec<Text>,
    /// Where it stands in the file.
    pub origin: Place,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: Option<Arc<str>>,
    /// The words; empty where none were written.
    pub text: Text,
}
