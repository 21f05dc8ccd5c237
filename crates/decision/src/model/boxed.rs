//! Boxed expressions to typed ones (DMN 1.5, clause 10.2).

use std::sync::Arc;

use youwei_base::Bilingual;

use crate::diagnostic::Severity;
use crate::dmn::raw::{
    Boxed, BoxedKind, ContextEntry, FunctionDefinition, FunctionKind, Head, Iteration, Literal,
    Place, Relation, Text, Variable,
};
use crate::feel::ast::{Quantifier, Span};
use crate::model::items::Items;
use crate::model::report::Reporter;
use crate::resolve::{Resolver, wrong};
use crate::shape::Shape;
use crate::tree::{Binding, Expr, Kind, Over, Site};
use crate::types::Type;
use crate::value::{Name, Null, Value, Why};

/// The boxed expressions of one element being made typed ones.
pub(super) struct Boxing<'a, 'r, 't, 'd> {
    pub(super) items: &'a Items,
    pub(super) file: usize,
    pub(super) language: Option<&'a Text>,
    pub(super) resolver: &'r mut Resolver<'t>,
    pub(super) report: &'r mut Reporter<'d>,
    /// The id of the innermost element that has one.
    pub(super) element: Arc<str>,
    /// The name of what is being worked out.
    pub(super) name: Name,
}

/// Where boxed expressions stand has no words of its own.
const NO_WORDS: Span = Span { start: 0, end: 0 };

impl Boxing<'_, '_, '_, '_> {
    /// A boxed expression.
    pub(super) fn boxed(&mut self, boxed: &Boxed) -> Expr {
        let around = self.element.clone();
        if let Some(id) = &boxed.id {
            self.element = id.clone();
        }
        let expr = match &boxed.kind {
            BoxedKind::Literal(literal) => self.literal(literal),
            BoxedKind::Table(table) => self.table(table),
            BoxedKind::Context(entries) => self.context(entries),
            BoxedKind::List(items) => {
                let items: Vec<Expr> = items.iter().map(|item| self.boxed(item)).collect();
                list(items)
            }
            BoxedKind::Relation(relation) => self.relation(relation),
            BoxedKind::Function(function) => self.function(function, None),
            BoxedKind::Invocation { function, bindings } => {
                let called = self.part(function.as_deref());
                let mut given = Vec::new();
                for binding in bindings {
                    let value = self.part(binding.value.as_ref());
                    given.push((binding.parameter.head.name.shared().clone(), value));
                }
                let name = match function.as_deref().map(|it| &it.kind) {
                    Some(BoxedKind::Literal(literal)) => literal.text.shared().clone(),
                    _ => self.name.clone(),
                };
                let called = without_site(called);
                let expr = self
                    .resolver
                    .call_named_typed(NO_WORDS, name, called, given);
                self.found(boxed.origin);
                expr
            }
            BoxedKind::Conditional {
                condition,
                then,
                otherwise,
            } => {
                let condition = self.part(condition.as_deref());
                let then = self.part(then.as_deref());
                let otherwise = self.part(otherwise.as_deref());
                let of = then.of.join(&otherwise.of);
                let (condition, then) = (Box::new(condition), Box::new(then));
                typed(Kind::If(condition, then, Box::new(otherwise)), of)
            }
            BoxedKind::Filter { list, matches } => {
                let list = self.part(list.as_deref());
                let element = self.element.clone();
                let (items, file, language) = (self.items, self.file, self.language);
                let (name, report) = (self.name.clone(), &mut *self.report);
                let expr = self.resolver.filter_with(NO_WORDS, list, |resolver| {
                    Boxing {
                        items,
                        file,
                        language,
                        resolver,
                        report,
                        element,
                        name,
                    }
                    .part(matches.as_deref())
                });
                self.found(boxed.origin);
                expr
            }
            BoxedKind::Iterator {
                iteration,
                variable,
                variable_type: _,
                over,
                body,
            } => self.iterator(*iteration, variable, over.as_deref(), body.as_deref()),
        };
        let expr = self.placed(expr, boxed);
        let name = self.name.clone();
        let expr = self.typed(expr, boxed.type_ref.as_ref(), &name);
        self.element = around;
        expr
    }

    /// A part that should be there; where it is not, the reader has said so.
    fn part(&mut self, boxed: Option<&Boxed>) -> Expr {
        match boxed {
            Some(boxed) => self.boxed(boxed),
            None => typed(Kind::Constant(Value::Null(Null::WRITTEN)), Type::Null),
        }
    }

    /// An expression that knows the element it stands in, so that its nulls do.
    fn placed(&self, expr: Expr, boxed: &Boxed) -> Expr {
        if matches!(expr.kind, Kind::Constant(_) | Kind::Site(..)) {
            return expr;
        }
        let text = match &boxed.kind {
            BoxedKind::Literal(literal) => literal.text.shared().clone(),
            _ => "".into(),
        };
        site(expr, self.name.clone(), self.element.clone(), text)
    }

    /// What the resolver found where there is no text of its own.
    fn found(&mut self, place: Place) {
        for finding in self.resolver.findings() {
            self.report.one(finding, place);
        }
    }

    fn literal(&mut self, literal: &Literal) -> Expr {
        let expr = self.text(&literal.text, literal.expression_language.as_ref());
        let name = self.name.clone();
        self.typed(expr, literal.type_ref.as_ref(), &name)
    }

    /// The text of an expression.
    pub(super) fn text(&mut self, text: &Text, language: Option<&Text>) -> Expr {
        let language = language.or(self.language);
        if let Some(language) = language.filter(|it| !is_feel(it.as_str())) {
            let name = language.as_str();
            let message = Bilingual::new(
                format!("表达式用的是“{name}”，这里只认 FEEL。"),
                format!("the expression is in “{name}”; only FEEL is known here."),
            );
            let help = Bilingual::new(
                "改用 FEEL 写，并删去 expressionLanguage。",
                "write it in FEEL, and take expressionLanguage away.",
            );
            self.report
                .error("expression-language", text.whole(), message.clone(), help);
            return wrong(Why::Model(message), NO_WORDS);
        }
        if text.as_str().trim().is_empty() {
            return typed(Kind::Constant(Value::Null(Null::WRITTEN)), Type::Null);
        }
        let expr = self.resolver.text(text.as_str());
        let findings = self.resolver.findings();
        self.report.findings(findings, text);
        expr
    }

    /// An expression that has to be of a declared type.
    pub(super) fn typed(&mut self, expr: Expr, of: Option<&Text>, name: &Name) -> Expr {
        let Some(of) = of else {
            return expr;
        };
        match self.items.shape(self.file, of, self.report) {
            Some(shape) => {
                self.check_type(&expr, &shape, name, of.whole());
                conform(expr, &shape, name.clone())
            }
            None => expr,
        }
    }

    fn check_type(&mut self, expr: &Expr, shape: &Shape, name: &Name, place: Place) {
        said_type(expr, shape, name, place, self.report);
    }

    fn context(&mut self, entries: &[ContextEntry]) -> Expr {
        let depth = self.resolver.depth();
        let mut made = Vec::new();
        let mut result = None;
        for entry in entries {
            match &entry.variable {
                Some(variable) => {
                    let name = variable.head.name.shared().clone();
                    let around = std::mem::replace(&mut self.name, name.clone());
                    let value = self.part(entry.value.as_ref());
                    let value = self.typed(value, variable.type_ref.as_ref(), &name);
                    self.name = around;
                    let slot = self.resolver.enter_slot(name.clone(), value.of.clone());
                    made.push((name, slot, value));
                }
                None => result = Some(self.part(entry.value.as_ref())),
            }
        }
        self.resolver.leave(depth);
        match result {
            Some(result) => {
                let of = result.of.clone();
                let entries = made.into_iter().map(|(_, slot, value)| (slot, value));
                typed(Kind::Let(entries.collect(), Box::new(result)), of)
            }
            None => {
                let of = made
                    .iter()
                    .map(|(name, _, value)| (name.clone(), value.of.clone()));
                let of = Type::context(of);
                typed(Kind::Context(made), of)
            }
        }
    }

    fn relation(&mut self, relation: &Relation) -> Expr {
        let mut rows = Vec::new();
        for (cells, _) in &relation.rows {
            let mut entries = Vec::new();
            for (column, cell) in relation.columns.iter().zip(cells) {
                let name = column.head.name.shared().clone();
                let around = std::mem::replace(&mut self.name, name.clone());
                let value = self.boxed(cell);
                let value = self.typed(value, column.type_ref.as_ref(), &name);
                self.name = around;
                entries.push((name, self.resolver.slot(), value));
            }
            let of = entries
                .iter()
                .map(|(name, _, value)| (name.clone(), value.of.clone()));
            let of = Type::context(of);
            rows.push(typed(Kind::Context(entries), of));
        }
        list(rows)
    }

    /// A function; its result has to be of `result`, where that is declared.
    pub(super) fn function(
        &mut self,
        function: &FunctionDefinition,
        result: Option<&Arc<Shape>>,
    ) -> Expr {
        let mut parameters = Vec::new();
        for Variable { head, type_ref } in &function.parameters {
            let shape = type_ref.as_ref();
            let shape = shape.and_then(|of| self.items.shape(self.file, of, self.report));
            let of = shape.as_ref().map_or(Type::Any, |it| it.of.clone());
            parameters.push((head.name.shared().clone(), of, shape));
        }
        let (items, file, language) = (self.items, self.file, self.language);
        let (element, name) = (self.element.clone(), self.name.clone());
        let report = &mut *self.report;
        self.resolver.function_of(NO_WORDS, parameters, |resolver| {
            let mut inner = Boxing {
                items,
                file,
                language,
                resolver,
                report,
                element,
                name: name.clone(),
            };
            let body = inner.part(function.body.as_deref());
            let body = match function.kind {
                FunctionKind::Feel => body,
                FunctionKind::Java | FunctionKind::Pmml => {
                    inner.resolver.external_typed(without_site(body))
                }
            };
            match result {
                Some(shape) => conform(body, shape, name),
                None => body,
            }
        })
    }

    fn iterator(
        &mut self,
        iteration: Iteration,
        variable: &Text,
        over: Option<&Boxed>,
        body: Option<&Boxed>,
    ) -> Expr {
        let over = self.part(over);
        let item = match &over.of {
            Type::Range(of) => (**of).clone(),
            other => other.item(),
        };
        let depth = self.resolver.depth();
        let slot = self.resolver.enter_slot(variable.shared().clone(), item);
        let partial = self
            .resolver
            .enter_slot("partial".into(), Type::list(Type::Any));
        let body = self.part(body);
        self.resolver.leave(depth);
        let bindings = vec![Binding {
            slot,
            over: Over::Items(over),
        }];
        let of = body.of.clone();
        let body = Box::new(body);
        match iteration {
            Iteration::For => typed(
                Kind::For {
                    bindings,
                    partial: body.reads(partial).then_some(partial),
                    body,
                },
                Type::list(of),
            ),
            Iteration::Some => typed(
                Kind::Quantified(Quantifier::Some, bindings, body),
                Type::Boolean,
            ),
            Iteration::Every => typed(
                Kind::Quantified(Quantifier::Every, bindings, body),
                Type::Boolean,
            ),
        }
    }
}

/// A typed expression without words of its own.
pub(super) fn typed(kind: Kind, of: Type) -> Expr {
    Expr {
        kind,
        of,
        span: NO_WORDS,
    }
}

fn list(items: Vec<Expr>) -> Expr {
    let of = items
        .iter()
        .map(|item| item.of.clone())
        .reduce(|one, other| one.join(&other));
    typed(Kind::List(items), Type::list(of.unwrap_or(Type::Null)))
}

pub(super) fn site(expr: Expr, name: Name, element: Arc<str>, text: Arc<str>) -> Expr {
    let of = expr.of.clone();
    typed(
        Kind::Site(
            Arc::new(Site {
                name,
                element,
                text,
            }),
            Box::new(expr),
        ),
        of,
    )
}

/// The expression itself, where it is to be looked into.
fn without_site(expr: Expr) -> Expr {
    match expr.kind {
        Kind::Site(_, inner) => *inner,
        kind => Expr { kind, ..expr },
    }
}

/// An expression that has to be of a type, unless it is for sure.
pub(super) fn conform(expr: Expr, shape: &Arc<Shape>, name: Name) -> Expr {
    let plain = shape.allowed.is_none()
        && shape.whole.is_none()
        && matches!(shape.parts, crate::shape::Parts::None);
    let sure = expr.of == shape.of && expr.of != Type::Any;
    if plain && sure {
        return expr;
    }
    let of = shape.of.clone();
    typed(Kind::Conform(Box::new(expr), shape.clone(), name), of)
}

/// Says so if an expression can never be of the type that was declared.
pub(super) fn declared(
    expr: &Expr,
    shape: &Shape,
    name: &Name,
    head: &Head,
    report: &mut Reporter<'_>,
) {
    said_type(expr, shape, name, head.origin, report);
}

fn said_type(expr: &Expr, shape: &Shape, name: &Name, place: Place, report: &mut Reporter<'_>) {
    if expr.of.may_become(&shape.of) {
        return;
    }
    let (declared, found) = (&shape.of, &expr.of);
    report.say(
        Severity::Error,
        "declared-type",
        place,
        Bilingual::new(
            format!("“{name}”声明为 {declared}，算出来的却是 {found}。"),
            format!("“{name}” is declared a {declared}, and what is worked out is a {found}."),
        ),
        Bilingual::new(
            format!("把声明的类型（typeRef）改为 {found}，或让表达式得出 {declared}。"),
            format!("declare it a {found} (typeRef), or make the expression give a {declared}."),
        ),
    );
}

/// The names that FEEL goes by, from DMN 1.1 to 1.5.
fn is_feel(language: &str) -> bool {
    let language = language.trim();
    language.is_empty()
        || language.eq_ignore_ascii_case("feel")
        || (language.contains("omg.org/spec") && language.to_uppercase().contains("FEEL"))
}
