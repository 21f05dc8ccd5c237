//! The line that says which light a target has.

use youwei_base::Bilingual;

use super::line::{Line, at_colon, at_equal, day, first, pairs};
use super::read::Reader;
use super::{Expect, Expected, LightWanted, Word};

impl Reader {
    /// `projects-started 目标 184个 按日历 至 2026-09-30 = 绿（完成 52.17%，应有 49.59%）`,
    /// and more of them after commas.
    pub fn lights(&mut self, line: Line<'_>, text: &str, out: &mut Vec<Expect>) {
        for pair in pairs(text) {
            let Some((of, is)) = at_equal(pair) else {
                self.named(line, pair);
                continue;
            };
            let Some(wanted) = self.light(line, of, is) else {
                continue;
            };
            out.push(Expect {
                place: wanted.measure.place,
                what: Expected::Light(Box::new(wanted)),
            });
        }
    }

    fn light(&mut self, line: Line<'_>, of: &str, is: &str) -> Option<LightWanted> {
        let (measure, mut rest) = first(of);
        let (light, inner) = match is.split_once(['（', '(']) {
            Some((light, inner)) => (light, inner.trim_end_matches(['）', ')', ' '])),
            None => (is, ""),
        };
        let mut wanted = LightWanted {
            measure: line.word(measure),
            target: None,
            at_most: false,
            by_calendar: false,
            due: None,
            light: line.word(light),
            done: None,
            pace: None,
        };
        while !rest.trim().is_empty() {
            let (word, after) = first(rest);
            let (next, beyond) = first(after);
            let known = match word.to_lowercase().as_str() {
                "按日历" | "calendar" => {
                    wanted.by_calendar = true;
                    rest = after;
                    true
                }
                "目标" | "target" => {
                    wanted.target = Some(line.word(next)).filter(|it| !it.text.is_empty());
                    rest = beyond;
                    wanted.target.is_some()
                }
                "不超过" | "at-most" => {
                    wanted.target = Some(line.word(next)).filter(|it| !it.text.is_empty());
                    wanted.at_most = true;
                    rest = beyond;
                    wanted.target.is_some()
                }
                "至" | "until" => {
                    wanted.due = day(next);
                    rest = beyond;
                    wanted.due.is_some()
                }
                _ => false,
            };
            if !known {
                self.no_light(line, word);
                return None;
            }
        }
        for part in inner.split(['，', '、', ',']).map(str::trim) {
            if part.is_empty() {
                continue;
            }
            let (name, value) = at_colon(part).unwrap_or_else(|| first(part));
            let place: &mut Option<Word> = match name.trim().to_lowercase().as_str() {
                "完成" | "done" => &mut wanted.done,
                "应有" | "pace" => &mut wanted.pace,
                _ => {
                    self.no_light(line, part);
                    return None;
                }
            };
            *place = Some(line.word(value));
        }
        Some(wanted)
    }

    fn no_light(&mut self, line: Line<'_>, part: &str) {
        let message = Bilingual::new(
            "灯写成“口径 目标 184个 = 绿”，其间可写“按日历”“不超过 5个”“至 2026-09-30”，其后可写“（完成 52.17%，应有 49.59%）”；没有数的不写目标。",
            "a light is “measure target 184个 = green”; besides, there may be calendar, at-most 5个, until 2026-09-30, and after it (done 52.17%, pace 49.59%); what has no number has no target.",
        );
        self.wrong("no-light", line.place(part.trim()), message);
    }
}
