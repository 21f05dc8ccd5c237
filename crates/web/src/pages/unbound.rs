//! `/unbound`: numbers and promises that no measure speaks for yet, the best proposal
//! beside each; several are confirmed at once.

use std::sync::Arc;

use axum::http::StatusCode;
use maud::{Markup, html};
use youwei_account::{Account, BindTo, Command, Commitment, Pick, Proposal, propose};

use super::commitments::bindings::{key, parse};
use super::commitments::pick;
use super::measures::address;
use crate::app::State;
use crate::ask::{Answer, Ask, back_to};
use crate::fault::Fault;
use crate::figures::goal;
use crate::made::Key;
use crate::page::{Door, Sheet, refusal, show as frame};
use crate::people::rights;
use crate::words as w;

/// How many are shown at a time.
const ROWS_AT_ONCE: usize = 100;

/// `GET /unbound`.
pub(crate) fn show(ask: &Ask) -> Answer {
    page(ask, None)
}

/// One that has no measure, with the best that is proposed.
struct Row<'a> {
    commitment: &'a Commitment,
    to: BindTo,
    best: Option<Proposal>,
}

/// What has no measure: first what something is proposed for, the surest first, then the
/// rest in the order of the report.
fn rows<'a>(ask: &Ask, account: &'a Account, state: &State) -> Vec<Row<'a>> {
    let of = account
        .report()
        .map_or_else(String::new, |it| it.id.clone());
    let all = ask.app.unbound.get(Key::of(ask, state, of), || {
        let best = |commitment, to| {
            propose(state.book.measures(), commitment, to)
                .into_iter()
                .next()
        };
        let mut all: Proposed = unbound(account)
            .into_iter()
            .map(|(commitment, to)| (commitment.id.clone(), to, best(commitment, to)))
            .collect();
        all.sort_by_key(|(_, _, best)| std::cmp::Reverse(best.as_ref().map(|it| it.confidence)));
        Arc::new(all)
    });
    let row = |(id, to, best): &(String, BindTo, Option<Proposal>)| {
        Some(Row {
            commitment: account.commitment(id)?,
            to: *to,
            best: best.clone(),
        })
    };
    all.iter().filter_map(row).collect()
}

/// What has no measure, with the best that is proposed, in the order of the page: made
/// once for each state.
pub(crate) type Proposed = Vec<(String, BindTo, Option<Proposal>)>;

fn unbound(account: &Account) -> Vec<(&Commitment, BindTo)> {
    let live = account.commitments().filter(|it| it.is_live());
    live.flat_map(|commitment| {
        let numbers = commitment.targets.iter().enumerate();
        let numbers = numbers.filter(|(_, it)| it.bound.is_none());
        let numbers = numbers.map(|(at, _)| BindTo::Target(at));
        let done = commitment.targets.is_empty() && commitment.milestones.is_empty();
        let done = done.then_some(BindTo::Milestone);
        numbers.chain(done).map(move |to| (commitment, to))
    })
    .collect()
}

fn page(ask: &Ask, fault: Option<&Fault>) -> Answer {
    let lang = ask.lang;
    let state = ask.state();
    let (account, _) = ask.account(&state)?;
    let all = rows(ask, account, &state);
    let proposed = all.iter().filter(|it| it.best.is_some()).count();
    let from: usize = ask.query.get("from").parse().unwrap_or(0);
    let shown: Vec<_> = all.iter().skip(from).take(ROWS_AT_ONCE).collect();
    let may = rights::check_keeper(&ask.actor).is_ok() && shown.iter().any(|it| it.best.is_some());
    let to_page = |from: usize| {
        let from = if from == 0 {
            String::new()
        } else {
            from.to_string()
        };
        format!("/unbound{}", ask.query.query(&["lang"], &[("from", &from)]))
    };
    let table = html! {
        table.list.of-unbound {
            thead { tr {
                @if may { th.box {} }
                th scope="col" { (lang.say(w::WHAT)) }
                th scope="col" { (lang.say(w::TARGET)) }
                th scope="col" { (lang.pick("最合适的口径", "Best measure")) }
                th.n scope="col" { (lang.pick("把握", "Sure")) }
                th scope="col" { (lang.pick("依据什么", "Why")) }
            } }
            tbody { @for one in &shown { (row(ask, one, may)) } }
        }
    };
    let body = html! {
        main #main.wide.unbound {
            h1 { (lang.say(w::UNBOUND)) }
            @if let Some(fault) = fault { (refusal(ask, &fault.sentence)) }
            p.hint {
                (lang.pick(
                    format!("还有 {} 处没有口径，因此是灰灯；其中 {proposed} 处程序按单位、对象和动词提出了建议。对应哪个口径由督查室确认。", all.len()),
                    format!("{} have no measure and are grey for that; for {proposed} of them the program proposes one by unit, subject and verb. The supervision office confirms.", all.len()),
                ))
            }
            p.exports { a href=(ask.to("/measures")) { (lang.say(w::MEASURES)) } }
            @if all.is_empty() {
                p { (lang.pick("都已对应。", "All are bound.")) }
            } @else if may {
                form method="post" action=(to_page(from)) {
                    (table)
                    section.bulk {
                        label { (lang.say(w::WHY_OPTIONAL)) " " input type="text" name="why" value=(ask.form.get("why")); }
                        button.primary type="submit" { (lang.pick("确认选中的", "Confirm the selected")) }
                    }
                }
            } @else { (table) }
            nav.pages aria-label=(lang.pick("翻页", "Pages")) {
                @if from > 0 { a rel="prev" href=(to_page(from.saturating_sub(ROWS_AT_ONCE))) { "← " (lang.say(w::PREVIOUS)) } }
                @if from + shown.len() < all.len() { a rel="next" href=(to_page(from + ROWS_AT_ONCE)) { (lang.say(w::NEXT)) " →" } }
            }
        }
    };
    let sheet = Sheet {
        status: fault.map_or(StatusCode::OK, |it| it.status),
        ..Sheet::new(lang.say(w::UNBOUND), Door::Commitments, body)
    };
    Ok(frame(ask, &state, sheet))
}

fn row(ask: &Ask, row: &Row<'_>, may: bool) -> Markup {
    let lang = ask.lang;
    let Row {
        commitment,
        to,
        best,
    } = row;
    let to = *to;
    let target = match to {
        BindTo::Target(at) => commitment.targets.get(at),
        BindTo::Milestone => None,
    };
    let open = ask.to(&format!("/commitments/{}#figures", commitment.id));
    html! {
        tr {
            @if may { td.box { @if let Some(best) = best { (tick(ask, commitment, to, best)) } } }
            td.what lang="zh-CN" { a href=(open) { (commitment.text) } }
            td.target lang="zh-CN" data-label=(lang.say(w::TARGET)) {
                @match target {
                    Some(target) => { (target.subject) " " b { (goal(target)) } }
                    None => span.quiet lang=(lang.tag()) { (lang.pick("是否办成", "whether it is done")) },
                }
            }
            @match best {
                Some(best) => {
                    td.measure data-label=(lang.say(w::MEASURES)) { a href=(ask.to(&address(&best.measure.id, None, None))) { (lang.of(&best.measure.name)) } }
                    td.n.sure data-label=(lang.pick("把握", "Sure")) { (best.confidence) "%" }
                    td.why data-label=(lang.pick("依据什么", "Why")) { (lang.of(&best.why)) }
                }
                None => td.none colspan="3" { (lang.pick("没有合适的", "none fits")) },
            }
        }
    }
}

fn tick(ask: &Ask, commitment: &Commitment, to: BindTo, best: &Proposal) -> Markup {
    let value = format!(
        "{}:{}|{}|{}",
        commitment.id,
        commitment.version,
        key(to),
        best.measure.id
    );
    html! {
        input type="checkbox" name="bind" value=(value) checked[ask.form.all("bind").any(|it| it == value)]
            aria-label=(ask.lang.pick(format!("确认：{}", commitment.text), format!("Confirm: {}", commitment.text)));
    }
}

/// `POST /unbound`.
pub(crate) fn act(ask: &Ask) -> Answer {
    match change(ask) {
        Ok(()) => back_to(&format!("/unbound{}", ask.query.query(&["lang"], &[]))),
        Err(fault) if fault.status == StatusCode::NOT_FOUND => Err(fault),
        Err(fault) => page(ask, Some(&fault)),
    }
}

fn change(ask: &Ask) -> Result<(), Fault> {
    let why = ask.form.get("why");
    let (report, commands) = {
        let state = ask.state();
        let (_, report) = ask.account(&state)?;
        let commands: Option<Vec<Command>> = ask
            .form
            .all("bind")
            .map(|typed| bind(&state, typed, why))
            .collect();
        (report.id.clone(), commands.ok_or_else(unclear)?)
    };
    if commands.is_empty() {
        return Err(Fault::invalid(
            "没有勾选任何一项。请至少勾选一项再确认。",
            "Nothing was ticked. Tick at least one, then confirm.",
        ));
    }
    ask.app
        .act(&report, &Command::Several(commands), &ask.actor)?;
    Ok(())
}

/// A tick, read back.
fn bind(state: &State, typed: &str, why: &str) -> Option<Command> {
    let mut parts = typed.splitn(3, '|');
    let id: Pick = pick(parts.next()?)?;
    let to = parse(parts.next()?)?;
    let measure = state.book.measures().get(parts.next()?)?.clone();
    Some(Command::Bind {
        id,
        to,
        measure,
        record: None,
        why: why.to_owned(),
    })
}

fn unclear() -> Fault {
    Fault::invalid(
        "有一项读不出来，可能口径刚改过。请刷新页面后重新勾选。",
        "One of them cannot be read; its measure may just have changed. Reload the page and tick again.",
    )
}
