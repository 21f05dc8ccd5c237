//! Numbers with what they are bound to: the figure, its pace and evidence, what the unit
//! claims, and for those who may the forms that bind, unbind, dispute and answer.

use maud::{Markup, html};
use youwei_account::forecast::outlook;
use youwei_account::{
    Account, BindTo, Bound, Command, Commitment, Figure, Measure, NumberStands, PartStands, Pick,
    Proposal, Standing, Target, propose, standing,
};
use youwei_base::Light;

use super::detail::measure as kind_of_number;
use super::records;
use super::{Attempt, claim};
use crate::app::State;
use crate::ask::Ask;
use crate::fault::Fault;
use crate::figures::{amount, goal};
use crate::marks::mark_alone;
use crate::pages::flagged;
use crate::pages::forecasts::outlook as outlooks;
use crate::pages::measures::address;
use crate::pages::reviewed;
use crate::people::rights;
use crate::stands::should_be;
use crate::struck;
use crate::words as w;

/// What the parts of the section share.
struct Section<'a> {
    ask: &'a Ask,
    state: &'a State,
    account: &'a Account,
    commitment: &'a Commitment,
    attempt: Option<&'a Attempt>,
    may_bind: bool,
}

/// The section of a commitment's page.
pub(super) fn section(
    ask: &Ask,
    state: &State,
    account: &Account,
    commitment: &Commitment,
    attempt: Option<&Attempt>,
) -> Markup {
    let section = Section {
        ask,
        state,
        account,
        commitment,
        attempt,
        may_bind: commitment.is_live()
            && ask.on.is_none()
            && rights::check_keeper(&ask.actor).is_ok(),
    };
    let stands = standing(account, &state.book, commitment, ask.today());
    html! {
        h2.part #figures { (ask.lang.say(w::FIGURES)) }
        @for (number, target) in stands.numbers.iter().zip(&commitment.on(ask.today()).targets) { (section.number(number, target)) }
        (section.milestone(&stands))
        (claim::form(ask, account, commitment, attempt))
        (section.disputes())
        @if section.may_bind { (records::offered(ask, state, commitment)) }
    }
}

impl Section<'_> {
    fn number(&self, stands: &NumberStands, target: &Target) -> Markup {
        let (ask, lang) = (self.ask, self.ask.lang);
        let to = BindTo::Target(stands.target);
        html! {
            section.number id={ "n" (stands.target + 1) } {
                h3 { (mark_alone(stands.light, lang)) " " span lang="zh-CN" { (target.subject) " " (struck::number(self.commitment, stands.target, ask.today(), lang))
                        @if target.dropped { s.was { (goal(target)) } } @else { b { (goal(target)) } } }
                    small { (kind_of_number(target.measure, lang)) " · " span lang="zh-CN" { "“" (target.mention) "”" } } }
                dl.facts {
                    dt { (lang.say(w::TODAY)) }
                    dd { @match stands.figure.as_ref().and_then(|it| Some((it, it.value?))) {
                        Some((figure, value)) => { b { (amount(value.round_dp(4), &target.unit)) } small { (lang.pick("到 ", "as of ")) (figure.as_of.unwrap_or(figure.day)) } }
                        None => span.none { (lang.say(w::NO_FACTS)) },
                    } }
                    dt { (lang.pick("今天应有", "Should be")) }
                    dd { @match stands.pace {
                        Some(pace) => { (should_be(&pace, target.value, &target.unit)) small { (if pace.by_nodes { lang.pick("按季度节点", "by nodes") } else { lang.pick("按序时", "by calendar") }) } }
                        None => span.none { (lang.pick("不按进度折算", "no pace")) },
                    } }
                    (claim::line(ask, self.commitment, stands, target))
                    (reviewed::of_number(ask, self.state, self.account, (&self.commitment.id, stands.target)))
                    dt { (lang.say(w::MEASURES)) }
                    dd { @match &stands.bound {
                        Some(bound) => (self.bound(bound, stands.measure.as_deref(), stands.figure.as_ref())),
                        None => span.unset { (lang.say(w::NOT_BOUND)) },
                    } }
                }
                @if let Some(made) = outlook(self.account, &self.state.book, self.commitment, stands.target, ask.today()) {
                    (outlooks::of_number(ask, &made, target))
                }
                @match &stands.bound {
                    None => (self.proposals(to)),
                    Some(_) if self.may_bind && self.commitment.held => { p.quiet { a href="#amend" { (lang.pick("换口径须作调整", "Another measure is an amendment")) } } }
                    Some(bound) if self.may_bind => {
                        (self.folded("unbind", to, w::UNBIND, &self.unbind(to, bound)))
                        (self.folded("bind", to, w::BIND_OTHER, &self.choose(to)))
                    }
                    Some(_) => {}
                }
            }
        }
    }

    /// Whether it is done, where that is asked.
    fn milestone(&self, stands: &Standing) -> Markup {
        let (lang, c) = (self.ask.lang, self.commitment);
        let asked = stands.milestone.is_some() || !c.projects.is_empty();
        let light = stands.milestone.as_ref().map_or(Light::Grey, |it| it.light);
        let parts = stands.milestone.as_ref().map_or(&[][..], |it| &it.parts);
        html! {
            @if asked {
                section.number #done {
                    h3 { (mark_alone(light, lang)) " " (lang.pick("是否办成", "Whether it is done")) }
                    @if parts.is_empty() { p { span.unset { (lang.say(w::NOT_BOUND)) } " " span.quiet { (lang.pick("要指明什么事实能证明办成。", "Settle which fact would prove it done.")) } } }
                    @for part in parts { (self.part(part)) }
                    @if parts.is_empty() { (self.proposals(BindTo::Milestone)) }
                    @else if self.may_bind { (self.folded("bind", BindTo::Milestone, w::BIND_MORE, &self.choose(BindTo::Milestone))) }
                }
            }
        }
    }

    fn part(&self, part: &PartStands) -> Markup {
        let lang = self.ask.lang;
        let measure = part.measure.as_ref();
        let value = part.figure.as_ref().and_then(|it| it.value);
        html! {
            dl.facts {
                dt { (lang.say(w::MEASURES)) }
                dd { (self.bound(&part.bound, part.measure.as_deref(), part.figure.as_ref())) }
                dt { (lang.say(w::TODAY)) }
                dd { @match (value, measure) {
                    (Some(value), Some(measure)) => b { (amount(value.round_dp(4), &measure.unit)) },
                    _ => span.none { (lang.say(w::NO_FACTS)) },
                } }
            }
            @if self.may_bind && !self.commitment.held { (self.folded("unbind", BindTo::Milestone, w::UNBIND, &self.unbind(BindTo::Milestone, &part.bound))) }
        }
    }

    /// What something is bound to, with the door to its facts.
    fn bound(&self, bound: &Bound, measure: Option<&Measure>, figure: Option<&Figure>) -> Markup {
        let lang = self.ask.lang;
        let name = measure.map(|it| lang.of(&it.name));
        let declared = measure.map(|it| &*it.declared);
        // Of a year that is over, the day of its end.
        let day = figure
            .map(|it| it.day)
            .filter(|day| *day != self.ask.today());
        let to = self
            .ask
            .to(&address(&bound.measure, bound.record.as_deref(), day));
        let changed = declared.is_some_and(|it| !bound.declared.is_empty() && it != bound.declared);
        html! {
            @match name {
                Some(name) => a href=(to) { (name) },
                None => { code { (bound.measure) } " " span.unset { (lang.pick("已不在声明中", "no longer declared")) } }
            }
            @if let Some(record) = &bound.record { small { (lang.pick("只看 ", "of ")) (record) } }
            @if let Some(figure) = figure {
                " · " a href={ (to) "#facts" } { (figure.facts) (lang.pick(" 条依据", " facts")) }
                @if figure.corrected > 0 { small { (lang.pick("更正或撤回过 ", "corrected or taken back: ")) (figure.corrected) } }
            }
            @if let (Some(measure), Some(figure)) = (measure, figure) {
                (flagged::said(self.ask, self.state, self.account, &flagged::Of { measure, record: bound.record.as_deref(), day: figure.day }))
            }
            @if changed { p.differs { (lang.pick("口径在对应之后改过，请重新确认。", "The measure was changed after it was bound; confirm it again.")) } }
        }
    }

    /// What the program proposes, each with its reasons; a person confirms.
    fn proposals(&self, to: BindTo) -> Markup {
        let (ask, lang) = (self.ask, self.ask.lang);
        let found = propose(self.state.book.measures(), self.commitment, to);
        html! {
            @if !found.is_empty() {
                p.quiet { (lang.pick("程序的建议，由人确认：", "Proposed by the program, for a person to confirm:")) }
                ul.proposals { @for one in &found {
                    li {
                        p {
                            b.sure { (one.confidence) "%" } " "
                            a href=(ask.to(&address(&one.measure.id, None, None))) { (lang.of(&one.measure.name)) }
                            small { (lang.of(&one.why)) }
                        }
                        @if self.may_bind { (self.confirm(to, one)) }
                    }
                } }
            } @else {
                p.hint { (lang.pick("没有哪个口径看来合适：要么由业务系统新设一个，要么这一项只能靠人核对。", "No measure seems to fit: either a system declares one, or this can only be checked by people.")) }
            }
            @if self.may_bind { (self.folded("bind", to, w::BIND_OTHER, &self.choose(to))) }
        }
    }

    fn confirm(&self, to: BindTo, one: &Proposal) -> Markup {
        let inner = html! {
            input type="hidden" name="measure" value=(one.measure.id);
            input type="text" name="why" placeholder=(self.ask.lang.say(w::WHY_OPTIONAL)) aria-label=(self.ask.lang.say(w::WHY_OPTIONAL));
            button type="submit" { (self.ask.lang.say(w::CONFIRM)) }
        };
        self.form("bind", to, "inline", &inner)
    }

    /// Any measure, or one record's facts under it.
    fn choose(&self, to: BindTo) -> Markup {
        let lang = self.ask.lang;
        let tried = self.tried("bind", to);
        let typed = |name: &str| if tried { self.ask.form.get(name) } else { "" };
        let inner = html! {
            div.grid {
                label.pair { (lang.say(w::MEASURES))
                    select name="measure" required {
                        option value="" { "—" }
                        @for one in self.state.book.measures().iter() {
                            option value=(one.id) selected[typed("measure") == &*one.id] { (lang.of(&one.name)) "（" (one.unit) "）" }
                        }
                    }
                }
                label.pair { (lang.pick("只看一条记录（可不填）", "One record alone (optional)"))
                    input type="text" name="record" value=(typed("record")) placeholder=(lang.pick("输入名称或编号选择", "type a name or number")) list=(records::LIST) autocomplete="off" maxlength="120"; }
                label.pair { (lang.say(w::WHY_OPTIONAL)) input type="text" name="why" value=(typed("why")); }
            }
            p { button type="submit" { (lang.say(w::BIND)) } }
        };
        self.form("bind", to, "", &inner)
    }

    fn unbind(&self, to: BindTo, bound: &Bound) -> Markup {
        let lang = self.ask.lang;
        let inner = html! {
            input type="hidden" name="measure" value=(bound.measure);
            @if let Some(record) = &bound.record { input type="hidden" name="record" value=(record); }
            label.pair { (lang.say(w::WHY_NEEDED)) input type="text" name="why" required; }
            p { button type="submit" { (lang.say(w::UNBIND)) } }
        };
        self.form("unbind", to, "", &inner)
    }

    /// What units hold against the light, and the answers.
    fn disputes(&self) -> Markup {
        let (ask, lang, c) = (self.ask, self.ask.lang, self.commitment);
        let may = c.is_live()
            && ask.on.is_none()
            && rights::check_led(&ask.actor, self.account, &c.id, ask.app.offices()).is_ok();
        if c.disputes.is_empty() && !may {
            return html! {};
        }
        html! {
            h2.part #disputes { (lang.say(w::DISPUTES)) }
            p.hint { (lang.pick("单位不同意灯的，在这里提出；提出和答复都公开，灯仍只随事实变。", "A unit that does not agree with the light says so here; objection and answer are shown, and the light moves with facts alone.")) }
            @for one in &c.disputes {
                div.dispute {
                    p { b lang="zh-CN" { (one.unit) } "：" span lang="zh-CN" { (one.why) } small { a href=(ask.to(&format!("/log/{}", one.entry))) { "#" (one.entry) } } }
                    @match &one.answered {
                        Some((entry, answer)) => p { b { (lang.pick("答复", "Answer")) } "：" span lang="zh-CN" { (answer) } small { a href=(ask.to(&format!("/log/{entry}"))) { "#" (entry) } } },
                        None if self.may_bind => {
                            form.inline method="post" action=(self.action()) {
                                (self.hidden("answer"))
                                input type="hidden" name="number" value=(one.number);
                                label.pair { (lang.pick("答复（必填）", "Answer (needed)")) input type="text" name="answer" required; }
                                button type="submit" { (lang.pick("答复", "Answer")) }
                            }
                        }
                        None => p.quiet { (lang.pick("等待答复", "waiting for an answer")) },
                    }
                }
            }
            @if may {
                details.tool open[self.attempt.is_some_and(|it| it.what == "dispute")] {
                    summary { (lang.pick("提出异议", "Object to the light")) }
                    form method="post" action=(self.action()) {
                        (self.hidden("dispute"))
                        label.pair { (lang.say(w::WHY_NEEDED)) input type="text" name="why" required; }
                        p { button type="submit" { (lang.pick("提出异议", "Object to the light")) } }
                    }
                }
            }
        }
    }

    fn action(&self) -> String {
        self.ask.to(&format!("/commitments/{}", self.commitment.id))
    }

    fn hidden(&self, what: &str) -> Markup {
        html! {
            input type="hidden" name="do" value=(what);
            input type="hidden" name="seen" value=(self.commitment.version);
        }
    }

    fn form(&self, what: &str, to: BindTo, class: &str, inner: &Markup) -> Markup {
        html! {
            form class=[(!class.is_empty()).then_some(class)] method="post" action=(self.action()) {
                (self.hidden(what))
                input type="hidden" name="to" value=(key(to));
                (inner)
            }
        }
    }

    fn tried(&self, what: &str, to: BindTo) -> bool {
        self.attempt.is_some_and(|it| it.what == what) && self.ask.form.get("to") == key(to)
    }

    fn folded(&self, what: &str, to: BindTo, title: w::Word, inner: &Markup) -> Markup {
        html! { details.tool open[self.tried(what, to)] { summary { (self.ask.lang.say(title)) } (inner) } }
    }
}

/// What is to be bound, as forms carry it: the number's place from 0, or `done`.
pub(crate) fn key(to: BindTo) -> String {
    match to {
        BindTo::Target(index) => index.to_string(),
        BindTo::Milestone => "done".to_owned(),
    }
}

/// The same, read back.
pub(crate) fn parse(key: &str) -> Option<BindTo> {
    match key {
        "done" => Some(BindTo::Milestone),
        number => Some(BindTo::Target(number.parse().ok()?)),
    }
}

/// The command of one of these forms; none if it is another form's.
pub(super) fn command(
    ask: &Ask,
    state: &State,
    commitment: &Commitment,
) -> Result<Option<Command>, Fault> {
    let form = &ask.form;
    let what = form.get("do");
    if !matches!(what, "bind" | "unbind" | "claim" | "dispute" | "answer") {
        return Ok(None);
    }
    let id = Pick {
        id: commitment.id.clone(),
        seen: Some(form.get("seen").parse().map_err(|_| unclear())?),
    };
    let to = || parse(form.get("to")).ok_or_else(unclear);
    let why = form.get("why").to_owned();
    let record = Some(form.get("record").to_owned()).filter(|it| !it.is_empty());
    Ok(Some(match what {
        "bind" => {
            let name = form.get("measure");
            let measure = state.book.measures().get(name);
            if let Some(record) = &record {
                records::check(state, record)?;
            }
            Command::Bind {
                id,
                to: to()?,
                measure: measure.cloned().ok_or_else(|| no_measure(name))?,
                record,
                why,
            }
        }
        "unbind" => Command::Unbind {
            id,
            to: to()?,
            measure: form.get("measure").to_owned(),
            record,
            why,
        },
        "claim" => claim::command(ask, id, commitment)?,
        "dispute" => Command::Dispute {
            id,
            unit: own_unit(ask, commitment),
            why,
        },
        _ => Command::AnswerDispute {
            id,
            number: form.get("number").parse().map_err(|_| unclear())?,
            answer: form.get("answer").to_owned(),
        },
    }))
}

/// The unit that disputes: the actor's own; for the supervision office, which takes in what
/// comes on paper, the one that leads.
fn own_unit(ask: &Ask, commitment: &Commitment) -> String {
    let lead = commitment
        .lead
        .clone()
        .filter(|_| rights::check_keeper(&ask.actor).is_ok());
    lead.unwrap_or_else(|| ask.app.offices().unit_name(&ask.actor.unit).zh)
}

fn unclear() -> Fault {
    Fault::invalid(
        "表单不完整。请刷新页面后重新填写。",
        "The form is incomplete. Reload the page and fill it in again.",
    )
}

pub(super) fn no_measure(name: &str) -> Fault {
    Fault::invalid(
        format!("没有口径“{name}”。请从列表中选择一个。"),
        format!("There is no measure “{name}”. Choose one of the list."),
    )
}
