use super::*;

fn value(text: &str) -> Value {
    match text {
        "true" => Value::Boolean(true),
        _ => text
            .parse()
            .map_or_else(|_| Value::from(text), Value::Number),
    }
}

#[test]
fn the_methods_of_java_that_there_are() {
    let cases: &[(&str, &str, &[&str], &str)] = &[
        ("java.lang.Math", "cos(double)", &["0"], "1"),
        ("java.lang.Math", "max( int, int )", &["3", "5"], "5"),
        ("java.lang.Math", "max(int, int)", &["3", "5.5"], "null"),
        (
            "java.lang.Math",
            "max(int, int)",
            &["3", "2147483648"],
            "null",
        ),
        (
            "java.lang.Math",
            "min(long,long)",
            &["3", "2147483648"],
            "3",
        ),
        ("java.lang.Math", "abs(double)", &["-1.5"], "1.5"),
        ("java.lang.Math", "round(double)", &["-2.5"], "-2"),
        ("java.lang.Math", "rint(double)", &["2.5"], "2"),
        ("java.lang.Math", "floor(double)", &["-2.5"], "-3"),
        ("java.lang.Math", "log(double)", &["-1"], "null"),
        ("java.lang.String", "valueOf(double)", &["10"], "\"10.0\""),
        (
            "java.lang.String",
            "valueOf(boolean)",
            &["true"],
            "\"true\"",
        ),
        (
            "java.lang.String",
            "format( java.lang.String, [Ljava.lang.Object; )",
            &["%s, %d%% %.2f%n", "x", "7", "2.345"],
            "\"x, 7% 2.35\\n\"",
        ),
        (
            "java.lang.String",
            "format(java.lang.String,[Ljava.lang.Object;)",
            &["%d", "x"],
            "null",
        ),
        (
            "java.lang.Integer",
            "valueOf(java.lang.String)",
            &["x"],
            "null",
        ),
        (
            "java.lang.Integer",
            "parseInt(java.lang.String)",
            &["7x"],
            "null",
        ),
        ("java.lang.Double", "valueOf(double)", &["1.25"], "1.25"),
        ("java.lang.Boolean", "valueOf(boolean)", &["true"], "true"),
        ("java.lang.Math", "abs(int)", &["x"], "null"),
        ("java.lang.Math", "abs(int)", &[], "null"),
    ];
    for (class, signature, arguments, expected) in cases {
        let arguments: Vec<_> = arguments.iter().map(|it| value(it)).collect();
        let method = find(class, signature).unwrap_or_else(|| panic!("{signature}"));
        let found = method.call(&arguments);
        assert_eq!(found.literal(), *expected, "{class}.{signature}");
    }
    let number = find("java.lang.Integer", "valueOf(java.lang.String)")
        .map(|it| it.call(&[Value::from("42")]).literal());
    assert_eq!(number.as_deref(), Some("42"));
}

#[test]
fn no_other_method_is_there() {
    assert!(find("java.lang.System", "exit(int)").is_none());
    assert!(find("java.lang.Math", "cos(int)").is_none());
    assert!(find("java.lang.Math", "cos").is_none());
}
