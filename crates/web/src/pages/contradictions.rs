//! `/contradictions`: two sources that disagree, shown together, with who must explain it
//! and by when. An explanation is kept beside them and changes neither.

use std::sync::Arc;

use axum::http::StatusCode;
use maud::{Markup, html};
use youwei_account::{
    About, Account, Command, Contradiction, Explanation, SourceSide, Stands, Who, contradictions,
    settled,
};
use youwei_base::{Bilingual, Day};
use youwei_decision::value::Value;
use youwei_system::record::Record;
use youwei_system::town::Town;

use crate::app::State;
use crate::ask::{Answer, Ask, back_to};
use crate::fault::Fault;
use crate::figures::reached;
use crate::page::{Door, Sheet, refusal, show as frame};
use crate::pages::measures::{address, record_address};
use crate::pages::systems::Here;
use crate::pages::systems::given::key as field_key;
use crate::pages::systems::sight::Sight;
use crate::people::rights;

/// The most flags that are shown; the page says how many more there are.
const FLAGS_MOST: usize = 200;
/// The most flags that are over, the newest first.
const OVER_MOST: usize = 50;

/// A contradiction as the page shows it.
struct Shown {
    one: Contradiction,
    /// What is wrong, and where to look.
    title: String,
    to: String,
    /// The unit that must explain: its id and name; the id is empty where the city has no
    /// such unit.
    who: Option<(String, String)>,
    /// By how many days its explanation came too late.
    late: Option<i32>,
    /// Of a flag that nobody need explain any more: why.
    over: Option<Bilingual>,
}

/// `GET /contradictions`.
pub(crate) fn show(ask: &Ask) -> Answer {
    page(ask, None)
}

/// `POST /contradictions`: an explanation.
pub(crate) fn act(ask: &Ask) -> Answer {
    match explain(ask) {
        Ok(about) => back_to(&ask.to(&format!("/contradictions#{}", anchor(&about)))),
        Err(fault) => page(ask, Some(&fault)),
    }
}

fn explain(ask: &Ask) -> Result<String, Fault> {
    let about = ask.form.get("about").to_owned();
    let (report, command) = {
        let state = ask.state();
        let (account, report) = ask.account(&state)?;
        let (all, _) = all(ask, &state, account);
        let found = all.into_iter().find(|it| it.one.about.key() == about);
        let found = found.ok_or_else(|| {
            Fault::invalid(
                "这一处已经一致，或不在清单里，无须说明。请刷新页面。",
                "These two agree by now, or it is not on the list, so there is nothing to explain. Reload the page.",
            )
        })?;
        let by = found.who.map_or_else(String::new, |(id, _)| id);
        let command = Command::Explain {
            about: about.clone(),
            by,
            unit: ask.app.offices().unit_name(&ask.actor.unit).zh,
            why: ask.form.get("why").to_owned(),
        };
        (report.id.clone(), command)
    };
    ask.app.act(&report, &command, &ask.actor)?;
    Ok(about)
}

fn page(ask: &Ask, fault: Option<&Fault>) -> Answer {
    let lang = ask.lang;
    let state = ask.state();
    let (account, _) = ask.account(&state)?;
    let (all, more) = all(ask, &state, account);
    let (over, asked): (Vec<&Shown>, Vec<&Shown>) = all.iter().partition(|it| it.over.is_some());
    let none = asked.is_empty();
    let (late, rest): (Vec<&Shown>, Vec<&Shown>) = asked
        .into_iter()
        .partition(|it| matches!(it.one.stands, Stands::Overdue(_)));
    let (explained, waiting): (Vec<_>, Vec<_>) = rest
        .into_iter()
        .partition(|it| matches!(it.one.stands, Stands::Explained(_)));
    let parts = [
        ("late", lang.pick("逾期没有说明", "Overdue"), late),
        ("waiting", lang.pick("等待说明", "To be explained"), waiting),
        (
            "explained",
            lang.pick("已说明、仍不一致", "Explained, and still apart"),
            explained,
        ),
    ];
    let body = html! {
        main #main.wide.contradictions {
            h1 { (lang.pick("对不上的地方", "Where sources disagree")) }
            p.hint { (lang.pick(
                "两处说法不一致的，摆在一起：谁来说明、限几时说明。两边都按同一天比：自报的，比到它说的那一天，后来做的不算在内。说明公开留存，不改变任何一边的数，也不影响灯；两边一致了，这里自然就没有了。",
                "Two sources that disagree stand side by side, with who must explain it and by when. Both are of one day: a claim is held against the facts up to the day that it speaks of, and what was done later is not counted. An explanation is public and changes neither of them, nor any light; once they agree they are gone from here.",
            )) }
            @if let Some(fault) = fault { (refusal(ask, &fault.sentence)) }
            @if none { p { (lang.pick("今天没有对不上的地方。", "Today all sources agree.")) } }
            @for (id, title, some) in &parts { @if !some.is_empty() {
                h2.part id=(id) { (title) " " (some.len()) }
                @for one in some { (card(ask, one)) }
            } }
            @if !over.is_empty() { details.over id="over" {
                summary { (lang.pick(format!("已了结的系统提示 {}", over.len()), format!("{} flags that are over", over.len()))) }
                ul.reasons { @for one in over.iter().take(OVER_MOST) { li id=(anchor(&one.one.about.key())) {
                    a lang="zh-CN" href=(ask.to(&one.to)) { (one.title) } " "
                    @if let Some(why) = &one.over { span.quiet { (lang.of(why)) } }
                    @if let Stands::Explained(said) = &one.one.stands { (quoted(ask, said)) }
                } } }
            } }
            @if more > 0 { p.quiet { (lang.pick(format!("还有 {more} 处系统提示没有列出，请到各系统的条目里看。"), format!("{more} more flags are not listed; see the records."))) } }
            @if Sight::of(&ask.actor) == Sight::Public { p.quiet { (lang.pick("业务系统里标记的可疑之处，登录后在此一并列出。", "What systems flagged as odd is listed here for those who signed in.")) } }
        }
    };
    let title = lang.pick("对不上的地方", "Where sources disagree");
    let sheet = Sheet {
        status: fault.map_or(StatusCode::OK, |it| it.status),
        ..Sheet::new(title, Door::Overview, body)
    };
    Ok(frame(ask, &state, sheet))
}

fn card(ask: &Ask, shown: &Shown) -> Markup {
    let lang = ask.lang;
    let one = &shown.one;
    let key = one.about.key();
    let late = matches!(one.stands, Stands::Overdue(_));
    html! {
        section.contradiction.late[late] id=(anchor(&key)) {
            h3 lang="zh-CN" { a href=(ask.to(&shown.to)) { (shown.title) } }
            @if let Some(sides) = &one.sides { div.two { @for side in sides { (source(ask, one, side)) } } }
            p.clock {
                @match &shown.who {
                    Some((_, name)) => { (lang.pick("由", "")) b lang="zh-CN" { (name) } (lang.pick("说明", " must explain it")) }
                    None => (lang.pick("还没有牵头单位，请督查室先明确", "Nobody leads it yet; the supervision office must settle who")),
                }
                (clock(ask, &one.stands))
                @if let Some(late) = shown.late { (lang.pick("，", ", ")) b.gone { (lang.pick(format!("逾期 {late} 天才说明"), format!("explained {late} days late"))) } }
                @if let Some(since) = one.since { " " small { (lang.pick("自 ", "apart since ")) (since) (lang.pick(" 起不一致", "")) } }
            }
            @if let Stands::Explained(said) = &one.stands { (quoted(ask, said)) }
            @else if may(ask, shown) { (form(ask, &key)) }
            @if late { (press(ask, shown)) }
        }
    }
}

fn source(ask: &Ask, one: &Contradiction, side: &SourceSide) -> Markup {
    let lang = ask.lang;
    let value = reached(side.value, &side.unit);
    // A figure of a day that is over is looked up as of that day.
    let on = Some(side.on).filter(|day| *day != ask.today());
    let of = |day: Day| html! { small { (lang.pick("截至 ", "as of ")) (day) } };
    let record = match &one.about {
        About::Claim { record, .. } => record.as_deref(),
        _ => None,
    };
    html! {
        div {
            @match (&side.measure, &one.about) {
                (Some(measure), _) => {
                    small { (lang.pick("事实算出：", "By facts: ")) (lang.of(&measure.name)) }
                    b { a href=(ask.to(&address(&measure.id, record, on))) { (value) } }
                    (of(side.on))
                }
                (None, About::Claim { commitment, target, .. }) => {
                    small { (lang.pick("单位自报", "The unit claims")) }
                    b { a href=(ask.to(&format!("/commitments/{commitment}#n{}", target + 1))) { (value) } }
                    (of(side.on))
                }
                (None, _) => b { (value) },
            }
        }
    }
}

fn clock(ask: &Ask, stands: &Stands) -> Markup {
    let lang = ask.lang;
    html! {
        @match stands {
            Stands::Waiting(due) => { (lang.pick("，限 ", ", by ")) b { (due) } (lang.pick(" 前", "")) }
            Stands::Overdue(due) => { (lang.pick("，限期 ", ", was due ")) (due) " " b.gone { (lang.pick(format!("已逾期 {} 天", days(*due, ask.today())), format!("{} days overdue", days(*due, ask.today())))) } }
            Stands::NoCalendar(unknown) => { " " small { (lang.own(unknown.said())) } }
            Stands::Explained(_) | Stands::Open => {}
        }
    }
}

fn days(from: Day, to: Day) -> i32 {
    from.until(to).map_or(0, |it| it.get_days())
}

fn quoted(ask: &Ask, said: &Explanation) -> Markup {
    html! {
        blockquote lang="zh-CN" {
            p { b { (said.unit) } "：" (said.why) " " small { a href=(ask.to(&format!("/log/{}", said.entry))) { "#" (said.entry) } } }
        }
    }
}

fn form(ask: &Ask, key: &str) -> Markup {
    let lang = ask.lang;
    let typed = match ask.form.get("about") == key {
        true => ask.form.get("why"),
        false => "",
    };
    html! {
        details.tool open[!typed.is_empty()] {
            summary { (lang.pick("作出说明", "Explain it")) }
            form method="post" action=(ask.to("/contradictions")) {
                input type="hidden" name="about" value=(key);
                label.pair { (lang.pick("为什么不一致（必填，公开）", "Why they disagree (needed, public)"))
                    textarea name="why" rows="3" required { (typed) } }
                p { button type="submit" { (lang.pick("提交说明", "Send")) } }
            }
        }
    }
}

fn may(ask: &Ask, shown: &Shown) -> bool {
    let by = shown.who.as_ref().map_or("", |(id, _)| id);
    rights::check_explains(&ask.actor, by).is_ok()
}

/// What supervision can do about one that is overdue: a reminder with all filled in.
fn press(ask: &Ask, shown: &Shown) -> Markup {
    let lang = ask.lang;
    let system = ask.app.ground.system("supervision");
    let action = system.and_then(|it| it.openings().map(|(_, action)| action).next());
    let (Some(system), Some(action)) = (system, action) else {
        return html! {};
    };
    if rights::check_keeper(&ask.actor).is_err() {
        return html! {};
    }
    let unit = shown.who.as_ref().map_or("", |(id, _)| id);
    let commitment = match &shown.one.about {
        About::Claim { commitment, .. } => commitment.as_str(),
        _ => "",
    };
    let asked = format!("请说明：{}", shown.title);
    let known = [
        ("matter", shown.title.as_str()),
        ("unit", unit),
        ("asked", asked.as_str()),
        ("commitment", commitment),
    ];
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in known {
        let takes = action.input.iter().any(|it| &*it.field.name == name);
        if takes && !value.is_empty() {
            query.append_pair(&field_key(name), value);
        }
    }
    let to = format!(
        "/systems/{}/new/{}?{}",
        system.id,
        action.id,
        query.finish()
    );
    html! { p { a.button href=(to) { (lang.pick("转督查：", "Press: ")) (lang.of(&action.name)) } } }
}

/// Everything that disagrees today, the longest overdue first, and how many flags more.
fn all(ask: &Ask, state: &State, account: &Account) -> (Vec<Shown>, usize) {
    let today = ask.today();
    let town = ask.app.town(state);
    let found = contradictions(account, &state.book, today, town.calendar());
    let mut all: Vec<Shown> = found
        .into_iter()
        .map(|one| shown(ask, account, one))
        .collect();
    let flags = match Sight::of(&ask.actor) {
        Sight::Inside => flags(ask, state, account),
        Sight::Public => Vec::new(),
    };
    let (over, open): (Vec<Shown>, Vec<Shown>) =
        flags.into_iter().partition(|it| it.over.is_some());
    let more = open.len().saturating_sub(FLAGS_MOST);
    all.extend(open.into_iter().take(FLAGS_MOST));
    all.extend(over);
    all.sort_by_key(|it| match &it.one.stands {
        Stands::Overdue(due) | Stands::Waiting(due) => *due,
        _ => Day::MAX,
    });
    for it in &mut all {
        it.late = it.one.explained_late(&state.book, town.calendar());
    }
    (all, more)
}

fn shown(ask: &Ask, account: &Account, one: Contradiction) -> Shown {
    let lang = ask.lang;
    let (title, to) = match &one.about {
        About::Claim {
            commitment, target, ..
        } => {
            let words = account.commitment(commitment).map(|it| it.text.clone());
            (
                words.unwrap_or_else(|| lang.own(one.says())),
                format!("/commitments/{commitment}#n{}", target + 1),
            )
        }
        About::Pair(pair) => (
            lang.of(&pair.name).to_owned(),
            address(&pair.left, None, None),
        ),
        About::Flag { record, .. } => (
            lang.own(one.says()),
            record_address(record).unwrap_or_default(),
        ),
    };
    let who = who(ask, &one.who);
    Shown {
        one,
        title,
        to,
        who,
        late: None,
        over: None,
    }
}

/// The id and name of who must explain.
fn who(ask: &Ask, who: &Who) -> Option<(String, String)> {
    let offices = ask.app.offices();
    let named = |id: &str| (id.to_owned(), ask.lang.own(offices.unit_name(id)));
    match who {
        Who::Nobody => None,
        Who::Unit(id) => Some(named(id)),
        Who::Named(name) => {
            let unit = offices.unit_called(name);
            let id = unit.map_or_else(String::new, |it| it.id.to_string());
            Some((id, name.clone()))
        }
        Who::KeeperOf(file) => {
            let system = file.split_once('/').map_or("", |(system, _)| system);
            let system = ask.app.ground.system(system)?;
            Some(named(&system.keeper))
        }
    }
}

/// What systems flagged, with those that are over: explained, or what was odd was undone.
fn flags(ask: &Ask, state: &State, account: &Account) -> Vec<Shown> {
    let (today, lang) = (ask.today(), ask.lang);
    let town = ask.app.town(state);
    let mut found = Vec::new();
    for here in Here::all(ask, state) {
        let Some(book) = state.running.records.book(&here.system.id) else {
            continue;
        };
        for record in book.flagged() {
            for (flag, entry) in &record.flags {
                let about = About::Flag {
                    record: format!("{}/{}", here.system.id, record.id),
                    flag: flag.to_string(),
                    entry: *entry,
                };
                let since = state.book.day_of_entry(*entry);
                let stands = settled(account, &state.book, &about, since, today, town.calendar());
                let over = match &stands {
                    Stands::Explained(_) => Some(Bilingual::new("单位已说明。", "Explained.")),
                    _ => undone(state, &here, record, *entry),
                };
                let owner = here.system.owner.and_then(|at| record.values.get(at));
                let owner = owner.and_then(|it| match it {
                    Value::String(id) => Some(Arc::from(&**id)),
                    _ => None,
                });
                let unit: Arc<str> = owner.unwrap_or_else(|| here.system.keeper.clone());
                let declared = here.system.flags.iter().find(|it| it.id == *flag);
                let says = declared.map_or(&**flag, |it| lang.of(&it.says));
                found.push(Shown {
                    title: format!("{}：{says}", here.title(record)),
                    to: here.address(&record.id),
                    who: who(ask, &Who::Unit(Arc::clone(&unit))),
                    late: None,
                    over,
                    one: Contradiction {
                        about,
                        sides: None,
                        who: Who::Unit(unit),
                        since,
                        stands,
                    },
                });
            }
        }
    }
    found.sort_by_key(|it| std::cmp::Reverse(it.one.since));
    found
}

/// Why a flag is over without anybody's word: what the flagged entry stated was corrected or
/// taken back, or the record ended without stating anything. None while it counts.
pub(crate) fn undone(state: &State, here: &Here, record: &Record, entry: u64) -> Option<Bilingual> {
    let subject = format!("{}/{}", here.system.id, record.id);
    match state.book.still_stands(&subject, entry) {
        Some(true) => None,
        Some(false) => Some(Bilingual::new(
            "当时登记的数已更正或撤销。",
            "What was stated then was corrected or taken back.",
        )),
        None => {
            let stage = record.stage.and_then(|it| here.system.stages.get(it));
            let ended = stage.is_none_or(|it| it.ends);
            let silent = || state.book.of_record(&subject).all(|it| it.value.is_none());
            (ended && silent()).then(|| {
                Bilingual::new(
                    "这一条已退回、撤销或终止，没有计入任何数。",
                    "The record was refused, revoked or ended, and counts in no figure.",
                )
            })
        }
    }
}

/// A contradiction's name as an anchor of the page.
fn anchor(key: &str) -> String {
    let plain = |it: char| match it.is_ascii_alphanumeric() {
        true => it,
        false => '-',
    };
    format!("x-{}", key.chars().map(plain).collect::<String>())
}
