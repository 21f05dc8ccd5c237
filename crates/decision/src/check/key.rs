//! The values of FEEL that columns are checked for, in their order.

use std::cmp::Ordering;
use std::sync::Arc;

use super::axis::Scale;
use super::cell::Cell;
use super::scale::{Texts, number_between};
use crate::number::Number;
use crate::temporal::{Date, DateTime, DaysDuration, MonthsDuration, Time, Zone};
use crate::value::Value;

/// A value with an order. All keys of a column must be of one [`Kind`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// false, true
    Boolean(bool),
    /// A number.
    Number(Number),
    /// A string.
    Text(Arc<str>),
    /// A day.
    Date(Date),
    /// A time of day without a zone: nanoseconds after midnight.
    Time(u64),
    /// A day and a time, both with or both without a zone.
    Moment(Moment),
    /// A days and time duration.
    Days(DaysDuration),
    /// A years and months duration.
    Months(MonthsDuration),
}

/// A day and a time, ordered by the moment and not by what clocks show.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Nanoseconds after 1970 began: in UTC if there is a zone, else where it stands.
    nanos: i128,
    zone: Option<Zone>,
}

impl Moment {
    fn order(&self) -> (bool, i128) {
        (self.zone.is_some(), self.nanos)
    }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Moment) -> bool {
        self.order() == other.order()
    }
}

impl Eq for Moment {}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Moment) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Moment) -> Ordering {
        self.order().cmp(&other.order())
    }
}

/// What the keys of a column are; it knows what lies between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Booleans.
    Boolean,
    /// Numbers.
    Number,
    /// Numbers of which only the whole ones are allowed.
    WholeNumber,
    /// Strings.
    Text,
    /// Days.
    Date,
    /// Times of day.
    Time,
    /// Days and times, with zones or without.
    Moment {
        /// Whether they have zones.
        zoned: bool,
    },
    /// Days and time durations.
    Days,
    /// Years and months durations.
    Months,
}

const DAY: i128 = 86_400 * SECOND;
const SECOND: i128 = 1_000_000_000;

impl Key {
    /// The key of a value; `None` if values like it are not checked: lists, contexts,
    /// ranges, functions, nulls, and times of day with a zone, which have no fixed order.
    #[must_use]
    pub fn of(value: &Value) -> Option<Key> {
        Some(match value {
            Value::Boolean(it) => Key::Boolean(*it),
            Value::Number(it) => Key::Number(*it),
            Value::String(it) => Key::Text(it.clone()),
            Value::Date(it) => Key::Date(*it),
            Value::Time(it) if it.zone().is_none() => Key::Time(it.nanos_of_day()),
            Value::DateTime(it) => {
                let nanos = match it.zone() {
                    Some(_) => it.instant()?,
                    None => clock(it),
                };
                Key::Moment(Moment {
                    nanos,
                    zone: it.zone(),
                })
            }
            Value::DaysDuration(it) => Key::Days(*it),
            Value::MonthsDuration(it) => Key::Months(*it),
            _ => return None,
        })
    }

    /// The value again.
    #[must_use]
    pub fn value(&self) -> Option<Value> {
        Some(match self {
            Key::Boolean(it) => Value::Boolean(*it),
            Key::Number(it) => Value::Number(*it),
            Key::Text(it) => Value::String(it.clone()),
            Key::Date(it) => Value::Date(*it),
            Key::Time(nanos) => Value::Time(Time::from_nanos(*nanos, None)?),
            Key::Moment(it) => Value::DateTime(Arc::new(match it.zone {
                Some(zone) => DateTime::from_instant(it.nanos, zone)?,
                None => {
                    let days = i64::try_from(it.nanos.div_euclid(DAY)).ok()?;
                    let nanos = u64::try_from(it.nanos.rem_euclid(DAY)).ok()?;
                    DateTime::new(Date::from_epoch_day(days)?, Time::from_nanos(nanos, None)?)
                }
            })),
            Key::Days(it) => Value::DaysDuration(*it),
            Key::Months(it) => Value::MonthsDuration(*it),
        })
    }

    /// The kind of column it belongs to.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Key::Boolean(_) => Kind::Boolean,
            Key::Number(_) => Kind::Number,
            Key::Text(_) => Kind::Text,
            Key::Date(_) => Kind::Date,
            Key::Time(_) => Kind::Time,
            Key::Moment(it) => Kind::Moment {
                zoned: it.zone.is_some(),
            },
            Key::Days(_) => Kind::Days,
            Key::Months(_) => Kind::Months,
        }
    }

    /// The place on a line of whole steps, for kinds that have one.
    fn place(&self) -> Option<i128> {
        Some(match self {
            Key::Date(it) => it.epoch_day().into(),
            Key::Time(nanos) => (*nanos).into(),
            Key::Moment(it) => it.nanos,
            Key::Days(it) => it.nanos(),
            Key::Months(it) => it.total_months().into(),
            Key::Boolean(_) | Key::Number(_) | Key::Text(_) => return None,
        })
    }
}

fn clock(it: &DateTime) -> i128 {
    i128::from(it.date().epoch_day()) * DAY + i128::from(it.time().nanos_of_day())
}

impl Kind {
    /// All values of the kind, without null.
    #[must_use]
    pub fn values(self) -> Cell<Key> {
        match self {
            Kind::Boolean => Cell::one_of([false, true].map(Key::Boolean)),
            _ => Cell::values(),
        }
    }

    /// The steps in which an example is looked for, the roundest first.
    fn steps(self) -> &'static [i128] {
        match self {
            Kind::Time | Kind::Moment { .. } | Kind::Days => {
                &[DAY, 3_600 * SECOND, 60 * SECOND, SECOND, 1]
            }
            _ => &[1],
        }
    }

    /// The key at a place; the zone is that of a neighbour.
    fn at(self, place: i128, zone: Option<Zone>) -> Option<Key> {
        let key = match self {
            Kind::Date => Key::Date(Date::from_epoch_day(i64::try_from(place).ok()?)?),
            Kind::Time => Key::Time(
                u64::try_from(place)
                    .ok()
                    .filter(|it| i128::from(*it) < DAY)?,
            ),
            Kind::Moment { .. } => Key::Moment(Moment { nanos: place, zone }),
            Kind::Days => Key::Days(DaysDuration::from_nanos(place)?),
            Kind::Months => Key::Months(MonthsDuration::from_months(i64::try_from(place).ok()?)),
            Kind::Boolean | Kind::Number | Kind::WholeNumber | Kind::Text => return None,
        };
        // What cannot be a value again is outside of the calendar.
        key.value().map(|_| key)
    }

    fn stepped(self, low: Option<&Key>, high: Option<&Key>) -> Option<Key> {
        let zone = |key: &Key| match key {
            Key::Moment(it) => it.zone,
            _ => None,
        };
        let zone = low.or(high).and_then(zone);
        let (low, high) = (low.and_then(Key::place), high.and_then(Key::place));
        let within = |place: &i128| {
            low.is_none_or(|low| low < *place) && high.is_none_or(|high| *place < high)
        };
        let tries = self.steps().iter().map(|step| match (low, high) {
            (Some(low), _) => (low.div_euclid(*step) + 1) * step,
            (None, Some(high)) => (high - 1).div_euclid(*step) * step,
            (None, None) => 0,
        });
        tries.filter(within).find_map(|place| self.at(place, zone))
    }
}

impl Scale for Kind {
    type Key = Key;

    fn between(&self, low: Option<&Key>, high: Option<&Key>) -> Option<Key> {
        let number = |key: Option<&Key>| match key {
            Some(Key::Number(it)) => Some(*it),
            _ => None,
        };
        let text = |key: Option<&Key>| match key {
            Some(Key::Text(it)) => Some(it.clone()),
            _ => None,
        };
        match self {
            Kind::Boolean => None,
            Kind::Number | Kind::WholeNumber => {
                let whole = *self == Kind::WholeNumber;
                number_between(number(low), number(high), whole).map(Key::Number)
            }
            Kind::Text => Texts
                .between(text(low).as_ref(), text(high).as_ref())
                .map(Key::Text),
            _ => self.stepped(low, high),
        }
    }

    fn has(&self, key: &Key) -> bool {
        match (self, key) {
            (Kind::WholeNumber, Key::Number(it)) => it.is_integer(),
            _ => true,
        }
    }

    fn oddness(&self, key: &Key) -> u32 {
        match key {
            Key::Text(it) => Texts.oddness(it),
            Key::Number(it) => it.decimal_places(),
            Key::Time(_) | Key::Moment(_) | Key::Days(_) => {
                let place = key.place().unwrap_or(0);
                let odd = |step: &&i128| place % **step != 0;
                self.steps().iter().take_while(odd).count() as u32
            }
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_step_by_round_units() {
        let key = |value: Value| Key::of(&value).unwrap();
        let date = |text: &str| key(Value::Date(Date::parse(text).unwrap()));
        let (first, third) = (date("2024-02-28"), date("2024-03-01"));
        assert_eq!(
            Kind::Date.between(Some(&first), Some(&third)),
            Some(date("2024-02-29"))
        );
        assert_eq!(
            Kind::Date.between(Some(&date("2024-02-29")), Some(&third)),
            None
        );
        assert_eq!(
            Kind::Date.between(Some(&key(Value::Date(Date::MAX))), None),
            None
        );

        let time = |text: &str| key(Value::Time(Time::parse(text).unwrap()));
        let (open, close) = (time("08:30:00"), time("17:00:00"));
        assert_eq!(
            Kind::Time.between(Some(&open), Some(&close)),
            Some(time("09:00:00"))
        );
        assert_eq!(Kind::Time.between(None, Some(&Key::Time(0))), None);
        assert_eq!(
            Kind::Time.between(Some(&time("23:59:59.999999999")), None),
            None
        );

        let moment = |text: &str| key(Value::DateTime(Arc::new(DateTime::parse(text).unwrap())));
        let (here, there) = (
            moment("2026-01-01T08:00:00+08:00"),
            moment("2026-01-01T00:00:00Z"),
        );
        assert_eq!(here, there);
        assert_eq!(here.kind(), Kind::Moment { zoned: true });
        let local = moment("2026-01-01T08:00:00");
        assert_eq!(local.kind(), Kind::Moment { zoned: false });
        let after = local.kind().between(Some(&local), None);
        assert_eq!(after, Some(moment("2026-01-02T00:00:00")));
        assert_eq!(Key::of(&local.value().unwrap()), Some(local));
        let zoned = Value::Time(Time::parse("08:00:00Z").unwrap());
        assert_eq!(Key::of(&zoned), None);
    }

    #[test]
    fn a_boolean_is_true_or_false() {
        let cells = [Cell::is(Key::Boolean(true))];
        let axis = crate::check::Axis::new(&Kind::Boolean, &Kind::Boolean.values(), &cells);
        assert_eq!(axis.count(), 2);
        assert_eq!(axis.runs(&cells[0].not()).map(|it| it.count()), Some(1));
    }
}
