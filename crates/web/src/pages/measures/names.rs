//! What metrics, records and labels are called, as far as who looks may see them.

use serde_json::Value;
use youwei_account::FactSeen;
use youwei_base::Bilingual;
use youwei_system::declaration::Metric;

use crate::app::State;
use crate::ask::Ask;
use crate::pages::systems::sight::Sight;
use crate::pages::systems::value::Say;

/// The name of a metric; its id where no system declares it.
pub(super) fn metric(ask: &Ask, id: &str) -> Bilingual {
    let metrics = ask.app.ground.systems().iter().flat_map(|it| &it.metrics);
    let mut named = metrics.filter(|it: &&Metric| *it.id == *id);
    named
        .next()
        .map_or_else(|| Bilingual::new(id, id), |it| it.name.clone())
}

/// What a record is called; its id where its name is not shown.
pub(super) fn record(ask: &Ask, state: &State, record: &str) -> Option<String> {
    let (system, id) = record.split_once('/')?;
    let system = ask.app.ground.system(system)?;
    let field = system.fields.get(system.title)?;
    if !Sight::of(&ask.actor).sees(field) {
        return None;
    }
    let record = state.record(&system.id, id)?;
    let said = say(ask).text(&field.of, record.values.get(system.title)?);
    (!said.is_empty()).then_some(said)
}

/// The number of a record without its system, beside its name.
pub(super) fn short(record: &str) -> &str {
    record.split_once('/').map_or(record, |(_, number)| number)
}

/// The labels of a fact with their values. What is the value of a field is shown to whoever
/// sees the field, anything else to those who signed in.
pub(super) fn labels(ask: &Ask, fact: &FactSeen<'_>) -> Vec<(String, String)> {
    let sight = Sight::of(&ask.actor);
    let system = fact.record.split_once('/').map_or("", |(system, _)| system);
    let fields = ask.app.ground.system(system).map(|it| &it.fields);
    let said = |name: &String, value: &Value| {
        let field = fields.and_then(|all| all.iter().find(|it| *it.name == **name));
        let text = plain(value);
        match field {
            Some(field) if sight.sees(field) => Some((
                ask.lang.of(&field.label).to_owned(),
                say(ask).name(&field.of, &text).unwrap_or(text),
            )),
            Some(_) => None,
            None => (sight == Sight::Inside).then(|| (name.clone(), text)),
        }
    };
    let given = fact.labels.iter().filter(|(_, value)| !value.is_null());
    given
        .filter_map(|(name, value)| said(name, value))
        .collect()
}

/// The name of an area; its code where the city does not name it.
pub(super) fn area(ask: &Ask, fact: &FactSeen<'_>) -> Option<String> {
    let code = fact.area?.0.to_string();
    let name = ask.app.names().areas.name(&code);
    Some(name.map_or(code, |it| ask.lang.of(it).to_owned()))
}

/// In which words values of labels are said.
pub(super) fn say(ask: &Ask) -> Say<'_> {
    Say {
        names: ask.app.names(),
        lang: ask.lang,
        promises: None,
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
