//! The lines that go on with a step: what is filled in besides, and what has to come of it.

use youwei_base::Bilingual;

use super::line::{Line, at_colon, at_equal, day};
use super::read::Reader;
use super::{ClockIs, Expect, Expected, What, Word};

impl Reader {
    /// A line that goes on with the step before.
    pub fn continued(&mut self, line: Line<'_>, said: &str) {
        let mut expects = Vec::new();
        let mut input = Vec::new();
        let keyed = at_colon(said).map(|(key, rest)| (key.trim().to_lowercase(), rest));
        let words = |rest: &str| -> Vec<Word> {
            let parts = rest.split(['、', '；', ';']).map(str::trim);
            parts
                .filter(|it| !it.is_empty())
                .map(|it| line.word(it))
                .collect()
        };
        let place = line.place(said);
        match keyed.as_ref().map(|(key, rest)| (key.as_str(), *rest)) {
            Some(("拒绝" | "refused", rest)) => expects.push(Expect {
                place,
                what: Expected::Refused(words(rest)),
            }),
            Some(("阶段" | "stage", rest)) => expects.push(Expect {
                place,
                what: Expected::Stage(line.word(rest)),
            }),
            Some(("结果" | "result", rest)) => self.holds(line, rest, &mut expects),
            Some(("事实" | "facts" | "fact", rest)) => self.facts(line, rest, &mut expects),
            Some(("异常" | "flags" | "flag", rest)) => {
                let mut flags = words(rest);
                flags.retain(|it| !matches!(it.text.as_str(), "无" | "none"));
                expects.push(Expect {
                    place,
                    what: Expected::Flags(flags),
                });
            }
            Some(("时限" | "clock", rest)) => self.clock(line, rest, &mut expects),
            Some(("公示" | "notice", rest)) => self.notice(line, rest, &mut expects),
            _ => match said.strip_prefix('→').or(said.strip_prefix("->")) {
                Some(stage) => expects.push(Expect {
                    place,
                    what: Expected::Stage(line.word(stage)),
                }),
                None => input = self.named(line, said),
            },
        }
        let Some(step) = self.case.as_mut().and_then(|it| it.steps.last_mut()) else {
            if self.sound {
                self.wrong(
                    "no-step",
                    place,
                    Bilingual::new(
                        "缩进的行接着上一步，而这里还没有一步。",
                        "an indented line goes on with a step, and there is none yet.",
                    ),
                );
            }
            return;
        };
        step.expects.extend(expects);
        if input.is_empty() {
            return;
        }
        match &mut step.what {
            What::Act { input: all, .. } => all.extend(input),
            What::Look { .. } => {
                let text = said;
                let mut more = Vec::new();
                self.holds(line, text, &mut more);
                if let Some(step) = self.case.as_mut().and_then(|it| it.steps.last_mut()) {
                    step.expects.extend(more);
                }
            }
            What::Measures => {
                let mut more = Vec::new();
                self.figures(line, said, &mut more);
                if let Some(step) = self.case.as_mut().and_then(|it| it.steps.last_mut()) {
                    step.expects.extend(more);
                }
            }
            What::Lights => {
                let mut more = Vec::new();
                self.lights(line, said, &mut more);
                if let Some(step) = self.case.as_mut().and_then(|it| it.steps.last_mut()) {
                    step.expects.extend(more);
                }
            }
            What::Given(_) => {
                let more = self.given(line, said);
                if let Some(What::Given(more)) = more
                    && let Some(step) = self.case.as_mut().and_then(|it| it.steps.last_mut())
                    && let What::Given(all) = &mut step.what
                {
                    all.extend(more);
                }
            }
            What::Time { .. } | What::Draw { .. } => self.wrong(
                "stray-value",
                place,
                Bilingual::new(
                    "时限的一步不填写内容；要看台账，请写“查看”。",
                    "nothing is filled in when time runs; to see the record write “look”.",
                ),
            ),
        }
    }

    fn facts(&mut self, line: Line<'_>, text: &str, out: &mut Vec<Expect>) {
        for part in text
            .split(['，', '；', ';'])
            .filter(|it| !it.trim().is_empty())
        {
            let place = line.place(part.trim());
            if let Some((metric, value)) = at_equal(part) {
                let (value, on) = match value.split_once(['（', '(']) {
                    Some((value, on)) => (value, Some(on.trim_end_matches(['）', ')', ' ']))),
                    None => (value, None),
                };
                let counted = on.map(|it| day(it.trim()));
                if counted == Some(None) {
                    self.wrong(
                        "no-day",
                        place,
                        Bilingual::new(
                            "括号里写事实所属的日期，如（2026-03-18）。",
                            "in brackets stands the day of the fact, such as (2026-03-18).",
                        ),
                    );
                }
                out.push(Expect {
                    place,
                    what: Expected::Fact {
                        metric: line.word(metric),
                        value: Some(line.word(value)),
                        on: counted.flatten(),
                    },
                });
                continue;
            }
            let metric = ["撤回", "retracted"]
                .iter()
                .find_map(|it| part.trim().strip_suffix(it));
            match metric {
                Some(metric) => out.push(Expect {
                    place,
                    what: Expected::Fact {
                        metric: line.word(metric),
                        value: None,
                        on: None,
                    },
                }),
                None => self.wrong(
                    "no-fact",
                    place,
                    Bilingual::new(
                        "事实写成“指标 = 数（日期）”或“指标 撤回”。",
                        "a fact is “metric = number (day)” or “metric retracted”.",
                    ),
                ),
            }
        }
    }

    fn clock(&mut self, line: Line<'_>, text: &str, out: &mut Vec<Expect>) {
        let text = text.trim();
        let (head, last) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
        let head = head.trim_end();
        let is = match (day(last), last.to_lowercase().as_str()) {
            (Some(day), _) => Some(ClockIs::Until(day)),
            (_, "停止" | "stopped") => Some(ClockIs::Stopped),
            (_, "暂停" | "suspended") => Some(ClockIs::Suspended),
            (_, "超期" | "overdue") => Some(ClockIs::Overdue),
            (_, "未启动" | "never") => Some(ClockIs::Never),
            _ => None,
        };
        let until = ["至", "延至", "until"]
            .iter()
            .find_map(|it| head.strip_suffix(it));
        let name = line.word(until.unwrap_or(head));
        match is.filter(|_| !name.text.is_empty()) {
            Some(is) => out.push(Expect {
                place: line.place(text),
                what: Expected::Clock(name, is),
            }),
            None => self.wrong(
                "no-clock",
                line.place(text),
                Bilingual::new(
                    "时限写成“开工核查 至 2026-04-03”，或以“停止”“暂停”“超期”“未启动”结尾。",
                    "a clock is “start-check until 2026-04-03”, or ends in stopped, suspended, overdue or never.",
                ),
            ),
        }
    }

    fn notice(&mut self, line: Line<'_>, text: &str, out: &mut Vec<Expect>) {
        let text = text.trim();
        let cut = text.rsplit_once(char::is_whitespace);
        let found = cut.and_then(|(head, last)| Some((head.trim_end(), day(last)?)));
        let Some((head, until)) = found else {
            return self.wrong(
                "no-day",
                line.place(text),
                Bilingual::new(
                    "公示写成“销号公示 至 2026-04-03”。",
                    "a notice is “clearance until 2026-04-03”.",
                ),
            );
        };
        let name = ["至", "until"].iter().find_map(|it| head.strip_suffix(it));
        out.push(Expect {
            place: line.place(text),
            what: Expected::Notice(line.word(name.unwrap_or(head)), until),
        });
    }
}
