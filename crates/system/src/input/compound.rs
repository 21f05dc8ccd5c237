//! Values that are made of others: points, files, lists and tables.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value as Json;
use youwei_base::Bilingual;
use youwei_decision::value::{Null, Value};

use super::{Among, Fault, days, is_given, missing, number, typed, undeclared};
use crate::declaration::{Field, FieldType};

/// Lists that are given have no more items.
pub(crate) const ITEMS_MAX: usize = 1_000;

/// A point.
pub(super) fn geo(json: &Json) -> Result<Value, Bilingual> {
    let wrong = || {
        Bilingual::new(
            "坐标写成经度和纬度，如 114.4921,38.0455，经度 −180 到 180，纬度 −90 到 90。",
            "write a point as longitude and latitude, such as 114.4921,38.0455, within 180 and 90 degrees.",
        )
    };
    let part = |json: &Json| match json {
        Json::String(text) => Some(text.trim().to_owned()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let (lon, lat) = match json {
        Json::String(text) => {
            let (lon, lat) = text.split_once([',', '，']).ok_or_else(wrong)?;
            (lon.trim().to_owned(), lat.trim().to_owned())
        }
        Json::Object(entries) => {
            let of = |name: &str| entries.get(name).and_then(part).ok_or_else(wrong);
            (of("lon")?, of("lat")?)
        }
        _ => return Err(wrong()),
    };
    let lon = number::degrees(&lon, 180).ok_or_else(wrong)?;
    let lat = number::degrees(&lat, 90).ok_or_else(wrong)?;
    Ok(context([("lon", lon), ("lat", lat)]))
}

/// A file that was uploaded; a photograph has its day and place.
pub(super) fn file(json: &Json, photo: bool) -> Result<Value, Bilingual> {
    let wrong = || {
        Bilingual::new(
            "这里应当是一个已上传的文件；请先上传再提交。",
            "this should be a file that was uploaded; upload it first.",
        )
    };
    let entries = json.as_object().ok_or_else(wrong)?;
    let text = |name: &str| entries.get(name).and_then(Json::as_str).map(str::trim);
    let digest = text("sha256").unwrap_or_default().to_ascii_lowercase();
    if digest.len() != 64 || !digest.bytes().all(|it| it.is_ascii_hexdigit()) {
        return Err(wrong());
    }
    let name: String = text("name").unwrap_or_default().chars().take(200).collect();
    let taken = match entries.get("taken").filter(|it| is_given(it)) {
        Some(taken) => Some(days::date(taken.as_str().unwrap_or_default())?),
        None => None,
    };
    let at = match entries.get("at").filter(|it| is_given(it)) {
        Some(at) => Some(geo(at)?),
        None => None,
    };
    if photo && (taken.is_none() || at.is_none()) {
        return Err(Bilingual::new(
            "照片要带拍摄日期和地点；请在手机上打开定位后重拍，或一并填写。",
            "a photograph needs its day and place; take it with location switched on, or give both.",
        ));
    }
    let none = || Value::Null(Null::WRITTEN);
    Ok(context([
        ("sha256", Value::from(digest.as_str())),
        ("name", Value::from(name.as_str())),
        ("taken", taken.unwrap_or_else(none)),
        ("at", at.unwrap_or_else(none)),
    ]))
}

/// A context of these entries.
pub(super) fn context<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let entries = entries.into_iter();
    let entries: IndexMap<Arc<str>, Value> = entries.map(|(name, it)| (name.into(), it)).collect();
    Value::context(entries)
}

/// A list; a single item is a list of one.
pub(super) fn list(
    json: &Json,
    of: &FieldType,
    path: &str,
    among: Among<'_>,
    faults: &mut Vec<Fault>,
) -> Value {
    let one = std::slice::from_ref(json);
    let items = json.as_array().map_or(one, Vec::as_slice);
    if items.len() > ITEMS_MAX {
        let sentence = Bilingual::new(
            format!("最多{ITEMS_MAX}项，这里有{}项；请分次提交。", items.len()),
            format!(
                "at most {ITEMS_MAX} items, and this has {}; give them in parts.",
                items.len()
            ),
        );
        faults.push((path.to_owned(), sentence));
        return Value::Null(Null::WRITTEN);
    }
    let items = items.iter().enumerate();
    let items = items.filter(|(_, item)| is_given(item));
    Value::list(
        items
            .map(|(at, item)| typed(item, of, &format!("{path}[{}]", at + 1), among, faults))
            .collect(),
    )
}

/// A table of fields; every fault in it says where it is.
pub(super) fn table(
    json: &Json,
    fields: &[Field],
    path: &str,
    among: Among<'_>,
    faults: &mut Vec<Fault>,
) -> Value {
    let Some(given) = json.as_object() else {
        let names: Vec<&str> = fields.iter().map(|it| &*it.name).collect();
        let sentence = Bilingual::new(
            format!("这里是一张表，要分别填写{}。", names.join("、")),
            format!("this is a table; give {} in it.", names.join(", ")),
        );
        faults.push((path.to_owned(), sentence));
        return Value::Null(Null::WRITTEN);
    };
    let names = fields.iter().map(|it| &*it.name);
    faults.extend(undeclared(given, names, path));
    let mut made: IndexMap<Arc<str>, Value> = IndexMap::with_capacity(fields.len());
    for field in fields {
        let json = given.get(&*field.name).unwrap_or(&Json::Null);
        let path = format!("{path}.{}", field.name);
        if field.required && !is_given(json) {
            faults.push((path.clone(), missing(field)));
        }
        let value = typed(json, &field.of, &path, among, faults);
        made.insert(field.name.clone(), value);
    }
    Value::context(made)
}
