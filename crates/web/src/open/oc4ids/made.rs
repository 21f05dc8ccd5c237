//! A record as a project of OC4IDS, by a mapping. What a record does not have is left out,
//! and so is an object that would hold nothing of it, or lack what the standard requires.

use serde_json::{Map, Number, Value as Json};
use youwei_base::Day;
use youwei_decision::value::Value;
use youwei_system::declaration::{FieldType, System};
use youwei_system::record::{Record, StandingFact};

use super::standard::Holds;
use super::{Each, From, Mapping, Object, Part, Piece, Source, Take};
use crate::app::day_in_china;
use crate::pages::systems::value::{Say, plain};
use crate::systems::Names;
use crate::words::Lang;

/// What a project is made from, besides the mapping.
pub(crate) struct Around<'a> {
    pub system: &'a System,
    pub record: &'a Record,
    pub names: &'a Names,
    /// The address of the site.
    pub base: &'a str,
    /// What the ids of all its projects begin with.
    pub prefix: &'a str,
}

/// The project; none if the mapping makes nothing of the record.
pub(crate) fn project(mapping: &Mapping, around: &Around<'_>) -> Option<Json> {
    let maker = Maker { around, item: None };
    maker.object(&mapping.project).json
}

/// What was made, and of how much of the record.
#[derive(Default)]
struct Made {
    json: Option<Json>,
    /// How many values of the record were asked for, and how many there were. Ids and
    /// places in a list say nothing by themselves and are not counted.
    asked: usize,
    given: usize,
}

/// The item of a list that is written.
#[derive(Clone, Copy)]
enum One<'a> {
    Item(&'a Value),
    Fact(&'a StandingFact),
}

struct Maker<'a> {
    around: &'a Around<'a>,
    item: Option<(usize, One<'a>)>,
}

impl<'a> Maker<'a> {
    fn object(&self, object: &Object) -> Made {
        if let Some(source) = &object.when
            && !self.has(source)
        {
            return Made {
                asked: 1,
                ..Made::default()
            };
        }
        let mut made = Made {
            given: usize::from(object.when.is_some()),
            ..Made::default()
        };
        let mut members = Map::new();
        for (name, part) in &object.members {
            let one = self.part(part);
            made.asked += one.asked;
            made.given += one.given;
            if let Some(json) = one.json {
                members.insert((*name).to_owned(), json);
            }
        }
        let empty = made.asked > 0 && made.given == 0;
        let lacks = object.required.iter().any(|it| !members.contains_key(*it));
        made.json = (!empty && !lacks && !members.is_empty()).then_some(Json::Object(members));
        made
    }

    fn part(&self, part: &Part) -> Made {
        match part {
            Part::Words(pieces) => self.words(pieces),
            Part::Value(source, holds) => self.counted(source, self.value(source, *holds)),
            Part::Code(source, words) => {
                let key = self.text(source);
                let word = words.iter().find(|(from, _)| *from == key);
                self.counted(source, word.map(|(_, to)| Json::from(to.as_str())))
            }
            Part::Met { met, due } => {
                let json = match (self.has(met), due.as_ref().and_then(|it| self.day(it))) {
                    (true, _) => "met",
                    // As of the record's last event, which the milestone bears as its date.
                    (false, Some(due)) if due < day_in_china(self.around.record.touched) => {
                        "notMet"
                    }
                    (false, _) => "scheduled",
                };
                Made {
                    json: Some(Json::from(json)),
                    ..Made::default()
                }
            }
            Part::Object(object) => self.object(object),
            Part::List(parts) => {
                let mut made = Made::default();
                let mut items = Vec::new();
                for part in parts {
                    for one in self.each(part) {
                        made.asked += one.asked;
                        made.given += one.given;
                        items.extend(one.json);
                    }
                }
                made.json = (!items.is_empty()).then_some(Json::Array(items));
                made
            }
        }
    }

    /// What a part of a list makes: one, or one for each item.
    fn each(&self, part: &Part) -> Vec<Made> {
        let Part::Object(object) = part else {
            return vec![self.part(part)];
        };
        let record = self.around.record;
        let items: Vec<One<'a>> = match &object.each {
            None => return vec![self.object(object)],
            Some(Each::Items(field)) => match record.values.get(*field) {
                Some(Value::List(items)) => items.iter().map(One::Item).collect(),
                _ => Vec::new(),
            },
            Some(Each::Facts(metric)) => {
                let facts = record.facts.iter().filter(|it| it.metric == *metric);
                facts.map(One::Fact).collect()
            }
        };
        let makers = items.into_iter().enumerate().map(|(row, item)| Maker {
            around: self.around,
            item: Some((row + 1, item)),
        });
        makers.map(|it| it.object(object)).collect()
    }

    fn words(&self, pieces: &[Piece]) -> Made {
        let mut made = Made::default();
        let mut text = String::new();
        let mut whole = true;
        for piece in pieces {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Of(source) => {
                    let said = self.text(source);
                    whole &= !said.is_empty();
                    let one = self.counted(source, (!said.is_empty()).then_some(Json::Null));
                    made.asked += one.asked;
                    made.given += one.given;
                    text.push_str(&said);
                }
            }
        }
        // Words around a hole say something else.
        made.json = (whole && !text.is_empty()).then_some(Json::String(text));
        made
    }

    fn counted(&self, source: &Source, json: Option<Json>) -> Made {
        let counts = usize::from(!matches!(
            source.from,
            From::Id
                | From::Row
                | From::Page
                | From::Keeper
                | From::Touched
                | From::Stage
                | From::Since
        ));
        Made {
            asked: counts,
            given: if json.is_some() { counts } else { 0 },
            json,
        }
    }

    fn has(&self, source: &Source) -> bool {
        match self.held(source) {
            Some((_, value)) => !matches!(value, Value::Null(_) | Value::Unknown(_)),
            None => !self.text(source).is_empty(),
        }
    }

    /// The value of a field of the record or of the item, with its type.
    fn held<'s>(&'s self, source: &'s Source) -> Option<(&'s FieldType, &'s Value)> {
        match &source.from {
            From::Field(at) => {
                let of = &self.around.system.fields.get(*at)?.of;
                Some((of, self.around.record.values.get(*at)?))
            }
            From::Inner(name, of) => match self.item?.1 {
                One::Item(Value::Context(entries)) => Some((of, entries.get(name.as_str())?)),
                _ => None,
            },
            _ => None,
        }
    }

    fn value(&self, source: &Source, holds: Holds) -> Option<Json> {
        let text = || Some(self.text(source)).filter(|it| !it.is_empty());
        match holds {
            Holds::Text | Holds::Uri => text().map(Json::String),
            Holds::Moment => match source.from {
                From::Touched => Some(Json::String(self.around.record.touched.to_string())),
                _ => Some(Json::String(format!(
                    "{}T00:00:00+08:00",
                    self.day(source)?
                ))),
            },
            // As JSON has numbers: up to 17 digits, which no amount in fen exceeds.
            Holds::Number => text()?.parse::<Number>().ok().map(Json::Number),
            Holds::Whole => text()?.parse::<u64>().ok().map(Json::from),
            Holds::YesNo => match self.held(source) {
                Some((_, Value::Boolean(it))) => Some(Json::Bool(*it)),
                _ => None,
            },
            Holds::Code(_) | Holds::Of(_) => None,
        }
    }

    /// The day that a value is, or that a month or year begins or ends with.
    fn day(&self, source: &Source) -> Option<Day> {
        let text = match self.held(source) {
            Some((_, value)) => plain(value),
            None => self.text(source),
        };
        let first: Day = match (source.part, text.len()) {
            (Take::First | Take::Last, 4) => format!("{text}-01-01").parse().ok()?,
            (Take::First | Take::Last, _) => format!("{text}-01").parse().ok()?,
            _ => return text.parse().ok(),
        };
        match (source.part, text.len()) {
            (Take::Last, 4) => Some(first.last_of_year()),
            (Take::Last, _) => Some(first.last_of_month()),
            _ => Some(first),
        }
    }

    /// A value as text; empty if there is none.
    fn text(&self, source: &Source) -> String {
        let (record, system, base) = (self.around.record, self.around.system, self.around.base);
        let say = Say {
            names: self.around.names,
            lang: Lang::Zh,
            promises: None,
        };
        let fact = |take: &dyn Fn(&StandingFact) -> String| match self.item {
            Some((_, One::Fact(fact))) => take(fact),
            _ => String::new(),
        };
        match &source.from {
            From::Id => match source.part {
                Take::Whole => format!("{}-{}", self.around.prefix, record.id),
                _ => String::new(),
            },
            From::Opened => record.opened.to_string(),
            From::Since => record.since.to_string(),
            From::Touched => record.touched.to_string(),
            From::Stage => {
                let stage = record.stage.and_then(|at| system.stages.get(at));
                stage.map_or_else(String::new, |it| match source.part {
                    Take::Name => it.name.zh.clone(),
                    _ => it.id.to_string(),
                })
            }
            From::Page => format!("{base}/systems/{}/records/{}", system.id, record.id),
            From::Keeper => match source.part {
                Take::Name => say
                    .name(&FieldType::Unit, &system.keeper)
                    .unwrap_or_default(),
                _ => system.keeper.to_string(),
            },
            From::Row => self.item.map_or_else(String::new, |it| it.0.to_string()),
            From::FactKey => fact(&|it| it.key.to_string()),
            From::FactValue => fact(&|it| it.value.normalize().to_string()),
            From::FactOn => fact(&|it| it.on.to_string()),
            From::FactEntry => fact(&|it| format!("{base}/log/{}", it.entry)),
            From::Field(_) | From::Inner(..) => match (self.held(source), source.part) {
                (None, _) => String::new(),
                (Some((of, value)), Take::Name) => say.name(of, &plain(value)).unwrap_or_default(),
                (Some((_, Value::Context(entries))), part @ (Take::Lon | Take::Lat)) => {
                    let name = if part == Take::Lon { "lon" } else { "lat" };
                    entries.get(name).map(plain).unwrap_or_default()
                }
                (Some(_), Take::First | Take::Last) => self
                    .day(source)
                    .map_or_else(String::new, |it| it.to_string()),
                (Some((_, value)), _) => plain(value),
            },
        }
    }
}
