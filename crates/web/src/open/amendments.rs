//! The open list of amendments: what was promised before, what is promised now, since when,
//! by whose approval and why.

use std::collections::BTreeSet;

use youwei_account::{Amended, Turn};
use youwei_base::Bilingual;

use super::table::{Cell, Codes, Column, Kind, Rows, Table};
use crate::app::State;

/// What an amendment may change.
const KINDS: [(&str, &str, &str); 6] = [
    ("number", "目标值", "a number"),
    ("dropped", "不再要求一个数", "a number is dropped"),
    ("due", "完成时限", "the due day"),
    ("nodes", "季度节点", "quarter nodes"),
    ("measured", "口径", "the measure"),
    ("cancelled", "整项取消", "the whole is cancelled"),
];

/// The list.
pub(super) fn table() -> Table {
    let column =
        |name: &str, of: Kind, zh: &str, en: &str| Column::of_log(name, of, (zh, en), ("", ""));
    let text = |name: &str, zh: &str, en: &str| column(name, Kind::Text, zh, en);
    let turns = Turn::ALL.iter();
    let turns = turns.map(|it| (it.key().to_owned(), it.name()));
    let kinds = KINDS.iter();
    let kinds = kinds.map(|(key, zh, en)| ((*key).to_owned(), Bilingual::new(*zh, *en)));
    let amount = |name: &str, zh: &str, en: &str| {
        let help = (
            "只有改目标值时才有，单位见“计量单位”",
            "Only where a number changes, in the unit of the row.",
        );
        Column::of_log(name, Kind::Number, (zh, en), help)
    };
    Table {
        id: "amendments".to_owned(),
        name: Bilingual::new("承诺的调整", "Amendments"),
        about: Bilingual::new(
            "承诺确认之后的每一次调整：原值、现值、理由、批准人、文号和生效日。",
            "Every change of a promise after its confirmation: old and new, reason, approver, document and first day.",
        ),
        source: "政府工作报告".to_owned(),
        keeper: None,
        columns: vec![
            text("report", "报告", "Report").required(),
            text("commitment", "承诺编号", "Commitment").required(),
            text("text", "承诺", "Commitment's words").required().read(),
            text("lead", "牵头单位", "Lead unit"),
            text("turn", "方向", "Turn")
                .coded(Codes::Of(turns.collect()))
                .required(),
            Column::of_log(
                "eases",
                Kind::YesNo,
                ("承诺变轻", "Eases"),
                (
                    "调低、推迟或取消",
                    "Whether the promise is lowered, put off or cancelled.",
                ),
            )
            .required(),
            text("what", "改什么", "What changes")
                .coded(Codes::Of(kinds.collect()))
                .required(),
            Column::of_log(
                "number",
                Kind::Whole,
                ("第几个数", "Number"),
                (
                    "所改的数在承诺中的次序，从1起；见“目标与数”",
                    "The place of the number in the commitment, from 1, as in the list of targets.",
                ),
            ),
            text("old", "原来", "Before"),
            text("new", "现在", "Now").required(),
            amount("old_value", "原值", "Old value"),
            amount("new_value", "现值", "New value"),
            text("unit", "计量单位", "Unit"),
            column("from", Kind::Day, "生效日", "From").required(),
            column("recorded", Kind::Day, "登记日", "Written down").required(),
            Column::of_log(
                "looks_back",
                Kind::YesNo,
                ("追溯", "Looks back"),
                (
                    "生效日在登记日之前",
                    "Whether it holds from a day before it was written down.",
                ),
            )
            .required(),
            text("approver", "批准人", "Approved by").required(),
            text("document", "批准文号", "Document").required(),
            text("why", "理由", "Why").required(),
            column("entry", Kind::Whole, "账本条目", "Entry").required(),
        ],
        key: vec!["entry", "report"],
        rows: Rows::Amendments,
    }
}

/// The lines, in the order of the log.
pub(super) fn lines(state: &State, line: &mut dyn FnMut(Vec<Cell>)) {
    let mut all: Vec<_> = state
        .accounts
        .iter()
        .flat_map(|(report, account)| {
            // What was merged or cut carries its amendments along; each is told once.
            let mut told = BTreeSet::new();
            let all = account.commitments();
            let each = all.flat_map(|of| of.amendments.iter().map(move |it| (of, it)));
            let each: Vec<_> = each.filter(|(_, it)| told.insert(it.entry)).collect();
            each.into_iter().map(move |(of, it)| (report, of, it))
        })
        .collect();
    all.sort_by_key(|(_, _, it)| it.entry);
    for (report, of, it) in all {
        let (told, turn) = (it.told(of), it.turn());
        let (kind, values) = match &it.change {
            Amended::Number { old, new, .. } => ("number", Some((old.value, new.value))),
            Amended::Dropped { .. } => ("dropped", None),
            Amended::Due { .. } => ("due", None),
            Amended::Nodes { .. } => ("nodes", None),
            Amended::Measured { .. } => ("measured", None),
            Amended::Cancelled => ("cancelled", None),
        };
        let target = it.of_number().and_then(|at| of.targets.get(at));
        let unit = target.filter(|_| values.is_some());
        line(vec![
            Cell::text(report),
            Cell::text(&*of.id),
            Cell::text(&*of.text),
            Cell::maybe(of.lead.as_ref()),
            Cell::text(turn.key()),
            Cell::YesNo(turn.eases()),
            Cell::text(kind),
            Cell::maybe_number(it.of_number().map(|at| at + 1)),
            Cell::text(told.old.zh),
            Cell::text(told.new.zh),
            Cell::maybe_number(values.map(|it| it.0.normalize())),
            Cell::maybe_number(values.map(|it| it.1.normalize())),
            Cell::maybe(unit.map(|it| &it.unit)),
            Cell::text(it.from.to_string()),
            Cell::text(it.recorded.to_string()),
            Cell::YesNo(it.looks_back()),
            Cell::text(&*it.approver),
            Cell::text(&*it.document),
            Cell::text(&*it.why),
            Cell::number(it.entry),
        ]);
    }
}
