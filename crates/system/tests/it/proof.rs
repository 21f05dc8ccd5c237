//! What is proved of declarations: nothing is wrong with ours, and broken ones are found.

use youwei_decision::diagnostic::Diagnostic;
use youwei_decision::dmn::raw::Place;
use youwei_system::city::City;
use youwei_system::declaration::System;
use youwei_system::proof::{self, Measured};

use crate::ours::{IDS, city, declarations as ours, systems, text};

/// Every metric that stands anywhere in a `measures.toml`.
fn measured(text: &str) -> Vec<Measured> {
    let table: toml::Table = text.parse().unwrap();
    let mut all = Vec::new();
    for (measure, of) in &table {
        let mut open = vec![of];
        while let Some(value) = open.pop() {
            let Some(table) = value.as_table() else {
                continue;
            };
            for (key, value) in table {
                match (key.as_str(), value.as_str()) {
                    ("metric" | "base" | "benchmark", Some(metric)) => all.push(Measured {
                        measure: measure.as_str().into(),
                        metric: metric.into(),
                        labels: Vec::new(),
                        file: "measures.toml".into(),
                        place: Place::default(),
                    }),
                    _ => open.push(value),
                }
            }
        }
    }
    all
}

fn all_measured() -> Vec<Measured> {
    IDS.iter()
        .flat_map(|id| measured(&text(&format!("systems/{id}/measures.toml"))))
        .collect()
}

fn proved(texts: &[String; 2], city: &City, measured: &[Measured]) -> Vec<Diagnostic> {
    let systems = systems(texts);
    let all: Vec<&System> = systems.iter().collect();
    let at = |it: &System| IDS.iter().position(|id| **id == *it.id).unwrap();
    proof::check(&all, Some(city), measured, |it| &texts[at(it)])
}

#[test]
fn nothing_is_wrong_with_our_own_systems_in_either_city() {
    let texts = ours();
    for id in ["yunze", "shijiazhuang"] {
        let said: String = proved(&texts, &city(id), &all_measured())
            .iter()
            .map(|it| it.render(&texts[IDS.iter().position(|id| **id == *it.file).unwrap_or(0)]))
            .collect();
        assert_eq!(said, "", "{id}");
    }
}

/// A change of one of our declarations, and what is found then.
struct Broken {
    of: usize,
    from: &'static str,
    to: &'static str,
    codes: &'static [&'static str],
    says: &'static str,
}

const D: usize = 0;
const K: usize = 1;

#[rustfmt::skip]
const BROKEN: &[Broken] = &[
    Broken { of: K, from: "[stages]", to: "[stages]\npaused = { zh = \"停建\", en = \"halted\" }", codes: &["stage-unreached"], says: "没有一条台账到得了阶段“停建”" },
    Broken { of: K, from: "en = \"in production\", end = true", to: "en = \"in production\"", codes: &["stage-no-way-out"], says: "到了阶段“投产”就出不去" },
    Broken { of: D, from: "en = \"closed\", end = true", to: "en = \"closed\"", codes: &["stage-endless"], says: "从阶段“已确认”永远到不了终点" },
    Broken { of: K, from: "[clocks.entry-review]", to: "[actions.resume]\nname = { zh = \"复工\", en = \"Resume\" }\nfrom = [\"paused\"]\nto = \"building\"\nby = [\"project-lead\"]\n[clocks.entry-review]", codes: &["stage-unreached", "action-impossible"], says: "动作“复工”永远办不成" },
    Broken { of: K, from: "to    = \"preliminary\"\nby    = [\"project-inspector\"]\nwithin = \"entry-review\"", to: "to = \"preliminary\"\nby = [\"auditor\"]\nwithin = \"entry-review\"", codes: &["action-nobody"], says: "动作“审核入库”没有人办得了" },
    Broken { of: K, from: "to    = \"preliminary\"\nby    = [\"project-inspector\"]\nwithin = \"entry-review\"", to: "to = \"preliminary\"\nby = [\"list-inspector\"]\nreach = \"keeper\"\nwithin = \"entry-review\"", codes: &["action-nobody"], says: "动作“审核入库”没有人办得了" },
    Broken { of: D, from: "within = \"ordering\"", to: "", codes: &["clock-never-stops"], says: "时限“交办”开始以后，没有一个动作能让它停下" },
    Broken { of: K, from: "starts = [\"propose\"]\nstops  = [\"withdraw\"]", to: "starts = [\"propose\"]\nstops = [\"withdraw\", \"apply-finish\"]", codes: &["clock-idle"], says: "“申请认定竣工”要停止时限“入库审核”" },
    Broken { of: K, from: "suspends = [\"ask-evidence\"]", to: "suspends = [\"ask-evidence\", \"plan-year\", \"record-permit\"]", codes: &["clock-idle"], says: "“登记手续”要暂停时限“开工核查”" },
    Broken { of: K, from: "[stages]", to: "drawings = { type = \"file\", label = { zh = \"图纸\", en = \"Plans\" } }\n\n[stages]", codes: &["field-never-filled"], says: "没有动作填写字段“图纸”" },
    Broken { of: K, from: "until  = \"start_by\"", to: "until = \"valid_to\"", codes: &["clock-no-day", "field-never-filled"], says: "时限“批复有效期”走到“有效至”那一天" },
    Broken { of: K, from: "jump_times * median", to: "3 * median", codes: &["parameter-unused"], says: "参数“当月投资超过中位数多少倍要核对”没有公式使用" },
    Broken { of: D, from: "is = \"kind != \\\"project-problem\\\"\"", to: "is = \"kind = \\\"hazard\\\" and kind = \\\"other\\\"\"", codes: &["guard-never"], says: "动作“群众反映”总是被拒绝" },
    Broken { of: D, from: "is = \"kind != \\\"project-problem\\\"\"", to: "is = \"kind != \\\"hazard\\\" or kind != \\\"other\\\"\"", codes: &["guard-always"], says: "“群众反映”的这个条件永远成立" },
    Broken { of: D, from: "is = \"kind != \\\"project-problem\\\"\"", to: "is = \"found_on <= today or true\"", codes: &["guard-always"], says: "什么也不拦" },
    Broken { of: D, from: "when  = [{ is = \"grade != \\\"major\\\"\"", to: "when = [{ is = \"grade = \\\"major\\\"\", else = { zh = \"只有重大的才能延期；请核对。\", en = \"Major only; check.\" } }, { is = \"grade != \\\"major\\\"\"", codes: &["guards-contradict"], says: "动作“批准延期”的几个条件互相矛盾" },
    Broken { of: D, from: "when = \"times >= 3\"", to: "when = \"grade = \\\"major\\\" and grade = \\\"ordinary\\\"\"", codes: &["flag-constant"], says: "异常“never-fixed”永远不会标出" },
    Broken { of: K, from: "power   = { type = \"text\", max = 60, optional = true", to: "power   = { type = \"text\", max = 60", codes: &["evidence-vacuous"], says: "证据“生产用电”里有一项是必填的" },
    Broken { of: K, from: "any = [\"power\"]", to: "any = [\"valid_to\"]", codes: &["evidence-impossible", "field-never-filled"], says: "证据“生产用电”谁也拿不出来" },
    Broken { of: D, from: "after = \"clearance\"", to: "", codes: &["notice-idle"], says: "公示“销号公示”什么也不拦" },
    Broken { of: D, from: "within = \"confirming\"\nset   = { times", to: "within = \"confirming\"\nafter = \"clearance\"\nset = { times", codes: &["notice-too-late"], says: "动作“确认”要等公示“销号公示”结束" },
    Broken { of: K, from: "[metrics]", to: "[metrics]\n\"project.paused\" = { zh = \"停建\", en = \"halted\", unit = \"个\" }", codes: &["metric-unstated", "metric-unmeasured"], says: "没有动作陈述指标“停建”的事实" },
    Broken { of: K, from: "by    = [\"project-lead\"]\ninput = { why", to: "by    = [\"project-lead\"]\nnot_by = [\"plan-year\"]\ninput = { why", codes: &["nobody-else"], says: "也只有这个人能办“extend-check”" },
    Broken { of: D, from: "not_by = [\"fix\"]", to: "not_by = [\"tell\"]", codes: &["nobody-else"], says: "认不出是谁" },
    Broken { of: K, from: "reminds = { days = 2 }", to: "reminds = { days = 50 }", codes: &["clock-reminds-before"], says: "却要提前50天提醒" },
    Broken { of: D, from: "days   = \"confirm_days\"\n", to: "days   = 0\n", codes: &["clock-of-no-days"], says: "开始的当天就到期" },
    Broken { of: D, from: "is = \"found_on <= today\"", to: "is = \"found_on <= today or found_on > today\"", codes: &["guard-always"], says: "什么也不拦" },
    Broken { of: D, from: "when  = [{ is = \"found_on <= today\"", to: "when = [{ is = \"found_on > today\", else = { zh = \"日期要在今天以后；请核对。\", en = \"A day to come; check.\" } }, { is = \"found_on <= today\"", codes: &["guards-contradict"], says: "互相矛盾" },
];

#[test]
fn what_reads_and_cannot_work_is_found_at_its_place_with_a_help() {
    let (city, measured) = (city("yunze"), all_measured());
    for (nth, broken) in BROKEN.iter().enumerate() {
        let mut texts = ours();
        let text = &mut texts[broken.of];
        assert!(
            text.contains(broken.from),
            "{nth}: our declaration no longer has {}",
            broken.from
        );
        *text = text.replacen(broken.from, broken.to, 1);
        if broken.from.starts_with("[clocks") {
            *text = text.replacen(
                "[stages]",
                "[stages]\npaused = { zh = \"停建\", en = \"halted\" }",
                1,
            );
        }
        if broken.to.contains("valid_to") {
            let field = "valid_to = { type = \"date\", label = { zh = \"有效至\", en = \"Valid until\" } }\n\n[stages]";
            *text = text.replacen("[stages]", field, 1);
        }
        let found = proved(&texts, &city, &measured);
        let mut codes: Vec<&str> = found.iter().map(|it| it.code).collect();
        codes.sort_unstable();
        let mut wanted = broken.codes.to_vec();
        wanted.sort_unstable();
        assert_eq!(codes, wanted, "{nth}: {found:#?}");
        assert!(
            found.is_empty() || found.iter().any(|it| it.message.zh.contains(broken.says)),
            "{nth}: {found:#?}"
        );
        for it in &found {
            let help = it.help.as_ref().unwrap();
            assert!(
                help.zh.ends_with(['。', '？']) && it.message.zh.ends_with('。'),
                "{it}"
            );
            assert!(it.place.line > 0, "{it}");
        }
    }
}

#[test]
fn a_circle_without_an_end_is_found() {
    let mut texts = ours();
    texts[D] = texts[D].replace(", end = true", "");
    let found = proved(&texts, &city("yunze"), &all_measured());
    let count = |code: &str| found.iter().filter(|it| it.code == code).count();
    assert_eq!(
        (count("stage-endless"), count("stage-no-way-out")),
        (1, 1),
        "{found:#?}"
    );
}

#[test]
fn a_measure_without_its_metric_is_found_and_a_metric_without_a_measure() {
    let mut measured = all_measured();
    measured.retain(|it| &*it.metric != "project.invested" && &*it.metric != "trouble.cleared");
    measured.push(Measured {
        measure: "projects-begun".into(),
        metric: "project.strated".into(),
        labels: Vec::new(),
        file: "measures.toml".into(),
        place: Place {
            line: 3,
            column: 1,
            length: 5,
        },
    });
    let found = proved(&ours(), &city("yunze"), &measured);
    let said: Vec<String> = found
        .iter()
        .map(|it| {
            format!(
                "{} {:?} {}",
                it.code,
                it.severity,
                it.help.as_ref().unwrap().zh
            )
        })
        .collect();
    assert_eq!(said.len(), 3, "{said:#?}");
    assert!(said[0].starts_with("metric-unmeasured Error"), "{said:#?}");
    // What a field adds up is of use even so.
    assert!(
        said[1].starts_with("metric-unmeasured Warning"),
        "{said:#?}"
    );
    assert_eq!(
        said[2],
        "measure-of-nothing Error 是不是“project.started”？"
    );
}

#[test]
fn a_label_that_no_fact_has_is_found() {
    let mut measured = all_measured();
    let one = measured
        .iter_mut()
        .find(|it| &*it.metric == "project.started")
        .unwrap();
    one.labels = vec!["level".into(), "industri".into()];
    let found = proved(&ours(), &city("yunze"), &measured);
    let said: Vec<(&str, &str)> = found
        .iter()
        .map(|it| (it.code, it.help.as_ref().unwrap().zh.as_ref()))
        .collect();
    assert_eq!(said, [("measure-label", "是不是“industry”？")]);
}

#[test]
fn a_label_that_only_some_facts_have_is_found() {
    let mut measured = all_measured();
    // What was corrected is stated by another action, with the same labels.
    let one = measured
        .iter_mut()
        .find(|it| &*it.metric == "project.invested")
        .unwrap();
    one.labels = vec!["industry".into()];
    assert!(proved(&ours(), &city("yunze"), &measured).is_empty());
    let mut without = ours();
    let at = without[1].find("[actions.correct-month]").unwrap();
    let (before, after) = without[1].split_at(at);
    let after = after.replacen(r#""level", "industry", "unit""#, r#""level", "unit""#, 1);
    without[1] = format!("{before}{after}");
    let found = proved(&without, &city("yunze"), &measured);
    let said: Vec<_> = found
        .iter()
        .map(|it| (it.code, it.message.zh.as_str()))
        .collect();
    assert_eq!(
        said,
        [(
            "half-label",
            "口径“investment-made”看标签“industry”，而“更正月报”陈述的指标“project.invested”没有它，看的时候会漏掉。"
        )]
    );
}

#[test]
fn what_is_public_is_never_personal_even_if_the_reader_let_it_pass() {
    let texts = ours();
    let mut systems = systems(&texts);
    let contact = systems[K].field("contact").unwrap();
    let progress = systems[K].field("progress").unwrap();
    systems[K].fields[contact].public = true;
    let guard = systems[K]
        .actions
        .iter()
        .find_map(|it| it.when.first())
        .unwrap();
    let mut formula = guard.when.clone();
    formula.needs = std::sync::Arc::from([contact]);
    systems[K].fields[progress].computed = Some(youwei_system::declaration::Computed::By(formula));
    let all: Vec<&System> = systems.iter().collect();
    let at = |it: &System| IDS.iter().position(|id| **id == *it.id).unwrap();
    let found = proof::check(&all, None, &all_measured(), |it| &texts[at(it)]);
    let codes: Vec<&str> = found.iter().map(|it| it.code).collect();
    assert_eq!(codes, ["personal-public", "personal-leak"], "{found:#?}");
    // A system alone links to one that is not there.
    let found = proof::check(&all[K..], None, &all_measured(), |it| &texts[at(it)]);
    assert!(
        found.iter().any(|it| it.code == "unknown-system"),
        "{found:#?}"
    );
}
