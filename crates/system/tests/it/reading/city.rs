//! Cities as folders of texts.

use youwei_base::AreaCode;
use youwei_system::city::City;

const CITY: &str = r#"
id = "model"
name = { zh = "样板市", en = "Model" }
area = 990100
source = "示例"
areas = [
  { code = 990000, name = "样板省" },
  { code = 990100, name = "样板市", above = 990000 },
  { code = 990101, name = "城南区", above = 990100 },
  { code = 990171, name = "高铁新区", above = 990101 },
]
"#;
const ROLES: &str = r#"
[clerk]
name = { zh = "经办人", en = "clerk" }
class = "business"
reach = "own"
[system-administrator]
name = { zh = "系统管理员", en = "system administrator" }
class = "system-administrator"
reach = "all"
[security-administrator]
name = { zh = "安全管理员", en = "security administrator" }
class = "security-administrator"
reach = "all"
[auditor]
name = { zh = "审计员", en = "auditor" }
class = "auditor"
reach = "all"
"#;
const UNITS: &str = r#"
[government]
name = { zh = "样板市人民政府", en = "Government" }
also = ["市政府"]
area = 990100
duties = []
roles = ["clerk", "system-administrator"]
source = "示例"
[bureau]
name = { zh = "样板市某局", en = "Bureau" }
above = "government"
area = 990101
duties = ["某事"]
roles = ["clerk", "auditor"]
source = "示例"
"#;
const USERS: &str = r#"
[zhang-san]
name = "张三"
posts = [{ unit = "bureau", role = "clerk" }]
"#;

/// What is said of the model city with a text in it replaced, as `code line:column`.
fn said(file: &str, from: &str, to: &str) -> Vec<String> {
    let files = [
        ("city.toml", CITY),
        ("roles.toml", ROLES),
        ("units.toml", UNITS),
        ("users.toml", USERS),
    ];
    let changed: Vec<(&str, String)> = files
        .iter()
        .map(|(name, text)| match *name == file {
            true => {
                assert!(text.contains(from), "{from}");
                (*name, text.replacen(from, to, 1))
            }
            false => (*name, (*text).to_owned()),
        })
        .collect();
    let files: Vec<(&str, &str)> = changed
        .iter()
        .map(|(name, text)| (*name, &**text))
        .collect();
    let (city, said) = City::read(&files);
    assert_eq!(city.is_some(), said.is_empty());
    assert!(said.iter().all(|it| it.help.is_some()), "{said:?}");
    said.iter()
        .map(|it| format!("{} {} {}", it.code, it.file, it.place))
        .collect()
}

#[test]
fn a_city_is_read_and_looked_up() {
    let files = [
        ("city.toml", CITY),
        ("roles.toml", ROLES),
        ("units.toml", UNITS),
        ("README.md", "样板"),
        ("parameters/key-projects.toml", "case_date = \"today\""),
    ];
    let (city, said) = City::read(&files);
    assert!(said.is_empty(), "{said:?}");
    let city = city.unwrap();
    assert_eq!(&*city.above("bureau").unwrap().id, "government");
    assert_eq!(&*city.unit_named("市政府").unwrap().id, "government");
    assert_eq!(city.place_named("城南").unwrap().code, AreaCode(990_101));
    let within = |one, other| city.is_within(AreaCode(one), AreaCode(other));
    assert!(within(990_171, 990_100) && within(990_171, 990_101) && within(990_100, 990_100));
    assert!(!within(990_101, 990_171) && !within(123_456, 990_100));
    assert!(city.parameters.contains_key("key-projects"));
}

#[test]
fn what_is_wrong_in_a_city_is_said_at_its_place() {
    for (file, from, to, expected) in [
        (
            "units.toml",
            "above = \"government\"",
            "above = \"goverment\"",
            "unknown-unit units.toml 11:9",
        ),
        (
            "units.toml",
            "area = 990101",
            "area = 990103",
            "unknown-area units.toml 12:8",
        ),
        (
            "units.toml",
            "area = 990101",
            "area = \"城南区\"",
            "entry-kind units.toml 12:8",
        ),
        (
            "units.toml",
            "\"auditor\"",
            "\"auditer\"",
            "unknown-role units.toml 14:19",
        ),
        (
            "units.toml",
            "样板市某局",
            "市政府",
            "name-clash units.toml 9:2",
        ),
        (
            "units.toml",
            "also = [",
            "above = \"bureau\"\nalso = [",
            "circle units.toml 4:9",
        ),
        (
            "units.toml",
            "source = \"示例\"",
            "",
            "missing-entry units.toml 2:2",
        ),
        (
            "units.toml",
            "duties",
            "duty",
            "unknown-entry units.toml 6:1",
        ),
        (
            "city.toml",
            "area = 990100",
            "area = 990200",
            "unknown-area city.toml 4:8",
        ),
        (
            "city.toml",
            "above = 990000",
            "above = 990101",
            "circle city.toml 8:42",
        ),
        ("city.toml", "990171", "990101", "twice city.toml 10:3"),
        (
            "city.toml",
            "id = \"model\"",
            "id = \"样板\"",
            "id city.toml 2:6",
        ),
        (
            "roles.toml",
            "class = \"auditor\"",
            "class = \"business\"",
            "missing-class roles.toml 1:1",
        ),
        (
            "roles.toml",
            "reach = \"own\"",
            "reach = \"mine\"",
            "unknown-word roles.toml 5:9",
        ),
        (
            "roles.toml",
            "[clerk]",
            "[public]",
            "role-public roles.toml 2:2",
        ),
        (
            "users.toml",
            "role = \"clerk\"",
            "role = \"system-administrator\"",
            "role-of-unit users.toml 4:36",
        ),
        (
            "users.toml",
            "}]",
            "}, { unit = \"bureau\", role = \"auditor\" }]",
            "duties-apart users.toml 2:2",
        ),
        (
            "users.toml",
            "bureau",
            "bureaux",
            "unknown-unit users.toml 4:19",
        ),
        (
            "users.toml",
            "[zhang-san]",
            "[zhang-san",
            "toml users.toml 2:11",
        ),
    ] {
        let said = said(file, from, to);
        assert!(said.contains(&expected.to_owned()), "{to}: {said:?}");
    }
}

#[test]
fn a_file_that_is_missing_or_unknown_is_said() {
    let (city, said) = City::read(&[
        ("city.toml", CITY),
        ("rolls.toml", ROLES),
        ("units.toml", UNITS),
    ]);
    assert!(city.is_none());
    let has = |code: &str, file: &str| said.iter().any(|it| it.code == code && &*it.file == file);
    assert!(has("missing-file", "roles.toml") && has("unknown-file", "rolls.toml"));
    assert!(!has("missing-file", "users.toml"));
}
