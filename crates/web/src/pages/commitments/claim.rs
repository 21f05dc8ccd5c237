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
use crate::figures::{amount, parse, reached};
use crate::pages::measures::address;
use crate::people::rights;
use crate::words as w;

/// What is claimed and how it stands to the facts of its time: the line of a list of facts.
pub(super) fn line(ask: &Ask, stands: &NumberStands, target: &Target) -> Markup {
    let lang = ask.lang;
    let Some(claimed) = stands.claimed else {
        return html! {};
    };
    html! {
        dt { (lang.say(w::CLAIMED)) }
        dd {
            (amount(claimed, &target.unit))
            @if let Some(held) = &stands.held { small { (lang.pick("截至 ", "as of ")) (held.on) } }
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

/// The form, for the people of the unit that leads.
pub(super) fn form(
    ask: &Ask,
    account: &Account,
    commitment: &Commitment,
    (number, target): (usize, &Target),
    attempt: Option<&Attempt>,
) -> Markup {
    let may = commitment.is_live()
        && !target.dropped
        && ask.on.is_none()
        && rights::check_led(&ask.actor, account, &commitment.id, ask.app.offices()).is_ok();
    if !may {
        return html! {};
    }
    let lang = ask.lang;
    let tried =
        attempt.is_some_and(|it| it.what == "claim") && ask.form.get("to") == number.to_string();
    let typed = |name: &str, else_: String| match tried {
        true => ask.form.get(name).to_owned(),
        false => else_,
    };
    let today = ask.today().to_string();
    let example = amount(target.value, &target.unit);
    html! {
        details.tool open[tried] {
            summary { (lang.pick("自报进展数", "Claim an amount")) }
            p.hint { (lang.pick(
                "自报与截至同一天的事实摆在一起，不改变数和灯；两边对不上的，要限期说明。",
                "A claim stands beside the facts up to the same day and moves neither figure nor light; where the two differ, it must be explained.",
            )) }
            form method="post" action=(ask.to(&format!("/commitments/{}", commitment.id))) {
                input type="hidden" name="do" value="claim";
                input type="hidden" name="seen" value=(commitment.version);
                input type="hidden" name="to" value=(number);
                div.grid {
                    label.pair { (lang.pick("累计完成（写法同 ", "Reached (written like ")) (example) (lang.pick("）", ")"))
                        input type="text" name="value" required value=(typed("value", String::new())); }
                    label.pair { (lang.pick("截至哪一天", "As of which day"))
                        input type="date" name="on" required max=(today) value=(typed("on", today.clone())); }
                    label.pair { (lang.pick("进展情况（可不填）", "Progress in words (optional)"))
                        input type="text" name="progress" value=(typed("progress", commitment.claim.progress.clone())); }
                }
                p { button type="submit" { (lang.pick("提交自报", "Send the claim")) } }
            }
        }
    }
}

/// The command of the form.
pub(super) fn command(ask: &Ask, id: Pick, commitment: &Commitment) -> Result<Command, Fault> {
    let form = &ask.form;
    let typed = form.get("value").trim();
    let target: Option<usize> = form.get("to").parse().ok();
    let unit = target
        .and_then(|it| commitment.targets.get(it))
        .map_or("", |it| it.unit.as_str());
    let bare = typed.strip_suffix(unit).unwrap_or(typed);
    let amount = ClaimedAmount {
        // One that is not there is refused with its number.
        target: target.unwrap_or(usize::MAX - 1),
        value: Some(parse(bare).ok_or_else(|| not_a_number(typed))?),
        on: Some(day(form.get("on"))?),
    };
    Ok(Command::Claim {
        id,
        claim: Claim {
            progress: form.get("progress").trim().to_owned(),
            amounts: vec![amount],
            ..commitment.claim.clone()
        },
        why: form.get("why").to_owned(),
    })
}
