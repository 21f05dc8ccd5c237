//! From the text of a `cases.md` to its cases; everything that is wrong is said at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use youwei_base::{Bilingual, PUBLIC};
use youwei_decision::diagnostic::{Diagnostic, Severity};
use youwei_decision::dmn::raw::Place;

use super::line::{Line, at_arrow, at_colon, at_equal, day, first, pairs};
use super::{Case, Expect, Expected, Reading, Step, What, Word};

/// A case has no more steps than this, with those of the case that it follows.
const STEPS_MAX: usize = 2_000;

/// Reads a `cases.md`. `file` is its name in what is said about it.
#[must_use]
pub fn read(text: &str, file: &str) -> Reading {
    let mut reader = Reader {
        file: file.into(),
        heading: String::new(),
        reading: Reading::default(),
        case: None,
        sound: true,
        titles: BTreeMap::new(),
    };
    let mut fence: Option<(Line<'_>, usize, bool)> = None;
    for (at, text) in text.lines().enumerate() {
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let line = Line { number, text };
        let bare = text.trim();
        let ticks = bare.len() - bare.trim_start_matches('`').len();
        match fence {
            None if ticks >= 3 => {
                let kind = bare.trim_start_matches('`').split_whitespace().next();
                fence = Some((line, ticks, matches!(kind, Some("case" | "案例"))));
            }
            None => {
                if let Some(heading) = bare.strip_prefix('#') {
                    heading
                        .trim_start_matches('#')
                        .trim()
                        .clone_into(&mut reader.heading);
                }
            }
            Some((_, open, of_case)) if ticks >= open && bare.len() == ticks => {
                if of_case {
                    reader.ends();
                }
                fence = None;
            }
            Some((_, _, true)) => reader.line(line),
            Some(_) => {}
        }
    }
    if let Some((line, _, true)) = fence {
        reader.ends();
        reader.wrong(
            "open-block",
            line.place(line.text),
            Bilingual::new(
                "这个案例没有结束；请在末尾写一行 ```。",
                "this block has no end; write a line of ``` after it.",
            ),
        );
    }
    reader.reading
}

/// What was read so far.
pub(super) struct Reader {
    file: Arc<str>,
    /// The heading above, which names a case without a title.
    heading: String,
    reading: Reading,
    /// The case that is read.
    pub case: Option<Case>,
    /// Whether nothing is wrong with it so far.
    pub sound: bool,
    /// The titles so far, with their lines.
    titles: BTreeMap<String, u32>,
}

impl Reader {
    pub fn wrong(&mut self, code: &'static str, place: Place, message: Bilingual) {
        let fault = Diagnostic::new(Severity::Error, code, &self.file, place, message);
        self.reading.diagnostics.push(fault);
        self.sound = false;
    }

    /// The case that was begun is whole.
    fn ends(&mut self) {
        let sound = std::mem::replace(&mut self.sound, true);
        if let Some(case) = self.case.take().filter(|_| sound) {
            if case.steps.is_empty() {
                let message = Bilingual::new(
                    format!("案例“{}”没有一步；请写上发生了什么。", case.title),
                    format!(
                        "nothing happens in the case “{}”; write what does.",
                        case.title
                    ),
                );
                self.wrong("empty-case", case.place, message);
                self.sound = true;
                return;
            }
            self.reading.cases.push(case);
        }
    }

    fn begins(&mut self, title: String, place: Place) {
        self.ends();
        let before = self.titles.insert(title.clone(), place.line);
        if let Some(line) = before.filter(|_| !title.is_empty()) {
            self.wrong(
                "same-title",
                place,
                Bilingual::new(
                    format!("案例“{title}”在第{line}行已经有了；请换一个标题，“接”才知道接哪一个。"),
                    format!("there is a case “{title}” on line {line} already; give this one another title, so that “after” means one."),
                ),
            );
        }
        self.case = Some(Case {
            title,
            place,
            file: self.file.clone(),
            steps: Vec::new(),
        });
    }

    fn line(&mut self, line: Line<'_>) {
        if line.is_remark() {
            return;
        }
        let said = line.said();
        if let Some((key, rest)) = at_colon(said)
            && !line.is_indented()
        {
            match key.trim().to_lowercase().as_str() {
                "案例" | "case" => {
                    let title = line.word(rest);
                    return self.begins(title.text, title.place);
                }
                "接" | "after" => return self.goes_on(&line.word(rest)),
                _ => {}
            }
        }
        if self.case.is_none() {
            let heading = self.heading.clone();
            self.begins(heading, line.place(said));
        }
        match line.is_indented() {
            true => self.continued(line, said),
            false => self.step(line, said),
        }
    }

    /// Begins where an earlier case ended.
    fn goes_on(&mut self, title: &Word) {
        let earlier = self.reading.cases.iter().find(|it| it.title == title.text);
        let steps = earlier.map(|it| it.steps.clone());
        let place = title.place;
        if self.case.is_none() {
            let heading = self.heading.clone();
            self.begins(heading, place);
        }
        match (steps, &mut self.case) {
            (Some(steps), Some(case)) if case.steps.is_empty() => case.steps = steps,
            (Some(_), _) => self.wrong(
                "late-after",
                place,
                Bilingual::new(
                    "“接”要写在这个案例的第一步之前。",
                    "“after” stands before the first step of a case.",
                ),
            ),
            (None, _) => self.wrong(
                "unknown-case",
                place,
                Bilingual::new(
                    format!("前面没有案例“{}”；请核对它的标题。", title.text),
                    format!(
                        "there is no earlier case “{}”; check its title.",
                        title.text
                    ),
                ),
            ),
        }
    }

    fn step(&mut self, line: Line<'_>, said: &str) {
        let (date, rest) = first(said);
        let Some(day) = day(date) else {
            return self.wrong(
                "no-day",
                line.place(date),
                Bilingual::new(
                    format!("“{date}”不是日期；每一步以日期开头，如 2026-03-02；接着上一步的行要缩进。"),
                    format!("“{date}” is no day; a step begins with one, such as 2026-03-02, and lines that go on with it are indented."),
                ),
            );
        };
        let before = self
            .case
            .as_ref()
            .and_then(|it| it.steps.last())
            .map(|it| it.day);
        if before.is_some_and(|before| before > day) {
            return self.wrong(
                "day-before",
                line.place(date),
                Bilingual::new(
                    "这一天早于上一步；请按时间顺序写。",
                    "this day is before that of the last step; write them in their order.",
                ),
            );
        }
        let (rest, stage) = at_arrow(rest);
        let (kind, after) = first(rest);
        let mut expects: Vec<Expect> = Vec::new();
        let what = match kind.to_lowercase().as_str() {
            "到期" | "due" => self.time(line, after, &mut expects, true),
            "提醒" | "reminded" => self.time(line, after, &mut expects, false),
            "抽查" | "drawn" => self.drawn(line, after),
            "查看" | "look" => self.look(line, after, &mut expects),
            "口径" | "measure" => {
                self.figures(line, after, &mut expects);
                Some(What::Measures)
            }
            "灯" | "light" => {
                self.lights(line, after, &mut expects);
                Some(What::Lights)
            }
            "已有" | "given" => self.given(line, after),
            _ => self.act(line, kind, after),
        };
        let stage = stage.map(|it| line.word(it));
        expects.extend(stage.map(|it| Expect {
            place: it.place,
            what: Expected::Stage(it),
        }));
        if let (Some(what), Some(case)) = (what, &mut self.case) {
            case.steps.push(Step {
                day,
                place: line.place(said),
                what,
                expects,
            });
        }
        let steps = self.case.as_ref().map_or(0, |it| it.steps.len());
        if steps == STEPS_MAX + 1 {
            self.wrong(
                "long-case",
                line.place(said),
                Bilingual::new(
                    format!("一个案例最多{STEPS_MAX}步；请分成几个。"),
                    format!("a case has at most {STEPS_MAX} steps; make it several."),
                ),
            );
        }
    }

    fn act(&mut self, line: Line<'_>, who: &str, rest: &str) -> Option<What> {
        let (role, unit) = match who.split_once(['@', '＠']) {
            Some((role, unit)) => (line.word(role), Some(line.word(unit))),
            None if matches!(who, "群众" | "公众" | "市民" | PUBLIC) => {
                let place = line.place(who);
                let text = PUBLIC.to_owned();
                (Word { text, place }, None)
            }
            None => {
                self.wrong(
                    "no-actor",
                    line.place(who),
                    Bilingual::new(
                        format!(
                            "“{who}”没有说是谁；写“角色@单位”或“群众”，或者用“到期”“提醒”“查看”“口径”“灯”“已有”。"
                        ),
                        format!(
                            "“{who}” does not say who acts; write role@unit or public, or begin with due, reminded, look, measure, light or given."
                        ),
                    ),
                );
                return None;
            }
        };
        let (head, input) = at_colon(rest).unwrap_or((rest, ""));
        let head = head.trim_end();
        let Some((action, record)) = head.rsplit_once(char::is_whitespace) else {
            self.wrong(
                "no-record",
                line.place(head),
                Bilingual::new(
                    "要写做什么和哪一条台账，如“认定开工 P1”。",
                    "write what is done and to which record, such as “confirm-start P1”.",
                ),
            );
            return None;
        };
        let input = self.named(line, input);
        Some(What::Act {
            role,
            unit,
            action: line.word(action),
            record: line.word(record),
            input,
        })
    }

    /// A list of `name = value`.
    pub fn named(&mut self, line: Line<'_>, text: &str) -> Vec<(Word, Word)> {
        let mut named = Vec::new();
        for part in pairs(text) {
            match at_equal(part) {
                Some((name, value)) => named.push((line.word(name), line.word(value))),
                None => self.wrong(
                    "no-value",
                    line.place(part.trim()),
                    Bilingual::new(
                        format!("“{}”缺少等号；写成“名称 = 内容”。", part.trim()),
                        format!(
                            "“{}” has no sign of equality; write “name = value”.",
                            part.trim()
                        ),
                    ),
                ),
            }
        }
        named
    }
}
