//! Laws over all the years that there are.

use proptest::prelude::*;

use super::{Date, DateTime, DaysDuration, MonthsDuration, Temporal, Time, Zone, at_literal};

fn dates() -> impl Strategy<Value = Date> {
    let all = Date::MIN.epoch_day()..=Date::MAX.epoch_day();
    let near = -100_000_i64..100_000;
    prop_oneof![all, near].prop_map(|day| Date::from_epoch_day(day).expect("in range"))
}

fn zones() -> impl Strategy<Value = Option<Zone>> {
    let names = [
        "Asia/Shanghai",
        "Europe/Paris",
        "America/New_York",
        "Etc/UTC",
    ];
    let regions = prop::sample::select(names.to_vec());
    prop_oneof![
        Just(None),
        (-64_800_i64..=64_800).prop_map(|it| Some(Zone::from_offset(it).expect("in range"))),
        regions.prop_map(|name| Some(Zone::region(name).expect("known"))),
    ]
}

fn times() -> impl Strategy<Value = Time> {
    let nanos = prop_oneof![
        0..86_400_000_000_000_u64,
        (0..86_400_u64).prop_map(|it| it * 1_000_000_000),
    ];
    (nanos, zones()).prop_map(|(nanos, zone)| Time::from_nanos(nanos, zone).expect("in range"))
}

fn date_times() -> impl Strategy<Value = DateTime> {
    (dates(), times()).prop_map(|(date, time)| date.at(time))
}

fn days() -> impl Strategy<Value = DaysDuration> {
    let all = i128::from(i64::MIN) * 1_000_000_000..=i128::from(i64::MAX) * 1_000_000_000;
    let near = -1_000_000_000_000_000_i128..1_000_000_000_000_000;
    prop_oneof![all, near].prop_map(|nanos| DaysDuration::from_nanos(nanos).expect("in range"))
}

fn months() -> impl Strategy<Value = MonthsDuration> {
    prop_oneof![any::<i64>(), -1_000_i64..1_000].prop_map(MonthsDuration::from_months)
}

proptest! {
    #[test]
    fn a_day_is_its_number_and_its_fields(date in dates()) {
        prop_assert_eq!(Date::from_epoch_day(date.epoch_day()), Some(date));
        let fields = Date::new(date.year(), date.month().into(), date.day().into());
        prop_assert_eq!(fields, Ok(date));
    }

    #[test]
    fn the_next_day_is_one_more_and_later(date in dates()) {
        if let Some(next) = date.next() {
            prop_assert_eq!(next.epoch_day(), date.epoch_day() + 1);
            prop_assert!(next > date);
            prop_assert_eq!(next.previous(), Some(date));
            prop_assert_eq!(next.weekday(), date.weekday() % 7 + 1);
        }
    }

    #[test]
    fn what_is_written_is_read_again(
        date in dates(), time in times(), days in days(), months in months(),
    ) {
        for it in [
            Temporal::Date(date),
            Temporal::Time(time),
            Temporal::DateTime(date.at(time)),
            Temporal::DaysDuration(days),
            Temporal::MonthsDuration(months),
        ] {
            let text = match it {
                Temporal::Date(it) => it.to_string(),
                Temporal::Time(it) => it.to_string(),
                Temporal::DateTime(it) => it.to_string(),
                Temporal::DaysDuration(it) => it.to_string(),
                Temporal::MonthsDuration(it) => it.to_string(),
            };
            prop_assert_eq!(at_literal(&text), Some(it), "{}", text);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
        let _ = Temporal::parse(&text);
    }

    #[test]
    fn texts_of_the_alphabet_are_read_or_refused(text in "[-+0-9:.TZPYMDHS@]{0,40}") {
        if let Err(fault) = Temporal::parse(&text) {
            prop_assert!(!fault.sentence().zh.is_empty());
            prop_assert!(fault.sentence().en.ends_with('.'));
        }
    }

    #[test]
    fn what_is_added_can_be_taken_away(date in dates(), time in times(), days in days()) {
        // By the clocks of an offset; those of a region show some hours twice.
        let zone = time.zone().filter(|zone| zone.region_name().is_none());
        let start = date.at(time.with_zone(zone));
        if let Some(sum) = start.plus_days(days) {
            prop_assert_eq!(sum.minus_days(days), Some(start));
            prop_assert_eq!(sum.since(start), Some(days));
            prop_assert_eq!(sum.compare(&start), Some(days.cmp(&DaysDuration::ZERO)));
        }
    }

    #[test]
    fn in_a_region_so_much_time_passes(start in date_times(), days in days()) {
        let sum = start.plus_days(days);
        if let (Some(sum), Some(zone)) = (sum, start.zone()) {
            let passed = sum.since(start).expect("both have zones");
            let error = passed.minus(days).and_then(DaysDuration::abs).expect("near");
            // Only an hour that comes twice is lost: it is read as the first.
            let most = if zone.region_name().is_some() { 86_400 } else { 0 };
            prop_assert!(error.total_seconds() <= most, "{} {}", start, sum);
        }
    }

    #[test]
    fn time_wraps_and_comes_back(time in times(), days in days()) {
        prop_assert_eq!(time.plus_days(days).minus_days(days), time);
        prop_assert_eq!(time.plus_days(DaysDuration::from_seconds(86_400)), time);
    }

    #[test]
    fn months_keep_the_day_or_end_the_month(date in dates(), months in months()) {
        if let Some(sum) = date.plus_months(months) {
            let passed = (sum.year() - date.year()) * 12
                + i64::from(sum.month()) - i64::from(date.month());
            prop_assert_eq!(passed, months.total_months());
            if sum.day() != date.day() {
                prop_assert!(sum.day() < date.day());
                prop_assert!(sum.next().is_none_or(|next| next.day() == 1));
            } else {
                prop_assert_eq!(MonthsDuration::between(date, sum), months);
            }
        }
    }

    #[test]
    fn whole_months_do_not_overshoot(from in dates(), to in dates()) {
        let months = MonthsDuration::between(from, to);
        prop_assert_eq!(Some(MonthsDuration::between(to, from)), months.negate());
        let (first, last) = if from <= to { (from, to) } else { (to, from) };
        let whole = months.abs().expect("in range");
        prop_assert!(first.plus_months(whole).is_some_and(|reached| reached <= last));
    }

    #[test]
    fn comparison_is_an_order(one in date_times(), other in date_times()) {
        let order = one.compare(&other);
        prop_assert_eq!(order.map(std::cmp::Ordering::reverse), other.compare(&one));
        prop_assert_eq!(one.same(&one), Some(true));
        prop_assert_eq!(one.same(&other), Some(order == Some(std::cmp::Ordering::Equal)));
        prop_assert_eq!(order.is_none(), one.zone().is_some() != other.zone().is_some());
    }

    #[test]
    fn sums_of_durations_are_sums(one in days(), other in days()) {
        let sum = one.plus(other);
        prop_assert_eq!(sum, DaysDuration::from_nanos(one.nanos() + other.nanos()));
        prop_assert_eq!(one.minus(other), other.negate().and_then(|it| one.plus(it)));
        let total = i128::from(one.total_seconds()) * 1_000_000_000 + i128::from(one.fraction());
        prop_assert_eq!(total, one.nanos());
        let parts = ((one.days() * 24 + one.hours()) * 60 + one.minutes()) * 60 + one.seconds();
        prop_assert_eq!(parts, one.total_seconds());
    }
}
