//! Whatever is said to be wrong with a model, it is said what to write instead.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use youwei_decision::diagnostic::Diagnostic;
use youwei_decision::dmn::read::read;
use youwei_decision::model::Model;
use youwei_decision::parameters::Parameters;

use crate::broken::{broken_models, broken_parameters, feel, one, table};
use crate::models::{decision, definitions, escaped, input, literal};

/// What is said of a file of a model, read and compiled.
fn of_model(source: &[u8]) -> Vec<Diagnostic> {
    match read(source, "试.dmn") {
        Err(found) => found,
        Ok((definitions, mut found)) => {
            found.extend(Model::new(vec![Arc::new(definitions)]).diagnostics);
            found
        }
    }
}

fn of_parameters(text: &str) -> Vec<Diagnostic> {
    Parameters::read(text, "试.toml").err().unwrap_or_default()
}

/// That every diagnostic says what to write, in both languages; gives their codes.
fn helped(found: &[Diagnostic], of: &str) -> BTreeSet<&'static str> {
    let chinese = |it: char| ('\u{4e00}'..='\u{9fff}').contains(&it);
    for it in found {
        let help = it.help.as_ref();
        let help = help.unwrap_or_else(|| panic!("{of}: {} has no help: {it}", it.code));
        assert!(help.zh.contains(chinese), "{of}: {help}");
        assert!(
            help.en.contains(|it: char| it.is_ascii_lowercase()),
            "{of}: {help}"
        );
        // What is said and what to write are two things.
        assert_ne!(help.zh, it.message.zh, "{of}");
    }
    found.iter().map(|it| it.code).collect()
}

#[test]
fn of_everything_that_is_wrong_it_is_said_what_to_write() {
    let models = broken_models().into_iter().map(|(code, source)| {
        let found = of_model(source.as_bytes());
        (code, source, found)
    });
    let parameters = broken_parameters().into_iter().map(|(code, source)| {
        let found = of_parameters(&source);
        (code, source, found)
    });
    for (code, source, found) in models.chain(parameters) {
        let shown: String = source.chars().take(600).collect();
        let codes = helped(&found, &shown);
        assert!(
            codes.contains(code),
            "{shown}\n{code} is not among {codes:?}"
        );
    }
}

#[test]
fn the_corpus_of_broken_files_is_helped() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut said = 0;
    for folder in ["dmn", "feel", "unary_tests", "parameters"] {
        for entry in fs::read_dir(corpus.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            let found = match folder {
                "dmn" => of_model(&bytes),
                "feel" => of_model(feel(&text).as_bytes()),
                "parameters" => of_parameters(&text),
                _ => {
                    let cell = format!(
                        "<itemDefinition name='T'><typeRef>number</typeRef><allowedValues><text>{}</text></allowedValues></itemDefinition>",
                        escaped(&text)
                    );
                    of_model(definitions(&cell).as_bytes())
                }
            };
            helped(&found, &path.display().to_string());
            said += found.len();
        }
    }
    assert!(said > 30, "{said}");
}

#[test]
fn a_slip_is_answered_by_what_was_meant() {
    let items = "<itemDefinition name='户籍型'><typeRef>string</typeRef></itemDefinition>";
    for (source, meant) in [
        (feel("数量"), "did you mean “数”?"),
        (feel("{申请人: 1, 答: 申请}.答"), "did you mean “申请人”?"),
        (one("nunber", &literal("1")), "did you mean “number”?"),
        (
            definitions(&format!("{items}{}", input("户", "户籍形"))),
            "did you mean “户籍型”?",
        ),
        (feel("date(\"2026-07-01\").yeer"), "did you mean “year”?"),
        (
            definitions(&format!(
                "{}{}",
                input("月收入", ""),
                decision("答", "", &["月收人"], &literal("1"))
            )),
            "did you mean “i_月收入”?",
        ),
        (
            feel("substring(\"一\")"),
            "write substring(string, start position, length?).",
        ),
        (
            feel("{f: function(甲, 乙) 甲, y: f(1)}"),
            "write f(甲, 乙).",
        ),
        (
            table("U", &[&["[0..100]", "\"甲\""], &["> 100", "\"乙\""]]),
            "write one of the values allowed ([0..100]), or take rule 2 away.",
        ),
    ] {
        let found = of_model(source.as_bytes());
        let helps: Vec<_> = found.iter().filter_map(|it| it.help.as_ref()).collect();
        assert!(helps.iter().any(|it| it.en == meant), "{meant}: {found:?}");
    }
    // Many names are not listed to their end.
    let inputs: String = (10..40)
        .map(|at| input(&format!("输入{at}号"), ""))
        .collect();
    let needs: Vec<String> = (10..40).map(|at| format!("输入{at}号")).collect();
    let needs: Vec<&str> = needs.iter().map(String::as_str).collect();
    let source = definitions(&format!(
        "{inputs}{}",
        decision("答", "", &needs, &literal("别的什么"))
    ));
    let found = of_model(source.as_bytes());
    let help = found.iter().find_map(|it| it.help.as_ref()).unwrap();
    assert!(
        help.en.contains("输入10号") && help.en.contains("and more"),
        "{help}"
    );
    assert!(!help.en.contains("输入39号"), "{help}");
    assert!(help.zh.contains("等"), "{help}");
}
