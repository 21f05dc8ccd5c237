//! Lives the diary day by day through the program's own actions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::{Offset, TimeZone};
use serde::Serialize;
use serde_json::Value as Json;
use youwei_base::{Actor, Bilingual, Day};
use youwei_system::wish::{Refusal, RefusalKind};
use youwei_web::{App, Clock, Deed};

use super::days::later;
use super::diary::{Check, Diary, Expect, Paper, SUPERVISOR, Slot, Step};
use super::flags::Flags;
use crate::failure::Failure;
use crate::place;

/// How far the clock goes each time that it is looked at, in milliseconds.
const TICK: i64 = 1_700;

/// A clock that the story sets, and that goes on a little at every look.
#[derive(Clone, Default)]
pub struct StoryClock(Arc<AtomicI64>);

impl StoryClock {
    /// Sets it to a time of a day in China.
    pub fn set(&self, day: Day, hour: i8, minute: i8) {
        let time = Time::new(hour, minute, 0, 0).unwrap_or(Time::MIN);
        let zone = TimeZone::fixed(Offset::constant(8));
        if let Ok(moment) = day.to_datetime(time).to_zoned(zone) {
            let millis = moment.timestamp().as_millisecond();
            self.0.store(millis, Ordering::Relaxed);
        }
    }

    /// As the program looks at it.
    pub fn clock(&self) -> Clock {
        let own = Arc::clone(&self.0);
        Arc::new(move || {
            let millis = own.fetch_add(TICK, Ordering::Relaxed);
            Timestamp::from_millisecond(millis).unwrap_or_default()
        })
    }
}

/// What was noticed of a deceit.
#[derive(Debug, Clone, Serialize)]
pub struct Caught {
    /// The deceit.
    pub fraud: &'static str,
    /// On which day.
    pub day: Day,
    /// What noticed it: a flag's id, or the words of the refusal.
    pub by: String,
    /// The entry that bears the flag; none for a refusal, which leaves none.
    pub entry: Option<u64>,
}

/// What came of the year.
#[derive(Debug, Default, Serialize)]
pub struct Told {
    /// Deeds that were done.
    pub done: u64,
    /// How often somebody signed in.
    pub signed_in: u64,
    /// Deeds that wait for the work days of the next year.
    pub unpublished: u64,
    /// Deeds that were refused, by kind and sentence.
    pub refused: BTreeMap<String, u64>,
    /// What was noticed.
    pub caught: Vec<Caught>,
    /// What went otherwise than the story thought: a few of them.
    pub otherwise: Vec<String>,
    /// How many did.
    pub otherwise_count: u64,
}

/// The city in which the story happens.
pub struct Living<'a> {
    pub app: &'a App,
    pub clock: StoryClock,
    pub records: BTreeMap<Slot, String>,
    pub actors: BTreeMap<(String, String), Actor>,
    pub told: Told,
    pub flags: Flags,
}

/// Examples that are kept of what went otherwise.
const OTHERWISE_MAX: usize = 12;

impl Living<'_> {
    /// Whoever holds a role in a unit; nobody in particular if there is none.
    pub fn actor(&self, (unit, role): (&str, &str)) -> Actor {
        let known = self.actors.get(&(unit.to_owned(), role.to_owned()));
        known.cloned().unwrap_or_else(|| Actor {
            user: "".into(),
            name: "".into(),
            unit: "".into(),
            role: youwei_base::PUBLIC.into(),
            area: None,
        })
    }

    /// All that happens on a day.
    ///
    /// # Errors
    /// The ledger cannot be read or written, or a file not be kept.
    pub fn day(&mut self, diary: &Diary, day: Day) -> Result<(), Failure> {
        self.clock.set(day, 0, 5);
        self.app.ready().map_err(|it| place::refused(&it))?;
        let looked_into = self.flags.due(day);
        self.clock.set(day, 8, 10);
        self.arrive(diary, day, !looked_into.is_empty())?;
        self.clock.set(day, 8, 30);
        for said in diary.said.get(&day).into_iter().flatten() {
            super::said::say(self, said, day);
        }
        self.clock.set(day, 9, 0);
        let steps = diary.steps.get(&day);
        let mut waiting: Vec<&Step> = steps.into_iter().flatten().collect();
        while !waiting.is_empty() {
            let (now, left) = self.apart(waiting);
            if now.is_empty() {
                // Their records were never opened: a refusal before them said why.
                for step in left {
                    self.otherwise(day, step, "没有条目");
                }
                break;
            }
            self.together(day, &now)?;
            waiting = left;
        }
        self.answer_flags(&looked_into);
        self.note_flags(day)
    }

    /// Whoever has something to do that day signs in, in the order of their ids.
    fn arrive(&mut self, diary: &Diary, day: Day, looks: bool) -> Result<(), Failure> {
        let looking = looks.then_some(SUPERVISOR);
        let people = diary.people(day).chain(looking);
        let people = people.map(|who| self.actor(who).user);
        let signed: BTreeSet<Arc<str>> = people.filter(|it| !it.is_empty()).collect();
        let signed: Vec<Arc<str>> = signed.into_iter().collect();
        self.told.signed_in += signed.len() as u64;
        self.app.arrive(&signed).map_err(Failure::bad_input)
    }

    /// Those that touch no record twice and whose record is there; and the others.
    fn apart<'s>(&self, waiting: Vec<&'s Step>) -> (Vec<&'s Step>, Vec<&'s Step>) {
        let mut touched = BTreeSet::new();
        waiting.into_iter().partition(|step| {
            let known = |slot: &Slot| self.records.contains_key(slot);
            let there = step.opens || known(&step.slot);
            let linked = step.link.is_none_or(|(_, slot)| known(&slot));
            // An earlier one of the same record goes first, even if it waits itself.
            touched.insert(step.slot) && there && linked
        })
    }

    fn together(&mut self, day: Day, steps: &[&Step]) -> Result<(), Failure> {
        let steps: Vec<&Step> = steps.iter().copied().filter(|it| self.stands(it)).collect();
        let deeds: Vec<Deed> = steps
            .iter()
            .map(|step| self.deed(step))
            .collect::<Result<_, _>>()?;
        let answers = self.app.act_many(&deeds);
        let answers = answers.map_err(|it| place::refused(&it))?;
        for (step, answer) in steps.iter().zip(answers) {
            match answer {
                Ok(done) => {
                    self.told.done += 1;
                    if step.opens {
                        self.records.insert(step.slot, done.record);
                    }
                    self.flagged(day, step, done.entry);
                }
                Err(refusal) => self.refused(day, step, &refusal),
            }
        }
        Ok(())
    }

    /// Whether the record stands where the deed is meant for.
    fn stands(&self, step: &Step) -> bool {
        let at = || {
            self.app
                .stage_of(step.system, self.records.get(&step.slot)?)
        };
        step.stage
            .is_none_or(|stage| at().as_deref() == Some(stage))
    }

    fn deed(&self, step: &Step) -> Result<Deed, Failure> {
        let mut input = step.input.clone();
        if let Some((name, slot)) = step.link
            && let Some(id) = self.records.get(&slot)
        {
            input.insert(name.to_owned(), Json::from(id.as_str()));
        }
        if let Some((name, words)) = step.promise
            && let Some(id) = super::said::promise(self, words)
        {
            input.insert(name.to_owned(), Json::from(id));
        }
        for (name, paper) in &step.papers {
            let keep = |bytes: &[u8]| self.app.keep_file(bytes).map_err(Failure::broken);
            let said = match paper {
                Paper::Photo(photo) => photo.said(&keep(&photo.bytes())?),
                Paper::Text(title, text) => {
                    serde_json::json!({ "sha256": keep(text.as_bytes())?, "name": title })
                }
            };
            input.insert((*name).to_owned(), said);
        }
        let record = match step.opens {
            true => None,
            false => self.records.get(&step.slot).cloned(),
        };
        Ok(Deed {
            system: step.system.to_owned(),
            action: step.action.to_owned(),
            record,
            input,
            actor: self.actor(step.who),
        })
    }

    /// Looks whether what was done bears the oddity that it should.
    fn flagged(&mut self, day: Day, step: &Step, entry: u64) {
        if step.expect != Expect::Done {
            self.otherwise(day, step, "办成了，本应被拒绝");
        }
        let Some(fraud) = step.fraud else {
            return;
        };
        let Check::Flag(flag) = fraud.caught else {
            return;
        };
        let entries = self.app.log().entries(entry, 1).unwrap_or_default();
        let data = entries.first().map(|it| &it.event.data);
        let flags = data.and_then(|it| it.get("flags")).and_then(Json::as_array);
        if flags.is_some_and(|it| it.iter().any(|it| it.as_str() == Some(flag))) {
            self.told.caught.push(Caught {
                fraud: fraud.id,
                day,
                by: flag.to_owned(),
                entry: Some(entry),
            });
        }
    }

    fn refused(&mut self, day: Day, step: &Step, refusal: &Refusal) {
        let first = refusal.said.first().map(|(_, it)| it.clone());
        let said = first.unwrap_or_else(|| Bilingual::new("", ""));
        let kind = match refusal.kind {
            RefusalKind::Forbidden => "无权",
            RefusalKind::Conflict => "不合规则",
            RefusalKind::Stale => "过时",
            RefusalKind::Invalid => "填写有误",
            RefusalKind::Unknown => "无从判断",
        };
        let counted = format!("{kind}：{}/{}", step.system, step.action);
        *self.told.refused.entry(counted).or_default() += 1;
        if let Some(fraud) = step.fraud
            && let Check::Refusal(words) = fraud.caught
            && let Some((_, said)) = refusal.said.iter().find(|(_, it)| it.zh.contains(words))
        {
            self.told.caught.push(Caught {
                fraud: fraud.id,
                day,
                by: said.zh.clone(),
                entry: None,
            });
            return;
        }
        if step.expect == Expect::Unpublished && refusal.kind == RefusalKind::Unknown {
            self.told.unpublished += 1;
            return;
        }
        if step.expect != Expect::Refused || step.fraud.is_some() {
            self.otherwise(day, step, &said.zh);
        }
    }

    /// Notes what went otherwise than the story thought.
    fn otherwise(&mut self, day: Day, step: &Step, why: &str) {
        self.told.otherwise_count += 1;
        let record = self.records.get(&step.slot).map_or("", String::as_str);
        let line = format!("{day} {}/{} {record}：{why}", step.system, step.action);
        self.note(line);
    }

    /// Notes a line of what went otherwise.
    pub fn note(&mut self, line: String) {
        if self.told.otherwise.len() < OTHERWISE_MAX {
            self.told.otherwise.push(line);
        }
    }

    /// All days from one to another, both included.
    ///
    /// # Errors
    /// As for [`Living::day`], or as `after` says.
    pub fn days(
        &mut self,
        diary: &Diary,
        (from, through): (Day, Day),
        mut after: impl FnMut(&mut Self, Day) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut day = from;
        while day <= through {
            self.day(diary, day)?;
            after(self, day)?;
            let next = later(day, 1);
            if next <= day {
                break;
            }
            day = next;
        }
        Ok(())
    }
}
