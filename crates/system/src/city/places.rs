//! Reading `city.toml`.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};
use youwei_base::{AreaCode, Bilingual};
use youwei_decision::document::{Item, entry};

use super::{City, Place};
use crate::read::page::{Bytes, Page};

pub(super) fn read(page: &mut Page<'_>, table: &DeTable<'_>, city: &mut City) {
    page.only(
        table,
        &["id", "name", "area", "origin", "source", "licence", "areas"],
    );
    if let Some(id) = page.needed_text(table, "id", 0..0) {
        let at = entry(table, "id").map_or(0..0, Item::span);
        page.id(("城市", "city"), &id, at);
        city.id = id;
    }
    if let Some(name) = page.needed_bilingual(table, "name", 0..0) {
        city.name = name;
    }
    city.source = page.needed_text(table, "source", 0..0).unwrap_or_default();
    city.origin = page.maybe_text(table, "origin").map(|it| it.0);
    city.licence = page.maybe_text(table, "licence").and_then(|(text, at)| {
        let is_address = text.starts_with("https://") || text.starts_with("http://");
        if !is_address || text.contains(char::is_whitespace) {
            let message = Bilingual::new("许可应为网址。", "a licence is named by its address.");
            let help = Bilingual::new(
                "写许可证的网址，如 https://creativecommons.org/licenses/by/4.0/；还没有定就不写。",
                "write its address, such as https://creativecommons.org/licenses/by/4.0/; leave it out if none is settled.",
            );
            page.say("licence", at, message, help);
            return None;
        }
        Some(text)
    });
    let own = page.document.needed(table, "area", 0..0);
    let own = own.and_then(|it| Some((code(page, it, "area")?, it.span())));
    let mut above: Vec<(AreaCode, AreaCode, Bytes)> = Vec::new();
    let areas = page.document.needed(table, "areas", 0..0);
    let areas = areas.and_then(|it| page.document.list(it, "areas"));
    for item in areas.unwrap_or_default() {
        if let Some((place, at)) = place(page, item) {
            if let (Some(of), Some(at)) = (place.above, at) {
                above.push((place.code, of, at));
            }
            if city.places.iter().any(|it| it.code == place.code) {
                page.twice(&place.code.0.to_string(), item.span());
            } else {
                city.places.push(place);
            }
        }
    }
    if let Some((code, at)) = own {
        city.area = code;
        known(page, city, code, at);
    }
    let chain: BTreeMap<AreaCode, AreaCode> = above.iter().map(|it| (it.0, it.1)).collect();
    for (from, of, at) in above {
        known(page, city, of, at.clone());
        let start = from.0.to_string();
        if goes_round(from, |it| chain.get(it).copied(), chain.len()) {
            circle(page, &start, at);
        }
    }
}

/// Whether following from one to the next comes back to where it began.
pub(super) fn goes_round<T: PartialEq + Clone>(
    from: T,
    next: impl Fn(&T) -> Option<T>,
    most: usize,
) -> bool {
    let mut at = next(&from);
    for _ in 0..=most {
        match at {
            Some(it) if it == from => return true,
            Some(it) => at = next(&it),
            None => return false,
        }
    }
    false
}

/// Says that something stands above itself.
pub(super) fn circle(page: &mut Page<'_>, name: &str, at: Bytes) {
    let message = Bilingual::new(
        format!("从“{name}”往上走会回到它自己。"),
        format!("going up from “{name}” leads back to it."),
    );
    let help = Bilingual::new(
        "改对 above；最上面的一个不写 above。",
        "correct above; the topmost has none.",
    );
    page.say("circle", at, message, help);
}

/// Says that a place is not among those of the city.
pub(super) fn known(page: &mut Page<'_>, city: &City, code: AreaCode, at: Bytes) {
    if !city.places.iter().any(|it| it.code == code) {
        let codes: Vec<String> = city.places.iter().map(|it| it.code.0.to_string()).collect();
        let codes = codes.iter().map(String::as_str);
        page.unknown(
            "unknown-area",
            ("地区", "area"),
            &code.0.to_string(),
            at,
            codes,
        );
    }
}

fn place(page: &mut Page<'_>, item: &Item<'_>) -> Option<(Place, Option<Bytes>)> {
    let table = page.document.table(item, "areas")?;
    page.only(table, &["code", "name", "above"]);
    let own = page.document.needed(table, "code", item.span());
    let own = own.and_then(|it| code(page, it, "code"));
    let name = page.needed_text(table, "name", item.span());
    let above = entry(table, "above");
    let at = above.map(Item::span);
    let above = above.and_then(|it| code(page, it, "above"));
    let place = Place {
        code: own?,
        name: name?,
        above,
    };
    Some((place, at))
}

/// A code of six digits.
pub(super) fn code(page: &mut Page<'_>, item: &Item<'_>, name: &str) -> Option<AreaCode> {
    let code: Option<u32> = match item.get_ref() {
        DeValue::Integer(it) => it.as_str().parse().ok(),
        _ => None,
    };
    match code.filter(|it| (100_000..1_000_000).contains(it)) {
        Some(code) => Some(AreaCode(code)),
        None => page.document.unfit(
            item,
            name,
            (
                "六位行政区划代码，如 990101",
                "an area code of six digits, such as 990101",
            ),
        ),
    }
}
