//! The card of a commitment in the margin: what, how it stands, targets, who, when,
//! how the light comes about, and the doors to more.

use maud::{Markup, html};
use youwei_account::{Commitment, Status, how_light};

use super::View;
use crate::figures::line;
use crate::marks::mark;
use crate::stands::stands;
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
    let light = view.light(commitment);
    let said = stands(view.account, &view.state.book, commitment, today);
    let open = ask.to(&format!("/commitments/{}", commitment.id));
    let assign = ask.to(&format!("/commitments/{}#assign", commitment.id));
    html! {
        section.card id={ "k-" (commitment.id) } {
            p.tags {
                (mark(light)) b { (lang.own(light.name())) }
                span { (lang.own(commitment.kind.name())) }
                @if commitment.status == Status::Read { span { (lang.own(commitment.status.name())) } }
            }
            h3 lang="zh-CN" { a href={ "#c-" (commitment.id) } { (commitment.text) } }
            p.stands { (lang.of(&said)) }
            @if !commitment.targets.is_empty() {
                ul.targets lang="zh-CN" { @for target in &commitment.targets { li { (line(target)) } } }
            }
            dl {
                dt { (lang.say(w::LEAD_SHORT)) }
                dd lang="zh-CN" { (lead(view, commitment)) }
                @if !commitment.supporting.is_empty() {
                    dt { (lang.say(w::SUPPORTING_SHORT)) }
                    dd lang="zh-CN" { (commitment.supporting.join("、")) }
                }
                dt { (lang.say(w::DUE_SHORT)) }
                dd { (due(view, commitment)) }
                dt { (lang.say(w::EVIDENCE)) }
                dd { (lang.say(w::NO_EVIDENCE)) }
            }
            details {
                summary { (lang.say(w::HOW)) }
                p { (lang.of(&how_light(view.account, &view.state.book, commitment, today))) }
            }
            p.doors {
                a href=(open) { (lang.say(w::OPEN)) }
                a href=(assign) { (lang.say(w::ASSIGN)) }
            }
        }
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
    match (commitment.due_day(), words) {
        (Some(day), Some(words)) => html! { (day) small lang="zh-CN" { (words) } },
        (Some(day), None) => html! { (day) },
        (None, Some(words)) => html! { span lang="zh-CN" { (words) } },
        (None, None) => html! { span.unset { (lang.say(w::NOT_SAID)) } },
    }
}
