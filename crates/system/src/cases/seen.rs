//! The steps in which nobody acts: time runs, the log draws, somebody looks at a record or at
//! figures.

use youwei_base::Bilingual;

use super::line::{Line, at_colon, at_equal, at_part, pairs};
use super::read::Reader;
use super::{Expect, Expected, What};

impl Reader {
    pub fn time(
        &mut self,
        line: Line<'_>,
        rest: &str,
        out: &mut Vec<Expect>,
        late: bool,
    ) -> Option<What> {
        let Some((record, said)) = at_colon(rest) else {
            self.wrong(
                "no-clock",
                line.place(rest),
                Bilingual::new(
                    "要写哪一条台账的哪个时限，如“到期 P1：开工核查”。",
                    "write which clock of which record, such as “due P1: start-check”.",
                ),
            );
            return None;
        };
        let (clock, up) = said.split_once(['，', ',']).unwrap_or((said, ""));
        let up = up.trim();
        let up = ["升级到", "to"]
            .iter()
            .find_map(|it| up.strip_prefix(it))
            .unwrap_or(up);
        let clock = line.word(clock);
        let up = Some(line.word(up)).filter(|it| !it.text.is_empty());
        out.push(Expect {
            place: clock.place,
            what: match late {
                true => Expected::RanOut(clock, up),
                false => Expected::Reminded(clock),
            },
        });
        Some(What::Time {
            record: line.word(record),
        })
    }

    pub fn drawn(&mut self, line: Line<'_>, rest: &str) -> Option<What> {
        let (record, said) = at_colon(rest).unwrap_or((rest, ""));
        let chosen = match said.trim() {
            "抽中" | "chosen" => true,
            "未抽中" | "spared" => false,
            said => {
                self.wrong(
                    "no-lot",
                    line.place(said),
                    Bilingual::new(
                        "要写抽中还是未抽中，如“抽查 J1：抽中”。",
                        "write whether it is chosen, such as “drawn J1: chosen”.",
                    ),
                );
                return None;
            }
        };
        Some(What::Draw {
            record: line.word(record),
            chosen,
        })
    }

    pub fn look(&mut self, line: Line<'_>, rest: &str, out: &mut Vec<Expect>) -> Option<What> {
        let (record, held) = at_colon(rest).unwrap_or((rest, ""));
        self.holds(line, held, out);
        Some(What::Look {
            record: line.word(record),
        })
    }

    pub fn holds(&mut self, line: Line<'_>, text: &str, out: &mut Vec<Expect>) {
        for (name, value) in self.named(line, text) {
            let place = name.place;
            let what = match name.text.as_str() {
                "阶段" | "stage" => Expected::Stage(value),
                _ => Expected::Holds(name, value),
            };
            out.push(Expect { place, what });
        }
    }

    pub fn figures(&mut self, line: Line<'_>, text: &str, out: &mut Vec<Expect>) {
        for pair in pairs(text) {
            let Some((name, value)) = at_equal(pair) else {
                self.named(line, pair);
                continue;
            };
            let (measure, part) = at_part(name);
            let measure = line.word(measure);
            out.push(Expect {
                place: measure.place,
                what: Expected::Figure {
                    measure,
                    part: part.map(|(label, value)| (line.word(label), line.word(value))),
                    value: line.word(value),
                },
            });
        }
    }
}
