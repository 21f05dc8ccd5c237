//! The forms of one commitment. Each carries the version that the page showed, and
//! shows again what was typed if it was refused.

use maud::{Markup, html};
use youwei_account::{Account, Commitment, Kind, Report, Status, Target};
use youwei_report::{Measure, Op};

use super::detail::measure;
use super::{Attempt, cut};
use crate::ask::Ask;
use crate::people::rights;
use crate::words as w;
use crate::words::{Lang, Word};

/// The signs of comparisons, as a choice.
pub(super) const OPERATORS: [(Op, &str, &str); 7] = [
    (Op::Equal, "=", "＝"),
    (Op::AtLeast, ">=", "≥"),
    (Op::Above, ">", "＞"),
    (Op::AtMost, "<=", "≤"),
    (Op::Below, "<", "＜"),
    (Op::About, "~", "约"),
    (Op::Range, "range", "～"),
];

/// The kinds of quantities, as a choice.
pub(super) const MEASURES: [(Measure, &str); 5] = [
    (Measure::Level, "level"),
    (Measure::Growth, "growth"),
    (Measure::Delta, "delta"),
    (Measure::Share, "share"),
    (Measure::Rank, "rank"),
];

struct Form<'a> {
    ask: &'a Ask,
    commitment: &'a Commitment,
    attempt: Option<&'a Attempt>,
}

/// All forms that the commitment's status allows, for those who may send them and for
/// whoever is asked to sign in first.
pub(super) fn all(
    ask: &Ask,
    account: &Account,
    report: &Report,
    commitment: &Commitment,
    attempt: Option<&Attempt>,
) -> Markup {
    if !rights::may_keep_or_sign(ask) {
        return html! {};
    }
    let form = Form {
        ask,
        commitment,
        attempt,
    };
    html! {
        @if commitment.is_live() {
            (form.decide())
            (form.assign())
            (form.schedule())
            (form.correct())
            (form.split())
            (form.merge(account, report))
            @if !commitment.held { (form.reject()) }
            @if !(commitment.held && commitment.public) { (form.visibility()) }
        } @else if commitment.status == Status::Rejected {
            (form.restore())
        }
    }
}

impl Form<'_> {
    fn tried(&self, what: &str) -> bool {
        self.attempt.is_some_and(|attempt| attempt.what == what)
    }

    /// What was typed into this form, or what holds now.
    fn value(&self, what: &str, name: &str, now: &str) -> String {
        match self.ask.form.given(name) {
            Some(typed) if self.tried(what) => typed.to_owned(),
            _ => now.to_owned(),
        }
    }

    /// The frame of a form: where it goes, which commitment and version it is about.
    fn frame(&self, what: &str, inner: &Markup) -> Markup {
        let action = self.ask.to(&format!("/commitments/{}", self.commitment.id));
        html! {
            form id=(what) method="post" action=(action) {
                input type="hidden" name="do" value=(what);
                input type="hidden" name="seen" value=(self.commitment.version);
                (inner)
            }
        }
    }

    fn folded(&self, what: &str, title: Word, inner: &Markup) -> Markup {
        html! {
            details.tool open[self.tried(what)] {
                summary { (self.ask.lang.say(title)) }
                (self.frame(what, inner))
            }
        }
    }

    fn why(&self, what: &str, word: Word) -> Markup {
        let needed = word.zh == w::WHY_NEEDED.zh;
        html! {
            label.pair { (self.ask.lang.say(word))
                input type="text" name="why" required[needed] value=(self.value(what, "why", ""));
            }
        }
    }

    fn submit(&self, word: Word) -> Markup {
        html! { p { button type="submit" { (self.ask.lang.say(word)) } } }
    }

    fn decide(&self) -> Markup {
        let lang = self.ask.lang;
        html! {
            @if self.commitment.status == Status::Read {
                div.decide {
                    (self.frame("confirm", &html! { button.primary type="submit" { (lang.pick("确认是承诺", "Confirm as a commitment")) } }))
                    p.quiet { (lang.pick("确认后即按它问责；读得不对的先在下面更正、拆分或合并。", "Once confirmed the government is held to it; correct, split or merge it below first if it was read wrongly.")) }
                }
            }
        }
    }

    fn assign(&self) -> Markup {
        let (lang, c) = (self.ask.lang, self.commitment);
        let action = self.ask.to(&format!("/commitments/{}", c.id));
        html! {
            h2.part.to-do { (lang.pick("谁来办", "Who does it")) }
            @if c.lead.is_none() && !c.suggestions.is_empty() {
                ul.suggestions {
                    @for one in &c.suggestions {
                        li {
                            form method="post" action=(action) {
                                input type="hidden" name="do" value="assign";
                                input type="hidden" name="seen" value=(c.version);
                                input type="hidden" name="lead" value=(one.unit);
                                input type="hidden" name="supporting" value=(c.supporting.join("、"));
                                @if let Some(leader) = &c.leader { input type="hidden" name="leader" value=(leader); }
                                button type="submit" { (lang.say(w::ACCEPT)) }
                                span { b lang="zh-CN" { (one.unit) } small { (lang.pick("因为写到", "because of ")) span lang="zh-CN" { "“" (one.why) "”" } } }
                            }
                        }
                    }
                }
            }
            (self.frame("assign", &html! {
                div.grid {
                    label.pair { (lang.say(w::LEAD)) input type="text" name="lead" list="units" value=(self.value("assign", "lead", c.lead.as_deref().unwrap_or(""))); }
                    label.pair { (lang.pick("配合单位（用顿号分开）", "Supporting units (parted by commas)"))
                        input type="text" name="supporting" value=(self.value("assign", "supporting", &c.supporting.join("、"))); }
                    label.pair { (lang.say(w::LEADER)) input type="text" name="leader" value=(self.value("assign", "leader", c.leader.as_deref().unwrap_or(""))); }
                    (self.why("assign", w::WHY_OPTIONAL))
                }
                (self.submit(w::ASSIGN))
            }))
        }
    }

    fn schedule(&self) -> Markup {
        let (lang, c) = (self.ask.lang, self.commitment);
        let due = c.due_day().map(|day| day.to_string()).unwrap_or_default();
        html! {
            h2.part.to-do { (lang.pick("何时办成", "By when")) }
            (self.frame("schedule", &html! {
                div.grid {
                    label.pair { (lang.say(w::DUE)) input type="date" name="due" value=(self.value("schedule", "due", &due)); }
                    @for (index, node) in c.nodes.iter().enumerate() {
                        @let name = format!("q{}", index + 1);
                        @let now = node.as_ref().map(|node| node.text.as_str()).unwrap_or("");
                        // What was declared and confirmed is shown, and amended further down.
                        label.pair { (quarter_end(lang, index))
                            input type="text" name=(name) readonly[c.held && node.is_some()] value=(self.value("schedule", &name, now)); }
                    }
                    (self.why("schedule", w::WHY_CHANGED))
                }
                @if c.held && c.nodes.iter().any(Option::is_some) { p.hint { (lang.pick("已声明的季度节点须作", "A declared node is changed by an ")) a href="#amendments" { (lang.pick("调整", "amendment")) } (lang.pick("。", ".")) } }
                (self.submit(w::SCHEDULE))
            }))
        }
    }

    fn correct(&self) -> Markup {
        let (lang, c, what) = (self.ask.lang, self.commitment, "correct");
        let due = c.due.as_ref();
        let by = due.and_then(|due| due.by).map(|by| by.to_string());
        self.folded(what, w::CORRECT, &html! {
            label.pair { (lang.pick("原文范围（照原文，取这一句中的一段）", "Its words (a piece of this sentence, as printed)"))
                textarea name="text" rows="3" lang="zh-CN" { (self.value(what, "text", &c.text)) } }
            div.grid {
                label.pair { (lang.say(w::ACTION)) input type="text" name="action" value=(self.value(what, "action", &c.action)); }
                label.pair { (lang.say(w::KIND))
                    @let now = self.value(what, "kind", c.kind.key());
                    select name="kind" { @for kind in Kind::ALL { option value=(kind.key()) selected[kind.key() == now] { (lang.own(kind.name())) } } }
                }
                label.pair { (lang.pick("原文的时限写法", "The text's words on time")) input type="text" name="due-text" value=(self.value(what, "due-text", due.map_or("", |due| &due.text))); }
                label.pair { (lang.pick("对应的日期", "The day they mean")) input type="date" name="due-by" value=(self.value(what, "due-by", by.as_deref().unwrap_or(""))); }
            }
            @for (index, target) in c.targets.iter().enumerate() { (self.target(&format!("t{index}-"), Some(target), index + 1)) }
            (self.target("n-", None, c.targets.len() + 1))
            (self.why(what, w::WHY_NEEDED))
            (self.submit(w::CORRECT))
        })
    }

    fn target(&self, prefix: &str, target: Option<&Target>, number: usize) -> Markup {
        let (lang, what) = (self.ask.lang, "correct");
        let value = |name: &str, now: String| self.value(what, &format!("{prefix}{name}"), &now);
        let of = |take: fn(&Target) -> String| target.map(take).unwrap_or_default();
        let op = value("op", target.map_or("=", |t| t.op.sign()).to_owned());
        let kind = value("measure", of(|t| measure_key(t.measure).to_owned()));
        let text = |word: Word, name: &str, now: String| {
            html! { label.pair { (lang.say(word)) input type="text" name={ (prefix) (name) } value=(value(name, now)); } }
        };
        html! {
            fieldset.target {
                legend {
                    (lang.say(w::TARGETS)) " " (number)
                    @if target.is_none() { (lang.pick("（补录，不填则不加）", " (add one; left empty, none is added)")) }
                }
                div.grid {
                    (text(w::MENTION, "mention", of(|t| t.mention.clone())))
                    (text(w::SUBJECT, "subject", of(|t| t.subject.clone())))
                    label.pair { (lang.say(w::OPERATOR))
                        select name={ (prefix) "op" } { @for (_, key, sign) in OPERATORS { option value=(key) selected[key == op] { (sign) } } } }
                    (text(w::VALUE, "value", of(|t| t.value.normalize().to_string())))
                    (text(w::VALUE2, "value2", of(|t| t.value2.map(|v| v.normalize().to_string()).unwrap_or_default())))
                    (text(w::UNIT_OF_TARGET, "unit", of(|t| t.unit.clone())))
                    label.pair { (lang.say(w::MEASURE))
                        select name={ (prefix) "measure" } { @for (one, key) in MEASURES { option value=(key) selected[key == kind] { (measure(one, lang)) } } } }
                }
                @if target.is_some() {
                    @let name = format!("{prefix}remove");
                    label.tick { input type="checkbox" name=(name) value="1" checked[!self.value(what, &name, "").is_empty()]; " " (lang.pick("这不是指标，删除", "This is no target; remove it")) }
                }
            }
        }
    }

    fn split(&self) -> Markup {
        let (lang, c) = (self.ask.lang, self.commitment);
        let clauses = cut::clauses(&c.text);
        let words = |from: usize, to: usize| -> String {
            c.text
                .chars()
                .skip(from)
                .take(to.saturating_sub(from))
                .collect()
        };
        let ticked: Vec<&str> = match self.tried("split") {
            true => self.ask.form.all("cut").collect(),
            false => Vec::new(),
        };
        html! {
            @if clauses.len() > 1 {
                (self.folded("split", w::SPLIT, &html! {
                    p.quiet { (lang.pick("勾选要断开的地方；指标、工程随各自的文字走。", "Tick where to cut; targets and works go with their words.")) }
                    p.cutting lang="zh-CN" {
                        @for (index, clause) in clauses.iter().enumerate() {
                            (words(clause.start, clause.end))
                            @if index + 1 < clauses.len() {
                                @let at = clause.end.to_string();
                                label { input type="checkbox" name="cut" value=(at) checked[ticked.contains(&at.as_str())] aria-label=(lang.pick("在此断开", "cut here")); span aria-hidden="true" { "✂" } }
                            }
                        }
                    }
                    (self.why("split", w::WHY_OPTIONAL))
                    (self.submit(w::SPLIT))
                }))
            }
        }
    }

    fn merge(&self, account: &Account, report: &Report) -> Markup {
        let (lang, c) = (self.ask.lang, self.commitment);
        let near = neighbours(account, report, c);
        html! {
            @if !near.is_empty() {
                (self.folded("merge", w::MERGE, &html! {
                    p.quiet { (lang.pick("勾选要并到一起的；合并后取原文中连续的一段，编号以靠前的为准。", "Tick what to merge; the words become one stretch of the text and the first id stays.")) }
                    @for other in near {
                        label.tick { input type="checkbox" name="with" value={ (other.id) ":" (other.version) }; " " span lang="zh-CN" { (other.text) } }
                    }
                    (self.why("merge", w::WHY_OPTIONAL))
                    (self.submit(w::MERGE))
                }))
            }
        }
    }

    fn reject(&self) -> Markup {
        self.folded(
            "reject",
            w::REJECT,
            &html! { (self.why("reject", w::WHY_NEEDED)) (self.submit(w::REJECT)) },
        )
    }

    fn restore(&self) -> Markup {
        html! {
            h2.part { (self.ask.lang.say(w::RESTORE)) }
            (self.frame("restore", &html! { (self.why("restore", w::WHY_NEEDED)) (self.submit(w::RESTORE)) }))
        }
    }

    fn visibility(&self) -> Markup {
        let (what, word, why) = match self.commitment.public {
            true => ("hide", w::HIDE, w::WHY_NEEDED),
            false => ("publish", w::PUBLISH, w::WHY_OPTIONAL),
        };
        self.folded(
            what,
            word,
            &html! { (self.why(what, why)) (self.submit(word)) },
        )
    }
}

/// The name of the field of a quarter's node.
pub(super) fn quarter_end(lang: Lang, quarter: usize) -> String {
    let zh = ["一", "二", "三", "四"].get(quarter).unwrap_or(&"");
    lang.pick(format!("{zh}季度末"), format!("End of Q{}", quarter + 1))
}

fn measure_key(measure: Measure) -> &'static str {
    MEASURES
        .iter()
        .find(|(one, _)| *one == measure)
        .map_or("level", |(_, key)| key)
}

/// Live ones in the same or an adjacent sentence.
fn neighbours<'a>(account: &'a Account, report: &Report, c: &Commitment) -> Vec<&'a Commitment> {
    let place = |at: usize| report.sentences.partition_point(|s| s.span.start <= at);
    let (first, last) = (
        place(c.sentence.start),
        place(c.sentence.end.saturating_sub(1)),
    );
    account
        .commitments()
        .filter(|other| other.id != c.id && other.is_live())
        .filter(|other| {
            let from = place(other.sentence.start);
            let to = place(other.sentence.end.saturating_sub(1));
            from <= last + 1 && first <= to + 1
        })
        .collect()
}
