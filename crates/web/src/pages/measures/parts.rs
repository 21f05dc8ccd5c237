//! A figure broken down by a label: a table and a bar each, every row leading to the facts
//! behind it.

use maud::{Markup, html};
use youwei_account::{Measure, Part};
use youwei_base::Decimal;
use youwei_system::declaration::{Field, FieldType, System};

use super::Asked;
use super::names::say;
use crate::app::State;
use crate::ask::Ask;
use crate::fault::Fault;
use crate::figures::amount;
use crate::pages::systems::sight::Sight;

/// How many values of a label are shown; of months, the last ones.
const PARTS_MAX: usize = 60;
/// The width of a bar in its own units.
const WIDTH: i64 = 1_000;
/// How an address writes that a fact does not have the label.
pub(super) const UNSAID: &str = "-";
/// The word for the place of a fact, which is no label.
const AREA: &str = "area";

/// A label that a measure is broken down by.
pub(super) struct Label<'a> {
    /// Its name, in the language of the page.
    name: &'a str,
    /// What its values are; none of the place.
    of: Option<&'a FieldType>,
}

/// The label of this name, if the measure is broken down by it and whoever looks may see
/// it.
pub(super) fn label<'a>(ask: &'a Ask, measure: &Measure, name: &str) -> Option<Label<'a>> {
    measure.by.iter().find(|it| &***it == name)?;
    if name == AREA {
        return Some(Label {
            name: ask.lang.pick("地区", "Place"),
            of: None,
        });
    }
    let states = |it: &&std::sync::Arc<System>| it.metrics.iter().any(|of| of.id == measure.metric);
    let system = ask.app.ground.systems().iter().find(states)?;
    let field: &Field = system.fields.get(system.field(name)?)?;
    Sight::of(&ask.actor).sees(field).then(|| Label {
        name: ask.lang.of(&field.label),
        of: Some(&field.of),
    })
}

/// What is said of a label that there is none.
pub(super) fn no_label(name: &str) -> Fault {
    Fault::invalid(
        format!("这个口径不按“{name}”分组。请从口径的页面点进去。"),
        format!("This measure is not broken down by “{name}”. Follow a link on its page."),
    )
}

/// An address with the facts narrowed to one value of a label; that of the facts without it
/// is written [`UNSAID`].
pub(super) fn narrowed(address: &str, label: &str, value: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let value = if value.is_empty() { UNSAID } else { value };
    query.append_pair("by", label).append_pair("is", value);
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}{}", query.finish())
}

/// A value of a label in words, such as 招商方式：基金招商.
pub(super) fn said(ask: &Ask, asked: &Asked<'_>, name: &str, value: &str) -> String {
    match label(ask, &asked.measure, name) {
        Some(label) => {
            let value = valued(ask, &label, value);
            format!("{}{}{value}", label.name, ask.lang.pick("：", ": "))
        }
        None => value.to_owned(),
    }
}

fn valued(ask: &Ask, label: &Label<'_>, value: &str) -> String {
    if value.is_empty() {
        return ask.lang.pick("（未注明）", "(not said)").to_owned();
    }
    let names = ask.app.names();
    let name = match label.of {
        None => names.areas.name(value).map(|it| ask.lang.of(it).to_owned()),
        Some(of) => say(ask).name(of, value),
    };
    name.unwrap_or_else(|| value.to_owned())
}

/// A table for each label; nothing where one record or one value is looked at already.
pub(super) fn tables(ask: &Ask, state: &State, asked: &Asked<'_>) -> Markup {
    if asked.record.is_some() || asked.part.is_some() {
        return html! {};
    }
    let labels = asked.measure.by.iter().filter_map(|name| {
        let label = label(ask, &asked.measure, name)?;
        Some((name, label))
    });
    html! {
        @for (name, label) in labels {
            (table(ask, asked, name, &label, state.book.parts(&asked.measure.id, name, asked.day)))
        }
    }
}

fn table(
    ask: &Ask,
    asked: &Asked<'_>,
    name: &str,
    label: &Label<'_>,
    mut parts: Vec<Part>,
) -> Markup {
    if parts.is_empty() {
        return html! {};
    }
    in_order(label, &mut parts);
    let all = parts.len();
    parts.drain(..all.saturating_sub(PARTS_MAX));
    let lang = ask.lang;
    let measure = &asked.measure;
    let share = parts.iter().any(|it| it.of.is_some());
    let most = most(&parts, &measure.unit);
    let to = |part: &Part| {
        let address = super::address(&measure.id, None, Some(asked.day));
        format!("{}#facts", ask.to(&narrowed(&address, name, &part.value)))
    };
    html! {
        h2.part id={ "by-" (name) } { (lang.pick("按", "By ")) (lang.pick(label.name.to_owned(), label.name.to_lowercase())) }
        @if all > PARTS_MAX { p.hint { (lang.pick(format!("共 {all} 组，列出后 {PARTS_MAX} 组。"), format!("The last {PARTS_MAX} of {all}."))) } }
        table.plain.fits.parts {
            thead { tr {
                th scope="col" { (label.name) }
                th.n scope="col" { (lang.pick("数", "Figure")) }
                th scope="col" { span.visually-hidden { (lang.pick("图", "Drawn")) } }
                th.n scope="col" { @if share { (lang.pick("计入 / 分母", "Counted / of")) } @else { (lang.pick("事实", "Facts")) } }
            } }
            tbody {
                @for part in &parts {
                    tr {
                        th scope="row" { a href=(to(part)) { (valued(ask, label, &part.value)) } }
                        td.n { @match part.figure.value {
                            Some(value) => b { (amount(value.round_dp(1), &measure.unit)) },
                            None => span.none { "—" },
                        } }
                        td.drawn { (bar(part.figure.value, most)) }
                        td.n {
                            @match part.of {
                                Some((own, whole)) => { (amount(own, "")) " / " (amount(whole, "")) },
                                None => (part.figure.facts),
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Choices in the order of the declaration, everything else in that of its values.
fn in_order(label: &Label<'_>, parts: &mut [Part]) {
    if let Some(FieldType::Choice(all)) = label.of {
        let place = |part: &Part| {
            let found = all.iter().position(|it| *it.key == *part.value);
            found.unwrap_or(all.len())
        };
        parts.sort_by_key(place);
    }
}

/// What a full bar stands for: all of it of a rate, else the most of the values.
fn most(parts: &[Part], unit: &str) -> Decimal {
    let values = parts.iter().filter_map(|it| it.figure.value);
    let most = values.max().unwrap_or_default();
    match unit {
        "%" => most.max(Decimal::ONE_HUNDRED),
        _ => most,
    }
}

/// A bar that readers of the table do not need.
fn bar(value: Option<Decimal>, most: Decimal) -> Markup {
    let share = value.and_then(|it| it.checked_mul(Decimal::from(WIDTH))?.checked_div(most));
    let width = share.and_then(|it| i64::try_from(it.round()).ok());
    let width = width.unwrap_or(0).clamp(0, WIDTH);
    html! {
        svg viewBox={ "0 0 " (WIDTH) " 10" } preserveAspectRatio="none" aria-hidden="true" {
            rect.room width=(WIDTH) height="10" {}
            rect.full width=(width) height="10" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_never_leaves_its_room() {
        let drawn = |value: Option<i64>, most: i64| {
            bar(value.map(Decimal::from), Decimal::from(most)).into_string()
        };
        for (value, most, width) in [
            (Some(25), 100, "250"),
            (Some(0), 100, "0"),
            (Some(130), 100, "1000"),
            (Some(-5), 100, "0"),
            (Some(5), 0, "0"),
            (None, 100, "0"),
        ] {
            let said = format!(r#"<rect class="full" width="{width}""#);
            assert!(drawn(value, most).contains(&said), "{value:?} of {most}");
        }
    }

    #[test]
    fn a_value_stays_whole_in_an_address() {
        let made = narrowed("/measures/a?day=2026-06-30", "channel", "甲&乙");
        assert_eq!(
            made,
            "/measures/a?day=2026-06-30&by=channel&is=%E7%94%B2%26%E4%B9%99"
        );
        assert_eq!(narrowed("/measures/a", "x", ""), "/measures/a?by=x&is=-");
    }
}
