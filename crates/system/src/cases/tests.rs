use proptest::prelude::*;

use super::*;

fn sound(text: &str) -> Vec<Case> {
    let reading = read(text, "cases.md");
    let said: String = reading
        .diagnostics
        .iter()
        .map(|it| it.render(text))
        .collect();
    assert_eq!(said, "");
    reading.cases
}

const GOOD: &str = include_str!("good.md");

#[test]
fn a_case_is_read_step_by_step() {
    let cases = sound(GOOD);
    assert_eq!(cases.len(), 2);
    let case = &cases[0];
    assert_eq!(case.title, "手续齐全才能认定开工");
    assert_eq!(case.steps.len(), 7);
    let What::Act {
        role,
        unit,
        action,
        record,
        input,
    } = &case.steps[0].what
    else {
        panic!("{:?}", case.steps[0]);
    };
    assert_eq!(
        (role.text.as_str(), action.text.as_str()),
        ("项目经办人", "申报入库")
    );
    assert_eq!(unit.as_ref().unwrap().text, "住建局");
    assert_eq!(
        (record.text.as_str(), record.place.line, record.place.column),
        ("P1", 10, 27)
    );
    let given: Vec<_> = input
        .iter()
        .map(|(name, value)| (name.text.as_str(), value.text.as_str()))
        .collect();
    assert_eq!(
        given,
        [
            ("项目名称", "云泽湖大桥"),
            ("建设内容", "桥梁，引道"),
            ("总投资", "1.2亿"),
            ("级别", "市级")
        ]
    );
    let expects = |step: usize| -> Vec<String> {
        let all = case.steps[step].expects.iter();
        all.map(|it| match &it.what {
            Expected::Stage(it) => format!("stage {}", it.text),
            Expected::Refused(words) => words
                .iter()
                .map(|it| format!("refused {} ", it.text))
                .collect(),
            Expected::Holds(name, value) => format!("{} = {}", name.text, value.text),
            Expected::Fact { metric, value, on } => {
                format!(
                    "{} {:?} {on:?}",
                    metric.text,
                    value.as_ref().map(|it| &it.text)
                )
            }
            Expected::Flags(flags) => format!("{} flags", flags.len()),
            Expected::Clock(name, is) => format!("{} {is:?}", name.text),
            Expected::Light(_) => "a light".to_owned(),
            Expected::Notice(name, until) => format!("{} {until}", name.text),
            Expected::RanOut(clock, up) => format!(
                "{} ran out {:?}",
                clock.text,
                up.as_ref().map(|it| &it.text)
            ),
            Expected::Reminded(clock) => format!("{} reminded", clock.text),
            Expected::Figure {
                measure,
                part,
                value,
            } => {
                let part = part.as_ref();
                let part = part.map_or(String::new(), |(label, is)| {
                    format!(" of {} {}", label.text, is.text)
                });
                format!("{}{part} is {}", measure.text, value.text)
            }
        })
        .collect()
    };
    assert_eq!(expects(0), ["stage 储备"]);
    assert_eq!(expects(1), ["refused 独立旁证 refused 首笔工程款 "]);
    assert_eq!(
        expects(2),
        [
            "project.started Some(\"1\") Some(2026-03-18)",
            "project.listed None None",
            "开工核查 Until(2026-04-03)",
            "月报 Stopped",
            "0 flags",
            "销号公示 2026-04-01",
            "开工日期 = 2026-03-18",
        ]
    );
    assert_eq!(
        expects(3),
        ["月报 ran out Some(\"city-government\")", "stage 储备"]
    );
    assert_eq!(expects(4), ["开工核查 reminded"]);
    assert_eq!(
        expects(5),
        ["stage 在建", "累计完成投资 = 1.2亿", "总投资 = 3"]
    );
    assert_eq!(
        expects(6),
        [
            "projects-started is 1",
            "projects-started of 级别 市级 is 1",
            "projects-started of area 泽北区 is 无"
        ]
    );
    // The second case begins where the first ended, and bears the name of its heading.
    assert_eq!((cases[1].title.as_str(), cases[1].steps.len()), ("后来", 8));
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_what_to_write() {
    for (lines, code, line, column) in [
        ("案例：甲\n昨天 查看 P1", "no-day", 3, 1),
        ("案例：甲\n2026-02-30 查看 P1", "no-day", 3, 1),
        (
            "案例：甲\n2026-03-02 查看 P1\n2026-03-01 查看 P1",
            "day-before",
            4,
            1,
        ),
        ("案例：甲\n2026-03-02 张三 申报 P1", "no-actor", 3, 12),
        ("案例：甲\n2026-03-02 a@b 申报", "no-record", 3, 16),
        ("案例：甲\n2026-03-02 a@b 申报 P1：名称", "no-value", 3, 22),
        ("案例：甲\n2026-03-02 到期 P1", "no-clock", 3, 15),
        (
            "案例：甲\n2026-03-02 查看 P1\n  时限：核查 明天",
            "no-clock",
            4,
            6,
        ),
        ("案例：甲\n2026-03-02 查看 P1\n  公示：销号", "no-day", 4, 6),
        ("案例：甲\n2026-03-02 查看 P1\n  事实：a", "no-fact", 4, 6),
        (
            "案例：甲\n2026-03-02 查看 P1\n  事实：a = 1（明天）",
            "no-day",
            4,
            6,
        ),
        (
            "案例：甲\n2026-03-02 到期 P1：核查\n  名称 = 1",
            "stray-value",
            4,
            3,
        ),
        ("案例：甲\n  名称 = 1", "no-step", 3, 3),
        ("案例：甲\n接：乙\n2026-03-02 查看 P1", "unknown-case", 3, 3),
        ("案例：甲", "empty-case", 2, 4),
        (
            "案例：甲\n2026-03-02 口径 m（级别：市级）",
            "no-value",
            3,
            15,
        ),
    ] {
        let text = format!("```case\n{lines}\n```\n");
        let reading = read(&text, "cases.md");
        let said: Vec<_> = reading
            .diagnostics
            .iter()
            .map(|it| (it.code, it.place.line, it.place.column))
            .collect();
        assert_eq!(said, [(code, line, column)], "{lines}");
        // Of two with one title, the first is sound.
        assert_eq!(reading.cases.len(), usize::from(code == "same-title"));
        assert!(reading.diagnostics[0].message.zh.ends_with('。'), "{lines}");
    }
    let open = read("```case\n案例：甲\n2026-03-02 查看 P1\n", "cases.md");
    assert_eq!(open.diagnostics[0].code, "open-block");
}

#[test]
fn a_light_and_what_is_given_before_are_read() {
    let text = "```case\n案例：甲\n\
        2026-06-30 已有 96×project.started（级别：市级） = 1，project.invested = 300亿（2026-05-31）\n\
        2026-06-30 灯 m 目标 184个 按日历 至 2026-09-30 = 绿（完成 52.17%，应有 49.59%），n = 红\n  \
        o 不超过 5个 = 黄\n```\n";
    let case = &sound(text)[0];
    let What::Given(given) = &case.steps[0].what else {
        panic!("{:?}", case.steps[0]);
    };
    assert_eq!(
        (given[0].times, given[0].metric.text.as_str()),
        (96, "project.started")
    );
    assert_eq!(given[0].label.as_ref().unwrap().1.text, "市级");
    assert_eq!((given[1].times, given[1].value.text.as_str()), (1, "300亿"));
    assert_eq!(given[1].on, "2026-05-31".parse().ok());
    let lights: Vec<&LightWanted> = case.steps[1]
        .expects
        .iter()
        .map(|it| match &it.what {
            Expected::Light(it) => &**it,
            other => panic!("{other:?}"),
        })
        .collect();
    let text = |word: &Option<Word>| word.as_ref().map(|it| it.text.clone());
    assert_eq!(lights.len(), 3);
    assert_eq!(text(&lights[0].target).as_deref(), Some("184个"));
    assert_eq!(text(&lights[0].done).as_deref(), Some("52.17%"));
    assert_eq!(text(&lights[0].pace).as_deref(), Some("49.59%"));
    assert!(lights[0].by_calendar && !lights[0].at_most);
    assert_eq!(lights[0].due, "2026-09-30".parse().ok());
    assert_eq!(
        (lights[1].light.text.as_str(), &lights[1].target),
        ("红", &None)
    );
    assert!(lights[2].at_most && !lights[2].by_calendar);
    for wrong in [
        "2026-06-30 灯 m 目标 = 绿",
        "2026-06-30 灯 m 明天 184个 = 绿",
        "2026-06-30 灯 m 至 明天 = 绿",
        "2026-06-30 灯 m = 绿（大约 3%）",
        "2026-06-30 灯 m",
        "2026-06-30 已有 0×m = 1",
        "2026-06-30 已有 x×m = 1",
        "2026-06-30 已有 m = 1（明天）",
    ] {
        let reading = read(&format!("```case\n案例：甲\n{wrong}\n```\n"), "cases.md");
        assert_eq!(reading.diagnostics.len(), 1, "{wrong}");
    }
}

proptest! {
    #[test]
    fn any_text_is_answered(lines in prop::collection::vec("(2026-0[1-9]-[0-3][0-9]|  |案例：|接：|a@b |到期 |查看 |口径 |灯 |已有 |时限：|事实：|拒绝：|公示：|[P=：，→（） ]|\\PC){0,12}", 0..8)) {
        let text = format!("```case\n{}\n```", lines.join("\n"));
        let _ = read(&text, "cases.md");
    }
}
