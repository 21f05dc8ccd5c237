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

/// Roles and units are the city's; who is not there cannot take an action, whether the
/// system or the city has to be put right.
#[test]
fn who_is_not_there_is_said_before_anything_runs() {
    let desk = tempfile::tempdir().unwrap();
    let folder = desk.path().join("tool-loans");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("measures.toml"), LOAN_MEASURES).unwrap();
    for (from, to, code, line, help) in [
        (
            "by = [\"list-clerk\"]\ninput",
            "by = [\"list-clrek\"]\ninput",
            "unknown-role",
            22,
            "did you mean “list-clerk”?",
        ),
        (
            "\"government-affairs\"",
            "\"government-afairs\"",
            "unknown-unit",
            7,
            "did you mean “government-affairs”?",
        ),
    ] {
        fs::write(folder.join("system.toml"), LOANS.replace(from, to)).unwrap();
        for city in [&[][..], &["--city", "shijiazhuang"]] {
            let check = [&["check", desk.path().to_str().unwrap()], city].concat();
            let done = run(&check);
            done.refused(1, "errors");
            for says in [code, &format!("tool-loans/system.toml:{line}:"), help] {
                assert!(done.out.contains(says), "{says}: {}", done.out);
            }
        }
        let data = desk.path().join("data");
        let serve = ["serve", "--port", "0", "--data", data.to_str().unwrap()];
        let done = run(&[&serve[..], &["--systems", desk.path().to_str().unwrap()]].concat());
        assert_eq!(done.code, 2, "{done:?}");
        assert!(done.wrong.contains(code), "{}", done.wrong);
    }
    // A system may run alone in a city that has parameters of others.
    fs::write(folder.join("system.toml"), LOANS).unwrap();
    let alone = [
        "check",
        "--city",
        "shijiazhuang",
        desk.path().to_str().unwrap(),
    ];
    run(&alone).well();

    let city = desk.path().join("city");
    run(&["init", city.to_str().unwrap()]).well();
    let units = fs::read_to_string(city.join("units.toml")).unwrap();
    let units = units.replace("\"list-inspector\", ", "");
    let units = units.replace(", \"list-inspector\"", "");
    fs::write(city.join("units.toml"), units).unwrap();
    fs::remove_file(city.join("users.toml")).unwrap();
    let done = run(&["check", "--city", city.to_str().unwrap()]);
    done.refused(1, "errors");
    assert!(done.out.contains("role-nowhere"), "{}", done.out);
}

/// A table that a declared system asks has an answer for everything, or it is an error.
#[test]
fn a_gap_in_a_table_of_a_system_is_an_error() {
    let desk = tempfile::tempdir().unwrap();
    let parks = desk.path().join("parks");
    fs::create_dir(&parks).unwrap();
    for file in fs::read_dir(systems().join("parks")).unwrap() {
        let file = file.unwrap().path();
        if file.is_file() {
            fs::copy(&file, parks.join(file.file_name().unwrap())).unwrap();
        }
    }
    let model = parks.join("class.dmn");
    let text = fs::read_to_string(&model).unwrap();
    let from = text.rfind("<rule").unwrap();
    let to = from + text[from..].find("</rule>").unwrap() + "</rule>".len();
    fs::write(&model, format!("{}{}", &text[..from], &text[to..])).unwrap();
    let done = run(&["check", model.to_str().unwrap()]);
    done.refused(1, "errors");
    assert!(done.out.contains("error[rules-gap]"), "{}", done.out);
    // Of a model alone it is a warning: no rule may be meant.
    fs::remove_file(parks.join("system.toml")).unwrap();
    let out = run(&["check", model.to_str().unwrap()]).well();
    assert!(out.contains("warning[rules-gap]"), "{out}");
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
        "calendar.toml",
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
    let act = ["act", "key-project", "propose", "--as", "li-jing"];
    run(&act).refused(2, "key-projects");
    let late = [
        "rehearse",
        "--year",
        "1",
        "--through",
        "2027-02-01",
        "--data",
        "never-made",
    ];
    run(&late).refused(2, "--through");
    run(&["rehearse", "--city", "atlantis"]).refused(2, "yunze");
    run(&["init", "somewhere", "--from", "atlantis"]).refused(2, "shijiazhuang");
}

/// September of rules §6: 60 trains of 41 boxes of 40 feet, 35 outbound and 25 on return,
/// 38 boxes of each heavy, 861 boxes in all with local cargo.
fn september() -> String {
    let mut lines = "```case\n案例：九月60列\n".to_owned();
    let serial = |train: usize, from: usize| {
        let nth = u32::try_from(train * 100 + from).unwrap();
        youwei_base::ids::container::after("YZLU1000010", nth).unwrap()
    };
    for train in 0..60 {
        let day = format!("2026-09-{:02}", 1 + train / 2);
        let (local, outbound) = (if train < 21 { 15 } else { 14 }, train < 35);
        let (direction, from, to, sign) = match outbound {
            true => ("去程", "云泽国际陆港", "汉堡", 0),
            false => ("回程", "汉堡", "云泽国际陆港", 1),
        };
        let clerk = "班列经办人@云泽国际陆港运营中心";
        let inspector = "班列核查员@市商务局";
        let boxes = |from: usize, count: usize, rest: &str| {
            let number = serial(train, from);
            format!("{count}×{{\"number\":\"{number}\",\"size\":\"ft40\",{rest}}}")
        };
        let list = [
            boxes(
                0,
                local,
                r#""load":"heavy","cargo":"local","shipper":"91990100MA0000015X","value":9000"#,
            ),
            boxes(
                20,
                38 - local,
                r#""load":"heavy","cargo":"elsewhere","value":9000"#,
            ),
            boxes(60, 3, r#""load":"empty""#),
        ]
        .join(" ");
        let about = format!(
            "类别 = 中欧班列，方向 = {direction}，线路 = 云泽—汉堡，始发站 = {from}，终到站 = {to}，运营单位 = 云泽国际陆港运营中心，计划发运日期 = {day}"
        );
        lines +=
            &format!("{day} {clerk} 登记计划 T{train}：班列号 = X{train:04}，{about} → 计划\n");
        lines += &format!(
            "{day} {clerk} 登记发运 T{train}：发运日期 = {day}，车数 = 41，铁路运单号 = W{train}，运单箱数 = 41，集装箱 = {list} → 已发运待核\n  异常：无\n"
        );
        lines += &format!(
            "{day} {inspector} 核定计列 T{train}：报关单号 = 99012026{sign}{train:09}，报关重箱数 = 38 → 已计列\n  异常：无\n"
        );
    }
    lines
        + "2026-09-30 口径 china-europe-trains = 60，other-trains = 无，train-teu = 4920，heavy-share = 92.7，return-share = 71.4，local-cargo-share = 37.8，trains-by-boxes = 60\n  china-europe-trains（方向：去程） = 35，china-europe-trains（方向：回程） = 25，train-teu（方向：回程） = 2050，heavy-share（线路：云泽—汉堡） = 92.7\n```\n"
}

#[test]
fn the_trains_of_september_come_to_what_the_rules_say() {
    let desk = tempfile::tempdir().unwrap();
    let folder = desk.path().join("freight-trains");
    fs::create_dir(&folder).unwrap();
    for name in ["system.toml", "parameters.toml", "measures.toml"] {
        let from = systems().join("freight-trains").join(name);
        fs::copy(from, folder.join(name)).unwrap();
    }
    fs::write(folder.join("cases.md"), september()).unwrap();
    let all = ["rehearse", "--systems", desk.path().to_str().unwrap()];
    assert!(run(&all).well().contains("✓ 九月60列"));
}
