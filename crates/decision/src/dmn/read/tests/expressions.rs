//! Each boxed expression, from the file to the raw model.

use super::boxed;
use crate::dmn::raw::{Boxed, BoxedKind, FunctionKind, HitPolicy, Iteration};

fn literal(text: &str) -> String {
    format!("<literalExpression><text>{text}</text></literalExpression>")
}

/// The words of a literal expression.
fn words(boxed: &Boxed) -> &str {
    match &boxed.kind {
        BoxedKind::Literal(literal) => &literal.text,
        other => panic!("no literal: {other:?}"),
    }
}

fn part(boxed: &Option<Box<Boxed>>) -> &str {
    words(boxed.as_deref().unwrap())
}

#[test]
fn a_literal_keeps_its_type_and_language() {
    let it = boxed(
        "<literalExpression id='e' typeRef='number' expressionLanguage='urn:l' label='L'><text> 1 </text></literalExpression>",
    );
    assert_eq!(words(&it), " 1 ");
    assert_eq!(
        (
            it.id.as_deref(),
            it.type_ref.as_deref(),
            it.label.as_deref()
        ),
        (Some("e"), Some("number"), Some("L"))
    );
    assert_eq!(words(&boxed("<literalExpression/>")), "");
    assert_eq!(
        words(&boxed("<literalExpression><text/></literalExpression>")),
        ""
    );
}

#[test]
fn a_context_keeps_its_entries_in_order() {
    let it = boxed(&format!(
        "<context><contextEntry><variable name='a' typeRef='number'/>{}</contextEntry>
         <contextEntry>{}</contextEntry></context>",
        literal("1"),
        literal("a + 1")
    ));
    let BoxedKind::Context(entries) = it.kind else {
        panic!()
    };
    let first = entries[0].variable.as_ref().unwrap();
    assert_eq!(
        (&*first.head.name, first.type_ref.as_deref()),
        ("a", Some("number"))
    );
    assert!(entries[1].variable.is_none());
    assert_eq!(words(entries[1].value.as_ref().unwrap()), "a + 1");
}

#[test]
fn lists_and_relations_keep_their_cells() {
    let it = boxed(&format!(
        "<list>{}{}<list/></list>",
        literal("1"),
        literal("2")
    ));
    let BoxedKind::List(items) = it.kind else {
        panic!()
    };
    assert_eq!((items.len(), words(&items[1])), (3, "2"));
    let it = boxed(&format!(
        "<relation><column name='x' typeRef='string'/><column name='y'/><row>{}{}</row></relation>",
        literal("1"),
        literal("2")
    ));
    let BoxedKind::Relation(relation) = it.kind else {
        panic!()
    };
    assert_eq!(&*relation.columns[1].head.name, "y");
    assert_eq!(words(&relation.rows[0].0[1]), "2");
}

#[test]
fn functions_and_calls_keep_their_parameters() {
    for (kind, is) in [
        ("", FunctionKind::Feel),
        ("kind='FEEL'", FunctionKind::Feel),
        ("kind='Java'", FunctionKind::Java),
        ("kind='PMML'", FunctionKind::Pmml),
    ] {
        let it = boxed(&format!(
            "<functionDefinition {kind}><formalParameter name='a' typeRef='number'/>{}</functionDefinition>",
            literal("a")
        ));
        let BoxedKind::Function(function) = it.kind else {
            panic!()
        };
        assert_eq!(
            (function.kind, &*function.parameters[0].head.name),
            (is, "a")
        );
        assert_eq!(part(&function.body), "a");
    }
    let it = boxed(&format!(
        "<invocation>{}<binding><parameter name='a'/>{}</binding><binding><parameter name='b'/></binding></invocation>",
        literal("f"),
        literal("1")
    ));
    let BoxedKind::Invocation { function, bindings } = it.kind else {
        panic!()
    };
    assert_eq!(part(&function), "f");
    assert_eq!(&*bindings[0].parameter.head.name, "a");
    assert!(bindings[1].value.is_none());
}

#[test]
fn conditions_filters_and_loops_keep_their_parts() {
    let [one, two, three] = ["1", "2", "3"].map(literal);
    let it = boxed(&format!(
        "<conditional><else>{three}</else><if>{one}</if><then>{two}</then></conditional>"
    ));
    let BoxedKind::Conditional {
        condition,
        then,
        otherwise,
    } = it.kind
    else {
        panic!()
    };
    assert_eq!(
        (part(&condition), part(&then), part(&otherwise)),
        ("1", "2", "3")
    );
    let it = boxed(&format!(
        "<filter><in>{one}</in><match>{two}</match></filter>"
    ));
    let BoxedKind::Filter { list, matches } = it.kind else {
        panic!()
    };
    assert_eq!((part(&list), part(&matches)), ("1", "2"));
    for (name, last, is) in [
        ("for", "return", Iteration::For),
        ("some", "satisfies", Iteration::Some),
        ("every", "satisfies", Iteration::Every),
    ] {
        let it = boxed(&format!(
            "<{name} iteratorVariable='户'><in typeRef='t'>{one}</in><{last}>{two}</{last}></{name}>"
        ));
        let BoxedKind::Iterator {
            iteration,
            variable,
            variable_type,
            over,
            body,
        } = it.kind
        else {
            panic!()
        };
        assert_eq!(
            (iteration, &*variable, variable_type.as_deref()),
            (is, "户", Some("t"))
        );
        assert_eq!((part(&over), part(&body)), ("1", "2"));
    }
}

#[test]
fn every_hit_policy_has_its_word() {
    for (word, is) in [
        ("", HitPolicy::Unique),
        ("hitPolicy='UNIQUE'", HitPolicy::Unique),
        ("hitPolicy='FIRST'", HitPolicy::First),
        ("hitPolicy='PRIORITY'", HitPolicy::Priority),
        ("hitPolicy='ANY'", HitPolicy::Any),
        ("hitPolicy='COLLECT'", HitPolicy::Collect),
        ("hitPolicy='RULE ORDER'", HitPolicy::RuleOrder),
        ("hitPolicy='OUTPUT ORDER'", HitPolicy::OutputOrder),
    ] {
        let it = boxed(&format!(
            "<decisionTable {word}><output/><rule><outputEntry><text>1</text></outputEntry></rule></decisionTable>"
        ));
        let BoxedKind::Table(table) = it.kind else {
            panic!()
        };
        assert_eq!(table.hit_policy, is);
    }
}
