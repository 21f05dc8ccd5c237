//! JSON pointers (RFC 6901), in their one strict spelling.

use serde_json::Value;

use super::unsealable::Unsealable;

/// Whether this is a pointer: empty, or parts that begin with `/` and in which `~`
/// stands only before `0` or `1`.
pub(crate) fn is_pointer(pointer: &str) -> bool {
    let escaped = |part: &str| part.starts_with(['0', '1']);
    (pointer.is_empty() || pointer.starts_with('/')) && pointer.split('~').skip(1).all(escaped)
}

/// A part as it is written in a pointer.
pub(crate) fn escape(part: &str) -> String {
    part.replace('~', "~0").replace('/', "~1")
}

/// A part as it names a member.
fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

/// The pointer of what holds the place, and the place's name in it. `None` for the
/// whole, which nothing holds.
fn split(pointer: &str) -> Option<(&str, String)> {
    let (parent, part) = pointer.rsplit_once('/')?;
    Some((parent, unescape(part)))
}

/// Refuses a place that is not there to be taken.
pub(crate) fn check_vacant(data: &Value, pointer: &str) -> Result<(), Unsealable> {
    let named = || pointer.to_owned();
    if !is_pointer(pointer) {
        return Err(Unsealable::Pointer { pointer: named() });
    }
    let found = match split(pointer) {
        None => Some(data),
        Some((parent, name)) => match data.pointer(parent) {
            Some(Value::Object(members)) => members.get(&name).or(Some(&Value::Null)),
            Some(Value::Array(_)) => data.pointer(pointer),
            _ => None,
        },
    };
    match found {
        Some(Value::Null) => Ok(()),
        Some(_) => Err(Unsealable::Occupied { pointer: named() }),
        None => Err(Unsealable::NoPlace { pointer: named() }),
    }
}

/// Puts a value at a place that is vacant.
pub(crate) fn put(data: &mut Value, pointer: &str, value: Value) {
    let Some((parent, name)) = split(pointer) else {
        *data = value;
        return;
    };
    if let Some(Value::Object(members)) = data.pointer_mut(parent) {
        members.insert(name, value);
    } else if let Some(place) = data.pointer_mut(pointer) {
        *place = value;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_place_is_vacant_where_its_holder_is_and_it_is_not() {
        let data = json!({"a": {"b": null, "x/y~z": null, "": null, "t": "text"}, "l": [null, 1]});
        let place = |p: &str| Unsealable::NoPlace {
            pointer: p.to_owned(),
        };
        let taken = |p: &str| Unsealable::Occupied {
            pointer: p.to_owned(),
        };
        let wrong = |p: &str| Unsealable::Pointer {
            pointer: p.to_owned(),
        };
        for (pointer, expected) in [
            ("/a/b", Ok(())),
            ("/a/new", Ok(())),
            ("/a/x~1y~0z", Ok(())),
            ("/a/", Ok(())),
            ("/new", Ok(())),
            ("/l/0", Ok(())),
            ("/l/1", Err(taken("/l/1"))),
            ("/a", Err(taken("/a"))),
            ("", Err(taken(""))),
            ("/a/t", Err(taken("/a/t"))),
            ("/a/t/u", Err(place("/a/t/u"))),
            ("/a/b/c", Err(place("/a/b/c"))),
            ("/n/m", Err(place("/n/m"))),
            ("/l/2", Err(place("/l/2"))),
            ("/l/-", Err(place("/l/-"))),
            ("/l/00", Err(place("/l/00"))),
            ("/l/+0", Err(place("/l/+0"))),
            ("a", Err(wrong("a"))),
            ("/a~", Err(wrong("/a~"))),
            ("/a~2", Err(wrong("/a~2"))),
            ("#/a", Err(wrong("#/a"))),
        ] {
            assert_eq!(check_vacant(&data, pointer), expected, "{pointer}");
            if expected.is_ok() {
                let mut filled = data.clone();
                put(&mut filled, pointer, json!("here"));
                assert_eq!(filled.pointer(pointer), Some(&json!("here")), "{pointer}");
                assert_ne!(filled, data);
            }
        }
        let mut whole = Value::Null;
        assert_eq!(check_vacant(&whole, ""), Ok(()));
        put(&mut whole, "", json!("here"));
        assert_eq!(whole, json!("here"));
    }

    #[test]
    fn a_part_is_written_so_that_it_names_its_member_again() {
        for name in ["a", "", "a/b", "a~b", "~1", "~01", "/~", "名"] {
            let pointer = format!("/{}", escape(name));
            assert!(is_pointer(&pointer), "{pointer}");
            assert_eq!(split(&pointer), Some(("", name.to_owned())));
            let data = json!({name: 1});
            assert_eq!(data.pointer(&pointer), Some(&json!(1)), "{pointer}");
        }
    }

    proptest! {
        #[test]
        fn what_is_put_at_a_vacant_place_is_found_there_and_the_rest_stays(
            pointer in "(/|~|0|1|a|-|b){0,6}",
            a in prop::collection::vec(prop::option::of(0..9), 0..3),
        ) {
            let data = json!({"a": {"a": a, "~": null, "": {"b": null}}, "0": [[null], null]});
            if check_vacant(&data, &pointer).is_ok() {
                let mut filled = data.clone();
                put(&mut filled, &pointer, json!("here"));
                prop_assert_eq!(filled.pointer(&pointer), Some(&json!("here")));
                prop_assert_eq!(filled.to_string().matches("here").count(), 1);
                // Null again, it differs from what was at most by a member that is null.
                put(&mut filled, &pointer, Value::Null);
                for place in ["/a/a", "/a/~0", "/a/", "/a//b", "/0", "/0/0/0"] {
                    let place_of_parent = pointer.rsplit_once('/').map(|(parent, _)| parent);
                    if place_of_parent != Some(place) {
                        prop_assert_eq!(filled.pointer(place), data.pointer(place));
                    }
                }
            }
        }
    }
}
