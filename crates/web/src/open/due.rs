//! `/units/{unit}/due.ics`: the days by which a unit must have acted, as a calendar that
//! any calendar program follows (RFC 5545): ends of time limits, and due days of the
//! commitments that it leads. It says what everybody may know: no person stands in it.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use youwei_base::{Bilingual, Day};
use youwei_system::authority::unit_of;
use youwei_system::declaration::System;
use youwei_system::record::Record;

use super::ids::uuid_of;
use super::promises;
use super::site::Site;
use crate::app::State;
use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use crate::kept::{Kept, answer};
use crate::pages::systems::sight::Sight;
use crate::pages::systems::value::plain;

const CALENDAR: &str = "text/calendar; charset=utf-8";

/// A line is no longer than this in bytes (RFC 5545, 3.1).
const LINE_BYTES: usize = 75;

/// The moment at which a day begins in China.
pub(super) fn midnight(day: Day) -> Option<Timestamp> {
    let start = day.at(0, 0, 0, 0);
    let zoned = start.to_zoned(TimeZone::fixed(Offset::constant(8)));
    zoned.ok().map(|it| it.timestamp())
}

/// A unit that feeds are asked for.
pub(super) fn unit(ask: &Ask) -> Result<(String, Bilingual), Fault> {
    let id = ask.part("unit");
    let name = ask.app.names().units.name(id);
    let name = name.ok_or_else(|| {
        Fault::not_found(
            format!("没有单位“{id}”。各单位的订阅地址在“开放数据”页（/open）。"),
            format!(
                "There is no unit “{id}”. The page “Open data” (/open) lists the feeds of each."
            ),
        )
    })?;
    Ok((id.to_owned(), name.clone()))
}

/// One day by which something is due.
struct Due {
    uid: String,
    day: Day,
    /// When it was last changed.
    stamp: Timestamp,
    summary: String,
    description: String,
    address: String,
    category: &'static str,
}

/// `GET /units/{unit}/due.ics`.
pub(crate) fn calendar(ask: &Ask) -> Answer {
    let (id, name) = unit(ask)?;
    let site = Site::of(ask);
    let state = ask.state();
    let mut all = limits(ask, &state, &site, &id);
    all.extend(commitments(ask, &state, &site, &id));
    drop(state);
    all.sort_by(|a, b| (a.day, &a.uid).cmp(&(b.day, &b.uid)));
    let title = ask.lang.pick(
        format!("{}到期日", name.zh),
        format!("{}: due days", name.en),
    );
    Ok(answer(
        &ask.headers,
        CALENDAR,
        Kept::Seconds,
        written(&title, &all),
    ))
}

/// The time limits that run for records of the unit, and those that went up to it.
fn limits(ask: &Ask, state: &State, site: &Site, unit: &str) -> Vec<Due> {
    let mut all = Vec::new();
    for system in ask.app.ground.systems() {
        let Some(listing) = state
            .listing(&system.id)
            .filter(|_| Sight::Public.any(system))
        else {
            continue;
        };
        for (at, clock) in system.clocks.iter().enumerate() {
            for (day, record) in listing.waiting(at) {
                let Some(record) = listing
                    .id(record)
                    .and_then(|it| state.record(&system.id, it))
                else {
                    continue;
                };
                let kept = record.clocks.iter().find(|it| it.clock == clock.id);
                let raised = kept.and_then(|it| it.escalated.as_deref()) == Some(unit);
                if unit_of(system, record) != unit && !raised {
                    continue;
                }
                let started = kept.map(|it| it.started.to_string()).unwrap_or_default();
                let title = title(system, record);
                let id = uuid_of(&[&site.origin, &system.id, &record.id, &clock.id, &started]);
                let over = ask.lang.pick("已升级：", "raised: ");
                all.push(Due {
                    uid: format!("urn:uuid:{id}"),
                    day,
                    stamp: record.touched,
                    summary: ask.lang.pick(
                        format!(
                            "{}{}到期：{title}",
                            if raised { over } else { "" },
                            clock.name.zh
                        ),
                        format!(
                            "{}{} ends: {title}",
                            if raised { over } else { "" },
                            clock.name.en
                        ),
                    ),
                    description: ask.lang.pick(
                        format!("{} {}，自 {started} 起算。", system.name.zh, record.id),
                        format!("{} {}, counted from {started}.", system.name.en, record.id),
                    ),
                    address: site.page(&format!("/systems/{}/records/{}", system.id, record.id)),
                    category: ask.lang.pick("时限", "time limit"),
                });
            }
        }
    }
    all
}

/// What a record is called, to everybody.
fn title(system: &System, record: &Record) -> String {
    let field = system
        .fields
        .get(system.title)
        .filter(|it| Sight::Public.sees(it));
    let value = field
        .and_then(|_| record.values.get(system.title))
        .map(plain);
    value
        .filter(|it| !it.is_empty())
        .unwrap_or_else(|| record.id.to_string())
}

/// The commitments that the unit leads and that have a due day.
fn commitments(ask: &Ask, state: &State, site: &Site, unit: &str) -> Vec<Due> {
    let units = &ask.app.names().units;
    let led = promises::open(state).filter(|(_, _, it)| {
        let lead = it.lead.as_deref().and_then(|it| units.meant(it));
        lead.is_some_and(|it| &**it == unit)
    });
    let due = led.filter_map(|(report, account, it)| {
        let day = it.due_day()?;
        // Every commitment has at least the entry that read it.
        let stamp = account.history(&it.id).last().map(|it| it.time);
        let stamp = stamp.or_else(|| account.report_history().last().map(|it| it.time))?;
        let id = uuid_of(&[&site.origin, report, &it.id, "due"]);
        let query: String = form_urlencoded::byte_serialize(report.as_bytes()).collect();
        Some(Due {
            uid: format!("urn:uuid:{id}"),
            day,
            stamp,
            summary: ask.lang.pick(
                format!("承诺到期：{}", it.text),
                format!("Commitment due: {}", it.text),
            ),
            description: it.text.clone(),
            address: site.page(&format!("/commitments/{}?report={query}", it.id)),
            category: ask.lang.pick("承诺", "commitment"),
        })
    });
    due.collect()
}

/// The calendar as text.
fn written(title: &str, all: &[Due]) -> String {
    let mut out = String::new();
    let mut say = |line: &str| fold(line, &mut out);
    say("BEGIN:VCALENDAR");
    say("VERSION:2.0");
    say("PRODID:-//Youwei//due days//ZH");
    say("CALSCALE:GREGORIAN");
    say("METHOD:PUBLISH");
    say(&format!("X-WR-CALNAME:{}", escaped(title)));
    say(&format!("NAME:{}", escaped(title)));
    say("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    for it in all {
        say("BEGIN:VEVENT");
        say(&format!("UID:{}", it.uid));
        say(&format!("DTSTAMP:{}", utc(it.stamp)));
        say(&format!("DTSTART;VALUE=DATE:{}", it.day.strftime("%Y%m%d")));
        say(&format!("SUMMARY:{}", escaped(&it.summary)));
        say(&format!("DESCRIPTION:{}", escaped(&it.description)));
        say(&format!("CATEGORIES:{}", escaped(it.category)));
        say(&format!("URL:{}", it.address));
        // It takes nobody's time.
        say("TRANSP:TRANSPARENT");
        say("END:VEVENT");
    }
    say("END:VCALENDAR");
    out
}

fn utc(moment: Timestamp) -> String {
    moment.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text as a value (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Writes a line, in pieces if it is too long, none of which ends within a character.
fn fold(line: &str, out: &mut String) {
    let mut bytes = 0;
    for c in line.chars() {
        if bytes + c.len_utf8() > LINE_BYTES {
            out.push_str("\r\n ");
            bytes = 1;
        }
        out.push(c);
        bytes += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_are_escaped_as_the_standard_says() {
        for (text, said) in [
            ("开工核查", "开工核查"),
            ("a;b,c\\d", "a\\;b\\,c\\\\d"),
            ("一\n二\r", "一\\n二"),
        ] {
            assert_eq!(escaped(text), said);
        }
    }

    #[test]
    fn a_day_begins_at_midnight_in_china() {
        let day = "2026-03-31".parse().unwrap();
        assert_eq!(midnight(day).unwrap().to_string(), "2026-03-30T16:00:00Z");
    }

    proptest! {
        #[test]
        fn folded_lines_are_short_and_unfold_to_what_they_were(text in "\\PC{0,200}") {
            let mut out = String::new();
            fold(&text, &mut out);
            for line in out.trim_end_matches("\r\n").split("\r\n") {
                prop_assert!(line.len() <= LINE_BYTES, "{}", line.len());
            }
            prop_assert_eq!(out.replace("\r\n ", ""), format!("{text}\r\n"));
        }
    }
}
