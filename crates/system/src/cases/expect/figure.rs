//! What a step says about figures: a measure's, or that of one part of it.

use youwei_base::{Bilingual, Day, Decimal};

use super::{decimal, otherwise};
use crate::cases::Word;
use crate::cases::figures::Measured;
use crate::cases::run::{Run, called};
use crate::declaration::{Field, FieldType, System};

/// The word for the place of a fact, which is no label.
pub const AREA: &str = "area";

/// Compares a figure with what the step says, to the decimals that are written.
pub fn figure(run: &mut Run<'_>, on: Day, name: &Word, part: Option<&(Word, Word)>, value: &Word) {
    let Some(figures) = run.setting.figures else {
        let message = Bilingual::new(
            "这里算不出口径的数；请用 youwei rehearse 运行。",
            "figures are not counted here; run it with youwei rehearse.",
        );
        return run.fault("no-figures", name.place, message);
    };
    let measure = match figures.measure(&name.text) {
        Ok(measure) => measure,
        Err(said) => return run.fault("unknown-word", name.place, said),
    };
    let nothing = matches!(value.text.as_str(), "无" | "空" | "none");
    let wanted = decimal(&value.text);
    if wanted.is_none() && !nothing {
        let of = ("口径的数", "the figure");
        return otherwise(run, value, of, "数字或“无”", &value.text);
    }
    let found = match part {
        None => figures.figure(&measure.id, on, &run.told),
        Some(part) => {
            let Some(label) = label(run, name, &measure, &part.0) else {
                return;
            };
            let Some(key) = label.key(run, &part.1) else {
                return;
            };
            let parts = figures.parts(&measure.id, &label.name, on, &run.told);
            match parts.iter().find(|(value, _)| *value == key) {
                Some((_, figure)) => *figure,
                None if nothing => None,
                None => return label.missing(run, name, &part.1, &parts),
            }
        }
    };
    // A share is written with as many decimals as people want to read.
    let as_written = found.map(|it| match wanted {
        Some(wanted) if wanted.scale() > 0 => it.round_dp(wanted.scale()),
        _ => it,
    });
    if as_written != wanted {
        let whole = match part {
            Some((label, is)) => format!("{}（{}：{}）", name.text, label.text, is.text),
            None => name.text.clone(),
        };
        let of = (format!("口径“{whole}”"), format!("the measure “{whole}”"));
        let found = found.map_or_else(|| "无".to_owned(), |it| it.normalize().to_string());
        otherwise(run, value, (&of.0, &of.1), &value.text, &found);
    }
}

/// A label that facts bear.
pub struct Label<'a> {
    /// Its name.
    pub name: String,
    /// The field whose values it has; none of the place.
    field: Option<&'a Field>,
}

/// The label of a metric's facts that is called so, whether or not a measure is broken down
/// by it.
pub fn label_of<'a>(system: &'a System, word: &Word) -> Option<Label<'a>> {
    if matches!(word.text.as_str(), AREA | "地区" | "place" | "Place") {
        let (name, field) = (AREA.to_owned(), None);
        return Some(Label { name, field });
    }
    let field = system.fields.iter().find(|it| called(it, &word.text))?;
    Some(Label {
        name: field.name.to_string(),
        field: Some(field),
    })
}

/// The label that is called so: as in the declaration, or as on pages.
fn label<'a>(run: &mut Run<'a>, name: &Word, measure: &Measured, word: &Word) -> Option<Label<'a>> {
    let systems = run.setting.systems;
    let states =
        |it: &&std::sync::Arc<System>| it.metrics.iter().any(|of| *of.id == measure.metric);
    let system = systems.iter().find(states);
    let field = |label: &str| -> Option<&'a Field> {
        let system = system?;
        match label {
            AREA => system.fields.get(system.place?),
            _ => system.fields.get(system.field(label)?),
        }
    };
    let text = word.text.as_str();
    let is_called = |label: &&String| {
        let place = **label == AREA && matches!(text, "地区" | "place" | "Place");
        place || **label == text || field(label).is_some_and(|it| called(it, text))
    };
    if let Some(found) = measure.by.iter().find(is_called) {
        let field = field(found).filter(|_| *found != AREA);
        return Some(Label {
            name: found.clone(),
            field,
        });
    }
    if measure.by.is_empty() {
        let message = Bilingual::new(
            format!(
                "口径“{}”没有分组；在 measures.toml 里写 by = [\"标签\"]，或去掉括号。",
                name.text
            ),
            format!(
                "the measure “{}” is not broken down; write by = [\"label\"] in measures.toml, or take the brackets away.",
                name.text
            ),
        );
        run.fault("no-parts", word.place, message);
        return None;
    }
    let known = measure.by.iter();
    let known = known.map(|it| field(it).map_or(it.as_str(), |it| it.label.zh.as_str()));
    let known = known.collect();
    run.unknown(("这个口径的分组", "label of this measure"), word, known);
    None
}

impl Label<'_> {
    /// The value that a word stands for, as facts bear it. 空 is that of facts without the
    /// label.
    pub fn key(&self, run: &mut Run<'_>, word: &Word) -> Option<String> {
        let text = word.text.as_str();
        if matches!(text, "空" | "无" | "未注明" | "none") {
            return Some(String::new());
        }
        let city = run.setting.city;
        let Some(field) = self.field else {
            return area(run, word);
        };
        match &field.of {
            FieldType::Area => area(run, word),
            FieldType::Choice(choices) => {
                let mut of = choices.iter();
                let found =
                    of.find(|it| *it.key == *text || it.name.zh == text || it.name.en == text);
                if found.is_none() {
                    let known = choices.iter().map(|it| it.name.zh.as_str()).collect();
                    run.unknown((&field.label.zh, &field.label.en), word, known);
                }
                found.map(|it| it.key.to_string())
            }
            FieldType::Unit => {
                let unit = city.unit(text).or_else(|| city.unit_named(text));
                if unit.is_none() {
                    let known = city.units.iter().map(|it| it.name.zh.as_str()).collect();
                    run.unknown(("单位", "unit"), word, known);
                }
                unit.map(|it| it.id.to_string())
            }
            FieldType::YesNo => Some(match text {
                "是" | "yes" => "true".to_owned(),
                "否" | "no" => "false".to_owned(),
                other => other.to_owned(),
            }),
            FieldType::Link(_) => {
                let record = run.called.get(text);
                Some(record.map_or_else(|| text.to_owned(), |(_, id)| id.to_string()))
            }
            _ => Some(text.to_owned()),
        }
    }

    /// A value as people write it.
    fn said(&self, run: &Run<'_>, key: &str) -> String {
        let city = run.setting.city;
        let name = match self.field.map(|it| &it.of) {
            None | Some(FieldType::Area) => {
                let mut places = city.places.iter();
                let place = places.find(|it| format!("{:06}", it.code.0) == key);
                place.map(|it| it.name.to_string())
            }
            Some(FieldType::Choice(choices)) => {
                let choice = choices.iter().find(|it| *it.key == *key);
                choice.map(|it| it.name.zh.clone())
            }
            Some(FieldType::Unit) => city.unit(key).map(|it| it.name.zh.clone()),
            Some(_) => None,
        };
        match key {
            "" => "空".to_owned(),
            _ => name.unwrap_or_else(|| key.to_owned()),
        }
    }

    /// Says that no fact has this value, and which values there are.
    fn missing(
        &self,
        run: &mut Run<'_>,
        name: &Word,
        word: &Word,
        parts: &[(String, Option<Decimal>)],
    ) {
        let known: Vec<String> = parts.iter().map(|(key, _)| self.said(run, key)).collect();
        let (zh, en) = match known.is_empty() {
            true => ("还没有事实".to_owned(), "there are no facts yet".to_owned()),
            false => (
                format!("有 {}", known.join("、")),
                format!("there are {}", known.join(", ")),
            ),
        };
        let message = Bilingual::new(
            format!(
                "口径“{}”没有“{}”这一组；{zh}。没有时写“无”。",
                name.text, word.text
            ),
            format!(
                "the measure “{}” has no part “{}”; {en}. Write “none” where there is none.",
                name.text, word.text
            ),
        );
        run.fault("no-part", word.place, message);
    }
}

/// The code of a place that is called so.
fn area(run: &mut Run<'_>, word: &Word) -> Option<String> {
    let city = run.setting.city;
    let mut places = city.places.iter();
    let found = places.find(|it| format!("{:06}", it.code.0) == word.text);
    let found = found.or_else(|| city.place_named(&word.text));
    if found.is_none() {
        let known = city.places.iter().map(|it| &*it.name).collect();
        run.unknown(("地区", "place"), word, known);
    }
    found.map(|it| format!("{:06}", it.code.0))
}
