use super::*;

const MODEL: &str = r##"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="https://youwei.example/m">
  <inputData id="i1" name="amount"><variable name="amount" typeRef="number"/></inputData>
  <decision id="d1" name="level">
    <variable name="level" typeRef="string"/>
    <informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <decisionTable hitPolicy="UNIQUE">
      <input><inputExpression typeRef="number"><text>amount</text></inputExpression></input>
      <output typeRef="string"/>
      <rule><inputEntry><text>&lt; 5</text></inputEntry><outputEntry><text>"low"</text></outputEntry></rule>
      <rule><inputEntry><text>&gt;= 5</text></inputEntry><outputEntry><text>"high"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"##;

/// A system with one guard, beside a model of one decision.
fn guarded(guard: &str) -> System {
    let guard = guard.replace('"', "\\\"");
    let text = format!(
        r#"
id = "s"
name = {{ zh = "甲", en = "S" }}
record = {{ zh = "条", en = "r" }}
about = {{ zh = "。", en = "." }}
source = "x"
keeper = "k"
title = "t"
[fields]
t = {{ type = "text", label = {{ zh = "文", en = "t" }} }}
n = {{ type = "number", label = {{ zh = "数", en = "n" }} }}
d = {{ type = "date", label = {{ zh = "日", en = "d" }} }}
y = {{ type = "yes-no", label = {{ zh = "是", en = "y" }} }}
c = {{ type = "choice", label = {{ zh = "选", en = "c" }}, of = [{{ key = "a", zh = "甲", en = "a" }}, {{ key = "b", zh = "乙", en = "b" }}] }}
l = {{ type = "list", label = {{ zh = "列", en = "l" }}, of = {{ type = "number" }} }}
p = {{ type = "photo", label = {{ zh = "照", en = "p" }} }}
[stages]
one = {{ zh = "一", en = "one" }}
two = {{ zh = "二", en = "two", end = true }}
[actions.open]
name = {{ zh = "开", en = "Open" }}
to = "one"
by = ["r"]
input = {{ t = {{}}, n = {{}}, d = {{}}, y = {{}}, c = {{}}, l = {{}}, p = {{}} }}
[actions.go]
name = {{ zh = "办", en = "Go" }}
from = ["one"]
to = "two"
by = ["r"]
when = [{{ is = "{guard}", else = {{ zh = "不行；请改。", en = "No; change it." }} }}]
"#
    );
    let source = crate::read::Source {
        id: "s",
        file: "system.toml",
        text: &text,
        parameters: None,
        overlay: None,
    };
    let model = crate::read::File {
        name: "m.dmn",
        text: MODEL,
    };
    let reading = crate::read::all_with_models(&[source], &[("s", model)]);
    let said: String = reading
        .diagnostics
        .iter()
        .map(|it| it.render(&text))
        .collect();
    reading
        .systems
        .into_iter()
        .next()
        .unwrap_or_else(|| panic!("{said}"))
}

#[test]
fn only_what_is_the_same_for_every_record_is_called_constant() {
    for (guard, answer) in [
        ("n != null", None),
        ("n = null", None),
        ("not(n = null)", None),
        ("n > 0 or n <= 0", None),
        ("if n = null then true else n > 0", None),
        ("n in [1..5]", None),
        ("n between 1 and 2", None),
        ("t in (\"a\", \"b\")", None),
        ("string length(t) < 5", None),
        ("d <= today", None),
        ("d = null or d <= today", None),
        ("count(l) >= 2", None),
        ("some x in l satisfies x > 1", None),
        ("every x in l satisfies x > 1", None),
        ("list contains(l, 3)", None),
        ("count(l[item > 2]) = 0", None),
        ("l = []", None),
        ("p = null or p.taken >= d", None),
        ("max(l) > n", None),
        ("since = today", None),
        ("level(amount: n) = \"low\"", None),
        ("level(amount: n) != \"low\"", None),
        ("level(amount: if y then 1 else 9) = \"low\"", None),
        ("y", None),
        ("y or not(y)", None),
        ("c = \"a\"", None),
        ("n > 1 and c = \"a\"", None),
        ("level(amount: 3) = \"low\"", Some(true)),
        ("stage = \"one\"", Some(true)),
        ("stage = \"two\"", Some(false)),
        ("y = true or y = false or y = null", Some(true)),
        ("c = \"a\" and c = \"b\"", Some(false)),
        ("c != \"a\" or c != \"b\"", Some(true)),
        ("n > 1 and c = \"a\" and c = \"b\"", Some(false)),
        ("n > 1 or y = y", Some(true)),
        ("if y then 1 > 2 else 3 > 4", Some(false)),
        ("n > 5 and n < 3", Some(false)),
        ("n > 3 and n < 5", None),
        ("n >= 3 and n <= 3", None),
        ("n > 3 and n <= 3", Some(false)),
        ("n between 5 and 3", Some(false)),
        ("n in [5..7] and n < 2", Some(false)),
        ("n = null or n > 5 or n <= 5", Some(true)),
        ("n * n < 0", None),
        ("n > 5 and n + 0 < 3", None),
        ("d > today and d <= today", Some(false)),
        ("d = null or d > today or d <= today", Some(true)),
        ("d > today and today > since and since > d", Some(false)),
        ("d > today and today > since and d > since", None),
        (
            "d > date(\"2026-03-01\") and d < date(\"2026-03-02\")",
            Some(false),
        ),
        (
            "d > date(\"2026-03-01\") and d < date(\"2026-03-03\")",
            None,
        ),
        (
            "d > date(\"2026-03-02\") and d < date(\"2026-03-01\") and c = \"a\"",
            Some(false),
        ),
        ("today >= opened or today < opened", Some(true)),
        ("d <= today and 1 = 2", Some(false)),
    ] {
        let system = guarded(guard);
        let action = &system.actions[1];
        assert_eq!(
            constant(&system, Some(action), &action.when[0].when),
            answer,
            "{guard}"
        );
    }
}
