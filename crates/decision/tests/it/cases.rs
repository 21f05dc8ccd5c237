//! The standard, clause by clause: every row of the tables in `tests/cases`.
//!
//! A row is an expression and its value, both in FEEL between backquotes, or `null` and
//! the kind of its reason; or a unary test, a value, and what comes of it. A line that
//! starts with `Given` has the context that the rows below it are worked out in, up to the
//! next heading.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, panic};

use youwei_decision::value::Value;

use crate::feel::{evaluate, reason, same, test};

/// The texts between the backquotes of a line, and what stands after the last.
fn cells(line: &str) -> (Vec<&str>, &str) {
    let parts: Vec<&str> = line.split('`').collect();
    let quoted = parts.iter().skip(1).step_by(2).copied().collect();
    (
        quoted,
        parts.last().map_or("", |it| it.trim_matches([' ', '|'])),
    )
}

/// What is wrong with a row, or nothing.
fn judge(context: &str, cells: &[&str], rest: &str, tests: bool) -> Result<(), String> {
    let (found, expected) = match (tests, cells) {
        (false, [text]) => (evaluate(context, text), None),
        (false, [text, expected]) => (evaluate(context, text), Some(*expected)),
        (true, [tests, value]) => (test(context, tests, value), None),
        (true, [tests, value, expected]) => (test(context, tests, value), Some(*expected)),
        _ => return Err("a row of another form".to_owned()),
    };
    let shown = match &found {
        Value::Null(null) => match null.reason() {
            Some(it) => format!("null: {} ({})", reason(&found), it.why.sentence().en),
            None => "null: written".to_owned(),
        },
        other => other.literal(),
    };
    let right = match (expected, rest.strip_prefix("null")) {
        (Some(expected), _) => {
            let expected = evaluate("{}", expected);
            !expected.is_null() && same(&expected, &found)
        }
        (None, Some(why)) => {
            let why = why.trim_start_matches(':').trim();
            found.is_null() && (why.is_empty() || why.split(" or ").any(|it| it == reason(&found)))
        }
        (None, None) => return Err("a row without a value".to_owned()),
    };
    match right {
        true => Ok(()),
        false => Err(format!("is {shown}")),
    }
}

fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_clause_holds_as_the_standard_has_it() {
    let mut wrong = Vec::new();
    let mut rows = 0;
    for (file, text) in files() {
        let (mut context, mut tests) = ("{}".to_owned(), false);
        for (number, line) in text.lines().enumerate() {
            if line.starts_with('#') {
                "{}".clone_into(&mut context);
            } else if line.starts_with("Given") {
                cells(line).0[0].clone_into(&mut context);
            } else if line.starts_with("| test ") {
                tests = true;
            } else if line.starts_with("| expression ") {
                tests = false;
            } else if line.starts_with("| `") {
                rows += 1;
                let (quoted, rest) = cells(line);
                let judged = panic::catch_unwind(|| judge(&context, &quoted, rest, tests));
                match judged {
                    Ok(Ok(())) => {}
                    Ok(Err(why)) => wrong.push(format!("{file}:{}: {line} {why}", number + 1)),
                    Err(_) => wrong.push(format!("{file}:{}: {line} panics", number + 1)),
                }
            }
        }
    }
    println!("{rows} rows");
    assert!(
        wrong.is_empty(),
        "{} of {rows} rows\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_built_in_function_has_a_handful_of_rows() {
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    let files = files();
    for line in files.iter().flat_map(|(_, text)| text.lines()) {
        if !line.starts_with("| `") {
            continue;
        }
        let (quoted, _) = cells(line);
        for name in youwei_decision::builtin::names() {
            let called = format!("{name}(");
            let first = quoted.first().copied().unwrap_or_default();
            let calls = first.match_indices(&called).any(|(at, _)| {
                let before = first.get(..at).unwrap_or_default();
                !before.ends_with(|c: char| c.is_alphanumeric()) || at == 0
            });
            *rows.entry(name).or_default() += usize::from(calls);
        }
    }
    let few: Vec<_> = rows.iter().filter(|(_, rows)| **rows < 5).collect();
    assert!(few.is_empty(), "too few rows: {few:?}");
}
