use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn official() -> &'static WorkCalendar {
    WorkCalendar::official()
}

#[test]
fn the_embedded_calendar_reads_and_has_every_year() {
    let read = WorkCalendar::read(include_str!("../../data/calendar.toml")).unwrap();
    assert_eq!(
        read.years().collect::<Vec<_>>(),
        (2013..=2026).collect::<Vec<_>>()
    );
    assert_eq!(&read, official());
}

#[test]
fn the_last_day_of_a_limit_is_the_nth_work_day_after_its_start() {
    for (from, n, last) in [
        ("2026-09-21", 20, "2026-10-26"),
        ("2026-02-10", 10, "2026-03-02"),
        ("2026-01-20", 30, "2026-03-09"),
        ("2025-09-26", 5, "2025-10-10"),
        ("2026-09-21", 5, "2026-09-29"),
        ("2026-09-21", 0, "2026-09-21"),
        ("2026-10-03", 0, "2026-10-03"),
        ("2025-12-31", 1, "2026-01-04"),
    ] {
        assert_eq!(
            official().after(day(from), n, true),
            Ok(day(last)),
            "{from} + {n}"
        );
        assert_eq!(
            official().between(day(from), day(last), true),
            Ok(i32::try_from(n).unwrap()),
            "{from} to {last}"
        );
    }
}

#[test]
fn calendar_days_are_counted_without_a_calendar_of_work_days() {
    let none = WorkCalendar::default();
    assert_eq!(
        none.after(day("2027-12-30"), 5, false),
        Ok(day("2028-01-04"))
    );
    assert_eq!(
        none.before(day("2028-01-04"), 5, false),
        Ok(day("2027-12-30"))
    );
    assert_eq!(
        none.between(day("2027-12-30"), day("2028-01-04"), false),
        Ok(5)
    );
    assert_eq!(
        none.between(day("2028-01-04"), day("2027-12-30"), false),
        Ok(-5)
    );
    assert_eq!(
        none.between(day("2026-01-31"), day("2027-03-01"), false),
        Ok(394)
    );
}

#[test]
fn days_of_a_year_stand_in_the_notice_of_the_next_one_too() {
    // The notice for 2019 moved a Saturday and a Monday of 2018; that for 2023 a Saturday of 2022.
    assert_eq!(official().is_workday(day("2018-12-29")), Ok(true));
    assert_eq!(official().is_workday(day("2018-12-31")), Ok(false));
    assert_eq!(official().is_workday(day("2022-12-31")), Ok(false));
    assert_eq!(
        official().after(day("2018-12-28"), 2, true),
        Ok(day("2019-01-02"))
    );
}

#[test]
fn a_year_that_is_not_published_is_refused_with_a_next_step() {
    for (asked, year) in [
        (official().is_workday(day("2027-01-04")).err(), 2027),
        (official().after(day("2026-12-31"), 1, true).err(), 2027),
        (
            official().after(day("2026-12-31"), u32::MAX, true).err(),
            2027,
        ),
        (official().before(day("2013-01-04"), 10, true).err(), 2012),
        (
            official()
                .between(day("2026-12-01"), day("2027-02-01"), true)
                .err(),
            2027,
        ),
    ] {
        let refused = asked.unwrap();
        assert_eq!(refused.year, year);
        assert!(refused.said().zh.contains(&year.to_string()), "{refused}");
        assert!(refused.said().zh.ends_with('。'), "{refused}");
    }
    assert!(official().after(day("2026-12-31"), 0, true).is_ok());
}

#[test]
fn a_city_adds_a_notice_that_came_out_later() {
    let later = WorkCalendar::read(
        "[[year]]\nyear = 2027\nsource = [\"https://example.gov.cn/1\"]\n\
         rest = [{ name = \"元旦\", from = 2027-01-01, to = 2027-01-03 }]\nwork = [2026-12-27]\n",
    )
    .unwrap();
    let both = official().clone().overlaid(&later);
    assert_eq!(both.is_workday(day("2026-12-27")), Ok(true));
    assert_eq!(
        both.after(day("2026-12-31"), 1, true),
        Ok(day("2027-01-04"))
    );
    assert_eq!(both.is_workday(day("2026-10-01")), Ok(false));
}

#[test]
fn a_calendar_that_contradicts_itself_is_refused() {
    let head = "[[year]]\nyear = 2027\nsource = [\"x\"]\n";
    for (text, says) in [
        ("year = 3".to_owned(), "读不懂"),
        ("[[year]]\nyear = 2027\nsource = []\n".to_owned(), "出处"),
        (format!("{head}{head}"), "两次"),
        (
            format!("{head}work = [2027-01-02, 2027-01-02]\n"),
            "2027-01-02写了两次",
        ),
        (
            format!("{head}rest = [{{ name = \"元旦\", from = 2027-01-03, to = 2027-01-01 }}]\n"),
            "起止",
        ),
        (
            format!("{head}rest = [{{ name = \"元旦\", from = 2027-01-01, to = 2207-01-01 }}]\n"),
            "起止",
        ),
        (format!("{head}work = [2027-01-02T10:00:00]\n"), "不是日期"),
    ] {
        let refused = WorkCalendar::read(&text).unwrap_err();
        assert!(refused.zh.contains(says), "{refused} should say {says}");
    }
}

proptest! {
    #[test]
    fn counting_forth_and_back_agree(ahead in 0_i32..4_300, n in 0_u32..400, workdays: bool) {
        let start = day("2013-06-01").checked_add(jiff::Span::new().days(ahead)).unwrap();
        let last = official().after(start, n, workdays).unwrap();
        prop_assert_eq!(official().between(start, last, workdays), Ok(i32::try_from(n).unwrap()));
        prop_assert_eq!(official().between(last, start, workdays), Ok(-i32::try_from(n).unwrap()));
        if n > 0 && workdays {
            prop_assert!(official().is_workday(last).unwrap());
            // Going back the same number leads to the start if that counted, or to the last
            // one that did.
            let back = official().before(last, n, true).unwrap();
            prop_assert!(back <= start);
            prop_assert_eq!(official().between(back, start, true), Ok(0));
        }
    }

    #[test]
    fn adding_twice_is_adding_the_sum(ahead in 0_i32..4_300, n in 0_u32..150, m in 0_u32..150) {
        let start = day("2013-01-01").checked_add(jiff::Span::new().days(ahead)).unwrap();
        let there = official().after(start, n, true).unwrap();
        prop_assert_eq!(official().after(there, m, true), official().after(start, n + m, true));
    }
}
