//! The filter row: from an address to a [`Filter`] and back.

use std::collections::BTreeSet;

use maud::{Markup, html};
use youwei_account::{Account, Filter, Kind, Report};
use youwei_base::Light;

use crate::ask::Ask;
use crate::fields::Fields;
use crate::places;
use crate::words as w;
use crate::words::Word;

/// The names of the fields that filter.
pub(crate) const NAMES: [&str; 8] = [
    "q", "light", "unit", "place", "kind", "section", "status", "owner",
];

/// Statuses that a commitment on a page may have.
const STATUSES: [youwei_account::Status; 3] = [
    youwei_account::Status::Read,
    youwei_account::Status::Confirmed,
    youwei_account::Status::Rejected,
];

/// The filter that an address asks for; a value that means nothing is passed over.
pub(crate) fn filter(ask: &Ask) -> Filter {
    let city = ask.app.ground.city();
    Filter {
        place: Some(ask.query.get("place"))
            .filter(|it| !it.is_empty())
            .map(|it| places::wanted(city, it)),
        ..without_place(&ask.query)
    }
}

fn without_place(query: &Fields) -> Filter {
    let text = |name: &str| Some(query.get(name).to_owned()).filter(|value| !value.is_empty());
    Filter {
        light: Light::ALL
            .into_iter()
            .find(|light| light.key() == query.get("light")),
        unit: text("unit"),
        place: None,
        kind: Kind::ALL
            .into_iter()
            .find(|kind| kind.key() == query.get("kind")),
        section: query.get("section").parse().ok(),
        status: STATUSES
            .iter()
            .map(|status| status.key())
            .find(|key| *key == query.get("status"))
            .map(str::to_owned),
        has_owner: match query.get("owner") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        text: query.get("q").to_owned(),
    }
}

/// Whether an address filters at all.
pub(crate) fn is_set(query: &Fields) -> bool {
    !query.get("place").is_empty() || without_place(query) != Filter::default()
}

/// Every unit that leads or supports something.
pub(crate) fn units_at_work(account: &Account) -> BTreeSet<&str> {
    account
        .commitments()
        .flat_map(|c| c.lead.iter().chain(&c.supporting))
        .map(String::as_str)
        .collect()
}

/// Every unit that a person may want to name: those of this level of government, those
/// proposed, those at work.
pub(crate) fn all_units(account: &Account) -> BTreeSet<String> {
    let place = account.report().map_or("", |report| report.place.as_str());
    let suggested = account
        .commitments()
        .flat_map(|c| c.suggestions.iter().map(|one| one.unit.clone()));
    let at_work = units_at_work(account).into_iter().map(str::to_owned);
    youwei_report::unit_names(place)
        .into_iter()
        .chain(suggested)
        .chain(at_work)
        .collect()
}

/// The row of filters, a form that works without script.
pub(crate) fn row(
    ask: &Ask,
    account: &Account,
    report: &Report,
    action: &str,
    shown: &str,
) -> Markup {
    let (lang, query) = (ask.lang, &ask.query);
    let own = |name: youwei_base::Bilingual| lang.own(name);
    let lights = Light::ALL.map(|one| (one.key().to_owned(), own(one.name())));
    let kinds = Kind::ALL.map(|one| (one.key().to_owned(), own(one.name())));
    let statuses = STATUSES.map(|one| (one.key().to_owned(), own(one.name())));
    let same = |text: &str| (text.to_owned(), text.to_owned());
    let units: Vec<_> = units_at_work(account).into_iter().map(same).collect();
    let places = places::all(ask.app.ground.city(), account.commitments());
    let outside = lang.pick("（外地）", " (elsewhere)");
    let places: Vec<_> = places
        .into_iter()
        .map(|it| match it.own {
            true => (it.code.0.to_string(), it.name),
            false => (it.code.0.to_string(), format!("{}{outside}", it.name)),
        })
        .collect();
    let under: BTreeSet<usize> = account
        .commitments()
        .flat_map(|c| c.section.iter().copied())
        .collect();
    let sections: Vec<_> = under
        .into_iter()
        .filter_map(|index| report.section(index))
        .filter(|section| section.level <= 2)
        .map(|section| {
            let indent = "　".repeat(usize::from(section.level.saturating_sub(1)));
            (
                section.index.to_string(),
                format!("{indent}{}", section.title),
            )
        })
        .collect();
    let owners = [
        ("yes".to_owned(), lang.say(w::HAS_OWNER).to_owned()),
        ("no".to_owned(), lang.say(w::NO_OWNER).to_owned()),
    ];
    html! {
        form.filters #filters method="get" action=(action) aria-label=(lang.say(w::FILTER)) {
            @if let Some(report) = ask.report_named() { input type="hidden" name="report" value=(report); }
            @if !query.get("sort").is_empty() { input type="hidden" name="sort" value=(query.get("sort")); }
            @if !query.get("dir").is_empty() { input type="hidden" name="dir" value=(query.get("dir")); }
            input.q type="search" name="q" value=(query.get("q")) placeholder=(lang.say(w::SEARCH)) aria-label=(lang.say(w::SEARCH));
            (select(ask, "light", w::ANY_LIGHT, w::LIGHT, &lights))
            (select(ask, "status", w::ANY_STATUS, w::STATUS, &statuses))
            (select(ask, "owner", w::ANY_OWNER, w::LEAD, &owners))
            (select(ask, "unit", w::ANY_UNIT, w::UNIT, &units))
            (select(ask, "kind", w::ANY_KIND, w::KIND, &kinds))
            (select(ask, "place", w::ANY_PLACE, w::PLACES, &places))
            (select(ask, "section", w::ANY_SECTION, w::SECTION, &sections))
            button type="submit" { (lang.say(w::FILTER)) }
            output { (shown) }
            @if is_set(query) {
                a.clear href={ (action) (query.query(&NAMES, &[])) } { (lang.say(w::CLEAR)) }
            }
        }
    }
}

fn select(ask: &Ask, name: &str, any: Word, label: Word, options: &[(String, String)]) -> Markup {
    let now = ask.query.get(name);
    html! {
        select name=(name) aria-label=(ask.lang.say(label)) class=[(!now.is_empty()).then_some("set")] {
            option value="" { (ask.lang.say(any)) }
            @for (value, text) in options {
                option value=(value) selected[value == now] { (text) }
            }
        }
    }
}
