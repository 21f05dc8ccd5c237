//! For tests: a report of an invented city, made into a reading by hand.

use jiff::Timestamp;
use youwei_base::{AreaCode, Day, Decimal};
use youwei_report::{
    Commitment, Coverage, Due, Heading, Label, Measure, NumberKind, NumberMention, Op, Part, Place,
    Project, Reading, Sentence, Target, UnitSuggestion,
};

use crate::event::File;
use crate::{Account, Command, Context, Decision, FileFacts, Recorded, Refusal, decide};

/// One paragraph of a report: a heading, or a sentence with what it promises.
#[derive(Clone, Debug)]
pub enum Line {
    Heading(u8, &'static str, &'static str),
    Sentence(String, Vec<Promise>),
}

/// One commitment in a sentence.
#[derive(Clone, Debug, Default)]
pub struct Promise {
    pub words: String,
    pub target: Option<(
        String,
        &'static str,
        &'static str,
        &'static str,
        Measure,
        Op,
    )>,
    pub project: Option<&'static str>,
    pub due: Option<(&'static str, Option<Day>)>,
    pub unit: Option<&'static str>,
    pub place: Option<&'static str>,
}

pub fn promise(words: &str) -> Promise {
    Promise {
        words: words.to_owned(),
        ..Promise::default()
    }
}

impl Promise {
    pub fn counts(
        mut self,
        mention: &str,
        subject: &'static str,
        value: &'static str,
        unit: &'static str,
    ) -> Self {
        self.target = Some((
            mention.into(),
            subject,
            value,
            unit,
            Measure::Level,
            Op::Equal,
        ));
        self
    }
    pub fn grows(mut self, mention: &str, subject: &'static str, value: &'static str) -> Self {
        self.target = Some((
            mention.into(),
            subject,
            value,
            "%",
            Measure::Growth,
            Op::About,
        ));
        self
    }
    pub fn builds(mut self, project: &'static str) -> Self {
        self.project = Some(project);
        self
    }
    pub fn due(mut self, words: &'static str, day: &str) -> Self {
        self.due = Some((words, day.parse().ok()));
        self
    }
    pub fn led_by(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }
    pub fn at(mut self, place: &'static str) -> Self {
        self.place = Some(place);
        self
    }
}

pub fn sentence(text: &str, promises: Vec<Promise>) -> Line {
    Line::Sentence(text.to_owned(), promises)
}

/// The lines of the first text of 云泽市.
pub fn lines() -> Vec<Line> {
    vec![
        Line::Heading(1, "一、", "2025年工作回顾"),
        sentence("过去一年，云泽市经济平稳运行", vec![]),
        Line::Heading(1, "二、", "2026年重点任务"),
        sentence("今年要干的事很多，贵在落实", vec![]),
        Line::Heading(2, "（一）", "扩大有效投资"),
        sentence(
            "全年实施重点项目341个，新开工184个，完成投资581.8亿元",
            vec![
                promise("全年实施重点项目341个")
                    .counts("341个", "重点项目", "341", "个")
                    .led_by("市发展改革委"),
                promise("新开工184个").counts("184个", "新开工项目", "184", "个"),
                promise("完成投资581.8亿元").counts("581.8亿元", "投资", "58180000000", "元"),
            ],
        ),
        sentence(
            "6月底前建成云泽湖大桥",
            vec![
                promise("6月底前建成云泽湖大桥")
                    .builds("云泽湖大桥")
                    .due("6月底前", "2026-06-30"),
            ],
        ),
        sentence(
            "地区生产总值增长6%左右",
            vec![promise("地区生产总值增长6%左右").grows("6%", "地区生产总值", "6")],
        ),
        Line::Heading(2, "（二）", "深化重点领域改革"),
        sentence(
            "推进“高效办成一件事”，\n在望川县试行承诺制，开行货运班列1000列",
            vec![
                promise("推进“高效办成一件事”，在望川县试行承诺制").at("望川县"),
                promise("开行货运班列1000列").counts("1000列", "货运班列", "1000", "列"),
            ],
        ),
        Line::Heading(2, "（三）", "办好民生实事"),
        sentence(
            "改造背街小巷，添置路灯和座椅",
            vec![promise("改造背街小巷，添置路灯和座椅")],
        ),
        sentence(
            "新建公办幼儿园12所",
            vec![
                promise("新建公办幼儿园12所")
                    .counts("12所", "公办幼儿园", "12", "所")
                    .led_by("市教育局"),
            ],
        ),
        Line::Heading(2, "（四）", "加强自身建设"),
        sentence(
            "严格执行重大事项报告规定",
            vec![promise("严格执行重大事项报告规定")],
        ),
    ]
}

/// Makes a reading of lines, each a paragraph of the text.
pub fn reading(lines: &[Line]) -> Reading {
    let mut text = "云泽市政府工作报告\n".to_owned();
    let mut out = Reading {
        title: "云泽市政府工作报告".to_owned(),
        place: "云泽市".to_owned(),
        year: Some(2026),
        outline: vec![],
        sentences: vec![],
        commitments: vec![],
        targets: vec![],
        numbers: vec![],
        projects: vec![],
        remarks: vec![],
        coverage: Coverage::default(),
        text: String::new(),
    };
    for line in lines {
        let at = text.chars().count();
        match line {
            Line::Heading(level, marker, title) => {
                text.push_str(marker);
                let start = text.chars().count();
                text.push_str(title);
                out.outline.push(Heading {
                    level: *level,
                    marker: (*marker).to_owned(),
                    title: (*title).to_owned(),
                    part: Part::Forward,
                    start,
                    end: text.chars().count(),
                });
                text.push('\n');
            }
            Line::Sentence(words, promises) => {
                text.push_str(words);
                let end = text.chars().count();
                text.push_str("。\n");
                for one in promises {
                    put(&mut out, words, at, one);
                }
                out.sentences.push(Sentence {
                    text: words.clone(),
                    part: Part::Forward,
                    label: if promises.is_empty() {
                        Label::Slogan
                    } else {
                        Label::Commitment
                    },
                    commitment: !promises.is_empty(),
                    start: at,
                    end,
                });
            }
        }
    }
    out.text = text;
    out
}

/// Where words stand in print that may break lines.
fn place(printed: &str, words: &str) -> (usize, usize) {
    let flat: Vec<(usize, char)> = printed
        .chars()
        .enumerate()
        .filter(|(_, c)| *c != '\n')
        .collect();
    let wanted: Vec<char> = words.chars().collect();
    let start = flat
        .windows(wanted.len())
        .position(|window| window.iter().map(|(_, c)| c).eq(wanted.iter()))
        .unwrap_or_else(|| panic!("{words} is not in {printed}"));
    (flat[start].0, flat[start + wanted.len() - 1].0 + 1)
}

fn put(out: &mut Reading, printed: &str, at: usize, one: &Promise) {
    let (start, end) = place(printed, &one.words);
    let flat = printed.replace('\n', "");
    let mut commitment = Commitment {
        id: id_of(&one.words),
        sentence: out.sentences.len(),
        text: one.words.clone(),
        action: String::new(),
        due: one.due.map(|(text, by)| Due {
            text: text.to_owned(),
            by,
        }),
        places: one
            .place
            .iter()
            .map(|name| Place {
                name: (*name).to_owned(),
                code: AreaCode(990_101),
            })
            .collect(),
        units: one
            .unit
            .iter()
            .map(|unit| UnitSuggestion {
                unit: (*unit).to_owned(),
                why: "项目".to_owned(),
            })
            .collect(),
        targets: vec![],
        projects: vec![],
        start: at + start,
        end: at + end,
    };
    if let Some((mention, subject, value, unit, measure, op)) = &one.target {
        let (from, to) = place(printed, mention);
        commitment.targets.push(out.targets.len());
        out.targets.push(Target {
            sentence: flat.clone(),
            mention: mention.clone(),
            subject: (*subject).to_owned(),
            op: *op,
            value: value.parse::<Decimal>().unwrap(),
            value2: None,
            unit: (*unit).to_owned(),
            measure: *measure,
            action: String::new(),
            due: String::new(),
            start: at + from,
            end: at + to,
        });
        out.numbers.push(NumberMention {
            sentence: flat.clone(),
            mention: mention.clone(),
            kind: NumberKind::Target,
            start: at + from,
            end: at + to,
        });
    }
    if let Some(name) = one.project {
        let (from, to) = place(printed, name);
        commitment.projects.push(out.projects.len());
        out.projects.push(Project {
            sentence: flat,
            name: name.to_owned(),
            parts: vec![],
            action: "建成".to_owned(),
            start: at + from,
            end: at + to,
        });
    }
    out.commitments.push(commitment);
}

/// An id made from words, as the reader's are.
pub fn id_of(words: &str) -> String {
    let hash = words.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("c{:08x}", hash >> 32)
}

/// An account with a log, as a city would have it.
#[derive(Clone, Default)]
pub struct Town {
    pub log: Vec<Recorded>,
    pub account: Account,
}

pub const REPORT: &str = "2026-云泽市";

pub fn now() -> Timestamp {
    "2026-03-05T02:20:00Z".parse().unwrap()
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

impl Town {
    /// A town whose report has been taken in.
    pub fn with_report() -> Town {
        let mut town = Town::default();
        town.take_in(&lines()).unwrap();
        town
    }

    pub fn take_in(&mut self, lines: &[Line]) -> Result<Decision, Refusal> {
        let reading = reading(lines);
        let file = File {
            name: "report.txt".to_owned(),
            sha256: id_of(&reading.text),
            bytes: reading.text.len() as u64,
            format: "txt".to_owned(),
            reader: "1".to_owned(),
        };
        let file = FileFacts {
            report: REPORT.to_owned(),
            file,
        };
        self.act(Command::TakeIn {
            file,
            reading: Box::new(reading),
        })
    }

    /// Decides as one person and appends what follows.
    pub fn act(&mut self, command: Command) -> Result<Decision, Refusal> {
        self.act_as("王敏", command)
    }

    pub fn act_as(&mut self, actor: &str, command: Command) -> Result<Decision, Refusal> {
        self.act_at(now(), actor, command)
    }

    /// The same on a morning of the year.
    pub fn act_on(&mut self, on: &str, command: Command) -> Result<Decision, Refusal> {
        let at = format!("{on}T09:00:00+08:00").parse().unwrap();
        self.act_at(at, "王敏", command)
    }

    fn act_at(
        &mut self,
        at: Timestamp,
        actor: &str,
        command: Command,
    ) -> Result<Decision, Refusal> {
        let context = Context {
            now: at,
            actor: actor.to_owned(),
        };
        let decision = decide(&self.account, command, &context)?;
        for (subject, version) in &decision.expected {
            assert_eq!(self.account.version(subject), *version, "{subject}");
        }
        for event in &decision.events {
            assert!(
                decision
                    .expected
                    .iter()
                    .any(|(subject, _)| *subject == event.subject)
            );
            let recorded = Recorded {
                index: self.log.len() as u64,
                time: at,
                actor: actor.to_owned(),
                kind: event.kind.clone(),
                subject: event.subject.clone(),
                data: event.data.clone(),
            };
            self.account.evolve(&recorded);
            self.log.push(recorded);
        }
        Ok(decision)
    }

    /// The id of the shown commitment whose words begin so.
    pub fn id(&self, words: &str) -> String {
        let found = self
            .account
            .commitments()
            .find(|it| it.text.starts_with(words));
        found
            .unwrap_or_else(|| panic!("no commitment begins with {words}"))
            .id
            .clone()
    }

    pub fn get(&self, words: &str) -> &crate::Commitment {
        let id = self.id(words);
        self.account.commitment(&id).unwrap()
    }

    pub fn assign(&mut self, words: &str, lead: &str, supporting: &[&str]) {
        let command = Command::Assign {
            ids: vec![self.id(words).into()],
            lead: Some(lead.to_owned()),
            supporting: supporting.iter().map(|unit| (*unit).to_owned()).collect(),
            leader: crate::Edit::Keep,
            why: String::new(),
        };
        self.act(command).unwrap();
    }
}
