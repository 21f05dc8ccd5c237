//! Functions that a model calls by the name of a class and a method: a short list of
//! those of Java that have an equivalent here. Nothing outside is ever called.

use youwei_base::Bilingual;

use crate::feel::ast::Span;
use crate::resolve::wrong;
use crate::tree::{Expr, Kind};
use crate::types::Type;
use crate::value::{Name, Value, Why};

/// The body of an external function with these parameters, from the context that names it:
/// `{ java: { class: "…", method signature: "…" } }`.
#[must_use]
pub fn body(parameters: Vec<(Name, Type, usize)>, description: Expr) -> Expr {
    let entry = |expr: &Expr, name: &str| match &expr.kind {
        Kind::Context(entries) => {
            let found = entries.iter().position(|(it, _, _)| &**it == name)?;
            Some((found, entries.len()))
        }
        _ => None,
    };
    let java = entry(&description, "java").map(|(at, _)| at);
    let inner = match (&description.kind, java) {
        (Kind::Context(entries), Some(at)) => &entries[at].2,
        _ => &description,
    };
    let text = |name: &str| match (&inner.kind, entry(inner, name)) {
        (Kind::Context(entries), Some((at, _))) => match entries[at].2.constant() {
            Some(Value::String(text)) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    };
    let (class, method) = (text("class"), text("method signature"));
    let known = match (&class, &method) {
        (Some(class), Some(method)) => crate::builtin::external::find(class, method),
        _ => None,
    };
    let span = description.span;
    match known {
        Some(builtin) => Expr {
            kind: Kind::CallExternal(builtin, parameters.into_iter().map(slot).collect()),
            of: Type::Any,
            span,
        },
        None => wrong(unknown(class.as_deref(), method.as_deref()), span),
    }
}

fn slot((_, of, slot): (Name, Type, usize)) -> Expr {
    Expr {
        kind: Kind::Slot(slot),
        of,
        span: Span::default(),
    }
}

fn unknown(class: Option<&str>, method: Option<&str>) -> Why {
    let (class, method) = (class.unwrap_or("?"), method.unwrap_or("?"));
    Why::Call {
        function: "external".into(),
        problem: Bilingual::new(
            format!("要调用的 {class}.{method} 不在本程序认得的外部函数之列；请改用 FEEL 写。"),
            format!(
                "asks for {class}.{method}, which is not among the external functions known here; write it in FEEL."
            ),
        ),
    }
}
