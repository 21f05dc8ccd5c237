//! Whatever the text, reading it ends, and what it says can be shown.

use proptest::prelude::*;
use youwei_system::city::City;
use youwei_system::read;

const GOOD: &str = include_str!("../../good.toml");
const PIECES: [&str; 16] = [
    "{}",
    "[]",
    "\"\"",
    "\"x\"",
    "'",
    "\"",
    "1",
    "-1",
    "true",
    "=",
    "[fields]",
    "[actions.x]",
    "type = \"list\"",
    "of = {",
    "\n",
    "中",
];

/// The model with pieces put in, taken out or swapped.
fn spoilt() -> impl Strategy<Value = String> {
    let change = (0..GOOD.len(), 0..40usize, 0..PIECES.len());
    prop::collection::vec(change, 1..4).prop_map(|changes| {
        let mut text = GOOD.to_owned();
        for (at, length, piece) in changes {
            let near =
                |at: usize| (at.min(text.len())..=text.len()).find(|it| text.is_char_boundary(*it));
            let start = near(at).unwrap_or(0);
            let end = near(start + length).unwrap_or(start);
            text.replace_range(start..end, PIECES[piece]);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_spoilt_declaration_is_said_or_sound(text in spoilt()) {
        let reading = read::one("key-projects", "system.toml", &text);
        let errors = reading
            .diagnostics
            .iter()
            .any(|it| it.severity == youwei_decision::diagnostic::Severity::Error);
        prop_assert_eq!(reading.systems.is_empty(), errors);
        let lines = text.split('\n').count();
        for it in &reading.diagnostics {
            prop_assert!(it.help.is_some(), "{it}");
            prop_assert!(it.place.line as usize <= lines, "{it}");
            prop_assert!(!it.render(&text).is_empty());
        }
    }

    #[test]
    fn a_spoilt_city_is_said(text in spoilt()) {
        let files = [("city.toml", &*text), ("units.toml", &*text), ("roles.toml", &*text), ("users.toml", &*text)];
        let (city, said) = City::read(&files);
        prop_assert!(city.is_none());
        prop_assert!(said.iter().all(|it| it.help.is_some()));
    }
}

#[test]
fn a_formula_of_any_length_or_depth_is_read_or_refused() {
    let long = |part: &str, times: usize| part.repeat(times);
    for formula in [
        format!("1{} = 1", long(" + 1", 20_000)),
        format!("{}1{} = 1", long("(", 20_000), long(")", 20_000)),
        format!("{}true", long("not(", 5_000)),
        format!("true{}", long(" and true", 20_000)),
        format!("{}true", long("if true then false else ", 5_000)),
        format!("count({}{}) = 1", long("[", 20_000), long("]", 20_000)),
        format!("x{} = 1", long("[1]", 20_000)),
        format!("- {}1 = 1", long("- ", 20_000)),
    ] {
        let text = GOOD.replace("started_on <= today", &formula);
        let reading = read::one("key-projects", "system.toml", &text);
        assert!(!reading.diagnostics.is_empty());
    }
}
