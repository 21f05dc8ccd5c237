//! What happened to a commitment, each step as a sentence that names the old
//! and the new.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};
use youwei_base::Bilingual;
use youwei_report::Measure;

use crate::Account;
use crate::amendment::{Amendment, quarter_name};
use crate::command::TargetChange;
use crate::commitment::{Claim, Commitment, Due, Node};
use crate::event::{Amended, Assigned, Bound, Corrected, DueIs, Event, Scheduled};
use crate::target::{Target, readable, with_fields};

/// One step of a history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The event's place in the log.
    pub index: u64,
    /// When.
    pub time: Timestamp,
    /// Who.
    pub actor: String,
    /// The event's kind.
    pub kind: String,
    /// What changed, old → new.
    pub what: Bilingual,
    /// The reason that was given.
    pub why: Option<String>,
}

/// A moment as people in China read it: Beijing time, to the minute.
pub fn beijing_time(moment: Timestamp) -> String {
    let zone = TimeZone::fixed(Offset::constant(8));
    moment.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The longest piece of a commitment's words that a history sentence quotes.
const QUOTE_CHARS_MAX: usize = 120;

/// Words cut to a length that a sentence can carry.
pub(crate) fn quoted(words: &str) -> String {
    if words.chars().count() <= QUOTE_CHARS_MAX {
        return words.to_owned();
    }
    let mut cut: String = words.chars().take(QUOTE_CHARS_MAX).collect();
    cut.push('…');
    cut
}

/// Says what an event changes, against the account as it is before it.
pub(crate) fn describe(account: &Account, id: Option<&str>, event: &Event) -> Bilingual {
    let before = id.and_then(|id| account.commitment(id));
    match event {
        Event::TakenIn(taken) => Bilingual::new(
            format!(
                "收入报告《{}》（{}），读出承诺 {} 条、指标 {} 个",
                taken.title, taken.file.name, taken.counts.commitments, taken.counts.targets
            ),
            format!(
                "report “{}” taken in from {}: {} commitments, {} targets",
                taken.title, taken.file.name, taken.counts.commitments, taken.counts.targets
            ),
        ),
        Event::TextRead(chunk) => Bilingual::new(
            format!("存入正文第 {}/{} 部分", chunk.part, chunk.of),
            format!("text stored, part {} of {}", chunk.part, chunk.of),
        ),
        Event::Revised(revised) => Bilingual::new(
            format!(
                "收入第 {} 次修订稿（{}）：不变 {} 条，改写 {} 条，新增 {} 条，减少 {} 条",
                revised.revision,
                revised.file.name,
                revised.kept,
                revised.changed,
                revised.added,
                revised.removed
            ),
            format!(
                "revision {} taken in from {}: {} kept, {} reworded, {} new, {} gone",
                revised.revision,
                revised.file.name,
                revised.kept,
                revised.changed,
                revised.added,
                revised.removed
            ),
        ),
        Event::Moved(moved) => Bilingual::new(
            format!(
                "{} 条承诺的原文位置随修订稿移动，文字不变",
                moved.moves.len()
            ),
            format!(
                "{} commitments stand elsewhere in the revised text, in the same words",
                moved.moves.len()
            ),
        ),
        Event::Read(read) => match (&read.part_of, before) {
            (Some(parent), _) => Bilingual::new(
                format!("由 {} 拆分而来", parent.id),
                format!("split off from {}", parent.id),
            ),
            (None, Some(_)) => Bilingual::new(
                "修订稿中重新出现".to_owned(),
                "back in the revised text".to_owned(),
            ),
            (None, None) => {
                Bilingual::new("从报告中读出".to_owned(), "read from the report".to_owned())
            }
        },
        Event::ReadOn(more) => Bilingual::new(
            format!(
                "续存指标 {} 个、工程 {} 个",
                more.targets.len(),
                more.projects.len()
            ),
            format!(
                "{} more targets and {} more works of it stored",
                more.targets.len(),
                more.projects.len()
            ),
        ),
        Event::Reworded(new) => {
            let words = new.read.text.as_deref().unwrap_or("");
            Bilingual::new(
                format!(
                    "修订稿改写原文：“{}” → “{}”（相似度 {}），需重新确认",
                    quoted(&new.old),
                    quoted(words),
                    new.similarity
                ),
                format!(
                    "reworded in the revised text: “{}” → “{}” (similarity {}); to be confirmed anew",
                    quoted(&new.old),
                    quoted(words),
                    new.similarity
                ),
            )
        }
        Event::Dropped(_) => Bilingual::new("修订稿中已无此句", "gone from the revised text"),
        Event::Confirmed(_) => Bilingual::new("确认为承诺", "confirmed as a commitment"),
        Event::Rejected(_) => Bilingual::new("认定不作为承诺", "rejected: not a commitment"),
        Event::Restored(_) => Bilingual::new("撤销“不作为承诺”，待确认", "rejection taken back"),
        Event::Corrected(corrected) => correction(before, corrected),
        Event::Amended(it) => amended(before, it),
        Event::Split(split) => Bilingual::new(
            format!("拆分为 {}", split.into.join("、")),
            format!("split into {}", split.into.join(", ")),
        ),
        Event::Merged(merged) => Bilingual::new(
            format!("并入 {}", merged.from.join("、")),
            format!("took in {}", merged.from.join(", ")),
        ),
        Event::Absorbed(gone) => Bilingual::new(
            format!("并入 {}", gone.into),
            format!("merged into {}", gone.into),
        ),
        Event::Assigned(assigned) => assignment(before, assigned),
        Event::Scheduled(scheduled) => schedule(before, scheduled),
        Event::Claimed(claimed) => claim(before, &claimed.claim),
        Event::Bound(it) => bound(before, it),
        Event::Unbound(it) => {
            let (zh, en) = spoken_of(before, it.target);
            let of = it
                .record
                .as_deref()
                .map_or(String::new(), |it| format!("（{it}）"));
            Bilingual::new(
                format!("{zh}不再对应口径“{}”{of}", it.measure),
                format!(
                    "{en} is no longer bound to the measure “{}”{of}",
                    it.measure
                ),
            )
        }
        Event::Disputed(it) => Bilingual::new(
            format!("{}对灯提出第 {} 号异议", it.unit, it.number),
            format!("dispute {} of its light by {}", it.number, it.unit),
        ),
        Event::Answered(it) => Bilingual::new(
            format!("答复第 {} 号异议", it.number),
            format!("dispute {} answered", it.number),
        ),
        Event::Explained(it) => Bilingual::new(
            format!("{}对两处不一致作出说明（{}）", it.unit, it.about),
            format!(
                "{} explains why two sources disagree ({})",
                it.unit, it.about
            ),
        ),
        Event::Published(_) => Bilingual::new("改为公开", "made public"),
        Event::Hidden(_) => Bilingual::new("改为不公开", "marked as not public in the plan"),
    }
}

/// Differences gathered into one sentence.
#[derive(Default)]
struct Differences {
    zh: Vec<String>,
    en: Vec<String>,
}

impl Differences {
    fn add(&mut self, zh: &str, en: &str, old: &str, new: &str) {
        let said = |text: &str| Bilingual::new(text, text);
        self.add_said(zh, en, &said(old), &said(new));
    }

    fn add_said(&mut self, zh: &str, en: &str, old: &Bilingual, new: &Bilingual) {
        if old == new {
            return;
        }
        let or_none = |text: &str, none: &str| {
            if text.is_empty() {
                none.to_owned()
            } else {
                quoted(text)
            }
        };
        self.zh.push(format!(
            "{zh}：{} → {}",
            or_none(&old.zh, "（无）"),
            or_none(&new.zh, "（无）")
        ));
        self.en.push(format!(
            "{en}: {} → {}",
            or_none(&old.en, "(none)"),
            or_none(&new.en, "(none)")
        ));
    }

    fn say(self) -> Bilingual {
        if self.zh.is_empty() {
            return Bilingual::new("无变化", "nothing changed");
        }
        Bilingual::new(self.zh.join("；"), self.en.join("; "))
    }
}

fn assignment(before: Option<&Commitment>, now: &Assigned) -> Bilingual {
    let mut said = Differences::default();
    let text = |unit: Option<&String>| unit.cloned().unwrap_or_default();
    said.add(
        "牵头单位",
        "lead unit",
        &text(before.and_then(|c| c.lead.as_ref())),
        &text(now.lead.as_ref()),
    );
    said.add(
        "配合单位",
        "supporting units",
        &before.map(|c| c.supporting.join("、")).unwrap_or_default(),
        &now.supporting.join("、"),
    );
    said.add(
        "牵头市领导",
        "leader",
        &text(before.and_then(|c| c.leader.as_ref())),
        &text(now.leader.as_ref()),
    );
    said.say()
}

fn schedule(before: Option<&Commitment>, now: &Scheduled) -> Bilingual {
    let mut said = Differences::default();
    let old = before.and_then(|c| c.due_day());
    let by_text = before.and_then(|c| c.due.as_ref()).and_then(|due| due.by);
    let day = |day: Option<youwei_base::Day>| day.map(|d| d.to_string()).unwrap_or_default();
    said.add("完成时限", "due day", &day(old), &day(now.due.or(by_text)));
    let nodes: [Option<Node>; 4] = now.nodes.clone().into();
    let words = |node: Option<&Node>| node.map(|node| node.text.clone()).unwrap_or_default();
    for (quarter, node) in nodes.iter().enumerate() {
        let old = before
            .and_then(|c| c.nodes.get(quarter))
            .and_then(Option::as_ref);
        let name = quarter_name(quarter);
        said.add(&name.zh, &name.en, &words(old), &words(node.as_ref()));
    }
    said.say()
}

fn claim(before: Option<&Commitment>, now: &Claim) -> Bilingual {
    let none = Claim::default();
    let old = before.map_or(&none, |c| &c.claim);
    let mut said = Differences::default();
    said.add("自报进展", "claimed progress", &old.progress, &now.progress);
    said.add("自报佐证", "claimed evidence", &old.evidence, &now.evidence);
    said.add("存在问题", "problems", &old.problems, &now.problems);
    said.add("下步措施", "next steps", &old.next, &now.next);
    for amount in &now.amounts {
        let target = before.and_then(|it| it.targets.get(amount.target));
        let text = |value: Option<youwei_base::Decimal>| {
            let unit = target.map_or("", |it| it.unit.as_str());
            value.map_or(String::new(), |it| format!("{}{unit}", readable(it)))
        };
        let number = amount.target + 1;
        let of = |on: Option<youwei_base::Day>, value: String| match on {
            Some(day) if !value.is_empty() => Bilingual::new(
                format!("{value}（截至 {day}）"),
                format!("{value} (as of {day})"),
            ),
            _ => Bilingual::new(value.clone(), value),
        };
        let last = before.and_then(|it| it.claims_of(amount.target).next());
        let was = text(target.and_then(|it| it.claimed));
        said.add_said(
            &format!("指标{number}自报数"),
            &format!("claimed amount of target {number}"),
            &of(last.and_then(|it| it.on), was),
            &of(amount.on, text(amount.value)),
        );
    }
    said.say()
}

/// The number or milestone that a binding is of, in a few words.
fn spoken_of(before: Option<&Commitment>, target: Option<usize>) -> (String, String) {
    let Some(index) = target else {
        return ("节点".to_owned(), "the milestone".to_owned());
    };
    let line = before
        .and_then(|it| it.targets.get(index))
        .map(Target::line);
    let line = line.unwrap_or_default();
    let number = index + 1;
    (
        format!("指标{number}“{line}”"),
        format!("target {number} “{line}”"),
    )
}

fn bound(before: Option<&Commitment>, now: &Bound) -> Bilingual {
    let (zh, en) = spoken_of(before, now.target);
    let old = now
        .target
        .and_then(|index| before?.targets.get(index)?.bound.as_ref());
    let measure = &now.bound.measure;
    let of = now.bound.record.as_deref();
    let of = of.map_or(String::new(), |it| format!("（{it}）"));
    let (was_zh, was_en) = old.map_or((String::new(), String::new()), |it| {
        (
            format!("，原对应“{}”", it.measure),
            format!(" in place of “{}”", it.measure),
        )
    });
    Bilingual::new(
        format!("{zh}对应口径“{measure}”{of}{was_zh}"),
        format!("{en} bound to the measure “{measure}”{of}{was_en}"),
    )
}

fn amended(before: Option<&Commitment>, now: &Amended) -> Bilingual {
    let Some(before) = before else {
        return Bilingual::new("调整", "amended");
    };
    let amendment = Amendment {
        number: now.number,
        entry: 0,
        change: now.change.clone(),
        from: now.from,
        approver: now.approver.clone(),
        document: now.document.clone(),
        why: now.why.clone(),
        recorded: now.recorded,
    };
    let (told, turn) = (amendment.told(before), amendment.turn().name());
    let or = |text: &str, none: &str| match text.is_empty() {
        true => none.to_owned(),
        false => text.to_owned(),
    };
    let (from, by, document) = (now.from, &now.approver, &now.document);
    Bilingual::new(
        format!(
            "{}（第 {} 次调整）：{}：{} → {}，自 {from} 起；批准：{by}，{document}",
            turn.zh,
            now.number,
            told.what.zh,
            or(&told.old.zh, "（无）"),
            or(&told.new.zh, "（无）")
        ),
        format!(
            "{} (amendment {}): {}: {} → {}, from {from} on; approved by {by}, {document}",
            turn.en,
            now.number,
            told.what.en,
            or(&told.old.en, "(none)"),
            or(&told.new.en, "(none)")
        ),
    )
}

fn correction(before: Option<&Commitment>, now: &Corrected) -> Bilingual {
    let mut said = Differences::default();
    if let Some(words) = &now.words {
        said.add("原文", "words", before.map_or("", |c| &c.text), &words.text);
    }
    if let (Some(words), Some(before)) = (&now.words, before) {
        for target in before
            .targets
            .iter()
            .filter(|it| !words.span.contains(it.span))
        {
            said.add(
                "不在新文字内的指标",
                "target outside the new words",
                &target.line(),
                "",
            );
        }
        for work in before
            .projects
            .iter()
            .filter(|it| !words.span.contains(it.span))
        {
            said.add(
                "不在新文字内的工程",
                "work outside the new words",
                &work.name,
                "",
            );
        }
    }
    if let Some(action) = &now.action {
        said.add("动作", "action", before.map_or("", |c| &c.action), action);
    }
    if let Some(due) = &now.due {
        let words = |due: &Due| match due.by {
            Some(by) => format!("{}（{by}）", due.text),
            None => due.text.clone(),
        };
        let new = match due {
            DueIs::To(due) => words(due),
            DueIs::None => String::new(),
        };
        let old = before.and_then(|c| c.due.as_ref()).map(words);
        said.add("时限", "due", &old.unwrap_or_default(), &new);
    }
    if let Some(kind) = now.kind {
        let old = before.map(|c| c.kind.name());
        let new = kind.name();
        if let Some(old) = &old
            && *old != new
        {
            said.zh.push(format!("任务分类：{} → {}", old.zh, new.zh));
            said.en.push(format!("class: {} → {}", old.en, new.en));
        }
    }
    for change in &now.targets {
        target_change(&mut said, before, change);
    }
    said.say()
}

fn target_change(said: &mut Differences, before: Option<&Commitment>, change: &TargetChange) {
    let present = |index: usize| before.and_then(|c| c.targets.get(index));
    match change {
        TargetChange::Set { index, fields } => {
            let old = present(*index);
            let new = old.map(|target| with_fields(target, fields));
            said.add(
                &format!("指标{}", index + 1),
                &format!("target {}", index + 1),
                &old.map(full_line).unwrap_or_default(),
                &new.as_ref().map(full_line).unwrap_or_default(),
            );
        }
        TargetChange::Remove { index } => said.add(
            &format!("指标{}", index + 1),
            &format!("target {}", index + 1),
            &present(*index).map(full_line).unwrap_or_default(),
            "",
        ),
        TargetChange::Add { fields } => said.add(
            "新增指标",
            "target added",
            "",
            &format!(
                "{} {}",
                fields.subject.as_deref().unwrap_or(""),
                fields.mention.as_deref().unwrap_or("")
            ),
        ),
    }
}

/// A target with all that a correction could change, so that no change is silent.
/// What kind of quantity it is, in the words of the office.
fn measure_name(measure: Measure) -> &'static str {
    match measure {
        Measure::Level => "总量",
        Measure::Growth => "增速",
        Measure::Delta => "增减量",
        Measure::Share => "比率",
        Measure::Rank => "位次",
    }
}

fn full_line(target: &Target) -> String {
    format!(
        "{}（原文“{}”，{}，{} {}）",
        target.line(),
        target.mention,
        measure_name(target.measure),
        target.action,
        target.due
    )
    .replace("， ）", "）")
    .replace(" ）", "）")
}
