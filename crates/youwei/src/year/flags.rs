//! What the systems flag as odd in the year, and the supervision office that looks into it:
//! most in time, some too late, a few never.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use youwei_account::{About, Command};
use youwei_base::Day;

use super::days::{on, work_days_later};
use super::diary::SUPERVISOR;
use super::live::Living;
use super::said;
use crate::failure::Failure;
use crate::place;

/// How many entries are read at a time.
const READ_AT_ONCE: usize = 1_000;
/// Of so many flags one is forgotten, and one is looked into too late.
const OF: u64 = 12;

/// What came of looking into some of them, and where that is looked up in good time.
const FOUND: [(&str, &str); 12] = [
    (
        "same-box",
        "箱号和封志已逐箱核对，误抄的箱已更正，同一列的已撤销，见这一条目的修改记录",
    ),
    (
        "same-train",
        "箱号、封志与另一列相同，是同一列登记了两次，只计一列",
    ),
    (
        "split-train",
        "同日两列的箱合起来一列就装得下：只计一列，另一列不予计列",
    ),
    (
        "local-by-outsider",
        "发货人在外地登记，本地货占比已按报关单更正；列本身真实发运，保留计列",
    ),
    (
        "low-value",
        "已调报关单逐箱比对货值，处理见这一条目的修改记录",
    ),
    (
        "customs-differ",
        "已与海关对账，重箱数按报关单更正；箱数与运单一致，保留计列",
    ),
    ("mostly-empty", "重箱率不到四成，为凑列数发运，不予计列"),
    (
        "finished-short",
        "现场主体没有封顶，竣工申请已退回；总投资与概算批复一致，没有虚高",
    ),
    (
        "month-jump",
        "调了当月的支付凭证逐笔核对，多报的更正，跨月支付的说明原因，见修改记录",
    ),
    (
        "progress-without-money",
        "到现场看过，只有围挡和临时道路，形象进度不实",
    ),
    (
        "empty-shell",
        "到注册地看过，社保缴费记录已调取，处理见这一条目的修改记录",
    ),
    ("thin", "投资方补交了融资证明，评审时按出资能力打折"),
];

/// What is said of others; the entry decides which.
const SAID: [&str; 3] = [
    "督查室已调取原始单据核对，结论和处理见这一条目的修改记录",
    "督查室已到现场核对，责任单位补充的材料附在条目里",
    "督查室已约谈经办单位，处理结果见这一条目的修改记录",
];

/// Flags that wait to be looked into, by the day on which that will be.
#[derive(Default)]
pub struct Flags {
    read: u64,
    waiting: BTreeMap<Day, Vec<(u64, String)>>,
}

impl Flags {
    /// What is looked into today.
    pub fn due(&mut self, day: Day) -> Vec<(u64, String)> {
        self.waiting.remove(&day).unwrap_or_default()
    }
}

impl Living<'_> {
    /// Says of each of these what came of looking into it.
    pub fn answer_flags(&mut self, due: &[(u64, String)]) {
        for (entry, about) in due {
            let at = usize::try_from(*entry).unwrap_or_default();
            let why = at.checked_rem(SAID.len()).and_then(|at| SAID.get(at));
            let flag = about.rsplit(':').nth(1).unwrap_or_default();
            let found = FOUND.iter().find(|it| it.0 == flag).map(|it| &it.1);
            let (unit, _) = SUPERVISOR;
            let command = Command::Explain {
                about: about.clone(),
                by: unit.to_owned(),
                unit: self.app.offices().unit_name(unit).zh,
                why: found.or(why).copied().unwrap_or_default().to_owned(),
            };
            said::give(self, SUPERVISOR, &command);
        }
    }

    /// Notes what was flagged since the last look, and when somebody will look into it.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn note_flags(&mut self, day: Day) -> Result<(), Failure> {
        let failed = |error| place::refused(&error);
        let size = self.app.log().size().map_err(failed)?;
        while self.flags.read < size {
            let entries = self.app.log().entries(self.flags.read, READ_AT_ONCE);
            let entries = entries.map_err(failed)?;
            if entries.is_empty() {
                break;
            }
            for entry in &entries {
                let index = self.flags.read;
                self.flags.read += 1;
                let flags = entry.event.data.get("flags").and_then(Json::as_array);
                let flags = flags.into_iter().flatten().filter_map(Json::as_str);
                // Trains are counted in public: what is odd about one is looked into at once.
                let train = entry.event.subject.starts_with("freight-trains/");
                let days = match index % OF {
                    0 if !train => continue,
                    1 if !train => 9,
                    of => i64::try_from(of % 3).unwrap_or_default() + 2,
                };
                // What is said of them goes to this year's report.
                let when = work_days_later(day.max(on(1, 20)), days);
                for flag in flags {
                    let about = About::Flag {
                        record: entry.event.subject.clone(),
                        flag: flag.to_owned(),
                        entry: index,
                    };
                    let waiting = self.flags.waiting.entry(when).or_default();
                    waiting.push((index, about.key()));
                }
            }
        }
        Ok(())
    }
}
