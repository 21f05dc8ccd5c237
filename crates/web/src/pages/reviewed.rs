//! What a report says was done last year, on the pages that set it beside what was promised
//! and what the facts of that year come to.

use maud::{Markup, html};
use serde_json::{Value, json};
use youwei_account::{Account, Counted, Reviewed, SpokenFor, review};

use crate::app::State;
use crate::ask::Ask;
use crate::figures::reached;
use crate::pages::compare::{encoded, percent};
use crate::pages::measures::address;

/// The section of the page that compares two reports.
pub(super) fn section(
    ask: &Ask,
    state: &State,
    (last, this): (&Account, &Account),
    year: &str,
) -> Markup {
    let lang = ask.lang;
    let (all, others) = review(Some(last), this, &state.book);
    let count = |test: &dyn Fn(&Reviewed) -> bool| all.iter().filter(|it| test(it)).count();
    let promised = count(&|it| it.promised.is_some());
    let missed = count(&|it| it.kept == Some(false));
    let counted = count(&|it| it.counted.as_ref().is_some_and(|it| it.figure.is_some()));
    let heads = [
        lang.pick("去年的承诺", "Promised last year"),
        lang.pick("今年回顾说", "Said this year"),
        lang.pick("账上的事实", "By the facts"),
        lang.pick("说的与事实之差", "Said less counted"),
    ];
    html! {
        @if !all.is_empty() {
            h2.part #review { (lang.pick("回顾说做到了多少", "What the review says was done")) " " small { (all.len()) } }
            p.quiet { (lang.pick(
                "回顾里的数是政府对自己的自报，读出来同去年的承诺、同那一年的事实摆在一起；程序按词语对应，没有人确认过。那一年没有事实的，就写没有，不拿别的年份顶替。",
                "The numbers of the review are claims of the government about itself; they stand beside what was promised and what the facts of that year come to. The program pairs them by their words, and nobody has confirmed it. Where there are no facts of that year it says so, and no other year stands in.",
            )) }
            p { (lang.pick(
                format!("对得上去年承诺的 {promised} 个，按报告自己的数没有达到的 {missed} 个；{year} 年账上有事实的 {counted} 个。回顾里另有 {others} 个数，去年没有承诺，也没有口径。"),
                format!("{promised} tell of a promise, of which {missed} were missed by the report's own number; {counted} have facts of {year}. {others} more numbers were not promised, and no measure speaks for them."),
            )) }
            table.beside.of-review {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody { @for it in &all { (row(ask, last, it, heads)) } }
            }
        }
    }
}

fn row(ask: &Ask, last: &Account, it: &Reviewed, heads: [&str; 4]) -> Markup {
    let lang = ask.lang;
    let report = last.report().map_or("", |it| it.id.as_str());
    html! {
        tr.missed[it.kept == Some(false)] {
            td data-label=(heads[0]) lang="zh-CN" { @match &it.promised {
                Some((promise, permille)) => {
                    b { (promise.line()) } br;
                    a href={ "/commitments/" (encoded(&promise.commitment)) "?report=" (encoded(report)) } { (promise.words) }
                    " " small lang=(lang.tag()) { (lang.pick("相似 ", "alike ")) (percent(*permille)) }
                }
                None => span.none { "—" },
            } }
            td data-label=(heads[1]) lang="zh-CN" {
                b { (it.mention) } " " span { (it.said.words) }
                @match it.kept {
                    Some(true) => { " " small lang=(lang.tag()) { (lang.pick("达到", "kept")) } }
                    Some(false) => { " " b.differs lang=(lang.tag()) { (lang.pick("没有达到", "missed")) } }
                    None => {}
                }
            }
            td data-label=(heads[2]) { @match &it.counted {
                Some(counted) => (figure(ask, it, counted)),
                None => span.unset { (lang.pick("没有口径", "no measure")) },
            } }
            td data-label=(heads[3]) { @match it.counted.as_ref().and_then(|it| it.more) {
                Some(more) if more.is_zero() => { (lang.pick("一致", "the same")) }
                Some(more) => b.differs { (if more.is_sign_negative() { lang.pick("少说 ", "less: ") } else { lang.pick("多说 ", "more: ") }) (reached(more.abs(), &it.said.unit)) },
                None => span.none { "—" },
            } }
        }
    }
}

/// What the facts of the year come to, and who says that they are of this number.
fn figure(ask: &Ask, it: &Reviewed, counted: &Counted) -> Markup {
    let lang = ask.lang;
    let end = youwei_base::Day::new(it.year, 12, 31).ok();
    let to = ask.to(&address(
        &counted.measure.id,
        counted.record.as_deref(),
        end,
    ));
    let found = counted.figure.as_ref().and_then(|it| Some((it, it.value?)));
    html! {
        @match found {
            Some((figure, value)) => {
                a href=(to) { b { (reached(value, &it.said.unit)) } } " "
                small { (lang.pick(format!("{} 条依据", figure.facts), format!("{} facts", figure.facts)))
                    @if let Some(day) = figure.as_of { (lang.pick("，到 ", ", as of ")) (day) } }
            }
            None => { span.none { (lang.pick(format!("没有 {} 年的事实", it.year), format!("no facts of {}", it.year))) } }
        }
        br; small { a href=(to) { (lang.of(&counted.measure.name)) } " " (said_by(ask, counted.by)) }
    }
}

fn said_by(ask: &Ask, by: SpokenFor) -> String {
    let lang = ask.lang;
    match by {
        SpokenFor::LastYear => lang
            .pick("去年的承诺对应的口径", "bound to last year's promise")
            .to_owned(),
        SpokenFor::ThisYear => lang
            .pick(
                "今年同一承诺对应的口径",
                "bound to this year's promise of the same",
            )
            .to_owned(),
        SpokenFor::Proposed(sure) => lang.pick(
            format!("程序提议，把握 {sure}%，没有人确认"),
            format!("proposed by the program, {sure}% sure, confirmed by nobody"),
        ),
    }
}

/// On the page of a commitment of an earlier year: what the report after it says of one of
/// its numbers.
pub(crate) fn of_number(
    ask: &Ask,
    state: &State,
    account: &Account,
    (commitment, number): (&str, usize),
) -> Markup {
    let lang = ask.lang;
    let Some((next, after)) = next_year(state, account) else {
        return html! {};
    };
    let (all, _) = review(Some(account), next, &state.book);
    let told = all.iter().find(|it| {
        let promise = it.promised.as_ref();
        promise.is_some_and(|(it, _)| it.commitment == commitment && it.number == Some(number))
    });
    let last = account.report().map_or("", |it| it.id.as_str());
    let to = format!(
        "/reports/compare?last={}&this={}#review",
        encoded(last),
        encoded(after)
    );
    html! {
        dt { (lang.pick("次年报告说", "Said a year on")) }
        dd { @match told {
            Some(it) => {
                b lang="zh-CN" { (it.mention) } " " span lang="zh-CN" { (it.said.words) }
                @if it.kept == Some(false) { " " b.differs { (lang.pick("没有达到", "missed")) } }
                " " small { a href=(to) { (lang.pick("与事实对照", "beside the facts")) } }
            }
            None => { span.none { (lang.pick("没有说到这个数", "nothing of this number")) } " " small { a href=(to) { (lang.pick("看回顾", "the review")) } } }
        } }
    }
}

/// The report of the year after, of the same place.
fn next_year<'s>(state: &'s State, account: &Account) -> Option<(&'s Account, &'s str)> {
    let of = account.report()?;
    let year = of.year?.checked_add(1)?;
    state.accounts.iter().find_map(|(id, it)| {
        let report = it.report()?;
        (report.place == of.place && report.year == Some(year)).then_some((it, id))
    })
}

/// The same for programs.
pub(super) fn json(state: &State, last: &Account, this: &Account) -> Value {
    let (all, others) = review(Some(last), this, &state.book);
    let rows: Vec<Value> = all.iter().map(one).collect();
    json!({ "numbers": rows, "others": others })
}

fn one(it: &Reviewed) -> Value {
    json!({
        "said": it.said, "mention": it.mention, "year": it.year, "kept": it.kept,
        "promised": it.promised.as_ref().map(|it| &it.0),
        "permille": it.promised.as_ref().map(|it| it.1),
        "counted": it.counted.as_ref().map(|it| json!({
            "measure": &*it.measure.id, "record": it.record, "by": it.by,
            "figure": it.figure.as_ref().and_then(|it| it.value).map(|it| it.to_string()),
            "facts": it.figure.as_ref().map(|it| it.facts),
            "as_of": it.figure.as_ref().and_then(|it| it.as_of).map(|it| it.to_string()),
            "more": it.more.map(|it| it.to_string()),
        })),
    })
}
