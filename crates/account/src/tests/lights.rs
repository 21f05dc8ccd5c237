//! Lights, totals and filters.

use youwei_base::{Decimal, Light};

use crate::town::{Line, Town, day, promise, sentence};
use crate::{
    Command, Edit, Fact, Facts, Filter, Kind, LightRules, how_light, light, pace, summary,
};

fn reached(on: &str, value: &str) -> Fact {
    Fact::Reached {
        entry: 1,
        day: day(on),
        target: 0,
        value: value.parse().unwrap(),
    }
}

#[test]
fn a_count_is_held_against_the_days_gone() {
    let town = Town::with_report();
    for (words, on, value, expected) in [
        // 581.8亿 by the end of May: 151/365 = 41.37 %.
        ("完成投资", "2026-05-31", "22500000000", Light::Yellow),
        ("完成投资", "2026-05-31", "24068986302", Light::Green),
        // 1000 trains by 30 September: 273/365 = 74.79 %.
        ("开行", "2026-09-30", "700", Light::Yellow),
        ("开行", "2026-09-30", "640", Light::Red),
        ("开行", "2026-09-30", "748", Light::Green),
        // The crossing: ten points behind is yellow, a little more is red.
        ("开行", "2026-12-31", "900", Light::Yellow),
        ("开行", "2026-12-31", "899", Light::Red),
        ("开行", "2026-12-31", "1000", Light::Green),
        // 184 starts by 30 June: 181/365 = 49.6 %.
        ("新开工", "2026-06-30", "96", Light::Green),
        ("新开工", "2026-06-30", "73", Light::Yellow),
        ("新开工", "2026-06-30", "72", Light::Red),
        // Growth has no pace: 5.6 against 6 is yellow in June already.
        ("地区生产总值", "2026-06-30", "5.6", Light::Yellow),
        ("地区生产总值", "2026-06-30", "6", Light::Green),
        ("地区生产总值", "2026-06-30", "5", Light::Yellow),
        ("地区生产总值", "2026-06-30", "4.9", Light::Red),
    ] {
        let got = light(
            &town.account,
            town.get(words),
            &[reached(on, value)],
            day(on),
        );
        assert_eq!(got, expected, "{words} {on} {value}");
    }
}

#[test]
fn the_latest_fact_up_to_the_day_counts_and_acceptance_is_blue() {
    let town = Town::with_report();
    let trains = town.get("开行");
    let facts = [
        reached("2026-09-30", "990"),
        reached("2026-03-31", "10"),
        reached("2026-12-01", "0"),
    ];
    let on = |on: &str| light(&town.account, trains, &facts, day(on));
    assert_eq!(on("2026-01-15"), Light::Grey);
    assert_eq!(on("2026-03-31"), Light::Red);
    assert_eq!(on("2026-10-01"), Light::Green);
    let done = [Fact::Done {
        entry: 9,
        day: day("2026-11-01"),
    }];
    assert_eq!(
        light(&town.account, trains, &done, day("2026-10-31")),
        Light::Grey
    );
    assert_eq!(
        light(&town.account, trains, &done, day("2026-11-01")),
        Light::Blue
    );
    assert_eq!(
        light(
            &town.account,
            trains,
            &[reached("2026-12-31", "999")],
            day("2027-01-01")
        ),
        Light::Red
    );
}

#[test]
fn an_overdue_milestone_is_red_once_a_person_has_confirmed_it() {
    let mut town = Town::with_report();
    let bridge = |town: &Town, on: &str| light(&town.account, town.get("6月底前"), &[], day(on));
    assert_eq!(bridge(&town, "2026-07-01"), Light::Grey);
    town.act(Command::Confirm {
        ids: vec![town.id("6月底前").into()],
    })
    .unwrap();
    assert_eq!(bridge(&town, "2026-06-30"), Light::Grey);
    assert_eq!(bridge(&town, "2026-07-01"), Light::Red);
    let done = [Fact::Done {
        entry: 3,
        day: day("2026-07-01"),
    }];
    assert_eq!(
        light(&town.account, town.get("6月底前"), &done, day("2026-07-02")),
        Light::Blue
    );
}

#[test]
fn quarter_nodes_bend_the_pace() {
    let mut town = Town::with_report();
    let to = |text: &str| Edit::To(text.to_owned());
    let nodes = [to("20%"), to("55%"), to("80%"), to("100%")];
    let command = Command::Schedule {
        ids: vec![town.id("开行").into()],
        due: Edit::Keep,
        nodes,
        why: String::new(),
    };
    town.act(command).unwrap();
    let share = |on: &str| {
        let pace = pace(&town.account, town.get("开行"), 0, day(on)).unwrap();
        assert!(pace.by_nodes);
        pace.share.round_dp(4).normalize().to_string()
    };
    assert_eq!(share("2026-03-31"), "0.2");
    assert_eq!(share("2026-06-30"), "0.55");
    assert_eq!(share("2026-02-14"), "0.1");
    assert_eq!(share("2026-12-31"), "1");
    assert_eq!(share("2027-05-01"), "1");
    assert_eq!(share("2025-12-31"), "0");
}

#[test]
fn a_ceiling_is_met_or_not_and_every_number_needs_facts() {
    let mut town = Town::default();
    let mut both = promise("新增就业14万人，登记失业人员控制在2万人以内").counts(
        "14万人",
        "新增就业",
        "140000",
        "人",
    );
    let mut ceiling =
        promise("登记失业人员控制在2万人以内").counts("2万人", "登记失业人员", "20000", "人");
    if let Some(target) = &mut ceiling.target {
        target.5 = youwei_report::Op::AtMost;
    }
    both.words = "新增就业14万人".into();
    town.take_in(&[
        Line::Heading(1, "一、", "目标"),
        sentence(
            "新增就业14万人，登记失业人员控制在2万人以内",
            vec![both, ceiling],
        ),
    ])
    .unwrap();
    let ids = vec![town.id("新增").into(), town.id("登记").into()];
    town.act(Command::Merge {
        ids,
        why: String::new(),
    })
    .unwrap();
    let it = town.get("新增");
    let two = |jobs: Option<&str>, out: Option<&str>| {
        let fact = |target, value: &str| Fact::Reached {
            entry: 1,
            day: day("2026-12-31"),
            target,
            value: value.parse().unwrap(),
        };
        let facts: Vec<_> = jobs
            .map(|v| fact(0, v))
            .into_iter()
            .chain(out.map(|v| fact(1, v)))
            .collect();
        light(&town.account, it, &facts, day("2026-12-31"))
    };
    assert_eq!(two(Some("140000"), Some("20000")), Light::Green);
    assert_eq!(two(Some("140000"), Some("20001")), Light::Red);
    assert_eq!(two(Some("140000"), None), Light::Grey);
    assert_eq!(two(Some("1"), None), Light::Red);
}

#[test]
fn the_bands_are_dated_data_with_a_source() {
    assert_eq!(
        LightRules::on(day("2026-06-01")).pace_band,
        Some(Decimal::TEN)
    );
    assert_eq!(
        LightRules::on(day("2026-06-01")).rate_band,
        Some(Decimal::ONE)
    );
    assert_eq!(LightRules::on(day("2019-12-31")), LightRules::default());
    let data: toml::Table = toml::from_str(include_str!("../../data/lights.toml")).unwrap();
    for (name, values) in data {
        for value in values.as_array().unwrap() {
            for field in ["from", "value", "unit", "source"] {
                assert!(value.get(field).is_some(), "{name} has no {field}");
            }
        }
    }
}

#[test]
fn how_a_light_is_computed_is_said_in_full() {
    let mut town = Town::with_report();
    let said =
        |town: &Town, words: &str| how_light(&town.account, town.get(words), day("2026-09-30"));
    let trains = said(&town, "开行");
    assert!(
        trains.zh.starts_with(
            "“货运班列 1000列”按序时进度（273/365 天），2026-09-30 应达 74.8%（747.9列）："
        ),
        "{}",
        trains.zh
    );
    assert!(trains.en.contains("74.8%"), "{}", trains.en);
    let money = said(&town, "完成投资");
    assert!(
        money.zh.contains("“投资 581.8亿元”") && money.zh.contains("（435.15亿元）"),
        "{}",
        money.zh
    );
    assert!(said(&town, "地区").zh.contains("不按序时折算"));
    assert!(said(&town, "6月底前").zh.contains("须先由人确认"));
    town.act(Command::Confirm {
        ids: vec![town.id("6月底前").into()],
    })
    .unwrap();
    assert!(
        said(&town, "6月底前")
            .zh
            .contains("2026-06-30 之后仍无完成记录即为红")
    );
    assert!(said(&town, "严格").zh.contains("请先排定完成时限"));
}

#[test]
fn totals_count_what_the_government_is_held_to() {
    let mut town = Town::with_report();
    town.assign("新开工", "市发展改革委", &[]);
    town.act(Command::Confirm {
        ids: vec![town.id("新开工").into(), town.id("6月底前").into()],
    })
    .unwrap();
    town.act(Command::Reject {
        ids: vec![town.id("严格").into()],
        why: "原则".into(),
    })
    .unwrap();
    let totals = summary(&town.account, &Facts::default(), day("2026-09-30"));
    let all = &totals.all;
    assert_eq!(
        (all.commitments, all.with_owner, all.with_measure),
        (9, 1, 6)
    );
    assert_eq!((all.confirmed, all.with_due, totals.rejected), (2, 1, 1));
    assert_eq!((all.of(Light::Red), all.of(Light::Grey)), (1, 8));
    assert_eq!(totals.year_gone, (273, 365));
    let sections: Vec<_> = totals
        .sections
        .iter()
        .map(|s| (s.section.title.as_str(), s.tally.commitments))
        .collect();
    assert_eq!(
        sections,
        [
            ("二、2026年重点任务", 9),
            ("（一）扩大有效投资", 5),
            ("（二）深化重点领域改革", 2),
            ("（三）办好民生实事", 2)
        ]
    );
    for (on, gone) in [
        ("2025-12-31", 0),
        ("2026-01-01", 1),
        ("2026-12-31", 365),
        ("2027-02-01", 365),
    ] {
        assert_eq!(
            summary(&town.account, &Facts::default(), day(on)).year_gone,
            (gone, 365)
        );
    }
}

#[test]
fn filters_hold_together() {
    let mut town = Town::with_report();
    town.assign("新开工", "市发展改革委", &["市财政局"]);
    town.assign("新建公办", "市教育局", &["市财政局"]);
    town.act(Command::Confirm {
        ids: vec![town.id("新开工").into()],
    })
    .unwrap();
    let found = |filter: Filter| -> Vec<String> {
        let passes = |it: &&crate::Commitment| {
            filter.matches(&town.account, &Facts::default(), it, day("2026-09-30"))
        };
        town.account
            .commitments()
            .filter(passes)
            .map(|it| it.text.chars().take(4).collect())
            .collect()
    };
    let text = |text: &str| {
        found(Filter {
            text: text.to_owned(),
            ..Default::default()
        })
    };
    assert_eq!(found(Filter::default()).len(), 10);
    assert_eq!(text("市财政局"), ["新开工1", "新建公办"]);
    assert_eq!(text("１８４　个"), ["新开工1"]);
    assert_eq!(text("财政 幼儿园"), ["新建公办"]);
    assert_eq!(text("民生实事"), ["改造背街", "新建公办"]);
    assert_eq!(text("望川县"), ["推进“高"]);
    assert_eq!(text("大桥 幼儿园"), Vec::<String>::new());
    let unit = |unit: &str| Filter {
        unit: Some(unit.to_owned()),
        ..Default::default()
    };
    assert_eq!(found(unit("市财政局")).len(), 2);
    assert_eq!(found(unit("财政局")).len(), 0);
    let with = |kind| Filter {
        kind: Some(kind),
        has_owner: Some(false),
        ..Default::default()
    };
    assert_eq!(found(with(Kind::Indicator)).len(), 4);
    assert_eq!(
        found(Filter {
            status: Some("confirmed".into()),
            ..Default::default()
        }),
        ["新开工1"]
    );
    assert_eq!(
        found(Filter {
            light: Some(Light::Grey),
            ..Default::default()
        })
        .len(),
        10
    );
    assert_eq!(
        found(Filter {
            place: Some("望川县".into()),
            ..Default::default()
        })
        .len(),
        1
    );
    let section = town.get("改造").section[1];
    assert_eq!(
        found(Filter {
            section: Some(section),
            ..Default::default()
        })
        .len(),
        2
    );
}
