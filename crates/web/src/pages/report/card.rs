//! The card of a commitment in the margin: what, how it stands, targets, who, when,
//! how the light comes about, and the doors to more.

use std::sync::Arc;

use maud::{Markup, html};
use youwei_account::{
    Bound, Commitment, Figure, Measure, NumberStands, Standing, Status, Target, how_light,
};
use youwei_base::{Day, Decimal};

use super::View;
use crate::figures::{about, amount, line, reached_of};
use crate::marks::mark;
use crate::pages::commitments::claim::difference;
use crate::pages::commitments::disputes;
use crate::pages::forecasts::outlook;
use crate::pages::measures::{address, latest};
use crate::pages::pressed;
use crate::stands::{evidence, stands_by};
use crate::struck;
use crate::words as w;

pub(super) fn column(view: &View) -> Markup {
    let lang = view.ask.lang;
    html! {
        aside.cards aria-label=(lang.say(w::CARDS)) {
            // A handle for the sheet at the foot of a phone; shown only there and with script.
            button.sheet-bar type="button" aria-label=(lang.pick("展开或收起", "Open or close")) {}
            @for commitment in view.account.commitments().filter(|c| c.is_live() && view.passes(c)) {
                (card(view, commitment))
            }
            @if view.passing.as_ref().is_some_and(|ids| ids.is_empty()) {
                p.quiet { (lang.pick("没有符合条件的承诺。请放宽筛选条件。", "No commitment matches. Use fewer filters.")) }
            }
        }
    }
}

fn card(view: &View, commitment: &Commitment) -> Markup {
    let (ask, lang) = (view.ask, view.ask.lang);
    let today = ask.today();
    let Some(standing) = view.standing(commitment) else {
        return html! {};
    };
    let said = stands_by(standing, view.account, &view.state.book, commitment, today);
    let behind = evidence(standing);
    let then = commitment.on(today);
    let open = ask.to(&format!("/commitments/{}", commitment.id));
    let assign = ask.to(&format!("/commitments/{}#assign", commitment.id));
    html! {
        section.card id={ "k-" (commitment.id) } {
            p.tags {
                (mark(standing.light)) b { (lang.own(standing.light.name())) }
                span { (lang.own(commitment.kind.name())) }
                @if commitment.status == Status::Read { span { (lang.own(commitment.status.name())) } }
            }
            h3 lang="zh-CN" { a href={ "#c-" (commitment.id) } { (commitment.text) } }
            p.stands { (lang.of(&said)) }
            @if !commitment.targets.is_empty() {
                ul.targets lang="zh-CN" { @for (stands, target) in standing.numbers.iter().zip(&then.targets) {
                    li {
                        (struck::number(commitment, stands.target, today, lang))
                        @if target.dropped { s.was { (line(target)) } " " (lang.pick("已取消", "cancelled")) } @else { (line(target)) (meter(view, stands, target)) (expected(view, commitment, stands, target)) }
                    }
                } }
            }
            dl {
                dt { (lang.say(w::LEAD_SHORT)) }
                dd lang="zh-CN" { (lead(view, commitment)) }
                @if !commitment.supporting.is_empty() {
                    dt { (lang.say(w::SUPPORTING_SHORT)) }
                    dd lang="zh-CN" { (commitment.supporting.join("、")) }
                }
                dt { (lang.say(w::MEASURED_BY)) }
                dd { (measured_by(view, standing)) }
                dt { (lang.say(w::DUE_SHORT)) }
                dd { (due(view, commitment)) }
                @if behind == 0 {
                    dt { (lang.say(w::EVIDENCE)) }
                    dd { (lang.say(w::NO_EVIDENCE)) }
                }
            }
            @for (stands, target) in standing.numbers.iter().zip(&then.targets) {
                @if let Some((held, said)) = stands.held.as_ref().zip(difference(ask, stands, target)) {
                    p.differs { (lang.say(w::CLAIMED)) " " (amount(held.value, &target.unit)) (lang.pick("（截至 ", " (as of ")) (held.on) (lang.pick("），", "), ")) (said) }
                }
            }
            @for it in struck::held(commitment, today) {
                p class=(if it.turn().eases() { "differs" } else { "quiet" }) {
                    a href={ (ask.to(&format!("/commitments/{}", commitment.id))) "#a" (it.entry) } { (struck::since(it, lang)) }
                }
            }
            (disputes(ask, commitment))
            @if let Some(all) = view.pressed.get(commitment.id.as_str()) { (pressed::list(ask, all)) }
            details {
                summary { (lang.say(w::HOW)) }
                p { (lang.of(&how_light(view.account, &view.state.book, commitment, today))) }
            }
            p.doors {
                @if let Some((bound, day)) = first(standing, today).filter(|_| behind > 0) {
                    a href={ (ask.to(&address(&bound.measure, bound.record.as_deref(), day))) "#facts" } { (w::facts(lang, behind)) }
                    a href=(ask.to(&latest(&bound.measure, bound.record.as_deref(), day))) { (lang.say(w::CHECK)) }
                }
                a href=(open) { (lang.say(w::OPEN)) }
                @if behind == 0 && commitment.lead.is_none() && ask.on.is_none() { a href=(assign) { (lang.say(w::ASSIGN)) } }
            }
        }
    }
}

/// How far a number is, as a bar with a tick where it should be today.
fn meter(view: &View, stands: &NumberStands, target: &Target) -> Markup {
    let lang = view.ask.lang;
    let value = stands.figure.as_ref().and_then(|it| it.value);
    let thousandths = |share: Decimal| {
        let share = share.clamp(Decimal::ZERO, Decimal::ONE) * Decimal::ONE_THOUSAND;
        u32::try_from(share.round()).unwrap_or(0)
    };
    let drawn = value.zip(stands.pace).and_then(|(value, pace)| {
        let share = value.checked_div(target.value)?;
        Some((value, pace, thousandths(share), thousandths(pace.share)))
    });
    html! {
        @match (drawn, value) {
            (Some((value, pace, gone, should)), _) => {
                svg.meter viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true" {
                    rect.rail y="3" width="1000" height="8" {}
                    rect class=(stands.light.key()) y="3" width=(gone) height="8" {}
                    rect.tick x=(should.min(994)) width="6" height="14" {}
                }
                p.scale {
                    b { (reached_of(value, target)) }
                    span lang=(lang.tag()) { (lang.pick("今天应到 ", "should be ")) (about(pace.share * target.value, &target.unit)) }
                }
            }
            (None, Some(value)) => p.scale { b { (reached_of(value, target)) } },
            (None, None) => {}
        }
    }
}

/// Where it will stand; nothing where that cannot be said.
fn expected(
    view: &View,
    commitment: &Commitment,
    stands: &NumberStands,
    target: &Target,
) -> Markup {
    let made = view.expected.get(&(commitment.id.as_str(), stands.target));
    html! { @if let Some(made) = made { (outlook::short(view.ask, made, target)) } }
}

/// Everything that the commitment is bound to.
fn bounds(
    standing: &Standing,
) -> impl Iterator<Item = (&Bound, Option<&Arc<Measure>>, Option<&Figure>)> {
    let numbers = standing.numbers.iter();
    let numbers = numbers
        .filter_map(|it| Some((it.bound.as_ref()?, it.measure.as_ref(), it.figure.as_ref())));
    let parts = standing.milestone.iter().flat_map(|it| &it.parts);
    numbers.chain(parts.map(|it| (&it.bound, it.measure.as_ref(), it.figure.as_ref())))
}

/// The first of them with facts, and the day that its figure is of where that is not today.
fn first(standing: &Standing, today: Day) -> Option<(&Bound, Option<Day>)> {
    bounds(standing).find_map(|(bound, _, figure)| {
        let figure = figure.filter(|it| it.facts > 0)?;
        Some((bound, Some(figure.day).filter(|day| *day != today)))
    })
}

fn measured_by(view: &View, standing: &Standing) -> Markup {
    let lang = view.ask.lang;
    let mut names: Vec<&str> = Vec::new();
    for (bound, measure, _) in bounds(standing) {
        let name = measure.map_or(bound.measure.as_str(), |it| lang.of(&it.name));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    html! {
        @if names.is_empty() { span.unset { (lang.say(w::NOT_BOUND)) } }
        @else { (names.join(lang.pick("、", ", "))) }
    }
}

fn lead(view: &View, commitment: &Commitment) -> Markup {
    let lang = view.ask.lang;
    match (&commitment.lead, commitment.suggestions.first()) {
        (Some(lead), _) => html! { (lead) },
        (None, Some(first)) => html! {
            span.unset lang=(lang.tag()) { (lang.say(w::NOT_SET)) }
            small { (lang.say(w::SUGGESTED)) " " (first.unit) }
        },
        (None, None) => html! { span.unset lang=(lang.tag()) { (lang.say(w::NOT_SET)) } },
    }
}

fn due(view: &View, commitment: &Commitment) -> Markup {
    let lang = view.ask.lang;
    let words = commitment.due.as_ref().map(|due| due.text.as_str());
    let today = view.ask.today();
    let old = struck::due(commitment, today, lang);
    match (commitment.on(today).due_day(), words) {
        (Some(day), _) if commitment.due_days_before().next().is_some() => html! { (old) (day) },
        (Some(day), Some(words)) => html! { (day) small lang="zh-CN" { (words) } },
        (Some(day), None) => html! { (day) },
        (None, Some(words)) => html! { span lang="zh-CN" { (words) } },
        (None, None) => html! { span.unset { (lang.say(w::NOT_SAID)) } },
    }
}
