//! Running a case: day by day, time first, then what people do.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::Offset;
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use youwei_base::{Bilingual, Day};
use youwei_decision::diagnostic::{Diagnostic, Severity};
use youwei_decision::dmn::raw::Place;
use youwei_decision::resolve::nearest;

use super::figures::{Figures, Told};
use super::{Case, Expected, Step, What, Word, expect};
use crate::city::City;
use crate::declaration::System;
use crate::happened::Happened;
use crate::record::Record;
use crate::records::Records;
use crate::sweep::sweep;
use crate::town::Town;
use crate::wish::{Moment, Refusal};

/// The days of a case lie no farther apart than this, in days: thirty years.
const DAYS_MAX: i32 = 10_960;

/// So many roots are tried until one gives the lot that a case wants.
const ROOTS_TRIED: u32 = 100_000;

/// Where cases run.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// All systems of the city.
    pub systems: &'a [Arc<System>],
    /// The id of the system whose cases they are.
    pub home: &'a str,
    /// The city, for names.
    pub city: &'a City,
    /// The city, for decisions.
    pub town: &'a dyn Town,
    /// What gives figures; without it, lines about figures fail.
    pub figures: Option<&'a dyn Figures>,
}

/// How a case went.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The case's title.
    pub title: String,
    /// Where it begins.
    pub place: Place,
    /// How many steps it has.
    pub steps: usize,
    /// Where it went otherwise: at which line, what was expected and what was found.
    pub faults: Vec<Diagnostic>,
}

impl Outcome {
    /// Whether all went as it says.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Runs a case. What an action brings is compared line by line; after an action that
/// should have been accepted and was not, the case ends.
#[must_use]
pub fn run(setting: Setting<'_>, case: &Case) -> Outcome {
    let mut run = Run {
        setting,
        case,
        records: Records::new(setting.systems.iter().cloned()),
        called: BTreeMap::new(),
        today: None,
        swept: Vec::new(),
        told: Vec::new(),
        entries: 0,
        faults: Vec::new(),
    };
    for step in &case.steps {
        if run.step(step).is_none() {
            break;
        }
    }
    Outcome {
        title: case.title.clone(),
        place: case.place,
        steps: case.steps.len(),
        faults: run.faults,
    }
}

pub(super) struct Run<'a> {
    pub setting: Setting<'a>,
    pub case: &'a Case,
    pub records: Records,
    /// The records of the case: what they are called, their system and id.
    pub called: BTreeMap<String, (Arc<System>, Arc<str>)>,
    today: Option<Day>,
    /// What time did today.
    pub swept: Vec<(Arc<str>, Arc<str>, Happened)>,
    pub told: Vec<Told>,
    pub entries: u64,
    faults: Vec<Diagnostic>,
}

/// What came of an action.
pub(super) enum Came {
    /// Nothing was done.
    Nothing,
    /// It was accepted.
    Happened(Box<Happened>),
    /// It was refused.
    Refused(Refusal),
}

impl<'a> Run<'a> {
    /// Notes that something is otherwise than the case says.
    pub fn fault(&mut self, code: &'static str, place: Place, message: Bilingual) {
        let file = &self.case.file;
        let title: Arc<str> = self.case.title.as_str().into();
        let fault = Diagnostic::new(Severity::Error, code, file, place, message);
        self.faults.push(fault.of(None, Some(&title)));
    }

    /// Notes that a word of the case means nothing.
    pub fn unknown(&mut self, kind: (&str, &str), word: &Word, known: Vec<&str>) {
        let text = &word.text;
        let near = nearest(text, known.iter().copied());
        let (zh, en) = match near {
            Some(near) => (format!("是不是“{near}”？"), format!("is it “{near}”?")),
            None => (
                format!("可写的有：{}。", known.join("、")),
                format!("there are: {}.", known.join(", ")),
            ),
        };
        let message = Bilingual::new(
            format!("没有{}“{text}”；{zh}", kind.0),
            format!("there is no {} “{text}”; {en}", kind.1),
        );
        self.fault("unknown-word", word.place, message);
    }

    /// A step; none if the case cannot go on.
    fn step(&mut self, step: &Step) -> Option<()> {
        self.advance(step)?;
        let mut at = None;
        let came = match &step.what {
            What::Act {
                role,
                unit,
                action,
                record,
                input,
            } => {
                let actor = self.actor(role, unit.as_ref())?;
                let came = self.act(step, &actor, action, record, input)?;
                at = Some(record);
                came
            }
            What::Time { record } | What::Look { record } => {
                self.record(record)?;
                at = Some(record);
                Came::Nothing
            }
            What::Draw { record, chosen } => {
                self.draw(step.day, record, *chosen)?;
                at = Some(record);
                Came::Nothing
            }
            What::Measures | What::Lights => Came::Nothing,
            What::Given(facts) => {
                facts.iter().try_for_each(|it| self.given(step.day, it))?;
                Came::Nothing
            }
        };
        let refusal = step
            .expects
            .iter()
            .any(|it| matches!(it.what, Expected::Refused(_)));
        if let Came::Refused(refused) = &came
            && !refusal
        {
            let said = sentences(refused);
            let message = Bilingual::new(
                format!("应当准许，却被拒绝：{}", said.zh),
                format!("this should be accepted, and was refused: {}", said.en),
            );
            self.fault("refused", step.place, message);
            return None;
        }
        for expect in &step.expects {
            expect::check(self, step, at, &came, expect);
        }
        Some(())
    }

    /// Days go by, each with what time does by itself.
    fn advance(&mut self, step: &Step) -> Option<()> {
        let from = self.today.unwrap_or(step.day);
        let days = from.until(step.day).map_or(DAYS_MAX, |it| it.get_days());
        if days >= DAYS_MAX {
            let message = Bilingual::new(
                "两步相隔太久，最多三十年；请核对日期。",
                "the steps are too far apart, thirty years at most; check the days.",
            );
            self.fault("far-day", step.place, message);
            return None;
        }
        let mut day = from;
        while day < step.day {
            day = day.tomorrow().ok()?;
            self.sweep(day);
        }
        self.today = Some(step.day);
        Some(())
    }

    fn sweep(&mut self, day: Day) {
        self.swept.clear();
        let at = moment(day, 0);
        let mut found = Vec::new();
        for book in self.records.books() {
            let system = book.system();
            let happened = book.awake(day).filter_map(|record| {
                let happened = sweep(system, record, self.setting.town, at)?;
                Some((system.id.clone(), record.id.clone(), happened))
            });
            found.extend(happened);
        }
        for (system, id, happened) in &found {
            self.fold(system, id, "clock", at, happened, &[]);
        }
        self.swept = found;
    }

    /// Lets the log say of an application what the case wants it to say: the example shows
    /// what follows from either, and no example knows the log.
    fn draw(&mut self, day: Day, word: &Word, chosen: bool) -> Option<()> {
        let (system, record) = self.record(word)?;
        let record = record.clone();
        let wanted = crate::sample::pending(&record).and_then(|state| {
            (0..ROOTS_TRIED)
                .map(|it| Sha256::digest(it.to_be_bytes()).into())
                .find(|root: &[u8; 32]| {
                    let number = state.number.as_ref().map(|(number, _)| &**number);
                    let lot = crate::sample::lot(root, number, &system.id, &record.id);
                    crate::sample::is_chosen(lot, state.share) == chosen
                })
        });
        let happened = wanted.and_then(|root| crate::sample::drawn(&system, &record, &root));
        let Some(happened) = happened else {
            let message = Bilingual::new(
                "这条台账现在没有要抽的，或者还没有登记号码，或者按抽查比例不可能是这个结果。",
                "nothing is to be drawn of this record now, its number was not entered yet, or its share does not allow this.",
            );
            self.fault("no-draw", word.place, message);
            return None;
        };
        let at = moment(day, self.entries);
        self.fold(&system.id, &record.id, "clock", at, &happened, &[]);
        Some(())
    }

    /// One event more.
    pub fn fold(
        &mut self,
        system: &Arc<str>,
        id: &Arc<str>,
        action: &str,
        at: Moment,
        happened: &Happened,
        personal: &[(String, Json)],
    ) {
        let mut data = serde_json::to_value(happened).unwrap_or_default();
        for (place, _) in personal {
            // Beside the log lies the value, in it a seal.
            let Some((part, name)) = place.trim_start_matches('/').split_once('/') else {
                continue;
            };
            let Some(all) = data.as_object_mut() else {
                continue;
            };
            let part = all.entry(part).or_insert_with(|| Json::Object(Map::new()));
            if let Some(part) = part.as_object_mut() {
                part.insert(name.to_owned(), Json::String("sealed".to_owned()));
            }
        }
        let (kind, subject) = (format!("{system}.{action}"), format!("{system}/{id}"));
        self.records
            .evolve(self.entries, &kind, &subject, at.now, &data);
        let told = happened.facts.iter().map(|stated| Told {
            entry: self.entries,
            system: system.clone(),
            record: id.clone(),
            stated: stated.clone(),
        });
        self.told.extend(told);
        self.entries += 1;
    }

    /// A record of the case that was opened already.
    pub fn record(&mut self, word: &Word) -> Option<(Arc<System>, &Record)> {
        let Some((system, id)) = self.called.get(&word.text).cloned() else {
            let message = Bilingual::new(
                format!("还没有台账“{}”；请先写开立它的那一步。", word.text),
                format!(
                    "no record “{}” was opened yet; write the step that does.",
                    word.text
                ),
            );
            self.fault("unknown-record", word.place, message);
            return None;
        };
        let record = self.records.book(&system.id)?.get(&id)?;
        Some((system, record))
    }
}

/// Whether a field is called so: its name, its label, or its label without what stands in
/// brackets.
pub(super) fn called(field: &crate::declaration::Field, text: &str) -> bool {
    let label = &field.label.zh;
    let short = label.split(['（', '(']).next().unwrap_or(label);
    *field.name == *text || label == text || short == text || field.label.en == text
}

/// Nine in the morning in China, and a minute more for each event.
pub(super) fn moment(day: Day, events: u64) -> Moment {
    let minutes = i64::try_from(events % 600).unwrap_or(0);
    let nine = day.at(9, 0, 0, 0);
    let at = nine.saturating_add(jiff::Span::new().minutes(minutes));
    Moment {
        now: Offset::constant(8).to_timestamp(at).unwrap_or_default(),
        today: day,
    }
}

/// All sentences of a refusal.
pub(super) fn sentences(refusal: &Refusal) -> Bilingual {
    let all = refusal.said.iter();
    let zh: Vec<&str> = all.clone().map(|(_, it)| it.zh.as_str()).collect();
    let en: Vec<&str> = all.map(|(_, it)| it.en.as_str()).collect();
    Bilingual::new(zh.join(""), en.join(" "))
}
