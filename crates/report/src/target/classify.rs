//! Which numbers promise something: a judgement over the words around them.

use std::sync::LazyLock;

use crate::model::{Features, Model};
use crate::number::{Kind, Number, after_words, before_words};
use crate::sentence::shelters;
use crate::text::{contains_any, ends_clause};

/// What the judgement may know of a sentence beyond its words.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Context {
    /// It is a heading or run-in lead.
    pub heading: bool,
    /// How far its other words speak for a commitment, as log-odds.
    pub commits: f32,
}

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::from_bytes(include_bytes!("../../models/target.bin")));

/// Whether a later fact could meet or miss this number.
pub(crate) fn promises(sentence: &str, numbers: &[Number], index: usize, context: Context) -> bool {
    may_promise(&numbers[index])
        && !context.heading
        && !is_threshold(sentence, numbers, index)
        && (counts_in_words(sentence, &numbers[index], context)
            || MODEL.score(&features(sentence, numbers, index, context)) > 0.0)
}

/// A count written out at the end of its clause (…设施十四个): reports rarely write
/// one so, and a model that saw a handful of them cannot know the shape.
fn counts_in_words(sentence: &str, number: &Number, context: Context) -> bool {
    let behind = &sentence[number.end..];
    let (compared, _) = after_words(behind);
    let ends = behind[compared..]
        .chars()
        .next()
        .is_none_or(|ch| ends_clause(ch) || ch == '、');
    let written = sentence[number.start..number.end]
        .chars()
        .filter(|ch| crate::text::is_han_numeral(*ch))
        .count();
    let quoted = shelters(sentence)
        .iter()
        .any(|(from, to)| *from < number.start && number.end <= *to);
    number.kind == Kind::Han
        && written >= 2
        && dimension(&number.unit) == "count"
        && ends
        && !quoted
        && context.commits > 0.0
}

/// Dates, ordinals and codes never promise; a figure without unit does only where
/// it is a share, a rank or nought.
pub(crate) fn may_promise(number: &Number) -> bool {
    match number.kind {
        Kind::Date | Kind::Ordinal | Kind::Code => false,
        Kind::Arabic => !number.unit.is_empty(),
        Kind::Han => !number.unit.is_empty(),
        Kind::Figure | Kind::Rank => true,
    }
}

/// Whether a number is an amount of something, and neither a length of time nor a place in
/// an order.
pub(crate) fn is_quantity(number: &Number) -> bool {
    let how = matches!(number.kind, Kind::Arabic | Kind::Han);
    how && !matches!(dimension(&number.unit), "time" | "order" | "none")
}

/// Whether a number only says which things are counted: 10亿元以上项目20个, Ⅲ类以上
/// 水质比例88%, 15分钟生活圈. Another number follows in the clause, and nothing that
/// lists stands between.
pub(crate) fn is_threshold(sentence: &str, numbers: &[Number], index: usize) -> bool {
    let number = &numbers[index];
    let behind = &sentence[number.end..];
    let (compared, op) = after_words(behind);
    let noun = &behind[compared..];
    if matches!(number.unit.as_str(), "分钟" | "小时" | "刻钟") {
        return first_chars(noun, 8).contains('圈');
    }
    // 750千伏电网工程, 60岁以上老年人: what a thing is rated at, whom it is for.
    if matches!(number.unit.as_str(), "岁" | "千伏") {
        let next = noun.chars().next();
        return next.is_some_and(|ch| ch.is_alphanumeric());
    }
    let Some(next) = numbers[index + 1..].iter().find(|next| may_promise(next)) else {
        return false;
    };
    let between = &sentence[number.end + compared..next.start.max(number.end + compared)];
    let lists = ['、', '，', ',', '；', ';', '：', '。', '和', '及'];
    op.is_some()
        && next.start > number.end + compared
        && between.chars().count() >= 2
        && !between.contains(lists)
}

/// What a number is like, for the model.
pub(crate) fn features(
    sentence: &str,
    numbers: &[Number],
    index: usize,
    context: Context,
) -> Features {
    let number = &numbers[index];
    let mut out = Features::default();
    let before = &sentence[..number.start];
    let behind = &sentence[number.end..];
    let kind = format!("{:?}", number.kind);
    let unit = number.unit.as_str();
    let dimension = dimension(unit);
    out.add("kind", &kind);
    out.add("unit", unit);
    out.add("dimension", dimension);
    out.add("kind+unit", &format!("{kind} {unit}"));
    let digits = number.value.normalize().to_string().len();
    out.add("kind+digits", &format!("{kind} {digits}"));
    out.flag("range", number.value2.is_some());
    out.flag("many", number.many);
    out.flag("round", number.value.normalize().to_string().ends_with("0"));
    out.flag(
        "scaled",
        sentence[number.start..number.end].contains(['万', '亿']),
    );
    let compared_after = after_words(behind).1.is_some();
    let compared_before = before_words(before).1.is_some();
    out.add(
        "compared",
        &format!("{compared_before} {compared_after} {dimension}"),
    );
    let quoted = shelters(sentence)
        .iter()
        .any(|(from, to)| *from < number.start && number.end <= *to);
    out.flag("quoted", quoted);
    out.add("quoted+kind", &format!("{quoted} {kind}"));
    for size in 1..=4 {
        let head = last_chars(before, size);
        out.add(&format!("before{size}"), head);
        out.add(&format!("before{size}+kind"), &format!("{kind} {head}"));
        let tail = first_chars(behind, size);
        out.add(&format!("behind{size}"), tail);
        out.add(&format!("behind{size}+kind"), &format!("{kind} {tail}"));
    }
    let clause_start = before.rfind(|ch: char| ends_clause(ch)).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let clause = &before[clause_start..];
    let clause_end = behind
        .find(|ch: char| ends_clause(ch))
        .unwrap_or(behind.len());
    out.size("clause before", clause.chars().count());
    out.size("clause behind", behind[..clause_end].chars().count());
    for (name, text) in [("in before", clause), ("in behind", &behind[..clause_end])] {
        let chars: Vec<char> = text.chars().collect();
        for pair in chars.windows(2) {
            out.add(name, &pair.iter().collect::<String>());
        }
    }
    out.add("clause opens", first_chars(clause.trim(), 2));
    out.add(
        "clause opens+kind",
        &format!("{kind} {}", first_chars(clause.trim(), 2)),
    );
    out.add("sentence opens", first_chars(sentence, 2));
    let words = &crate::lexicon::lexicon().target;
    let near = last_chars(before, 14);
    out.add(
        "delta near+kind",
        &format!("{} {kind}", contains_any(near, &words.delta)),
    );
    out.add(
        "growth near",
        &format!(
            "{} {dimension}",
            contains_any(last_chars(before, 6), &words.growth)
        ),
    );
    out.add(
        "share near",
        &format!(
            "{} {dimension}",
            contains_any(last_chars(before, 8), &words.share)
        ),
    );
    let neighbours = numbers
        .iter()
        .filter(|other| other.kind == Kind::Arabic && !other.unit.is_empty())
        .count();
    out.size("neighbours", neighbours);
    out.add(
        "commits",
        &format!("{}", (context.commits.clamp(-6.0, 8.0) / 2.0).round()),
    );
    out.flag("threshold", is_threshold(sentence, numbers, index));
    out.flag("goal sentence", sentence.contains("预期目标"));
    out.flag("heading", context.heading);
    out.flag("of", behind.starts_with('的'));
    out.flag("and so on", last_chars(before.trim_end(), 1) == "等");
    out
}

/// What family a unit belongs to.
fn dimension(unit: &str) -> &'static str {
    match unit {
        "%" | "‰" | "个百分点" | "倍" => "rate",
        "元" | "美元" | "欧元" | "港元" => "money",
        "年" | "个月" | "月" | "天" | "日" | "小时" | "分钟" | "工作日" | "个工作日" | "周"
        | "岁" | "秒" | "刻钟" => "time",
        "" => "none",
        "亩" | "公顷" | "平方米" | "平方公里" | "公里" | "米" | "立方米" | "吨" | "斤" | "千瓦"
        | "千瓦时" | "公斤" | "兆瓦" => "amount",
        "级" | "大" | "类" | "强" | "线" | "号" | "期" | "届" | "轮" | "代" | "版" | "位"
        | "方面" => "order",
        _ => "count",
    }
}

pub(crate) fn last_chars(text: &str, count: usize) -> &str {
    let start = text
        .char_indices()
        .rev()
        .nth(count.saturating_sub(1))
        .map_or(0, |(at, _)| at);
    &text[start..]
}

pub(crate) fn first_chars(text: &str, count: usize) -> &str {
    let end = text
        .char_indices()
        .nth(count)
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}
