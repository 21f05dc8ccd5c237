//! `/measures`: what is measured, how each figure is computed, and the facts behind it,
//! each with its entry in the log.

mod curve;
pub(crate) mod detail;
pub(crate) mod doors;
pub(crate) mod export;
mod facts;
mod how;
pub(crate) mod list;
mod names;
mod parts;

use std::sync::Arc;

use youwei_account::{
    Account, Book, Commitment, FactSeen, Figure, Measure, Side, Standing, standing,
};
use youwei_base::Day;

use crate::app::State;
use crate::ask::Ask;
use crate::fault::Fault;

/// The address of a measure's page: of one record's facts if one is named, and of a day
/// other than today's.
pub(crate) fn address(measure: &str, record: Option<&str>, day: Option<Day>) -> String {
    within(measure, "", record, day)
}

/// The address that leads to the entry of the last fact behind a figure.
pub(crate) fn latest(measure: &str, record: Option<&str>, day: Option<Day>) -> String {
    within(measure, "/latest", record, day)
}

/// The address of something that belongs to a measure's page.
fn within(measure: &str, rest: &str, record: Option<&str>, day: Option<Day>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(record) = record {
        query.append_pair("record", record);
    }
    if let Some(day) = day {
        query.append_pair("day", &day.to_string());
    }
    let query = query.finish();
    let id: String = form_urlencoded::byte_serialize(measure.as_bytes()).collect();
    match query.is_empty() {
        true => format!("/measures/{id}{rest}"),
        false => format!("/measures/{id}{rest}?{query}"),
    }
}

/// The address of the record that a fact is about.
pub(crate) fn record_address(record: &str) -> Option<String> {
    let (system, id) = record.split_once('/')?;
    let part = |it: &str| form_urlencoded::byte_serialize(it.as_bytes()).collect::<String>();
    Some(format!("/systems/{}/records/{}", part(system), part(id)))
}

/// What of a measure is asked for.
struct Asked<'a> {
    measure: Arc<Measure>,
    /// The one record whose facts count; all if none.
    record: Option<&'a str>,
    /// The label and the value that its facts have; all if none.
    part: Option<(&'a str, &'a str)>,
    side: Side,
    /// Up to and with this day.
    day: Day,
    /// How many facts are passed over.
    from: usize,
}

impl<'a> Asked<'a> {
    fn of(ask: &'a Ask, state: &State) -> Result<Asked<'a>, Fault> {
        let id = ask.part("measure");
        let measure = state
            .book
            .measures()
            .get(id)
            .ok_or_else(|| no_measure(id))?;
        let day = match ask.query.get("day") {
            "" => ask.today(),
            typed => typed.parse().map_err(|_| no_day(typed))?,
        };
        let record = Some(ask.query.get("record")).filter(|it| !it.is_empty());
        let part = match (ask.query.get("by"), ask.query.get("is")) {
            ("", _) | (_, "") => None,
            (by, _) if parts::label(ask, measure, by).is_none() => {
                return Err(parts::no_label(by));
            }
            (by, parts::UNSAID) => Some((by, "")),
            (by, is) => Some((by, is)),
        };
        let part = part.filter(|_| record.is_none());
        Ok(Asked {
            measure: Arc::clone(measure),
            record,
            part,
            side: match ask.query.get("side") {
                "against" => Side::Against,
                _ => Side::Own,
            },
            day,
            from: ask.query.get("from").parse().unwrap_or(0),
        })
    }

    /// The figure on a day; none if the measure is gone.
    fn figure(&self, book: &Book, day: Day) -> Option<Figure> {
        match (self.record, self.part) {
            (Some(record), _) => book.figure_of_record(&self.measure.id, record, day),
            (None, Some((label, value))) => book.part(&self.measure.id, label, value, day),
            (None, None) => book.figure(&self.measure.id, day),
        }
    }

    /// The facts behind the figure that is asked for, or those it is held against.
    fn evidence<'b>(&'b self, book: &'b Book) -> impl Iterator<Item = FactSeen<'b>> {
        let found = book.evidence(&self.measure.id, self.side, self.record, self.day);
        found.filter(|fact| {
            let of = |(label, value)| fact.value_of(label) == value;
            self.part.is_none_or(of)
        })
    }

    /// The address of what belongs to the same question, on a day.
    fn address(&self, rest: &str, day: Option<Day>) -> String {
        let address = within(&self.measure.id, rest, self.record, day);
        match self.part {
            None => address,
            Some((label, value)) => parts::narrowed(&address, label, value),
        }
    }
}

fn no_measure(id: &str) -> Fault {
    Fault::not_found(
        format!("没有口径“{id}”。请到“口径”一页查看现有的。"),
        format!("There is no measure “{id}”. See those there are under “Measures”."),
    )
}

fn no_day(typed: &str) -> Fault {
    Fault::invalid(
        format!("“{typed}”不是日期。请写成 2026-06-30 的样子。"),
        format!("“{typed}” is not a day. Write it like 2026-06-30."),
    )
}

/// A number or milestone that a measure speaks for.
struct Use<'a> {
    commitment: &'a Commitment,
    /// Which of its numbers; none for its being done.
    target: Option<usize>,
    /// The one record that was named.
    record: Option<&'a str>,
    standing: Arc<Standing>,
}

/// All that the measures speak for, in the order of the report, those of one measure if it
/// is named.
fn uses<'a>(
    account: &'a Account,
    book: &Book,
    measure: Option<&str>,
    today: Day,
) -> Vec<(&'a str, Use<'a>)> {
    let mut found = Vec::new();
    for commitment in account.commitments().filter(|it| it.is_live()) {
        let numbers = commitment.targets.iter().enumerate();
        let numbers = numbers.filter_map(|(at, it)| Some((Some(at), it.bound.as_ref()?)));
        let done = commitment.milestones.iter().map(|it| (None, it));
        let bound: Vec<_> = numbers
            .chain(done)
            .filter(|(_, it)| measure.is_none_or(|id| it.measure == id))
            .collect();
        if bound.is_empty() {
            continue;
        }
        let standing = Arc::new(standing(account, book, commitment, today));
        for (target, bound) in bound {
            let one = Use {
                commitment,
                target,
                record: bound.record.as_deref(),
                standing: Arc::clone(&standing),
            };
            found.push((bound.measure.as_str(), one));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_whatever_an_id_holds() {
        let day = "2026-06-30".parse().ok();
        for (made, said) in [
            (address("a-b", None, None), Some("/measures/a-b")),
            (
                address("a", Some("key-projects/2026-00001"), day),
                Some("/measures/a?record=key-projects%2F2026-00001&day=2026-06-30"),
            ),
            (
                within("a?b", "/facts.csv", None, None),
                Some("/measures/a%3Fb/facts.csv"),
            ),
        ] {
            assert_eq!(Some(made.as_str()), said);
        }
        let record = |it| record_address(it);
        assert_eq!(
            record("key-projects/2026-00001").as_deref(),
            Some("/systems/key-projects/records/2026-00001")
        );
        assert_eq!(record("a/b?c").as_deref(), Some("/systems/a/records/b%3Fc"));
        assert_eq!(record("report"), None);
    }
}
