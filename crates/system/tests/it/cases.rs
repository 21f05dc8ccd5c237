//! Cases run in the invented city: what goes as it says, and what goes otherwise.

use std::collections::BTreeMap;
use std::sync::Arc;

use youwei_base::{Bilingual, Day, Decimal, Light, Stated};
use youwei_system::cases::{self, Figures, Lit, Measured, Outcome, Promised, Setting, Told};
use youwei_system::declaration::System;
use youwei_system::read;
use youwei_system::town::PlainTown;

use crate::ours::{city, declarations};

fn systems() -> Vec<Arc<System>> {
    let systems = crate::ours::systems(&declarations());
    systems.into_iter().map(Arc::new).collect()
}

/// Counts the facts that stand of the metric that a test names; the measures proper are
/// another crate's.
struct Standing;

impl Figures for Standing {
    fn measure(&self, measure: &str) -> Result<Measured, Bilingual> {
        let (metric, by) = match measure {
            "projects-started" => ("project.started", &["level", "area"][..]),
            "projects-finished" => ("project.finished", &[][..]),
            "investment-made" => ("project.invested", &[][..]),
            "open-hazards" => ("trouble.open", &[][..]),
            _ => {
                return Err(Bilingual::new(
                    "没有这个口径。",
                    "there is no such measure.",
                ));
            }
        };
        Ok(Measured {
            id: measure.to_owned(),
            metric: metric.to_owned(),
            by: by.iter().map(|it| (*it).to_owned()).collect(),
        })
    }

    fn figure(&self, measure: &str, on: Day, told: &[Told]) -> Option<Decimal> {
        let standing = self.standing(measure, on, told);
        Some(standing.iter().map(|(_, value)| value).sum())
    }

    fn parts(
        &self,
        measure: &str,
        label: &str,
        on: Day,
        told: &[Told],
    ) -> Vec<(String, Option<Decimal>)> {
        let mut parts: BTreeMap<String, Decimal> = BTreeMap::new();
        for (stated, value) in self.standing(measure, on, told) {
            let key = match label {
                "area" => stated.area.map(|it| format!("{:06}", it.0)),
                label => stated
                    .labels
                    .get(label)
                    .and_then(|it| it.as_str())
                    .map(str::to_owned),
            };
            *parts.entry(key.unwrap_or_default()).or_default() += value;
        }
        parts
            .into_iter()
            .map(|(key, sum)| (key, Some(sum)))
            .collect()
    }

    /// Green where the whole target is reached, and red before; the lights proper are
    /// another crate's.
    fn light(&self, of: &Promised, on: Day, told: &[Told]) -> Result<Lit, Bilingual> {
        let sum = self.figure(&of.measure, on, told).unwrap_or_default();
        let (value, _) = of.target.clone().unwrap_or((Decimal::ONE, String::new()));
        Ok(Lit {
            light: if sum >= value {
                Light::Green
            } else {
                Light::Red
            },
            done: Some(sum * Decimal::ONE_HUNDRED / value),
            pace: None,
        })
    }
}

impl Standing {
    fn standing<'t>(&self, measure: &str, on: Day, told: &'t [Told]) -> Vec<(&'t Stated, Decimal)> {
        let metric = self.measure(measure).unwrap().metric;
        let mut standing = BTreeMap::new();
        for it in told
            .iter()
            .filter(|it| it.stated.metric == metric && it.stated.on <= on)
        {
            let key = (it.record.clone(), it.stated.key.clone());
            match it.stated.value {
                Some(value) => standing.insert(key, (&it.stated, value)),
                None => standing.remove(&key),
            };
        }
        standing.into_values().collect()
    }
}

fn run(home: &str, text: &str) -> Vec<Outcome> {
    let (systems, city) = (systems(), city("yunze"));
    let town = PlainTown::of(&city).unwrap();
    let setting = Setting {
        systems: &systems,
        home,
        city: &city,
        town: &town,
        figures: Some(&Standing),
    };
    let reading = cases::read(text, "cases.md");
    let said: String = reading
        .diagnostics
        .iter()
        .map(|it| it.render(text))
        .collect();
    assert_eq!(said, "");
    reading
        .cases
        .iter()
        .map(|it| cases::run(setting, it))
        .collect()
}

#[test]
fn all_that_a_case_can_say_goes_as_it_says() {
    // The examples of the systems themselves need the measures of another crate, and run in
    // `youwei rehearse`.
    for (id, text) in [
        ("key-projects", include_str!("cases/key-projects.md")),
        ("dynamic-lists", include_str!("cases/dynamic-lists.md")),
    ] {
        let outcomes = run(id, text);
        assert!(outcomes.len() >= 4, "{id}");
        let faults = outcomes.iter().flat_map(|it| &it.faults);
        let said: String = faults.map(|it| it.render(text)).collect();
        assert_eq!(said, "", "{id}");
    }
}

/// What goes otherwise in a case made of these lines: code, line and the Chinese sentence.
fn faults(lines: &str) -> Vec<(&'static str, u32, String)> {
    let outcomes = run(
        "key-projects",
        &format!("```case\n案例：甲\n{lines}\n```\n"),
    );
    let faults = outcomes.into_iter().flat_map(|it| it.faults);
    faults
        .map(|it| (it.code, it.place.line, it.message.zh))
        .collect()
}

const OPEN: &str = "2026-03-02 项目经办人@市住建局 申报入库 P1：项目名称 = 甲，项目代码 = 2603-990102-04-01-123456，级别 = 市级，责任单位 = 市住建局，建设地点 = 泽北区，总投资 = 1亿";

#[test]
fn what_goes_otherwise_is_said_at_its_line_with_what_was_found() {
    for (lines, code, line, says) in [
        (
            format!("{OPEN} → 前期"),
            "otherwise",
            3,
            "阶段应为“前期”，实为“储备”",
        ),
        (format!("{OPEN} → 前其"), "unknown-word", 3, "是不是“前期”"),
        (
            format!("{OPEN}\n  拒绝：金额"),
            "accepted",
            4,
            "应当拒绝，却准许了",
        ),
        (
            format!("{OPEN}\n  结果：总投资 = 2亿"),
            "otherwise",
            4,
            "实为“100000000”",
        ),
        (
            format!("{OPEN}\n  结果：级别 = 省级"),
            "otherwise",
            4,
            "实为“市级”",
        ),
        (
            format!("{OPEN}\n  结果：联系人 = 封存"),
            "unknown-word",
            4,
            "没有字段“联系人”",
        ),
        (
            format!("{OPEN}\n  结果：联系人及电话 = 封存"),
            "otherwise",
            4,
            "实为“空”",
        ),
        (
            format!("{OPEN}\n  结果：开工日期 = 明天"),
            "no-value",
            4,
            "不是日期",
        ),
        (
            format!("{OPEN}\n  事实：project.listed = 1"),
            "otherwise",
            4,
            "实为“没有陈述”",
        ),
        (
            format!("{OPEN}\n  事实：project.lst = 1"),
            "unknown-word",
            4,
            "没有指标",
        ),
        (
            format!("{OPEN}\n  异常：month-jump"),
            "otherwise",
            4,
            "应为“month-jump”，实为“无”",
        ),
        (
            format!("{OPEN}\n  时限：入库审核 至 2026-03-15"),
            "otherwise",
            4,
            "实为“至 2026-03-16”",
        ),
        (
            format!("{OPEN}\n  时限：月报 停止"),
            "otherwise",
            4,
            "实为“未启动”",
        ),
        (
            format!("{OPEN}\n2026-03-16 到期 P1：入库审核"),
            "otherwise",
            4,
            "到 2026-03-16 为止",
        ),
        (
            format!("{OPEN}\n2026-03-17 到期 P1：入库审核，升级到 市教育局"),
            "otherwise",
            4,
            "实为“city-government”",
        ),
        (
            format!("{OPEN}\n2026-03-11 提醒 P1：入库审核"),
            "otherwise",
            4,
            "2026-03-12 提醒",
        ),
        (
            format!("{OPEN}\n2026-03-17 查看 P2"),
            "unknown-record",
            4,
            "还没有台账“P2”",
        ),
        (
            format!("{OPEN}\n2026-03-17 口径 projects-started = 1"),
            "otherwise",
            4,
            "实为“0”",
        ),
        (
            format!("{OPEN}\n2026-03-17 口径 projects-started（级别：市级） = 1"),
            "no-part",
            4,
            "没有“市级”这一组；还没有事实",
        ),
        (
            format!("{OPEN}\n2026-03-17 口径 projects-started（级别：市及） = 无"),
            "unknown-word",
            4,
            "没有级别“市及”；是不是“市级”",
        ),
        (
            format!(
                "{OPEN}\n2026-03-17 口径 projects-started（地区：泽北） = 无，projects-started（area：泽背区） = 无"
            ),
            "unknown-word",
            4,
            "没有地区“泽背区”；是不是“泽北区”",
        ),
        (
            format!("{OPEN}\n2026-03-17 口径 projects-started（级：市级） = 无"),
            "unknown-word",
            4,
            "没有这个口径的分组“级”",
        ),
        (
            format!("{OPEN}\n2026-03-17 口径 projects-finished（级别：市级） = 无"),
            "no-parts",
            4,
            "口径“projects-finished”没有分组；在 measures.toml 里写 by",
        ),
        (
            format!("{OPEN}\n2026-03-17 口径 别的 = 1"),
            "unknown-word",
            4,
            "没有这个口径",
        ),
        (
            format!("{OPEN}\n2027-03-17 重点项目核查员@市发展改革委 审核 P1"),
            "unknown-word",
            4,
            "没有动作“审核”",
        ),
        (
            format!("{OPEN}\n2026-03-17 核查员@市发展改革委 审核入库 P1"),
            "unknown-word",
            4,
            "没有角色",
        ),
        (
            format!("{OPEN}\n2026-03-17 督查员@发改 审核入库 P1"),
            "unknown-word",
            4,
            "没有单位",
        ),
        (
            format!("{OPEN}\n2026-03-17 督查员@市政府督查室 审核入库 P1"),
            "refused",
            4,
            "您现在的角色不能办",
        ),
        (
            format!("{OPEN}\n2026-03-17 督查员@市政府督查室 审核入库 P1\n  拒绝：阶段"),
            "otherwise",
            5,
            "拒绝的话里没有“阶段”",
        ),
        (
            format!("{OPEN}\n2026-03-17 重点项目核查员@市发展改革委 审核入库 P1：名称 = 乙"),
            "unknown-word",
            4,
            "没有填写项“名称”",
        ),
        (
            format!("{OPEN}\n2066-03-17 查看 P1"),
            "far-day",
            4,
            "相隔太久",
        ),
    ] {
        let found = faults(&lines);
        assert_eq!(found.len(), 1, "{lines}\n{found:?}");
        assert_eq!((found[0].0, found[0].1), (code, line), "{lines}\n{found:?}");
        assert!(found[0].2.contains(says), "{lines}\n{found:?}");
    }
}

#[test]
fn a_year_whose_calendar_is_not_published_is_refused_in_a_case_too() {
    let open = OPEN.replace("2026-03-02", "2026-12-28");
    let found = faults(&open);
    assert_eq!((found[0].0, found[0].1), ("refused", 3));
    assert!(
        found[0].2.contains("2027年的放假调休安排还没有录入"),
        "{found:?}"
    );
}

#[test]
fn the_example_of_the_manual_goes_as_it_says() {
    let page = crate::ours::text("docs/declaring-a-system.md");
    let declared = page.split("```toml\n").nth(1).unwrap();
    let declared = declared.split("```").next().unwrap();
    let systems = read::one("street-lamps", "system.toml", declared).systems;
    let systems: Vec<Arc<System>> = systems.into_iter().map(Arc::new).collect();
    let city = city("yunze");
    let town = PlainTown::of(&city).unwrap();
    let setting = Setting {
        systems: &systems,
        home: "street-lamps",
        city: &city,
        town: &town,
        figures: Some(&Nothing),
    };
    let cases = cases::read(&page, "declaring-a-system.md").cases;
    assert_eq!(cases.len(), 1);
    let said: String = cases::run(setting, &cases[0])
        .faults
        .iter()
        .map(|it| it.render(&page))
        .collect();
    assert_eq!(said, "");
}

#[test]
fn lights_are_held_against_what_is_given_and_what_was_done() {
    let outcomes = run(
        "key-projects",
        "```case
案例：灯
2026-06-30 已有 95×project.started（级别：市级） = 1，1×project.started = 1
2026-06-30 灯 projects-started 目标 96个 = 绿（完成 100%，应有 无），projects-started 目标 100个 = 红（完成 96%）
2026-06-30 口径 projects-started（级别：市级） = 95

案例：不符
2026-06-30 已有 project.started = 1
2026-06-30 灯 projects-started 目标 2个 = 绿（完成 51%，应有 10%）
2026-06-30 灯 projects-started 目标 二个 = 绿
2026-06-30 灯 projects-started 目标 2个 = 紫
2026-06-30 灯 nothing = 红

案例：没有的指标
2026-06-30 已有 project.begun = 1

案例：没有的级别
2026-06-30 已有 project.started（级别：乡级） = 1

案例：不是数
2026-06-30 已有 project.started = 多
```",
    );
    let codes = |at: usize| -> Vec<&str> { outcomes[at].faults.iter().map(|it| it.code).collect() };
    assert_eq!(codes(0), Vec::<&str>::new());
    assert_eq!(
        codes(1),
        [
            "otherwise",
            "otherwise",
            "otherwise",
            "otherwise",
            "unknown-word",
            "unknown-word"
        ]
    );
    assert_eq!(codes(2), ["unknown-word"]);
    assert_eq!(codes(3), ["unknown-word"]);
    assert_eq!(codes(4), ["no-value"]);
}

/// No figure yet of anything.
struct Nothing;

impl Figures for Nothing {
    fn measure(&self, measure: &str) -> Result<Measured, Bilingual> {
        Ok(Measured {
            id: measure.to_owned(),
            metric: "lamp.fixed".to_owned(),
            by: vec!["fault".to_owned(), "area".to_owned()],
        })
    }

    fn figure(&self, _: &str, _: Day, _: &[Told]) -> Option<Decimal> {
        None
    }

    fn parts(&self, _: &str, _: &str, _: Day, _: &[Told]) -> Vec<(String, Option<Decimal>)> {
        Vec::new()
    }

    fn light(&self, _: &Promised, _: Day, _: &[Told]) -> Result<Lit, Bilingual> {
        Ok(Lit {
            light: Light::Grey,
            done: None,
            pace: None,
        })
    }
}
