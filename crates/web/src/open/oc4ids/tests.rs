//! Mappings that are wrong, each with what is said of it.

use super::read;
use crate::ground::Ground;

fn said(text: &str) -> Vec<(&'static str, String)> {
    let ground = Ground::built_in();
    let system = ground.system("key-projects").unwrap();
    let text = format!("version = \"0.9\"\n[project]\nid = \"{{id}}\"\n{text}");
    match read(&text, "oc4ids.toml", system) {
        Ok(_) => Vec::new(),
        Err(faults) => faults
            .into_iter()
            .map(|it| (it.code, it.message.zh))
            .collect(),
    }
}

#[test]
fn what_the_standard_or_the_declaration_does_not_have_is_said() {
    for (text, code) in [
        ("titel = \"{name}\"", "oc4ids-property"),
        ("title = \"{nmae}\"", "oc4ids-word"),
        ("title = \"{contact}\"", "oc4ids-not-public"),
        ("title = \"{report_due}\"", "oc4ids-not-public"),
        ("title = \"{name\"", "oc4ids-brace"),
        ("title = \"{name.first}\"", "oc4ids-part"),
        ("title = 5", "entry-kind"),
        ("updated = \"{name}\"", "entry-kind"),
        ("sector = \"economy\"", "entry-kind"),
        ("status = \"building\"", "oc4ids-word"),
        (
            "status = { code = \"{stage}\", as = { reserve = \"identification\" } }",
            "oc4ids-code",
        ),
        (
            "sector = [{ code = \"{industry}\", as = { moon = \"economy\" } }]",
            "oc4ids-word",
        ),
        ("period = { startDate = \"{total}\" }", "entry-kind"),
        (
            "budget = { amount = { amount = \"{plan_start}\" } }",
            "entry-kind",
        ),
        (
            "locations = [{ description = \"{area.name}\" }]",
            "oc4ids-required",
        ),
        (
            "documents = [{ each = \"name\", id = \"{row}\" }]",
            "oc4ids-word",
        ),
        (
            "documents = [{ each = \"facts of project.lost\", id = \"{row}\" }]",
            "oc4ids-word",
        ),
        (
            "documents = [{ id = \"a\", url = \"{name}\" }]",
            "entry-kind",
        ),
        (
            "milestones = [{ id = \"a\", status = { met = \"{name}\" } }]",
            "entry-kind",
        ),
    ] {
        let said = said(text);
        assert!(said.iter().any(|it| it.0 == code), "{text}: {said:?}");
    }
    assert_eq!(said("title = \"{name}（{area.name}）\""), Vec::new());
}
