//! The corpus: small files, good and hostile, one folder for each parser of outside
//! bytes. Names of files that must be accepted begin with `good-`, of all others with
//! `bad-`. The targets in `fuzz` do the same with bytes that nobody thought of.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::{fs, thread};

use youwei_decision::dmn;
use youwei_decision::feel::scope::Scope;
use youwei_decision::feel::{parse_expression, parse_unary_tests};
use youwei_decision::limits::Limits;
use youwei_decision::model::{Case, Model};
use youwei_decision::parameters::Parameters;
use youwei_decision::tck;
use youwei_decision::types::Type;

use crate::feel::{resolve, test};

/// Names in scope that look like several words, and like one with others.
const NAMES: [&str; 4] = ["家庭 人口", "rate (year)", "a", "b-c"];

fn scope() -> Scope {
    let names = NAMES.iter().map(|name| ((*name).into(), Type::Any));
    Scope::new(names.collect(), BTreeSet::from(["m n".into()]))
}

fn limits() -> Limits {
    Limits {
        steps_max: 20_000,
        items_max: 20_000,
        ..Limits::default()
    }
}

/// What is read as an expression is read again from what is printed, and worked out.
fn expression(text: &str) -> bool {
    let Ok(tree) = parse_expression(text, &mut scope()) else {
        let _ = resolve("{}", text);
        return false;
    };
    let printed = tree.to_string();
    let again = parse_expression(&printed, &mut scope()).map(|it| it.to_string());
    assert_eq!(again.as_ref(), Ok(&printed));
    let typed = resolve("{a: 1}", text);
    let found = typed.value(&limits());
    assert!(typed.expr.of.accepts(&found), "{text}: {}", found.literal());
    true
}

fn unary_tests(text: &str) -> bool {
    let Ok(tests) = parse_unary_tests(text, &mut scope()) else {
        return false;
    };
    let printed = tests.to_string();
    let again = parse_unary_tests(&printed, &mut scope()).map(|it| it.to_string());
    assert_eq!(again.as_ref(), Ok(&printed));
    let _ = test("{a: 1}", text, "[1, \"文\", null]");
    true
}

/// A model that is read is compiled, and all its decisions are made.
fn model(bytes: &[u8]) -> bool {
    let Ok((definitions, _)) = dmn::read::read(bytes, "试.dmn") else {
        return false;
    };
    let model = Model::new(vec![Arc::new(definitions)]);
    let case = Case {
        limits: limits(),
        ..Case::default()
    };
    for name in model.decisions() {
        let third_answer = Case {
            third_answer: true,
            trace: true,
            ..case.clone()
        };
        if let Some(at) = model.node(name) {
            let _ = (model.decide(at, &case), model.decide(at, &third_answer));
        }
    }
    true
}

/// Whether the parser of this name accepts the bytes.
fn accepts(parser: &str, bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    match parser {
        "dmn" => model(bytes),
        "feel" => expression(&text),
        "unary_tests" => unary_tests(&text),
        "test_cases" => tck::read(&text).is_ok(),
        "parameters" => Parameters::read(&text, "试.toml").is_ok(),
        other => panic!("no parser is called {other}"),
    }
}

#[test]
fn every_parser_judges_its_files_as_their_names_say() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut count = 0;
    for entry in fs::read_dir(corpus).unwrap() {
        let folder = entry.unwrap().path();
        let parser = folder.file_name().unwrap().to_string_lossy().into_owned();
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let bytes = fs::read(&path).unwrap();
            let of = parser.clone();
            let accepted = thread::spawn(move || accepts(&of, &bytes)).join();
            let accepted = accepted.unwrap_or_else(|_| panic!("{parser}/{name} panics"));
            assert_eq!(accepted, name.starts_with("good-"), "{parser}/{name}");
            count += 1;
        }
    }
    assert!(count > 40, "{count}");
}
