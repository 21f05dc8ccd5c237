//! The open list of contradictions: two sources that disagree today, who must explain it
//! and by when. What systems flag as odd is not among them: it is not public.

use youwei_account::{About, SourceSide, Stands, Who, contradictions};
use youwei_base::{Bilingual, Day};
use youwei_system::town::Town;

use super::table::{Cell, Codes, Column, Kind, Rows, Table};
use crate::app::{App, State};

const KINDS: [(&str, &str, &str); 2] = [
    ("claim", "自报与事实", "a claim and the facts"),
    ("pair", "两个口径", "two measures"),
];

const STANDS: [(&str, &str, &str); 4] = [
    ("waiting", "等待说明", "to be explained"),
    ("overdue", "逾期没有说明", "overdue"),
    ("explained", "已说明", "explained"),
    ("open", "未定限期", "no day is set"),
];

fn codes(all: &[(&str, &str, &str)]) -> Codes {
    let all = all.iter();
    let all = all.map(|(key, zh, en)| ((*key).to_owned(), Bilingual::new(*zh, *en)));
    Codes::Of(all.collect())
}

/// The list.
pub(super) fn table() -> Table {
    let column =
        |name: &str, of: Kind, zh: &str, en: &str| Column::of_log(name, of, (zh, en), ("", ""));
    let text = |name: &str, zh: &str, en: &str| column(name, Kind::Text, zh, en);
    Table {
        id: "contradictions".to_owned(),
        name: Bilingual::new("对不上的地方", "Where sources disagree"),
        about: Bilingual::new(
            "说法不一致的两处：单位自报与事实算出的数，或本应一致的两个口径；由谁说明、限几时说明、怎么说明的。",
            "Two sources that disagree: a unit's claim and the figure by facts, or two measures that ought to agree; who must explain it, by when, and what was said.",
        ),
        source: "政府工作报告".to_owned(),
        keeper: None,
        columns: vec![
            text("report", "报告", "Report").required(),
            Column::of_log(
                "about",
                Kind::Text,
                ("编号", "About"),
                (
                    "在本报告中不变",
                    "Its name, which stays the same within the report.",
                ),
            )
            .required(),
            text("kind", "类别", "Kind").coded(codes(&KINDS)).required(),
            text("name", "哪两处", "Of what").required(),
            text("commitment", "承诺编号", "Commitment"),
            column("number", Kind::Whole, "第几个数", "Number"),
            text("left_measure", "一边的口径", "Measure of the one").coded(Codes::In("measures")),
            column("left", Kind::Number, "一边", "The one").computed(),
            text("right_measure", "另一边的口径", "Measure of the other")
                .coded(Codes::In("measures")),
            column("right", Kind::Number, "另一边", "The other").computed(),
            text("unit", "计量单位", "Unit"),
            column("since", Kind::Day, "不一致自", "Apart since").computed(),
            text("who", "由谁说明", "Who must explain").coded(Codes::In("units")),
            text("who_name", "说明单位名称", "Name of that unit"),
            text("stands", "状态", "How it stands")
                .coded(codes(&STANDS))
                .required()
                .computed(),
            column("due", Kind::Day, "说明限期", "To be explained by").computed(),
            text("explained_by", "说明的单位", "Explained by"),
            text("why", "说明", "Explanation"),
            column(
                "entry",
                Kind::Whole,
                "说明的账本条目",
                "Entry of the explanation",
            ),
            text("record", "所说的台账条目", "Record it is about"),
            column(
                "of_day",
                Kind::Day,
                "两边都说的是哪一天",
                "Day that both speak of",
            ),
            column("on", Kind::Day, "哪一天的情形", "As of").required(),
        ],
        key: vec!["report", "about"],
        rows: Rows::Contradictions,
    }
}

/// The lines.
pub(super) fn lines(app: &App, state: &State, today: Day, line: &mut dyn FnMut(Vec<Cell>)) {
    let town = app.town(state);
    for (report, account) in state.accounts.iter() {
        for it in contradictions(account, &state.book, today, town.calendar()) {
            let key = it.about.key();
            let (kind, name, (commitment, number, record)) = match &it.about {
                About::Claim {
                    commitment,
                    target,
                    record,
                } => {
                    let found = account.commitment(commitment);
                    let Some(found) = found else { continue };
                    let of = (Some(commitment), Some(target + 1), record.as_ref());
                    ("claim", &*found.text, of)
                }
                About::Pair(pair) => ("pair", &*pair.name.zh, (None, None, None)),
                About::Flag { .. } => continue,
            };
            let side = |at: usize| it.sides.as_ref().and_then(|sides| sides.get(at));
            let measure = |side: Option<&SourceSide>| {
                Cell::maybe(side.and_then(|it| it.measure.as_ref()).map(|it| &it.id))
            };
            let value = |side: Option<&SourceSide>| {
                Cell::maybe_number(side.map(|it| it.value.round_dp(6).normalize()))
            };
            let who = who(app, &it.who);
            let (stands, due, said) = match &it.stands {
                Stands::Waiting(due) => ("waiting", Some(due), None),
                Stands::Overdue(due) => ("overdue", Some(due), None),
                Stands::Explained(said) => ("explained", None, Some(said)),
                Stands::NoCalendar(_) | Stands::Open => ("open", None, None),
            };
            line(vec![
                Cell::text(report),
                Cell::text(key),
                Cell::text(kind),
                Cell::text(name),
                Cell::maybe(commitment),
                Cell::maybe_number(number),
                measure(side(0)),
                value(side(0)),
                measure(side(1)),
                value(side(1)),
                Cell::maybe(side(0).map(|it| &it.unit)),
                Cell::maybe(it.since),
                Cell::maybe(who.0),
                Cell::maybe(who.1),
                Cell::text(stands),
                Cell::maybe(due),
                Cell::maybe(said.map(|it| &it.unit)),
                Cell::maybe(said.map(|it| &it.why)),
                Cell::maybe_number(said.map(|it| it.entry)),
                Cell::maybe(record),
                Cell::maybe(side(0).map(|it| it.on)),
                Cell::text(today.to_string()),
            ]);
        }
    }
}

/// The id and the name of who must explain, as far as they are known.
fn who(app: &App, who: &Who) -> (Option<String>, Option<String>) {
    let offices = app.offices();
    let named = |id: &str| (Some(id.to_owned()), Some(offices.unit_name(id).zh));
    match who {
        Who::Nobody => (None, None),
        Who::Unit(id) => named(id),
        Who::Named(name) => {
            let unit = offices.unit_called(name);
            (unit.map(|it| it.id.to_string()), Some(name.clone()))
        }
        Who::KeeperOf(file) => {
            let system = file.split_once('/').map_or("", |(system, _)| system);
            let system = app.ground.system(system);
            system.map_or((None, None), |it| named(&it.keeper))
        }
    }
}
