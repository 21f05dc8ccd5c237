//! The rows of the plan, in the order of the report, under its headings.

use serde::Serialize;
use youwei_base::{Bilingual, Day, Light};

use crate::amendment::{Amended, Amendment, Told, quarter_name};
use crate::commitment::{Claim, Commitment, Dispute, Kind, Node};
use crate::printed::Report;
use crate::standing::light;
use crate::target::{Target, readable};
use crate::{Account, Book};

/// A row: a heading over what follows, or a task.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase", tag = "row")]
pub enum PlanRow {
    /// A heading of the report.
    Section {
        /// Its level in the report.
        level: u8,
        /// Marker and title.
        title: String,
    },
    /// A commitment.
    Task(Box<Task>),
}

/// A commitment as the plan shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Task {
    /// 序号, counted from 1 through the whole plan.
    pub number: usize,
    /// 编号: the commitment's id.
    pub id: String,
    /// 版本: how many events had touched it.
    pub version: u64,
    /// 报告原文: the sentence it stands in.
    pub passage: String,
    /// The paragraph of the text that the sentence begins in, from 1.
    pub paragraph: usize,
    /// 任务分类.
    pub kind: Kind,
    /// 具体任务: its own words.
    pub task: String,
    /// 年度目标值+单位, one for each number.
    pub goals: Vec<String>,
    /// 调整: what was amended of it, the old value among it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amended: Vec<WasAmended>,
    /// 季度节点.
    pub nodes: [String; 4],
    /// 牵头市领导.
    pub leader: String,
    /// 牵头单位.
    pub lead: String,
    /// 配合单位.
    pub supporting: Vec<String>,
    /// 完成时限, where the day is known.
    pub due: Option<Day>,
    /// The words of the report on it, where they are all that is known.
    pub due_words: String,
    /// 进展, 佐证, 存在问题, 下步措施: what the unit says of itself.
    pub claim: Claim,
    /// 自报数: what the unit claims of each of its numbers, in their order; empty where it
    /// claims nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claimed: Vec<String>,
    /// 自报截至: the latest day up to which it says it speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_on: Option<Day>,
    /// 状态灯.
    pub light: Light,
    /// What stands beside the light: who objects to it, and whether that was answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disputes: Vec<String>,
    /// 是否公开.
    pub public: bool,
}

/// An amendment as the plan shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WasAmended {
    /// Which way it turned the promise.
    pub turn: &'static str,
    /// 调低, 推迟 …: the same in words.
    pub turned: String,
    /// Whether the due day was amended; else a number, a measure, a node or the whole.
    pub of_due: bool,
    /// The quarter, from 1, whose node was amended; an amendment of several nodes stands
    /// here once for each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quarter: Option<usize>,
    /// What was amended.
    pub what: String,
    /// 原值, struck through where a form can strike.
    pub old: String,
    /// 现值.
    pub new: String,
    /// 生效日.
    pub from: Day,
    /// 批准人.
    pub approver: String,
    /// 批准文号.
    pub document: String,
    /// 理由.
    pub why: String,
    /// The log entry that holds it.
    pub entry: u64,
}

impl WasAmended {
    /// What follows the old value in a cell: since when, by whom.
    pub(super) fn behind(&self) -> String {
        format!(
            "（{}，{}起{}，{}，{}）",
            self.what, self.from, self.turned, self.approver, self.document
        )
    }
}

/// Headings below this level are not rows of their own, unless nothing stands
/// between them and the first level: run-in leads would give a row to each task.
const SECTION_LEVEL_MAX: u8 = 2;

/// The rows of the plan on a day.
pub fn rows(account: &Account, book: &Book, today: Day) -> Vec<PlanRow> {
    let Some(report) = account.report() else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    let mut over: Vec<usize> = Vec::new();
    let live = account.commitments().filter(|it| it.is_live());
    for (index, commitment) in live.enumerate() {
        let path = shown_path(report, &commitment.section);
        let same = over.iter().zip(&path).take_while(|(a, b)| a == b).count();
        for section in path.iter().skip(same).filter_map(|&at| report.section(at)) {
            rows.push(PlanRow::Section {
                level: section.level,
                title: printable(&section.title),
            });
        }
        over = path;
        let light = light(account, book, commitment, today);
        rows.push(PlanRow::Task(Box::new(task(
            report,
            &commitment.on(today),
            index + 1,
            light,
        ))));
    }
    rows
}

fn was_amended(it: &Amendment, of: &Commitment) -> Vec<WasAmended> {
    let Amended::Nodes { old, new } = &it.change else {
        return vec![in_words(it, it.told(of), None)];
    };
    let words = |node: Option<&Node>| {
        let text = node.map_or_else(String::new, |it| it.text.clone());
        Bilingual::new(text.clone(), text)
    };
    let quarters = old.changed(new).map(|(quarter, old, new)| {
        let (what, old, new) = (quarter_name(quarter), words(old), words(new));
        in_words(it, Told { what, old, new }, Some(quarter + 1))
    });
    quarters.collect()
}

fn in_words(it: &Amendment, told: Told, quarter: Option<usize>) -> WasAmended {
    let turn = it.turn();
    WasAmended {
        turn: turn.key(),
        turned: turn.name().zh,
        of_due: matches!(it.change, Amended::Due { .. }),
        quarter,
        what: printable(&told.what.zh),
        old: printable(&told.old.zh),
        new: printable(&told.new.zh),
        from: it.from,
        approver: printable(&it.approver),
        document: printable(&it.document),
        why: printable(&it.why),
        entry: it.entry,
    }
}

fn shown_path(report: &Report, path: &[usize]) -> Vec<usize> {
    let level = |at: usize| report.headings.get(at).map_or(u8::MAX, |it| it.level);
    let mut shown = Vec::new();
    for &at in path {
        let second = shown.len() == 1 && level(at) > SECTION_LEVEL_MAX;
        if level(at) <= SECTION_LEVEL_MAX || second || shown.is_empty() {
            shown.push(at);
        }
    }
    shown
}

fn task(report: &Report, it: &Commitment, number: usize, light: Light) -> Task {
    let before = report.slice(crate::Span::new(0, it.sentence.start));
    let due = it.due_day();
    let due_words = match (due, &it.due) {
        (None, Some(due)) => printable(&due.text),
        _ => String::new(),
    };
    Task {
        number,
        id: it.id.clone(),
        version: it.version,
        passage: printable(&report.words(it.sentence)),
        paragraph: before.matches('\n').count() + 1,
        kind: it.kind,
        task: printable(&it.text),
        goals: it
            .targets
            .iter()
            .filter(|t| !t.dropped)
            .map(|t| printable(&t.line()))
            .collect(),
        amended: it
            .amendments
            .iter()
            .flat_map(|one| was_amended(one, it))
            .collect(),
        nodes: it.nodes.each_ref().map(|node| {
            node.as_ref()
                .map_or_else(String::new, |node| printable(&node.text))
        }),
        leader: printable(it.leader.as_deref().unwrap_or("")),
        lead: printable(it.lead.as_deref().unwrap_or("")),
        supporting: it.supporting.iter().map(|unit| printable(unit)).collect(),
        due,
        due_words,
        claim: Claim {
            amounts: Vec::new(),
            progress: printable(&it.claim.progress),
            evidence: printable(&it.claim.evidence),
            problems: printable(&it.claim.problems),
            next: printable(&it.claim.next),
        },
        claimed: claimed(it),
        claimed_on: numbers(it)
            .filter_map(|(at, _)| it.claims_of(at).next()?.on)
            .max(),
        light,
        disputes: it.disputes.iter().map(disputed).collect(),
        public: it.public,
    }
}

/// The numbers that are promised, with their places.
pub(super) fn numbers(it: &Commitment) -> impl Iterator<Item = (usize, &Target)> {
    let all = it.targets.iter().enumerate();
    all.filter(|(_, target)| !target.dropped)
}

fn claimed(it: &Commitment) -> Vec<String> {
    if numbers(it).all(|(_, target)| target.claimed.is_none()) {
        return Vec::new();
    }
    let said = |target: &Target| {
        let value = target.claimed.map(readable);
        value.map_or_else(String::new, |it| format!("{it}{}", printable(&target.unit)))
    };
    numbers(it).map(|(_, target)| said(target)).collect()
}

fn disputed(it: &Dispute) -> String {
    let unit = printable(&it.unit);
    match it.answered {
        Some(_) => format!("有异议，已答复：{unit}"),
        None => format!("有异议，待答复：{unit}"),
    }
}

/// Text without what no XML and no spreadsheet may hold.
pub(super) fn printable(text: &str) -> String {
    text.chars()
        .filter(|&c| c == '\n' || !(c.is_control() || c == '\u{fffe}' || c == '\u{ffff}'))
        .collect()
}
