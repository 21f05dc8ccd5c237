//! The calendar and the zones of `jiff` as a second opinion, in its years.

use jiff::civil;
use jiff::tz::TimeZoneDatabase;
use jiff::{Span, Timestamp, ToSpan};
use proptest::prelude::*;

use super::{Date, DateTime, DaysDuration, MonthsDuration, Zone};

fn civil_dates() -> impl Strategy<Value = civil::Date> {
    (-9_999_i16..=9_999, 1_i8..=12, 1_i8..=31).prop_filter_map("a day", |(year, month, day)| {
        civil::Date::new(year, month, day).ok()
    })
}

fn moments() -> impl Strategy<Value = Timestamp> {
    let second = prop_oneof![-377_000_000_000_i64..253_000_000_000, 0_i64..2_500_000_000];
    (second, 0..1_000_000_000)
        .prop_map(|(second, nanos)| Timestamp::new(second, nanos).expect("in range"))
}

proptest! {
    #[test]
    fn days_have_the_same_places(day in civil_dates()) {
        let date = Date::from(day);
        let week = day.iso_week_date();
        prop_assert_eq!(i64::from(day.weekday().to_monday_one_offset()), i64::from(date.weekday()));
        prop_assert_eq!(week.week() as u8, date.week_of_year());
        prop_assert_eq!(day.day_of_year() as u16, date.day_of_year());
        prop_assert_eq!(civil::Date::try_from(date), Ok(day));
        let since = day.duration_since(civil::date(1970, 1, 1)).as_hours() / 24;
        prop_assert_eq!(since, date.epoch_day());
    }

    #[test]
    fn months_are_added_alike(day in civil_dates(), months in -30_000_i64..30_000) {
        let expected = day.checked_add(months.months()).ok().map(Date::from);
        let made = Date::from(day).plus_months(MonthsDuration::from_months(months));
        let in_range = made.filter(|it| (-9_999..=9_999).contains(&it.year()));
        prop_assert_eq!(expected, in_range);
    }

    #[test]
    fn whole_months_are_counted_alike(one in civil_dates(), other in civil_dates()) {
        let unit = (jiff::Unit::Month, other);
        let expected: Span = one.until(unit).expect("in range");
        let made = MonthsDuration::between(one.into(), other.into());
        // The second opinion counts the last day of a short month as a whole month.
        let difference = (made.total_months() - i64::from(expected.get_months())).abs();
        let is_short = one.day() > 28 || other.day() > 28;
        prop_assert!(difference == 0 || (is_short && difference == 1), "{} {}", one, other);
    }

    #[test]
    fn moments_stand_alike_in_every_region(moment in moments(), pick in any::<prop::sample::Index>()) {
        let database = TimeZoneDatabase::bundled();
        let names: Vec<_> = database.available().map(|it| it.to_string()).collect();
        let name = pick.get(&names);
        let zone = Zone::region(name).expect("known");
        let expected = moment.to_zoned(database.get(name).expect("known"));
        let made = DateTime::from_instant(moment.as_nanosecond(), zone).expect("in range");
        prop_assert_eq!(Date::from(expected.date()), made.date());
        prop_assert_eq!(expected.hour() as u8, made.time().hour());
        prop_assert_eq!(expected.minute() as u8, made.time().minute());
        prop_assert_eq!(expected.second() as u8, made.time().second());
        prop_assert_eq!(DateTime::from(&expected).date(), made.date());
        let read = expected.datetime().to_zoned(expected.time_zone().clone());
        let read = read.map(|it| it.timestamp().as_nanosecond()).ok();
        prop_assert_eq!(read, made.instant());
    }

    #[test]
    fn hours_pass_alike(moment in moments(), hours in -100_000_i64..100_000) {
        let made = DateTime::from(moment).plus_days(DaysDuration::from_seconds(hours * 3_600));
        let expected = moment.checked_add(hours.hours()).ok().map(DateTime::from);
        if expected.is_some() {
            prop_assert_eq!(expected, made);
        }
    }
}

#[test]
fn the_moment_given_keeps_its_zone() {
    let at = |text: &str| text.parse::<jiff::Zoned>().map(|it| DateTime::from(&it));
    for (given, text) in [
        (
            "2026-07-01T09:30:00.5+08:00[Asia/Shanghai]",
            "2026-07-01T09:30:00.5@Asia/Shanghai",
        ),
        (
            "2026-07-01T09:30:00+08:00[+08:00]",
            "2026-07-01T09:30:00+08:00",
        ),
        ("2026-07-01T09:30:00Z[UTC]", "2026-07-01T09:30:00Z"),
    ] {
        let made = at(given).map(|it| it.to_string());
        assert_eq!(made.ok().as_deref(), Some(text));
    }
    let moment = Timestamp::from_second(1_782_869_400).expect("in range");
    assert_eq!(DateTime::from(moment).to_string(), "2026-07-01T01:30:00Z");
    assert_eq!(Timestamp::try_from(DateTime::from(moment)), Ok(moment));
    let local = Date::MIN.at_midnight();
    assert!(Timestamp::try_from(local).is_err());
    assert!(Timestamp::try_from(Date::MAX.at_midnight_utc()).is_err());
}
