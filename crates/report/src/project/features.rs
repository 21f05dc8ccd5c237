//! What a stretch is like, for the model of named works.

use super::candidates::{Stretch, Words, separates};
use crate::background::{RUN_CHARS_MAX, reports_with};
use crate::model::Features;
use crate::text::{ends_clause, is_han_numeral};

/// What a stretch is like. `known` is 1 where the background was counted over
/// the very report that is read, as in training, else 0.
pub(crate) fn features(words: &Words, stretch: Stretch, known: u8) -> Features {
    let Stretch { from, to } = stretch;
    let mut out = Features::default();
    let chars = &words.chars;
    let size = to - from;
    let inside = &chars[from..to];
    let (clause_from, clause_to) = words.clause[from];
    let at = |place: Option<usize>| place.and_then(|p| chars.get(p)).copied().unwrap_or('^');
    let before = at(from.checked_sub(1));
    let behind = at(Some(to));

    // Its own words.
    let tail = |count: usize| words.text(to.saturating_sub(count).max(from), to);
    let head = |count: usize| words.text(from, (from + count).min(to));
    out.add("all", &words.text(from, to));
    for (count, first, last) in [
        (1, "h1", "t1"),
        (2, "h2", "t2"),
        (3, "h3", "t3"),
        (4, "h4", "t4"),
    ] {
        out.add(first, &head(count));
        out.add(last, &tail(count));
    }
    for pair in inside.windows(2) {
        out.add("in", &pair.iter().collect::<String>());
    }
    let bucket = match size {
        0..=8 => size,
        9..=12 => 10,
        13..=18 => 15,
        19..=26 => 22,
        _ => 30,
    }
    .to_string();
    out.add("size", &bucket);
    let head_word = words.head_ends[to].min(size);
    let head_word = words.text(to - head_word, to);
    out.add("head", &head_word);
    let named = size > head_word.chars().count();
    out.add("head+named", &format!("{head_word} {named}"));
    let place = words.place_starts[from].min(size);
    out.add("place", &format!("{} {}", place > 0, place == size));
    out.add(
        "place+head",
        &format!("{} {}", place > 0, !head_word.is_empty()),
    );
    let quoted = inside.first() == Some(&'“') && inside.last() == Some(&'”');
    out.flag("quoted", quoted);
    out.flag("digits", inside.iter().any(char::is_ascii_digit));
    out.flag("latin", inside.iter().any(char::is_ascii_alphabetic));
    out.flag("numeral", inside.iter().any(|ch| is_han_numeral(*ch)));
    out.flag("of", inside.contains(&'的'));
    let inner_verbs = (from + 1..=to).filter(|end| {
        let length = words.verb_ends[*end];
        length > 0 && *end - from >= length
    });
    out.add("verbs inside", &inner_verbs.count().min(4).to_string());
    let opens = words.verb_starts[from].min(size);
    out.add("opens with verb", &words.text(from, from + opens));

    // How common its words are in the genre.
    let common = |run: &[char]| -> u8 {
        match reports_with(run).saturating_sub(known) {
            0..=1 => 0,
            2..=3 => 2,
            4..=6 => 4,
            7..=10 => 7,
            _ => 11,
        }
    };
    let whole = if size <= RUN_CHARS_MAX {
        common(inside)
    } else {
        1
    };
    out.add("common", &format!("{whole} {}", size.min(7)));
    out.add("common+head", &format!("{whole} {head_word}"));
    let runs = |length: usize| inside.windows(length).map(common);
    let rare3 = runs(3).filter(|count| *count == 0).count();
    out.add("rare3", &format!("{} {}", rare3.min(6), size.min(12)));
    out.add("rarest4", &runs(4).min().unwrap_or(0).to_string());
    out.add("commonest5", &runs(5).max().unwrap_or(0).to_string());
    for length in [2, 3, 4] {
        let opening = &inside[..length.min(size)];
        out.add("opening common", &format!("{length} {}", common(opening)));
    }
    out.add("rare+place", &format!("{} {}", rare3.min(3), place > 0));
    out.add("rare+quoted", &format!("{} {quoted}", rare3.min(3)));

    // A joint name: several items that share the head of the last.
    let items: Vec<&[char]> = inside.split(|ch| *ch == '、').collect();
    let joints = items.len() - 1;
    out.add("joints", &joints.min(5).to_string());
    out.add(
        "and inside",
        &format!("{} {}", inside.contains(&'和'), joints.min(2)),
    );
    out.flag("and so on inside", inside.contains(&'等'));
    if joints > 0 {
        let mut end = from;
        let mut headed = 0;
        let mut longest = 0;
        for item in &items[..joints] {
            end += item.len();
            headed += usize::from(words.head_ends[end] > 0);
            longest = longest.max(item.len());
            end += 1;
        }
        out.add(
            "joint heads",
            &format!("{} {}", headed.min(2), headed == joints),
        );
        out.add(
            "joint sizes",
            &format!("{} {}", longest.min(10), items[joints].len().min(12)),
        );
        out.add("joint tail", &format!("{} {}", tail(2), longest.min(6)));
        let places = words.place_starts[from] > 0;
        out.add(
            "joint of places",
            &format!("{places} {}", words.place_starts[from] == items[0].len()),
        );
    }

    // What stands around it.
    let left = |count: usize| words.text(from.saturating_sub(count).max(clause_from), from);
    let right = |count: usize| words.text(to, (to + count).min(clause_to));
    for (count, name_left, name_right) in [
        (1, "l1", "r1"),
        (2, "l2", "r2"),
        (3, "l3", "r3"),
        (4, "l4", "r4"),
    ] {
        out.add(name_left, &left(count));
        out.add(name_right, &right(count));
    }
    let verb = words.text(from - words.verb_ends[from].min(from), from);
    out.add("verb", &verb);
    let governing = (clause_from..=from)
        .rev()
        .find(|end| words.verb_ends[*end] > 0)
        .map_or(String::new(), |end| {
            words.text(end - words.verb_ends[end], end)
        });
    out.add("governing", &governing);
    out.add("governing+head", &format!("{governing} {head_word}"));
    out.add("governing+tail", &format!("{governing} {}", tail(2)));
    out.add("edges", &format!("{} {}", edge(before), edge(behind)));
    out.add(
        "edges+head",
        &format!(
            "{} {} {}",
            edge(before),
            edge(behind),
            !head_word.is_empty()
        ),
    );
    out.add(
        "edges+verb",
        &format!("{} {} {}", edge(before), edge(behind), !verb.is_empty()),
    );
    out.add(
        "edges+size",
        &format!("{} {} {bucket}", edge(before), edge(behind)),
    );
    let follows = words.text(to, to + words.tail_starts.get(to).copied().unwrap_or(0));
    out.add("follows", &follows);
    out.add("follows+head", &format!("{follows} {head_word}"));
    out.add("follows+verb", &format!("{follows} {governing}"));
    let next_verb = words.text(to, to + words.verb_starts.get(to).copied().unwrap_or(0));
    out.add("next verb", &next_verb);

    // The list it may be an item of, and the head at the list's end.
    let rest = &chars[to..clause_to.max(to)];
    let so_on = rest.iter().position(|ch| *ch == '等');
    let after: String = so_on.map_or(String::new(), |at| rest[at + 1..].iter().take(4).collect());
    out.add("after so on", &after);
    out.flag("so on behind", so_on.is_some());
    let clause_tail = words.text(clause_to.saturating_sub(2).max(to), clause_to);
    let clause_tail4 = words.text(clause_to.saturating_sub(4).max(to), clause_to);
    out.add("clause ends", &clause_tail);
    out.add("clause ends wide", &clause_tail4);
    out.add("clause ends+tail", &format!("{clause_tail} {}", tail(2)));
    out.add("clause ends+head", &format!("{clause_tail4} {head_word}"));
    let list_head = rest
        .iter()
        .position(|ch| *ch == '等')
        .and_then(|at| (to + at + 1..=clause_to).find(|end| words.head_ends[*end] > 0))
        .map_or(String::new(), |end| {
            words.text(end - words.head_ends[end], end)
        });
    out.add("list head", &list_head);
    let separators_left = chars[clause_from..from]
        .iter()
        .filter(|ch| **ch == '、')
        .count();
    let separators_right = rest.iter().filter(|ch| **ch == '、').count();
    out.add(
        "list",
        &format!("{} {}", separators_left.min(3), separators_right.min(3)),
    );
    out.add(
        "list+joints",
        &format!(
            "{} {} {}",
            separators_left.min(2),
            separators_right.min(2),
            joints.min(3)
        ),
    );
    if before == '、' {
        let item_from = chars[clause_from..from - 1]
            .iter()
            .rposition(|ch| *ch == '、')
            .map_or(clause_from, |at| clause_from + at + 1);
        let neighbour = words.text((from - 1).saturating_sub(2).max(item_from), from - 1);
        out.add("left neighbour", &neighbour);
        out.add(
            "left neighbour headed",
            &(words.head_ends[from - 1] > 0).to_string(),
        );
    }
    if behind == '、' {
        let item_to = rest[1..]
            .iter()
            .position(|ch| matches!(ch, '、' | '等'))
            .map_or(clause_to, |at| to + 1 + at);
        out.add(
            "right neighbour",
            &words.text(item_to.saturating_sub(2).max(to), item_to),
        );
        out.add(
            "right neighbour headed",
            &(words.head_ends[item_to] > 0).to_string(),
        );
        out.add("right neighbour size", &(item_to - to).min(12).to_string());
    }
    // An item exactly as the list has it, and what the list is closed by.
    let starts_item = from == clause_from || before == '、' || !verb.is_empty();
    let ends_item = to == clause_to || matches!(behind, '、' | '等' | '和' | '及');
    let closing = closing(&rest.iter().collect::<String>());
    out.add("closing", closing);
    out.add(
        "item+closing",
        &format!("{starts_item} {ends_item} {} {closing}", joints.min(1)),
    );
    out.add(
        "item+closing+rare",
        &format!(
            "{starts_item} {ends_item} {} {closing} {}",
            joints.min(1),
            rare3 > 1
        ),
    );
    out.add(
        "item+head",
        &format!("{starts_item} {ends_item} {head_word}"),
    );
    out.add(
        "item+verb+tail",
        &format!("{starts_item} {ends_item} {governing} {follows}"),
    );
    out.flag("clause starts", from == clause_from);
    out.flag("whole clause", from == clause_from && to == clause_to);
    out
}

/// What closes the list that a stretch may stand in: 等重点项目, 等12个项目开工.
fn closing(rest: &str) -> &'static str {
    let Some((_, after)) = rest.split_once('等') else {
        return "none";
    };
    let after: String = after.chars().take(16).collect();
    let holds = |words: &[&str]| words.iter().any(|word| after.contains(word));
    if holds(&["项目"]) {
        "projects"
    } else if holds(&["工程"]) {
        "works"
    } else if holds(&[
        "平台", "载体", "片区", "园区", "街区", "基地", "场馆", "学校", "医院", "校区", "院区",
        "铁路", "高速", "公路", "机场", "水库", "灌区",
    ]) {
        "facilities"
    } else if holds(&[
        "产业", "企业", "行动", "政策", "服务", "活动", "群体", "领域",
    ]) {
        "kinds"
    } else {
        "other"
    }
}

/// What kind of character stands at an edge.
fn edge(ch: char) -> &'static str {
    match ch {
        '^' => "end",
        '、' => "list",
        '和' | '与' | '及' => "and",
        '等' => "so on",
        '的' => "of",
        '“' | '”' => "quote",
        _ if ends_clause(ch) => "clause",
        _ if separates(ch) => "mark",
        _ if ch.is_ascii_digit() => "digit",
        _ => "word",
    }
}
