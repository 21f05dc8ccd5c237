//! What amendments took the place of, struck through beside what holds now.

use maud::{Markup, html};
use youwei_account::{Amended, Amendment, Commitment, Turn};
use youwei_base::{Bilingual, Day};

use crate::words::Lang;

/// The amendments that hold on a day, oldest first.
pub(crate) fn held(commitment: &Commitment, day: Day) -> impl Iterator<Item = &Amendment> {
    commitment
        .amendments
        .iter()
        .filter(move |it| it.from <= day)
}

/// What one of its numbers was before each amendment, in short.
pub(crate) fn numbers_before(
    commitment: &Commitment,
    number: usize,
    day: Day,
) -> Vec<(String, Turn)> {
    let old = |it: &Amendment| match it.change {
        Amended::Number { index, old, .. } if index == number => {
            let unit = commitment
                .targets
                .get(number)
                .map_or("", |it| it.unit.as_str());
            Some((old.line(unit), it.turn()))
        }
        _ => None,
    };
    held(commitment, day).filter_map(old).collect()
}

/// The same as struck-through words, each with when and how it was amended.
pub(crate) fn number(commitment: &Commitment, number: usize, day: Day, lang: Lang) -> Markup {
    let of = held(commitment, day)
        .filter(|it| it.of_number() == Some(number) && matches!(it.change, Amended::Number { .. }));
    html! { @for it in of { (one(it, commitment, lang)) " " } }
}

/// The due days before, struck through.
pub(crate) fn due(commitment: &Commitment, day: Day, lang: Lang) -> Markup {
    let of =
        held(commitment, day).filter(|it| matches!(it.change, Amended::Due { old: Some(_), .. }));
    html! { @for it in of { (one(it, commitment, lang)) " " } }
}

/// What one of the quarter nodes, counted from 0, was before; none if it was always so.
pub(crate) fn node(
    commitment: &Commitment,
    quarter: usize,
    day: Day,
    lang: Lang,
) -> Option<Markup> {
    let before = commitment.nodes_before(quarter);
    let mut before = before.filter(|(it, _)| it.from <= day).peekable();
    before.peek()?;
    Some(html! { @for (it, was) in before { s.was title=(since(it, lang)) { (was) } " " } })
}

fn one(it: &Amendment, of: &Commitment, lang: Lang) -> Markup {
    let told = it.told(of);
    html! { s.was title=(since(it, lang)) { (lang.of(&told.old)) } }
}

/// Since when and how, such as 2026-09-10 起调低，市政府常务会议，云政办〔2026〕31号.
pub(crate) fn since(it: &Amendment, lang: Lang) -> String {
    let (turn, from) = (it.turn().name(), it.from);
    let said = Bilingual::new(
        format!("{from} 起{}，{}，{}", turn.zh, it.approver, it.document),
        format!(
            "{} from {from} on, {}, {}",
            turn.en, it.approver, it.document
        ),
    );
    lang.own(said).to_string()
}
