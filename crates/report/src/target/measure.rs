//! What kind of quantity a target sets.

use super::classify::last_chars;
use super::phrase::Phrase;
use crate::lexicon::lexicon;
use crate::number::{Kind, Number, before_words};
use crate::reading::Measure;
use crate::text::contains_any;

/// Level, growth, delta, share or rank.
pub(crate) fn of(phrase: &Phrase, number: &Number, subject: &str, action: &str) -> Measure {
    let words = &lexicon().target;
    if number.kind == Kind::Rank {
        return Measure::Rank;
    }
    match number.unit.as_str() {
        "个百分点" => return Measure::Delta,
        "倍" if number.kind == Kind::Figure => return Measure::Growth,
        "%" | "‰" => return of_rate(phrase, subject, action),
        _ => {}
    }
    let added = subject.contains("新增")
        || words
            .delta
            .iter()
            .any(|word| action.starts_with(word.as_str()) || action.ends_with(word.as_str()));
    let works = words
        .not_delta
        .iter()
        .any(|word| action.starts_with(word.as_str()));
    let reached = contains_any(last_chars(phrase.left.trim_end(), 3), &words.reached)
        && ["提高", "减少", "增加"]
            .iter()
            .any(|verb| action.starts_with(verb));
    if added && !works && !reached {
        Measure::Delta
    } else {
        Measure::Level
    }
}

/// A percentage grows where a verb of growth leads to it without 到 or 至, or the
/// subject itself is a rate of growth; otherwise it is a share.
fn of_rate(phrase: &Phrase, subject: &str, action: &str) -> Measure {
    let words = &lexicon().target;
    if ["增速", "涨幅", "增幅", "降幅", "增长率"]
        .iter()
        .any(|w| subject.ends_with(w) || phrase.left.contains(w))
    {
        return Measure::Growth;
    }
    let mut left = phrase.left.trim_end();
    loop {
        let (compared, _) = before_words(left);
        if compared == 0 {
            break;
        }
        left = left[..left.len() - compared].trim_end();
    }
    let own = if left.is_empty() || left.ends_with("分别") {
        phrase.clause
    } else {
        left
    };
    let tail = last_chars(own, 6);
    let reached = ["到", "至", "达", "在", "为"]
        .iter()
        .any(|w| last_chars(own, 1) == *w);
    let grows = words.growth.iter().any(|w| tail.contains(w.as_str()));
    let behind_grows = words
        .growth
        .iter()
        .any(|w| phrase.right.contains(w.as_str()));
    // 「压减环节60%、材料45%」: the verb of the item before is this one's too.
    let carries = phrase.coordinated
        && words.growth.iter().any(|w| action == w)
        && !["达", "到", "至", "率", "比"]
            .iter()
            .any(|w| phrase.left.contains(w));
    if carries
        || (grows && !reached)
        || (phrase.left.trim().is_empty()
            && !phrase.clause.is_empty()
            && phrase.clause.contains("增长"))
        || (behind_grows && !grows)
    {
        Measure::Growth
    } else {
        Measure::Share
    }
}
