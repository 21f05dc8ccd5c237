//! Unary tests: what is read is read again from what is printed.
#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use youwei_decision::feel::parse_unary_tests;
use youwei_decision::feel::scope::Scope;
use youwei_decision::types::Type;

fuzz_target!(|text: &str| {
    let names = ["家庭 人口", "rate (year)", "a", "b-c"];
    let names = names.map(|name| (name.into(), Type::Any)).to_vec();
    let mut scope = Scope::new(names, BTreeSet::from(["m n".into()]));
    if let Ok(tests) = parse_unary_tests(text, &mut scope) {
        let printed = tests.to_string();
        let again = parse_unary_tests(&printed, &mut scope).map(|it| it.to_string());
        assert_eq!(again, Ok(printed));
    }
});
