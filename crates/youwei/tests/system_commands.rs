//! The commands about declared systems, run as a person runs them.

#![allow(
    clippy::unwrap_used,
    reason = "the lint knows test functions but not what they share"
)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{Said, program, said};

fn run(arguments: &[&str]) -> Said {
    said(&mut program(arguments), "")
}

/// The folder of systems in the repository.
fn systems() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../systems")
}

/// A system that a clerk writes in a quarter of an hour.
const LOANS: &str = r#"
id = "tool-loans"
name = { zh = "工具借用", en = "Tool loans" }
record = { zh = "借用单", en = "loan" }
about = { zh = "谁借了什么，几时还。", en = "Who borrowed what, and when it comes back." }
source = "示例"
keeper = "government-affairs"
title = "what"
owner = "unit"

[fields]
what = { type = "text", max = 40, required = true, public = true, label = { zh = "工具", en = "Tool" } }
unit = { type = "unit", required = true, public = true, label = { zh = "借用单位", en = "Borrower" } }

[stages]
lent = { zh = "借出", en = "lent" }
back = { zh = "归还", en = "back", end = true }

[actions.lend]
name = { zh = "借出", en = "Lend" }
to = "lent"
by = ["list-clerk"]
input = { what = {}, unit = {} }
facts = [{ metric = "loan.made", value = "1", by = ["unit"] }]

[actions.bring-back]
name = { zh = "归还", en = "Bring back" }
from = ["lent"]
to = "back"
by = ["list-clerk"]
within = "loan"

[clocks.loan]
name = { zh = "借期", en = "time of the loan" }
starts = ["lend"]
days = 7
count = "days"

[metrics]
"loan.made" = { zh = "借出", en = "lent", unit = "次" }
"#;

const LOAN_MEASURES: &str = r#"
[loans-made]
name = { zh = "借用次数", en = "loans" }
metric = "loan.made"
how = "count"
unit = "次"
per = "year"
words = ["借用"]
verbs = ["借出"]
source = "示例"
"#;

const LOAN_CASES: &str = "\
# 例子

```case
案例：按时归还
2026-03-02 台账经办人@市住房和城乡建设局 借出 L1：工具 = 全站仪，借用单位 = 市住房和城乡建设局 → 借出
  时限：借期 至 2026-03-09
2026-03-05 台账经办人@市住房和城乡建设局 归还 L1 → 归还
2026-03-05 口径 loans-made = 1
```
";

#[test]
fn our_own_systems_are_clean_and_their_examples_go_as_they_say() {
    let folder = systems();
    let out = run(&["check", folder.to_str().unwrap()]).well();
    assert!(out.contains("0 errors, 0 warnings"), "{out}");
    let out = run(&["check", "--city", "shijiazhuang"]).well();
    assert!(out.contains("0 errors, 0 warnings"), "{out}");
    let out = run(&["rehearse"]).well();
    assert!(out.contains("✓ 手续齐全才能认定开工"), "{out}");
    assert!(!out.contains('✗'), "{out}");
}

#[test]
fn one_more_system_is_one_more_folder() {
    let desk = tempfile::tempdir().unwrap();
    let folder = desk.path().join("tool-loans");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("system.toml"), LOANS).unwrap();
    fs::write(folder.join("measures.toml"), LOAN_MEASURES).unwrap();
    fs::write(folder.join("cases.md"), LOAN_CASES).unwrap();
    let out = run(&["check", desk.path().to_str().unwrap()]).well();
    assert!(
        out.contains("Checked 1 systems and 0 models, 1 worked cases"),
        "{out}"
    );
    let all = [
        "rehearse",
        "tool-loans",
        "--systems",
        desk.path().to_str().unwrap(),
    ];
    assert!(run(&all).well().contains("✓ 按时归还"));
}

#[test]
fn an_example_that_disagrees_is_shown_with_its_line() {
    let desk = tempfile::tempdir().unwrap();
    let folder = desk.path().join("tool-loans");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("system.toml"), LOANS).unwrap();
    fs::write(folder.join("measures.toml"), LOAN_MEASURES).unwrap();
    fs::write(
        folder.join("cases.md"),
        LOAN_CASES.replace("03-09", "03-10"),
    )
    .unwrap();
    let all = ["rehearse", "--systems", desk.path().to_str().unwrap()];
    let done = run(&all);
    done.refused(1, "disagree");
    assert!(done.out.contains("tool-loans/cases.md:6"), "{}", done.out);
    assert!(done.out.contains("2026-03-09"), "{}", done.out);
}

#[test]
fn a_faulty_declaration_is_shown_with_its_line_and_what_to_write() {
    let desk = tempfile::tempdir().unwrap();
    let folder = desk.path().join("tool-loans");
    fs::create_dir(&folder).unwrap();
    fs::write(
        folder.join("system.toml"),
        LOANS.replace("from = [\"lent\"]", "from = [\"lend\"]"),
    )
    .unwrap();
    fs::write(folder.join("measures.toml"), LOAN_MEASURES).unwrap();
    let done = run(&["check", desk.path().to_str().unwrap()]);
    done.refused(1, "errors");
    assert!(
        done.out.contains("tool-loans/system.toml:28:"),
        "{}",
        done.out
    );
    assert!(done.out.contains("lent"), "{}", done.out);
    // Nothing runs on it either.
    let all = ["rehearse", "--systems", desk.path().to_str().unwrap()];
    let done = run(&all);
    assert_eq!(done.code, 2, "{done:?}");
    assert!(
        done.wrong.contains("tool-loans/system.toml:28:"),
        "{}",
        done.wrong
    );
}

#[test]
fn a_city_is_written_to_a_folder_and_runs_from_there() {
    let desk = tempfile::tempdir().unwrap();
    let folder = desk.path().join("city");
    let city = folder.to_str().unwrap();
    run(&["init", city]).well();
    for file in [
        "city.toml",
        "units.toml",
        "roles.toml",
        "measures.toml",
        "parameters/key-projects.toml",
    ] {
        assert!(folder.join(file).is_file(), "{file}");
    }
    let out = run(&["check", "--city", city]).well();
    assert!(out.contains("0 errors, 0 warnings"), "{out}");
    run(&["init", city]).refused(2, "holds something");
    let units = fs::read_to_string(folder.join("units.toml")).unwrap();
    let units = units.replacen(
        "above = \"city-government\"",
        "above = \"city-goverment\"",
        1,
    );
    fs::write(folder.join("units.toml"), units).unwrap();
    let done = run(&["check", "--city", city]);
    done.refused(1, "errors");
    assert!(
        done.out.contains("did you mean “city-government”"),
        "{}",
        done.out
    );
}

#[test]
fn what_is_not_there_is_refused_with_what_there_is() {
    run(&["rehearse", "key-project"]).refused(2, "key-projects");
    run(&["rehearse", "--city", "atlantis"]).refused(2, "yunze");
    run(&["init", "somewhere", "--from", "atlantis"]).refused(2, "shijiazhuang");
}
