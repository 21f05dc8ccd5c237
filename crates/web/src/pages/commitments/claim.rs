//! What a unit claims of a number, beside the facts of the claim's own day, and the form in
//! which its people say so.

use maud::{Markup, html};
use youwei_account::{
    Account, Claim, ClaimedAmount, Command, Commitment, NumberStands, Pick, Target,
};

use super::Attempt;
use super::act::not_a_number;
use super::bulk::day;
use crate::ask::Ask;
use crate::fault::Fault;
use crate::figures::{amount, goal, parse, reached};
use crate::pages::measures::address;
use crate::people::rights;
use crate::words as w;

/// What is claimed and how it stands to the facts of its time: the line of a list of facts.
pub(super) fn line(
    ask: &Ask,
    commitment: &Commitment,
    stands: &NumberStands,
    target: &Target,
) -> Markup {
    let lang = ask.lang;
    let Some(claimed) = stands.claimed else {
        return html! {};
    };
    // What is bound to nothing has a day of its own too.
    let said = || commitment.claims_of(stands.target).next()?.on;
    let on = stands.held.as_ref().map(|it| it.on).or_else(said);
    html! {
        dt { (lang.say(w::CLAIMED)) }
        dd {
            (amount(claimed, &target.unit))
            @if let Some(on) = on { small { (lang.pick("截至 ", "as of ")) (on) } }
            @match difference(ask, stands, target) {
                Some(said) => { " " b.differs { (said) } " " small { a href=(ask.to("/contradictions")) { (lang.pick("要说明", "to be explained")) } } },
                None => @if let Some((held, bound)) = stands.held.as_ref().zip(stands.bound.as_ref()) {
                    " " small { a href=(ask.to(&address(&bound.measure, bound.record.as_deref(), Some(held.on)))) { (lang.pick("与当时的事实相符", "as the facts of that time")) } }
                },
            }
        }
    }
}

/// How much more or less the unit claims than the facts of the claim's own time come to;
/// none if they agree.
pub(crate) fn difference(ask: &Ask, stands: &NumberStands, target: &Target) -> Option<String> {
    let held = stands.held.as_ref().filter(|it| !it.off.is_zero())?;
    let size = reached(held.off.abs(), &target.unit);
    Some(match held.off.is_sign_negative() {
        false => ask.lang.pick(
            format!("比当时的事实多 {size}"),
            format!("{size} more than the facts of that time"),
        ),
        true => ask.lang.pick(
            format!("比当时的事实少 {size}"),
            format!("{size} less than the facts of that time"),
        ),
    })
}

/// The form, for the people of the unit that leads: an amount for each number, the day up
/// to which they speak, and the words that go with them.
pub(super) fn form(
    ask: &Ask,
    account: &Account,
    commitment: &Commitment,
    attempt: Option<&Attempt>,
) -> Markup {
    let may = commitment.is_live()
        && ask.on.is_none()
        && rights::check_led(&ask.actor, account, &commitment.id, ask.app.offices()).is_ok();
    if !may {
        return html! {};
    }
    let lang = ask.lang;
    let tried = attempt.is_some_and(|it| it.what == "claim");
    let typed = |name: &str, now: &str| match tried {
        true => ask.form.get(name).to_owned(),
        false => now.to_owned(),
    };
    let (today, said) = (ask.today().to_string(), &commitment.claim);
    let then = commitment.on(ask.today());
    let live = then.targets.iter().enumerate();
    let live: Vec<(usize, &Target)> = live.filter(|(_, it)| !it.dropped).collect();
    let words = [
        ("progress", lang.pick("进展", "Progress"), &said.progress),
        ("evidence", lang.pick("佐证", "Evidence"), &said.evidence),
        (
            "problems",
            lang.pick("存在问题", "Problems"),
            &said.problems,
        ),
        ("next", lang.pick("下步措施", "Next steps"), &said.next),
    ];
    html! {
        details.tool #claim open[tried] {
            summary { (lang.pick("自报进展", "Report progress")) }
            p.hint { (lang.pick(
                "自报与截至同一天的事实摆在一起，不改变数和灯；两边对不上的，要限期说明。台账里已有的数不必再报。",
                "A claim stands beside the facts up to the same day and moves neither figure nor light; where the two differ, it must be explained. What the records hold already need not be reported.",
            )) }
            form method="post" action=(ask.to(&format!("/commitments/{}", commitment.id))) {
                input type="hidden" name="do" value="claim";
                input type="hidden" name="seen" value=(commitment.version);
                div.grid {
                    @for (index, target) in &live {
                        label.pair { span { (lang.pick("累计完成：", "Reached: ")) span lang="zh-CN" { (target.subject) } small { (lang.pick("目标 ", "of ")) (goal(target)) } }
                            input type="text" name=(field(*index)) value=(typed(&field(*index), "")) placeholder=(last(ask, commitment, *index, target)); }
                    }
                    @if !live.is_empty() {
                        label.pair { (lang.pick("数截至哪一天", "As of which day"))
                            input type="date" name="on" max=(today) value=(typed("on", &today)); }
                    }
                    @for (name, word, now) in words {
                        label.pair { (word) input type="text" name=(name) lang="zh-CN" value=(typed(name, now)); }
                    }
                }
                p { button type="submit" { (lang.pick("提交自报", "Send the report")) } }
            }
        }
    }
}

fn field(number: usize) -> String {
    format!("v{number}")
}

/// What was claimed last, or how an amount is written.
fn last(ask: &Ask, commitment: &Commitment, number: usize, target: &Target) -> String {
    let last = commitment.claims_of(number).next();
    match last.and_then(|it| Some((it.value?, it.on))) {
        Some((value, on)) => {
            let on = on.map_or(String::new(), |it| format!("（{it}）"));
            let value = amount(value, &target.unit);
            ask.lang
                .pick(format!("上次 {value}{on}"), format!("last: {value}{on}"))
        }
        None => {
            let value = amount(target.value, &target.unit);
            ask.lang
                .pick(format!("写法同 {value}"), format!("like {value}"))
        }
    }
}

/// The command of the form. A number that is left empty is not claimed anew.
pub(super) fn command(ask: &Ask, id: Pick, commitment: &Commitment) -> Result<Command, Fault> {
    let form = &ask.form;
    let mut amounts = Vec::new();
    for (number, target) in commitment.targets.iter().enumerate() {
        let typed = form.get(&field(number));
        if typed.is_empty() {
            continue;
        }
        let bare = typed.strip_suffix(&target.unit).unwrap_or(typed);
        amounts.push(ClaimedAmount {
            target: number,
            value: Some(parse(bare).ok_or_else(|| not_a_number(typed))?),
            on: Some(day(form.get("on"))?),
        });
    }
    let now = &commitment.claim;
    let words = |name: &str, now: &String| match form.given(name) {
        Some(typed) => typed.trim().to_owned(),
        None => now.clone(),
    };
    Ok(Command::Claim {
        id,
        claim: Claim {
            progress: words("progress", &now.progress),
            evidence: words("evidence", &now.evidence),
            problems: words("problems", &now.problems),
            next: words("next", &now.next),
            amounts,
        },
        why: form.get("why").to_owned(),
    })
}
