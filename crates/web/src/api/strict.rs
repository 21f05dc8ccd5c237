//! What JSON is given must be what the document says: a program that sends something else
//! is told, where a form would be understood.

use serde_json::{Map, Value as Json};
use youwei_base::Bilingual;
use youwei_system::declaration::{Field, FieldType};

/// The inputs that are not what they should be, each with what it should be. Names that the
/// action does not know are left to it.
pub(super) fn faults<'a>(
    fields: impl Iterator<Item = &'a Field>,
    given: &Map<String, Json>,
) -> Vec<(Option<String>, Bilingual)> {
    let wrong = |field: &Field| {
        let sentence = fault(&field.of, given.get(&*field.name)?)?;
        Some((Some(field.name.to_string()), sentence))
    };
    fields.filter_map(wrong).collect()
}

/// Null empties a field; whether it may is the action's to say.
fn fault(of: &FieldType, given: &Json) -> Option<Bilingual> {
    match (of, given) {
        (_, Json::Null) | (FieldType::YesNo, Json::Bool(_)) => None,
        (FieldType::YesNo, _) => Some(must_be("true 或 false", "true or false")),
        (FieldType::List(of), Json::Array(items)) => items.iter().find_map(|it| fault(of, it)),
        (FieldType::List(_), _) => Some(must_be("数组", "an array")),
        (FieldType::Table(fields), Json::Object(members)) => {
            let said = faults(fields.iter(), members).into_iter().next();
            said.map(|(_, sentence)| sentence)
        }
        (FieldType::Geo, Json::Object(members)) => {
            let whole = |name, most| members.get(name).is_some_and(|it| is_degrees(it, most));
            let right = members.len() == 2 && whole("lon", 180) && whole("lat", 90);
            (!right).then(|| {
                must_be(
                    "{\"lon\": \"114.4826\", \"lat\": \"38.0487\"} 这样的一对度数",
                    "a pair of degrees like {\"lon\": \"114.4826\", \"lat\": \"38.0487\"}",
                )
            })
        }
        (FieldType::File { photo }, Json::Object(members)) => {
            let known = |(name, given): (&String, &Json)| match name.as_str() {
                "sha256" | "name" => is_words(given),
                "taken" => *photo && is_words(given),
                "at" => *photo && fault(&FieldType::Geo, given).is_none() && !given.is_null(),
                _ => false,
            };
            (!members.iter().all(known)).then(|| {
                must_be(
                    "文件的 sha256 和 name，照片另有 taken 和 at",
                    "sha256 and name of a file, and of a photograph taken and at",
                )
            })
        }
        (FieldType::Table(_) | FieldType::File { .. } | FieldType::Geo, _) => {
            Some(must_be("对象", "an object"))
        }
        (_, given) if is_words(given) => None,
        _ => Some(must_be(
            "非空的字符串（数和日期也写成字符串），没有就不写或写 null",
            "a string that is not empty (numbers and days too); where there is none leave it out or write null",
        )),
    }
}

fn is_words(given: &Json) -> bool {
    given.as_str().is_some_and(|it| !it.trim().is_empty())
}

/// Degrees from 0 with at most six decimals, as text.
fn is_degrees(given: &Json, most: u32) -> bool {
    let Some(text) = given.as_str() else {
        return false;
    };
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |it: &str, long: usize| {
        (1..=long).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_digit())
    };
    digits(whole, 3) && digits(decimals, 6) && whole.parse::<u32>().is_ok_and(|it| it < most)
}

fn must_be(zh: &str, en: &str) -> Bilingual {
    Bilingual::new(format!("须是{zh}。"), format!("It must be {en}."))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_is_what_the_document_says() {
        let text = || FieldType::Text {
            lines: false,
            chars_max: 9,
        };
        let photo = || FieldType::File { photo: true };
        let list = || FieldType::List(Box::new(FieldType::Date));
        for (of, given, right) in [
            (text(), json!("桥"), true),
            (text(), json!(null), true),
            (text(), json!(" "), false),
            (text(), json!(false), false),
            (FieldType::Money, json!("12.50"), true),
            (FieldType::Money, json!(12.5), false),
            (FieldType::YesNo, json!(true), true),
            (FieldType::YesNo, json!("true"), false),
            (list(), json!(["2026-03-01"]), true),
            (list(), json!(["2026-03-01", 3]), false),
            (list(), json!("2026-03-01"), false),
            (FieldType::Geo, json!({ "lon": "114.5", "lat": "38" }), true),
            (FieldType::Geo, json!({ "lon": "114.5", "lat": 38 }), false),
            (FieldType::Geo, json!({ "lon": "190", "lat": "38" }), false),
            (
                FieldType::Geo,
                json!({ "lon": "114.5", "lat": "-38" }),
                false,
            ),
            (FieldType::Geo, json!("114.5,38"), false),
            (
                photo(),
                json!({ "sha256": "ab", "name": "a.jpg", "taken": "2026-03-01" }),
                true,
            ),
            (
                photo(),
                json!({ "sha256": "ab", "name": "a.jpg", "by": "me" }),
                false,
            ),
            (
                photo(),
                json!({ "sha256": "ab", "name": "a.jpg", "at": null }),
                false,
            ),
        ] {
            assert_eq!(fault(&of, &given).is_none(), right, "{of:?} {given}");
        }
    }
}
