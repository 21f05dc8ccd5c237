//! What a stretch is like, for the model of named works.

use super::candidates::{Stretch, Words, separates};
use crate::background::{RUN_CHARS_MAX, reports_with};
use crate::model::{Features, feature};
use crate::text::{ends_clause, is_han_numeral};

/// Notes what a stretch is like. `known` is 1 where the background was counted over
/// the very report that is read, as in training, else 0.
pub(crate) fn note(out: &mut Features, words: &Words, stretch: Stretch, known: u8) {
    let Stretch { from, to } = stretch;
    let chars = words.chars.as_slice();
    let size = to - from;
    let inside = &chars[from..to];
    let (clause_from, clause_to) = words.clause[from];
    let clause_to = clause_to.max(to);
    let at = |place: Option<usize>| place.and_then(|p| chars.get(p)).copied().unwrap_or('^');
    let before = at(from.checked_sub(1));
    let behind = at(Some(to));

    // Its own words.
    let tail = |count: usize| &chars[to.saturating_sub(count).max(from)..to];
    let head = |count: usize| &chars[from..(from + count).min(to)];
    out.note(feature("all").run(inside));
    for count in 1..=4 {
        out.note(feature("opens").number(count).run(head(count as usize)));
        out.note(feature("ends").number(count).run(tail(count as usize)));
    }
    for pair in inside.windows(2) {
        out.note(feature("in").run(pair));
    }
    let bucket = match size {
        0..=8 => size,
        9..=12 => 10,
        13..=18 => 15,
        19..=26 => 22,
        _ => 30,
    } as u64;
    out.note(feature("size").number(bucket));
    let head_word = &chars[to - words.head_ends[to].min(size)..to];
    let headed = !head_word.is_empty();
    out.note(feature("head").run(head_word));
    out.note(
        feature("head+named")
            .run(head_word)
            .flag(size > head_word.len()),
    );
    let place = words.place_starts[from].min(size);
    out.note(feature("place").flag(place > 0).flag(place == size));
    out.note(feature("place+head").flag(place > 0).flag(headed));
    let quoted = inside.first() == Some(&'“') && inside.last() == Some(&'”');
    out.flag("quoted", quoted);
    out.flag("digits", inside.iter().any(char::is_ascii_digit));
    out.flag("latin", inside.iter().any(char::is_ascii_alphabetic));
    out.flag("numeral", inside.iter().any(|ch| is_han_numeral(*ch)));
    out.flag("of", inside.contains(&'的'));
    let inner_verbs = (from + 1..=to)
        .filter(|end| words.verb_ends[*end] > 0 && *end - from >= words.verb_ends[*end])
        .count();
    out.note(feature("verbs inside").number(inner_verbs.min(4) as u64));
    let opens = words.verb_starts[from].min(size);
    out.note(feature("opens with verb").run(&chars[from..from + opens]));

    // How common its words are in the genre.
    let common = |run: &[char]| -> u64 {
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
    out.note(feature("common").number(whole).number(size.min(7) as u64));
    out.note(feature("common+head").number(whole).run(head_word));
    let rare = inside.windows(3).filter(|run| common(run) == 0).count() as u64;
    out.note(
        feature("rare")
            .number(rare.min(6))
            .number(size.min(12) as u64),
    );
    let rarest = inside.windows(4).map(common).min().unwrap_or(0);
    out.note(feature("rarest").number(rarest));
    let commonest = inside.windows(5).map(common).max().unwrap_or(0);
    out.note(feature("commonest").number(commonest));
    for length in 2..=4 {
        let opening = &inside[..length.min(size)];
        out.note(
            feature("opening common")
                .number(length as u64)
                .number(common(opening)),
        );
    }
    out.note(feature("rare+place").number(rare.min(3)).flag(place > 0));
    out.note(feature("rare+quoted").number(rare.min(3)).flag(quoted));

    // A joint name: several items that share the head of the last.
    let joints = inside.iter().filter(|ch| **ch == '、').count();
    out.note(feature("joints").number(joints.min(5) as u64));
    out.note(
        feature("and inside")
            .flag(inside.contains(&'和'))
            .number(joints.min(2) as u64),
    );
    out.flag("and so on inside", inside.contains(&'等'));
    if joints > 0 {
        note_joint(out, words, stretch, joints, tail(2));
    }

    // What stands around it.
    for count in 1..=4_usize {
        let left = &chars[from.saturating_sub(count).max(clause_from)..from];
        let right = &chars[to..(to + count).min(clause_to)];
        out.note(feature("left").number(count as u64).run(left));
        out.note(feature("right").number(count as u64).run(right));
    }
    let verb = &chars[from - words.verb_ends[from].min(from)..from];
    out.note(feature("verb").run(verb));
    let governing = (clause_from..=from)
        .rev()
        .find(|end| words.verb_ends[*end] > 0)
        .map_or(&chars[..0], |end| &chars[end - words.verb_ends[end]..end]);
    out.note(feature("governing").run(governing));
    out.note(feature("governing+head").run(governing).run(head_word));
    out.note(feature("governing+tail").run(governing).run(tail(2)));
    let edges = feature("edges").number(edge(before)).number(edge(behind));
    out.note(edges);
    out.note(edges.number(1).flag(headed));
    out.note(edges.number(2).flag(!verb.is_empty()));
    out.note(edges.number(3).number(bucket));
    let follows = &chars[to..(to + words.tail_starts[to]).min(chars.len())];
    out.note(feature("follows").run(follows));
    out.note(feature("follows+head").run(follows).run(head_word));
    out.note(feature("follows+verb").run(follows).run(governing));
    let next_verb = &chars[to..(to + words.verb_starts[to]).min(chars.len())];
    out.note(feature("next verb").run(next_verb));

    // The list it may be an item of, and the head at the list's end.
    let rest = &chars[to..clause_to];
    let so_on = rest.iter().position(|ch| *ch == '等');
    let after = so_on.map_or(&rest[..0], |at| &rest[at + 1..(at + 5).min(rest.len())]);
    out.note(feature("after so on").run(after));
    out.flag("so on behind", so_on.is_some());
    let clause_tail = &rest[rest.len().saturating_sub(2)..];
    let clause_tail4 = &rest[rest.len().saturating_sub(4)..];
    out.note(feature("clause ends").run(clause_tail));
    out.note(feature("clause ends wide").run(clause_tail4));
    out.note(feature("clause ends+tail").run(clause_tail).run(tail(2)));
    out.note(feature("clause ends+head").run(clause_tail4).run(head_word));
    let list_head = so_on
        .and_then(|at| (to + at + 1..=clause_to).find(|end| words.head_ends[*end] > 0))
        .map_or(&rest[..0], |end| &chars[end - words.head_ends[end]..end]);
    out.note(feature("list head").run(list_head));
    let lists = |part: &[char]| part.iter().filter(|ch| **ch == '、').count() as u64;
    let (left, right) = (lists(&chars[clause_from..from]), lists(rest));
    out.note(feature("list").number(left.min(3)).number(right.min(3)));
    out.note(
        feature("list+joints")
            .number(left.min(2))
            .number(right.min(2))
            .number(joints.min(3) as u64),
    );
    if before == '、' {
        let item_from = chars[clause_from..from - 1]
            .iter()
            .rposition(|ch| *ch == '、')
            .map_or(clause_from, |at| clause_from + at + 1);
        let neighbour = &chars[(from - 1).saturating_sub(2).max(item_from)..from - 1];
        out.note(feature("left neighbour").run(neighbour));
        out.note(feature("left neighbour headed").flag(words.head_ends[from - 1] > 0));
    }
    if behind == '、' {
        let item_to = rest[1..]
            .iter()
            .position(|ch| matches!(ch, '、' | '等'))
            .map_or(clause_to, |at| to + 1 + at);
        let neighbour = &chars[item_to.saturating_sub(2).max(to)..item_to];
        out.note(feature("right neighbour").run(neighbour));
        out.note(feature("right neighbour headed").flag(words.head_ends[item_to] > 0));
        out.note(feature("right neighbour size").number((item_to - to).min(12) as u64));
    }

    // An item exactly as the list has it, and what the list is closed by.
    let starts_item = from == clause_from || before == '、' || !verb.is_empty();
    let ends_item = to == clause_to || matches!(behind, '、' | '等' | '和' | '及');
    let closing = so_on.map_or(0, |at| closing(&rest[at + 1..(at + 17).min(rest.len())]));
    let item = |name| feature(name).flag(starts_item).flag(ends_item);
    let joint = joints.min(1) as u64;
    out.note(feature("closing").number(closing));
    out.note(item("item+closing").number(joint).number(closing));
    out.note(
        item("item+closing+rare")
            .number(joint)
            .number(closing)
            .flag(rare > 1),
    );
    out.note(item("item+head").run(head_word));
    out.note(item("item+verb+tail").run(governing).run(follows));
    out.flag("clause starts", from == clause_from);
    out.flag("whole clause", from == clause_from && to == clause_to);
}

/// What the items of a joint name are like.
fn note_joint(out: &mut Features, words: &Words, stretch: Stretch, joints: usize, tail: &[char]) {
    let inside = &words.chars[stretch.from..stretch.to];
    let (mut end, mut headed, mut longest) = (stretch.from, 0, 0);
    let (mut first, mut last) = (0, 0);
    for (index, item) in inside.split(|ch| *ch == '、').enumerate() {
        end += item.len();
        if index == joints {
            last = item.len();
            break;
        }
        if index == 0 {
            first = item.len();
        }
        headed += usize::from(words.head_ends[end] > 0);
        longest = longest.max(item.len());
        end += 1;
    }
    let longest = longest as u64;
    out.note(
        feature("joint heads")
            .number(headed.min(2) as u64)
            .flag(headed == joints),
    );
    out.note(
        feature("joint sizes")
            .number(longest.min(10))
            .number(last.min(12) as u64),
    );
    out.note(feature("joint tail").run(tail).number(longest.min(6)));
    let place = words.place_starts[stretch.from];
    out.note(
        feature("joint of places")
            .flag(place > 0)
            .flag(place == first),
    );
}

/// What closes the list that a stretch may stand in: 等重点项目, 等12个项目开工.
fn closing(after: &[char]) -> u64 {
    const KINDS: [&[&str]; 4] = [
        &["项目"],
        &["工程"],
        &[
            "平台", "载体", "片区", "园区", "街区", "基地", "场馆", "学校", "医院", "校区", "院区",
            "铁路", "高速", "公路", "机场", "水库", "灌区",
        ],
        &[
            "产业", "企业", "行动", "政策", "服务", "活动", "群体", "领域",
        ],
    ];
    let pairs = |word: &str| {
        let mut chars = word.chars();
        let pair = [chars.next(), chars.next()];
        after
            .windows(2)
            .any(|two| [Some(two[0]), Some(two[1])] == pair)
    };
    KINDS
        .iter()
        .position(|words| words.iter().any(|word| pairs(word)))
        .map_or(5, |kind| kind as u64 + 1)
}

/// What kind of character stands at an edge.
fn edge(ch: char) -> u64 {
    match ch {
        '^' => 0,
        '、' => 1,
        '和' | '与' | '及' => 2,
        '等' => 3,
        '的' => 4,
        '“' | '”' => 5,
        _ if ends_clause(ch) => 6,
        _ if separates(ch) => 7,
        _ if ch.is_ascii_digit() => 8,
        _ => 9,
    }
}
