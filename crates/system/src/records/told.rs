//! What folding looks at, read from an event's text without the rest of it.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value as Json};

/// The members of an event's data that neither records nor facts nor the count of forms
/// are folded from. Any other is read, known or not, so that what folding looks at one day
/// is never missed.
const PASSED_OVER: [&str; 2] = ["declared", "parameters"];

/// Reads an event's data, the text of a JSON object, as far as [`super::Records::evolve`]
/// and the book of facts look at it: by which declaration and under which parameters it
/// was decided is passed over. None if it is no object.
#[must_use]
pub fn told(data: &str) -> Option<Json> {
    let mut reader = serde_json::Deserializer::from_str(data);
    let told = reader.deserialize_map(Members).ok()?;
    reader.end().ok()?;
    Some(Json::Object(told))
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Map<String, Json>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut told = Map::new();
        while let Some(name) = entries.next_key::<std::borrow::Cow<'de, str>>()? {
            match PASSED_OVER.contains(&&*name) {
                true => {
                    entries.next_value::<IgnoredAny>()?;
                }
                false => {
                    told.insert(name.into_owned(), entries.next_value()?);
                }
            }
        }
        Ok(told)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// What is read of the whole.
    fn kept(data: &Json) -> Json {
        let members = data.as_object().unwrap().iter();
        let told = members.filter(|(name, _)| !PASSED_OVER.contains(&name.as_str()));
        Json::Object(told.map(|(name, it)| (name.clone(), it.clone())).collect())
    }

    #[test]
    fn what_folding_looks_at_is_read_and_the_rest_is_not() {
        let data = json!({
            "by": { "user": "li-jing", "to": "not this" }, "declared": "0".repeat(64),
            "to": "building", "set": { "name": "望澜\"大桥", "code": null }, "parameters": {},
            "facts": [{ "metric": "m", "value": "1.50", "on": "2026-03-31" }], "flags": ["odd"],
        });
        assert_eq!(told(&data.to_string()), Some(kept(&data)));
        for no in ["", "[]", "\"to\"", "{\"to\":1} x", "{\"to\":", "{\"by\":}"] {
            assert_eq!(told(no), None, "{no}");
        }
    }

    proptest! {
        #[test]
        fn it_is_what_reading_all_of_it_gives(
            names in proptest::collection::vec("to|set|input|by|x|\\PC{0,3}", 0..6),
            words in proptest::collection::vec("\\PC{0,8}", 6),
        ) {
            let members = names.into_iter().zip(words).map(|(name, it)| (name, json!([it])));
            let data = Json::Object(members.collect());
            prop_assert_eq!(told(&data.to_string()), Some(kept(&data)));
        }
    }
}
