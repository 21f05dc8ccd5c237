//! Facts that stand already: what records that a case does not tell of have stated. Ninety
//! projects would hide what the ninety-first shows.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use youwei_base::{AreaCode, Bilingual, Day, Stated};

use super::expect::decimal;
use super::expect::figure::{AREA, label_of};
use super::figures::Told;
use super::line::{Line, at_equal, at_part, day, pairs};
use super::read::Reader;
use super::run::Run;
use super::{Given, What};

/// So many facts alike are given at most.
const TIMES_MAX: u32 = 10_000;

impl Reader {
    /// `95×project.started（级别：市级） = 1（2026-05-20）`, and more of them after commas.
    pub fn given(&mut self, line: Line<'_>, text: &str) -> Option<What> {
        let mut all = Vec::new();
        for pair in pairs(text) {
            let Some((name, value)) = at_equal(pair) else {
                self.named(line, pair);
                continue;
            };
            let (value, on) = match value.split_once(['（', '(']) {
                Some((value, on)) => (value, Some(on.trim_end_matches(['）', ')', ' ']).trim())),
                None => (value, None),
            };
            let counted = on.map(day);
            let (name, label) = at_part(name);
            let (times, metric) = match name.split_once(['×', '*']) {
                Some((times, metric)) => (times.trim().parse().ok(), metric),
                None => (Some(1), name),
            };
            let times = times.filter(|it| (1..=TIMES_MAX).contains(it));
            let (Some(times), true) = (times, counted != Some(None)) else {
                let message = Bilingual::new(
                    format!(
                        "已有的事实写成“指标 = 数（日期）”，多条相同的写成“95×指标 = 1”，最多{TIMES_MAX}条。"
                    ),
                    format!(
                        "what is there already is “metric = number (day)”, and “95×metric = 1” where there are many alike, {TIMES_MAX} at most."
                    ),
                );
                self.wrong("no-fact", line.place(pair.trim()), message);
                continue;
            };
            all.push(Given {
                times,
                metric: line.word(metric),
                label: label.map(|(name, value)| (line.word(name), line.word(value))),
                value: line.word(value),
                on: counted.flatten(),
            });
        }
        Some(What::Given(all))
    }
}

impl Run<'_> {
    /// States facts of records that the case does not tell of; none if its words mean
    /// nothing.
    pub fn given(&mut self, today: Day, given: &Given) -> Option<()> {
        let word = &given.metric;
        let systems = self.setting.systems;
        let mut all = systems
            .iter()
            .flat_map(|of| of.metrics.iter().map(move |it| (of, it)));
        let found = all.find(|(_, it)| *it.id == *word.text || it.name.zh == word.text);
        let Some((system, metric)) = found else {
            let known = systems.iter().flat_map(|it| &it.metrics);
            self.unknown(("指标", "metric"), word, known.map(|it| &*it.id).collect());
            return None;
        };
        let Some(value) = decimal(&given.value.text) else {
            let message = Bilingual::new(
                format!("“{}”不是数。", given.value.text),
                format!("“{}” is no number.", given.value.text),
            );
            self.fault("no-value", given.value.place, message);
            return None;
        };
        let mut stated = Stated {
            metric: metric.id.to_string(),
            key: String::new(),
            value: Some(value),
            on: given.on.unwrap_or(today),
            area: None,
            labels: Map::new(),
        };
        if let Some((name, of)) = &given.label {
            let Some(label) = label_of(system, name) else {
                let known = system.fields.iter().map(|it| it.label.zh.as_str());
                self.unknown(("标签", "label"), name, known.collect());
                return None;
            };
            let key = label.key(self, of)?;
            match label.name.as_str() {
                AREA => stated.area = key.parse().ok().map(AreaCode),
                _ => drop(stated.labels.insert(label.name, Json::String(key))),
            }
        }
        let (system, entry) = (Arc::clone(&system.id), self.entries);
        for at in 0..given.times {
            self.told.push(Told {
                entry,
                system: Arc::clone(&system),
                record: format!("given-{entry}-{at}").into(),
                stated: stated.clone(),
            });
        }
        self.entries += 1;
        Some(())
    }
}
