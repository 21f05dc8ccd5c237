//! JSON as it lies in the text of an entry, so that a log of millions can be folded
//! without a copy of every word in it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// A JSON value whose words are those of the text that it was read from, as far as they
/// hold no escapes.
#[derive(Debug, Clone, PartialEq)]
pub enum Told<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Told<'a>>),
    /// An object, its members in the order of the text.
    Table(Vec<(Cow<'a, str>, Told<'a>)>),
}

impl<'a> Told<'a> {
    /// Reads an object from its text without the members that are passed over; none if it
    /// is no object.
    #[must_use]
    pub fn of_object(text: &'a str, passed_over: &[&str]) -> Option<Told<'a>> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let members = reader.deserialize_map(Members(passed_over)).ok()?;
        reader.end().ok()?;
        Some(Told::Table(members))
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Told::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items; of anything else none.
    #[must_use]
    pub fn items(&self) -> &[Told<'a>] {
        match self {
            Told::List(items) => items,
            _ => &[],
        }
    }

    /// The members of an object; none of anything else.
    #[must_use]
    pub fn members(&self) -> Option<&[(Cow<'a, str>, Told<'a>)]> {
        match self {
            Told::Table(members) => Some(members),
            _ => None,
        }
    }

    /// A member of an object, the last of those that bear the name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Told<'a>> {
        let mut members = self.members()?.iter().rev();
        members.find(|it| it.0 == name).map(|it| &it.1)
    }

    /// The same with words of its own.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Told::Null => Value::Null,
            Told::Bool(it) => Value::Bool(*it),
            Told::Number(it) => Value::Number(it.clone()),
            Told::Text(it) => Value::String(it.clone().into_owned()),
            Told::List(items) => Value::Array(items.iter().map(Told::to_json).collect()),
            Told::Table(members) => {
                let pairs = members.iter();
                let pairs = pairs.map(|(name, it)| (name.clone().into_owned(), it.to_json()));
                Value::Object(pairs.collect::<Map<_, _>>())
            }
        }
    }
}

impl<'a> From<&'a Value> for Told<'a> {
    /// Values come from texts, whose reader lets nothing nest deeper than 128 levels.
    fn from(json: &'a Value) -> Told<'a> {
        match json {
            Value::Null => Told::Null,
            Value::Bool(it) => Told::Bool(*it),
            Value::Number(it) => Told::Number(it.clone()),
            Value::String(it) => Told::Text(Cow::Borrowed(it)),
            Value::Array(items) => Told::List(items.iter().map(Told::from).collect()),
            Value::Object(members) => {
                let pairs = members.iter();
                let pairs = pairs.map(|(name, it)| (Cow::Borrowed(&**name), Told::from(it)));
                Told::Table(pairs.collect())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Told<'de> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Told<'de>, D::Error> {
        reader.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Told<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Told<'de>, E> {
        Ok(Told::Null)
    }

    fn visit_bool<E>(self, it: bool) -> Result<Told<'de>, E> {
        Ok(Told::Bool(it))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Told<'de>, E> {
        Ok(Told::Number(it.into()))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Told<'de>, E> {
        Ok(Told::Number(it.into()))
    }

    fn visit_f64<E>(self, it: f64) -> Result<Told<'de>, E> {
        Ok(Number::from_f64(it).map_or(Told::Null, Told::Number))
    }

    fn visit_borrowed_str<E>(self, it: &'de str) -> Result<Told<'de>, E> {
        Ok(Told::Text(Cow::Borrowed(it)))
    }

    fn visit_str<E>(self, it: &str) -> Result<Told<'de>, E> {
        Ok(Told::Text(Cow::Owned(it.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Told<'de>, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element()? {
            all.push(item);
        }
        Ok(Told::List(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Told<'de>, A::Error> {
        Members(&[]).visit_map(members).map(Told::Table)
    }
}

/// Reads the members of an object without some.
struct Members<'p>(&'p [&'p str]);

impl<'de> Visitor<'de> for Members<'_> {
    type Value = Vec<(Cow<'de, str>, Told<'de>)>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        // An event has about as many; growing would copy what is there.
        let mut all = Vec::with_capacity(8);
        while let Some(Name(name)) = members.next_key()? {
            match self.0.contains(&&*name) {
                true => {
                    members.next_value::<IgnoredAny>()?;
                }
                false => all.push((name, members.next_value()?)),
            }
        }
        Ok(all)
    }
}

/// A name where it lies: a `Cow` by itself is read as a copy.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Name<'de>, D::Error> {
        match reader.deserialize_str(Any)? {
            Told::Text(name) => Ok(Name(name)),
            _ => Ok(Name(Cow::Borrowed(""))),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (-1e9..1e9f64).prop_map(Value::from),
            "\\PC{0,6}|[\"\\\\\n]{0,3}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::vec(("\\PC{0,4}|\"", inner), 0..5)
                    .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    #[test]
    fn plain_words_stay_where_they_lie() {
        let text = r#"{"to":"在建","set":{"name":"\"望澜\"大桥"},"declared":"00ff"}"#;
        let told = Told::of_object(text, &["declared"]).unwrap();
        let Some(Told::Text(Cow::Borrowed(stage))) = told.get("to") else {
            panic!("{told:?}")
        };
        assert_eq!(*stage, "在建");
        let name = told.get("set").and_then(|it| it.get("name"));
        assert_eq!(name.and_then(Told::as_str), Some("\"望澜\"大桥"));
        assert_eq!(told.get("declared"), None);
        assert!(
            told.members()
                .unwrap()
                .iter()
                .all(|it| matches!(it.0, Cow::Borrowed(_)))
        );
    }

    #[test]
    fn only_a_whole_object_is_one() {
        for no in [
            "",
            "[]",
            "\"to\"",
            "{\"to\":1} x",
            "{\"to\":",
            "{\"by\":}",
            "{1:2}",
        ] {
            assert_eq!(Told::of_object(no, &[]), None, "{no}");
        }
    }

    #[test]
    fn what_is_no_table_has_no_members() {
        let told = Told::from(&Value::Bool(true));
        assert_eq!(
            (told.get("a"), told.items(), told.as_str()),
            (None, &[][..], None)
        );
    }

    proptest! {
        #[test]
        fn it_says_what_the_value_says(json in json(), name in "a|b") {
            let whole = json!({ "a": json, "b": [json.clone(), 1], "é": "x" });
            let text = whole.to_string();
            // A reader may round the last digit of a fraction.
            let whole: Value = serde_json::from_str(&text).unwrap();
            let told = Told::of_object(&text, &[]).unwrap();
            prop_assert_eq!(&told.to_json(), &whole);
            prop_assert_eq!(&told, &Told::from(&whole));
            let mut without = whole.clone();
            without.as_object_mut().unwrap().remove(&name);
            let told = Told::of_object(&text, &[name.as_str()]).unwrap();
            prop_assert_eq!(told.to_json(), without);
        }
    }
}
