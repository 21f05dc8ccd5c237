//! What stands before the report: its title, whose it is, and its year.

use youwei_base::AreaCode;

use crate::body::Body;
use crate::layout::Zone;
use crate::place;
use crate::text::inked;

/// What the front of a report says.
pub(crate) struct Front {
    pub title: String,
    pub place: String,
    pub home: Option<AreaCode>,
    pub year: Option<i16>,
}

/// Longest line taken for a title, in characters.
const TITLE_CHARS_MAX: usize = 40;

pub(crate) fn front(text: &str, body: &Body) -> Front {
    let front: Vec<&str> = body
        .paragraphs
        .iter()
        .filter(|p| p.zone == Zone::Front)
        .map(|p| p.span.of(text))
        .collect();
    let all: Vec<&str> = body.paragraphs.iter().map(|p| p.span.of(text)).collect();
    let titles = |lines: &[&str]| {
        lines
            .iter()
            .find(|line| inked(line) <= TITLE_CHARS_MAX && line.contains("工作报告"))
            .map(|line| (*line).to_owned())
    };
    let title = titles(&front)
        .or_else(|| titles(&all[..all.len().min(12)]))
        .unwrap_or_default();
    let head = front.join("\n");
    let home = place::home(&format!("{title}\n{head}"), text);
    Front {
        place: home.map_or_else(|| congress_place(&head), |area| area.name.to_owned()),
        home: home.map(|area| area.code),
        year: year(&title, &head, text, body),
        title,
    }
}

/// The place in 「在云泽市第九届人民代表大会…」, for a place in no table.
fn congress_place(front: &str) -> String {
    front
        .split_once("人民代表大会")
        .and_then(|(before, _)| before.rsplit_once('在'))
        .and_then(|(_, place)| place.split_once('第'))
        .map(|(place, _)| place.trim().to_owned())
        .filter(|place| (2..=12).contains(&inked(place)))
        .unwrap_or_default()
}

/// The year of the tasks: in the title, in the date of the session, in the
/// heading over this year's work.
fn year(title: &str, front: &str, text: &str, body: &Body) -> Option<i16> {
    first_year(title)
        .or_else(|| {
            front
                .lines()
                .filter(|line| line.contains('年') && line.contains("会"))
                .find_map(first_year)
        })
        .or_else(|| {
            body.headings
                .iter()
                .filter(|found| found.level == 1)
                .map(|found| found.title.of(text))
                .filter(|title| !title.contains("回顾"))
                .filter_map(first_year)
                .max()
        })
        .or_else(|| front.lines().find_map(first_year))
}

/// The first year written as four digits before 年; Chinese digits count too.
fn first_year(text: &str) -> Option<i16> {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(5).find_map(|window| {
        if window[4] != '年' {
            return None;
        }
        let mut year = 0;
        for ch in &window[..4] {
            let digit = ch
                .to_digit(10)
                .map(u64::from)
                .or_else(|| crate::number::han_digit(*ch))?;
            year = year * 10 + i16::try_from(digit).ok()?;
        }
        (1950..2100).contains(&year).then_some(year)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_in_both_numerals() {
        assert_eq!(first_year("2026年云泽市政府工作报告"), Some(2026));
        assert_eq!(first_year("二〇二六年一月"), Some(2026));
        assert_eq!(first_year("第十五个五年"), None);
    }

    #[test]
    fn an_unknown_city_is_named_by_its_congress() {
        let line = "——2026年1月14日在云泽市第九届人民代表大会第五次会议上";
        assert_eq!(congress_place(line), "云泽市");
        assert_eq!(congress_place("无"), "");
    }
}
