//! Lights, totals and filters.

use std::sync::Arc;

use youwei_base::{Decimal, Light, Stated};

use crate::town::{Line, Town, day, promise, sentence};
use crate::{
    Because, BindTo, Book, Command, Edit, Filter, Kind, LightRules, Measures, Source, Supposed,
    how_light, light, pace, standing, summary, supposed,
};

/// Measures for what the town's report promises.
pub const MEASURES: &str = r#"
[investment]
name = { zh = "完成投资", en = "investment made" }
metric = "invested"
how = "sum"
unit = "元"
per = "year"
source = "测试"

[investment-large]
name = { zh = "完成投资（亿元）", en = "investment made (100 million)" }
metric = "invested-large"
how = "sum"
unit = "亿元"
per = "year"
source = "测试"

[trains]
name = { zh = "班列开行数", en = "trains run" }
metric = "trains"
how = "sum"
unit = "列"
per = "year"
source = "测试"

[starts]
name = { zh = "新开工数", en = "starts" }
metric = "started"
how = "sum"
unit = "个"
per = "year"
source = "测试"

[starts-by-season]
name = { zh = "新开工数", en = "starts" }
metric = "started"
how = "sum"
unit = "个"
per = "year"
pace = [20, 55, 80, 100]
source = "测试"

[sown]
name = { zh = "播种完成数", en = "sown" }
metric = "started"
how = "sum"
unit = "个"
per = "year"
pace = "due"
source = "测试"

[gdp]
name = { zh = "生产总值增速", en = "growth of output" }
metric = "gdp"
how = "last"
unit = "%"
per = "year"
source = "测试"

[jobs]
name = { zh = "新增就业", en = "new jobs" }
metric = "jobs"
how = "sum"
unit = "人"
per = "year"
source = "测试"

[jobless]
name = { zh = "登记失业", en = "out of work" }
metric = "jobless"
how = "last"
unit = "人"
per = "year"
source = "测试"

[finished]
name = { zh = "工程完工", en = "works finished" }
metric = "finished"
how = "count"
unit = "个"
per = "year"
source = "测试"

[open-waters]
name = { zh = "未销号水体", en = "waters open" }
metric = "open"
how = "sum"
unit = "个"
per = "cumulative"
zero = true
source = "测试"
"#;

pub fn book() -> Book {
    let source = Source {
        text: MEASURES,
        file: "measures.toml",
    };
    Book::new(Arc::new(Measures::read(&[source], None).unwrap()))
}

pub fn state(book: &mut Book, record: &str, metric: &str, on: &str, value: &str) {
    let fact = Stated {
        metric: metric.to_owned(),
        key: on.to_owned(),
        value: Some(value.parse().unwrap()),
        on: day(on),
        area: None,
        labels: serde_json::Map::new(),
    };
    book.state(book.len() as u64, record, &fact);
}

pub fn bind(town: &mut Town, words: &str, index: usize, measure: &str) {
    let command = Command::Bind {
        id: town.id(words).into(),
        to: BindTo::Target(index),
        measure: book().measures().get(measure).unwrap().clone(),
        record: None,
        why: String::new(),
    };
    town.act(command).unwrap();
}

pub fn wait_for(town: &mut Town, words: &str, measure: &str, record: Option<&str>) {
    let command = Command::Bind {
        id: town.id(words).into(),
        to: BindTo::Milestone,
        measure: book().measures().get(measure).unwrap().clone(),
        record: record.map(str::to_owned),
        why: String::new(),
    };
    town.act(command).unwrap();
}

pub fn bound_town() -> Town {
    let mut town = Town::with_report();
    bind(&mut town, "完成投资", 0, "investment");
    bind(&mut town, "开行", 0, "trains");
    bind(&mut town, "新开工", 0, "starts");
    bind(&mut town, "地区生产总值", 0, "gdp");
    town
}

#[test]
fn a_count_is_held_against_the_days_gone() {
    let town = bound_town();
    for (words, metric, on, value, expected) in [
        // 581.8亿 by the end of May: 151/365 = 41.37 %.
        (
            "完成投资",
            "invested",
            "2026-05-31",
            "22500000000",
            Light::Yellow,
        ),
        (
            "完成投资",
            "invested",
            "2026-05-31",
            "24068986302",
            Light::Green,
        ),
        // 1000 trains by 30 September: 273/365 = 74.79 %.
        ("开行", "trains", "2026-09-30", "700", Light::Yellow),
        ("开行", "trains", "2026-09-30", "640", Light::Red),
        ("开行", "trains", "2026-09-30", "748", Light::Green),
        // The crossing: ten points behind is yellow, a little more is red.
        ("开行", "trains", "2026-12-31", "900", Light::Yellow),
        ("开行", "trains", "2026-12-31", "899", Light::Red),
        ("开行", "trains", "2026-12-31", "1000", Light::Blue),
        ("开行", "trains", "2026-03-01", "1000", Light::Blue),
        // 184 starts by 30 June: 181/365 = 49.6 %, and 96 are 52.2 %.
        ("新开工", "started", "2026-06-30", "96", Light::Green),
        ("新开工", "started", "2026-06-30", "73", Light::Yellow),
        ("新开工", "started", "2026-06-30", "72", Light::Red),
        (
            "完成投资",
            "invested",
            "2026-06-30",
            "30000000000",
            Light::Green,
        ),
        // A growth rate has no pace, and 左右 allows half a point.
        ("地区生产总值", "gdp", "2026-06-30", "5.6", Light::Green),
        ("地区生产总值", "gdp", "2026-06-30", "5.4", Light::Yellow),
        ("地区生产总值", "gdp", "2026-06-30", "6", Light::Green),
        ("地区生产总值", "gdp", "2026-06-30", "5", Light::Yellow),
        ("地区生产总值", "gdp", "2026-06-30", "4.9", Light::Red),
    ] {
        let mut book = book();
        state(&mut book, "r/1", metric, on, value);
        let got = light(&town.account, &book, town.get(words), day(on));
        assert_eq!(got, expected, "{words} {on} {value}");
    }
}

/// A target that stands alone in a report of its own.
fn alone(value: &'static str, unit: &'static str, growth: bool, measure: &str) -> Town {
    let mut town = Town::default();
    let mention: &str = if growth { "6%" } else { "37个" };
    let words = format!("目标为{mention}");
    let mut one = promise(&words).counts(mention, "目标", value, unit);
    if growth && let Some(target) = &mut one.target {
        target.4 = youwei_report::Measure::Growth;
    }
    town.take_in(&[
        Line::Heading(1, "一、", "目标"),
        sentence(&words, vec![one]),
    ])
    .unwrap();
    bind(&mut town, "目标", 0, measure);
    town
}

#[test]
fn the_worked_examples_of_the_rules_come_out() {
    for (value, unit, growth, measure, metric, on, reached, expected) in [
        // 37 to be finished, 12 by 30 June: 32.4 % against 49.6 %.
        (
            "37",
            "个",
            false,
            "starts",
            "started",
            "2026-06-30",
            "12",
            Light::Red,
        ),
        // 6 % asked for, 5.6 % reached in the first half.
        (
            "6",
            "%",
            true,
            "gdp",
            "gdp",
            "2026-06-30",
            "5.6",
            Light::Yellow,
        ),
        (
            "6",
            "%",
            true,
            "gdp",
            "gdp",
            "2026-06-30",
            "6.0",
            Light::Green,
        ),
        (
            "6",
            "%",
            true,
            "gdp",
            "gdp",
            "2026-06-30",
            "4.99",
            Light::Red,
        ),
        // 300 of 581.8 in 亿元, the target being kept in yuan.
        (
            "58180000000",
            "元",
            false,
            "investment-large",
            "invested-large",
            "2026-06-30",
            "300",
            Light::Green,
        ),
        (
            "58180000000",
            "元",
            false,
            "investment-large",
            "invested-large",
            "2026-05-31",
            "225",
            Light::Yellow,
        ),
        // 500 to be signed, 238 by 30 June: 47.6 % against 49.6 %, 2.0 points behind.
        (
            "500",
            "个",
            false,
            "starts",
            "started",
            "2026-06-30",
            "238",
            Light::Yellow,
        ),
        // With the season's own course 55 % are due by 30 June, and 52.2 % are a little less.
        (
            "184",
            "个",
            false,
            "starts-by-season",
            "started",
            "2026-06-30",
            "96",
            Light::Yellow,
        ),
        (
            "184",
            "个",
            false,
            "starts-by-season",
            "started",
            "2026-03-31",
            "37",
            Light::Green,
        ),
        // What is sown once a year has no pace before it is due.
        (
            "990",
            "个",
            false,
            "sown",
            "started",
            "2026-04-30",
            "1",
            Light::Green,
        ),
        (
            "990",
            "个",
            false,
            "sown",
            "started",
            "2026-06-30",
            "990",
            Light::Blue,
        ),
    ] {
        let town = alone(value, unit, growth, measure);
        let mut book = book();
        state(&mut book, "r/1", metric, on, reached);
        let got = light(&town.account, &book, town.get("目标"), day(on));
        assert_eq!(got, expected, "{measure} {value}{unit} {on} {reached}");
    }
}

#[test]
fn facts_up_to_the_day_count_and_what_lies_untouched_turns_red() {
    let town = bound_town();
    let (mut book, mut early) = (book(), book());
    for (on, value) in [
        ("2026-02-28", "200"),
        ("2026-06-30", "600"),
        ("2026-12-30", "199"),
    ] {
        state(&mut book, "r/1", "trains", on, value);
    }
    let on = |on: &str| {
        let standing = standing(&town.account, &book, town.get("开行"), day(on));
        (standing.light, standing.numbers[0].because)
    };
    assert_eq!(on("2026-01-15"), (Light::Grey, Because::NoFacts));
    // What was done before the report's year is not of it.
    state(&mut early, "r/1", "trains", "2025-12-01", "900");
    let before = light(&town.account, &early, town.get("开行"), day("2025-12-31"));
    assert_eq!(before, Light::Grey);
    assert_eq!(on("2026-02-28"), (Light::Green, Because::Good));
    // Two months to the day are still borne with.
    assert_eq!(on("2026-04-28"), (Light::Red, Because::FarBehind));
    assert_eq!(on("2026-04-29"), (Light::Red, Because::Stale));
    assert_eq!(on("2026-06-30"), (Light::Green, Because::Good));
    assert_eq!(on("2026-08-31"), (Light::Red, Because::Stale));
    assert_eq!(on("2026-12-30"), (Light::Green, Because::Good));
    // Past the year it is short of one train, whatever the new year brings.
    assert_eq!(on("2027-01-01"), (Light::Red, Because::Overdue));
    state(&mut book, "r/1", "trains", "2027-01-05", "1");
    let after = standing(&town.account, &book, town.get("开行"), day("2027-01-06"));
    assert_eq!(after.numbers[0].because, Because::Overdue);
    // Until a late fact of the old year comes in.
    state(&mut book, "r/1", "trains", "2026-12-29", "1");
    let after = light(&town.account, &book, town.get("开行"), day("2027-01-06"));
    assert_eq!(after, Light::Blue);
}

#[test]
fn an_overdue_milestone_is_red_once_a_person_has_confirmed_it() {
    let mut town = Town::with_report();
    let mut book = book();
    let bridge = |town: &Town, book: &Book, on: &str| {
        light(&town.account, book, town.get("6月底前"), day(on))
    };
    assert_eq!(bridge(&town, &book, "2026-07-01"), Light::Grey);
    town.act(Command::Confirm {
        ids: vec![town.id("6月底前").into()],
    })
    .unwrap();
    assert_eq!(bridge(&town, &book, "2026-06-30"), Light::Grey);
    assert_eq!(bridge(&town, &book, "2026-07-01"), Light::Red);
    wait_for(
        &mut town,
        "6月底前",
        "finished",
        Some("key-projects/2026-00007"),
    );
    assert_eq!(bridge(&town, &book, "2026-06-30"), Light::Grey);
    // Its record is at work, so it is no longer unknown; another's finish is not its own.
    state(
        &mut book,
        "key-projects/2026-00007",
        "started",
        "2026-03-01",
        "1",
    );
    state(
        &mut book,
        "key-projects/2026-00008",
        "finished",
        "2026-03-01",
        "1",
    );
    assert_eq!(bridge(&town, &book, "2026-06-30"), Light::Green);
    assert_eq!(bridge(&town, &book, "2026-07-01"), Light::Red);
    state(
        &mut book,
        "key-projects/2026-00007",
        "finished",
        "2026-07-03",
        "1",
    );
    assert_eq!(bridge(&town, &book, "2026-07-02"), Light::Red);
    assert_eq!(bridge(&town, &book, "2026-07-03"), Light::Blue);
    assert_eq!(bridge(&town, &book, "2028-01-01"), Light::Blue);
    // What is finished in the year before it is due is finished in time.
    let later = Command::Amend {
        id: town.id("6月底前").into(),
        to: crate::AmendTo::Due(day("2027-06-30")),
        from: day("2026-03-05"),
        approver: "市政府常务会议".into(),
        document: "云政办〔2026〕31号".into(),
        why: "汛期停工".into(),
    };
    town.act(later).unwrap();
    assert_eq!(bridge(&town, &book, "2027-03-01"), Light::Blue);
}

#[test]
fn zero_must_hold_at_all_times_and_says_how_long_clearing_takes() {
    let mut town = Town::with_report();
    wait_for(&mut town, "改造背街", "open-waters", None);
    let mut book = book();
    let on = |book: &Book, on: &str| standing(&town.account, book, town.get("改造背街"), day(on));
    assert_eq!(on(&book, "2026-03-01").light, Light::Grey);
    state(&mut book, "lists/1", "open", "2026-03-01", "1");
    state(&mut book, "lists/2", "open", "2026-03-03", "1");
    state(&mut book, "lists/1", "open", "2026-03-11", "-1");
    assert_eq!(on(&book, "2026-03-11").light, Light::Red);
    state(&mut book, "lists/2", "open", "2026-03-08", "-1");
    let now = on(&book, "2026-03-11");
    assert_eq!(now.light, Light::Green);
    let clearing = book.clearing("open-waters", day("2026-03-11")).unwrap();
    assert_eq!((clearing.open, clearing.cleared), (0, 2));
    assert_eq!(clearing.mean(), Some("7.5".parse().unwrap()));
    state(&mut book, "lists/1", "open", "2026-04-01", "1");
    let again = on(&book, "2026-04-21");
    let clearing = book.clearing("open-waters", day("2026-04-21")).unwrap();
    assert_eq!((again.light, clearing.longest_open), (Light::Red, 20));
    let said = how_light(
        &town.account,
        &book,
        town.get("改造背街"),
        day("2026-04-21"),
    );
    assert!(
        said.zh.contains("口径“未销号水体”到 2026-04-01 为 1个"),
        "{}",
        said.zh
    );
    let said = clearing.say();
    assert_eq!(said.zh, "未清零 1 个，最长 20 天；已清零的平均用 7.5 天。");
    assert!(
        said.en.contains("1 open, the longest for 20 days"),
        "{}",
        said.en
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
        let pace = pace(&town.account, &book(), town.get("开行"), 0, day(on)).unwrap();
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
    // A binding follows its number into the commitment that takes it in.
    bind(&mut town, "登记", 0, "jobless");
    let ids = vec![town.id("新增").into(), town.id("登记").into()];
    town.act(Command::Merge {
        ids,
        why: String::new(),
    })
    .unwrap();
    bind(&mut town, "新增", 0, "jobs");
    let two = |jobs: Option<&str>, out: Option<&str>, on: &str| {
        let mut book = book();
        if let Some(value) = jobs {
            state(&mut book, "r/1", "jobs", "2026-12-31", value);
        }
        if let Some(value) = out {
            state(&mut book, "r/1", "jobless", "2026-12-31", value);
        }
        light(&town.account, &book, town.get("新增"), day(on))
    };
    let end = "2026-12-31";
    assert_eq!(two(Some("140000"), Some("20000"), end), Light::Green);
    // Once its time is over and told, a ceiling that was kept is kept for good.
    assert_eq!(
        two(Some("140000"), Some("20000"), "2027-01-01"),
        Light::Blue
    );
    assert_eq!(two(Some("140000"), Some("20001"), end), Light::Red);
    assert_eq!(two(Some("140000"), None, end), Light::Grey);
    assert_eq!(two(Some("1"), None, end), Light::Red);
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
    let said = |town: &Town, words: &str| {
        how_light(&town.account, &book(), town.get(words), day("2026-09-30"))
    };
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
    let totals = summary(&town.account, &Book::default(), day("2026-09-30"));
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
            summary(&town.account, &Book::default(), day(on)).year_gone,
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
            filter.matches(&town.account, &Book::default(), it, day("2026-09-30"))
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

#[test]
fn a_goal_to_strive_for_is_never_red_and_says_so() {
    let mut town = Town::default();
    let lines = [
        Line::Heading(1, "一、", "2026年工作安排"),
        sentence(
            "力争新开工项目184个，力争6月底前完工",
            vec![
                promise("力争新开工项目184个").counts("184个", "新开工项目", "184", "个"),
                promise("力争6月底前完工").due("6月底前", "2026-06-30"),
            ],
        ),
    ];
    town.take_in(&lines).unwrap();
    bind(&mut town, "力争新开工", 0, "starts");
    let mut book = book();
    state(&mut book, "project/1", "started", "2026-06-01", "3");
    let on = |town: &Town, words: &str, on: &str| {
        let standing = standing(&town.account, &book, town.get(words), day(on));
        let because = match standing.numbers.first() {
            Some(it) => it.because,
            None => standing.milestone.unwrap().because,
        };
        (standing.light, because)
    };
    // Far behind, overdue and long without a fact would each be red.
    for day in ["2026-06-30", "2026-11-30", "2027-01-10"] {
        assert_eq!(
            on(&town, "力争新开工", day),
            (Light::Yellow, Because::Stretch),
            "{day}"
        );
    }
    let said = how_light(
        &town.account,
        &book,
        town.get("力争新开工"),
        day("2026-06-30"),
    );
    assert!(
        said.zh.contains("努力目标") && said.en.contains("strive"),
        "{said:?}"
    );
    let id = town.id("力争6月底前");
    town.act(Command::Confirm {
        ids: vec![id.into()],
    })
    .unwrap();
    assert_eq!(
        on(&town, "力争6月底前", "2026-07-01"),
        (Light::Yellow, Because::Stretch)
    );
}

#[test]
fn a_supposed_target_has_the_light_that_a_promised_one_would_have() {
    for (measure, target, calendar, on, reached, expected) in [
        (
            "starts",
            Some((184, "个")),
            false,
            "2026-06-30",
            "96",
            Light::Green,
        ),
        (
            "starts-by-season",
            Some((184, "个")),
            false,
            "2026-06-30",
            "96",
            Light::Yellow,
        ),
        (
            "starts-by-season",
            Some((184, "个")),
            true,
            "2026-06-30",
            "96",
            Light::Green,
        ),
        (
            "starts",
            Some((184, "人")),
            false,
            "2026-06-30",
            "96",
            Light::Grey,
        ),
        ("open-waters", None, false, "2026-06-30", "1", Light::Red),
        ("open-waters", None, false, "2026-06-30", "0", Light::Green),
        ("finished", None, false, "2026-06-30", "1", Light::Blue),
    ] {
        let measures = book().measures().clone();
        let measures = match calendar {
            true => Arc::new(measures.by_calendar(measure)),
            false => measures,
        };
        let of = measures.get(measure).unwrap().clone();
        let metric = of.metric.clone();
        let mut book = Book::new(measures);
        state(&mut book, "r/1", &metric, on, reached);
        let it = Supposed {
            measure: of,
            target: target.map(|(value, unit)| {
                (
                    youwei_report::Op::AtLeast,
                    Decimal::from(value),
                    unit.to_owned(),
                )
            }),
            due: None,
        };
        let got = supposed(&book, &it, day(on)).light;
        assert_eq!(got, expected, "{measure} {target:?} {reached}");
    }
}
