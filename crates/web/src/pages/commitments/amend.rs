//! Amendments of one commitment: what was changed by whom, and for those whose duty it is
//! the form that writes one down.

use maud::{Markup, html};
use youwei_account::{Aim, AmendTo, BindTo, Command, Commitment, Pick};
use youwei_report::Op;

use super::Attempt;
use super::act::nodes;
use super::bindings::{key, parse as parse_to};
use super::bulk::day;
use super::forms::{MEASURES, OPERATORS, quarter_end};
use crate::app::State;
use crate::ask::Ask;
use crate::fault::Fault;
use crate::figures::{line, parse};
use crate::pages::amendments::entry;
use crate::people::rights;
use crate::words as w;

/// The section of a commitment's page; nothing where there is nothing to say or do.
pub(super) fn section(
    ask: &Ask,
    state: &State,
    commitment: &Commitment,
    attempt: Option<&Attempt>,
) -> Markup {
    let lang = ask.lang;
    let may = commitment.is_live()
        && commitment.held
        && ask.on.is_none()
        && rights::check_amender(&ask.actor).is_ok();
    if commitment.amendments.is_empty() && !may {
        return html! {};
    }
    html! {
        h2.part #amendments { (lang.pick("调整", "Amendments")) }
        @if commitment.amendments.is_empty() {
            p.hint { (lang.pick("还没有调整过。确认之后，目标、时限、口径和已声明的季度节点只能经书面批准调整，原值永远划线公开。", "None yet. After a confirmation, target, due day, measure and declared quarter nodes change by written approval only, and the old stays public, struck through.")) }
        }
        ul.amendments { @for it in commitment.amendments.iter().rev() { li { (entry(ask, commitment, it)) } } }
        @if may { (form(ask, state, commitment, attempt)) }
    }
}

fn form(ask: &Ask, state: &State, c: &Commitment, attempt: Option<&Attempt>) -> Markup {
    let lang = ask.lang;
    let tried = attempt.is_some_and(|it| it.what == "amend");
    let typed = |name: &str, now: &str| match ask.form.given(name) {
        Some(text) if tried => text.to_owned(),
        _ => now.to_owned(),
    };
    let today = ask.today().to_string();
    let first = c.targets.iter().find(|it| !it.dropped);
    let text = |name: &'static str, word: &'static str, needed: bool| {
        html! { label.pair { (word) input type="text" name=(name) required[needed] value=(typed(name, "")); } }
    };
    html! {
        details.tool open[tried] {
            summary { (lang.pick("登记一次调整", "Write an amendment down")) }
            form id="amend" method="post" action=(ask.to(&format!("/commitments/{}", c.id))) {
                input type="hidden" name="do" value="amend";
                input type="hidden" name="seen" value=(c.version);
                p.hint { (lang.pick("须经原批准层级书面批准。登记之后不能撤回，只能再调整；原值划线公开，调低、推迟、取消与红灯同样醒目。", "It needs the written approval of the level that approved the plan. Once written down it cannot be taken back, only amended again; the old value stays public, and what is lowered, put off or cancelled is shown as loudly as a red light.")) }
                label.pair { (lang.pick("调整什么", "What is amended"))
                    @let now = typed("what", "");
                    select name="what" required {
                        option value="" { "—" }
                        @for (index, target) in c.targets.iter().enumerate().filter(|(_, it)| !it.dropped) {
                            @let of = BindTo::Target(index);
                            @let (number, drop, measure) = (format!("number:{}", key(of)), format!("drop:{}", key(of)), format!("measure:{}", key(of)));
                            option value=(number) selected[number == now] { (lang.pick("目标值：", "Value: ")) (line(target)) }
                            @if let Some(bound) = &target.bound { option value=(measure) selected[measure == now] { (lang.pick("口径：", "Measure: ")) (line(target)) " ← " (bound.measure) } }
                            option value=(drop) selected[drop == now] { (lang.pick("取消指标：", "Cancel the target: ")) (line(target)) }
                        }
                        option value="due" selected["due" == now] { (lang.pick("完成时限", "Due day")) @if let Some(day) = c.due_day() { "：" (day) } }
                        option value="nodes" selected["nodes" == now] { (lang.pick("季度节点（序时进度）", "Quarter nodes (pace)")) }
                        @for (index, bound) in c.milestones.iter().enumerate() {
                            @let value = format!("milestone:{index}");
                            option value=(value) selected[value == now] { (lang.pick("办成与否的口径：", "Measure of its being done: ")) (bound.measure) @if let Some(record) = &bound.record { "（" (record) "）" } }
                        }
                        option value="cancel" selected["cancel" == now] { (lang.pick("取消整项承诺", "Cancel the whole commitment")) }
                    }
                }
                fieldset.target {
                    legend { (lang.pick("改为（填与所选相关的几栏）", "New (fill in what the choice needs)")) }
                    div.grid {
                        label.pair { (lang.say(w::OPERATOR))
                            @let now = typed("op", first.map_or("=", |it| it.op.sign()));
                            select name="op" { @for (_, sign, shown) in OPERATORS { option value=(sign) selected[sign == now] { (shown) } } } }
                        (text("value", lang.pick("新目标值", "New value"), false))
                        (text("value2", lang.say(w::VALUE2), false))
                        label.pair { (lang.pick("新时限", "New due day")) input type="date" name="due" value=(typed("due", "")); }
                        label.pair { (lang.pick("新口径", "New measure"))
                            @let now = typed("measure", "");
                            select name="measure" {
                                option value="" { (lang.pick("— 不再对应", "— none")) }
                                @for one in state.book.measures().iter() { option value=(one.id) selected[now == *one.id] { (lang.of(&one.name)) "（" (one.unit) "）" } }
                            }
                        }
                        (text("record", lang.pick("只看一条记录（可不填）", "One record alone (optional)"), false))
                        @for (index, node) in c.nodes.iter().enumerate() {
                            @let name = format!("q{}", index + 1);
                            label.pair { (quarter_end(lang, index))
                                input type="text" name=(name) value=(typed(&name, node.as_ref().map_or("", |it| &it.text))); }
                        }
                    }
                }
                div.grid {
                    label.pair { (lang.pick("生效日", "First day")) input type="date" name="from" required value=(typed("from", &today)); }
                    (text("approver", lang.pick("批准人（原批准层级）", "Approved by"), true))
                    (text("document", lang.pick("批准文号", "Document number"), true))
                    (text("why", lang.say(w::WHY_NEEDED), true))
                }
                p { button type="submit" { (lang.pick("登记调整", "Write it down")) } }
            }
        }
    }
}

/// The command of the form; none if it is another form's.
pub(super) fn command(
    ask: &Ask,
    state: &State,
    commitment: &Commitment,
) -> Result<Option<Command>, Fault> {
    let form = &ask.form;
    if form.get("do") != "amend" {
        return Ok(None);
    }
    let what = form.get("what");
    let (kind, of) = what.split_once(':').unwrap_or((what, ""));
    let index = || match parse_to(of) {
        Some(BindTo::Target(index)) => Ok(index),
        _ => Err(unchosen()),
    };
    let measure = || {
        let name = form.get("measure");
        let record = Some(form.get("record").to_owned()).filter(|it| !it.is_empty());
        match (name, state.book.measures().get(name)) {
            ("", _) => Ok(None),
            (_, Some(measure)) => Ok(Some((measure.clone(), record))),
            (name, None) => Err(super::bindings::no_measure(name)),
        }
    };
    let to = match kind {
        "number" => AmendTo::Number {
            index: index()?,
            aim: aim(ask, commitment, index()?)?,
        },
        "drop" => AmendTo::Drop { index: index()? },
        "due" => AmendTo::Due(day(form.get("due"))?),
        "nodes" => AmendTo::Nodes(nodes(form, commitment)),
        "measure" => AmendTo::Measure {
            to: BindTo::Target(index()?),
            old: None,
            new: measure()?,
        },
        "milestone" => {
            let bound = of
                .parse()
                .ok()
                .and_then(|at: usize| commitment.milestones.get(at));
            let bound = bound.ok_or_else(unchosen)?;
            AmendTo::Measure {
                to: BindTo::Milestone,
                old: Some((bound.measure.clone(), bound.record.clone())),
                new: measure()?,
            }
        }
        "cancel" => AmendTo::Cancel,
        _ => return Err(unchosen()),
    };
    let seen = form.get("seen").parse().map_err(|_| unchosen())?;
    Ok(Some(Command::Amend {
        id: Pick {
            id: commitment.id.clone(),
            seen: Some(seen),
        },
        to,
        from: day(form.get("from"))?,
        approver: form.get("approver").to_owned(),
        document: form.get("document").to_owned(),
        why: form.get("why").to_owned(),
    }))
}

/// What the number shall be; the kind of quantity stays unless the form says otherwise.
fn aim(ask: &Ask, commitment: &Commitment, index: usize) -> Result<Aim, Fault> {
    let form = &ask.form;
    let old = commitment.targets.get(index).ok_or_else(unchosen)?;
    let number = |name: &str| {
        let text = form.get(name);
        match (text.is_empty(), parse(text)) {
            (true, _) => Ok(None),
            (false, Some(value)) => Ok(Some(value)),
            (false, None) => Err(super::act::not_a_number(text)),
        }
    };
    let op = OPERATORS
        .iter()
        .find(|(_, sign, _)| *sign == form.get("op"));
    let op = op.map_or(old.op, |(op, _, _)| *op);
    let kind = MEASURES
        .iter()
        .find(|(_, key)| *key == form.get("quantity"));
    let Some(value) = number("value")? else {
        return Err(Fault::invalid(
            "没有填新目标值。请填写，如 150 或 5.8亿。",
            "The new value is missing. Give it, such as 150 or 5.8亿.",
        ));
    };
    Ok(Aim {
        op,
        value,
        value2: number("value2")?.filter(|_| op == Op::Range),
        quantity: kind.map_or(old.measure, |(kind, _)| *kind),
    })
}

fn unchosen() -> Fault {
    Fault::invalid(
        "没有选择调整什么，或所选的已经不在。请刷新页面后重新选择。",
        "It was not chosen what is amended, or that is gone. Reload the page and choose again.",
    )
}
