//! `/work`: what waits for whoever is signed in: time limits nearest their end first, what
//! went up to their unit, objections to be answered, and records where it is their turn.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use maud::{Markup, html};
use youwei_base::{Day, PUBLIC, Reach};
use youwei_system::declaration::{Action, ActionAt, StageAt, System};
use youwei_system::town::Town;

use crate::ask::{Answer, Ask};
use crate::page::{Door, Sheet, show as frame};
use crate::pages::systems::Here;
use crate::pages::systems::clock::{Stand, badge};
use crate::pages::systems::sight::Sight;
use crate::systems::listing::{At, Listing};
use crate::words as w;

/// So many lines of a kind are shown.
const LINES_MAX: usize = 50;

/// So many records of a kind are looked at for lines.
const LOOKED_MAX: usize = 5_000;

/// One thing that waits.
struct Line {
    due: Day,
    system: String,
    title: String,
    address: String,
    what: String,
}

/// `GET /work`.
pub(crate) fn show(ask: &Ask) -> Answer {
    let state = ask.state();
    let lang = ask.lang;
    let systems = Here::all(ask, &state);
    let inside = Sight::of(&ask.actor) == Sight::Inside;
    let (mut limits, mut raised, mut objections) = (Vec::new(), Vec::new(), Vec::new());
    if inside {
        for here in &systems {
            limits.extend(limited(here));
            raised.extend(went_up(here));
            objections.extend(objected(here));
        }
    }
    for lines in [&mut limits, &mut raised, &mut objections] {
        lines.sort_by(|a: &Line, b| (a.due, &a.address).cmp(&(b.due, &b.address)));
    }
    let title = lang.say(w::WORK);
    let body = html! {
        main #main.wide.systems.work {
            h1 { (title) }
            @if !inside {
                p.lede { (lang.pick("登录后，这里按到期先后列出您要办的事。", "Once you are signed in, what waits for you is listed here, the first to run out first.")) }
            } @else {
                (section(ask, lang.pick("快到期和超期的", "Time limits"), &limits, lang.pick("没有在计时的事项。", "No time limit waits for you.")))
                @if !raised.is_empty() { (section(ask, lang.pick("升级到本单位的", "Gone up to your unit"), &raised, "")) }
                @if !objections.is_empty() { (section(ask, lang.pick("待答复的异议", "Objections to be answered"), &objections, "")) }
                h2.part { (lang.pick("可以办理的", "Where it is your turn")) }
                @let turns: Vec<Markup> = systems.iter().filter_map(turns).collect();
                @if turns.is_empty() { p.quiet { (lang.pick("目前没有。", "Nothing now.")) } }
                @for turn in turns { (turn) }
            }
        }
    };
    let sheet = Sheet {
        styles: &["systems.css"],
        status: StatusCode::OK,
        ..Sheet::new(title, Door::Work, body)
    };
    Ok(frame(ask, &state, sheet))
}

fn section(ask: &Ask, title: &str, lines: &[Line], nothing: &str) -> Markup {
    let lang = ask.lang;
    let stand = |due: Day| {
        let left = ask
            .today()
            .until(due)
            .map(|it| i64::from(it.get_days()))
            .unwrap_or_default();
        if left < 0 {
            Stand::Late(-left)
        } else {
            Stand::Runs(left)
        }
    };
    html! {
        h2.part { (title) @if !lines.is_empty() { " " small { (lines.len()) } } }
        @if lines.is_empty() { p.quiet { (nothing) } }
        @else {
            table.list.records {
                thead { tr {
                    th scope="col" { (lang.pick("时限", "Time limit")) }
                    th scope="col" { (lang.pick("事项", "What")) }
                    th scope="col" { (lang.pick("条目", "Record")) }
                    th scope="col" { (lang.pick("系统", "System")) }
                } }
                tbody { @for line in lines.iter().take(LINES_MAX) {
                    tr {
                        td.clock data-label=(lang.pick("时限", "Time limit")) { (badge(stand(line.due), lang)) " " small { (line.due) } }
                        td data-label=(lang.pick("事项", "What")) { (line.what) }
                        td.what { a href=(line.address) { (line.title) } }
                        td data-label=(lang.pick("系统", "System")) { (line.system) }
                    }
                } }
            }
            @if lines.len() > LINES_MAX { p.quiet { (lang.pick(format!("还有 {} 件，从系统列表按时限查看。", lines.len() - LINES_MAX), format!("{} more: see the lists of the systems.", lines.len() - LINES_MAX))) } }
        }
    }
}

/// A line about a record.
fn line(here: &Here<'_>, at: At, due: Day, what: String) -> Option<Line> {
    let record = here.record(here.listing.id(at)?)?;
    Some(Line {
        due,
        system: here.say.lang.of(&here.system.name).to_owned(),
        title: here.title(record),
        address: here.address(&record.id),
        what,
    })
}

/// Clocks that this actor may stop, in its role and within its reach.
fn limited(here: &Here<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    for (at, clock) in here.system.clocks.iter().enumerate() {
        let stops: Vec<ActionAt> = clock
            .stops
            .iter()
            .copied()
            .chain(
                here.system
                    .actions
                    .iter()
                    .enumerate()
                    .filter(|(_, it)| it.within == Some(at))
                    .map(|(at, _)| at),
            )
            .collect();
        let mine: Vec<ActionAt> = stops.into_iter().filter(|it| is_mine(here, *it)).collect();
        if mine.is_empty() {
            continue;
        }
        let reach = Reached::new(here, &mine);
        let waiting = here.listing.waiting(at).filter(|(_, at)| reach.lets(*at));
        let open = waiting
            .take(LOOKED_MAX)
            .filter(|(_, at)| can_one(here, *at, &mine));
        let what = here.say.lang.of(&clock.name);
        lines.extend(open.filter_map(|(due, at)| line(here, at, due, what.to_owned())));
    }
    lines
}

/// Whether the actor may take one of these actions on a record now.
fn can_one(here: &Here<'_>, at: At, actions: &[ActionAt]) -> bool {
    let record = here.listing.id(at).and_then(|it| here.record(it));
    record.is_some_and(|record| actions.iter().any(|it| here.may(record, *it)))
}

/// Whether an action is for the role of the actor, and not for everybody.
fn is_mine(here: &Here<'_>, at: ActionAt) -> bool {
    let action = here.system.actions.get(at);
    action.is_some_and(|it| {
        it.by.contains(&here.actor.role) && !it.by.iter().any(|it| &**it == PUBLIC)
    })
}

fn went_up(here: &Here<'_>) -> Vec<Line> {
    let up = here.listing.escalated(&here.actor.unit).take(LOOKED_MAX);
    let what = here
        .say
        .lang
        .pick("下级超期未办", "the unit below did not act in time");
    up.filter_map(|(due, at)| line(here, at, due, what.to_owned()))
        .collect()
}

fn objected(here: &Here<'_>) -> Vec<Line> {
    let answers: Vec<ActionAt> = here
        .system
        .notices
        .iter()
        .map(|it| it.answer)
        .filter(|it| is_mine(here, *it))
        .collect();
    if answers.is_empty() {
        return Vec::new();
    }
    let all = here
        .listing
        .objections()
        .take(LOOKED_MAX)
        .filter(|(_, at)| can_one(here, *at, &answers));
    let what = here.say.lang.pick("答复异议", "answer an objection");
    all.filter_map(|(due, at)| line(here, at, due, what.to_owned()))
        .collect()
}

/// Stages in which the actor may act, with how many records stand there within its reach.
fn turns(here: &Here<'_>) -> Option<Markup> {
    let (system, lang) = (here.system, here.say.lang);
    let mine: Vec<(ActionAt, &Action)> = system
        .actions
        .iter()
        .enumerate()
        .filter(|(at, it)| !it.from.is_empty() && is_mine(here, *at) && !is_of_notice(system, *at))
        .collect();
    let openings = crate::pages::systems::openings(here);
    let stages: BTreeSet<StageAt> = mine
        .iter()
        .flat_map(|(_, it)| it.from.iter().copied())
        .collect();
    let counts: Vec<(StageAt, usize, Vec<&str>)> = stages
        .into_iter()
        .filter_map(|stage| {
            let here_now: Vec<&(ActionAt, &Action)> = mine
                .iter()
                .filter(|(_, it)| it.from.contains(&stage))
                .collect();
            let at: Vec<ActionAt> = here_now.iter().map(|(at, _)| *at).collect();
            let reach = Reached::new(here, &at);
            let count = here
                .listing
                .count(system.stages.len(), |at| reach.lets(at))
                .get(stage)
                .copied()?;
            let names = here_now.iter().map(|(_, it)| lang.of(&it.name)).collect();
            (count > 0).then_some((stage, count, names))
        })
        .collect();
    // What anybody may do is no duty of whoever is signed in.
    let own = |it: &Action| it.by.iter().any(|by| **by == *here.actor.role);
    let opens = system
        .openings()
        .any(|(at, it)| own(it) && here.may_open(at));
    if counts.is_empty() && !opens {
        return None;
    }
    Some(html! {
        section.keeper {
            h3 { a href=(format!("/systems/{}", system.id)) { (lang.of(&system.name)) } }
            ul.turns { @for (stage, count, names) in counts {
                @if let Some(stage) = system.stages.get(stage) {
                    li { a href=(own_list(here, &stage.id)) { (lang.of(&stage.name)) " " b { (count) } } " " small { (names.join(lang.pick("、", ", "))) } }
                }
            } }
            @if opens { (openings) }
        }
    })
}

fn is_of_notice(system: &System, at: ActionAt) -> bool {
    system
        .notices
        .iter()
        .any(|it| it.object == at || it.answer == at)
}

/// The list of a stage, narrowed to the actor's unit where that is what it may act on.
fn own_list(here: &Here<'_>, stage: &str) -> String {
    let owner = here.system.owner.and_then(|at| here.system.fields.get(at));
    let own = here
        .ask
        .app
        .town(here.state)
        .role(&here.actor.role)
        .is_some_and(|it| it.reach == Reach::Own);
    match owner.filter(|_| own) {
        Some(owner) => format!(
            "/systems/{}?stage={stage}&f.{}={}",
            here.system.id, owner.name, here.actor.unit
        ),
        None => format!("/systems/{}?stage={stage}", here.system.id),
    }
}

/// Which records lie within reach, decided by columns alone: a first sieve, not the
/// decision itself.
struct Reached<'a> {
    listing: &'a Listing,
    /// By field: whether each of its values is within reach. Records that pass one are
    /// within reach of one action.
    ways: Vec<Way>,
}

enum Way {
    All,
    Column(usize, Vec<bool>),
}

impl<'a> Reached<'a> {
    fn new(here: &Here<'a>, actions: &[ActionAt]) -> Reached<'a> {
        let (system, actor) = (here.system, &here.actor);
        let town = here.ask.app.town(here.state);
        let of_role = town.role(&actor.role).map_or(Reach::Own, |it| it.reach);
        let mut ways = Vec::new();
        for at in actions {
            let reach = system
                .actions
                .get(*at)
                .and_then(|it| it.reach)
                .unwrap_or(of_role);
            let keeps = *system.keeper == *actor.unit;
            match reach {
                Reach::All => ways.push(Way::All),
                Reach::Keeper if keeps => ways.push(Way::All),
                Reach::Keeper => {}
                Reach::Own => match system
                    .owner
                    .and_then(|at| Some((at, here.listing.column(at)?)))
                {
                    Some((at, column)) => {
                        ways.push(Way::Column(at, column.letting(|unit| unit == &*actor.unit)))
                    }
                    None if keeps => ways.push(Way::All),
                    None => {}
                },
                Reach::Area => match system
                    .place
                    .and_then(|at| Some((at, here.listing.column(at)?)))
                {
                    Some((at, column)) => {
                        let lets = column.letting(|code| match (code.parse(), actor.area) {
                            (Ok(code), Some(area)) => {
                                town.within(youwei_base::AreaCode(code), area)
                            }
                            _ => false,
                        });
                        ways.push(Way::Column(at, lets));
                    }
                    None => ways.push(Way::All),
                },
            }
        }
        Reached {
            listing: here.listing,
            ways,
        }
    }

    fn lets(&self, at: At) -> bool {
        self.ways.iter().any(|way| match way {
            Way::All => true,
            Way::Column(field, letting) => self
                .listing
                .column(*field)
                .is_some_and(|it| it.lets(letting, at)),
        })
    }
}
