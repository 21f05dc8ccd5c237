//! The places that a commitment names, as places of the city: the reader knows the names
//! of the whole country, and the city its own, which may be in no table.

use std::collections::BTreeMap;

use youwei_account::{Commitment, Place as Read, PlaceWanted};
use youwei_base::{Area, AreaCode};
use youwei_system::city::{City, Place};

/// A place that a commitment names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// Its code.
    pub code: AreaCode,
    /// Its full name.
    pub name: String,
    /// Whether it is the city or a part of it; of no city nothing is elsewhere.
    pub own: bool,
}

/// The places that a commitment names: those of the city as they stand in the text, then
/// those elsewhere.
pub(crate) fn of(city: Option<&City>, commitment: &Commitment) -> Vec<Named> {
    in_words(city, &commitment.text, &commitment.places)
}

fn in_words(city: Option<&City>, text: &str, read: &[Read]) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    for place in read {
        push(&mut named, known(city, place.code, &place.name));
    }
    for place in city.into_iter().flat_map(own) {
        if names(place).iter().any(|it| text.contains(it)) {
            push(&mut named, known(city, place.code, &place.name));
        }
    }
    named.sort_by_key(|it| !it.own);
    named
}

/// All that commitments name, those of the city first, each in the order of codes.
pub(crate) fn all<'a>(
    city: Option<&City>,
    commitments: impl Iterator<Item = &'a Commitment>,
) -> Vec<Named> {
    let all = commitments.flat_map(|it| of(city, it));
    let all: BTreeMap<(bool, AreaCode), Named> = all.map(|it| ((!it.own, it.code), it)).collect();
    all.into_values().collect()
}

/// What an address asks for: a code, or a name as older addresses have it.
pub(crate) fn wanted(city: Option<&City>, asked: &str) -> PlaceWanted {
    let code = asked.parse().ok().map(AreaCode);
    let place = code.and_then(|it| city?.place(it));
    PlaceWanted {
        code,
        name: asked.to_owned(),
        words: match place {
            Some(place) => names(place).into_iter().map(str::to_owned).collect(),
            None => Vec::new(),
        },
    }
}

fn push(named: &mut Vec<Named>, one: Named) {
    if named.iter().all(|it| it.code != one.code) {
        named.push(one);
    }
}

fn known(city: Option<&City>, code: AreaCode, said: &str) -> Named {
    let own = city.and_then(|city| Some((city, city.place(code)?)));
    match own {
        Some((city, place)) => Named {
            code,
            name: place.name.to_string(),
            own: city.is_within(code, city.area),
        },
        None => Named {
            code,
            name: Area::by_code(code).map_or(said, |it| it.name).to_owned(),
            own: city.is_none(),
        },
    }
}

/// The parts of the city.
fn own(city: &City) -> impl Iterator<Item = &Place> {
    let parts = city.places.iter();
    parts.filter(|it| it.code != city.area && city.is_within(it.code, city.area))
}

/// The words of a text that name a part of the city: its full name, and the short one of
/// a place that is in no table, which the reader cannot know.
fn names(place: &Place) -> Vec<&str> {
    let short = place.short_name();
    match Area::by_code(place.code) {
        None if short != &*place.name => vec![&place.name, short],
        _ => vec![&place.name],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn city(name: &str) -> City {
        let text = |file: &str| {
            let path = format!("{}/../../cities/{name}/{file}", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_to_string(path).unwrap()
        };
        let [city, roles, units] = ["city.toml", "roles.toml", "units.toml"].map(text);
        let files = [
            ("city.toml", &*city),
            ("roles.toml", &*roles),
            ("units.toml", &*units),
        ];
        City::read(&files).0.unwrap()
    }

    fn said(city: &City, text: &str, read: &[(&str, u32)]) -> Vec<(String, bool)> {
        let read = read.iter().map(|(name, code)| Read {
            name: (*name).to_owned(),
            code: AreaCode(*code),
        });
        let read: Vec<Read> = read.collect();
        let named = in_words(Some(city), text, &read);
        for it in &named {
            let wanted = wanted(Some(city), &it.code.0.to_string());
            assert!(wanted.is_named_by(text, &read), "{it:?}");
        }
        named.into_iter().map(|it| (it.name, it.own)).collect()
    }

    #[test]
    fn places_are_those_of_the_city_whatever_words_name_them() {
        let shijiazhuang = city("shijiazhuang");
        let of = |name: &str, own: bool| (name.to_owned(), own);
        assert_eq!(
            said(
                &shijiazhuang,
                "支持北京企业到无极、晋州市发展",
                &[("北京", 110_000), ("无极", 130_130), ("晋州市", 130_183)]
            ),
            [of("无极县", true), of("晋州市", true), of("北京市", false)]
        );
        // A part of the city that is in no table is found by its own name.
        let zone = "石家庄高新技术产业开发区营业收入增长6%";
        assert_eq!(
            said(&shijiazhuang, zone, &[("石家庄", 130_100)]),
            [of("石家庄市", true), of("石家庄高新技术产业开发区", true)]
        );
        let yunze = city("yunze");
        assert_eq!(
            said(&yunze, "东岭、青禾县各建一所学校", &[]),
            [of("东岭县", true), of("青禾县", true)]
        );
        // The province is above the city.
        assert_eq!(
            said(&yunze, "争取云河省支持", &[("云河省", 990_000)]),
            [of("云河省", false)]
        );
    }

    #[test]
    fn addresses_of_old_name_a_place_by_its_words() {
        let wanted = wanted(None, "无极");
        assert_eq!((wanted.code, &*wanted.name), (None, "无极"));
    }
}
