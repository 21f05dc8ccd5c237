//! What a sentence does: commit, state or encourage.
//!
//! Whether a sentence of the forward part commits the government to something
//! that can be checked is a judgement: a named object, instrument or outcome
//! makes a commitment, a bare direction does not. It is learnt from labelled
//! reports; what neither rule nor model calls a commitment is a state of things
//! or a slogan by its words.

use std::sync::LazyLock;

use crate::due::plan_in;
use crate::lexicon::lexicon;
use crate::model::{Features, Model, feature};
use crate::reading::{Label, Part};
use crate::text::{contains_any, ends_clause, inked, names_year, starts_with_any};

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::from_bytes(include_bytes!("../models/label.bin")));

/// Where a sentence stands, as far as that tells what it does.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place<'a> {
    pub part: Option<Part>,
    pub heading: bool,
    /// Its place in its paragraph and how many sentences that has.
    pub at: usize,
    pub of: usize,
    /// The level of the heading it follows directly, 0 for none.
    pub after_heading: u8,
    /// The title of its section of level 1 and of level 2.
    pub section: &'a str,
    pub subsection: &'a str,
    /// The sentence before it, and the one behind it in the same paragraph.
    pub before: &'a str,
    pub behind: &'a str,
    /// How many short sentences of one clause the paragraph has.
    pub shorts: usize,
    /// How many numbers in it promise something.
    pub targets: usize,
    /// How far into the forward part it stands, in tenths.
    pub tenth: usize,
}

/// How far the words and place of a sentence speak for a commitment, as log-odds.
pub(crate) fn commits(sentence: &str, place: &Place) -> f32 {
    MODEL.score(&features(sentence, place))
}

/// The label of a sentence.
pub(crate) fn label(sentence: &str, place: &Place) -> Label {
    if place.part == Some(Part::Forward)
        && !place.heading
        && !is_address(sentence)
        && commits(sentence, place) > 0.0
    {
        return Label::Commitment;
    }
    if place.heading || is_address(sentence) || place.part == Some(Part::Other) {
        return Label::Slogan;
    }
    let words = &lexicon().label;
    if place.part == Some(Part::Review) {
        return if contains_any(sentence, &words.slogans) {
            Label::Slogan
        } else {
            Label::State
        };
    }
    if contains_any(sentence, &words.states) && !contains_any(sentence, &words.slogans) {
        Label::State
    } else {
        Label::Slogan
    }
}

/// Whether a sentence is one short clause without a number.
pub(crate) fn is_short(sentence: &str) -> bool {
    let size = inked(sentence);
    (2..=18).contains(&size)
        && !sentence.contains(ends_clause)
        && !sentence.chars().any(|ch| ch.is_ascii_digit())
}

fn is_address(sentence: &str) -> bool {
    starts_with_any(sentence, &lexicon().outline.salutations) && inked(sentence) <= 6
}

/// What a sentence is like, for the model.
pub(crate) fn features(sentence: &str, place: &Place) -> Features {
    let chars: Vec<char> = sentence.chars().filter(|ch| !ch.is_whitespace()).collect();
    let mut out = Features::with_room(5 * chars.len() + 80);
    for (size, name) in [(1, "1"), (2, "2"), (3, "3"), (4, "4")] {
        for window in chars.windows(size) {
            out.note(feature(name).run(window));
        }
    }
    let clauses: Vec<&[char]> = chars
        .split(|ch| ends_clause(*ch))
        .filter(|clause| !clause.is_empty())
        .collect();
    for clause in &clauses {
        out.note(feature("clause opens").run(&clause[..clause.len().min(2)]));
        out.note(feature("clause opens wide").run(&clause[..clause.len().min(4)]));
        out.note(feature("clause ends").run(&clause[clause.len().saturating_sub(2)..]));
    }
    let opening: String = chars.iter().take(2).collect();
    let ending: String = chars[chars.len().saturating_sub(2)..].iter().collect();
    out.add("opens", &opening);
    out.add("opens wide", &chars.iter().take(4).collect::<String>());
    out.add("ends", &ending);
    out.add(
        "ends wide",
        &chars[chars.len().saturating_sub(4)..]
            .iter()
            .collect::<String>(),
    );
    out.size("length", chars.len());
    out.size("clauses", clauses.len());
    let single = clauses.len() == 1;
    out.flag("single clause", single);
    if single {
        out.add("single opens", &opening);
        out.add("single ends", &ending);
        out.add("single length", &(chars.len() / 4).to_string());
    }
    let items = sentence.matches('、').count();
    out.size("items", items);
    let first = clauses.first().map_or(0, |clause| clause.len());
    out.size("first clause", first);
    out.flag("quoted", sentence.contains('“'));
    out.flag("named many", sentence.contains('等'));
    out.flag("semicolons", sentence.contains(['；', ';']));
    out.flag("digits", sentence.chars().any(|ch| ch.is_ascii_digit()));
    out.flag("heading", place.heading);
    out.size("targets", place.targets.min(3));
    let section = section_kind(place.section);
    out.add("section", section);
    out.add(
        "section+after",
        &format!("{section} {}", place.after_heading),
    );
    out.add("section+single", &format!("{section} {single}"));
    out.add(
        "section+clauses",
        &format!("{section} {}", clauses.len().min(6)),
    );
    out.add("section+opens", &format!("{section} {opening}"));
    out.add("after heading", &place.after_heading.to_string());
    out.add(
        "after heading+opens",
        &format!("{} {opening}", place.after_heading),
    );
    out.add(
        "after heading+last",
        &format!("{} {}", place.after_heading, place.at + 1 == place.of),
    );
    out.size("place", place.at);
    out.flag("last", place.at + 1 == place.of);
    out.flag("alone", place.of == 1);
    out.size("siblings", place.of);
    // A short sentence over longer ones names the theme of what follows, also in
    // the middle of a paragraph; where several do, they are its inner headings.
    let short = is_short(sentence);
    let shorts = place.shorts.min(4);
    let next = place.behind.split(ends_clause).count().min(4);
    let next = if place.behind.is_empty() { 0 } else { next };
    let item = crate::marker::marker_at(sentence).is_some();
    out.flag("item", item);
    out.add("item+short", &format!("{item} {short} {next}"));
    out.add("short+next", &format!("{short} {next}"));
    out.add(
        "short+before",
        &format!("{short} {}", is_short(place.before)),
    );
    if short {
        out.add("shorts", &format!("{shorts} {next}"));
        let twins = place.behind.chars().take(2).eq(sentence.chars().take(2));
        out.flag("short twins", twins);
        let many = (place.of / 2).min(4);
        out.add(
            "shorts+siblings",
            &format!("{shorts} {many} {}", chars.len() / 4),
        );
    }
    out.add(
        "before opens",
        &place.before.chars().take(4).collect::<String>(),
    );
    out.flag("has subsection", !place.subsection.is_empty());
    out.add("tenth", &place.tenth.to_string());
    for pair in place.subsection.chars().collect::<Vec<_>>().windows(2) {
        out.add("subsection", &pair.iter().collect::<String>());
    }
    out
}

/// What a section of level 1 is about.
fn section_kind(title: &str) -> &'static str {
    let holds = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if title.is_empty() {
        "none"
    } else if holds(&[
        "自身建设",
        "政府建设",
        "有为政府",
        "政府治理",
        "自身",
        "人民满意",
        "政府系统",
        "效能",
    ]) {
        "conduct"
    } else if holds(&["民生实事"]) {
        "livelihood"
    } else if holds(&[
        "重点工作",
        "工作安排",
        "主要工作",
        "主要任务",
        "重点任务",
        "工作任务",
        "今年",
    ]) || names_year(title)
    {
        "tasks"
    } else if holds(&["目标", "五年", "纲要"]) || plan_in(title).is_some() {
        "goals"
    } else {
        "other"
    }
}
