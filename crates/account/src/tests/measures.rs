//! Files of measures, and what is proposed of them.

use youwei_report::Measure as Quantity;

use crate::town::{Line, Town, promise, sentence};
use crate::{BindTo, Course, How, Measures, Per, Source, propose};

fn source<'t>(text: &'t str, file: &'t str) -> Source<'t> {
    Source { text, file }
}

/// The measures of the systems in the program.
fn ours() -> Measures {
    let systems = [
        source(
            include_str!("../../../../systems/key-projects/measures.toml"),
            "key-projects/measures.toml",
        ),
        source(
            include_str!("../../../../systems/dynamic-lists/measures.toml"),
            "dynamic-lists/measures.toml",
        ),
        source(
            include_str!("../../../../systems/freight-trains/measures.toml"),
            "freight-trains/measures.toml",
        ),
        source(
            include_str!("../../../../systems/parks/measures.toml"),
            "parks/measures.toml",
        ),
        source(
            include_str!("../../../../systems/low-use-land/measures.toml"),
            "low-use-land/measures.toml",
        ),
        source(
            include_str!("../../../../systems/investment/measures.toml"),
            "investment/measures.toml",
        ),
    ];
    Measures::read(&systems, None).unwrap_or_else(|faults| {
        let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}", said.join("\n"))
    })
}

#[test]
fn the_measures_of_the_systems_are_read() {
    let measures = ours();
    let started = measures.get("projects-started").unwrap();
    assert_eq!(started.how, How::Count);
    assert_eq!(started.per, Per::Year);
    assert!(matches!(started.course, Course::Quarters(it) if it[1] == 55.into()));
    assert_eq!(&*started.labels[0], "level");
    assert!(measures.get("black-water-open").unwrap().zero);
    let mean = measures.get("days-to-clear").unwrap();
    assert!(matches!(&mean.how, How::Share { of, .. } if &**of == "trouble.cleared"));
    assert!(measures.metrics().contains(&"project.planned"));
    let level = measures
        .reads()
        .filter(|(metric, _)| *metric == "project.started");
    assert!(
        level
            .flat_map(|(_, labels)| labels)
            .all(|it| &**it == "level")
    );
}

const GOOD: &str = r#"
[one]
name = { zh = "甲", en = "one" }
metric = "m"
how = "count"
unit = "个"
per = "year"
source = "测试"
"#;

#[test]
fn a_city_changes_a_part_and_says_why() {
    let city =
        "[one]\nunit = \"项\"\nverbs = [\"开工\"]\npace = \"due\"\nsource = \"市里另有规定\"\n";
    let measures = Measures::read(&[source(GOOD, "a")], Some(source(city, "city"))).unwrap();
    let one = measures.get("one").unwrap();
    assert_eq!(
        (&*one.unit, &*one.metric, &*one.source),
        ("项", "m", "市里另有规定")
    );
    assert_eq!((&*one.file, one.course.clone()), ("city", Course::Due));
    let silent = "[one]\nunit = \"项\"\n";
    let faults = Measures::read(&[source(GOOD, "a")], Some(source(silent, "city"))).unwrap_err();
    assert_eq!(
        (faults.len(), faults[0].code, &*faults[0].file),
        (1, "missing-entry", "city")
    );
    let lights = "[[pace_band]]\nfrom = 2026-07-01\nvalue = 5\nunit = \"percentage point\"\nsource = \"市督查办法\"\n";
    let strict = Measures::default()
        .with_lights(source(lights, "lights.toml"))
        .unwrap();
    let band = |on: &str| strict.light_rules(on.parse().unwrap()).pace_band;
    assert_eq!(
        (band("2026-06-30"), band("2026-07-01")),
        (Some(10.into()), Some(5.into()))
    );
    assert_eq!(
        strict.light_rules("2026-07-01".parse().unwrap()).rate_band,
        Some(1.into())
    );
    for broken in [
        "[[pace_band]]\nfrom = 2026-07-01\nvalue = -5\nunit = \"x\"\nsource = \"y\"",
        "pase_band = 1",
        "[[pace_band]]\nvalue = 1",
    ] {
        assert!(
            Measures::default()
                .with_lights(source(broken, "lights.toml"))
                .is_err()
        );
    }
}

#[test]
fn what_is_wrong_with_a_measure_is_said_at_its_place_all_at_once() {
    let with = |more: &str| GOOD.replace("unit = \"个\"\n", &format!("unit = \"个\"\n{more}\n"));
    let without = |name: &str| {
        let lines = GOOD.lines().filter(|line| !line.starts_with(name));
        lines.collect::<Vec<_>>().join("\n")
    };
    let twice = format!("{GOOD}{}", GOOD.replace("[one]", "[two]"));
    for (text, codes) in [
        (with("colour = 1"), vec![("unknown-entry", 7)]),
        (without("metric"), vec![("missing-entry", 2)]),
        (without("unit"), vec![("missing-entry", 2)]),
        (
            with("").replace("\"count\"", "\"cuont\""),
            vec![("entry-kind", 5)],
        ),
        (
            with("").replace("\"year\"", "\"month\""),
            vec![("entry-kind", 8)],
        ),
        (
            with("").replace("\"count\"", "\"share\""),
            vec![("missing-entry", 2)],
        ),
        (
            with("").replace("\"count\"", "\"gap\""),
            vec![("missing-entry", 2)],
        ),
        (with("base = \"m2\""), vec![("idle-entry", 2)]),
        (with("of = { metric = \"m2\" }"), vec![("idle-entry", 2)]),
        (
            with("of = { where = \"x\" }").replace("\"count\"", "\"share\""),
            vec![("missing-entry", 7)],
        ),
        (with("where = 'level = '"), vec![("syntax", 7)]),
        (with("where = 'count(level)'"), vec![("feel", 7)]),
        (with("pace = [20, 10, 80, 100]"), vec![("entry-kind", 7)]),
        (with("pace = [20, 50, 80]"), vec![("entry-kind", 7)]),
        (with("pace = [20, 50, 80, 101]"), vec![("entry-kind", 7)]),
        (with("zero = 1"), vec![("entry-kind", 7)]),
        (with("words = \"a\""), vec![("entry-kind", 7)]),
        (with("by = [\"level\", \"key\"]"), vec![("by", 7)]),
        (with("by = [\"level\", \"level\"]"), vec![("by", 7)]),
        (with("by = [3]"), vec![("entry-kind", 7)]),
        (
            with("colour = 1\nzero = 1\nwhere = '1 + 1'"),
            vec![("unknown-entry", 7), ("entry-kind", 8), ("feel", 9)],
        ),
        ("[one".to_owned(), vec![("toml", 1)]),
    ] {
        let faults = Measures::read(&[source(&text, "m.toml")], None).unwrap_err();
        let said: Vec<_> = faults.iter().map(|it| (it.code, it.place.line)).collect();
        let codes: Vec<_> = codes
            .into_iter()
            .map(|(code, line)| (if code == "syntax" { "feel" } else { code }, line))
            .collect();
        assert_eq!(said, codes, "{text}\n{faults:?}");
        assert!(faults.iter().all(|it| it.help.is_some()), "{faults:?}");
    }
    assert!(Measures::read(&[source(&twice, "m.toml")], None).is_ok());
    let again = Measures::read(&[source(GOOD, "a.toml"), source(GOOD, "b.toml")], None);
    let again = again.unwrap_err();
    assert_eq!((again[0].code, &*again[0].file), ("twice", "b.toml"));
}

#[test]
fn the_words_at_fault_are_pointed_at() {
    let text = GOOD.replace(
        "unit = \"个\"\n",
        "unit = \"个\"\nwhere = 'level = \"a\" and cuont(x) > 1'\n",
    );
    let faults = Measures::read(&[source(&text, "m.toml")], None).unwrap_err();
    let line = text.lines().nth(6).unwrap();
    let place = faults[0].place;
    let words: String = line
        .chars()
        .skip(place.column as usize - 1)
        .take(place.length as usize)
        .collect();
    assert!(words.starts_with("cuont"), "{words}");
}

/// The best proposals for the one number of a sentence.
fn proposed(
    words: &str,
    mention: &str,
    subject: &'static str,
    unit: &'static str,
    action: &str,
    quantity: Quantity,
) -> Vec<(String, u8)> {
    let mut town = Town::default();
    let mut one = promise(words).counts(mention, subject, "184", unit);
    if let Some(target) = &mut one.target {
        target.4 = quantity;
    }
    town.take_in(&[Line::Heading(1, "一、", "任务"), sentence(words, vec![one])])
        .unwrap();
    let mut commitment = town.account.commitments().next().unwrap().clone();
    commitment.targets[0].action = action.to_owned();
    propose(&ours(), &commitment, BindTo::Target(0))
        .into_iter()
        .map(|it| {
            assert!(!it.why.zh.is_empty() && !it.why.en.is_empty());
            (it.measure.id.to_string(), it.confidence)
        })
        .collect()
}

#[test]
fn the_measure_that_means_the_target_is_proposed_first() {
    use Quantity::{Delta, Growth, Level, Share};
    for (words, mention, subject, unit, action, quantity, expected) in [
        (
            "全年开行中欧班列200列以上",
            "200列",
            "中欧班列",
            "列",
            "开行",
            Level,
            Some("china-europe-trains"),
        ),
        (
            "新开通国际班列线路2条",
            "2条",
            "国际班列线路",
            "条",
            "新开通",
            Delta,
            Some("lines-opened"),
        ),
        (
            "国际班列重箱率保持在90%以上",
            "90%",
            "国际班列重箱率",
            "%",
            "保持在",
            Share,
            Some("heavy-share"),
        ),
        (
            "本地货占比达到35%以上",
            "35%",
            "本地货占比",
            "%",
            "达到",
            Share,
            Some("local-cargo-share"),
        ),
        (
            "省级以上开发区营业收入增长8%以上",
            "8%",
            "省级以上开发区营业收入",
            "%",
            "增长",
            Growth,
            Some("park-revenue-growth"),
        ),
        (
            "省级以上开发区亩均税收提高10%以上",
            "10%",
            "省级以上开发区亩均税收",
            "%",
            "提高",
            Growth,
            Some("per-mu-tax-growth"),
        ),
        (
            "年内盘活低效用地5000亩",
            "5000亩",
            "低效用地",
            "亩",
            "盘活",
            Level,
            Some("land-revived"),
        ),
        (
            "新开工重点项目184个",
            "184个",
            "重点项目",
            "个",
            "新开工",
            Level,
            Some("projects-started"),
        ),
        (
            "其中新开工184个",
            "184个",
            "新开工项目",
            "个",
            "",
            Level,
            Some("projects-started"),
        ),
        (
            "竣工项目37个",
            "37个",
            "项目",
            "个",
            "竣工",
            Level,
            Some("projects-finished"),
        ),
        (
            "安排市级以上重点项目341个",
            "341个",
            "重点项目",
            "个",
            "安排",
            Level,
            Some("projects-listed"),
        ),
        (
            "重点项目完成投资581.8亿元",
            "581.8亿元",
            "投资",
            "元",
            "完成",
            Level,
            Some("investment-made"),
        ),
        (
            "重点项目投资完成率达到100%",
            "100%",
            "投资完成率",
            "%",
            "达到",
            Share,
            Some("investment-rate"),
        ),
        (
            "黑臭水体动态清零，整治12个",
            "12个",
            "黑臭水体",
            "个",
            "整治",
            Level,
            Some("black-water-open"),
        ),
        (
            "年内签约亿元以上项目260个，其中10亿元以上项目不少于20个",
            "260个",
            "亿元以上项目",
            "个",
            "签约",
            Level,
            Some("investments-signed"),
        ),
        (
            "年内签约亿元以上项目260个，其中10亿元以上项目不少于20个",
            "20个",
            "10亿元以上项目",
            "个",
            "不少于",
            Level,
            Some("investments-signed-ten"),
        ),
        (
            "当年签约项目开工率达到60%以上",
            "60%",
            "当年签约项目开工率",
            "%",
            "达到",
            Share,
            Some("started-this-year"),
        ),
        (
            "签约项目开工率达到55%以上",
            "55%",
            "签约项目开工率",
            "%",
            "达到",
            Share,
            Some("started-in-time"),
        ),
        (
            "签约项目资金到位率达到20%",
            "20%",
            "资金到位率",
            "%",
            "达到",
            Share,
            Some("arrived-in-time"),
        ),
        // Neither unit nor kind fits, or nothing is said of what is counted.
        (
            "固定资产投资增长8%",
            "8%",
            "固定资产投资",
            "%",
            "增长",
            Growth,
            None,
        ),
        (
            "新建公路120公里",
            "120公里",
            "公路",
            "公里",
            "新建",
            Level,
            None,
        ),
        ("发放补贴3个批次", "3个", "补贴", "个", "发放", Level, None),
    ] {
        let got = proposed(words, mention, subject, unit, action, quantity);
        let first = got.first().map(|(id, _)| id.as_str());
        assert_eq!(first, expected, "{words}: {got:?}");
    }
}

#[test]
fn a_milestone_is_proposed_by_its_verb() {
    let town = Town::with_report();
    let bridge = town.get("6月底前");
    let got = propose(&ours(), bridge, BindTo::Milestone);
    assert_eq!(&*got[0].measure.id, "projects-finished", "{got:?}");
    assert!(got[0].why.zh.contains("建成"), "{:?}", got[0].why);
    assert!(propose(&ours(), bridge, BindTo::Target(3)).is_empty());
    let rules = town.get("严格");
    assert!(propose(&ours(), rules, BindTo::Milestone).is_empty());
}
