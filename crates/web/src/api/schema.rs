//! JSON Schema (2020-12) of what fields hold and actions take in.

use serde_json::{Map, Value as Json, json};
use youwei_system::declaration::{Action, Field, FieldType, System};

use crate::pages::systems::sight::Sight;
use crate::systems::Names;

/// What the id of a record looks like: a year and a serial of five digits or, after
/// 99,999 records of a year, more.
pub(super) const RECORD: &str = "^[0-9]{4}-[0-9]{5,9}$";

/// What a list may be filtered by, of a field of this type.
pub(super) fn filter(of: &FieldType, names: &Names) -> Json {
    match of {
        FieldType::YesNo => json!({ "enum": ["true", "false"] }),
        of => taken(of, names),
    }
}

/// An exact number as text.
const DECIMAL: &str = r"^-?[0-9]{1,20}(\.[0-9]{1,10})?$";

/// The schema of a value that is handed out.
pub(super) fn out(of: &FieldType) -> Json {
    match of {
        FieldType::YesNo => json!({ "type": "boolean" }),
        FieldType::List(of) => json!({ "type": "array", "items": or_null(out(of)) }),
        FieldType::Table(fields) => {
            let members = fields
                .iter()
                .map(|it| (it.name.to_string(), or_null(out(&it.of))));
            json!({ "type": "object", "properties": members.collect::<Map<_, _>>() })
        }
        FieldType::File { .. } | FieldType::Geo => json!({ "type": "object" }),
        _ => json!({ "type": "string" }),
    }
}

/// The schema of a value that is taken in.
pub(super) fn taken(of: &FieldType, names: &Names) -> Json {
    match of {
        FieldType::Text { chars_max, .. } => {
            json!({ "type": "string", "minLength": 1, "maxLength": chars_max })
        }
        FieldType::Number { unit, .. } => {
            json!({ "type": "string", "pattern": DECIMAL, "description": unit })
        }
        FieldType::Money => {
            json!({ "type": "string", "pattern": r"^[0-9]{1,15}(\.[0-9]{1,2})?$", "description": "元 / yuan" })
        }
        FieldType::Date => json!({ "type": "string", "format": "date" }),
        FieldType::Month => json!({ "type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$" }),
        FieldType::YesNo => json!({ "type": "boolean" }),
        FieldType::Choice(all) => {
            json!({ "enum": all.iter().map(|it| &it.key).collect::<Vec<_>>() })
        }
        FieldType::Area => known(names.areas.all().iter().map(|it| &*it.id)),
        FieldType::Unit => known(names.units.all().iter().map(|it| &*it.id)),
        FieldType::Person => json!({ "type": "string" }),
        FieldType::Enterprise => {
            json!({ "type": "string", "pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$", "description": "GB 32100-2015" })
        }
        FieldType::Citizen => {
            json!({ "type": "string", "pattern": "^[0-9]{17}[0-9X]$", "description": "GB 11643-1999" })
        }
        FieldType::ProjectCode => {
            json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}$" })
        }
        FieldType::Container => {
            json!({ "type": "string", "pattern": "^[A-Z]{3}[UJZ][0-9]{7}$", "description": "ISO 6346" })
        }
        FieldType::File { photo } => {
            let mut members = Map::new();
            members.insert(
                "sha256".into(),
                json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" }),
            );
            members.insert(
                "name".into(),
                json!({ "type": "string", "minLength": 1, "maxLength": 120 }),
            );
            let mut required = vec!["sha256", "name"];
            if *photo {
                members.insert(
                    "taken".into(),
                    json!({ "type": "string", "format": "date" }),
                );
                members.insert("at".into(), taken(&FieldType::Geo, names));
                required.extend(["taken", "at"]);
            }
            json!({ "type": "object", "properties": members, "required": required, "additionalProperties": false })
        }
        FieldType::Geo => json!({
            "type": "object",
            "properties": {
                "lon": { "type": "string", "pattern": r"^(1[0-7][0-9]|[0-9]{1,2})(\.[0-9]{1,6})?$" },
                "lat": { "type": "string", "pattern": r"^[0-8]?[0-9](\.[0-9]{1,6})?$" },
            },
            "required": ["lon", "lat"], "additionalProperties": false,
        }),
        FieldType::Commitment => {
            json!({ "type": "string", "pattern": "^.+/.+$", "maxLength": 200 })
        }
        FieldType::DocumentNumber => {
            json!({ "type": "string", "pattern": r"^[^0-9]+〔[0-9]{4}〕[1-9][0-9]*号$" })
        }
        FieldType::Link(system) => {
            json!({ "type": "string", "pattern": RECORD, "description": system })
        }
        FieldType::List(of) => {
            json!({ "type": "array", "items": taken(of, names), "minItems": 1, "maxItems": 100 })
        }
        FieldType::Table(fields) => object(fields.iter(), names),
    }
}

/// One of the ids that the city has, if it has any.
fn known<'a>(ids: impl Iterator<Item = &'a str>) -> Json {
    let ids: Vec<&str> = ids.collect();
    match ids.is_empty() {
        true => json!({ "type": "string" }),
        false => json!({ "enum": ids }),
    }
}

fn object<'a>(fields: impl Iterator<Item = &'a Field>, names: &Names) -> Json {
    let (mut members, mut required) = (Map::new(), Vec::new());
    for field in fields {
        let mut schema = taken(&field.of, names);
        if let Some(schema) = schema.as_object_mut() {
            schema.insert(
                "title".into(),
                json!(format!("{} / {}", field.label.zh, field.label.en)),
            );
        }
        if field.required {
            required.push(field.name.to_string());
        } else {
            // Null empties the field.
            schema = or_null(schema);
        }
        members.insert(field.name.to_string(), schema);
    }
    let mut object =
        json!({ "type": "object", "properties": members, "additionalProperties": false });
    if let Some(object) = object.as_object_mut()
        && !required.is_empty()
    {
        object.insert("required".into(), json!(required));
    }
    object
}

/// The body that an action takes.
pub(super) fn body(action: &Action, names: &Names) -> Json {
    let input = object(action.input.iter().map(|it| &it.field), names);
    let needs = input.get("required").is_some();
    let mut body = json!({
        "type": "object",
        "properties": { "input": input, "seen": { "type": "integer", "minimum": 0, "maximum": 9_007_199_254_740_991_i64 } },
        "additionalProperties": false,
    });
    if let Some(body) = body.as_object_mut()
        && needs
    {
        body.insert("required".into(), json!(["input"]));
    }
    body
}

/// The fields of a record as somebody sees them.
pub(super) fn fields(system: &System, sight: Sight) -> Json {
    let all = system.fields.iter().filter(|it| !it.personal);
    let members: Map<String, Json> = all
        .map(|it| (it.name.to_string(), or_null(out(&it.of))))
        .collect();
    let seen: Vec<&str> = sight.fields(system).map(|(_, it)| &*it.name).collect();
    json!({ "type": "object", "properties": members, "required": seen, "additionalProperties": false })
}

/// The schema with null beside.
fn or_null(schema: Json) -> Json {
    json!({ "anyOf": [schema, { "type": "null" }] })
}
