//! `youwei diff` on the two reports of the invented city.

// Helpers of tests stand outside test functions, where the lint does not look.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Output};

const LAST: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../samples/云泽市2025年政府工作报告.txt"
);
const THIS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../samples/云泽市2026年政府工作报告.txt"
);

fn diff(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_youwei"));
    command.arg("diff").args(arguments).output().unwrap()
}

#[test]
fn what_was_kept_raised_lowered_and_dropped_is_told() {
    let output = diff(&[LAST, THIS, "--json"]);
    assert!(output.status.success());
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let promises = told["promises"].as_array().unwrap();
    let value = |side: &serde_json::Value| side["aim"]["value"].as_str().map(str::to_owned);
    for (fate, words, other) in [
        ("lowered", "中欧班列260列", Some("200")),
        ("lowered", "地区生产总值增长6%", Some("5.5")),
        ("lowered", "新增学位1.6万个", Some("15000")),
        ("raised", "农村公路390公里", Some("420")),
        ("raised", "重点项目286项", Some("300")),
        ("raised", "PM2.5年均浓度控制在34", Some("33")),
        ("kept", "充电桩3000个", Some("3000")),
        ("dropped", "院士工作站6个", None),
        ("dropped", "夜间公交线路8条", None),
        ("dropped", "社区食堂60个", None),
    ] {
        let found = promises.iter().any(|it| {
            it["fate"] == fate
                && it["last"]["words"]
                    .as_str()
                    .is_some_and(|it| it.contains(words))
                && other.is_none_or(|other| value(&it["this"]).as_deref() == Some(other))
        });
        assert!(found, "{fate}: {words}");
    }
    let table = String::from_utf8(diff(&[LAST, THIS]).stdout).unwrap();
    assert!(table.starts_with("云泽市 2025 → 云泽市 2026"));
    assert!(table.contains("回顾中也没有说到"));
    assert!(table.contains("相似 alike"));
}

#[test]
fn a_file_that_is_none_is_refused_in_both_languages() {
    let output = diff(&[LAST, "/no/such/report.txt"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("打不开文件"));
}
