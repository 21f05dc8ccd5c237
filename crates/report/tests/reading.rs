//! The reader as a whole: what it makes of sentences in the genre, and the laws it
//! keeps on any text.

use proptest::prelude::*;
use youwei_report::{Label, Measure, NumberKind, Op, Part, Reading, Target, read, read_text};

const SAMPLE: &str = include_str!("../../../samples/云泽市2026年政府工作报告.txt");

/// A sentence as it would stand among this year's tasks.
fn among_tasks(sentence: &str) -> Reading {
    read_text(&format!(
        "政府工作报告\n——2026年1月14日在云泽市第九届人民代表大会第五次会议上\n各位代表：\n一、2025年工作回顾\n一年来，完成了各项任务。\n二、2026年重点工作\n（一）扎实做好各项工作\n抓好落实。{sentence}。\n"
    ))
}

/// A target in short: subject, comparison, value, unit, measure.
fn brief(target: &Target) -> String {
    let upper = target
        .value2
        .map_or(String::new(), |value| format!("–{value}"));
    format!(
        "{} {} {}{upper}{} {:?}",
        target.subject,
        target.op.sign(),
        target.value,
        target.unit,
        target.measure
    )
    .to_lowercase()
}

fn check(sentence: &str, want: &[&str]) {
    let reading = among_tasks(sentence);
    let got: Vec<String> = reading.targets.iter().map(brief).collect();
    assert_eq!(got, want, "{sentence}");
}

#[test]
fn numbers_have_their_subject_comparison_value_unit_and_measure() {
    check(
        "年内新增公共停车位6000个以上",
        &["公共停车位 >= 6000个 delta"],
    );
    check("完成造林12.5万亩", &["造林 = 125000亩 level"]);
    check(
        "城镇新增就业4.5万人以上",
        &["城镇新增就业 >= 45000人 delta"],
    );
    check(
        "城镇调查失业率控制在5.5%以内",
        &["城镇调查失业率 <= 5.5% share"],
    );
    check(
        "社会消费品零售总额增长5%左右",
        &["社会消费品零售总额 ~ 5% growth"],
    );
    check(
        "实际使用外资达到1.5亿美元",
        &["实际使用外资 = 150000000美元 level"],
    );
    check(
        "全社会研发经费投入占比提高0.2个百分点",
        &["全社会研发经费投入占比 = 0.2个百分点 delta"],
    );
}

#[test]
fn the_shapes_of_a_number_have_one_value() {
    let value = |sentence: &str| {
        let reading = among_tasks(sentence);
        reading
            .targets
            .first()
            .map(|target| (target.value.to_string(), target.unit.clone()))
    };
    for (sentence, want, unit) in [
        ("新建农村公路1,200公里", "1200", "公里"),
        ("新建农村公路 1200 公里", "1200", "公里"),
        ("新增养老床位1.2万张", "12000", "张"),
        ("新建改造乡镇污水处理设施十四个", "14", "个"),
        ("农产品网络零售额增长12%以上", "12", "%"),
        ("签约亿元以上项目260个", "260", "个"),
        ("完成职业技能培训3.5万人次", "35000", "人次"),
    ] {
        assert_eq!(
            value(sentence),
            Some((want.to_owned(), unit.to_owned())),
            "{sentence}"
        );
    }
}

#[test]
fn subjects_carry_over_in_coordination() {
    check(
        "全年安排市级重点项目300项，确保东岭冷链物流园等126个项目开工，桥南精密铸造等48个项目竣工，年度完成投资650亿元以上",
        &[
            "市级重点项目 = 300项 level",
            "市级重点项目 = 126个 level",
            "市级重点项目 = 48个 level",
            "市级重点项目投资 >= 65000000000元 level",
        ],
    );
}

#[test]
fn two_targets_behind_respectively_have_their_two_subjects() {
    let reading = among_tasks("城乡居民人均可支配收入分别增长5.5%左右和6.5%左右");
    let got: Vec<(String, String)> = reading
        .targets
        .iter()
        .map(|target| (target.subject.clone(), target.value.to_string()))
        .collect();
    assert_eq!(
        got,
        [
            ("城镇居民人均可支配收入".to_owned(), "5.5".to_owned()),
            ("农村居民人均可支配收入".to_owned(), "6.5".to_owned()),
        ]
    );
}

#[test]
fn names_dates_and_slogans_hold_numbers_that_promise_nothing() {
    for sentence in [
        "请居民代表旁听12345热线夜班",
        "提升“一老一小”服务水平",
        "打造营商环境4.0版",
        "建设15分钟生活圈",
        "落实第十五个五年规划",
    ] {
        let reading = among_tasks(sentence);
        assert!(
            reading.targets.is_empty(),
            "{sentence}: {:?}",
            reading.targets
        );
        let inside = |mention: &&youwei_report::NumberMention| mention.sentence == sentence;
        assert!(
            reading
                .numbers
                .iter()
                .filter(inside)
                .all(|n| n.kind == NumberKind::Other),
            "{sentence}"
        );
    }
}

#[test]
fn due_days_are_resolved_by_the_year_of_the_report() {
    let due = |sentence: &str| {
        let reading = among_tasks(sentence);
        let due = reading.commitments.last().and_then(|c| c.due.clone());
        due.and_then(|due| due.by).map(|day| day.to_string())
    };
    assert_eq!(due("年内建成人才公寓2000套").as_deref(), Some("2026-12-31"));
    assert_eq!(
        due("6月底前完成老旧小区改造126个").as_deref(),
        Some("2026-06-30")
    );
    assert_eq!(
        due("到2030年，常住人口城镇化率达到65%左右").as_deref(),
        Some("2030-12-31")
    );
    assert_eq!(due("新建学校5所"), None);
}

#[test]
fn the_sample_report_is_read_whole() {
    let reading = read_text(SAMPLE);
    assert_eq!(reading.year, Some(2026));
    assert_eq!(reading.place, "云泽市");
    let level_one: Vec<&str> = reading
        .outline
        .iter()
        .filter(|heading| heading.level == 1)
        .map(|heading| heading.marker.as_str())
        .collect();
    assert_eq!(level_one, ["一、", "二、", "三、", "四、"]);
    let cover = reading.coverage;
    assert_eq!(
        cover.sentences,
        cover.commitment + cover.state + cover.slogan
    );
    assert!(cover.commitment > 80, "{cover:?}");
    let find = |mention: &str| {
        reading
            .targets
            .iter()
            .find(|target| target.mention == mention)
    };
    let projects = find("300项").expect("the key projects are read");
    assert_eq!(
        (projects.subject.as_str(), projects.op),
        ("市级以上重点项目", Op::Equal)
    );
    let trains = find("200列").expect("the freight trains are read");
    assert_eq!(
        (trains.subject.as_str(), trains.op),
        ("中欧班列", Op::AtLeast)
    );
    let income = find("6.5%").expect("the income of farmers is read");
    assert_eq!(income.measure, Measure::Growth);
    assert!(reading.commitments.iter().all(|c| c.units.len() <= 3));
}

#[test]
fn a_commitment_id_is_made_from_its_words_alone() {
    let first = among_tasks("新建学校5所");
    let moved = among_tasks("新建公园3座。新建学校5所");
    let id = |reading: &Reading| {
        let found = reading.commitments.iter().find(|c| c.text.contains("学校"));
        found.map(|c| c.id.clone())
    };
    assert!(id(&first).is_some());
    assert_eq!(id(&first), id(&moved));
}

/// The laws of a reading of any text.
fn laws(reading: &Reading) {
    let chars: Vec<char> = reading.text.chars().collect();
    let slice = |start: usize, end: usize| chars[start..end].iter().collect::<String>();
    // Sentences stand in order, each is its own slice of the text, and what lies
    // between them is white space, closing marks and Markdown signs only.
    let mut at = 0;
    for sentence in &reading.sentences {
        assert!(at <= sentence.start && sentence.start <= sentence.end);
        assert_eq!(slice(sentence.start, sentence.end), sentence.text);
        assert!(
            is_gap(&chars[at..sentence.start]),
            "{:?}",
            slice(at, sentence.start)
        );
        at = sentence.end;
    }
    assert!(is_gap(&chars[at..]), "{:?}", slice(at, chars.len()));
    let cover = reading.coverage;
    assert_eq!(cover.sentences, reading.sentences.len());
    assert_eq!(
        cover.sentences,
        cover.commitment + cover.state + cover.slogan
    );
    for heading in &reading.outline {
        assert_eq!(slice(heading.start, heading.end), heading.title);
    }
    for target in &reading.targets {
        assert_eq!(slice(target.start, target.end), target.mention);
        assert!(target.sentence.contains(&target.mention));
    }
    for project in &reading.projects {
        assert_eq!(slice(project.start, project.end), project.name);
    }
    for commitment in &reading.commitments {
        let sentence = &reading.sentences[commitment.sentence];
        assert_eq!(slice(commitment.start, commitment.end), commitment.text);
        assert!(sentence.start <= commitment.start && commitment.end <= sentence.end);
        assert_eq!(sentence.label, Label::Commitment);
        assert_eq!(sentence.part, Part::Forward);
        for at in &commitment.targets {
            let target = &reading.targets[*at];
            assert!(commitment.start <= target.start && target.end <= commitment.end);
        }
    }
    let mut ids: Vec<&str> = reading.commitments.iter().map(|c| c.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), reading.commitments.len(), "ids are unique");
}

fn is_gap(chars: &[char]) -> bool {
    chars
        .iter()
        .all(|ch| ch.is_whitespace() || "。！？!?#>*".contains(*ch))
}

/// Pieces of reports, good and broken, in any order.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("各位代表！".to_owned()),
        Just("一、2025年工作回顾\n".to_owned()),
        Just("三、2026年重点工作\n".to_owned()),
        Just("（一）扩大投资。".to_owned()),
        Just("——坚持为民。".to_owned()),
        Just("新增学位1.5万个、托位2000个，年内建成学校20所。".to_owned()),
        Just("确保东岭、西塬抽水蓄能电站等12个项目开工；".to_owned()),
        Just("\n\n".to_owned()),
        Just("“两重”".to_owned()),
        Just("5%—5.5%".to_owned()),
        Just("翻两番".to_owned()),
        Just("零".to_owned()),
        Just("Ⅲ类".to_owned()),
        Just("九九九九亿万千".to_owned()),
        "[0-9０-９.,，、万亿%％个千百半成倍第前至到~-]{1,12}",
        "[\\PC\\n]{0,20}",
        "[一-龥，。；：！？“”（）\\n]{0,40}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_accounted_for(text in any_text()) {
        laws(&read_text(&text));
    }

    #[test]
    fn reading_twice_gives_the_same(text in any_text()) {
        prop_assert_eq!(read_text(&text), read_text(&text));
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(reading) = read(&bytes) {
            laws(&reading);
        }
    }
}

#[test]
fn the_sample_keeps_the_laws_however_it_is_cut() {
    let chars: Vec<char> = SAMPLE.chars().collect();
    for at in (0..chars.len()).step_by(257) {
        laws(&read_text(&chars[at..].iter().collect::<String>()));
        laws(&read_text(&chars[..at].iter().collect::<String>()));
    }
}
