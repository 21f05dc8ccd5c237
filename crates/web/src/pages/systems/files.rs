//! The files of a form: each is kept under its hash, and its place in the form then holds
//! the hash and the name, so that a form that is refused does not lose them.

use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use youwei_decision::value::Value;
use youwei_system::record::Record;

use super::Here;
use super::given::PREFIX;
use super::photo::taken;
use super::value::plain;
use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::upload;

/// The form with its files kept.
pub(super) fn kept(ask: &Ask) -> Result<Fields, Fault> {
    let mut form = ask.form.clone();
    for (key, name, bytes) in &ask.files {
        if !key.starts_with(PREFIX) {
            continue;
        }
        let hash = upload::keep(&ask.app.settings.files, bytes)?;
        let own = [format!("{key}.sha256"), format!("{key}.name")];
        form.0.retain(|(it, _)| !own.contains(it));
        form.0.extend(own.into_iter().zip([hash, name.clone()]));
        // A photograph's own word goes before what was typed beside it.
        let photo = taken(bytes);
        let day = photo.day.map(|it| ("taken", it.to_string()));
        let point = photo
            .point
            .map(|(lon, lat)| [("at.lon", lon.to_string()), ("at.lat", lat.to_string())]);
        for (part, said) in day.into_iter().chain(point.into_iter().flatten()) {
            let part = format!("{key}.{part}");
            form.0.retain(|(it, _)| *it != part);
            form.0.push((part, said));
        }
    }
    Ok(form)
}

/// `GET /systems/{system}/records/{record}/files/{hash}`: a file of a field that is shown.
pub(crate) fn download(ask: &Ask) -> Answer {
    let state = ask.state();
    let here = Here::new(ask, &state)?;
    let record = here.asked_record()?;
    let hash = ask.part("hash");
    let name = name_of(&here, record, hash).ok_or_else(|| {
        Fault::not_found(
            "这条没有可以查看的这个文件。请从条目页打开文件。",
            "This record has no such file that you may see. Open it from the record's page.",
        )
    })?;
    let bytes = upload::kept(&ask.app.settings.files, hash)?;
    let encoded: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let disposition = format!(
        "attachment; filename*=UTF-8''{}",
        encoded.replace('+', "%20")
    );
    let mut response = ([(CONTENT_TYPE, "application/octet-stream")], bytes).into_response();
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// The name of the file of this hash in a field that is shown to who asks.
fn name_of(here: &Here<'_>, record: &Record, hash: &str) -> Option<String> {
    let seen = here.sight.fields(here.system);
    let mut values = seen.filter_map(|(at, _)| record.values.get(at));
    values.find_map(|value| within(value, hash, 0))
}

fn within(value: &Value, hash: &str, depth: usize) -> Option<String> {
    /// Types of fields nest no deeper.
    const DEPTH_MAX: usize = 8;
    if depth > DEPTH_MAX {
        return None;
    }
    match value {
        Value::List(items) => items.iter().find_map(|it| within(it, hash, depth + 1)),
        Value::Context(entries) => {
            let here = entries.get("sha256").is_some_and(|it| plain(it) == hash);
            match here {
                true => Some(entries.get("name").map(plain).unwrap_or_default()),
                false => entries.values().find_map(|it| within(it, hash, depth + 1)),
            }
        }
        _ => None,
    }
}
