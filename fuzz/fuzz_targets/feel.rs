//! An expression: what is read is read again from what is printed, and its value is of the
//! type that was promised.
#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use youwei_decision::feel::parse_expression;
use youwei_decision::feel::scope::Scope;
use youwei_decision::limits::Limits;
use youwei_decision::machine::Machine;
use youwei_decision::resolve::{NoTypes, Resolver};
use youwei_decision::types::Type;

fuzz_target!(|text: &str| {
    let names = ["家庭 人口", "rate (year)", "a", "b-c"];
    let names = names.map(|name| (name.into(), Type::Any)).to_vec();
    let mut scope = Scope::new(names, BTreeSet::from(["m n".into()]));
    if let Ok(tree) = parse_expression(text, &mut scope) {
        let printed = tree.to_string();
        let again = parse_expression(&printed, &mut scope).map(|it| it.to_string());
        assert_eq!(again, Ok(printed));
    }
    let mut resolver = Resolver::new(&NoTypes, Vec::new(), BTreeSet::new());
    let expr = resolver.text(text);
    let limits = Limits {
        steps_max: 10_000,
        items_max: 10_000,
        ..Limits::default()
    };
    let value = Machine::new(None, &limits).evaluate(&expr, resolver.slots());
    assert!(expr.of.accepts(&value));
});
