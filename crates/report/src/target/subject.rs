//! What a number counts or measures, in the text's own words.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Draft;
use super::phrase::Phrase;
use crate::due::strip_periods;
use crate::lexicon::lexicon;
use crate::number::{Number, before_words};
use crate::text::inked;

/// Nouns that say little by themselves: they want the words before them.
const GENERIC: [&str; 16] = [
    "项目",
    "个项目",
    "体系",
    "城市",
    "方面",
    "领域",
    "任务",
    "企业",
    "指标",
    "县",
    "园区",
    "基地",
    "平台",
    "体",
    "重点",
    "新项目",
];
/// What follows a number as its milestone and is counted by nobody.
const MILESTONES: [&str; 6] = ["新台阶", "台阶", "大关", "关口", "目标", "的目标"];
/// Words that are left of a phrase and name nothing.
const NOT_SUBJECTS: [&str; 6] = ["同比", "累计", "总数", "合计", "其中", "共"];
/// Measures that say little without their owner.
const BARE_MEASURES: [&str; 23] = [
    "投资",
    "产值",
    "规模",
    "总投资",
    "营业收入",
    "营收",
    "增速",
    "占比",
    "覆盖率",
    "产业规模",
    "产业投资",
    "总量",
    "总数",
    "面积",
    "产量",
    "年均",
    "资金",
    "总产值",
    "综合产值",
    "销售额",
    "市场就业率",
    "总额",
    "比重",
];
/// Heads that several subjects may share: 城镇、农村居民收入.
const SHARED_HEADS: [&str; 22] = [
    "全产业链产值",
    "人均可支配收入",
    "增加值",
    "总产值",
    "产值",
    "收入",
    "投资总额",
    "投资额",
    "投资",
    "产量",
    "面积",
    "比重",
    "占比",
    "覆盖率",
    "率",
    "规模",
    "标准",
    "总额",
    "排放量",
    "数量",
    "比例",
    "人数",
];

static VERBS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| longest_first(&lexicon().target.verbs));
static ADVERBS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| longest_first(&lexicon().target.adverbs));
static LINKS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| longest_first(&lexicon().target.links));

fn longest_first(words: &'static [String]) -> Vec<&'static str> {
    let mut out: Vec<&str> = words.iter().map(String::as_str).collect();
    out.sort_by_key(|word| std::cmp::Reverse(word.len()));
    out.dedup();
    out
}

/// The subject and the verb of a number; either may be empty.
pub(crate) fn of(phrase: &Phrase, number: &Number, before: Option<&Draft>) -> (String, String) {
    let rate = matches!(number.unit.as_str(), "%" | "‰" | "个百分点" | "倍");
    let (left, link) = strip_links(without_base(phrase.left));
    let (noun, verb) = strip_verbs(left);
    if phrase.clause.contains("分别")
        && let Some(subject) = respective(phrase)
    {
        let (_, said) = strip_links(phrase.clause);
        return (subject, said.to_owned());
    }
    let right = phrase.right.trim_start_matches('的').trim();
    let milestone = MILESTONES.iter().any(|word| right.starts_with(word));
    let named_before = inked(noun) >= 2 && (rate || opens_verb(right));
    let right_counts = !right.is_empty() && !milestone && !named_before;
    if right_counts {
        let (mut subject, trailing) = strip_trailing_verb(right);
        if phrase.right.starts_with('的') && inked(noun) >= 2 {
            // 「总投资1.5亿美元的…项目」: the measure belongs to what follows.
            return (format!("{subject}{noun}"), verb.to_owned());
        }
        if subject.ends_with(['级', '类', '型']) && !phrase.next_item.is_empty() {
            let shared = phrase
                .next_item
                .split_once(['级', '类', '型'])
                .map_or(phrase.next_item, |(_, head)| head);
            subject.push_str(shared);
        }
        let action = if verb.is_empty() { trailing } else { verb };
        if is_generic(&subject) {
            let owner = noun.trim_end_matches(['等', '共']).trim();
            let known = before.filter(|earlier| earlier.subject.ends_with(&subject));
            if let Some(earlier) = known {
                let action = if trailing.is_empty() {
                    action
                } else {
                    trailing
                };
                return (earlier.subject.clone(), action.to_owned());
            }
            if !owner.is_empty() && inked(owner) <= 24 {
                subject = format!("{owner}{subject}");
            }
        }
        return (subject, action.to_owned());
    }
    let action = if verb.is_empty() { link } else { verb };
    let noun = noun.trim_matches(['的', '、', '，', '等', ' ']).trim();
    if let Some(earlier) = before
        && (noun.is_empty() || (phrase.coordinated && NOT_SUBJECTS.contains(&noun)))
    {
        // 「安排项目300项…完成投资50亿元」「达到80亿元、同比增长7%」
        let invested = verb.contains("投资") || link.contains("投资");
        let tail = if invested && !earlier.subject.ends_with("投资") {
            "投资"
        } else {
            ""
        };
        return (format!("{}{tail}", earlier.subject), action.to_owned());
    }
    if phrase.coordinated
        && BARE_MEASURES.contains(&noun)
        && let Some(earlier) = before
    {
        let owner = earlier.subject.trim_end_matches("总投资");
        return (format!("{owner}{noun}"), action.to_owned());
    }
    (noun.to_owned(), action.to_owned())
}

/// Drops what a value is measured against off the end: 「标准从380元提高至」,
/// 「比2020年翻一番」, 「水质保持在地表水Ⅲ类」.
fn without_base(left: &str) -> &str {
    let mut rest = left;
    for word in ["从", "由", "比"] {
        if let Some((head, tail)) = rest.rsplit_once(word)
            && tail.starts_with(|ch: char| ch.is_ascii_digit())
            && !head.is_empty()
        {
            rest = head;
        }
    }
    // 「达到2024年末的2倍」
    let of = rest.trim_end().trim_end_matches('的');
    if let Some((head, tail)) = of.rsplit_once("年")
        && tail.chars().count() <= 1
        && rest.trim_end().ends_with('的')
    {
        rest = head.trim_end_matches(|ch: char| ch.is_ascii_digit());
    }
    let trimmed = rest.trim_end();
    for word in ["地表水", "全国", "全省", "全市"] {
        if let Some(head) = trimmed.strip_suffix(word)
            && inked(head) >= 4
        {
            return head;
        }
    }
    rest
}

fn is_generic(subject: &str) -> bool {
    GENERIC.contains(&subject)
}

/// Whether the words behind a number are a predicate of what stands before it
/// (「高校毕业生17万人实现就业」) and no noun that it counts.
fn opens_verb(right: &str) -> bool {
    ["以上", "实现", "到", "，"]
        .iter()
        .any(|word| right.starts_with(word))
}

/// Drops comparing and linking words off the end: 稳定在, 力争达到, 不低于.
fn strip_links(left: &str) -> (&str, &str) {
    let mut rest = left.trim_end();
    let mut said = "";
    loop {
        let (compared, _) = before_words(rest);
        if compared > 0 {
            let word = rest[rest.len() - compared..].trim();
            if said.is_empty() {
                said = word;
            }
            rest = rest[..rest.len() - compared].trim_end();
            continue;
        }
        let Some(link) = LINKS.iter().find(|link| rest.ends_with(**link)) else {
            return (rest, said);
        };
        let head = rest[..rest.len() - link.len()].trim_end();
        if head.is_empty() && !said.is_empty() {
            return (rest, said);
        }
        // 「新增就业」 and 「财政投入」 end in words that also link.
        said = link;
        rest = head;
        if rest.is_empty() {
            return (rest, said);
        }
    }
}

/// The first verb of a clause that promises, the longest that starts there; empty
/// if none is known.
pub(crate) fn first_verb(clause: &str) -> String {
    FIRST_VERB
        .as_ref()
        .and_then(|verbs| verbs.find(clause))
        .map_or(String::new(), |found| clause[found.range()].to_owned())
}

/// The verb that ends nearest to the end of a clause, the longest of those that end
/// there; empty if none is known.
pub(crate) fn last_verb(clause: &str) -> String {
    let Some(verbs) = EVERY_VERB.as_ref() else {
        return String::new();
    };
    verbs
        .find_overlapping_iter(clause)
        .max_by_key(|found| (found.end(), found.len()))
        .map_or(String::new(), |found| clause[found.range()].to_owned())
}

static EVERY_VERB: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let verbs = VERBS.iter().filter(|verb| verb.chars().count() >= 2);
    AhoCorasick::new(verbs).ok()
});

static FIRST_VERB: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(VERBS.iter().filter(|verb| verb.chars().count() >= 2))
        .ok()
});

/// Drops period words, adverbs and verbs off the front, and tells the last verb.
fn strip_verbs(left: &str) -> (&str, &str) {
    let mut rest = left.trim_start();
    if let Some(marker) = crate::marker::marker_at(rest) {
        rest = rest[marker.len..].trim_start();
    }
    let mut said = "";
    loop {
        rest = strip_periods(rest).trim_start();
        let verb = VERBS.iter().find(|word| rest.starts_with(**word));
        let adverb = ADVERBS.iter().find(|word| rest.starts_with(**word));
        let word = match (verb, adverb) {
            (Some(verb), Some(adverb)) if adverb.len() > verb.len() => adverb,
            (Some(verb), _) => {
                // 「培训基地」「建设用地」: a verb that is the head of a noun stays.
                if keeps_as_noun(&rest[verb.len()..], verb, said) {
                    return (rest, said);
                }
                said = verb;
                verb
            }
            (None, Some(adverb)) => adverb,
            (None, None) => return (rest, said),
        };
        // 「高标准农田」「优质企业」: a word of manner colours a verb, not a noun.
        let manner = MANNER.contains(word);
        let after = rest[word.len()..].trim_start();
        if manner && !opens_with_verb(after) {
            return (rest, said);
        }
        rest = rest[word.len()..].trim_start();
        rest = rest.trim_start_matches(['、', '和', '好', '了']);
    }
}

/// Words of manner that are as often a part of a noun.
const MANNER: [&str; 12] = [
    "高标准",
    "高质量",
    "高水平",
    "新",
    "重点",
    "优先",
    "再",
    "动态",
    "基本",
    "一体",
    "规划",
    "改革",
];

fn opens_with_verb(text: &str) -> bool {
    let known = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    known(&VERBS) || known(&ADVERBS)
}

/// Whether a verb is the head or the whole of what is counted: 培训基地, 保障性住房,
/// 「完成造林」. 「完成投资」 is a verb all through.
fn keeps_as_noun(after: &str, verb: &str, said: &str) -> bool {
    let left = inked(after);
    if left == 1 || (left == 0 && !said.is_empty() && !verb.ends_with("投资")) {
        return true;
    }
    const NOUN_TAILS: [&str; 9] = [
        "用地", "基地", "中心", "率", "量", "标准", "能力", "面积", "资金",
    ];
    let suffixed = after.starts_with([
        '性', '型', '级', '品', '物', '地', '线', '力', '店', '站', '员', '者', '金', '费',
    ]);
    verb.chars().count() <= 2 && suffixed
        || verb.chars().count() <= 2
            && NOUN_TAILS.iter().any(|tail| after.starts_with(tail))
            && inked(after) <= 6
}

/// Drops a verb off the end of what a number counts: 「184个项目开工」.
fn strip_trailing_verb(right: &str) -> (String, &'static str) {
    const TRAILING: [&str; 10] = [
        "开工建设",
        "建成投产",
        "建成投用",
        "开工",
        "竣工",
        "投产",
        "投用",
        "以上",
        "左右",
        "建设",
    ];
    for verb in TRAILING {
        if let Some(head) = right.strip_suffix(verb)
            && inked(head) >= 2
        {
            return (head.trim_end().to_owned(), verb);
        }
    }
    (right.to_owned(), "")
}

/// The subject of one of several numbers behind 分别, by its place in the row.
fn respective(phrase: &Phrase) -> Option<String> {
    let (owners, _) = phrase.clause.split_once("分别")?;
    let (owners, _) = strip_verbs(owners);
    let owners = owners.trim_end_matches(['均', '将']);
    if let Some(rest) = owners.strip_prefix("城乡") {
        let whose = if phrase.place == 0 {
            "城镇"
        } else {
            "农村"
        };
        return Some(format!("{whose}{rest}"));
    }
    let items: Vec<&str> = owners
        .split(['、', '和', '及', '与'])
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .collect();
    let item = items.get(phrase.place.min(items.len().checked_sub(1)?))?;
    let last = items.last()?;
    let head = SHARED_HEADS
        .iter()
        .filter_map(|head| last.find(head))
        .filter(|at| *at > 0)
        .min()
        .map_or("", |at| &last[at..]);
    if item == last || SHARED_HEADS.iter().any(|head| item.ends_with(head)) {
        return Some((*item).to_owned());
    }
    Some(format!("{item}{head}"))
}
