//! Every FEEL text of a folder of models is read; the folder is named by `YOUWEI_TCK`
//! (the one with `compliance-level-2` in it), without it there is nothing to do.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use youwei_decision::feel::names::normal_name;
use youwei_decision::feel::parse::{parse_expression, parse_unary_tests};
use youwei_decision::feel::scope::Scope;
use youwei_decision::types::Type;

fn models(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            models(&path, found);
        } else if path.extension().is_some_and(|it| it == "dmn") {
            found.push(path);
        }
    }
}

#[test]
fn the_texts_of_models_are_read() {
    let Some(folder) = std::env::var_os("YOUWEI_TCK") else {
        return;
    };
    let mut found = Vec::new();
    models(Path::new(&folder), &mut found);
    let (mut texts, mut bytes, mut refused) = (0, 0, Vec::new());
    for path in found {
        let model = std::fs::read_to_string(&path).unwrap();
        let model = roxmltree::Document::parse(&model).unwrap();
        let names: BTreeSet<_> = model
            .descendants()
            .filter_map(|it| it.attribute("name"))
            .map(normal_name)
            .collect();
        let typed = names.iter().map(|it| (it.clone(), Type::Any));
        let mut scope = Scope::new(typed.collect(), names.clone());
        for node in model.descendants() {
            if node.tag_name().name() != "text" {
                continue;
            }
            let text: String = node.children().filter_map(|it| it.text()).collect();
            let place = node.parent().map_or("", |it| it.tag_name().name());
            let outcome = match place {
                "inputEntry" | "allowedValues" | "inputValues" | "outputValues" => {
                    parse_unary_tests(&text, &mut scope).map(|it| it.to_string())
                }
                "literalExpression" | "inputExpression" | "outputEntry" | "defaultOutputEntry"
                | "typeConstraint" => parse_expression(&text, &mut scope).map(|it| it.to_string()),
                _ => continue,
            };
            texts += 1;
            bytes += text.len();
            match outcome {
                Ok(canonical) => {
                    let again = match place {
                        "inputEntry" | "allowedValues" | "inputValues" | "outputValues" => {
                            parse_unary_tests(&canonical, &mut scope).map(|it| it.to_string())
                        }
                        _ => parse_expression(&canonical, &mut scope).map(|it| it.to_string()),
                    };
                    assert_eq!(again.unwrap(), canonical, "{text}");
                }
                Err(error) => refused.push(format!(
                    "{}: {text:?} {}..{} {}",
                    path.display(),
                    error.span.start,
                    error.span.end,
                    error.message.en
                )),
            }
        }
    }
    let list = refused.join("\n");
    assert!(texts > 0 && refused.len() * 100 <= texts, "{list}");
    eprintln!(
        "{texts} texts of {bytes} bytes, {} refused:\n{list}",
        refused.len()
    );
}
