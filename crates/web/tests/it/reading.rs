//! A small report of an invented city, read by hand, so that the pages are tested
//! apart from the reader.

use youwei_base::AreaCode;
use youwei_report::{
    Commitment, Coverage, Due, Heading, Label, Measure, Op, Part, Place, Project, Reading,
    Sentence, Target, UnitSuggestion,
};

/// The text. Each line is a paragraph.
pub const TEXT: &str = "\
政府工作报告
——2026年1月14日在云泽市第九届人民代表大会第五次会议上

各位代表：
一、2025年工作回顾
综合实力稳步提升。全市新建学校12所。
二、2026年重点工作
（一）扩大有效投资
抓实重点项目。全年安排重点项目300项，完成投资650亿元以上；开工建设望澜大桥，6月底前建成投用。
（二）办好民生实事
新增普惠托位2000个，改造老旧小区126个。支持<script>alert(1)</script>产业园建设。推进政务服务改革。
";

/// The ids of the commitments, in the order of the text.
pub const IDS: [&str; 6] = ["c1", "c2", "c3", "c4", "c5", "c6"];

fn place(text: &str, words: &str) -> (usize, usize) {
    let byte = text.find(words).unwrap_or_else(|| panic!("{words}"));
    let start = text[..byte].chars().count();
    (start, start + words.chars().count())
}

/// The report, read.
pub fn reading() -> Reading {
    read(TEXT)
}

/// A text of the same shape, read: a commitment whose words it lacks is left out.
pub fn read(text: &str) -> Reading {
    let mut reading = Reading {
        title: "政府工作报告".into(),
        place: "云泽市".into(),
        year: Some(2026),
        outline: headings(text),
        sentences: sentences(text),
        commitments: Vec::new(),
        targets: Vec::new(),
        numbers: Vec::new(),
        projects: Vec::new(),
        remarks: Vec::new(),
        coverage: Coverage::default(),
        text: text.into(),
    };
    let days = |words: &str, day: &str| {
        Some(Due {
            text: words.into(),
            by: Some(day.parse().unwrap()),
        })
    };
    let year = || days("全年", "2026-12-31");
    commit(
        &mut reading,
        "c1",
        "全年安排重点项目300项",
        year(),
        &[("300项", "重点项目", Op::Equal, "300", "项")],
    );
    commit(
        &mut reading,
        "c2",
        "完成投资650亿元以上",
        None,
        &[("650亿元", "完成投资", Op::AtLeast, "65000000000", "元")],
    );
    commit(
        &mut reading,
        "c3",
        "开工建设望澜大桥，6月底前建成投用",
        days("6月底前", "2026-06-30"),
        &[],
    );
    commit(
        &mut reading,
        "c4",
        "新增普惠托位2000个，改造老旧小区126个",
        None,
        &[
            ("2000个", "普惠托位", Op::Equal, "2000", "个"),
            ("126个", "老旧小区", Op::Equal, "126", "个"),
        ],
    );
    commit(
        &mut reading,
        "c5",
        "支持<script>alert(1)</script>产业园建设",
        None,
        &[],
    );
    commit(&mut reading, "c6", "推进政务服务改革", None, &[]);
    if let Some(first) = reading.commitments.first_mut() {
        first.units.push(UnitSuggestion {
            unit: "市发展改革委".into(),
            why: "重点项目".into(),
        });
        first.places.push(Place {
            name: "东岭县".into(),
            code: AreaCode(130_123),
        });
    }
    if text.contains("望澜大桥") {
        let (start, end) = place(text, "望澜大桥");
        reading.projects.push(Project {
            sentence: String::new(),
            name: "望澜大桥".into(),
            parts: Vec::new(),
            action: "开工".into(),
            start,
            end,
        });
        let bridge = reading.commitments.iter_mut().find(|c| c.id == "c3");
        bridge.unwrap().projects.push(0);
    }
    reading
}

type Number<'a> = (&'a str, &'a str, Op, &'a str, &'a str);

fn commit(reading: &mut Reading, id: &str, words: &str, due: Option<Due>, numbers: &[Number]) {
    if !reading.text.contains(words) {
        return;
    }
    let (start, end) = place(&reading.text, words);
    let sentence = reading
        .sentences
        .iter()
        .position(|s| s.start <= start && end <= s.end)
        .unwrap();
    reading.sentences[sentence].commitment = true;
    reading.sentences[sentence].label = Label::Commitment;
    let mut targets = Vec::new();
    for (mention, subject, op, value, unit) in numbers {
        let (from, to) = place(words, mention);
        targets.push(reading.targets.len());
        reading.targets.push(Target {
            sentence: reading.sentences[sentence].text.clone(),
            mention: (*mention).into(),
            subject: (*subject).into(),
            op: *op,
            value: value.parse().unwrap(),
            value2: None,
            unit: (*unit).into(),
            measure: Measure::Level,
            action: String::new(),
            due: String::new(),
            start: start + from,
            end: start + to,
        });
    }
    reading.commitments.push(Commitment {
        id: id.into(),
        sentence,
        text: words.into(),
        action: String::new(),
        due,
        places: Vec::new(),
        units: Vec::new(),
        targets,
        projects: Vec::new(),
        start,
        end,
    });
}

fn headings(text: &str) -> Vec<Heading> {
    let all = [
        (1, "一、", "2025年工作回顾", Part::Review),
        (3, "", "综合实力稳步提升", Part::Review),
        (1, "二、", "2026年重点工作", Part::Forward),
        (2, "（一）", "扩大有效投资", Part::Forward),
        (3, "", "抓实重点项目", Part::Forward),
        (2, "（二）", "办好民生实事", Part::Forward),
    ];
    all.into_iter()
        .filter(|(_, _, title, _)| text.contains(title))
        .map(|(level, marker, title, part)| {
            let (start, end) = place(text, title);
            Heading {
                level,
                marker: marker.into(),
                title: title.into(),
                part,
                start,
                end,
            }
        })
        .collect()
}

fn sentences(text: &str) -> Vec<Sentence> {
    let review = place(text, "一、2025年工作回顾").0;
    let forward = place(text, "二、2026年重点工作").0;
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.chars().enumerate() {
        if !matches!(c, '。' | '\n') {
            continue;
        }
        if start < at {
            found.push(Sentence {
                text: text.chars().skip(start).take(at - start).collect(),
                part: match start {
                    _ if start < review => Part::Other,
                    _ if start < forward => Part::Review,
                    _ => Part::Forward,
                },
                label: Label::State,
                commitment: false,
                start,
                end: at,
            });
        }
        start = at + 1;
    }
    found
}
