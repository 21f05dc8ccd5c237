//! The works that a promise names, as a record book would enter them: names without the
//! sentence around them, joint names taken apart, and what is no work of building set
//! apart, with the reason.
//!
//! The reader says where a work may be named; an office that opens its book of projects
//! wants names only. So the rules here are few, stand in the order in which they are
//! asked, and each can be said to the office in a sentence ([`NotAWork::why`]).

use youwei_base::Bilingual;

use super::listed::listed;
use super::naming::{bare, counts, one_by_one};
use crate::text::ends_clause;

/// A work that a promise names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Its name, without verbs before it and times behind it.
    pub name: String,
    /// The verb that is promised of it, such as 开工; empty if none was found.
    pub action: String,
    /// Why it is not proposed as a project; none where it is.
    pub apart: Option<NotAWork>,
}

/// Why what is named is no project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotAWork {
    /// 3至5个中试平台.
    Counted,
    /// 汪洋沟等重点河流.
    Several,
    /// A policy, a hotline, a library of documents, a reform.
    Means,
    /// What exists already and is to be kept, used or made better.
    Exists,
}

impl NotAWork {
    /// The rule, in a sentence.
    pub fn why(self) -> Bilingual {
        match self {
            NotAWork::Counted => Bilingual::new(
                "只说了几个，没有点名。",
                "So many of a kind, and none by its name.",
            ),
            NotAWork::Several => Bilingual::new(
                "名称里有“等”，说的是一类，不是一个。",
                "The name holds “and others”: a kind, and not one work.",
            ),
            NotAWork::Means => Bilingual::new(
                "是政策、制度、热线、资料库、改革或创建，不是建设项目。",
                "A policy, a rule, a hotline, a library, a reform or a title: nothing that is built.",
            ),
            NotAWork::Exists => Bilingual::new(
                "说的是已有的事物：用的是完善、加强、支持一类的词，或者说的是它的功能、行动和工作。",
                "It exists: the words are of improving, strengthening or supporting it, or of its functions, a campaign or work about it.",
            ),
        }
    }
}

/// The works that the words of a promise name, in the order of the words, none twice.
///
/// `read` holds the names that the reader found in these words, each with its verb; works
/// that stand in one list with them, or are said in so many words to be started, built or
/// finished, are found beside them.
pub fn works(words: &str, read: &[(&str, &str)]) -> Vec<Work> {
    let mut found: Vec<(usize, Work)> = Vec::new();
    for (name, action) in read {
        let at = words.find(name).unwrap_or(0);
        take(words, at, name, action, &mut found);
    }
    for (at, name, action) in listed(words) {
        let to = at + name.len();
        let known = read.iter().any(|(other, _)| {
            let from = words.find(other).unwrap_or(usize::MAX);
            from < to && at < from.saturating_add(other.len())
        });
        if !known {
            take(words, at, name, action, &mut found);
        }
    }
    found.sort_by_key(|(at, _)| *at);
    let mut out: Vec<Work> = Vec::new();
    for (_, work) in found {
        if out.iter().all(|it| it.name != work.name) {
            out.push(work);
        }
    }
    out
}

/// Adds what one stretch of the words names.
fn take(words: &str, at: usize, printed: &str, action: &str, found: &mut Vec<(usize, Work)>) {
    let name = bare(printed);
    if name.chars().count() < 2 {
        return;
    }
    let apart = apart(words, at, printed, &name, action);
    let names = match apart {
        None => one_by_one(&name),
        Some(_) => vec![name],
    };
    for name in names {
        let work = Work {
            name,
            action: action.to_owned(),
            apart,
        };
        found.push((at, work));
    }
}

/// Verbs of what begins or ends; whatever they are said of is a work.
pub(super) const DONE: [&str; 16] = [
    "开工建设",
    "建成通车",
    "建成投用",
    "建成投产",
    "建成投运",
    "建成启用",
    "竣工投用",
    "竣工投产",
    "建成",
    "开工",
    "竣工",
    "投产",
    "投用",
    "投运",
    "通车",
    "落地",
];

/// Verbs of building, which lead to a work.
pub(super) const BUILD: [&str; 26] = [
    "开工建设",
    "规划建设",
    "加快推进",
    "改造提升",
    "提升改造",
    "新建改建",
    "前期工作",
    "开工",
    "建设",
    "建成",
    "加快",
    "推进",
    "推动",
    "启动",
    "实施",
    "谋划",
    "开展",
    "新建",
    "改建",
    "扩建",
    "迁建",
    "改造",
    "启用",
    "投用",
    "竣工",
    "完成",
];

/// Verbs of what is there already: 完善政策库, 办好热线, 支持学院.
const KEEP: [&str; 30] = [
    "动态充实",
    "完善",
    "办好",
    "提升",
    "支持",
    "用好",
    "做强",
    "做优",
    "建强",
    "发挥",
    "优化",
    "深化",
    "申报",
    "争创",
    "加强",
    "强化",
    "巩固",
    "充实",
    "延长",
    "依托",
    "围绕",
    "推广",
    "利用",
    "擦亮",
    "丰富",
    "健全",
    "规范",
    "管好",
    "保护",
    "举办",
];

/// Ends of names of what is not built.
const MEANS: [&str; 26] = [
    "政策库",
    "专家库",
    "人才库",
    "项目库",
    "数据库",
    "清单",
    "热线",
    "政策",
    "制度",
    "机制",
    "体系",
    "政府",
    "模式",
    "标准",
    "品牌",
    "活动",
    "行动",
    "计划",
    "大会",
    "赛事",
    "联盟",
    "基金",
    "场景",
    "示范区",
    "试验区",
    "实验区",
];

/// Behind a name: what is spoken of is not the thing but what it does or what is done about it.
const ABOUT: [&str; 9] = [
    "行动", "活动", "计划", "功能", "能力", "水平", "作用", "服务", "试点",
];

/// The first rule that sets a name apart.
fn apart(words: &str, at: usize, printed: &str, name: &str, action: &str) -> Option<NotAWork> {
    if counts(name) {
        return Some(NotAWork::Counted);
    }
    if name.contains('等') {
        return Some(NotAWork::Several);
    }
    if MEANS.iter().any(|end| name.ends_with(end)) || name.contains("改革") {
        return Some(NotAWork::Means);
    }
    if DONE.contains(&action) {
        return None;
    }
    let before = clause_before(words.get(..at).unwrap_or(""));
    let verb = last_of(before).map_or(action, |(verb, _)| verb);
    let behind = words.get(at + printed.len()..).unwrap_or("");
    let behind = behind.split(ends_clause).next().unwrap_or("");
    let built = behind.trim().strip_suffix("建设");
    // 支持某某产业城建设 builds; 支持某某学院 does not.
    if verb == "支持" && built.is_some() {
        return None;
    }
    let behind = built.unwrap_or(behind.trim());
    let about = ABOUT.iter().any(|end| behind.ends_with(end));
    let chore = behind.ends_with("工作") && !behind.ends_with("前期工作");
    (KEEP.contains(&verb) || about || chore).then_some(NotAWork::Exists)
}

/// What stands in a clause before a place.
fn clause_before(before: &str) -> &str {
    before.rsplit(ends_clause).next().unwrap_or(before)
}

/// The verb of building or keeping that ends last, the longer of two, and where it ends.
pub(super) fn last_of(words: &str) -> Option<(&'static str, usize)> {
    let all = BUILD.iter().chain(&KEEP);
    all.filter_map(|verb| Some((*verb, words.rfind(verb)? + verb.len())))
        .max_by_key(|(verb, end)| (*end, verb.len()))
}
