//! The report, which is the dashboard: its own text, every commitment underlined in
//! its light, the outline at the left, the cards at the right.

mod brief;
mod card;
mod months;
mod outline;
mod strip;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use axum::response::Response;
use maud::{Markup, PreEscaped, html};
use youwei_account::forecast::{Outlook, Outlooks};
use youwei_account::{Account, Commitment, Report, Standing, standing, summary};
use youwei_base::{Day, Light};

use crate::app::{State, day_in_china};
use crate::ask::{Answer, Ask};
use crate::filters;
use crate::made::Key;
use crate::open::lights::{self, Turned};
use crate::page::{Door, Sheet, show as frame};
use crate::pages::pressed::{self, Stands};
use crate::words as w;
use crate::words::commitments;

/// What the parts of the page share.
struct View<'a> {
    ask: &'a Ask,
    state: &'a State,
    account: &'a Account,
    report: &'a Report,
    /// How every shown commitment stands, by id.
    standings: BTreeMap<&'a str, Standing>,
    /// The ids that pass the filter; none if nothing filters.
    passing: Option<BTreeSet<&'a str>>,
    /// Where numbers will stand, by commitment and number.
    expected: BTreeMap<(&'a str, usize), Outlook>,
    /// What is still going on about a commitment: orders, applications to close.
    pressed: BTreeMap<&'a str, Vec<Stands<'a>>>,
    /// Whose light is another than at the end of last month, where that is known.
    turned: Option<Vec<Turned>>,
}

impl View<'_> {
    fn light(&self, commitment: &Commitment) -> Light {
        self.standing(commitment).map_or(Light::Grey, |it| it.light)
    }

    fn standing(&self, commitment: &Commitment) -> Option<&Standing> {
        self.standings.get(commitment.id.as_str())
    }

    fn passes(&self, commitment: &Commitment) -> bool {
        let id = commitment.id.as_str();
        self.passing.as_ref().is_none_or(|ids| ids.contains(id))
    }
}

/// `GET /`.
pub(crate) fn show(ask: &Ask) -> Answer {
    // Asked before the state is held, which others wait for.
    let known = lights::is_ready(&ask.app, day_in_china(ask.app.now()));
    let state = ask.state();
    let Ok((account, report)) = ask.account(&state) else {
        if ask.report_named().is_some() {
            return Err(crate::fault::Fault::no_report());
        }
        return Ok(empty(ask, &state));
    };
    let asked = format!("{}{}{known}", report.id, ask.query.query(&["lang"], &[]));
    let body = ask.app.report.get(Key::of(ask, &state, asked), || {
        body(ask, &state, account, report, known)
            .into_string()
            .into()
    });
    let title = match report.title.is_empty() {
        true => ask.lang.say(w::REPORT).to_owned(),
        false => report.title.clone(),
    };
    let body = PreEscaped(String::from(&*body));
    Ok(frame(ask, &state, sheet(title, body)))
}

/// All of the page but its frame: the same for every reader, so it is made once for each
/// state, day, language and filter. Nothing here may look at who asks.
fn body(ask: &Ask, state: &State, account: &Account, report: &Report, known: bool) -> Markup {
    let today = ask.today();
    let standings = account
        .commitments()
        .map(|c| (c.id.as_str(), standing(account, &state.book, c, today)))
        .collect();
    let filter = filters::filter(ask);
    let passing = filters::is_set(&ask.query).then(|| {
        account
            .commitments()
            .filter(|c| filter.matches(account, &state.book, c, today))
            .map(|c| c.id.as_str())
            .collect::<BTreeSet<_>>()
    });
    let view = View {
        ask,
        state,
        account,
        report,
        standings,
        passing,
        expected: expected(state, account, today),
        pressed: going_on(state, account, report),
        turned: known.then(|| turned(ask, state, report)).flatten(),
    };
    let summary = summary(account, &state.book, today);
    let shown = match &view.passing {
        Some(ids) => ask.lang.pick(
            format!("符合 {} 项", ids.len()),
            format!("{} match", ids.len()),
        ),
        None => commitments(ask.lang, summary.all.commitments),
    };
    html! {
        (strip::strip(&view, &summary))
        (months::row(&view))
        @if view.passing.is_none() { (brief::brief(&view)) }
        (filters::row(ask, account, report, "/", &shown))
        main #main class=(if view.passing.is_some() { "report filtered" } else { "report" }) {
            (outline::outline(&view, &summary))
            (text::article(&view))
            (card::column(&view))
        }
    }
}

/// The records that name a commitment and have not come to their end.
fn going_on<'a>(
    state: &'a State,
    account: &'a Account,
    report: &Report,
) -> BTreeMap<&'a str, Vec<Stands<'a>>> {
    let mut found = BTreeMap::new();
    for commitment in account.commitments().filter(|it| it.is_live()) {
        let mut all = pressed::on(state, &report.id, &commitment.id);
        all.retain(Stands::is_open);
        if !all.is_empty() {
            found.insert(commitment.id.as_str(), all);
        }
    }
    found
}

/// What changed since the end of the month before the day that is shown.
fn turned(ask: &Ask, state: &State, report: &Report) -> Option<Vec<Turned>> {
    let (to, today) = (ask.today(), day_in_china(ask.app.now()));
    let from = last_month(to)?;
    lights::turned(&ask.app, state, &report.id, (from, to), today)
}

/// The last day of the month before.
fn last_month(day: Day) -> Option<Day> {
    day.first_of_month().yesterday().ok()
}

/// Where the numbers will stand of which that can be said.
fn expected<'a>(
    state: &State,
    account: &'a Account,
    today: Day,
) -> BTreeMap<(&'a str, usize), Outlook> {
    let mut outlooks = Outlooks::new(&state.book, today);
    let mut found = BTreeMap::new();
    for commitment in account.commitments() {
        for index in 0..commitment.targets.len() {
            let made = outlooks.of(account, commitment, index);
            if let Some(made) = made.filter(|it| it.forecast.is_ok()) {
                found.insert((commitment.id.as_str(), index), made);
            }
        }
    }
    found
}

fn empty(ask: &Ask, state: &State) -> Response {
    let lang = ask.lang;
    let title = lang.say(w::REPORT);
    let body = html! {
        main #main.narrow {
            h1 { (lang.pick("还没有收入报告", "No report has been taken in yet")) }
            p {
                (lang.pick(
                    "上传一份政府工作报告（Word、PDF、网页或文本），程序读出其中的每一条承诺，标在原文上。",
                    "Upload a government work report (Word, PDF, web page or text); every commitment in it is read and marked in its own text.",
                ))
            }
            p.next { a.button.primary href="/reports/new" { (lang.say(w::REPORTS)) } }
        }
    };
    frame(ask, state, sheet(title, body))
}

fn sheet(title: impl Into<String>, body: Markup) -> Sheet {
    Sheet {
        scripts: &["months.js"],
        ..Sheet::new(title, Door::Report, body)
    }
}
